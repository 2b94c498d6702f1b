//! The columns of a credential report, found by name: in any order, unknown ones ignored.
//!
//! Source of the names: AWS IAM User Guide, "Generate credential reports for your AWS account"; recorded reports.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use csv::ByteRecord;

use crate::credential_report::{key_claim, trace};

/// The header of AWS's own reports. A column `additional_credentials_info` may follow.
///
/// Source: AWS IAM User Guide, "Generate credential reports for your AWS account".
pub(crate) const HEADER: &[u8] = b"user,arn,user_creation_time,password_enabled,password_last_used,\
password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,\
access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,\
access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,\
cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated";

/// What a column means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    User,
    Arn,
    /// `access_key_N_active`, with its slot N; likewise the four below.
    KeyActive(u32),
    KeyRotated(u32),
    KeyUsedDate(u32),
    KeyUsedRegion(u32),
    KeyUsedService(u32),
    MfaActive,
    PasswordEnabled,
    PasswordLastUsed,
    AdditionalInfo,
    /// `cert_N_active`, with its slot N.
    CertificateActive(u32),
    /// Another column of dates.
    Time,
    /// The account id in a column of its own, which is not of AWS's credential report.
    AccountId,
    /// Another program's name for [`Kind::User`] or [`Kind::Arn`], in a table that has AWS's own as well.
    UserAlias,
    ArnAlias,
    /// Another column about access keys, which is not of AWS's credential report.
    OfKeys,
    /// Another column that is not of AWS's credential report.
    Other,
}

impl Kind {
    /// The meaning of a column name as a person reads it: in any case, with or without blanks, `_` and `-`.
    pub(super) fn of_name(name: &[u8]) -> Self {
        const LONGEST: usize = 200;
        // No name begins otherwise, but with a letter that is not ASCII; and every cell of every row comes by here.
        let name = name.trim_ascii();
        let may_begin = |byte: &u8| {
            matches!(byte.to_ascii_lowercase(), b'u' | b'a' | b'm' | b'p' | b'c' | b'_' | b'-' | 0x80..)
        };
        if !name.first().is_some_and(may_begin) || name.len() > LONGEST || name.contains(&b':') {
            return Self::Other;
        }
        match trace::name(name).as_slice() {
            b"user" => Self::User,
            b"arn" => Self::Arn,
            b"username" => Self::UserAlias,
            b"userarn" => Self::ArnAlias,
            b"mfaactive" => Self::MfaActive,
            b"passwordenabled" => Self::PasswordEnabled,
            b"passwordlastused" => Self::PasswordLastUsed,
            b"usercreationtime" | b"passwordlastchanged" | b"passwordnextrotation" => Self::Time,
            b"cert1lastrotated" | b"cert2lastrotated" => Self::Time,
            b"additionalcredentialsinfo" => Self::AdditionalInfo,
            b"account" | b"accountid" | b"accountidentifier" | b"accountnum" | b"acct" | b"acctid"
            | b"accountno" | b"accountnumber" | b"awsaccount" | b"awsaccountid" | b"awsaccountnumber" => {
                Self::AccountId
            }
            name => Self::of_key(name).or_else(|| Self::of_certificate(name)).unwrap_or(Self::Other),
        }
    }

    /// The N of `access_key_N_…`.
    pub(super) fn slot(self) -> Option<u32> {
        match self {
            Self::KeyActive(slot)
            | Self::KeyRotated(slot)
            | Self::KeyUsedDate(slot)
            | Self::KeyUsedRegion(slot)
            | Self::KeyUsedService(slot) => Some(slot),
            Self::User
            | Self::Arn
            | Self::MfaActive
            | Self::PasswordEnabled
            | Self::PasswordLastUsed
            | Self::AdditionalInfo
            | Self::CertificateActive(_)
            | Self::Time
            | Self::AccountId
            | Self::UserAlias
            | Self::ArnAlias
            | Self::OfKeys
            | Self::Other => None,
        }
    }

    /// `cert_N_active`.
    fn of_certificate(name: &[u8]) -> Option<Self> {
        let (slot, what) = numbered(name, "cert")?;
        (what == "active").then_some(Self::CertificateActive(slot))
    }

    /// `access_key_N_…`.
    fn of_key(name: &[u8]) -> Option<Self> {
        let (slot, what) = numbered(name, "accesskey")?;
        match what {
            "active" => Some(Self::KeyActive(slot)),
            "lastrotated" => Some(Self::KeyRotated(slot)),
            "lastuseddate" => Some(Self::KeyUsedDate(slot)),
            "lastusedregion" => Some(Self::KeyUsedRegion(slot)),
            "lastusedservice" => Some(Self::KeyUsedService(slot)),
            _ => None,
        }
    }
}

/// The number behind a prefix, positive and without leading zeros, and what follows it.
fn numbered<'n>(name: &'n [u8], prefix: &str) -> Option<(u32, &'n str)> {
    let name = std::str::from_utf8(name).ok()?.strip_prefix(prefix)?;
    let (number, what) = name.split_at_checked(name.bytes().take_while(u8::is_ascii_digit).count())?;
    let slot = number.parse().ok().filter(|slot: &u32| *slot > 0 && slot.to_string() == number)?;
    Some((slot, what))
}

/// What each cell of a row means.
#[derive(Clone, Debug)]
pub(crate) struct Columns {
    pub(super) kinds: Vec<Kind>,
    /// See [`Self::slots`].
    slots: Vec<u32>,
    pub(super) names: ByteRecord,
    /// Whether they are AWS's own, each where AWS has it, and then whether `additional_credentials_info` follows.
    pub(crate) canonical: Option<bool>,
}

impl Columns {
    /// The columns, when the row is a header: of its cells one is a key's column and another one AWS's, too; or it has both the user
    /// and the ARN, or three of AWS's names, one of them the user or the ARN. Lists of words and other tables have fewer.
    pub(crate) fn of_header(row: &ByteRecord) -> Option<Self> {
        let kinds = || row.iter().map(Kind::of_name);
        let known = kinds().filter(|kind| !matches!(kind, Kind::Other | Kind::AccountId)).count();
        let has = |sought| kinds().any(|kind| kind == sought);
        let has_key = || kinds().any(|kind| matches!(kind, Kind::KeyActive(_)));
        let (user, arn) = (has(Kind::User), has(Kind::Arn));
        let is_header = known >= 2 && (has_key() || user && arn || (user || arn) && names(row).len() >= 3);
        is_header.then(|| {
            let mut kinds: Vec<Kind> = kinds().collect();
            for (alias, kind) in [(Kind::UserAlias, Kind::User), (Kind::ArnAlias, Kind::Arn)] {
                if !kinds.contains(&kind)
                    && let Some(first) = kinds.iter_mut().find(|kind| **kind == alias)
                {
                    *first = kind;
                }
            }
            for (kind, name) in kinds.iter_mut().zip(row) {
                if *kind == Kind::Other && key_claim::is_of_keys(name) {
                    *kind = Kind::OfKeys;
                }
            }
            Self {
                slots: slots(kinds.iter().copied()),
                kinds,
                // A clone would have memory for as many as the longest record before.
                names: row.iter().collect(),
                canonical: canonical(row),
            }
        })
    }

    /// AWS's own columns, when a CSV begins with a line of them, and that line's length.
    pub(crate) fn of_canonical(csv: &[u8]) -> Option<(Arc<Self>, usize)> {
        static AWS: LazyLock<Option<Arc<Columns>>> = LazyLock::new(|| {
            let names: ByteRecord = HEADER.split(|byte| *byte == b',').collect();
            Columns::of_header(&names).map(Arc::new)
        });
        let rest = csv.strip_prefix(HEADER)?;
        let rest = rest.strip_prefix(b"\n").or_else(|| rest.strip_prefix(b"\r\n"))?;
        Some((AWS.clone()?, csv.len() - rest.len()))
    }

    pub(super) fn len(&self) -> usize {
        self.kinds.len()
    }

    pub(crate) fn has(&self, kind: Kind) -> bool {
        self.kinds.contains(&kind)
    }

    pub(crate) fn position(&self, kind: Kind) -> Option<usize> {
        self.kinds.iter().position(|other| *other == kind)
    }

    pub(super) fn name(&self, index: usize) -> String {
        String::from_utf8_lossy(self.names.get(index).unwrap_or_default()).trim().to_owned()
    }

    /// The row's cells with their columns' meanings, in file order.
    pub(crate) fn cells<'a>(
        &self,
        row: &[&'a [u8]],
    ) -> impl DoubleEndedIterator<Item = (Kind, &'a [u8])> + ExactSizeIterator {
        self.kinds.iter().copied().zip(row.iter().copied())
    }

    /// The row's first cell of that meaning.
    pub(crate) fn cell<'a>(&'a self, row: &'a ByteRecord, kind: Kind) -> Option<&'a [u8]> {
        self.position(kind).and_then(|index| row.get(index))
    }

    /// The slots of the header, ascending, each once; 1 and 2 always.
    pub(super) fn slots(&self) -> &[u32] {
        &self.slots
    }

    /// The columns that the verdict needs and the header lacks.
    pub(super) fn missing(&self) -> Vec<&'static str> {
        let needed = [
            (Kind::User, "user"),
            (Kind::KeyActive(1), "access_key_1_active"),
            (Kind::KeyActive(2), "access_key_2_active"),
        ];
        needed.iter().filter(|(kind, _)| !self.has(*kind)).map(|(_, name)| *name).collect()
    }

    /// Whether a row has these names once more, as a table has that was made of whole files; `None` where it has not, and whether
    /// its cells of further columns are names as well.
    pub(super) fn again(&self, row: &ByteRecord) -> Option<bool> {
        let is_same =
            |(index, cell): (usize, &[u8])| trace::name(cell) == trace::name(self.name(index).as_bytes());
        let is_value = |(index, cell): (usize, &[u8])| {
            self.kinds.get(index) == Some(&Kind::Other)
                && Kind::of_name(cell) == Kind::Other
                && !key_claim::is_of_keys(cell)
                && !trace::is_in(cell)
        };
        let cells = || row.iter().enumerate();
        let is_header = row.len() == self.len() && cells().all(|cell| is_same(cell) || is_value(cell));
        is_header.then(|| cells().all(is_same))
    }

    /// A column of AWS's that the header names twice.
    pub(crate) fn repeated(&self) -> Option<String> {
        let mut seen = BTreeSet::new();
        let known = (0..self.len()).filter(|index| !self.is_further(*index));
        known.map(|index| self.name(index)).find(|name| !seen.insert(trace::name(name.as_bytes())))
    }

    /// Whether a column is none of AWS's, nor of an account.
    pub(super) fn is_further(&self, index: usize) -> bool {
        matches!(self.kinds.get(index), Some(Kind::Other | Kind::OfKeys))
    }
}

/// AWS's names in a row, each once.
fn names(row: &ByteRecord) -> BTreeSet<Vec<u8>> {
    let is_alias = |kind| matches!(kind, Kind::Other | Kind::AccountId | Kind::UserAlias | Kind::ArnAlias);
    let is_known = |name: &&[u8]| !is_alias(Kind::of_name(name));
    row.iter().filter(is_known).map(trace::name).collect()
}

/// See [`Columns::slots`].
fn slots(kinds: impl Iterator<Item = Kind>) -> Vec<u32> {
    let named = kinds.filter_map(|kind| if let Kind::KeyActive(slot) = kind { Some(slot) } else { None });
    let mut slots: Vec<u32> = named.chain([1, 2]).collect();
    slots.sort_unstable();
    slots.dedup();
    slots
}

/// See [`Columns::canonical`].
fn canonical(row: &ByteRecord) -> Option<bool> {
    let mut names = row.iter();
    let canonical = HEADER.split(|byte| *byte == b',').all(|name| names.next() == Some(name));
    match (canonical, names.next(), names.next()) {
        (true, None, None) => Some(false),
        (true, Some(b"additional_credentials_info"), None) => Some(true),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(names: &[&str]) -> Option<Columns> {
        Columns::of_header(&ByteRecord::from(names.to_vec()))
    }

    #[test]
    fn a_header_has_two_known_names() {
        assert!(header(&["user", "arn"]).is_some());
        assert!(header(&["row_num", " User ", "ACCESS_KEY_1_ACTIVE"]).is_some());
        assert!(header(&["user", "arn:aws:iam::111122223333:user/user", "false"]).is_none());
        assert!(header(&["<root_account>", "arn:aws:iam::111122223333:root"]).is_none());
    }

    #[test]
    fn slots_are_the_numbers_of_the_header() {
        let columns =
            header(&["user", "access_key_3_active", "access_key_1_active", "access_key_01_active"]).unwrap();
        assert_eq!(columns.slots(), [1, 2, 3]);
        assert_eq!(columns.missing(), ["access_key_2_active"]);
        assert!(columns.repeated().is_none());
        assert_eq!(columns.unclear(), None, "its root cell tells");
        for (name, unclear) in [
            ("access kye 1 active", true),
            ("access_key_1_lst_rotated", true),
            ("mfa_aktive", true),
            ("arm", true),
            ("org", false),
            ("account_name", false),
            ("cert_3_active", false),
            ("user_group", false),
            ("Notes (2026, Q3)", false),
            ("user_creations: [ERROR]: An error", true),
            ("<h1>404</h1>", true),
            (&"x".repeat(65), true),
            ("cert_2_l", true),
            ("ce", true),
            ("…", true),
            ("prodAn error occurred (Throttling)", true),
            ("", false),
        ] {
            assert_eq!(header(&["user", "arn", name]).unwrap().unclear().is_some(), unclear, "{name}");
        }
    }

    #[test]
    fn a_column_that_stands_twice_is_found() {
        assert_eq!(header(&["user", "arn", "x", "x", " ARN"]).unwrap().repeated().as_deref(), Some("ARN"));
        let twice = header(&["user", "cert_1_active", "cert_2_active", "cert_1_active"]).unwrap();
        assert_eq!(twice.repeated().as_deref(), Some("cert_1_active"));
    }
}
