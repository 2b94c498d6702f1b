//! An evidence document as it was recorded: what a later run compares with.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{ReferenceError, text};
use crate::account::AccountId;

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
    if document.schema != SCHEMA {
        return Err(ReferenceError::new(format!(
            "its schema is `{}`; expected was {SCHEMA}",
            document.schema.chars().take(60).collect::<String>()
        )));
    }
    let mut baseline = Baseline::new();
    for account in document.accounts {
        let Some(id) = &account.account_id else { continue };
        let id = id
            .parse()
            .map_err(|_| ReferenceError::new(format!("`{id}` is no account id of twelve digits")))?;
        baseline.insert((id, account.partition.clone()), account);
    }
    Ok(baseline)
}

/// The schema of the evidence document: a renamed or removed field is a new number, an added one is not.
pub(crate) const SCHEMA: &str = "rootkeys.evidence/1";
