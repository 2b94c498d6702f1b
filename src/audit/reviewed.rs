//! What a review adds to what the reports say: the population, exceptions, the comparison with a baseline.

use crate::model::account::{Account, AccountId};
use crate::model::assessment::Verdict;
use crate::model::exception::Exception;
use crate::model::problem::Problem;
use crate::model::reference::Reference;

/// The accounts that there must be a report of.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Population {
    /// The list.
    pub list: Reference,
    /// Whether the list says itself that it is not all of them.
    pub is_cut_off: bool,
    /// How many accounts of it must have a report.
    pub in_scope: usize,
    /// Those of it that need none.
    pub excluded: Vec<Excluded>,
    /// What is wrong with the list.
    pub problems: Vec<Problem>,
}

/// How many accounts of a population are what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reconciled {
    /// In scope, with an active root key.
    pub active: usize,
    /// In scope and clean.
    pub clean: usize,
    /// In scope, and not known.
    pub undetermined: usize,
    /// Those of the undetermined ones that no input has a report of.
    pub without_report: usize,
    /// Accounts with a report that are not on the list.
    pub outside: usize,
}

/// An account of the list that needs no report: it is suspended or closed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Excluded {
    /// The account.
    pub account_id: AccountId,
    /// Its name, where the list has one.
    pub name: Option<String>,
    /// Its state, as the list says.
    pub state: String,
}

/// What the list of accounts says of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Listing {
    /// Whether a report of it is expected.
    pub scope: Scope,
    /// The account's name.
    pub name: Option<String>,
    /// The root user's email address.
    pub email: Option<String>,
}

/// Whether a report of an account is expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Scope {
    /// It is on the list, and in use.
    In,
    /// It is on the list, suspended or closed.
    Excluded,
    /// It is not on the list, or the report does not say which account it is of.
    Outside,
}

impl Scope {
    /// The scope's name in every output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Excluded => "excluded",
            Self::Outside => "outside",
        }
    }
}

/// A register of exceptions, as it was applied.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Exceptions {
    /// The register.
    pub register: Reference,
    /// Its entries, in order.
    pub entries: Vec<Exception>,
    /// What a reader should know of entries.
    pub problems: Vec<Problem>,
}

/// An earlier evidence document, as it was compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Baseline {
    /// The document.
    pub document: Reference,
    /// The accounts of it that this run saw no report of, and what it said of them.
    pub gone: Vec<(Account, Verdict)>,
}

/// What an account is to the baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// In a word.
    pub kind: ChangeKind,
    /// What the baseline says of it; `None` where it does not know it.
    pub before: Option<Verdict>,
    /// Whether it is or was active, in the baseline or in what that was compared with.
    pub ever_active: bool,
}

/// What an account is to the baseline, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ChangeKind {
    /// It needs attention and did not before, or the baseline does not know it.
    New,
    /// It was mended before, and has an active key again.
    Reopened,
    /// Nothing that counts has changed: the verdict is the same, or an active one can't be told any more.
    Unchanged,
    /// It needed attention, and is clean now.
    Resolved,
}

impl ChangeKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::New, Self::Reopened, Self::Unchanged, Self::Resolved];

    /// The name in every output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Reopened => "reopened",
            Self::Unchanged => "unchanged",
            Self::Resolved => "resolved",
        }
    }
}
