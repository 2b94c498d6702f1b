//! The AWS CLI's `--output text`: one line an account, its fields tab-separated, in any order.

use crate::credential_report::trace;
use crate::decode::content::{self};
use crate::decode::cursor::Cursor;
use crate::decode::decoded::{Decoded, WrappedCsv};
use crate::decode::envelopes::Consumed;
use crate::decode::recognise::traces::is_nearly_base64;
use crate::model::envelope::EnvelopeKind;
use crate::model::problem::{Code, Position, Problem};
use crate::model::time::Timestamp;

/// A line with tabs, one of whose fields is base64.
pub(crate) fn begins(at: Cursor<'_>) -> bool {
    let line = at.this_line();
    memchr::memchr(b'\t', line).is_some() && fields(line).any(is_nearly_base64)
}

fn fields(line: &[u8]) -> impl Iterator<Item = &[u8]> {
    line.split(|byte| *byte == b'\t').map(<[u8]>::trim_ascii)
}

/// Whether a field is what people call an account, before its report: `prod`.
fn is_label(field: &[u8]) -> bool {
    const LONGEST: usize = 64;
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-. @".contains(byte);
    (1..=LONGEST).contains(&field.len()) && field.iter().all(is_part) && !trace::is_in(field)
}

/// The line. Each field must be known: another one shows that lines were joined or damaged.
pub(crate) fn read(at: Cursor<'_>) -> Consumed<'_> {
    let line = at.this_line();
    let length = at.distance(at.next_line());
    let at_line = Position::at_line(at.line());
    let mut found = Decoded::default();
    let mut times = Vec::new();
    let (mut unknown, mut label) = (None, None);
    for (index, field) in fields(line).enumerate() {
        match std::str::from_utf8(field).ok().and_then(|field| field.parse().ok()) {
            Some(time) => times.push(time),
            None if field == b"text/csv" => {}
            None if is_nearly_base64(field) => match content::open_base64(field, at.line()) {
                Ok(opened) => {
                    let envelope = WrappedCsv::of_value(EnvelopeKind::AwsCliText, opened, at.line());
                    found.envelopes.push(envelope.read_from(field));
                }
                Err(problem) => found.problems.push(problem),
            },
            None if index == 0 && is_label(field) => label = Some(field),
            None => unknown = Some(String::from_utf8_lossy(field).chars().take(40).collect::<String>()),
        }
    }
    if let ([envelope], [time]) = (found.envelopes.as_mut_slice(), times.as_slice()) {
        envelope.generated_time = Some(Timestamp::clone(time));
    }
    // A label that is an account's id is that of the report.
    let is_of_report =
        |id: &[u8]| found.envelopes.iter().any(|envelope| memchr::memmem::find(&envelope.csv, id).is_some());
    let is_id = |label: &&[u8]| label.iter().all(u8::is_ascii_digit);
    if let Some(label) = label.filter(is_id).filter(|id| !is_of_report(id)) {
        unknown = Some(String::from_utf8_lossy(label).into_owned());
    }
    if let Some(field) = unknown {
        let message =
            format!("the field `{field}` of the line is no part of a report: lines were joined or damaged");
        found.damage(Problem::new(Code::Neighbour, message).at(at_line));
    } else if !found.problems.is_empty() || found.envelopes.len() > 1 || times.len() > 1 {
        let message = "the line has more fields than one report has: lines were joined or damaged";
        found.damage(Problem::new(Code::Neighbour, message).at(at_line));
    }
    if length == line.len() && !line.ends_with(b"text/csv") {
        let message = "the line ends without a line break, so its last field may be cut";
        found.damage(Problem::new(Code::UnprovenEnd, message).at(at_line));
    }
    Consumed { length, found }
}
