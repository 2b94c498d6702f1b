//! Whether a report is recent enough to prove that an account is clean.

use crate::audit::{AccountResult, Audit};
use crate::model::assessment::Verdict;
use crate::model::problem::{Code, Problem};
use crate::model::time::{MaxAge, Timestamp};

/// Holds clean verdicts to the largest age of a report. An active key stays active, however old its report is.
pub(crate) fn hold(mut audit: Audit) -> Audit {
    let (as_of, max_age) = (&audit.as_of, audit.criteria.max_age);
    for account in &mut audit.accounts {
        let Some(problem) = problem(account, as_of, max_age) else { continue };
        if problem.blocks() && account.assessment.verdict == Verdict::Clean {
            account.assessment.verdict = Verdict::Undetermined;
        }
        account.assessment.problems.push(problem);
    }
    audit
}

fn problem(account: &AccountResult, as_of: &Timestamp, max_age: Option<MaxAge>) -> Option<Problem> {
    let problem = |code, message: String| Problem::new(code, message).at(account.assessment.position);
    let is_clean = account.assessment.verdict == Verdict::Clean;
    match (&account.generated_time, max_age) {
        // With a wrong clock or an edited time, nothing would be too old. A day is tolerated, because --as-of may name
        // the day alone, and clocks differ.
        (Some(time), Some(most)) if is_clean && as_of.days_until(time) >= 1 => Some(problem(
            Code::AgeUnknown,
            format!(
                "AWS made the report at {time}, which is after {as_of}, and it may be no older than {most}"
            ),
        )),
        (Some(time), _) if as_of.is_before(time) => {
            let message = format!("AWS made the report at {time}, and ages are counted to {as_of}");
            Some(problem(Code::GeneratedLater, message))
        }
        // Only a clean verdict needs a recent report.
        (_, Some(_)) if !is_clean => None,
        (Some(time), Some(most)) if time.is_older_than(most, as_of) => {
            let age = time.days_until(as_of);
            Some(problem(
                Code::Stale,
                format!("AWS made the report at {time}, {age} days before {as_of}; {most} is the most"),
            ))
        }
        (None, Some(most)) => Some(problem(
            Code::Undated,
            format!("the report does not say when AWS made it, and it may be no older than {most}"),
        )),
        (Some(_) | None, _) => None,
    }
}
