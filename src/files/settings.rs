//! What a run is asked to do: checked, plain data.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use crate::audit::criteria::Criteria;
use crate::model::time::Timestamp;
use crate::render::{Format, View};

/// What a run is asked to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Files, folders, patterns, `-` for stdin; stdin when there are none, where there is a stdin.
    pub paths: Vec<PathBuf>,
    /// The form of the result on stdout; `None` for nothing there.
    pub format: Option<Format>,
    /// Files that the result is written to, too.
    pub outputs: Vec<OutputFile>,
    /// Whether the SHA-256 of each input and of each CSV in it is computed. Without it results have none, but for inputs whose
    /// account has several reports: that takes less time where no output shows them.
    pub digests: bool,
    /// What of it people see.
    pub view: View,
    /// The instant that ages are counted to; `None` for now.
    pub as_of: Option<Timestamp>,
    /// What else the verdicts depend on.
    pub criteria: Criteria,
    /// The list of the accounts that there must be a report of.
    pub accounts: Option<PathBuf>,
    /// The register of exceptions.
    pub exceptions: Option<PathBuf>,
    /// An earlier evidence document, to compare with.
    pub baseline: Option<PathBuf>,
    /// Whether findings leave the exit status alone.
    pub exit_zero: bool,
    /// How much is said on stderr.
    pub verbosity: Verbosity,
    /// How many threads read and assess at most; `None` for as many as there are processors.
    pub jobs: Option<NonZeroUsize>,
}

/// A file that the result is written to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFile {
    /// Where it is.
    pub path: PathBuf,
    /// The form of the result in it.
    pub format: Format,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            paths: Vec::new(),
            format: Some(Format::default()),
            outputs: Vec::new(),
            digests: true,
            view: View::default(),
            as_of: None,
            criteria: Criteria::default(),
            accounts: None,
            exceptions: None,
            baseline: None,
            exit_zero: false,
            verbosity: Verbosity::default(),
            jobs: None,
        }
    }
}

/// How much is said on stderr.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Verbosity {
    /// Errors only.
    Quiet,
    /// A summary line.
    #[default]
    Normal,
    /// Each input and what became of it, too.
    Verbose,
}
