//! What a file is that is no report: told by how it begins, so that the answer names it.

use Start::{Form, Magic};

use crate::credential_report::trace::{self, GZIP_MAGIC};
use crate::decode::recognise::own;
use crate::model::problem::{Code, Problem};

/// A kind of file that can't be read here, or that is something else: what is packed or encrypted may hold a report.
struct FileKind {
    start: Start,
    /// The problem of such a file.
    code: Code,
    /// What it is called, with its article.
    name: &'static str,
}

/// How files of a kind begin.
enum Start {
    /// With these bytes.
    Magic(&'static [u8]),
    /// So that this holds.
    Form(fn(&[u8]) -> bool),
}

const fn kind(start: Start, code: Code, name: &'static str) -> FileKind {
    FileKind { start, code, name }
}

/// The kinds that are told by how a file begins: the first one that fits counts.
///
/// Source: the formats' specifications; `magic(5)` as file(1) has it.
const KINDS: &[FileKind] = &[
    kind(Form(is_xlsx), Code::Workbook, "an Excel workbook"),
    kind(Form(is_opendocument), Code::Workbook, "an OpenDocument sheet"),
    kind(Form(is_zip), Code::Archive, "a zip archive"),
    kind(Form(is_program), Code::Binary, "a program"),
    kind(Form(is_tar), Code::Archive, "a tar archive"),
    kind(Form(is_pgp), Code::Archive, "PGP data"),
    kind(Form(is_cms), Code::Archive, "signed or encrypted data (CMS, PKCS #7)"),
    kind(
        Form(|bytes| is_ole(bytes, "EncryptedPackage")),
        Code::Archive,
        "an Office document that is encrypted",
    ),
    kind(Form(|bytes| is_ole(bytes, "Workbook")), Code::Workbook, "an Excel workbook of the older format"),
    kind(Form(|bytes| is_ole(bytes, "Book")), Code::Workbook, "an Excel workbook of the oldest format"),
    kind(Form(|bytes| is_ole(bytes, "__substg1.0_")), Code::Archive, "an Outlook message"),
    kind(Form(|bytes| is_ole(bytes, "WordDocument")), Code::Binary, "a Word document of the older format"),
    kind(Magic(OLE), Code::Binary, "a compound file of Windows"),
    kind(Magic(b"ORC"), Code::Archive, "an ORC file"),
    kind(Magic(b"PAR1"), Code::Archive, "a Parquet file"),
    kind(Magic(b"ARROW1\0\0"), Code::Archive, "an Arrow file"),
    kind(Magic(b"Obj\x01"), Code::Archive, "an Avro file"),
    kind(Magic(GZIP_MAGIC), Code::Archive, "gzip data"),
    kind(Magic(b"\x1F\x9D"), Code::Archive, "data that compress(1) packed"),
    kind(Magic(b"BZh"), Code::Archive, "bzip2 data"),
    kind(Magic(b"\xFD7zXZ\0"), Code::Archive, "xz data"),
    kind(Magic(b"\x5D\0\0"), Code::Archive, "lzma data"),
    kind(Magic(b"LZIP"), Code::Archive, "lzip data"),
    kind(Magic(b"LRZI"), Code::Archive, "lrzip data"),
    kind(Magic(b"\x89LZO\0"), Code::Archive, "lzop data"),
    kind(Magic(b"\x04\x22\x4D\x18"), Code::Archive, "lz4 data"),
    kind(Magic(b"\x28\xB5\x2F\xFD"), Code::Archive, "zstd data"),
    kind(Magic(b"7z\xBC\xAF"), Code::Archive, "a 7z archive"),
    kind(Magic(b"Rar!\x1A\x07"), Code::Archive, "a RAR archive"),
    kind(Magic(b"MSCF\0"), Code::Archive, "a cabinet archive"),
    kind(Magic(b"xar!"), Code::Archive, "a xar archive"),
    kind(Magic(b"age-encryption.org/"), Code::Archive, "a file that age encrypted"),
    kind(Magic(b"Salted__"), Code::Archive, "a file that openssl enc encrypted"),
    kind(Magic(b"$ANSIBLE_VAULT;"), Code::Archive, "a file that Ansible Vault encrypted"),
    kind(Magic(b"-----BEGIN PGP MESSAGE-----"), Code::Archive, "a file that PGP encrypted"),
    kind(Magic(b"-----BEGIN AGE ENCRYPTED FILE-----"), Code::Archive, "a file that age encrypted"),
    kind(Magic(PDF), Code::Binary, "a PDF document"),
    kind(Magic(b"\x89PNG"), Code::Binary, "a picture"),
    kind(Magic(b"\xFF\xD8\xFF"), Code::Binary, "a picture"),
    kind(Magic(b"GIF8"), Code::Binary, "a picture"),
];

/// How a PDF document begins.
pub(super) const PDF: &[u8] = b"%PDF";

/// Whether packed or encrypted data is below a heading, where nothing unpacks it.
pub(super) fn holds_packed(bytes: &[u8]) -> bool {
    let is_text = |start: &[u8]| start.iter().all(|byte| matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r'));
    // Shorter ones, and those that are letters, are in other data by chance.
    let is_telling = |magic: &[u8]| magic.len() >= 4 && magic.iter().any(|byte| !byte.is_ascii());
    bytes.get(..8).is_some_and(is_text)
        && std::str::from_utf8(bytes).is_err()
        && (trace::holds_gzip_header(bytes)
            || KINDS.iter().any(|kind| match kind.start {
                Magic(magic) => {
                    kind.code == Code::Archive
                        && is_telling(magic)
                        && memchr::memmem::find(bytes, magic).is_some()
                }
                Form(_) => false,
            }))
}

/// A problem that names what a file is, when it is of one of these kinds.
pub(crate) fn by_start(bytes: &[u8]) -> Option<Problem> {
    let is_of = |kind: &&FileKind| match kind.start {
        Magic(magic) => bytes.starts_with(magic),
        Form(is_form) => is_form(bytes),
    };
    let Some(FileKind { code, name, .. }) = KINDS.iter().find(is_of) else {
        return own::is_page(bytes).then(|| Problem::plain(Code::Evidence));
    };
    Some(Problem::new(*code, format!("this is {name}, not a credential report")))
}

/// Whether a file of the kind that the problem names can hold a report.
pub(super) fn may_hold_report(problem: &Problem) -> bool {
    matches!(problem.code, Code::Archive | Code::Workbook)
}

fn is_zip(bytes: &[u8]) -> bool {
    matches!(bytes, [b'P', b'K', 3 | 5, 4 | 6, ..])
}

/// A zip archive with a folder of Excel's.
fn is_xlsx(bytes: &[u8]) -> bool {
    is_zip(bytes) && memchr::memmem::find(bytes, b"xl/").is_some()
}

/// A zip archive with the media type of an OpenDocument file.
fn is_opendocument(bytes: &[u8]) -> bool {
    is_zip(bytes) && memchr::memmem::find(bytes, b"opendocument").is_some()
}

/// How a compound file begins, of which Office's older documents are made.
const OLE: &[u8] = b"\xD0\xCF\x11\xE0";

/// A compound file with a stream of that name.
///
/// Source: [MS-CFB], 2.6.1: names of streams are in UTF-16.
fn is_ole(bytes: &[u8], stream: &str) -> bool {
    let name: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.starts_with(OLE) && memchr::memmem::find(bytes, &name).is_some()
}

fn is_program(bytes: &[u8]) -> bool {
    matches!(bytes, [0x7F, b'E', b'L', b'F', ..] | [b'M', b'Z', ..]) && bytes.contains(&0)
}

pub(super) fn is_tar(bytes: &[u8]) -> bool {
    bytes.get(257..262) == Some(b"ustar") && bytes.get(..257).is_some_and(|name| name.contains(&0))
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

/// Whether bytes are no text: one has no zeros, and few that are no characters.
fn is_binary(start: &[u8]) -> bool {
    const ONE_IN: usize = 10;
    let control = |byte: &&u8| byte.is_ascii_control() && !byte.is_ascii_whitespace();
    let invalid: usize = start.utf8_chunks().map(|chunk| chunk.invalid().len()).sum();
    start.contains(&0) || (start.iter().filter(control).count() + invalid) * ONE_IN > start.len()
}

/// A problem that says what a text is that no envelope recognises.
pub(crate) fn describe(text: &[u8]) -> Problem {
    /// How much of a text is looked at for what a page or a workbook begins with, and for a byte that no text has.
    const BEGINNING: usize = 400;
    const BEGINNING_OF_BINARY: usize = 1024;
    let shown = String::from_utf8_lossy(text.get(..text.len().min(BEGINNING)).unwrap_or_default());
    let start = shown.to_lowercase();
    if text.get(..text.len().min(BEGINNING_OF_BINARY)).is_some_and(is_binary) {
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
