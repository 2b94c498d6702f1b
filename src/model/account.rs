//! Accounts as ARNs name them: the twelve-digit id, the partition, the root user's ARN.

use std::fmt;
use std::str::FromStr;

/// An AWS account id: twelve decimal digits, leading zeros kept.
///
/// Source: AWS Account Management Reference Guide, "View AWS account identifiers".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId(u64);

/// The error of [`AccountId::from_str`]: the text is not twelve decimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseAccountIdError;

impl fmt::Display for ParseAccountIdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an account id is twelve digits")
    }
}

impl std::error::Error for ParseAccountIdError {}

impl AccountId {
    /// Its digits, four bits each.
    pub(crate) fn packed(self) -> u64 {
        let digits = std::iter::successors(Some(self.0), |rest| Some(rest / 10)).take(12);
        digits.map(|rest| rest % 10).zip(0..).fold(0, |packed, (digit, place)| packed | digit << (4 * place))
    }
}

impl FromStr for AccountId {
    type Err = ParseAccountIdError;

    /// Reads exactly twelve ASCII digits.
    ///
    /// # Errors
    /// [`ParseAccountIdError`] for anything else, spaces around the digits included.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_id = text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
        if is_id { text.parse().map(Self).map_err(|_| ParseAccountIdError) } else { Err(ParseAccountIdError) }
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:012}", self.0)
    }
}

/// An AWS partition: `aws`, `aws-cn`, `aws-us-gov` or one of those for governments and Europe.
///
/// Source: AWS Fault Isolation Boundaries, "Partitions"; the AWS SDKs' `partitions.json`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Partition(&'static str);

impl Partition {
    pub(crate) const KNOWN: [&'static str; 8] =
        ["aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-eusc"];

    /// The partition's name as ARNs spell it.
    pub fn as_str(self) -> &'static str {
        self.0
    }

    /// Any other name counts as damage until AWS publishes it.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::KNOWN.into_iter().find(|known| *known == text).map(Self)
    }
}

/// The error of [`Partition::from_str`]: no partition has this name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParsePartitionError(String);

impl fmt::Display for ParsePartitionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no partition", self.0)
    }
}

impl std::error::Error for ParsePartitionError {}

impl FromStr for Partition {
    type Err = ParsePartitionError;

    /// Reads the name of a known partition.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text).ok_or_else(|| ParsePartitionError(text.to_owned()))
    }
}

impl fmt::Display for Partition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// The account that a row of a credential report belongs to, as its ARN says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Account {
    /// The partition, if the ARN names a known one.
    pub partition: Option<Partition>,
    /// The id, if the ARN has twelve digits there.
    pub id: Option<AccountId>,
    /// The ARN's account field as written, well-formed or not; `None` if there is no ARN.
    pub written: Option<String>,
}

impl Account {
    /// Not known: a credential report without the column `arn`.
    pub const UNKNOWN: Self = Self { partition: None, id: None, written: None };

    /// The root user's ARN, where the account is known.
    pub fn root_arn(&self) -> Option<String> {
        let (partition, id) = (self.partition?, self.id?);
        Some(format!("arn:{partition}:iam::{id}:root"))
    }
}

/// The most characters of an IAM user's name, and of a path.
///
/// Source: AWS IAM User Guide, "IAM and AWS STS quotas".
pub(crate) const LONGEST_USER_NAME: usize = 64;
pub(crate) const LONGEST_PATH: usize = 512;

/// The parts of an IAM ARN that a credential report needs: `arn:PARTITION:iam::ACCOUNT:RESOURCE`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct IamArn<'a> {
    partition: Partition,
    pub(crate) account: &'a str,
    pub(crate) resource: &'a str,
}

impl<'a> IamArn<'a> {
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        let (partition, rest) = text.strip_prefix("arn:")?.split_once(':')?;
        let (account, resource) = rest.strip_prefix("iam::")?.split_once(':')?;
        Some(Self { partition: Partition::parse(partition)?, account, resource })
    }

    pub(crate) fn account(&self) -> Account {
        Account {
            partition: Some(self.partition),
            id: self.account.parse().ok(),
            written: Some(self.account.to_owned()),
        }
    }

    /// Whether it is the root user's, of an account whose id is twelve digits.
    pub(crate) fn is_root(&self) -> bool {
        self.resource == "root" && self.account.parse::<AccountId>().is_ok()
    }

    /// The name at the end of `user/path/NAME`.
    pub(crate) fn user_name(&self) -> Option<&'a str> {
        self.resource.strip_prefix("user/").map(|path| path.rsplit_once('/').map_or(path, |(_, name)| name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_id_is_exactly_twelve_ascii_digits() {
        assert_eq!("010101010101".parse::<AccountId>().unwrap().to_string(), "010101010101");
        for bad in ["", "11112222333", "1111222233334", " 11112222333", "11112222333x", "١١١١٢٢"] {
            assert_eq!(bad.parse::<AccountId>(), Err(ParseAccountIdError), "{bad:?}");
        }
    }

    #[test]
    fn arns_of_every_partition_name_their_account() {
        for partition in ["aws", "aws-cn", "aws-us-gov", "aws-iso-b"] {
            let text = format!("arn:{partition}:iam::111122223333:root");
            let account = IamArn::parse(&text).unwrap().account();
            assert_eq!(account.root_arn().as_deref(), Some(text.as_str()));
        }
        let odd = IamArn::parse("arn:aws:iam::12:root").unwrap().account();
        assert_eq!((odd.id, odd.written.as_deref()), (None, Some("12")));
        for bad in [
            "my_arn",
            "arn:awr:iam::111122223333:root",
            "arn:aws-:iam::111122223333:root",
            "arn:aws:ian::1:root",
        ] {
            assert_eq!(IamArn::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_user_name_is_what_follows_the_path() {
        let name = |arn| IamArn::parse(arn).unwrap().user_name();
        assert_eq!(name("arn:aws:iam::111122223333:user/a/b/carol"), Some("carol"));
        assert_eq!(name("arn:aws:iam::111122223333:user/carol"), Some("carol"));
        assert_eq!(name("arn:aws:iam::111122223333:root"), None);
    }
}
