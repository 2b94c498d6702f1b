//! Columns besides AWS's own: what teams add says nothing, unless it says more of the root user's keys than their cells do.

use rootkeys::{Code, Verdict};

use crate::common::examined::{examine, is_incomplete, problems, verdict};
use crate::common::{ACCOUNT, OTHER, clean};

/// A report of two accounts, with a further column: its cells for the one's root user, the other's, and another user.
fn with(column: &str, cells: [&str; 3]) -> String {
    let user = clean::short(ACCOUNT)
        .lines()
        .nth(1)
        .unwrap()
        .replace("<root_account>", "al")
        .replace(":root", ":user/al");
    let rows = [clean::short(ACCOUNT), clean::short(OTHER).lines().nth(1).unwrap().to_owned(), user];
    let lines: Vec<String> = rows.iter().flat_map(|rows| rows.lines()).map(str::to_owned).collect();
    let cells = [column].into_iter().chain(cells);
    lines.iter().zip(cells).map(|(line, cell)| format!("{cell},{line}\n")).collect()
}

#[test]
fn a_column_about_keys_blocks_the_account_whose_root_cell_says_more() {
    for (column, cell) in [
        ("has_active_key", "true"),
        ("any_key_active", "yes"),
        ("access_key_1_id", "AKIAIOSFODNN7EXAMPLE"),
        ("access_key_1_age", "300"),
        ("Access Key 2 Age", "300"),
        ("access_key_1_status", "Active"),
        ("access_key_1_last_used_days", "12"),
        ("key_count", "1"),
        ("access_key_x_active", "true"),
        ("access_key_03_active", "true"),
        ("accessKeyActive", "TRUE"),
    ] {
        let found = examine(with(column, [cell, "", cell]).as_bytes());
        assert_eq!(verdict(&found, ACCOUNT), Some(Verdict::Undetermined), "{column}");
        assert_eq!(verdict(&found, OTHER), Some(Verdict::Clean), "{column}");
        assert_eq!(
            problems(&found).iter().map(|p| p.code).collect::<Vec<_>>(),
            [Code::ColumnUnclear],
            "{column}"
        );
        for none in [
            "",
            "N/A",
            "false",
            "False",
            "0",
            "-",
            "no_information",
            "not_supported",
            "None",
            "null",
            "Inactive",
        ] {
            let found = examine(with(column, [none, none, cell]).as_bytes());
            assert_eq!(verdict(&found, ACCOUNT), Some(Verdict::Clean), "{column} {none}: {found:?}");
            assert!(!is_incomplete(&found), "{column} {none}");
        }
    }
}

#[test]
fn a_key_that_the_report_shows_explains_a_column_about_keys() {
    let csv = "user,arn,access_key_1_active,access_key_1_last_rotated,access_key_2_active,access_key_1_id,key_count,access_key_1_age\n\
               <root_account>,arn:aws:iam::111122223333:root,false,2019-03-11T09:41:00Z,false,AKIAIOSFODNN7EXAMPLE,1,300\n";
    let found = examine(csv.as_bytes());
    assert!(verdict(&found, ACCOUNT) == Some(Verdict::Clean) && !is_incomplete(&found), "{found:?}");
    let two = examine(csv.replace(",1,300", ",2,300").as_bytes());
    assert_eq!(verdict(&two, ACCOUNT), Some(Verdict::Undetermined));
    let active = examine(csv.replacen("false", "true", 1).as_bytes());
    assert!(verdict(&active, ACCOUNT) == Some(Verdict::Active) && !is_incomplete(&active), "{active:?}");
}

#[test]
fn names_of_other_programs_are_aws_s_where_aws_s_are_missing() {
    for names in [
        "user_name,user_arn,access_key_1_active,access_key_2_active",
        "userName,userArn,accessKey1Active,accessKey2Active",
        "UserName,UserArn,AccessKey1Active,AccessKey2Active",
        "username,arn,Access Key 1 Active,Access Key 2 Active",
        "User,User ARN,access-key-1-active,access-key-2-active",
    ] {
        for (cell, expected) in [("false", Verdict::Clean), ("true", Verdict::Active)] {
            let csv = format!("{names}\n<root_account>,arn:aws:iam::{ACCOUNT}:root,{cell},false\n");
            let found = examine(csv.as_bytes());
            assert!(
                verdict(&found, ACCOUNT) == Some(expected) && !is_incomplete(&found),
                "{names}: {found:?}"
            );
        }
    }
}

#[test]
fn a_second_name_of_a_user_says_no_other_user() {
    for (name, root, user, is_told) in [
        ("user_name", "<root_account>", "al", false),
        ("user_name", "root", "Al of Sales", false),
        ("user_name", "", "", false),
        ("user_name", "al", "al", true),
        ("user_name", "<root_account>", "<root_account>", true),
        ("user_name", "<root_account>", "root_account", true),
        ("user_arn", "arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:user/al", false),
        ("user_arn", "arn:aws:iam::444455556666:root", "arn:aws:iam::111122223333:user/al", true),
        ("user_arn", "arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:root", true),
    ] {
        let csv = format!("{}\nal,arn:aws:iam::{ACCOUNT}:user/al,true,false", clean::short(ACCOUNT));
        let csv: String =
            csv.lines().zip([name, root, user]).map(|(line, cell)| format!("{cell},{line}\n")).collect();
        let found = examine(csv.as_bytes());
        assert_eq!(is_incomplete(&found), is_told, "{csv}: {found:?}");
        assert_eq!(verdict(&found, ACCOUNT) == Some(Verdict::Clean), !is_told, "{csv}");
    }
}

#[test]
fn names_that_are_nearly_aws_s_stay_problems() {
    for name in [
        "access kye 1 active",
        "access_key_3_actve",
        "mfa_aktive",
        "аccess_key_1_status",
        "access_key_1_activeaccess_key_1_last_rotated",
        "mfa_activeaccess_key_3_active",
        "access_key_1_status<root_account>",
    ] {
        let found = examine(with(name, ["", "", ""]).as_bytes());
        assert_eq!(verdict(&found, ACCOUNT), Some(Verdict::Undetermined), "{name}: {found:?}");
    }
}
