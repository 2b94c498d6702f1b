//! What a database's client prints below a result: how many rows it has, and how long it took. It is part of nothing.

use crate::decode::cursor::Cursor;
use crate::decode::decoded::Decoded;
use crate::decode::envelopes::Consumed;

/// `(3 rows)`, `3 rows in set (0.01 sec)`, `Time: 0.512 ms`, and nothing else on the line.
pub(crate) fn begins(at: Cursor<'_>) -> bool {
    const LONGEST: usize = 120;
    let line = at.this_line().trim_ascii();
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || b" .,:()".contains(byte);
    let count = line.strip_prefix(b"(").unwrap_or(line);
    let digits = count.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let unit = count.get(digits..).filter(|_| digits > 0).unwrap_or_default();
    let is_counted = [&b" row"[..], b" rows", b" record", b" records"].iter().any(|name| is_word(unit, name));
    let time = line.strip_prefix(b"Time: ").unwrap_or_default();
    line.len() <= LONGEST
        && (is_counted || time.first().is_some_and(u8::is_ascii_digit))
        && line.iter().all(is_plain)
        && (count.len() == line.len() || line.ends_with(b")"))
}

/// Whether a text begins with that word.
fn is_word(text: &[u8], word: &[u8]) -> bool {
    text.strip_prefix(word).is_some_and(|rest| !rest.first().is_some_and(u8::is_ascii_alphanumeric))
}

/// The line: it is part of nothing.
pub(crate) fn read(at: Cursor<'_>) -> Consumed<'_> {
    Consumed { length: at.distance(at.next_line()), found: Decoded::default() }
}
