//! Labels: the name of a path in every output. A label is text, and no two paths have the same.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// The label of a path. A byte that is not UTF-8 becomes an escape like `\xFF`, and a backslash that would look like
/// the start of one becomes `\x5C`. A file named `-` is `./-`, because `-` is stdin.
pub(super) fn label(path: &Path) -> String {
    match path.to_str() {
        Some("-") => "./-".to_owned(),
        Some(text) => escaped(&with_slashes(text, cfg!(windows))).into_owned(),
        None => {
            let chunks = path.as_os_str().as_encoded_bytes().utf8_chunks();
            chunks.fold(String::new(), |label, chunk| {
                let bytes: String = chunk.invalid().iter().map(|byte| format!("\\x{byte:02X}")).collect();
                label + &escaped(chunk.valid()) + &bytes
            })
        }
    }
}

/// The path that has this label; `None` if no path has it.
pub(super) fn of_label(text: &str) -> Option<PathBuf> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.strip_prefix("./").filter(|name| *name == "-").unwrap_or(text);
    while let Some((before, after)) = rest.split_once('\\') {
        bytes.extend_from_slice(before.as_bytes());
        let byte = escape(after);
        bytes.push(byte.unwrap_or(b'\\'));
        rest = if byte.is_some() { after.get(3..).unwrap_or_default() } else { after };
    }
    bytes.extend_from_slice(rest.as_bytes());
    path_of(bytes).filter(|path| label(path) == text)
}

fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains("\\x") {
        return text.into();
    }
    let mut parts = text.split('\\');
    let mut label = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        label += if escape(part).is_some() { "\\x5C" } else { "\\" };
        label += part;
    }
    label.into()
}

/// The byte of an escape, from the text after its backslash.
fn escape(text: &str) -> Option<u8> {
    let digits = text.strip_prefix('x')?.get(..2)?;
    let is_hex = digits.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'A'..=b'F'));
    u8::from_str_radix(digits, 16).ok().filter(|_| is_hex)
}

#[cfg(unix)]
fn path_of(bytes: Vec<u8>) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStringExt as _;
    Some(std::ffi::OsString::from_vec(bytes).into())
}

/// On other systems a label does not say which path it is of, unless the path is Unicode.
#[cfg(not(unix))]
fn path_of(bytes: Vec<u8>) -> Option<PathBuf> {
    String::from_utf8(bytes).ok().map(PathBuf::from)
}

/// A Windows path with the separator of other systems, so that evidence about `reports\a.json` can be verified there.
/// Paths that start with `\\?\` stay, because Windows reads them literally.
pub(super) fn with_slashes(path: &str, windows: bool) -> Cow<'_, str> {
    let is_other = windows && path.contains('\\') && !path.starts_with(r"\\?\");
    if is_other { path.replace('\\', "/").into() } else { path.into() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn paths_of_windows_are_named_as_elsewhere() {
        assert_eq!(with_slashes(r"reports\2026\a.json", true), "reports/2026/a.json");
        assert_eq!(with_slashes(r"\\server\share\a.json", true), "//server/share/a.json");
        assert_eq!(with_slashes(r"\\?\C:\a.json", true), r"\\?\C:\a.json");
        // On other systems a backslash can be part of a name.
        assert_eq!(with_slashes(r"a\b.json", false), r"a\b.json");
    }

    #[test]
    #[cfg(unix)]
    fn an_escape_that_is_spelled_out_has_a_label_of_its_own() {
        let of = |bytes: &[u8]| label(&path_of(bytes.to_vec()).unwrap());
        assert_eq!([of(b"a\xFF"), of(b"a\\xFF"), of(b"a\\x5CxFF")], ["a\\xFF", "a\\x5CxFF", "a\\x5Cx5CxFF"]);
        assert_eq!([of(b"a\\b"), of(b"\\xfg"), of(b"\\xff")], ["a\\b", "\\xfg", "\\xff"]);
        assert_eq!([of_label("-"), of_label("\\x41"), of_label("\\x5C")], [None, None, None]);
        assert_eq!(of_label("./-").unwrap().as_os_str(), "-");
    }

    fn bytes() -> impl Strategy<Value = Vec<u8>> {
        let part = prop_oneof![
            any::<u8>().prop_map(|byte| vec![byte]),
            prop::sample::select(vec!["\\", "x", "\\x", "5C", "FF", "\\x5C", "\\xC3", "é", "/", "-"])
                .prop_map(|text| text.as_bytes().to_vec()),
        ];
        prop::collection::vec(part, 0..8).prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        #[cfg(unix)]
        fn a_label_is_of_one_path(one in bytes(), other in bytes()) {
            // Neither a walk nor an argument gives `./-`: it is `-`.
            prop_assume!(one != b"./-" && other != b"./-");
            let [one, other] = [one, other].map(|bytes| path_of(bytes).unwrap());
            prop_assert_eq!(of_label(&label(&one)).unwrap().into_os_string(), one.clone().into_os_string());
            prop_assert_eq!(label(&one) == label(&other), one.as_os_str() == other.as_os_str());
        }

        #[test]
        fn what_has_a_path_is_the_label_of_that_path(text in bytes()) {
            let text = String::from_utf8_lossy(&text);
            prop_assert!(of_label(&text).is_none_or(|path| label(&path) == text));
        }
    }
}
