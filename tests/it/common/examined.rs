//! What an examination comes to, in short.

use rootkeys::{Assessment, Examination, ExamineOptions, Problem, Verdict};

use super::OTHER;

/// What an input holds.
pub(crate) fn examine(bytes: &[u8]) -> Examination {
    rootkeys::examine(bytes, &ExamineOptions { digests: false, ..ExamineOptions::default() })
}

/// The verdicts by account id; `?` where it is not known.
pub(crate) fn verdicts(found: &Examination) -> Vec<(String, Verdict)> {
    let id = |a: &Assessment| a.account.id.map_or("?".to_owned(), |id| id.to_string());
    assessments(found).map(|a| (id(a), a.verdict)).collect()
}

/// The first verdict of that account.
pub(crate) fn verdict(found: &Examination, account: &str) -> Option<Verdict> {
    verdicts(found).into_iter().find(|(id, _)| id == account).map(|(_, verdict)| verdict)
}

/// The problems of the input and of its accounts.
pub(crate) fn problems(found: &Examination) -> Vec<&Problem> {
    found.problems.iter().chain(assessments(found).flat_map(|a| &a.problems)).collect()
}

/// Whether something could not be assessed.
pub(crate) fn is_incomplete(found: &Examination) -> bool {
    problems(found).into_iter().any(Problem::blocks)
}

fn assessments(found: &Examination) -> impl Iterator<Item = &Assessment> {
    found.reports.iter().flat_map(|report| &report.assessments)
}

pub(crate) fn says(bytes: &[u8], account: &str, verdict: Verdict) -> bool {
    verdicts(&examine(bytes)).contains(&(account.to_owned(), verdict))
}

/// Nothing is clean here, and it shows that something is wrong.
pub(crate) fn assert_nothing_clean(what: &str) {
    let found = examine(what.as_bytes());
    assert!(verdicts(&found).iter().all(|(_, verdict)| *verdict != Verdict::Clean), "{what}");
    assert!(is_incomplete(&found), "{what}");
}

/// The active key of [`OTHER`] shows, whatever stands beside it.
pub(crate) fn assert_active(what: &str) {
    let found = examine(what.as_bytes());
    assert_eq!(verdict(&found, OTHER), Some(Verdict::Active), "{what}\n{found:?}");
}
