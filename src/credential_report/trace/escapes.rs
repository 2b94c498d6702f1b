//! A text without what programs put into it to carry it: escapes, line breaks, joints of strings.

use crate::credential_report::trace::letters;

/// How often escapes are undone: JSON in JSON in HTML happens.
const MOST_ROUNDS: usize = 3;

/// The text without blanks and control characters, its escapes read and its letters as a person reads them.
pub(super) fn plain(text: &[u8]) -> Vec<u8> {
    let (mut plain, mut again) = round(text);
    for _ in 1..MOST_ROUNDS {
        if !again {
            break;
        }
        (plain, again) = round(&plain);
    }
    plain
}

/// One round, and whether what it gave may have escapes of its own.
fn round(text: &[u8]) -> (Vec<u8>, bool) {
    let mut plain = Vec::with_capacity(text.len());
    let mut again = false;
    let mut rest = text;
    while let Some((first, after)) = rest.split_first() {
        match first {
            0..=b' ' | 0x7F => rest = after,
            b'\\' | b'%' | b'&' | b'=' | b'_' | b'+' => match escape(rest) {
                Some((letter, length)) => {
                    rest = rest.get(length..).unwrap_or_default();
                    add(letter, &mut plain);
                    again |= matches!(letter, Some('\\' | '%' | '&' | '=' | '_' | '+'));
                }
                None => {
                    plain.push(*first);
                    rest = after;
                }
            },
            b'"' | b'\'' => {
                rest = joint(after).unwrap_or(after);
                if rest.len() == after.len() {
                    plain.push(*first);
                }
            }
            0x80.. => {
                // The longest character has four bytes.
                let near = rest.get(..rest.len().min(4)).unwrap_or_default();
                match near.utf8_chunks().next().and_then(|chunk| chunk.valid().chars().next()) {
                    Some(letter) => {
                        letters::read(letter, &mut plain);
                        rest = rest.get(letter.len_utf8()..).unwrap_or_default();
                    }
                    None => {
                        plain.push(*first);
                        rest = after;
                    }
                }
            }
            _ => {
                plain.push(*first);
                rest = after;
            }
        }
    }
    (plain, again)
}

fn add(letter: Option<char>, plain: &mut Vec<u8>) {
    match letter.map(|letter| (u8::try_from(letter).ok().filter(u8::is_ascii), letter)) {
        Some((Some(byte), _)) if byte > b' ' => plain.push(byte),
        Some((None, letter)) => letters::read(letter, plain),
        Some((Some(_), _)) | None => {}
    }
}

/// What an escape stands for, nothing where it stands for white space or joins lines, and its length.
fn escape(text: &[u8]) -> Option<(Option<char>, usize)> {
    let (first, after) = text.split_first()?;
    match first {
        b'\\' => backslash(text),
        b'%' => byte(after, 2, 16).map(|letter| (letter, 3)),
        b'&' => entity(text),
        // Quoted-printable has capitals, and so has no `active=false`.
        b'=' if matches!(after, [b'\n' | b'\r', ..]) => Some((None, 1)),
        b'=' if !after.iter().take(2).any(u8::is_ascii_lowercase) => byte(after, 2, 16)
            .filter(|letter| letter.is_some_and(|letter| letter.is_ascii()))
            .map(|letter| (letter, 3)),
        // Excel's, and those of UTF-7.
        b'_' if matches!(after, [b'x', _, _, _, _, b'_', ..]) => {
            byte(after.get(1..)?, 4, 16).map(|letter| (letter, 7))
        }
        b'+' if after.starts_with(b"ADw-") => Some((Some('<'), 5)),
        b'+' if after.starts_with(b"AD4-") => Some((Some('>'), 5)),
        _ => None,
    }
}

/// However often a backslash is escaped itself.
fn backslash(text: &[u8]) -> Option<(Option<char>, usize)> {
    let slashes = text.iter().take_while(|byte| **byte == b'\\').count();
    let rest = text.get(slashes..)?;
    let of = |letter: Option<Option<char>>, length: usize| letter.map(|letter| (letter, slashes + length));
    match rest {
        [b'n' | b'r' | b't', ..] => Some((None, slashes + 1)),
        [b'x', digits @ ..] => of(byte(digits, 2, 16), 3),
        [b'u', b'{', digits @ ..] => {
            let length = digits.iter().take(7).position(|byte| *byte == b'}')?;
            of(byte(digits, length, 16), length + 3)
        }
        [b'u', digits @ ..] => of(byte(digits, 4, 16), 5),
        [b'U', digits @ ..] => of(byte(digits, 8, 16), 9),
        [b'0'..=b'7', _, _, ..] => of(byte(rest, 3, 8), 3),
        _ => Some((None, slashes)),
    }
    .or(Some((None, slashes)))
}

/// The character of a number, written with so many digits.
fn byte(digits: &[u8], length: usize, radix: u32) -> Option<Option<char>> {
    let digits = std::str::from_utf8(digits.get(..length)?).ok()?;
    char::from_u32(u32::from_str_radix(digits, radix).ok()?).map(Some)
}

/// `&lt;`, `&#60;`, `&#x3c;`.
fn entity(text: &[u8]) -> Option<(Option<char>, usize)> {
    const LONGEST: usize = 12;
    let end = text.iter().take(LONGEST).position(|byte| *byte == b';')?;
    let name = std::str::from_utf8(text.get(1..end)?).ok()?;
    let number = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
    let letter = match name.to_ascii_lowercase().as_str() {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "lowbar" | "underbar" => '_',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" | "shy" | "newline" | "tab" => ' ',
        "percnt" => '%',
        "bsol" => '\\',
        "comma" => ',',
        name => match name.strip_prefix('#')?.strip_prefix('x') {
            Some(digits) => number(digits, 16)?,
            None => number(name.strip_prefix('#')?, 10)?,
        },
    };
    Some((Some(letter), end + 1))
}

/// What follows the quote that opens the next of two strings that stand for one, as `'…' 'b…'` or `"…" + "…"`; the first one's
/// closing quote is before the text.
fn joint(text: &[u8]) -> Option<&[u8]> {
    const FURTHEST: usize = 200;
    let near = text.get(..text.len().min(FURTHEST))?;
    let blank =
        near.iter().take_while(|byte| byte.is_ascii_whitespace() || matches!(byte, b'+' | b'\\')).count();
    let next = text.get(blank..)?;
    let next = next.strip_prefix(b"b").or(next.strip_prefix(b"u")).unwrap_or(next);
    next.strip_prefix(b"'").or(next.strip_prefix(b"\""))
}
