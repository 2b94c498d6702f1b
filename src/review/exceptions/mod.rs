//! Which open keys somebody answers for.

pub(crate) mod register;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::audit::Exception;
use crate::audit::{Audit, Exceptions};
use crate::model::assessment::Verdict;
use crate::model::problem::{Code, Position, Problem};
use crate::model::reference::Reference;

/// Applies a register: an account with an exception that holds stays as it is, and is no open finding. Each entry that
/// has no effect, or not the one that it seems to have, is told.
pub(crate) fn apply(mut audit: Audit, register: Reference, entries: Vec<Exception>) -> Audit {
    let problem = |code, entry: &Exception, message: String| {
        Problem::new(code, message).at(Position::at_line(entry.line))
    };
    let mut problems = Vec::new();
    let mut holding: BTreeMap<_, &Exception> = BTreeMap::new();
    for entry in &entries {
        let id = entry.account_id;
        if entry.is_expired(&audit.as_of) {
            let message = format!("the exception for {id} ended with {}", entry.expires_on);
            problems.push(problem(Code::ExceptionExpired, entry, message));
            continue;
        }
        match holding.get(&id) {
            Some(first) => {
                let message = format!("{id} has an exception already, in line {}, which counts", first.line);
                problems.push(problem(Code::ExceptionRepeated, entry, message));
            }
            None => drop(holding.insert(id, entry)),
        }
    }
    let listed = audit.population.iter().flat_map(|p| &p.excluded).map(|excluded| excluded.account_id);
    let mut known: BTreeSet<_> = listed.collect();
    let mut needed = BTreeSet::new();
    for account in &mut audit.accounts {
        let Some(id) = account.assessment.account.id else { continue };
        known.insert(id);
        let finds = account.findings(&audit.criteria).next().is_some();
        if finds || account.assessment.verdict == Verdict::Undetermined {
            needed.insert(id);
        }
        account.exception = holding.get(&id).filter(|_| finds).map(|entry| Arc::new(Exception::clone(entry)));
    }
    for (id, entry) in holding {
        if !known.contains(&id) {
            let message = format!("no report and no list names the account {id}");
            problems.push(problem(Code::ExceptionUnknownAccount, entry, message));
        } else if !needed.contains(&id) {
            let message = format!("{id} has no root key that needs an exception");
            problems.push(problem(Code::ExceptionUnused, entry, message));
        }
    }
    problems.sort_by_key(|problem| problem.position);
    audit.exceptions = Some(Exceptions { register, entries, problems });
    audit
}
