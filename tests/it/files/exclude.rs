//! What `--exclude` leaves out, and that it is said.

use std::fs;
use std::path::{Path, PathBuf};

use crate::common::program::{code, document, folder, run, stderr, stdout};
use crate::common::{ACCOUNT, OTHER, json, of, report};

/// A folder with a clean report, an active one among drafts, and another file.
fn reports(name: &str) -> PathBuf {
    let active = json(&of(OTHER, &report("true", "false")));
    let clean = json(&of(ACCOUNT, &report("false", "false")));
    let files =
        [("r/prod.json", &*clean), ("r/drafts/old.json", &active), ("r/b/drafts/older.json", &active)];
    folder(name, &[&files[..], &[("r/notes.pdf.txt", "notes\n")]].concat())
}

/// The exit code, the inputs, and what was left out.
fn result(at: &Path, args: &[&str]) -> (i32, Vec<String>, Vec<String>) {
    let output = run(at, &[&["-f=json"], args].concat());
    let document = document(&output);
    let inputs = document["inputs"].as_array().unwrap().iter().map(|input| &input["path"]);
    let excluded = document["excluded"].as_array().unwrap();
    assert_eq!(document["summary"]["excluded"], excluded.len());
    let texts =
        |paths: Vec<&serde_json::Value>| paths.iter().map(|at| at.as_str().unwrap().to_owned()).collect();
    (code(&output), texts(inputs.collect()), texts(excluded.iter().collect()))
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(ToString::to_string).collect()
}

#[test]
fn files_are_left_out_wherever_they_are_found_and_listed() {
    let at = reports("found");
    let drafts = texts(&["r/b/drafts/older.json", "r/drafts/old.json"]);
    let prod = texts(&["r/prod.json"]);
    assert_eq!(result(&at, &["r"]).0, 1);
    for paths in [&["r"][..], &["r/**/*.json"], &["./r"], &["r/prod.json", "r/drafts/old.json", "r/b"]] {
        let (code, inputs, excluded) = result(&at, &[paths, &["--exclude=drafts/"]].concat());
        assert_eq!(excluded, drafts, "{paths:?}");
        // Of the folder that was named nothing is left.
        assert_eq!(
            (code, inputs.contains(&"r/b".to_owned())),
            if paths.len() == 3 { (3, true) } else { (0, false) }
        );
        assert_eq!(
            inputs.iter().filter(|path| *path != "r/b").collect::<Vec<_>>(),
            prod.iter().collect::<Vec<_>>()
        );
    }
    let some = result(
        &at,
        &["r", "--exclude=/drafts/", "--exclude=*.json", "--exclude=!prod.json", "--exclude=!older.json"],
    );
    assert_eq!(some, (1, texts(&["r/b/drafts/older.json", "r/prod.json"]), texts(&["r/drafts/old.json"])));
    // A folder that is left out as a whole need hold no report; one of which all files are left out must.
    assert_eq!(result(&at, &["r/prod.json", "r/drafts", "--exclude=drafts"]).0, 0);
    assert_eq!(result(&at, &["r/prod.json", "r/drafts", "--exclude=old.json"]).0, 3);
    // What one argument leaves out, and another one doesn't, is read.
    let both = result(&at, &["r", "r/drafts/old.json", "--exclude=/drafts", "--exclude=/b"]);
    assert_eq!(both, (1, texts(&["r/drafts/old.json", "r/prod.json"]), texts(&["r/b/drafts/older.json"])));
}

#[test]
fn nothing_is_clean_because_all_of_it_was_left_out() {
    let at = reports("all");
    for args in [&["r", "--exclude=*"][..], &["r/prod.json", "--exclude=*.json"], &["r", "--exclude=r/"]] {
        let (code, _, excluded) = result(&at, args);
        assert_eq!((code, excluded.is_empty()), (3, false), "{args:?}");
    }
    // An account that is expected stays missing.
    fs::write(at.join("accounts.txt"), format!("{ACCOUNT}\n{OTHER}\n")).unwrap();
    assert_eq!(result(&at, &["r", "--exclude=drafts", "--accounts=accounts.txt"]).0, 3);
}

#[test]
fn what_is_left_out_is_counted_and_named() {
    let at = reports("told");
    let args = ["r", "--exclude=drafts/", "--exclude=/*.pdf.txt", "-v"];
    let output = run(&at, &args);
    let told = stderr(&output);
    assert!(told.ends_with("; 3 files excluded\n") && told.contains("1 account in 1 input: "), "{told}");
    assert!(told.contains("rootkeys: r/drafts/old.json: excluded\n"), "{told}");
    for (format, expected) in [
        ("markdown", "; 3 files excluded"),
        ("html", "3 files that the patterns of --exclude left out"),
        ("html", "<code>/*.pdf.txt</code>"),
        ("sarif", "\"excluded\": 3"),
        ("jsonl", "\"exclude\":[\"drafts/\",\"/*.pdf.txt\"]"),
    ] {
        let told = stdout(&run(&at, &[&args[..], &["-f", format]].concat()));
        assert!(told.contains(expected), "{format}: {told}");
    }
    // A file that keeps a folder from being clean can be left out: its remedy says so.
    fs::write(at.join("r/export.zip"), b"PK\x03\x04 anything").unwrap();
    let output = run(&at, &["r", "--exclude=drafts/"]);
    assert_eq!(code(&output), 3);
    assert!(stdout(&output).contains("--exclude"), "{}", stdout(&output));
    assert_eq!(code(&run(&at, &["r", "--exclude=drafts/", "--exclude=*.zip"])), 0);
}

#[test]
fn a_pattern_that_is_not_valid_is_a_usage_error() {
    let at = reports("pattern");
    for (pattern, why) in [
        ("[", "unclosed character class"),
        ("a{b", "unclosed alternate group"),
        ("[z-a]", "invalid range"),
        ("", "matches nothing"),
        ("# drafts", "matches nothing"),
    ] {
        let output = run(&at, &["r", &format!("--exclude={pattern}")]);
        assert_eq!((code(&output), stdout(&output)), (2, String::new()), "{pattern}");
        assert!(stderr(&output).contains(why), "{pattern}: {}", stderr(&output));
    }
    let exclude = vec!["*.pdf".to_owned(), "[".to_owned()];
    let criteria = rootkeys::Criteria { exclude, ..rootkeys::Criteria::default() };
    let settings =
        rootkeys::Settings { paths: vec![at.join("r")], criteria, ..rootkeys::Settings::default() };
    let error = rootkeys::audit(&settings).unwrap_err().to_string();
    assert!(error.starts_with("the pattern `[` of --exclude is not valid: unclosed"), "{error}");
}

#[test]
fn a_result_that_is_left_out_changes_nothing() {
    let at = reports("result");
    let args = ["r", "--exclude=drafts", "--exclude=result.*", "-o", "r/result.json"];
    let written = || {
        assert_eq!(code(&run(&at, &args)), 0);
        fs::read(at.join("r/result.json")).unwrap()
    };
    assert_eq!(written(), written());
}

#[cfg(unix)]
#[test]
fn what_cant_be_read_can_be_left_out() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let at = reports("unreadable");
    symlink("nowhere", at.join("r/link")).unwrap();
    let mode = |mode| fs::set_permissions(at.join("r/b"), fs::Permissions::from_mode(mode)).unwrap();
    mode(0o000);
    let found = result(&at, &["r", "--exclude=drafts", "--exclude=/b", "--exclude=link"]);
    mode(0o755);
    assert_eq!((found.0, &found.1), (0, &texts(&["r/prod.json"])));
    assert!(found.2.contains(&"r/link".to_owned()) && found.2.iter().any(|path| path.starts_with("r/b")));
}
