//! How a root user's access key is removed, in each partition of AWS.
//!
//! Source: AWS GovCloud (US) User Guide, "AWS GovCloud (US) account root user" and "Signing in to AWS GovCloud (US)"
//! (<https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/govcloud-account-root-user.html>); AWS re:Post, "How do I delete,
//! deactivate, or rotate root access keys in AWS GovCloud (US) accounts?"; the guides of AWS in China and of the AWS European
//! Sovereign Cloud for their consoles; the AWS SDKs' `partitions.json` for regions and endpoints.

use std::collections::BTreeSet;

use crate::model::account::{Account, Partition};
use crate::rules::access_key::{assume_root_command, in_member_account, in_own_account};

/// What a partition has in place of others.
struct Place {
    partition: &'static str,
    console: Console,
    /// A region of it, and the name that its endpoints end with.
    region: &'static str,
    suffix: &'static str,
}

/// Where the root users of a partition sign in.
enum Console {
    At(&'static str),
    /// AWS does not publish the address.
    Unpublished,
    /// They can't.
    None,
}

const fn place(
    partition: &'static str,
    console: Console,
    region: &'static str,
    suffix: &'static str,
) -> Place {
    Place { partition, console, region, suffix }
}

/// The partition that everything else is about.
const STANDARD: &str = "aws";

/// The partition whose root users have access keys and no console.
const GOVCLOUD: &str = "aws-us-gov";

const PLACES: &[Place] = &[
    place(STANDARD, Console::At("https://console.aws.amazon.com"), "us-east-1", "amazonaws.com"),
    place("aws-cn", Console::At("https://console.amazonaws.cn"), "cn-north-1", "amazonaws.com.cn"),
    place("aws-eusc", Console::At("https://console.amazonaws-eusc.eu"), "eusc-de-east-1", "amazonaws.eu"),
    place("aws-iso", Console::Unpublished, "us-iso-east-1", "c2s.ic.gov"),
    place("aws-iso-b", Console::Unpublished, "us-isob-east-1", "sc2s.sgov.gov"),
    place("aws-iso-e", Console::Unpublished, "eu-isoe-west-1", "cloud.adc-e.uk"),
    place("aws-iso-f", Console::Unpublished, "us-isof-south-1", "csp.hci.ic.gov"),
    place(GOVCLOUD, Console::None, "us-gov-west-1", "amazonaws.com"),
];

impl Place {
    /// A regional endpoint of STS, and what makes the AWS CLI use it.
    fn endpoint(&self) -> String {
        let Self { region, suffix, .. } = self;
        format!("sts.{region}.{suffix} (AWS_REGION={region})")
    }

    /// Where its root users sign in; `None` if they can't.
    fn sign_in(&self) -> Option<String> {
        match self.console {
            Console::At(address) => Some(format!("{address} ({})", self.partition)),
            Console::Unpublished => Some(format!("the console of {}", self.partition)),
            Console::None => None,
        }
    }
}

/// How to remove the root users' keys of these accounts, step by step: only what applies to their partitions, with the account's
/// own id where there is one only. A report that names no partition is taken for one of `aws`.
pub fn remedy(accounts: &[&Account]) -> Vec<String> {
    let partitions: BTreeSet<Option<Partition>> = accounts.iter().map(|account| account.partition).collect();
    let names: BTreeSet<&str> =
        partitions.iter().map(|partition| partition.map_or(STANDARD, Partition::as_str)).collect();
    let places: Vec<&Place> = PLACES.iter().filter(|place| names.contains(place.partition)).collect();
    let is_standard = places.iter().all(|place| place.partition == STANDARD);
    let sign_in: Vec<String> = places.iter().filter_map(|place| place.sign_in()).collect();
    let at = if is_standard { String::new() } else { format!(" at {}", sign_in.join(" or ")) };
    let endpoint = if is_standard {
        "a regional endpoint (AWS_REGION is set)".to_owned()
    } else {
        let endpoints: Vec<String> = places.iter().map(|place| place.endpoint()).collect();
        format!("a regional endpoint, as {}", endpoints.join(" or "))
    };
    let id = match accounts {
        [only] => only.id,
        _ => None,
    };
    // Of several that share a partition, one command is shown.
    let named =
        |place: &&Place| partitions.iter().flatten().find(|known| known.as_str() == place.partition).copied();
    let commands = places.iter().map(|place| format!("  {}", assume_root_command(id, named(place))));
    let mut steps = vec![
        "First move what uses the key to a role: the key's last use shows the service and the region."
            .to_owned(),
    ];
    steps.extend((!sign_in.is_empty()).then(|| in_own_account(&at)));
    steps.extend(names.contains(GOVCLOUD).then(govcloud).into_iter().flatten());
    steps.push(in_member_account(&endpoint));
    steps.extend(commands);
    steps.push(
        "  With the credentials that it prints: aws iam list-access-keys, then aws iam delete-access-key --access-key-id ID \
         (without a user name: the caller is the root user)."
            .to_owned(),
    );
    steps.push(
        "Then export a new report, once the four hours of its cache are over, and assess it again."
            .to_owned(),
    );
    steps
}

/// How a key is removed where the root user has no console.
fn govcloud() -> [String; 2] {
    [
        "AWS GovCloud (US) account: its root user can't sign in to a console. Configure the AWS CLI with the root user's own \
         access key, with AWS_REGION=us-gov-west-1: aws iam list-access-keys, then aws iam update-access-key --status \
         Inactive --access-key-id ID, and aws iam delete-access-key --access-key-id ID when nothing breaks."
            .to_owned(),
        "  Who does not have the key asks AWS Support, from the standard account that the account is associated with.".to_owned(),
    ]
}

/// What is different in other partitions than `aws`, for who reads about the rule and not about an account.
pub(crate) fn elsewhere() -> Vec<String> {
    let others = PLACES.iter().filter(|place| place.partition != STANDARD);
    let told = others.filter_map(|place| {
        Some(format!("Sign in at {}; STS is at {}.", place.sign_in()?, place.endpoint()))
    });
    govcloud().into_iter().chain(told).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::ACTIVE;

    #[test]
    fn every_partition_has_a_place() {
        assert_eq!(PLACES.len(), Partition::KNOWN.len());
        for name in Partition::KNOWN {
            assert!(PLACES.iter().any(|place| place.partition == name), "{name}");
        }
    }

    #[test]
    fn the_rule_tells_what_findings_of_its_partition_tell() {
        assert_eq!(remedy(&[&Account::UNKNOWN]), ACTIVE.remedy);
    }
}
