//! Files longer than what is held of them at a time: by file, pipe and stdin, each says the same as one read whole.

use std::fs;
use std::path::Path;

use crate::common::program::{code, document, folder, rootkeys, run_with_stdin};
use crate::common::{HEADER, OTHER, json, of, row};

/// How many users the reports have: 1.2 MB.
const USERS: usize = 5_000;

/// A report whose root user has a key, or none, in the last row.
fn report(key: &str) -> String {
    let user = |number| row(&format!("user-{number}"), &format!("user/user-{number}"), "true", "false");
    let rows = [HEADER.to_owned()].into_iter().chain((0..USERS).map(user));
    let root = row("<root_account>", "root", key, "false");
    rows.chain([root]).collect::<Vec<_>>().join("\n")
}

fn assess(at: &Path, file: &str) -> (i32, serde_json::Value) {
    let output = rootkeys(&["-f=json", "--as-of=2026-09-30", file]).current_dir(at).output().unwrap();
    (code(&output), document(&output))
}

/// Codes and places of the problems of an input, and of its account.
fn problems(document: &serde_json::Value) -> Vec<(String, Option<u64>)> {
    let input = &document["inputs"][0];
    let lists = [&input["problems"], &document["accounts"][0]["problems"]];
    let all = lists.into_iter().filter_map(|list| list.as_array()).flatten();
    all.map(|problem| (problem["code"].as_str().unwrap().to_owned(), problem["position"]["line"].as_u64()))
        .collect()
}

#[test]
fn every_row_counts_and_the_last_one_decides() {
    for (key, exit) in [("true", 1), ("false", 0)] {
        let csv = report(key);
        let at = folder(key, &[("a.csv", csv.as_bytes()), ("a.json", json(&csv).as_bytes())]);
        for (file, line, csv_line) in [("a.csv", USERS + 2, None), ("a.json", 2, Some(USERS + 2))] {
            let (code, document) = assess(&at, file);
            assert_eq!(code, exit, "{file}");
            let account = &document["accounts"][0];
            assert_eq!(account["line"], line, "{file}");
            assert_eq!(account["csv_line"], serde_json::json!(csv_line), "{file}");
            assert_eq!(document["inputs"][0]["bytes"], fs::metadata(at.join(file)).unwrap().len(), "{file}");
        }
    }
}

#[test]
fn damage_far_behind_the_start_is_seen() {
    let csv = report("false");
    let line = USERS as u64;
    let damaged = [
        ("cut.csv", csv[..csv.len() - 10].to_owned(), "cut-short", line + 2),
        (
            "cell.csv",
            csv.replace("user/user-4999,2019", "user/user-4999,whenever"),
            "cell-unexpected",
            line + 1,
        ),
        ("name.csv", csv.replace("user/user-4998,", "user/user-4999,"), "row-contradicts", line),
        ("byte.csv", csv.replace("user/user-4998,", "user/user-49\u{1}98,"), "encoding-damaged", line),
    ];
    for (file, text, expected, line) in &damaged {
        let at = folder("damaged", &[(file, text.as_bytes())]);
        let (code, document) = assess(&at, file);
        assert_eq!(code, 3, "{file}");
        assert!(problems(&document).contains(&(expected.to_string(), Some(*line))), "{file}: {document:#}");
    }
}

#[test]
fn damage_of_base64_far_behind_the_start_is_seen() {
    let document = json(&report("false"));
    let at = document.len() / 10 * 9;
    let damaged = [
        ("symbol", [&document[..at], "!", &document[at + 1..]].concat()),
        ("padding", [&document[..at], "=", &document[at + 1..]].concat()),
        ("lost", [&document[..at], &document[at + 1..]].concat()),
        ("cut", document[..at].to_owned()),
        ("unclosed", document.trim_end().trim_end_matches('}').to_owned()),
    ];
    for (name, text) in damaged {
        let folder = folder("base64", &[("a.json", text.as_bytes())]);
        let (code, document) = assess(&folder, "a.json");
        assert_eq!(code, 3, "{name}");
        assert_ne!(document["accounts"][0]["verdict"], "clean", "{name}");
    }
}

#[test]
fn what_follows_a_large_report_is_read() {
    let (clean, active) = (report("false"), of(OTHER, &report("true")));
    let at = folder(
        "two",
        &[
            ("two.json", (json(&clean) + &json(&active)).as_bytes()),
            ("two.csv", format!("{clean}\n{active}").as_bytes()),
            ("mixed.txt", (json(&clean) + &active).as_bytes()),
        ],
    );
    for file in ["two.json", "two.csv", "mixed.txt"] {
        let (code, document) = assess(&at, file);
        let verdicts: Vec<_> =
            document["accounts"].as_array().unwrap().iter().map(|account| &account["verdict"]).collect();
        assert_eq!((code, verdicts.len()), (1, 2), "{file}: {document:#}");
        assert!(verdicts.contains(&&"active".into()) && verdicts.contains(&&"clean".into()), "{file}");
    }
}

#[test]
fn a_large_file_is_read_up_to_the_limit_and_no_further() {
    let csv = report("false");
    let at = folder("limit", &[("a.csv", csv.as_bytes())]);
    for (limit, exit, code_found) in [(csv.len(), 0, None), (csv.len() - 1, 3, Some("too-large"))] {
        let limit = limit.to_string();
        let output =
            rootkeys(&["-f=json", "--max-input-size", &limit, "a.csv"]).current_dir(&at).output().unwrap();
        assert_eq!(code(&output), exit, "{limit}");
        let found = document(&output)["inputs"][0]["problems"][0]["code"].as_str().map(str::to_owned);
        assert_eq!(found.as_deref(), code_found, "{limit}");
    }
}

#[test]
fn stdin_and_a_file_say_the_same() {
    for text in [report("true"), json(&report("true")), report("false") + "\n\"odd"] {
        let at = folder("stdin", &[("a", text.as_bytes())]);
        let (exit, by_file) = assess(&at, "a");
        let output = run_with_stdin(&["-f=json", "--as-of=2026-09-30", "-"], text.as_bytes());
        assert_eq!(code(&output), exit);
        let by_stdin = document(&output);
        for field in ["verdict", "keys", "line", "csv_line", "problems"] {
            assert_eq!(by_stdin["accounts"][0][field], by_file["accounts"][0][field], "{field}");
        }
    }
}

#[test]
#[cfg(unix)]
fn a_pipe_that_turns_out_unusual_late_is_read_once_and_whole() {
    let at = folder::<&str>("pipe", &[]);
    let pipe = at.join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let text = report("true").replacen("user-4999,", "\"user-4999\",", 1) + "\n\n";
    let writing = text.clone();
    let writer = std::thread::spawn(move || fs::write(pipe, writing).unwrap());
    let (code, document) = assess(&at, "pipe");
    writer.join().unwrap();
    assert_eq!(code, 1);
    assert_eq!(document["inputs"][0]["bytes"], text.len());
    assert_eq!(document["accounts"][0]["line"], USERS + 2);
}
