//! What a cell of a credential report can say.
//!
//! Source of the words: AWS IAM User Guide, "Generate credential reports for your AWS account", and recorded reports.

use crate::credential_report::canonical::is_time;
use crate::credential_report::columns::Kind;
use crate::credential_report::date::{is_date, is_full_time};
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
    let words: [&[u8]; 13] = [
        b"",
        b"n/a",
        b"no_information",
        b"not_supported",
        b"na",
        b"nan",
        b"nat",
        b"<na>",
        b"null",
        b"none",
        b"<null>",
        b"(null)",
        b"\\n",
    ];
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
        // What they say is compared with what AWS's own columns do.
        Kind::UserAlias | Kind::ArnAlias => true,
        Kind::AdditionalInfo | Kind::CertificateActive(_) | Kind::AccountId | Kind::OfKeys | Kind::Other => {
            !holds_document(cell)
        }
    }
}

/// Whether a cell below another program's name for a column says nothing else than that column's own cell. A name that people
/// give a user is no contradiction, but where one of both is the root user.
pub(super) fn is_same(kind: Kind, own: &[u8], cell: &[u8]) -> bool {
    let is_root = |name: &[u8]| {
        let name: Vec<u8> =
            trace::name(name).into_iter().filter(|byte| !matches!(byte, b'<' | b'>')).collect();
        matches!(name.as_slice(), b"root" | b"rootaccount" | b"rootuser")
    };
    let is_of_one_user = kind == Kind::UserAlias
        && (own == crate::credential_report::row::ROOT) == is_root(cell)
        && (is_root(cell) || !holds_document(cell));
    cell == own || is_absent(cell) || is_of_one_user
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

/// Whether the last cell of a file without a final newline is surely whole. A cell that could be longer is not: AWS
/// sends no final newline, so that a file cut in its last cell looks like a whole one but for that cell.
pub(crate) fn is_surely_whole(cell: &[u8]) -> bool {
    let cell = cell.trim_ascii();
    // `NaN` and the like are whole only by chance: `NA` can be `NaN`, `None` a name.
    let words: [&[u8]; 5] = [b"true", b"false", b"n/a", b"no_information", b"not_supported"];
    words.iter().any(|word| cell.eq_ignore_ascii_case(word)) || is_full_time(cell) || is_root_arn(cell)
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
