//! The CSV itself, also several after each other.

use std::borrow::Cow;

use crate::credential_report::{End, delimiter, is_header_line, is_root_line};
use crate::decode::content::literal;
use crate::decode::cursor::Cursor;
use crate::decode::decoded::{Decoded, Place, ReadFrom, WrappedCsv};
use crate::decode::envelopes::{Consumed, cli_message, footer};
use crate::model::envelope::EnvelopeKind;

/// A header, also below a line that a spreadsheet or PowerShell puts before it; or a root user's row that lacks one.
pub(crate) fn begins(at: Cursor<'_>) -> bool {
    let line = at.this_line();
    let headed = |line: &[u8]| is_header_line(line) && !is_quoted_whole(line);
    !matches!(line.first(), Some(b'{' | b'[')) && (headed(line) || is_root_line(line))
        || is_hint(line) && headed(at.next_line().this_line())
}

/// `sep=;`, which tells Excel the delimiter, or `#TYPE System.…`, which Windows PowerShell's Export-Csv writes.
pub(crate) fn is_hint(line: &[u8]) -> bool {
    let plain: Vec<u8> = line.iter().copied().filter(|byte| *byte != b'"').collect();
    let hint = plain.trim_ascii_end();
    hint.get(..4).is_some_and(|start| start.eq_ignore_ascii_case(b"sep=")) && hint.len() <= 6
        || hint.starts_with(b"#TYPE ")
}

/// A string whose text is a CSV: its header ends in `\n<root_account>…"` on the same line.
fn is_quoted_whole(line: &[u8]) -> bool {
    literal::begins(line) && memchr::memmem::find(line, b"\\n").is_some()
}

/// All lines up to one that another document begins with: `>>` and `2>&1` put them below it.
pub(crate) fn read(at: Cursor<'_>) -> Consumed<'_> {
    let first = if is_hint(at.this_line()) { at.next_line() } else { at };
    let delimiter = delimiter(first.rest());
    let mut end = first.next_line();
    while !end.rest().is_empty() && !is_other(end, delimiter) {
        end = end.next_line();
    }
    // Where tabs separate the cells, those before the first name are cells, too.
    let text = if delimiter == b'\t' { first.back_over_tabs() } else { first.rest() };
    let length = first.distance(end) + text.len() - first.rest().len();
    let csv = text.get(..length).unwrap_or_default();
    let envelope = WrappedCsv {
        kind: EnvelopeKind::None,
        normalized: Vec::new(),
        csv: Cow::Borrowed(csv),
        source: ReadFrom::Part(csv),
        generated_time: None,
        place: Place::Lines(first.line()),
        end: End::Open,
        problems: Vec::new(),
    };
    // A root user's row without its header was torn off its report.
    let torn = is_root_line(first.this_line());
    Consumed { length: at.distance(end), found: Decoded { torn, ..Decoded::envelope(envelope) } }
}

/// Whether another document begins at a line. A row of the CSV has the delimiter, and starts with no bracket.
pub(crate) fn is_other(at: Cursor<'_>, delimiter: u8) -> bool {
    let line = at.this_line();
    match line.first() {
        None => false,
        Some(b'{' | b'[') => true,
        Some(b'a' | b'A') if cli_message::begins(at) => !line.contains(&b'\t'),
        Some(b's' | b'S' | b'"' | b'#') if is_hint(line) => begins(at),
        // A count of rows belongs to the rows above it.
        Some(_) => {
            !line.contains(&delimiter)
                && !footer::begins(at)
                && crate::decode::envelopes::envelope_at(at).is_some()
        }
    }
}
