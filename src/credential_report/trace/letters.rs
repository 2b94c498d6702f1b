//! Letters as a person reads them: without what is invisible, and what looks like an ASCII letter as that letter.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;
use unicode_security::skeleton;

/// Adds what a character that is not ASCII reads as: nothing, ASCII, or itself.
///
/// Source: Unicode Technical Standard #39, "Confusable Detection"; NFKC for the full-width forms.
pub(super) fn read(letter: char, into: &mut Vec<u8>) {
    let brackets = match letter {
        '‹' | '〈' | '⟨' | '❮' | '❬' | '˂' | '≺' | '᚜' | '«' => b"<",
        '›' | '〉' | '⟩' | '❯' | '❭' | '˃' | '≻' | '᚛' | '»' => b">",
        _ => &b""[..],
    };
    into.extend_from_slice(brackets);
    if !brackets.is_empty() {
        return;
    }
    // What reads as no ASCII letter still separates what it is between; an accent does not.
    let composed: String = std::iter::once(letter).nfkc().collect();
    if composed.is_ascii() {
        return into.extend(composed.bytes().filter(|byte| !byte.is_ascii_whitespace()));
    }
    for plain in skeleton(&composed) {
        match plain {
            '\0'..='\x7F' => into.extend(u8::try_from(plain)),
            _ if unicode_normalization::char::is_combining_mark(plain) || plain.is_whitespace() => {}
            _ => into.push(OTHER),
        }
    }
}

/// A byte that no text has, for a letter that reads as no ASCII letter.
const OTHER: u8 = 0xFF;

/// A text as a person reads it, without blanks and control characters.
pub(crate) fn letters(text: &[u8]) -> Vec<u8> {
    let mut read_as = Vec::with_capacity(text.len());
    for chunk in text.utf8_chunks() {
        for letter in chunk.valid().chars() {
            match u8::try_from(letter).ok().filter(u8::is_ascii) {
                Some(byte) => read_as.push(byte),
                None => read(letter, &mut read_as),
            }
        }
        read_as.extend(chunk.invalid().iter().map(|_| OTHER));
    }
    read_as.retain(|byte| !byte.is_ascii_whitespace() && !byte.is_ascii_control());
    read_as
}

/// A name as a person compares it: in lower case, without blanks, `_` and `-`.
pub(crate) fn name(text: &[u8]) -> Vec<u8> {
    let is_part = |byte: &u8| !matches!(byte, b'_' | b'-' | b' ') && !byte.is_ascii_control();
    // Most names are ASCII, and there are many.
    let letters = if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(letters(text)) };
    let mut name = Vec::with_capacity(letters.len());
    name.extend(letters.iter().filter(|byte| is_part(byte)).map(u8::to_ascii_lowercase));
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_reads_the_same_is_the_same() {
        for text in [
            "access_key_1_active",
            "Access Key 1 Active",
            "ACCESS-KEY-1-ACTIVE",
            "accessKey1Active",
            "access_k\u{2060}ey_1_active",
            "аcсеss_kеy_1_асtivе",
            "ａｃｃｅｓｓ＿ｋｅｙ＿１＿ａｃｔｉｖｅ",
            "access\u{AD}_key_1_active\u{200B}",
            "\u{FEFF}access_key_1_active",
            "𝐚ccess_key_1_activé",
        ] {
            assert_eq!(name(text.as_bytes()), b"accesskey1active", "{text}");
        }
        assert_ne!(name(b"access_key_2_active"), name(b"access_key_1_active"));
        assert_eq!(name("‹root_account›".as_bytes()), b"<rootaccount>");
        assert_eq!(name("日本".as_bytes()), [OTHER, OTHER]);
    }
}
