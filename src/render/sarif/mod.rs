//! SARIF 2.1.0, for GitHub code scanning, GitLab, DefectDojo and viewers.
//!
//! Accounts with an active or a disabled key are results; what could not be assessed is told by notifications, for a
//! reader shows every result as a fault. Source of the limits: GitHub Docs, "SARIF support for code scanning".

mod artifact;
mod descriptors;
mod location;
mod log;

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::{Map, json};
use sha2::{Digest as _, Sha256};

use self::descriptors::RESULTS_LEFT_OUT;
use self::location::{FILE_SYSTEM, Inputs};
use self::log::{
    AutomationDetails, DescriptorReference, Fingerprints, Invocation, Log, Message, Notification,
    ResultEntry, ResultProperties, Run, Suppression, Tool,
};
use crate::audit::{AccountResult, Audit, ChangeKind, ProblemOf};
use crate::model::account::Partition;
use crate::model::exception::Exception;
use crate::model::finding::{KEY_RULES, Subject};
use crate::model::problem::Code;
use crate::render::View;
use crate::render::escape::{Visible, sarif_message};
use crate::render::finding::{self, FindingOf, findings};

/// The most results that GitHub takes.
const MOST_RESULTS: usize = 25_000;
/// The most characters of a message.
const LONGEST_MESSAGE: usize = 1024;

/// Writes the log, pretty-printed, with a final newline.
pub(super) fn render(audit: &Audit, _: View, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(Visible(&mut *out), &log(audit))?;
    out.write_all(b"\n")
}

fn log(audit: &Audit) -> Log<'_> {
    let inputs = Inputs::of_audit(audit);
    let found = findings(audit).count();
    let mut names = BTreeMap::new();
    let results: Vec<ResultEntry<'_>> = findings(audit)
        .take(MOST_RESULTS)
        .map(|finding| result(&finding, audit, &inputs, fingerprints(&finding, &mut names)))
        .collect();
    let is_told = |blocks| audit.problems().filter(move |of| of.problem.blocks() == blocks);
    let mut notifications: Vec<Notification> =
        is_told(true).chain(is_told(false)).map(|of| notification(&of, &inputs)).collect();
    if found > results.len() {
        notifications.insert(0, left_out(found - results.len()));
    }
    let mut bases = Map::new();
    let paths = audit.inputs.iter().map(|input| &input.path);
    if paths
        .chain(audit.references().map(|reference| &reference.path))
        .any(|path| location::artifact(path).uri_base_id.is_some())
    {
        bases.insert(FILE_SYSTEM.to_owned(), json!({ "uri": "file:///" }));
    }
    let summary = audit.summary();
    let by_kind: BTreeMap<&str, usize> =
        audit.skipped_by_kind().into_iter().map(|(kind, number)| (kind.as_str(), number)).collect();
    let run = Run {
        tool: Tool { driver: descriptors::driver(audit) },
        invocations: [Invocation {
            execution_successful: audit.complete(),
            tool_execution_notifications: notifications,
        }],
        original_uri_base_ids: bases,
        artifacts: artifact::artifacts(audit),
        results,
        // Ends in a slash: all of it is GitHub's category, which tells this tool's results from others'.
        automation_details: AutomationDetails { id: "rootkeys/" },
        column_kind: "unicodeCodePoints",
        taxonomies: descriptors::taxonomies(audit),
        properties: json!({
            "asOf": audit.as_of.to_string(),
            "complete": audit.complete(),
            "inputs": summary.inputs,
            "failedInputs": summary.failed_inputs,
            "reports": summary.reports,
            "accounts": summary.accounts,
            "active": summary.active,
            "clean": summary.clean,
            "undetermined": summary.undetermined,
            "open": summary.open,
            "excepted": summary.excepted,
            "inactiveKeys": summary.inactive_keys,
            "skipped": summary.skipped,
            "skippedByKind": by_kind,
            "excluded": summary.excluded,
        }),
    };
    Log { schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] }
}

fn result<'a>(
    finding: &FindingOf<'a>,
    audit: &Audit,
    inputs: &Inputs<'_>,
    partial_fingerprints: Fingerprints,
) -> ResultEntry<'a> {
    let FindingOf { rule, account, .. } = finding;
    let of = &account.assessment.account;
    ResultEntry {
        rule_id: rule.id,
        rule_index: descriptors::rules(audit).position(|known| known.id == rule.id).unwrap_or_default(),
        kind: "fail",
        level: finding.level().as_str(),
        message: message(&finding.message(&audit.as_of)),
        locations: [inputs.locate(&account.input, Some(account.assessment.position), Some(of))],
        partial_fingerprints,
        baseline_state: account.change.map(|change| match change.kind {
            ChangeKind::New | ChangeKind::Reopened => "new",
            ChangeKind::Unchanged | ChangeKind::Resolved => "unchanged",
        }),
        suppressions: finding.exception().map(suppression).into_iter().collect(),
        properties: ResultProperties {
            account_id: of.id.map(|id| id.to_string()),
            partition: of.partition.map(Partition::as_str),
            slots: finding.subjects().iter().filter_map(key_slot).collect(),
            subjects: match KEY_RULES.contains(&rule.id) {
                true => Vec::new(),
                false => finding.subjects().iter().map(ToString::to_string).collect(),
            },
            generated_time: account.generated_time.as_ref().map(ToString::to_string),
        },
    }
}

fn key_slot(subject: &Subject) -> Option<u32> {
    if let Subject::Key(slot) = subject { Some(*slot) } else { None }
}

/// What somebody answers for. The register is no part of the reports.
fn suppression(exception: &Exception) -> Suppression {
    let Exception { expires_on, approver, reason, ticket, .. } = exception;
    Suppression {
        kind: "external",
        status: "accepted",
        justification: message(reason).text,
        properties: json!({ "approver": approver, "expiresOn": expires_on, "ticket": ticket }),
    }
}

/// Of the rule and the account alone, so that next week's export of it is the same alert. An account that the report
/// does not name is known by its place, and by its number among those of that place.
fn fingerprints(finding: &FindingOf<'_>, names: &mut BTreeMap<String, usize>) -> Fingerprints {
    let AccountResult { assessment, input, .. } = finding.account;
    let subject = match (assessment.account.partition, assessment.account.id) {
        (Some(partition), Some(id)) => format!("{partition}/{id}"),
        _ => format!("unnamed/{}", sha256(&format!("{}: {input}", assessment.position))),
    };
    let name = format!("{}/{subject}", finding.rule.id);
    let number = names.entry(name.clone()).or_default();
    *number += 1;
    let own = if *number == 1 { name } else { format!("{name}/{number}") };
    Fingerprints { primary_location_line_hash: sha256(&own), own }
}

/// In hexadecimal.
fn sha256(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn notification(of: &ProblemOf<'_>, inputs: &Inputs<'_>) -> Notification {
    let code = of.problem.code;
    let account = of.account.map(|account| format!("{}: ", finding::named(account))).unwrap_or_default();
    let told = of.problem.message.trim_end_matches('.');
    Notification {
        descriptor: DescriptorReference {
            id: code.info().id,
            index: Code::ALL.iter().position(|known| *known == code).unwrap_or_default(),
        },
        level: descriptors::level(code),
        message: message(&format!("{account}{told}. Remedy: {}", of.problem.remedy())),
        locations: vec![inputs.locate(of.input, of.problem.position, of.account)],
    }
}

fn left_out(number: usize) -> Notification {
    let text = format!(
        "{number} results of lesser weight are left out, beyond the {MOST_RESULTS} that stand here: rootkeys --format \
         json has them all."
    );
    Notification {
        descriptor: DescriptorReference { id: RESULTS_LEFT_OUT, index: Code::ALL.len() },
        level: "warning",
        message: message(&text),
        locations: Vec::new(),
    }
}

/// A sentence, within the limit.
fn message(text: &str) -> Message {
    let text = sarif_message(text);
    if text.chars().count() <= LONGEST_MESSAGE {
        return Message { text };
    }
    Message { text: text.chars().take(LONGEST_MESSAGE - 1).chain(['…']).collect() }
}
