//! The library as another program embeds it: bytes in, an audit out, nothing read or written that was not handed over.

use std::io::Cursor;
use std::sync::Mutex;

use rootkeys::{
    Audit, AuditOptions, Code, Criteria, ExitStatus, Format, References, Settings, Streams, Verbosity,
    Verdict, View, audit, audit_bytes, render, run,
};

const AS_OF: &str = "2026-09-30T00:00:00Z";
const ACTIVE: &[u8] = b"user,arn,access_key_1_active,access_key_2_active\n\
    <root_account>,arn:aws:iam::111122223333:root,true,false\n";
const CLEAN: &[u8] = b"user,arn,access_key_1_active,access_key_2_active\n\
    <root_account>,arn:aws:iam::444455556666:root,false,false\n";

fn options() -> AuditOptions {
    AuditOptions::as_of(AS_OF.parse().unwrap())
}

fn json(audit: &Audit) -> String {
    let mut out = Vec::new();
    render(audit, Format::Json, View::default(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Every file of the organization, by the path that a walk gives it.
fn organization() -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir("fixtures/organization").unwrap().map(Result::unwrap);
    let file = |entry: std::fs::DirEntry| {
        (
            format!("fixtures/organization/{}", entry.file_name().display()),
            std::fs::read(entry.path()).unwrap(),
        )
    };
    entries.map(file).collect()
}

#[test]
fn bytes_give_the_audit_that_their_files_give() {
    let settings = Settings {
        paths: vec!["fixtures/organization".into()],
        as_of: Some(AS_OF.parse().unwrap()),
        ..Settings::default()
    };
    let mut files = organization();
    let options = AuditOptions { skip_others: true, ..options() };
    let of_bytes = |files: &[(String, Vec<u8>)]| {
        json(&audit_bytes(files.iter().map(|(name, bytes)| (&**name, &**bytes)), &options))
    };
    let expected = json(&audit(&settings).unwrap());
    assert_eq!(of_bytes(&files), expected);
    files.reverse();
    assert_eq!(of_bytes(&files), expected, "in any order");
    files.extend_from_within(..3);
    assert_eq!(of_bytes(&files), expected, "the same input twice counts once");
}

#[test]
fn reviews_hold_for_bytes_as_well() {
    let references =
        References::default().with_accounts("list.txt", b"111122223333\n444455556666\n").unwrap();
    let audit = audit_bytes([("a.csv", ACTIVE)], &AuditOptions { references, ..options() });
    let verdicts: Vec<Verdict> = audit.accounts.iter().map(|account| account.assessment.verdict).collect();
    assert_eq!(verdicts, [Verdict::Active, Verdict::Undetermined]);
    assert_eq!(audit.accounts[1].assessment.problems[0].code, Code::NoReport);
    let error = References::default().with_accounts("list.txt", b"prod\n").unwrap_err();
    assert!(error.to_string().contains("line 1"), "{error}");
}

#[test]
fn two_inputs_of_one_name_are_both_assessed() {
    let audit = audit_bytes([("a.csv", ACTIVE), ("a.csv", CLEAN), ("a.csv", ACTIVE)], &options());
    let paths: Vec<&str> = audit.inputs.iter().map(|input| &*input.path).collect();
    assert_eq!(paths, ["a.csv", "a.csv (2)"]);
    assert_eq!((audit.summary().active, audit.summary().clean), (1, 1));
}

#[test]
fn what_is_no_report_is_skipped_only_where_that_was_asked_for() {
    let inputs = [("a.csv", CLEAN), ("notes.txt", &b"notes on Monday\n"[..])];
    let strict = audit_bytes(inputs, &options());
    assert!(!strict.complete() && strict.inputs.len() == 2);
    let folder = audit_bytes(inputs, &AuditOptions { skip_others: true, ..options() });
    assert!(folder.complete());
    let file = &folder.skipped[0];
    assert_eq!(
        (folder.skipped.len(), &*file.path, file.kind.as_str(), file.bytes),
        (1, "notes.txt", "text", Some(16))
    );
    assert!(file.sha256.is_some());
}

#[test]
fn an_input_over_the_limit_is_not_clean() {
    let criteria = Criteria { max_input_size: 10, ..Criteria::default() };
    let audit = audit_bytes([("a.csv", CLEAN)], &AuditOptions { criteria, ..options() });
    assert_eq!(audit.inputs[0].problems[0].code, Code::TooLarge);
    assert_eq!(ExitStatus::of_audit(&audit, false), ExitStatus::Incomplete);
}

#[test]
fn no_input_at_all_is_no_pass() {
    let audit = audit_bytes([], &options());
    assert_eq!(ExitStatus::of_audit(&audit, false), ExitStatus::Incomplete);
}

#[test]
fn results_have_the_digests_of_what_was_read() {
    let settings = Settings { paths: vec!["fixtures/organization".into()], ..Settings::default() };
    let audit = audit(&settings).unwrap();
    assert!(audit.inputs.iter().all(|input| input.sha256.is_some()));
    let reports = audit.inputs.iter().flat_map(|input| &input.reports);
    assert!(reports.clone().count() > 10 && reports.into_iter().all(|report| report.csv_sha256.is_some()));
}

#[test]
fn stdin_is_read_where_it_is_handed_over_only() {
    let settings = Settings {
        paths: vec!["-".into()],
        format: Some(Format::Csv),
        verbosity: Verbosity::Quiet,
        ..Settings::default()
    };
    let audit = audit(&settings).unwrap();
    assert_eq!(audit.inputs[0].problems[0].code, Code::Unreadable);
    let (mut stdin, mut out, mut err) = (Cursor::new(ACTIVE), Vec::new(), Vec::new());
    let streams = Streams { stdin: &mut stdin, stdout: &mut out, stderr: &mut err };
    let (status, audit) = run(&settings, streams, &|_, _| {}).unwrap();
    assert_eq!((status, audit.summary().active, err.len()), (ExitStatus::Active, 1, 0));
    assert!(String::from_utf8(out).unwrap().contains("111122223333"));
}

#[test]
fn progress_is_told_up_to_the_end() {
    let settings = Settings {
        paths: vec!["fixtures/organization".into()],
        format: None,
        verbosity: Verbosity::Quiet,
        ..Settings::default()
    };
    let told = Mutex::new(Vec::new());
    let (mut stdin, mut out, mut err) = (Cursor::new(b""), Vec::new(), Vec::new());
    let streams = Streams { stdin: &mut stdin, stdout: &mut out, stderr: &mut err };
    let (_, audit) =
        run(&settings, streams, &|done, total| told.lock().unwrap().push((done, total))).unwrap();
    let mut told = told.into_inner().unwrap();
    told.sort_unstable();
    let total = audit.inputs.len() + audit.skipped.len();
    assert_eq!(told, (0..=total).map(|done| (done, total)).collect::<Vec<_>>());
}
