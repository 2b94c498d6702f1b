//! Text encodings: byte order marks, the UTF-16 that Windows PowerShell writes, and the colours of terminals.

use std::borrow::Cow;

use crate::credential_report::trace;
use crate::model::normalization::Normalization;
use crate::model::problem::{Code, Problem};

/// Bytes as text.
pub(crate) struct Utf8<'a> {
    /// UTF-8 without a byte order mark. Bytes that are no UTF-8 stay as they are, for the reader of the CSV to find.
    pub(crate) text: Cow<'a, [u8]>,
    /// [`Normalization::Utf16`], [`Normalization::Colors`] or none.
    pub(crate) normalized: Vec<Normalization>,
    /// What was lost on the way.
    pub(crate) damage: Option<Problem>,
}

/// The bytes as text.
pub(crate) fn to_utf8(bytes: &[u8]) -> Utf8<'_> {
    let mut found = Utf8 { text: Cow::Borrowed(bytes), normalized: Vec::new(), damage: None };
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        found.text = Cow::Borrowed(rest);
    } else if let Some((rest, read)) = utf16(bytes) {
        (found.text, found.damage) = from_utf16(rest, read);
        found.normalized.push(Normalization::Utf16);
        // Bytes of another encoding within it read as other letters.
        if trace::count(bytes) > trace::count(&found.text) {
            found.damage = Some(Problem::plain(Code::UnreadTrace));
        }
    }
    if let Some(plain) = without_colors(&found.text) {
        found.text = Cow::Owned(plain);
        found.normalized.push(Normalization::Colors);
    }
    found
}

/// The text without the sequences that set colours (`ESC [ … m`) or erase to the line's end (`ESC [ K`), where it has
/// any. Every other control character stays, as damage.
fn without_colors(text: &[u8]) -> Option<Vec<u8>> {
    memchr::memchr(0x1B, text)?;
    let mut plain = Vec::with_capacity(text.len());
    let mut rest = text;
    let mut any = false;
    while let Some(escape) = memchr::memchr(0x1B, rest) {
        let (before, sequence) = rest.split_at(escape);
        plain.extend_from_slice(before);
        let length = color(sequence);
        any |= length.is_some();
        let (sequence, after) = sequence.split_at(length.unwrap_or(1));
        plain.extend_from_slice(if length.is_some() { b"" } else { sequence });
        rest = after;
    }
    plain.extend_from_slice(rest);
    any.then_some(plain)
}

/// The length of the sequence that begins a text, where it is one of those that change no text.
fn color(sequence: &[u8]) -> Option<usize> {
    let parameters = sequence.strip_prefix(b"\x1B[")?;
    let length = parameters.iter().take_while(|byte| byte.is_ascii_digit() || **byte == b';').count();
    matches!(parameters.get(length), Some(b'm' | b'K')).then_some(length + 3)
}

/// How two bytes make a unit.
type ReadUnit = fn([u8; 2]) -> u16;

/// The text after the mark and how its units are read, when the bytes are UTF-16. Without a mark, every other byte of
/// the start must be zero: a credential report is ASCII.
fn utf16(bytes: &[u8]) -> Option<(&[u8], ReadUnit)> {
    match bytes {
        [0xFF, 0xFE, rest @ ..] => return Some((rest, u16::from_le_bytes)),
        [0xFE, 0xFF, rest @ ..] => return Some((rest, u16::from_be_bytes)),
        _ => {}
    }
    let (start, _) = bytes.get(..bytes.len().min(128))?.as_chunks::<2>();
    let all = |ascii: fn(&[u8; 2]) -> bool| start.len() >= 8 && start.iter().all(ascii);
    if all(|[low, high]| *low != 0 && *high == 0) {
        Some((bytes, u16::from_le_bytes))
    } else if all(|[high, low]| *high == 0 && *low != 0) {
        Some((bytes, u16::from_be_bytes))
    } else {
        None
    }
}

fn from_utf16(bytes: &[u8], read: ReadUnit) -> (Cow<'_, [u8]>, Option<Problem>) {
    let (units, odd) = bytes.as_chunks::<2>();
    let mut lost = !odd.is_empty();
    let replace = |unit: Result<char, _>| {
        unit.unwrap_or_else(|_| {
            lost = true;
            char::REPLACEMENT_CHARACTER
        })
    };
    let text: String = char::decode_utf16(units.iter().map(|unit| read(*unit))).map(replace).collect();
    let problem = lost
        .then(|| Problem::new(Code::EncodingDamaged, "the UTF-16 text is cut or holds broken characters"));
    (Cow::Owned(text.into_bytes()), problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mark_and_none_read_as_the_same_text() {
        let text = "user,arn,mfa_active\n<root_account>,x,true";
        let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let with = |mark: &[u8], rest: &[u8]| [mark, rest].concat();
        for bytes in [
            text.as_bytes().to_vec(),
            with(b"\xEF\xBB\xBF", text.as_bytes()),
            with(b"\xFF\xFE", &le),
            with(b"\xFE\xFF", &be),
            le.clone(),
            be.clone(),
        ] {
            let read = to_utf8(&bytes);
            assert_eq!((read.text.as_ref(), read.damage), (text.as_bytes(), None));
        }
        assert!(to_utf8(&le[..le.len() - 1]).damage.is_some(), "half a character is missing");
        assert_eq!(
            (to_utf8(&le).normalized, to_utf8(text.as_bytes()).normalized),
            (vec![Normalization::Utf16], vec![])
        );
    }

    #[test]
    fn bytes_of_another_encoding_are_not_passed_over() {
        let of = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
        for hidden in ["<root_account>,,true", "access_key_1_active!"] {
            let bytes = [b"\xFF\xFE", &of("user,notes\nal,")[..], hidden.as_bytes(), &of("\n")].concat();
            assert_eq!(to_utf8(&bytes).damage.unwrap().code, Code::UnreadTrace, "{hidden}");
        }
    }

    #[test]
    fn only_colors_are_taken_out() {
        let plain = |text: &str| String::from_utf8(to_utf8(text.as_bytes()).text.into_owned()).unwrap();
        assert_eq!(plain("\x1B[0m\x1B[1;34mContent\x1B[0m |\x1B[K\n"), "Content |\n");
        for kept in ["tr\x1Bue", "\x1B[2Jtrue", "fal\x1B[12", "\x1B", "a\x08b"] {
            assert_eq!(plain(kept), kept);
        }
        assert_eq!(to_utf8(b"\x1B[31mtrue").normalized, [Normalization::Colors]);
    }
}
