//! From a CSV's bytes to credential reports: rows grouped by account, root users read, damage noted.
//!
//! Strict where it matters: whatever AWS would not have written is noted, so that the report is not clean.

mod columns;
mod field;
mod header;
mod records;
mod root_user;
mod row;
mod section;
mod usual;

use std::sync::Arc;

use csv::ByteRecord;

pub(crate) use field::localized_boolean;
pub(crate) use header::{delimiter, is_header, is_header_line, is_root_line};
pub(crate) use root_user::RootRow;
pub use root_user::{AccessKey, KeyState, RootUser};

use crate::account::{Account, IamArn};
use crate::lines::Lines;
use crate::problem::{Code, Position, Problem};
pub(crate) use columns::HEADER;
use columns::{Columns, Kind};
use header::unquoted;
use records::Records;
use row::{Fit, ROOT};
use section::Section;

/// One credential report: the rows below one header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct CredentialReport {
    /// The accounts that its rows belong to, in file order. AWS's own reports have one.
    pub(crate) accounts: Vec<AccountRows>,
    /// Damage. It touches every account of the report. Lines are lines of the CSV.
    pub(crate) problems: Vec<Problem>,
}

/// The rows of one account in one credential report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AccountRows {
    /// The account, as the rows' ARNs say.
    pub(crate) account: Account,
    /// Its `<root_account>` rows: exactly one in a sound report.
    pub(crate) root_users: Vec<RootRow>,
    /// How many other rows it has.
    pub(crate) users: u64,
    /// The line of its first row in the CSV, from 1.
    pub(crate) csv_line: u64,
}

/// Whether what the CSV came in proves that it ends where it ends, as a closing quote does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// The CSV is as long as it was written.
    Proven,
    /// The CSV may have been cut: its last cell must show that it is whole.
    Open,
}

/// Reads a CSV that holds one credential report, or several with a header each. `told` is given the text of each row that
/// is neither AWS's own header nor a user's row as AWS writes it.
///
/// Never fails: what can't be read is in [`CredentialReport::problems`], and lines count in the CSV, from 1.
pub(crate) fn parse(csv: &[u8], end: End, told: &mut dyn FnMut(&[u8])) -> Vec<CredentialReport> {
    let usual = Columns::of_usual(csv);
    let delimiter = if usual.is_some() { b',' } else { delimiter(csv) };
    let mut parser = Parser::new(csv, delimiter);
    let mut records = Records::new(csv, delimiter);
    if let Some((columns, length)) = usual {
        parser.section.columns = Some(columns);
        records.pass(length);
    }
    read(parser, records, end, told)
}

/// As [`parse`], every row by the `csv` crate: what the short ways must agree with.
#[cfg(any(test, fuzzing))]
pub(crate) fn parse_slowly(csv: &[u8], end: End) -> Vec<CredentialReport> {
    let delimiter = delimiter(csv);
    read(Parser::new(csv, delimiter), Records::of_reader(csv, delimiter), end, &mut |_| ())
}

fn read(
    mut parser: Parser<'_>,
    mut records: Records<'_>,
    end: End,
    told: &mut dyn FnMut(&[u8]),
) -> Vec<CredentialReport> {
    // What a row of AWS's takes.
    let mut record = ByteRecord::with_capacity(512, 32);
    let mut last = 0;
    loop {
        let start = records.start();
        if let Some(taken) = records.lines().and_then(|lines| parser.section.take_usual(lines)) {
            last = start + taken.last;
            records.pass(taken.length);
            continue;
        }
        let range = match records.next(&mut record) {
            Ok(Some(range)) => range,
            Ok(None) => break,
            Err(error) => {
                parser.note(Code::QuotingDamaged, start, || error.to_string());
                break;
            }
        };
        if record.iter().any(|cell| !cell.trim_ascii().is_empty()) {
            last = start;
        }
        told(parser.csv.get(range.clone()).unwrap_or_default());
        parser.record(&record, range.start, range.end);
    }
    parser.finish(last, end)
}

struct Parser<'a> {
    csv: &'a [u8],
    delimiter: u8,
    lines: Lines<'a>,
    reports: Vec<CredentialReport>,
    section: Section,
}

impl<'a> Parser<'a> {
    fn new(csv: &'a [u8], delimiter: u8) -> Self {
        Self { csv, delimiter, lines: Lines::new(csv), reports: Vec::new(), section: Section::default() }
    }

    fn record(&mut self, record: &ByteRecord, start: usize, end: usize) {
        let raw = self.csv.get(start..end).unwrap_or_default();
        if memchr::memchr(b'"', raw).is_none() || row::quotes_are_sound(raw, self.delimiter) {
            return self.sort_in(record, raw, start);
        }
        // Which cells a damaged quote joins is not sure, nor which lines: the delimiters tell them apart.
        let mut at = start;
        for line in raw.split_inclusive(|byte| matches!(byte, b'\n' | b'\r')) {
            let cells: ByteRecord = line.split(|byte| *byte == self.delimiter).map(unquoted).collect();
            self.sort_in(&cells, line, at);
            at += line.len();
        }
    }

    /// A header, a row, or what is neither.
    fn sort_in(&mut self, record: &ByteRecord, raw: &[u8], start: usize) {
        let header = Columns::of_header(record);
        let glued = header.as_ref().and_then(|_| row::split_glued(record));
        // A row that names an ARN is a user's, though the commas of its name may leave column names between them.
        let is_row = record.iter().any(|cell| cell.starts_with(b"arn:"));
        match (header, glued) {
            (Some(columns), None) if !is_row => {
                self.begin(columns, start);
                return self.bytes(raw, start);
            }
            // A header that runs into the first row.
            (Some(_), Some((first, second))) if Columns::of_header(&first).is_some() => {
                self.sort_in(&first, b"", start);
                self.bytes(raw, start);
                return self.after_glue(&second, start);
            }
            (Some(_) | None, _) => self.bytes(raw, start),
        }
        // Spreadsheets leave rows of empty cells.
        if record.iter().all(|cell| cell.trim_ascii().is_empty()) {
            return;
        }
        let Some(columns) = &self.section.columns else {
            return self.headless(record, start);
        };
        match row::fit(columns, record) {
            Fit::Whole => self.row(record, start),
            Fit::Joined(row) => self.row(&row, start),
            Fit::Glued(first, second) => {
                self.whole_or_odd(&first, start);
                self.after_glue(&second, start);
            }
            Fit::Odd => self.odd_length(record, start),
        }
    }

    /// What another row ran into: both reports of the place are damaged.
    fn after_glue(&mut self, second: &ByteRecord, start: usize) {
        self.note_glue(start);
        match Columns::of_header(second) {
            Some(columns) => {
                self.begin(columns, start);
                self.note_glue(start);
            }
            None => self.whole_or_odd(second, start),
        }
    }

    fn whole_or_odd(&mut self, record: &ByteRecord, start: usize) {
        if record.len() == columns_len(&self.section) {
            self.row(record, start);
        } else {
            self.odd_length(record, start);
        }
    }

    fn begin(&mut self, columns: Columns, start: usize) {
        self.end_section();
        for name in columns.missing() {
            self.note(Code::ColumnMissing, start, || format!("the header has no column {name}"));
        }
        if let Some(name) = columns.repeated() {
            self.note(Code::ColumnRepeated, start, || format!("the header names the column {name} twice"));
        }
        if let Some(name) = columns.unclear() {
            self.note(Code::ColumnUnclear, start, || {
                format!("the header has a column `{}`", lossy(name.as_bytes()))
            });
        }
        self.section.columns = Some(Arc::new(columns));
    }

    /// What no row has: quotes out of place, bytes that are not UTF-8, control characters, marks of lost characters.
    fn bytes(&mut self, raw: &[u8], start: usize) {
        if memchr::memchr(b'"', raw).is_some() && !row::quotes_are_sound(raw, self.delimiter) {
            self.note(Code::QuotingDamaged, start, || {
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
        self.note(Code::EncodingDamaged, start, || format!("the row holds {found}"));
    }

    /// A row that no header explains. The root user's is told apart, for it would have decided.
    fn headless(&mut self, record: &ByteRecord, start: usize) {
        if row::split_glued(record).is_some() {
            self.note_glue(start);
        }
        let found = lossy(record.get(0).unwrap_or_default());
        self.note(Code::HeaderMissing, start, || {
            format!("no header row names the cells; the row starts with `{found}`, expected was user,arn,…")
        });
    }

    fn odd_length(&mut self, record: &ByteRecord, start: usize) {
        let expected = columns_len(&self.section);
        let of = if record.iter().any(|cell| cell.trim_ascii() == ROOT) {
            "the <root_account> row"
        } else {
            "a row"
        };
        self.note(Code::RowLength, start, || {
            format!(
                "{of} has {} cells, the header {expected}; no comma in its user name explains it",
                record.len()
            )
        });
    }

    /// A row with a cell for each column.
    fn row(&mut self, record: &ByteRecord, start: usize) {
        let Some(columns) = self.section.columns.take() else { return };
        let user = columns.cell(record, Kind::User).map(<[u8]>::trim_ascii);
        let is_root = user == Some(ROOT);
        for (index, (kind, cell)) in columns.cells(record).enumerate() {
            let judged_as_key = is_root && matches!(kind, Kind::KeyActive(_));
            if !judged_as_key && !field::is_expected(kind, cell) {
                self.note(Code::CellUnexpected, start, || {
                    let cause = localized_boolean(&lossy(cell))
                        .map(|l| format!(" ({l}, as a spreadsheet writes it)"));
                    format!("{} says `{}`{}", columns.name(index), lossy(cell), cause.unwrap_or_default())
                });
            }
        }
        let arn_text = columns.cell(record, Kind::Arn).map(|cell| String::from_utf8_lossy(cell.trim_ascii()));
        let arn = arn_text.as_deref().and_then(IamArn::parse);
        let is_arn =
            |cell: &[u8]| std::str::from_utf8(cell.trim_ascii()).ok().and_then(IamArn::parse).is_some();
        if arn.is_none() && (arn_text.is_some() || record.iter().any(is_arn)) {
            self.note(Code::CellUnexpected, start, || match &arn_text {
                Some(text) => format!("arn says `{}`, which is no ARN of IAM", lossy(text.as_bytes())),
                None => "a cell holds an ARN, and no column is called arn".to_owned(),
            });
        }
        if let (Some(user), Some(arn)) = (user, &arn) {
            let named = if arn.resource == "root" { Some(ROOT) } else { arn.user_name().map(str::as_bytes) };
            if named != Some(user) {
                self.note(Code::RowContradicts, start, || {
                    format!(
                        "the user is `{}`, the ARN `{}`",
                        lossy(user),
                        arn_text.as_deref().unwrap_or_default()
                    )
                });
            }
        }
        if let Some(cell) = columns.cell(record, Kind::AccountId) {
            self.account_cell(&lossy(cell.trim_ascii()), arn.as_ref(), start);
        }
        let account = match (&arn, &arn_text) {
            (Some(arn), _) => arn.account(),
            (None, Some(text)) => Account { written: Some(text.to_string()), ..Account::UNKNOWN },
            (None, None) => Account::UNKNOWN,
        };
        let rows = self.section.rows_of(&columns, account, || self.lines.of(start));
        if is_root {
            rows.root_users.push(RootRow::of_row(&columns, record, self.lines.of(start)));
        } else {
            rows.users += 1;
        }
        self.section.columns = Some(columns);
    }

    /// What a column beside AWS's own says of the account: another one than the ARN, or this one without its zeros.
    fn account_cell(&mut self, cell: &str, arn: Option<&IamArn<'_>>, start: usize) {
        let is_id = (6..=12).contains(&cell.len()) && cell.bytes().all(|byte| byte.is_ascii_digit());
        match arn.map(|arn| arn.account) {
            Some(account) if !is_id || cell == account => {}
            Some(account) if account.trim_start_matches('0') == cell => {
                self.note(Code::AccountIdShortened, start, || {
                    format!("a column says the account is `{cell}`; the ARN still has its zeros: {account}")
                });
            }
            Some(account) => self.note(Code::RowContradicts, start, || {
                format!("a column says the account is `{cell}`, the ARN {account}")
            }),
            None if is_id && cell.len() < 12 => self.note(Code::AccountIdShortened, start, || {
                format!("a column says the account is `{cell}`, and no ARN has the zeros that it lost")
            }),
            None => {}
        }
    }

    fn note(&mut self, code: Code, start: usize, message: impl FnOnce() -> String) {
        let problem = || Problem::new(code, message()).at(Position::at_line(self.lines.of(start)));
        self.section.findings.add(code, problem);
    }

    fn note_glue(&mut self, start: usize) {
        self.note(Code::Glued, start, || "this row runs into the first row of another report".to_owned());
    }

    fn end_section(&mut self) {
        let section = std::mem::take(&mut self.section);
        if section.columns.is_some() || !section.findings.is_empty() {
            self.reports.push(section.finish());
        }
    }

    fn finish(mut self, last: usize, end: End) -> Vec<CredentialReport> {
        let raw = self.csv.get(last..).unwrap_or_default();
        let cell = raw.rsplit(|byte| *byte == self.delimiter).next().unwrap_or_default();
        let ends_line = raw.ends_with(b"\n") || raw.ends_with(b"\r");
        let whole = ends_line || raw.ends_with(b"\"") || field::is_surely_whole(cell);
        // A last row that lacks cells was cut, which says more than its length does.
        let odd = !ends_line && self.section.findings.has_any(&[Code::RowLength]);
        let at = |lines: &mut Lines<'_>| Position::at_line(lines.of(last));
        let ragged = odd && self.section.findings.retract(Code::RowLength, at(&mut self.lines));
        if ragged || end == End::Open && !whole {
            self.note(Code::CutShort, last, || {
                format!(
                    "the file ends in the cell `{}`, and no line break shows that its row is whole",
                    lossy(cell)
                )
            });
        }
        self.end_section();
        self.reports
    }
}

/// Whether a text is ASCII without control characters.
pub(crate) fn is_printable(text: &[u8]) -> bool {
    // All of it in any case, for then many bytes are looked at in one go.
    text.iter().fold(true, |all, byte| all & matches!(byte, b' '..=b'~'))
}

fn columns_len(section: &Section) -> usize {
    section.columns.as_ref().map_or(0, |columns| columns.len())
}

fn lossy(bytes: &[u8]) -> String {
    const MOST: usize = 60;
    let text = String::from_utf8_lossy(bytes);
    if text.chars().count() <= MOST {
        text.into_owned()
    } else {
        text.chars().take(MOST).chain(['…']).collect()
    }
}
