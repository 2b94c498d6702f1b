//! What the run declares, whatever it finds: rules, problem codes, and the frameworks' controls.

use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::audit::Audit;
use crate::model::finding::KEY_RULES;
use crate::model::problem::{Code, Effect};
use crate::render::escape::markdown;
use crate::render::escape::markdown_steps;
use crate::render::sarif::log::{
    ComponentReference, Configuration, Driver, Help, NotificationEntry, Relationship, RuleEntry, Taxon,
    TaxonReference, Taxonomy, Text,
};
use crate::rules::{Control, FRAMEWORKS, Framework, RULES, Rule};

/// The notification of results that were left out.
pub(super) const RESULTS_LEFT_OUT: &str = "results-left-out";

/// The rules that apply, in their order.
pub(super) fn rules(audit: &Audit) -> impl Iterator<Item = &'static Rule> {
    RULES.iter().copied().filter(|rule| rule.applies_to(audit))
}

/// The program, with its rules and the codes of its problems.
pub(super) fn driver(audit: &Audit) -> Driver {
    Driver {
        name: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
        semantic_version: env!("CARGO_PKG_VERSION"),
        short_description: text(env!("CARGO_PKG_DESCRIPTION")),
        rules: rules(audit).map(rule_entry).collect(),
        notifications: Code::ALL.iter().map(|code| code_entry(*code)).chain([left_out()]).collect(),
        supported_taxonomies: FRAMEWORKS.iter().map(reference).collect(),
    }
}

/// The frameworks, with the controls that the rules have to do with.
pub(super) fn taxonomies(audit: &Audit) -> Vec<Taxonomy> {
    let ids: Vec<&str> = rules(audit).map(|rule| rule.id).collect();
    let taxonomy = |framework: &Framework| Taxonomy {
        name: framework.name,
        guid: guid(framework),
        version: framework.version,
        organization: framework.organization,
        information_uri: framework.url,
        short_description: text(framework.name),
        is_comprehensive: false,
        taxa: framework
            .controls
            .iter()
            .filter(|control| control.rules.iter().any(|rule| ids.contains(rule)))
            .map(|control| Taxon { id: control.id, short_description: text(control.title) })
            .collect(),
    };
    FRAMEWORKS.iter().map(taxonomy).collect()
}

/// The level of a code's notifications. One of level error says that the run failed, as SARIF has it.
pub(super) fn level(code: Code) -> &'static str {
    match code.info().effect {
        Effect::Blocks => "error",
        Effect::Notes => "note",
    }
}

fn rule_entry(rule: &'static Rule) -> RuleEntry {
    let relationship = |(framework, controls): (&'static Framework, Vec<&'static Control>)| {
        controls.into_iter().map(|control| Relationship {
            target: TaxonReference { id: control.id, tool_component: reference(framework) },
            // The control asks for more than the absence of what the rule finds.
            kinds: ["superset"],
        })
    };
    RuleEntry {
        id: rule.id,
        name: pascal_case(rule.id),
        short_description: text(rule.name),
        full_description: text(rule.why),
        help: help(rule),
        help_uri: rule.url.0,
        default_configuration: Configuration { level: rule.level.as_str() },
        relationships: rule.controls().flat_map(relationship).collect(),
        properties: json!({
            "security-severity": rule.security_severity,
            "precision": "very-high",
            "tags": tags(rule),
        }),
    }
}

fn tags(rule: &Rule) -> Vec<&'static str> {
    let of_key = KEY_RULES.contains(&rule.id).then_some("access-key");
    ["security", "aws", "iam", "root-user"].into_iter().chain(of_key).collect()
}

fn help(rule: &Rule) -> Help {
    let plain = |steps: &[&str]| steps.iter().map(|step| format!("  {step}\n")).collect::<String>();
    let Rule { why, audit, remedy, url: (url, title), .. } = rule;
    Help {
        text: format!("{why}\n\nTo see it by hand:\n{}\nTo mend it:\n{}", plain(audit), plain(remedy)),
        markdown: format!(
            "{}\n\n## To see it by hand\n\n{}\n## To mend it\n\n{}\n[AWS: {title}]({url})\n",
            markdown(why),
            markdown_steps(audit),
            markdown_steps(remedy),
        ),
    }
}

fn code_entry(code: Code) -> NotificationEntry {
    let info = code.info();
    NotificationEntry {
        id: info.id,
        name: pascal_case(info.id),
        short_description: text(info.summary),
        full_description: Text { text: format!("{} Remedy: {}", info.summary, info.remedy).into() },
        help: text(info.remedy),
        default_configuration: Configuration { level: level(code) },
    }
}

fn left_out() -> NotificationEntry {
    NotificationEntry {
        id: RESULTS_LEFT_OUT,
        name: pascal_case(RESULTS_LEFT_OUT),
        short_description: text("Some results are left out."),
        full_description: text("There are more results than readers of SARIF take: the worst stand here."),
        help: text("rootkeys --format json has them all"),
        default_configuration: Configuration { level: "warning" },
    }
}

fn reference(framework: &Framework) -> ComponentReference {
    ComponentReference { name: framework.name, guid: guid(framework) }
}

/// The framework's own GUID in every log, of its name and version. SARIF knows taxonomies by GUID, not by name.
fn guid(framework: &Framework) -> String {
    let hash =
        Sha256::digest(format!("rootkeys/{}/{}", framework.name, framework.version.unwrap_or_default()));
    let hex: String = hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let part = |range| hex.get(range).unwrap_or_default();
    // The version and the variant of a GUID made from a name.
    format!("{}-{}-5{}-8{}-{}", part(0..8), part(8..12), part(13..16), part(17..20), part(20..32))
}

fn pascal_case(id: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect::<String>()
    };
    id.split('-').map(word).collect()
}

fn text(text: &'static str) -> Text {
    Text { text: text.into() }
}
