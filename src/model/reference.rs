//! A file that the reports were held to.

use std::fmt;
use std::sync::Arc;

use crate::model::digest::Digest;
use crate::model::problem::Problem;

/// A file beside the reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Its path as it was given.
    pub path: Arc<str>,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its SHA-256.
    pub sha256: Digest,
}

impl Reference {
    pub(crate) fn of(path: &str, bytes: &[u8]) -> Self {
        Self { path: path.into(), bytes: bytes.len() as u64, sha256: Digest::of(bytes) }
    }
}

/// Why such a file is of no use: what was found, where, and what was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceError {
    message: String,
}

impl ReferenceError {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into() }
    }

    pub(crate) fn at(line: u64, message: impl fmt::Display) -> Self {
        Self::new(format!("line {line}: {message}"))
    }

    /// Several in one; `None` of none.
    pub(crate) fn of_all(errors: Vec<Self>) -> Option<Self> {
        /// More are of one cause, mostly.
        const MOST: usize = 10;
        let more = errors.len().saturating_sub(MOST);
        let mut messages: Vec<String> = errors.into_iter().take(MOST).map(|error| error.message).collect();
        if more > 0 {
            messages.push(format!("and {more} more"));
        }
        (!messages.is_empty()).then(|| Self::new(messages.join("; ")))
    }
}

impl fmt::Display for ReferenceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ReferenceError {}

impl From<Problem> for ReferenceError {
    fn from(problem: Problem) -> Self {
        Self::new(problem.message)
    }
}
