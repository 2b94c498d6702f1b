//! What the user gives beside the reports, to hold them to: a list of accounts, a register of exceptions, an earlier
//! evidence document. Bytes in, values out; a file that can't be read as what it should be gives no result at all.

pub(crate) mod accounts;
pub(crate) mod exceptions;
pub(crate) mod recorded;
mod table;

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use crate::account::AccountId;
use crate::decode::layer::encoding::to_utf8;
use crate::decode::tree::Tree;
use crate::digest::Digest;
use crate::lines::Lines;
use crate::problem::Problem;

/// A file beside the reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Its path as it was given.
    pub path: Arc<str>,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its SHA-256.
    pub sha256: Digest,
}

impl Reference {
    pub(crate) fn of(path: &str, bytes: &[u8]) -> Self {
        Self { path: path.into(), bytes: bytes.len() as u64, sha256: Digest::of(bytes) }
    }
}

/// Why such a file is of no use: what was found, where, and what was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceError {
    message: String,
}

impl ReferenceError {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into() }
    }

    fn at(line: u64, message: impl fmt::Display) -> Self {
        Self::new(format!("line {line}: {message}"))
    }

    /// Several in one; `None` of none.
    fn of_all(errors: Vec<Self>) -> Option<Self> {
        /// More are of one cause, mostly.
        const MOST: usize = 10;
        let more = errors.len().saturating_sub(MOST);
        let mut messages: Vec<String> = errors.into_iter().take(MOST).map(|error| error.message).collect();
        if more > 0 {
            messages.push(format!("and {more} more"));
        }
        (!messages.is_empty()).then(|| Self::new(messages.join("; ")))
    }
}

impl fmt::Display for ReferenceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ReferenceError {}

impl From<Problem> for ReferenceError {
    fn from(problem: Problem) -> Self {
        Self::new(problem.message)
    }
}

/// All values, or all errors in one, so that a file is mended at once.
fn collected<T>(
    results: impl IntoIterator<Item = Result<T, ReferenceError>>,
) -> Result<Vec<T>, ReferenceError> {
    let (mut values, mut errors) = (Vec::new(), Vec::new());
    for result in results {
        match result {
            Ok(value) => values.push(value),
            Err(error) => errors.push(error),
        }
    }
    ReferenceError::of_all(errors).map_or(Ok(values), Err)
}

/// The text of a file, which may be as Windows, a Mac or a spreadsheet saved it; its line breaks are LF.
fn text(bytes: &[u8]) -> Result<String, ReferenceError> {
    let text = to_utf8(bytes);
    if let Some(damage) = text.damage {
        return Err(ReferenceError::new(damage.message));
    }
    let text = String::from_utf8(text.text.into_owned()).map_err(|error| {
        let before = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
        let line = Lines::new(before).of(before.len());
        ReferenceError::at(line, "it holds bytes that are not UTF-8; expected UTF-8 or UTF-16")
    })?;
    Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// A member that an object has twice, so that two programs may read different values.
fn repeated(tree: &Tree<'_>) -> Option<String> {
    let mut names = BTreeSet::new();
    let twice = tree.members().iter().find(|(name, _)| !names.insert(name));
    let below = || tree.members().iter().map(|(_, value)| value).chain(tree.items()).find_map(repeated);
    twice.map(|(name, _)| name.to_string()).or_else(below)
}

/// What is said of such a member.
fn repetition(name: &str) -> String {
    format!("an object has the member {name} twice, so that two programs may read different values")
}

/// A cell of twelve digits; what else it says is shown, for spreadsheets drop zeros and write `1.11E+11`.
fn account_id(cell: &str, line: u64) -> Result<AccountId, ReferenceError> {
    // Spreadsheets keep the zeros of what stands behind an apostrophe.
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
fn short(text: &str) -> String {
    const MOST: usize = 80;
    if text.chars().count() <= MOST {
        text.to_owned()
    } else {
        text.chars().take(MOST).chain(['…']).collect()
    }
}
