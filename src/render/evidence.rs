//! The evidence document. Its types are its own: renaming a field elsewhere changes nothing here.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::account::Partition;
use crate::audit::{AccountResult, Audit, InputResult, OtherReport};
use crate::credential_report::AccessKey;
use crate::decode::Step;
use crate::problem::{Effect, Problem};
use crate::time::Timestamp;

/// The document's schema: a renamed or removed field is a new number, an added one is not.
pub(super) const SCHEMA: &str = "rootkeys.evidence/1";

/// The document's JSON Schema, draft 2020-12: what `rootkeys schema` prints.
pub fn schema() -> &'static str {
    include_str!("evidence.schema.json")
}

/// The whole document.
#[derive(Serialize)]
pub(super) struct Document<'a> {
    schema: &'static str,
    tool: Tool,
    as_of: String,
    complete: bool,
    summary: Summary,
    /// Left out where the accounts stand by themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    accounts: Option<Vec<Account<'a>>>,
    inputs: Vec<Input<'a>>,
    skipped: &'a [String],
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
    inactive_keys: usize,
    skipped: usize,
}

/// One account of it.
#[derive(Serialize)]
pub(super) struct Account<'a> {
    account_id: Option<String>,
    partition: Option<&'a str>,
    verdict: &'static str,
    keys: Vec<Key<'a>>,
    root: Root,
    generated_time: Option<String>,
    input: &'a str,
    line: u64,
    csv_line: Option<u64>,
    problems: Vec<ProblemEntry<'a>>,
    other_reports: Vec<Other<'a>>,
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
    status: &'static str,
    problems: Vec<ProblemEntry<'a>>,
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
    pub(super) fn of(audit: &'a Audit) -> Self {
        let accounts = audit.accounts.iter().map(|account| Account::of(account, &audit.as_of)).collect();
        Self { accounts: Some(accounts), ..Self::without_accounts(audit) }
    }

    /// All but the accounts.
    pub(super) fn without_accounts(audit: &'a Audit) -> Self {
        let crate::audit::Summary {
            inputs,
            reports,
            accounts,
            active,
            clean,
            undetermined,
            inactive_keys,
            skipped,
        } = audit.summary();
        Self {
            schema: SCHEMA,
            tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
            as_of: audit.as_of.to_string(),
            complete: audit.complete(),
            summary: Summary {
                inputs,
                reports,
                accounts,
                active,
                clean,
                undetermined,
                inactive_keys,
                skipped,
            },
            accounts: None,
            inputs: audit.inputs.iter().map(Input::of).collect(),
            skipped: &audit.skipped,
        }
    }
}

impl<'a> Account<'a> {
    pub(super) fn of(result: &'a AccountResult, as_of: &Timestamp) -> Self {
        let assessment = &result.assessment;
        let root = assessment.root.as_ref();
        Self {
            account_id: assessment.account.id.map(|id| id.to_string()),
            partition: assessment.account.partition.map(Partition::as_str),
            verdict: assessment.verdict.as_str(),
            keys: assessment.keys.iter().map(|key| Key::of(key, as_of)).collect(),
            root: Root {
                mfa_active: root.and_then(|root| root.mfa_active),
                password_enabled: root.and_then(|root| root.password_enabled),
                password_last_used: root.and_then(|root| time(root.password_last_used.as_ref())),
            },
            generated_time: time(result.generated_time.as_ref()),
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
        Self {
            slot: key.slot,
            state: key.state.as_str(),
            last_rotated: time(key.last_rotated.as_ref()),
            last_rotated_cell: key.last_rotated_cell.as_deref(),
            age_days: key.last_rotated.as_ref().map(|rotated| rotated.days_until(as_of)),
            last_used: time(key.last_used.as_ref()),
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
        let steps: BTreeSet<Step> = input.reports.iter().flat_map(|report| &report.steps).copied().collect();
        let single = match input.reports.as_slice() {
            [report] => time(report.generated_time.as_ref()),
            _ => None,
        };
        Self {
            path: &input.path,
            bytes: input.bytes,
            sha256: None,
            normalized: steps.into_iter().map(Step::as_str).collect(),
            envelope: input.envelopes(),
            csv_sha256: None,
            generated_time: single,
            reports: input.reports.len(),
            status: input.status.as_str(),
            problems: input.problems.iter().map(ProblemEntry::of).collect(),
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
