//! The CSV as a table of text: Markdown, a box of a database's client, or columns that are aligned with spaces.

use std::borrow::Cow;

use crate::credential_report::{End, is_column, is_header};
use crate::decode::cursor::Cursor;
use crate::decode::decoded::{Decoded, Place, ReadFrom, WrappedCsv};
use crate::decode::envelopes::{Consumed, aligned};
use crate::model::envelope::EnvelopeKind;
use crate::model::problem::{Code, Position, Problem};

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

/// The rows of a table, as a CSV.
#[derive(Default)]
struct TableWriter {
    csv: Option<csv::Writer<Vec<u8>>>,
    lines: Vec<u64>,
    /// What is wrong with the table, and where, first.
    fault: Option<(u64, &'static str)>,
}

impl TableWriter {
    fn row(&mut self, cells: Cells<'_>, line: u64) {
        let csv =
            self.csv.get_or_insert_with(|| csv::WriterBuilder::new().flexible(true).from_writer(Vec::new()));
        if csv.write_record(cells.iter().map(|cell| cell.as_bytes())).is_err() {
            self.fault(line, "the row can't be read");
        }
        self.lines.push(line);
    }

    fn fault(&mut self, line: u64, why: &'static str) {
        self.fault.get_or_insert((line, why));
    }
}

/// All lines of the table, as a CSV.
pub(crate) fn read(at: Cursor<'_>) -> Consumed<'_> {
    let (mut end, mut has_bars, mut closed) = (at, false, false);
    let (mut header, mut rule): (Option<Cow<'_, str>>, Option<Cow<'_, str>>) = (None, None);
    let (mut table, mut spaced) = (TableWriter::default(), Vec::new());
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
            table.row(names(&line).unwrap_or_default(), end.line());
            header = Some(line);
        } else if has_bars {
            match barred(&line, closed) {
                Some(row) => table.row(row, end.line()),
                None => {
                    table.fault(end.line(), "the row lacks a bar at one of its ends");
                    table.row(line.split(BARS).map(|cell| Cow::Borrowed(cell.trim())).collect(), end.line());
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
        table.row(cells.into_iter().map(Cow::Owned).collect(), line);
    }
    let TableWriter { csv, lines, mut fault } = table;
    if boxed && !last_is_rule {
        fault = fault.or(Some((end.line(), "the table has a border above it and none below")));
    }
    let length = at.distance(end).max(1);
    let mut csv = csv.and_then(|csv| csv.into_inner().ok()).unwrap_or_default();
    if !at.rest().get(..length).is_some_and(|text| text.ends_with(b"\n") || text.ends_with(b"\r")) {
        // Where the text has no line break at its end, the CSV has none: its last cell must show that it is whole.
        csv.truncate(csv.trim_ascii_end().len());
    }
    let envelope = WrappedCsv {
        kind: EnvelopeKind::TextTable,
        normalized: Vec::new(),
        csv: Cow::Owned(csv),
        source: ReadFrom::Scattered,
        generated_time: None,
        place: Place::Each(lines),
        end: if closed { End::Proven } else { End::Open },
        problems: Vec::new(),
    };
    let mut found = Decoded::envelope(envelope);
    if let Some((line, why)) = fault {
        found.damage(Problem::new(Code::TableDamaged, why).at(Position::at_line(line)));
    }
    Consumed { length, found }
}
