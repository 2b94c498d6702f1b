//! What shows that a text holds a credential report, or did: words, and the looks of values. Every word and every length that
//! this is decided by is here, or imported from [`crate::credential_report`], which looks at cells.
//!
//! How often a text names the root user or a key's column, in any escape or packing, is counted by
//! [`crate::credential_report::trace`]. The words here are fewer, and some show a report that names neither.

use crate::credential_report::{SHORTEST_DATA, is_header_line, is_root_line};
use crate::decode::content::{MOST_LAYERS, base64, literal};

/// A trace: what only a credential report has, in plain text, in base64 or as numbers. A text without its white space has one
/// of these if it holds a report, even where nothing could be read of it.
///
/// In base64, each word has three forms, one for each place in a group of three bytes.
const TRACES: &[&[u8]] = &[
    // A key's column. In base64 also of a document that holds base64.
    b"access_key_1_active",
    b"YWNjZXNzX2tleV8xX2FjdGl2Z",
    b"FjY2Vzc19rZXlfMV9hY3RpdmV",
    b"hY2Nlc3Nfa2V5XzFfYWN0aXZl",
    // The root user, `<root_account>`, and as numbers `<root_`.
    b"<root_account>",
    b"PHJvb3RfYWNjb3VudD",
    b"xyb290X2FjY291bnQ",
    b"8cm9vdF9hY2NvdW50P",
    b"60,114,111,111,116,95",
    b"60114111111116959799",
    // An ARN, `arn:aws:iam::`, which in plain text other files have, too.
    b"YXJuOmF3czppYW06O",
    b"Fybjphd3M6aWFtOj",
    b"hcm46YXdzOmlhbTo6",
    // How a header begins, `user,arn`: in base64 once and twice, and as numbers in every way that programs print them.
    b"dXNlcixhcm4",
    b"ZFhObGNpeGhjbTRz",
    b"117,115,101,114,44",
    b"11711510111444",
    b"\"0\":117,\"1\":115",
    b"757365722c",
    b"757365722C",
    b"0x75,0x73,0x65,0x72",
    // The AWS CLI's answer, of whose members no other operation has the first.
    b"\"ReportFormat\"",
    b"IkNvbnRlbnQi",
    b"JDb250ZW50I",
    b"iQ29udGVudC",
];

/// Those that are names alone: code and prose have them, too.
const NAMES: [&[u8]; 3] = [b"access_key_1_active", b"<root_account>", b"\"ReportFormat\""];

/// How the AWS CLI's answer begins, in JSON and in YAML, and as a program prints it: one that was cut off has no more of a report.
const OF_AN_ANSWER: [&[u8]; 9] = [
    b"{\"Content\"",
    b"{\"GeneratedTime\"",
    b"{\"ReportFormat\"",
    b"{\"Conten",
    b"{'Content'",
    b"{Content:",
    b"Content:",
    b"GeneratedTime:",
    b"ReportFormat:",
];
const BEGINNING_OF_ANSWER: usize = 200;

/// How a header begins in plain text, in base64 and as numbers: a report can be read from here on, whatever is before it.
pub(crate) const PLAIN_START: &[u8] = b"user,arn,";
pub(crate) const BASE64_START: &[u8] = b"dXNlcixhcm4s";
pub(crate) const NUMBERS_START: &[u8] = b"117,115,101,114,44,";

/// The shortest text that can hold one of [`TRACES`].
const SHORTEST_TRACE: usize = 10;

/// The shortest word that counts as base64: words of prose and of code are shorter, or have other characters.
const SHORTEST_BASE64: usize = 16;

/// In how many of its characters one may be damaged, so that base64 still is base64.
const DAMAGED_ONE_IN: usize = 20;

/// The shortest word that is decoded wherever it is, and the fewest numbers that can be a report's bytes. A digest in
/// hexadecimal has as many letters, and no header is as short.
pub(crate) const SHORTEST_ENCODED: usize = 64;

/// How much of a value is looked at to see how it begins.
const BEGINNING: usize = 2048;

/// Whether a text has a trace of a credential report.
pub(crate) fn has_trace(text: &[u8]) -> bool {
    has_one_of(text, TRACES.iter())
}

fn has_one_of<'t>(text: &[u8], mut traces: impl Iterator<Item = &'t &'static [u8]>) -> bool {
    if text.len() < SHORTEST_TRACE {
        return false;
    }
    let mut bytes = text.iter().copied().filter(|byte| *byte != 0 && !byte.is_ascii_whitespace()).peekable();
    let mut dense = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        // The line breaks of a text in JSON.
        if byte != b'\\' || bytes.next_if(|next| matches!(next, b'n' | b'r')).is_none() {
            dense.push(byte);
        }
    }
    traces.any(|trace| memchr::memmem::find(&dense, trace).is_some())
}

/// Whether a text has a trace that prose and code have not: of those, one in base64 or as numbers, or a member's name.
pub(crate) fn has_encoded_trace(text: &[u8]) -> bool {
    has_one_of(text, TRACES.iter().filter(|trace| !NAMES.contains(trace)))
}

/// Whether a text begins as the AWS CLI's answer does, though nothing of the report may have come.
pub(crate) fn begins_answer(text: &[u8]) -> bool {
    let start = text.trim_ascii_start();
    let start: Vec<u8> =
        start.iter().take(BEGINNING_OF_ANSWER).copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
    OF_AN_ANSWER.iter().any(|word| start.starts_with(word))
}

/// Whether a word is base64 but for a few characters, as damaged base64 is: no other text has such words.
pub(crate) fn is_nearly_base64(word: &[u8]) -> bool {
    let is_of_others = |byte: &u8| matches!(byte, b' ' | b'\t' | b',' | b'|' | b'<' | b':' | b'{' | b'[');
    let odd = word.len() - word.iter().filter(|byte| base64::is_symbol(byte)).count();
    word.len() >= SHORTEST_BASE64 && odd * DAMAGED_ONE_IN <= word.len() && !word.iter().any(is_of_others)
}

/// The same, where it is as long as the start of a report.
pub(crate) fn is_encoded_value(word: &[u8]) -> bool {
    word.len() >= SHORTEST_ENCODED && is_nearly_base64(word)
}

/// The same, where it is so long that it is a report, or a part of one.
pub(crate) fn is_encoded_report(word: &[u8]) -> bool {
    word.len() >= SHORTEST_DATA && is_nearly_base64(word)
}

/// Whether a text begins as a credential report's CSV does.
pub(crate) fn is_csv(text: &[u8]) -> bool {
    let line = text.trim_ascii_start().split(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or_default();
    is_header_line(line) || is_root_line(line)
}

/// Whether a value is a report by its looks: a CSV, or what [`crate::decode::content::open`] makes one of.
pub(crate) fn is_report(text: &str) -> bool {
    let text = text.trim_ascii_start().as_bytes();
    let start = text.get(..text.len().min(BEGINNING)).unwrap_or_default();
    is_csv(text)
        || literal::string(start)
            .is_some_and(|literal| literal.is_bytes && begins_in_base64(&literal.content, MOST_LAYERS))
        || begins_in_base64(start, MOST_LAYERS)
}

/// Whether the start of a text is that of a CSV, or of base64 of one.
fn begins_in_base64(start: &[u8], layers: usize) -> bool {
    if is_csv(start) {
        return true;
    }
    let is_word = is_nearly_base64(start.split(u8::is_ascii_whitespace).next().unwrap_or_default());
    if layers == 0 || !is_word {
        return false;
    }
    // Whole groups, so that what is there decodes though it is a start only.
    let mut symbols: Vec<u8> = start.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
    symbols.truncate(symbols.len() / 4 * 4);
    base64::decode(&symbols).is_ok_and(|start| begins_in_base64(&start.bytes, layers - 1))
}
