//! What other documents report of root users' keys, held against what the accounts' own reports show.

use crate::audit::{AccountResult, InputResult, InputStatus};
use crate::model::assessment::Verdict;
use crate::model::key::KeyState;
use crate::model::problem::{Code, Problem};

/// Settles each key that a document reports: one that the account's report shows, active or disabled, is a note; of any other
/// account that report can't be trusted to be clean. Where no account is named, a report of the same folder may show it.
pub(super) fn settle(inputs: &mut [InputResult], accounts: &mut [AccountResult]) {
    for input in inputs {
        let path = input.path.clone();
        let reported =
            |problem: &&mut Problem| matches!(problem.code, Code::RootKeyReported | Code::RootKeyConfirmed);
        for problem in input.problems.iter_mut().filter(reported) {
            let is_about = |account: &AccountResult| match problem.account {
                Some(id) => account.assessment.account.id == Some(id),
                None => folder(&account.input) == folder(&path) && shows_key(account),
            };
            let mut about = accounts.iter_mut().filter(|account| is_about(account)).peekable();
            let is_shown = problem.account.is_none() && about.peek().is_some();
            let about: Vec<&mut AccountResult> = about.collect();
            let is_shown = is_shown || about.iter().any(|account| shows_key(account));
            problem.code = if is_shown { Code::RootKeyConfirmed } else { Code::RootKeyReported };
            problem.effect = problem.code.info().effect;
            if is_shown {
                continue;
            }
            for account in about {
                doubt(account, problem, &path);
            }
        }
        if !input.problems.is_empty()
            && !input.problems.iter().any(Problem::blocks)
            && input.reports.is_empty()
        {
            input.status = InputStatus::Assessed;
        }
    }
}

/// Keeps an account from being clean.
fn doubt(account: &mut AccountResult, problem: &Problem, path: &str) {
    let message = format!("{path}: {}", problem.message);
    let assessment = &mut account.assessment;
    assessment.problems.push(Problem::new(Code::RootKeyReported, message));
    if assessment.verdict == Verdict::Clean {
        assessment.verdict = Verdict::Undetermined;
    }
}

fn shows_key(account: &AccountResult) -> bool {
    account.assessment.keys.iter().any(|key| matches!(key.state, KeyState::Active | KeyState::Inactive))
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}
