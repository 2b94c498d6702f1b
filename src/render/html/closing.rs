//! Problems and remediation, how to read the page, the controls, the place to sign.

use maud::{Markup, html};

use crate::audit::Audit;
use crate::render::html::parts::{code, entry, pill};
use crate::render::summary::{count, line};
use crate::render::view;
use crate::rules::{self, Control, FRAMEWORKS, RULES};

/// How many problems are listed per code; each is also shown with its account or its file.
const MOST: usize = 50;

pub(super) fn problems(audit: &Audit) -> Option<Markup> {
    let by_code = view::problems(audit);
    if by_code.is_empty() {
        return None;
    }
    Some(html! {
        h2 { "Problems" }
        p.lead { "What could not be assessed, and what a reader should know, with what mends it." }
        @for (code_of, problems) in by_code {
            @let info = code_of.info();
            article.problem {
                h3 { (info.id) " "
                    @if problems.iter().any(|of| of.problem.blocks()) { (pill("blocks", "keeps from clean")) }
                    @else { (pill("note", "worth knowing")) }
                }
                p { (info.summary) }
                ul {
                    @for of in problems.iter().take(MOST) {
                        li { (code(of.input)) (view::place(of)) ": " (of.problem.message) "." }
                    }
                    @if problems.len() > MOST {
                        li { "And " (problems.len() - MOST) " more, each beside its account or its file." }
                    }
                }
                p.remedy { strong { "Remedy: " } (info.remedy) "." }
            }
        }
    })
}

/// The remediation, if a key exists.
pub(super) fn remedy(audit: &Audit) -> Option<Markup> {
    let active = view::remedy(audit).map(|steps| ("To remove an active root access key", steps));
    let disabled = || Some(("To remove a disabled root access key", view::remedy_of_disabled(audit)?));
    let (heading, steps) = active.or_else(disabled)?;
    Some(html! {
        h2 { (heading) }
        p { (rules::ACTIVE.why) }
        ol.steps { @for step in grouped(&steps) { li { @for part in step { (of_step(part)) } } } }
        p { "AWS on it: " a href=(rules::ACTIVE.url.0) rel="noreferrer" { (rules::ACTIVE.url.0) } }
    })
}

/// Steps, each with the indented lines below it.
fn grouped(steps: &[String]) -> Vec<Vec<&str>> {
    let mut groups: Vec<Vec<&str>> = Vec::new();
    for step in steps {
        let text = step.trim_start();
        match groups.last_mut().filter(|_| text != step) {
            Some(group) => group.push(text),
            None => groups.push(vec![text]),
        }
    }
    groups
}

fn of_step(text: &str) -> Markup {
    html! { @if text.starts_with("aws ") { p { code.command { (text) } } } @else { p { (text) } } }
}

pub(super) fn guide() -> Option<Markup> {
    let words = [
        (
            "Active",
            "A credential report shows an access key of the root user that is active. Damage elsewhere in the \
          report does not hide it, and an exception does not change it.",
        ),
        (
            "Undetermined",
            "It could not be proven that the root user has no active key: the report is missing, damaged, \
          too old or contradicted. It may have one.",
        ),
        (
            "Clean",
            "One whole, undamaged report shows exactly one root user and no active key of it. A key that is \
          disabled may still exist, and can be enabled again: it is shown beside the verdict.",
        ),
        ("Excepted", "Somebody answers for the key until a day. The key is there nevertheless."),
        (
            "Up to four hours",
            "AWS keeps a credential report for four hours. A key that was made, disabled or deleted a \
          few minutes before the export may still show as it was. When in doubt, export again after four hours.",
        ),
        (
            "As of when",
            "An account's verdict holds for the time that its report was made, not for any time after it.",
        ),
        (
            "Last use",
            "What AWS recorded, with the service and the region. N/A means that AWS has no record of a use, \
          not that there was none: uses before April 2015 are in no report.",
        ),
        (
            "What is escaped",
            "Control, bidirectional and invisible characters in names and cells are shown as code \
          points, as \\u{202e}, so that nothing reads as something else.",
        ),
    ];
    Some(html! {
        h2 { "How to read this page" }
        dl.settings { @for (word, text) in words { (entry(word, &html! { (text) })) } }
    })
}

pub(super) fn controls(audit: &Audit) -> Option<Markup> {
    let applying: Vec<&str> =
        RULES.iter().filter(|rule| rule.applies_to(audit)).map(|rule| rule.id).collect();
    let applies = |control: &&Control| control.rules.iter().any(|rule| applying.contains(rule));
    Some(html! {
        h2 { "Controls that this evidence is relevant for" }
        p.lead {
            (rules::NO_KEY_AT_ALL) " This page states facts; whether they meet a control is for the reviewer to judge."
        }
        table.stack.controls {
            caption.unseen { "Frameworks and controls" }
            thead {
                tr { @for name in ["Framework", "Version", "Control", "Title", "Source of the mapping"] { th scope="col" { (name) } } }
            }
            tbody {
                @for framework in FRAMEWORKS {
                    @for control in framework.controls.iter().filter(applies) {
                        tr {
                            th scope="row" { (framework.name) }
                            td data-name="Version" { (framework.version.unwrap_or("current")) }
                            td data-name="Control" { (control.id) }
                            td data-name="Title" { (control.title) }
                            td data-name="Source" { span.small { (control.source.unwrap_or(framework.source)) } }
                        }
                    }
                }
            }
        }
    })
}

pub(super) fn sign_off(audit: &Audit) -> Option<Markup> {
    let missing = audit.population.as_ref().map(|_| audit.reconciled().without_report);
    Some(html! {
        h2 { "Sign-off" }
        p { "The result, as of " (audit.as_of.to_string()) ": " (line(audit)) "."
            @if let Some(missing) = missing { " " (count(missing, "account")) " of the list without a report." }
            @if !audit.complete() { strong { " The audit is not complete." } }
        }
        div.signatures {
            @for role in ["Prepared by", "Reviewed by"] {
                div.signature {
                    h3 { (role) }
                    @for line in ["Name", "Role", "Date", "Signature"] { p { (line) } }
                }
            }
        }
        div.signature.wide {
            h3 { "Remarks" }
            p {} p {} p {}
            p.sum { "SHA-256 of this file" }
        }
    })
}
