//! Criteria: what verdicts and findings depend on, apart from the reports and the instant at which ages are measured.

use std::collections::BTreeSet;

use crate::examine::DEFAULT_MAX_INPUT_SIZE;
use crate::model::finding::KEY_INACTIVE;
use crate::model::time::{MaxAge, Timestamp};

/// What verdicts and findings depend on, apart from the reports and the instant at which ages are measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Criteria {
    /// The greatest age at which a report can make an account clean.
    pub max_age: Option<MaxAge>,
    /// When AWS made those reports that don't say so themselves, stated by the operator.
    pub generated_at: Option<Timestamp>,
    /// The ids of the further rules that count, beyond [`crate::rules::KEY_ACTIVE`]'s.
    pub also: BTreeSet<&'static str>,
    /// The largest input that is read, in bytes.
    pub max_input_size: u64,
    /// The patterns of the files that are left out, in gitignore's syntax.
    pub exclude: Vec<String>,
}

impl Default for Criteria {
    fn default() -> Self {
        Self {
            max_age: None,
            generated_at: None,
            also: BTreeSet::new(),
            max_input_size: DEFAULT_MAX_INPUT_SIZE,
            exclude: Vec::new(),
        }
    }
}

impl Criteria {
    /// Whether a root key that is disabled is a finding, too.
    pub fn is_strict(&self) -> bool {
        self.also.contains(KEY_INACTIVE)
    }
}
