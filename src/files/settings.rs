//! What a run is asked to do, as plain data that has been checked.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use crate::audit::criteria::Criteria;
use crate::model::time::Timestamp;
use crate::render::{Format, View};

/// What a run is asked to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Files, folders, patterns, `-` for stdin. Without any, stdin.
    pub paths: Vec<PathBuf>,
    /// The format of the result on stdout; `None` to write nothing there.
    pub format: Option<Format>,
    /// Files to which the result is written as well.
    pub outputs: Vec<OutputFile>,
    /// Whether to compute the SHA-256 of each input and of each CSV in it. If not, results only have those of inputs
    /// whose account has several reports, which saves time if no output shows them.
    pub digests: bool,
    /// What people see of it.
    pub view: View,
    /// The instant at which ages are measured; `None` for now.
    pub as_of: Option<Timestamp>,
    /// What else the verdicts depend on.
    pub criteria: Criteria,
    /// The list of the accounts that must have a report.
    pub accounts: Option<PathBuf>,
    /// The register of exceptions.
    pub exceptions: Option<PathBuf>,
    /// An earlier evidence document to compare with.
    pub baseline: Option<PathBuf>,
    /// Whether findings leave the exit status alone.
    pub exit_zero: bool,
    /// How much to print on stderr.
    pub verbosity: Verbosity,
    /// The most threads that read and assess; `None` for one per processor.
    pub jobs: Option<NonZeroUsize>,
}

/// A file to which the result is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFile {
    /// Where it is.
    pub path: PathBuf,
    /// The format of the result in it.
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

/// How much to print on stderr.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Verbosity {
    /// Only errors.
    Quiet,
    /// A summary line.
    #[default]
    Normal,
    /// A summary line, after a line for each input.
    Verbose,
}
