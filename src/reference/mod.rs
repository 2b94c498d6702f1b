//! What the user gives beside the reports, to hold them to: a list of accounts, a register of exceptions, an earlier
//! evidence document. Bytes in, values out; a file that can't be read as what it should be gives no result at all.

pub(crate) mod accounts;
pub(crate) mod exceptions;
pub(crate) mod recorded;

use std::fmt;
use std::sync::Arc;

use crate::decode::layer::encoding::to_utf8;
use crate::digest::Digest;
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

/// The text of a file, which may be as Windows or a spreadsheet saved it.
fn text(bytes: &[u8]) -> Result<String, ReferenceError> {
    let text = to_utf8(bytes);
    if let Some(damage) = text.damage {
        return Err(ReferenceError::new(damage.message));
    }
    String::from_utf8(text.text.into_owned())
        .map_err(|_| ReferenceError::new("it holds bytes that are not UTF-8"))
}

/// The line and the cells of a row.
type Row = (u64, Vec<String>);

/// The rows of a CSV with a header, each with its line: by the names of the columns, in lower case and without blanks,
/// hyphens and underscores. Empty rows are left out.
fn rows(text: &str) -> Result<(Vec<String>, Vec<Row>), ReferenceError> {
    let delimiter = text.lines().next().map_or(b',', |header| {
        let count = |delimiter: u8| header.bytes().filter(|byte| *byte == delimiter).count();
        [b',', b';', b'\t']
            .into_iter()
            .max_by_key(|delimiter| (count(*delimiter), *delimiter == b','))
            .unwrap_or(b',')
    });
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).trim(csv::Trim::All).from_reader(text.as_bytes());
    let error = |error: csv::Error| match error.position() {
        Some(position) => ReferenceError::at(position.line(), &error),
        None => ReferenceError::new(error.to_string()),
    };
    let name = |name: &str| {
        name.chars().filter(|c| !matches!(c, ' ' | '_' | '-')).flat_map(char::to_lowercase).collect()
    };
    let header: Vec<String> = reader.headers().map_err(error)?.iter().map(name).collect();
    if let Some(twice) =
        header.iter().enumerate().find(|(i, name)| header.iter().take(*i).any(|n| n == *name))
    {
        return Err(ReferenceError::at(1, format!("the header names the column {} twice", twice.1)));
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(error)?;
        let line = record.position().map_or(0, csv::Position::line);
        if record.iter().any(|cell| !cell.is_empty()) {
            rows.push((line, record.iter().map(str::to_owned).collect()));
        }
    }
    Ok((header, rows))
}

/// A cell of twelve digits; what else it says is shown, for spreadsheets drop zeros and write `1.11E+11`.
fn account_id(cell: &str, line: u64) -> Result<crate::account::AccountId, ReferenceError> {
    // Spreadsheets keep the zeros of what stands behind an apostrophe.
    cell.trim_start_matches('\'').parse().map_err(|_| {
        let why = if (6..12).contains(&cell.len()) && cell.bytes().all(|byte| byte.is_ascii_digit()) {
            ": a spreadsheet drops leading zeros, format the column as text"
        } else {
            ""
        };
        ReferenceError::at(line, format!("`{cell}` is no account id of twelve digits{why}"))
    })
}
