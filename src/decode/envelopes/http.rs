//! The status and the headers of an HTTP response above what it answers, as `curl -i` prints them. They are part of nothing.

use crate::decode::cursor::Cursor;
use crate::decode::decoded::Decoded;
use crate::decode::envelopes::Consumed;

/// `HTTP/1.1 200 OK`.
pub(crate) fn begins(at: Cursor<'_>) -> bool {
    let line = at.this_line();
    line.len() <= 80
        && line.strip_prefix(b"HTTP/").is_some_and(|rest| rest.first().is_some_and(u8::is_ascii_digit))
}

/// That line, and headers up to one that is none.
pub(crate) fn read(at: Cursor<'_>) -> Consumed<'_> {
    let mut end = at.next_line();
    while is_header(end.this_line()) {
        end = end.next_line();
    }
    Consumed { length: at.distance(end), found: Decoded::default() }
}

/// A name and a value: `content-type: text/xml`.
fn is_header(line: &[u8]) -> bool {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let name = line.iter().take_while(|byte| is_name(byte)).count();
    name > 0 && line.get(name) == Some(&b':')
}
