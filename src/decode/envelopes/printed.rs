//! What a program printed of the response that it got: Python's `print` and `pprint`, Node's `console.log`, Go's `%+v`.

use crate::credential_report::End;
use crate::decode::content::literal;
use crate::decode::cursor::Cursor;
use crate::decode::decoded::Decoded;
use crate::decode::envelopes::{Consumed, json};
use crate::decode::recognise::traces::is_report;
use crate::decode::value::{printed, reports};
use crate::decode::{recognise, salvage};
use crate::model::envelope::EnvelopeKind;
use crate::model::problem::{Code, Position, Problem};

/// How far it is looked whether a value begins.
const ENOUGH: usize = 512;

/// Brackets with a name or a quote behind them that no JSON has, a string that is a report, or a type's name.
pub(crate) fn begins(at: Cursor<'_>) -> bool {
    let text = at.rest().get(..at.rest().len().min(ENOUGH)).unwrap_or_default();
    let text = text.get(assignment(text)..).unwrap_or_default();
    let opened = text.trim_ascii_start().iter().position(|byte| !is_opening(*byte)).unwrap_or(0);
    let (brackets, inside) = text.split_at(opened);
    let word_end = inside.iter().position(|byte| !is_word(*byte)).unwrap_or(inside.len());
    let (word, after) = inside.split_at(word_end);
    let after = after.trim_ascii_start();
    // A pointer in Go.
    if is_type(text.strip_prefix(b"&").unwrap_or(text)) {
        return true;
    }
    if !brackets.iter().any(|byte| matches!(byte, b'{' | b'[' | b'(')) {
        return literal::string(text).is_some_and(|string| {
            !text.starts_with(b"\"") && std::str::from_utf8(&string.content).is_ok_and(is_report)
        });
    }
    match inside.first() {
        Some(b'\'' | b'`' | b'<' | b'#' | b':') => true,
        Some(b'b' | b'u') if literal::begins(inside) => true,
        // A hash of Ruby or Perl; with a colon it is JSON.
        Some(b'"') => brackets.contains(&b'(') || names_with_arrow(inside),
        Some(byte) if byte.is_ascii_digit() => {
            word.len() <= 3 && after.first().is_some_and(u8::is_ascii_digit)
        }
        Some(_) => {
            !word.is_empty() && (after.starts_with(b":") || after.starts_with(b"=") || is_type(inside))
        }
        None => false,
    }
}

/// `"Content" => …`
fn names_with_arrow(text: &[u8]) -> bool {
    let after = literal::string(text).and_then(|name| text.get(name.length..));
    after.is_some_and(|after| after.trim_ascii_start().starts_with(b"=>"))
}

/// How long `name = ` before the value is: part of a program's text.
fn assignment(text: &[u8]) -> usize {
    const LONGEST: usize = 40;
    let name = text.iter().take(LONGEST + 1).take_while(|byte| is_word(**byte)).count();
    let is_assigned = name <= LONGEST && text.get(name..).is_some_and(|text| text.starts_with(b" = "));
    if is_assigned { name + 3 } else { 0 }
}

/// A name before the brackets: of a response, or of bytes.
fn is_type(text: &[u8]) -> bool {
    let end = text.iter().position(|byte| !is_word(*byte)).unwrap_or(text.len());
    let (name, after) = text.split_at(end);
    let opens = after.starts_with(b"(")
        || after.starts_with(b" {")
        || after.starts_with(b"{")
        || after.starts_with(b" (");
    text.starts_with(b"<Buffer ")
        || text.starts_with(b"#<")
        || opens
            && (memchr::memmem::find(name, b"CredentialReport").is_some()
                || matches!(name, b"Uint8Array" | b"Buffer" | b"array" | b"SdkBytes" | b"Blob"))
}

fn is_opening(byte: u8) -> bool {
    matches!(byte, b'{' | b'[' | b'(' | b'&') || byte.is_ascii_whitespace()
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'.' | b'-')
}

/// One value. Where it is damaged, the reports in it are still looked at, for an active key must show.
pub(crate) fn read(at: Cursor<'_>) -> Consumed<'_> {
    let skip = assignment(at.rest());
    let value = printed::value(at.rest().get(skip..).unwrap_or_default());
    let end = at.advance(skip + value.length);
    let line = end.this_line().trim_ascii();
    let fault = value.fault.or_else(|| {
        let shown =
            || String::from_utf8_lossy(line.get(..line.len().min(20)).unwrap_or_default()).into_owned();
        (!matches!(line, b"" | b";")).then(|| format!("`{}` stands behind it", shown()))
    });
    let mut found = reports::in_tree(&value.tree, EnvelopeKind::Dump, at);
    for envelope in &mut found.envelopes {
        envelope.end = End::Open;
    }
    let Some(why) = fault else { return Consumed { length: at.distance(end.next_line()), found } };
    let next = json::resume(end);
    found.spent = end.patience() - next.patience();
    let length = at.distance(next);
    let text = at.rest().get(..length).unwrap_or_default();
    if found.envelopes.is_empty() {
        found.envelopes.extend(salvage::reports(text, at.lines()));
    }
    let at_line = Position::at_line(at.line());
    if found.envelopes.is_empty() && !found.problems.has_any(&[Code::DumpTruncated, Code::ContentForm]) {
        let described = Decoded::problem(recognise::describe(text).at(at_line));
        return Consumed { length, found: Decoded { spent: found.spent, ..described } };
    }
    let problem =
        Problem::new(Code::DumpDamaged, format!("what a program printed is cut off or damaged: {why}"))
            .at(at_line);
    for envelope in &mut found.envelopes {
        envelope.problems.push(problem.clone());
    }
    found.problems.push(problem);
    Consumed { length, found }
}
