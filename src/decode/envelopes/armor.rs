//! Base64 between a line that says `BEGIN` and one that says `END`, as `certutil -encode`, PEM and `uuencode -m` have it.

use crate::decode::content;
use crate::decode::cursor::Cursor;
use crate::decode::decoded::{Decoded, WrappedCsv};
use crate::decode::envelopes::Consumed;
use crate::model::envelope::EnvelopeKind;
use crate::model::problem::{Code, Position, Problem};

/// `-----BEGIN CERTIFICATE-----`, whatever it names, or `begin-base64 644 report.csv`.
pub(crate) fn begins(at: Cursor<'_>) -> bool {
    let line = at.this_line().trim_ascii();
    line.starts_with(b"-----BEGIN ") && line.ends_with(b"-----") || line.starts_with(b"begin-base64 ")
}

fn is_end(line: &[u8], first: &[u8]) -> bool {
    match first.strip_prefix(b"-----BEGIN ") {
        Some(label) => line.strip_prefix(b"-----END ") == Some(label),
        None => line == b"====",
    }
}

/// The lines between the two. Without the last one, nothing shows that the base64 is whole.
pub(crate) fn read(at: Cursor<'_>) -> Consumed<'_> {
    let first = at.this_line().trim_ascii();
    let inside = at.next_line();
    let mut end = inside;
    let ends = |line: &[u8]| line.starts_with(b"-----") || line == b"====" || line.is_empty();
    while !end.rest().is_empty() && !ends(end.this_line().trim_ascii()) {
        end = end.next_line();
    }
    let closed = is_end(end.this_line().trim_ascii(), first);
    let block = inside.rest().get(..inside.distance(end)).unwrap_or_default();
    let mut found = match content::open_base64(block, inside.line()) {
        Ok(opened) => Decoded::envelope(
            WrappedCsv::of_value(EnvelopeKind::Armor, opened, inside.line()).read_from(block),
        ),
        Err(problem) => Decoded::problem(problem),
    };
    if !closed {
        let message = "the base64 has a line that says BEGIN, and none that says END";
        found.damage(Problem::new(Code::UnprovenEnd, message).at(Position::at_line(at.line())));
    }
    let after = if closed { end.next_line() } else { end };
    Consumed { length: at.distance(after), found }
}
