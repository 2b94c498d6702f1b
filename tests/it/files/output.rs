//! Results in files: which format, when they appear, and what is never overwritten.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::common::program::{self, code, stderr};
use crate::common::{OTHER, json, of, report, utf16};

/// The program in that folder.
pub(super) fn rootkeys(at: &Path, args: &[&str]) -> Command {
    let mut command = program::rootkeys(args);
    command.current_dir(at);
    command
}

pub(super) fn run(at: &Path, args: &[&str]) -> Output {
    rootkeys(at, args).output().unwrap()
}

/// A new folder, named by the test, with an active and a clean report in `r`.
#[track_caller]
pub(super) fn folder(name: &str) -> PathBuf {
    let active = json(&report("true", "false"));
    let clean = json(&of(OTHER, &report("false", "false")));
    let files: [(&str, &[u8]); 2] =
        [("r/active.json", active.as_bytes()), ("r/clean.json", clean.as_bytes())];
    program::folder(name, &files)
}

pub(super) fn read(path: PathBuf) -> String {
    fs::read_to_string(path).unwrap()
}

pub(super) fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

pub(super) const AS_OF: &str = "--as-of=2026-09-30";

#[test]
fn a_file_has_what_stdout_would_have() {
    let at = folder("same");
    for (format, file) in [
        ("json", "a.json"),
        ("jsonl", "a.jsonl"),
        ("jsonl", "a.ndjson"),
        ("csv", "A.CSV"),
        ("sarif", "a.sarif"),
        ("sarif", "a.sarif.json"),
        ("markdown", "a.md"),
        ("markdown", "a.markdown"),
    ] {
        let on_stdout = run(&at, &["r", AS_OF, "-f", format]);
        let in_file = run(&at, &["r", AS_OF, "-o", file]);
        assert_eq!((code(&in_file), code(&on_stdout)), (1, 1));
        assert!(in_file.stdout.is_empty(), "{file}");
        assert_eq!(stderr(&in_file), stderr(&on_stdout), "the summary stays");
        assert_eq!(read(at.join(file)).as_bytes(), on_stdout.stdout, "{file}");
    }
}

#[test]
fn many_files_and_stdout_are_written_at_once() {
    let at = folder("many");
    let output = run(&at, &["r", AS_OF, "-o", "a.json", "-o", "a.sarif", "--format=csv", "--color=always"]);
    assert_eq!(code(&output), 1);
    assert_eq!(output.stdout, run(&at, &["r", AS_OF, "-fcsv"]).stdout);
    assert_eq!(read(at.join("a.json")).as_bytes(), run(&at, &["r", AS_OF, "-fjson"]).stdout);
    assert_eq!(read(at.join("a.sarif")).as_bytes(), run(&at, &["r", AS_OF, "-fsarif"]).stdout);
    assert_eq!(names(&at), ["a.json", "a.sarif", "r"], "nothing else is left");
}

#[test]
fn a_name_that_tells_no_format_takes_the_one_that_is_told() {
    let at = folder("told");
    let output = run(&at, &["r", AS_OF, "-f", "table", "-o", "result.txt", "--color=always"]);
    assert_eq!((code(&output), output.stdout.len()), (1, 0));
    let expected = run(&at, &["r", AS_OF]).stdout;
    assert_eq!(read(at.join("result.txt")).as_bytes(), expected, "a file has no colour");
    for args in [&["r", "-o", "result.xml"][..], &["r", "-o", "result"], &["r", "-o", "-"]] {
        let output = run(&at, args);
        assert_eq!((code(&output), output.stdout.len()), (2, 0), "{args:?}");
        assert!(stderr(&output).contains("--format"), "{}", stderr(&output));
    }
    assert_eq!(names(&at), ["r", "result.txt"]);
}

#[test]
fn two_results_take_two_places() {
    let at = folder("two");
    for other in ["a.json", "./a.json", "r/../a.json"] {
        let output = run(&at, &["r", "-o", "a.json", "-o", other]);
        assert_eq!(code(&output), 2, "{other}");
        assert!(stderr(&output).contains("another result goes there, too"), "{}", stderr(&output));
    }
    assert_eq!(names(&at), ["r"]);
}

#[test]
fn a_path_that_can_not_be_written_fails_before_anything_is_read() {
    let at = folder("early");
    fs::write(at.join("file"), "").unwrap();
    fs::create_dir(at.join("folder.json")).unwrap();
    for path in ["none/a.json", "file/a.json", "folder.json"] {
        // Stdin stays open: who reads it waits for ever.
        let mut command = rootkeys(&at, &["-", "-o", "whole.json", "-o", path]);
        let mut child = command.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let stdin = child.stdin.take();
        let output = child.wait_with_output().unwrap();
        drop(stdin);
        assert_eq!(code(&output), 2, "{path}");
        assert!(stderr(&output).contains(&format!("{path} could not be written: ")), "{}", stderr(&output));
    }
    assert_eq!(names(&at), ["file", "folder.json", "r"], "and nothing is left behind");
}

#[test]
fn what_was_there_is_replaced_in_whole() {
    let at = folder("replace");
    let whole = run(&at, &["r", AS_OF, "-fjson"]).stdout;
    fs::write(at.join("a.json"), vec![b'x'; whole.len() * 2]).unwrap();
    assert_eq!(code(&run(&at, &["r", AS_OF, "-o", "a.json"])), 1);
    assert_eq!(read(at.join("a.json")).as_bytes(), whole);
    // Nothing could be read: nothing is written.
    fs::write(at.join("a.json"), "before").unwrap();
    assert_eq!(code(&run(&at, &["nothing-here", "-o", "a.json"])), 2);
    assert_eq!(read(at.join("a.json")), "before");
    // What could not be assessed is a result, too.
    assert_eq!(code(&run(&at, &["r/clean.json", "nothing-here", "-o", "a.json"])), 3);
    assert!(read(at.join("a.json")).contains("path-not-found"));
}

#[test]
fn an_input_is_never_overwritten() {
    let at = folder("input");
    let before = read(at.join("r/active.json"));
    for args in [
        &["r/active.json", "-o", "r/active.json"][..],
        &["r", "-o", "./r/../r/active.json"],
        &["r/*.json", "-o", "r/active.json"],
        &["r", "-o", "other.json", "-o", "r/active.json"],
        &["r", "-f", "table", "-o", "r/active.json"],
    ] {
        let output = run(&at, args);
        assert_eq!((code(&output), output.stdout.len()), (2, 0), "{args:?}");
        assert!(stderr(&output).contains("is one of the inputs"), "{}", stderr(&output));
        assert_eq!(read(at.join("r/active.json")), before);
    }
    assert_eq!((names(&at), names(&at.join("r")).len()), (vec!["r".to_owned()], 2));
}

#[test]
fn an_earlier_result_in_the_same_folder_is_no_input() {
    let at = folder("earlier");
    // Its problem is told in a report's own words.
    let broken = of("123456789012", &report("yes", "false"));
    fs::write(at.join("r/broken.csv"), broken).unwrap();
    for file in ["r/a.json", "r/a.jsonl", "r/a.sarif", "r/a.csv", "r/a.html"] {
        let first = run(&at, &["r", AS_OF, "-o", file]);
        let result = read(at.join(file));
        let second = run(&at, &["r", AS_OF, "-o", file]);
        assert_eq!((code(&first), code(&second)), (1, 1), "{file}: {}", stderr(&second));
        assert_eq!(
            (stderr(&first), result),
            (stderr(&second), read(at.join(file))),
            "{file}: the same once more"
        );
        // Once it is there, it is passed over by later runs, too.
        let later = run(&at, &["r", "-q", AS_OF]);
        assert!(!String::from_utf8(later.stdout).unwrap().contains(file), "{file}");
        fs::remove_file(at.join(file)).unwrap();
    }
}

#[test]
fn stdout_is_no_input_either() {
    let at = folder("stdout");
    let to_file = |args: &[&str], file: fs::File| rootkeys(&at, args).stdout(file).output().unwrap();
    // As `rootkeys r > r/out.json` does: the shell has made the file before.
    let made = to_file(&["r", AS_OF, "-fjson"], fs::File::create(at.join("r/out.json")).unwrap());
    assert_eq!(code(&made), 1);
    assert_eq!(read(at.join("r/out.json")).as_bytes(), {
        fs::remove_file(at.join("r/out.json")).unwrap();
        run(&at, &["r", AS_OF, "-fjson"]).stdout
    });
    // `>>` behind a report would make it an input that grows while it is read.
    let before = read(at.join("r/clean.json"));
    let behind = || fs::OpenOptions::new().append(true).open(at.join("r/clean.json")).unwrap();
    for args in [&["r"][..], &["r/clean.json"]] {
        let output = to_file(args, behind());
        assert_eq!(code(&output), 2, "{args:?}");
        assert!(stderr(&output).contains("is one of the inputs"), "{}", stderr(&output));
    }
    assert_eq!(read(at.join("r/clean.json")), before);
}

#[test]
fn a_file_that_stdin_reads_is_an_input() {
    let at = folder("stdin");
    let before = read(at.join("r/active.json"));
    let stdin = || fs::File::open(at.join("r/active.json")).unwrap();
    for args in [&["-o", "r/active.json"][..], &["-", "r/clean.json", "-o", "r/active.json"]] {
        let output = rootkeys(&at, args).stdin(stdin()).output().unwrap();
        assert_eq!(code(&output), 2, "{args:?}");
        assert!(stderr(&output).contains("is one of the inputs"), "{}", stderr(&output));
    }
    let behind = fs::OpenOptions::new().append(true).open(at.join("r/active.json")).unwrap();
    assert_eq!(code(&rootkeys(&at, &["-q"]).stdin(stdin()).stdout(behind).output().unwrap()), 2);
    assert_eq!(read(at.join("r/active.json")), before);
    // Who reads it not, may write to it, where an open file can be replaced.
    let output = rootkeys(&at, &["r/clean.json", "-o", "r/active.json"]).stdin(stdin()).output().unwrap();
    assert_eq!(code(&output), if cfg!(windows) { 2 } else { 0 });
}

#[test]
fn what_a_stopped_run_left_behind_is_no_input() {
    let at = folder("stopped");
    fs::write(at.join("r/.rootkeys-a1b2c3"), "").unwrap();
    assert_eq!(code(&run(&at, &["r/clean.json"])), 0);
    fs::remove_file(at.join("r/active.json")).unwrap();
    let output = run(&at, &["r", "-fjson"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(stderr(&output).contains("1 other file skipped: 1 unfinished result"), "{}", stderr(&output));
    // Its name hides nothing: what has content is read, and what is named must be a report.
    assert_eq!(code(&run(&at, &["r/.rootkeys-a1b2c3", "r/clean.json"])), 3);
    fs::write(at.join("r/.rootkeys-a1b2c3"), report("true", "false")).unwrap();
    assert_eq!(code(&run(&at, &["r"])), 1);
}

#[test]
fn what_stands_behind_an_earlier_result_is_not_passed_over() {
    let at = folder("behind");
    fs::remove_file(at.join("r/active.json")).unwrap();
    let active = report("true", "false");
    let row = active.lines().nth(1).unwrap();
    let cut = &json(&active)[..700];
    let in_utf16 = utf16(&active);
    let failed = "An error occurred (AccessDenied) when calling the AssumeRole operation: no\n";
    let hidden: [&[u8]; 5] = [row.as_bytes(), cut.as_bytes(), &in_utf16, failed.as_bytes(), b"null\n"];
    for format in ["json", "jsonl", "sarif", "csv", "markdown", "html"] {
        let earlier = run(&at, &["r/clean.json", AS_OF, "-f", format]).stdout;
        fs::write(at.join("r/result"), &earlier).unwrap();
        assert_eq!(code(&run(&at, &["r"])), 0, "{format}");
        for behind in hidden {
            fs::write(at.join("r/result"), [&earlier, behind].concat()).unwrap();
            let output = run(&at, &["r"]);
            assert!([1, 3].contains(&code(&output)), "{format}: {}", String::from_utf8_lossy(behind));
            let output = run(&at, &["r", "-f", format, "-o", "r/result"]);
            assert_eq!(code(&output), 2, "{format}: it would be lost");
        }
        fs::remove_file(at.join("r/result")).unwrap();
    }
}

#[test]
fn colour_is_as_the_environment_and_the_user_say() {
    let at = folder("color");
    let colored = |args: &[&str], variables: &[(&str, &str)]| {
        let output = rootkeys(&at, args).envs(variables.iter().copied()).output().unwrap();
        output.stdout.contains(&0x1B)
    };
    assert!(!colored(&["r"], &[]), "no terminal");
    assert!(colored(&["r", "--color=always"], &[("NO_COLOR", "1")]));
    assert!(colored(&["r"], &[("CLICOLOR_FORCE", "1")]));
    assert!(!colored(&["r"], &[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "0")]));
    assert!(!colored(&["r", "--color=never"], &[("CLICOLOR_FORCE", "1")]));
    assert!(colored(&["explain", "--color=always"], &[]));
    assert!(!colored(&["explain", "--color=never"], &[("CLICOLOR_FORCE", "1")]));
}
