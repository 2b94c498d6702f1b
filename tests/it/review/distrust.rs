//! What an auditor tries who trusts neither the operator nor the files: nothing that was left out, hidden or reworded may
//! pass for proof.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{MANAGEMENT, PRODUCTION, SANDBOX};
use crate::common::program::{self, code, folder, rootkeys, run, stderr, stdout};
use crate::common::{json, report};

/// A report of the account without any root key.
fn keyless(account: &str) -> String {
    let root = ",false,2019-03-11T09:41:00Z,2026-09-28T22:10:00Z,us-east-1,iam,false,";
    report("false", "false").replacen(root, ",false,N/A,N/A,N/A,N/A,false,", 1).replace(MANAGEMENT, account)
}

/// The exit code and the evidence document.
fn document(at: &Path, args: &[&str]) -> (i32, Value) {
    let output = run(at, &[&["-f=json"], args].concat());
    (code(&output), program::document(&output))
}

/// The account's verdict and the codes of its problems.
fn told(document: &Value, account: usize) -> String {
    let account = &document["accounts"][account];
    let problems = account["problems"].as_array().unwrap().iter().map(|problem| &problem["code"]);
    let words = std::iter::once(&account["verdict"]).chain(problems);
    words.map(|word| word.as_str().unwrap()).collect::<Vec<_>>().join(" ")
}

#[test]
fn that_no_key_is_active_does_not_show_that_none_exists() {
    let bare = format!(
        "user,arn,access_key_1_active,access_key_2_active\n<root_account>,arn:aws:iam::{MANAGEMENT}:root,false,false\n"
    );
    let at = folder("presence", &[("bare.csv", &bare), ("whole.csv", &keyless(MANAGEMENT))]);
    for format in ["table", "markdown", "html"] {
        let said = stdout(&run(&at, &["whole.csv", "-f", format]));
        assert!(said.contains("No root user has an access key: 1 account clean."), "{format}: {said}");
        let said = stdout(&run(&at, &["bare.csv", "-f", format]));
        assert!(said.contains("No root user has an active access key: 1 account clean."), "{format}: {said}");
        assert!(!said.contains("has an access key"), "{format}: {said}");
    }
    let page = stdout(&run(&at, &["bare.csv", "-f=html"]));
    assert!(page.contains(">none active<"));
    assert_eq!(document(&at, &["bare.csv"]).0, 0);
    let (strict, evidence) = document(&at, &["bare.csv", "--strict"]);
    assert_eq!((strict, &*told(&evidence, 0)), (3, "undetermined presence-unknown"));
    let (strict, evidence) = document(&at, &["whole.csv", "--strict"]);
    assert_eq!((strict, &*told(&evidence, 0)), (0, "clean"));
}

#[test]
fn a_date_that_is_yet_to_come_shows_no_age() {
    let dated = |time: &str| json(&keyless(MANAGEMENT)).replace("2026-09-29T08:00:00", time);
    let at = folder("later", &[("a.json", &dated("2099-01-01T00:00:00"))]);
    assert_eq!(document(&at, &["a.json"]).0, 0);
    let (code, evidence) = document(&at, &["a.json", "--max-age=7d"]);
    assert_eq!((code, &*told(&evidence, 0)), (3, "undetermined age-unknown"));
    // A day names its first instant, and the report may be of that day.
    fs::write(at.join("a.json"), dated("2026-09-30T23:59:59")).unwrap();
    let (code, evidence) = document(&at, &["a.json", "--max-age=7d"]);
    assert_eq!((code, &*told(&evidence, 0)), (0, "clean generated-later"));
}

#[test]
fn what_the_operator_states_outweighs_no_report() {
    let csv = keyless(MANAGEMENT);
    let old = json(&csv).replace("2026-09-29", "2026-01-01");
    let active = json(&report("true", "false"));
    let at = folder("stated", &[("copy/a.csv", &csv), ("copy/a.json", &old)]);
    let stated = ["--generated-at=2026-09-29T12:00:00Z", "--max-age=7d"];
    // The same CSV has a time of its own.
    let (code, evidence) = document(&at, &["copy", stated[0], stated[1]]);
    assert_eq!((code, &*told(&evidence, 0)), (3, "undetermined stale"));
    assert_eq!(evidence["accounts"][0]["generated_time_source"], "report");
    let (code, evidence) = document(&at, &["copy/a.csv", stated[0], stated[1]]);
    assert_eq!((code, &*told(&evidence, 0)), (0, "clean"));
    // An active key stays one, whenever the operator says that a report without it was made.
    let at = folder("stated-active", &[("a.csv", &csv), ("b.json", &active)]);
    let (code, evidence) = document(&at, &[".", stated[0]]);
    assert_eq!((code, &*told(&evidence, 0)), (1, "active conflicting-reports"));
}

#[test]
fn an_account_of_two_partitions_is_one_of_the_list() {
    let other = keyless(MANAGEMENT).replace("arn:aws:", "arn:aws-us-gov:");
    let files =
        [("r/a.csv", &*report("true", "false")), ("r/b.csv", &*other), ("list", &format!("{MANAGEMENT}\n"))];
    let (code, evidence) = document(&folder("partitions", &files), &["r", "--accounts=list"]);
    let population = &evidence["population"];
    let numbers = ["in_scope", "active", "clean", "undetermined"].map(|name| population[name].as_u64());
    assert_eq!((code, numbers), (1, [Some(1), Some(1), Some(0), Some(0)]));
    assert_eq!(evidence["accounts"].as_array().unwrap().len(), 2);
}

#[test]
fn no_account_can_be_hidden_from_a_list() {
    let hiding = [
        (
            format!(r#"{{"Accounts": [{{"Id": "{SANDBOX}"}}], "Accounts": [{{"Id": "{MANAGEMENT}"}}]}}"#),
            "the member Accounts twice",
        ),
        (
            format!(r#"{{"Accounts": [{{"Id": "{MANAGEMENT}"}}], "NextToken": "x", "NextToken": null}}"#),
            "the member NextToken twice",
        ),
        (
            format!(
                r#"[{{"Id": "{MANAGEMENT}"}}, {{"Id": "{SANDBOX}", "State": "ACTIVE", "State": "CLOSED"}}]"#
            ),
            "the member State twice",
        ),
        (
            format!("account_id,name\n{MANAGEMENT},\"management\n{SANDBOX},sandbox\n"),
            "line 2: a quote opens and does not close in this line",
        ),
        (
            format!("account_id\r\n\"{MANAGEMENT}\r\n{SANDBOX}\r\n"),
            "line 2: a quote opens and does not close in this line",
        ),
    ];
    for (list, expected) in hiding {
        let at = folder("hidden", &[("a.csv", &keyless(MANAGEMENT)), ("list", &list)]);
        let output = run(&at, &["a.csv", "--accounts=list"]);
        assert_eq!((code(&output), stdout(&output)), (2, String::new()), "{list}");
        assert!(stderr(&output).contains(expected), "{list}: {}", stderr(&output));
    }
}

#[test]
fn the_columns_of_a_list_are_known_by_their_names() {
    let list = format!(
        "id,Status,State,Account ID\r\n1,SUSPENDED,ACTIVE,{MANAGEMENT}\r\n2,ACTIVE,CLOSED,{PRODUCTION}\r\n\r\n\
         3,SUSPENDED,,{SANDBOX}\r\n4,,,101010101010\r\n"
    );
    let at = folder("columns", &[("a.csv", &keyless(MANAGEMENT)), ("list.csv", &list)]);
    let (code, evidence) = document(&at, &["a.csv", "--accounts=list.csv"]);
    assert_eq!((code, &evidence["population"]["in_scope"]), (3, &2.into()));
    let excluded = evidence["population"]["excluded"].as_array().unwrap();
    let excluded: Vec<_> = excluded.iter().map(|of| (&of["account_id"], &of["state"])).collect();
    assert_eq!(excluded, [(&PRODUCTION.into(), &"CLOSED".into()), (&SANDBOX.into(), &"SUSPENDED".into())]);
    assert_eq!(told(&evidence, 0), "undetermined no-report");
    assert_eq!(evidence["accounts"][0]["line"], 6, "the line in the file, of CRLF and with an empty one");
}

#[test]
fn every_entry_of_a_register_is_read_or_told() {
    let header = "account_id,expires_on,approver,reason";
    let at = folder("register", &[("a.csv", &report("true", "false"))]);
    let with = |register: &str| {
        fs::write(at.join("register.csv"), register).unwrap();
        run(&at, &["a.csv", "--exceptions=register.csv", "-f=json"])
    };
    let open = format!("{header}\n{MANAGEMENT},2027-01-31,Ana,\"why\n{PRODUCTION},2027-01-31,Ana,why\n");
    let output = with(&open);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("line 2: a quote opens and does not close in this line"));
    let output =
        with(&format!("{header}\r\n{MANAGEMENT},2027-01-31,,why\r\n{PRODUCTION},2026-02-30,Ana,why\r\n"));
    assert_eq!(code(&output), 2);
    for told in ["line 2: the cell approver is empty; ", "line 3: expires_on says `2026-02-30`"] {
        assert!(stderr(&output).contains(told), "{}", stderr(&output));
    }
    // A cell with a line break could as well be two entries.
    let output = with(&format!("{header}\r\n{MANAGEMENT},9999-12-31,Ana,\"on\r\nand on\"\r\n"));
    assert_eq!(code(&output), 2);
    for told in ["line 2: a quote opens and does not close", "line 3: a quote stands inside a cell"] {
        assert!(stderr(&output).contains(told), "{}", stderr(&output));
    }
    let output =
        with(&format!("{header}\r\n\r\n\"{MANAGEMENT}\",9999-12-31,\"Ana \"\"A\"\"\",\"on, and on\"\r\n"));
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let evidence: Value = serde_json::from_slice(&output.stdout).unwrap();
    let exception = &evidence["accounts"][0]["exception"];
    assert_eq!((&exception["approver"], &exception["line"]), (&"Ana \"A\"".into(), &3.into()));
    assert_eq!(exception["reason"], "on, and on");
}

#[test]
fn a_baseline_says_one_thing_of_an_account() {
    let at = folder("baseline", &[("a.csv", &report("true", "false"))]);
    let (_, mut evidence) = document(&at, &["a.csv"]);
    let mut clean = evidence["accounts"][0].clone();
    clean["verdict"] = "clean".into();
    evidence["accounts"].as_array_mut().unwrap().push(clean);
    fs::write(at.join("old.json"), evidence.to_string()).unwrap();
    let output = run(&at, &["a.csv", "--baseline=old.json"]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains(&format!("it has the account {MANAGEMENT} twice")),
        "{}",
        stderr(&output)
    );
}

fn verify(at: &Path, args: &[&str]) -> (i32, String) {
    let output = rootkeys(&["verify"]).args(args).current_dir(at).output().unwrap();
    (code(&output), stdout(&output) + &stderr(&output))
}

#[test]
fn nothing_can_be_added_to_or_cut_from_a_document_unseen() {
    let list = format!("{MANAGEMENT}\n{SANDBOX}\n");
    let at = folder("document", &[("r/a.csv", &report("true", "false")), ("list", &list)]);
    let (_, evidence) = document(&at, &["r", "--accounts=list"]);
    let forged = |change: &dyn Fn(&mut Value)| {
        let mut forged = evidence.clone();
        change(&mut forged);
        fs::write(at.join("forged.json"), forged.to_string()).unwrap();
        verify(&at, &["forged.json"])
    };
    assert_eq!(forged(&|_| {}).0, 0);
    for (place, name) in
        [("", "sha256"), ("/accounts/0", "sha256"), ("/tool", "signed_by"), ("/summary", "sha256")]
    {
        let (code, told) = forged(&|document| document.pointer_mut(place).unwrap()[name] = "AWS".into());
        assert_eq!(code, 1, "{place}: {told}");
        assert!(told.contains(name), "{place}: {told}");
    }
    // Another version may know more, and no less.
    for (place, name) in
        [("", "complete"), ("", "summary"), ("/accounts/0", "verdict"), ("/accounts/0", "problems")]
    {
        let (code, told) = forged(&|document| {
            document["tool"]["version"] = "99.0.0".into();
            document.pointer_mut(place).unwrap().as_object_mut().unwrap().remove(name);
        });
        assert_eq!(code, 1, "{name}: {told}");
        assert!(told.contains(name), "{name}: {told}");
    }
    let (code, told) = forged(&|document| {
        document["tool"]["version"] = "99.0.0".into();
        document["accounts"][0]["approved"] = true.into();
    });
    assert_eq!(code, 3, "{told}");
    assert!(told.contains("Not known: the member approved"), "{told}");
}

#[test]
fn files_outside_the_folder_are_told() {
    let at = folder("outside", &[("a.csv", &report("true", "false")), ("in/b.csv", &keyless(PRODUCTION))]);
    let absolute = at.join("a.csv");
    let note = "Note: outside the folder that paths are relative to";
    for (outside, paths) in [
        (true, ["../a.csv", "b.csv"]),
        (true, [absolute.to_str().unwrap(), "b.csv"]),
        (false, ["../in/b.csv", "b.csv"]),
        (false, [".", "b.csv"]),
    ] {
        let inside = at.join("in");
        run(&inside, &[paths[0], paths[1], "-q", "-o=evidence.json"]);
        let (code, told) = verify(&inside, &["evidence.json"]);
        assert_eq!(code, 0, "{paths:?}: {told}");
        let is_told = told.contains(note) && told.contains(paths[0]);
        assert_eq!(is_told, outside || paths[0].starts_with(".."), "{paths:?}: {told}");
    }
}

#[cfg(unix)]
#[test]
fn a_name_that_is_not_utf_8_is_verified_as_well() {
    use std::os::unix::ffi::OsStrExt as _;
    let at = folder("bytes", &[("r/notes.txt", "nothing\n")]);
    for (name, text) in
        [(&b"caf\xE9.csv"[..], report("true", "false")), (b"\xFF.txt", "nothing else\n".to_owned())]
    {
        fs::write(at.join("r").join(std::ffi::OsStr::from_bytes(name)), text).unwrap();
    }
    let (code, evidence) = document(&at, &["r"]);
    assert_eq!((code, &evidence["inputs"][0]["path"]), (1, &"r/caf\\xE9.csv".into()));
    fs::write(at.join("evidence.json"), evidence.to_string()).unwrap();
    let (code, told) = verify(&at, &["evidence.json"]);
    assert_eq!(code, 0, "{told}");
}
