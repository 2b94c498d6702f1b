//! What the rules find, worst first: one finding for each rule and account.

use crate::audit::Exception;
use crate::audit::{AccountResult, Audit};
use crate::model::account::Account;
use crate::model::key::{AccessKey, KeyState};
use crate::model::time::Timestamp;
use crate::render::view;
use crate::rules::{Level, RULES, Rule};

/// The keys of one account that a rule finds.
pub(super) struct Finding<'a> {
    pub(super) rule: &'static Rule,
    pub(super) account: &'a AccountResult,
    pub(super) keys: Vec<&'a AccessKey>,
}

/// Every finding: by rule, the worst first, then by account.
pub(super) fn findings(audit: &Audit) -> impl Iterator<Item = Finding<'_>> {
    RULES.iter().flat_map(|rule| {
        audit.accounts.iter().filter_map(|account| {
            let keys: Vec<&AccessKey> = account.assessment.keys_in(rule.finds).collect();
            (!keys.is_empty()).then_some(Finding { rule, account, keys })
        })
    })
}

impl Finding<'_> {
    /// How much it weighs in this audit.
    pub(super) fn level(&self, audit: &Audit) -> Level {
        let counts = self.account.findings(&audit.criteria).any(|rule| rule.id == self.rule.id);
        if counts { Level::Error } else { self.rule.level }
    }

    /// What was found: the account, the slots with their age and last use, and the report's time.
    pub(super) fn message(&self, as_of: &Timestamp) -> String {
        /// More keys than that were never seen; a made-up report may have thousands of them.
        const MOST: usize = 4;
        let mut keys: Vec<String> = self.keys.iter().take(MOST).map(|key| told(key, as_of)).collect();
        if self.keys.len() > MOST {
            keys.push(format!("and {} more", self.keys.len() - MOST));
        }
        let generated = match &self.account.generated_time {
            Some(time) if self.account.is_time_stated => {
                format!("The operator states that AWS made the report on {}.", time.day())
            }
            Some(time) => format!("AWS made the report on {}.", time.day()),
            None => "The report does not say when AWS made it.".to_owned(),
        };
        // The finding first: readers cut what is long.
        let state = if self.rule.finds == KeyState::Active { "Active" } else { "Disabled" };
        let account = named(&self.account.assessment.account);
        let name = view::name(self.account).map(|name| format!(" ({})", short(name))).unwrap_or_default();
        let excepted = match &self.account.exception {
            Some(exception) => {
                let Exception { expires_on, approver, reason, .. } = &**exception;
                format!(
                    " Excepted until {expires_on} by {}: {}.",
                    short(approver),
                    short(reason.trim_end_matches('.'))
                )
            }
            None => String::new(),
        };
        format!("{state} root access key in {account}{name}: {}. {generated}{excepted}", keys.join("; "))
    }
}

/// The account as a sentence names it.
pub(super) fn named(account: &Account) -> String {
    match (account.id, &account.written) {
        (Some(id), _) => format!("account {id}"),
        (None, Some(written)) => format!("the account `{}`", short(written)),
        (None, None) => "an account that the report does not name".to_owned(),
    }
}

fn told(key: &AccessKey, as_of: &Timestamp) -> String {
    let age = match key.last_rotated() {
        Some(time) => format!("unchanged for {} days", time.days_until(as_of)),
        None => "of unknown age".to_owned(),
    };
    let used = match (key.last_used(), key.last_used_cell.as_deref()) {
        (Some(time), _) => format!("last used on {}{}", time.day(), place(key)),
        (None, Some(cell)) if !cell.trim().is_empty() => format!("last used: {}", short(cell)),
        (None, _) => "last use unknown".to_owned(),
    };
    format!("slot {}, {age}, {used}", key.slot)
}

fn place(key: &AccessKey) -> String {
    let parts: Vec<String> = [&key.last_used_service, &key.last_used_region]
        .into_iter()
        .flatten()
        .map(|text| short(text))
        .collect();
    if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) }
}

/// A cell cut to what fits a sentence.
fn short(cell: &str) -> String {
    const LONGEST: usize = 40;
    if cell.chars().count() <= LONGEST {
        return cell.to_owned();
    }
    cell.chars().take(LONGEST).chain(['…']).collect()
}
