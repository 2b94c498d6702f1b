//! What several parts of the page share.

use std::collections::HashMap;

use maud::{Markup, html};

use crate::audit::Audit;
use crate::model::assessment::Verdict;
use crate::model::problem::Problem;
use crate::model::reference::Reference;
use crate::model::time::Timestamp;
use crate::render::summary::count;

/// A word in a box with the colour of its kind. The word and the sign before it say the same as the colour.
pub(super) fn pill(kind: &str, word: &str) -> Markup {
    html! { span class={ "pill " (kind) } { (word) } }
}

pub(super) fn verdict(verdict: Verdict) -> Markup {
    pill(verdict.as_str(), verdict.as_str())
}

/// A path or a cell, verbatim.
pub(super) fn code(text: &str) -> Markup {
    html! { code { (text) } }
}

/// A digest, or a note that there is none.
pub(super) fn digest(sha256: Option<&impl ToString>) -> Markup {
    html! {
        @match sha256 {
            Some(sha256) => code.digest { (sha256.to_string()) },
            None => "none: it could not be read",
        }
    }
}

/// A name and a value, in a list of them.
pub(super) fn entry(name: &str, value: &Markup) -> Markup {
    html! { div { dt { (name) } dd { (value) } } }
}

/// The same, over the whole width.
pub(super) fn wide(name: &str, value: &Markup) -> Markup {
    html! { div.wide { dt { (name) } dd { (value) } } }
}

/// A file other than the reports.
pub(super) fn reference(reference: &Reference) -> Markup {
    html! {
        (entry("File", &code(&reference.path)))
        (entry("Bytes", &html! { (grouped(reference.bytes)) }))
        (wide("SHA-256", &digest(Some(&reference.sha256))))
    }
}

/// Problems, with their places and remedies.
pub(super) fn problems(problems: &[Problem]) -> Markup {
    html! {
        ul.problems {
            @for problem in problems {
                li {
                    (pill(if problem.blocks() { "blocks" } else { "note" }, problem.code.info().id))
                    @if let Some(position) = problem.position { " " (position.to_string()) ":" }
                    " " (problem.message) ". "
                    span.remedy { "Remedy: " (problem.remedy()) "." }
                }
            }
        }
    }
}

/// How long ago, as of the audit.
pub(super) fn ago(time: &Timestamp, as_of: &Timestamp) -> String {
    match time.days_until(as_of) {
        // It may have been on the calendar day before, or be some hours in the future.
        0 if as_of.is_before(time) => "less than a day after this audit".to_owned(),
        0 => "less than a day before".to_owned(),
        days @ ..0 => format!("{} after this audit", whole_days(-days)),
        days => format!("{} before", whole_days(days)),
    }
}

/// Whole days; if there are many, also in years.
pub(super) fn span(days: i64) -> String {
    /// Days in four years.
    const LEAP: i64 = 1461;
    let tenths = days * 40 / LEAP;
    if days < 730 {
        whole_days(days)
    } else {
        format!("{} ({}.{} years)", whole_days(days), tenths / 10, tenths % 10)
    }
}

fn whole_days(days: i64) -> String {
    usize::try_from(days).map_or_else(|_| format!("{days} days"), |days| count(days, "day"))
}

/// A number with commas between its thousands.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// Where on the page a file is described, by its path.
#[derive(Clone, Copy)]
pub(super) struct Told<'a> {
    /// The anchor of its place on the page.
    pub(super) anchor: Anchor,
    pub(super) sha256: Option<&'a crate::model::digest::Digest>,
}

/// A place on the page.
#[derive(Clone, Copy)]
pub(super) enum Anchor {
    Input(usize),
    Population,
}

impl Anchor {
    pub(super) fn id(self) -> String {
        match self {
            Self::Input(number) => format!("input-{}", number + 1),
            Self::Population => "population".to_owned(),
        }
    }
}

/// Every file that an account may refer to, by its path. A file that is both an input and the list of accounts is shown
/// as an input.
pub(super) fn files(audit: &Audit) -> HashMap<&str, Told<'_>> {
    let list = audit.population.iter().map(|population| {
        let Reference { path, sha256, .. } = &population.list;
        (&**path, Told { anchor: Anchor::Population, sha256: Some(sha256) })
    });
    let inputs = audit.inputs.iter().enumerate().map(|(number, input)| {
        (&*input.path, Told { anchor: Anchor::Input(number), sha256: input.sha256.as_ref() })
    });
    list.chain(inputs).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_and_numbers_are_read_at_a_glance() {
        assert_eq!(span(1), "1 day");
        assert_eq!(span(729), "729 days");
        assert_eq!(span(2759), "2759 days (7.5 years)");
        assert_eq!([0, 999, 1000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let as_of = at("2026-09-30T00:00:00Z");
        assert_eq!(ago(&at("2026-09-29T08:00:00Z"), &as_of), "less than a day before");
        assert_eq!(ago(&at("2026-09-30T08:00:00Z"), &as_of), "less than a day after this audit");
        assert_eq!(ago(&at("2026-09-28T08:00:00Z"), &as_of), "1 day before");
        assert_eq!(ago(&at("2026-10-02T00:00:00Z"), &as_of), "2 days after this audit");
    }
}
