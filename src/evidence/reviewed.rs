//! What a review adds to the document.

use serde::Serialize;

use crate::audit::{self, Audit, ChangeKind};
use crate::evidence::ProblemEntry;
use crate::model::account::{self, Partition};
use crate::model::assessment::Verdict;
use crate::model::exception;
use crate::model::reference::Reference;

#[derive(Serialize)]
struct File<'a> {
    path: &'a str,
    bytes: u64,
    sha256: String,
}

#[derive(Serialize)]
pub(crate) struct Population<'a> {
    #[serde(flatten)]
    list: File<'a>,
    complete: bool,
    in_scope: usize,
    active: usize,
    clean: usize,
    undetermined: usize,
    without_report: usize,
    outside: usize,
    excluded: Vec<Excluded<'a>>,
    problems: Vec<ProblemEntry<'a>>,
}

#[derive(Serialize)]
struct Excluded<'a> {
    account_id: String,
    name: Option<&'a str>,
    state: &'a str,
}

#[derive(Serialize)]
pub(crate) struct Register<'a> {
    #[serde(flatten)]
    register: File<'a>,
    entries: Vec<Exception<'a>>,
    problems: Vec<ProblemEntry<'a>>,
}

#[derive(Serialize)]
pub(crate) struct Exception<'a> {
    account_id: String,
    expires_on: &'a str,
    approver: &'a str,
    reason: &'a str,
    ticket: Option<&'a str>,
    rules: &'a [&'static str],
    line: u64,
}

#[derive(Serialize)]
pub(crate) struct Baseline<'a> {
    #[serde(flatten)]
    document: File<'a>,
    new: usize,
    reopened: usize,
    unchanged: usize,
    resolved: usize,
    gone: Vec<Gone>,
}

#[derive(Serialize)]
struct Gone {
    account_id: Option<String>,
    partition: Option<&'static str>,
    verdict: &'static str,
}

impl<'a> File<'a> {
    fn of(reference: &'a Reference) -> Self {
        let Reference { path, bytes, sha256 } = reference;
        Self { path, bytes: *bytes, sha256: sha256.to_string() }
    }
}

impl<'a> Population<'a> {
    pub(crate) fn of(population: &'a audit::Population, audit: &Audit) -> Self {
        let numbers = audit.reconciled();
        Self {
            list: File::of(&population.list),
            complete: !population.is_cut_off,
            in_scope: population.in_scope,
            active: numbers.active,
            clean: numbers.clean,
            undetermined: numbers.undetermined,
            without_report: numbers.without_report,
            outside: numbers.outside,
            excluded: population.excluded.iter().map(Excluded::of).collect(),
            problems: population.problems.iter().map(ProblemEntry::of).collect(),
        }
    }
}

impl<'a> Excluded<'a> {
    fn of(excluded: &'a audit::Excluded) -> Self {
        let audit::Excluded { account_id, name, state } = excluded;
        Self { account_id: account_id.to_string(), name: name.as_deref(), state }
    }
}

impl<'a> Register<'a> {
    pub(crate) fn of(exceptions: &'a audit::Exceptions) -> Self {
        Self {
            register: File::of(&exceptions.register),
            entries: exceptions.entries.iter().map(Exception::of).collect(),
            problems: exceptions.problems.iter().map(ProblemEntry::of).collect(),
        }
    }
}

impl<'a> Exception<'a> {
    pub(crate) fn of(exception: &'a exception::Exception) -> Self {
        let exception::Exception { account_id, expires_on, approver, reason, ticket, rules, line } =
            exception;
        let account_id = account_id.to_string();
        Self { account_id, expires_on, approver, reason, ticket: ticket.as_deref(), rules, line: *line }
    }
}

impl<'a> Baseline<'a> {
    pub(crate) fn of(baseline: &'a audit::Baseline, audit: &Audit) -> Self {
        let gone = |(account, verdict): &(account::Account, Verdict)| Gone {
            account_id: account.id.map(|id| id.to_string()),
            partition: account.partition.map(Partition::as_str),
            verdict: verdict.as_str(),
        };
        Self {
            document: File::of(&baseline.document),
            new: audit.changed(ChangeKind::New),
            reopened: audit.changed(ChangeKind::Reopened),
            unchanged: audit.changed(ChangeKind::Unchanged),
            resolved: audit.changed(ChangeKind::Resolved),
            gone: baseline.gone.iter().map(gone).collect(),
        }
    }
}
