//! What people write around the rows of a raw CSV: nothing to doubt a sound report for, unless it tells of one that is missing.

use proptest::prelude::*;
use proptest::sample::select;
use rootkeys::{Code, Verdict};

use crate::common::examined::{examine, is_incomplete, problems, verdict};
use crate::common::{ACCOUNT, HEADER, OTHER, clean, of, report};

const REMARKS: &[&str] = &[
    "AWS IAM Credential Report",
    "Account: 111122223333",
    "\"IAM credential report, Q3 2026\",,,",
    "Generated: 2026-09-29 08:00",
    "# exported by Jo, with thanks",
    "-- checked",
    "=== prod ===",
    "prod:",
    "(3 rows)",
    "Total: 3 users",
    ",,,",
    "",
];

const DOUBTS: &[&str] = &[
    "Account: 444455556666",
    "<root_account>",
    "access_key_1_active is what counts",
    "# <root_account>,arn:aws:iam::444455556666:root,true,false",
    "root access key: active",
    "An error occurred (AccessDenied) when calling the GetCredentialReport operation: no",
    "dev: not ready",
    "alice",
    "alice,arn:aws:iam::111122223333:user/alice",
    "N/A,false,N/A",
    "and 3 more users",
];

/// A report with a line in a place of its own: above, below, or in its middle.
fn with(csv: &str, line: &str, at: usize) -> String {
    let mut lines: Vec<&str> = csv.lines().collect();
    lines.insert(at.min(lines.len()), line);
    lines.join("\n") + "\n"
}

proptest! {
    #[test]
    fn a_remark_is_no_reason_for_doubt(line in select(REMARKS), active: bool, at in 0..5_usize, short: bool) {
        let (cell, expected) = if active { ("true", Verdict::Active) } else { ("false", Verdict::Clean) };
        let csv = if short { clean::short(ACCOUNT).replacen("false", cell, 1) } else { report("false", cell) };
        let csv = with(&csv, line, at);
        let found = examine(csv.as_bytes());
        prop_assert_eq!(verdict(&found, ACCOUNT), Some(expected), "{}: {:?}", csv, found);
        prop_assert!(!is_incomplete(&found), "{}: {:?}", csv, found);
    }

    #[test]
    fn what_could_be_of_a_report_is_no_remark(line in select(DOUBTS), at in 0..5_usize, short: bool) {
        let csv = with(&if short { clean::short(ACCOUNT) } else { clean::full(ACCOUNT) }, line, at);
        let found = examine(csv.as_bytes());
        prop_assert!(is_incomplete(&found), "{}: {:?}", csv, found);
    }
}

#[test]
fn headings_between_reports_are_remarks() {
    let text = format!(
        "Account: {ACCOUNT}\n{}\n\nAccount: {OTHER}\n{}\n\n# end\n\x1A\n",
        clean::full(ACCOUNT),
        of(OTHER, &report("true", "false"))
    );
    let found = examine(text.as_bytes());
    assert_eq!(verdict(&found, ACCOUNT), Some(Verdict::Clean), "{found:?}");
    assert_eq!(verdict(&found, OTHER), Some(Verdict::Active));
    assert!(!is_incomplete(&found), "{found:?}");
}

#[test]
fn a_row_of_totals_is_no_user_s() {
    for at in 2..4 {
        let csv = with(&clean::full(ACCOUNT), "Total,3,,,2", at);
        let found = examine(csv.as_bytes());
        assert!(
            verdict(&found, ACCOUNT) == Some(Verdict::Clean) && !is_incomplete(&found),
            "{csv}: {found:?}"
        );
        let csv = with(&clean::short(ACCOUNT), "Total,,true,false", at);
        assert!(is_incomplete(&examine(csv.as_bytes())), "{csv}");
    }
}

#[test]
fn a_heading_without_its_report_is_told() {
    for (one, two) in [("=== prod ===", "=== dev ==="), ("prod:", "dev:"), ("Profile: prod", "Profile: dev")]
    {
        for csv in [clean::short(ACCOUNT), clean::full(ACCOUNT)] {
            let found = examine(format!("{one}\n{csv}\n").as_bytes());
            assert!(
                verdict(&found, ACCOUNT) == Some(Verdict::Clean) && !is_incomplete(&found),
                "{one}: {found:?}"
            );
            for text in [format!("{one}\n{csv}\n{two}\n"), format!("{one}\n{two}\n{csv}\n")] {
                assert!(is_incomplete(&examine(text.as_bytes())), "{text}");
            }
        }
    }
}

#[test]
fn a_header_among_the_rows_is_a_header() {
    let with = |names: &str, values: &str| {
        let lines = clean::full(ACCOUNT);
        let rows = lines.lines().skip(1).map(|row| format!("{row},2026,09\n")).collect::<String>();
        format!("{HEADER},year,month\n{HEADER},{names}\n{rows}{HEADER},{values}\n")
    };
    let found = examine(with("2026,09", "2026,10").as_bytes());
    assert!(verdict(&found, ACCOUNT) == Some(Verdict::Clean) && !is_incomplete(&found), "{found:?}");
    assert_eq!(found.reports.iter().map(|report| report.assessments.len()).sum::<usize>(), 1);
    // A column about keys is no value.
    let found = examine(with("2026,09", "2026,has_active_key").as_bytes());
    assert!(is_incomplete(&found), "{found:?}");
}

#[test]
fn types_and_rules_below_a_header_are_no_row() {
    for line in ["varchar,varchar,boolean,boolean", "----,---,-------------------,-------------------"] {
        let found = examine(with(&clean::short(ACCOUNT), line, 1).as_bytes());
        assert!(
            verdict(&found, ACCOUNT) == Some(Verdict::Clean) && !is_incomplete(&found),
            "{line}: {found:?}"
        );
        let found = examine(with(&clean::short(ACCOUNT), line, 2).as_bytes());
        assert!(is_incomplete(&found), "below the rows: {line}");
    }
}

#[test]
fn words_of_databases_for_nothing_are_none() {
    for none in ["\\N", "<null>", "(null)", "NULL"] {
        let csv = clean::full(ACCOUNT).replace("N/A", none) + "\n";
        let found = examine(csv.as_bytes());
        assert!(
            verdict(&found, ACCOUNT) == Some(Verdict::Clean) && !is_incomplete(&found),
            "{none}: {found:?}"
        );
    }
    let csv = clean::short(ACCOUNT).replacen("false", "\\N", 1) + "\n";
    let found = examine(csv.as_bytes());
    assert_eq!(
        problems(&found).iter().map(|problem| problem.code).collect::<Vec<_>>(),
        [Code::KeyCellUnknown]
    );
}
