//! Strict base64, and where it breaks. Both alphabets, with padding or without: never a mixture.

use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::{PAD, STANDARD_NO_PAD};

use crate::credential_report::trace::GZIP_MAGIC;
use crate::model::normalization::Normalization;
use crate::model::problem::{Code, Problem};

/// What base64 held, and what it had out of the ordinary.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Bytes {
    pub(crate) bytes: Vec<u8>,
    /// [`Normalization::Base64Url`], [`Normalization::Base64Unpadded`] or none.
    pub(crate) normalized: Vec<Normalization>,
}

/// The processor's best way to decode the standard alphabet, where there is one.
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
type Standard = base64::engine::Simd;
#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
type Standard = base64::engine::GeneralPurpose;

/// Strict base64: the standard alphabet with padding.
pub(crate) fn standard() -> &'static Standard {
    #[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
    static STANDARD: LazyLock<Standard> = LazyLock::new(|| Standard::standard(PAD));
    #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
    static STANDARD: LazyLock<Standard> = LazyLock::new(|| Standard::new(&base64::alphabet::STANDARD, PAD));
    &STANDARD
}

/// Decodes base64; white space, as line breaks are, does not count.
///
/// # Errors
/// A `base64-damaged` problem, with the offset of the character from which on the text can't be right, as far as that
/// can be told: a group that was lost in editing shows by what follows it turning into noise.
pub(crate) fn decode(text: &[u8]) -> Result<Bytes, Broken> {
    let broken = |symbol: usize, why: String| Broken { offset: offset_of_symbol(text, symbol), why };
    let mut packed: Vec<u8>;
    let is_blank = |byte: &u8| byte.is_ascii_whitespace();
    let url_safe = text.iter().any(|byte| matches!(byte, b'-' | b'_'));
    let symbols = if url_safe || text.iter().any(is_blank) {
        packed = text.iter().copied().filter(|byte| !is_blank(byte)).collect();
        if url_safe {
            to_standard(&mut packed).map_err(|symbol| {
                broken(symbol, "`-` and `_` belong to another alphabet than `+` and `/`".to_owned())
            })?;
        }
        &packed
    } else {
        text
    };
    let data = symbols.strip_suffix(b"==").or(symbols.strip_suffix(b"=")).unwrap_or(symbols);
    let unpadded = symbols.len() % 4 != 0 && data.len() % 4 != 1;
    let decoded = if unpadded { STANDARD_NO_PAD.decode(data) } else { standard().decode(symbols) };
    let has_odd_symbol = matches!(decoded, Err(base64::DecodeError::InvalidByte(..)));
    if let Some(symbol) = uneven(text).filter(|_| !has_odd_symbol) {
        return Err(broken(symbol, "the line that ends there is not as long as the others".to_owned()));
    }
    match decoded {
        Ok(bytes) => match noise(&bytes) {
            None => {
                let normalized =
                    [(url_safe, Normalization::Base64Url), (unpadded, Normalization::Base64Unpadded)];
                let normalized =
                    normalized.into_iter().filter(|(done, _)| *done).map(|(_, step)| step).collect();
                Ok(Bytes { bytes, normalized })
            }
            Some(byte) => Err(broken(byte / 3 * 4, "from there on it decodes to noise".to_owned())),
        },
        Err(base64::DecodeError::InvalidByte(symbol, byte)) => {
            Err(broken(symbol, format!("`{}` is no base64 character", char::from(byte).escape_default())))
        }
        Err(_) => {
            let groups = symbols.len() / 4 * 4;
            let start = standard().decode(symbols.get(..groups).unwrap_or_default()).unwrap_or_default();
            let lost =
                format!("{} characters are not whole groups of four, so some are missing", symbols.len());
            Err(match noise(&start) {
                Some(byte) => broken(byte / 3 * 4, format!("{lost}, and from there on it decodes to noise")),
                None => broken(symbols.len(), format!("{lost}: it was cut off")),
            })
        }
    }
}

/// The URL-safe alphabet as the standard one; the symbol that belongs to the standard one already, as an error.
fn to_standard(symbols: &mut [u8]) -> Result<(), usize> {
    symbols.iter_mut().enumerate().try_for_each(|(at, symbol)| {
        *symbol = match *symbol {
            b'+' | b'/' => return Err(at),
            b'-' => b'+',
            b'_' => b'/',
            other => other,
        };
        Ok(())
    })
}

/// The symbol at which a line ends that is not as long as the first, but for a shorter last one: wrapped base64 has
/// even lines, so groups were lost or added there, which need not turn what follows into noise.
fn uneven(text: &[u8]) -> Option<usize> {
    let mut lines =
        text.split(u8::is_ascii_whitespace).filter(|line| !line.is_empty()).map(<[u8]>::len).peekable();
    let width = *lines.peek()?;
    let mut end = 0;
    while let Some(length) = lines.next() {
        end += length;
        let is_last = lines.peek().is_none();
        if length > width || length < width && !is_last {
            return Some(end);
        }
    }
    None
}

/// Where and why base64 breaks.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Broken {
    /// The character's offset in the text, white space included.
    pub(crate) offset: u64,
    why: String,
}

impl Broken {
    /// The problem; its place is the input's line, with this offset.
    pub(crate) fn problem(&self) -> Problem {
        Problem::new(
            Code::Base64Damaged,
            format!("the base64 breaks at character {}: {}", self.offset, self.why),
        )
    }
}

/// The first byte that no text has.
fn noise(bytes: &[u8]) -> Option<usize> {
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") || bytes.starts_with(GZIP_MAGIC) {
        return None; // UTF-16 and gzip: not noise, and looked at elsewhere
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(_) => bytes,
        Err(error) => bytes.get(..error.valid_up_to()).unwrap_or_default(),
    };
    let control = |byte: &u8| byte.is_ascii_control() && !byte.is_ascii_whitespace();
    text.iter().position(control).or((text.len() < bytes.len()).then_some(text.len()))
}

/// The place in the text of the n-th character that is not white space.
fn offset_of_symbol(text: &[u8], symbol: usize) -> u64 {
    let mut places = text.iter().enumerate().filter(|(_, byte)| !byte.is_ascii_whitespace());
    places.nth(symbol).map_or(text.len(), |(at, _)| at) as u64
}

/// Whether a byte is of the standard alphabet or padding.
pub(crate) fn is_symbol(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')
}

/// Whether a byte is of either alphabet or padding.
pub(crate) fn is_url_symbol(byte: &u8) -> bool {
    is_symbol(byte) || matches!(byte, b'-' | b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_read_with_any_white_space() {
        assert_eq!(decode(b"dXNlcixh\r\ncm4K").unwrap().bytes, b"user,arn\n");
        assert_eq!(decode(b" dXNlcixhcm4K\n").unwrap().bytes, b"user,arn\n");
    }

    #[test]
    fn lines_that_lost_whole_groups_show() {
        for (text, offset) in [
            ("dXNlcixh\ncm4s\ncm4scm4s\n", 13),
            ("dXNl\ncixhcm4s", 13),
            ("dXNlcixh\ncm4scm4s\ncm4scm4scm4s", 30),
        ] {
            let broken = decode(text.as_bytes()).unwrap_err();
            assert!((offset - 1..=offset + 1).contains(&broken.offset), "{text:?}: {}", broken.offset);
        }
    }

    #[test]
    fn a_character_of_no_alphabet_is_named_with_its_offset() {
        let broken = decode(b"dXNl\ncixh!m4K").unwrap_err();
        assert_eq!(broken.offset, 9);
        assert!(broken.problem().message.contains('!'));
    }

    #[test]
    fn a_lost_character_is_found_where_noise_begins() {
        let whole =
            standard().encode("user,arn,user_creation_time,password_enabled,password_last_used,mfa_active\n");
        for lost in [20, 33, 50] {
            let mut text = whole.clone().into_bytes();
            text.remove(lost);
            let broken = decode(&text).unwrap_err();
            assert!(
                (lost as u64 - 4..lost as u64 + 12).contains(&broken.offset),
                "{lost}: {}",
                broken.offset
            );
        }
        assert_eq!(decode(&whole.as_bytes()[..41]).unwrap_err().offset, 41, "cut off");
    }

    #[test]
    fn the_other_alphabet_and_missing_padding_are_said() {
        let normalized = |text: &str| decode(text.as_bytes()).map(|found| (found.bytes, found.normalized));
        let (url, unpadded) = (Normalization::Base64Url, Normalization::Base64Unpadded);
        assert_eq!(normalized("YX5-YT8_").unwrap(), (b"a~~a??".to_vec(), vec![url]));
        assert_eq!(normalized("YX5+YT8/").unwrap(), (b"a~~a??".to_vec(), vec![]));
        assert_eq!(normalized("dXNlcg").unwrap(), (b"user".to_vec(), vec![unpadded]));
        assert_eq!(normalized("dXNlcg=").unwrap(), (b"user".to_vec(), vec![unpadded]));
        assert_eq!(normalized("YX4-fg").unwrap(), (b"a~>~".to_vec(), vec![url, unpadded]));
    }

    #[test]
    fn mixed_alphabets_loose_bits_and_lost_symbols_are_damage() {
        for text in ["YX5+YT8_", "dXNlch==", "dXNlch", "dXNlc", "dXNlcg==dXNl", "dXNlcg===", "dX=lcg=="] {
            assert!(decode(text.as_bytes()).is_err(), "{text}");
        }
        assert_eq!(decode(b"YX5+\nYT8_").unwrap_err().offset, 3, "the character of the other alphabet");
    }
}
