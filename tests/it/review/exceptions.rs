//! `--exceptions`: who answers for what is open?

use serde_json::Value;

use super::{MANAGEMENT, PRODUCTION, REGISTER, SANDBOX, account, document, folder};
use crate::common::program::{code, run, stderr, stdout};

#[test]
fn an_exception_hides_nothing_and_spares_the_exit_code() {
    let register = format!("{REGISTER}{MANAGEMENT},2026-09-30,\"Ana, CISO\",until the move,SEC-12\n");
    let at = folder("exception", &[("register.csv", &register)]);
    let (exit, document) = document(&at, &["--exceptions=register.csv"]);
    assert_eq!(exit, 0, "the last day is part of it");
    let management = account(&document, MANAGEMENT);
    assert_eq!(
        (&management["verdict"], &management["exception"]["approver"]),
        (&"active".into(), &"Ana, CISO".into())
    );
    let summary = &document["summary"];
    assert_eq!(["active", "open", "excepted"].map(|name| summary[name].as_u64().unwrap()), [1, 0, 1]);

    let table = run(&at, &["reports", "--exceptions=register.csv"]);
    assert_eq!(code(&table), 0);
    assert!(stdout(&table).contains("active (excepted)"), "{}", stdout(&table));
    assert!(stderr(&table).contains("; 1 excepted"));
    let sarif = run(&at, &["reports", "--exceptions=register.csv", "-f=sarif"]);
    let sarif: Value = serde_json::from_slice(&sarif.stdout).unwrap();
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!(result["level"], "error");
    assert_eq!(result["suppressions"][0]["justification"], "until the move");
    let github = run(&at, &["reports", "--exceptions=register.csv", "-f=github"]);
    assert!(stdout(&github).starts_with("::notice "), "{}", stdout(&github));

    let expired = run(&at, &["reports", "--exceptions=register.csv", "--as-of=2026-10-01"]);
    assert_eq!(code(&expired), 1);
}

#[test]
fn entries_that_do_not_do_what_they_seem_to_are_told() {
    let register = format!(
        "{REGISTER}{MANAGEMENT},2026-01-31,Ana,old,\n{MANAGEMENT},2027-01-31,Ana,first,\n{MANAGEMENT},2028-01-31,Ana,\
         second,\n{PRODUCTION},2027-01-31,Ana,not needed,\n{SANDBOX},2027-01-31,Ana,not known,\n"
    );
    let at = folder("entries", &[("register.csv", &register)]);
    let (code, document) = document(&at, &["--exceptions=register.csv"]);
    assert_eq!(code, 0);
    assert_eq!(account(&document, MANAGEMENT)["exception"]["reason"], "first");
    let problems = document["exceptions"]["problems"].as_array().unwrap();
    let told: Vec<(&str, u64)> = problems
        .iter()
        .map(|problem| (problem["code"].as_str().unwrap(), problem["position"]["line"].as_u64().unwrap()))
        .collect();
    assert_eq!(
        told,
        [
            ("exception-expired", 2),
            ("exception-repeated", 4),
            ("exception-unused", 5),
            ("exception-unknown-account", 6),
        ]
    );
    assert_eq!(document["exceptions"]["entries"].as_array().unwrap().len(), 5);
    assert_eq!(document["complete"], true);
}

#[test]
fn a_register_that_can_not_be_read_gives_no_result() {
    let bad = [
        ("", "it is empty"),
        ("account_id,expires_on,approver\n", "no column reason"),
        (&format!("{REGISTER}{MANAGEMENT},2026-12-31,,why,\n"), "line 2: the cell approver is empty"),
        (&format!("{REGISTER}{MANAGEMENT},31.12.2026,Ana,why,\n"), "line 2: expires_on says `31.12.2026`"),
        (&format!("{REGISTER}{MANAGEMENT},2026-02-30,Ana,why,\n"), "line 2: expires_on says `2026-02-30`"),
        (&format!("{REGISTER}11122223333,2026-12-31,Ana,why,\n"), "line 2: `11122223333`"),
        (&format!("{REGISTER}{MANAGEMENT},2026-12-31,Ana\n"), "line 2: it has 3 cells, and the header has 5"),
        (&format!("{REGISTER}{MANAGEMENT},2026-12-31,\u{200B},why,\n"), "line 2: the cell approver is empty"),
        (
            &format!("{REGISTER}{MANAGEMENT},2026-12-31,\"Ana,why,\n"),
            "line 2: a quote opens and does not close",
        ),
        (&format!("id,{REGISTER}{PRODUCTION},{MANAGEMENT},2026-12-31,Ana,why,\n"), "and also `444455556666`"),
    ];
    for (text, expected) in bad {
        let at = folder("bad-register", &[("register.csv", text)]);
        let output = run(&at, &["reports", "--exceptions=register.csv", "-o=result.json"]);
        assert_eq!(code(&output), 2, "{text}");
        assert!(stderr(&output).contains(expected), "{text}: {}", stderr(&output));
        assert!(!at.join("result.json").exists());
    }
}
