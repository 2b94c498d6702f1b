//! Times as AWS writes them, each told in one go.

use wide::u8x16;

use crate::credential_report::canonical::between;

/// Whether it is a time as AWS writes it, `2026-09-30T12:00:00+00:00`, of a day that exists.
pub(in crate::credential_report) fn is_time(time: &[u8; 25]) -> bool {
    let mut cell = [b','; 26];
    cell.iter_mut().zip(time).for_each(|(byte, of_time)| *byte = *of_time);
    is_time_cell(&cell)
}

/// The same with a comma behind it.
#[inline(always)]
pub(super) fn is_time_cell(cell: &[u8; 26]) -> bool {
    is_within(cell, *b"T00:00:00+00:00,", *b"T29:59:59+00:00,")
}

/// The same as `2026-09-30T12:00:00Z`.
#[inline(always)]
pub(in crate::credential_report) fn is_utc_time(cell: &[u8; 20]) -> bool {
    is_within(cell, *b"-00-00T00:00:00Z", *b"-19-39T29:59:59Z")
}

/// Whether it is a time whose end lies between two.
#[inline(always)]
fn is_within<const N: usize>(cell: &[u8; N], low: [u8; 16], high: [u8; 16]) -> bool {
    const DAYS: [u8; 32] = days();
    // `MM-DDThh`: ten times each digit plus the next one, in place of the first of the two. It is read first:
    // else the compiler extracts it from the start, by instructions that are slow.
    let Some(digits) = cell.get(5..).and_then(<[u8]>::first_chunk) else { return false };
    let digits = u64::from_le_bytes(*digits) & 0x0F0F_000F_0F00_0F0F;
    // Two parts that overlap.
    let (Some(start), Some(end)) = (cell.first_chunk::<16>(), cell.last_chunk()) else { return false };
    let end = between(u8x16::new(*end), low, high);
    let start = between(u8x16::new(*start), *b"1000-00-00T00:00", *b"2999-19-39T29:59");
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
