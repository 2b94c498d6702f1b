//! What a run came across and did not assess.

use std::collections::BTreeMap;

use crate::audit::{Audit, Examined};
use crate::model::digest::Digest;
use crate::model::other_kind::OtherKind;

/// A file that a walk over a folder skipped.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct SkippedFile {
    /// The path as it was found.
    pub path: String,
    /// What it is.
    pub kind: OtherKind,
    /// The size in bytes, if it was read.
    pub bytes: Option<u64>,
    /// The SHA-256 of its bytes, if it was computed.
    pub sha256: Option<Digest>,
}

impl SkippedFile {
    /// What was read, and is of that kind.
    pub(crate) fn read(file: &Examined, kind: OtherKind) -> Self {
        let Examined { path, bytes, sha256, .. } = file;
        Self { path: path.to_string(), kind, bytes: *bytes, sha256: *sha256 }
    }

    /// What is not read, because of what it is.
    #[cfg(feature = "files")]
    pub(crate) fn unread(path: String, kind: OtherKind) -> Self {
        Self { path, kind, bytes: None, sha256: None }
    }
}

/// What a run came across and did not assess.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct LeftOut {
    /// What walks over folders skipped, sorted by path.
    pub(crate) skipped: Vec<SkippedFile>,
    /// What the user's patterns leave out, sorted.
    pub(crate) excluded: Vec<String>,
}

impl Audit {
    /// How many files were skipped, by what they are.
    pub fn skipped_by_kind(&self) -> BTreeMap<OtherKind, usize> {
        let mut kinds = BTreeMap::new();
        self.skipped.iter().for_each(|file| *kinds.entry(file.kind).or_default() += 1);
        kinds
    }
}
