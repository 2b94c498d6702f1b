//! The CSV itself, also several after each other.

use std::borrow::Cow;

use super::cursor::Cursor;
use super::{Decoded, Envelope, EnvelopeKind, Taken, cli_message};
use crate::credential_report::{End, delimiter, is_header_line, is_root_line};

/// A header, or a root user's row that lacks one.
pub(crate) fn begins(at: Cursor<'_>) -> bool {
    let line = at.this_line();
    !matches!(line.first(), Some(b'{' | b'['))
        && (is_header_line(line) && !is_quoted_whole(line) || is_root_line(line))
}

/// A JSON string whose text is a CSV: its header ends in `\n<root_account>…"` on the same line.
fn is_quoted_whole(line: &[u8]) -> bool {
    line.starts_with(b"\"") && memchr::memmem::find(line, b"\\n").is_some()
}

/// All lines up to one that another document begins with: `>>` and `2>&1` put them below it.
pub(crate) fn take(at: Cursor<'_>) -> Taken<'_> {
    let delimiter = delimiter(at.rest());
    let mut end = at.next_line();
    while !end.rest().is_empty() && !is_other(end, delimiter) {
        end = end.next_line();
    }
    let length = at.distance(end);
    let envelope = Envelope {
        kind: EnvelopeKind::None,
        csv: Cow::Borrowed(at.rest().get(..length).unwrap_or_default()),
        generated_time: None,
        line: at.line(),
        end: End::Open,
        problems: Vec::new(),
    };
    Taken { length, found: Decoded::envelope(envelope) }
}

/// Whether another document begins at a line. A row of the CSV has the delimiter, and starts with no bracket.
fn is_other(at: Cursor<'_>, delimiter: u8) -> bool {
    let line = at.this_line();
    match line.first() {
        None => false,
        Some(b'{' | b'[') => true,
        Some(b'a' | b'A') if cli_message::begins(at) => !line.contains(&b'\t'),
        Some(_) => !line.contains(&delimiter) && super::family_at(at).is_some(),
    }
}
