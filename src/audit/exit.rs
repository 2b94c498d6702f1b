//! The exit status: from the audit, never from the format.

use std::io;
use std::process::ExitCode;

use crate::audit::Audit;

/// The exit status of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitStatus {
    /// 0: every input assessed, every account clean, or its key excepted.
    Clean,
    /// 1: an account's root user has an active access key, and no exception holds for it. It wins over 3: a broken neighbour must not hide a live key.
    Active,
    /// 2: no result was delivered: usage error, none of the paths exists, output not writable.
    NoResult,
    /// 3: no active key was seen, and something could not be assessed.
    Incomplete,
}

impl ExitStatus {
    /// The status of an audit; with `exit_zero`, findings do not change it.
    pub fn of_audit(audit: &Audit, exit_zero: bool) -> Self {
        if audit.summary().open > 0 && !exit_zero {
            Self::Active
        } else if audit.complete() {
            Self::Clean
        } else {
            Self::Incomplete
        }
    }

    /// The status once the result was written, or not: when its reader closed the pipe, what would be 0 is not.
    ///
    /// # Errors
    /// Every other failure to write.
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
