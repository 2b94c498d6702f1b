//! The register of exceptions: root keys that somebody answers for, until a day.

use crate::decode::strict::text;
use crate::model::exception::Exception;
use crate::model::finding::KEY_RULES;
use crate::model::reference::ReferenceError;
use crate::model::time::is_day;
use crate::review::reference::collected;
use crate::review::table::{Row, table};

/// Reads a register: a CSV with the columns `account_id`, `expires_on`, `approver`, `reason`, and `ticket` if it is kept. One
/// line is one entry. A column `rules` names the rules that an entry is for, of those that are `known`.
///
/// # Errors
/// When it can't be read, or lacks a required column or cell.
pub(crate) fn parse(bytes: &[u8], known: &[&'static str]) -> Result<Vec<Exception>, ReferenceError> {
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
    let (ids, rules) = (header.ids()?, place("rules"));
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
            rules: match rules.and_then(|rules| row.cell(rules)) {
                Some(names) => of_names(names, known).map_err(|message| ReferenceError::at(line, message))?,
                None => KEY_RULES.to_vec(),
            },
            line,
        })
    };
    collected(rows.into_iter().map(exception))
}

/// The rules that a cell names, apart by blanks or semicolons.
fn of_names(cell: &str, known: &[&'static str]) -> Result<Vec<&'static str>, String> {
    let names = cell.split([' ', ';', ',']).filter(|name| !name.is_empty());
    let of_name = |name: &str| {
        let rule = known.iter().find(|rule| **rule == name).copied();
        rule.ok_or_else(|| format!("rules names `{name}`; the rules are {}", known.join(", ")))
    };
    names.map(of_name).collect()
}
