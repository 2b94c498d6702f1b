//! An assessment done again from its evidence document: the same, or what differs.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::Value;

use crate::common::program::{code, folder, rootkeys, run, stderr, stdout};
use crate::common::{self, OTHER, base64, forgery, json, report};

const ACCOUNTS: &str =
    "account_id,name\n111122223333,management\n444455556666,production\n777788889999,sandbox\n";
const REGISTER: &str = "account_id,expires_on,approver,reason\n111122223333,2026-12-31,Ana,until the move\n";

/// A report that names no account, in JSON of one line.
fn unnamed(active: &str) -> String {
    let csv = format!("user,access_key_1_active,access_key_2_active\n<root_account>,{active},false\n");
    format!("{{\"Content\": \"{}\"}}", base64(&csv))
}

/// What an operator hands over: reports, a list, a register, an earlier document, and the document of them all.
fn evidence(name: &str) -> PathBuf {
    let files = [
        ("reports/management.json", json(&report("true", "false"))),
        ("reports/older/management.csv", report("false", "false")),
        ("reports/production.csv", common::of(OTHER, &report("false", "false"))),
        ("reports/broken.csv", common::of("888899990000", &report("false", "fal"))),
        ("reports/empty.json", String::new()),
        ("reports/unnamed.json", unnamed("true") + &unnamed("false")),
        ("reports/notes.txt", "what this is\n".to_owned()),
        ("notes/readme.txt", "nothing else\n".to_owned()),
        ("reports/drafts/production.csv", common::of(OTHER, &report("true", "false"))),
        ("notes/export.csv", report("true", "false")),
        ("accounts.csv", ACCOUNTS.to_owned()),
        ("register.csv", REGISTER.to_owned()),
    ];
    let files: Vec<(&str, &[u8])> = files.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
    let at = folder(name, &files);
    let exclude = ["--exclude=/drafts/", "--exclude=export.*"];
    assess(&at, &[&["-o=earlier.json", "reports"], &exclude[..]].concat());
    let beside = ["--accounts=accounts.csv", "--exceptions=register.csv", "--baseline=earlier.json"];
    let settings = ["--max-age=7d", "--generated-at=2026-09-28", "--strict", "-o=evidence.json"];
    assess(&at, &[&["reports", "gone/", "*.nothing", "notes"], &beside[..], &settings, &exclude].concat());
    at
}

fn assess(at: &Path, args: &[&str]) {
    let output = run(at, &[&["-q"], args].concat());
    assert_ne!(code(&output), 2, "{}", stderr(&output));
}

fn verify(at: &Path, args: &[&str]) -> (i32, String) {
    let output = rootkeys(&["verify"]).args(args).current_dir(at).output().unwrap();
    (code(&output), stdout(&output) + &stderr(&output))
}

/// The document, changed.
fn forge(at: &Path, change: impl Fn(&mut Value)) {
    let mut document: Value = serde_json::from_slice(&fs::read(at.join("evidence.json")).unwrap()).unwrap();
    let before = document.clone();
    change(&mut document);
    assert_ne!(document, before, "the forgery changes something");
    fs::write(at.join("forged.json"), document.to_string()).unwrap();
}

fn edit(path: PathBuf, from: &str, to: &str) {
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from));
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

/// Says of a file that it was skipped.
fn skip(document: &mut Value, at: usize, path: &str) {
    document["skipped"].as_array_mut().unwrap().insert(at, path.into());
    let mut file = document["skipped_files"][0].clone();
    file["path"] = path.into();
    document["skipped_files"].as_array_mut().unwrap().insert(at, file);
}

#[test]
fn what_was_not_touched_is_the_same() {
    let at = evidence("same");
    let (code, told) = verify(&at, &["evidence.json"]);
    assert_eq!(code, 0, "{told}");
    assert!(
        told.contains("The same: 11 files with the digests of the document, 6 accounts compared"),
        "{told}"
    );
    assert!(told.contains("AWS, which does not sign them"), "what it can't show");
    assert!(told.contains("Note: 2 files were excluded (--exclude)"), "{told}");
    // From elsewhere, too.
    let (folder, document) = (at.to_str().unwrap(), at.join("evidence.json"));
    assert_eq!(verify(at.parent().unwrap(), &[document.to_str().unwrap(), "--inputs", folder]).0, 0);
    assert_eq!(verify(at.parent().unwrap(), &[document.to_str().unwrap()]).0, 3);
}

#[test]
fn a_changed_file_is_caught_though_its_verdict_is_the_same() {
    for (file, from, to) in [
        ("reports/management.json", "2026-09-29T08:00:00", "2026-09-29T08:00:01"),
        ("reports/production.csv", "alice,", "Alice,"),
        ("reports/broken.csv", "fal,", "fals,"),
        ("reports/empty.json", "", "\n"),
        ("accounts.csv", "sandbox", "Sandbox"),
        ("register.csv", "Ana", "Bob"),
        ("reports/notes.txt", "what", "that"),
        ("earlier.json", "\"complete\": false", "\"complete\":  false"),
    ] {
        let at = evidence("changed");
        edit(at.join(file), from, to);
        let (code, told) = verify(&at, &["evidence.json"]);
        assert_eq!(code, 1, "{file}: {told}");
        assert!(told.contains(&format!("Differs: {file}: the file has another SHA-256")), "{file}: {told}");
    }
}

#[test]
fn what_was_not_there_and_is_now_is_caught() {
    let csv = report("true", "false");
    for (file, told) in [
        ("gone", "gone/: it could not be read then, and can be read now"),
        ("a.nothing", "*.nothing: it could not be read then, and is there now"),
        ("notes/report.csv", "notes: it could not be read then, and is there now"),
    ] {
        let at = evidence("appeared");
        fs::write(at.join(file), &csv).unwrap();
        let (code, said) = verify(&at, &["evidence.json"]);
        assert_eq!(code, 1, "{file}: {said}");
        assert!(said.contains(told) || file == "gone" && said.contains("gone"), "{file}: {said}");
    }
}

#[test]
fn swapped_files_are_caught() {
    let at = evidence("swapped");
    let [one, two] = ["reports/production.csv", "reports/broken.csv"].map(|file| at.join(file));
    let text = fs::read(&one).unwrap();
    fs::copy(&two, &one).unwrap();
    fs::write(&two, text).unwrap();
    let (code, told) = verify(&at, &["evidence.json"]);
    assert_eq!(code, 1);
    assert!(told.contains("account 444455556666: input is \"reports/broken.csv\""), "{told}");
}

#[test]
fn a_missing_file_is_said_and_the_rest_is_compared() {
    for file in [
        "reports/management.json",
        "reports/production.csv",
        "accounts.csv",
        "register.csv",
        "earlier.json",
        "notes/export.csv",
    ] {
        let at = evidence("missing");
        fs::remove_file(at.join(file)).unwrap();
        let (code, told) = verify(&at, &["evidence.json"]);
        assert_eq!(code, 3, "{file}: {told}");
        assert!(told.contains(&format!("Missing: {file}\n")), "{told}");
        assert!(told.contains("Not all can be verified"), "{told}");
    }
    let at = evidence("missing-and-forged");
    fs::remove_file(at.join("reports/production.csv")).unwrap();
    forge(&at, |document| document["accounts"][0]["verdict"] = "clean".into());
    assert_eq!(verify(&at, &["forged.json"]).0, 1, "a difference is more than a missing file");
}

#[test]
fn no_place_of_the_document_can_be_forged_unseen() {
    let at = evidence("forged");
    let document: Value = serde_json::from_slice(&fs::read(at.join("evidence.json")).unwrap()).unwrap();
    let is_unread = |place: &str| {
        let input = place.strip_suffix("/path").and_then(|input| document.pointer(input));
        place.starts_with("/inputs/") && input.is_some_and(|input| input["sha256"].is_null())
    };
    let is_right = |thread: usize, what: &str, forged: &str| {
        let path = at.join(format!("forged-{thread}.json"));
        fs::write(&path, forged).unwrap();
        let place = what.split(' ').next().unwrap_or_default();
        let is_text = what.contains(" is \"");
        let found = rootkeys::verify(&path, &at);
        let code = found.as_ref().map_or(2, |found| rootkeys::VerifyStatus::of_verification(found).code());
        // Another version is noted. The name of what was not there, and is not there now, is as good as another.
        let is_as_good = is_text && (place == "/tool/version" || is_unread(place))
            // It is redone as of that time and with these settings: others that give the same make a true document.
            || (place == "/as_of" || place.starts_with("/settings/")) && (what.contains(" is ") || what.contains(" moves"));
        // A file that is not there says nothing.
        let is_file = ["/path", "/sha256"].iter().any(|end| place.ends_with(end))
            || ["/skipped", "/excluded"].iter().any(|list| place.starts_with(list));
        assert!(
            matches!(code, 1 | 2) || code == 3 && is_text && is_file || is_as_good,
            "{what}: {code} {found:?}"
        );
    };
    let forgeries = forgery::all(&document);
    assert!(forgeries.len() > 4000, "{}", forgeries.len());
    std::thread::scope(|scope| {
        for (thread, forgeries) in forgeries.chunks(forgeries.len() / 4 + 1).enumerate() {
            scope.spawn(move || forgeries.iter().for_each(|(what, forged)| is_right(thread, what, forged)));
        }
    });
}

#[test]
fn what_is_added_to_or_taken_from_the_document_is_caught() {
    type Forgery = (&'static str, fn(&mut Value));
    let at = evidence("taken");
    let forgeries: [Forgery; 14] = [
        ("a report is said to be excluded", |document| {
            document["excluded"].as_array_mut().unwrap().push("reports/broken.csv".into());
            document["summary"]["excluded"] = 3.into();
        }),
        ("a folder is said to be excluded", |document| {
            document["excluded"].as_array_mut().unwrap().push("reports/drafts".into());
            document["summary"]["excluded"] = 3.into();
        }),
        ("a pattern is left out", |document| {
            drop(document["settings"]["exclude"].as_array_mut().unwrap().remove(0));
        }),
        ("a failed export is said to be another file", |document| {
            let is_empty = |entry: &Value| entry["path"] == "reports/empty.json";
            document["inputs"].as_array_mut().unwrap().retain(|input| !is_empty(input));
            skip(document, 1, "reports/empty.json");
            for (name, less) in [("inputs", 1), ("skipped", -1)] {
                document["summary"][name] = (document["summary"][name].as_i64().unwrap() - less).into();
            }
        }),
        ("a folder is said to be another file", |document| {
            skip(document, 1, "reports");
            document["summary"]["skipped"] = (document["summary"]["skipped"].as_i64().unwrap() + 1).into();
        }),
        ("the first of two accounts without a name", |document| {
            let unnamed = &mut document["accounts"].as_array_mut().unwrap()[4..];
            let clean = ["verdict", "findings", "keys"].map(|name| (name, unnamed[1][name].clone()));
            clean.into_iter().for_each(|(name, value)| unnamed[0][name] = value);
        }),
        ("what is missing takes in another account", |document| {
            let mut ghost = document["inputs"][1].clone();
            ghost["path"] = "reports/a-ghost.json".into();
            document["inputs"].as_array_mut().unwrap().insert(1, ghost);
            document["summary"]["inputs"] = (document["summary"]["inputs"].as_u64().unwrap() + 1).into();
            document["accounts"][0]["other_reports"] = Value::Array(Vec::new());
            document["accounts"][0]["input"] = "reports/a-ghost.json".into();
        }),
        ("an account is left out", |document| drop(document["accounts"].as_array_mut().unwrap().remove(0))),
        ("an input is left out", |document| drop(document["inputs"].as_array_mut().unwrap().remove(0))),
        ("an account stands twice", |document| {
            let accounts = document["accounts"].as_array_mut().unwrap();
            let mut clean = accounts[0].clone();
            clean["verdict"] = "clean".into();
            accounts.insert(0, clean);
        }),
        ("the register is left out", |document| document["exceptions"] = Value::Null),
        ("the list is left out", |document| document["population"] = Value::Null),
        ("a report is said to be none", |document| {
            for list in ["inputs", "accounts"] {
                let entries = document[list].as_array_mut().unwrap();
                entries
                    .retain(|of| of["path"] != "reports/broken.csv" && of["input"] != "reports/broken.csv");
            }
            skip(document, 1, "reports/broken.csv");
        }),
        ("a member is added", |document| document["accounts"][0]["approved"] = true.into()),
    ];
    for (what, forgery) in forgeries {
        forge(&at, forgery);
        let (code, told) = verify(&at, &["forged.json"]);
        assert_eq!(code, 1, "{what}: {told}");
        let told_of_skipped =
            told.contains("reports/broken.csv: the document says that it is no credential report");
        assert_eq!(told_of_skipped, what == "a report is said to be none", "{told}");
    }
    let text = fs::read_to_string(at.join("evidence.json")).unwrap();
    let twice = text.replacen("\"complete\": false", "\"complete\": true,\n  \"complete\": false", 1);
    fs::write(at.join("forged.json"), twice).unwrap();
    let (code, told) = verify(&at, &["forged.json"]);
    assert_eq!(code, 1);
    assert!(told.contains("the member complete twice"), "{told}");
}

proptest! {
    /// A byte that is changed is found, or changes nothing that the document says.
    #[test]
    fn no_byte_of_the_document_can_be_changed_unseen(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| evidence("bytes"));
        let original = fs::read(FOLDER.join("evidence.json")).unwrap();
        let mut bytes = original.clone();
        bytes[at.index(original.len())] = byte;
        let path = FOLDER.join("changed.json");
        fs::write(&path, &bytes).unwrap();
        let same = |found: &rootkeys::Verification| found.differences.is_empty() && found.missing.is_empty();
        if rootkeys::verify(&path, &FOLDER).is_ok_and(|found| same(&found)) {
            // The name of what was not there, and is not there now, is as good as another.
            let read = |bytes: &Vec<u8>| {
                let mut document: Value = serde_json::from_slice(bytes).unwrap();
                let inputs = document["inputs"].as_array_mut().unwrap().iter_mut();
                inputs.filter(|input| input["sha256"].is_null()).for_each(|input| input["path"] = Value::Null);
                // It is redone as of that time and with these settings: others that give the same make a true document.
                ["as_of", "settings"].iter().for_each(|member| document[member] = Value::Null);
                document
            };
            let [before, now] = [&original, &bytes].map(read);
            let version = |document: &Value| document["tool"]["version"].clone();
            prop_assert!(before == now || version(&before) != version(&now));
        }
    }
}

#[test]
fn what_is_no_evidence_document_can_not_be_verified() {
    let at = evidence("other");
    for file in ["reports/management.json", "accounts.csv", "reports/empty.json", "nowhere.json", "reports"] {
        assert_eq!(verify(&at, &[file]).0, 2, "{file}");
    }
    forge(&at, |document| document["schema"] = "rootkeys.evidence/2".into());
    assert_eq!(verify(&at, &["forged.json"]).0, 2);
    assert_eq!(verify(&at, &[]).0, 2);
}

#[test]
fn a_document_of_another_version_is_compared_as_far_as_both_know() {
    let at = evidence("version");
    forge(&at, |document| document["tool"]["version"] = "99.0.0".into());
    let (code, told) = verify(&at, &["forged.json"]);
    assert_eq!(code, 0, "{told}");
    assert!(told.contains("Note: rootkeys \"99.0.0\" made the document"), "{told}");
    // What was not redone is not the same.
    forge(&at, |document| {
        document["tool"]["version"] = "99.0.0".into();
        document["accounts"][0]["quantum_safe"] = true.into();
    });
    let (code, told) = verify(&at, &["forged.json"]);
    assert_eq!(code, 3, "{told}");
    assert!(told.contains("Not known: the member quantum_safe"), "{told}");
    assert!(told.contains("Note: rootkeys \"99.0.0\" made the document"), "{told}");
    forge(&at, |document| {
        document["tool"]["version"] = "99.0.0".into();
        document["accounts"][0]["verdict"] = "clean".into();
    });
    assert_eq!(verify(&at, &["forged.json"]).0, 1);
}

#[cfg(unix)]
#[test]
fn files_whose_names_look_alike_are_told_apart() {
    use std::os::unix::ffi::OsStrExt as _;
    let at = folder("names", &[("r/notes.txt", b"")]);
    fs::remove_file(at.join("r/notes.txt")).unwrap();
    let of = |name: &[u8]| at.join("r").join(std::ffi::OsStr::from_bytes(name));
    fs::write(of(b"a\xFF.csv"), report("true", "false")).unwrap();
    fs::write(of(b"a\\xFF.csv"), common::of(OTHER, &report("false", "false"))).unwrap();
    assess(&at, &["r", "-o=evidence.json"]);
    assert_eq!(verify(&at, &["evidence.json"]).0, 0);
    let document: Value = serde_json::from_slice(&fs::read(at.join("evidence.json")).unwrap()).unwrap();
    let paths: Vec<_> = document["inputs"].as_array().unwrap().iter().map(|input| &input["path"]).collect();
    assert_eq!(paths, ["r/a\\x5CxFF.csv", "r/a\\xFF.csv"]);
    forge(&at, |document| {
        document["inputs"]
            .as_array_mut()
            .unwrap()
            .iter_mut()
            .for_each(|input| input["path"] = "r/a\\xFF.csv".into());
    });
    assert_eq!(verify(&at, &["forged.json"]).0, 1);
}

#[test]
fn stdin_leaves_nothing_to_verify() {
    let at = folder("stdin", &[("a.json", json(&report("true", "false")).as_bytes())]);
    let input = fs::File::open(at.join("a.json")).unwrap();
    let output = rootkeys(&["-q", "-o=evidence.json"]).current_dir(&at).stdin(input).output().unwrap();
    assert_eq!(code(&output), 1);
    let (code, told) = verify(&at, &["evidence.json"]);
    assert_eq!(code, 3);
    assert!(told.contains("Missing: what was read from stdin"), "{told}");
}

#[test]
fn the_same_command_twice_gives_the_same_bytes() {
    let at = evidence("twice");
    let first = fs::read(at.join("evidence.json")).unwrap();
    let again = evidence("twice");
    assert_eq!(fs::read(again.join("evidence.json")).unwrap(), first);
}
