//! The AWS CLI's `--output text`: one line an account, its fields tab-separated, in any order.

use std::borrow::Cow;

use super::cursor::Cursor;
use super::{Envelope, EnvelopeKind, Taken, base64, content};
use crate::credential_report::End;
use crate::problem::{Code, Position, Problem};

/// A line with tabs, one of whose fields is base64.
pub(crate) fn begins(at: Cursor<'_>) -> bool {
    let line = at.this_line();
    memchr::memchr(b'\t', line).is_some() && fields(line).any(base64::resembles)
}

fn fields(line: &[u8]) -> impl Iterator<Item = &[u8]> {
    line.split(|byte| *byte == b'\t').map(<[u8]>::trim_ascii)
}

/// The line.
pub(crate) fn take(at: Cursor<'_>) -> Taken<'_> {
    let line = at.this_line();
    let length = at.distance(at.next_line());
    let value = fields(line).filter(|field| base64::resembles(field)).max_by_key(|field| field.len());
    let csv = match content::decode(value.unwrap_or_default(), at.line()) {
        Ok(csv) => csv,
        Err(problem) => return Taken::problem(length, problem),
    };
    let text = |field| std::str::from_utf8(field).ok();
    let ends = length > line.len() || line.ends_with(b"text/csv");
    let unproven = || {
        let message = "the line ends without a line break, so its last field may be cut";
        Problem::new(Code::UnprovenEnd, message).at(Position::at_line(at.line()))
    };
    Taken::envelope(
        length,
        Envelope {
            kind: EnvelopeKind::AwsCliText,
            csv: Cow::Owned(csv),
            generated_time: fields(line).filter_map(text).find_map(|field| field.parse().ok()),
            line: at.line(),
            end: End::Proven,
            problems: if ends { Vec::new() } else { vec![unproven()] },
        },
    )
}
