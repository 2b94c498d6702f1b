//! The page: everything is in it, nothing breaks out of it, and it asks for nothing from elsewhere.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::common::program::{self, code, folder, stderr, stdout};
use crate::common::{OTHER, json, of, report, row};

fn run(at: &Path, args: &[&str]) -> String {
    let output = program::run(at, &[&["-q"], args].concat());
    assert_ne!(code(&output), 2, "{}", stderr(&output));
    stdout(&output)
}

const REVIEWED: [&str; 6] = [
    "fixtures/organization",
    "--accounts=fixtures/review/accounts.json",
    "--exceptions=fixtures/review/exceptions.csv",
    "--baseline=fixtures/review/evidence.json",
    "--max-age=7d",
    "--generated-at=2026-09-29",
];

fn reviewed(format: &str) -> String {
    run(Path::new("."), &[&REVIEWED[..], &["-f", format]].concat())
}

/// The text of a page, without its tags, style and script; blanks are one.
fn text(page: &str) -> String {
    let body = &page[page.find("<body>").unwrap()..page.find("<script>").unwrap()];
    let parts = body.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    let text = parts.collect::<Vec<_>>().join(" ");
    let text = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")]
        .iter()
        .fold(text, |text, (escaped, plain)| text.replace(escaped, plain));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What stands between two marks.
fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let text = &text[text.find(start).unwrap() + start.len()..];
    &text[..text.find(end).unwrap()]
}

#[test]
fn what_the_document_tells_stands_in_the_page() {
    fn strings<'a>(value: &'a Value, all: &mut Vec<&'a str>) {
        match value {
            Value::String(text) => all.push(text),
            Value::Array(items) => items.iter().for_each(|item| strings(item, all)),
            // That an exception is for the rules about keys goes without saying.
            Value::Object(members) => {
                members
                    .iter()
                    .filter(|(name, _)| *name != "rules")
                    .for_each(|(_, value)| strings(value, all));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    let (page, document) = (text(&reviewed("html")), reviewed("json"));
    let document: Value = serde_json::from_str(&document).unwrap();
    let mut told = Vec::new();
    for account in document["accounts"].as_array().unwrap() {
        let members =
            ["account_id", "name", "email", "verdict", "findings", "exception", "generated_time", "input"];
        members.iter().for_each(|member| strings(&account[*member], &mut told));
        strings(&account["baseline"]["state"], &mut told);
        account["problems"]
            .as_array()
            .unwrap()
            .iter()
            .for_each(|problem| strings(&problem["message"], &mut told));
    }
    for input in document["inputs"].as_array().unwrap() {
        ["path", "sha256", "csvs", "status", "envelope"].iter().for_each(|m| strings(&input[*m], &mut told));
    }
    for list in ["population", "exceptions", "baseline"] {
        ["path", "sha256", "excluded", "entries"]
            .iter()
            .for_each(|m| strings(&document[list][*m], &mut told));
    }
    strings(&document["skipped"], &mut told);
    strings(&document["as_of"], &mut told);
    assert!(told.len() > 200, "{}", told.len());
    for told in told {
        assert!(page.contains(told), "`{told}` is not in the page");
    }
    let says = [
        "2 of 14 accounts have an active root access key.",
        "Not complete.",
        "Population: 14 accounts in scope",
        "stated by the operator",
        "excepted until 2026-12-31",
        "at most 7d",
        "four hours",
        "Reviewed by",
        "CIS AWS Foundations Benchmark",
    ];
    for said in says {
        assert!(page.contains(said), "{said}");
    }
}

#[test]
fn the_page_asks_for_nothing_from_elsewhere() {
    let page = reviewed("html");
    let policy = between(&page, "http-equiv=\"Content-Security-Policy\" content=\"", "\"");
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)));
    let style = hash(between(&page, "<style>", "</style>"));
    let script = hash(between(&page, "<script>", "</script>"));
    let expected = format!(
        "default-src 'none'; style-src {style}; script-src {script}; base-uri 'none'; form-action 'none'"
    );
    assert_eq!(policy, expected);
    let body = &page[page.find("<body>").unwrap()..page.find("<script>").unwrap()];
    for asking in
        ["<script", "<link", "<img", "<iframe", "<object", "<embed", "<form", " src=", " style=", " on"]
    {
        let tags = body.split('<').filter_map(|part| part.split_once('>')).map(|(tag, _)| format!("<{tag}"));
        assert!(tags.into_iter().all(|tag| !tag.contains(asking)), "{asking}");
    }
    for link in body.split(" href=\"").skip(1).map(|link| link.split('"').next().unwrap()) {
        assert!(link.starts_with('#') || link.starts_with("https://docs.aws.amazon.com/"), "{link}");
    }
    // Each place that is linked to is there, once.
    for target in body.split(" href=\"#").skip(1).map(|link| link.split('"').next().unwrap()) {
        assert_eq!(body.matches(&format!("id=\"{target}\"")).count(), 1, "{target}");
    }
    for file in ["style.css", "script.js"] {
        assert!(!page.contains(&format!("url({file}")) && !page.contains("@import"));
    }
}

#[test]
#[cfg(unix)] // Windows has no such names.
fn no_text_breaks_out_of_the_page() {
    let hostile = "</td></script><script>alert(1)</script><img src=x onerror=alert(2)>\" onload=\"alert(3)' &amp; {{7*7}}";
    let csv = report("true", "false");
    let at = folder(
        "hostile",
        &[
            ("r/\"><b>bold.json", json(&csv).as_str()),
            ("r/'&amp;.csv", &of(OTHER, &csv).replace("us-east-1", hostile)),
            (
                "r/unseen.csv",
                &(csv.clone() + "\n" + &row("al\u{202E}ice\u{7}", "user/alice", "true", "false")),
            ),
            ("r/odd.csv", &csv.replace("2019-03-11T09:41:00Z", hostile)),
            (
                "accounts.csv",
                &format!("account_id,name,email\n111122223333,\"{}\",<i>\n", hostile.replace('"', "\"\"")),
            ),
            (
                "register.csv",
                "account_id,expires_on,approver,reason\n111122223333,2026-12-31,<u>A,</dd><script>\n",
            ),
        ],
    );
    let args = ["r", "--accounts=accounts.csv", "--exceptions=register.csv", "-f=html"];
    let page = run(&at, &args);
    let plain = text(&page);
    for told in [hostile, "\"><b>bold.json", "'&amp;.csv", "<u>A", "</dd><script>", "<i>"] {
        let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(plain.contains(&told), "{told}: {plain}");
    }
    let body = &page[page.find("<body>").unwrap()..];
    for tag in ["<b>bold", "<script>alert", "<img", "<u>", "<i>"] {
        assert!(!body.contains(tag), "{tag}");
    }
    assert_eq!(page.matches("<script").count(), 1);
    let is_shapeless = |c: char| c.is_control() && c != '\n' || ('\u{202A}'..='\u{202E}').contains(&c);
    assert!(!page.contains(is_shapeless));
}

#[test]
fn nothing_looks_fine_that_is_not() {
    let clean = json(&report("false", "false"));
    let at = folder(
        "fine",
        &[("clean.json", clean.as_str()), ("cut.json", &clean[..clean.len() / 2]), ("empty", "")],
    );
    let headline = |args: &[&str]| {
        let page = run(&at, &[args, &["-f=html"]].concat());
        text(&page).split("Keys: age").next().unwrap().to_owned()
    };
    let told = headline(&["clean.json"]);
    assert!(
        told.contains("No root user of 1 account has an active access key; 1 disabled key exists."),
        "{told}"
    );
    assert!(!told.contains("Not complete") && told.contains("Population not stated."), "{told}");
    let told = headline(&["clean.json", "empty"]);
    assert!(
        told.contains("No active root access key was seen, but not everything could be assessed."),
        "{told}"
    );
    assert!(told.contains("Not complete."), "{told}");
    let told = headline(&["empty"]);
    assert!(told.contains("No account could be assessed.") && told.contains("Not complete."), "{told}");
    let told = headline(&["cut.json"]);
    assert!(told.contains("Not complete."), "{told}");
}

#[test]
fn an_excepted_key_is_an_active_key() {
    let register = "account_id,expires_on,approver,reason\n111122223333,2026-12-31,Ana,until the move\n";
    let at = folder(
        "excepted",
        &[("a.json", json(&report("true", "false")).as_str()), ("register.csv", register)],
    );
    let page = text(&run(&at, &["a.json", "--exceptions=register.csv", "-f=html"]));
    for told in [
        "1 of 1 account has an active root access key.",
        "0 open, 1 excepted",
        "active excepted until 2026-12-31",
        "approved by Ana until 2026-12-31: until the move",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
}

#[test]
fn the_same_audit_gives_the_same_bytes() {
    assert_eq!(reviewed("html"), reviewed("html"));
    let at = folder("file", &[("a.json", &json(&report("true", "false")))]);
    let page = run(&at, &["a.json", "-f=html"]);
    for file in ["a.html", "b.HTM"] {
        run(&at, &["a.json", "-o", file]);
        assert_eq!(std::fs::read(at.join(file)).unwrap(), page.as_bytes());
    }
}
