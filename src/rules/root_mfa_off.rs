//! The root user has no multi-factor device.

use crate::model::finding::Subject;
use crate::rules::{Checked, Level, Rule};

pub(super) const RULE: Rule = Rule {
    id: "root-mfa-off",
    name: "The root user has no multi-factor authentication",
    headline: "No MFA for the root user",
    level: Level::Error,
    is_default: false,
    security_severity: "9.0",
    why: "Whoever knows the root user's password, or can reset it by email, can sign in with all power over the account. \
          A second factor stops them. A member account whose root credentials were removed centrally has no MFA either: \
          it has no password to sign in with, and an exception can say so.",
    beyond: None,
    audit: &[
        "aws iam generate-credential-report",
        "aws iam get-credential-report --query Content --output text | base64 -d > report.csv",
        "In the row of <root_account>, look at mfa_active: it must say true. Anything else than true or false proves nothing.",
    ],
    remedy: &[
        "Sign in as the root user, open Security credentials from the account's menu, and under Multi-factor authentication \
         (MFA) assign a device: a passkey or a hardware key, and a second one as a spare.",
        "Member account of an organization: better remove its root credentials, with centralized root access.",
        "Then export a new report, once the four hours of its cache are over, and assess it again.",
    ],
    url: (
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/enable-mfa-for-root.html",
        "Multi-factor authentication for AWS account root user",
    ),
    check: |row| Checked {
        found: if row.root.mfa_active == Some(false) { vec![Subject::RootUser] } else { Vec::new() },
        unknown: if row.root.mfa_active.is_none() {
            vec!["mfa_active says neither true nor false".to_owned()]
        } else {
            Vec::new()
        },
    },
    detail: |_, _, _| "mfa_active is false".to_owned(),
};
