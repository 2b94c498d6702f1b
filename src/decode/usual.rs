//! Reports as the AWS CLI and AWS write them, taken without a tree of the document and without a look at each family.
//!
//! This is the short way of [`super::decode`]: what it takes, that finds without anything to note. Whatever is out of the
//! ordinary goes the long way.

use std::borrow::Cow;

use base64::Engine as _;

use super::cursor::Cursor;
use super::envelope::{Envelope, EnvelopeKind, Place};
use super::family::raw_csv;
use super::tree::Tree;
use super::value::base64::{is_symbol, standard};
use crate::credential_report::{End, HEADER, is_printable};
use crate::lines::Lines;
use crate::time::Timestamp;

/// How many bytes may stand before `Content` in its document, and behind it.
const MOST_AROUND: usize = 1000;

/// The report that stands at a place of a text, and how many bytes it takes. What its base64 holds is put into `csv`.
pub(crate) fn take<'a: 'b, 'b>(
    lines: &mut Lines<'a>,
    at: usize,
    csv: &'b mut Vec<u8>,
) -> Option<(Envelope<'b>, usize)> {
    let text = lines.text().get(at..)?;
    if text.starts_with(b"{") {
        return document(text, csv, |offset| lines.of(at + offset));
    }
    let rest = text.strip_prefix(HEADER).filter(|_| at == 0)?;
    let envelope = envelope(EnvelopeKind::None, text, Place::Lines(1), End::Open);
    matches!(rest, [b'\n' | b'\r' | b',', ..]).then_some((envelope, text.len()))
}

/// Whether a row that is not a user's as AWS writes it is one row in its envelope as well: text that is looked at for
/// nothing else.
pub(crate) fn is_row(kind: EnvelopeKind, row: &[u8]) -> bool {
    let row = row.trim_ascii_end();
    if !is_printable(row) {
        return false;
    }
    // In a document it is a row whatever it holds. By itself it could be another document, or hold one.
    let holds = |text: &[u8]| memchr::memmem::find(row, text).is_some();
    let words = || row.split(|byte| !is_symbol(byte));
    kind != EnvelopeKind::None
        || row.contains(&b',')
            && !raw_csv::is_hint(row)
            && !raw_csv::is_other(Cursor::new(row), b',')
            && !holds(b"\\")
            && !holds(b"117,115,")
            && words().all(|word| word.len() < 64)
}

/// The output of `aws iam get-credential-report`: an object with `Content`, the format and the time.
fn document<'a>(
    text: &'a [u8],
    csv: &'a mut Vec<u8>,
    line_of: impl FnOnce(usize) -> u64,
) -> Option<(Envelope<'a>, usize)> {
    let start = content(text.get(..text.len().min(MOST_AROUND))?)?;
    let (before, value) = text.split_at_checked(start)?;
    let (value, after) = value.split_at_checked(memchr::memchr(b'"', value)?)?;
    let after = after.get(..=memchr::memchr(b'}', after.get(..after.len().min(MOST_AROUND))?)?)?;
    let around = [before, after].concat();
    if !around.iter().all(|byte| matches!(byte, b' '..=b'~' | b'\n' | b'\r')) {
        return None;
    }
    let generated_time = time(serde_json::from_slice(&around).ok()?)?;
    let most = value.len() / 4 * 3;
    if csv.len() < most {
        csv.resize(most, 0);
    }
    let length = standard().decode_slice(value, csv).ok()?;
    let csv = csv.get(..length).filter(|csv| csv.starts_with(HEADER))?;
    let envelope = envelope(EnvelopeKind::AwsCliJson, csv, Place::Within(line_of(start)), End::Proven);
    Some((Envelope { generated_time, ..envelope }, start + value.len() + after.len()))
}

/// Where the value of `Content` starts, a string, behind its opening quote.
fn content(start: &[u8]) -> Option<usize> {
    const NAME: &[u8] = b"\"Content\"";
    let value = start.get(memchr::memmem::find(start, NAME)? + NAME.len()..)?;
    let value = value.trim_ascii_start().strip_prefix(b":")?.trim_ascii_start().strip_prefix(b"\"")?;
    Some(start.len() - value.len())
}

/// When the report was made, where a document whose `Content` was taken out says so; `None` when it says anything else.
fn time(document: Tree<'_>) -> Option<Option<Timestamp>> {
    let Tree::Members(members) = document else { return None };
    let (mut contents, mut formats, mut times) = (0, 0, Vec::new());
    for (name, value) in &members {
        match (name.as_ref(), value) {
            ("Content", Tree::Text(text)) if text.is_empty() => contents += 1,
            ("ReportFormat", Tree::Text(text)) if text == "text/csv" => formats += 1,
            ("GeneratedTime", Tree::Text(text)) => times.push(text.parse().ok()?),
            _ => return None,
        }
    }
    (contents == 1 && formats <= 1 && times.len() <= 1).then(|| times.pop())
}

fn envelope(kind: EnvelopeKind, csv: &[u8], place: Place, end: End) -> Envelope<'_> {
    let (steps, problems) = (Vec::new(), Vec::new());
    Envelope { kind, steps, csv: Cow::Borrowed(csv), generated_time: None, place, end, problems }
}
