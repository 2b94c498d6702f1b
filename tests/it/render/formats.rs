//! Every format: what it shows, that all show the same, and that no text from a file breaks out of it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::common::damage::{apply, damage};
use crate::common::{ACCOUNT, SHAPES, oracle, report, schema};
use proptest::prelude::*;
use rootkeys::rules::RULES;
use rootkeys::{Audit, ExitStatus, Format, KeyState, Settings, View};
use serde_json::Value;
use snapbox::IntoData as _;

fn audit(paths: &[impl AsRef<Path>]) -> Audit {
    let as_of = Some("2026-09-30T00:00:00Z".parse().unwrap());
    let paths = paths.iter().map(|path| path.as_ref().to_owned()).collect();
    rootkeys::audit(&Settings { paths, as_of, ..Settings::default() }).unwrap()
}

fn show(audit: &Audit, format: Format) -> String {
    let mut shown = Vec::new();
    rootkeys::render(audit, format, View::default(), &mut shown).unwrap();
    String::from_utf8(shown).unwrap()
}

fn json(audit: &Audit, format: Format) -> Value {
    serde_json::from_str(&show(audit, format)).unwrap()
}

/// The header and the rows of the CSV.
fn table(audit: &Audit) -> (Vec<String>, Vec<Vec<String>>) {
    let text = show(audit, Format::Csv);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let cells = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<_>>();
    (cells(reader.headers().unwrap()), reader.records().map(|row| cells(&row.unwrap())).collect())
}

/// A new folder with these files, named by the test.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(file, text)| (*file, text.as_bytes())).collect();
    crate::common::program::folder(&format!("formats/{name}"), &files)
}

fn list<'a>(value: &'a Value, pointer: &str) -> &'a [Value] {
    value.pointer(pointer).and_then(Value::as_array).unwrap_or_else(|| panic!("{pointer} in {value:#}"))
}

#[test]
fn each_format_shows_the_organization() {
    let audit = audit(&["fixtures/organization"]);
    for format in Format::ALL {
        let info = format.info();
        let ending = info.endings.first().map_or_else(|| format!(".{}.txt", info.name), ToString::to_string);
        let expected = format!("tests/formats/organization{ending}");
        let expected = snapbox::Data::read_from(Path::new(&expected), None).raw();
        snapbox::Assert::new().action_env("SNAPSHOTS").eq(show(&audit, *format).into_data().raw(), expected);
    }
}

#[test]
fn every_document_is_as_its_schema_says() {
    for path in ["fixtures/organization", "fixtures/problems", "fixtures/shapes", "fixtures/superseded"] {
        schema::assert_valid(&json(&audit(&[path]), Format::Json));
        for entry in std::fs::read_dir(path).unwrap() {
            schema::assert_valid(&json(&audit(&[entry.unwrap().path()]), Format::Json));
        }
    }
}

#[test]
fn the_schema_knows_what_a_verdict_takes() {
    let active = json(&audit(&["fixtures/shapes/active.v2.json"]), Format::Json);
    let undetermined = json(&audit(&["fixtures/problems/cut-short.csv"]), Format::Json);
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
fn json_lines_are_the_document_taken_apart() {
    let audit = audit(&["fixtures/organization", "fixtures/problems"]);
    let mut lines: Vec<Value> =
        show(&audit, Format::JsonLines).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut document = lines.pop().unwrap();
    assert_eq!(document["type"], "summary");
    for line in &mut lines {
        let line = line.as_object_mut().unwrap();
        assert_eq!(
            (line.remove("type"), line.remove("schema")),
            (Some("account".into()), Some(SCHEMA.into()))
        );
    }
    document.as_object_mut().unwrap().remove("type");
    document["accounts"] = lines.into();
    assert_eq!(document, json(&audit, Format::Json));
}

const SCHEMA: &str = "rootkeys.evidence/1";

#[test]
fn csv_has_a_row_for_each_account() {
    let audit = audit(&["fixtures/organization", "fixtures/problems"]);
    let (header, rows) = table(&audit);
    let document = json(&audit, Format::Json);
    let accounts = list(&document, "/accounts");
    assert_eq!(rows.len(), accounts.len());
    let shown = |value: &Value| match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    };
    for (row, account) in rows.iter().zip(accounts) {
        let cell = |name: &str| &row[header.iter().position(|column| column == name).unwrap()];
        for name in ["account_id", "partition", "verdict", "generated_time", "input", "line", "csv_line"] {
            assert_eq!(cell(name), &shown(&account[name]), "{name}");
        }
        for name in ["mfa_active", "password_enabled", "password_last_used"] {
            assert_eq!(cell(name), &shown(&account["root"][name]), "{name}");
        }
        for (index, slot) in [(0, 1), (1, 2)] {
            for name in
                ["state", "last_rotated", "age_days", "last_used", "last_used_region", "last_used_service"]
            {
                let key = &account["keys"][index][name];
                assert_eq!(cell(&format!("access_key_{slot}_{name}")), &shown(key), "{slot} {name}");
            }
        }
        assert_eq!(cell("as_of"), "2026-09-30T00:00:00Z");
        assert_eq!(cell("audit_complete"), "false");
    }
    let text = show(&audit, Format::Csv);
    assert_eq!(text.matches("\r\n").count(), rows.len() + 1, "RFC 4180 ends lines so");
    assert_eq!(text.matches('\n').count(), rows.len() + 1);
}

#[test]
fn further_slots_show_in_every_format() {
    let report = report("false", "false")
        .lines()
        .zip([
            "access_key_3_active,access_key_3_last_rotated",
            "true,2020-01-01T00:00:00Z",
            "false,N/A",
            "false,N/A",
        ])
        .map(|(line, more)| format!("{line},{more}\n"))
        .collect::<String>();
    let audit = audit(&[folder("slots", &[("a.csv", &report)])]);
    let (header, rows) = table(&audit);
    assert_eq!(rows[0][header.iter().position(|name| name == "active_keys").unwrap()], "3");
    assert_eq!(json(&audit, Format::Sarif).pointer("/runs/0/results/0/properties/slots/0"), Some(&3.into()));
    assert!(show(&audit, Format::Github).contains("slot 3, unchanged for 2464 days"));
    assert!(show(&audit, Format::Markdown).contains("| 3 | 2464d |"));
    assert!(show(&audit, Format::Table).contains("3 (2464d)"));
}

#[test]
fn what_people_see_of_a_last_use_is_what_the_report_says() {
    let of = |from: &str, to: &str| {
        let report = report("true", "false").replacen(from, to, 1) + "\n";
        let audit = audit(&[folder("used", &[("a.csv", &report)])]);
        [Format::Table, Format::Markdown, Format::Github].map(|format| show(&audit, format))
    };
    let all_show = |shown: &[String; 3], texts: [&str; 3]| {
        shown.iter().zip(texts).for_each(|(shown, text)| assert!(shown.contains(text), "{text}: {shown}"));
    };
    let used = of("x", "x");
    all_show(
        &used,
        [
            "2026-09-28 iam us-east-1",
            "| 2026-09-28 iam us-east-1 |",
            "last used on 2026-09-28 (iam, us-east-1).",
        ],
    );
    let unknown = of("2026-09-28T22:10:00Z,us-east-1,iam", "N/A,N/A,N/A");
    all_show(&unknown, ["  N/A  ", "| N/A |", "last used: N/A."]);
    let missing = of("2026-09-28T22:10:00Z,us-east-1,iam", ",,");
    all_show(&missing, ["1 (2759d)  ?  ", "| 2759d | ? |", "last use unknown."]);
}

/// A path and a region with everything that some reader takes for more than text.
const HOSTILE: [&str; 2] = [
    "=a|b`c\u{202E}\u{1B}[31m@everyone #12 [x](http://y) {0} <img src=x> ::error::%0A,d:e",
    "=HYPERLINK(1)|`\u{200B}\u{7F}@x%",
];

#[test]
#[cfg(unix)] // Windows has no such names.
fn no_text_from_a_file_breaks_out_of_its_format() {
    let [name, region] = HOSTILE;
    let name = name.replace('/', "∕");
    let report = report("true", "=1+1").replacen("us-east-1", region, 1) + "\n";
    let at = folder("hostile", &[(&name, &report)]);
    let audit = audit(&[at.join(&name)]);
    let hidden = |text: &str| {
        text.chars()
            .any(|c| c.is_control() && !matches!(c, '\n' | '\r') || matches!(c, '\u{200B}' | '\u{202E}'))
    };
    for format in Format::ALL {
        assert!(!hidden(&show(&audit, *format).replace('\u{1B}', "")), "{format:?}");
        assert!(*format == Format::Table || !show(&audit, *format).contains('\u{1B}'), "{format:?}");
    }
    // JSON has the characters themselves.
    let path = at.join(&name).to_str().unwrap().to_owned();
    let document = json(&audit, Format::Json);
    assert_eq!(document["accounts"][0]["input"], *path);
    assert_eq!(document["accounts"][0]["keys"][0]["last_used_region"], region);
    // SARIF has the path escaped, and no placeholder or link in its messages.
    let sarif = json(&audit, Format::Sarif);
    let result = &sarif["runs"][0]["results"][0];
    let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap();
    assert!(uri.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~/%".contains(&b)), "{uri}");
    assert_eq!(format!("/{}", percent_encoding::percent_decode_str(uri).decode_utf8().unwrap()), path);
    // A spreadsheet sees no formula.
    let (header, rows) = table(&audit);
    let cell = |column: &str| rows[0][header.iter().position(|name| name == column).unwrap()].clone();
    assert!(cell("access_key_1_last_used_region").starts_with("'=HYPERLINK"));
    // Markdown has cells of its own only, and the rest as code.
    let page = show(&audit, Format::Markdown);
    let rows: Vec<&str> = page.lines().filter(|line| line.starts_with('|')).collect();
    assert!(rows.iter().all(|row| row.replace("\\|", "").matches('|').count() == 9), "{rows:#?}");
    assert!(!outside_code(&page).contains(['@', '<', '{']) && !outside_code(&page).contains("]("), "{page}");
    // GitHub sees one command in each line.
    for line in show(&audit, Format::Github).lines() {
        let (properties, message) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
        assert!(properties.split(' ').next().is_some_and(|level| ["error", "warning"].contains(&level)));
        assert!(!message.contains("%\"") && !properties.contains("%0A,"), "{line}");
    }
}

/// What is left of Markdown without its code.
fn outside_code(page: &str) -> String {
    let mut rest = page;
    let mut outside = String::new();
    while let Some(start) = rest.find('`') {
        outside += &rest[..start];
        let fence: String = rest[start..].chars().take_while(|c| *c == '`').collect();
        let body = &rest[start + fence.len()..];
        let mut end = 0;
        let after = loop {
            let Some(next) = body[end..].find(&fence) else { panic!("a code span has no end: {rest}") };
            let run = body[end + next..].chars().take_while(|c| *c == '`').count();
            end += next + run;
            if run == fence.len() {
                break end;
            }
        };
        rest = &body[after..];
    }
    outside + rest
}

#[test]
fn no_text_from_a_file_is_a_command_of_a_log() {
    let at = folder("command", &[("::stop-commands::x", "nothing\n"), ("##[group]x", "nothing\n")]);
    let audit = audit(&[at.join("::stop-commands::x"), at.join("##[group]x")]);
    let shown = show(&audit, Format::Table);
    assert!(
        !shown.contains("##[") && !shown.lines().any(|line| line.trim_start().starts_with("::")),
        "{shown}"
    );
}

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
        &[("a.csv", &format!("{first}\n")), ("b.json", &format!("\n\n{}", crate::common::json(&next)))],
    );
    let of = |file: &str| fingerprints(&json(&audit(&[at.join(file)]), Format::Sarif));
    let own = |prints: &[(String, String)]| prints.iter().map(|print| print.1.clone()).collect::<Vec<_>>();
    assert_eq!(own(&of("a.csv")), ["root-access-key-active/aws/111122223333"]);
    assert_eq!(own(&of("b.json"))[0], "root-access-key-active/aws/111122223333");
    assert_eq!(of("a.csv")[0], of("b.json")[0]);
    let china = first.replace("arn:aws:", "arn:aws-cn:");
    let at = folder("partition", &[("c.csv", &format!("{china}\n"))]);
    assert_eq!(
        own(&fingerprints(&json(&audit(&[at]), Format::Sarif))),
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
    let log = json(&audit(&[at.as_path(), Path::new("fixtures")]), Format::Sarif);
    let prints = fingerprints(&log);
    let hashes: BTreeSet<_> = prints.iter().map(|print| &print.0).collect();
    let own: BTreeSet<_> = prints.iter().map(|print| &print.1).collect();
    assert_eq!((hashes.len(), own.len()), (prints.len(), prints.len()), "{prints:#?}");
    assert!(own.iter().filter(|print| print.contains("unnamed")).count() >= 4);
}

fn compact(csv: &str) -> String {
    format!("{{\"Content\":\"{}\",\"ReportFormat\":\"text/csv\"}}", crate::common::base64(csv))
}

#[test]
fn results_stand_where_their_row_stands() {
    let place = |path: &str| {
        let log = json(&audit(&[path]), Format::Sarif);
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
    let log = json(&audit(&[absolute]), Format::Sarif);
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
    let log = json(&audit(&["fixtures/problems/base64-damaged.json"]), Format::Sarif);
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
    let clean = json(&audit(&["fixtures/shapes/clean.v2.json"]), Format::Sarif);
    assert_eq!(clean["runs"][0]["invocations"][0]["executionSuccessful"], true);
    assert_eq!(clean["runs"][0]["properties"]["clean"], 1);
    assert!(list(&clean, "/runs/0/results").is_empty());
    // Rules are declared whatever is found.
    let rules: Vec<&str> =
        list(&clean, "/runs/0/tool/driver/rules").iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert_eq!(rules, RULES.iter().filter(|rule| rule.is_default).map(|rule| rule.id).collect::<Vec<_>>());
}

#[test]
fn controls_are_found_by_their_taxonomies() {
    let log = json(&audit(&["fixtures/shapes/clean.v2.json"]), Format::Sarif);
    let taxonomies = list(&log, "/runs/0/taxonomies");
    let guids: BTreeSet<&str> =
        taxonomies.iter().map(|taxonomy| taxonomy["guid"].as_str().unwrap()).collect();
    assert_eq!(guids.len(), taxonomies.len());
    for rule in list(&log, "/runs/0/tool/driver/rules") {
        for relationship in list(rule, "/relationships") {
            let target = &relationship["target"];
            let taxonomy = taxonomies
                .iter()
                .find(|taxonomy| taxonomy["guid"] == target["toolComponent"]["guid"])
                .unwrap();
            assert!(list(taxonomy, "/taxa").iter().any(|taxon| taxon["id"] == target["id"]), "{target}");
            assert_eq!(taxonomy["isComprehensive"], false);
        }
    }
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
    let log = json(&audit, Format::Sarif);
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
    let log = json(&audit(&[folder("long", &[("a.csv", &report)])]), Format::Sarif);
    let run = &log["runs"][0];
    let messages = list(run, "/results").iter().chain(list(run, "/invocations/0/toolExecutionNotifications"));
    for message in messages.map(|entry| entry["message"]["text"].as_str().unwrap()) {
        assert!(!message.is_empty() && message.chars().count() <= 1024, "{message}");
    }
}

proptest! {
    /// Whatever stands in the files, all formats tell the same, and each is sound.
    #[test]
    fn all_formats_agree(
        shapes in prop::collection::vec((0..SHAPES.len(), any::<bool>(), damage()), 1..4),
    ) {
        let at = tempfile::tempdir().unwrap();
        for (index, (shape, active, damage)) in shapes.iter().enumerate() {
            let csv = report(if *active { "true" } else { "false" }, "false");
            let csv = csv.replace(ACCOUNT, &format!("{index:012}"));
            let mut bytes = SHAPES[*shape].1(&csv);
            apply(&mut bytes, *damage);
            std::fs::write(at.path().join(index.to_string()), bytes).unwrap();
        }
        let audit = audit(&[at.path()]);
        let document = json(&audit, Format::Json);
        schema::assert_valid(&document);
        let accounts = audit.accounts.len();
        prop_assert_eq!(list(&document, "/accounts").len(), accounts);
        prop_assert_eq!(show(&audit, Format::JsonLines).lines().count(), accounts + 1);
        prop_assert_eq!(table(&audit).1.len(), accounts);
        let with = |state| audit.accounts.iter().filter(|a| a.assessment.keys_in(state).next().is_some()).count();
        let (active, inactive) = (with(KeyState::Active), with(KeyState::Inactive));
        let log = json(&audit, Format::Sarif);
        prop_assert_eq!(list(&log, "/runs/0/results").len(), active + inactive);
        let invocation = &log["runs"][0]["invocations"][0];
        let errors = list(invocation, "/toolExecutionNotifications").iter().filter(|n| n["level"] == "error").count();
        prop_assert_eq!(&invocation["executionSuccessful"], &document["complete"]);
        prop_assert_eq!(audit.complete(), errors == 0);
        let annotations = show(&audit, Format::Github);
        let levels = |level: &str| annotations.lines().filter(|line| line.starts_with(level)).count();
        prop_assert_eq!((levels("::error "), levels("::warning ")), (active, errors));
        prop_assert_eq!(ExitStatus::of(&audit, false) == ExitStatus::Clean, active == 0 && errors == 0);
        outside_code(&show(&audit, Format::Markdown));
    }

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
        std::fs::write(at.path().join("a"), [above.as_bytes(), &bytes].concat()).unwrap();
        std::fs::write(at.path().join("b"), report("false", "false").replace(ACCOUNT, "444455556666") + "\n").unwrap();
        let audit = audit(&[at.path()]);
        let status = ExitStatus::of(&audit, false);
        prop_assert!(status != ExitStatus::Clean || !oracle::finds_active(&bytes), "{name}: {above:?}");
    }
}
