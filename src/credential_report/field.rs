//! What a cell of a credential report can say.
//!
//! Source of the words: AWS IAM User Guide, "Generate credential reports for your AWS account", and recorded reports.

use crate::credential_report::canonical::is_time;
use crate::credential_report::columns::Kind;
use crate::credential_report::trace;
use crate::model::account::{IamArn, LONGEST_USER_NAME};

/// The longest name of a region or a service.
const LONGEST_NAME: usize = 64;

/// A word so long is data, as base64 is: no text has one.
pub(crate) const SHORTEST_DATA: usize = 200;

/// The longest cell of free text.
const LONGEST_TEXT: usize = 2000;

/// What a cell says where true or false is expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    True,
    False,
    /// One of AWS's words for "nothing here", or nothing.
    Absent,
    Other,
}

/// The word in a cell, in any case and trimmed: AWS writes `true`, its guide `TRUE`, data tools `True`.
pub(super) fn word(cell: &[u8]) -> Word {
    // As AWS writes it.
    if cell == b"false" {
        return Word::False;
    }
    let cell = cell.trim_ascii();
    if cell.eq_ignore_ascii_case(b"true") {
        Word::True
    } else if cell.eq_ignore_ascii_case(b"false") {
        Word::False
    } else if is_absent(cell) {
        Word::Absent
    } else {
        Word::Other
    }
}

/// Whether a cell says that there is nothing: in AWS's words, or in those that data tools have for a missing value.
pub(crate) fn is_absent(cell: &[u8]) -> bool {
    const LONGEST: usize = b"no_information".len();
    let cell = cell.trim_ascii();
    if cell == b"N/A" {
        return true;
    }
    let words: [&[u8]; 10] =
        [b"", b"n/a", b"no_information", b"not_supported", b"na", b"nan", b"nat", b"<na>", b"null", b"none"];
    cell.len() <= LONGEST && words.iter().any(|word| cell.eq_ignore_ascii_case(word))
}

/// Whether a credential report can have that cell in that column. What AWS would not have written shows damage: cells
/// that moved into the wrong column, or another document that runs into the last cell.
pub(crate) fn is_expected(kind: Kind, cell: &[u8]) -> bool {
    let cell = cell.trim_ascii();
    match kind {
        Kind::KeyActive(_) | Kind::MfaActive | Kind::PasswordEnabled | Kind::CertificateActive(1 | 2) => {
            word(cell) != Word::Other
        }
        Kind::KeyRotated(_) | Kind::KeyUsedDate(_) | Kind::PasswordLastUsed | Kind::Time => {
            is_absent(cell)
                || cell.try_into().is_ok_and(is_time)
                || std::str::from_utf8(cell).is_ok_and(is_date)
        }
        Kind::KeyUsedRegion(_) | Kind::KeyUsedService(_) => is_absent(cell) || is_name(cell),
        // No user name has an angle bracket but the root user's.
        Kind::User => {
            let is_odd = cell.iter().any(|byte| matches!(byte, b'<' | b'>' | b'"'));
            cell == crate::credential_report::row::ROOT
                || !cell.is_empty() && cell.len() <= LONGEST_USER_NAME && !is_odd
        }
        Kind::Arn => !cell.is_empty(),
        Kind::AdditionalInfo | Kind::CertificateActive(_) | Kind::AccountId | Kind::Other => {
            !holds_document(cell)
        }
    }
}

/// Whether IAM can have a user of that name.
///
/// Source: AWS IAM User Guide, "IAM and AWS STS quotas", names of users.
fn is_iam_name(name: &[u8]) -> bool {
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || b"+=,.@_-".contains(byte);
    name.len() <= LONGEST_USER_NAME && name.iter().all(is_letter)
}

/// Whether IAM can have a user of that name, in no escape the root user's: what tells in a row without an ARN.
pub(super) fn is_user_name(cell: &[u8]) -> bool {
    is_iam_name(cell) && !trace::is_in(cell)
}

/// Whether a report, or a part of one, is in an ARN. The path of a user may have any letters, the root user's name among
/// them: alone it is no part of a report. The name at its end is too short for a report, so that a user can be called
/// `access_key_1_active`, or what reads as base64.
///
/// Source: AWS IAM User Guide, "IAM identifiers", friendly names and paths.
pub(super) fn holds_report(arn: &IamArn<'_>) -> bool {
    let name = arn.user_name().filter(|name| is_iam_name(name.as_bytes())).unwrap_or_default();
    let resource = arn.resource.strip_suffix(name).unwrap_or(arn.resource);
    let path = resource.replace("<root_account>", "");
    let is_row = path.len() < resource.len() && (path.contains(":root") || path.contains("true"));
    trace::is_in(arn.account.as_bytes()) || trace::is_in(path.as_bytes()) || is_row
}

/// A region or a service, a word of a few letters: `us-east-1`, `s3`, `execute-api`, `IoTSecuredTunneling`, `N/A`. AWS has
/// no list of them to go by. True and false are in other columns, and no time begins with a letter.
pub(super) fn is_name(cell: &[u8]) -> bool {
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._/".contains(byte);
    cell.len() <= LONGEST_NAME
        && cell.iter().take(2).any(u8::is_ascii_alphabetic)
        && cell.iter().all(is_letter)
        && !matches!(word(cell), Word::True | Word::False)
        && !trace::is_in(cell)
}

/// Whether another document ran into a cell of free text: a message of the AWS CLI, a value with `Content`, or base64,
/// for no other text has such long words.
fn holds_document(cell: &[u8]) -> bool {
    let symbol = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    let marks: [&[u8]; 8] = [
        b"error occurred (",
        b"[ERROR]:",
        b"{Content:",
        b"{'Content'",
        b"\"Content\"",
        b"<root_account>",
        b"access_key_1_active",
        b":root,",
    ];
    cell.len() > LONGEST_TEXT
        || cell.split(|byte| !symbol(byte)).any(|word| word.len() >= SHORTEST_DATA)
        || marks.iter().any(|mark| memchr::memmem::find(cell, mark).is_some())
        || trace::is_in(cell)
}

/// A date as AWS writes it, or as a spreadsheet or a data tool reformats it.
fn is_date(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if text.len() > 40 {
        return false;
    }
    if text.split('-').next().is_some_and(|year| digits(year) && year.len() >= 4 && text.contains('-')) {
        return is_iso(text);
    }
    // 30.08.2026 09:12, 8/30/26 9:12 AM, Tue Feb 27 2018: a few short numbers and words.
    let parts: Vec<&str> =
        text.split([' ', ',', '.', '/', ':', '-', '\'']).filter(|part| !part.is_empty()).collect();
    let number = |part: &&str| digits(part) && part.len() <= 4;
    let name = |part: &&str| part.chars().all(char::is_alphabetic) && part.chars().count() <= 10;
    let numbers = parts.iter().copied().filter(number).count();
    let names = parts.iter().copied().filter(name).count();
    let serial = matches!(parts.as_slice(), [day] | [day, _] if digits(day) && day.len() == 5)
        && parts.iter().all(|part| digits(part));
    serial || numbers + names == parts.len() && (2..=7).contains(&numbers) && names <= 4
}

/// `2026-08-30`, with a time after `T` or a space; after `T` it has seconds, as in every program's output.
fn is_iso(text: &str) -> bool {
    let time = text.get(10..).unwrap_or_default();
    let zone = time.find(['Z', '+']).or_else(|| time.rfind('-')).unwrap_or(time.len());
    let clock = time.get(1..zone).unwrap_or_default();
    let colons = clock.matches(':').count();
    let spaced = time.starts_with(' ');
    let civil = text.get(..10 + zone).unwrap_or_default();
    match time.bytes().next() {
        None => text.parse::<jiff::civil::Date>().is_ok(),
        Some(b'T' | b' ') if colons == 2 || colons == 1 && spaced => {
            // DuckDB and PostgreSQL write `+00` alone.
            let zoned = matches!(time.get(zone..), Some("" | "Z" | " UTC"))
                || spaced && time.get(zone..) == Some("+00")
                || is_full_time(text.as_bytes());
            zoned && civil.parse::<jiff::civil::DateTime>().is_ok()
        }
        Some(_) => false,
    }
}

/// Whether the last cell of a file without a final newline is surely whole. A cell that could be longer is not: AWS
/// sends no final newline, so that a file cut in its last cell looks like a whole one but for that cell.
pub(crate) fn is_surely_whole(cell: &[u8]) -> bool {
    let cell = cell.trim_ascii();
    // `NaN` and the like are whole only by chance: `NA` can be `NaN`, `None` a name.
    let words: [&[u8]; 5] = [b"true", b"false", b"n/a", b"no_information", b"not_supported"];
    words.iter().any(|word| cell.eq_ignore_ascii_case(word)) || is_full_time(cell) || is_root_arn(cell)
}

/// `2026-09-30T12:00:00Z`, or with an offset of hours and minutes: no longer time starts like it.
fn is_full_time(cell: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(cell) else { return false };
    let offset = |b: &[u8]| matches!(b, [b'+' | b'-', a, b, b':', c, d] if [a, b, c, d].iter().all(|digit| digit.is_ascii_digit()));
    let ends = cell.ends_with(b"Z") || cell.last_chunk::<6>().is_some_and(|end| offset(end));
    ends && text.contains(':') && text.parse::<crate::model::time::Timestamp>().is_ok()
}

fn is_root_arn(cell: &[u8]) -> bool {
    cell.starts_with(b"arn:") && cell.ends_with(b":root")
}

/// The word for true or false of another language, as spreadsheets write booleans, and that language's name.
pub(crate) fn localized_boolean(cell: &str) -> Option<&'static str> {
    const WORDS: &[(&str, &[&str])] = &[
        ("German", &["WAHR", "FALSCH"]),
        ("French", &["VRAI", "FAUX"]),
        ("Spanish", &["VERDADERO", "FALSO"]),
        ("Italian", &["VERO", "FALSO"]),
        ("Portuguese", &["VERDADEIRO", "FALSO"]),
        ("Dutch", &["WAAR", "ONWAAR"]),
        ("Swedish", &["SANT", "FALSKT"]),
        ("Polish", &["PRAWDA", "FAŁSZ"]),
        ("Russian", &["ИСТИНА", "ЛОЖЬ"]),
        ("Finnish", &["TOSI", "EPÄTOSI"]),
    ];
    let cell = cell.trim().to_uppercase();
    WORDS.iter().find(|(_, words)| words.contains(&cell.as_str())).map(|(language, _)| *language)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credential_report::canonical::is_utc_time;

    #[test]
    fn only_true_is_true_and_only_false_is_false() {
        for cell in ["true", "TRUE", "True", " true ", "tRuE\t"] {
            assert_eq!(word(cell.as_bytes()), Word::True, "{cell:?}");
        }
        for cell in ["false", "FALSE", "False", " false"] {
            assert_eq!(word(cell.as_bytes()), Word::False, "{cell:?}");
        }
        for cell in ["", "N/A", "n/a", "no_information", "not_supported", "  ", "NaN", "NA", "null", "None"] {
            assert_eq!(word(cell.as_bytes()), Word::Absent, "{cell:?}");
        }
        for cell in
            ["yes", "no", "1", "0", "WAHR", "FALSCH", "tru", "fals", "falsefalse", "\"false\"", "fa lse"]
        {
            assert_eq!(word(cell.as_bytes()), Word::Other, "{cell:?}");
        }
    }

    #[test]
    fn dates_are_those_of_aws_and_of_spreadsheets() {
        for date in [
            "2026-09-11T13:15:19Z",
            "2016-05-16T18:13:11+00:00",
            "2026-09-11T13:15:19.000Z",
            "2026-09-11T13:15:19",
            "2026-09-11 13:15:19+00:00",
            "2026-09-11 13:15:19+00",
            "2026-09-11 13:15:19",
            "2026-09-11 13:15",
            "2026-09-11",
            "11.09.2026 13:15:19",
            "11-09-2026 13:15",
            "9/11/2026 1:15:19 PM",
            "11/09/26 13:15",
            "11 Sep 2026",
            "11 août 2026 13:15:19",
            "Tue Feb 27 2018",
            "46276.5523",
            "46276,55",
        ] {
            assert!(is_date(date), "{date}");
        }
        for bad in [
            "2051Z",
            "46276.Feb",
            "2026.46276",
            "2026",
            "22019-05-29T05:53:51Z",
            "2019-05-29T05:53:51ZZ",
            "2019-05-29T05:53:51ZdXNlcixhcm4s",
            "2026-01-02T03:05Z",
            "2019-5:53:51Z",
            "2019-13-29T05:53:51Z",
            "2019-05-29T05:53:51+0:00",
            "2019-05-29T05:53:51+00",
            "2019-05-29 05:53:51+0",
            "2019-05-29T05:53:512019-05-29",
            "2019-05-29TN/A",
            "true",
            "false",
            "us-east-1",
            "s3",
            "N/AdXNlcixhcm4s",
            "N/A<h1>404</h1>",
            "arn:aws:iam::111122223333:root",
            "N/Aaws: [ERROR]: An error occurred (Throttling) 4",
        ] {
            assert!(!is_date(bad), "{bad}");
        }
    }

    #[test]
    fn times_told_in_one_go_are_those_that_are_dates() {
        for year in ["0999", "1900", "2000", "2023", "2024", "3000"] {
            for (month, day) in (0..20).flat_map(|month| (0..40).map(move |day| (month, day))) {
                for clock in ["00:00:00", "19:59:59", "23:59:59", "24:00:00", "12:60:00", "1:00:00:"] {
                    let text = format!("{year}-{month:02}-{day:02}T{clock}+00:00");
                    let told = is_time(text.as_bytes().try_into().unwrap());
                    let range = ("1000".."3000").contains(&year);
                    assert_eq!(told, range && is_date(&text), "{text}");
                    let utc = format!("{year}-{month:02}-{day:02}T{clock}Z");
                    assert_eq!(is_utc_time(utc.as_bytes().try_into().unwrap()), told, "{utc}");
                }
            }
        }
        for year in 1000..3000 {
            let text = format!("{year}-02-29T12:00:00+00:00");
            assert_eq!(is_time(text.as_bytes().try_into().unwrap()), is_date(&text), "{text}");
        }
        let text = *b"2026-09-30T12:00:00+00:00";
        for (at, byte) in (0..text.len()).flat_map(|at| (0..=255).map(move |byte| (at, byte))) {
            let mut other = text;
            other[at] = byte;
            let expected = std::str::from_utf8(&other).is_ok_and(is_date);
            assert!(!is_time(&other) || expected, "{}", other.escape_ascii());
        }
    }

    #[test]
    fn a_cell_of_any_kind_holds_no_document() {
        for cell in ["x.".repeat(1000).as_str(), &"x".repeat(199), "root_account"] {
            assert!(is_expected(Kind::Other, cell.as_bytes()), "{cell}");
        }
        for cell in [("x.".repeat(1000) + "y").as_str(), &"x".repeat(200), "a<root_account>", "x:root,"] {
            assert!(!is_expected(Kind::Other, cell.as_bytes()), "{cell}");
        }
    }

    #[test]
    fn regions_and_services_are_words() {
        for cell in [
            "us-east-1",
            "us-gov-west-1",
            "s3",
            "N/A",
            "not_supported",
            "",
            "US-EAST-1",
            "us_east",
            "execute-api",
            "IoTSecuredTunneling",
            "runtime.sagemaker",
            "3d/render",
        ] {
            assert!(is_expected(Kind::KeyUsedRegion(1), cell.as_bytes()), "{cell}");
            assert!(is_expected(Kind::KeyUsedService(2), cell.as_bytes()), "{cell}");
        }
        for cell in [
            "us east",
            "s3{",
            "2026-09-11T13:15:19Z",
            "2026",
            "TRUE",
            "False",
            "arn:aws:iam::111122223333:root",
            "access_key_1_active",
            &"s".repeat(65),
        ] {
            assert!(!is_expected(Kind::KeyUsedRegion(1), cell.as_bytes()), "{cell}");
        }
    }

    #[test]
    fn a_last_cell_is_whole_when_nothing_could_follow_it() {
        for cell in
            ["N/A", "true", "false", "not_supported", "2026-09-11T13:15:19Z", "2026-09-11T13:15:19+00:00"]
        {
            assert!(is_surely_whole(cell.as_bytes()), "{cell:?}");
            for end in 0..cell.len() {
                assert!(!is_surely_whole(&cell.as_bytes()[..end]), "{cell:?} cut at {end}");
            }
        }
        for cell in [
            "",
            "NA",
            "NaN",
            "None",
            "null",
            "s3",
            "us-east-1",
            "build-bot",
            "2026-09-11",
            "11.09.2026 13:15",
        ] {
            assert!(!is_surely_whole(cell.as_bytes()), "{cell:?}");
        }
    }
}
