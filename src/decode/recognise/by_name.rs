//! What a file's name adds: only ever that more is told of it than of the same bytes under another name, but for empty files,
//! which have nothing else.

use crate::model::other_kind::OtherKind;
use crate::model::problem::{Code, Problem};

/// What exports are called.
const REPORTS: [&str; 6] = ["csv", "tsv", "json", "jsonl", "b64", "base64"];

/// What packed and encrypted files are called, where nothing in them says so.
#[rustfmt::skip]
const PACKED: [&str; 34] = [
    "7z", "age", "asc", "br", "bz2", "cab", "enc", "encrypted", "gpg", "gz", "lz", "lz4", "lzma", "lzo", "p7e", "p7m", "pgp", "rar",
    "sz", "tar", "tbz", "tgz", "txz", "xls", "xlsx", "xlsm", "xlsb", "ods", "numbers", "xz", "z", "zip", "zst", "zz",
];

/// What no export is called: empty files of these kinds are there on purpose.
#[rustfmt::skip]
const NEVER: [&str; 44] = [
    "bat", "c", "cfg", "cmd", "conf", "cpp", "css", "done", "editorconfig", "gitattributes", "gitignore", "gitkeep", "gitmodules", "go",
    "h", "ini", "java", "js", "jsx", "keep", "less", "lock", "lua", "map", "md", "mk", "nojekyll", "npmignore", "php", "pid", "pl",
    "placeholder", "ps1", "py", "pyi", "rb", "rs", "rst", "scss", "sh", "tf", "toml", "ts", "typed",
];

/// What is said of the files of a name, beyond what was found in them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Name {
    /// Nothing.
    Any,
    /// It is one of an export's: a page in its place is what a failed one left.
    Report,
    /// It is one of packed data's: bytes that are no text may be what is packed in a way that they do not show.
    Packed,
    /// It is one that no export has.
    Never,
}

/// What a path says of its file.
fn of_path(path: &str) -> Name {
    let name = path.rsplit(['/', '\\', '!']).next().unwrap_or(path);
    let Some((_, ending)) = name.rsplit_once('.') else { return Name::Any };
    let ending = ending.to_ascii_lowercase();
    let is = |endings: &[&str]| endings.contains(&ending.as_str());
    // The parts of a split archive are numbered: `.z02`, `.r00`, `.001`.
    let is_part = ending.len() == 3
        && ending.get(1..).is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    if is(&REPORTS) {
        Name::Report
    } else if is(&PACKED) || is_part && ending.starts_with(['z', 'r', '0']) {
        Name::Packed
    } else if is(&NEVER) {
        Name::Never
    } else {
        Name::Any
    }
}

/// What a file of that path is, where it may be passed over; `other` is what its bytes alone say.
pub(crate) fn other(path: &str, problems: &[Problem], other: Option<OtherKind>) -> Option<OtherKind> {
    let has = |code| problems.iter().any(|problem| problem.code == code);
    match of_path(path) {
        Name::Any => other,
        Name::Report => other.filter(|_| !has(Code::Html)),
        Name::Packed => other.filter(|_| !has(Code::Binary)),
        Name::Never => {
            let is_empty = problems.iter().all(|problem| problem.code == Code::Empty);
            other.or(Some(OtherKind::EMPTY).filter(|_| is_empty))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_what_its_bytes_do_not() {
        let page = [Problem::plain(Code::Html)];
        let noise = [Problem::plain(Code::Binary)];
        let empty = [Problem::plain(Code::Empty)];
        for (path, problems, alone, expected) in [
            ("a/prod.csv", &page, true, false),
            ("a/index.html", &page, true, true),
            ("a/prod.json.br", &noise, true, false),
            ("a/backup.z02", &noise, true, false),
            ("a/photo.raw", &noise, true, true),
            ("a/prod.csv", &empty, false, false),
            ("a.d/prod", &empty, false, false),
            ("a/.gitkeep", &empty, false, true),
            ("a/__init__.py", &empty, false, true),
        ] {
            let alone = Some(OtherKind::TEXT).filter(|_| alone);
            assert_eq!(other(path, problems, alone).is_some(), expected, "{path}");
        }
    }
}
