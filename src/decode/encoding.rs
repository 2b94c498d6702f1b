//! Text encodings: byte order marks, and the UTF-16 that Windows PowerShell writes.

use std::borrow::Cow;

use crate::problem::{Code, Problem};

/// The bytes as UTF-8 without a byte order mark, and what was lost on the way. Bytes that are no UTF-8 stay as they
/// are, for the reader of the CSV to find.
pub(crate) fn to_utf8(bytes: &[u8]) -> (Cow<'_, [u8]>, Option<Problem>) {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return (Cow::Borrowed(rest), None);
    }
    match utf16(bytes) {
        Some((rest, read)) => from_utf16(rest, read),
        None => (Cow::Borrowed(bytes), None),
    }
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
            let (read, problem) = to_utf8(&bytes);
            assert_eq!((read.as_ref(), problem), (text.as_bytes(), None));
        }
        assert!(to_utf8(&le[..le.len() - 1]).1.is_some(), "half a character is missing");
    }
}
