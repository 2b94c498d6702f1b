//! The root user, as one `<root_account>` row tells of it: its access keys, and the rest.

use std::borrow::Cow;

use crate::model::time::Timestamp;

/// The state of an access key slot: AWS gives each user two, the columns `access_key_1_…` and `access_key_2_…`.
///
/// Only `Active` makes a verdict of active. `Inactive` is not the same as `None`: CIS and Security Hub ask that the
/// root user has no key at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyState {
    /// The cell says true.
    Active,
    /// The cell says false, but a date shows that the key exists: it is disabled and can be enabled again.
    Inactive,
    /// The cell says false, and no date shows a key. Without the column `access_key_N_last_rotated`, no date could.
    None,
    /// The cell says something else, or is missing.
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
#[non_exhaustive]
pub struct AccessKey {
    /// The N of the columns `access_key_N_…`.
    pub slot: u32,
    /// What the cell `access_key_N_active` says, together with the slot's dates.
    pub state: KeyState,
    /// The cell `access_key_N_last_rotated` verbatim; `None` if there is no such column.
    pub last_rotated_cell: Option<Cow<'static, str>>,
    /// The cell `access_key_N_last_used_date` verbatim; `None` if there is no such column.
    pub last_used_cell: Option<Cow<'static, str>>,
    /// The region of the last use.
    pub last_used_region: Option<String>,
    /// The service of the last use.
    pub last_used_service: Option<String>,
    /// The `access_key_N_active` cell verbatim, if it says neither true nor false.
    pub(crate) odd_cell: Option<String>,
}

impl AccessKey {
    /// When the key was created or last changed, if the report gives a time with an offset.
    pub fn last_rotated(&self) -> Option<Timestamp> {
        self.last_rotated_cell.as_ref()?.parse().ok()
    }

    /// When it was last used, if the report gives a time with an offset.
    pub fn last_used(&self) -> Option<Timestamp> {
        self.last_used_cell.as_ref()?.parse().ok()
    }

    /// Whether the report shows that there is no key: it would show the date of a disabled one. Without that column
    /// there may be a disabled key.
    pub(crate) fn is_shown_absent(&self) -> bool {
        self.state == KeyState::None && self.last_rotated_cell.is_some()
    }

    /// A slot about which nothing is known.
    pub(crate) fn unknown(slot: u32) -> Self {
        Self {
            slot,
            state: KeyState::Unknown,
            last_rotated_cell: None,
            last_used_cell: None,
            last_used_region: None,
            last_used_service: None,
            odd_cell: None,
        }
    }
}

/// What the report says about the root user, apart from the access keys.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RootUser {
    /// The row's line in the CSV, from 1.
    pub csv_line: u64,
    /// Whether the root user has a multi-factor device.
    pub mfa_active: Option<bool>,
    /// Whether the root user has a password; older reports don't say.
    pub password_enabled: Option<bool>,
    /// When the root user last signed in.
    pub password_last_used: Option<Timestamp>,
    /// The slots N of the signing certificates whose `cert_N_active` says true, ascending.
    pub active_certificates: Vec<u32>,
    /// The slots whose `cert_N_active` says neither true nor false, and those of 1 and 2 without that column, ascending.
    pub unknown_certificates: Vec<u32>,
    /// What `additional_credentials_info` says, where it says anything.
    pub additional_credentials_info: Option<String>,
}
