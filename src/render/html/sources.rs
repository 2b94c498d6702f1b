//! Which files the page is about, with their digests, and which settings were used.

use std::collections::BTreeSet;

use maud::{Markup, html};

use crate::audit::{Audit, InputResult, InputStatus, Wrapping};
use crate::model::normalization::Normalization;
use crate::render::html::parts::{self, Anchor, code, digest, entry, grouped, pill, wide};
use crate::render::summary::count;

pub(super) fn section(audit: &Audit) -> Option<Markup> {
    Some(html! {
        h2 { "Sources" }
        p.lead {
            "Every file that was read, with the SHA-256 of its bytes: " code { "sha256sum FILE" }
            " shows whether a file is still the same."
        }
        @if audit.inputs.is_empty() { p { "No input was read." } }
        @else {
            table.stack #inputs {
                caption.unseen { "Inputs" }
                thead {
                    tr { @for name in ["File", "Status", "Bytes", "Envelope", "Reports"] { th scope="col" { (name) } } }
                }
                @for (number, input) in audit.inputs.iter().enumerate() { (of_input(number, input)) }
            }
        }
        @if !audit.skipped.is_empty() {
            h3 { "Passed over" }
            p { (count(audit.skipped.len(), "file")) " in the folders: plainly not credential reports." }
            ul.paths { @for file in &audit.skipped { li { (code(&file.path)) " " (file.kind.as_str()) } } }
        }
        @if !audit.excluded.is_empty() {
            h3 { "Excluded" }
            p { (count(audit.excluded.len(), "file")) " that the patterns of --exclude left out: they were not read." }
            ul.paths { @for path in &audit.excluded { li { (code(path)) } } }
        }
    })
}

fn of_input(number: usize, input: &InputResult) -> Markup {
    let status = match input.status {
        InputStatus::Assessed => "ok",
        InputStatus::Partial => "note",
        InputStatus::Failed => "blocks",
    };
    html! {
        tbody id=(Anchor::Input(number).id()) {
            tr {
                th scope="row" { (code(&input.path)) }
                td data-name="Status" { (pill(status, input.status.as_str())) }
                td.number data-name="Bytes" { (input.bytes.map_or_else(|| "not known".to_owned(), grouped)) }
                td data-name="Envelope" { (input.envelopes().as_deref().unwrap_or("no report")) }
                td.number data-name="Reports" { (input.reports.len()) }
            }
            tr.evidence {
                td colspan="5" {
                    dl.facts {
                        (wide("SHA-256", &digest(input.sha256.as_ref())))
                        @for report in &input.reports { (wide("CSV in it", &of_report(report))) }
                        @if !input.problems.is_empty() { (wide("Problems", &parts::problems(&input.problems))) }
                    }
                }
            }
        }
    }
}

fn of_report(report: &Wrapping) -> Markup {
    let steps: BTreeSet<Normalization> = report.normalized.iter().copied().collect();
    html! {
        (report.position.to_string()) ", " (report.envelope.as_str()) ", " (grouped(report.csv_bytes)) " bytes, "
        @match &report.generated_time {
            Some(time) => { "made " (time.to_string()) },
            None => "does not say when it was made",
        }
        @for step in steps { ", " (step.as_str()) }
        ", SHA-256 " (digest(report.csv_sha256.as_ref()))
    }
}

pub(super) fn settings(audit: &Audit) -> Option<Markup> {
    let criteria = &audit.criteria;
    let max_age = criteria.max_age.map_or_else(|| "any age".to_owned(), |age| format!("at most {age}"));
    let generated_at =
        criteria.generated_at.as_ref().map_or_else(|| "not stated".to_owned(), ToString::to_string);
    let strict = if criteria.is_strict() {
        "yes: a disabled key is a finding"
    } else {
        "no: a disabled key is a note"
    };
    let given = |is_given: bool| if is_given { "given" } else { "not given" };
    let rows = [
        ("Tool", format!("rootkeys {}", env!("CARGO_PKG_VERSION"))),
        ("Ages are counted to (--as-of)", audit.as_of.to_string()),
        ("Age of reports (--max-age)", max_age),
        ("Time of reports that state none (--generated-at)", generated_at),
        ("Strict (--strict)", strict.to_owned()),
        ("Largest input (--max-input-size)", format!("{} bytes", grouped(criteria.max_input_size))),
        ("List of accounts (--accounts)", given(audit.population.is_some()).to_owned()),
        ("Register of exceptions (--exceptions)", given(audit.exceptions.is_some()).to_owned()),
        ("Baseline (--baseline)", given(audit.baseline.is_some()).to_owned()),
    ];
    Some(html! {
        h2 { "Settings" }
        dl.settings {
            @for (name, value) in rows { (entry(name, &html! { (value) })) }
            @if !criteria.exclude.is_empty() {
                (entry("Files left out (--exclude)", &html! { @for pattern in &criteria.exclude { (code(pattern)) " " } }))
            }
        }
    })
}
