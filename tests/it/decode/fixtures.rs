//! Each fixture shows what its name says.

use std::path::{Path, PathBuf};

use rootkeys::{EnvelopeKind, Normalization, Verdict};

use crate::common::audited::audit;

fn entries(folder: &str) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        Path::new(folder).read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty(), "{folder}");
    paths
}

/// What was done to reach the CSV, and the envelope where its name says more than the fixture's.
const WRAPPINGS: &[(&str, EnvelopeKind, &[Normalization])] = &[
    ("armor.txt", EnvelopeKind::Armor, &[]),
    ("blanks.b64", EnvelopeKind::Base64, &[]),
    ("buffer.json", EnvelopeKind::AwsCliJson, &[Normalization::ByteList]),
    ("byte-map.json", EnvelopeKind::AwsCliJson, &[Normalization::ByteList]),
    ("bytes.txt", EnvelopeKind::Dump, &[]),
    ("cli.table", EnvelopeKind::AwsCliTable, &[]),
    ("color.table", EnvelopeKind::AwsCliTable, &[Normalization::Colors]),
    ("config-map.yaml", EnvelopeKind::Yaml, &[]),
    ("convertto-html.html", EnvelopeKind::Html, &[]),
    ("curl.txt", EnvelopeKind::QueryApi, &[]),
    ("default-str.json", EnvelopeKind::AwsCliJson, &[Normalization::PythonBytes]),
    ("double.b64", EnvelopeKind::Base64, &[Normalization::Base64Again]),
    ("duckdb.txt", EnvelopeKind::TextTable, &[]),
    ("expanded.txt", EnvelopeKind::Rows, &[]),
    ("format-list.txt", EnvelopeKind::Rows, &[Normalization::Utf16]),
    ("go.txt", EnvelopeKind::Dump, &[Normalization::ByteList]),
    ("markdown.md", EnvelopeKind::TextTable, &[]),
    ("mode-line.txt", EnvelopeKind::Rows, &[]),
    ("mysql-g.txt", EnvelopeKind::Rows, &[]),
    ("names.tsv", EnvelopeKind::AwsCliText, &[]),
    ("nested.json", EnvelopeKind::AwsCliJson, &[]),
    ("packed.json.gz", EnvelopeKind::AwsCliJson, &[Normalization::Gzip]),
    ("pprint.txt", EnvelopeKind::Dump, &[]),
    ("response.xml", EnvelopeKind::QueryApi, &[]),
    ("rows.jsonl", EnvelopeKind::Rows, &[]),
    ("signed.asc", EnvelopeKind::None, &[]),
    ("string.json", EnvelopeKind::JsonString, &[]),
    ("text.txt", EnvelopeKind::AwsCliText, &[]),
    ("to-html.html", EnvelopeKind::Html, &[]),
    ("unpadded.b64", EnvelopeKind::Base64, &[Normalization::Base64Unpadded]),
    ("url-safe.b64", EnvelopeKind::Base64, &[Normalization::Base64Url]),
    ("utf16.csv", EnvelopeKind::None, &[Normalization::Utf16]),
    ("xtab.txt", EnvelopeKind::Rows, &[]),
];

#[test]
fn each_shape_is_read() {
    for path in entries("fixtures/shapes") {
        let name = path.file_name().unwrap().to_str().unwrap();
        let want = if name.starts_with("active") { Verdict::Active } else { Verdict::Clean };
        let audit = audit(&[&path]);
        let found: Vec<_> = audit
            .accounts
            .iter()
            .map(|account| (account.assessment.verdict, account.assessment.account.id.unwrap().to_string()))
            .collect();
        assert_eq!(found, [(want, "111122223333".to_owned())], "{name}");
        assert!(audit.complete(), "{name}");
    }
}

#[test]
fn what_was_done_to_reach_the_csv_is_said() {
    for (shape, kind, steps) in WRAPPINGS {
        for verdict in ["active", "clean"] {
            let audit = audit(&[format!("fixtures/shapes/{verdict}.{shape}")]);
            let [wrapping] = audit.inputs[0].reports.as_slice() else { panic!("{shape}") };
            assert_eq!((wrapping.envelope, wrapping.normalized.as_slice()), (*kind, *steps), "{shape}");
        }
    }
}

#[test]
fn a_group_of_base64_lost_in_editing_is_found() {
    let audit = audit(&["fixtures/problems/base64-damaged.json"]);
    assert!(audit.accounts.is_empty());
    let problem = &audit.inputs[0].problems[0];
    // The nine characters from 301 on are gone: what follows is shifted, and soon decodes to noise.
    let offset = problem.position.unwrap().base64_offset.unwrap();
    assert!((300..312).contains(&offset), "{offset}");
    assert_eq!(problem.position.unwrap().line, 2, "the line of Content");
    assert!(problem.remedy().contains("get-credential-report"));
}

#[test]
fn the_organization_is_as_the_readme_says() {
    let audit = audit(&["fixtures/organization"]);
    let summary = audit.summary();
    assert_eq!((summary.inputs, summary.reports, summary.accounts), (12, 13, 13));
    assert_eq!((summary.active, summary.undetermined, summary.clean), (2, 1, 10));
    assert_eq!((summary.inactive_keys, summary.skipped), (1, 1));
}
