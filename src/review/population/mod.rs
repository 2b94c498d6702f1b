//! Whether every account that should have a report has one.

pub(crate) mod list;

use std::collections::BTreeSet;

use crate::audit::{AccountResult, Audit, Excluded, Listing, Population, Scope};
use crate::model::account::{Account, AccountId};
use crate::model::assessment::{Assessment, Verdict};
use crate::model::key::AccessKey;
use crate::model::problem::{Code, Effect, Position, Problem};
use crate::model::reference::Reference;
use crate::review::population::list::{AccountList, Listed};

/// Holds the audit to a list of accounts: a listed account without a report is undetermined, and one that is not listed
/// gets a note.
pub(crate) fn hold(mut audit: Audit, list: Reference, accounts: &AccountList) -> Audit {
    let mut seen = BTreeSet::new();
    for account in &mut audit.accounts {
        let id = account.assessment.account.id;
        let listed = id.and_then(|id| accounts.accounts.get(&id));
        seen.extend(id);
        account.listing = Some(Box::new(listing(listed)));
        let message = match (listed, &account.assessment.account) {
            (None, Account { id: Some(id), .. }) => format!("the list of accounts does not name {id}"),
            (None, _) => "which account of the list this report is of is not known".to_owned(),
            (Some(listed), _) if listed.is_excluded() => {
                format!("the list of accounts says {}, and there is a report", state(listed))
            }
            (Some(_), _) => continue,
        };
        let problem = Problem::new(Code::OutsidePopulation, message).at(account.assessment.position);
        account.assessment.problems.push(problem);
    }
    let (excluded, in_scope): (Vec<_>, Vec<_>) =
        accounts.accounts.iter().partition(|(_, listed)| listed.is_excluded());
    let without_report = in_scope.iter().filter(|(id, _)| !seen.contains(id));
    audit.accounts.extend(without_report.map(|(id, listed)| missing(**id, listed, &list)));
    // Accounts without a known id come last.
    audit
        .accounts
        .sort_by_key(|account| (account.assessment.account.id.is_none(), account.assessment.account.id));
    let mut problems = Vec::new();
    if accounts.is_cut_off {
        problems.push(Problem::new(
            Code::PopulationCutOff,
            "it ends with a NextToken, so that there are more accounts than it names",
        ));
    }
    let excluded = excluded.into_iter().map(|(id, listed)| Excluded {
        account_id: *id,
        name: listed.name.clone(),
        state: state(listed).to_owned(),
    });
    audit.population = Some(Population {
        in_scope: in_scope.len(),
        is_cut_off: accounts.is_cut_off,
        excluded: excluded.collect(),
        list,
        problems,
    });
    excuse_failed_exports(&mut audit);
    audit
}

/// Once each account in scope has a sound report, an export that failed is worth knowing, and nothing that is missing. What may
/// hold a report still counts.
fn excuse_failed_exports(audit: &mut Audit) {
    let in_scope =
        |account: &&AccountResult| account.listing.as_ref().is_some_and(|listing| listing.scope == Scope::In);
    let is_whole = audit.population.as_ref().is_some_and(|population| !population.is_cut_off);
    let mut verdicts =
        audit.accounts.iter().filter(in_scope).map(|account| account.assessment.verdict).peekable();
    if !is_whole || verdicts.peek().is_none() || verdicts.any(|verdict| verdict == Verdict::Undetermined) {
        return;
    }
    for input in audit.inputs.iter_mut().filter(|input| input.is_failed_export) {
        input.problems.iter_mut().for_each(|problem| problem.effect = Effect::Notes);
    }
}

fn state(listed: &Listed) -> &str {
    listed.state.as_deref().unwrap_or_default()
}

fn listing(listed: Option<&Listed>) -> Listing {
    let scope = match listed {
        None => Scope::Outside,
        Some(listed) if listed.is_excluded() => Scope::Excluded,
        Some(_) => Scope::In,
    };
    let Listed { name, email, .. } = listed.cloned().unwrap_or_default();
    Listing { scope, name, email }
}

/// An account of the list that no input has a report of.
fn missing(id: AccountId, listed: &Listed, list: &Reference) -> AccountResult {
    let position = Position::at_line(listed.line);
    let message = format!("the list of accounts names {id}, and no input has a report of it");
    AccountResult {
        assessment: Assessment {
            account: Account { partition: None, id: Some(id), written: Some(id.to_string()) },
            verdict: Verdict::Undetermined,
            keys: vec![AccessKey::unknown(1), AccessKey::unknown(2)],
            root: None,
            position,
            problems: vec![Problem::new(Code::NoReport, message).at(position)],
        },
        generated_time: None,
        is_time_stated: false,
        input: list.path.clone(),
        other_reports: Vec::new(),
        listing: Some(Box::new(listing(Some(listed)))),
        findings: Vec::new(),
        change: None,
    }
}
