//! The evidence document, written and read back.

use proptest::prelude::*;
use rootkeys::{
    AuditOptions, Criteria, Evidence, EvidenceError, Format, References, View, audit_bytes, render, rules,
};

use crate::common::report;

fn json(options: &AuditOptions, inputs: &[(&str, &[u8])]) -> String {
    let mut out = Vec::new();
    render(&audit_bytes(inputs.iter().copied(), options), Format::Json, View::default(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn options() -> AuditOptions {
    AuditOptions::as_of("2026-09-30T00:00:00Z".parse().unwrap())
}

/// The document written again from what was read.
fn again(document: &str) -> String {
    let evidence = Evidence::read(document.as_bytes()).unwrap();
    serde_json::to_string_pretty(&evidence).unwrap() + "\n"
}

#[test]
fn what_is_read_is_written_to_the_letter() {
    let folders = ["fixtures/organization", "fixtures/shapes", "fixtures/problems"];
    let files = folders.iter().flat_map(|folder| std::fs::read_dir(folder).unwrap());
    let files = files.map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    let files: Vec<(String, Vec<u8>)> =
        files.map(|path| (path.display().to_string(), std::fs::read(path).unwrap())).collect();
    let inputs: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (&**name, &**bytes)).collect();
    let read = |path: &str| std::fs::read(path).unwrap();
    let references = References::default()
        .with_accounts("accounts.json", &read("fixtures/review/accounts.json"))
        .and_then(|it| it.with_exceptions("exceptions.csv", &read("fixtures/review/exceptions.csv")))
        .and_then(|it| it.with_baseline("evidence.json", &read("fixtures/review/evidence.json")))
        .unwrap();
    let criteria = Criteria {
        max_age: Some("7d".parse().unwrap()),
        generated_at: Some("2026-09-29T00:00:00Z".parse().unwrap()),
        also: rules::RULES.iter().skip(1).map(|rule| rule.id).collect(),
        ..Criteria::default()
    };
    let document = json(&AuditOptions { criteria, references, ..options() }, &inputs);
    assert!(document.len() > 100_000);
    assert_eq!(again(&document), document);
}

#[test]
fn a_document_without_members_that_came_later_is_read() {
    let document = json(&options(), &[("a.csv", report("true", "false").as_bytes())]);
    let earlier =
        document.replace("    \"also\": [],\n", "").replace(",\n        \"active_certificates\": []", "");
    assert!(earlier.len() < document.len() - 50, "{earlier}");
    assert_eq!(again(&earlier), document);
}

#[test]
fn what_is_no_document_is_told_by_its_kind() {
    let document = json(&options(), &[("a.csv", report("true", "false").as_bytes())]);
    let read = |text: &str| Evidence::read(text.as_bytes()).map(drop).unwrap_err();
    assert!(matches!(read("{"), EvidenceError::Json(_)));
    assert!(matches!(read("{}"), EvidenceError::Schema(None)));
    let other = document.replace("rootkeys.evidence/1", "rootkeys.evidence/2");
    assert!(matches!(read(&other), EvidenceError::Schema(Some(schema)) if schema.ends_with("/2")));
    for (from, to) in [
        ("\"verdict\": \"active\"", "\"verdict\": \"fine\""),
        ("\"verdict\": \"active\"", "\"verdict\": \"clean\""),
        ("\"accounts\": 1", "\"accounts\": 2"),
        ("\"complete\": true,", ""),
        ("\"complete\": true,", "\"complete\": true, \"complete\": true,"),
        ("\"name\": null,", ""),
    ] {
        let forged = document.replacen(from, to, 1);
        assert_ne!(forged, document, "{from}");
        assert!(matches!(read(&forged), EvidenceError::Form(_)), "{from}: {}", read(&forged));
    }
}

#[test]
fn what_is_wrong_in_a_document_is_said_in_words_and_where() {
    let document = json(&options(), &[("a.csv", report("true", "false").as_bytes())]);
    for (from, to, said) in [
        ("\"complete\": true,", "", "the document lacks the member complete"),
        ("\"complete\": true", "\"complete\": \"yes\"", "complete is a text; expected true or false"),
        ("\"line\": 2", "\"line\": -2", "accounts[0].line is -2; expected at least 1"),
        ("\"line\": 2", "\"line\": 1.5", "accounts[0].line is 1.5; expected a whole number"),
        ("\"inputs\": [", "\"inputs\": [3,", "inputs[0] is 3; expected an object"),
        ("\"skipped\": []", "\"skipped\": {}", "skipped is an object; expected a list"),
        ("\"name\": null", "\"name\": []", "accounts[0].name is a list; expected a text or null"),
        ("\"exceptions\": null", "\"exceptions\": 1", "exceptions is 1; expected an object"),
        ("\"scope\": null", "\"scope\": true", "accounts[0].scope is true; expected a text or null"),
        ("\"verdict\": \"active\"", "\"verdict\": \"fine\"", "`fine` is no verdict"),
    ] {
        let forged = document.replacen(from, to, 1);
        assert_ne!(forged, document, "{from}");
        let error = Evidence::read(forged.as_bytes()).map(drop).unwrap_err().to_string();
        assert!(error.contains(said), "{to}: {error}");
    }
}

proptest! {
    #[test]
    fn whatever_cells_hold_is_read_back(cells in prop::collection::vec("[ -~é\u{202e}]{0,12}", 5), active in any::<bool>()) {
        let csv = report(&active.to_string(), "false");
        let csv = cells.iter().fold(csv, |csv, cell| csv.replacen("N/A", &cell.replace(['"', ',', '\n'], ""), 1));
        let document = json(&options(), &[("a.csv", csv.as_bytes()), ("b.csv", csv.as_bytes())]);
        prop_assert_eq!(again(&document), document.replace("\\u202e", "\u{202e}"));
    }
}
