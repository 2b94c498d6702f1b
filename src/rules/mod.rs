//! The rules: what is a finding, why, which controls ask for it, and how to fix it.
//!
//! A rule is one file and one line of [`RULES`]. It looks at an account as the reports show it and returns what breaks it.
//! They all run once, so that every output and the exit status read the same findings.

mod access_key;
mod controls;
mod remedy;
mod root_access_key_active;
mod root_access_key_inactive;
mod root_certificate_active;
mod root_mfa_off;
mod root_recently_used;

pub use access_key::{NO_KEY_AT_ALL, assume_root_command};
pub use controls::{Control, FRAMEWORKS, Framework};
pub(crate) use remedy::elsewhere;
pub use remedy::remedy;

use crate::audit::{AccountResult, Audit, OtherReport, Relation};
use crate::model::finding::{Finding, Subject};
pub use crate::model::finding::{KEY_ACTIVE, KEY_INACTIVE};
use crate::model::key::{AccessKey, RootUser};
use crate::model::problem::{Code, Problem};
use crate::model::time::Timestamp;

/// How much a finding of a rule weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// To be fixed now.
    Error,
    /// Worth knowing: some reviews count it, others do not.
    Note,
}

impl Level {
    /// The level's name in every output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Note => "note",
        }
    }
}

/// A rule.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Rule {
    /// The stable kebab-case name.
    pub id: &'static str,
    /// What a finding means, in a few words.
    pub name: &'static str,
    /// How the message of a finding begins, before ` in account 111122223333`.
    pub headline: &'static str,
    /// How much a finding weighs, unless the user asked for the rule: then it is an error.
    pub level: Level,
    /// Whether it applies without being asked for with `--also`. A further rule doesn't.
    pub is_default: bool,
    /// The weight as GitHub reads it, from 0.1 to 10.0: above 9.0 is critical, below 4.0 is low.
    pub security_severity: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// What the controls ask, as far as it is more than what the rule shows.
    pub beyond: Option<&'static str>,
    /// How to see it by hand.
    pub audit: &'static [&'static str],
    /// How to fix it.
    pub remedy: &'static [&'static str],
    /// What AWS says about it, with the page's title.
    pub url: (&'static str, &'static str),
    /// What breaks it, as a report shows it.
    pub(crate) check: fn(&Row<'_>) -> Checked,
    /// What a message says of a subject, as of a time.
    pub(crate) detail: fn(&AccountResult, Subject, &Timestamp) -> String,
}

/// A report's root row, as a rule looks at it.
pub(crate) struct Row<'a> {
    keys: &'a [AccessKey],
    root: &'a RootUser,
    /// When AWS made the report, if that is known.
    generated_time: Option<&'a Timestamp>,
    /// The instant that ages are counted to.
    as_of: &'a Timestamp,
}

/// What a rule found in a report.
pub(crate) struct Checked {
    /// What breaks it.
    found: Vec<Subject>,
    /// What the report does not say, so that it can't be told whether the rule is kept. A cell that is N/A, no_information,
    /// not_supported or missing proves nothing.
    unknown: Vec<String>,
}

impl Rule {
    /// Whether findings of it count for the exit status: by default, or because the user asked for it.
    fn counts(&self, audit: &Audit) -> bool {
        self.is_default && self.level == Level::Error || audit.criteria.also.contains(self.id)
    }

    /// Whether it applies to an audit.
    pub(crate) fn applies_to(&self, audit: &Audit) -> bool {
        self.is_default || self.counts(audit)
    }

    /// The frameworks whose controls have to do with it, each with these controls.
    pub fn controls(&self) -> impl Iterator<Item = (&'static Framework, Vec<&'static Control>)> {
        let id = self.id;
        FRAMEWORKS.iter().filter_map(move |framework| {
            let controls: Vec<&Control> =
                framework.controls.iter().filter(|c| c.rules.contains(&id)).collect();
            (!controls.is_empty()).then_some((framework, controls))
        })
    }
}

/// Every rule, the worst first.
pub const RULES: &[&Rule] = &[
    &root_access_key_active::RULE,
    &root_access_key_inactive::RULE,
    &root_mfa_off::RULE,
    &root_certificate_active::RULE,
    &root_recently_used::RULE,
];

/// The rule about active access keys, the one that verdicts are about.
pub const ACTIVE: &Rule = &root_access_key_active::RULE;

/// The rule about access keys that exist and are disabled.
pub const INACTIVE: &Rule = &root_access_key_inactive::RULE;

/// The rule of that name.
pub fn by_id(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.id == id)
}

/// The name of every rule.
pub(crate) fn ids() -> Vec<&'static str> {
    RULES.iter().map(|rule| rule.id).collect()
}

/// The audit with what the rules find in its accounts. Where a further rule can't be told to be kept, that is a problem: it
/// is never a pass. Verdicts are about active access keys alone and stay.
pub(crate) fn find(mut audit: Audit) -> Audit {
    let applying: Vec<_> = RULES.iter().filter(|rule| rule.applies_to(&audit)).collect();
    let applying: Vec<_> = applying.into_iter().map(|rule| (*rule, rule.counts(&audit))).collect();
    for account in &mut audit.accounts {
        // Without a root row the account is undetermined: what is missing is reported already.
        let Some(root) = account.assessment.root.clone() else { continue };
        for (rule, counts) in &applying {
            let row = Row {
                keys: &account.assessment.keys,
                root: &root,
                generated_time: account.generated_time.as_ref(),
                as_of: &audit.as_of,
            };
            let Checked { found, mut unknown } = (rule.check)(&row);
            if !rule.is_default {
                unknown.extend(contradictions(rule, account, &found, &audit.as_of));
            }
            if !found.is_empty() {
                let finding = Finding { rule: rule.id, subjects: found, counts: *counts, exception: None };
                account.findings.push(finding);
            }
            // Beside a finding, too: an exception may cover that, but nothing that isn't known.
            if !unknown.is_empty() {
                let message = format!("{} can't be told: {}", rule.id, unknown.join("; "));
                let problem = Problem::new(Code::RuleUnknown, message).at(account.assessment.position);
                account.assessment.problems.push(problem);
            }
        }
        account.findings.shrink_to_fit();
    }
    audit
}

/// Where other reports break a rule, or leave it open, that may be the newest of the account: which of them decides is chosen
/// by their keys alone.
fn contradictions(rule: &Rule, account: &AccountResult, found: &[Subject], as_of: &Timestamp) -> Vec<String> {
    let may_be_newest = account
        .other_reports
        .iter()
        .filter(|other| matches!(other.relation, Relation::Agreeing | Relation::Conflicting));
    let contradicts = |other: &&OtherReport| {
        other.root.as_ref().is_some_and(|root| {
            let generated_time = other.generated_time.as_ref();
            let checked = (rule.check)(&Row { keys: &other.keys, root, generated_time, as_of });
            !checked.unknown.is_empty() || checked.found.iter().any(|subject| !found.contains(subject))
        })
    };
    let told =
        |other: &OtherReport| format!("{}, which may be newer, does not show that it is kept", other.input);
    may_be_newest.filter(contradicts).map(told).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_found_by_name() {
        for rule in RULES {
            assert_eq!(by_id(rule.id).map(|found| found.id), Some(rule.id));
            assert!(rule.controls().next().is_some(), "{}", rule.id);
        }
        assert!(by_id("no-such-rule").is_none());
        assert_eq!((ACTIVE.id, INACTIVE.id), (KEY_ACTIVE, KEY_INACTIVE));
    }

    #[test]
    fn each_control_names_rules() {
        for control in FRAMEWORKS.iter().flat_map(|framework| framework.controls) {
            assert!(!control.rules.is_empty(), "{}", control.id);
            assert!(control.rules.iter().all(|id| by_id(id).is_some()), "{}", control.id);
        }
    }
}
