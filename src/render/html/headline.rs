//! What readers should know first: how many accounts have active keys, out of how many, as of when, and whether that
//! is everything.

use maud::{Markup, html};

use crate::audit::{Audit, Reconciled};
use crate::model::assessment::Verdict;
use crate::render::html::parts::{code, digest};
use crate::render::summary::{beside, count};
use crate::render::view;

pub(super) fn headline(audit: &Audit) -> Markup {
    let (kind, sentence) = sentence(audit);
    let numbers = audit.summary();
    let excepted = audit
        .accounts
        .iter()
        .filter(|account| account.assessment.verdict == Verdict::Active && view::is_key_excepted(account))
        .count();
    let of_active = match (numbers.active, excepted) {
        (0, _) => "none seen".to_owned(),
        (_, 0) => "no exception applies".to_owned(),
        (active, excepted) => format!("{} open, {excepted} excepted", active - excepted),
    };
    let tiles = [
        ("active", numbers.active, "active", of_active),
        ("undetermined", numbers.undetermined, "undetermined", "not proven clean".to_owned()),
        ("clean", numbers.clean, "clean", "proven by a whole report".to_owned()),
        ("disabled", numbers.inactive_keys, "disabled keys", disabled(audit).to_owned()),
    ];
    html! {
        div class={ "headline " (kind) } {
            p.sentence { (sentence) }
            p { "As of " strong { (audit.as_of.to_string()) } ", from " (sources(audit)) "." }
        }
        @if !audit.complete() { (incomplete(audit)) }
        dl.tiles {
            @for (kind, number, name, more) in tiles {
                div class={ (kind) (if number == 0 { " zero" } else { "" }) } {
                    dt { (name) }
                    dd { b { (number) } small { (more) } }
                }
            }
        }
        (population(audit))
    }
}

/// The page's main sentence, and its style.
fn sentence(audit: &Audit) -> (&'static str, String) {
    let numbers = audit.summary();
    let of = count(numbers.accounts, "account");
    match (numbers.active, numbers.accounts, numbers.inactive_keys) {
        (1, ..) => ("active", format!("1 of {of} has an active root access key.")),
        (2.., ..) => ("active", format!("{} of {of} have an active root access key.", numbers.active)),
        (0, 0, _) => ("undetermined", "No account could be assessed.".to_owned()),
        (0, ..) if !audit.complete() => (
            "undetermined",
            "No active root access key was seen, but not everything could be assessed.".to_owned(),
        ),
        (0, _, 0) => ("clean", format!("No root user has {}: {of} clean.", view::absent(audit))),
        (0, _, disabled) => (
            "disabled",
            format!(
                "No root user of {of} has an active access key; {} exist.",
                count(disabled, "disabled key")
            )
            .replace("key exist.", "key exists."),
        ),
    }
}

fn disabled(audit: &Audit) -> &'static str {
    match (audit.summary().inactive_keys, audit.criteria.is_strict()) {
        (0, _) => "none seen",
        (_, true) => "findings, as --strict asks",
        (_, false) => "exist, and can be enabled again",
    }
}

fn sources(audit: &Audit) -> String {
    let numbers = audit.summary();
    let reports = count(numbers.reports, "credential report");
    [format!("{reports} in {}", count(numbers.inputs, "input"))]
        .into_iter()
        .chain(beside(audit))
        .collect::<Vec<_>>()
        .join("; ")
}

/// Why the page is incomplete, so that nobody reads what is missing as fine.
fn incomplete(audit: &Audit) -> Markup {
    let numbers = audit.summary();
    let blocking = audit.problems().filter(|of| of.problem.blocks()).count();
    let is_cut_off = audit.population.as_ref().is_some_and(|population| population.is_cut_off);
    let mut reasons = Vec::new();
    if numbers.undetermined > 0 {
        reasons.push(format!("{} undetermined", count(numbers.undetermined, "account")));
    }
    if numbers.failed_inputs > 0 {
        reasons.push(format!("{} without any account", count(numbers.failed_inputs, "input")));
    }
    if is_cut_off {
        reasons.push("a list of accounts that is cut off".to_owned());
    }
    if blocking > 0 {
        reasons.push(format!("{} to mend", count(blocking, "problem")));
    }
    html! {
        div.incomplete role="note" {
            p { strong { "Not complete." } " " (reasons.join(", ")) @if !reasons.is_empty() { ". " }
                "What could not be assessed is not clean: it may have an active root access key. "
                @if blocking > 0 { a href="#problems" { "See the problems" } "." }
            }
        }
    }
}

/// Which accounts these are: those on a list, or those that happened to be given.
fn population(audit: &Audit) -> Markup {
    let Some(population) = &audit.population else {
        return html! {
            p.population {
                strong { "Population not stated." }
                " No list of accounts was given (" code { "--accounts" } "), so this page can't tell whether the report "
                "of an account is missing."
            }
        };
    };
    let Reconciled { active, clean, undetermined, without_report, outside } = audit.reconciled();
    html! {
        p.population {
            strong { "Population: " (count(population.in_scope, "account")) " in scope" }
            " of the list " (code(&population.list.path)) ": " (active) " active, " (undetermined) " undetermined ("
            (without_report) " without a report), " (clean) " clean. "
            (count(population.excluded.len(), "account")) " of the list excluded (suspended or closed), "
            (count(outside, "account")) " with a report outside the list. "
            @if population.is_cut_off { strong { "The list is cut off." } " " }
            span.digest-line { "SHA-256 of the list: " (digest(Some(&population.list.sha256))) }
        }
    }
}
