//! gzip: all of its parts as one file, their checksums held, and limits on what they unpack to.

use std::io::Read as _;

use flate2::GzHeader;
use flate2::bufread::GzDecoder;

use crate::credential_report::trace::{self, GZIP_MAGIC};
use crate::decode::containers::Member;
use crate::model::problem::{Code, Problem};

/// How many bytes each packed byte may unpack to, beyond the first [`FREE`]. Credential reports, which repeat much, come
/// to about 40.
const MOST_RATIO: u64 = 120;
const FREE: u64 = 1 << 20;

/// How many bytes it may unpack to where the limit is higher, or a quarter of the limit: all of it is held in memory.
const MOST_HELD: u64 = 256 << 20;

/// Whether bytes begin as gzip data does.
pub(super) fn begins(bytes: &[u8]) -> bool {
    bytes.starts_with(GZIP_MAGIC)
}

/// What gzip data holds, at most `limit` bytes of it.
///
/// Source of the format: RFC 1952, which calls the parts members; zeros behind the last one are padding, as gzip(1) has it.
pub(super) fn open(packed: &[u8], limit: u64) -> Vec<Member> {
    let limit = most(limit);
    let ratio = FREE.saturating_add((packed.len() as u64).saturating_mul(MOST_RATIO));
    let mut bytes = Vec::new();
    let mut rest = packed;
    let mut damage = None;
    while damage.is_none() && begins(rest) {
        let mut part =
            GzDecoder::new(&mut rest).take(limit.min(ratio).saturating_add(1) - bytes.len() as u64);
        damage = part.read_to_end(&mut bytes).err().map(|error| {
            let message = format!("the gzip data is cut off or damaged after {} bytes: {error}", bytes.len());
            Problem::new(Code::GzipDamaged, message)
        });
        // Names and comments are no place for a report.
        let header = part.get_ref().header();
        let texts = |header: &'_ GzHeader| {
            [header.filename(), header.comment(), header.extra()].map(|text| text.is_some_and(trace::is_in))
        };
        if damage.is_none() && header.is_some_and(|header| texts(header).contains(&true)) {
            damage = Some(Problem::plain(Code::UnreadTrace));
        }
        let size = bytes.len() as u64;
        if size > ratio {
            let message = format!("{} bytes of gzip data unpack to more than {ratio} bytes", packed.len());
            damage = Some(Problem::new(Code::GzipRatio, message));
        } else if size > limit {
            let message =
                format!("the gzip data unpacks to more than {limit} bytes, the limit of a packed input");
            damage = Some(Problem::new(Code::TooLarge, message));
        }
    }
    if damage.is_none() && rest.iter().any(|byte| *byte != 0) {
        let message = format!("{} bytes that are no gzip data follow it", rest.len());
        damage = Some(Problem::new(Code::GzipDamaged, message));
    }
    vec![Member { name: None, bytes, damage }]
}

/// How many bytes a packed input may have where any other may have so many.
fn most(limit: u64) -> u64 {
    limit.min(MOST_HELD.max(limit / 4))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::{Compression, write::GzEncoder};

    use super::*;

    fn pack(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn unpacked(packed: &[u8], limit: u64) -> (Vec<u8>, Option<Code>) {
        let member = open(packed, limit).pop().unwrap();
        (member.bytes, member.damage.map(|problem| problem.code))
    }

    #[test]
    fn every_part_is_read_and_padding_passed_over() {
        let two = [pack(b"one\n"), pack(b"two\n")].concat();
        assert_eq!(unpacked(&two, 8), (b"one\ntwo\n".to_vec(), None));
        assert_eq!(unpacked(&[&two, &[0; 600][..]].concat(), 8), (b"one\ntwo\n".to_vec(), None));
        assert_eq!(unpacked(&two, 7).1, Some(Code::TooLarge));
        assert_eq!(
            unpacked(&[pack(b"one\n"), pack(&[b'x'; 100])].concat(), 7).0,
            b"one\nxxxx",
            "one more than the limit"
        );
        assert!(!begins(b"plain"));
    }

    #[test]
    fn cuts_wrong_checksums_and_what_follows_are_damage() {
        let whole = pack(b"user,arn,mfa_active\n");
        for end in 2..whole.len() {
            assert_eq!(unpacked(&whole[..end], 100).1, Some(Code::GzipDamaged), "cut at {end}");
        }
        let mut wrong = whole.clone();
        let checksum = wrong.len() - 8;
        wrong[checksum] ^= 1;
        assert_eq!(unpacked(&wrong, 100), (b"user,arn,mfa_active\n".to_vec(), Some(Code::GzipDamaged)));
        assert_eq!(unpacked(&[&whole[..], b"rest"].concat(), 100).1, Some(Code::GzipDamaged));
    }

    #[test]
    fn what_is_held_in_memory_has_a_limit_of_its_own() {
        assert_eq!([7, 1 << 28, 1 << 30, 1 << 32].map(most), [7, 1 << 28, 1 << 28, 1 << 30]);
    }

    #[test]
    fn a_bomb_is_named() {
        let bomb = pack(&vec![b' '; 8 << 20]);
        let (bytes, code) = unpacked(&bomb, 1 << 30);
        assert_eq!(code, Some(Code::GzipRatio));
        assert!(bytes.len() as u64 <= FREE + bomb.len() as u64 * MOST_RATIO + 1);
    }
}
