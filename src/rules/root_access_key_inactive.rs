//! The root user has an access key that is disabled: a note, and a finding with `--strict`.

use crate::model::finding::KEY_INACTIVE;
use crate::model::key::KeyState;
use crate::rules::access_key::{AUDIT, NO_KEY_AT_ALL, REMEDY, URL, detail, keys_in};
use crate::rules::{Level, Rule};

// A report without the columns that would show a disabled key is a problem of the review (`presence-unknown`): it touches
// the verdict, because `--strict` asks what the verdict is about, that there is no key.
pub(super) const RULE: Rule = Rule {
    id: KEY_INACTIVE,
    name: "The root user has an access key that is disabled",
    headline: "Disabled root access key",
    level: Level::Note,
    is_default: true,
    security_severity: "3.0",
    why: "A disabled key can be enabled again by the root user. CIS and Security Hub's IAM.4 ask that the root user has \
          no key at all, so they count it as present.",
    beyond: Some(NO_KEY_AT_ALL),
    audit: AUDIT,
    remedy: REMEDY,
    url: URL,
    check: |row| keys_in(row, KeyState::Inactive),
    detail,
};
