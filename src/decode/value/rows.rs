//! Rows as objects, arrays or lines, as csvjson, jq, pandas, DuckDB or Miller make them of the CSV: back to a CSV.

use std::borrow::Cow;

use crate::credential_report::lines::Lines;
use crate::credential_report::trace;
use crate::credential_report::{is_header, is_header_line, is_own_column};
use crate::decode::value::{Tree, unfold};

/// The CSV that rows say.
#[derive(Debug)]
pub(crate) struct Rows {
    pub(crate) csv: Vec<u8>,
    /// The input's line of each line of the CSV; empty where rows cross lines.
    pub(crate) lines: Vec<u64>,
    /// What keeps the rows from being one sound CSV.
    pub(crate) fault: Option<String>,
    /// How many traces the document has in them: each object names its members.
    pub(crate) traces: usize,
    /// How many of them are in names that stand once, above the rows.
    pub(super) traces_of_names: usize,
}

/// Whether a tree is one row: an object whose members are a credential report's columns. What others add to them may be nested, as
/// tags are.
pub(crate) fn is_row(tree: &Tree<'_>) -> bool {
    let mut nested = tree.members().iter().filter(|(_, cell)| is_nested(cell));
    names_columns(tree) && nested.all(|(name, _)| !is_own_column(name))
}

/// Whether a value is a table by itself, of another form than rows as objects.
pub(super) fn is_table(tree: &Tree<'_>) -> bool {
    match tree {
        Tree::List(items) => items.first().is_some_and(|first| is_names(first) || is_header_text(first)),
        Tree::Null | Tree::Bool(_) | Tree::Number(_) | Tree::Text(_) | Tree::Elided(_) => false,
        Tree::Members(_) => {
            let is_column = |column: &Tree<'_>| is_nested(column) && !unfold::is_typed(column);
            let of_columns =
                || names_columns(tree) && tree.members().iter().all(|(_, column)| is_column(column));
            tree.get("columns").is_some_and(is_names) || of_columns()
        }
    }
}

/// Whether a value is the header of a CSV, and no more of it.
pub(crate) fn is_header_text(tree: &Tree<'_>) -> bool {
    tree.text().is_some_and(|line| !line.trim_end().contains(['\n', '\r']) && is_header_line(line.as_bytes()))
}

/// The CSV that such objects say, each a row.
pub(super) fn of_objects<'a>(rows: &[&Tree<'a>], lines: &mut Lines<'a>, line: u64) -> Rows {
    let mut table = RowWriter::new(line);
    rows.iter().for_each(|row| table.object(row, lines));
    table.finish()
}

/// The rows of a tree whose document begins at a line: an object for each, arrays below one of names, or an array for
/// each column; and what else is among them.
pub(crate) fn in_tree<'t, 'a>(
    tree: &'t Tree<'a>,
    lines: &mut Lines<'a>,
    line: u64,
) -> Option<(Rows, Vec<&'t Tree<'a>>)> {
    let mut table = RowWriter::new(line);
    let mut others = Vec::new();
    if let Tree::List(items) = tree {
        let first = items.first()?;
        if is_row(first) {
            items.iter().for_each(|row| table.object(row, lines));
            others.extend(items.iter().filter(|item| !is_row(item)));
        } else if is_names(first) {
            items.iter().for_each(|row| table.array(row));
            others.extend(items.iter().filter(|item| !matches!(item, Tree::List(_))));
        } else {
            let all: Vec<&Tree<'a>> = Some(items.iter().collect()).filter(|_| is_header_text(first))?;
            return Some((
                of_lines(&all, lines),
                items.iter().filter(|item| item.text().is_none()).collect(),
            ));
        }
        return Some((table.finish(), others));
    }
    let (_, first) = tree.members().first()?;
    if is_row(tree) {
        table.object(tree, lines);
    } else if names_columns(tree) {
        table.columns(tree.members());
    } else if is_row(first) {
        tree.members().iter().for_each(|(_, row)| table.object(row, lines));
        others.extend(tree.members().iter().map(|(_, item)| item).filter(|item| !is_row(item)));
    } else {
        // The split form of pandas.
        let names = tree.get("columns").filter(|names| is_names(names))?;
        table.array(names);
        // Two programs may read different ones.
        if let Some(name) = ["columns", "data", "index"].into_iter().find(|name| tree.all(name).count() > 1) {
            table.fault(&format!("the member `{name}` twice beside it"));
        }
        for (name, value) in tree.members() {
            match (name.as_ref(), value) {
                ("columns", _) if std::ptr::eq(value, names) => {}
                ("data", Tree::List(rows)) => rows.iter().for_each(|row| table.array(row)),
                ("index", Tree::List(items)) => others.extend(items.iter().filter(|item| is_nested(item))),
                _ => others.push(value),
            }
        }
    }
    Some((table.finish(), others))
}

/// The lines of a CSV, a text each: PowerShell's text array as JSON.
pub(super) fn of_lines<'a>(items: &[&Tree<'a>], lines: &mut Lines<'a>) -> Rows {
    let line =
        |item: &&Tree<'a>| item.text().map_or("", |text| text.trim_end_matches(['\n', '\r'])).to_owned();
    let texts: Vec<String> = items.iter().map(line).collect();
    let is_line = |text: &str| !text.trim_end_matches(['\n', '\r']).contains(['\n', '\r']);
    let odd = items.iter().position(|item| item.text().is_none_or(|text| !is_line(text)));
    let mut last = 1;
    let place = |item: &&Tree<'a>| {
        let line = item.text().and_then(|text| lines.line_of(text.as_bytes()));
        last = line.unwrap_or(last);
        last
    };
    Rows {
        lines: items.iter().map(place).collect(),
        csv: texts.join("\n").into_bytes(),
        fault: odd.map(|row| format!("line {} of the CSV is no line of text", row + 1)),
        traces: texts.iter().map(|text| trace::count(text.as_bytes())).sum(),
        traces_of_names: 0,
    }
}

fn names_columns(tree: &Tree<'_>) -> bool {
    let members = tree.members();
    !members.is_empty() && is_header(members.iter().map(|(name, _)| name.as_bytes()))
}

fn is_names(list: &Tree<'_>) -> bool {
    let name = |name: &'_ Tree<'_>| name.text().map(|name| name.as_bytes().to_vec()).unwrap_or_default();
    let names: Vec<Vec<u8>> = list.items().iter().map(name).collect();
    is_header(names.iter().map(Vec::as_slice))
}

fn is_nested(tree: &Tree<'_>) -> bool {
    matches!(tree, Tree::List(_) | Tree::Members(_))
}

/// What is written so far.
struct RowWriter {
    names: Vec<String>,
    /// How many traces the names have.
    of_names: usize,
    traces: usize,
    /// Made for the first line: it takes a buffer, and most documents have none.
    csv: Option<csv::Writer<Vec<u8>>>,
    lines: Vec<u64>,
    rows: usize,
    /// The line of the document, for rows whose own is not known.
    line: u64,
    fault: Option<String>,
}

impl RowWriter {
    fn new(line: u64) -> Self {
        let (names, lines) = (Vec::new(), Vec::new());
        Self { names, of_names: 0, traces: 0, csv: None, lines, rows: 0, line, fault: None }
    }

    /// An object: a row. One with other members than those before is damage, and gets a header of its own, for an
    /// active key in it must show.
    fn object<'a>(&mut self, row: &Tree<'a>, lines: &mut Lines<'a>) {
        self.rows += 1;
        let members = row.members();
        let line = members.iter().find_map(|(name, _)| match name {
            Cow::Borrowed(name) => lines.line_of(name.as_bytes()),
            Cow::Owned(_) => None,
        });
        let line = line.or(self.lines.last().copied()).unwrap_or(self.line);
        let same = self.names.iter().map(String::as_str).eq(members.iter().map(|(name, _)| name.as_ref()));
        if !same {
            let names: Vec<String> = members.iter().map(|(name, _)| name.to_string()).collect();
            let sorted = |names: &[String]| {
                let mut names = names.to_vec();
                names.sort_unstable();
                names
            };
            if !self.names.is_empty() && sorted(&self.names) != sorted(&names) {
                self.fault("other members than the one before");
            }
            let before = self.traces;
            self.line(names.iter().map(|name| Cow::Borrowed(name.as_str())).collect(), Some(line));
            self.of_names = self.traces - before;
            self.names = names;
        } else {
            self.traces += self.of_names;
        }
        // What is nested is for whoever added it; what it has of a report is not read.
        let none = Tree::Null;
        let own = |(name, value): &'_ (Cow<'_, str>, Tree<'_>)| is_nested(value) && !is_own_column(name);
        let cells =
            members.iter().map(|member| self.cell(if own(member) { &none } else { &member.1 })).collect();
        self.line(cells, Some(line));
    }

    /// An array: the header, or a row.
    fn array(&mut self, row: &Tree<'_>) {
        if row.items().is_empty() {
            return self.fault("no cells");
        }
        let before = self.traces;
        let cells = row.items().iter().map(|value| self.cell(value)).collect();
        self.line(cells, None);
        if self.rows == 0 {
            self.of_names = self.traces - before;
        }
        self.rows += 1;
    }

    /// An array or an object for each column, all of one length.
    fn columns(&mut self, members: &[(Cow<'_, str>, Tree<'_>)]) {
        let cells = |column| -> Vec<&Tree<'_>> {
            Tree::items(column).iter().chain(Tree::members(column).iter().map(|(_, cell)| cell)).collect()
        };
        let columns: Vec<Vec<&Tree<'_>>> = members.iter().map(|(_, column)| cells(column)).collect();
        let keys = |column: &Tree<'_>| column.members().iter().map(|(key, _)| key.to_string()).collect();
        let keys: Vec<Vec<String>> = members.iter().map(|(_, column)| keys(column)).collect();
        self.line(members.iter().map(|(name, _)| name.clone()).collect(), None);
        let rows = columns.iter().map(Vec::len).max().unwrap_or(0);
        if columns.iter().any(|column| column.len() != rows)
            || keys.windows(2).any(|pair| matches!(pair, [a, b] if a != b))
        {
            self.fault("columns that do not fit each other");
        }
        // Columns that do not fit are damage, and of no use beyond measure.
        const MOST_CELLS: usize = 10_000_000;
        for row in 0..rows.min(MOST_CELLS / columns.len().max(1)) {
            let cells =
                columns.iter().filter_map(|column| column.get(row)).map(|cell| self.cell(cell)).collect();
            self.line(cells, None);
        }
    }

    fn cell<'t>(&mut self, value: &'t Tree<'_>) -> Cow<'t, str> {
        match value {
            Tree::Null => Cow::Borrowed(""),
            Tree::Bool(true) => Cow::Borrowed("true"),
            Tree::Bool(false) => Cow::Borrowed("false"),
            Tree::Number(number) => Cow::Owned(number.to_string()),
            Tree::Text(text) => Cow::Borrowed(text),
            Tree::List(_) | Tree::Members(_) | Tree::Elided(_) => {
                self.fault("a cell that is no text");
                Cow::Borrowed("…")
            }
        }
    }

    fn fault(&mut self, what: &str) {
        let row = self.rows;
        self.fault.get_or_insert_with(|| format!("row {row} has {what}"));
    }

    fn line(&mut self, cells: Vec<Cow<'_, str>>, line: Option<u64>) {
        self.traces += cells.iter().map(|cell| trace::count(cell.as_bytes())).sum::<usize>();
        let csv =
            self.csv.get_or_insert_with(|| csv::WriterBuilder::new().flexible(true).from_writer(Vec::new()));
        if csv.write_record(cells.iter().map(|cell| cell.as_bytes())).is_err() {
            self.fault("cells that can't be written");
        }
        self.lines.extend(line);
    }

    fn finish(self) -> Rows {
        // A writer into memory fails only where it has panicked before.
        let csv = self.csv.and_then(|csv| csv.into_inner().ok()).unwrap_or_default();
        Rows {
            csv,
            lines: self.lines,
            fault: self.fault,
            traces: self.traces,
            traces_of_names: self.of_names,
        }
    }
}
