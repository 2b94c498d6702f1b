//! What a review adds to the document.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::audit::{Audit, Baseline, ChangeKind, Exceptions, Excluded, Population};
use crate::evidence::entries::ProblemEntry;
use crate::evidence::written;
use crate::model::account::{Account, AccountId, Partition};
use crate::model::assessment::Verdict;
use crate::model::digest::Digest;
use crate::model::exception::Exception;
use crate::model::reference::Reference;

/// A file that the reports were held to.
#[derive(Serialize, Deserialize)]
pub(crate) struct FileEntry<'a> {
    pub(crate) path: Cow<'a, str>,
    bytes: u64,
    #[serde(with = "written")]
    pub(crate) sha256: Digest,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct PopulationEntry<'a> {
    #[serde(flatten)]
    pub(crate) list: FileEntry<'a>,
    complete: bool,
    in_scope: usize,
    active: usize,
    clean: usize,
    undetermined: usize,
    without_report: usize,
    outside: usize,
    excluded: Vec<ExcludedEntry<'a>>,
    problems: Vec<ProblemEntry<'a>>,
}

#[derive(Serialize, Deserialize)]
struct ExcludedEntry<'a> {
    #[serde(with = "written")]
    account_id: AccountId,
    #[serde(deserialize_with = "Option::deserialize")]
    name: Option<Cow<'a, str>>,
    state: Cow<'a, str>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct RegisterEntry<'a> {
    #[serde(flatten)]
    pub(crate) register: FileEntry<'a>,
    entries: Vec<ExceptionEntry<'a>>,
    problems: Vec<ProblemEntry<'a>>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct ExceptionEntry<'a> {
    #[serde(with = "written")]
    account_id: AccountId,
    expires_on: Cow<'a, str>,
    approver: Cow<'a, str>,
    reason: Cow<'a, str>,
    #[serde(deserialize_with = "Option::deserialize")]
    ticket: Option<Cow<'a, str>>,
    #[serde(default)]
    rules: Vec<Cow<'a, str>>,
    line: u64,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct BaselineEntry<'a> {
    #[serde(flatten)]
    pub(crate) document: FileEntry<'a>,
    new: usize,
    reopened: usize,
    unchanged: usize,
    resolved: usize,
    gone: Vec<GoneEntry>,
}

#[derive(Serialize, Deserialize)]
struct GoneEntry {
    #[serde(with = "written::or_null")]
    account_id: Option<AccountId>,
    #[serde(with = "written::or_null")]
    partition: Option<Partition>,
    #[serde(with = "written")]
    verdict: Verdict,
}

impl<'a> From<&'a Reference> for FileEntry<'a> {
    fn from(reference: &'a Reference) -> Self {
        let Reference { path, bytes, sha256 } = reference;
        Self { path: (&**path).into(), bytes: *bytes, sha256: *sha256 }
    }
}

impl<'a> PopulationEntry<'a> {
    pub(super) fn from_audit(population: &'a Population, audit: &Audit) -> Self {
        let numbers = audit.reconciled();
        Self {
            list: (&population.list).into(),
            complete: !population.is_cut_off,
            in_scope: population.in_scope,
            active: numbers.active,
            clean: numbers.clean,
            undetermined: numbers.undetermined,
            without_report: numbers.without_report,
            outside: numbers.outside,
            excluded: population.excluded.iter().map(ExcludedEntry::from).collect(),
            problems: population.problems.iter().map(ProblemEntry::from).collect(),
        }
    }
}

impl<'a> From<&'a Excluded> for ExcludedEntry<'a> {
    fn from(excluded: &'a Excluded) -> Self {
        let Excluded { account_id, name, state } = excluded;
        Self { account_id: *account_id, name: name.as_deref().map(Cow::from), state: state.into() }
    }
}

impl<'a> From<&'a Exceptions> for RegisterEntry<'a> {
    fn from(exceptions: &'a Exceptions) -> Self {
        Self {
            register: (&exceptions.register).into(),
            entries: exceptions.entries.iter().map(ExceptionEntry::from).collect(),
            problems: exceptions.problems.iter().map(ProblemEntry::from).collect(),
        }
    }
}

impl<'a> From<&'a Exception> for ExceptionEntry<'a> {
    fn from(exception: &'a Exception) -> Self {
        let Exception { account_id, expires_on, approver, reason, ticket, rules, line } = exception;
        Self {
            account_id: *account_id,
            expires_on: expires_on.into(),
            approver: approver.into(),
            reason: reason.into(),
            ticket: ticket.as_deref().map(Cow::from),
            rules: rules.iter().map(|rule| (*rule).into()).collect(),
            line: *line,
        }
    }
}

impl<'a> BaselineEntry<'a> {
    pub(super) fn from_audit(baseline: &'a Baseline, audit: &Audit) -> Self {
        let gone = |(account, verdict): &(Account, Verdict)| GoneEntry {
            account_id: account.id,
            partition: account.partition,
            verdict: *verdict,
        };
        Self {
            document: (&baseline.document).into(),
            new: audit.changed(ChangeKind::New),
            reopened: audit.changed(ChangeKind::Reopened),
            unchanged: audit.changed(ChangeKind::Unchanged),
            resolved: audit.changed(ChangeKind::Resolved),
            gone: baseline.gone.iter().map(gone).collect(),
        }
    }
}
