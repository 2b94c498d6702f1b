//! The rules: what is a finding, why, which controls ask for it, and how to mend it.

use crate::account::{AccountId, Partition};

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

/// A control of a framework that a rule checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Control {
    /// The framework and its version.
    pub framework: &'static str,
    /// The control's id there.
    pub id: &'static str,
}

/// A rule.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The stable kebab-case name.
    pub id: &'static str,
    /// What a finding means, in a few words.
    pub name: &'static str,
    /// How much a finding weighs.
    pub level: Level,
    /// Why it matters.
    pub why: &'static str,
    /// How to see it by hand.
    pub audit: &'static [&'static str],
    /// How to mend it.
    pub remedy: &'static [&'static str],
    /// The controls that ask for it.
    pub controls: &'static [Control],
}

/// The rule of a finding: the root user has an active access key.
pub const ACTIVE: &Rule = &Rule {
    id: "root-access-key-active",
    name: "The root user has an active access key",
    level: Level::Error,
    why: "A root access key gives whoever holds it all power over the account, without a second factor, and no policy \
          of the account can limit it. It is seldom needed, and whoever finds it in a file or a history owns the account.",
    audit: AUDIT,
    remedy: REMEDY,
    controls: CONTROLS,
};

/// The rule of a note: the root user has an access key that is disabled.
pub const INACTIVE: &Rule = &Rule {
    id: "root-access-key-inactive",
    name: "The root user has an access key that is disabled",
    level: Level::Note,
    why: "A disabled key can be enabled again by the root user. CIS and Security Hub's IAM.4 ask that the root user has \
          no key at all, so they count it as present.",
    audit: AUDIT,
    remedy: REMEDY,
    controls: CONTROLS,
};

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

/// Source: AWS Security Hub User Guide, "Security Hub controls for IAM", IAM.4; the CIS benchmarks' own numbering;
/// AWS Well-Architected Framework, Security Pillar, SEC01-BP02.
const CONTROLS: &[Control] = &[
    Control { framework: "CIS AWS Foundations Benchmark v1.2.0", id: "1.12" },
    Control { framework: "CIS AWS Foundations Benchmark v1.3.0 to v4.0.1", id: "1.4" },
    Control { framework: "CIS AWS Foundations Benchmark v5.0.0", id: "1.3" },
    Control { framework: "AWS Security Hub", id: "IAM.4" },
    Control { framework: "NIST SP 800-53 Rev. 5", id: "AC-2(1), AC-3(7), AC-3(15), AC-6, AC-6(2), AC-6(10)" },
    Control { framework: "PCI DSS v3.2.1", id: "2.1, 2.2, 7.2.1" },
    Control { framework: "AWS Well-Architected Framework", id: "SEC01-BP02" },
];

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
