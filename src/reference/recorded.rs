//! An evidence document as it was recorded: what a later run compares with.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::{ReferenceError, repeated, repetition, text};
use crate::account::AccountId;
use crate::criteria::Criteria;
use crate::decode::tree::Tree;
use crate::time::{MaxAge, Timestamp};

/// What a baseline says of its accounts, by id and partition.
pub(crate) type Baseline = BTreeMap<(AccountId, Option<String>), RecordedAccount>;

/// What an evidence document says of an account, as far as a later one compares it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct RecordedAccount {
    account_id: Option<String>,
    partition: Option<String>,
    pub(crate) verdict: RecordedVerdict,
    baseline: Option<RecordedChange>,
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

#[derive(Deserialize)]
struct RecordedDocument {
    schema: String,
    accounts: Vec<RecordedAccount>,
}

/// Reads an evidence document as a baseline. Accounts whose id it does not know can't be compared.
///
/// # Errors
/// When it is no evidence document of this schema.
pub(crate) fn parse(bytes: &[u8]) -> Result<Baseline, ReferenceError> {
    let text = text(bytes)?;
    let document: RecordedDocument = serde_json::from_str(&text).map_err(|error| {
        ReferenceError::new(format!(
            "it is no evidence document, as rootkeys --format json prints it: {error}"
        ))
    })?;
    held_to_schema(Some(&document.schema))?;
    let mut baseline = Baseline::new();
    for account in document.accounts {
        let Some(id) = &account.account_id else { continue };
        let id = id
            .parse()
            .map_err(|_| ReferenceError::new(format!("`{id}` is no account id of twelve digits")))?;
        let name = (id, account.partition.clone());
        if baseline.insert(name, account).is_some() {
            return Err(ReferenceError::new(format!("it has the account {id} twice")));
        }
    }
    Ok(baseline)
}

/// An evidence document, as far as it takes to do it again.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Evidence {
    #[serde(deserialize_with = "written")]
    pub(crate) as_of: Timestamp,
    settings: RecordedSettings,
    pub(crate) inputs: Vec<RecordedInput>,
    pub(crate) skipped: Vec<String>,
    pub(crate) population: Option<RecordedFile>,
    pub(crate) exceptions: Option<RecordedFile>,
    pub(crate) baseline: Option<RecordedFile>,
}

#[derive(Clone, Debug, Deserialize)]
struct RecordedSettings {
    #[serde(deserialize_with = "written_or_null")]
    max_age: Option<MaxAge>,
    #[serde(deserialize_with = "written_or_null")]
    generated_at: Option<Timestamp>,
    strict: bool,
    max_input_size: u64,
}

/// An input, as it was recorded.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct RecordedInput {
    pub(crate) path: String,
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
        let RecordedSettings { max_age, generated_at, strict, max_input_size } = self.settings.clone();
        Criteria { max_age, generated_at, strict, max_input_size }
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
