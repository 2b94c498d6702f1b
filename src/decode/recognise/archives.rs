//! Archives that are plainly something else: every member of them was seen, and none can be a report.

use std::io::Read as _;

use flate2::read::DeflateDecoder;

use crate::credential_report::trace;
use crate::decode::recognise::kinds;

/// How deeply archives within archives are looked into, and how many bytes their members may have together.
const DEEPEST: usize = 4;
const MOST: u64 = 64 << 20;

/// Whether an archive was made in a way that can be read here, and no member of it has the structure of a report, is packed
/// by other means or encrypted.
pub(super) fn is_other(bytes: &[u8]) -> bool {
    members_are_other(bytes, DEEPEST, &mut MOST.clone())
}

fn members_are_other(bytes: &[u8], depth: usize, budget: &mut u64) -> bool {
    let members = match bytes {
        _ if depth == 0 => None,
        [b'P', b'K', 3, 4, ..] => zip(bytes, budget),
        _ if kinds::is_tar(bytes) => tar(bytes),
        _ => None,
    };
    let is_other = |member: &Vec<u8>| {
        let is_packed = kinds::by_start(member).is_some_and(|problem| kinds::may_hold_report(&problem));
        if is_packed { false } else { !trace::is_structure_in(member) && trace::count(member) < 2 }
    };
    members.is_some_and(|members| {
        members.iter().all(|member| is_other(member) || members_are_other(member, depth - 1, budget))
    })
}

/// The members of a zip archive, where each follows the one before and its directory the last, as archivers write them.
///
/// Source: APPNOTE.TXT, 4.3.7 to 4.3.12.
fn zip(bytes: &[u8], budget: &mut u64) -> Option<Vec<Vec<u8>>> {
    const HEADER: usize = 30;
    let mut members = Vec::new();
    let mut rest = bytes;
    while let Some(header) = rest.strip_prefix(b"PK\x03\x04").and(rest.get(..HEADER)) {
        let short = |at: usize| Some(u16::from_le_bytes(*header.get(at..)?.first_chunk()?));
        let long = |at: usize| Some(u32::from_le_bytes(*header.get(at..)?.first_chunk()?) as usize);
        let (flags, method, size) = (short(6)?, short(8)?, long(18)?);
        rest = rest.get(HEADER + usize::from(short(26)?) + usize::from(short(28)?)..)?;
        let is_encrypted = flags & 1 != 0;
        let mut member = Vec::new();
        match method {
            _ if is_encrypted => return None,
            0 if flags & 8 == 0 => member.extend_from_slice(rest.get(..size)?),
            8 => {
                let mut packed = DeflateDecoder::new(rest);
                (&mut packed).take(*budget).read_to_end(&mut member).ok()?;
                let length = usize::try_from(packed.total_in()).ok()?;
                (flags & 8 != 0 || length == size).then_some(())?;
                *budget = budget.checked_sub(member.len() as u64).filter(|left| *left > 0)?;
                rest = rest.get(length..)?;
            }
            _ => return None,
        }
        if method == 0 {
            rest = rest.get(size..)?;
        }
        if flags & 8 != 0 {
            let descriptor = if rest.starts_with(b"PK\x07\x08") { 16 } else { 12 };
            rest = rest.get(descriptor..)?;
        }
        members.push(member);
    }
    let mut listed = 0;
    while let Some(entry) = rest.strip_prefix(b"PK\x01\x02").and(rest.get(..46)) {
        let short = |at: usize| Some(usize::from(u16::from_le_bytes(*entry.get(at..)?.first_chunk()?)));
        rest = rest.get(46 + short(28)? + short(30)? + short(32)?..)?;
        listed += 1;
    }
    (listed == members.len() && rest.starts_with(b"PK\x05\x06")).then_some(members)
}

/// The members of a tar archive.
///
/// Source: POSIX.1-2017, pax, "ustar Interchange Format".
fn tar(bytes: &[u8]) -> Option<Vec<Vec<u8>>> {
    const BLOCK: usize = 512;
    let mut members = Vec::new();
    let mut rest = bytes;
    while rest.iter().take(BLOCK).any(|byte| *byte != 0) {
        let header = rest.get(..BLOCK)?;
        let size = std::str::from_utf8(header.get(124..136)?).ok()?.trim_matches([' ', '\0']);
        let size = usize::from_str_radix(size, 8).ok()?;
        members.push(rest.get(BLOCK..BLOCK.checked_add(size)?)?.to_vec());
        rest = rest.get(BLOCK.checked_add(size.checked_next_multiple_of(BLOCK)?)?..)?;
    }
    rest.iter().all(|byte| *byte == 0).then_some(members)
}
