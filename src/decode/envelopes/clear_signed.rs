//! A text that PGP signed and left readable.

use std::borrow::Cow;

use crate::decode::cursor::Cursor;
use crate::decode::decode;
use crate::decode::decoded::Decoded;
use crate::decode::envelopes::Consumed;
use crate::model::problem::{Code, Position, Problem};

const BEGIN: &[u8] = b"-----BEGIN PGP SIGNED MESSAGE-----";
const SIGNATURE: &[u8] = b"-----BEGIN PGP SIGNATURE-----";
const END: &[u8] = b"-----END PGP SIGNATURE-----";

/// The line above such a text.
pub(crate) fn begins(at: Cursor<'_>) -> bool {
    at.this_line().trim_ascii_end() == BEGIN
}

/// What is signed, in any shape, up to the end of the signature. The signature itself is not checked.
///
/// Source: RFC 9580, section 7.
pub(crate) fn read(at: Cursor<'_>) -> Consumed<'_> {
    let mut text = at.next_line();
    while text.this_line().starts_with(b"Hash: ") {
        text = text.next_line();
    }
    let signature = line(text, SIGNATURE);
    let end = signature.and_then(|signature| line(signature, END)).map(Cursor::next_line);
    let until = signature.or(end).map_or(text.rest().len(), |end| text.distance(end));
    let signed = text.rest().get(..until).unwrap_or_default();
    let is_nested = memchr::memmem::find(signed, BEGIN).is_some();
    let mut found = Decoded::default();
    if is_nested {
        let message = "a signed text is within a signed text";
        found.problems.push(Problem::new(Code::Unrecognized, message).at(Position::at_line(at.line())));
    } else {
        let plain = without_dashes(signed);
        let inner = decode(&plain);
        let line = text.line();
        found.envelopes.extend(inner.envelopes.into_iter().map(|envelope| envelope.moved_to(line)));
        let problems = inner.problems.finish().into_iter();
        problems.for_each(|problem| found.problems.push(problem.at(Position::at_line(line))));
    }
    if end.is_none() {
        let message = "the signed text has no end of a signature below it, so it may be cut";
        found.damage(Problem::new(Code::UnprovenEnd, message).at(Position::at_line(at.line())));
    }
    Consumed { length: end.map_or(at.rest().len(), |end| at.distance(end)), found }
}

/// The first line from a place on that has only that text.
fn line<'a>(mut at: Cursor<'a>, text: &[u8]) -> Option<Cursor<'a>> {
    while !at.rest().is_empty() {
        if at.this_line().trim_ascii_end() == text {
            return Some(at);
        }
        at = at.next_line();
    }
    None
}

/// A line that begins with a dash has another and a blank before it.
fn without_dashes(signed: &[u8]) -> Cow<'_, [u8]> {
    if !signed.starts_with(b"- ") && memchr::memmem::find(signed, b"\n- ").is_none() {
        return Cow::Borrowed(signed);
    }
    let lines = signed.split_inclusive(|byte| *byte == b'\n');
    Cow::Owned(lines.flat_map(|line| line.strip_prefix(b"- ").unwrap_or(line)).copied().collect())
}
