//! What the reports were compared with: a list of accounts, a register of exceptions, an earlier result.

use std::collections::BTreeSet;

use maud::{Markup, html};

use crate::audit::{Audit, ChangeKind, Reconciled};
use crate::model::finding::KEY_RULES;
use crate::render::html::parts::{self, entry, reference, wide};
use crate::render::view;

pub(super) fn population(audit: &Audit) -> Option<Markup> {
    let population = audit.population.as_ref()?;
    let Reconciled { active, clean, undetermined, without_report, outside } = audit.reconciled();
    let numbers = [
        ("In scope", population.in_scope),
        ("Active", active),
        ("Undetermined", undetermined),
        ("Of these without a report", without_report),
        ("Clean", clean),
        ("Outside the list", outside),
    ];
    Some(html! {
        h2 { "Population" }
        dl.facts {
            (reference(&population.list))
            (entry("The list is", &html! {
                @if population.is_cut_off { strong { "cut off: there are more accounts than it names" } }
                @else { "whole, as far as it says" }
            }))
            @for (name, number) in numbers { (entry(name, &html! { (number) })) }
            @if !population.problems.is_empty() { (wide("Problems", &parts::problems(&population.problems))) }
        }
        @if !population.excluded.is_empty() {
            h3 { "Excluded accounts" }
            p { "The list says that they are suspended or closed, so that no report of them is expected." }
            table {
                thead { tr { th scope="col" { "Account" } th scope="col" { "Name" } th scope="col" { "State" } } }
                tbody {
                    @for excluded in &population.excluded {
                        tr {
                            th scope="row" { span.id { (excluded.account_id.to_string()) } }
                            td { (excluded.name.as_deref().unwrap_or("not stated")) }
                            td { (excluded.state) }
                        }
                    }
                }
            }
        }
    })
}

pub(super) fn exceptions(audit: &Audit) -> Option<Markup> {
    let exceptions = audit.exceptions.as_ref()?;
    let applied: BTreeSet<u64> = audit
        .accounts
        .iter()
        .flat_map(|account| &account.findings)
        .filter_map(|finding| finding.exception.as_ref())
        .map(|entry| entry.line)
        .collect();
    Some(html! {
        h2 { "Exceptions" }
        p.lead { "An exception says who answers for a key, and until when. It changes no verdict: "
            "an excepted key is still there." }
        dl.facts {
            (reference(&exceptions.register))
            @if !exceptions.problems.is_empty() { (wide("Problems", &parts::problems(&exceptions.problems))) }
        }
        @if exceptions.entries.is_empty() { p { "The register has no entry." } }
        @else {
            table.stack {
                caption.unseen { "Entries of the register of exceptions" }
                thead {
                    tr {
                        @for name in ["Account", "Holds until", "Approved by", "Reason", "Ticket", "Effect"] {
                            th scope="col" { (name) }
                        }
                    }
                }
                tbody {
                    @for exception in &exceptions.entries {
                        tr {
                            th scope="row" {
                                span.id { (exception.account_id.to_string()) }
                                span.small { "line " (exception.line) }
                            }
                            td data-name="Holds until" { (exception.expires_on) }
                            td data-name="Approved by" { (exception.approver) }
                            td data-name="Reason" { (exception.reason) }
                            td data-name="Ticket" { (exception.ticket.as_deref().unwrap_or("none")) }
                            td data-name="Effect" {
                                (if applied.contains(&exception.line) { "applied" } else { "no effect" })
                                @if exception.rules != KEY_RULES { span.small { "for " (exception.rules.join(", ")) } }
                            }
                        }
                    }
                }
            }
        }
    })
}

pub(super) fn changes(audit: &Audit) -> Option<Markup> {
    let baseline = audit.baseline.as_ref()?;
    Some(html! {
        h2 { "Changes since the baseline" }
        dl.facts {
            (reference(&baseline.document))
            @for kind in ChangeKind::ALL {
                (entry(kind.as_str(), &html! { (audit.changed(kind)) }))
            }
            (entry("gone", &html! { (baseline.gone.len()) }))
        }
        @if !baseline.gone.is_empty() {
            h3 { "Gone" }
            p { "The baseline knows them, and no input has a report of them. That shows nothing about their keys." }
            table {
                thead { tr { th scope="col" { "Account" } th scope="col" { "Verdict of the baseline" } } }
                tbody {
                    @for (account, verdict) in &baseline.gone {
                        tr {
                            th scope="row" { span.id { (view::account_name(account)) } }
                            td { (parts::verdict(*verdict)) }
                        }
                    }
                }
            }
        }
    })
}
