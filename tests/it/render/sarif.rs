//! SARIF: results that stay the same alert, at their place, no more than its readers take.

use std::collections::BTreeSet;
use std::path::Path;

use rootkeys::Format;
use serde_json::Value;

use crate::common::audited::{audit, list, read_back};
use crate::common::program::folder;
use crate::common::{self, base64, report};

/// The results' own fingerprints.
fn fingerprints(log: &Value) -> Vec<(String, String)> {
    let print = |result: &Value| {
        let prints = &result["partialFingerprints"];
        let text = |name: &str| prints[name].as_str().unwrap().to_owned();
        (text("primaryLocationLineHash"), text("rootkeys/v1"))
    };
    list(log, "/runs/0/results").iter().map(print).collect()
}

#[test]
fn the_same_finding_next_week_is_the_same_alert() {
    let first = report("true", "false");
    // Another slot, other dates, another shape, another name, further down.
    let next = first.replace("true,true,2019", "true,false,2019").replace("iam,false", "iam,true");
    let next = next.replace("2026-09-28", "2026-10-05").replace("2019-03-11T09:41", "2024-01-01T00:00");
    let at = folder(
        "fingerprint",
        &[("a.csv", &format!("{first}\n")), ("b.json", &format!("\n\n{}", common::json(&next)))],
    );
    let of = |file: &str| fingerprints(&read_back(&audit(&[at.join(file)]), Format::Sarif));
    let own = |prints: &[(String, String)]| prints.iter().map(|print| print.1.clone()).collect::<Vec<_>>();
    assert_eq!(own(&of("a.csv")), ["root-access-key-active/aws/111122223333"]);
    assert_eq!(own(&of("b.json"))[0], "root-access-key-active/aws/111122223333");
    assert_eq!(of("a.csv")[0], of("b.json")[0]);
    let china = first.replace("arn:aws:", "arn:aws-cn:");
    let at = folder("partition", &[("c.csv", &format!("{china}\n"))]);
    assert_eq!(
        own(&fingerprints(&read_back(&audit(&[at]), Format::Sarif))),
        ["root-access-key-active/aws-cn/111122223333"]
    );
}

#[test]
fn no_two_results_share_a_fingerprint() {
    // Reports without ARNs, two of them in one line of one file: nothing but their order tells them apart.
    let unnamed = "user,access_key_1_active,access_key_2_active\n<root_account>,true,false\n";
    let other = unnamed.replace("true,false", "true,true");
    let array = format!("[{},{}]", compact(unnamed), compact(&other));
    let at = folder("unique", &[("a.csv", unnamed), ("b.csv", &other), ("c.json", &array)]);
    let log = read_back(&audit(&[at.as_path(), Path::new("fixtures")]), Format::Sarif);
    let prints = fingerprints(&log);
    let hashes: BTreeSet<_> = prints.iter().map(|print| &print.0).collect();
    let own: BTreeSet<_> = prints.iter().map(|print| &print.1).collect();
    assert_eq!((hashes.len(), own.len()), (prints.len(), prints.len()), "{prints:#?}");
    assert!(own.iter().filter(|print| print.contains("unnamed")).count() >= 4);
}

fn compact(csv: &str) -> String {
    format!("{{\"Content\":\"{}\",\"ReportFormat\":\"text/csv\"}}", base64(csv))
}

#[test]
fn results_stand_where_their_row_stands() {
    let place = |path: &str| {
        let log = read_back(&audit(&[path]), Format::Sarif);
        log["runs"][0]["results"][0]["locations"][0]["physicalLocation"].clone()
    };
    let region = |path: &str| place(path)["region"].clone();
    let inside = |envelope: &str| serde_json::json!({ "inside": envelope, "csvLine": 2 });
    assert_eq!(region("fixtures/shapes/active.lf.csv"), serde_json::json!({ "startLine": 2 }));
    let content = region("fixtures/shapes/active.v2.json");
    assert_eq!((&content["startLine"], &content["properties"]), (&2.into(), &inside("aws-cli-json")));
    let base64 = region("fixtures/shapes/active.wrapped.b64");
    assert_eq!((&base64["startLine"], &base64["properties"]), (&1.into(), &inside("base64")));
    // A packed file has no lines.
    let packed = region("fixtures/shapes/active.packed.json.gz");
    assert_eq!((&packed["startLine"], &packed["properties"]["csvLine"]), (&1.into(), &2.into()));
    let artifact = &place("fixtures/shapes/active.lf.csv")["artifactLocation"];
    assert_eq!(*artifact, serde_json::json!({ "uri": "fixtures/shapes/active.lf.csv" }));
    let absolute = std::fs::canonicalize("fixtures/shapes/active.lf.csv").unwrap();
    let log = read_back(&audit(&[absolute]), Format::Sarif);
    let run = &log["runs"][0];
    let artifact = &run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"];
    let uri = artifact["uri"].as_str().unwrap();
    if cfg!(windows) {
        // A drive can't stand below a base.
        assert!(uri.starts_with("file:///") && uri.ends_with("/fixtures/shapes/active.lf.csv"), "{uri}");
        assert!(artifact["uriBaseId"].is_null());
    } else {
        assert!(!uri.starts_with('/'));
        let base = artifact["uriBaseId"].as_str().unwrap();
        assert!(run["originalUriBaseIds"][base]["uri"].as_str().unwrap().starts_with("file:///"));
    }
}

#[test]
fn sarif_tells_what_could_not_be_assessed() {
    let log = read_back(&audit(&["fixtures/problems/base64-damaged.json"]), Format::Sarif);
    let invocation = &log["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    assert!(list(&log, "/runs/0/results").is_empty());
    let notification = &invocation["toolExecutionNotifications"][0];
    assert_eq!(
        (&notification["descriptor"]["id"], &notification["level"]),
        (&"base64-damaged".into(), &"error".into())
    );
    let index = usize::try_from(notification["descriptor"]["index"].as_u64().unwrap()).unwrap();
    assert_eq!(list(&log, "/runs/0/tool/driver/notifications")[index]["id"], "base64-damaged");
    let region = &notification["locations"][0]["physicalLocation"]["region"];
    assert_eq!((&region["startLine"], &region["properties"]["base64Offset"]), (&2.into(), &304.into()));
    let clean = read_back(&audit(&["fixtures/shapes/clean.v2.json"]), Format::Sarif);
    assert_eq!(clean["runs"][0]["invocations"][0]["executionSuccessful"], true);
    assert_eq!(clean["runs"][0]["properties"]["clean"], 1);
    assert!(list(&clean, "/runs/0/results").is_empty());
}

#[test]
fn controls_are_found_by_their_taxonomies() {
    let log = read_back(&audit(&["fixtures/shapes/clean.v2.json"]), Format::Sarif);
    let taxonomies = list(&log, "/runs/0/taxonomies");
    let named = |name: &str, version: &str, id: &str| {
        taxonomies.iter().any(|taxonomy| {
            let has = list(taxonomy, "/taxa").iter().any(|taxon| taxon["id"] == id);
            taxonomy["name"] == name && taxonomy["version"].as_str().unwrap_or_default() == version && has
        })
    };
    assert!(named("CIS AWS Foundations Benchmark", "1.2.0", "1.12"));
    assert!(named("CIS AWS Foundations Benchmark", "3.0.0", "1.4"));
    assert!(named("CIS AWS Foundations Benchmark", "5.0.0", "1.3"));
    assert!(named("AWS Security Hub", "", "IAM.4"));
    assert!(named("AWS Well-Architected Framework", "", "SEC01-BP02"));
}

#[test]
fn no_more_results_than_github_takes_and_the_worst_first() {
    const ACTIVE: usize = 20_000;
    // Every account has an active key and one that is disabled.
    let rows: String = (0..ACTIVE)
        .map(|n| {
            format!(
                "<root_account>,arn:aws:iam::{n:012}:root,true,2020-01-01T00:00:00Z,false,2020-01-01T00:00:00Z\n"
            )
        })
        .collect();
    let header = "user,arn,access_key_1_active,access_key_1_last_rotated,access_key_2_active,access_key_2_last_rotated";
    let audit = audit(&[folder("many", &[("a.csv", &format!("{header}\n{rows}"))])]);
    let log = read_back(&audit, Format::Sarif);
    let results = list(&log, "/runs/0/results");
    assert_eq!(results.len(), 25_000);
    assert!(results[..ACTIVE].iter().all(|result| result["level"] == "error"));
    let notification = &log["runs"][0]["invocations"][0]["toolExecutionNotifications"][0];
    assert_eq!(notification["descriptor"]["id"], "results-left-out");
    assert!(notification["message"]["text"].as_str().unwrap().starts_with("15000 results"));
}

#[test]
fn messages_are_held_to_their_limit() {
    let report = report("true", "true").replace("us-east-1", &"x".repeat(5000)) + "\n";
    let log = read_back(&audit(&[folder("long", &[("a.csv", &report)])]), Format::Sarif);
    let run = &log["runs"][0];
    let messages = list(run, "/results").iter().chain(list(run, "/invocations/0/toolExecutionNotifications"));
    for message in messages.map(|entry| entry["message"]["text"].as_str().unwrap()) {
        assert!(!message.is_empty() && message.chars().count() <= 1024, "{message}");
    }
}
