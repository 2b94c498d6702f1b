//! Reports in text that no envelope could read whole: what ran into it is damaged, but an active key must show.

use std::borrow::Cow;

use crate::credential_report::lines::Lines;
use crate::decode::content::{self, Opened, base64, literal};
use crate::decode::decoded::WrappedCsv;
use crate::decode::recognise::traces::{
    BASE64_START, NUMBERS_START, PLAIN_START, SHORTEST_ENCODED, is_report,
};
use crate::model::envelope::EnvelopeKind;
use crate::model::problem::{Code, Position, Problem};

/// The reports that are in a text as base64, as the text of a string, or as numbers, each with the problem that it was
/// found so.
pub(crate) fn reports<'a>(text: &'a [u8], mut lines: Lines<'a>) -> Vec<WrappedCsv<'a>> {
    let encoded = encoded_words(text).filter_map(|word| {
        // What is before may be of the alphabet, too, as a last cell `N/A` is.
        let start = memchr::memmem::find(word, BASE64_START).unwrap_or(0);
        let word = word.get(start..).filter(|word| std::str::from_utf8(word).is_ok_and(is_report))?;
        Some((word, content::open_base64(word, 1).ok()?))
    });
    let mut found: Vec<(&[u8], Opened<'_>)> = encoded.collect();
    found.extend(stretches(text, PLAIN_START).filter_map(|rest| Some((rest, of_string(rest)?))));
    found.extend(stretches(text, NUMBERS_START).filter_map(|rest| Some((rest, of_numbers(rest)?))));
    let envelope = |(part, opened): (&[u8], Opened<'a>)| {
        let line = lines.line_of(part).unwrap_or(1);
        let envelope = WrappedCsv::of_value(EnvelopeKind::Base64, opened, line);
        let problem = Problem::plain(Code::Neighbour).at(Position::at_line(line));
        WrappedCsv { problems: [vec![problem], envelope.problems].concat(), ..envelope }
    };
    found.into_iter().map(envelope).collect()
}

/// Whether a look at a line shows that [`reports`] finds nothing in it, whatever text is around the line: none of the three
/// ways in which it looks for a report can begin there.
pub(crate) fn finds_nothing_in(line: &[u8]) -> bool {
    let holds = |text: &[u8]| memchr::memmem::find(line, text).is_some();
    // In the text of a string, line breaks are escapes.
    !holds(b"\\") && !holds(NUMBERS_START) && encoded_words(line).next().is_none()
}

/// The words that are long enough to be a report in base64.
fn encoded_words(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|byte| !base64::is_symbol(byte)).filter(|word| word.len() >= SHORTEST_ENCODED)
}

/// The text from each place on at which a header begins, up to the next one.
fn stretches<'a>(text: &'a [u8], header: &'static [u8]) -> impl Iterator<Item = &'a [u8]> {
    let mut places = memchr::memmem::find_iter(text, header).peekable();
    std::iter::from_fn(move || {
        let start = places.next()?;
        text.get(start..places.peek().copied().unwrap_or(text.len()))
    })
}

/// A CSV whose line breaks are escapes, up to a quote or to where it breaks off. The envelope of a raw CSV reads those with
/// line breaks of their own.
fn of_string(rest: &[u8]) -> Option<Opened<'_>> {
    let end = rest.iter().position(|byte| matches!(byte, b'\'' | b'"' | b'\n' | b'\r')).unwrap_or(rest.len());
    let text = rest.get(..end)?;
    memchr::memmem::find(text, b"\\n")?;
    let csv = literal::string(&[b"\"", text].concat())?.content;
    content::open(Cow::Owned(String::from_utf8_lossy(&csv).into_owned()), 1).ok()
}

/// A CSV as a list of numbers, up to where it breaks off.
fn of_numbers(rest: &[u8]) -> Option<Opened<'_>> {
    let byte = |number: &[u8]| std::str::from_utf8(number.trim_ascii()).ok()?.parse::<u8>().ok();
    let bytes: Vec<u8> = rest.split(|byte| *byte == b',').map_while(byte).collect();
    // A user's name can have commas and numbers, but no more of them.
    Some(bytes)
        .filter(|bytes| bytes.len() >= SHORTEST_ENCODED)
        .and_then(|bytes| content::open_bytes(bytes, 1).ok())
}
