//! The root user has an active signing certificate.

use crate::model::finding::Subject;
use crate::rules::{Checked, Level, Rule};

pub(super) const RULE: Rule = Rule {
    id: "root-certificate-active",
    name: "The root user has an active signing certificate",
    headline: "Active root signing certificate",
    level: Level::Error,
    is_default: false,
    security_severity: "8.0",
    why: "A signing certificate is a credential for SOAP requests and for bundling instances, from before roles. Whoever has \
          its private key acts as the root user. Nothing needs it today.",
    beyond: None,
    audit: &[
        "aws iam generate-credential-report",
        "aws iam get-credential-report --query Content --output text | base64 -d > report.csv",
        "In the row of <root_account>, look at cert_1_active and cert_2_active: both must say false. Anything else than true \
         or false proves nothing.",
    ],
    remedy: &[
        "With credentials of the root user: aws iam list-signing-certificates, then",
        "  aws iam delete-signing-certificate --certificate-id ID",
        "Member account of an organization: better remove its root credentials, with centralized root access.",
        "Then export a new report, once the four hours of its cache are over, and assess it again.",
    ],
    url: (
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html",
        "Generate credential reports for your AWS account",
    ),
    check: |row| Checked {
        found: row.root.active_certificates.iter().map(|slot| Subject::Certificate(*slot)).collect(),
        unknown: row
            .root
            .unknown_certificates
            .iter()
            .map(|slot| format!("cert_{slot}_active says neither true nor false"))
            .collect(),
    },
    detail: |_, subject, _| subject.to_string(),
};
