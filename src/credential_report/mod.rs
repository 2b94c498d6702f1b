//! From a CSV's bytes to credential reports: rows grouped by account, root users read, damage noted.
//!
//! A credential report is AWS's CSV of an account's users and their credentials, one row a user. It is read strictly where it
//! matters: whatever AWS would not have written is noted, so that the report is not clean.

mod canonical;
mod columns;
mod date;
mod field;
mod header;
mod key_claim;
pub(crate) mod lines;
pub(crate) mod lookahead;
mod parser;
mod records;
pub(crate) mod remark;
mod root_user;
mod row;
mod section;
mod told_account;
pub(crate) mod trace;
mod unclear;

use csv::ByteRecord;

pub(crate) use field::{SHORTEST_DATA, localized_boolean};
pub(crate) use header::{
    delimiter, has_one_word_cells, is_column, is_header, is_header_line, is_own_column, is_root_line,
};
pub(crate) use root_user::RootRow;

use crate::credential_report::lines::Lines;
use crate::credential_report::lookahead::Lookahead;
use crate::model::account::Account;
use crate::model::problem::{Code, Problem};
use columns::Columns;
pub(crate) use columns::HEADER;
use parser::Parser;
use records::Records;

/// One credential report: the rows below one header.
///
/// AWS makes it of one account, with a row for the root user, `<root_account>`, and one for each other user. Where people joined
/// reports in one CSV, each header begins another, and rows of several accounts below one header are told apart by their ARNs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct CredentialReport {
    /// The accounts that its rows belong to, in file order. AWS's own reports have one.
    pub(crate) accounts: Vec<AccountRows>,
    /// Damage. It touches every account of the report. Lines are lines of the CSV.
    pub(crate) problems: Vec<Problem>,
}

impl CredentialReport {
    /// Whether it tells nothing of any account: none is named, and no root user's row shows the state of its keys.
    fn is_idle(&self) -> bool {
        let is_idle =
            |rows: &AccountRows| rows.account.id.is_none() && rows.root_users.iter().all(RootRow::is_unknown);
        self.accounts.iter().all(is_idle)
    }
}

/// The rows of one account in one credential report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AccountRows {
    /// The account, as the rows' ARNs say.
    pub(crate) account: Account,
    /// Its `<root_account>` rows, exactly one in a sound report; of many the first, and one with an active key.
    pub(crate) root_users: Vec<RootRow>,
    /// How many `<root_account>` rows it has.
    pub(crate) root_rows: u64,
    /// How many other rows it has.
    pub(crate) users: u64,
    /// The line of its first row in the CSV, from 1.
    pub(crate) csv_line: u64,
}

impl AccountRows {
    /// Adds a root user's row.
    fn add_root(&mut self, root: RootRow) {
        const MOST: usize = 10;
        self.root_rows += 1;
        if self.root_users.len() < MOST {
            self.root_users.push(root);
        } else if root.has_active() && !self.root_users.iter().any(RootRow::has_active) {
            self.root_users.pop();
            self.root_users.push(root);
        }
    }
}

/// Whether what the CSV came in proves that it ends where it ends, as a closing quote does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// The CSV is as long as it was written.
    Proven,
    /// The CSV may have been cut: its last cell must show that it is whole.
    Open,
}

/// Reads a CSV that holds one credential report, or several with a header each.
///
/// Never fails: what can't be read is in [`CredentialReport::problems`], and lines count in the CSV, from 1.
pub(crate) fn parse(csv: &[u8], end: End) -> Vec<CredentialReport> {
    let delimiter = delimiter(csv);
    let by_line = parse_lines(&mut &*csv, delimiter, end, &mut |_| ());
    by_line.unwrap_or_else(|| parse_records(csv, delimiter, end))
}

/// As [`parse`], where each line can be told by itself; else `None`. `told` is given the text of each row that is neither
/// AWS's own header nor one as AWS writes it.
pub(crate) fn parse_lines(
    csv: &mut impl Lookahead,
    delimiter: u8,
    end: End,
    told: &mut dyn FnMut(&[u8]),
) -> Option<Vec<CredentialReport>> {
    let mut parser = Parser::new(delimiter);
    let mut line = 1;
    if let Some((columns, length)) = Columns::of_canonical(csv.lines()?).filter(|_| delimiter == b',') {
        parser.section.columns = Some(columns);
        parser.last.set(line, csv.peek(0).get(..length)?);
        csv.consume(length);
        line += 1;
    }
    let mut record = None;
    loop {
        let lines = csv.lines()?;
        let (rows, length) = match parser.read_canonical(lines, line) {
            Some(read) => read,
            None if lines.is_empty() => return Some(parser.finish(end)),
            None => {
                let length = memchr::memchr(b'\n', lines).map_or(lines.len(), |end| end + 1);
                let raw = lines.get(..length)?;
                // With memory for what a row of AWS's needs.
                let record = record.get_or_insert_with(|| ByteRecord::with_capacity(512, 32));
                if matches!(raw, b"\n" | b"\r\n") {
                    parser.last.text.extend_from_slice(raw);
                } else if records::split(raw, delimiter, record) {
                    told(raw);
                    parser.record(record, raw, line);
                } else {
                    return None;
                }
                (1, length)
            }
        };
        line += rows;
        csv.consume(length);
    }
}

/// As [`parse`], by the `csv` crate, which tells what lines by themselves don't.
pub(crate) fn parse_records(csv: &[u8], delimiter: u8, end: End) -> Vec<CredentialReport> {
    let (mut parser, mut lines) = (Parser::new(delimiter), Lines::new(csv));
    let mut records = Records::new(csv, delimiter);
    let mut record = ByteRecord::new();
    loop {
        let start = records.start();
        match records.next(&mut record) {
            Ok(Some(range)) => {
                parser.record(&record, csv.get(range).unwrap_or_default(), lines.line_at(start));
            }
            Ok(None) => break,
            Err(error) => {
                parser.note(Code::QuotingDamaged, lines.line_at(start), || error.to_string());
                break;
            }
        }
    }
    parser.last.text.extend_from_slice(records.rest());
    parser.finish(end)
}

/// Whether a text is ASCII without control characters.
pub(crate) fn is_printable(text: &[u8]) -> bool {
    // All of it in any case, for then many bytes are looked at in one go.
    text.iter().fold(true, |all, byte| all & matches!(byte, b' '..=b'~'))
}
