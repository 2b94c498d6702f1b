//! What a file is that is plainly not a credential report, in a word: from the problem that it would be if the user had named it.

use crate::model::other_kind::OtherKind;
use crate::model::problem::{Code, Problem};

/// The names that [`super::kinds`] gives to files that are not text, and what such a file is counted as.
const NAMED: &[(&str, OtherKind)] = &[
    ("PDF", OtherKind::PDF),
    ("picture", OtherKind::PICTURE),
    ("program", OtherKind::PROGRAM),
    ("archive", OtherKind::ARCHIVE),
    ("workbook", OtherKind::WORKBOOK),
];

/// What the files of a problem are counted as, where nothing else says what they are.
const BY_CODE: &[(Code, OtherKind)] = &[
    (Code::Evidence, OtherKind::EVIDENCE),
    (Code::Html, OtherKind::WEB_PAGE),
    (Code::OtherJson, OtherKind::JSON),
    (Code::Archive, OtherKind::ARCHIVE),
    (Code::Workbook, OtherKind::WORKBOOK),
    (Code::Binary, OtherKind::BINARY),
];

/// The kind of a file that is plainly something else, from its problems and its bytes.
pub(super) fn kind(problems: &[Problem], bytes: &[u8]) -> OtherKind {
    let Some(Problem { code, message, .. }) = problems.first().filter(|_| !bytes.is_empty()) else {
        return OtherKind::EMPTY;
    };
    // Other messages quote the file.
    let is_named = matches!(code, Code::Archive | Code::Workbook | Code::Binary);
    let named = NAMED.iter().find(|(name, _)| is_named && message.contains(name)).map(|(_, kind)| *kind);
    let by_code = BY_CODE.iter().find(|(of, _)| of == code).map(|(_, kind)| *kind);
    // An INI file begins as an array does.
    let begins_an_object = *code == Code::JsonDamaged && bytes.trim_ascii_start().first() == Some(&b'{');
    named.or(by_code).unwrap_or(if begins_an_object { OtherKind::JSON } else { OtherKind::TEXT })
}
