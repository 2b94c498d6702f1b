//! What the user gives with the reports, to hold them to: a list of accounts, a register of exceptions, an earlier
//! evidence document. Bytes in, values out; a file that can't be read as what it should be gives no result at all.

use crate::model::account::AccountId;
use crate::model::reference::ReferenceError;

/// All values, or all errors in one, so that a file can be fixed in one go.
pub(crate) fn collected<T>(
    results: impl IntoIterator<Item = Result<T, ReferenceError>>,
) -> Result<Vec<T>, ReferenceError> {
    let (mut values, mut errors) = (Vec::new(), Vec::new());
    for result in results {
        match result {
            Ok(value) => values.push(value),
            Err(error) => errors.push(error),
        }
    }
    ReferenceError::joined(errors).map_or(Ok(values), Err)
}

/// A cell of twelve digits. The error shows what else it says: spreadsheets drop zeros and write `1.11E+11`.
pub(crate) fn account_id(cell: &str, line: u64) -> Result<AccountId, ReferenceError> {
    // Spreadsheets keep the zeros of a number with an apostrophe before it.
    cell.strip_prefix('\'').unwrap_or(cell).parse().map_err(|_| {
        let why = if (6..12).contains(&cell.len()) && cell.bytes().all(|byte| byte.is_ascii_digit()) {
            ": a spreadsheet drops leading zeros, format the column as text"
        } else {
            ""
        };
        ReferenceError::at(line, format!("`{cell}` is no account id of twelve digits{why}"))
    })
}

/// A text as a sentence shows it.
pub(crate) fn short(text: &str) -> String {
    const MOST: usize = 80;
    if text.chars().count() <= MOST {
        text.to_owned()
    } else {
        text.chars().take(MOST).chain(['…']).collect()
    }
}
