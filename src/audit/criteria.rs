//! Criteria: what verdicts and findings depend on, apart from the reports and the instant that ages are counted to.

use crate::examine::DEFAULT_MAX_INPUT_SIZE;
use crate::model::time::{MaxAge, Timestamp};

/// What verdicts and findings depend on, apart from the reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Criteria {
    /// How old a report may be for a verdict of clean.
    pub max_age: Option<MaxAge>,
    /// When AWS made the reports that don't say so themselves, as the operator states.
    pub generated_at: Option<Timestamp>,
    /// Whether a root key that is disabled is a finding, too.
    pub strict: bool,
    /// The largest input that is read, in bytes.
    pub max_input_size: u64,
}

impl Default for Criteria {
    fn default() -> Self {
        Self { max_age: None, generated_at: None, strict: false, max_input_size: DEFAULT_MAX_INPUT_SIZE }
    }
}
