//! What is skipped in a folder, and how much is said of it.

use std::path::Path;

use serde_json::Value;

use crate::common::program::{code, document, folder, run, stderr};
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
    let verified =
        crate::common::program::rootkeys(&["verify", "evidence.json"]).current_dir(&at).output().unwrap();
    assert_eq!(code(&verified), 0, "{}", crate::common::program::stdout(&verified));
}
