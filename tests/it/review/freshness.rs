//! `--max-age` and `--generated-at`: is each report recent?

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{MANAGEMENT, PRODUCTION, SANDBOX, account, codes, document, folder};
use crate::common::{ACCOUNT, json, report};

#[test]
fn an_old_report_proves_nothing_and_an_active_key_stays_one() {
    let csv = report("false", "false").replace(ACCOUNT, SANDBOX);
    let at = folder("freshness", &[("reports/undated.csv", &csv)]);
    let verdicts = |args: &[&str]| {
        let (code, document) = document(&at, args);
        let ids = [MANAGEMENT, PRODUCTION, SANDBOX]
            .map(|id| account(&document, id)["verdict"].as_str().unwrap().to_owned());
        let problems = [PRODUCTION, SANDBOX].map(|id| codes(&account(&document, id)["problems"]).join(" "));
        (code, ids.join(" "), problems.join(","))
    };
    let told = |code, verdicts: &str, problems: &str| (code, verdicts.to_owned(), problems.to_owned());
    assert_eq!(verdicts(&[]), told(1, "active clean clean", ","));
    assert_eq!(verdicts(&["--max-age=16h"]), told(1, "active clean undetermined", ",undated"));
    assert_eq!(verdicts(&["--max-age=15h"]), told(1, "active undetermined undetermined", "stale,undated"));
    let stated = "--generated-at=2026-09-29T12:00:00Z";
    assert_eq!(verdicts(&["--max-age=16h", stated]), told(1, "active clean clean", ","));
    assert_eq!(verdicts(&["--max-age=12h", stated]), told(1, "active undetermined clean", "stale,"));
    let (_, document) = document(&at, &[stated]);
    let time = |id| {
        let account = account(&document, id);
        (account["generated_time"].as_str().unwrap(), account["generated_time_source"].as_str().unwrap())
    };
    assert_eq!(time(SANDBOX), ("2026-09-29T12:00:00Z", "operator"));
    assert_eq!(time(PRODUCTION), ("2026-09-29T08:00:00Z", "report"));
    assert_eq!(document["settings"]["generated_at"], "2026-09-29T12:00:00Z");
}

#[test]
fn a_report_dated_later_than_the_audit_is_told() {
    let at = folder("later", &[]);
    let (code, document) = document(&at, &["--as-of=2026-09-28"]);
    assert_eq!(code, 1);
    assert_eq!(codes(&account(&document, PRODUCTION)["problems"]), ["generated-later"]);
    assert_eq!(account(&document, PRODUCTION)["verdict"], "clean");
    // It does not make an earlier report an old one.
    let later = json(&report("false", "false")).replace("2026-09-29", "2026-10-29");
    fs::write(at.join("reports/later.json"), later).unwrap();
    let verdict = |as_of| account(&document_of(&at, as_of), MANAGEMENT)["verdict"].clone();
    assert_eq!([verdict("--as-of=2026-09-30"), verdict("--as-of=2026-10-30")], ["active", "clean"]);
}

fn document_of(at: &Path, as_of: &str) -> Value {
    document(at, &[as_of]).1
}
