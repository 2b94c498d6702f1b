//! What people and programs write around the rows of a report: titles, headings, totals, comments, rules, types of columns.
//! A row, or a piece of one, is never a remark.

use std::collections::BTreeSet;

use csv::ByteRecord;

use crate::credential_report::field::{Word, word};
use crate::credential_report::header::is_header_line;
use crate::credential_report::trace;

/// The longest line that is one.
const LONGEST: usize = 300;

/// What tells that an export failed, or that a root key exists, in lower case: that is never a remark.
const FAILURES: &[&str] = &[
    "error",
    "fail",
    "denied",
    "exception",
    "throttl",
    "expire",
    "not ",
    "n't ",
    "unable",
    "cannot",
    "timeout",
    "timed out",
    "invalid",
    "refused",
    "traceback",
    "fatal",
    "unauthorized",
    "forbidden",
    "missing",
    "skipped",
    "incomplete",
    "truncated",
    "omitted",
    "more ",
    "lost",
    "damage",
    "corrupt",
];
const KEYS: &[&str] = &["active", "enabled", "true", "yes", "exist", "present", "found"];

/// Names of report's parts: with one of them a line can be a piece of a report.
const MENTIONS: &[&str] = &[
    "root_account",
    "access_key",
    "accesskey",
    "arn:",
    "user,arn",
    "akia",
    "mfa_active",
    "password_enabled",
];

/// Whether a line is a remark, or blank: a comment, a rule, or words that no row has. Alone it says nothing of any key.
pub(crate) fn is_remark(line: &[u8]) -> bool {
    let Ok(line) = std::str::from_utf8(line) else { return false };
    // A spreadsheet gives it a cell, and leaves the others empty.
    let text = line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{FEFF}' | ',' | ';'));
    let text = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
    if text.is_empty() {
        return true;
    }
    if text.len() > LONGEST || text.chars().any(char::is_control) || trace::is_in(text.as_bytes()) {
        return false;
    }
    let lower = text.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let says_key = lower.contains("root") && lower.contains("key") && has(KEYS);
    if has(MENTIONS) || has(FAILURES) || says_key {
        return false;
    }
    let is_rule = text.chars().all(|c| matches!(c, '-' | '=' | '*' | '_' | '~' | '#' | '+' | ' '));
    let is_comment = text.starts_with('#') || text.starts_with("--") || text.starts_with("//");
    is_comment || is_rule && text.len() > 2 || is_prose(text)
}

/// Whether a text is words, as no row is: commas have blanks behind them, and no word is a cell's.
fn is_prose(text: &str) -> bool {
    const LONGEST_WORD: usize = 40;
    let is_loose = |(at, _): (usize, &str)| text.get(at + 1..).is_none_or(|rest| rest.starts_with(' '));
    let is_loose = text.match_indices([',', ';']).all(is_loose);
    let is_word = |word: &str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        word.len() <= LONGEST_WORD && !matches!(word_of(bare), Word::True | Word::False)
    };
    // No user's name has these, and no cell else.
    let is_of_words = text.contains(' ') || text.ends_with(':') || text.contains(": ");
    let has_letters = text.chars().any(char::is_alphabetic);
    let is_clean = !text.contains(['<', '>', '{', '}', '[', ']', '\\', '|', '"', '\t', '`']);
    // A piece of a time.
    let is_time =
        text.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '-' | '.' | 'T' | 'Z' | '+' | ' '));
    is_loose && is_of_words && has_letters && is_clean && !is_time && text.split_whitespace().all(is_word)
}

fn word_of(text: &str) -> Word {
    word(text.as_bytes())
}

/// Whether a row is the totals of a table: a word for them, and numbers.
pub(super) fn is_total(row: &ByteRecord) -> bool {
    const WORDS: &[&str] = &["total", "totals", "grand total", "sum", "count"];
    let mut cells = row.iter().map(<[u8]>::trim_ascii).filter(|cell| !cell.is_empty());
    let is_number =
        |cell: &[u8]| cell.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'%'));
    let is_word = |cell: &[u8]| {
        let cell = cell.strip_suffix(b":").unwrap_or(cell);
        WORDS.iter().any(|word| cell.eq_ignore_ascii_case(word.as_bytes()))
    };
    cells.next().is_some_and(is_word) && cells.next().is_some_and(is_number) && cells.all(is_number)
}

/// The accounts' ids in a remark: each has a report, or is one that none was made of.
pub(crate) fn ids(remark: &[u8]) -> impl Iterator<Item = &[u8]> {
    remark.split(|byte| !byte.is_ascii_digit()).filter(|run| run.len() == 12)
}

/// What a heading has in common with others of its kind: `=== prod ===`, `prod:` and `Profile: prod` with any words.
fn heading(line: &[u8]) -> Option<String> {
    const LONGEST: usize = 80;
    const MOST_WORDS: usize = 2;
    let line = std::str::from_utf8(line).ok().filter(|line| line.len() <= LONGEST)?.trim();
    if let Some((label, _)) = line.split_once(": ") {
        return is_remark(line.as_bytes()).then(|| format!("{}:", label.to_lowercase()));
    }
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let words = line.split(|c| !is_word(c)).filter(|word| word.contains(char::is_alphanumeric)).count();
    let is_decorated = line.ends_with(':') || line.starts_with(['=', '#', '-', '*', '~', '+', '/']);
    let signs = || line.chars().filter(|c| !is_word(*c) && *c != ' ').collect();
    ((1..=MOST_WORDS).contains(&words) && is_decorated && is_remark(line.as_bytes())).then(signs)
}

/// The line, from 1, of a heading that has no report below it, where one of its kind is above the first report: its account
/// is not there, as where each export had its heading and one of them failed.
pub(crate) fn without_report(text: &[u8]) -> Option<u64> {
    let lines = || text.split(|byte| *byte == b'\n').zip(1..);
    // A look at each line for a header takes long.
    lines().find(|(line, _)| heading(line).is_some())?;
    let (mut above, mut kinds, mut alone) = (Vec::new(), None, Vec::new());
    for (line, number) in lines() {
        if is_header_line(line) {
            // Of several of a kind only the last one has it.
            let mut with_report = BTreeSet::new();
            for (kind, number) in above.drain(..).rev() {
                if with_report.contains(&kind) {
                    alone.push((kind, number));
                } else {
                    with_report.insert(kind);
                }
            }
            kinds.get_or_insert(with_report);
        } else if let Some(kind) = heading(line) {
            above.push((kind, number));
        }
    }
    alone.extend(above);
    let kinds = kinds?;
    alone.into_iter().find(|(kind, _)| kinds.contains(kind)).map(|(_, number)| number)
}

/// Whether a cell is the type of a column, as databases and data tools call it: `varchar`, `VARCHAR(20)`, `decimal(10, 2)`.
pub(crate) fn is_type(cell: &str) -> bool {
    #[rustfmt::skip]
    const TYPES: &[&str] = &[
        "bigint", "bool", "boolean", "char", "character varying", "date", "datetime", "decimal", "double", "double precision", "float",
        "hugeint", "int", "int32", "int64", "integer", "json", "jsonb", "null", "numeric", "real", "smallint", "str", "string",
        "struct", "text", "time", "timestamp", "timestamp with time zone", "timestamp without time zone", "timestamp_ns",
        "timestamptz", "tinyint", "ubigint", "uinteger", "uuid", "varchar", "varchar[]", "variant",
    ];
    let cell = cell.trim().to_ascii_lowercase();
    let (name, size) = cell.split_once('(').map_or((&*cell, "0)"), |(name, size)| (name.trim_end(), size));
    let is_size = |size: &str| size.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b' '));
    TYPES.contains(&name) && size.len() <= 10 && size.strip_suffix(')').is_some_and(is_size)
}

/// Whether a row has nothing but rules, or the types of its columns, as database clients put them below the header.
pub(super) fn is_below_header(row: &ByteRecord) -> bool {
    let is_type = |cell: &[u8]| std::str::from_utf8(cell).is_ok_and(is_type);
    let is_rule = |cell: &[u8]| cell.len() > 2 && cell.iter().all(|byte| matches!(byte, b'-' | b'='));
    row.len() > 1 && (row.iter().all(is_type) || row.iter().all(|cell| is_rule(cell.trim_ascii())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_and_totals_are_remarks() {
        for line in [
            "",
            ",,,,",
            "AWS IAM Credential Report",
            "Account: 111122223333",
            "Generated: 2026-09-15 08:00",
            "\"IAM credential report, Q3 2026\",,,,",
            "# exported by Jo, 2026",
            "-- a comment",
            "=== prod ===",
            "----------",
            "(3 rows)",
            "3 rows",
            "Total: 3 users",
            "prod:",
            "Root user access keys, evidence",
        ] {
            assert!(is_remark(line.as_bytes()), "{line}");
        }
    }

    #[test]
    fn pieces_of_rows_failures_and_mentions_are_none() {
        for line in [
            "alice",
            "al",
            "true",
            "N/A",
            "12:00:00Z",
            "2026-09-30 12:00:00",
            "lse,N/A,false,N/A",
            "alice,arn:aws:iam::111122223333:user/alice",
            "# <root_account>,arn:aws:iam::111122223333:root,true",
            "# root_account",
            "root access key 1: active",
            "access_key_1_last_rotated is old",
            "dev: not ready",
            "An error occurred (AccessDenied)",
            "prod: true",
            "{\"a\": 1}",
            "dXNlcixhcm4sYWNjZXNzX2tleV8xX2FjdGl2ZQ==",
            "and 3 more accounts",
            "\u{1} a b",
        ] {
            assert!(!is_remark(line.as_bytes()), "{line}");
        }
        assert_eq!(ids(b"Accounts: 111122223333, 1234").collect::<Vec<_>>(), [b"111122223333"]);
    }

    #[test]
    fn a_heading_without_a_report_is_found_where_others_have_one() {
        const REPORT: &str = "user,arn,access_key_1_active\n";
        for (text, expected) in [
            ("=== prod ===\n@=== dev ===\n@", None),
            ("=== prod ===\n@=== dev ===\n", Some(3)),
            ("=== prod ===\n=== dev ===\n@", Some(1)),
            ("prod:\n@dev:\n", Some(3)),
            ("Profile: prod\n@Profile: dev\n", Some(3)),
            ("Profile: prod\nGenerated: today\n@Total: 3 users\n(3 rows)\n", None),
            ("Profile: prod\n@Total: 3\nProfile: dev\n@Total: 4\n", None),
            ("IAM report, Q3\n@# checked by Jo\nchecked by Al\n", None),
        ] {
            assert_eq!(without_report(text.replace('@', REPORT).as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn totals_are_numbers() {
        let row = |text: &str| is_total(&text.split(',').collect::<Vec<_>>().into());
        assert!(row("Total,2,,") && row(",TOTAL:,,3,50%") && row("Grand Total,1"));
        for other in
            ["total,true,false", "total,arn:aws:iam::111122223333:user/total,false", "total,,", "al,2", ",,"]
        {
            assert!(!row(other), "{other}");
        }
    }

    #[test]
    fn types_and_rules_are_below_a_header() {
        let row = |text: &str| is_below_header(&text.split(',').collect::<Vec<_>>().into());
        assert!(row("varchar,VARCHAR(20),timestamp with time zone,boolean") && row("-----,===="));
        for other in [
            "varchar,false",
            "varchar,varchar(dXNlcixhcm4)",
            "varchar,varchar(20",
            "text",
            "-,-",
            "alice,text",
        ] {
            assert!(!row(other), "{other}");
        }
    }
}
