//! Criteria: what verdicts and findings depend on, apart from the reports and the instant that ages are counted to.

use std::collections::BTreeSet;

use crate::examine::DEFAULT_MAX_INPUT_SIZE;
use crate::model::finding::KEY_INACTIVE;
use crate::model::time::{MaxAge, Timestamp};

/// What verdicts and findings depend on, apart from the reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Criteria {
    /// How old a report may be for a verdict of clean.
    pub max_age: Option<MaxAge>,
    /// When AWS made the reports that don't say so themselves, as the operator states.
    pub generated_at: Option<Timestamp>,
    /// The ids of the further rules that count, beyond [`crate::rules::KEY_ACTIVE`]'s.
    pub also: BTreeSet<&'static str>,
    /// The largest input that is read, in bytes.
    pub max_input_size: u64,
}

impl Default for Criteria {
    fn default() -> Self {
        Self {
            max_age: None,
            generated_at: None,
            also: BTreeSet::new(),
            max_input_size: DEFAULT_MAX_INPUT_SIZE,
        }
    }
}

impl Criteria {
    /// Whether a root key that is disabled is a finding, too.
    pub fn is_strict(&self) -> bool {
        self.also.contains(KEY_INACTIVE)
    }
}
