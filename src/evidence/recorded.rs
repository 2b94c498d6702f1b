//! An evidence document as it was recorded: what a later run compares with.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::audit::criteria::Criteria;
use crate::decode::strict::{repeated, repetition, text};
use crate::decode::value::Tree;
use crate::model::account::{AccountId, Partition};
use crate::model::finding::KEY_INACTIVE;
use crate::model::reference::ReferenceError;
use crate::model::time::{MaxAge, Timestamp};
use crate::rules;

/// What a baseline says of its accounts, by id and partition.
pub(crate) type Baseline = BTreeMap<(AccountId, Option<String>), RecordedAccount>;

/// What an evidence document says of an account, as far as a later one compares it.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct RecordedAccount {
    #[serde(deserialize_with = "written_or_null")]
    account_id: Option<AccountId>,
    #[serde(deserialize_with = "partition_or_null")]
    partition: Option<String>,
    pub(crate) verdict: RecordedVerdict,
    #[serde(deserialize_with = "Option::deserialize")]
    baseline: Option<RecordedChange>,
    keys: Vec<RecordedKey>,
}

#[derive(Clone, Debug, Deserialize)]
struct RecordedKey {
    state: String,
}

/// A verdict as a document names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum RecordedVerdict {
    Active,
    Undetermined,
    Clean,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct RecordedChange {
    ever_active: bool,
}

impl RecordedAccount {
    /// Whether it was active in that document, or in one that it was compared with, and so on.
    pub(crate) fn was_ever_active(&self) -> bool {
        self.verdict == RecordedVerdict::Active || self.baseline.as_ref().is_some_and(|old| old.ever_active)
    }
}

/// Reads an evidence document as a baseline, as strictly as one that is verified. Accounts whose id it does not know can't
/// be compared.
///
/// # Errors
/// When it is no evidence document of this schema, or contradicts itself.
pub(crate) fn parse(bytes: &[u8]) -> Result<Baseline, ReferenceError> {
    let error = |error: String| ReferenceError::new(format!("{NO_DOCUMENT}: {error}"));
    let evidence = parse_evidence(bytes)?.1.map_err(error)?;
    if let Some(contradiction) = evidence.contradiction() {
        return Err(error(contradiction));
    }
    let accounts = evidence.accounts.into_iter();
    Ok(accounts
        .filter_map(|account| Some(((account.account_id?, account.partition.clone()), account)))
        .collect())
}

/// An evidence document, as far as it takes to do it again.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Evidence {
    #[serde(deserialize_with = "written")]
    pub(crate) as_of: Timestamp,
    settings: RecordedSettings,
    summary: RecordedSummary,
    accounts: Vec<RecordedAccount>,
    pub(crate) inputs: Vec<RecordedInput>,
    pub(crate) skipped: Vec<String>,
    #[serde(deserialize_with = "Option::deserialize")]
    pub(crate) population: Option<RecordedFile>,
    #[serde(deserialize_with = "Option::deserialize")]
    pub(crate) exceptions: Option<RecordedFile>,
    #[serde(deserialize_with = "Option::deserialize")]
    pub(crate) baseline: Option<RecordedFile>,
}

#[derive(Clone, Debug, Deserialize)]
struct RecordedSummary {
    inputs: usize,
    accounts: usize,
    active: usize,
    clean: usize,
    undetermined: usize,
    skipped: usize,
}

#[derive(Clone, Debug, Deserialize)]
struct RecordedSettings {
    #[serde(deserialize_with = "written_or_null")]
    max_age: Option<MaxAge>,
    #[serde(deserialize_with = "written_or_null")]
    generated_at: Option<Timestamp>,
    strict: bool,
    /// Documents of earlier versions know none.
    #[serde(default)]
    also: Vec<String>,
    max_input_size: u64,
}

/// An input, as it was recorded.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct RecordedInput {
    pub(crate) path: String,
    #[serde(deserialize_with = "Option::deserialize")]
    pub(crate) sha256: Option<String>,
    pub(crate) problems: Vec<RecordedProblem>,
}

/// A problem, as it was recorded.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct RecordedProblem {
    pub(crate) code: String,
}

/// A file beside the reports, as it was recorded.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct RecordedFile {
    pub(crate) path: String,
    pub(crate) sha256: String,
}

impl Evidence {
    /// What the verdicts depended on.
    pub(crate) fn criteria(&self) -> Criteria {
        let RecordedSettings { max_age, generated_at, strict, also, max_input_size } = self.settings.clone();
        let also = also.iter().filter_map(|id| rules::by_id(id)).map(|rule| rule.id);
        let also = also.chain(strict.then_some(KEY_INACTIVE)).collect();
        Criteria { max_age, generated_at, also, max_input_size }
    }

    /// What can't be so, whatever the files hold: an account twice, a number that is not that of the entries, an active key
    /// without the verdict.
    pub(crate) fn contradiction(&self) -> Option<String> {
        let mut known = BTreeSet::new();
        for account in &self.accounts {
            let RecordedAccount { account_id, partition, verdict, keys, baseline: _ } = account;
            let name = account_id.map_or_else(|| "an account".to_owned(), |id| format!("the account {id}"));
            if account_id.is_some() && !known.insert((account_id, partition)) {
                return Some(format!("it has {name} twice"));
            }
            if (*verdict == RecordedVerdict::Active) != keys.iter().any(|key| key.state == "active") {
                return Some(format!("the verdict of {name} is not that of its keys"));
            }
        }
        let RecordedSummary { inputs, accounts, active, clean, undetermined, skipped } = self.summary;
        let of = |verdict| self.accounts.iter().filter(|account| account.verdict == verdict).count();
        let numbers = [
            ("inputs", inputs, self.inputs.len()),
            ("accounts", accounts, self.accounts.len()),
            ("active", active, of(RecordedVerdict::Active)),
            ("clean", clean, of(RecordedVerdict::Clean)),
            ("undetermined", undetermined, of(RecordedVerdict::Undetermined)),
            ("skipped", skipped, self.skipped.len()),
        ];
        let (name, said, is) = numbers.into_iter().find(|(_, said, is)| said != is)?;
        Some(format!("summary.{name} is {said}, and it has {is}"))
    }
}

fn written<'de, D: Deserializer<'de>, T: FromStr<Err: Display>>(deserializer: D) -> Result<T, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
}

fn written_or_null<'de, D: Deserializer<'de>, T: FromStr<Err: Display>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    text.map(|text| text.parse().map_err(D::Error::custom)).transpose()
}

fn partition_or_null<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let name = Option::<String>::deserialize(deserializer)?;
    match name.as_deref().map(Partition::parse) {
        Some(None) => Err(D::Error::custom(format!("`{}` is no partition", name.unwrap_or_default()))),
        Some(Some(_)) | None => Ok(name),
    }
}

/// Reads an evidence document to be done again: all of it, and what that takes, or why it is not as its schema says.
///
/// # Errors
/// When it is no evidence document of this schema.
pub(crate) fn parse_evidence(bytes: &[u8]) -> Result<(Value, Result<Evidence, String>), ReferenceError> {
    let text = text(bytes)?;
    let error = |error: serde_json::Error| ReferenceError::new(format!("{NO_DOCUMENT}: {error}"));
    let document: Value = serde_json::from_str(&text).map_err(error)?;
    held_to_schema(document.get("schema").and_then(Value::as_str))?;
    let tree: Tree<'_> = serde_json::from_str(&text).map_err(error)?;
    let evidence = match repeated(&tree) {
        Some(name) => Err(repetition(&name)),
        None => Evidence::deserialize(&document).map_err(|error| error.to_string()),
    };
    Ok((document, evidence))
}

fn held_to_schema(schema: Option<&str>) -> Result<(), ReferenceError> {
    if schema == Some(SCHEMA) {
        return Ok(());
    }
    let found: String = schema.unwrap_or("none").chars().take(60).collect();
    Err(ReferenceError::new(format!("{NO_DOCUMENT}: its schema is {found}, expected was {SCHEMA}")))
}

const NO_DOCUMENT: &str = "it is no evidence document, as rootkeys --format json prints it";

/// The schema of the evidence document: a renamed or removed field is a new number, an added one is not.
pub(crate) const SCHEMA: &str = "rootkeys.evidence/1";
