//! Reports in text that no family could take apart whole: what ran into it is damaged, but an active key must show.

use std::borrow::Cow;

use crate::credential_report::lines::Lines;
use crate::decode::content::{self, Opened, base64, literal};
use crate::decode::decoded::WrappedCsv;
use crate::model::envelope::EnvelopeKind;
use crate::model::problem::{Code, Position, Problem};

/// The header of AWS's own reports in base64, as it stands, and as numbers in JSON.
const ENCODED: &[u8] = b"dXNlcixhcm4s";
const PLAIN: &[u8] = b"user,arn,";
const NUMBERS: &[u8] = b"117,115,101,114,44,";

/// The reports that stand in a text as base64, as the text of a string, or as numbers, each with the problem that it was
/// found so.
pub(crate) fn reports<'a>(text: &'a [u8], mut lines: Lines<'a>) -> Vec<WrappedCsv<'a>> {
    let words = text.split(|byte| !base64::is_symbol(byte)).filter(|word| word.len() >= 64);
    let encoded = words.filter_map(|word| {
        // What stands before may be of the alphabet, too, as a last cell `N/A` is.
        let start = memchr::memmem::find(word, ENCODED).unwrap_or(0);
        let word =
            word.get(start..).filter(|word| std::str::from_utf8(word).is_ok_and(content::is_report))?;
        Some((word, content::decode(word, 1).ok()?))
    });
    let mut found: Vec<(&[u8], Opened<'_>)> = encoded.collect();
    found.extend(stretches(text, PLAIN).filter_map(|rest| Some((rest, of_string(rest)?))));
    found.extend(stretches(text, NUMBERS).filter_map(|rest| Some((rest, of_numbers(rest)?))));
    let envelope = |(part, opened): (&[u8], Opened<'a>)| {
        let line = lines.of_part(part).unwrap_or(1);
        let envelope = WrappedCsv::of_value(EnvelopeKind::Base64, opened, line);
        let problem = Problem::plain(Code::Neighbour).at(Position::at_line(line));
        WrappedCsv { problems: [vec![problem], envelope.problems].concat(), ..envelope }
    };
    found.into_iter().map(envelope).collect()
}

/// The text from each place on at which a header stands, up to the next one.
fn stretches<'a>(text: &'a [u8], header: &'static [u8]) -> impl Iterator<Item = &'a [u8]> {
    let mut places = memchr::memmem::find_iter(text, header).peekable();
    std::iter::from_fn(move || {
        let start = places.next()?;
        text.get(start..places.peek().copied().unwrap_or(text.len()))
    })
}

/// A CSV whose line breaks are escapes, up to a quote or to where it breaks off. One with line breaks of its own is a
/// CSV's family's.
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
    content::of_bytes(bytes, 1).ok()
}
