//! Which open keys somebody answers for.

pub(crate) mod register;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::audit::{Audit, Exceptions};
use crate::model::assessment::Verdict;
use crate::model::exception::Exception;
use crate::model::finding::KEY_RULES;
use crate::model::problem::{Code, Position, Problem};
use crate::model::reference::Reference;

/// Applies a register: a finding with an exception that holds is not open any more, and nothing else changes. Each entry that
/// has no effect, or not the one that it seems to have, is reported.
pub(crate) fn apply(mut audit: Audit, register: Reference, entries: Vec<Exception>) -> Audit {
    let problem = |code, entry: &Exception, message: String| {
        Problem::new(code, message).at(Position::at_line(entry.line))
    };
    let mut problems = Vec::new();
    let mut holding: BTreeMap<_, &Exception> = BTreeMap::new();
    let mut effective = Vec::new();
    for entry in &entries {
        let id = entry.account_id;
        if entry.is_expired(&audit.as_of) {
            let message = format!("the exception for {id} ended with {}", entry.expires_on);
            problems.push(problem(Code::ExceptionExpired, entry, message));
            continue;
        }
        let first = entry.rules.iter().find_map(|rule| holding.get(&(id, *rule)));
        let is_new = |rule: &&&str| !holding.contains_key(&(id, **rule));
        match (first.copied(), entry.rules.iter().find(is_new)) {
            (Some(first), None) => {
                let message = format!("{id} has an exception already, in line {}, which counts", first.line);
                problems.push(problem(Code::ExceptionRepeated, entry, message));
            }
            (_, Some(_)) | (None, None) => {
                for rule in &entry.rules {
                    holding.entry((id, *rule)).or_insert(entry);
                }
                effective.push(entry);
            }
        }
    }
    let listed = audit.population.iter().flat_map(|p| &p.excluded).map(|excluded| excluded.account_id);
    let mut known: BTreeSet<_> = listed.collect();
    let mut needed = BTreeSet::new();
    for account in &mut audit.accounts {
        let Some(id) = account.assessment.account.id else { continue };
        known.insert(id);
        if account.assessment.verdict == Verdict::Undetermined {
            needed.extend(effective.iter().filter(|entry| entry.account_id == id).map(|entry| entry.line));
        }
        for finding in account.findings.iter_mut().filter(|finding| finding.counts) {
            let exception = holding.get(&(id, finding.rule));
            needed.extend(exception.map(|entry| entry.line));
            finding.exception = exception.map(|entry| Arc::new(Exception::clone(entry)));
        }
    }
    for entry in effective {
        let id = entry.account_id;
        if !known.contains(&id) {
            let message = format!("no report and no list names the account {id}");
            problems.push(problem(Code::ExceptionUnknownAccount, entry, message));
        } else if !needed.contains(&entry.line) {
            let what = if entry.rules == KEY_RULES { "root key" } else { "finding" };
            problems.push(problem(
                Code::ExceptionUnused,
                entry,
                format!("{id} has no {what} that needs an exception"),
            ));
        }
    }
    problems.sort_by_key(|problem| problem.position);
    audit.exceptions = Some(Exceptions { register, entries, problems });
    audit
}
