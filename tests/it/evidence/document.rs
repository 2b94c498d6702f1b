//! The evidence document: what it names, and what its schema knows.

use std::fs;

use rootkeys::Format;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::common::audited::{audit, read_back};
use crate::common::program::{document, folder, rootkeys, run, run_with_stdin};
use crate::common::{OTHER, json, of, report, schema};

#[test]
fn every_document_is_as_its_schema_says() {
    for path in ["fixtures/organization", "fixtures/problems", "fixtures/shapes", "fixtures/superseded"] {
        schema::assert_valid(&read_back(&audit(&[path]), Format::Json));
        for entry in fs::read_dir(path).unwrap() {
            schema::assert_valid(&read_back(&audit(&[entry.unwrap().path()]), Format::Json));
        }
    }
}

#[test]
fn the_schema_knows_what_a_verdict_takes() {
    let active = read_back(&audit(&["fixtures/shapes/active.v2.json"]), Format::Json);
    let undetermined = read_back(&audit(&["fixtures/problems/cut-short.csv"]), Format::Json);
    let broken = |document: &Value, pointer: &str, value: Value| {
        let mut document = document.clone();
        *document.pointer_mut(pointer).unwrap() = value;
        !schema::is_valid(&document)
    };
    assert!(schema::is_valid(&active) && schema::is_valid(&undetermined));
    for verdict in ["clean", "undetermined", "passed"] {
        assert!(broken(&active, "/accounts/0/verdict", verdict.into()), "{verdict}");
    }
    for verdict in ["clean", "active"] {
        assert!(broken(&undetermined, "/accounts/0/verdict", verdict.into()), "{verdict}");
    }
    assert!(broken(&undetermined, "/complete", true.into()));
    assert!(broken(&active, "/accounts", Value::Array(Vec::new())));
    assert!(broken(&active, "/accounts/0/account_id", "12".into()));
    assert!(broken(&active, "/accounts/0/keys/0/slot", 2.into()));
    assert!(broken(&active, "/as_of", "2026-09-30".into()));
    assert!(broken(&active, "/schema", "rootkeys.evidence/2".into()));
}

#[test]
fn the_document_names_states_as_the_contract_does() {
    let at = |folder: &str| document(&rootkeys(&["-fjson", folder]).output().unwrap());
    let texts = |list: &Value, field: &str| -> Vec<String> {
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
    assert_eq!((&raw["accounts"][0]["line"], &raw["accounts"][0]["csv_line"]), (&2.into(), &Value::Null));
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
fn digests_are_of_the_bytes_that_were_assessed() {
    let csv = report("false", "false");
    let at =
        folder("digests", &[("reports/a.csv", &csv), ("reports/production.json", &json(&of(OTHER, &csv)))]);
    let document = document(&run(&at, &["reports", "-f=json"]));
    for input in document["inputs"].as_array().unwrap() {
        let path = input["path"].as_str().unwrap();
        let bytes = fs::read(at.join(path)).unwrap();
        assert_eq!(input["sha256"], sha256(&bytes), "{path}");
        assert_eq!(input["csvs"].as_array().unwrap().len(), 1);
    }
    let of_csv = |path: &str| {
        let inputs = document["inputs"].as_array().unwrap();
        inputs.iter().find(|input| input["path"] == path).unwrap()["csvs"][0].clone()
    };
    assert_eq!(of_csv("reports/production.json")["sha256"], sha256(of(OTHER, &csv).as_bytes()));
    assert_eq!(of_csv("reports/production.json")["bytes"], csv.len());
    let sarif = run(&at, &["reports", "-f=sarif"]);
    let sarif: Value = serde_json::from_slice(&sarif.stdout).unwrap();
    let artifacts = sarif["runs"][0]["artifacts"].as_array().unwrap();
    let hashes: Vec<_> = artifacts.iter().map(|artifact| artifact["hashes"]["sha-256"].clone()).collect();
    for input in document["inputs"].as_array().unwrap() {
        assert!(
            hashes.contains(&input["sha256"]) && hashes.contains(&input["csvs"][0]["sha256"]),
            "{hashes:?}"
        );
    }
}

/// As sha256sum prints it.
fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
