//! The AWS CLI's `--output table`: a box of ASCII with a name and a value in each row.

use std::borrow::Cow;

use crate::decode::cursor::Cursor;
use crate::decode::decoded::Decoded;
use crate::decode::envelopes::Consumed;
use crate::decode::value::{Tree, reports};
use crate::model::envelope::EnvelopeKind;
use crate::model::problem::{Code, Position, Problem};

/// A border of dashes with a title below it.
pub(crate) fn begins(at: Cursor<'_>) -> bool {
    is_border(at.this_line()) && at.next_line().this_line().trim_ascii_start().starts_with(b"|")
}

/// A line of nothing but dashes, as the first one is.
fn is_border(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    line.len() >= 10 && line.iter().all(|byte| *byte == b'-')
}

/// A line between rows: `+-----+-----+`.
fn is_rule(line: &[u8]) -> bool {
    line.starts_with(b"+") && line.iter().all(|byte| matches!(byte, b'+' | b'-'))
}

/// The table, up to the rule that nothing but another table follows. Each line is as wide as the border, so that a
/// cell that was cut or wrapped shows.
pub(crate) fn read(at: Cursor<'_>) -> Consumed<'_> {
    let width = at.this_line().trim_ascii().len();
    let mut end = at.next_line();
    let (mut members, mut closed, mut fault) = (Vec::new(), false, None);
    loop {
        let line = end.this_line().trim_ascii();
        // The rule below the rows is its end, whatever other table follows.
        if !line.starts_with(b"|") && !is_rule(line) || closed && !members.is_empty() {
            break;
        }
        closed = is_rule(line);
        if line.len() != width || !line.ends_with(b"|") && !line.ends_with(b"+") {
            fault = fault.or(Some((end.line(), "the line is not as wide as the table")));
        }
        let inside = line.strip_prefix(b"|").map(|line| line.strip_suffix(b"|").unwrap_or(line));
        if let Some(cells) = inside.filter(|cells| !is_title(cells)) {
            let mut cells = cells.split(|byte| *byte == b'|').map(<[u8]>::trim_ascii).map(text);
            match (cells.next(), cells.next(), cells.next()) {
                (Some(name), Some(value), None) => members.push((name, Tree::Text(value))),
                (Some(value), None, _) => members.push((Cow::Borrowed(""), Tree::Text(value))),
                _ => fault = fault.or(Some((end.line(), "the row has more cells than a name and a value"))),
            }
        }
        end = end.next_line();
    }
    if !closed {
        fault = fault.or(Some((at.line(), "the table ends without its last border")));
    }
    let nothing = members.is_empty();
    let tree = if members.iter().all(|(name, _)| name.is_empty()) {
        Tree::List(members.into_iter().map(|(_, value)| value).collect())
    } else {
        Tree::Members(members)
    };
    let mut found = if nothing {
        let message = "the table has a title and no rows: --query Content leaves nothing for it to show";
        Decoded::problem(Problem::new(Code::ContentMissing, message).at(Position::at_line(at.line())))
    } else {
        reports::in_tree(&tree, EnvelopeKind::AwsCliTable, at)
    };
    if let Some((line, why)) = fault {
        let problem = Problem::new(Code::TableDamaged, why).at(Position::at_line(line));
        if found.envelopes.is_empty() {
            // What there is to say of its rows is said by their being cut.
            found = Decoded::problem(problem);
        } else {
            found.damage(problem);
        }
    }
    Consumed { length: at.distance(end).max(1), found }
}

/// `GetCredentialReport` in the middle of the line, the name of what was asked.
fn is_title(cells: &[u8]) -> bool {
    cells.trim_ascii() == b"GetCredentialReport"
}

fn text(cell: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(cell)
}
