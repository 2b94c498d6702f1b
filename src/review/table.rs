//! Tables that people keep: a register, a list. One line is one entry, so no quote can join two entries.

use std::collections::BTreeSet;

use crate::model::account::AccountId;
use crate::model::reference::ReferenceError;
use crate::review::reference::account_id;

/// A row: its line, and its cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(super) line: u64,
    cells: Vec<String>,
}

impl Row {
    /// The cell of a column, if it holds anything visible.
    pub(crate) fn cell(&self, column: usize) -> Option<&String> {
        self.cells.get(column).filter(|cell| !cell.chars().all(|c| c.is_whitespace() || is_invisible(c)))
    }
}

/// The names of the columns, in lower case and without blanks, hyphens and underscores. Each is there once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    names: Vec<String>,
    pub(super) line: u64,
}

impl Header {
    /// The columns of these names, in the order of the names: a column `id` may number the rows.
    pub(crate) fn columns(&self, names: &[&str]) -> Vec<usize> {
        names.iter().filter_map(|name| self.names.iter().position(|column| column == name)).collect()
    }

    /// The columns that may hold account ids, the likeliest first.
    ///
    /// # Errors
    /// When there is none.
    pub(crate) fn ids(&self) -> Result<Vec<usize>, ReferenceError> {
        let ids = self.columns(&["accountid", "awsaccountid", "accountnumber", "account", "id"]);
        if ids.is_empty() {
            let names = crate::review::reference::short(&self.names.join(", "));
            return Err(self.error(format!("no column account_id; the header has {names}")));
        }
        Ok(ids)
    }

    /// The account that a row is of, as its first column of ids says.
    ///
    /// # Errors
    /// When that is not an account id, or another column names another account.
    pub(crate) fn account_id(&self, row: &Row, ids: &[usize]) -> Result<AccountId, ReferenceError> {
        let cells = || ids.iter().filter_map(|id| row.cells.get(*id));
        let id = account_id(cells().next().map_or("", String::as_str), row.line)?;
        let arns = self.columns(&["arn"]).into_iter().filter_map(|arn| row.cells.get(arn));
        match cells().chain(arns).find(|cell| is_of_another(id, cell)) {
            Some(other) => Err(ReferenceError::at(row.line, format!("it names {id}, and also `{other}`"))),
            None => Ok(id),
        }
    }

    pub(crate) fn error(&self, message: String) -> ReferenceError {
        ReferenceError::at(self.line, message)
    }
}

/// Whether a cell beside an account's id names another account: its ARN in an organization, or an id however written.
pub(crate) fn is_of_another(id: AccountId, cell: &str) -> bool {
    let id = id.to_string();
    if cell.starts_with("arn:") {
        let named = cell.rsplit('/').next().filter(|_| cell.contains(":account/"));
        return named.is_some_and(|named| named != id);
    }
    let digits: String = cell.chars().filter(char::is_ascii_digit).collect();
    digits.len() == id.len() && digits != id
}

/// The lines of a text that hold anything, with their numbers.
///
/// # Errors
/// A character that breaks lines in some programs, or is invisible.
pub(crate) fn lines(text: &str) -> Result<Vec<(u64, &str)>, ReferenceError> {
    let is_odd = |c: &char| c.is_control() && *c != '\t' || matches!(c, '\u{2028}' | '\u{2029}');
    let line = |(number, line): (u64, &'_ str)| match line.chars().find(is_odd) {
        Some(c) => {
            let message =
                format!("it holds the control character U+{:04X}; expected plain text", u32::from(c));
            Err(ReferenceError::at(number, message))
        }
        None => Ok(()),
    };
    let lines: Vec<(u64, &str)> =
        (1..).zip(text.split('\n')).filter(|(_, line)| !line.trim().is_empty()).collect();
    crate::review::reference::collected(lines.iter().copied().map(line))?;
    Ok(lines)
}

/// The header of a CSV, and its rows that are not empty, or what is wrong with them.
pub(crate) type Table = (Header, Vec<Result<Row, ReferenceError>>);

/// Reads a CSV with a header, separated by commas, semicolons or tabs.
///
/// # Errors
/// When there is no header, or it is unclear.
pub(crate) fn table(text: &str) -> Result<Table, ReferenceError> {
    let mut lines = lines(text)?.into_iter();
    let (line, first) = lines.next().unwrap_or((1, ""));
    let count = |delimiter: char| (first.matches(delimiter).count(), delimiter == ',');
    let delimiter = [',', ';', '\t'].into_iter().max_by_key(|c| count(*c)).unwrap_or(',');
    let names = cells(first, delimiter).map_err(|message| ReferenceError::at(line, message))?;
    let header = Header { names: names.iter().map(|name| name_of(name)).collect(), line };
    let mut known = BTreeSet::new();
    for name in &header.names {
        if name.contains(is_invisible) {
            return Err(header.error(format!("the column `{name}` has an invisible character in its name")));
        }
        if !known.insert(name) {
            return Err(header.error(format!("the header names the column {name} twice")));
        }
    }
    let row = |(line, text)| {
        let cells = cells(text, delimiter).map_err(|message| ReferenceError::at(line, message))?;
        if cells.len() != header.names.len() {
            let message = format!("it has {} cells, and the header has {}", cells.len(), header.names.len());
            return Err(ReferenceError::at(line, message));
        }
        Ok(Row { line, cells })
    };
    let is_empty = |row: &Row| row.cells.iter().all(String::is_empty);
    let rows = lines.map(row).filter(|row| !row.as_ref().is_ok_and(is_empty)).collect();
    Ok((header, rows))
}

fn name_of(name: &str) -> String {
    let counts = |c: &char| !c.is_whitespace() && !matches!(c, '_' | '-');
    name.chars().filter(counts).flat_map(char::to_lowercase).collect()
}

/// The cells of a line, without the blanks around them. Quotes are where RFC 4180 allows them, and open and close
/// within the line.
fn cells(line: &str, delimiter: char) -> Result<Vec<String>, &'static str> {
    let mut cells = Vec::new();
    let mut rest = line;
    loop {
        let (cell, after) = match rest.strip_prefix('"') {
            Some(quoted) => quoted_cell(quoted)?,
            None => {
                let (cell, after) = rest.split_at(rest.find(delimiter).unwrap_or(rest.len()));
                if cell.contains('"') {
                    return Err(
                        "a quote stands inside a cell; expected the whole cell in quotes, and quotes in it twice",
                    );
                }
                (cell.to_owned(), after)
            }
        };
        cells.push(cell.trim().to_owned());
        match after.strip_prefix(delimiter) {
            Some(more) => rest = more,
            None if after.is_empty() => return Ok(cells),
            None => return Err("a cell goes on behind its closing quote; expected the next cell"),
        }
    }
}

/// A cell behind its opening quote, and what follows the closing one.
fn quoted_cell(text: &str) -> Result<(String, &str), &'static str> {
    let mut cell = String::new();
    let mut rest = text;
    loop {
        let Some((part, after)) = rest.split_once('"') else {
            return Err("a quote opens and does not close in this line; expected one entry a line");
        };
        cell += part;
        match after.strip_prefix('"') {
            Some(more) => {
                cell.push('"');
                rest = more;
            }
            None => return Ok((cell, after)),
        }
    }
}

/// Whether a character is invisible, alone or among others.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}
