//! What a run came across and did not assess.

/// What a run came across and did not assess.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct LeftOut {
    /// What walks over folders skipped, sorted.
    pub(crate) skipped: Vec<String>,
    /// What the user's patterns leave out, sorted.
    pub(crate) excluded: Vec<String>,
}
