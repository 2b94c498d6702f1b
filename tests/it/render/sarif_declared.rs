//! What each SARIF log declares, whatever is found: rules, problem codes and the frameworks' controls.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use rootkeys::{Code, Effect, Format};
use serde_json::{Value, json};
use snapbox::IntoData as _;

use crate::common::audited::{audit, list, read_back};

/// The lists that are the same in each log.
const DECLARED: [&str; 4] = ["rules", "notifications", "supportedTaxonomies", "taxonomies"];
/// The rules whose texts are shown in whole.
const SHOWN: [&str; 2] = ["root-access-key-active", "root-access-key-inactive"];

/// The log with the lists empty that are the same in each.
pub(super) fn without_declared(log: &str) -> String {
    let mut lines = log.lines();
    let mut kept = String::new();
    while let Some(line) = lines.next() {
        let (indent, member) = line.split_at(line.len() - line.trim_start().len());
        kept += line;
        if DECLARED.iter().any(|name| member == format!("\"{name}\": [")) {
            let closing = format!("{indent}]");
            let last = lines.find(|line| line.trim_end_matches(',') == closing).unwrap();
            kept += last.trim_start();
        }
        kept.push('\n');
    }
    kept
}

fn log() -> Value {
    read_back(&audit(&["fixtures/shapes/clean.v2.json"]), Format::Sarif)
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("{pointer} in {value:#}"))
}

/// Fails when a part of the log has other members than are looked at here.
fn assert_members(of: &Value, names: &[&str]) {
    let members: Vec<&str> = of.as_object().unwrap().keys().map(String::as_str).collect();
    let known: BTreeSet<&str> = names.iter().copied().collect();
    assert!(members.iter().copied().eq(known), "{members:?}");
}

/// A text of several lines, further in.
fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}").trim_end().to_owned() + "\n").collect()
}

fn rule(rule: &Value, taxonomies: &[Value]) -> String {
    assert_members(
        rule,
        &[
            "id",
            "name",
            "shortDescription",
            "fullDescription",
            "help",
            "helpUri",
            "defaultConfiguration",
            "relationships",
            "properties",
        ],
    );
    let help = [("help", "/help/text"), ("help in Markdown", "/help/markdown")]
        .map(|(title, at)| format!("  {title}\n{}", indented(text(rule, at))));
    let controls = taxonomies.iter().map(|taxonomy| {
        let of_it = list(rule, "/relationships")
            .iter()
            .filter(|of| of["target"]["toolComponent"]["guid"] == taxonomy["guid"])
            .map(|of| format!(" {} ({})", text(of, "/target/id"), text(of, "/kinds/0")));
        format!("  {}:{}\n", named(taxonomy), of_it.collect::<String>())
    });
    format!(
        "rule {}: {}, {}, {}\n  {}\n  {}\n  {}\n{}{}",
        text(rule, "/id"),
        text(rule, "/name"),
        rule["defaultConfiguration"],
        rule["properties"],
        text(rule, "/shortDescription/text"),
        text(rule, "/fullDescription/text"),
        text(rule, "/helpUri"),
        help.concat(),
        controls.collect::<String>(),
    )
}

/// The name of a taxonomy, with its version if it has one.
fn named(taxonomy: &Value) -> String {
    let version = taxonomy["version"].as_str().map(|version| format!(" {version}"));
    text(taxonomy, "/name").to_owned() + &version.unwrap_or_default()
}

fn taxonomy(taxonomy: &Value) -> String {
    let version = taxonomy.get("version").map(|_| "version");
    let members =
        ["name", "guid", "organization", "informationUri", "shortDescription", "isComprehensive", "taxa"];
    assert_members(taxonomy, &members.into_iter().chain(version).collect::<Vec<_>>());
    assert_eq!(taxonomy["isComprehensive"], false);
    assert_eq!(taxonomy["shortDescription"]["text"], taxonomy["name"]);
    let mut shown = format!(
        "taxonomy {} of {}\n  {}\n  {}\n",
        named(taxonomy),
        text(taxonomy, "/organization"),
        text(taxonomy, "/guid"),
        text(taxonomy, "/informationUri"),
    );
    for taxon in list(taxonomy, "/taxa") {
        assert_members(taxon, &["id", "shortDescription"]);
        writeln!(shown, "  {}: {}", text(taxon, "/id"), text(taxon, "/shortDescription/text")).unwrap();
    }
    shown
}

#[test]
fn the_rules_and_the_frameworks_controls_are_declared_with_their_texts() {
    let log = log();
    let taxonomies = list(&log, "/runs/0/taxonomies");
    let rules = list(&log, "/runs/0/tool/driver/rules").iter();
    let rules = rules.filter(|rule| SHOWN.contains(&text(rule, "/id"))).map(|of| rule(of, taxonomies));
    let shown = rules.chain(taxonomies.iter().map(taxonomy)).collect::<Vec<_>>().join("\n");
    let expected = snapbox::Data::read_from(Path::new("tests/formats/declared.sarif.txt"), None).raw();
    snapbox::Assert::new().action_env("SNAPSHOTS").eq(shown.into_data().raw(), expected);
}

#[test]
fn every_rule_has_a_level_a_page_and_help() {
    let log = log();
    let rules = list(&log, "/runs/0/tool/driver/rules");
    let ids: Vec<&str> = rules.iter().map(|rule| text(rule, "/id")).collect();
    assert_eq!(
        ids,
        rootkeys::rules::RULES.iter().filter(|rule| rule.is_default).map(|rule| rule.id).collect::<Vec<_>>()
    );
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    assert!(SHOWN.iter().all(|shown| ids.contains(shown)));
    for declared in rules {
        let shown = rule(declared, &[]);
        assert!(
            ["error", "warning", "note"].contains(&text(declared, "/defaultConfiguration/level")),
            "{shown}"
        );
        assert!(text(declared, "/helpUri").starts_with("https://"), "{shown}");
        assert_eq!(text(declared, "/name"), pascal_case(text(declared, "/id")));
        let severity: f64 = text(declared, "/properties/security-severity").parse().unwrap();
        assert!((0.0..=10.0).contains(&severity), "{shown}");
        for part in ["/shortDescription/text", "/fullDescription/text", "/help/text", "/help/markdown"] {
            assert!(!text(declared, part).trim().is_empty(), "{part}: {shown}");
        }
    }
}

#[test]
fn every_rule_points_at_controls_that_are_declared() {
    let log = log();
    let taxonomies = list(&log, "/runs/0/taxonomies");
    // By name, version and GUID, each once.
    let reference = |taxonomy: &Value| json!({ "name": taxonomy["name"], "guid": taxonomy["guid"] });
    let references: Vec<Value> = taxonomies.iter().map(reference).collect();
    assert_eq!(list(&log, "/runs/0/tool/driver/supportedTaxonomies"), references);
    let guids: BTreeSet<&str> = taxonomies.iter().map(|taxonomy| text(taxonomy, "/guid")).collect();
    assert_eq!(guids.len(), taxonomies.len());
    for rule in list(&log, "/runs/0/tool/driver/rules") {
        let relationships = list(rule, "/relationships");
        assert!(!relationships.is_empty(), "{rule:#}");
        let mut targets = BTreeSet::new();
        for relationship in relationships {
            assert_members(relationship, &["target", "kinds"]);
            assert!(["superset", "equal", "subset", "relevant"].contains(&text(relationship, "/kinds/0")));
            let target = &relationship["target"];
            let at = references.iter().position(|reference| *reference == target["toolComponent"]).unwrap();
            assert!(
                list(&taxonomies[at], "/taxa").iter().any(|taxon| taxon["id"] == target["id"]),
                "{target}"
            );
            assert!(targets.insert(target.to_string()), "{target} twice");
        }
    }
}

#[test]
fn every_problem_code_is_declared_with_its_level_and_its_remedy() {
    let log = log();
    let declared = list(&log, "/runs/0/tool/driver/notifications");
    let of = |code: &Code| {
        let info = code.info();
        json!({
            "id": info.id,
            "name": pascal_case(info.id),
            "shortDescription": { "text": info.summary },
            "fullDescription": { "text": format!("{} Remedy: {}", info.summary, info.remedy) },
            "help": { "text": info.remedy },
            "defaultConfiguration": { "level": if info.effect == Effect::Blocks { "error" } else { "note" } },
        })
    };
    let (left_out, codes) = declared.split_last().unwrap();
    assert_eq!(codes, Code::ALL.iter().map(of).collect::<Vec<_>>());
    let level = &left_out["defaultConfiguration"]["level"];
    assert_eq!((text(left_out, "/id"), level), ("results-left-out", &"warning".into()));
}

fn pascal_case(id: &str) -> String {
    id.split('-').map(|word| word[..1].to_uppercase() + &word[1..]).collect()
}
