//! Random damage to bytes.

use proptest::prelude::*;

/// A kind of damage, where, how much, where else, and with what.
pub(crate) type Damage = (u8, prop::sample::Index, usize, prop::sample::Index, u8);

/// One piece of damage: cuts, flips, splices, repeats, moved stretches, inserted delimiters and quotes.
pub(crate) fn damage() -> impl Strategy<Value = Damage> {
    let byte = prop_oneof![any::<u8>(), prop::sample::select(b",\"\n\r;\t{}[]=<>:\0 |'\\-_b".to_vec())];
    (0u8..9, any::<prop::sample::Index>(), 1usize..200, any::<prop::sample::Index>(), byte)
}

pub(crate) fn apply(bytes: &mut Vec<u8>, (kind, at, length, other, with): Damage) {
    let start = at.index(bytes.len() + 1);
    let end = bytes.len().min(start + length);
    let other = other.index(bytes.len() + 1);
    match kind {
        0 => bytes.truncate(start),
        1 => drop(bytes.drain(start..end)),
        2 => bytes.insert(start, with),
        3 => bytes.splice(start..start, bytes[start..end].to_vec()).for_each(drop),
        4 => bytes[start..end.min(start + 1)].fill(with),
        5 => bytes.drain(..start).for_each(drop),
        6 => bytes.splice(other..other, bytes[start..end].to_vec()).for_each(drop),
        7 => bytes.splice(start..end, std::iter::repeat_n(with, 1 + length % 3)).for_each(drop),
        _ => bytes[start..end.min(start + 1)].iter_mut().for_each(|byte| *byte ^= 1 << (with % 8)),
    }
}
