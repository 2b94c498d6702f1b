//! The rules: what is a finding, why, which controls ask for it, and how to mend it.

mod control;

pub use control::{Control, FRAMEWORKS, Framework};

use crate::model::account::{AccountId, Partition};
use crate::model::key::KeyState;

/// How much a finding of a rule weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// To be mended now.
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
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The stable kebab-case name.
    pub id: &'static str,
    /// What a finding means, in a few words.
    pub name: &'static str,
    /// The state of a key that makes a finding.
    pub finds: KeyState,
    /// How much a finding weighs.
    pub level: Level,
    /// The weight as GitHub reads it, from 0.1 to 10.0: above 9.0 is critical, below 4.0 is low.
    pub security_severity: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// How to see it by hand.
    pub audit: &'static [&'static str],
    /// How to mend it.
    pub remedy: &'static [&'static str],
    /// What AWS says of it.
    pub url: &'static str,
}

/// The rule of a finding: the root user has an active access key.
pub const ACTIVE: &Rule = &Rule {
    id: "root-access-key-active",
    name: "The root user has an active access key",
    finds: KeyState::Active,
    level: Level::Error,
    security_severity: "9.8",
    why: "A root access key gives whoever holds it all power over the account, without a second factor, and no policy \
          of the account can limit it. It is seldom needed, and whoever finds it in a file or a history owns the account.",
    audit: AUDIT,
    remedy: REMEDY,
    url: URL,
};

/// The rule of a note: the root user has an access key that is disabled.
pub const INACTIVE: &Rule = &Rule {
    id: "root-access-key-inactive",
    name: "The root user has an access key that is disabled",
    finds: KeyState::Inactive,
    level: Level::Note,
    security_severity: "3.0",
    why: "A disabled key can be enabled again by the root user. CIS and Security Hub's IAM.4 ask that the root user has \
          no key at all, so they count it as present.",
    audit: AUDIT,
    remedy: REMEDY,
    url: URL,
};

/// What the controls ask, which a verdict of clean alone does not show.
pub const NO_KEY_AT_ALL: &str = "They ask that the root user has no access key, and a disabled key is one. A verdict of \
                                 clean says that none is active: --strict counts disabled keys, too.";

/// Every rule.
pub const RULES: &[&Rule] = &[ACTIVE, INACTIVE];

/// How to see it in a credential report.
const AUDIT: &[&str] = &[
    "aws iam generate-credential-report",
    "aws iam get-credential-report --query Content --output text | base64 -d > report.csv",
    "In the row of <root_account>, look at access_key_1_active and access_key_2_active: both must say false. \
     A date in access_key_N_last_rotated beside false shows a key that is disabled.",
    "The report is up to four hours old: a key deleted since still shows.",
];

/// The way out, for an account by itself and for a member account.
const REMEDY: &[&str] = &[
    "First move what uses the key to a role: the key's last use shows the service and the region.",
    "Management or standalone account: sign in as the root user, open Security credentials from the account's menu, \
     and under Access keys deactivate the key; delete it when nothing breaks.",
    "Member account of an organization with centralized root access, with credentials of the management account or of \
     the delegated administrator, on a regional endpoint (AWS_REGION is set):",
    "  aws sts assume-root --target-principal ACCOUNT --task-policy-arn \
     arn=arn:aws:iam::aws:policy/root-task/IAMDeleteRootUserCredentials --duration-seconds 900",
    "  With the credentials that it prints: aws iam list-access-keys, then aws iam delete-access-key --access-key-id ID \
     (without a user name: the caller is the root user).",
    "Then export a new report, once the four hours of its cache are over, and assess it again.",
];

/// IAM User Guide, "Delete access keys for the root user".
const URL: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user_manage_delete-key.html";

/// The rule of that name.
pub fn by_id(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.id == id)
}

/// The command that gives fifteen minutes of a member account's root user, fit for deleting its keys.
///
/// Source: AWS CLI reference, `sts assume-root`; IAM User Guide, "Perform a privileged task on an AWS Organizations
/// member account".
pub fn assume_root_command(id: Option<AccountId>, partition: Option<Partition>) -> String {
    let account = id.map_or_else(|| "ACCOUNT".to_owned(), |id| id.to_string());
    let partition = partition.map_or("aws", Partition::as_str);
    format!(
        "aws sts assume-root --target-principal {account} --task-policy-arn \
         arn=arn:{partition}:iam::aws:policy/root-task/IAMDeleteRootUserCredentials --duration-seconds 900"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_found_by_name() {
        for rule in RULES {
            assert_eq!(by_id(rule.id).map(|found| found.id), Some(rule.id));
        }
        assert!(by_id("no-such-rule").is_none());
    }

    #[test]
    fn the_rule_tells_the_command_that_findings_tell() {
        let general = assume_root_command(None, None);
        assert!(ACTIVE.remedy.iter().any(|step| step.trim() == general), "{general}");
    }
}
