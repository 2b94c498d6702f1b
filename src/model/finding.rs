//! Findings: what rules find in accounts, and the exceptions that cover them.

use std::fmt;
use std::sync::Arc;

use crate::model::exception::Exception;

/// The id of the rule about active access keys, the one that verdicts are about.
pub const KEY_ACTIVE: &str = "root-access-key-active";
/// The id of the rule about access keys that exist and are disabled.
pub const KEY_INACTIVE: &str = "root-access-key-inactive";

/// The rules about access keys, which an exception is for unless it says otherwise.
pub(crate) const KEY_RULES: [&str; 2] = [KEY_ACTIVE, KEY_INACTIVE];

/// A rule that an account breaks, with its subjects.
///
/// Findings are computed once, when the reports are joined and reviewed; every output and the exit status read them.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The id of the rule.
    pub rule: &'static str,
    /// What breaks it, at least one.
    pub subjects: Vec<Subject>,
    /// Whether it counts for the exit status, by default or because the user asked for its rule; else it is a note.
    pub counts: bool,
    /// The exception that covers it.
    pub exception: Option<Arc<Exception>>,
}

impl Finding {
    /// Whether it counts and no exception covers it.
    pub fn is_open(&self) -> bool {
        self.counts && self.exception.is_none()
    }
}

/// What breaks a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Subject {
    /// The access key of that slot.
    Key(u32),
    /// The signing certificate of that slot: the columns `cert_N_…`.
    Certificate(u32),
    /// The root user's password.
    Password,
    /// The root user.
    RootUser,
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(slot) => write!(f, "access key {slot}"),
            Self::Certificate(slot) => write!(f, "signing certificate {slot}"),
            Self::Password => f.write_str("password"),
            Self::RootUser => f.write_str("root user"),
        }
    }
}
