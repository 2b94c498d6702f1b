//! Entrances for the fuzz targets in `fuzz/`: each decoder by itself, on text that may or may not be of its kind.

use crate::decode::cursor::Cursor;
use crate::decode::envelopes::{self, Consumed};
use crate::examine::{Options, examine_envelope};
use crate::model::problem_list::ProblemList;

/// Takes what begins at each line with one envelope alone; what it takes is at least a byte, and no more than there is.
fn exercise(
    begins: for<'a> fn(Cursor<'a>) -> bool,
    take: for<'a> fn(Cursor<'a>) -> Consumed<'a>,
    bytes: &[u8],
) {
    let text = crate::decode::content::encoding::to_utf8(bytes).text;
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

macro_rules! readers {
    ($($name:ident)*) => { $(
        #[doc = concat!("The envelope `", stringify!($name), "`.")]
        pub fn $name(bytes: &[u8]) {
            exercise(envelopes::$name::begins, envelopes::$name::read, bytes);
        }
    )* };
}

readers! { armor bare cli_message cli_table printed fence json raw_csv text_output text_table yaml }

/// The short ways, on an input and on the rows of a report.
pub fn canonical(bytes: &[u8]) {
    const ROOT: &[u8] =
        b"\n<root_account>,arn:aws:iam::111122223333:root,2026-01-31T12:00:00Z,not_supported,N/A,N/A,N/A,\
true,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A\n";
    crate::examine::agreement::hold(bytes);
    crate::examine::agreement::hold(&[crate::credential_report::HEADER, ROOT, bytes].concat());
}

/// Base64: what decodes is what encodes to the same symbols.
pub fn base64(bytes: &[u8]) {
    use ::base64::Engine as _;
    let Ok(decoded) = crate::decode::content::base64::decode(bytes) else { return };
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
    let unpacked = crate::decode::containers::gzip::unpack(bytes, LIMIT);
    assert!(!unpacked.was_packed || unpacked.bytes.len() as u64 <= LIMIT + 1);
}

/// Text encodings.
pub fn encoding(bytes: &[u8]) {
    drop(crate::decode::content::encoding::to_utf8(bytes));
}

/// String literals.
pub fn literal(bytes: &[u8]) {
    if let Some(literal) = crate::decode::content::literal::string(bytes) {
        assert!(literal.length <= bytes.len());
    }
}

/// The value of a member `Content`.
pub fn content(bytes: &[u8]) {
    drop(crate::decode::content::open(String::from_utf8_lossy(bytes), 1));
}
