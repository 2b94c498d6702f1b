//! Traces of a credential report: how often a text names the root user's row or a key's column, in whatever escape.
//!
//! What was read of a text is compared with what can be seen in it, so that no shape has a corner in which a report is
//! passed over: every byte is accounted for, whoever was to read it.

mod escapes;
mod letters;
mod numbers;
mod packed;
mod structure;

use std::sync::LazyLock;

use memchr::memmem::Finder;

pub(crate) use letters::{letters, name};
pub(crate) use packed::{GZIP_MAGIC, holds_gzip_header};

/// How many layers are looked into: base64 of base64, of gzip, of JSON, ….
const MOST_LAYERS: usize = 4;

/// How many bytes all layers may have together for each byte of a text: what has more was made to cost time.
const MOST_WORK: usize = 40;

/// The shortest text that holds a trace; of base64, the shortest that holds one.
pub(super) const SHORTEST: usize = 12;
const SHORTEST_BASE64: usize = 16;

/// How often a text names the root user or a key's column, in any escape, encoding or packing. What can't be looked into
/// counts as well.
pub(crate) fn count(text: &[u8]) -> usize {
    if is_short_and_plain(text) {
        return 0;
    }
    Search::new(text, false).layer(text, MOST_LAYERS)
}

/// Whether a text has the structure of a report, in any escape, encoding or packing, and not its words alone: what holds none can't
/// hide a root user's row. What can't be looked into counts as well.
pub(crate) fn is_structure_in(text: &[u8]) -> bool {
    !is_short_and_plain(text) && Search::new(text, true).layer(text, MOST_LAYERS) > 0
}

/// Whether it does.
pub(crate) fn is_in(text: &[u8]) -> bool {
    count(text) > 0
}

/// Whether all of them can be read in it as it is.
pub(crate) fn is_plain(text: &[u8]) -> bool {
    count(text) == tokens(&mut letters(text))
}

/// Whether it is plain at a glance that a text has none, as most cells are: it is short, without escapes, and no word of it is
/// one of a report's or long enough to be encoded.
fn is_short_and_plain(text: &[u8]) -> bool {
    const LONGEST: usize = 64;
    if text.len() < SHORTEST {
        return true;
    }
    let (mut run, mut numbers) = (0, 0);
    text.len() <= LONGEST
        && text.iter().all(|byte| {
            run = if is_symbol(*byte) || byte.is_ascii_whitespace() { run + 1 } else { 0 };
            numbers += usize::from(byte.is_ascii_digit());
            matches!(byte, b' '..=b'~')
                && !b"\\%&=_+<>'\"vV".contains(byte)
                && run < SHORTEST_BASE64
                && numbers < 24
        })
}

/// A search through layers.
struct Search {
    /// How many bytes may still be looked at.
    work: usize,
    /// How many bytes may still be unpacked.
    budget: usize,
    /// Whether words of a report count only where they are the cells of one. In what is encoded they count always: no
    /// program encodes its own names.
    structured: bool,
}

impl Search {
    fn new(text: &[u8], structured: bool) -> Self {
        let work = text.len().saturating_mul(MOST_WORK).saturating_add(1 << 20);
        Self { work, budget: packed::budget(text.len()), structured }
    }

    fn marks(&self, plain: &mut [u8]) -> usize {
        if self.structured { usize::from(structure::is_in(plain)) } else { tokens(plain) }
    }

    /// What is encoded within a text.
    fn encoded(&mut self, text: &[u8], layers: usize) -> usize {
        let structured = std::mem::replace(&mut self.structured, false);
        let found = self.layer(text, layers);
        self.structured = structured;
        found
    }

    fn layer(&mut self, text: &[u8], layers: usize) -> usize {
        if text.len() < SHORTEST {
            return 0;
        }
        let Some(work) = self.work.checked_sub(text.len()) else { return 1 };
        self.work = work;
        let mut plain = escapes::plain(text);
        if layers == 0 {
            return self.marks(&mut plain);
        }
        let mut found = 0;
        // Base64 has capitals, as long words of prose have not.
        let capitals = |run: &[u8]| run.iter().filter(|byte| byte.is_ascii_uppercase()).count();
        let is_base64 = |run: &&[u8]| run.len() >= SHORTEST_BASE64 && capitals(run) > 1;
        for run in plain.split(|byte| !is_symbol(*byte)).filter(is_base64) {
            found += self.base64(run, layers - 1);
        }
        found += self.marks(&mut plain);
        drop(plain);
        for bytes in numbers::bytes(text) {
            found += self.encoded(&bytes, layers - 1);
        }
        let (unpacked, is_all) = packed::unpack(text, &mut self.budget);
        for bytes in unpacked {
            found += self.layer(&bytes, layers - 1);
        }
        found + usize::from(!is_all)
    }

    /// In base64 that begins at any of its characters, for what ran into it can be of the alphabet, too.
    fn base64(&mut self, run: &[u8], layers: usize) -> usize {
        let letter = |byte: &u8| match byte {
            b'-' => b'+',
            b'_' => b'/',
            other => *other,
        };
        let standard: Vec<u8> = run.iter().map(letter).collect();
        let mut found = 0;
        for start in 0..4 {
            let symbols = standard.get(start..).unwrap_or_default();
            let bytes = packed::of_base64(symbols);
            found += usize::from(start == 0 && packed::is_opaque(&bytes));
            if packed::holds_any(&bytes) {
                found += self.encoded(&bytes, layers);
            } else {
                found += texts(&bytes).map(|text| self.encoded(text, layers)).sum::<usize>();
            }
        }
        found
    }
}

fn is_symbol(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_')
}

/// The stretches of bytes that can be text: base64 that is read from a wrong place gives noise.
fn texts(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    const PART: usize = 32;
    const MOST_OTHER: usize = 6;
    let is_text = |part: &[u8]| part.iter().filter(|byte| !byte.is_ascii()).count() <= MOST_OTHER;
    let parts: Vec<bool> = bytes.chunks(PART).map(is_text).collect();
    // A text can begin and end within a part that has more noise.
    let near = move |at: usize| {
        parts.get(at.saturating_sub(1)..parts.len().min(at + 2)).is_some_and(|near| near.contains(&true))
    };
    let most = bytes.len().div_ceil(PART);
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = (at..most).find(|part| near(*part))?;
        let end = (start..most).find(|part| !near(*part)).unwrap_or(most);
        at = end;
        bytes.get(start * PART..bytes.len().min(end * PART))
    })
}

/// How often a text without blanks and escapes names the root user or a key's column; it is in small letters from then on.
fn tokens(plain: &mut [u8]) -> usize {
    static ROOT: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new(b"root_account"));
    static ACTIVE: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new(b"active"));
    plain.make_ascii_lowercase();
    let text: &[u8] = plain;
    let is_root = |at: &usize| is_root_at(text, *at);
    let roots = ROOT.find_iter(text).filter(is_root).count();
    let keys = ACTIVE.find_iter(text);
    roots + keys.filter(|at| text.get(..*at).and_then(before_number_of_key).is_some()).count()
}

/// Whether the words `root_account` at a place are the root user's name: its brackets are around it, on one side at least.
fn is_root_at(text: &[u8], at: usize) -> bool {
    const ROOT: &[u8] = b"root_account";
    text.get(..at).is_some_and(|before| before.ends_with(b"<")) || text.get(at + ROOT.len()) == Some(&b'>')
}

/// What is before `access_key_N_`, where a text ends in it, whatever joins its words.
fn before_number_of_key(text: &[u8]) -> Option<&[u8]> {
    let trim = |text: &'_ [u8], of: fn(&u8) -> bool| text.iter().rev().take_while(|byte| of(byte)).count();
    let joint = |byte: &u8| matches!(byte, b'_' | b'-' | b'.');
    let text = text.get(..text.len() - trim(text, joint))?;
    let digits = trim(text, u8::is_ascii_digit);
    let text = text.get(..text.len() - digits).filter(|_| digits > 0)?;
    let text = text.get(..text.len() - trim(text, joint))?.strip_suffix(b"key")?;
    text.get(..text.len() - trim(text, joint))?.strip_suffix(b"access")
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;

    const CSV: &str = "user,arn,access_key_1_active,access_key_2_active\n<root_account>,arn:aws:iam::111122223333:root,true,false\n";

    #[test]
    fn a_report_is_seen_in_any_escape() {
        let each = |form: fn(u8) -> String| CSV.bytes().map(form).collect::<String>();
        let utf16: Vec<u8> = CSV.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let gzip = {
            use std::io::Write as _;
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
            encoder.write_all(CSV.as_bytes()).unwrap();
            encoder.finish().unwrap()
        };
        let base64 = STANDARD.encode(CSV);
        for text in [
            CSV.to_owned(),
            CSV.to_uppercase(),
            serde_json::to_string(&serde_json::to_string(CSV).unwrap()).unwrap(),
            CSV.replace('<', "\\u003c").replace('>', "\\u003E").replace('_', "\\_"),
            CSV.replace('<', "&amp;lt;").replace('>', "&#62;"),
            CSV.replace('<', "=3C").replace("count", "co=\r\nunt"),
            each(|byte| format!("%{byte:02X}")),
            each(|byte| format!("\\x{byte:02x}")),
            each(|byte| format!("\\u00{byte:02x}")),
            each(|byte| format!("\\{byte:03o}")),
            each(|byte| format!("&#{byte};")),
            each(|byte| format!("&#x{byte:x};")),
            each(|byte| format!("{byte}, ")),
            each(|byte| format!("{byte} ")),
            each(|byte| format!("0x{byte:x},")),
            each(|byte| format!("{byte:02x}")),
            each(|byte| format!("{byte:02X}:")),
            each(|byte| format!("{byte}\n")),
            CSV.bytes().enumerate().map(|(at, byte)| format!("\"{at}\":{byte},")).collect(),
            CSV.replace("root_acc", "root_acc'\n  b'"),
            base64.clone(),
            format!("N/A{base64}"),
            format!("xy{}", base64.replace('=', "")),
            base64.as_bytes().chunks(64).map(|line| String::from_utf8_lossy(line) + "\\n").collect(),
            STANDARD.encode(&base64),
            STANDARD.encode(utf16),
            STANDARD.encode(gzip),
            "ａｃｃｅｓｓ＿ｋｅｙ＿１＿ａｃｔｉｖｅ ＜ｒｏｏｔ＿ａｃｃｏｕｎｔ＞ access key 3 active"
                .to_owned(),
        ] {
            assert_eq!(count(text.as_bytes()), 3, "{text}");
        }
    }

    #[test]
    fn what_there_is_no_room_to_unpack_counts() {
        use std::io::Write as _;
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        std::iter::repeat_n([b'\n'; 1 << 20], 65).for_each(|blanks| encoder.write_all(&blanks).unwrap());
        let hidden = STANDARD.encode(encoder.finish().unwrap());
        let text = format!("{}, {hidden}", "a b. ".repeat(400_000));
        assert_eq!(count(text.as_bytes()), 1);
    }

    #[test]
    fn prose_and_noise_have_none() {
        let noise: Vec<u8> = (0..9999_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        for text in [
            "The root account has no access keys; access key active: no".as_bytes(),
            b"root_account access_key_active",
            STANDARD.encode(&noise).as_bytes(),
            &noise,
        ] {
            assert_eq!(count(text), 0, "{}", String::from_utf8_lossy(text));
        }
    }
}
