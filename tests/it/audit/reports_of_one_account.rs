//! Several reports of one account: which one decides.

use rootkeys::{AccountResult, Audit, Code, Relation, Verdict};

use crate::common::audited::audit;
use crate::common::program::folder;
use crate::common::{HEADER, base64, report, row};

/// The audit of inputs with these contents.
fn audit_of(name: &str, inputs: &[String]) -> Audit {
    let named: Vec<_> =
        inputs.iter().enumerate().map(|(number, text)| (format!("{number}.txt"), text)).collect();
    let files: Vec<(&str, &str)> = named.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    audit(&[folder(name, &files)])
}

/// The one account of these inputs, the same in whatever order they come.
fn decided(name: &str, inputs: &[String]) -> AccountResult {
    let reversed: Vec<String> = inputs.iter().rev().cloned().collect();
    let (audit, other) = (audit_of(name, inputs), audit_of(&format!("{name}-reversed"), &reversed));
    assert_eq!((audit.accounts.len(), other.accounts.len()), (1, 1));
    assert_eq!(audit.accounts[0].assessment.verdict, other.accounts[0].assessment.verdict, "order matters");
    assert_eq!(audit.complete(), other.complete(), "order matters");
    audit.accounts.into_iter().next().unwrap()
}

fn at(time: &str, csv: &str) -> String {
    format!("{{\"Content\": \"{}\", \"GeneratedTime\": \"{time}\"}}", base64(csv))
}

fn undated(csv: &str) -> String {
    format!("{csv}\n")
}

fn active() -> String {
    report("true", "false")
}

fn clean() -> String {
    report("false", "false")
}

fn rootless() -> String {
    [HEADER.to_owned(), row("alice", "user/alice", "true", "false")].join("\n")
}

fn relations(account: &AccountResult) -> Vec<Relation> {
    account.other_reports.iter().map(|other| other.relation).collect()
}

fn codes(account: &AccountResult) -> Vec<Code> {
    account.assessment.problems.iter().map(|problem| problem.code).collect()
}

#[test]
fn the_newest_time_decides() {
    let gone =
        decided("gone", &[at("2026-08-01T00:00:00Z", &active()), at("2026-09-01T00:00:00Z", &clean())]);
    assert_eq!(gone.assessment.verdict, Verdict::Clean);
    assert_eq!(relations(&gone), [Relation::Superseded]);
    assert_eq!(gone.other_reports[0].verdict, Verdict::Active);
    let come =
        decided("come", &[at("2026-08-01T00:00:00Z", &clean()), at("2026-08-01T00:00:01Z", &active())]);
    assert_eq!(come.assessment.verdict, Verdict::Active);
    assert!(codes(&come).is_empty(), "a superseded report is no problem");
}

#[test]
fn one_instant_in_two_zones_is_one_instant() {
    let both =
        decided("zones", &[at("2026-08-01T02:00:00+02:00", &active()), at("2026-08-01T00:00:00Z", &clean())]);
    assert_eq!((both.assessment.verdict, codes(&both)), (Verdict::Active, vec![Code::Conflicting]));
}

#[test]
fn identical_reports_count_once() {
    let audit =
        audit_of("twice", &[at("2026-08-01T00:00:00Z", &clean()), at("2026-09-01T00:00:00Z", &clean())]);
    assert_eq!((audit.accounts.len(), audit.summary().reports), (1, 2));
    assert_eq!(relations(&audit.accounts[0]), [Relation::Identical]);
    assert_eq!(audit.accounts[0].generated_time.as_ref().unwrap().as_written(), "2026-09-01T00:00:00Z");
    assert!(audit.complete());
    let same = audit_of("same", &[undated(&clean()), undated(&clean())]);
    assert!(same.accounts[0].input.ends_with("0.txt"), "the first of equal copies decides");
    let copy = decided("copy", &[at("2026-08-01T00:00:00Z", &active()), active()]);
    assert_eq!((copy.assessment.verdict, relations(&copy)), (Verdict::Active, vec![Relation::Identical]));
    assert!(copy.generated_time.is_some(), "the copy with a time tells it");
}

#[test]
fn what_one_copy_proves_holds_for_the_other() {
    // By itself the CSV may be cut: its last cell could be longer. The JSON around the same bytes shows that it isn't.
    let csv = clean().lines().map(|line| format!("{line},note")).collect::<Vec<_>>().join("\n");
    assert_eq!(decided("unproven", std::slice::from_ref(&csv)).assessment.verdict, Verdict::Undetermined);
    let both = decided("proven", &[csv.clone(), at("2026-08-01T00:00:00Z", &csv)]);
    assert_eq!((both.assessment.verdict, relations(&both)), (Verdict::Clean, vec![Relation::Identical]));
}

#[test]
fn where_a_time_is_missing_an_active_one_wins() {
    for inputs in [
        [undated(&active()), undated(&clean())],
        [undated(&active()), at("2026-09-01T00:00:00Z", &clean())],
        [undated(&clean()), at("2026-09-01T00:00:00Z", &active())],
    ] {
        let account = decided("undated", &inputs);
        assert_eq!((account.assessment.verdict, codes(&account)), (Verdict::Active, vec![Code::Conflicting]));
        assert_eq!(relations(&account), [Relation::Conflicting]);
    }
}

#[test]
fn conflicting_reports_are_never_clean() {
    let account = decided("conflict", &[undated(&clean()), at("2026-09-01T00:00:00Z", &rootless())]);
    assert_eq!(account.assessment.verdict, Verdict::Undetermined);
    assert!(codes(&account).contains(&Code::Conflicting));
}

#[test]
fn agreeing_reports_without_times_stay_clean() {
    let other = clean().replace("2026-08-02T07:15:44Z", "2026-08-03T07:15:44Z");
    let account = decided("agree", &[undated(&clean()), undated(&other)]);
    assert_eq!((account.assessment.verdict, relations(&account)), (Verdict::Clean, vec![Relation::Agreeing]));
}

#[test]
fn a_newer_report_that_says_nothing_hides_no_active_key() {
    let old = at("2026-08-01T00:00:00Z", &active());
    let account = decided("hidden", &[old.clone(), at("2026-09-01T00:00:00Z", &rootless())]);
    assert_eq!(account.assessment.verdict, Verdict::Active);
    assert!(codes(&account).contains(&Code::NewerUnassessed));
    let account =
        decided("unhidden", &[at("2026-08-01T00:00:00Z", &clean()), at("2026-09-01T00:00:00Z", &rootless())]);
    assert_eq!(
        account.assessment.verdict,
        Verdict::Undetermined,
        "an older clean one proves nothing of today"
    );
    let account = decided("mended", &[old, at("2026-09-01T00:00:00Z", &clean())]);
    assert_eq!(account.assessment.verdict, Verdict::Clean);
}

#[test]
fn a_superseded_report_that_could_not_be_assessed_is_not_forgotten() {
    let audit = audit_of(
        "rootless",
        &[at("2026-08-01T00:00:00Z", &rootless()), at("2026-09-01T00:00:00Z", &clean())],
    );
    assert_eq!(audit.accounts[0].assessment.verdict, Verdict::Clean);
    assert!(!audit.complete(), "not every input could be assessed");
}

#[test]
fn one_id_in_two_partitions_is_two_accounts() {
    let china = clean().replace("arn:aws:", "arn:aws-cn:");
    let audit = audit_of("partitions", &[undated(&active()), undated(&china)]);
    let verdicts: Vec<_> = audit.accounts.iter().map(|account| account.assessment.verdict).collect();
    assert_eq!(verdicts, [Verdict::Active, Verdict::Clean]);
}

#[test]
fn reports_without_an_account_are_never_one() {
    let bare = "user,access_key_1_active,access_key_2_active\n<root_account>,false,false\n".to_owned();
    assert_eq!(audit_of("nameless", &[bare.clone(), bare]).accounts.len(), 2);
}
