//! Every format: what it shows, that all show the same, and that no text from a file breaks out of it.

use std::path::Path;

use proptest::prelude::*;
use rootkeys::{Audit, ExitStatus, Format, KeyState};
use serde_json::Value;
use snapbox::IntoData as _;

use super::sarif_declared;
use crate::common::audited::{audit, list, read_back, show};
use crate::common::damage::{apply, damage};
use crate::common::program::folder;
use crate::common::{ACCOUNT, SHAPES, report, schema};

/// The header and the rows of the CSV.
fn table(audit: &Audit) -> (Vec<String>, Vec<Vec<String>>) {
    let text = show(audit, Format::Csv);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let cells = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<_>>();
    (cells(reader.headers().unwrap()), reader.records().map(|row| cells(&row.unwrap())).collect())
}

#[test]
fn each_format_shows_the_organization() {
    let audit = audit(&["fixtures/organization"]);
    for format in Format::ALL {
        let info = format.info();
        let ending = info.endings.first().map_or_else(|| format!(".{}.txt", info.name), ToString::to_string);
        let expected = format!("tests/formats/organization{ending}");
        let expected = snapbox::Data::read_from(Path::new(&expected), None).raw();
        let shown = show(&audit, *format);
        let shown = if *format == Format::Sarif { sarif_declared::without_declared(&shown) } else { shown };
        snapbox::Assert::new().action_env("SNAPSHOTS").eq(shown.into_data().raw(), expected);
    }
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
    assert_eq!(document, read_back(&audit, Format::Json));
}

const SCHEMA: &str = "rootkeys.evidence/1";

#[test]
fn csv_has_a_row_for_each_account() {
    let audit = audit(&["fixtures/organization", "fixtures/problems"]);
    let (header, rows) = table(&audit);
    let document = read_back(&audit, Format::Json);
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
    assert_eq!(
        read_back(&audit, Format::Sarif).pointer("/runs/0/results/0/properties/slots/0"),
        Some(&3.into())
    );
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
    let document = read_back(&audit, Format::Json);
    assert_eq!(document["accounts"][0]["input"], *path);
    assert_eq!(document["accounts"][0]["keys"][0]["last_used_region"], region);
    // SARIF has the path escaped, and no placeholder or link in its messages.
    let sarif = read_back(&audit, Format::Sarif);
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
        let document = read_back(&audit, Format::Json);
        schema::assert_valid(&document);
        let accounts = audit.accounts.len();
        prop_assert_eq!(list(&document, "/accounts").len(), accounts);
        prop_assert_eq!(show(&audit, Format::JsonLines).lines().count(), accounts + 1);
        prop_assert_eq!(table(&audit).1.len(), accounts);
        let with = |state| audit.accounts.iter().filter(|a| a.assessment.keys_in(state).next().is_some()).count();
        let (active, inactive) = (with(KeyState::Active), with(KeyState::Inactive));
        let log = read_back(&audit, Format::Sarif);
        prop_assert_eq!(list(&log, "/runs/0/results").len(), active + inactive);
        let invocation = &log["runs"][0]["invocations"][0];
        let errors = list(invocation, "/toolExecutionNotifications").iter().filter(|n| n["level"] == "error").count();
        prop_assert_eq!(&invocation["executionSuccessful"], &document["complete"]);
        prop_assert_eq!(audit.complete(), errors == 0);
        let annotations = show(&audit, Format::Github);
        let levels = |level: &str| annotations.lines().filter(|line| line.starts_with(level)).count();
        prop_assert_eq!((levels("::error "), levels("::warning ")), (active, errors));
        prop_assert_eq!(ExitStatus::of_audit(&audit, false) == ExitStatus::Clean, active == 0 && errors == 0);
        outside_code(&show(&audit, Format::Markdown));
    }
}
