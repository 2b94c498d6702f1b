//! The CSV as a table of text: Markdown, a box of a database's client, or columns that are aligned with spaces.

use std::borrow::Cow;

use crate::credential_report::remark::is_type;
use crate::credential_report::{End, is_column, is_header};
use crate::decode::cursor::Cursor;
use crate::decode::decoded::ReadFrom;
use crate::decode::envelopes::row_writer::RowWriter;
use crate::decode::envelopes::{Consumed, aligned};
use crate::model::envelope::EnvelopeKind;

/// What separates cells: the bars of ASCII and of boxes.
const BARS: [char; 4] = ['|', '│', '┃', '║'];

/// The names of a credential report's columns between bars or spaces, below a border or not.
pub(crate) fn begins(at: Cursor<'_>) -> bool {
    let line = text(at);
    is_names(&line) || is_rule(&line) && !line.trim().is_empty() && is_names(&text(at.next_line()))
}

fn text(at: Cursor<'_>) -> Cow<'_, str> {
    String::from_utf8_lossy(at.this_line())
}

fn is_names(line: &str) -> bool {
    // Most lines have no word of a header's.
    if !is_barred(line) && !line.split_whitespace().any(is_column) {
        return false;
    }
    let names = names(line).unwrap_or_default();
    names.len() > 1 && is_header(names.iter().map(|name| name.as_bytes()))
}

/// A line that only draws. Bars alone may be a row that was cut.
fn is_rule(line: &str) -> bool {
    let blank = |c: char| BARS.contains(&c) || c.is_whitespace();
    (line.trim().is_empty() || !line.chars().all(blank))
        && line
            .chars()
            .all(|c| matches!(c, '-' | '+' | '=' | ':' | '|' | '\u{2500}'..='\u{257F}') || c.is_whitespace())
}

fn is_barred(line: &str) -> bool {
    line.contains(BARS)
}

type Cells<'a> = Vec<Cow<'a, str>>;

/// The names of the columns.
fn names(line: &str) -> Option<Cells<'_>> {
    if is_barred(line) {
        barred(line, is_closed(line))
    } else {
        Some(aligned::names(line).into_iter().map(|name| Cow::Borrowed(name.text)).collect())
    }
}

/// Whether a line has a bar before its first cell, and so behind its last.
fn is_closed(line: &str) -> bool {
    line.trim().starts_with(BARS)
}

/// The cells between bars; `None` where a line lacks a bar that closes it.
fn barred(line: &str, closed: bool) -> Option<Cells<'static>> {
    let line = line.trim();
    let inner = if closed { line.strip_prefix(BARS)?.strip_suffix(BARS)? } else { line };
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for c in inner.chars() {
        let Some(cell) = cells.last_mut() else { continue };
        if escaped && c.is_ascii_punctuation() {
            // Markdown has a backslash before what is punctuation to it.
            cell.pop();
            cell.push(c);
            escaped = false;
            continue;
        }
        escaped = c == '\\';
        if BARS.contains(&c) { cells.push(String::new()) } else { cell.push(c) }
    }
    let plain = |cell: &String| {
        let cell = cell.trim();
        // Node's console.table puts quotes around text.
        let cell = cell.strip_prefix('\'').and_then(|cell| cell.strip_suffix('\'')).unwrap_or(cell);
        Cow::Owned(cell.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
    };
    Some(cells.iter().map(plain).collect())
}

/// All lines of the table, as a CSV.
pub(crate) fn read(at: Cursor<'_>) -> Consumed<'_> {
    let (mut end, mut has_bars, mut closed) = (at, false, false);
    let (mut header, mut rule): (Option<Cow<'_, str>>, Option<Cow<'_, str>>) = (None, None);
    let (mut table, mut spaced) = (RowWriter::default(), Vec::new());
    // A box that has a border above its names has one below its rows.
    let boxed = is_rule(&text(at));
    let mut last_is_rule = false;
    while !end.rest().is_empty() {
        let line = text(end);
        if header.is_some() && (line.trim().is_empty() || has_bars && !is_barred(&line) && !is_rule(&line)) {
            break;
        }
        last_is_rule = is_rule(&line);
        if last_is_rule {
            rule = rule.or(Some(line).filter(|_| header.is_some() && spaced.is_empty()));
        } else if header.is_none() {
            has_bars = is_barred(&line);
            closed = has_bars && is_closed(&line);
            table.row(&names(&line).unwrap_or_default(), end.line());
            header = Some(line);
        } else if has_bars {
            match barred(&line, closed) {
                Some(row) if table.rows() == 1 && row.iter().all(|cell| is_type(cell)) => {}
                Some(row) => table.row(&row, end.line()),
                None => {
                    table.fault(end.line(), "the row lacks a bar at one of its ends");
                    table.row(&line.split(BARS).map(str::trim).collect::<Vec<_>>(), end.line());
                }
            }
        } else {
            spaced.push((end.line(), line));
        }
        end = end.next_line();
    }
    let (names, strokes) = (header.as_deref().unwrap_or_default(), rule.as_deref().unwrap_or_default());
    let places = aligned::Places::of_columns(names, strokes, spaced.iter().map(|(_, row)| row.as_ref()));
    for (line, row) in spaced {
        let (cells, is_told) = places.cells(&row);
        if !is_told {
            table.fault(line, "which cell of the row stands in which column can't be told");
        }
        table.row(&cells, line);
    }
    if boxed && !last_is_rule {
        table.fault(end.line(), "the table has a border above it and none below");
    }
    let length = at.distance(end).max(1);
    let text = at.rest().get(..length).unwrap_or_default();
    let end = if closed { End::Proven } else { End::Open };
    Consumed { length, found: table.finish(EnvelopeKind::TextTable, text, ReadFrom::Scattered, end) }
}
