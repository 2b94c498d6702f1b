//! One CSV with the rows of several accounts, as consolidating scripts make them: each account by itself.

use rootkeys::{Code, KeyState, Verdict};

use crate::common::examined::examine;
use crate::common::{ACCOUNT, HEADER, OTHER, of, row};

const SECOND: &str = OTHER;
const THIRD: &str = "777788889999";

fn root(account: &str, key: &str) -> String {
    of(account, &row("<root_account>", "root", key, "false"))
}

fn user(account: &str) -> String {
    of(account, &row("alice", "user/alice", "true", "false"))
}

/// The id, the verdict and the codes of each account.
fn found(rows: &[String]) -> Vec<(String, Verdict, Vec<Code>)> {
    let csv = format!("{HEADER}\n{}\n", rows.join("\n"));
    let examination = examine(csv.as_bytes());
    assert_eq!((examination.reports.len(), examination.problems.len()), (1, 0));
    let assessment = |a: &rootkeys::Assessment| {
        let id = a.account.id.map_or("?".to_owned(), |id| id.to_string());
        (id, a.verdict, a.problems.iter().map(|problem| problem.code).collect())
    };
    examination.reports[0].assessments.iter().map(assessment).collect()
}

fn is(account: &str, verdict: Verdict, codes: &[Code]) -> (String, Verdict, Vec<Code>) {
    (account.to_owned(), verdict, codes.to_vec())
}

#[test]
fn each_account_is_assessed_by_its_own_root_row() {
    let rows = [
        root(ACCOUNT, "false"),
        user(ACCOUNT),
        user(SECOND),
        root(SECOND, "true"),
        root(THIRD, "yes"),
        user(ACCOUNT),
    ];
    assert_eq!(
        found(&rows),
        [
            is(ACCOUNT, Verdict::Clean, &[]),
            is(SECOND, Verdict::Active, &[]),
            is(THIRD, Verdict::Undetermined, &[Code::KeyCellUnknown]),
        ]
    );
}

#[test]
fn an_account_without_its_root_row_is_undetermined_by_itself() {
    assert_eq!(
        found(&[root(ACCOUNT, "false"), user(ACCOUNT), user(SECOND)]),
        [is(ACCOUNT, Verdict::Clean, &[]), is(SECOND, Verdict::Undetermined, &[Code::RootRowMissing])]
    );
}

#[test]
fn ids_that_differ_in_a_digit_are_two_accounts_when_both_have_a_root_row() {
    let near = "111122223334";
    assert_eq!(
        found(&[root(ACCOUNT, "false"), root(near, "false")]),
        [is(ACCOUNT, Verdict::Clean, &[]), is(near, Verdict::Clean, &[])]
    );
    let rootless = found(&[root(ACCOUNT, "false"), user(near)]);
    assert_eq!(rootless[0], is(ACCOUNT, Verdict::Undetermined, &[Code::RowContradicts]));
}

#[test]
fn rows_that_name_no_account_make_none_but_leave_none_clean() {
    let nameless = user(ACCOUNT).replace("arn:aws:iam::111122223333:", "arn:aws:iam::11112222:");
    let accounts = found(&[root(ACCOUNT, "false"), nameless.clone()]);
    assert_eq!(accounts, [is(ACCOUNT, Verdict::Undetermined, &[Code::RowContradicts])]);
    let root_too = root(ACCOUNT, "true").replace("arn:aws:iam::111122223333:", "arn:aws:iam::11112222:");
    let accounts = found(&[root(SECOND, "false"), root_too, nameless]);
    assert_eq!(accounts.len(), 2);
    assert_eq!((accounts[0].1, accounts[1].1), (Verdict::Undetermined, Verdict::Active));
}

#[test]
fn a_key_that_was_used_exists_though_no_date_says_since_when() {
    let csv = format!("{HEADER}\n{}\n", root(ACCOUNT, "false").replace("2019-03-11T09:41:00Z", "N/A"));
    let examination = examine(csv.as_bytes());
    let keys: Vec<KeyState> =
        examination.reports[0].assessments[0].keys.iter().map(|key| key.state).collect();
    assert_eq!(keys, [KeyState::Inactive, KeyState::None]);
}

/// The id, the verdict and the codes of each account of a CSV.
fn told(csv: &str) -> Vec<(String, Verdict, Vec<Code>)> {
    let examination = examine(csv.as_bytes());
    let assessments = examination.reports.iter().flat_map(|report| &report.assessments);
    let codes = |a: &rootkeys::Assessment| a.problems.iter().map(|problem| problem.code).collect();
    let id = |a: &rootkeys::Assessment| a.account.id.map_or("?".to_owned(), |id| id.to_string());
    assessments.map(|a| (id(a), a.verdict, codes(a))).collect()
}

#[test]
fn without_an_arn_a_column_of_ids_tells_the_accounts() {
    for name in ["account", "account_id", "AccountID", "sp_account", "aws_account", "konto"] {
        let csv = |keys: [&str; 2], second: &str| {
            format!(
                "{name},user,access_key_1_active,access_key_2_active\n\
                 {ACCOUNT},<root_account>,{},false\n{ACCOUNT},al,true,true\n{second},<root_account>,{},false\n",
                keys[0], keys[1]
            )
        };
        assert_eq!(
            told(&csv(["false", "true"], SECOND)),
            [is(ACCOUNT, Verdict::Clean, &[]), is(SECOND, Verdict::Active, &[])],
            "{name}"
        );
        assert_eq!(
            told(&csv(["false", "false"], ACCOUNT)),
            [is(ACCOUNT, Verdict::Undetermined, &[Code::RootRowRepeated])],
            "{name}"
        );
        // A row that tells no account is not passed over.
        assert!(
            told(&csv(["false", "false"], ""))
                .iter()
                .all(|(_, verdict, _)| *verdict == Verdict::Undetermined),
            "{name}"
        );
    }
}

#[test]
fn columns_that_say_different_accounts_are_told() {
    let csv = |names: &str, cells: &str| {
        format!("{names},user,access_key_1_active,access_key_2_active\n{cells},<root_account>,false,false\n")
    };
    let same = csv("account_id,sp_account,payer_account", &format!("{ACCOUNT},{ACCOUNT},{SECOND}"));
    assert_eq!(told(&same), [is(ACCOUNT, Verdict::Clean, &[])]);
    let one = format!("{}-{}-{}", &ACCOUNT[..4], &ACCOUNT[4..8], &ACCOUNT[8..]);
    assert_eq!(told(&csv("account_id", &one)), [is(ACCOUNT, Verdict::Clean, &[])]);
    for names in ["account_id,sp_account", "account,account_id", "konto,nummer"] {
        let [(_, verdict, codes)] = &told(&csv(names, &format!("{ACCOUNT},{SECOND}")))[..] else {
            panic!("{names}")
        };
        assert!(*verdict == Verdict::Undetermined && codes.contains(&Code::RowContradicts), "{names}");
    }
    let partition = csv("account_id,partition", &format!("{ACCOUNT},aws-cn"));
    let found = examine(partition.as_bytes());
    let account = &found.reports[0].assessments[0].account;
    assert_eq!(account.root_arn().unwrap(), format!("arn:aws-cn:iam::{ACCOUNT}:root"));
}
