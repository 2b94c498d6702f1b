//! `--accounts`: once every account in scope has a sound report, exports that failed are notes.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{PRODUCTION, SANDBOX, codes, document, json_of};
use crate::common::program::{self, code, rootkeys, run, stdout};
use crate::common::report;

/// What exports leave that fail.
const FAILED: &[(&str, &str)] = &[
    ("empty.json", ""),
    ("denied.txt", "An error occurred (AccessDenied) when calling the GetCredentialReport operation: no\n"),
    ("generate.json", "{\n    \"State\": \"STARTED\"\n}\n"),
    ("null.json", "null\n"),
    (
        "content.json",
        "{\"Content\": null, \"ReportFormat\": \"text/csv\", \"GeneratedTime\": \"2026-09-29T08:00:00+00:00\"}\n",
    ),
    ("stream.txt", "<_io.BytesIO object at 0x7f0a>\n"),
    ("headed.txt", "=== account prod ===\n\nUnable to locate credentials.\n"),
    ("pointer.json", "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1520\n"),
];

/// A clean report of production, a list with it alone, and the failed exports.
#[track_caller]
fn folder(name: &str) -> PathBuf {
    let clean = json_of(PRODUCTION, &report("false", "false"));
    let failed: Vec<(String, &str)> =
        FAILED.iter().map(|(path, text)| (format!("reports/{path}"), *text)).collect();
    let mut files = vec![("reports/production.json", &*clean), ("ids.txt", "444455556666\n")];
    files.extend(failed.iter().map(|(path, text)| (&**path, *text)));
    program::folder(name, &files)
}

fn blocking(document: &Value) -> Vec<&str> {
    let inputs = document["inputs"].as_array().unwrap().iter();
    let problems = inputs.flat_map(|input| input["problems"].as_array().unwrap());
    problems
        .filter(|problem| problem["blocks"] == true)
        .map(|problem| problem["code"].as_str().unwrap())
        .collect()
}

fn verify(at: &Path) -> (i32, String) {
    let output = rootkeys(&["verify", "evidence.json"]).current_dir(at).output().unwrap();
    (code(&output), stdout(&output))
}

#[test]
fn a_failed_export_is_a_note_once_each_account_in_scope_has_a_sound_report() {
    let at = folder("notes");
    assert_eq!(document(&at, &[]).0, 3, "without a list, nothing shows that no account is missing");
    let (code, found) = document(&at, &["--accounts=ids.txt"]);
    assert_eq!((code, &found["complete"], blocking(&found)), (0, &true.into(), Vec::new()));
    assert_eq!(found["summary"]["failed_inputs"], FAILED.len());
    let told = found["inputs"].as_array().unwrap().iter().filter(|input| input["status"] == "failed");
    assert!(told.into_iter().all(|input| !codes(&input["problems"]).is_empty()), "they are still told");
    for format in ["table", "markdown", "html", "sarif", "github"] {
        let output = run(&at, &["-f", format, "reports", "--accounts=ids.txt"]);
        assert!(program::code(&output) == 0 && stdout(&output).contains("access-denied"), "{format}");
    }
    // Also beside a report.
    let file = at.join("reports/production.json");
    let text = fs::read_to_string(&file).unwrap() + FAILED[1].1;
    fs::write(&file, text).unwrap();
    assert_eq!((document(&at, &[]).0, document(&at, &["--accounts=ids.txt"]).0), (3, 0));
}

#[test]
fn a_failed_export_counts_while_an_account_in_scope_has_no_sound_report() {
    let at = folder("counts");
    fs::write(at.join("cut-off.json"), "{\"Accounts\": [{\"Id\": \"444455556666\"}], \"NextToken\": \"x\"}")
        .unwrap();
    fs::write(at.join("closed.csv"), "account_id,state\n444455556666,CLOSED\n").unwrap();
    fs::write(at.join("more.txt"), format!("{PRODUCTION}\n{SANDBOX}\n")).unwrap();
    for list in ["more.txt", "cut-off.json", "closed.csv"] {
        let (code, found) = document(&at, &["--accounts", list]);
        assert_eq!((code, blocking(&found).len()), (3, FAILED.len() + 2), "{list}");
    }
    let (code, found) = document(&at, &["--accounts=ids.txt", "--max-age=1h"]);
    assert_eq!(
        (code, blocking(&found).len()),
        (3, FAILED.len() + 2),
        "a report that is too old is not sound"
    );
    fs::write(at.join("reports/production.json"), json_of(PRODUCTION, &report("true", "false"))).unwrap();
    let (code, found) = document(&at, &["--accounts=ids.txt", "--exit-zero"]);
    assert_eq!((code, blocking(&found).len()), (0, 0), "an active key is known");
}

#[test]
fn what_may_hold_a_report_still_counts() {
    let row = report("true", "false").lines().nth(1).unwrap().replace('"', "");
    let hidden = format!("{{\"Content\": null, \"note\": \"{row}\"}}\n");
    for (name, text) in [
        ("hidden.json", &*hidden),
        ("part.txt", "<Buffer 75 73 65 72 2c 61 72 6e 2c 75 73 65 72 ... 1258 more bytes>\n"),
        ("archive.zip", "PK\u{3}\u{4} anything"),
        ("damaged.json", "{\"Content\": \"dXNlcixhcm4sdXNlcl9jcmVhdGlvbl90aW1l"),
        ("denied.txt", &format!("{}\n{row}\n", FAILED[1].1)),
    ] {
        let at = folder("counted");
        fs::write(at.join("reports").join(name), text).unwrap();
        let (code, found) = document(&at, &["--accounts=ids.txt"]);
        assert_ne!((code, blocking(&found).len()), (0, 0), "{name}");
        let counts = |input: &Value| input["path"] == format!("reports/{name}") || blocking(&found).len() > 1;
        assert!(found["inputs"].as_array().unwrap().iter().any(counts), "{name}");
    }
    let at = folder("gone");
    let output = run(&at, &["reports", "gone.json", "--accounts=ids.txt"]);
    assert_eq!(code(&output), 3, "a path that is not there");
}

#[test]
fn verify_agrees() {
    let at = folder("verified");
    assert_eq!(code(&run(&at, &["reports", "--accounts=ids.txt", "-o=evidence.json"])), 0);
    let (code, told) = verify(&at);
    assert_eq!(code, 0, "{told}");
    // Without the list, or a report, it can't be told what the failed exports do to the result.
    for file in ["ids.txt", "reports/production.json"] {
        let text = fs::read(at.join(file)).unwrap();
        fs::remove_file(at.join(file)).unwrap();
        let (code, told) = verify(&at);
        assert_eq!(code, 3, "{file}: {told}");
        fs::write(at.join(file), text).unwrap();
    }
    let path = at.join("evidence.json");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen("\"blocks\": false", "\"blocks\": true", 1)).unwrap();
    assert_eq!(verify(&at).0, 1);
}
