//! Reads an evidence document, as strictly as reports are read: a later run compares with it, or performs it again.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Deserialize as _;
use serde_json::Value;

use crate::audit::InputStatus;
use crate::audit::criteria::Criteria;
use crate::decode::strict::{repeated, repetition, text};
use crate::decode::value::Tree;
use crate::evidence::form::first_fault;
use crate::evidence::{Evidence, KindEntry, SCHEMA, SettingsEntry, SummaryEntry};
use crate::model::assessment::Verdict;
use crate::model::finding::KEY_INACTIVE;
use crate::model::reference::ReferenceError;
use crate::review::baseline::{Before, Known};
use crate::rules;

/// Why something is not an evidence document.
#[derive(Debug)]
#[non_exhaustive]
pub enum EvidenceError {
    /// It is not text.
    Text(ReferenceError),
    /// It is not JSON, or cut off.
    Json(serde_json::Error),
    /// It is of another schema, or of none.
    Schema(Option<String>),
    /// It is not as its schema says: a member is missing, of another kind, or there twice, or it contradicts itself.
    Form(String),
}

impl fmt::Display for EvidenceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const NO_DOCUMENT: &str = "it is no evidence document, as rootkeys --format json prints it";
        match self {
            Self::Text(error) => error.fmt(f),
            Self::Json(error) => write!(f, "{NO_DOCUMENT}: {error}"),
            Self::Schema(found) => {
                let found: String = found.as_deref().unwrap_or("none").chars().take(60).collect();
                write!(f, "{NO_DOCUMENT}: its schema is {found}, expected was {SCHEMA}")
            }
            Self::Form(why) => write!(f, "{NO_DOCUMENT}: {why}"),
        }
    }
}

impl std::error::Error for EvidenceError {}

impl From<EvidenceError> for ReferenceError {
    fn from(error: EvidenceError) -> Self {
        match error {
            EvidenceError::Text(error) => error,
            error @ (EvidenceError::Json(_) | EvidenceError::Schema(_) | EvidenceError::Form(_)) => {
                Self::new(error.to_string())
            }
        }
    }
}

/// A document as it is written, each of its values, also those that this version does not know; and what it says, or why it is
/// not as its schema says.
///
/// # Errors
/// When it is no evidence document of this schema.
pub(crate) fn read(bytes: &[u8]) -> Result<(Value, Result<Evidence<'static>, String>), EvidenceError> {
    let text = text(bytes).map_err(EvidenceError::Text)?;
    let document: Value = serde_json::from_str(&text).map_err(EvidenceError::Json)?;
    let schema = document.get("schema").and_then(Value::as_str);
    if schema != Some(SCHEMA) {
        return Err(EvidenceError::Schema(schema.map(str::to_owned)));
    }
    let tree: Tree<'_> = serde_json::from_str(&text).map_err(EvidenceError::Json)?;
    let evidence = match repeated(&tree) {
        Some(name) => Err(repetition(&name)),
        None => Evidence::deserialize(&document)
            .map_err(|error| first_fault(&document).unwrap_or_else(|| error.to_string())),
    };
    Ok((document, evidence))
}

impl Evidence<'static> {
    /// Reads a document.
    ///
    /// # Errors
    /// When it is no evidence document of this schema, or contradicts itself.
    pub fn read(bytes: &[u8]) -> Result<Self, EvidenceError> {
        let evidence = read(bytes)?.1.map_err(EvidenceError::Form)?;
        evidence.contradiction().map_or(Ok(evidence), |so| Err(EvidenceError::Form(so)))
    }
}

impl Evidence<'_> {
    /// What the verdicts depended on.
    pub fn criteria(&self) -> Criteria {
        let SettingsEntry { max_age, generated_at, strict, also, max_input_size, exclude } = &self.settings;
        let also = also.iter().filter_map(|id| rules::by_id(id)).map(|rule| rule.id);
        Criteria {
            max_age: *max_age,
            generated_at: generated_at.clone(),
            also: also.chain(strict.then_some(KEY_INACTIVE)).collect(),
            max_input_size: *max_input_size,
            exclude: exclude.to_vec(),
        }
    }

    /// What it says of the accounts whose id it knows, for a later run to compare with.
    pub(crate) fn known(&self) -> Known {
        let accounts = self.accounts.iter().flat_map(|accounts| accounts.read());
        let before = |account: &super::AccountEntry<'_>| {
            let ever_active = account.baseline.as_ref().is_some_and(|old| old.ever_active);
            let ever_active = ever_active || account.verdict == Verdict::Active;
            Some(((account.account_id?, account.partition), Before { verdict: account.verdict, ever_active }))
        };
        accounts.filter_map(before).collect()
    }

    /// What can't be so, whatever the files hold: an account twice, a number that is not that of the entries, an active key
    /// without the verdict.
    pub(crate) fn contradiction(&self) -> Option<String> {
        let entries = self.accounts.as_ref().map(|accounts| accounts.read()).unwrap_or_default();
        let mut known = BTreeSet::new();
        for account in entries {
            let id = account.account_id;
            let name = id.map_or_else(|| "an account".to_owned(), |id| format!("the account {id}"));
            if id.is_some() && !known.insert((id, account.partition)) {
                return Some(format!("it has {name} twice"));
            }
            if (account.verdict == Verdict::Active) != account.keys.iter().any(|key| key.state == "active") {
                return Some(format!("the verdict of {name} is not that of its keys"));
            }
        }
        // Older documents have the paths alone.
        let files = self.skipped_files.iter().map(|file| &file.path);
        if !self.skipped_files.is_empty() && !self.skipped.iter().eq(files) {
            return Some("skipped and skipped_files do not have the same paths".to_owned());
        }
        let kinds = self.skipped_files.iter().fold(BTreeMap::new(), |mut kinds, file| {
            *kinds.entry(file.kind.clone()).or_insert(0) += 1;
            kinds
        });
        let by_kind = self.summary.skipped_by_kind.as_ref();
        let is_other = |by_kind: &Vec<KindEntry<'_>>| {
            !by_kind
                .iter()
                .map(|of| (&of.kind, of.files))
                .eq(kinds.iter().map(|(kind, files)| (kind, *files)))
        };
        if by_kind.is_some_and(is_other) {
            return Some("summary.skipped_by_kind is not what skipped_files has".to_owned());
        }
        let SummaryEntry { inputs, accounts, active, clean, undetermined, skipped, excluded, .. } =
            self.summary;
        let failed =
            self.inputs().iter().filter(|input| input.status == InputStatus::Failed.as_str()).count();
        let of = |verdict| entries.iter().filter(|account| account.verdict == verdict).count();
        let numbers = [
            ("inputs", inputs, self.inputs().len()),
            // Older documents don't say.
            ("failed_inputs", self.summary.failed_inputs.unwrap_or(failed), failed),
            ("accounts", accounts, entries.len()),
            ("active", active, of(Verdict::Active)),
            ("clean", clean, of(Verdict::Clean)),
            ("undetermined", undetermined, of(Verdict::Undetermined)),
            ("skipped", skipped, self.skipped.len()),
            ("excluded", excluded, self.excluded.len()),
        ];
        let (name, said, is) = numbers.into_iter().find(|(_, said, is)| said != is)?;
        Some(format!("summary.{name} is {said}, and it has {is}"))
    }
}
