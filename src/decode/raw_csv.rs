//! The CSV itself, also several after each other.

use std::borrow::Cow;

use super::cursor::Cursor;
use super::{Envelope, EnvelopeKind, Taken, cli_message};
use crate::credential_report::{End, is_header_line, is_root_line};

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

/// All lines up to one that no CSV has: JSON or a message of the AWS CLI, as `>>` and `2>&1` put below it.
pub(crate) fn take(at: Cursor<'_>) -> Taken<'_> {
    let rest = at.rest();
    let other = |line_break: &usize| {
        let next = at.advance(line_break + 1);
        matches!(next.rest().first(), Some(b'{' | b'[' | b'a' | b'A')) && is_other(next)
    };
    let length = memchr::memchr_iter(b'\n', rest).find(other).map_or(rest.len(), |line_break| line_break + 1);
    let envelope = Envelope {
        kind: EnvelopeKind::None,
        csv: Cow::Borrowed(rest.get(..length).unwrap_or_default()),
        generated_time: None,
        line: at.line(),
        end: End::Open,
        problems: Vec::new(),
    };
    Taken::envelope(length, envelope)
}

fn is_other(line: Cursor<'_>) -> bool {
    matches!(line.rest().first(), Some(b'{' | b'[')) || cli_message::begins(line)
}
