//! The rows of users as AWS writes them, many at a time: a report has thousands, and each must be looked at whole.
//!
//! This is the short way of what [`super::Parser::row`] does: a row that it takes is one in which that finds nothing to
//! note, and counts as one user of its account. It takes less than all of those; the rest goes the long way.

use wide::u8x16;

use super::columns::Columns;
use crate::account::Account;

/// The rows of one account's users below AWS's own header.
#[derive(Clone, Debug)]
pub(super) struct Usual {
    /// What their ARNs begin with, `arn:aws:iam::111122223333:user/`, and zeros.
    start: [u8; WIDTH],
    /// How long that is.
    length: usize,
    /// Whether the header has the column `additional_credentials_info`, too.
    additional: bool,
}

/// Rows that were taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Taken {
    /// How many.
    pub(super) rows: u64,
    /// How many bytes they have, with their line breaks.
    pub(super) length: usize,
    /// Where the last one begins.
    pub(super) last: usize,
}

/// How many bytes of a name are looked at in one go: the longest user name has 64.
const WIDTH: usize = 64;

impl Usual {
    /// The rows of an account's users, when the columns are AWS's own.
    pub(super) fn new(columns: &Columns, account: &Account) -> Option<Self> {
        let text = format!("arn:{}:iam::{}:user/", account.partition?, account.written.as_ref()?);
        let additional = columns.usual?;
        let mut start = [0; WIDTH];
        // One is left over, so that a mask of the others has a bit to spare.
        start.get_mut(1..)?.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
        start.rotate_left(1);
        Some(Self { start, length: text.len(), additional })
    }

    /// Takes rows from the start of a text, up to one that is out of the ordinary.
    pub(super) fn take(&self, text: &[u8]) -> Taken {
        let mut taken = Taken::default();
        while let Some(end) = self.row(Text(text), taken.length) {
            taken = Taken { rows: taken.rows + 1, length: end, last: taken.length };
        }
        taken
    }

    /// Where the row ends that stands at a place.
    #[inline(always)]
    fn row(&self, text: Text<'_>, at: usize) -> Option<usize> {
        let at = self.user(text, at)?;
        let at = text.time(at)?;
        let at = if text.has(at, b"false,N/A,N/A,N/A,false,") {
            at + 24
        } else {
            let used = text.time(text.flag(at)?)?;
            text.flag(text.time(text.time(used)?)?)?
        };
        let at = text.key(at)?;
        let at = if text.has(at, b"false,N/A,N/A,N/A,N/A,false,N/A,false,") {
            at + 38
        } else {
            text.flag(text.time(text.flag(text.key(at)?)?)?)?
        };
        text.last(at, self.additional)
    }

    /// The cells `user` and `arn`: the ARN is of this account, and ends in the name.
    ///
    /// The name is the ARN's text behind its last slash, so that what is said of the ARN's letters holds for the name.
    #[inline(always)]
    fn user(&self, text: Text<'_>, at: usize) -> Option<usize> {
        let user = text.chunk(at)?;
        let length = first(mask(user, |part| part.simd_eq(u8x16::splat(b','))))?;
        let arn = at + length + 1;
        if !equal(text.chunk(arn)?, &self.start) & below(self.length) != 0 {
            return None;
        }
        let path = arn + self.length;
        let resource = text.chunk(path)?;
        let Some(end) = first(mask(resource, |part| part.simd_eq(u8x16::splat(b',')))) else {
            return self.long(text, at, length, path);
        };
        let all = below(end);
        let slashes = mask(resource, |part| part.simd_eq(u8x16::splat(b'/'))) & all;
        let plain = mask(resource, |part| {
            // `<` is `>` but for one bit.
            let angle = (part | u8x16::splat(2)).simd_eq(u8x16::splat(b'>'));
            between(part, [b'+'; 16], [b'z'; 16]) & !angle
        });
        let name = (u64::BITS - slashes.leading_zeros()) as usize;
        let same = equal(text.chunk(path + name)?, user);
        let whole = length > 0 && name + length == end && same & below(length) == below(length);
        (whole && plain & all == all).then_some(path + end + 1)
    }

    /// As [`Self::user`], where path and name are longer than what is looked at in one go. IAM's paths have up to 512
    /// characters.
    #[cold]
    fn long(&self, text: Text<'_>, at: usize, length: usize, path: usize) -> Option<usize> {
        let user = text.0.get(at..)?.get(..length)?;
        let resource = text.chunk::<640>(path)?;
        let resource = resource.get(..memchr::memchr(b',', resource)?)?;
        let folders = resource.strip_suffix(user)?;
        let plain = |byte: &u8| matches!(byte, b'+'..=b'z') && !matches!(byte, b'<' | b'>');
        let whole = !user.is_empty() && folders.ends_with(b"/") && !user.contains(&b'/');
        (whole && resource.iter().all(plain)).then_some(path + resource.len() + 1)
    }
}

/// A text, of which each function takes a cell or several from a place on, and gives the place behind them.
#[derive(Clone, Copy)]
struct Text<'a>(&'a [u8]);

impl<'a> Text<'a> {
    /// The bytes that stand there, when there are so many.
    #[inline(always)]
    fn chunk<const N: usize>(self, at: usize) -> Option<&'a [u8; N]> {
        self.0.get(at..)?.first_chunk()
    }

    #[inline(always)]
    fn has<const N: usize>(self, at: usize, expected: &[u8; N]) -> bool {
        let Some(found) = self.chunk::<N>(at) else { return false };
        let (parts, of_expected) = (found.as_chunks::<16>().0, expected.as_chunks::<16>().0);
        let mut same = true;
        for (part, expected) in parts.iter().zip(of_expected) {
            same &= part == expected;
        }
        // The rest, or all of a short one.
        same & match (found.last_chunk::<16>(), expected.last_chunk::<16>()) {
            (Some(end), Some(expected)) => end == expected,
            _ => found == expected,
        }
    }

    /// A cell of true or false.
    #[inline(always)]
    fn flag(self, at: usize) -> Option<usize> {
        const TRUE: u64 = u64::from_le_bytes(*b"true,\0\0\0");
        const FALSE: u64 = u64::from_le_bytes(*b"false,\0\0");
        let word = u64::from_le_bytes(*self.chunk(at)?);
        let (yes, no) = (word & 0xFF_FFFF_FFFF == TRUE, word & 0xFFFF_FFFF_FFFF == FALSE);
        if yes {
            return Some(at + 5);
        }
        no.then_some(at + 6)
    }

    /// A cell of a time, or of a word that says there is none.
    #[inline(always)]
    fn time(self, at: usize) -> Option<usize> {
        let cell = self.chunk::<26>(at)?;
        let (time, end) = cell.split_first_chunk::<25>()?;
        // Branches are foretold while the cell before is still looked at; a length that is computed is waited for.
        if cell.starts_with(b"N/A,") {
            return Some(at + 4);
        }
        if is_time(time) && end == b"," {
            return Some(at + 26);
        }
        let (time, end) = cell.split_first_chunk::<20>()?;
        if is_utc_time(time) && end.starts_with(b",") {
            return Some(at + 21);
        }
        let words: [&[u8]; 2] = [b"no_information,", b"not_supported,"];
        words.iter().find(|word| cell.starts_with(word)).map(|word| at + word.len())
    }

    /// The five cells of an access key.
    #[inline(always)]
    fn key(self, at: usize) -> Option<usize> {
        if self.has(at, b"false,N/A,N/A,N/A,N/A,") {
            return Some(at + 22);
        }
        let at = self.time(self.flag(at)?)?;
        if self.has(at, b"N/A,N/A,N/A,") {
            return Some(at + 12);
        }
        self.name(self.name(self.time(at)?)?)
    }

    /// A cell of a region or a service.
    #[inline(always)]
    fn name(self, at: usize) -> Option<usize> {
        let cell = self.chunk::<16>(at)?;
        let part = u8x16::new(*cell);
        let letter = between(part, [b'a'; 16], [b'z'; 16]);
        let digit = between(part, [b'0'; 16], [b'9'; 16]);
        let other = !(letter | digit | part.simd_eq(u8x16::splat(b'-')));
        let end = first(u64::from(other.to_bitmask()))?;
        if end > 0 && cell.get(end) == Some(&b',') {
            return Some(at + end + 1);
        }
        cell.starts_with(b"N/A,").then_some(at + 4)
    }

    /// The last cell, a time or none, and the end of the row.
    #[inline(always)]
    fn last(self, at: usize, additional: bool) -> Option<usize> {
        let at = if self.has(at, b"N/A") {
            at + 3
        } else if self.chunk(at).is_some_and(is_time) {
            at + 25
        } else {
            is_utc_time(self.chunk(at)?).then_some(at + 20)?
        };
        let at = if additional { self.has(at, b",N/A").then_some(at + 4)? } else { at };
        match self.0.get(at..)? {
            [] => Some(at),
            [b'\n', ..] => Some(at + 1),
            [b'\r', b'\n', ..] => Some(at + 2),
            _ => None,
        }
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

/// Whether it is a time as AWS writes it, `2026-09-30T12:00:00+00:00`, of a day that exists.
#[inline(always)]
pub(super) fn is_time(cell: &[u8; 25]) -> bool {
    is_within(cell, *b"0T00:00:00+00:00", *b"9T29:59:59+00:00")
}

/// The same as `2026-09-30T12:00:00Z`.
#[inline(always)]
pub(super) fn is_utc_time(cell: &[u8; 20]) -> bool {
    is_within(cell, *b"-00-00T00:00:00Z", *b"-19-39T29:59:59Z")
}

/// Whether it is a time whose end lies between two.
#[inline(always)]
fn is_within<const N: usize>(cell: &[u8; N], low: [u8; 16], high: [u8; 16]) -> bool {
    const DAYS: [u8; 32] = days();
    // Two parts that overlap.
    let (Some(start), Some(end)) = (cell.first_chunk::<16>(), cell.last_chunk()) else { return false };
    let end = between(u8x16::new(*end), low, high);
    let [_, _, _, _, _, a, b, c, d, e, f, g, h, ..] = *start;
    let start = between(u8x16::new(*start), *b"1000-00-00T00:00", *b"2999-19-39T29:59");
    // `MM-DDThh`: ten times each digit plus the one behind it stands where the first of the two stood.
    let digits = u64::from_le_bytes([a, b, c, d, e, f, g, h]) & 0x0F0F_000F_0F00_0F0F;
    let [month, _, _, day, _, _, hour, _] = (digits.wrapping_mul(10).wrapping_add(digits >> 8)).to_le_bytes();
    let days = DAYS.get(usize::from(month & 31)).copied().unwrap_or(0);
    let is_shaped = (start & end).to_bitmask() == 0xFFFF;
    let is_real = (day.wrapping_sub(1) < days) & (hour < 24);
    if is_shaped & !is_real {
        return (month, day) == (2, 29) && hour < 24 && is_leap(cell);
    }
    is_shaped
}

/// Whether a time is in a leap year; its first four bytes are digits.
#[cold]
fn is_leap(cell: &[u8]) -> bool {
    let digit = |at: usize| cell.get(at).map_or(0, |digit| u16::from(digit & 15));
    let [a, b, c, d] = [0, 1, 2, 3].map(digit);
    let year = a * 1000 + b * 100 + c * 10 + d;
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// The days of each month, none where there is no such month.
const fn days() -> [u8; 32] {
    let [a, b, c, d, e, f, g, h, i, j, k, l] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let x = 0;
    [x, a, b, c, d, e, f, g, h, i, j, k, l, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x]
}
