//! The register of exceptions: root keys that somebody answers for, until a day.

use super::table::{Row, table};
use super::{ReferenceError, collected, text};
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

/// Reads a register: a CSV with the columns `account_id`, `expires_on`, `approver`, `reason`, and `ticket` if it is kept. One
/// line is one entry.
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
    let (header, rows) = table(&text)?;
    let place = |column: &str| header.columns(&[&column.replace('_', "")]).first().copied();
    let column = |column: &str| {
        place(column).ok_or_else(|| header.error(format!("the header has no column {column}")))
    };
    let (_, expires_on) = (column("account_id")?, column("expires_on")?);
    let (approver, reason, ticket) = (column("approver")?, column("reason")?, place("ticket"));
    let ids = header.ids()?;
    let exception = |row: Result<Row, ReferenceError>| {
        let row = row?;
        let line = row.line;
        let cell = |column: usize, name: &str| {
            let cell = row.cell(column).cloned();
            cell.ok_or_else(|| ReferenceError::at(line, format!("the cell {name} is empty")))
        };
        let expires_on = cell(expires_on, "expires_on")?;
        if !is_day(&expires_on) {
            let message = format!("expires_on says `{expires_on}`; expected was a day as 2026-12-31");
            return Err(ReferenceError::at(line, message));
        }
        Ok(Exception {
            account_id: header.account_id(&row, &ids)?,
            expires_on,
            approver: cell(approver, "approver")?,
            reason: cell(reason, "reason")?,
            ticket: ticket.and_then(|ticket| row.cell(ticket).cloned()),
            line,
        })
    };
    collected(rows.into_iter().map(exception))
}
