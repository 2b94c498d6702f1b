//! Base64 with nothing around it: one line, or wrapped; several reports one below the other.

use crate::credential_report::End;
use crate::decode::content::{self, base64};
use crate::decode::cursor::Cursor;
use crate::decode::decoded::{Decoded, WrappedCsv};
use crate::decode::envelopes::Consumed;
use crate::decode::recognise::traces::is_nearly_base64;
use crate::model::envelope::EnvelopeKind;

/// A line of base64.
pub(crate) fn begins(at: Cursor<'_>) -> bool {
    resembles(at.this_line().trim_ascii())
}

/// Whether a line is base64, also where a shell made blanks of its line breaks: `echo $report`.
fn resembles(line: &[u8]) -> bool {
    let mut words = line.split(|byte| *byte == b' ');
    words.next().is_some_and(is_nearly_base64) && words.all(|word| word.iter().all(base64::is_url_symbol))
}

/// The lines of one report: up to padding, to a line that is no base64, or to one that starts as the first line does.
pub(crate) fn read(at: Cursor<'_>) -> Consumed<'_> {
    let first = at.this_line().trim_ascii();
    let mut end = at;
    let mut lines = 0;
    loop {
        let line = end.this_line().trim_ascii();
        let again = lines > 0 && line.starts_with(first.get(..12).unwrap_or(first));
        let last_of_wrapped =
            lines > 0 && !line.is_empty() && line.iter().all(base64::is_url_symbol) && line != b"---";
        if again || !(resembles(line) || last_of_wrapped) {
            break;
        }
        lines += 1;
        end = end.next_line();
        if line.ends_with(b"=") {
            break;
        }
    }
    let length = at.distance(end);
    let block = at.rest().get(..length).unwrap_or_default();
    match content::open_base64(block, at.line()) {
        Ok(mut opened) => {
            if !shows_its_end(block) {
                opened.end = End::Open;
            }
            let envelope = WrappedCsv::of_value(EnvelopeKind::Base64, opened, at.line()).read_from(block);
            Consumed { length, found: Decoded::envelope(envelope) }
        }
        Err(problem) => Consumed { length, found: Decoded::problem(problem) },
    }
}

/// Base64 without padding can be cut at any fourth character. Only a line break after a line that is shorter than the
/// others, or the only one, shows that nothing follows; else the CSV in it must, as one without a line break does.
fn shows_its_end(block: &[u8]) -> bool {
    let padded = block.trim_ascii_end().ends_with(b"=");
    let closed = block.ends_with(b"\n") || block.ends_with(b"\r");
    let mut lines = block.split(u8::is_ascii_whitespace).filter(|line| !line.is_empty()).map(<[u8]>::len);
    let (first, last) = (lines.next(), lines.next_back());
    padded || closed && (last.is_none() || last < first)
}
