//! Joins many inputs: which of an account's reports decides.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::audit::criteria::Criteria;
use crate::audit::{
    AccountResult, Audit, InputResult, InputStatus, LeftOut, OtherReport, Relation, Wrapping, reported,
};
use crate::examine::{Examination, ExaminedReport};
use crate::model::account::{AccountId, Partition};
use crate::model::assessment::{Assessment, Verdict};
use crate::model::digest::Digest;
use crate::model::other_kind::OtherKind;
use crate::model::problem::{Code, Problem};
use crate::model::time::Timestamp;

/// An input and what was found in it.
#[derive(Clone, Debug)]
pub(crate) struct Examined {
    pub(crate) path: Arc<str>,
    pub(crate) bytes: Option<u64>,
    pub(crate) sha256: Option<Digest>,
    pub(crate) result: Result<Examination, Problem>,
}

impl Examined {
    /// An input that could not be examined.
    pub(crate) fn failed(path: Arc<str>, problem: Problem) -> Self {
        Self { path, bytes: None, sha256: None, result: Err(problem) }
    }

    /// What it is, where it is clearly something other than a credential report.
    pub(crate) fn other(&self) -> Option<OtherKind> {
        self.result.as_ref().ok().and_then(|examination| examination.other_at(&self.path))
    }
}

impl Audit {
    /// Joins what was found in the inputs, which must be sorted by path.
    pub(crate) fn new(
        as_of: Timestamp,
        criteria: Criteria,
        examined: Vec<Examined>,
        LeftOut { skipped, excluded }: LeftOut,
    ) -> Self {
        let mut inputs = Vec::with_capacity(examined.len());
        let mut candidates = Vec::with_capacity(examined.len());
        for source in examined {
            let examination = source
                .result
                .unwrap_or_else(|problem| Examination { problems: vec![problem], ..Examination::default() });
            inputs.push(InputResult {
                status: status(&examination),
                reports: examination.reports.iter().map(Wrapping::from_report).collect(),
                path: source.path.clone(),
                bytes: source.bytes,
                sha256: source.sha256,
                problems: examination.problems,
                is_failed_export: examination.is_failed_export,
            });
            let stated = criteria.generated_at.as_ref();
            let reports = examination.reports.into_iter();
            candidates.extend(reports.flat_map(|report| Candidate::of_report(&source.path, report, stated)));
        }
        // Reports that name no account come last, each by itself.
        candidates.sort_by_cached_key(|candidate| (candidate.account().is_none(), candidate.account()));
        let mut accounts = Vec::with_capacity(candidates.len());
        let mut candidates = candidates.into_iter().peekable();
        while let Some(first) = candidates.next() {
            let account = first.account();
            let is_of_it = |next: &Candidate| account.is_some() && next.account() == account;
            let others: Vec<_> = std::iter::from_fn(|| candidates.next_if(is_of_it)).collect();
            // Most accounts have one report.
            accounts.extend(match &*others {
                [] => Some(first.decides(Vec::new())),
                _ => decide(std::iter::once(first).chain(others), &as_of),
            });
        }
        reported::settle(&mut inputs, &mut accounts);
        Self {
            as_of,
            accounts,
            inputs,
            skipped,
            excluded,
            criteria,
            population: None,
            exceptions: None,
            baseline: None,
        }
    }
}

impl Wrapping {
    fn from_report(report: &ExaminedReport) -> Self {
        Self {
            envelope: report.envelope,
            normalized: report.normalized.clone(),
            generated_time: report.generated_time.clone(),
            position: report.position,
            csv_bytes: report.csv_bytes,
            csv_sha256: report.csv_sha256,
        }
    }
}

fn status(examination: &Examination) -> InputStatus {
    let assessments = || examination.reports.iter().flat_map(|report| &report.assessments);
    let blocked = examination.problems.iter().any(Problem::blocks);
    if assessments().next().is_none() {
        InputStatus::Failed
    } else if blocked || assessments().any(|assessment| assessment.verdict == Verdict::Undetermined) {
        InputStatus::Partial
    } else {
        InputStatus::Assessed
    }
}

/// A report of an account, before it is known which report decides.
struct Candidate {
    assessment: Assessment,
    generated_time: Option<Timestamp>,
    is_time_stated: bool,
    input: Arc<str>,
    /// The digest of its CSV, if it was computed, and the index of its account in the CSV.
    csv: (Option<Digest>, usize),
}

impl Candidate {
    /// One for each account of a report. `stated` is when it was made, if the report does not say so.
    fn of_report(
        input: &Arc<str>,
        report: ExaminedReport,
        stated: Option<&Timestamp>,
    ) -> impl Iterator<Item = Self> {
        let sha256 = report.csv_sha256;
        let is_time_stated = report.generated_time.is_none() && stated.is_some();
        let generated_time = report.generated_time.or_else(|| stated.cloned());
        report.assessments.into_iter().enumerate().map(move |(index, assessment)| Self {
            assessment,
            generated_time: generated_time.clone(),
            is_time_stated,
            input: Arc::clone(input),
            csv: (sha256, index),
        })
    }

    /// The account, if the report names one.
    fn account(&self) -> Option<(AccountId, Option<Partition>)> {
        let account = &self.assessment.account;
        account.id.map(|id| (id, account.partition))
    }

    fn verdict(&self) -> Verdict {
        self.assessment.verdict
    }

    fn is_known(&self) -> bool {
        self.verdict() != Verdict::Undetermined
    }

    /// Whether it is the same CSV: what one copy proves holds for the other.
    fn is_copy_of(&self, other: &Self) -> bool {
        self.csv.0.is_some() && self.csv == other.csv
    }

    /// Whether it was certainly made earlier.
    fn is_older_than(&self, newest: Option<&Timestamp>) -> bool {
        self.own_time().zip(newest).is_some_and(|(time, newest)| time.is_before(newest))
    }

    /// When AWS made it, according to the report itself. A time stated by the operator can't prove which of two reports
    /// is newer: otherwise an option could remove an active key from the result.
    fn own_time(&self) -> Option<&Timestamp> {
        self.generated_time.as_ref().filter(|_| !self.is_time_stated)
    }

    /// For comparing how well reports are dated: a time of its own is best, then the later time.
    fn dated(&self) -> Option<(bool, &Timestamp)> {
        self.generated_time.as_ref().map(|time| (!self.is_time_stated, time))
    }

    fn decides(self, other_reports: Vec<OtherReport>) -> AccountResult {
        let Self { assessment, generated_time, is_time_stated, input, csv: _ } = self;
        AccountResult {
            assessment,
            generated_time,
            is_time_stated,
            input,
            other_reports,
            listing: None,
            findings: Vec::new(),
            change: None,
        }
    }

    fn other(self, relation: Relation) -> OtherReport {
        OtherReport {
            relation,
            input: self.input,
            position: self.assessment.position,
            generated_time: self.generated_time,
            verdict: self.assessment.verdict,
            problems: self.assessment.problems,
            keys: self.assessment.keys,
            root: self.assessment.root,
        }
    }
}

/// Decides which of an account's reports counts.
///
/// Identical CSVs count once, with the newest of their times. The report that AWS made last decides, and earlier ones
/// are superseded. A report without a time of its own, or with one later than `as_of`, may be the newest: if any of
/// these or the newest is active, it wins, and they are clean only if they agree. If the newest could not be assessed,
/// an older active one still counts, because nothing shows that its key is gone.
fn decide(candidates: impl Iterator<Item = Candidate>, as_of: &Timestamp) -> Option<AccountResult> {
    let mut others = Vec::new();
    let mut distinct: Vec<Candidate> = Vec::new();
    let mut places: BTreeMap<_, usize> = BTreeMap::new();
    for candidate in candidates {
        let place = *places.entry(candidate.csv).or_insert(distinct.len());
        match distinct.get_mut(place).filter(|kept| kept.is_copy_of(&candidate)) {
            None => distinct.push(candidate),
            Some(kept) => {
                let better =
                    |a: &Candidate, b: &Candidate| (a.is_known(), a.dated()) > (b.is_known(), b.dated());
                let swap = better(&candidate, kept);
                let copy = if swap { std::mem::replace(kept, candidate) } else { candidate };
                if copy.dated() > kept.dated() {
                    kept.generated_time.clone_from(&copy.generated_time);
                    kept.is_time_stated = copy.is_time_stated;
                }
                others.push(copy.other(Relation::Identical));
            }
        }
    }
    // A time in the future can't prove that another report is older.
    let times = distinct.iter().filter_map(Candidate::own_time);
    let newest = times.filter(|time| !as_of.is_before(time)).max().cloned();
    let (older, latest): (Vec<_>, Vec<_>) =
        distinct.into_iter().partition(|c| c.is_older_than(newest.as_ref()));
    let unassessed = !latest.iter().any(Candidate::is_known);
    let (revived, older): (Vec<_>, Vec<_>) =
        older.into_iter().partition(|c| unassessed && c.verdict() == Verdict::Active);
    let extra = (!revived.is_empty()).then(|| {
        let message =
            "a newer report of this account could not be assessed, and this older one shows an active key";
        Problem::new(Code::NewerUnassessed, message)
    });
    let mut deciding: Vec<Candidate> =
        if revived.is_empty() { latest } else { revived.into_iter().chain(latest).collect() };
    let verdicts: Vec<Verdict> = deciding.iter().map(Candidate::verdict).collect();
    let conflict = extra.is_none() && verdicts.iter().any(|verdict| Some(verdict) != verdicts.first());
    // Active, then undetermined, then clean; then the latest.
    deciding
        .sort_by(|a, b| a.verdict().cmp(&b.verdict()).then_with(|| b.generated_time.cmp(&a.generated_time)));
    let mut deciding = deciding.into_iter();
    let mut decides = deciding.next()?;
    let assessment = &mut decides.assessment;
    if conflict {
        let message =
            "the account's reports do not agree, and their times do not show which one is the newest";
        assessment.problems.push(Problem::new(Code::Conflicting, message));
    }
    assessment.problems.extend(extra);
    let verdict = assessment.verdict;
    others.extend(deciding.map(|other| {
        let agrees = other.verdict() == verdict;
        other.other(if agrees { Relation::Agreeing } else { Relation::Conflicting })
    }));
    others.extend(older.into_iter().map(|other| other.other(Relation::Superseded)));
    others.sort_by(|a, b| (&a.input, a.position).cmp(&(&b.input, b.position)));
    Some(decides.decides(others))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::examine::{ExamineOptions, examine};

    #[test]
    fn without_digests_nothing_is_a_copy() {
        let csv = b"user,arn,access_key_1_active,access_key_2_active\n\
                    <root_account>,arn:aws:iam::111122223333:root,false,false\n";
        let input = |name: &str| Examined {
            path: name.into(),
            bytes: None,
            sha256: None,
            result: Ok(examine(csv, &ExamineOptions { digests: false, ..ExamineOptions::default() })),
        };
        let as_of = "2026-09-30T00:00:00Z".parse().unwrap();
        let inputs = vec![input("one"), input("two")];
        let audit = Audit::new(as_of, Criteria::default(), inputs, LeftOut::default());
        assert_eq!(audit.accounts[0].other_reports[0].relation, Relation::Agreeing);
    }
}
