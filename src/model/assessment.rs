//! What one credential report says of one account's root user.

use std::fmt;
use std::str::FromStr;

use crate::model::account::Account;
use crate::model::key::{AccessKey, KeyState, RootUser};
use crate::model::problem::{Position, Problem};

/// What a credential report proves about an account's root user: about active access keys alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// The root user has an active access key.
    Active,
    /// Nothing proves that the root user has no active access key.
    Undetermined,
    /// One whole, undamaged report shows that the root user has no active access key.
    Clean,
}

impl Verdict {
    /// The verdict's name in every output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Undetermined => "undetermined",
            Self::Clean => "clean",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The error of [`Verdict::from_str`]: no verdict has this name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseVerdictError(String);

impl fmt::Display for ParseVerdictError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no verdict: active, undetermined or clean", self.0)
    }
}

impl std::error::Error for ParseVerdictError {}

impl FromStr for Verdict {
    type Err = ParseVerdictError;

    /// Reads the name that every output has.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let all = [Self::Active, Self::Undetermined, Self::Clean];
        all.into_iter()
            .find(|verdict| verdict.as_str() == text)
            .ok_or_else(|| ParseVerdictError(text.to_owned()))
    }
}

/// What one credential report says about one account's root user. Only made by [`crate::examine`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Assessment {
    /// The account.
    pub account: Account,
    /// The verdict.
    pub verdict: Verdict,
    /// Slots 1 and 2, and every further one, ascending.
    pub keys: Vec<AccessKey>,
    /// The root user's row; `None` if the report has none.
    pub root: Option<RootUser>,
    /// Where the root row is in the input, else the account's first row.
    pub position: Position,
    /// Every reason why the verdict is not clean, or why the report says less than it should.
    pub problems: Vec<Problem>,
}

impl Assessment {
    /// The keys in that state, ascending by slot.
    pub fn keys_in(&self, state: KeyState) -> impl Iterator<Item = &AccessKey> {
        self.keys.iter().filter(move |key| key.state == state)
    }

    /// Whether it shows that no key exists, which is more than that none is active.
    pub fn shows_no_key(&self) -> bool {
        self.verdict == Verdict::Clean && self.keys.iter().all(AccessKey::is_shown_absent)
    }
}
