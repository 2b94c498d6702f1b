//! String literals as programs print them: Python's `b'…'`, JavaScript's, Go's, Ruby's.

/// Whether a string literal begins a text.
pub(crate) fn begins(text: &[u8]) -> bool {
    let text = text.strip_prefix(b"b").or(text.strip_prefix(b"u")).unwrap_or(text);
    matches!(text.first(), Some(b'\'' | b'"' | b'`'))
}

/// A string literal.
pub(crate) struct Literal {
    /// What it stands for.
    pub(crate) content: Vec<u8>,
    /// How long it is, with its prefix and its quotes.
    pub(crate) length: usize,
    /// Whether it says `b`: escapes are bytes, not characters.
    pub(crate) is_bytes: bool,
    /// Why it is none after all.
    pub(crate) fault: Option<&'static str>,
}

/// The literal that begins a text.
pub(crate) fn string(text: &[u8]) -> Option<Literal> {
    if !begins(text) {
        return None;
    }
    let is_bytes = text.first() == Some(&b'b');
    let prefix = usize::from(matches!(text.first(), Some(b'b' | b'u')));
    let quote = *text.get(prefix)?;
    let mut content = Vec::new();
    let mut at = prefix + 1;
    let fault = loop {
        let rest = text.get(at..).unwrap_or_default();
        let plain = rest.iter().position(|byte| *byte == quote || *byte == b'\\');
        let plain = plain.unwrap_or(rest.len());
        content.extend_from_slice(rest.get(..plain).unwrap_or_default());
        at += plain;
        match rest.get(plain) {
            None => break Some("its quote never closes"),
            Some(b'\\') => match escape(rest.get(plain + 1..).unwrap_or_default(), is_bytes, &mut content) {
                Some(length) => at += 1 + length,
                None => break Some("an escape in it is cut or unknown"),
            },
            Some(_) => {
                at += 1;
                break None;
            }
        }
    };
    // The line of `b'…'` is its own end: Python prints no line break in it.
    if let Some(end) = memchr::memchr2(b'\n', b'\r', text.get(..at).unwrap_or_default()).filter(|_| is_bytes)
    {
        let kept = text.get(..end).unwrap_or_default();
        let content = string(&[kept, &[quote]].concat()).map(|cut| cut.content).unwrap_or_default();
        return Some(Literal {
            content,
            length: end,
            is_bytes,
            fault: Some("its line ends before its quote"),
        });
    }
    Some(Literal { content, length: at, is_bytes, fault })
}

/// Adds what an escape stands for; the length behind the backslash.
fn escape(text: &[u8], is_bytes: bool, content: &mut Vec<u8>) -> Option<usize> {
    let number = |from: usize, digits: usize, radix: u32| {
        let digits = text.get(from..from + digits)?;
        u32::from_str_radix(std::str::from_utf8(digits).ok()?, radix).ok()
    };
    let mut add = |code: u32, length: usize| {
        match u8::try_from(code).ok().filter(|_| is_bytes) {
            Some(byte) => content.push(byte),
            None => content.extend_from_slice(char::from_u32(code)?.encode_utf8(&mut [0; 4]).as_bytes()),
        }
        Some(length)
    };
    match text.first()? {
        b'n' => add(10, 1),
        b'r' => add(13, 1),
        b't' => add(9, 1),
        b'a' => add(7, 1),
        b'b' => add(8, 1),
        b'v' => add(11, 1),
        b'f' => add(12, 1),
        b'e' => add(27, 1),
        b'x' => add(number(1, 2, 16)?, 3),
        b'u' if text.get(1) == Some(&b'{') => {
            let digits = text.get(2..)?.iter().take(7).position(|byte| *byte == b'}')?;
            add(number(2, digits, 16)?, digits + 3)
        }
        b'u' => add(number(1, 4, 16)?, 5),
        b'U' => add(number(1, 8, 16)?, 9),
        b'0'..=b'7' => {
            let digits = text.iter().take(3).take_while(|byte| matches!(byte, b'0'..=b'7')).count();
            add(number(0, digits, 8)?, digits)
        }
        b'\n' => Some(1),
        other if other.is_ascii_punctuation() => add(u32::from(*other), 1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bytes_literal_is_read_to_the_letter() {
        let whole = |text: &str| {
            let literal = string(text.as_bytes()).filter(|literal| literal.fault.is_none())?;
            (literal.is_bytes && literal.length == text.len()).then_some(literal.content)
        };
        assert_eq!(whole(r"b'a,b\n<r>\t\x41\\\''").unwrap(), b"a,b\n<r>\tA\\'");
        assert_eq!(whole(r#"b"it's""#).unwrap(), b"it's");
        assert_eq!(whole(r"b'\xc3\xa9'").unwrap(), "é".as_bytes());
        for bad in ["'a'", "b'a", "b'a' ", "b'a'b'c'", r"b'a\'", r"b'\x4'", "b'a\nb'", "ba", "b", ""] {
            assert_eq!(whole(bad), None, "{bad}");
        }
        assert_eq!(string(br"b'user,arn\nx").unwrap().content, b"user,arn\nx", "as far as it goes");
        assert_eq!(string(b"b'user\nb'arn").unwrap().content, b"user");
    }

    #[test]
    fn escapes_of_other_languages_are_characters() {
        let content = |text: &str| string(text.as_bytes()).unwrap().content;
        assert_eq!(content(r"'\xe9\u00e9\u{1F600}\u003croot\101'"), "éé😀<rootA".as_bytes());
        assert_eq!(content("\"a\\\nb\""), b"ab");
        assert!(string(br"'\u{}'").unwrap().fault.is_some());
        assert!(string(br"'\ud800'").unwrap().fault.is_some(), "half a pair of surrogates");
    }
}
