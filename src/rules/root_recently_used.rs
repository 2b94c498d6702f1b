//! The root user was used within the last ninety days.

use crate::audit::AccountResult;
use crate::model::finding::Subject;
use crate::model::key::{AccessKey, KeyState};
use crate::model::time::Timestamp;
use crate::rules::access_key::place;
use crate::rules::{Checked, Level, Row, Rule};

/// How many whole days a use is recent.
///
/// Source: CIS AWS Foundations Benchmark 1.7, whose check asks for no use within them.
const DAYS: i64 = 90;

pub(super) const RULE: Rule = Rule {
    id: "root-recently-used",
    name: "The root user was used within 90 days",
    headline: "Recent use of the root user",
    level: Level::Error,
    is_default: false,
    security_severity: "5.0",
    why: "The root user is for the few tasks that nobody else can do. A recent use may be such a task: then an exception says \
          so. Otherwise somebody works with all power over the account, or it is in other hands.",
    beyond: None,
    audit: &[
        "aws iam generate-credential-report",
        "aws iam get-credential-report --query Content --output text | base64 -d > report.csv",
        "In the row of <root_account>, look at password_last_used and at access_key_N_last_used_date of each key that exists: \
         none may be within 90 days. A report that is older than that can't show it. N/A and no_information prove nothing: AWS has no record, which is not the same as no use.",
    ],
    remedy: &[
        "Find out who used it and what for: CloudTrail has the sign-ins and requests of the root user.",
        "Move the work to a role or to IAM Identity Center, and keep the root user's password and MFA device locked away.",
        "Member account of an organization: better remove its root credentials, with centralized root access.",
    ],
    url: (
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html",
        "Root user best practices for your AWS account",
    ),
    check,
    detail,
};

fn check(row: &Row<'_>) -> Checked {
    let is_recent = |time: &Timestamp| time.days_until(row.as_of) <= DAYS;
    let mut checked = Checked { found: Vec::new(), unknown: Vec::new() };
    if let Some(made) = row.generated_time.filter(|made| !is_recent(made)) {
        let age = made.days_until(row.as_of);
        checked
            .unknown
            .push(format!("the report is {age} days old, so that no use within {DAYS} days can be in it"));
    }
    match &row.root.password_last_used {
        Some(time) if is_recent(time) => checked.found.push(Subject::Password),
        Some(_) => {}
        None => checked.unknown.push("password_last_used is not a time".to_owned()),
    }
    for key in row.keys {
        // A key that does not exist is in nobody's hands.
        if key.state == KeyState::None {
            if key.last_rotated_cell.is_none() {
                let column = format!(
                    "there is no access_key_{}_last_rotated, where a disabled key would show",
                    key.slot
                );
                checked.unknown.push(column);
            }
            continue;
        }
        match key.last_used() {
            Some(time) if is_recent(&time) => checked.found.push(Subject::Key(key.slot)),
            Some(_) => {}
            None => checked.unknown.push(format!("access_key_{}_last_used_date is not a time", key.slot)),
        }
    }
    checked
}

fn detail(account: &AccountResult, subject: Subject, as_of: &Timestamp) -> String {
    let of_subject = |key: &&AccessKey| Subject::Key(key.slot) == subject;
    let key = account.assessment.keys.iter().find(of_subject);
    let root = account.assessment.root.as_ref();
    let used = key.map_or_else(|| root?.password_last_used.clone(), AccessKey::last_used);
    let day = used.map(|time| format!("{}, {} days before", time.day(), time.days_until(as_of)));
    format!("{subject} used on {}{}", day.unwrap_or_default(), key.map(place).unwrap_or_default())
}
