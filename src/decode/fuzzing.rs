//! Entrances for the fuzz targets in `fuzz/`: each decoder by itself, on text that may or may not be of its family.

use super::cursor::Cursor;
use super::family::{self, Taken};
use crate::examine::{Options, examine_envelope};
use crate::problem_list::ProblemList;

/// Takes what begins at each line with one family alone; what it takes is at least a byte, and no more than there is.
fn exercise(begins: for<'a> fn(Cursor<'a>) -> bool, take: for<'a> fn(Cursor<'a>) -> Taken<'a>, bytes: &[u8]) {
    let text = super::layer::encoding::to_utf8(bytes).text;
    let mut cursor = Cursor::new(&text);
    while let Some(at) = cursor.skip_blank() {
        cursor = if begins(at) {
            let taken = take(at);
            assert!((1..=at.rest().len()).contains(&taken.length), "{} of {}", taken.length, at.rest().len());
            let mut problems = ProblemList::new(1);
            taken
                .found
                .envelopes
                .into_iter()
                .for_each(|e| drop(examine_envelope(e, Options::default(), &mut problems)));
            at.advance(taken.length)
        } else {
            at.next_line()
        };
    }
}

macro_rules! families {
    ($($name:ident)*) => { $(
        #[doc = concat!("The family `", stringify!($name), "`.")]
        pub fn $name(bytes: &[u8]) {
            exercise(family::$name::begins, family::$name::take, bytes);
        }
    )* };
}

families! { armor bare cli_message cli_table dump fence json raw_csv text_output text_table yaml }

/// The short ways, on an input and on the rows of a report.
pub fn usual(bytes: &[u8]) {
    const ROOT: &[u8] =
        b"\n<root_account>,arn:aws:iam::111122223333:root,2026-01-31T12:00:00Z,not_supported,N/A,N/A,N/A,\
true,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A\n";
    crate::agreement::hold(bytes);
    crate::agreement::hold(&[crate::credential_report::HEADER, ROOT, bytes].concat());
}

/// Base64: what decodes is what encodes to the same symbols.
pub fn base64(bytes: &[u8]) {
    use ::base64::Engine as _;
    let Ok(decoded) = super::value::base64::decode(bytes) else { return };
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

/// gzip, never beyond its limit.
pub fn gzip(bytes: &[u8]) {
    const LIMIT: u64 = 1 << 20;
    let unpacked = super::layer::gzip::unpack(bytes, LIMIT);
    assert!(!unpacked.was_packed || unpacked.bytes.len() as u64 <= LIMIT + 1);
}

/// Text encodings.
pub fn encoding(bytes: &[u8]) {
    drop(super::layer::encoding::to_utf8(bytes));
}

/// String literals.
pub fn literal(bytes: &[u8]) {
    if let Some(literal) = super::value::literal::string(bytes) {
        assert!(literal.length <= bytes.len());
    }
}

/// The value of a member `Content`.
pub fn content(bytes: &[u8]) {
    drop(super::value::open(String::from_utf8_lossy(bytes), 1));
}
