//! What is read: paths, patterns, folders and what is found in them.

use std::fs;
use std::path::Path;
#[cfg(unix)]
use std::process::Command;

use proptest::prelude::*;
use rootkeys::{ExitStatus, Format};

use crate::common::audited::{audit, show};
use crate::common::damage::{apply, damage};
#[cfg(unix)]
use crate::common::program::stdout;
use crate::common::program::{code, document, folder, rootkeys, stderr};
use crate::common::{ACCOUNT, OTHER, SHAPES, json, of, oracle, report};

/// The verdicts and the paths of the inputs.
fn results(args: &[&str], at: &Path) -> (i32, Vec<String>, Vec<String>) {
    let output = rootkeys(&["--format=json"]).args(args).current_dir(at).output().unwrap();
    let document = document(&output);
    let texts = |list: &str, field: &str| {
        let items = document[list].as_array().unwrap().iter();
        items.map(|item| item[field].as_str().unwrap().to_owned()).collect()
    };
    (code(&output), texts("accounts", "verdict"), texts("inputs", "path"))
}

#[test]
fn a_path_that_does_not_exist_stops_nothing_else() {
    let at = folder("missing", &[("a.csv", report("true", "false").as_bytes())]);
    let (code, verdicts, inputs) = results(&["a.csv", "b.csv", "c/*.csv"], &at);
    assert_eq!((code, verdicts), (1, vec!["active".to_owned()]));
    assert_eq!(inputs, ["a.csv", "b.csv", "c/*.csv"]);
    let output = rootkeys(&["b.csv", "c/*.csv", "-f", "json"]).current_dir(&at).output().unwrap();
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
    assert!(stderr(&output).contains("none of the paths exists"), "{}", stderr(&output));
}

#[test]
fn folders_are_walked_and_what_is_plainly_no_report_is_counted() {
    let at = folder(
        "walk",
        &[
            ("r/b/2.csv", report("false", "false").as_bytes()),
            ("r/a/1.json", json(&of(OTHER, &report("true", "false"))).as_bytes()),
            ("r/notes.txt", b"collected on Monday\n"),
            ("r/logo.png", b"\x89PNG\r\n\x1a\n"),
            ("r/accounts.json", b"{\"Accounts\": []}"),
        ],
    );
    let (code, verdicts, inputs) = results(&["r"], &at);
    assert_eq!((code, verdicts), (1, vec!["clean".to_owned(), "active".to_owned()]));
    assert_eq!(inputs, ["r/a/1.json", "r/b/2.csv"]);
    let document = document(&rootkeys(&["r", "-f", "json"]).current_dir(&at).output().unwrap());
    assert_eq!(document["summary"]["skipped"], 3);
    // The same file, named, must be a report.
    let (code, _, inputs) = results(&["r", "r/notes.txt"], &at);
    assert_eq!((code, inputs.len()), (1, 3));
    assert_eq!(results(&["r/notes.txt"], &at).0, 3);
}

#[test]
fn what_a_failed_export_leaves_in_a_folder_is_told() {
    let at = folder(
        "failed",
        &[
            ("a.csv", report("false", "false").as_bytes()),
            ("b.json", b""),
            ("c.txt", b"The config profile (prod) could not be found\n"),
            ("d.txt", b"seen by hand: <root_account>;arn:aws:iam::111122223333:root; key 1 active\n"),
            ("words.txt", b"here access_key_1_active of <root_account> was looked at by hand\n"),
            ("e.xlsx", b"PK\x03\x04xl/workbook.xml"),
        ],
    );
    let (code, verdicts, inputs) = results(&["."], &at);
    assert_eq!((code, verdicts), (3, vec!["clean".to_owned()]));
    assert_eq!(inputs, ["a.csv", "b.json", "c.txt", "d.txt", "e.xlsx"]);
}

#[test]
fn a_failed_export_below_something_else_is_told() {
    let at = folder("below", &[("a.csv", report("false", "false").as_bytes())]);
    let failures = [
        "An error occurred (AccessDenied) when calling the AssumeRole operation: no",
        "Unable to locate credentials. You can configure credentials by running \"aws configure\".",
        "null",
        "{\"State\": \"STARTED\"}",
        "{\"message\": \"Forbidden\"}",
        "{\"GeneratedTime\": \"2026-09-29T08:00:00+00:00\", \"ReportFormat\": \"text/csv\"}",
    ];
    for above in ["prod:", "=== account prod ===", "{\"a\": 1}", "[]"] {
        for failure in failures {
            fs::write(at.join("b.txt"), format!("{above}\n\n{failure}\n")).unwrap();
            assert_eq!(results(&["."], &at).0, 3, "{above} {failure}");
        }
    }
    fs::write(at.join("b.txt"), "prod:\n\nnothing to tell\n").unwrap();
    assert_eq!(results(&["."], &at).0, 0);
}

#[test]
fn a_folder_without_a_report_is_no_pass() {
    let at =
        folder("empty", &[("none/notes.txt", "nothing here\n"), ("some/a.csv", &report("false", "false"))]);
    fs::create_dir_all(at.join("bare")).unwrap();
    for name in ["none", "bare"] {
        assert_eq!(results(&[name, "some"], &at).0, 3, "{name}");
    }
    assert_eq!(results(&["."], &at).0, 0);
}

#[test]
fn patterns_are_expanded_and_literal_names_are_not() {
    let at = folder(
        "glob",
        &[
            ("x/1.csv", report("false", "false").as_bytes()),
            ("x/y/2.csv", of(OTHER, &report("true", "false")).as_bytes()),
            ("x/y/2.txt", b"no report"),
            ("[1].csv", of("123456789012", &report("false", "false")).as_bytes()),
        ],
    );
    let inputs = |args: &[&str]| results(args, &at).2;
    assert_eq!(inputs(&["x/*.csv"]), ["x/1.csv"]);
    assert_eq!(inputs(&["x/**/*.csv"]), ["x/1.csv", "x/y/2.csv"]);
    assert_eq!(inputs(&["./**/?.csv"]), ["x/1.csv", "x/y/2.csv"]);
    assert_eq!(inputs(&["[1].csv"]), ["[1].csv"], "a name that exists is no pattern");
    assert_eq!(inputs(&["x/1.csv", "x/[12].csv", "x", "./x/1.csv"]), ["x/1.csv", "x/y/2.csv"], "each once");
}

#[test]
fn inputs_are_read_under_a_limit() {
    let at = folder("limit", &[("a.csv", report("true", "false").as_bytes())]);
    let output = rootkeys(&["--max-input-size=100", "-f=json", "a.csv"]).current_dir(&at).output().unwrap();
    assert_eq!(code(&output), 3);
    assert_eq!(document(&output)["inputs"][0]["problems"][0]["code"], "too-large");
    let size = report("true", "false").len().to_string();
    let exactly = rootkeys(&["--max-input-size", &size, "a.csv"]).current_dir(&at).output().unwrap();
    assert_eq!(code(&exactly), 1);
}

#[test]
fn a_file_named_like_stdin_is_a_file() {
    let at = folder("dash", &[("-", report("true", "false").as_bytes())]);
    assert_eq!(results(&["./-"], &at).2, ["./-"]);
    assert_eq!(results(&["."], &at).2, ["./-"]);
    assert_eq!(results(&["-", "./-"], &at).2, ["-", "./-"]);
}

proptest! {
    /// What a walk passes over holds no active key, damaged or below something else: an earlier result among it.
    #[test]
    fn no_walk_passes_over_an_active_key(
        (above, damage) in prop_oneof![
            damage().prop_map(|damage| (0, Some(damage))),
            (0..6_usize).prop_map(|above| (above, None)),
        ],
        shape in 0..SHAPES.len(),
    ) {
        let clean = audit(&["fixtures/shapes/clean.v2.json"]);
        let above = match above {
            0 => String::new(),
            1 => "prod:\n\n".to_owned(),
            2 => "<html></html>\n".to_owned(),
            3 => show(&clean, Format::JsonLines),
            4 => show(&clean, Format::Sarif),
            _ => show(&clean, Format::Markdown) + "\n",
        };
        let (name, shape) = SHAPES[shape];
        let mut bytes = shape(&report("true", "false"));
        // The numbers of a map stand apart: without its beginning nothing tells what they are.
        if let Some(damage) = damage.filter(|_| name != "json byte map") {
            apply(&mut bytes, damage);
        }
        let at = tempfile::tempdir().unwrap();
        fs::write(at.path().join("a"), [above.as_bytes(), &bytes].concat()).unwrap();
        fs::write(at.path().join("b"), report("false", "false").replace(ACCOUNT, "444455556666") + "\n").unwrap();
        let audit = audit(&[at.path()]);
        let status = ExitStatus::of_audit(&audit, false);
        prop_assert!(status != ExitStatus::Clean || !oracle::finds_active(&bytes), "{name}: {above:?}");
    }
}

#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_pipe_is_read_when_named_and_passed_over_when_found() {
        let at = folder("fifo", &[("a.csv", report("false", "false").as_bytes())]);
        let pipe = at.join("pipe");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let (code, verdicts, inputs) = results(&["."], &at);
        assert_eq!((code, verdicts, inputs), (0, vec!["clean".to_owned()], vec!["a.csv".to_owned()]));
        assert_eq!(results(&["*"], &at).2, ["a.csv"]);
        assert_eq!(results(&["pi*", "a.csv"], &at).2, ["a.csv", "pi*"], "no file matches, which is told");
        let writing = pipe.clone();
        let writer = std::thread::spawn(move || fs::write(writing, report("true", "false")).unwrap());
        assert_eq!(results(&["pipe"], &at).0, 1);
        writer.join().unwrap();
    }

    #[test]
    fn links_are_not_followed_below_a_folder() {
        let at = folder(
            "links",
            &[
                ("r/a.csv", report("false", "false").as_bytes()),
                ("elsewhere/b.csv", of(OTHER, &report("true", "false")).as_bytes()),
            ],
        );
        symlink("../elsewhere", at.join("r/link")).unwrap();
        symlink("..", at.join("r/loop")).unwrap();
        symlink("../elsewhere/b.csv", at.join("r/b.csv")).unwrap();
        symlink("nowhere", at.join("r/broken")).unwrap();
        assert_eq!(results(&["r"], &at).2, ["r/a.csv"]);
        assert_eq!(
            results(&["r/**/*.csv"], &at).2,
            ["r/a.csv", "r/b.csv"],
            "a link that a pattern names is read"
        );
        assert_eq!(results(&["r/link"], &at).2, ["r/link/b.csv"], "so is one that the user names");
        assert_eq!(results(&["r/broken", "r"], &at).0, 3);
    }

    #[test]
    fn names_that_are_no_text_are_inputs_too() {
        let at = folder::<&str>("names", &[]);
        for name in [&b"caf\xE9.csv"[..], b"line\nbreak.csv", b"-f.csv"] {
            let csv = of(&format!("{:012}", name.len()), &report("true", "false"));
            fs::write(at.join(OsStr::from_bytes(name)), csv).unwrap();
        }
        for args in [&["."][..], &["*.csv"], &["--", "-f.csv", "*e*.csv", "caf*"]] {
            let (code, verdicts, inputs) = results(args, &at);
            assert_eq!((code, verdicts.len()), (1, 3), "{args:?}");
            assert_eq!(inputs, ["-f.csv", "caf\\xE9.csv", "line\nbreak.csv"]);
        }
        let table = stdout(&rootkeys(&["."]).current_dir(&at).output().unwrap());
        assert!(table.contains("line\\u{a}break.csv"), "{table}");
    }

    #[test]
    fn what_can_not_be_read_is_told() {
        let at = folder("unreadable", &[("a.csv", report("false", "false").as_bytes()), ("b.csv", b"x")]);
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(at.join("b.csv"), fs::Permissions::from_mode(0o000)).unwrap();
        if fs::File::open(at.join("b.csv")).is_ok() {
            // Who may read everything: a socket can't be opened by anybody.
            fs::remove_file(at.join("b.csv")).unwrap();
            let _socket = std::os::unix::net::UnixListener::bind(at.join("b.csv")).unwrap();
            assert_eq!(results(&["a.csv", "b.csv"], &at).0, 3);
        } else {
            assert_eq!(results(&["."], &at).0, 3);
        }
    }
}
