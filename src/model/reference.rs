//! A file that the reports were held to.

use std::fmt;
use std::sync::Arc;

use crate::model::digest::Digest;
use crate::model::problem::Problem;

/// A file besides the reports.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reference {
    /// Its path as it was given.
    pub path: Arc<str>,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its SHA-256.
    pub sha256: Digest,
}

impl Reference {
    pub(crate) fn of_file(path: &str, bytes: &[u8]) -> Self {
        Self { path: path.into(), bytes: bytes.len() as u64, sha256: Digest::of_bytes(bytes) }
    }
}

/// Why such a file is of no use: everything that is wrong with it, so that it is put right at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceError {
    kind: ReferenceErrorKind,
    faults: Vec<ReferenceFault>,
}

/// Whose a [`ReferenceError`] is to put right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReferenceErrorKind {
    /// The file can't be read: its path, its permissions, its size.
    Unreadable,
    /// What it holds is not what it should be.
    Invalid,
}

/// One thing that is wrong with such a file: what was found, where, and what was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReferenceFault {
    /// The line of the file, from 1, where it has one.
    pub line: Option<u64>,
    /// What was found and what was expected.
    pub message: String,
}

impl ReferenceError {
    /// What it holds is wrong as a whole.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self::invalid(None, message.into())
    }

    /// A line of it is wrong.
    pub(crate) fn at(line: u64, message: impl Into<String>) -> Self {
        Self::invalid(Some(line), message.into())
    }

    fn invalid(line: Option<u64>, message: String) -> Self {
        Self { kind: ReferenceErrorKind::Invalid, faults: vec![ReferenceFault { line, message }] }
    }

    /// Several in one; `None` of none.
    pub(crate) fn joined(errors: Vec<Self>) -> Option<Self> {
        let kind = errors.first()?.kind;
        Some(Self { kind, faults: errors.into_iter().flat_map(|error| error.faults).collect() })
    }

    /// Whose it is to put right.
    pub fn kind(&self) -> ReferenceErrorKind {
        self.kind
    }

    /// Everything that is wrong.
    pub fn faults(&self) -> &[ReferenceFault] {
        &self.faults
    }
}

impl fmt::Display for ReferenceFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.line.map_or(Ok(()), |line| write!(f, "line {line}: "))?;
        f.write_str(&self.message)
    }
}

impl fmt::Display for ReferenceError {
    /// The first faults: more are of one cause, mostly.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MOST: usize = 10;
        for (index, fault) in self.faults.iter().take(MOST).enumerate() {
            f.write_str(if index > 0 { "; " } else { "" })?;
            fault.fmt(f)?;
        }
        match self.faults.len().saturating_sub(MOST) {
            0 => Ok(()),
            more => write!(f, "; and {more} more"),
        }
    }
}

impl std::error::Error for ReferenceError {}

impl From<Problem> for ReferenceError {
    fn from(problem: Problem) -> Self {
        let line = problem.position.map(|position| position.line);
        let faults = vec![ReferenceFault { line, message: problem.message }];
        Self { kind: ReferenceErrorKind::Unreadable, faults }
    }
}
