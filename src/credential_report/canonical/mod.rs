//! Rows in canonical form, exactly as AWS writes them, read many at a time: a report has thousands of users, and each row must
//! be looked at whole.
//!
//! This is the fast path of what `Parser::row` does. A user's row that it reads is one in which `Parser::row` would find
//! nothing to note, and counts as one user of its account; of a root user's row it gives the cells. It reads fewer rows than
//! `Parser::row` finds sound, and leaves the others to it. It assumes, and `Parser::row` agrees because:
//!
//! - **The columns are AWS's own, each in its place** ([`Columns::canonical`]), so each cell has its meaning by its number.
//! - **User and ARN say the same:** the ARN is of the account of the row before, and ends in the user's name.
//!   Neither has a control character, an angle bracket or a quote. Names and paths are as long as IAM's at most
//!   ([`LONGEST_USER_NAME`], [`LONGEST_PATH`]), and of a longer path it is plain that it holds no trace.
//! - **Each further cell is one of those that AWS writes,** which [`field`](crate::credential_report::field) expects there:
//!   true or false, a time, a word for none, a region or a service.
//! - **A row ends in a line break, or with the text.**

mod times;

use wide::u8x16;

use crate::credential_report::columns::Columns;
use crate::credential_report::{field, trace};
use crate::model::account::{Account, IamArn, LONGEST_PATH, LONGEST_USER_NAME};
use times::is_time_cell;
pub(super) use times::{is_time, is_utc_time};

/// The rows of one account's users below AWS's own header.
#[derive(Clone, Debug)]
pub(super) struct Canonical {
    /// How their ARNs begin, `arn:aws:iam::111122223333:user/`, and zeros.
    start: [u8; WIDTH],
    /// How long that is.
    length: usize,
    /// Whether the header has the column `additional_credentials_info`, too.
    additional: bool,
}

/// Rows that were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct UserLines<'a> {
    /// How many.
    pub(super) rows: u64,
    /// The last one and what follows it.
    pub(super) last: &'a [u8],
    /// What follows them.
    pub(super) rest: &'a [u8],
}

/// How many bytes of a path with a name are looked at in one go: a name that ends within them is none too long.
const WIDTH: usize = 64;
const _: () = assert!(WIDTH <= LONGEST_USER_NAME);

/// How many bytes of a path can't hold a trace, in whatever escape.
const MOST_PATH: usize = trace::SHORTEST;

/// How many bytes are searched for the end of a path with a name.
const MOST: usize = LONGEST_PATH + 2 * LONGEST_USER_NAME;

impl Canonical {
    /// The rows of an account's users, when the columns are AWS's own.
    pub(super) fn new(columns: &Columns, account: &Account) -> Option<Self> {
        let parts = ["arn:", account.partition?.as_str(), ":iam::", account.written.as_ref()?, ":user/"];
        let additional = columns.canonical?;
        let (mut start, mut length) = ([0; WIDTH], 0);
        for part in parts {
            start.get_mut(length..)?.get_mut(..part.len())?.copy_from_slice(part.as_bytes());
            length += part.len();
        }
        // One is left over, so that a mask of the others has a bit to spare.
        (length < WIDTH).then_some(Self { start, length, additional })
    }

    /// Reads rows from the start of a text, up to one that is not in canonical form.
    pub(super) fn read<'a>(&self, text: &'a [u8]) -> UserLines<'a> {
        let mut read = UserLines { rows: 0, last: text, rest: text };
        while let Some(rest) = self.row(read.rest) {
            read = UserLines { rows: read.rows + 1, last: read.rest, rest };
        }
        read
    }

    /// What follows the row that a text begins with.
    #[inline(always)]
    fn row<'a>(&self, text: &'a [u8]) -> Option<&'a [u8]> {
        let text = time(self.user(text)?)?;
        let text = match strip(text, b"false,N/A,N/A,N/A,false,") {
            Some(rest) => rest,
            None => flag(time(time(time(flag(text)?)?)?)?)?,
        };
        let text = key(text)?;
        let text = match strip(text, b"false,N/A,N/A,N/A,N/A,false,N/A,false,") {
            Some(rest) => rest,
            None => flag(time(flag(key(text)?)?)?)?,
        };
        last(text, self.additional)
    }

    /// The cells `user` and `arn`: the ARN is of this account, and ends in the name.
    #[inline(always)]
    fn user<'a>(&self, text: &'a [u8]) -> Option<&'a [u8]> {
        let user = text.first_chunk()?;
        // A name has no slash, so that it is all that follows the ARN's last one.
        let ends = |part: u8x16| part.simd_eq(u8x16::splat(b',')) | part.simd_eq(u8x16::splat(b'/'));
        let length = first(mask(user, ends))?;
        let [b',', arn @ ..] = text.get(length..)? else { return None };
        if !equal(arn.first_chunk()?, &self.start) & below(self.length) != 0 {
            return self.quoted(text);
        }
        let path = arn.get(self.length..)?;
        let resource = path.first_chunk()?;
        let Some(end) = first(mask(resource, |part| part.simd_eq(u8x16::splat(b',')))) else {
            return long(text, length, path);
        };
        let folders = end.checked_sub(length)?;
        if folders > MOST_PATH && !is_of_words(resource, folders) && !is_plain_path(resource.get(..folders)?)
        {
            return None;
        }
        let [b'/', name @ ..] = arn.get((self.length + end).checked_sub(length + 1)?..)? else { return None };
        let is_same = equal(name.first_chunk()?, user) & below(length) == below(length);
        // What follows the ARN in such a row is plain as well.
        (is_same && length > 0 && is_plain(resource)).then(|| path.get(end + 1..))?
    }

    /// As [`Self::user`], where a comma in the name puts both cells in quotes.
    #[cold]
    fn quoted<'a>(&self, text: &'a [u8]) -> Option<&'a [u8]> {
        let (user, rest) = split_at_quote(text.strip_prefix(b"\"")?)?;
        let path = rest.strip_prefix(b",\"")?.strip_prefix(self.start.get(..self.length)?)?;
        let (resource, rest) = split_at_quote(path)?;
        ends_in(resource, user).then(|| rest.strip_prefix(b","))?
    }
}

/// A root user's row that was read.
#[derive(Debug)]
pub(super) struct RootLine<'a> {
    /// The account that it is of.
    pub(super) account: Account,
    /// Its cells.
    pub(super) cells: Vec<&'a [u8]>,
    /// How many bytes it has, with its line break.
    pub(super) length: usize,
}

/// The root user's row that a text begins with. As for a user's row, there is nothing to note in it.
pub(super) fn root(text: &[u8], additional: bool) -> Option<RootLine<'_>> {
    let arn = strip(text, b"<root_account>,")?;
    let (arn, rest) = arn.split_at_checked(memchr::memchr(b',', arn.get(..arn.len().min(WIDTH))?)?)?;
    let arn = IamArn::parse(std::str::from_utf8(arn).ok()?).filter(IamArn::is_root)?;
    let rest = time(rest.get(1..)?)?;
    let rest = strip(rest, b"not_supported,").or_else(|| flag(rest))?;
    let rest = key(key(flag(time(time(time(rest)?)?)?)?)?)?;
    let rest = last(flag(time(flag(rest)?)?)?, additional)?;
    let length = text.len() - rest.len();
    let row = text.get(..length)?.trim_ascii_end();
    let (mut cells, mut start) = (Vec::with_capacity(23), 0);
    for end in memchr::memchr_iter(b',', row).chain([row.len()]) {
        cells.push(row.get(start..end)?);
        start = end + 1;
    }
    Some(RootLine { account: arn.account(), cells, length })
}

/// As [`Canonical::user`], where path and name are longer than what is looked at in one go.
#[cold]
fn long<'a>(text: &[u8], length: usize, path: &'a [u8]) -> Option<&'a [u8]> {
    let user = text.get(..length)?;
    let resource = path.get(..path.len().min(MOST))?;
    let (resource, rest) = path.split_at_checked(memchr::memchr(b',', resource)?)?;
    ends_in(resource, user).then(|| rest.get(1..))?
}

/// Whether an ARN that ends in a path and a name ends in that one, all of it plain, and the name is none too long.
fn ends_in(resource: &[u8], user: &[u8]) -> bool {
    let plain = |byte: &u8| matches!(byte, b'+'..=b'z') && !matches!(byte, b'<' | b'>' | b'\\');
    let is_whole = |folders: &[u8]| folders.is_empty() || folders.ends_with(b"/");
    let is_same = resource.strip_suffix(user).is_some_and(is_whole);
    let path = resource.len().saturating_sub(user.len());
    let is_path = path <= MOST_PATH || resource.get(..path).is_some_and(is_plain_path);
    is_same
        && (1..=LONGEST_USER_NAME).contains(&user.len())
        && !user.contains(&b'/')
        && resource.iter().all(plain)
        && is_path
}

/// Whether the first bytes are small letters and what parts words: no part of a report can be written so, in any escape.
#[inline(always)]
fn is_of_words(text: &[u8; WIDTH], length: usize) -> bool {
    let is_word = |part: u8x16| {
        let letter = between(part, [b'a'; 16], [b'z'; 16]);
        letter | between(part, [b'-'; 16], [b'/'; 16]) | part.simd_eq(u8x16::splat(b'_'))
    };
    mask(text, is_word) & below(length) == below(length)
}

/// Whether no part of a report can be in a path that has digits and capitals, too: it is looked for in what else there is.
#[cold]
fn is_plain_path(path: &[u8]) -> bool {
    const MOST_DIGITS: usize = 8;
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'.' | b'_');
    let count = |is: fn(&u8) -> bool| path.iter().filter(|byte| is(byte)).count();
    let digits = count(u8::is_ascii_digit);
    let names_key = digits > 0 && memchr::memmem::find(path, b"key").is_some();
    path.iter().all(is_word) && digits <= MOST_DIGITS && count(u8::is_ascii_uppercase) <= 1 && !names_key
}

/// What is before the first quote, no longer than a path with a name can be, and what is behind it.
fn split_at_quote(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let (before, rest) = text.split_at_checked(memchr::memchr(b'"', text.get(..text.len().min(MOST))?)?)?;
    Some((before, rest.get(1..)?))
}

/// What follows a text's start, when it starts so.
#[inline(always)]
fn strip<'a, const N: usize>(text: &'a [u8], expected: &[u8; N]) -> Option<&'a [u8]> {
    let (found, rest) = text.split_first_chunk::<N>()?;
    let (parts, of_expected) = (found.as_chunks::<16>().0, expected.as_chunks::<16>().0);
    let mut same = true;
    for (part, expected) in parts.iter().zip(of_expected) {
        same &= part == expected;
    }
    // The rest, or all of a short one.
    same &= match (found.last_chunk::<16>(), expected.last_chunk::<16>()) {
        (Some(end), Some(expected)) => end == expected,
        _ => found == expected,
    };
    same.then_some(rest)
}

/// What follows a cell of true or false.
#[inline(always)]
fn flag(text: &[u8]) -> Option<&[u8]> {
    const TRUE: u64 = u64::from_le_bytes(*b"true,\0\0\0");
    const FALSE: u64 = u64::from_le_bytes(*b"false,\0\0");
    let word = u64::from_le_bytes(*text.first_chunk()?);
    if word & 0xFF_FFFF_FFFF == TRUE {
        return text.get(5..);
    }
    (word & 0xFFFF_FFFF_FFFF == FALSE).then(|| text.get(6..))?
}

/// What follows a cell of a time, or of a word that says there is none.
#[inline(always)]
fn time(text: &[u8]) -> Option<&[u8]> {
    // Branches are foretold while the cell before is still looked at; a length that is computed is waited for.
    if let Some(rest) = strip(text, b"N/A,") {
        return Some(rest);
    }
    if let Some((cell, rest)) = text.split_first_chunk()
        && is_time_cell(cell)
    {
        return Some(rest);
    }
    strip(text, b"no_information,").or_else(|| rare_time(text))
}

#[inline(never)]
fn rare_time(text: &[u8]) -> Option<&[u8]> {
    match text.split_first_chunk() {
        Some((time, rest)) if is_utc_time(time) => strip(rest, b","),
        _ => strip(text, b"not_supported,"),
    }
}

/// What follows the five cells of an access key.
#[inline(always)]
fn key(text: &[u8]) -> Option<&[u8]> {
    if let Some(rest) = strip(text, b"false,N/A,N/A,N/A,N/A,") {
        return Some(rest);
    }
    let text = time(flag(text)?)?;
    if let Some(rest) = strip(text, b"N/A,N/A,N/A,") {
        return Some(rest);
    }
    name(name(time(text)?)?)
}

/// What follows a cell of a region or a service.
#[inline(always)]
fn name(text: &[u8]) -> Option<&[u8]> {
    let part = u8x16::new(*text.first_chunk()?);
    // In small letters.
    let letter = between(part | u8x16::splat(0x20), [b'a'; 16], [b'z'; 16]);
    // Digits are next to them.
    let other = between(part, [b'-'; 16], [b'9'; 16]) | part.simd_eq(u8x16::splat(b'_'));
    let end = first(u64::from((!(letter | other)).to_bitmask())).unwrap_or(usize::MAX);
    match text.get(end..) {
        // True and false are letters, too, but no such cell has them. So few letters hold no trace.
        Some([b',', rest @ ..]) if letter.to_bitmask() & 1 == 1 => (!is_boolean(text)).then_some(rest),
        _ => long_name(text),
    }
}

/// As [`name`], where it is longer than what is looked at in one go, or begins otherwise.
#[cold]
fn long_name(text: &[u8]) -> Option<&[u8]> {
    let (name, rest) = text.split_at_checked(memchr::memchr(b',', text.get(..text.len().min(WIDTH))?)?)?;
    field::is_name(name).then(|| rest.get(1..))?
}

/// Whether a text begins with a cell of true or false, in any case.
#[inline(always)]
fn is_boolean(text: &[u8]) -> bool {
    const SMALL: u64 = 0x2020_2020_2020_2020;
    text.first_chunk().is_some_and(|word| flag(&(u64::from_le_bytes(*word) | SMALL).to_le_bytes()).is_some())
}

/// What follows the last cell, a time or none, and the end of the row.
#[inline(always)]
fn last(text: &[u8], additional: bool) -> Option<&[u8]> {
    let text = match strip(text, b"N/A") {
        Some(rest) => rest,
        None => match text.split_first_chunk() {
            Some((time, rest)) if is_time(time) => rest,
            _ => text.split_first_chunk().filter(|(time, _)| is_utc_time(time))?.1,
        },
    };
    let text = if additional { strip(text, b",N/A")? } else { text };
    match text {
        [] | [b'\n'] => Some(&[]),
        [b'\n', rest @ ..] | [b'\r', b'\n', rest @ ..] => Some(rest),
        _ => None,
    }
}

/// The mask of the bytes that `test` holds for, the first in its lowest bit.
#[inline(always)]
fn mask(text: &[u8; WIDTH], test: impl Fn(u8x16) -> u8x16) -> u64 {
    let [a, b, c, d] = parts(text).map(|part| u64::from(test(part).to_bitmask()));
    a | b << 16 | c << 32 | d << 48
}

/// The mask of the bytes that are equal.
#[inline(always)]
fn equal(one: &[u8; WIDTH], two: &[u8; WIDTH]) -> u64 {
    let ([a, b, c, d], [e, f, g, h]) = (parts(one), parts(two));
    let [a, b, c, d] = [(a, e), (b, f), (c, g), (d, h)].map(|(a, b)| u64::from(a.simd_eq(b).to_bitmask()));
    a | b << 16 | c << 32 | d << 48
}

#[inline(always)]
fn parts(text: &[u8; WIDTH]) -> [u8x16; 4] {
    let part = |part: Option<&[u8; 16]>| u8x16::new(part.copied().unwrap_or_default());
    let (parts, _) = text.as_chunks();
    [part(parts.first()), part(parts.get(1)), part(parts.get(2)), part(parts.get(3))]
}

/// Whether names and paths can have all of these letters.
#[inline(always)]
fn is_plain(text: &[u8; WIDTH]) -> bool {
    let [a, b, c, d] = parts(text);
    let (least, most) = (a.min(b).min(c.min(d)), a.max(b).max(c.max(d)));
    // `<` is `>` but for one bit.
    let angle = |part: u8x16| (part | u8x16::splat(2)).simd_eq(u8x16::splat(b'>'));
    let angles = angle(a) | angle(b) | angle(c) | angle(d);
    let (low, high) = (least.max(u8x16::splat(b'+')), most.min(u8x16::splat(b'z')));
    (low.simd_eq(least) & high.simd_eq(most) & !angles).to_bitmask() == 0xFFFF
}

/// The lowest bit that is set.
#[inline(always)]
fn first(mask: u64) -> Option<usize> {
    (mask != 0).then(|| mask.trailing_zeros() as usize)
}

/// So many bits, from the lowest one; fewer than 64.
#[inline(always)]
fn below(length: usize) -> u64 {
    (1 << length) - 1
}

/// Which bytes are from `low` to `high`.
#[inline(always)]
fn between(part: u8x16, low: [u8; 16], high: [u8; 16]) -> u8x16 {
    let low = u8x16::new(low);
    let (above, most) = (part - low, u8x16::new(high) - low);
    above.min(most).simd_eq(above)
}

#[cfg(test)]
mod tests;
