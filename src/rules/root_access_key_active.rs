//! The root user has an active access key: what verdicts are about.

use crate::model::finding::KEY_ACTIVE;
use crate::model::key::KeyState;
use crate::rules::access_key::{AUDIT, NO_KEY_AT_ALL, REMEDY, URL, detail, keys_in};
use crate::rules::{Level, Rule};

pub(super) const RULE: Rule = Rule {
    id: KEY_ACTIVE,
    name: "The root user has an active access key",
    headline: "Active root access key",
    level: Level::Error,
    is_default: true,
    security_severity: "9.8",
    why: "A root access key gives whoever holds it all power over the account, without a second factor, and no policy \
          of the account can limit it. It is seldom needed, and whoever finds it in a file or a history owns the account.",
    beyond: Some(NO_KEY_AT_ALL),
    audit: AUDIT,
    remedy: REMEDY,
    url: URL,
    check: |row| keys_in(row, KeyState::Active),
    detail,
};
