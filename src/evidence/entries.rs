//! What the document has of an account and of an input.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::audit::{AccountResult, Audit, Change, InputResult, OtherReport, SkippedFile, Wrapping};
use crate::evidence::reviewed::ExceptionEntry;
use crate::evidence::{Entries, written};
use crate::model::account::{AccountId, Partition};
use crate::model::assessment::Verdict;
use crate::model::digest::Digest;
use crate::model::key::{AccessKey, RootUser};
use crate::model::normalization::Normalization;
use crate::model::problem::{Position, Problem};
use crate::model::time::Timestamp;

/// One account.
#[derive(Serialize, Deserialize)]
pub(crate) struct AccountEntry<'a> {
    #[serde(with = "written::or_null")]
    pub(super) account_id: Option<AccountId>,
    #[serde(with = "written::or_null")]
    pub(super) partition: Option<Partition>,
    #[serde(deserialize_with = "Option::deserialize")]
    name: Option<Cow<'a, str>>,
    #[serde(deserialize_with = "Option::deserialize")]
    email: Option<Cow<'a, str>>,
    #[serde(deserialize_with = "Option::deserialize")]
    scope: Option<Cow<'a, str>>,
    #[serde(with = "written")]
    pub(super) verdict: Verdict,
    findings: Vec<Cow<'a, str>>,
    #[serde(deserialize_with = "Option::deserialize")]
    exception: Option<ExceptionEntry<'a>>,
    #[serde(deserialize_with = "Option::deserialize")]
    pub(super) baseline: Option<ChangeEntry<'a>>,
    pub(super) keys: Vec<KeyEntry<'a>>,
    root: RootEntry,
    #[serde(with = "written::or_null")]
    generated_time: Option<Timestamp>,
    #[serde(deserialize_with = "Option::deserialize")]
    generated_time_source: Option<Cow<'a, str>>,
    input: Cow<'a, str>,
    line: u64,
    #[serde(deserialize_with = "Option::deserialize")]
    csv_line: Option<u64>,
    problems: Vec<ProblemEntry<'a>>,
    other_reports: Vec<OtherReportEntry<'a>>,
}

/// What it is to the baseline.
#[derive(Serialize, Deserialize)]
pub(super) struct ChangeEntry<'a> {
    state: Cow<'a, str>,
    #[serde(with = "written::or_null")]
    verdict: Option<Verdict>,
    pub(super) ever_active: bool,
}

#[derive(Serialize, Deserialize)]
pub(super) struct KeyEntry<'a> {
    slot: u32,
    pub(super) state: Cow<'a, str>,
    #[serde(with = "written::or_null")]
    last_rotated: Option<Timestamp>,
    #[serde(deserialize_with = "Option::deserialize")]
    last_rotated_cell: Option<Cow<'a, str>>,
    #[serde(deserialize_with = "Option::deserialize")]
    age_days: Option<i64>,
    #[serde(with = "written::or_null")]
    last_used: Option<Timestamp>,
    #[serde(deserialize_with = "Option::deserialize")]
    last_used_cell: Option<Cow<'a, str>>,
    #[serde(deserialize_with = "Option::deserialize")]
    last_used_region: Option<Cow<'a, str>>,
    #[serde(deserialize_with = "Option::deserialize")]
    last_used_service: Option<Cow<'a, str>>,
}

#[derive(Serialize, Deserialize)]
struct RootEntry {
    #[serde(deserialize_with = "Option::deserialize")]
    mfa_active: Option<bool>,
    #[serde(deserialize_with = "Option::deserialize")]
    password_enabled: Option<bool>,
    #[serde(with = "written::or_null")]
    password_last_used: Option<Timestamp>,
    #[serde(default)]
    active_certificates: Vec<u32>,
}

#[derive(Serialize, Deserialize)]
struct OtherReportEntry<'a> {
    relation: Cow<'a, str>,
    input: Cow<'a, str>,
    line: u64,
    #[serde(deserialize_with = "Option::deserialize")]
    csv_line: Option<u64>,
    #[serde(with = "written::or_null")]
    generated_time: Option<Timestamp>,
    #[serde(with = "written")]
    verdict: Verdict,
    problems: Vec<ProblemEntry<'a>>,
}

/// One input.
#[derive(Serialize, Deserialize)]
pub(crate) struct InputEntry<'a> {
    pub(crate) path: Cow<'a, str>,
    #[serde(deserialize_with = "Option::deserialize")]
    bytes: Option<u64>,
    #[serde(with = "written::or_null")]
    pub(crate) sha256: Option<Digest>,
    #[serde(deserialize_with = "Option::deserialize")]
    envelope: Option<Cow<'a, str>>,
    normalized: Vec<Cow<'a, str>>,
    #[serde(with = "written::or_null")]
    csv_sha256: Option<Digest>,
    #[serde(with = "written::or_null")]
    generated_time: Option<Timestamp>,
    reports: usize,
    csvs: Entries<'a, Wrapping, CsvEntry<'a>>,
    pub(super) status: Cow<'a, str>,
    pub(crate) problems: Vec<ProblemEntry<'a>>,
}

/// A file that a walk skipped.
#[derive(Serialize, Deserialize)]
pub(crate) struct SkippedEntry<'a> {
    pub(crate) path: Cow<'a, str>,
    pub(super) kind: Cow<'a, str>,
    #[serde(deserialize_with = "Option::deserialize")]
    bytes: Option<u64>,
    #[serde(with = "written::or_null")]
    pub(crate) sha256: Option<Digest>,
}

#[derive(Serialize, Deserialize)]
struct CsvEntry<'a> {
    envelope: Cow<'a, str>,
    line: u64,
    #[serde(with = "written::or_null")]
    generated_time: Option<Timestamp>,
    bytes: u64,
    #[serde(with = "written::or_null")]
    sha256: Option<Digest>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct ProblemEntry<'a> {
    pub(crate) code: Cow<'a, str>,
    blocks: bool,
    message: Cow<'a, str>,
    #[serde(deserialize_with = "Option::deserialize")]
    position: Option<PositionEntry>,
    /// Where the problem is about an account that its input has no report of.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "written::or_null")]
    account_id: Option<AccountId>,
    remedy: Cow<'a, str>,
}

#[derive(Serialize, Deserialize)]
struct PositionEntry {
    /// Of a container that has several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    member: Option<u32>,
    line: u64,
    #[serde(deserialize_with = "Option::deserialize")]
    csv_line: Option<u64>,
    #[serde(deserialize_with = "Option::deserialize")]
    base64_offset: Option<u64>,
}

impl<'a> AccountEntry<'a> {
    pub(crate) fn from_result(result: &'a AccountResult, audit: &'a Audit) -> Self {
        let assessment = &result.assessment;
        let listing = result.listing.as_deref();
        let source = if result.is_time_stated { "operator" } else { "report" };
        Self {
            account_id: assessment.account.id,
            partition: assessment.account.partition,
            name: listing.and_then(|listing| listing.name.as_deref()).map(Cow::from),
            email: listing.and_then(|listing| listing.email.as_deref()).map(Cow::from),
            scope: listing.map(|listing| listing.scope.as_str().into()),
            verdict: assessment.verdict,
            findings: result.counted().map(|finding| finding.rule.into()).collect(),
            exception: result.exception().map(ExceptionEntry::from),
            baseline: result.change.as_ref().map(ChangeEntry::from),
            keys: assessment.keys.iter().map(|key| KeyEntry::from_key(key, &audit.as_of)).collect(),
            root: RootEntry::from_user(assessment.root.as_ref()),
            generated_time: result.generated_time.clone(),
            generated_time_source: result.generated_time.is_some().then_some(source.into()),
            input: (&*result.input).into(),
            line: assessment.position.line,
            csv_line: assessment.position.csv_line,
            problems: assessment.problems.iter().map(ProblemEntry::from).collect(),
            other_reports: result.other_reports.iter().map(OtherReportEntry::from).collect(),
        }
    }
}

impl From<&Change> for ChangeEntry<'_> {
    fn from(change: &Change) -> Self {
        let Change { kind, before, ever_active } = change;
        Self { state: kind.as_str().into(), verdict: *before, ever_active: *ever_active }
    }
}

impl<'a> KeyEntry<'a> {
    fn from_key(key: &'a AccessKey, as_of: &Timestamp) -> Self {
        let rotated = key.last_rotated();
        Self {
            slot: key.slot,
            state: key.state.as_str().into(),
            age_days: rotated.as_ref().map(|rotated| rotated.days_until(as_of)),
            last_rotated: rotated,
            last_rotated_cell: key.last_rotated_cell.as_deref().map(Cow::from),
            last_used: key.last_used(),
            last_used_cell: key.last_used_cell.as_deref().map(Cow::from),
            last_used_region: key.last_used_region.as_deref().map(Cow::from),
            last_used_service: key.last_used_service.as_deref().map(Cow::from),
        }
    }
}

impl RootEntry {
    fn from_user(root: Option<&RootUser>) -> Self {
        Self {
            mfa_active: root.and_then(|root| root.mfa_active),
            password_enabled: root.and_then(|root| root.password_enabled),
            password_last_used: root.and_then(|root| root.password_last_used.clone()),
            active_certificates: root.map(|root| root.active_certificates.clone()).unwrap_or_default(),
        }
    }
}

impl<'a> From<&'a OtherReport> for OtherReportEntry<'a> {
    fn from(other: &'a OtherReport) -> Self {
        Self {
            relation: other.relation.as_str().into(),
            input: (&*other.input).into(),
            line: other.position.line,
            csv_line: other.position.csv_line,
            generated_time: other.generated_time.clone(),
            verdict: other.verdict,
            problems: other.problems.iter().map(ProblemEntry::from).collect(),
        }
    }
}

impl<'a> InputEntry<'a> {
    pub(super) fn from_result(input: &'a InputResult, audit: &'a Audit) -> Self {
        let normalized: BTreeSet<Normalization> =
            input.reports.iter().flat_map(|report| &report.normalized).copied().collect();
        let single = match input.reports.as_slice() {
            [report] => Some(report),
            _ => None,
        };
        Self {
            path: (&*input.path).into(),
            bytes: input.bytes,
            sha256: input.sha256,
            envelope: input.envelopes().map(Cow::from),
            normalized: normalized.into_iter().map(|step| step.as_str().into()).collect(),
            csv_sha256: single.and_then(|report| report.csv_sha256),
            generated_time: single.and_then(|report| report.generated_time.clone()),
            reports: input.reports.len(),
            csvs: Entries::Made(&input.reports, audit, CsvEntry::from_report),
            status: input.status.as_str().into(),
            problems: input.problems.iter().map(ProblemEntry::from).collect(),
        }
    }
}

impl<'a> From<&'a SkippedFile> for SkippedEntry<'a> {
    fn from(file: &'a SkippedFile) -> Self {
        let SkippedFile { path, kind, bytes, sha256 } = file;
        Self { path: path.into(), kind: kind.as_str().into(), bytes: *bytes, sha256: *sha256 }
    }
}

impl<'a> CsvEntry<'a> {
    fn from_report(report: &'a Wrapping, _: &'a Audit) -> Self {
        Self {
            envelope: report.envelope.as_str().into(),
            line: report.position.line,
            generated_time: report.generated_time.clone(),
            bytes: report.csv_bytes,
            sha256: report.csv_sha256,
        }
    }
}

impl<'a> From<&'a Problem> for ProblemEntry<'a> {
    fn from(problem: &'a Problem) -> Self {
        Self {
            code: problem.code.info().id.into(),
            blocks: problem.blocks(),
            message: (&*problem.message).into(),
            position: problem.position.map(PositionEntry::from),
            account_id: problem.account,
            remedy: problem.remedy().into(),
        }
    }
}

impl From<Position> for PositionEntry {
    fn from(position: Position) -> Self {
        let Position { member, line, csv_line, base64_offset } = position;
        Self { member, line, csv_line, base64_offset }
    }
}
