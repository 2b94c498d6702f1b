//! `--baseline`: what has changed?

use std::fs;

use serde_json::Value;

use super::{MANAGEMENT, PRODUCTION, SANDBOX, document, folder, json_of};
use crate::common::program::{code, run, stderr, stdout};
use crate::common::report;

#[test]
fn what_changed_is_told_and_hides_nothing() {
    let (clean, active) = (report("false", "false"), report("true", "false"));
    let at = folder("baseline", &[("reports/sandbox.json", &json_of(SANDBOX, &active))]);
    let save = |name: &str, args: &[&str]| {
        let output = run(&at, &[&["reports", "-q", "-o", name], args].concat());
        assert_ne!(code(&output), 2, "{}", stderr(&output));
    };
    let put = |name: &str, text: &str| fs::write(at.join("reports").join(name), text).unwrap();
    let changes = |baseline: &str| {
        let (exit, document) = document(&at, &["--baseline", baseline]);
        let state = |account: &Value| {
            let id = account["account_id"].as_str().unwrap();
            format!("{} {}", &id[..3], account["baseline"]["state"].as_str().unwrap())
        };
        let states: Vec<String> = document["accounts"].as_array().unwrap().iter().map(state).collect();
        (exit, states.join(", "), document)
    };
    save("1.json", &[]);
    // Sandbox is mended, management's export fails, production has a key now, and another account is there.
    put("sandbox.json", &json_of(SANDBOX, &clean));
    put("management.json", &json_of(MANAGEMENT, &clean.replacen("true,false,2019", "true,perhaps,2019", 1)));
    put("production.json", &json_of(PRODUCTION, &active));
    put("another.json", &json_of("888899990000", &clean));
    let (exit, states, first) = changes("1.json");
    assert_eq!((exit, &*states), (1, "111 unchanged, 444 new, 777 resolved, 888 new"));
    let numbers =
        ["new", "reopened", "unchanged", "resolved"].map(|name| first["baseline"][name].as_u64().unwrap());
    assert_eq!(numbers, [2, 0, 1, 1]);
    save("2.json", &["--baseline=1.json"]);
    // Sandbox's key is back, and another account's report is not there any more.
    put("sandbox.json", &json_of(SANDBOX, &active));
    fs::remove_file(at.join("reports/another.json")).unwrap();
    let (_, states, second) = changes("2.json");
    assert_eq!(states, "111 unchanged, 444 unchanged, 777 reopened");
    assert_eq!(second["baseline"]["gone"][0]["account_id"], "888899990000");
    let table = run(&at, &["reports", "--baseline=2.json"]);
    assert!(stdout(&table).contains("reopened"), "{}", stdout(&table));
    let line = "since 2.json: 0 new, 1 reopened, 2 unchanged, 0 resolved, 1 gone\n";
    assert!(stderr(&table).contains(line), "{}", stderr(&table));
    let sarif = run(&at, &["reports", "--baseline=2.json", "-f=sarif"]);
    let sarif: Value = serde_json::from_slice(&sarif.stdout).unwrap();
    let states: Vec<_> =
        sarif["runs"][0]["results"].as_array().unwrap().iter().map(|r| &r["baselineState"]).collect();
    assert_eq!(states, ["unchanged", "new"]);
}

#[test]
fn what_is_no_evidence_document_is_no_baseline() {
    for (text, expected) in [
        ("", "it is no evidence document"),
        ("{}", "it is no evidence document"),
        (r#"{"schema": "rootkeys.evidence/2", "accounts": []}"#, "rootkeys.evidence/2"),
    ] {
        let at = folder("bad-baseline", &[("old.json", text)]);
        let output = run(&at, &["reports", "--baseline=old.json"]);
        assert_eq!(code(&output), 2, "{text}");
        assert!(stderr(&output).contains(expected), "{text}: {}", stderr(&output));
    }
}
