//! CSV for spreadsheets and databases, RFC 4180: a header, and one row for each account.

use std::io::{self, Write};

use csv::{Terminator, WriterBuilder};

use crate::audit::{AccountResult, Audit};
use crate::model::account::Partition;
use crate::model::key::{AccessKey, KeyState};
use crate::model::time::Timestamp;
use crate::render::View;
use crate::render::escape::spreadsheet_cell;

/// The columns of a slot; more slots than two were never seen, and show in `active_keys` and `inactive_keys`.
const OF_SLOT: [&str; 6] =
    ["state", "last_rotated", "age_days", "last_used", "last_used_region", "last_used_service"];

/// Writes the header and the rows.
pub(super) fn render(audit: &Audit, _: View, out: &mut dyn Write) -> io::Result<()> {
    let mut csv = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
    let complete = audit.complete();
    let of_slot = |slot: u32| OF_SLOT.map(|name| format!("access_key_{slot}_{name}"));
    let names = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
    let header = [
        names(&["account_id", "partition", "root_arn", "verdict", "active_keys", "inactive_keys"]),
        of_slot(1).to_vec(),
        of_slot(2).to_vec(),
        names(&[
            "mfa_active",
            "password_enabled",
            "password_last_used",
            "generated_time",
            "generated_age_days",
        ]),
        names(&["input", "line", "csv_line", "problems", "as_of", "audit_complete"]),
        names(&["name", "email", "scope", "findings", "exception_expires_on", "exception_approver"]),
        names(&["exception_reason", "exception_ticket", "change", "generated_time_source"]),
    ];
    csv.write_record(header.iter().flatten()).map_err(of_writer)?;
    for account in &audit.accounts {
        csv.write_record(row(account, audit, complete)).map_err(of_writer)?;
    }
    csv.flush()
}

/// The writer's own error: a closed pipe stays one.
fn of_writer(error: csv::Error) -> io::Error {
    let told = error.to_string();
    if let csv::ErrorKind::Io(error) = error.into_kind() { error } else { io::Error::other(told) }
}

fn row(account: &AccountResult, audit: &Audit, complete: bool) -> Vec<String> {
    let as_of = &audit.as_of;
    let assessment = &account.assessment;
    let root = assessment.root.as_ref();
    let generated = account.generated_time.as_ref();
    let slots = |state| joined(assessment.keys_in(state).map(|key| key.slot.to_string()));
    let of_slot = |slot| of_key(assessment.keys.iter().find(|key| key.slot == slot), as_of);
    let mut codes: Vec<&str> = assessment.problems.iter().map(|problem| problem.code.info().id).collect();
    codes.dedup();
    [
        vec![
            assessment.account.id.map(|id| id.to_string()).unwrap_or_default(),
            assessment.account.partition.map(Partition::as_str).unwrap_or_default().to_owned(),
            assessment.account.root_arn().unwrap_or_default(),
            assessment.verdict.as_str().to_owned(),
            slots(KeyState::Active),
            slots(KeyState::Inactive),
        ],
        of_slot(1).to_vec(),
        of_slot(2).to_vec(),
        vec![
            shown(root.and_then(|root| root.mfa_active)),
            shown(root.and_then(|root| root.password_enabled)),
            shown(root.and_then(|root| root.password_last_used.as_ref())),
            shown(generated),
            shown(generated.map(|time| time.days_until(as_of))),
            if &*account.input == "-" {
                "-".to_owned()
            } else {
                spreadsheet_cell(&account.input).into_owned()
            },
            assessment.position.line.to_string(),
            shown(assessment.position.csv_line),
            joined(codes.into_iter().map(ToOwned::to_owned)),
            as_of.to_string(),
            complete.to_string(),
        ],
        of_review(account),
    ]
    .concat()
}

fn of_review(account: &AccountResult) -> Vec<String> {
    let cell = |text: Option<&str>| text.map(|text| spreadsheet_cell(text).into_owned()).unwrap_or_default();
    let (listing, exception) = (account.listing.as_deref(), account.exception());
    let source = if account.is_time_stated { "operator" } else { "report" };
    vec![
        cell(listing.and_then(|listing| listing.name.as_deref())),
        cell(listing.and_then(|listing| listing.email.as_deref())),
        shown(listing.map(|listing| listing.scope.as_str())),
        joined(account.counted().map(|finding| finding.rule.to_owned())),
        shown(exception.map(|exception| &exception.expires_on)),
        cell(exception.map(|exception| &*exception.approver)),
        cell(exception.map(|exception| &*exception.reason)),
        cell(exception.and_then(|exception| exception.ticket.as_deref())),
        shown(account.change.map(|change| change.kind.as_str())),
        shown(account.generated_time.as_ref().map(|_| source)),
    ]
}

fn of_key(key: Option<&AccessKey>, as_of: &Timestamp) -> [String; 6] {
    let cell =
        |text: Option<&String>| text.map(|text| spreadsheet_cell(text).into_owned()).unwrap_or_default();
    let rotated = key.and_then(|key| key.last_rotated());
    [
        key.map(|key| key.state.as_str().to_owned()).unwrap_or_default(),
        shown(rotated.as_ref()),
        shown(rotated.map(|time| time.days_until(as_of))),
        shown(key.and_then(AccessKey::last_used)),
        cell(key.and_then(|key| key.last_used_region.as_ref())),
        cell(key.and_then(|key| key.last_used_service.as_ref())),
    ]
}

fn joined(words: impl Iterator<Item = String>) -> String {
    words.collect::<Vec<_>>().join(" ")
}

fn shown(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}
