//! The root user, as one `<root_account>` row tells of it.

use std::borrow::Cow;

use crate::credential_report::columns::{Columns, Kind};
use crate::credential_report::field::{Word, is_absent, word};
use crate::credential_report::key_claim;
use crate::credential_report::parser::lossy;
use crate::model::key::{AccessKey, KeyState, RootUser};
use crate::model::time::Timestamp;

/// A root user's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RootRow {
    pub(crate) user: RootUser,
    /// Slots 1 and 2, and every further one of the header, ascending.
    /// Of slots that nothing is known of, the first ones.
    pub(crate) keys: Vec<AccessKey>,
    /// Further columns about keys whose cells say what none of these does, and the cells.
    pub(crate) news: Vec<(String, String)>,
}

impl RootRow {
    /// How many slots are kept that nothing is known of: an empty cell takes a byte, a key more than a hundred, and one
    /// of them decides.
    const MOST_UNKNOWN: usize = 10;
    const MOST_NEWS: usize = 10;

    /// Whether one of its keys is active.
    pub(crate) fn has_active(&self) -> bool {
        self.keys.iter().any(|key| key.state == KeyState::Active)
    }

    /// Whether a key of it is neither shown nor shown to be none, and none is active.
    pub(super) fn is_unknown(&self) -> bool {
        !self.has_active() && self.keys.iter().any(|key| key.state == KeyState::Unknown)
    }

    /// Reads a row that has a cell for each column.
    pub(super) fn of_row(columns: &Columns, row: &[&[u8]], csv_line: u64) -> Self {
        let mut keys: Vec<AccessKey> = columns.slots().iter().copied().map(AccessKey::unknown).collect();
        let mut user = RootUser {
            csv_line,
            mfa_active: None,
            password_enabled: None,
            password_last_used: None,
            active_certificates: Vec::new(),
            unknown_certificates: Vec::new(),
            additional_credentials_info: None,
        };
        // Backwards, because the first of a column that is there twice counts.
        for (kind, cell) in columns.cells(row).rev() {
            let place = kind.slot().and_then(|slot| columns.slots().binary_search(&slot).ok());
            let key = place.and_then(|place| keys.get_mut(place));
            match (kind, key) {
                (Kind::KeyActive(_), Some(key)) => key.add_active(cell),
                (Kind::KeyRotated(_), Some(key)) => key.last_rotated_cell = Some(verbatim(cell)),
                (Kind::KeyUsedDate(_), Some(key)) => key.last_used_cell = Some(verbatim(cell)),
                (Kind::KeyUsedRegion(_), Some(key)) => key.last_used_region = text(cell),
                (Kind::KeyUsedService(_), Some(key)) => key.last_used_service = text(cell),
                (Kind::CertificateActive(slot), _) => match flag(cell) {
                    Some(true) => user.active_certificates.push(slot),
                    Some(false) => {}
                    None => user.unknown_certificates.push(slot),
                },
                (Kind::MfaActive, _) => user.mfa_active = flag(cell),
                (Kind::PasswordEnabled, _) => user.password_enabled = flag(cell),
                (Kind::PasswordLastUsed, _) => user.password_last_used = time(cell),
                (Kind::AdditionalInfo, _) => user.additional_credentials_info = text(cell),
                _ => {}
            }
        }
        let missing = (1..=2).filter(|slot| !columns.has(Kind::CertificateActive(*slot)));
        user.unknown_certificates.extend(missing);
        user.active_certificates.sort_unstable();
        user.unknown_certificates.sort_unstable();
        let says =
            |cell: &Option<Cow<'_, str>>| cell.as_ref().is_some_and(|cell| !is_absent(cell.as_bytes()));
        for key in &mut keys {
            if key.state == KeyState::None && (says(&key.last_rotated_cell) || says(&key.last_used_cell)) {
                key.state = KeyState::Inactive;
            }
        }
        let of_keys = columns.cells(row).enumerate().filter(|(_, (kind, _))| *kind == Kind::OfKeys);
        let news = of_keys.map(|(index, (_, cell))| (columns.name(index), cell));
        let news = news.filter(|(name, cell)| key_claim::is_news(name, cell, &keys)).take(Self::MOST_NEWS);
        let news = news.map(|(name, cell)| (name, lossy(cell.trim_ascii()))).collect();
        let mut unknown = 0;
        keys.retain(|key| {
            unknown += usize::from(key.state == KeyState::Unknown);
            key.state != KeyState::Unknown || unknown <= Self::MOST_UNKNOWN
        });
        keys.shrink_to_fit();
        Self { user, keys, news }
    }
}

impl AccessKey {
    /// Adds what a cell `access_key_N_active` says, one that comes before those that were added. A header that names a slot
    /// twice is a problem of its own; any true among its cells still counts.
    fn add_active(&mut self, cell: &[u8]) {
        match word(cell) {
            Word::True => self.state = KeyState::Active,
            Word::False if self.state == KeyState::Unknown && self.odd_cell.is_none() => {
                self.state = KeyState::None;
            }
            Word::False => {}
            Word::Absent | Word::Other => {
                if self.state != KeyState::Active {
                    self.state = KeyState::Unknown;
                }
                self.odd_cell = Some(String::from_utf8_lossy(cell).into_owned());
            }
        }
    }
}

fn present(cell: &[u8]) -> Option<&[u8]> {
    Some(cell.trim_ascii()).filter(|cell| !is_absent(cell))
}

fn text(cell: &[u8]) -> Option<String> {
    present(cell).map(|cell| String::from_utf8_lossy(cell).into_owned())
}

fn time(cell: &[u8]) -> Option<Timestamp> {
    std::str::from_utf8(present(cell)?).ok()?.parse().ok()
}

fn flag(cell: &[u8]) -> Option<bool> {
    match word(cell) {
        Word::True => Some(true),
        Word::False => Some(false),
        Word::Absent | Word::Other => None,
    }
}

fn verbatim(cell: &[u8]) -> Cow<'static, str> {
    match cell.trim_ascii() {
        b"N/A" => Cow::Borrowed("N/A"),
        cell => Cow::Owned(String::from_utf8_lossy(cell).into_owned()),
    }
}
