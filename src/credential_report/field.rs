//! What a cell of a credential report can say.
//!
//! Source of the words: AWS IAM User Guide, "Generate credential reports for your AWS account", and recorded reports.

use super::columns::Kind;

/// What a cell says where true or false is expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    True,
    False,
    /// One of AWS's words for "nothing here", or nothing.
    Absent,
    Other,
}

/// The word in a cell, in any case and trimmed: AWS writes `true`, its guide `TRUE`, data tools `True`.
pub(crate) fn word(cell: &[u8]) -> Word {
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

/// Whether a cell says that there is nothing.
pub(crate) fn is_absent(cell: &[u8]) -> bool {
    let words: [&[u8]; 4] = [b"", b"n/a", b"no_information", b"not_supported"];
    words.iter().any(|word| cell.trim_ascii().eq_ignore_ascii_case(word))
}

/// Whether a credential report can have that cell in that column. Dates may have been reformatted by a spreadsheet;
/// a word where a date belongs shows that the row's cells have moved.
pub(crate) fn is_expected(kind: Kind, cell: &[u8]) -> bool {
    match kind {
        Kind::KeyActive(_) | Kind::MfaActive | Kind::PasswordEnabled | Kind::Flag => {
            word(cell) != Word::Other
        }
        Kind::KeyRotated(_) | Kind::KeyUsedDate(_) | Kind::PasswordLastUsed | Kind::Time => {
            is_absent(cell) || cell.iter().any(u8::is_ascii_digit) && !cell.starts_with(b"arn:")
        }
        Kind::User | Kind::Arn => !cell.trim_ascii().is_empty(),
        Kind::KeyUsedRegion(_) | Kind::KeyUsedService(_) | Kind::AdditionalInfo | Kind::Other => true,
    }
}

/// Whether the last cell of a file without a final newline is surely whole. A cell that could be longer is not: AWS
/// sends no final newline, so that a file cut in its last cell looks like a whole one but for that cell.
pub(crate) fn is_surely_whole(cell: &[u8]) -> bool {
    let cell = cell.trim_ascii();
    !cell.is_empty() && word(cell) != Word::Other || is_full_time(cell) || is_root_arn(cell)
}

/// `2026-09-30T12:00:00Z`, or with an offset of hours and minutes: no longer time starts like it.
fn is_full_time(cell: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(cell) else { return false };
    let offset = |b: &[u8]| matches!(b, [b'+' | b'-', a, b, b':', c, d] if [a, b, c, d].iter().all(|digit| digit.is_ascii_digit()));
    let ends = cell.ends_with(b"Z") || cell.last_chunk::<6>().is_some_and(|end| offset(end));
    ends && text.contains(':') && text.parse::<crate::time::Timestamp>().is_ok()
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
        for cell in ["", "N/A", "n/a", "no_information", "not_supported", "  "] {
            assert_eq!(word(cell.as_bytes()), Word::Absent, "{cell:?}");
        }
        for cell in [
            "yes",
            "no",
            "1",
            "0",
            "WAHR",
            "FALSCH",
            "tru",
            "fals",
            "falsefalse",
            "\"false\"",
            "fa lse",
            "null",
        ] {
            assert_eq!(word(cell.as_bytes()), Word::Other, "{cell:?}");
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
        for cell in ["", "s3", "us-east-1", "build-bot", "2026-09-11", "11.09.2026 13:15"] {
            assert!(!is_surely_whole(cell.as_bytes()), "{cell:?}");
        }
    }
}
