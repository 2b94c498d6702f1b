//! What is plainly something else: told by its first bytes, so that the answer names it.

pub(crate) mod unread;

use crate::credential_report::trace;
use crate::model::problem::{Code, Problem};

/// What shows that a text, without its white space, holds a credential report after all: its words; those in base64,
/// at each of the three places in a group, also of a JSON document and of base64; and its first bytes as numbers.
const TRACES: &[&[u8]] = &[
    b"access_key_1_active",
    b"<root_account>",
    b"dXNlcixhcm4",
    b"YWNjZXNzX2tleV8xX2FjdGl2Z",
    b"FjY2Vzc19rZXlfMV9hY3RpdmV",
    b"hY2Nlc3Nfa2V5XzFfYWN0aXZl",
    b"PHJvb3RfYWNjb3VudD", // <root_account>
    b"xyb290X2FjY291bnQ",
    b"8cm9vdF9hY2NvdW50P",
    b"YXJuOmF3czppYW06O", // arn:aws:iam::
    b"Fybjphd3M6aWFtOj",
    b"hcm46YXdzOmlhbTo6",
    b"\"ReportFormat\"",
    b"IkNvbnRlbnQi",
    b"JDb250ZW50I",
    b"iQ29udGVudC",
    b"ZFhObGNpeGhjbTRz",
    b"117,115,101,114,44",
    b"60,114,111,111,116,95",
    b"11711510111444",
    b"60114111111116959799",
    b"\"0\":117,\"1\":115",
    b"757365722c",
    b"757365722C",
    b"0x75,0x73,0x65,0x72",
];

/// The first bytes of file formats that can't be read here. What is packed or encrypted may hold a report.
///
/// Source: the formats' specifications; `magic(5)` as file(1) has it.
const MAGICS: &[(&[u8], Code, &str)] = &[
    (b"\xD0\xCF\x11\xE0", Code::Workbook, "an Excel workbook of the older format"),
    (b"\x1F\x8B", Code::Archive, "gzip data"),
    (b"\x1F\x9D", Code::Archive, "data that compress(1) packed"),
    (b"BZh", Code::Archive, "bzip2 data"),
    (b"\xFD7zXZ\0", Code::Archive, "xz data"),
    (b"\x5D\0\0", Code::Archive, "lzma data"),
    (b"LZIP", Code::Archive, "lzip data"),
    (b"LRZI", Code::Archive, "lrzip data"),
    (b"\x89LZO\0", Code::Archive, "lzop data"),
    (b"\x04\x22\x4D\x18", Code::Archive, "lz4 data"),
    (b"\x28\xB5\x2F\xFD", Code::Archive, "zstd data"),
    (b"7z\xBC\xAF", Code::Archive, "a 7z archive"),
    (b"Rar!\x1A\x07", Code::Archive, "a RAR archive"),
    (b"MSCF\0", Code::Archive, "a cabinet archive"),
    (b"xar!", Code::Archive, "a xar archive"),
    (b"age-encryption.org/", Code::Archive, "a file that age encrypted"),
    (b"Salted__", Code::Archive, "a file that openssl enc encrypted"),
    (b"$ANSIBLE_VAULT;", Code::Archive, "a file that Ansible Vault encrypted"),
    (b"-----BEGIN PGP MESSAGE-----", Code::Archive, "a file that PGP encrypted"),
    (b"-----BEGIN AGE ENCRYPTED FILE-----", Code::Archive, "a file that age encrypted"),
    (b"%PDF", Code::Binary, "a PDF document"),
    (b"\x89PNG", Code::Binary, "a picture"),
    (b"\xFF\xD8\xFF", Code::Binary, "a picture"),
    (b"GIF8", Code::Binary, "a picture"),
];

/// A problem that names the file format, when the first bytes are of one that can't be read here.
pub(crate) fn by_magic(bytes: &[u8]) -> Option<Problem> {
    let is_tar =
        bytes.get(257..262) == Some(b"ustar") && bytes.get(..257).is_some_and(|name| name.contains(&0));
    let holds = |name: &[u8]| memchr::memmem::find(bytes, name).is_some();
    let known =
        || MAGICS.iter().find(|(magic, ..)| bytes.starts_with(magic)).map(|(_, code, name)| (*code, *name));
    let (code, name) = match bytes {
        [b'P', b'K', 3 | 5, 4 | 6, ..] if holds(b"xl/") => (Code::Workbook, "an Excel workbook"),
        [b'P', b'K', 3 | 5, 4 | 6, ..] if holds(b"opendocument") => (Code::Workbook, "an OpenDocument sheet"),
        [b'P', b'K', 3 | 5, 4 | 6, ..] => (Code::Archive, "a zip archive"),
        [0x7F, b'E', b'L', b'F', ..] | [b'M', b'Z', ..] if bytes.contains(&0) => (Code::Binary, "a program"),
        _ if is_tar => (Code::Archive, "a tar archive"),
        _ if is_pgp(bytes) => (Code::Archive, "PGP data"),
        _ if is_cms(bytes) => (Code::Archive, "signed or encrypted data (CMS, PKCS #7)"),
        _ if is_own_page(bytes) => return Some(Problem::plain(Code::Evidence)),
        _ => known()?,
    };
    Some(Problem::new(code, format!("this is {name}, not a credential report")))
}

/// Whether it begins as an OpenPGP message does: compressed, or encrypted for a key or by a password.
///
/// Source: RFC 4880, sections 4.2, 5.1, 5.3 and 5.6.
fn is_pgp(bytes: &[u8]) -> bool {
    matches!(bytes, [0xA3, 1..=3, ..] | [0x84, _, 3, ..] | [0x85, _, _, 3, ..] | [0x8C, _, 4 | 5, ..])
}

/// Whether it begins as the DER of CMS does: a sequence whose first part is one of the identifiers `pkcs7-1` to `pkcs7-6`.
///
/// Source: RFC 5652, sections 3 and 14.
fn is_cms(bytes: &[u8]) -> bool {
    const PKCS7: &[u8] = b"\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07";
    let start = bytes.get(..bytes.len().min(20)).unwrap_or_default();
    start.first() == Some(&0x30) && memchr::memmem::find(start, PKCS7).is_some()
}

/// Whether it is a page that rootkeys wrote, and nothing behind it.
fn is_own_page(bytes: &[u8]) -> bool {
    /// Its head begins with these, and its text has no tag that is not escaped.
    const START: &[u8] = b"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\"";
    const GENERATOR: &[u8] = b"<meta name=\"generator\" content=\"rootkeys ";
    const END: &[u8] = b"</body>\n</html>\n";
    let end = || memchr::memmem::find(bytes, END).map(|start| start + END.len());
    let is_generated =
        || bytes.get(..2000).is_some_and(|head| memchr::memmem::find(head, GENERATOR).is_some());
    bytes.starts_with(START) && is_generated() && end() == Some(bytes.len())
}

/// A problem that says what a text is that no family knows.
pub(crate) fn describe(text: &[u8]) -> Problem {
    let shown = String::from_utf8_lossy(text.get(..text.len().min(400)).unwrap_or_default());
    let start = shown.to_lowercase();
    if text.get(..text.len().min(1024)).is_some_and(|start| start.contains(&0)) {
        return Problem::new(Code::Binary, "this is binary data, not text");
    }
    if start.starts_with("<!doctype html") || start.starts_with("<html") || start.contains("<html") {
        return Problem::new(
            Code::Html,
            "this is a web page, perhaps a sign-in page, not a credential report",
        );
    }
    if start.starts_with("<?xml") && start.contains("excel") {
        return Problem::new(Code::Workbook, "this is an Excel workbook in XML, not a CSV");
    }
    let line = shown.lines().next().unwrap_or_default().trim();
    let shown: String = line.chars().take(60).collect();
    let more = if shown.len() < line.len() { "…" } else { "" };
    Problem::new(
        Code::Unrecognized,
        format!("no credential report is recognised in text that starts with `{shown}{more}`"),
    )
}

/// Whether what a walk found may be passed over: it begins with plainly something else, and nothing in it is a failed
/// export or a trace of a credential report, also not in UTF-16 or in base64 that is wrapped anywhere; `text` is what the
/// bytes were read as. What rootkeys printed quotes reports, so that it has traces; then nothing else may stand beside it.
pub(crate) fn is_plainly_other(problems: &[Problem], bytes: &[u8], text: &[u8]) -> bool {
    let is_evidence = |problem: &Problem| problem.code == Code::Evidence;
    if problems.iter().any(is_evidence) {
        return problems.iter().all(is_evidence);
    }
    // An INI file begins as an array does, and a certificate is base64 of something else.
    let other = |first: &Problem| {
        matches!(first.code, Code::Unrecognized | Code::OtherJson | Code::Html | Code::Binary)
            || matches!(first.code, Code::JsonDamaged | Code::DumpDamaged | Code::Base64Damaged)
                && !is_named(text)
    };
    let asked = || memchr::memmem::find(text, b"GetCredentialReport").is_some();
    let is_traced = |text| is_traced(text) || trace::is_in(text);
    let is_traced = || is_traced(text) || text != bytes && is_traced(bytes) || holds_gzip(bytes);
    let is_failed = || problems.iter().any(is_failed_export);
    problems.first().is_some_and(other) && !is_failed() && !asked() && !is_traced()
}

/// Whether a problem is what an export leaves that gave no report: one that stands below a heading, too.
fn is_failed_export(problem: &Problem) -> bool {
    matches!(
        problem.code,
        Code::GenerateOutput
            | Code::LfsPointer
            | Code::DumpTruncated
            | Code::ReportNotPresent
            | Code::ReportInProgress
            | Code::ReportExpired
            | Code::AccessDenied
            | Code::Throttled
            | Code::CredentialsRejected
            | Code::NoSuchProfile
            | Code::AwsCliError
            | Code::ContentMissing
            | Code::ContentNull
            | Code::ContentEmpty
    )
}

/// Whether a text has a word of the AWS CLI's answer, as one that was cut off has before its report begins.
fn is_named(text: &[u8]) -> bool {
    let names: [&[u8]; 5] =
        [b"Content", b"ReportFormat", b"GeneratedTime", b"redentialReport", b"An error occurred ("];
    names.iter().any(|name| memchr::memmem::find(text, name).is_some())
}

/// Whether gzip data begins anywhere: below a heading nothing unpacks it.
fn holds_gzip(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, &[0x1F, 0x8B, 8]).is_some()
}

/// Whether a text has a trace of a credential report's data.
pub(crate) fn is_traced(text: &[u8]) -> bool {
    const SHORTEST: usize = 10;
    if text.len() < SHORTEST {
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
    TRACES.iter().any(|trace| memchr::memmem::find(&dense, trace).is_some())
}
