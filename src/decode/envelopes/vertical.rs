//! Records of one cell a line, its column's name before it: PowerShell's `Format-List`, psql's `\x`, MySQL's `\G`, SQLite's
//! `.mode line`, Miller's xtab.

use std::borrow::Cow;

use crate::credential_report::trace;
use crate::credential_report::{End, HEADER, is_column, is_header};
use crate::decode::cursor::Cursor;
use crate::decode::decoded::{Decoded, ReadFrom};
use crate::decode::envelopes::row_writer::RowWriter;
use crate::decode::envelopes::{Consumed, footer};
use crate::model::envelope::EnvelopeKind;
use crate::model::problem::{Code, Position, Problem};

/// What is between a name and its cell: one of these signs, or blanks alone, and then all cells begin in one column.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Between {
    Sign(char),
    Blanks,
    Column(usize),
}

const SIGNS: [Between; 5] =
    [Between::Sign(':'), Between::Sign('|'), Between::Sign('='), Between::Sign('│'), Between::Blanks];

/// A name and its cell, and the column at which the cell begins.
struct Pair<'a> {
    name: Cow<'a, str>,
    cell: Cow<'a, str>,
    column: usize,
}

impl Between {
    fn split(self, line: Cow<'_, str>) -> Option<Pair<'_>> {
        let cut = |line: &str| {
            let start = line.len() - line.trim_start().len();
            let blank = || Some(start + line.get(start..)?.find(char::is_whitespace)?);
            let (end, cell) = match self {
                Self::Sign(sign) => line.find(sign).map(|at| (at, at + sign.len_utf8()))?,
                Self::Blanks => (blank()?, blank()?),
                Self::Column(column) => {
                    let at = line.char_indices().nth(column).map(|(at, _)| at);
                    let is_cut =
                        |at: &usize| line.get(..*at).is_some_and(|name| name.ends_with(char::is_whitespace));
                    let at = at.filter(is_cut).or_else(blank)?;
                    (at, at)
                }
            };
            let cell = line.len() - line.get(cell..)?.trim_start().len();
            // Without a sign between them, nothing shows that a line without a cell has one.
            let is_pair = matches!(self, Self::Sign(_)) || cell < line.len();
            (start < end && is_pair).then_some((start..end, cell))
        };
        let (name, cell) = cut(&line)?;
        let column = line.get(..cell)?.chars().count();
        let part = |range: std::ops::Range<usize>| match &line {
            Cow::Borrowed(line) => line.get(range).map(|part| Cow::Borrowed(part.trim())),
            Cow::Owned(line) => line.get(range).map(|part| Cow::Owned(part.trim().to_owned())),
        };
        Some(Pair { name: part(name)?, cell: part(cell..line.len())?, column })
    }
}

fn text(at: Cursor<'_>) -> Cow<'_, str> {
    String::from_utf8_lossy(at.this_line())
}

/// The line above a record: `-[ RECORD 1 ]---`, `*** 1. row ***`, `Row 1:`, or one that only draws; the number in it.
fn rule(line: &str) -> Option<Option<u64>> {
    let draws = |c: char| matches!(c, '-' | '+' | '*' | '=' | '\u{2500}'..='\u{257F}');
    let inner = line.trim().trim_matches(|c| draws(c) || c == ' ');
    let number = |text: &str| text.trim().parse().ok();
    if inner.is_empty() {
        return (line.trim().chars().count() >= 3).then_some(None);
    }
    let record = inner.strip_prefix("[ RECORD ").and_then(|rest| rest.strip_suffix(']'));
    let row =
        inner.strip_suffix(". row").or(inner.strip_prefix("Row ").and_then(|rest| rest.strip_suffix(':')));
    record.or(row).and_then(number).map(Some)
}

/// A record of a credential report, below its line or not: its names are those of columns, and it tells of the root user or
/// of keys.
pub(crate) fn begins(at: Cursor<'_>) -> bool {
    form(at).is_some()
}

/// What is between the names and the cells of the record at a place.
fn form(at: Cursor<'_>) -> Option<Between> {
    /// How many names of people's own can be above the first one of AWS's, and how far a record is looked at.
    const MOST_OTHERS: usize = 8;
    const MOST: usize = 100;
    let first = after_rules(at)?;
    SIGNS.into_iter().find_map(|between| {
        let mut line = Some(first);
        let mut pairs = std::iter::from_fn(|| {
            let at = line?;
            line = Some(at.next_line()).filter(|next| !next.rest().is_empty());
            between.split(text(at)).filter(|pair| is_name(&pair.name))
        })
        .fuse();
        let mut start: Vec<Pair<'_>> = pairs.by_ref().take(MOST_OTHERS).collect();
        if !start.iter().any(|pair| is_column(&pair.name)) {
            return None;
        }
        // The next record begins with the same name.
        let above = start.first().map(|pair| pair.name.clone())?;
        start.extend(pairs.take_while(|pair| pair.name != above).take(MOST));
        let is_telling =
            |pair: &Pair<'_>| trace::is_in(pair.name.as_bytes()) || trace::is_in(pair.cell.as_bytes());
        let is_record =
            start.iter().any(is_telling) && is_header(start.iter().map(|pair| pair.name.as_bytes()));
        let column = start.iter().map(|pair| pair.column).max().filter(|_| between == Between::Blanks);
        is_record.then_some(column.map_or(between, Between::Column))
    })
}

/// The first line that is none above a record.
fn after_rules(mut at: Cursor<'_>) -> Option<Cursor<'_>> {
    const MOST_RULES: usize = 2;
    for _ in 0..MOST_RULES {
        if rule(&text(at)).is_none() {
            break;
        }
        at = at.next_line();
    }
    Some(at).filter(|at| !at.rest().is_empty())
}

/// Whether a name can be that of a column: those of documents and of code have signs that none has.
fn is_name(name: &str) -> bool {
    const LONGEST: usize = 64;
    name.len() <= LONGEST
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ' | '/' | '(' | ')' | '#'))
}

/// A record as it is read.
#[derive(Default)]
struct Record<'a> {
    names: Vec<Cow<'a, str>>,
    cells: Vec<Cow<'a, str>>,
    line: u64,
    /// The column at which its last cell begins.
    column: usize,
}

/// All records up to a line that is none of theirs.
pub(crate) fn read(at: Cursor<'_>) -> Consumed<'_> {
    let Some(between) = form(at) else {
        return Consumed { length: at.distance(at.next_line()), found: Decoded::default() };
    };
    let mut records = Records::default();
    let mut record = Record::default();
    let (mut next, mut end, mut is_apart) = (at, at, true);
    while !next.rest().is_empty() {
        let line = text(next);
        if line.trim().is_empty() {
            // What was cut before a name is no line between records.
            is_apart |= next.this_line().len() < next.rest().len();
        } else if let Some(number) = rule(&line) {
            if number == Some(1) && records.numbered > 0 {
                break; // another result
            }
            if let Some(number) = number {
                records.number(number, next.line());
            }
            is_apart = true;
            end = next.next_line();
        } else if let Some(cell) = continued(&line, &record, between).filter(|_| !is_apart) {
            if let Some(last) = record.cells.last_mut() {
                last.to_mut().push_str(cell);
            }
            end = next.next_line();
        } else if let Some(pair) = between.split(line) {
            let first = records.first.first().or(record.names.first());
            let is_first = first.is_none_or(|first| *first == pair.name);
            if is_apart && !is_first {
                break;
            }
            if matches!(between, Between::Column(column) if column != pair.column) {
                records.table.fault(next.line(), "the cell does not begin where those of other lines do");
            }
            // Without a line between records, each begins with the same name.
            if is_apart || is_first {
                records.add(std::mem::take(&mut record));
                record.line = next.line();
            }
            record.names.push(pair.name);
            record.cells.push(pair.cell);
            record.column = pair.column;
            is_apart = false;
            end = next.next_line();
        } else {
            break;
        }
        next = next.next_line();
    }
    records.add(record);
    let length = at.distance(end).max(1);
    let part = at.rest().get(..length).unwrap_or_default();
    let is_ended = records.is_ended() || is_apart || footer::begins(next);
    let mut found =
        records.table.finish(EnvelopeKind::Rows, part, ReadFrom::Traces(records.traces), End::Open);
    if !is_ended {
        let message = "nothing shows that the only record has all its lines";
        found.damage(Problem::new(Code::UnprovenEnd, message).at(Position::at_line(at.line())));
    }
    Consumed { length, found }
}

/// The rest of a long cell, on a line of its own: it begins where the cell does, as PowerShell has it, and has no column's
/// name before it.
fn continued<'l>(line: &'l str, record: &Record<'_>, between: Between) -> Option<&'l str> {
    let column = line.chars().take_while(|c| c.is_whitespace()).count();
    let is_known = |pair: Pair<'_>| is_column(&pair.name) || record.names.contains(&pair.name);
    (between == Between::Sign(':') && column > 0 && column == record.column)
        .then_some(line.trim())
        .filter(|_| !between.split(Cow::Borrowed(line)).is_some_and(is_known))
}

/// The records so far.
#[derive(Default)]
struct Records<'a> {
    table: RowWriter,
    /// The names of the first one.
    first: Vec<Cow<'a, str>>,
    /// Those of the one before.
    last: Vec<Cow<'a, str>>,
    count: usize,
    /// How many traces its names have, and all names and cells together: what a cut made two parts of has fewer.
    of_names: usize,
    traces: usize,
    /// The number of the last one that has one.
    numbered: u64,
}

impl<'a> Records<'a> {
    /// One with other names than those before gets a header of its own, for an active key in it must show.
    fn add(&mut self, record: Record<'a>) {
        if record.names.is_empty() {
            return;
        }
        if record.names != self.last {
            if self.count > 0 && sorted(&record.names) != sorted(&self.last) {
                self.table.fault(record.line, "the record has other names than the one before");
            }
            self.table.row(&record.names, record.line);
        }
        if record.names != self.last {
            self.of_names = traces(&record.names);
        }
        self.traces += self.of_names + traces(&record.cells);
        self.table.row(&record.cells, record.line);
        if self.count == 0 {
            self.first.clone_from(&record.names);
        }
        self.last = record.names;
        self.count += 1;
    }

    fn number(&mut self, number: u64, line: u64) {
        if number != self.numbered.saturating_add(1) {
            self.table.fault(line, "the number of the record is not one more than that of the record before");
        }
        self.numbered = number;
    }

    /// Whether the last one shows that it has all its lines: it has the names of those before, or the only one has not just
    /// the first ones of AWS's.
    fn is_ended(&self) -> bool {
        let all: Vec<Vec<u8>> = HEADER.split(|byte| *byte == b',').map(trace::name).collect();
        let names = self.first.iter().map(|name| trace::name(name.as_bytes()));
        let of_aws: Vec<Vec<u8>> = names.filter(|name| all.contains(name)).collect();
        self.count > 1 || of_aws.len() == all.len() || !all.starts_with(&of_aws)
    }
}

fn traces(cells: &[Cow<'_, str>]) -> usize {
    cells.iter().map(|cell| trace::count(cell.as_bytes())).sum()
}

fn sorted(names: &[Cow<'_, str>]) -> Vec<Vec<u8>> {
    let mut names: Vec<Vec<u8>> = names.iter().map(|name| trace::name(name.as_bytes())).collect();
    names.sort_unstable();
    names
}
