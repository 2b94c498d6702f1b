//! A line that the AWS CLI printed instead of a report.

use super::Taken;
use crate::decode::cursor::Cursor;
use crate::decode::envelope::Decoded;
use crate::decode::message::read;
use crate::problem::{Code, Position, Problem};

/// A message, or a word that another command printed.
pub(crate) fn begins(at: Cursor<'_>) -> bool {
    // Many documents can stand on a line, each of which is asked; only behind a tab can one be followed by a message.
    let is_document = matches!(at.rest().first(), Some(b'{' | b'['));
    (!is_document || at.has_tab()) && read(at.line_start()).is_some()
}

/// The line.
pub(crate) fn take(at: Cursor<'_>) -> Taken<'_> {
    let length = at.distance(at.next_line());
    let problem = read(at.line_start()).unwrap_or_else(|| Problem::plain(Code::AwsCliError));
    Taken { length, found: Decoded::problem(problem.at(Position::at_line(at.line()))) }
}
