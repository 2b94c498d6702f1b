//! The evidence document. Its types are its own: renaming a field elsewhere changes nothing here.

pub(crate) mod compare;
pub(crate) mod recorded;
mod reviewed;

use std::collections::BTreeSet;

use serde::{Serialize, Serializer};

use self::reviewed::{Baseline, Exception, Population, Register};
use crate::audit::{self, AccountResult, Audit, InputResult, OtherReport, Wrapping};
use crate::evidence::recorded::SCHEMA;
use crate::model::account::Partition;
use crate::model::assessment::Verdict;
use crate::model::key::AccessKey;
use crate::model::normalization::Normalization;
use crate::model::problem::{Effect, Problem};
use crate::model::time::Timestamp;

/// The document's JSON Schema, draft 2020-12: what `rootkeys schema` prints.
pub fn schema() -> &'static str {
    include_str!("evidence.schema.json")
}

/// The whole document.
#[derive(Serialize)]
pub(crate) struct Document<'a> {
    schema: &'static str,
    tool: Tool,
    as_of: String,
    complete: bool,
    settings: Settings,
    summary: Summary,
    /// Left out where the accounts stand by themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    accounts: Option<Accounts<'a>>,
    inputs: Vec<Input<'a>>,
    skipped: &'a [String],
    population: Option<Population<'a>>,
    exceptions: Option<Register<'a>>,
    baseline: Option<Baseline<'a>>,
}

#[derive(Serialize)]
struct Settings {
    max_age: Option<String>,
    generated_at: Option<String>,
    strict: bool,
    also: Vec<&'static str>,
    max_input_size: u64,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Summary {
    inputs: usize,
    reports: usize,
    accounts: usize,
    active: usize,
    clean: usize,
    undetermined: usize,
    open: usize,
    excepted: usize,
    inactive_keys: usize,
    skipped: usize,
}

/// The accounts, each made when it is written: together they take more memory than all else.
struct Accounts<'a>(&'a Audit);

impl Serialize for Accounts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.accounts.iter().map(|account| Account::of(account, self.0)))
    }
}

/// The CSVs of an input, likewise.
struct Csvs<'a>(&'a [Wrapping]);

impl Serialize for Csvs<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(Csv::of))
    }
}

/// One account of it.
#[derive(Serialize)]
pub(crate) struct Account<'a> {
    account_id: Option<String>,
    partition: Option<&'a str>,
    name: Option<&'a str>,
    email: Option<&'a str>,
    scope: Option<&'static str>,
    verdict: &'static str,
    findings: Vec<&'static str>,
    exception: Option<Exception<'a>>,
    baseline: Option<Change>,
    keys: Vec<Key<'a>>,
    root: Root,
    generated_time: Option<String>,
    generated_time_source: Option<&'static str>,
    input: &'a str,
    line: u64,
    csv_line: Option<u64>,
    problems: Vec<ProblemEntry<'a>>,
    other_reports: Vec<Other<'a>>,
}

#[derive(Serialize)]
struct Change {
    state: &'static str,
    verdict: Option<&'static str>,
    ever_active: bool,
}

#[derive(Serialize)]
struct Key<'a> {
    slot: u32,
    state: &'static str,
    last_rotated: Option<String>,
    last_rotated_cell: Option<&'a str>,
    age_days: Option<i64>,
    last_used: Option<String>,
    last_used_cell: Option<&'a str>,
    last_used_region: Option<&'a str>,
    last_used_service: Option<&'a str>,
}

#[derive(Serialize)]
struct Root {
    mfa_active: Option<bool>,
    password_enabled: Option<bool>,
    password_last_used: Option<String>,
    active_certificates: Vec<u32>,
}

#[derive(Serialize)]
struct Other<'a> {
    relation: &'static str,
    input: &'a str,
    line: u64,
    csv_line: Option<u64>,
    generated_time: Option<String>,
    verdict: &'static str,
    problems: Vec<ProblemEntry<'a>>,
}

#[derive(Serialize)]
struct Input<'a> {
    path: &'a str,
    bytes: Option<u64>,
    sha256: Option<String>,
    envelope: Option<String>,
    normalized: Vec<&'static str>,
    csv_sha256: Option<String>,
    generated_time: Option<String>,
    reports: usize,
    csvs: Csvs<'a>,
    status: &'static str,
    problems: Vec<ProblemEntry<'a>>,
}

#[derive(Serialize)]
struct Csv {
    envelope: &'static str,
    line: u64,
    generated_time: Option<String>,
    bytes: u64,
    sha256: Option<String>,
}

#[derive(Serialize)]
struct ProblemEntry<'a> {
    code: &'static str,
    blocks: bool,
    message: &'a str,
    position: Option<PositionEntry>,
    remedy: &'static str,
}

#[derive(Serialize)]
struct PositionEntry {
    line: u64,
    csv_line: Option<u64>,
    base64_offset: Option<u64>,
}

impl<'a> Document<'a> {
    pub(crate) fn of(audit: &'a Audit) -> Self {
        Self { accounts: Some(Accounts(audit)), ..Self::without_accounts(audit) }
    }

    /// All but the accounts.
    pub(crate) fn without_accounts(audit: &'a Audit) -> Self {
        let audit::Summary {
            inputs,
            reports,
            accounts,
            active,
            clean,
            undetermined,
            open,
            excepted,
            inactive_keys,
            skipped,
        } = audit.summary();
        Self {
            schema: SCHEMA,
            tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
            as_of: audit.as_of.to_string(),
            complete: audit.complete(),
            settings: Settings {
                max_age: audit.criteria.max_age.map(|age| age.to_string()),
                generated_at: time(audit.criteria.generated_at.as_ref()),
                strict: audit.criteria.is_strict(),
                also: audit.criteria.also.iter().copied().collect(),
                max_input_size: audit.criteria.max_input_size,
            },
            summary: Summary {
                inputs,
                reports,
                accounts,
                active,
                clean,
                undetermined,
                open,
                excepted,
                inactive_keys,
                skipped,
            },
            accounts: None,
            inputs: audit.inputs.iter().map(Input::of).collect(),
            skipped: &audit.skipped,
            population: audit.population.as_ref().map(|population| Population::of(population, audit)),
            exceptions: audit.exceptions.as_ref().map(Register::of),
            baseline: audit.baseline.as_ref().map(|baseline| Baseline::of(baseline, audit)),
        }
    }
}

impl<'a> Account<'a> {
    pub(crate) fn of(result: &'a AccountResult, audit: &Audit) -> Self {
        let assessment = &result.assessment;
        let member = result.member.as_deref();
        let source = |time: &Option<Timestamp>| {
            time.is_some().then_some(if result.is_time_stated { "operator" } else { "report" })
        };
        let root = assessment.root.as_ref();
        Self {
            account_id: assessment.account.id.map(|id| id.to_string()),
            partition: assessment.account.partition.map(Partition::as_str),
            name: member.and_then(|member| member.name.as_deref()),
            email: member.and_then(|member| member.email.as_deref()),
            scope: member.map(|member| member.scope.as_str()),
            verdict: assessment.verdict.as_str(),
            findings: result.counted().map(|finding| finding.rule).collect(),
            exception: result.exception().map(Exception::of),
            baseline: result.change.as_ref().map(|change| Change {
                state: change.kind.as_str(),
                verdict: change.before.map(Verdict::as_str),
                ever_active: change.ever_active,
            }),
            keys: assessment.keys.iter().map(|key| Key::of(key, &audit.as_of)).collect(),
            root: Root {
                mfa_active: root.and_then(|root| root.mfa_active),
                password_enabled: root.and_then(|root| root.password_enabled),
                password_last_used: root.and_then(|root| time(root.password_last_used.as_ref())),
                active_certificates: root.map(|root| root.active_certificates.clone()).unwrap_or_default(),
            },
            generated_time: time(result.generated_time.as_ref()),
            generated_time_source: source(&result.generated_time),
            input: &result.input,
            line: assessment.position.line,
            csv_line: assessment.position.csv_line,
            problems: assessment.problems.iter().map(ProblemEntry::of).collect(),
            other_reports: result.other_reports.iter().map(Other::of).collect(),
        }
    }
}

impl<'a> Key<'a> {
    fn of(key: &'a AccessKey, as_of: &Timestamp) -> Self {
        let rotated = key.last_rotated();
        Self {
            slot: key.slot,
            state: key.state.as_str(),
            last_rotated: time(rotated.as_ref()),
            last_rotated_cell: key.last_rotated_cell.as_deref(),
            age_days: rotated.map(|rotated| rotated.days_until(as_of)),
            last_used: time(key.last_used().as_ref()),
            last_used_cell: key.last_used_cell.as_deref(),
            last_used_region: key.last_used_region.as_deref(),
            last_used_service: key.last_used_service.as_deref(),
        }
    }
}

impl<'a> Other<'a> {
    fn of(other: &'a OtherReport) -> Self {
        Self {
            relation: other.relation.as_str(),
            input: &other.input,
            line: other.position.line,
            csv_line: other.position.csv_line,
            generated_time: time(other.generated_time.as_ref()),
            verdict: other.verdict.as_str(),
            problems: other.problems.iter().map(ProblemEntry::of).collect(),
        }
    }
}

impl<'a> Input<'a> {
    fn of(input: &'a InputResult) -> Self {
        let steps: BTreeSet<Normalization> =
            input.reports.iter().flat_map(|report| &report.normalized).copied().collect();
        let single = match input.reports.as_slice() {
            [report] => time(report.generated_time.as_ref()),
            _ => None,
        };
        Self {
            path: &input.path,
            bytes: input.bytes,
            sha256: input.sha256.map(|digest| digest.to_string()),
            normalized: steps.into_iter().map(Normalization::as_str).collect(),
            envelope: input.envelopes(),
            csv_sha256: match input.reports.as_slice() {
                [report] => report.csv_sha256.map(|digest| digest.to_string()),
                _ => None,
            },
            generated_time: single,
            reports: input.reports.len(),
            csvs: Csvs(&input.reports),
            status: input.status.as_str(),
            problems: input.problems.iter().map(ProblemEntry::of).collect(),
        }
    }
}

impl Csv {
    fn of(report: &Wrapping) -> Self {
        Self {
            envelope: report.envelope.as_str(),
            line: report.position.line,
            generated_time: time(report.generated_time.as_ref()),
            bytes: report.csv_bytes,
            sha256: report.csv_sha256.map(|digest| digest.to_string()),
        }
    }
}

impl<'a> ProblemEntry<'a> {
    fn of(problem: &'a Problem) -> Self {
        Self {
            code: problem.code.info().id,
            blocks: problem.code.info().effect == Effect::Blocks,
            message: &problem.message,
            position: problem.position.map(|position| PositionEntry {
                line: position.line,
                csv_line: position.csv_line,
                base64_offset: position.base64_offset,
            }),
            remedy: problem.remedy(),
        }
    }
}

fn time(time: Option<&Timestamp>) -> Option<String> {
    time.map(ToString::to_string)
}
