//! `--strict`: a disabled key counts.

use std::fs;

use serde_json::Value;

use super::{PRODUCTION, REGISTER, account, document, folder};
use crate::common::program::{run, stdout};
use crate::common::report;

#[test]
fn in_a_strict_review_a_disabled_key_counts() {
    let report = report("false", "false");
    // The rotation date of slot 1 shows that the key exists.
    let at = folder("strict", &[("register.csv", &format!("{REGISTER}{PRODUCTION},2027-01-31,Ana,kept,\n"))]);
    fs::remove_file(at.join("reports/management.json")).unwrap();
    assert!(report.contains("false,2019-03-11T09:41:00Z"));
    let (lenient, document_) = document(&at, &[]);
    assert_eq!((lenient, account(&document_, PRODUCTION)["findings"].as_array().unwrap().len()), (0, 0));
    let (strict, document_) = document(&at, &["--strict"]);
    assert_eq!(strict, 1);
    let production = account(&document_, PRODUCTION);
    assert_eq!(
        (&production["verdict"], &production["findings"][0]),
        (&"clean".into(), &"root-access-key-inactive".into())
    );
    assert_eq!(document(&at, &["--strict", "--exceptions=register.csv"]).0, 0);
    let sarif = run(&at, &["reports", "--strict", "-f=sarif"]);
    let sarif: Value = serde_json::from_slice(&sarif.stdout).unwrap();
    assert_eq!(sarif["runs"][0]["results"][0]["level"], "error");
    assert!(stdout(&run(&at, &["reports", "--strict"])).contains("clean (key exists)"));
}
