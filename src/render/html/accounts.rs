//! Every account, the worst first, each with its evidence.

use std::collections::HashMap;

use maud::{Markup, html};

use crate::audit::{AccountResult, Audit, Listing, OtherReport, Relation, Scope};
use crate::model::account::Partition;
use crate::model::assessment::Verdict;
use crate::model::finding::KEY_RULES;
use crate::model::key::{AccessKey, KeyState};
use crate::model::problem::Code;
use crate::render::html::parts::{self, Told, ago, code, digest, entry, pill, span, wide};
use crate::render::summary::count;
use crate::render::view;

/// The columns, each with the kind of value that its cells are sorted by.
const COLUMNS: [(&str, &str); 5] = [
    ("account", "Account"),
    ("verdict", "Verdict"),
    ("age", "Root access keys"),
    ("mfa", "MFA"),
    ("generated", "Report made"),
];

pub(super) fn section(audit: &Audit) -> Option<Markup> {
    let files = parts::files(audit);
    let accounts = view::accounts(audit, true);
    Some(html! {
        h2 { "Accounts" }
        @if accounts.is_empty() {
            p { "No account could be assessed: see the " a href="#problems" { "problems" } "." }
        } @else {
            p.lead { (count(accounts.len(), "account")) ", the worst first. Below each account stands its evidence." }
            (controls(audit))
            table #account-table {
                caption.unseen { "Accounts, their root access keys and the evidence" }
                thead {
                    tr { @for (key, name) in COLUMNS { th scope="col" data-sort=(key) { (name) } } }
                }
                @for account in accounts { (rows(account, audit, &files)) }
            }
        }
    })
}

/// The controls for the script, hidden without it.
fn controls(audit: &Audit) -> Markup {
    let numbers = audit.summary();
    let verdicts = [
        (Verdict::Active, numbers.active),
        (Verdict::Undetermined, numbers.undetermined),
        (Verdict::Clean, numbers.clean),
    ];
    html! {
        div #choose role="search" aria-label="Accounts" hidden {
            label for="filter" { "Filter" }
            input #filter type="search" autocomplete="off" spellcheck="false"
                placeholder="id, name, path, digest, problem …";
            fieldset {
                legend { "Verdicts" }
                @for (verdict, number) in verdicts {
                    label { input type="checkbox" name="verdict" value=(verdict.as_str()) checked; " "
                        (verdict.as_str()) " (" (number) ")" }
                }
            }
            p #shown role="status" {}
            p.hint { "On paper every account is shown, whatever the filter says." }
        }
    }
}

fn rows(account: &AccountResult, audit: &Audit, files: &HashMap<&str, Told<'_>>) -> Markup {
    let assessment = &account.assessment;
    let listing = account.listing.as_deref();
    let verdict = assessment.verdict;
    let ages = view::keys(account).filter_map(AccessKey::last_rotated);
    let age = ages.map(|time| time.days_until(&audit.as_of)).max();
    html! {
        tbody class=(verdict.as_str()) data-age=[age] {
            tr {
                th scope="row" {
                    span.id { (view::account_name(&assessment.account)) }
                    @if let Some(name) = listing.and_then(|listing| listing.name.as_deref()) { span.name { (name) } }
                    @if let Some(email) = listing.and_then(|listing| listing.email.as_deref()) {
                        span.email { (email) }
                    }
                    (scope(listing))
                    @if let Some(partition) = assessment.account.partition.map(Partition::as_str).filter(|p| *p != "aws") {
                        span.email { "partition " (partition) }
                    }
                }
                td { (verdicts(account, audit)) }
                td { (keys(account, audit)) }
                td { (mfa(account)) }
                td {
                    @match &account.generated_time {
                        Some(time) => {
                            (time.day()) span.small { (ago(time, &audit.as_of)) }
                            @if account.is_time_stated { span.small { "stated by the operator" } }
                        },
                        None => span.small { (if is_missing(account) { "no report" } else { "not known" }) },
                    }
                }
            }
            tr.evidence { td colspan=(COLUMNS.len()) { (evidence(account, files)) } }
        }
    }
}

fn scope(listing: Option<&Listing>) -> Markup {
    html! {
        @match listing.map(|listing| listing.scope) {
            Some(Scope::Outside) => span.email { "not on the list of accounts" },
            Some(Scope::Excluded) => span.email { "excluded by the list of accounts" },
            Some(Scope::In) | None => {},
        }
    }
}

fn is_missing(account: &AccountResult) -> bool {
    account.assessment.problems.iter().any(|problem| problem.code == Code::NoReport)
}

/// The verdict and its context. An exception does not replace the verdict.
fn verdicts(account: &AccountResult, audit: &Audit) -> Markup {
    let is_disabled = account.assessment.keys_in(KeyState::Inactive).next().is_some();
    let disabled = if audit.criteria.is_strict() { "disabled key: finding" } else { "disabled key" };
    html! {
        div.pills {
            (parts::verdict(account.assessment.verdict))
            @if is_disabled { (pill("disabled", disabled)) }
            @for finding in account.counted().filter(|finding| !KEY_RULES.contains(&finding.rule)) {
                (pill("disabled", finding.rule))
            }
            @if let Some(exception) = account.exception() {
                (pill("excepted", &format!("excepted until {}", exception.expires_on)))
            }
            @if let Some(change) = account.change { (pill("change", change.kind.as_str())) }
        }
    }
}

fn keys(account: &AccountResult, audit: &Audit) -> Markup {
    let keys: Vec<&AccessKey> = view::keys(account).collect();
    let none = match (account.assessment.root.is_some(), account.assessment.verdict) {
        (false, _) => "not known",
        (true, Verdict::Clean) if account.assessment.shows_no_key() => "none",
        (true, Verdict::Clean) => "none active",
        (true, Verdict::Active | Verdict::Undetermined) => "none seen",
    };
    html! {
        @if keys.is_empty() { span.small { (none) } }
        @else { ul.keys { @for key in keys { li { (of_key(key, audit)) } } } }
    }
}

fn of_key(key: &AccessKey, audit: &Audit) -> Markup {
    let state = match key.state {
        KeyState::Active => "active",
        KeyState::Inactive => "disabled",
        KeyState::Unknown => "state not known",
        KeyState::None => "none",
    };
    let age = match (key.last_rotated(), &key.last_rotated_cell) {
        (Some(time), _) => format!("{} old, since {}", span(time.days_until(&audit.as_of)), time.day()),
        (None, Some(cell)) if !cell.is_empty() => format!("age not known ({cell})"),
        (None, _) => "age not known".to_owned(),
    };
    html! {
        span { b { "Slot " (key.slot) ": " (state) } ", " (age) }
        span.small { "last used: " (view::last_used(key).join(", ")) }
    }
}

fn mfa(account: &AccountResult) -> Markup {
    html! {
        @match view::mfa(account) {
            "no" => strong { "no" },
            "?" => span.small { "not known" },
            mfa => (mfa),
        }
    }
}

fn evidence(account: &AccountResult, files: &HashMap<&str, Told<'_>>) -> Markup {
    let assessment = &account.assessment;
    let findings: Vec<&str> = account.counted().map(|finding| finding.rule).collect();
    let source = if is_missing(account) { "Listed in" } else { "Evidence" };
    html! {
        dl.facts {
            (entry(source, &html! { (path(&account.input, files)) ", " (assessment.position.to_string()) }))
            @if let Some(time) = &account.generated_time {
                (entry("Report made", &html! {
                    (time.to_string()) @if account.is_time_stated { ", as stated by the operator" }
                }))
            }
            @if !findings.is_empty() { (entry("Findings", &html! { (findings.join(", ")) })) }
            @if let Some(password) = password(account) { (entry("Root password", &html! { (password) })) }
            @if let Some(change) = account.change {
                (entry("Since the baseline", &html! {
                    (change.kind.as_str()) ", "
                    @match change.before {
                        Some(before) => { "it was " (before.as_str()) },
                        None => "the baseline does not know it",
                    }
                }))
            }
            (wide("SHA-256", &digest(files.get(&*account.input).and_then(|told| told.sha256))))
            @if let Some(exception) = account.exception() {
                (wide("Exception", &html! {
                    "approved by " (exception.approver) " until " (exception.expires_on) ": " (exception.reason)
                    @if let Some(ticket) = &exception.ticket { " (" (ticket) ")" }
                    ", line " (exception.line) " of the register"
                }))
            }
            @if !assessment.problems.is_empty() { (wide("Problems", &parts::problems(&assessment.problems))) }
            @if !account.other_reports.is_empty() {
                (wide("Other reports", &html! {
                    ul.problems { @for other in &account.other_reports { li { (of_other(other, files)) } } }
                }))
            }
        }
    }
}

fn path(path: &str, files: &HashMap<&str, Told<'_>>) -> Markup {
    html! {
        @match files.get(path) {
            Some(told) => a href={ "#" (told.anchor.id()) } { (code(path)) },
            None => (code(path)),
        }
    }
}

fn password(account: &AccountResult) -> Option<String> {
    let root = account.assessment.root.as_ref()?;
    let state = if root.password_enabled? { "enabled" } else { "not enabled" };
    let used = root.password_last_used.as_ref().map(|time| format!(", last used {}", time.day()));
    Some(format!("{state}{}", used.unwrap_or_default()))
}

fn of_other(other: &OtherReport, files: &HashMap<&str, Told<'_>>) -> Markup {
    let means = match other.relation {
        Relation::Identical => "the same CSV once more",
        Relation::Superseded => "made earlier",
        Relation::Agreeing => "says the same",
        Relation::Conflicting => "says otherwise",
    };
    html! {
        (other.relation.as_str()) " (" (means) "): " (path(&other.input, files)) ", " (other.position.to_string())
        @if let Some(time) = &other.generated_time { ", made " (time.to_string()) }
        ", by itself " (other.verdict.as_str())
        @if !other.problems.is_empty() { (parts::problems(&other.problems)) }
    }
}
