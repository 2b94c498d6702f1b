//! The root user, as one `<root_account>` row tells of it.

use std::borrow::Cow;

use csv::ByteRecord;

use super::columns::{Columns, Kind};
use super::field::{Word, is_absent, word};
use crate::time::Timestamp;

/// The state of one access key slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyState {
    /// The cell says true.
    Active,
    /// The cell says false, but a date shows that the key exists: it is disabled, and can be enabled again.
    Inactive,
    /// The cell says false, and nothing shows a key.
    None,
    /// The cell says something else, or there is none.
    Unknown,
}

impl KeyState {
    /// The state's name in every output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Inactive => "inactive",
            Self::None => "none",
            Self::Unknown => "unknown",
        }
    }
}

/// One access key slot of the root user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessKey {
    /// The N of the columns `access_key_N_…`.
    pub slot: u32,
    /// What the cell `access_key_N_active` says, with the dates beside it.
    pub state: KeyState,
    /// When the key was created or last changed, where the report says so as a time with an offset.
    pub last_rotated: Option<Timestamp>,
    /// The cell `access_key_N_last_rotated` to the letter; `None` where there is no such column.
    pub last_rotated_cell: Option<Cow<'static, str>>,
    /// When it was last used, where the report says so as a time with an offset.
    pub last_used: Option<Timestamp>,
    /// The cell `access_key_N_last_used_date` to the letter; `None` where there is no such column.
    pub last_used_cell: Option<Cow<'static, str>>,
    /// The region of the last use.
    pub last_used_region: Option<String>,
    /// The service of the last use.
    pub last_used_service: Option<String>,
    /// The `access_key_N_active` cell to the letter, where it says neither true nor false.
    pub(crate) odd_cell: Option<String>,
}

impl AccessKey {
    /// A slot of which nothing is known.
    pub(crate) fn unknown(slot: u32) -> Self {
        Self {
            slot,
            state: KeyState::Unknown,
            last_rotated: None,
            last_rotated_cell: None,
            last_used: None,
            last_used_cell: None,
            last_used_region: None,
            last_used_service: None,
            odd_cell: None,
        }
    }
}

/// A root user's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RootRow {
    pub(crate) user: RootUser,
    /// Slots 1 and 2, and every further one of the header, ascending.
    pub(crate) keys: Vec<AccessKey>,
}

/// The root user of an account, as the report tells, but for the access keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RootUser {
    /// The row's line in the CSV, from 1.
    pub csv_line: u64,
    /// Whether the root user has a multi-factor device.
    pub mfa_active: Option<bool>,
    /// Whether the root user has a password; older reports don't say.
    pub password_enabled: Option<bool>,
    /// When the root user last signed in.
    pub password_last_used: Option<Timestamp>,
    /// What `additional_credentials_info` says, where it says anything.
    pub additional_credentials_info: Option<String>,
}

impl RootRow {
    /// Reads a row that has a cell for each column.
    pub(crate) fn of_row(columns: &Columns, row: &ByteRecord, csv_line: u64) -> Self {
        let cell = |kind| columns.cell(row, kind).map(<[u8]>::trim_ascii);
        let text = |kind| {
            cell(kind).filter(|cell| !is_absent(cell)).map(|cell| String::from_utf8_lossy(cell).into_owned())
        };
        let verbatim = |kind| {
            cell(kind).map(|cell| match cell {
                b"N/A" => Cow::Borrowed("N/A"),
                _ => Cow::Owned(String::from_utf8_lossy(cell).into_owned()),
            })
        };
        let time = |kind| text(kind).and_then(|text| text.parse().ok());
        let flag = |kind| match word(cell(kind)?) {
            Word::True => Some(true),
            Word::False => Some(false),
            Word::Absent | Word::Other => None,
        };
        let key = |slot| {
            // A header that names a slot twice is a problem of its own; any true among its cells still counts.
            let words: Vec<(Word, &[u8])> = columns
                .cells(row)
                .filter(|(kind, _)| *kind == Kind::KeyActive(slot))
                .map(|(_, cell)| (word(cell), cell))
                .collect();
            let exists = text(Kind::KeyRotated(slot)).is_some() || text(Kind::KeyUsedDate(slot)).is_some();
            let all_false = !words.is_empty() && words.iter().all(|(word, _)| *word == Word::False);
            let state = match (words.iter().any(|(word, _)| *word == Word::True), all_false, exists) {
                (true, _, _) => KeyState::Active,
                (false, true, true) => KeyState::Inactive,
                (false, true, false) => KeyState::None,
                (false, false, _) => KeyState::Unknown,
            };
            let odd = words.iter().find(|(word, _)| matches!(word, Word::Absent | Word::Other));
            AccessKey {
                slot,
                state,
                last_rotated: time(Kind::KeyRotated(slot)),
                last_rotated_cell: verbatim(Kind::KeyRotated(slot)),
                last_used: time(Kind::KeyUsedDate(slot)),
                last_used_cell: verbatim(Kind::KeyUsedDate(slot)),
                last_used_region: text(Kind::KeyUsedRegion(slot)),
                last_used_service: text(Kind::KeyUsedService(slot)),
                odd_cell: odd.map(|(_, cell)| String::from_utf8_lossy(cell).into_owned()),
            }
        };
        let user = RootUser {
            csv_line,
            mfa_active: flag(Kind::MfaActive),
            password_enabled: flag(Kind::PasswordEnabled),
            password_last_used: time(Kind::PasswordLastUsed),
            additional_credentials_info: text(Kind::AdditionalInfo),
        };
        Self { user, keys: columns.slots().into_iter().map(key).collect() }
    }
}
