//! The whole program: arguments, streams and exit codes.

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::common::program::{self, code, rootkeys, stderr, stdout};
use crate::common::{SHAPES, json, report, schema};

fn run(args: &[&str]) -> Output {
    rootkeys(args).output().unwrap()
}

fn run_with_stdin(args: &[&str], stdin: &[u8]) -> Output {
    let mut child = rootkeys(args).stdin(Stdio::piped()).spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let bytes = stdin.to_vec();
    let writer = std::thread::spawn(move || pipe.write_all(&bytes).ok());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

/// The evidence document, which is always as its schema says.
fn document(output: &Output) -> serde_json::Value {
    let document =
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", stderr(output)));
    schema::assert_valid(&document);
    document
}

fn folder(name: &str, files: &[(&str, &[u8])]) -> PathBuf {
    program::folder(&format!("cli/{name}"), files)
}

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

fn other_account(csv: &str, id: &str) -> String {
    csv.replace(crate::common::ACCOUNT, id)
}

#[test]
fn the_exit_code_is_of_the_verdicts() {
    let at = folder(
        "codes",
        &[
            ("clean.csv", report("false", "false").as_bytes()),
            ("active.csv", other_account(&report("false", "true"), "444455556666").as_bytes()),
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
    let second = json(&other_account(&report("true", "false"), "444455556666"));
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
            ("r/a/1.json", json(&other_account(&report("true", "false"), "444455556666")).as_bytes()),
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
            ("d.txt", b"here access_key_1_active of <root_account> was looked at by hand\n"),
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
    let at = folder(
        "empty",
        &[("none/notes.txt", b"nothing here\n"), ("some/a.csv", report("false", "false").as_bytes())],
    );
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
            ("x/y/2.csv", other_account(&report("true", "false"), "444455556666").as_bytes()),
            ("x/y/2.txt", b"no report"),
            ("[1].csv", other_account(&report("false", "false"), "123456789012").as_bytes()),
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
fn the_order_of_arguments_changes_nothing() {
    let at = folder(
        "order",
        &[
            ("a.csv", report("true", "false").as_bytes()),
            ("b.csv", other_account(&report("false", "false"), "444455556666").as_bytes()),
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
fn the_document_names_states_as_the_contract_does() {
    let at = |folder: &str| document(&run(&["-fjson", folder]));
    let texts = |list: &serde_json::Value, field: &str| -> Vec<String> {
        list.as_array().unwrap().iter().map(|item| item[field].as_str().unwrap().to_owned()).collect()
    };
    let superseded = at("fixtures/superseded");
    assert_eq!(texts(&superseded["accounts"][0]["other_reports"], "relation"), ["superseded", "identical"]);
    assert_eq!(texts(&superseded["accounts"][0]["other_reports"], "verdict"), ["active", "clean"]);
    assert_eq!(texts(&superseded["inputs"], "status"), ["assessed", "assessed", "assessed"]);
    let conflicting = at("fixtures/problems/conflicting-reports");
    assert_eq!(texts(&conflicting["accounts"][0]["other_reports"], "relation"), ["conflicting"]);
    let csv = report("false", "false");
    let other = csv.replace("2026-08-02", "2026-08-03");
    let agreeing = document(&run_with_stdin(&["-fjson"], format!("{csv}\n{other}\n").as_bytes()));
    assert_eq!(texts(&agreeing["accounts"][0]["other_reports"], "relation"), ["agreeing"]);
    let status = |bytes: &[u8]| document(&run_with_stdin(&["-fjson"], bytes))["inputs"][0]["status"].clone();
    assert_eq!(status(b"nonsense"), "failed");
    assert_eq!(status(&csv.as_bytes()[..csv.len() - 1]), "partial", "an account is undetermined");
    assert_eq!(status(format!("{}null\n", json(&csv)).as_bytes()), "partial", "there is a problem beside it");
    assert_eq!(
        status(b"user,access_key_1_active,access_key_2_active\n<root_account>,false,false\n"),
        "assessed"
    );
    let keys = &at("fixtures/organization/network.json")["accounts"][0]["keys"];
    assert_eq!(texts(keys, "state"), ["inactive", "none"]);
    let keys = &at("fixtures/problems/key-cell-unknown.csv")["accounts"][0]["keys"];
    assert_eq!(texts(keys, "state"), ["unknown", "none"]);
}

#[test]
fn positions_are_those_of_the_file() {
    let csv = format!("{}\n", report("false", "false").replace("alice,arn", "bob,arn"));
    let document = |bytes: &[u8]| document(&run_with_stdin(&["-fjson"], bytes));
    let raw = document(csv.as_bytes());
    assert_eq!(
        (&raw["accounts"][0]["line"], &raw["accounts"][0]["csv_line"]),
        (&2.into(), &serde_json::Value::Null)
    );
    assert_eq!(raw["accounts"][0]["problems"][0]["position"]["line"], 3);
    let embedded = document(format!("\n\n{}", json(&csv)).as_bytes());
    assert_eq!(
        (&embedded["accounts"][0]["line"], &embedded["accounts"][0]["csv_line"]),
        (&4.into(), &2.into())
    );
    let position = &embedded["accounts"][0]["problems"][0]["position"];
    assert_eq!((&position["line"], &position["csv_line"]), (&4.into(), &3.into()));
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
fn usage_errors_are_2() {
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
fn a_file_named_like_stdin_is_a_file() {
    let at = folder("dash", &[("-", report("true", "false").as_bytes())]);
    assert_eq!(results(&["./-"], &at).2, ["./-"]);
    assert_eq!(results(&["."], &at).2, ["./-"]);
    assert_eq!(results(&["-", "./-"], &at).2, ["-", "./-"]);
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
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_full_disk_is_2() {
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
                ("elsewhere/b.csv", other_account(&report("true", "false"), "444455556666").as_bytes()),
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
        let at = folder("names", &[]);
        for name in [&b"caf\xE9.csv"[..], b"line\nbreak.csv", b"-f.csv"] {
            let csv = other_account(&report("true", "false"), &format!("{:012}", name.len()));
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
