//! What a review adds to an audit: the population, exceptions, the comparison with a baseline.

use crate::model::account::{Account, AccountId};
use crate::model::assessment::Verdict;
use crate::model::exception::Exception;
use crate::model::problem::Problem;
use crate::model::reference::Reference;

/// The population: the accounts that must have a report, from a list of accounts.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Population {
    /// The list.
    pub list: Reference,
    /// Whether the list itself says that it is incomplete.
    pub is_cut_off: bool,
    /// How many of its accounts must have a report.
    pub in_scope: usize,
    /// Its accounts that need no report.
    pub excluded: Vec<Excluded>,
    /// What is wrong with the list.
    pub problems: Vec<Problem>,
}

/// The numbers of a population's accounts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reconciled {
    /// In scope, with an active root key.
    pub active: usize,
    /// In scope and clean.
    pub clean: usize,
    /// In scope and undetermined.
    pub undetermined: usize,
    /// Undetermined ones without a report in any input.
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
    /// Its name, if the list has it.
    pub name: Option<String>,
    /// Its state, as in the list.
    pub state: String,
}

/// What the list of accounts says about an account.
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

/// Whether an account must have a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Scope {
    /// It must: it is on the list and in use.
    In,
    /// It need not: it is on the list, suspended or closed.
    Excluded,
    /// It has one, but is not on the list, or the report does not name its account.
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
    /// What a reader should know about its entries.
    pub problems: Vec<Problem>,
}

/// An earlier evidence document, as it was compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Baseline {
    /// The document.
    pub document: Reference,
    /// Its accounts that have no report in this run, and their verdicts in it.
    pub gone: Vec<(Account, Verdict)>,
}

/// How an account compares with the baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// The change in a word.
    pub kind: ChangeKind,
    /// Its verdict in the baseline; `None` if it is not in there.
    pub before: Option<Verdict>,
    /// Whether it is or ever was active, in the baseline or in what the baseline was compared with.
    pub ever_active: bool,
}

/// How an account compares with the baseline, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ChangeKind {
    /// It needs attention and did not before, or is not in the baseline.
    New,
    /// It was fixed before, and has an active key again.
    Reopened,
    /// Nothing that counts has changed: the verdict is the same, or it was active and is undetermined now.
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
