//! A line that the AWS CLI printed instead of a report.

use crate::decode::cursor::Cursor;
use crate::decode::decoded::Decoded;
use crate::decode::envelopes::Consumed;
use crate::decode::recognise::failed;
use crate::model::problem::{Code, Position, Problem};

/// A message, or a word that another command printed.
pub(crate) fn begins(at: Cursor<'_>) -> bool {
    // Many documents can be on a line, each of which is asked; only behind a tab can one be followed by a message.
    let is_document = matches!(at.rest().first(), Some(b'{' | b'['));
    (!is_document || at.has_tab()) && failed::in_line(at.line_start()).is_some()
}

/// The line.
pub(crate) fn read(at: Cursor<'_>) -> Consumed<'_> {
    let length = at.distance(at.next_line());
    let problem = failed::in_line(at.line_start()).unwrap_or_else(|| Problem::plain(Code::AwsCliError));
    Consumed { length, found: Decoded::problem(problem.at(Position::at_line(at.line()))) }
}
