//! The lines around text that was pasted into a ticket or a wiki: they are part of nothing.

use crate::decode::cursor::Cursor;
use crate::decode::decoded::Decoded;
use crate::decode::envelopes::Consumed;

/// Three backquotes or tildes, alone or with the name of a language; or the three dashes between documents.
pub(crate) fn begins(at: Cursor<'_>) -> bool {
    let line = at.this_line().trim_ascii();
    let name = line.strip_prefix(b"```").or(line.strip_prefix(b"~~~"));
    name.is_some_and(|name| name.len() <= 40 && !name.contains(&b'`')) || line == b"---"
}

/// The line: it is part of nothing.
pub(crate) fn read(at: Cursor<'_>) -> Consumed<'_> {
    Consumed { length: at.distance(at.next_line()), found: Decoded::default() }
}
