//! The evidence document: an audit as JSON, written and read by the same types.
//!
//! Its types are its own: renaming a field elsewhere changes nothing here. Names that grow from version to version (codes,
//! rules, envelopes) are texts, so that a later document can be read, too. A member that was added after the first version has
//! a default; every other one must be there, null or not.

#[cfg(feature = "files")]
pub(crate) mod comparison;
mod entries;
mod form;
mod read;
mod reviewed;
pub(crate) mod verification;
mod written;

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub(crate) use self::entries::{AccountEntry, InputEntry, SkippedEntry};
pub use self::read::EvidenceError;
#[cfg(feature = "files")]
pub(crate) use self::read::read;
#[cfg(feature = "files")]
pub(crate) use self::reviewed::FileEntry;
use self::reviewed::{BaselineEntry, PopulationEntry, RegisterEntry};
use crate::audit::{AccountResult, Audit, InputResult, Summary};
use crate::model::time::{MaxAge, Timestamp};

/// The schema of the evidence document: a renamed or removed member is a new number, an added one is not.
pub(crate) const SCHEMA: &str = "rootkeys.evidence/1";

/// The document's JSON Schema, draft 2020-12: what `rootkeys schema` prints.
pub fn schema() -> &'static str {
    include_str!("evidence.schema.json")
}

/// An evidence document.
#[derive(Serialize, Deserialize)]
pub struct Evidence<'a> {
    schema: Cow<'a, str>,
    tool: ToolEntry<'a>,
    #[serde(with = "written")]
    pub(crate) as_of: Timestamp,
    complete: bool,
    settings: SettingsEntry<'a>,
    summary: SummaryEntry<'a>,
    /// Left out where the accounts stand by themselves.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "some")]
    accounts: Option<Entries<'a, AccountResult, AccountEntry<'a>>>,
    inputs: Entries<'a, InputResult, InputEntry<'a>>,
    pub(crate) skipped: Vec<Cow<'a, str>>,
    #[serde(default)]
    pub(crate) skipped_files: Vec<SkippedEntry<'a>>,
    #[serde(default)]
    pub(crate) excluded: Cow<'a, [String]>,
    #[serde(deserialize_with = "Option::deserialize")]
    pub(crate) population: Option<PopulationEntry<'a>>,
    #[serde(deserialize_with = "Option::deserialize")]
    pub(crate) exceptions: Option<RegisterEntry<'a>>,
    #[serde(deserialize_with = "Option::deserialize")]
    pub(crate) baseline: Option<BaselineEntry<'a>>,
}

#[derive(Serialize, Deserialize)]
struct ToolEntry<'a> {
    name: Cow<'a, str>,
    version: Cow<'a, str>,
}

#[derive(Serialize, Deserialize)]
struct SettingsEntry<'a> {
    #[serde(with = "written::or_null")]
    max_age: Option<MaxAge>,
    #[serde(with = "written::or_null")]
    generated_at: Option<Timestamp>,
    strict: bool,
    #[serde(default)]
    also: Vec<Cow<'a, str>>,
    max_input_size: u64,
    #[serde(default)]
    exclude: Cow<'a, [String]>,
}

#[derive(Serialize, Deserialize)]
struct SummaryEntry<'a> {
    inputs: usize,
    #[serde(default)]
    failed_inputs: Option<usize>,
    reports: usize,
    accounts: usize,
    active: usize,
    clean: usize,
    undetermined: usize,
    open: usize,
    excepted: usize,
    inactive_keys: usize,
    skipped: usize,
    #[serde(default)]
    skipped_by_kind: Option<Vec<KindEntry<'a>>>,
    #[serde(default)]
    excluded: usize,
}

/// How many files are of a kind. A list has them, because a document's members all have names that its schema knows.
#[derive(Serialize, Deserialize, PartialEq, Eq)]
struct KindEntry<'a> {
    kind: Cow<'a, str>,
    files: usize,
}

/// A list of entries: each made when it is written, because together they take more memory than all else; or read.
enum Entries<'a, T, E> {
    Made(&'a [T], &'a Audit, fn(&'a T, &'a Audit) -> E),
    Read(Vec<E>),
}

impl<T, E> Entries<'_, T, E> {
    /// Those that were read.
    fn read(&self) -> &[E] {
        match self {
            Self::Made(..) => &[],
            Self::Read(entries) => entries,
        }
    }
}

impl<T, E: Serialize> Serialize for Entries<'_, T, E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Made(all, audit, entry) => serializer.collect_seq(all.iter().map(|one| entry(one, audit))),
            Self::Read(entries) => serializer.collect_seq(entries),
        }
    }
}

impl<'de, T, E: Deserialize<'de>> Deserialize<'de> for Entries<'_, T, E> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self::Read)
    }
}

fn some<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

impl<'a> From<&'a Audit> for Evidence<'a> {
    fn from(audit: &'a Audit) -> Self {
        let accounts = Entries::Made(&audit.accounts, audit, AccountEntry::from_result);
        Self { accounts: Some(accounts), ..Self::without_accounts(audit) }
    }
}

impl<'a> Evidence<'a> {
    /// All but the accounts.
    pub(crate) fn without_accounts(audit: &'a Audit) -> Self {
        Self {
            schema: SCHEMA.into(),
            tool: ToolEntry {
                name: env!("CARGO_PKG_NAME").into(),
                version: env!("CARGO_PKG_VERSION").into(),
            },
            as_of: audit.as_of.clone(),
            complete: audit.complete(),
            settings: SettingsEntry {
                max_age: audit.criteria.max_age,
                generated_at: audit.criteria.generated_at.clone(),
                strict: audit.criteria.is_strict(),
                also: audit.criteria.also.iter().map(|rule| (*rule).into()).collect(),
                max_input_size: audit.criteria.max_input_size,
                exclude: audit.criteria.exclude.as_slice().into(),
            },
            summary: SummaryEntry::from_audit(audit),
            accounts: None,
            inputs: Entries::Made(&audit.inputs, audit, InputEntry::from_result),
            skipped: audit.skipped.iter().map(|file| (&*file.path).into()).collect(),
            skipped_files: audit.skipped.iter().map(SkippedEntry::from).collect(),
            excluded: audit.excluded.as_slice().into(),
            population: audit
                .population
                .as_ref()
                .map(|population| PopulationEntry::from_audit(population, audit)),
            exceptions: audit.exceptions.as_ref().map(RegisterEntry::from),
            baseline: audit.baseline.as_ref().map(|baseline| BaselineEntry::from_audit(baseline, audit)),
        }
    }

    /// The inputs, of a document that was read.
    pub(crate) fn inputs(&self) -> &[InputEntry<'a>] {
        self.inputs.read()
    }
}

impl SummaryEntry<'_> {
    fn from_audit(audit: &Audit) -> Self {
        let Summary {
            inputs,
            failed_inputs,
            reports,
            accounts,
            active,
            clean,
            undetermined,
            open,
            excepted,
            inactive_keys,
            skipped,
            excluded,
        } = audit.summary();
        let by_kind = audit.skipped_by_kind().into_iter();
        Self {
            inputs,
            failed_inputs: Some(failed_inputs),
            reports,
            accounts,
            active,
            clean,
            undetermined,
            open,
            excepted,
            inactive_keys,
            skipped,
            skipped_by_kind: Some(
                by_kind.map(|(kind, files)| KindEntry { kind: kind.as_str().into(), files }).collect(),
            ),
            excluded,
        }
    }
}
