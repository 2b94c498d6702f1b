//! Columns whose names are not clear: nearly AWS's own, cut, or no names at all.

use std::cell::LazyCell;
use std::collections::BTreeSet;

use crate::credential_report::columns::{Columns, Kind};
use crate::credential_report::{key_claim, trace};

/// What is before the first name where files were joined: a byte order mark.
const MARK: &[u8] = b"\xEF\xBB\xBF";

impl Columns {
    /// A column whose name is AWS's but for its spelling, or is no name at all: what it holds belongs elsewhere.
    pub(crate) fn unclear(&self) -> Option<String> {
        const MOST: usize = 1000;
        if self.len() > MOST {
            return Some(format!("… and {} more", self.len() - 1));
        }
        let name_of = |index: usize| self.names.get(index).unwrap_or_default();
        // Letters that only look like those of AWS's names.
        let is_lookalike = |index: &usize| {
            let name = name_of(*index);
            self.kinds.get(*index) != Some(&Kind::Other)
                && !name.strip_prefix(MARK).unwrap_or(name).is_ascii()
        };
        let is_traced = |index: &usize| match self.kinds.get(*index) {
            Some(Kind::Other) => trace::is_in(name_of(*index)),
            // Such names have words of AWS's own.
            Some(Kind::OfKeys) => !trace::is_plain(name_of(*index)),
            _ => false,
        };
        if let Some(index) = (0..self.len()).find(|index| is_lookalike(index) || is_traced(index)) {
            return Some(self.name(index));
        }
        // A table that was cut at a width has the start of a name at its end.
        let last = self.name(self.len().saturating_sub(1)).to_lowercase();
        let present = LazyCell::new(|| -> BTreeSet<String> {
            let names = (0..self.len()).map(|index| self.name(index).to_ascii_lowercase());
            names.filter(|name| NAMES.iter().chain(&KEY_NAMES).any(|known| known == name)).collect()
        });
        let has = |name: &str| present.contains(name);
        let mut starts = NAMES.iter().chain(&KEY_NAMES).filter(|name| name.starts_with(&last));
        let is_cut = !last.is_empty() && self.is_further(self.len() - 1);
        if is_cut && starts.any(|name| !has(name)) {
            return Some(last);
        }
        let others = (0..self.len()).filter(|index| self.is_further(*index));
        let mut others = others.map(|index| (self.name(index).to_lowercase(), self.kinds.get(index)));
        let unclear = others.find(|(name, kind)| {
            // A further certificate's columns are no misspelled ones.
            let numbered = |known: &&str| known.replace(['1', '2'], "") == name.replace(char::is_numeric, "");
            // More may differ where the name itself is missing: a group of base64 that was lost takes three characters.
            let near = |known: &&str| {
                let most = known.len().div_ceil(5).min(4);
                // Names of other lengths differ by more, and to compare them letter by letter takes long.
                name.chars().count().abs_diff(known.len()) <= most
                    && strsim::levenshtein(known, name) <= if has(known) { most.min(2) } else { most }
                    && !numbered(known)
            };
            // Another document that ran into the header is no name.
            const LONGEST: usize = 64;
            let is_name = name.len() <= LONGEST
                && !name.contains(['<', '>', '{', '}', '[', ']', '"', '\\'])
                && !name.contains("error occurred");
            // What a narrow table has in place of the columns that it leaves out.
            let is_gap = !name.is_empty() && name.chars().all(|c| matches!(c, '.' | '…' | '·'));
            const MOST_LETTERS: usize = 3;
            // Of a further column about keys its root cell tells, unless it is in place of one of AWS's.
            let is_misspelled = match kind {
                Some(Kind::OfKeys) => {
                    let plain = |name: &str| name.replace(['_', '-', ' '], "");
                    let is_near = |known: &&str| {
                        !has(known)
                            && (near(known)
                                || strsim::levenshtein(&plain(known), &plain(name)) <= MOST_LETTERS)
                    };
                    !key_claim::is_of_words(name) && (KEY_NAMES.iter().any(is_near) || is_glued(name))
                }
                _ => NAMES.iter().chain(&KEY_NAMES).any(near),
            };
            !is_name || is_gap || is_misspelled
        });
        unclear.map(|(name, _)| name)
    }
}

/// Whether a name is two names of AWS's that ran into each other.
fn is_glued(name: &str) -> bool {
    let known = || NAMES.iter().chain(&KEY_NAMES);
    name.matches("access_key").count() > 1
        || known().any(|first| {
            name.strip_prefix(first).is_some_and(|rest| known().any(|second| rest.trim_start() == *second))
        })
}

/// AWS's columns of keys, and what has the same name but for its number.
const KEY_NAMES: [&str; 12] = [
    "access_key_1_active",
    "access_key_1_last_rotated",
    "access_key_1_last_used_date",
    "access_key_1_last_used_region",
    "access_key_1_last_used_service",
    "access_key_2_active",
    "access_key_2_last_rotated",
    "access_key_2_last_used_date",
    "access_key_2_last_used_region",
    "access_key_2_last_used_service",
    "access_key_3_active",
    "cert_2_active",
];

/// AWS's columns that have one name each; those of the keys are in [`Kind::of_key`].
const NAMES: [&str; 12] = [
    "user",
    "arn",
    "user_creation_time",
    "password_enabled",
    "password_last_used",
    "password_last_changed",
    "password_next_rotation",
    "mfa_active",
    "cert_1_active",
    "cert_1_last_rotated",
    "cert_2_last_rotated",
    "additional_credentials_info",
];
