//! The files that options name: read like any other of their folder.

use std::fs;

use serde_json::Value;

use super::{ACTIVE, MANAGEMENT, PRODUCTION, REGISTER, SANDBOX, account, document, folder, organization};
use crate::common::program::{code, rootkeys, run, stdout};

#[test]
fn what_the_reports_are_held_to_is_skipped_like_any_other_file() {
    let list = organization(&[(MANAGEMENT, "management", ACTIVE), (PRODUCTION, "production", ACTIVE)], "");
    let register = format!("{REGISTER}{MANAGEMENT},2027-01-31,Ana,why,\n");
    let ids = format!("# in scope\n{MANAGEMENT}\n{PRODUCTION}\n");
    let at = folder(
        "beside",
        &[
            ("reports/accounts.json", &list),
            ("reports/register.csv", &register),
            ("reports/ids.txt", &ids),
            ("reports/list.csv", &format!("account_id,name\n{MANAGEMENT},a\n{PRODUCTION},b\n")),
        ],
    );
    run(&at, &["reports", "-q", "-o=reports/earlier.json"]);
    let others = ["accounts.json", "earlier.json", "ids.txt", "list.csv", "register.csv"];
    for list in ["accounts.json", "ids.txt", "list.csv"] {
        let (exit, document) = document(
            &at,
            &[
                &format!("--accounts=reports/{list}"),
                "--exceptions=reports/register.csv",
                "--baseline=reports/earlier.json",
            ],
        );
        assert_eq!((exit, &document["complete"]), (0, &true.into()));
        let inputs = document["inputs"].as_array().unwrap().iter();
        let paths: Vec<_> = inputs.map(|input| &input["path"]).collect();
        assert_eq!(paths, ["reports/management.json", "reports/production.json"]);
        assert_eq!(document["skipped"], Value::from(others.map(|name| format!("reports/{name}")).to_vec()));
        fs::write(at.join("evidence.json"), document.to_string()).unwrap();
        let verified = rootkeys(&["verify", "evidence.json"]).current_dir(&at).output().unwrap();
        assert_eq!(code(&verified), 0, "{}", stdout(&verified));
    }
    let overwritten = run(&at, &["reports", "--accounts=reports/accounts.json", "-o=reports/accounts.json"]);
    assert_eq!(code(&overwritten), 2);
    assert_eq!(fs::read_to_string(at.join("reports/accounts.json")).unwrap(), list);
}

#[test]
fn a_report_that_an_option_names_is_an_input_of_its_folder() {
    // As a list, as a register and as a report it can be read.
    let merged = format!(
        "account_id,expires_on,approver,reason,user,arn,access_key_1_active,access_key_2_active\n\
         {SANDBOX},2020-01-01,Ana,why,<root_account>,arn:aws:iam::{SANDBOX}:root,true,false\n"
    );
    let at = folder("merged", &[("reports/merged.csv", &merged)]);
    fs::remove_file(at.join("reports/management.json")).unwrap();
    for option in ["--accounts=reports/merged.csv", "--exceptions=reports/merged.csv"] {
        let (code, document) = document(&at, &[option]);
        assert_eq!((code, &account(&document, SANDBOX)["verdict"]), (1, &"active".into()), "{option}");
    }
    let named = run(&at, &["reports/production.json", "--accounts=reports/production.json"]);
    assert_eq!(code(&named), 2, "a report of one account is no list");
}
