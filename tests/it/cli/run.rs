//! The whole program: arguments, streams and exit codes.

use std::process::Output;

use crate::common::program::{code, document, folder, rootkeys, run_with_stdin, stderr, stdout};
use crate::common::{OTHER, SHAPES, json, of, report};

fn run(args: &[&str]) -> Output {
    rootkeys(args).output().unwrap()
}

#[test]
fn the_exit_code_is_of_the_verdicts() {
    let at = folder(
        "codes",
        &[
            ("clean.csv", report("false", "false").as_bytes()),
            ("active.csv", of(OTHER, &report("false", "true")).as_bytes()),
            ("broken.csv", b"user,arn\n"),
        ],
    );
    let code = |args: &[&str]| rootkeys(args).current_dir(&at).output().unwrap().status.code().unwrap();
    assert_eq!(code(&["clean.csv"]), 0);
    assert_eq!(code(&["clean.csv", "active.csv"]), 1);
    assert_eq!(code(&["clean.csv", "broken.csv"]), 3);
    assert_eq!(code(&["active.csv", "broken.csv"]), 1, "a broken neighbour hides no live key");
    assert_eq!(code(&["--exit-zero", "active.csv"]), 0);
    assert_eq!(code(&["--exit-zero", "active.csv", "broken.csv"]), 3);
    for format in rootkeys::Format::ALL.iter().map(|format| format.info().name) {
        assert_eq!(code(&["--format", format, "active.csv"]), 1, "the format never decides");
        assert_eq!(code(&["--format", format, "broken.csv"]), 3);
    }
}

#[test]
fn every_shape_is_read_from_stdin() {
    for (name, shape) in SHAPES {
        let output = run_with_stdin(&["--format=json"], &shape(&report("true", "false")));
        assert_eq!(code(&output), 1, "{name}: {}", stderr(&output));
        assert_eq!(document(&output)["accounts"][0]["input"], "-");
    }
    assert_eq!(code(&run_with_stdin(&["-"], json(&report("false", "false")).as_bytes())), 0);
}

#[test]
fn documents_one_after_another_are_each_assessed() {
    let first = json(&report("false", "false"));
    let second = json(&of(OTHER, &report("true", "false")));
    let message = "\naws: [ERROR]: An error occurred (AccessDenied) when calling the GetCredentialReport operation: no\n";
    let output = run_with_stdin(&["--format=json"], [&first, message, &second].concat().as_bytes());
    let document = document(&output);
    assert_eq!(document["accounts"][0]["verdict"], "clean");
    assert_eq!(document["accounts"][1]["verdict"], "active");
    assert_eq!(document["inputs"][0]["problems"][0]["code"], "access-denied");
    assert_eq!(document["inputs"][0]["problems"][0]["position"]["line"], 7);
    assert_eq!((code(&output), &document["complete"]), (1, &serde_json::Value::Bool(false)));
    let output = run_with_stdin(&["--format=json"], [&first, message].concat().as_bytes());
    assert_eq!(code(&output), 3);
}

#[test]
fn an_empty_stdin_is_no_pass() {
    let output = run(&[]);
    assert_eq!(code(&output), 3);
    assert!(stdout(&output).contains("empty-input"), "{}", stdout(&output));
}

#[test]
fn the_order_of_arguments_changes_nothing() {
    let at = folder(
        "order",
        &[
            ("a.csv", report("true", "false").as_bytes()),
            ("b.csv", of(OTHER, &report("false", "false")).as_bytes()),
        ],
    );
    let output = |args: &[&str]| {
        rootkeys(args).args(["-fjson", "--as-of=2026-09-30"]).current_dir(&at).output().unwrap()
    };
    assert_eq!(output(&["a.csv", "b.csv"]), output(&["b.csv", "a.csv", "."]));
    assert_eq!(output(&["--jobs=1", "."]), output(&["--jobs=8", "."]));
}

#[test]
fn ages_are_counted_to_the_given_time() {
    let output = run_with_stdin(&["-fjson", "--as-of=2026-09-30"], report("true", "false").as_bytes());
    let document = document(&output);
    assert_eq!(document["as_of"], "2026-09-30T00:00:00Z");
    let key = &document["accounts"][0]["keys"][0];
    assert_eq!((&key["age_days"], &key["last_rotated"]), (&2759.into(), &"2019-03-11T09:41:00Z".into()));
    assert_eq!((&key["last_used_region"], &key["last_used_service"]), (&"us-east-1".into(), &"iam".into()));
    assert_eq!(code(&run(&["--as-of=yesterday"])), 2);
}

#[test]
fn what_is_hostile_to_a_terminal_is_shown_escaped() {
    let csv = report("true", "false").replace(",iam,", ",i\u{1B}[2J\u{202E}am,");
    let output = run_with_stdin(&["--color=always"], csv.as_bytes());
    let text = stdout(&output);
    assert!(
        text.contains("\\u{1b}[2J\\u{202e}") && !text.contains("\u{1B}[2J") && !text.contains('\u{202E}'),
        "{text}"
    );
    assert!(text.contains("\u{1B}["), "colour was asked for");
    let plain = run_with_stdin(&[], csv.as_bytes());
    assert!(!stdout(&plain).contains('\u{1B}') && !stdout(&plain).contains('\u{2060}'));
}

#[test]
fn stdout_has_the_result_alone() {
    let output = run(&["-q", "fixtures/organization"]);
    assert_eq!(stderr(&output), "");
    let output = run(&["-v", "fixtures/organization", "-fjson"]);
    document(&output);
    assert!(stderr(&output).contains("fixtures/organization/NOTES.txt: skipped"), "{}", stderr(&output));
    assert!(stderr(&output).ends_with("not complete\n"));
}

#[test]
fn usage_errors_exit_with_2() {
    for args in [
        &["--format=xml", "x"][..],
        &["--jobs=0", "x"],
        &["-q", "-v", "x"],
        &["--nonsense"],
        &["explain", "no-such-code"],
    ] {
        let output = run(args);
        assert_eq!((code(&output), stdout(&output)), (2, String::new()), "{args:?}");
        assert!(!stderr(&output).is_empty(), "{args:?}");
    }
    assert_eq!(code(&run(&["--help"])), 0);
    assert_eq!(code(&run(&["--version"])), 0);
}

#[test]
fn arguments_are_shown_escaped() {
    for args in [
        &["--x\n::error::y"][..],
        &["explain", "x\n::error::y"],
        &["-f", "x\n::error::y", "a"],
        &["--as-of", "x\n::error::y\u{1B}[2J", "a"],
        &["r", "-o", "x\n::error::y"],
        &["x\n::error::y"],
        &["\u{A0}::error::y"],
    ] {
        let output = run(args);
        let told = stderr(&output);
        assert_eq!(code(&output), 2, "{told}");
        assert!(!told.is_empty() && !told.contains("\u{1B}[2J"), "{told}");
        assert!(!told.lines().any(|line| line.trim_start().starts_with("::")), "{told}");
    }
}

#[test]
fn everything_that_has_a_code_is_explained() {
    let list = stdout(&run(&["explain"]));
    let codes = rootkeys::Code::ALL.iter().map(|code| code.info().id);
    for id in codes.chain(rootkeys::rules::RULES.iter().map(|rule| rule.id)) {
        assert!(list.contains(id), "{id}");
        let output = run(&["explain", id]);
        assert!(code(&output) == 0 && stdout(&output).starts_with(id), "{id}");
    }
}

#[cfg(unix)]
mod unix {
    use std::fs;
    use std::io::Read as _;
    use std::path::Path;
    use std::process::{Command, Stdio};

    use super::*;

    #[test]
    fn a_full_disk_exits_with_2() {
        if !Path::new("/dev/full").exists() {
            return;
        }
        for args in
            [&["fixtures/shapes/clean.v2.json"][..], &["-fjson", "fixtures/organization"], &["explain"]]
        {
            let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
            let output = rootkeys(args).stdout(full).output().unwrap();
            assert_eq!(code(&output), 2, "{args:?}");
            assert!(!stderr(&output).is_empty());
        }
    }

    #[test]
    fn a_closed_pipe_is_never_0() {
        // More than any buffer between holds.
        let rows = |key: &str| -> String {
            (0..500).map(|n| format!("<root_account>,arn:aws:iam::{n:012}:root,{key},false\n")).collect()
        };
        let many = |key: &str| format!("user,arn,access_key_1_active,access_key_2_active\n{}", rows(key));
        let at = folder(
            "pipe",
            &[("active.csv", many("true").as_bytes()), ("undetermined.csv", many("yes").as_bytes())],
        );
        let at = |name: &str| at.join(name).to_str().unwrap().to_owned();
        for (path, expected) in [
            ("fixtures/shapes/clean.v2.json".to_owned(), 2),
            ("fixtures/shapes/active.v2.json".to_owned(), 1),
            (at("active.csv"), 1),
            (at("undetermined.csv"), 3),
        ] {
            for format in rootkeys::Format::ALL.iter().map(|format| format.info().name) {
                let mut child = rootkeys(&["--format", format, &path]);
                let (reader, writer) = std::io::pipe().unwrap();
                drop(reader);
                let output = child.stdout(writer).output().unwrap();
                let is_silent = format == "github" && expected == 2;
                assert_eq!(code(&output), if is_silent { 0 } else { expected }, "{format}: {path}");
                assert!(!stderr(&output).contains("panicked"), "{}", stderr(&output));
            }
        }
    }

    #[test]
    fn a_terminal_without_a_path_gets_examples() {
        // `script` gives the program a terminal; where it is missing, there is none to test with.
        let binary = env!("CARGO_BIN_EXE_rootkeys");
        let Ok(mut child) = Command::new("script")
            .args(["-qec", binary, "/dev/null"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
        else {
            return;
        };
        let mut text = String::new();
        child.stdout.take().unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(2), "{text}");
        for example in
            ["rootkeys reports/", "rootkeys prod.json 'exports/**/*.csv'", "get-credential-report | rootkeys"]
        {
            assert!(text.contains(example), "{text}");
        }
    }
}
