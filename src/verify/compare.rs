//! Two evidence documents of the same files: what differs, account by account.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::Verification;
use crate::render::schema;

/// What stands where nothing does.
const NOTHING: Value = Value::Null;

/// Compares what was recorded with what was redone. What depends on an input that is missing can't be compared.
pub(super) fn documents(recorded: &Value, redone: &Value, lost: &BTreeSet<String>, found: &mut Verification) {
    let version = |document: &Value| document.pointer("/tool/version").cloned();
    let mut comparison = Comparison {
        is_same_version: version(recorded) == version(redone),
        unknown: BTreeSet::new(),
        differences: Vec::new(),
    };
    if !comparison.is_same_version {
        found.notes.push(format!(
            "rootkeys {} made the document, and {} verifies it: members that only one of them knows are not compared",
            shown(&version(recorded).unwrap_or(NOTHING)),
            shown(&version(redone).unwrap_or(NOTHING)),
        ));
    }
    let [before, now] = [recorded, redone].map(|document| {
        let mut tool = document.get("tool").cloned().unwrap_or(NOTHING);
        tool.as_object_mut().map(|tool| tool.remove("version"));
        tool
    });
    comparison.values("the document", ".tool", &before, &now);
    let is_lost = |entry: &Value| {
        let others = entry.get("other_reports").and_then(Value::as_array).into_iter().flatten();
        let inputs =
            others.chain([entry]).filter_map(|of| of.get("input").or_else(|| of.get("path"))?.as_str());
        inputs.into_iter().any(|input| lost.contains(input))
    };
    for (list, name) in [("inputs", input_name as fn(&Value) -> String), ("accounts", account_name)] {
        let entries = |document: &Value| -> BTreeMap<String, Value> {
            let entries = document.get(list).and_then(Value::as_array).into_iter().flatten();
            entries.filter(|entry| !is_lost(entry)).map(|entry| (name(entry), entry.clone())).collect()
        };
        let (before, now) = (entries(recorded), entries(redone));
        // An account whose report is missing is known from another one, or from the list of accounts, if at all.
        let told_otherwise: BTreeSet<String> = if lost.is_empty() {
            BTreeSet::new()
        } else {
            let all = recorded.get(list).and_then(Value::as_array).into_iter().flatten();
            all.filter(|entry| is_lost(entry)).map(name).collect()
        };
        let names: BTreeSet<&String> = before.keys().chain(now.keys()).collect();
        for name in names.into_iter().filter(|name| !told_otherwise.contains(*name)) {
            match (before.get(name), now.get(name)) {
                (Some(before), Some(now)) => comparison.values(name, "", before, now),
                (Some(_), None) => comparison.differ(format!("{name}: the files do not tell of it")),
                (None, _) => comparison.differ(format!("{name}: the document does not tell of it")),
            }
            found.accounts += usize::from(list == "accounts");
        }
        let listed = |document: &Value| document.get(list).and_then(Value::as_array).map_or(0, Vec::len);
        if lost.is_empty() && listed(recorded) != listed(redone) {
            comparison.differ(format!("{list}: {}, the document has {}", listed(redone), listed(recorded)));
        }
    }
    // The numbers and all else are of everything.
    if lost.is_empty() {
        let rest = |document: &Value| {
            let members = document.as_object().into_iter().flatten();
            let is_rest =
                |(name, _): &(&String, &Value)| !matches!(name.as_str(), "inputs" | "accounts" | "tool");
            Value::Object(
                members.filter(is_rest).map(|(name, value)| (name.clone(), value.clone())).collect(),
            )
        };
        comparison.values("the document", "", &rest(recorded), &rest(redone));
    }
    if !comparison.unknown.is_empty() {
        let names: Vec<String> = comparison.unknown.into_iter().collect();
        found.notes.push(format!("this version does not know, and did not compare: {}", names.join(", ")));
    }
    found.differences.append(&mut comparison.differences);
}

struct Comparison {
    is_same_version: bool,
    /// The members that another version put into the document.
    unknown: BTreeSet<String>,
    differences: Vec<String>,
}

impl Comparison {
    fn differ(&mut self, difference: String) {
        self.differences.push(difference);
    }

    fn values(&mut self, of: &str, at: &str, before: &Value, now: &Value) {
        match (before, now) {
            (Value::Object(before), Value::Object(now)) => self.objects(of, at, before, now),
            (Value::Array(before), Value::Array(now)) => {
                for index in 0..before.len().max(now.len()) {
                    let [before, now] = [before, now].map(|items| items.get(index).unwrap_or(&NOTHING));
                    self.values(of, &format!("{at}[{index}]"), before, now);
                }
            }
            (before, now) if before == now => {}
            (before, now) => {
                let at = at.trim_start_matches('.');
                self.differ(format!("{of}: {at} is {}, the document says {}", shown(now), shown(before)));
            }
        }
    }

    fn objects(&mut self, of: &str, at: &str, before: &Map<String, Value>, now: &Map<String, Value>) {
        let names: BTreeSet<&String> = before.keys().chain(now.keys()).collect();
        let is_file = matches!(at, "" | ".population" | ".exceptions" | ".baseline");
        for name in names {
            let (before, now) = (before.get(name), now.get(name));
            let at = format!("{at}.{name}");
            match (before, now) {
                // Digests of files were held to the files already.
                (Some(_), Some(_)) if is_file && name == "sha256" => {}
                (Some(before), Some(now)) => self.values(of, &at, before, now),
                (None, Some(_)) if !self.is_same_version && !is_required(name) => {}
                (Some(_), None) if !self.is_same_version => {
                    self.unknown.insert(name.clone());
                }
                (None, _) => self.differ(format!("{of}: the document lacks {}", at.trim_start_matches('.'))),
                (Some(before), None) => {
                    let at = at.trim_start_matches('.');
                    self.differ(format!(
                        "{of}: the document has {at}, {}, and no such thing is known",
                        shown(before)
                    ));
                }
            }
        }
    }
}

/// Whether the schema requires a member of that name somewhere: then no version leaves it out.
fn is_required(name: &str) -> bool {
    fn names(schema: &Value, all: &mut BTreeSet<String>) {
        let required = schema.get("required").and_then(Value::as_array).into_iter().flatten();
        all.extend(required.filter_map(Value::as_str).map(str::to_owned));
        let members = schema.as_object().into_iter().flat_map(Map::values);
        members.chain(schema.as_array().into_iter().flatten()).for_each(|below| names(below, all));
    }
    static NAMES: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
        let mut all = BTreeSet::new();
        names(&serde_json::from_str(schema()).unwrap_or(NOTHING), &mut all);
        all
    });
    NAMES.contains(name)
}

fn input_name(input: &Value) -> String {
    input.get("path").and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// The account's id; else the place of its report.
fn account_name(account: &Value) -> String {
    let text = |member: &str| account.get(member).and_then(Value::as_str);
    match (text("account_id"), text("partition")) {
        (Some(id), Some(partition)) if partition != "aws" => format!("account {id} ({partition})"),
        (Some(id), _) => format!("account {id}"),
        (None, _) => {
            let line = |member: &str| account.get(member).unwrap_or(&NOTHING).to_string();
            let input = text("input").unwrap_or_default();
            format!("the account in {input}, line {}, CSV line {}", line("line"), line("csv_line"))
        }
    }
}

/// A value as a sentence shows it.
fn shown(value: &Value) -> String {
    const MOST: usize = 100;
    let text = value.to_string();
    if text.chars().count() <= MOST { text } else { text.chars().take(MOST).chain(['…']).collect() }
}
