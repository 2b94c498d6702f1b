//! Entries for the fuzz targets in `fuzz/`: each decoder by itself, on text that may or may not be of its kind.
//!
//! The tables are fuzzed line by line: the first byte chooses the line, so that a new line needs no new target.

use crate::decode::containers::CONTAINERS;
use crate::decode::content::{self, base64, encoding, literal};
use crate::decode::cursor::Cursor;
use crate::decode::envelopes::ENVELOPES;
use crate::examine::{ExamineOptions, agreement, examine_envelope};
use crate::model::problem_list::ProblemList;

/// The line of a table that the first byte chooses, and the bytes behind it.
fn choose<'a, 't, T>(table: &'t [T], bytes: &'a [u8]) -> Option<(&'t T, &'a [u8])> {
    let (first, rest) = bytes.split_first()?;
    Some((table.get(usize::from(*first) % table.len())?, rest))
}

/// Reads what begins at each line by one envelope alone; what it consumes is at least a byte, and no more than there is.
pub fn envelopes(bytes: &[u8]) {
    let Some((envelope, bytes)) = choose(ENVELOPES, bytes) else { return };
    let text = encoding::to_utf8(bytes).text;
    let mut cursor = Cursor::new(&text);
    while let Some(at) = cursor.skip_blank() {
        cursor = if (envelope.begins)(at) {
            let consumed = (envelope.read)(at);
            let most = at.rest().len();
            assert!((1..=most).contains(&consumed.length), "{} of {most}", consumed.length);
            let mut problems = ProblemList::new(1);
            for wrapped in consumed.found.envelopes {
                drop(examine_envelope(wrapped, ExamineOptions::default(), &mut problems));
            }
            at.advance(consumed.length)
        } else {
            at.next_line()
        };
    }
}

/// Opens bytes as one container alone: never beyond its limit, and never without a member.
pub fn containers(bytes: &[u8]) {
    const LIMIT: u64 = 1 << 20;
    let Some((container, bytes)) = choose(CONTAINERS, bytes) else { return };
    if (container.begins)(bytes) {
        let members = (container.open)(bytes, LIMIT);
        let unpacked: usize = members.iter().map(|member| member.bytes.len()).sum();
        assert!(!members.is_empty() && unpacked as u64 <= LIMIT + 1, "{unpacked} bytes");
    }
}

/// The fast way, on an input and on the rows of a report.
pub fn canonical(bytes: &[u8]) {
    const ROOT: &[u8] =
        b"\n<root_account>,arn:aws:iam::111122223333:root,2026-01-31T12:00:00Z,not_supported,N/A,N/A,N/A,\
true,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A\n";
    agreement::hold(bytes);
    agreement::hold(&[crate::credential_report::HEADER, ROOT, bytes].concat());
}

/// Base64: what decodes is what encodes to the same symbols.
pub fn base64(bytes: &[u8]) {
    use ::base64::Engine as _;
    let Ok(decoded) = base64::decode(bytes) else { return };
    let symbols = |text: &[u8]| -> Vec<u8> {
        let standard = text.iter().map(|byte| match byte {
            b'-' => b'+',
            b'_' => b'/',
            byte => *byte,
        });
        standard.filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=').collect()
    };
    let encoded = ::base64::engine::general_purpose::STANDARD_NO_PAD.encode(decoded.bytes);
    assert_eq!(encoded.into_bytes(), symbols(bytes));
}

/// Text encodings.
pub fn encoding(bytes: &[u8]) {
    drop(encoding::to_utf8(bytes));
}

/// String literals.
pub fn literal(bytes: &[u8]) {
    if let Some(literal) = literal::string(bytes) {
        assert!(literal.length <= bytes.len());
    }
}

/// The value of a member `Content`.
pub fn content(bytes: &[u8]) {
    drop(content::open(String::from_utf8_lossy(bytes), 1));
}
