//! The chart: how old each root access key is and when it was last used, the worst first.
//!
//! Each key has a small drawing next to its text, so that the chart fits a phone and no page break cuts it. Positions
//! are percentages, and the text says all that the drawing shows.

use std::cmp::Reverse;

use maud::{Markup, html};

use crate::audit::{AccountResult, Audit};
use crate::model::key::{AccessKey, KeyState};
use crate::model::time::Timestamp;
use crate::render::html::parts::{pill, span};
use crate::render::summary::count;
use crate::render::view;

/// The most keys in the chart; the table has all of them.
const MOST: usize = 30;

struct Line<'a> {
    account: &'a AccountResult,
    key: &'a AccessKey,
    age: Option<i64>,
    /// How many days ago it was last used.
    used: Option<i64>,
}

pub(super) fn section(audit: &Audit) -> Option<Markup> {
    let rows = rows(audit);
    let oldest = rows.iter().take(MOST).flat_map(|row| [row.age, row.used]).flatten().max();
    let axis = Axis::reaching(oldest.unwrap_or_default());
    Some(html! {
        h2 { "Keys: age and last use" }
        @if rows.is_empty() {
            p { (none(audit)) }
        } @else {
            p.lead { "Every bar is a key that exists: from the day it was made or last rotated to "
                (audit.as_of.day()) " at the right edge. Active keys come first, the oldest of them on top." }
            ul.legend aria-hidden="true" {
                li { (sample("bar active", false)) "active" }
                li { (sample("bar inactive", false)) "disabled" }
                li { (sample("", true)) "last use" }
            }
            div.chart {
                div.axis.bar-row aria-hidden="true" { span {} (axis.scale()) span {} }
                ol {
                    @for row in rows.iter().take(MOST) { li.bar-row { (row.show(&axis, &audit.as_of)) } }
                }
            }
            @if rows.len() > MOST {
                p.more-rows { "And " (rows.len() - MOST) " more: " a href="#accounts" { "see the table" } "." }
            }
        }
    })
}

/// The sentence in place of the chart. It does not say that there are no keys, only that none was seen.
fn none(audit: &Audit) -> String {
    match (audit.accounts.is_empty(), audit.complete()) {
        (false, true) => format!("No root user of these accounts has {}.", view::absent(audit)),
        (false, false) => format!(
            "No root access key was seen. {} could not be proven clean, and a key may exist there.",
            count(audit.summary().undetermined, "account")
        ),
        (true, _) => "No account could be assessed, so that no key is known.".to_owned(),
    }
}

/// The keys that exist, the worst first: active ones, then by age; where the age is not known last.
fn rows(audit: &Audit) -> Vec<Line<'_>> {
    let days = |time: Option<Timestamp>| time.map(|time| time.days_until(&audit.as_of));
    let keys = audit
        .accounts
        .iter()
        .flat_map(|account| account.assessment.keys.iter().map(move |key| (account, key)));
    let mut rows: Vec<Line<'_>> = keys
        .filter(|(_, key)| matches!(key.state, KeyState::Active | KeyState::Inactive))
        .map(|(account, key)| Line {
            account,
            key,
            age: days(key.last_rotated()),
            used: days(key.last_used()),
        })
        .collect();
    rows.sort_by_key(|row| (row.key.state != KeyState::Active, Reverse(row.age)));
    rows
}

impl Line<'_> {
    fn show(&self, axis: &Axis, as_of: &Timestamp) -> Markup {
        let assessment = &self.account.assessment;
        let name = self.account.listing.as_deref().and_then(|listing| listing.name.as_deref());
        let state = if self.key.state == KeyState::Active { "active" } else { "disabled" };
        html! {
            div.who {
                span { b { (view::account_name(&assessment.account)) } " slot " (self.key.slot) }
                @if let Some(name) = name { span.name { (name) } }
                span { (pill(state, state)) @if view::is_key_excepted(self.account) { " " (pill("excepted", "excepted")) } }
            }
            (self.draw(axis))
            div.says {
                b { (self.age()) }
                span { "last used: " (self.used(as_of)) }
            }
        }
    }

    fn age(&self) -> String {
        self.age.map_or_else(|| "age not known".to_owned(), span)
    }

    fn used(&self, as_of: &Timestamp) -> String {
        match self.key.last_used() {
            Some(time) => format!("{}, {}", time.day(), crate::render::html::parts::ago(&time, as_of)),
            None => view::last_used(self.key).join(" "),
        }
    }

    fn draw(&self, axis: &Axis) -> Markup {
        let kind = if self.key.state == KeyState::Active { "bar active" } else { "bar inactive" };
        let label = match (self.age, self.used) {
            (Some(_), Some(_)) => "the bar spans the age, a diamond marks the last use",
            (Some(_), None) => "the bar spans the age, no last use is marked",
            (None, Some(_)) => "no bar, a diamond marks the last use",
            (None, None) => "no bar, no last use is marked",
        };
        html! {
            svg.plot role="img" aria-label=(format!("{}: {label}", self.age())) width="100%" height="24" {
                @for (place, _) in axis.ticks() { line.grid x1=(place) x2=(place) y1="-9" y2="33" {} }
                @match self.age {
                    Some(age) => rect class=(kind) x=(axis.place(age)) y="6" width=(axis.length(age)) height="12" rx="3" {},
                    None => line class={ (kind) " unknown" } x1="0" x2="100%" y1="12" y2="12" {},
                }
                @if let Some(used) = self.used { (diamond(&axis.place(used))) }
            }
        }
    }
}

fn diamond(place: &str) -> Markup {
    html! { svg x=(place) overflow="visible" { path.mark d="M0 3l8 9-8 9-8-9z" {} } }
}

/// A drawing of the legend.
fn sample(bar: &str, mark: bool) -> Markup {
    html! {
        svg width="34" height="24" {
            @if !bar.is_empty() { rect class=(bar) x="1" y="6" width="32" height="12" rx="3" {} }
            @if mark { (diamond("17")) }
        }
    }
}

/// The time axis: days, from the right edge to the left.
struct Axis {
    step: i64,
    unit: (i64, &'static str),
    steps: i64,
}

impl Axis {
    const MOST_STEPS: i64 = 5;

    /// An axis with a few steps of round length.
    fn reaching(oldest: i64) -> Self {
        const DAY: (i64, &str) = (1, "d");
        const YEAR: (i64, &str) = (365, "y");
        let in_days = [7, 30, 60, 90].map(|step| (step, DAY));
        let in_years = [1, 2, 5, 10, 20, 50, 100, 1000, 10_000].map(|years| (years * 365, YEAR));
        let fits = |(step, _): &(i64, _)| oldest <= step * Self::MOST_STEPS;
        let (step, unit) = in_days.into_iter().chain(in_years).find(fits).unwrap_or((oldest.max(1), DAY));
        Self { step, unit, steps: (oldest + step - 1).div_euclid(step).max(1) }
    }

    /// The position of this many days ago, from the left.
    fn place(&self, days: i64) -> String {
        percent(10_000 - self.share(days))
    }

    /// The length of this many days, enough to see even if it is 0.
    fn length(&self, days: i64) -> String {
        percent(self.share(days).max(50))
    }

    /// In hundredths of a percent.
    fn share(&self, days: i64) -> i64 {
        let all = self.step * self.steps;
        days.clamp(0, all) * 10_000 / all
    }

    fn ticks(&self) -> impl Iterator<Item = (String, String)> {
        let (days, unit) = self.unit;
        (0..=self.steps).map(move |step| {
            let name = if step == 0 { "0".to_owned() } else { format!("{} {unit}", step * self.step / days) };
            (self.place(step * self.step), name)
        })
    }

    fn scale(&self) -> Markup {
        let last = self.ticks().count() - 1;
        html! {
            svg.plot width="100%" height="18" {
                @for (index, (place, name)) in self.ticks().enumerate() {
                    @let anchor = if index == 0 { "end" } else if index == last { "start" } else { "middle" };
                    text.tick x=(place) y="13" text-anchor=(anchor) { (name) }
                }
            }
        }
    }
}

fn percent(hundredths: i64) -> String {
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_reaches_as_far_as_the_oldest_key() {
        for (oldest, ticks, place) in [
            (0, vec!["0", "7 d"], "100.00%"),
            (29, vec!["0", "7 d", "14 d", "21 d", "28 d", "35 d"], "17.15%"),
            (400, vec!["0", "90 d", "180 d", "270 d", "360 d", "450 d"], "11.12%"),
            (2759, vec!["0", "2 y", "4 y", "6 y", "8 y"], "5.52%"),
            (99_999_999, vec!["0", "99999999 d"], "0.00%"),
        ] {
            let axis = Axis::reaching(oldest);
            assert_eq!(axis.ticks().map(|tick| tick.1).collect::<Vec<_>>(), ticks);
            assert_eq!(axis.place(oldest), place);
        }
        // What is dated later than the audit is at the right edge.
        assert_eq!(Axis::reaching(-3).place(-3), "100.00%");
    }
}
