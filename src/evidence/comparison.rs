//! Two evidence documents of the same files: what differs, value by value.
//!
//! Everything in them is compared, in its place and once: objects member by member, lists item by item, in order. The names
//! of accounts and inputs only say where a difference is. What depends on a file that is missing is left out.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde_json::{Map, Value};

use crate::evidence::schema;
use crate::evidence::verification::Verification;

/// What stands where nothing does.
const NOTHING: Value = Value::Null;
/// What is said of all that is no account and no input.
const DOCUMENT: &str = "the document";
/// What comes of all files together.
const OF_ALL: [&str; 13] = [
    ".complete",
    ".summary",
    ".population.active",
    ".population.clean",
    ".population.undetermined",
    ".population.without_report",
    ".population.outside",
    ".exceptions.problems",
    ".baseline.new",
    ".baseline.reopened",
    ".baseline.unchanged",
    ".baseline.resolved",
    ".baseline.gone",
];

/// The files that are missing.
#[derive(Debug, Default)]
pub(crate) struct Lost {
    /// Inputs, and the list of accounts: what an entry can come from.
    pub(crate) paths: BTreeSet<String>,
    /// Members of the document that are of a list, a register or a baseline.
    pub(crate) references: BTreeSet<&'static str>,
    /// The places in the document of files that walks skipped.
    pub(crate) skipped: BTreeSet<usize>,
}

impl Lost {
    fn is_nothing(&self) -> bool {
        self.paths.is_empty() && self.references.is_empty()
    }

    /// The members of the document that can't be compared.
    fn of_document(&self) -> BTreeSet<String> {
        let of_all = OF_ALL.into_iter().map(str::to_owned);
        let references = self.references.iter().map(|name| format!(".{name}"));
        let skipped = self.skipped.iter().map(|place| format!(".skipped_files[{place}]"));
        let of_skipped =
            skipped.chain((!self.skipped.is_empty()).then(|| ".summary.skipped_by_kind".to_owned()));
        let others = of_all.chain(references).filter(|_| !self.is_nothing());
        others.chain(of_skipped).collect()
    }

    /// The members of an account that can't be compared, although its reports are there.
    fn of_accounts(&self) -> BTreeSet<String> {
        let of = |reference| match reference {
            "population" => &[".name", ".email", ".scope", ".problems"][..],
            "exceptions" => &[".exception"],
            _ => &[".baseline"],
        };
        self.references.iter().flat_map(|name| of(*name)).map(|at| (*at).to_owned()).collect()
    }

    /// Whether an entry comes from a file that is missing, or says so.
    fn holds(&self, entry: &Value) -> bool {
        let reports = reports(entry).filter_map(|report| report.get("input"));
        let mut paths = reports.chain(entry.get("path")).filter_map(Value::as_str);
        paths.any(|path| self.paths.contains(path))
    }
}

/// Compares what was recorded with what was redone.
pub(crate) fn documents(recorded: &Value, redone: &Value, lost: &Lost, found: &mut Verification) {
    let version = |document: &Value| document.pointer("/tool/version").cloned().unwrap_or(NOTHING);
    let [made, this] = [recorded, redone].map(version);
    let mut comparison = Comparison {
        is_same_version: made == this,
        exempt: BTreeSet::new(),
        // Whether a failed export counts depends on every account.
        are_effects_known: lost.is_nothing(),
        unknown: BTreeSet::new(),
        differences: Vec::new(),
    };
    if made != this {
        let [made, this] = [made, this].map(|version| shown(&version));
        found.notes.push(format!("rootkeys {made} made the document, and {this} verifies it"));
    }
    comparison.entries("inputs", input_name, [recorded, redone], lost);
    comparison.are_effects_known = true;
    comparison.exempt = lost.of_accounts();
    found.accounts += comparison.entries("accounts", account_name, [recorded, redone], lost);
    comparison.exempt = lost.of_document();
    let rest = |document: &Value| {
        let mut rest = document.clone();
        ["inputs", "accounts"]
            .iter()
            .for_each(|list| drop(rest.as_object_mut().map(|rest| rest.remove(*list))));
        rest
    };
    comparison.values(DOCUMENT, "", &rest(recorded), &rest(redone));
    found.unknown.extend(comparison.unknown);
    found.differences.append(&mut comparison.differences);
}

struct Comparison {
    is_same_version: bool,
    /// The members that depend on what is missing.
    exempt: BTreeSet<String>,
    /// Whether what the problems of inputs do to the result can be compared.
    are_effects_known: bool,
    /// The members that another version put into the document.
    unknown: BTreeSet<String>,
    differences: Vec<String>,
}

impl Comparison {
    fn differ(&mut self, difference: String) {
        self.differences.push(difference);
    }

    /// Compares two lists of entries, each by its name and how often that name stood before; how many there are.
    fn entries(
        &mut self,
        list: &str,
        name: impl Fn(&Value) -> String,
        [recorded, redone]: [&Value; 2],
        lost: &Lost,
    ) -> usize {
        let [before, now] = [recorded, redone].map(|document| keyed(document, list, &name));
        let [of_before, of_now] = [&before, &now].map(|entries| {
            entries.iter().map(|(key, entry)| (key, *entry)).collect::<BTreeMap<&Key, &Value>>()
        });
        let is_lost = |key: &Key| of_before.get(key).is_some_and(|entry| lost.holds(entry));
        for (key, before) in &before {
            let of = &key.0;
            match of_now.get(key) {
                // Of an account that a missing report is of, too, the others are known.
                now if is_lost(key) => self.reports(of, before, now.copied(), redone),
                Some(now) => self.values(of, "", before, now),
                None => self.differ(format!("{of}: the files do not tell of it")),
            }
        }
        for ((name, _), _) in now.iter().filter(|(key, _)| !of_before.contains_key(key)) {
            self.differ(format!("{name}: the document does not tell of it"));
        }
        let is_in_both = |key: &Key| of_before.contains_key(key) && of_now.contains_key(key) && !is_lost(key);
        let order = |entries: &[(Key, &Value)]| -> Vec<Key> {
            entries.iter().map(|(key, _)| key.clone()).filter(is_in_both).collect()
        };
        if order(&before) != order(&now) {
            self.differ(format!("{list}: they stand in another order than the files give"));
        }
        before.iter().filter(|(key, _)| !is_lost(key)).count()
    }

    /// Compares where the account's reports are that are not missing, and whether they show an active key.
    fn reports(&mut self, of: &str, before: &Value, now: Option<&Value>, redone: &Value) {
        let inputs = redone.get("inputs").and_then(Value::as_array).into_iter().flatten();
        let there: BTreeSet<&str> = inputs.filter_map(|input| input.get("path")?.as_str()).collect();
        let known = |entry: &Value| -> BTreeSet<String> {
            let is_there = |report: &&Value| {
                there.contains(report.get("input").and_then(Value::as_str).unwrap_or_default())
            };
            let place = |report: &Value| {
                let [input, line, csv_line, verdict] =
                    ["input", "line", "csv_line", "verdict"].map(|name| report.get(name).unwrap_or(&NOTHING));
                format!("{input}, line {line}, CSV line {csv_line}, active: {}", *verdict == "active")
            };
            reports(entry).filter(is_there).map(place).collect()
        };
        let (before, now) = (known(before), now.map(known).unwrap_or_default());
        for place in before.symmetric_difference(&now) {
            let who = if now.contains(place) { "the document does" } else { "the files do" };
            self.differ(format!("{of}: {who} not tell of its report in {place}"));
        }
    }

    fn values(&mut self, of: &str, at: &str, before: &Value, now: &Value) {
        let shown_at = at.trim_start_matches('.');
        match (before, now) {
            _ if self.exempt.contains(at) => {}
            (Value::Bool(_), Value::Bool(_)) if !self.are_effects_known && at.ends_with("].blocks") => {}
            (Value::Object(before), Value::Object(now)) => self.objects(of, at, before, now),
            (Value::Array(before), Value::Array(now)) => {
                for (index, (before, now)) in before.iter().zip(now).enumerate() {
                    self.values(of, &format!("{at}[{index}]"), before, now);
                }
                for (index, extra) in before.iter().enumerate().skip(now.len()) {
                    let extra = shown(extra);
                    self.differ(format!(
                        "{of}: the document has {shown_at}[{index}], {extra}, and the files do not"
                    ));
                }
                for (index, lacking) in now.iter().enumerate().skip(before.len()) {
                    self.differ(format!("{of}: the document lacks {shown_at}[{index}], {}", shown(lacking)));
                }
            }
            (before, now) if before == now => {}
            (before, now) => {
                self.differ(format!(
                    "{of}: {shown_at} is {}, the document says {}",
                    shown(now),
                    shown(before)
                ));
            }
        }
    }

    fn objects(&mut self, of: &str, at: &str, before: &Map<String, Value>, now: &Map<String, Value>) {
        let names: BTreeSet<&String> = before.keys().chain(now.keys()).collect();
        let is_file = matches!(at, "" | ".population" | ".exceptions" | ".baseline")
            || at.starts_with(".skipped_files[");
        for name in names {
            let at = format!("{at}.{name}");
            let shown_at = at.trim_start_matches('.');
            match (before.get(name), now.get(name)) {
                // Digests of files were held to the files already.
                (Some(_), Some(_)) if is_file && name == "sha256" => {}
                // That it is another one is noted.
                (Some(Value::String(_)), Some(_)) if of == DOCUMENT && at == ".tool.version" => {}
                (Some(before), Some(now)) => self.values(of, &at, before, now),
                (None, Some(_)) if !self.is_same_version && !is_required(name) => {}
                (None, _) => self.differ(format!("{of}: the document lacks {shown_at}")),
                (Some(_), None) if !self.is_same_version => {
                    self.unknown.insert(name.clone());
                }
                (Some(before), None) => {
                    let before = shown(before);
                    self.differ(format!(
                        "{of}: the document has {shown_at}, {before}, and no such thing is known"
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

/// The name of an entry, and how often an entry of the list had it up to there.
type Key = (String, usize);

fn keyed<'a>(document: &'a Value, list: &str, name: impl Fn(&Value) -> String) -> Vec<(Key, &'a Value)> {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    let entries = document.get(list).and_then(Value::as_array).into_iter().flatten();
    let key = |entry| {
        let name = name(entry);
        let nth = count.entry(name.clone()).or_default();
        *nth += 1;
        ((name, *nth), entry)
    };
    entries.map(key).collect()
}

/// The report that decides for an account, and its others.
fn reports(account: &Value) -> impl Iterator<Item = &Value> {
    let others = account.get("other_reports").and_then(Value::as_array).into_iter().flatten();
    std::iter::once(account).chain(others)
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
