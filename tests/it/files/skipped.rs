//! What is skipped in a folder, and how much is said of it.

use std::path::Path;

use serde_json::Value;

use crate::common::program::{code, document, folder, rootkeys, run, stderr, stdout};
use crate::common::report;

/// Files that people keep beside reports, and what each is called.
const OTHERS: &[(&str, &[u8], &str)] = &[
    ("r/a.pdf", b"%PDF-1.7\n", "PDF"),
    ("r/b.png", b"\x89PNG\r\n\x1a\n", "picture"),
    ("r/c.jpg", b"\xFF\xD8\xFF\xE0", "picture"),
    ("r/d.exe", b"MZ\0\0", "program"),
    ("r/e.json", b"{\"Buckets\": []}", "JSON document"),
    ("r/f.json", b"{\"Buckets\": [", "JSON document"),
    ("r/g.html", b"<!DOCTYPE html>\n<html><body>wiki</body></html>\n", "web page"),
    ("r/h.ini", b"[default]\nregion = eu-central-1\n", "text"),
    ("r/i.md", b"A picture of the PDF archive\n", "text"),
    ("r/j.bin", b"\0\x01\x02\x03", "binary file"),
];

fn files(name: &str) -> std::path::PathBuf {
    let report = report("false", "false");
    let others = OTHERS.iter().map(|(path, bytes, _)| (*path, *bytes));
    folder(name, &others.chain([("r/prod.csv", report.as_bytes())]).collect::<Vec<_>>())
}

fn assessed(at: &Path) -> Value {
    document(&run(at, &["-f=json", "r"]))
}

#[test]
fn each_skipped_file_is_told_with_what_it_is() {
    let at = files("kinds");
    std::fs::write(at.join("r/k.json"), run(&at, &["-f=json", "r/prod.csv"]).stdout).unwrap();
    let document = assessed(&at);
    let skipped = document["skipped_files"].as_array().unwrap();
    let paths: Vec<&Value> = skipped.iter().map(|file| &file["path"]).collect();
    assert_eq!(paths, document["skipped"].as_array().unwrap().iter().collect::<Vec<_>>());
    let told: Vec<(&str, &str)> =
        skipped.iter().map(|file| (file["path"].as_str().unwrap(), file["kind"].as_str().unwrap())).collect();
    let expected = OTHERS.iter().map(|(path, _, kind)| (*path, *kind));
    assert_eq!(told, expected.chain([("r/k.json", "evidence document")]).collect::<Vec<_>>());
    for (file, (_, bytes, _)) in skipped.iter().zip(OTHERS) {
        assert_eq!(file["bytes"], bytes.len());
        assert_eq!(file["sha256"].as_str().unwrap().len(), 64, "{file}");
    }
    // As sha256sum says.
    assert_eq!(skipped[0]["sha256"], "0716f9264c9fe19f5d7455276107f3ddcc1d3497f63d60689a73558ae8a1bf5e");
    let told = stderr(&run(&at, &["r", "-v"]));
    assert!(told.contains("rootkeys: r/a.pdf: skipped, not a credential report (PDF)\n"), "{told}");
}

#[test]
fn everything_that_was_found_is_counted() {
    let at = files("counted");
    std::fs::write(at.join("r/failed.json"), "").unwrap();
    std::fs::write(at.join("r/failed.txt"), "Unable to locate credentials.\n").unwrap();
    std::fs::write(at.join("r/draft.csv"), report("true", "false")).unwrap();
    let output = run(&at, &["-f=json", "r", "--exclude=draft.*"]);
    let summary = &document(&output)["summary"];
    let numbers =
        ["inputs", "failed_inputs", "skipped", "excluded"].map(|name| summary[name].as_u64().unwrap());
    assert_eq!(numbers, [3, 2, 10, 1]);
    let kinds = summary["skipped_by_kind"].as_array().unwrap();
    let kinds: Vec<(&str, u64)> =
        kinds.iter().map(|of| (of["kind"].as_str().unwrap(), of["files"].as_u64().unwrap())).collect();
    let expected = [
        ("JSON document", 2),
        ("PDF", 1),
        ("binary file", 1),
        ("picture", 2),
        ("program", 1),
        ("text", 2),
        ("web page", 1),
    ];
    assert_eq!(kinds, expected);
    // The most first.
    let line = "; 2 inputs failed; 10 other files skipped: 2 JSON documents, 2 pictures, 2 texts, 1 PDF, 1 binary file, \
                1 program, 1 web page; 1 file excluded; not complete";
    let told = stderr(&output);
    assert!(
        told.starts_with("rootkeys: 1 account in 3 inputs: ") && told.ends_with(&format!("{line}\n")),
        "{told}"
    );
    let line = line.trim_end_matches("; not complete");
    for format in ["markdown", "html"] {
        let shown = stdout(&run(&at, &["-f", format, "r", "--exclude=draft.*"]));
        assert!(shown.contains(line), "{format}: {shown}");
    }
}

#[cfg(unix)]
#[test]
fn what_is_not_a_regular_file_is_not_read() {
    let at = files("irregular");
    std::os::unix::fs::symlink("prod.csv", at.join("r/link")).unwrap();
    let made = std::process::Command::new("mkfifo").arg(at.join("r/pipe")).status().unwrap();
    assert!(made.success());
    let document = assessed(&at);
    let skipped = document["skipped_files"].as_array().unwrap();
    for (path, kind) in [("r/link", "link"), ("r/pipe", "special file")] {
        let file = skipped.iter().find(|file| file["path"] == path).unwrap();
        assert_eq!(
            (&file["kind"], &file["bytes"], &file["sha256"]),
            (&kind.into(), &Value::Null, &Value::Null)
        );
    }
    std::fs::write(at.join("evidence.json"), document.to_string()).unwrap();
    let verified = rootkeys(&["verify", "evidence.json"]).current_dir(&at).output().unwrap();
    assert_eq!(code(&verified), 0, "{}", stdout(&verified));
}
