//! The rows of a CSV, one after the other: sorted into the reports and accounts that they belong to, damage noted.

use std::collections::BTreeSet;
use std::sync::Arc;

use csv::ByteRecord;

use crate::credential_report::canonical::{self, UserLines};
use crate::credential_report::columns::{Columns, Kind};
use crate::credential_report::header::unquoted;
use crate::credential_report::lines::Lines;
use crate::credential_report::row::{self, Fit, ROOT};
use crate::credential_report::section::Section;
use crate::credential_report::{
    AccountRows, CredentialReport, End, RootRow, field, is_printable, remark, told_account,
};
use crate::model::account::{Account, IamArn};
use crate::model::problem::{Code, Position, Problem};
use crate::model::problem_list::ProblemList;

/// How many reports are kept that tell nothing of any account.
const MOST_IDLE: usize = 100;

/// What was read of a CSV, row by row.
pub(super) struct Parser {
    delimiter: u8,
    reports: Vec<CredentialReport>,
    /// How many of the reports tell nothing of any account.
    idle: usize,
    /// What is to be said of further ones that don't.
    rest: ProblemList,
    pub(super) section: Section,
    pub(super) last: Last,
    /// The ids of accounts that remarks name, and their lines.
    remarked: Vec<(Vec<u8>, u64)>,
}

/// The last row that is not blank, and what follows it.
pub(super) struct Last {
    pub(super) line: u64,
    pub(super) text: Vec<u8>,
}

impl Default for Last {
    fn default() -> Self {
        // What a row of AWS's needs.
        Self { line: 1, text: Vec::with_capacity(512) }
    }
}

impl Last {
    pub(super) fn set(&mut self, line: u64, text: &[u8]) {
        self.line = line;
        self.text.clear();
        self.text.extend_from_slice(text);
    }
}

impl Parser {
    pub(super) fn new(delimiter: u8) -> Self {
        let rest = ProblemList::new(MOST_IDLE);
        let (section, last) = Default::default();
        Self { delimiter, reports: Vec::new(), idle: 0, rest, section, last, remarked: Vec::new() }
    }

    /// Reads the rows that a text begins with at a line, where they are as AWS writes them: how many they are, and how
    /// many bytes they have.
    pub(super) fn read_canonical(&mut self, text: &[u8], line: u64) -> Option<(u64, usize)> {
        if self.delimiter != b',' {
            return None;
        }
        if let Some(UserLines { rows, last, rest }) = self.section.read_users(text) {
            self.last.set(line + rows - 1, last.get(..last.len() - rest.len())?);
            return Some((rows, text.len() - rest.len()));
        }
        let columns = self.section.columns.clone()?;
        let canonical::RootLine { account, cells, length } = canonical::root(text, columns.canonical?)?;
        self.last.set(line, text.get(..length)?);
        let root = RootRow::of_row(&columns, &cells, line);
        self.section.rows_of(&columns, account, line).add_root(root);
        Some((1, length))
    }

    /// A record, its text, and the line that it begins at.
    pub(super) fn record(&mut self, record: &ByteRecord, raw: &[u8], line: u64) {
        if record.iter().any(|cell| !cell.trim_ascii().is_empty()) {
            self.last.text.clear();
            self.last.line = line;
        }
        self.last.text.extend_from_slice(raw);
        if memchr::memchr(b'"', raw).is_none() || row::quotes_are_sound(raw, self.delimiter) {
            return self.sort_in(record, raw, line);
        }
        // Which cells a damaged quote joins is not sure, nor which lines: the delimiters tell them apart.
        let (mut at, mut lines) = (0, Lines::new(raw));
        for part in raw.split_inclusive(|byte| matches!(byte, b'\n' | b'\r')) {
            let cells: ByteRecord = part.split(|byte| *byte == self.delimiter).map(unquoted).collect();
            self.sort_in(&cells, part, line + lines.line_at(at) - 1);
            at += part.len();
        }
    }

    /// A header, a row, or what is neither.
    fn sort_in(&mut self, record: &ByteRecord, raw: &[u8], line: u64) {
        let header = Columns::of_header(record);
        let glued = header.as_ref().and_then(|_| row::split_glued(record));
        // A row that names an ARN is a user's, though the commas of its name may leave column names between them.
        let is_row = record.iter().any(|cell| cell.starts_with(b"arn:"));
        match (header, glued) {
            (Some(columns), None) if !is_row => {
                let again = self.section.columns.as_ref().and_then(|columns| columns.again(record));
                if again.is_none_or(|is_all| is_all && !self.section.is_empty()) {
                    self.begin(columns, line);
                }
                return self.bytes(raw, line);
            }
            // A header that runs into the first row.
            (Some(_), Some((first, second))) if Columns::of_header(&first).is_some() => {
                self.sort_in(&first, b"", line);
                self.bytes(raw, line);
                return self.after_glue(&second, line);
            }
            (Some(_) | None, _) => self.bytes(raw, line),
        }
        // Spreadsheets leave rows of empty cells.
        if record.iter().all(|cell| cell.trim_ascii().is_empty()) {
            return;
        }
        if self.is_remark(record, raw) {
            // Further ones name nothing new.
            const MOST: usize = 1000;
            self.remarked.extend(remark::ids(raw).map(|id| (id.to_vec(), line)).take(MOST));
            self.remarked.truncate(MOST);
            return self.last.set(line, b"\n");
        }
        let Some(columns) = &self.section.columns else {
            return self.headless(record, line);
        };
        match row::fit(columns, record) {
            Fit::Whole => self.row(record, line),
            Fit::Joined(row) => self.row(&row, line),
            Fit::Glued(first, second) => {
                self.whole_or_odd(&first, line);
                self.after_glue(&second, line);
            }
            Fit::Odd => self.odd_length(record, line),
        }
    }

    /// Whether a line is no row, and nothing of one.
    fn is_remark(&self, record: &ByteRecord, raw: &[u8]) -> bool {
        let is_alone = record.iter().skip(1).all(|cell| cell.trim_ascii().is_empty());
        !raw.is_empty() && (is_alone || record.len() != columns_len(&self.section)) && remark::is_remark(raw)
            || remark::is_total(record)
            || self.section.is_empty() && remark::is_below_header(record)
    }

    /// What another row ran into: both reports of the place are damaged.
    fn after_glue(&mut self, second: &ByteRecord, line: u64) {
        self.note_glue(line);
        match Columns::of_header(second) {
            Some(columns) => {
                self.begin(columns, line);
                self.note_glue(line);
            }
            None => self.whole_or_odd(second, line),
        }
    }

    fn whole_or_odd(&mut self, record: &ByteRecord, line: u64) {
        if record.len() == columns_len(&self.section) {
            self.row(record, line);
        } else {
            self.odd_length(record, line);
        }
    }

    fn begin(&mut self, columns: Columns, line: u64) {
        self.end_section();
        for name in columns.missing() {
            self.note(Code::ColumnMissing, line, || format!("the header has no column {name}"));
        }
        if let Some(name) = columns.repeated() {
            self.note(Code::ColumnRepeated, line, || format!("the header names the column {name} twice"));
        }
        if let Some(name) = columns.unclear() {
            self.note(Code::ColumnUnclear, line, || {
                format!("the header has a column `{}`", lossy(name.as_bytes()))
            });
        }
        self.section.columns = Some(Arc::new(columns));
    }

    /// What no row has: quotes out of place, bytes that are not UTF-8, control characters, marks of lost characters.
    fn bytes(&mut self, raw: &[u8], line: u64) {
        if memchr::memchr(b'"', raw).is_some() && !row::quotes_are_sound(raw, self.delimiter) {
            self.note(Code::QuotingDamaged, line, || {
                "a quote opens and never closes, or stands inside a cell; a cell may hold no line break"
                    .to_owned()
            });
        }
        if is_printable(raw.trim_ascii_end()) {
            return;
        }
        let control = |byte: &u8| byte.is_ascii_control() && !matches!(byte, b'\n' | b'\r' | b'\t');
        let found = match std::str::from_utf8(raw) {
            Err(_) => "bytes that are not UTF-8",
            Ok(_) if raw.iter().any(control) => "a control character",
            Ok(text) if text.contains('\u{FFFD}') => "the mark of a lost character",
            Ok(_) => return,
        };
        self.note(Code::EncodingDamaged, line, || format!("the row holds {found}"));
    }

    /// A row that no header explains. The root user's is told apart, for it would have decided.
    fn headless(&mut self, record: &ByteRecord, line: u64) {
        if row::split_glued(record).is_some() {
            self.note_glue(line);
        }
        let found = lossy(record.get(0).unwrap_or_default());
        self.note(Code::HeaderMissing, line, || {
            format!("no header row names the cells; the row starts with `{found}`, expected was user,arn,…")
        });
    }

    fn odd_length(&mut self, record: &ByteRecord, line: u64) {
        let expected = columns_len(&self.section);
        let of = if record.iter().any(|cell| cell.trim_ascii() == ROOT) {
            "the <root_account> row"
        } else {
            "a row"
        };
        self.note(Code::RowLength, line, || {
            format!(
                "{of} has {} cells, the header {expected}; no comma in its user name explains it",
                record.len()
            )
        });
    }

    /// A row with a cell for each column.
    fn row(&mut self, record: &ByteRecord, line: u64) {
        let Some(columns) = self.section.columns.take() else { return };
        let user = columns.cell(record, Kind::User).map(<[u8]>::trim_ascii);
        let is_root = user == Some(ROOT);
        let cells: Vec<&[u8]> = record.iter().collect();
        for (index, (kind, cell)) in columns.cells(&cells).enumerate() {
            let judged_as_key = is_root && matches!(kind, Kind::KeyActive(_));
            if !judged_as_key && !field::is_expected(kind, cell) {
                self.note(Code::CellUnexpected, line, || {
                    let cause = field::localized_boolean(&lossy(cell))
                        .map(|l| format!(" ({l}, as a spreadsheet writes it)"));
                    format!("{} says `{}`{}", columns.name(index), lossy(cell), cause.unwrap_or_default())
                });
            }
        }
        if let Some(user) =
            user.filter(|user| *user != ROOT && !columns.has(Kind::Arn) && !field::is_user_name(user))
        {
            self.note(Code::CellUnexpected, line, || {
                format!(
                    "user says `{}`, which no IAM user is called, and no ARN tells who it is",
                    lossy(user)
                )
            });
        }
        let arn_text = columns.cell(record, Kind::Arn).map(|cell| String::from_utf8_lossy(cell.trim_ascii()));
        let arn = arn_text.as_deref().and_then(IamArn::parse);
        if arn.is_some_and(|arn| field::holds_report(&arn)) {
            self.note(Code::CellUnexpected, line, || {
                let told = lossy(arn_text.as_deref().unwrap_or_default().as_bytes());
                format!("arn says `{told}`, with a part of a report in it")
            });
        }
        let is_arn =
            |cell: &[u8]| std::str::from_utf8(cell.trim_ascii()).ok().and_then(IamArn::parse).is_some();
        if arn.is_none() && (arn_text.is_some() || record.iter().any(is_arn)) {
            self.note(Code::CellUnexpected, line, || match &arn_text {
                Some(text) => format!("arn says `{}`, which is no ARN of IAM", lossy(text.as_bytes())),
                None => "a cell holds an ARN, and no column is called arn".to_owned(),
            });
        }
        if let (Some(user), Some(arn)) = (user, &arn) {
            let named = if arn.resource == "root" { Some(ROOT) } else { arn.user_name().map(str::as_bytes) };
            if named != Some(user) {
                self.note(Code::RowContradicts, line, || {
                    format!(
                        "the user is `{}`, the ARN `{}`",
                        lossy(user),
                        arn_text.as_deref().unwrap_or_default()
                    )
                });
            }
        }
        let others = [Kind::AccountId, Kind::UserAlias, Kind::ArnAlias];
        for (kind, cell) in columns.cells(&cells).filter(|(kind, _)| others.contains(kind)) {
            if kind == Kind::AccountId {
                let told = told_account::problem(&lossy(cell.trim_ascii()), arn.as_ref());
                told.into_iter().for_each(|(code, message)| self.note(code, line, || message));
                continue;
            }
            let of_arn = || arn_text.as_deref().unwrap_or_default().as_bytes();
            let own = if kind == Kind::UserAlias { user.unwrap_or_default() } else { of_arn() };
            if !field::is_same(kind, own, cell.trim_ascii()) {
                self.note(Code::RowContradicts, line, || {
                    format!("a column says `{}` where AWS's own says `{}`", lossy(cell), lossy(own))
                });
            }
        }
        let account = match (&arn, &arn_text) {
            (Some(arn), _) => arn.account(),
            (None, Some(text)) => Account { written: Some(text.to_string()), ..Account::UNKNOWN },
            (None, None) => told_account::of_row(&columns, &cells).unwrap_or_else(|| {
                self.note(Code::RowContradicts, line, || "two columns say different accounts".to_owned());
                Account::UNKNOWN
            }),
        };
        let rows = self.section.rows_of(&columns, account, line);
        if is_root {
            rows.add_root(RootRow::of_row(&columns, &cells, line));
        } else {
            rows.users += 1;
        }
        self.section.columns = Some(columns);
    }

    pub(super) fn note(&mut self, code: Code, line: u64, message: impl FnOnce() -> String) {
        let problem = || Problem::new(code, message()).at(Position::at_line(line));
        self.section.findings.add(code, problem);
    }

    fn note_glue(&mut self, line: u64) {
        self.note(Code::Glued, line, || "this row runs into the first row of another report".to_owned());
    }

    fn end_section(&mut self) {
        let section = std::mem::take(&mut self.section);
        if section.columns.is_none() && section.findings.is_empty() {
            return;
        }
        let report = section.finish();
        self.idle += usize::from(report.is_idle());
        if !report.is_idle() || self.idle <= MOST_IDLE {
            return self.reports.push(report);
        }
        // Each is a line or two, and needs a hundred times that.
        report.problems.into_iter().for_each(|problem| self.rest.push(problem));
        for rows in report.accounts {
            self.rest.add(Code::RootRowMissing, || {
                let message = "no row of an account below this header tells of the root user's keys";
                Problem::new(Code::RootRowMissing, message).at(Position::at_line(rows.csv_line))
            });
        }
    }

    /// Accounts that remarks name, and no row is of: their reports are not there.
    fn note_remarked(&mut self) {
        let ids = |rows: &AccountRows| rows.account.written.clone();
        let reports = self.reports.iter().flat_map(|report| &report.accounts);
        let known: BTreeSet<String> =
            reports.filter_map(ids).chain(self.section.accounts().iter().filter_map(ids)).collect();
        for (id, line) in std::mem::take(&mut self.remarked) {
            let id = lossy(&id);
            if !known.contains(&id) && !known.is_empty() {
                self.note(Code::RowContradicts, line, || {
                    format!("a line names the account {id}, and no row is of it")
                });
            }
        }
    }

    pub(super) fn finish(mut self, end: End) -> Vec<CredentialReport> {
        let Last { line, text } = std::mem::take(&mut self.last);
        let cell = text.rsplit(|byte| *byte == self.delimiter).next().unwrap_or_default();
        let ends_line = text.ends_with(b"\n") || text.ends_with(b"\r");
        let whole = ends_line || text.ends_with(b"\"") || field::is_surely_whole(cell);
        // A last row that lacks cells was cut, which says more than its length does.
        let odd = !ends_line && self.section.findings.has_any(&[Code::RowLength]);
        let ragged = odd && self.section.findings.retract(Code::RowLength, Position::at_line(line));
        if ragged || end == End::Open && !whole {
            self.note(Code::CutShort, line, || {
                format!(
                    "the file ends in the cell `{}`, and no line break shows that its row is whole",
                    lossy(cell)
                )
            });
        }
        self.note_remarked();
        self.end_section();
        if !self.rest.is_empty() {
            self.reports.push(CredentialReport { accounts: Vec::new(), problems: self.rest.finish() });
        }
        self.reports
    }
}

fn columns_len(section: &Section) -> usize {
    section.columns.as_ref().map_or(0, |columns| columns.len())
}

pub(super) fn lossy(bytes: &[u8]) -> String {
    const MOST: usize = 60;
    let text = String::from_utf8_lossy(bytes);
    if text.chars().count() <= MOST {
        text.into_owned()
    } else {
        text.chars().take(MOST).chain(['…']).collect()
    }
}
