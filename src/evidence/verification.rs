//! What came of performing an assessment again from its document.

use std::process::ExitCode;

/// What the re-performance of an assessment found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verification {
    /// What is not as the document says, each in a sentence.
    pub differences: Vec<String>,
    /// The paths of files that the document names and that are not there.
    pub missing: Vec<String>,
    /// The members of a document of another version that this one does not know, so that nothing was held to them.
    pub unknown: Vec<String>,
    /// What a reader should know.
    pub notes: Vec<String>,
    /// How many files have the digest that the document says.
    pub files: usize,
    /// How many accounts were compared.
    pub accounts: usize,
}

/// The exit status of a verification; 2, as ever, where there is no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerifyStatus {
    /// 0: the files are those of the document, and the result is the same.
    Same,
    /// 1: something differs.
    Differs,
    /// 3: nothing is known to differ, and a file is missing, or another version's document says what this one can't redo.
    Missing,
}

impl VerifyStatus {
    /// The status of what was found.
    pub fn of_verification(found: &Verification) -> Self {
        match (found.differences.is_empty(), found.missing.is_empty() && found.unknown.is_empty()) {
            (false, _) => Self::Differs,
            (true, false) => Self::Missing,
            (true, true) => Self::Same,
        }
    }

    /// The number that the process ends with.
    pub fn code(self) -> u8 {
        match self {
            Self::Same => 0,
            Self::Differs => 1,
            Self::Missing => 3,
        }
    }
}

impl From<VerifyStatus> for ExitCode {
    fn from(status: VerifyStatus) -> Self {
        Self::from(status.code())
    }
}
