//! An exception: findings that somebody answers for, until a day.

use crate::model::account::AccountId;
use crate::model::time::Timestamp;

/// One entry of a register of exceptions.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Exception {
    /// The account that it is for.
    pub account_id: AccountId,
    /// The last day that it holds, in UTC, as `2026-12-31`.
    pub expires_on: String,
    /// Who approved it.
    pub approver: String,
    /// Why.
    pub reason: String,
    /// Where it is kept, when the register says so.
    pub ticket: Option<String>,
    /// The ids of the rules whose findings it covers; those of access keys, unless the register says otherwise.
    pub rules: Vec<&'static str>,
    /// The line of the register.
    pub line: u64,
}

impl Exception {
    /// Whether its last day is over.
    pub(crate) fn is_expired(&self, as_of: &Timestamp) -> bool {
        self.expires_on < as_of.day()
    }
}
