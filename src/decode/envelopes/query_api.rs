//! XML: what IAM's query API and S3 answer.

use crate::decode::cursor::Cursor;
use crate::decode::envelopes::{Consumed, envelope_at};
use crate::decode::value::xml;

/// The answer to GetCredentialReport or GenerateCredentialReport, or an error.
pub(crate) fn begins(at: Cursor<'_>) -> bool {
    /// How far the root element can be from the start, below a declaration and comments.
    const FAR: usize = 1000;
    at.rest().starts_with(b"<")
        && xml::is_answer(at.rest().get(..at.rest().len().min(FAR)).unwrap_or_default())
}

/// The document; where it is damaged, all up to the next line at which another begins.
pub(crate) fn read(at: Cursor<'_>) -> Consumed<'_> {
    let xml::Answer { found, length, is_whole } = xml::answer(at);
    if is_whole {
        return Consumed { length: length.max(1), found };
    }
    let mut end = at.next_line();
    while !end.rest().is_empty() && envelope_at(end).is_none() {
        end = end.next_line();
    }
    Consumed { length: at.distance(end), found }
}
