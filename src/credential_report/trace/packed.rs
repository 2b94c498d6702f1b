//! What is packed within a text: base64, gzip, zlib, the members of a zip archive. Read to look for traces alone.

use std::io::Read;
use std::sync::LazyLock;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::general_purpose::{GeneralPurpose, NO_PAD};
use flate2::bufread::{DeflateDecoder, GzDecoder, ZlibDecoder};
use memchr::memmem::Finder;

/// How gzip data begins, whatever method packs it.
pub(crate) const GZIP_MAGIC: &[u8] = b"\x1F\x8B";

/// The same with the only method that there is, so that few bytes that are something else are like it.
static GZIP: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new(b"\x1F\x8B\x08"));
static ZIP_MEMBER: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new(b"PK\x03\x04"));

/// How many packed parts of each kind are tried in a text.
const MOST_PARTS: usize = 100_000;

/// How many bytes a text of that length may unpack to, all layers together.
pub(super) fn budget(length: usize) -> usize {
    const MOST: usize = 64 << 20;
    length.saturating_mul(120).saturating_add(1 << 20).min(MOST)
}

/// What base64 without padding holds, as far as it goes.
pub(super) fn of_base64(symbols: &[u8]) -> Vec<u8> {
    const LENIENT: GeneralPurpose =
        GeneralPurpose::new(&STANDARD, NO_PAD.with_decode_allow_trailing_bits(true));
    let odd = usize::from(symbols.len() % 4 == 1);
    LENIENT.decode(symbols.get(..symbols.len() - odd).unwrap_or_default()).unwrap_or_default()
}

/// Whether bytes hold something that is packed and can be unpacked.
pub(super) fn holds_any(bytes: &[u8]) -> bool {
    is_zlib(bytes) || holds_gzip(bytes) || ZIP_MEMBER.find(bytes).is_some()
}

/// Whether gzip data begins anywhere in bytes, as programs write it: the method alone is in other data by chance.
///
/// Source: RFC 1952, 2.3.1: flags, extra flags and operating systems.
pub(crate) fn holds_gzip_header(bytes: &[u8]) -> bool {
    GZIP.find_iter(bytes)
        .any(|at| matches!(bytes.get(at + 3..at + 10), Some([0..=31, _, _, _, _, 0 | 2 | 4, 0..=13 | 255])))
}

/// Whether gzip data begins anywhere in bytes.
pub(super) fn holds_gzip(bytes: &[u8]) -> bool {
    GZIP.find(bytes).is_some()
}

/// Whether bytes are packed by what can't be unpacked here.
pub(super) fn is_opaque(bytes: &[u8]) -> bool {
    let magics: [&[u8]; 5] =
        [b"7z\xBC\xAF\x27\x1C", b"\xFD7zXZ\0", b"BZh91AY&SY", b"\x28\xB5\x2F\xFD", b"Rar!\x1A\x07"];
    magics.iter().any(|magic| bytes.starts_with(magic))
}

fn is_zlib(bytes: &[u8]) -> bool {
    matches!(bytes, [0x78, 0x01 | 0x5E | 0x9C | 0xDA, ..])
}

/// What is packed in a text, unpacked as far as it goes and the budget allows, and whether that is all.
pub(super) fn unpack(text: &[u8], budget: &mut usize) -> (Vec<Vec<u8>>, bool) {
    let mut found = Vec::new();
    let mut is_all = true;
    let mut add = |packed: &mut dyn Read| {
        let mut bytes = Vec::new();
        // What is damaged shows what was unpacked before. One byte more shows that the budget was too small for all.
        drop(packed.take(*budget as u64 + 1).read_to_end(&mut bytes));
        is_all &= bytes.len() <= *budget;
        bytes.truncate(*budget);
        *budget -= bytes.len();
        found.push(bytes);
    };
    if is_zlib(text) {
        add(&mut ZlibDecoder::new(text));
    }
    for start in GZIP.find_iter(text).take(MOST_PARTS) {
        add(&mut GzDecoder::new(text.get(start..).unwrap_or_default()));
    }
    for start in ZIP_MEMBER.find_iter(text).take(MOST_PARTS) {
        let member = text.get(start..).unwrap_or_default();
        if let Some(packed) = deflated(member) {
            add(&mut DeflateDecoder::new(packed));
        }
    }
    let is_tried = |magic: &Finder<'_>| magic.find_iter(text).nth(MOST_PARTS).is_none();
    (found, is_all && is_tried(&GZIP) && is_tried(&ZIP_MEMBER))
}

/// The data of a zip archive's member, where it is deflated; what is stored is seen as it is.
///
/// Source: APPNOTE.TXT, "Local file header".
fn deflated(member: &[u8]) -> Option<&[u8]> {
    const HEADER: usize = 30;
    const DEFLATE: u16 = 8;
    let number = |at: usize| Some(u16::from_le_bytes(*member.get(at..)?.first_chunk()?));
    let names = usize::from(number(26)?) + usize::from(number(28)?);
    member.get(HEADER + names..).filter(|_| number(8) == Some(DEFLATE))
}
