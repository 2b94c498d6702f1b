//! Findings as sentences, for the formats that report them one by one.

use crate::audit::{AccountResult, Audit};
use crate::model::account::Account;
use crate::model::exception::Exception;
use crate::model::finding::{self, Subject};
use crate::model::time::Timestamp;
use crate::render::view;
use crate::rules::{Level, RULES, Rule};

/// A finding, with its rule and its account.
pub(super) struct FindingOf<'a> {
    pub(super) rule: &'static Rule,
    pub(super) account: &'a AccountResult,
    finding: &'a finding::Finding,
}

/// Every finding: by rule, the worst first, then by account.
pub(super) fn findings(audit: &Audit) -> impl Iterator<Item = FindingOf<'_>> {
    RULES.iter().flat_map(|rule| {
        audit.accounts.iter().filter_map(|account| {
            let finding = account.findings.iter().find(|finding| finding.rule == rule.id)?;
            Some(FindingOf { rule, account, finding })
        })
    })
}

impl FindingOf<'_> {
    /// How much it weighs in this audit.
    pub(super) fn level(&self) -> Level {
        if self.finding.counts { Level::Error } else { self.rule.level }
    }

    /// What breaks the rule.
    pub(super) fn subjects(&self) -> &[Subject] {
        &self.finding.subjects
    }

    /// The exception that covers it.
    pub(super) fn exception(&self) -> Option<&Exception> {
        self.finding.exception.as_deref()
    }

    /// What was found: the account, the subjects with what is known of them, and the report's time.
    pub(super) fn message(&self, as_of: &Timestamp) -> String {
        /// More keys than that were never seen; a made-up report may have thousands of them.
        const MOST: usize = 4;
        let Self { rule, account, finding } = self;
        let detail = |subject: &Subject| (rule.detail)(account, *subject, as_of);
        let mut details: Vec<String> = finding.subjects.iter().take(MOST).map(detail).collect();
        if finding.subjects.len() > MOST {
            details.push(format!("and {} more", finding.subjects.len() - MOST));
        }
        let generated = match &account.generated_time {
            Some(time) if account.is_time_stated => {
                format!("The operator states that AWS made the report on {}.", time.day())
            }
            Some(time) => format!("AWS made the report on {}.", time.day()),
            None => "The report does not say when AWS made it.".to_owned(),
        };
        let name = view::name(account).map(|name| format!(" ({})", short(name))).unwrap_or_default();
        let excepted = match self.exception() {
            Some(Exception { expires_on, approver, reason, .. }) => format!(
                " Excepted until {expires_on} by {}: {}.",
                short(approver),
                short(reason.trim_end_matches('.'))
            ),
            None => String::new(),
        };
        // The finding first: readers cut what is long.
        let (headline, of) = (rule.headline, named(&account.assessment.account));
        format!("{headline} in {of}{name}: {}. {generated}{excepted}", details.join("; "))
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

/// A cell cut to what fits a sentence.
fn short(cell: &str) -> String {
    const LONGEST: usize = 40;
    if cell.chars().count() <= LONGEST {
        return cell.to_owned();
    }
    cell.chars().take(LONGEST).chain(['…']).collect()
}
