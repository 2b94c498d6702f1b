//! Second-hand evidence: what other documents say of a root user's keys. It makes nobody clean, and nobody active; that one says
//! a key exists is told.
//!
//! Source: IAM API Reference, GetAccountSummary and ListAccessKeys; Security Hub, control IAM.4; AWS Config,
//! iam-root-access-key-check; the checks of Prowler, ScoutSuite, CloudSploit and Steampipe, by their ids.

use std::borrow::Cow;

use crate::decode::value::{Tree, parse};
use crate::model::account::AccountId;
use crate::model::problem::{Code, Problem};

/// The checks that ask for a root user's keys, by the names that their programs have for them, and who has them.
const CHECKS: [(&str, &str); 6] = [
    ("IAM.4", "Security Hub (IAM.4)"),
    ("iam-root-access-key-check", "AWS Config (iam-root-access-key-check)"),
    ("iam_no_root_access_key", "Prowler (iam_no_root_access_key)"),
    ("iam-root-account-with-active-keys", "ScoutSuite (iam-root-account-with-active-keys)"),
    ("rootAccessKeys", "CloudSploit (rootAccessKeys)"),
    ("iam_root_user_no_access_keys", "Steampipe (iam_root_user_no_access_keys)"),
];

/// What they say where a check failed, in small letters.
const FAILED: [&str; 6] = ["fail", "failed", "non_compliant", "alarm", "danger", "warning"];

const SUMMARY: &str = "AccountAccessKeysPresent";
const KEYS: &str = "AccessKeyMetadata";

/// The problems of a text without a report that says that a root user has a key: one for each account and source.
pub(crate) fn problems(text: &[u8]) -> Vec<Problem> {
    let holds = |word: &str| memchr::memmem::find(text, word.as_bytes()).is_some();
    let any_check = CHECKS.iter().any(|(name, _)| holds(name));
    if !any_check && !holds(SUMMARY) && !holds(KEYS) && !holds(":root") {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut rest = text.trim_ascii_start();
    // A script's `name =` stands before a document of ScoutSuite's.
    if let Some((first, after)) = rest.split_first_chunk::<18>()
        && first == b"scoutsuite_results"
    {
        rest = after.trim_ascii_start().strip_prefix(b"=").unwrap_or(after).trim_ascii_start();
    }
    let mut is_document = false;
    while rest.starts_with(b"{") || rest.starts_with(b"[") {
        let Ok((tree, length)) = parse(rest) else { break };
        is_document = true;
        in_tree(&tree, None, &mut found);
        rest = rest.get(length..).unwrap_or_default().trim_ascii_start();
    }
    if !is_document {
        String::from_utf8_lossy(rest).lines().for_each(|line| in_line(line, &mut found));
    }
    found.dedup();
    found
}

fn claim(source: &str, account: Option<AccountId>) -> Problem {
    let whose = account.map_or_else(|| "an account".to_owned(), |account| format!("account {account}"));
    let mut problem = Problem::new(
        Code::RootKeyReported,
        format!("{source} says that the root user of {whose} has an access key"),
    );
    problem.account = account;
    problem
}

/// What a document says, each part for the account that is named next to it or around it.
fn in_tree(tree: &Tree<'_>, around: Option<AccountId>, found: &mut Vec<Problem>) {
    // A finding that is archived is over.
    if tree.get("RecordState").and_then(Tree::text).is_some_and(|state| state == "ARCHIVED") {
        return;
    }
    let account = account_of(tree).or(around);
    for (name, value) in tree.members() {
        if name == SUMMARY && is_some(value) {
            found.push(claim("get-account-summary", account));
        }
        if name == KEYS && value.items().iter().any(is_root_key) {
            found.push(claim("list-access-keys, asked by the root user,", account));
        }
        // ScoutSuite's findings are members by their names.
        let check = CHECKS.iter().find(|(check, _)| name == check);
        if let Some((_, source)) = check.filter(|_| value.get("flagged_items").is_some_and(is_some)) {
            found.push(claim(source, account));
        }
    }
    if let Some((_, source)) = check_of(tree).filter(|_| has_failed(tree)) {
        found.push(claim(source, account));
    }
    let nested = tree.members().iter().map(|(_, value)| value).chain(tree.items());
    for value in nested {
        // What another command printed, as Audit Manager has it.
        let printed = value.text().filter(|text| text.starts_with(['{', '[']));
        match printed.and_then(|text| parse(text.as_bytes()).ok()) {
            Some((tree, _)) => in_tree(&tree, account, found),
            None => in_tree(value, account, found),
        }
    }
}

/// The check that an object is the result of: it names it in a text of its own, or one level below.
fn check_of(tree: &Tree<'_>) -> Option<&'static (&'static str, &'static str)> {
    const NAMES: [&str; 12] = [
        "SecurityControlId",
        "GeneratorId",
        "ConfigRuleName",
        "CheckID",
        "CheckId",
        "check_id",
        "event_code",
        "plugin",
        "control_id",
        "configRuleName",
        "ruleName",
        "CHECK_ID",
    ];
    let of_text = |name: &str, text: &str| {
        NAMES.contains(&name).then(|| {
            CHECKS.iter().find(|(check, _)| {
                text == *check || text.ends_with(&format!("/{check}")) || text.ends_with(&format!(".{check}"))
                    // AWS Config's rules of an organisation or of Security Hub have more around the name.
                    || check.contains("root-access-key-check") && text.contains(check)
            })
        })?
    };
    fn texts<'t>(tree: &'t Tree<'_>) -> impl Iterator<Item = (&'t str, &'t Cow<'t, str>)> {
        tree.members().iter().filter_map(|(name, value)| Some((name.as_ref(), value.text()?)))
    }
    let below = tree.members().iter().map(|(_, value)| value);
    let deeper = below.clone().flat_map(|value| value.members().iter().map(|(_, value)| value));
    std::iter::once(tree)
        .chain(below)
        .chain(deeper)
        .flat_map(texts)
        .find_map(|(name, text)| of_text(name, text))
}

/// Whether a result is that the check failed: by a member of its own, or of `Compliance`.
fn has_failed(tree: &Tree<'_>) -> bool {
    const NAMES: [&str; 7] = [
        "status",
        "Status",
        "STATUS",
        "status_code",
        "ComplianceType",
        "complianceType",
        "compliance_status",
    ];
    let says = |tree: &Tree<'_>| {
        NAMES
            .iter()
            .filter_map(|name| tree.get(name)?.text())
            .any(|text| FAILED.contains(&text.to_ascii_lowercase().as_str()))
    };
    says(tree) || ["Compliance", "compliance"].iter().filter_map(|name| tree.get(name)).any(says)
}

/// A key that belongs to no user.
fn is_root_key(key: &Tree<'_>) -> bool {
    let is_named = key.get("UserName").and_then(Tree::text).is_some_and(|name| !name.is_empty());
    key.get("AccessKeyId").is_some() && !is_named
}

fn is_some(value: &Tree<'_>) -> bool {
    match value {
        Tree::Number(number) => *number > 0.0,
        Tree::Text(text) => {
            text.parse().is_ok_and(|number: f64| number > 0.0) || text.eq_ignore_ascii_case("true")
        }
        Tree::Bool(value) => *value,
        Tree::Null | Tree::List(_) | Tree::Members(_) | Tree::Elided(_) => false,
    }
}

/// The account that an object names.
fn account_of(tree: &Tree<'_>) -> Option<AccountId> {
    let is_name = |name: &str| {
        let name = name.to_ascii_lowercase().replace(['_', '-'], "");
        name.ends_with("accountid")
            || name.ends_with("accountuid")
            || name == "account"
            || name == "resourceid"
    };
    tree.members().iter().filter(|(name, _)| is_name(name)).find_map(|(_, value)| value.text()?.parse().ok())
}

/// What a line of a text or of a table says.
fn in_line(line: &str, found: &mut Vec<Problem>) {
    let cells = || line.split([';', ',', '\t', '|']).map(|cell| cell.trim().trim_matches('"'));
    let account = cells().find_map(|cell| cell.parse().ok());
    let of_root = || {
        cells().find_map(|cell| {
            let (partition, account) = cell.strip_suffix(":root")?.split_once(":iam::")?;
            partition.starts_with("arn:aws").then(|| account.parse().ok())
        })
    };
    if let Some(at) = line.find(SUMMARY) {
        let rest = line.get(at + SUMMARY.len()..).unwrap_or_default();
        // `</key><value>1</value>`, `: 1`, ` | 1 |`.
        let number = rest
            .split(|c: char| !c.is_alphanumeric())
            .find(|word| !word.is_empty() && !matches!(*word, "key" | "value"));
        if number.and_then(|number| number.parse().ok()).is_some_and(|number: u32| number > 0) {
            found.push(claim("get-account-summary", account));
        }
    }
    let check = CHECKS.iter().find(|(check, _)| cells().any(|cell| cell == *check));
    if let Some((_, source)) =
        check.filter(|_| cells().any(|cell| FAILED.contains(&cell.to_ascii_lowercase().as_str())))
    {
        found.push(claim(source, account.or(of_root().flatten())));
    }
    let has_key = || {
        cells().any(|cell| cell.starts_with("AKIA") && cell.bytes().all(|byte| byte.is_ascii_alphanumeric()))
    };
    if let Some(account) = of_root().filter(|_| has_key()) {
        found.push(claim("a list of access keys", account));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(text: &str) -> Vec<Option<String>> {
        problems(text.as_bytes())
            .into_iter()
            .map(|problem| problem.account.map(|id| id.to_string()))
            .collect()
    }

    #[test]
    fn a_key_that_is_reported_is_told_for_its_account() {
        let id = || vec![Some("111122223333".to_owned())];
        let finding = |status: &str, state: &str| {
            format!(
                r#"{{"Findings":[{{"AwsAccountId":"111122223333","RecordState":"{state}","Compliance":{{"Status":"{status}","SecurityControlId":"IAM.4"}}}}]}}"#
            )
        };
        assert_eq!(claims(&finding("FAILED", "ACTIVE")), id());
        for (status, state) in [("PASSED", "ACTIVE"), ("FAILED", "ARCHIVED")] {
            assert_eq!(claims(&finding(status, state)), [], "{status} {state}");
        }
        let rule = |kind: &str| {
            format!(
                r#"{{"EvaluationResults":[{{"EvaluationResultIdentifier":{{"EvaluationResultQualifier":{{"ConfigRuleName":"iam-root-access-key-check","ResourceId":"111122223333"}}}},"ComplianceType":"{kind}"}}]}}"#
            )
        };
        assert_eq!(claims(&rule("NON_COMPLIANT")).len(), 1);
        assert_eq!(claims(&rule("COMPLIANT")), []);
        let summary =
            |keys: u8| format!(r#"{{"SummaryMap":{{"Users":3,"AccountAccessKeysPresent":{keys}}}}}"#);
        assert_eq!(claims(&summary(1)), [None]);
        assert_eq!(claims(&summary(0)), []);
        let within =
            format!(r#"{{"evidence":{{"evidenceAwsAccountId":"111122223333","value":{:?}}}}}"#, summary(1));
        assert_eq!(claims(&within), id());
        let keys = |user: &str| {
            format!(
                r#"{{"AccessKeyMetadata":[{{{user}"AccessKeyId":"AKIAIOSFODNN7EXAMPLE","Status":"Active"}}]}}"#
            )
        };
        assert_eq!(claims(&keys("")), [None]);
        assert_eq!(claims(&keys(r#""UserName":"alice","#)), []);
        let prowler = |status: &str| {
            format!(
                "AUTH;ACCOUNT_UID;CHECK_ID;STATUS\nprofile;111122223333;iam_no_root_access_key;{status}\n"
            )
        };
        assert_eq!(claims(&prowler("FAIL")), id());
        assert_eq!(claims(&prowler("PASS")), []);
        for line in [
            "<entry><key>AccountAccessKeysPresent</key><value>1</value></entry>",
            "  AccountAccessKeysPresent: 1",
            "AccountAccessKeysPresent\t2",
        ] {
            assert_eq!(claims(line), [None], "{line}");
        }
        for line in ["AccountAccessKeysPresent: 0", "AccountAccessKeysPresent should be 0", "see IAM.4"] {
            assert_eq!(claims(line), [], "{line}");
        }
    }
}
