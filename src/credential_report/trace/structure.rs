//! Structure that only a credential report has, told from its words: code and prose name the root user and the columns, too.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::credential_report::trace::{before_number_of_key, is_root_at, tokens};

/// How far below a header its first rows are looked for, and how far above a key's column the user's is.
const BELOW: usize = 4000;
const ABOVE: usize = 1000;

/// How far behind the root user's name its ARN is looked for, in forms that are not known.
const OF_ROW: usize = 400;

/// Whether a text without blanks and escapes has a root user's row, or a header with rows below it; it is in small letters
/// from then on.
pub(super) fn is_in(plain: &mut [u8]) -> bool {
    if tokens(plain) == 0 {
        return false;
    }
    static ROOT: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new(b"root_account"));
    static ACTIVE: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new(b"active"));
    let text: &[u8] = plain;
    let behind = |at: usize| text.get(at..).unwrap_or_default();
    let mut has_root = false;
    let is_root = |at: &usize| is_root_at(text, *at);
    for at in ROOT.find_iter(text).filter(is_root) {
        has_root = true;
        let rest = behind(at + ROOT.needle().len());
        // What broke the line there can stand between the name and its bracket.
        let rest = rest.strip_prefix(b"=").unwrap_or(rest);
        let rest = rest.strip_prefix(b">").unwrap_or(rest);
        if begins_cells(rest) || holds_root_arn(rest.get(..rest.len().min(OF_ROW)).unwrap_or_default()) {
            return true;
        }
    }
    let is_key = |at: &usize| text.get(..*at).and_then(before_number_of_key).is_some();
    ACTIVE.find_iter(text).filter(is_key).any(|at| {
        let rest = behind(at + ACTIVE.needle().len());
        let above = text.get(at.saturating_sub(ABOVE)..at).unwrap_or_default();
        has_root && says(rest).and_then(gap).is_some_and(|value| value.starts_with(b"true"))
            || memchr::memmem::find(above, b"user").is_some() && has_rows(rest)
    })
}

/// Whether cells follow a root user's name: a value, or a name and a value.
fn begins_cells(rest: &[u8]) -> bool {
    let Some(cell) = gap(rest) else { return false };
    if is_value(cell) {
        return true;
    }
    // Code goes on right behind the quotes: `== '<root_account>' and …`.
    let joint = rest.get(..rest.len() - cell.len()).unwrap_or_default();
    let is_quoted = !joint.is_empty() && joint.iter().all(|byte| b"\"'`".contains(byte));
    let name = cell.iter().take_while(|byte| is_of_name(**byte)).count();
    !is_quoted && name > 1 && cell.get(name..).and_then(says).and_then(gap).is_some_and(is_value)
}

/// What a name says, as `name: value` and `name=value`. Code compares (`==`), and calls.
fn says(rest: &[u8]) -> Option<&[u8]> {
    let joint = rest.iter().take(4).take_while(|byte| b"\"':|=`".contains(byte)).count();
    let (joint, value) = rest.split_at_checked(joint)?;
    let is_joint =
        joint.iter().any(|byte| b":|=".contains(byte)) && !joint.windows(2).any(|two| two == b"==");
    is_joint.then_some(value)
}

/// Whether a text has the ARN of an account's root user.
fn holds_root_arn(text: &[u8]) -> bool {
    memchr::memmem::find_iter(text, b":iam::").any(|at| {
        let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at + 6..).unwrap_or_default());
        let digits = after.iter().take_while(|byte| byte.is_ascii_digit()).count();
        memchr::memmem::rfind(before, b"arn").is_some()
            && digits > 0
            && after.get(digits..).is_some_and(|rest| rest.starts_with(b":root"))
    })
}

/// Whether some values follow each other, as cells do, below a header.
fn has_rows(rest: &[u8]) -> bool {
    const ENOUGH: usize = 3;
    let mut rest = rest.get(..rest.len().min(BELOW)).unwrap_or_default();
    let mut pairs = 0;
    while let Some(at) = rest.iter().position(|byte| matches!(byte, b'a' | b't' | b'f' | b'n' | b'0'..=b'9'))
    {
        rest = rest.get(at..).unwrap_or_default();
        if !is_value(rest) {
            rest = rest.get(1..).unwrap_or_default();
            continue;
        }
        let length = rest.iter().take_while(|byte| is_of_name(**byte) || b"/:+.".contains(byte)).count();
        rest = rest.get(length.max(1)..).unwrap_or_default();
        pairs += usize::from(gap(rest).is_some_and(|next| next.len() < rest.len() && is_value(next)));
        if pairs >= ENOUGH {
            return true;
        }
    }
    false
}

/// What is behind the delimiter, the quotes, brackets and tags between two cells; `None` where code closes or compares.
fn gap(mut rest: &[u8]) -> Option<&[u8]> {
    const LONGEST_TAG: usize = 200;
    for _ in 0..12 {
        rest = match rest {
            [b'<', b'a'..=b'z' | b'/', ..] => {
                let near = rest.get(..rest.len().min(LONGEST_TAG))?;
                rest.get(near.iter().position(|byte| *byte == b'>')? + 1..)?
            }
            [b'"' | b'\'' | b',' | b';' | b'|' | b':' | b'{' | b'}' | b'[' | b']' | b'*' | b'`', ..] => {
                rest.get(1..)?
            }
            _ => return Some(rest),
        };
    }
    Some(rest)
}

/// Whether a cell of a report begins here: an ARN, a boolean, a time, or what stands for none.
fn is_value(text: &[u8]) -> bool {
    const WORDS: [&[u8]; 6] = [b"arn:aws", b"true", b"false", b"n/a", b"no_information", b"not_supported"];
    WORDS.iter().any(|word| text.starts_with(word))
        || matches!(text, [b'1' | b'2', a, b, c, b'-', ..] if [a, b, c].into_iter().all(u8::is_ascii_digit))
}

fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}
