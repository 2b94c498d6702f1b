//! What a line is to a report by its looks: its header, with the delimiter; the root user's row.

use crate::credential_report::columns::{Columns, HEADER, Kind};
use crate::credential_report::row::ROOT;

/// Whether names are those of a credential report's columns.
pub(crate) fn is_header<'n>(names: impl Iterator<Item = &'n [u8]>) -> bool {
    Columns::of_header(&names.collect()).is_some()
}

/// Whether a credential report has a column of that name.
pub(crate) fn is_column(name: &str) -> bool {
    !matches!(Kind::of_name(name.as_bytes()), Kind::Other | Kind::UserAlias | Kind::ArnAlias)
}

/// Whether AWS's own credential report has a column of that name.
pub(crate) fn is_own_column(name: &str) -> bool {
    !matches!(Kind::of_name(name.as_bytes()), Kind::Other | Kind::AccountId)
}

/// Whether no cell below such names has a blank in it: those of AWS's own columns, but for its text.
pub(crate) fn has_one_word_cells<'n>(names: impl Iterator<Item = &'n str>) -> bool {
    let columns = Columns::of_header(&names.map(str::as_bytes).collect());
    columns.is_some_and(|columns| {
        [Kind::Other, Kind::OfKeys, Kind::AccountId, Kind::AdditionalInfo]
            .iter()
            .all(|free| !columns.has(*free))
    })
}

/// Whether a line looks like the header of a credential report, whatever separates its cells.
pub(crate) fn is_header_line(line: &[u8]) -> bool {
    DELIMITERS.iter().any(|delimiter| header(line, *delimiter).is_some())
}

/// Whether a line looks like a root user's row.
pub(crate) fn is_root_line(line: &[u8]) -> bool {
    unquoted(line).starts_with(ROOT) && memchr::memmem::find(line, b"arn:").is_some()
}

const DELIMITERS: [u8; 3] = *b",;\t";

/// The delimiter by which the first line names the most columns; a comma where none does.
pub(crate) fn delimiter(csv: &[u8]) -> u8 {
    if csv.starts_with(HEADER) {
        return b',';
    }
    let line = first_line(csv.trim_ascii_start());
    let known = |delimiter: u8| header(line, delimiter).map_or(0, |columns| columns.len());
    DELIMITERS.into_iter().rev().max_by_key(|delimiter| known(*delimiter)).unwrap_or(b',')
}

fn first_line(text: &[u8]) -> &[u8] {
    text.split(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or_default()
}

fn header(line: &[u8], delimiter: u8) -> Option<Columns> {
    // A header has two names at least.
    memchr::memchr(delimiter, line)?;
    Columns::of_header(&line.split(|byte| *byte == delimiter).map(unquoted).collect())
}

/// A cell without the quotes around it.
pub(super) fn unquoted(cell: &[u8]) -> &[u8] {
    let cell = cell.trim_ascii();
    let cell = cell.strip_prefix(b"\"").unwrap_or(cell);
    cell.strip_suffix(b"\"").unwrap_or(cell)
}
