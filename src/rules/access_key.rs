//! What the rules about access keys share: how to see a key, and how to remove it.

use crate::audit::AccountResult;
use crate::model::account::{AccountId, Partition};
use crate::model::finding::Subject;
use crate::model::key::{AccessKey, KeyState};
use crate::model::time::Timestamp;
use crate::rules::{Checked, Row};

/// What the controls ask, which a verdict of clean alone does not show.
pub const NO_KEY_AT_ALL: &str = "They ask that the root user has no access key, and a disabled key is one. A verdict of \
                                 clean says that none is active: --strict counts disabled keys, too.";

/// How to see it in a credential report.
pub(super) const AUDIT: &[&str] = &[
    "aws iam generate-credential-report",
    "aws iam get-credential-report --query Content --output text | base64 -d > report.csv",
    "In the row of <root_account>, look at access_key_1_active and access_key_2_active: both must say false. \
     A date in access_key_N_last_rotated beside false shows a key that is disabled.",
    "The report is up to four hours old: a key deleted since still shows.",
];

/// The way out, for an account by itself and for a member account.
pub(super) const REMEDY: &[&str] = &[
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

/// The step for an account by itself, whose root user signs in there.
pub(super) fn in_own_account(at: &str) -> String {
    format!(
        "Management or standalone account: sign in as the root user{at}, open Security credentials from the account's menu, \
         and under Access keys deactivate the key; delete it when nothing breaks."
    )
}

/// The step for a member account, before its command: on which endpoint.
pub(super) fn in_member_account(endpoint: &str) -> String {
    format!(
        "Member account of an organization with centralized root access, with credentials of the management account or of \
         the delegated administrator, on {endpoint}:"
    )
}

/// What AWS says about it.
pub(super) const URL: (&str, &str) = (
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user_manage_delete-key.html",
    "Delete access keys for the root user",
);

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

/// The keys in a state.
pub(super) fn keys_in(row: &Row<'_>, state: KeyState) -> Checked {
    let keys = row.keys.iter().filter(|key| key.state == state);
    let found = keys.map(|key| Subject::Key(key.slot)).collect();
    Checked { found, unknown: Vec::new() }
}

/// The slot, how long its key is unchanged, and its last use.
pub(super) fn detail(account: &AccountResult, subject: Subject, as_of: &Timestamp) -> String {
    let of_subject = |key: &&AccessKey| Subject::Key(key.slot) == subject;
    let Some(key) = account.assessment.keys.iter().find(of_subject) else { return subject.to_string() };
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

/// The service and the region of a key's last use.
pub(super) fn place(key: &AccessKey) -> String {
    let parts = [&key.last_used_service, &key.last_used_region].into_iter().flatten();
    let parts: Vec<String> = parts.map(|text| short(text)).collect();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::ACTIVE;

    #[test]
    fn the_rule_tells_the_command_that_findings_tell() {
        let general = assume_root_command(None, None);
        assert!(ACTIVE.remedy.iter().any(|step| step.trim() == general), "{general}");
    }
}
