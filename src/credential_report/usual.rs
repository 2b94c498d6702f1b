//! The rows of users as AWS writes them, many at a time: a report has thousands, and each must be looked at whole.
//!
//! This is the short way of what [`super::Parser::row`] does: a row that it takes is one in which that finds nothing to
//! note, and counts as one user of its account. It takes less than all of those; the rest goes the long way.

use wide::u8x16;

use super::columns::Columns;
use crate::account::Account;

/// The header of AWS's own reports. A column `additional_credentials_info` may follow.
///
/// Source: AWS IAM User Guide, "Generate credential reports for your AWS account".
pub(crate) const HEADER: &[u8] = b"user,arn,user_creation_time,password_enabled,password_last_used,\
password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,\
access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,\
access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,\
cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated";

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
        let additional = columns.is_usual()?;
        let mut start = [0; WIDTH];
        // One is left over, so that a mask of the others has a bit to spare.
        start.get_mut(1..)?.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
        start.rotate_left(1);
        Some(Self { start, length: text.len(), additional })
    }

    /// Takes rows from the start of a text, up to one that is out of the ordinary.
    pub(super) fn take(&self, text: &[u8]) -> Taken {
        let mut taken = Taken::default();
        while let Some(end) = self.row(At { text, at: taken.length }) {
            taken = Taken { rows: taken.rows + 1, length: end, last: taken.length };
        }
        taken
    }

    /// Where the row ends that stands at a place.
    fn row(&self, at: At<'_>) -> Option<usize> {
        let at = self.user(at)?.time()?;
        let at = match at.past(b"false,N/A,N/A,N/A,false,") {
            Some(next) => next,
            None => at.flag()?.time()?.time()?.time()?.flag()?,
        };
        let at = at.key()?;
        let at = match at.past(b"false,N/A,N/A,N/A,N/A,false,N/A,false,") {
            Some(next) => next,
            None => at.key()?.flag()?.time()?.flag()?,
        };
        at.last(self.additional)
    }

    /// The cells `user` and `arn`: the ARN is of this account, and ends in the name.
    ///
    /// The name is the ARN's text behind its last slash, so that what is said of the ARN's letters holds for the name.
    fn user<'a>(&self, at: At<'a>) -> Option<At<'a>> {
        let user = at.chunk::<WIDTH>()?;
        let length = first(mask(user, |part| part.simd_eq(u8x16::splat(b','))))?;
        let arn = at.skip(length + 1);
        let strange = !equal(arn.chunk()?, &self.start);
        if strange & below(self.length) != 0 {
            return None;
        }
        let path = arn.skip(self.length);
        let text = path.chunk::<WIDTH>()?;
        let end = first(mask(text, |part| part.simd_eq(u8x16::splat(b','))))?;
        let name = end.checked_sub(length).filter(|_| length > 0)?;
        let all = below(end);
        let slashes = mask(text, |part| part.simd_eq(u8x16::splat(b'/'))) & all;
        let plain = mask(text, |part| {
            // `<` is `>` but for one bit.
            let angle = (part | u8x16::splat(2)).simd_eq(u8x16::splat(b'>'));
            between(part, [b'+'; 16], [b'z'; 16]) & !angle
        });
        let named = usize::try_from(u64::BITS - slashes.leading_zeros()) == Ok(name);
        let same = equal(path.skip(name).chunk()?, user) & below(length) == below(length);
        (named && same && plain & all == all).then(|| path.skip(end + 1))
    }
}

/// A place in a text.
#[derive(Clone, Copy)]
struct At<'a> {
    text: &'a [u8],
    at: usize,
}

impl<'a> At<'a> {
    fn skip(self, length: usize) -> Self {
        Self { at: self.at + length, ..self }
    }

    /// The bytes that stand there, when there are so many.
    fn chunk<const N: usize>(self) -> Option<&'a [u8; N]> {
        self.text.get(self.at..)?.first_chunk()
    }

    /// What follows a text that stands there.
    fn past<const N: usize>(self, expected: &[u8; N]) -> Option<Self> {
        (self.chunk::<N>()? == expected).then(|| self.skip(N))
    }

    /// A cell of true or false.
    fn flag(self) -> Option<Self> {
        const TRUE: u64 = u64::from_le_bytes(*b"true,\0\0\0");
        const FALSE: u64 = u64::from_le_bytes(*b"false,\0\0");
        let word = u64::from_le_bytes(*self.chunk()?);
        let (yes, no) = (word & 0xFF_FFFF_FFFF == TRUE, word & 0xFFFF_FFFF_FFFF == FALSE);
        (yes | no).then(|| self.skip(5 + usize::from(no)))
    }

    /// A cell of a time, or of a word that says there is none.
    fn time(self) -> Option<Self> {
        let cell = self.chunk::<26>()?;
        let (time, end) = cell.split_first_chunk::<25>()?;
        let (time, none) = (is_time(time) & (end == b","), cell.first_chunk() == Some(b"N/A,"));
        if time | none {
            return Some(self.skip(4 + 22 * usize::from(time)));
        }
        self.past(b"no_information,").or_else(|| self.past(b"not_supported,"))
    }

    /// The five cells of an access key.
    fn key(self) -> Option<Self> {
        let none = self.past(b"false,N/A,N/A,N/A,N/A,");
        none.or_else(|| {
            let at = self.flag()?.time()?;
            at.past(b"N/A,N/A,N/A,").or_else(|| at.time()?.name()?.name())
        })
    }

    /// A cell of a region or a service.
    fn name(self) -> Option<Self> {
        let cell = self.chunk::<16>()?;
        let part = u8x16::new(*cell);
        let letter = between(part, [b'a'; 16], [b'z'; 16]);
        let digit = between(part, [b'0'; 16], [b'9'; 16]);
        let other = !(letter | digit | part.simd_eq(u8x16::splat(b'-')));
        let end = first(u64::from(other.to_bitmask())).filter(|end| *end > 0)?;
        (cell.get(end) == Some(&b',')).then(|| self.skip(end + 1)).or_else(|| self.past(b"N/A,"))
    }

    /// The last cell, a time or none, and the end of the row.
    fn last(self, additional: bool) -> Option<usize> {
        let none = self.past(b"N/A");
        let at = none.or_else(|| is_time(self.chunk()?).then(|| self.skip(25)))?;
        let at = if additional { at.past(b",N/A")? } else { at };
        match at.text.get(at.at..)? {
            [] => Some(at.at),
            [b'\n', ..] => Some(at.at + 1),
            [b'\r', b'\n', ..] => Some(at.at + 2),
            _ => None,
        }
    }
}

/// The mask of the bytes that `test` holds for, the first in its lowest bit.
fn mask(text: &[u8; WIDTH], test: impl Fn(u8x16) -> u8x16) -> u64 {
    let (parts, _) = text.as_chunks::<16>();
    let bits =
        |(index, part): (usize, &[u8; 16])| u64::from(test(u8x16::new(*part)).to_bitmask()) << (16 * index);
    parts.iter().enumerate().map(bits).sum()
}

/// The mask of the bytes that are equal.
fn equal(one: &[u8; WIDTH], two: &[u8; WIDTH]) -> u64 {
    let (one, _) = one.as_chunks::<16>();
    let (two, _) = two.as_chunks::<16>();
    let bits = |(index, (one, two)): (usize, (&[u8; 16], &[u8; 16]))| {
        u64::from(u8x16::new(*one).simd_eq(u8x16::new(*two)).to_bitmask()) << (16 * index)
    };
    one.iter().zip(two).enumerate().map(bits).sum()
}

/// The lowest bit that is set.
fn first(mask: u64) -> Option<usize> {
    (mask != 0).then(|| mask.trailing_zeros() as usize)
}

/// So many bits, from the lowest one; fewer than 64.
fn below(length: usize) -> u64 {
    (1 << length) - 1
}

/// Which bytes are from `low` to `high`.
fn between(part: u8x16, low: [u8; 16], high: [u8; 16]) -> u8x16 {
    let low = u8x16::new(low);
    let (above, most) = (part - low, u8x16::new(high) - low);
    above.min(most).simd_eq(above)
}

/// Whether it is a time as AWS writes it, `2026-09-30T12:00:00+00:00`, of a day that exists: not each 29 February is.
fn is_time(cell: &[u8; 25]) -> bool {
    const DAYS: [u8; 32] = days();
    // Two parts that overlap.
    let (Some(start), Some(end)) = (cell.first_chunk(), cell.last_chunk()) else { return false };
    let start = between(u8x16::new(*start), *b"1000-00-00T00:00", *b"2999-19-39T29:59");
    let end = between(u8x16::new(*end), *b"0T00:00:00+00:00", *b"9T29:59:59+00:00");
    // `MM-DDThh`: ten times each digit plus the one behind it stands where the first of the two stood.
    let [_, _, _, _, _, m1, m2, _, d1, d2, _, h1, h2, ..] = *cell;
    let digits = u64::from_le_bytes([m1, m2, 0, d1, d2, 0, h1, h2]) & 0x0F0F_0F0F_0F0F_0F0F;
    let [month, _, _, day, _, _, hour, _] = (digits.wrapping_mul(10).wrapping_add(digits >> 8)).to_le_bytes();
    let days = DAYS.get(usize::from(month & 31)).copied().unwrap_or(0);
    ((start & end).to_bitmask() == 0xFFFF) & (day.wrapping_sub(1) < days) & (hour < 24)
}

/// The days of each month, none where there is no such month.
const fn days() -> [u8; 32] {
    let [a, b, c, d, e, f, g, h, i, j, k, l] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let x = 0;
    [x, a, b, c, d, e, f, g, h, i, j, k, l, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x]
}
