//! The audit: the result of a run, the one value that every output is rendered from.

pub(crate) mod criteria;
pub(crate) mod exit;
mod join;
mod left_out;
mod reported;
mod reviewed;

use std::collections::BTreeMap;
use std::sync::Arc;

pub(crate) use join::Examined;
pub(crate) use left_out::LeftOut;
pub use left_out::SkippedFile;
pub use reviewed::{
    Baseline, Change, ChangeKind, Exceptions, Excluded, Listing, Population, Reconciled, Scope,
};

use crate::audit::criteria::Criteria;
use crate::model::account::Account;
use crate::model::assessment::{Assessment, Verdict};
use crate::model::digest::Digest;
use crate::model::envelope::EnvelopeKind;
use crate::model::exception::Exception;
use crate::model::finding::Finding;
use crate::model::key::{AccessKey, KeyState, RootUser};
use crate::model::normalization::Normalization;
use crate::model::problem::{Code, Position, Problem};
use crate::model::reference::Reference;
use crate::model::time::Timestamp;

/// An audit: the result of a run. It has a verdict for every account that its inputs or the list of accounts name, what
/// became of every input, and what the result depends on. Every output is rendered from this value and nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Audit {
    /// The instant at which ages are measured.
    pub as_of: Timestamp,
    /// Every account, sorted by id; those without a known id come last, in the order of the inputs.
    pub accounts: Vec<AccountResult>,
    /// Every input that was not skipped, sorted by path.
    pub inputs: Vec<InputResult>,
    /// What walks over folders skipped, sorted by path: files that are clearly not credential reports, and what is not a
    /// regular file.
    pub skipped: Vec<SkippedFile>,
    /// The files that the patterns of [`Criteria::exclude`] leave out, sorted: nothing is known of them.
    pub excluded: Vec<String>,
    /// What else the verdicts and findings depend on.
    pub criteria: Criteria,
    /// The list of accounts that the reports were compared with.
    pub population: Option<Population>,
    /// The register of exceptions that was applied.
    pub exceptions: Option<Exceptions>,
    /// The earlier evidence document that the result was compared with.
    pub baseline: Option<Baseline>,
}

/// What is known about an account.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AccountResult {
    /// The assessment that decides. Its problems include those of the account's reports taken together.
    pub assessment: Assessment,
    /// When AWS made the report that decided.
    pub generated_time: Option<Timestamp>,
    /// Whether the operator stated this time, because the report does not.
    pub is_time_stated: bool,
    /// The path of the input that decided, or of the list of accounts if a listed account has no report.
    pub input: Arc<str>,
    /// The account's other reports.
    pub other_reports: Vec<OtherReport>,
    /// What the list of accounts says of it, where there is a list.
    pub listing: Option<Box<Listing>>,
    /// What the rules find in it, in the order of the rules.
    pub findings: Vec<Finding>,
    /// What it is to the baseline, where there is one.
    pub change: Option<Change>,
}

impl AccountResult {
    /// The findings that count, whether or not an exception covers them.
    pub fn counted(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.counts)
    }

    /// Whether it has a finding that counts and that no exception covers.
    pub fn is_open(&self) -> bool {
        self.findings.iter().any(Finding::is_open)
    }

    /// The exception that covers a finding of it.
    pub fn exception(&self) -> Option<&Exception> {
        self.findings.iter().find_map(|finding| finding.exception.as_deref())
    }

    /// Its problems and those of its other reports, except copies: the deciding report is at least as good as a copy,
    /// but does not make up for what another report lacks.
    fn problems(&self) -> impl Iterator<Item = ProblemOf<'_>> {
        let account = Some(&self.assessment.account);
        let others = self.other_reports.iter().filter(|other| other.relation != Relation::Identical);
        let deciding = (&self.input, &self.assessment.problems);
        std::iter::once(deciding).chain(others.map(|other| (&other.input, &other.problems))).flat_map(
            move |(input, problems)| {
                problems.iter().map(move |problem| ProblemOf { problem, input, account })
            },
        )
    }
}

/// A problem, and what has it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ProblemOf<'a> {
    /// The problem.
    pub problem: &'a Problem,
    /// The path of the input that has it.
    pub input: &'a str,
    /// The account that has it, if any.
    pub account: Option<&'a Account>,
}

/// A report of an account for which another report decides.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OtherReport {
    /// How it relates to the one that decides.
    pub relation: Relation,
    /// The path of its input.
    pub input: Arc<str>,
    /// Where the account's row is in the input.
    pub position: Position,
    /// When AWS made it.
    pub generated_time: Option<Timestamp>,
    /// The verdict it would give by itself.
    pub verdict: Verdict,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
    /// Its keys and its root row, for the rules: where it may be the newest, it has a say.
    pub(crate) keys: Vec<AccessKey>,
    pub(crate) root: Option<RootUser>,
}

/// How a report relates to the one that decides for its account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Relation {
    /// The same CSV again.
    Identical,
    /// Made earlier.
    Superseded,
    /// Not known to be earlier or later, with the same verdict.
    Agreeing,
    /// Not known to be earlier or later, with another verdict.
    Conflicting,
}

impl Relation {
    /// The relation's name in every output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Identical => "identical",
            Self::Superseded => "superseded",
            Self::Agreeing => "agreeing",
            Self::Conflicting => "conflicting",
        }
    }
}

/// What became of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InputResult {
    /// The path as it was given or found; `-` for stdin.
    pub path: Arc<str>,
    /// The size in bytes, if it could be read.
    pub bytes: Option<u64>,
    /// The SHA-256 of the bytes that were assessed, if it was computed.
    pub sha256: Option<Digest>,
    /// Each credential report in it, in order.
    pub reports: Vec<Wrapping>,
    /// How far it was assessed.
    pub status: InputStatus,
    /// What could not be assessed in it, apart from the problems of its accounts.
    pub problems: Vec<Problem>,
    /// Whether these are all of exports that failed, so that no report is lost in it.
    pub(crate) is_failed_export: bool,
}

impl InputResult {
    /// The kinds of its envelopes, in order, joined by `+`; `None` if it has no report.
    pub(crate) fn envelopes(&self) -> Option<String> {
        let mut kinds: Vec<&str> = self.reports.iter().map(|report| report.envelope.as_str()).collect();
        kinds.dedup();
        (!kinds.is_empty()).then(|| kinds.join("+"))
    }
}

/// How a credential report was wrapped in its input.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Wrapping {
    /// Its envelope.
    pub envelope: EnvelopeKind,
    /// The unusual steps it took to reach the CSV, from the outside in.
    pub normalized: Vec<Normalization>,
    /// When AWS made it, if the envelope says so.
    pub generated_time: Option<Timestamp>,
    /// Where it begins.
    pub position: Position,
    /// How many bytes its CSV has.
    pub csv_bytes: u64,
    /// The SHA-256 of its CSV, if it was computed.
    pub csv_sha256: Option<Digest>,
}

/// How far an input was assessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InputStatus {
    /// All of it, with a verdict of active or clean for each of its accounts.
    Assessed,
    /// Some of it: it has problems, or an account that is undetermined.
    Partial,
    /// None of it: it has no account.
    Failed,
}

impl InputStatus {
    /// The status's name in every output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Assessed => "assessed",
            Self::Partial => "partial",
            Self::Failed => "failed",
        }
    }
}

/// The numbers of an audit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the number of what its name says")]
#[non_exhaustive]
pub struct Summary {
    pub inputs: usize,
    /// Inputs that gave no account.
    pub failed_inputs: usize,
    pub reports: usize,
    pub accounts: usize,
    pub active: usize,
    pub clean: usize,
    pub undetermined: usize,
    /// Accounts with a finding that no exception covers: what makes the exit status 1.
    pub open: usize,
    /// Accounts with findings, all of which exceptions cover.
    pub excepted: usize,
    /// Keys of root users that exist and are disabled.
    pub inactive_keys: usize,
    pub skipped: usize,
    pub excluded: usize,
}

impl Audit {
    /// Every problem, and what has it, except those of copies; first the problems of inputs.
    pub fn problems(&self) -> impl Iterator<Item = ProblemOf<'_>> {
        let of_inputs = self.inputs.iter().flat_map(|input| {
            input.problems.iter().map(|problem| ProblemOf { problem, input: &input.path, account: None })
        });
        let of_population = self.population.iter().map(|population| (&population.list, &population.problems));
        let of_exceptions = self.exceptions.iter().map(|register| (&register.register, &register.problems));
        let beside = of_population.chain(of_exceptions).flat_map(|(reference, problems)| {
            problems.iter().map(|problem| ProblemOf { problem, input: &reference.path, account: None })
        });
        of_inputs.chain(beside).chain(self.accounts.iter().flat_map(AccountResult::problems))
    }

    /// Whether everything could be assessed.
    pub fn complete(&self) -> bool {
        let undetermined = |account: &AccountResult| account.assessment.verdict == Verdict::Undetermined;
        !self.problems().any(|of| of.problem.blocks())
            && !self.accounts.iter().any(undetermined)
            && !self.accounts.is_empty()
    }

    /// The list of accounts, the register of exceptions and the baseline, as far as there are any.
    pub fn references(&self) -> impl Iterator<Item = &Reference> {
        let population = self.population.as_ref().map(|population| &population.list);
        let exceptions = self.exceptions.as_ref().map(|exceptions| &exceptions.register);
        let baseline = self.baseline.as_ref().map(|baseline| &baseline.document);
        [population, exceptions, baseline].into_iter().flatten()
    }

    /// How many accounts have this kind of change.
    pub fn changed(&self, kind: ChangeKind) -> usize {
        self.accounts
            .iter()
            .filter(|account| account.change.is_some_and(|change| change.kind == kind))
            .count()
    }

    /// The numbers of the accounts on the list of accounts: in scope is the sum of active, clean and undetermined.
    pub fn reconciled(&self) -> Reconciled {
        let of = |scope| {
            let is =
                move |account: &&AccountResult| account.listing.as_ref().is_some_and(|m| m.scope == scope);
            self.accounts.iter().filter(is)
        };
        // A list has no partitions: an id with reports of several partitions counts once, with the worst verdict.
        let mut worst = BTreeMap::new();
        for AccountResult { assessment, .. } in of(Scope::In) {
            let verdict = worst.entry(assessment.account.id).or_insert(assessment.verdict);
            *verdict = assessment.verdict.min(*verdict);
        }
        let count = |verdict| worst.values().filter(|worst| **worst == verdict).count();
        let lacks_report = |account: &&AccountResult| {
            account.assessment.problems.iter().any(|problem| problem.code == Code::NoReport)
        };
        Reconciled {
            active: count(Verdict::Active),
            clean: count(Verdict::Clean),
            undetermined: count(Verdict::Undetermined),
            without_report: of(Scope::In).filter(lacks_report).count(),
            outside: of(Scope::Outside).count(),
        }
    }

    /// Counts what the audit has.
    pub fn summary(&self) -> Summary {
        let count = |verdict| self.accounts.iter().filter(|a| a.assessment.verdict == verdict).count();
        let inactive = |account: &AccountResult| account.assessment.keys_in(KeyState::Inactive).count();
        let excepted = |account: &&AccountResult| account.exception().is_some() && !account.is_open();
        Summary {
            inputs: self.inputs.len(),
            failed_inputs: self.inputs.iter().filter(|input| input.status == InputStatus::Failed).count(),
            reports: self.inputs.iter().map(|input| input.reports.len()).sum(),
            accounts: self.accounts.len(),
            active: count(Verdict::Active),
            clean: count(Verdict::Clean),
            undetermined: count(Verdict::Undetermined),
            open: self.accounts.iter().filter(|account| account.is_open()).count(),
            excepted: self.accounts.iter().filter(excepted).count(),
            inactive_keys: self.accounts.iter().map(inactive).sum(),
            skipped: self.skipped.len(),
            excluded: self.excluded.len(),
        }
    }
}
