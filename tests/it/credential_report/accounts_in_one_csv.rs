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
