//! The exit status: it depends on the audit, never on the format.

use std::io;
use std::process::ExitCode;

use crate::audit::Audit;

/// The exit status of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitStatus {
    /// 0: every input was assessed, and every account is clean or its key has an exception.
    Clean,
    /// 1: an account's root user has an active access key without an exception. It wins over 3, because a damaged input
    /// must not hide an active key in another one.
    Active,
    /// 2: no result was delivered: usage error, none of the paths exists, output not writable.
    NoResult,
    /// 3: no active key was seen, but something could not be assessed.
    Incomplete,
}

impl ExitStatus {
    /// The status of an audit; with `exit_zero`, regardless of findings.
    pub fn of_audit(audit: &Audit, exit_zero: bool) -> Self {
        if audit.summary().open > 0 && !exit_zero {
            Self::Active
        } else if audit.complete() {
            Self::Clean
        } else {
            Self::Incomplete
        }
    }

    /// The status after writing the result. If its reader closed the pipe, [`Self::Clean`] becomes [`Self::NoResult`].
    ///
    /// # Errors
    /// Any other failure to write.
    pub fn of_delivery(self, written: io::Result<()>) -> io::Result<Self> {
        match (written, self) {
            (Ok(()), status) => Ok(status),
            (Err(error), Self::Clean) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Self::NoResult),
            (Err(error), status) if error.kind() == io::ErrorKind::BrokenPipe => Ok(status),
            (Err(error), _) => Err(error),
        }
    }

    /// The number that the process ends with.
    pub fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Active => 1,
            Self::NoResult => 2,
            Self::Incomplete => 3,
        }
    }
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> Self {
        Self::from(status.code())
    }
}
