//! What people are shown of an audit, in any form: the accounts that need attention, the problems, the way out. The
//! words are those of the files; each form escapes them for itself.

use std::collections::BTreeMap;

use crate::audit::{AccountResult, Audit, ChangeKind, ProblemOf};
use crate::model::account::Account;
use crate::model::assessment::Verdict;
use crate::model::finding::{KEY_INACTIVE, KEY_RULES};
use crate::model::key::{AccessKey, KeyState};
use crate::model::problem::Code;
use crate::model::time::Timestamp;
use crate::render::summary::count;
use crate::rules;

/// The accounts to show, the worst first, else by id; `all` of them, or those that are more than clean: a disabled key
/// and a report that names no account are told, too.
pub(super) fn accounts(audit: &Audit, all: bool) -> Vec<&AccountResult> {
    let needs_attention = |account: &&AccountResult| {
        let assessment = &account.assessment;
        assessment.verdict != Verdict::Clean
            || account.counted().next().is_some()
            || assessment.keys_in(KeyState::Inactive).next().is_some()
            || assessment.account.id.is_none()
            || account.change.is_some_and(|change| change.kind == ChangeKind::Resolved)
    };
    let mut shown: Vec<_> = audit.accounts.iter().filter(|account| all || needs_attention(account)).collect();
    shown.sort_by_key(|account| account.assessment.verdict);
    shown
}

/// The sentence in place of the accounts, when none needs attention.
pub(super) fn nothing(audit: &Audit) -> String {
    let clean = count(audit.summary().clean, "account");
    match (audit.complete(), audit.accounts.is_empty()) {
        (true, _) => format!("No root user has {}: {clean} clean.", absent(audit)),
        (false, false) => {
            format!("No root access key was seen: {clean} clean, not everything could be assessed.")
        }
        (false, true) => "No account could be assessed.".to_owned(),
    }
}

/// What the root users do not have, as far as the reports show it.
pub(super) fn absent(audit: &Audit) -> &'static str {
    let is_shown = audit.accounts.iter().all(|account| account.assessment.shows_no_key());
    if is_shown { "an access key" } else { "an active access key" }
}

/// What stands beside the verdict: that an exception holds, that a disabled key counts, what it is to the baseline.
pub(super) fn beside_verdict(account: &AccountResult) -> Option<String> {
    let key = account.counted().find(|finding| KEY_RULES.contains(&finding.rule));
    let finding = match key {
        Some(finding) if finding.exception.is_some() => Some("excepted"),
        Some(finding) if finding.rule == KEY_INACTIVE => Some("key exists"),
        Some(_) | None => None,
    };
    let further = account.counted().filter(|finding| !KEY_RULES.contains(&finding.rule));
    let further =
        further.flat_map(|finding| [Some(finding.rule), finding.exception.as_ref().map(|_| "excepted")]);
    let change = account.change.map(|change| change.kind.as_str());
    let words: Vec<&str> = finding.into_iter().chain(further.flatten()).chain(change).collect();
    (!words.is_empty()).then(|| format!("({})", words.join(", ")))
}

/// Whether an exception covers its access keys.
pub(super) fn is_key_excepted(account: &AccountResult) -> bool {
    account.findings.iter().any(|finding| KEY_RULES.contains(&finding.rule) && finding.exception.is_some())
}

/// The name that the list of accounts has for it.
pub(super) fn name(account: &AccountResult) -> Option<&str> {
    account.listing.as_ref()?.name.as_deref()
}

/// The keys of an account that are told: all that exist, or whose state is not known.
pub(super) fn keys(account: &AccountResult) -> impl Iterator<Item = &AccessKey> {
    let told = |key: &&AccessKey| account.assessment.root.is_some() && key.state != KeyState::None;
    account.assessment.keys.iter().filter(told)
}

/// What stands where an account has no key: nothing there, or nothing known.
pub(super) fn no_key(account: &AccountResult) -> &'static str {
    if account.assessment.root.is_some() { "-" } else { "?" }
}

/// The id; else what stands in its place, marked.
pub(super) fn account_name(account: &Account) -> String {
    match (account.id, &account.written) {
        (Some(id), _) => id.to_string(),
        (None, Some(written)) => format!("? {written}"),
        (None, None) => "?".to_owned(),
    }
}

/// `yes`, `no`, or that it is not known.
pub(super) fn mfa(account: &AccountResult) -> &'static str {
    match account.assessment.root.as_ref().and_then(|root| root.mfa_active) {
        Some(true) => "yes",
        Some(false) => "no",
        None => "?",
    }
}

/// Whole days, as `12d`.
pub(super) fn age(time: Option<&Timestamp>, as_of: &Timestamp) -> String {
    time.map_or("?".to_owned(), |time| format!("{}d", time.days_until(as_of)))
}

/// The day, the service and the region; else the cell as it is, which is `N/A` where AWS has no record of a use.
pub(super) fn last_used(key: &AccessKey) -> Vec<String> {
    match (key.last_used(), &key.last_used_cell) {
        (Some(time), _) => {
            let place = [&key.last_used_service, &key.last_used_region].into_iter().flatten().cloned();
            std::iter::once(time.day()).chain(place).collect()
        }
        (None, Some(cell)) if !cell.is_empty() => vec![cell.to_string()],
        (None, _) => vec!["?".to_owned()],
    }
}

/// The day that AWS made the report, and its age; marked where the operator states it.
pub(super) fn generated(account: &AccountResult, as_of: &Timestamp) -> Vec<String> {
    let stated = if account.is_time_stated { ", stated" } else { "" };
    let parts = |time: &Timestamp| vec![time.day(), format!("({}{stated})", age(Some(time), as_of))];
    account.generated_time.as_ref().map_or_else(|| vec!["?".to_owned()], parts)
}

/// The problems by their codes, in the order of the codes.
pub(super) fn problems(audit: &Audit) -> BTreeMap<Code, Vec<ProblemOf<'_>>> {
    let mut by_code: BTreeMap<Code, Vec<ProblemOf<'_>>> = BTreeMap::new();
    for of in audit.problems() {
        by_code.entry(of.problem.code).or_default().push(of);
    }
    by_code
}

/// What stands between the input and the message of a problem: `, line 4 (111122223333)`.
pub(super) fn place(of: &ProblemOf<'_>) -> String {
    let at = of.problem.position.map(|position| format!(", {position}"));
    let account = of.account.and_then(|account| account.id).map(|id| format!(" ({id})"));
    at.unwrap_or_default() + &account.unwrap_or_default()
}

/// The way out when a key is active, step by step, as it is in the partitions of the accounts concerned.
pub(super) fn remedy(audit: &Audit) -> Option<Vec<String>> {
    steps(audit, |account| account.assessment.verdict == Verdict::Active)
}

/// The same where keys are disabled.
pub(super) fn remedy_of_disabled(audit: &Audit) -> Option<Vec<String>> {
    steps(audit, |account| account.assessment.keys_in(KeyState::Inactive).next().is_some())
}

fn steps(audit: &Audit, is_concerned: impl Fn(&AccountResult) -> bool) -> Option<Vec<String>> {
    let concerned = audit.accounts.iter().filter(|account| is_concerned(account));
    let accounts: Vec<&Account> = concerned.map(|account| &account.assessment.account).collect();
    (!accounts.is_empty()).then(|| rules::remedy(&accounts))
}
