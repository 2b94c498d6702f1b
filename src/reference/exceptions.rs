//! The register of exceptions: root keys that somebody answers for, until a day.

use super::table::rows;
use super::{ReferenceError, account_id, text};
use crate::account::AccountId;
use crate::time::{Timestamp, is_day};

/// One entry of a register of exceptions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// The account whose root keys it is about.
    pub account_id: AccountId,
    /// The last day that it holds, in UTC, as `2026-12-31`.
    pub expires_on: String,
    /// Who approved it.
    pub approver: String,
    /// Why.
    pub reason: String,
    /// Where it is kept, when the register says so.
    pub ticket: Option<String>,
    /// The line of the register.
    pub line: u64,
}

impl Exception {
    /// Whether its last day is over.
    pub(crate) fn is_expired(&self, as_of: &Timestamp) -> bool {
        self.expires_on < as_of.day()
    }
}

/// Reads a register: a CSV with the columns `account_id`, `expires_on`, `approver`, `reason`, and `ticket` if it is kept.
///
/// # Errors
/// When it can't be read, or lacks a required column or cell.
pub(crate) fn parse(bytes: &[u8]) -> Result<Vec<Exception>, ReferenceError> {
    let text = text(bytes)?;
    if text.trim().is_empty() {
        return Err(ReferenceError::new(
            "it is empty; expected was a header: account_id,expires_on,approver,reason,ticket",
        ));
    }
    let (header, rows) = rows(&text)?;
    let place = |column: &str| header.iter().position(|name| *name == column.replace('_', ""));
    let column = |column: &str| {
        place(column).ok_or_else(|| ReferenceError::at(1, format!("the header has no column {column}")))
    };
    let columns = [column("account_id")?, column("expires_on")?, column("approver")?, column("reason")?];
    let ticket = place("ticket");
    let exception = |(line, row): (u64, Vec<String>)| {
        let optional = |column: usize| row.get(column).filter(|cell| !cell.is_empty()).cloned();
        let cell = |column: usize, name: &str| {
            optional(column).ok_or_else(|| ReferenceError::at(line, format!("the cell {name} is empty")))
        };
        let [id, expires_on, approver, reason] = columns;
        let expires_on = cell(expires_on, "expires_on")?;
        if !is_day(&expires_on) {
            let message = format!("expires_on says `{expires_on}`; expected was a day as 2026-12-31");
            return Err(ReferenceError::at(line, message));
        }
        Ok(Exception {
            account_id: account_id(&cell(id, "account_id")?, line)?,
            expires_on,
            approver: cell(approver, "approver")?,
            reason: cell(reason, "reason")?,
            ticket: ticket.and_then(optional),
            line,
        })
    };
    let (entries, errors): (Vec<_>, Vec<_>) = rows.into_iter().map(exception).partition(Result::is_ok);
    // All of them, so that the register is mended at once.
    match ReferenceError::of_all(errors.into_iter().filter_map(Result::err).collect()) {
        Some(error) => Err(error),
        None => Ok(entries.into_iter().filter_map(Result::ok).collect()),
    }
}
