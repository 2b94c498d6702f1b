//! Every byte is accounted for: whatever is put into a clean document, wherever it stands, exit 0 is gone when a root key
//! is active in it; and a file that holds a report in any form is never passed over in a folder.

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use crate::common::clean::quote;
use crate::common::columns::{Written, key_column, normal, other_account, root_row, same_account};
use crate::common::examined::examine;
use crate::common::failed::{Entries, entries};
use crate::common::place::{Case, case};
use crate::common::survey::{Wrong, passes, survey, wrong};
use crate::common::{ACCOUNT, base64, clean, json, others};

/// What is wrong with a document in which there is an active key.
fn judge(case: &Case) -> Option<Wrong> {
    let what = wrong(&case.bytes)?;
    let (form, escape, place) = (case.payload.form, case.payload.escape, &case.place);
    Some(Wrong {
        what,
        kinds: vec![place.clone(), escape.to_owned(), form.to_owned(), case.shape.clone()],
        groups: vec![place.clone(), escape.to_owned(), form.to_owned()],
        bytes: case.bytes.clone(),
    })
}

#[test]
fn each_document_is_clean_by_itself() {
    for (name, bytes) in clean::documents() {
        let found = examine(bytes);
        assert!(passes(&found) && !found.reports.is_empty(), "{name}: {found:?}");
        let accounts = found.reports.iter().map(|report| report.assessments.len()).sum::<usize>();
        let several = name.rsplit(", ").next().and_then(|count| count.parse().ok());
        assert_eq!(accounts, several.unwrap_or(1), "{name}");
    }
}

#[test]
fn each_other_document_is_passed_over_by_itself() {
    let told = others::documents().iter().filter(|(_, bytes)| !examine(bytes).is_other());
    let told: Vec<&str> = told.map(|(name, _)| name.as_str()).collect();
    assert!(told.is_empty(), "{told:?}");
}

proptest! {
    #[test]
    fn an_active_key_anywhere_in_a_clean_document_is_told(case in case(clean::documents(), true)) {
        let wrong = judge(&case);
        prop_assert!(wrong.is_none(), "{}", wrong.unwrap().told());
    }

    #[test]
    fn a_file_with_an_active_key_is_never_passed_over(case in case(others::documents(), false)) {
        let wrong = judge(&case);
        prop_assert!(wrong.is_none(), "{}", wrong.unwrap().told());
    }
}

/// How many cases a survey looks at: `SURVEY`.
fn cases() -> usize {
    std::env::var("SURVEY").map_or(20_000, |cases| cases.parse().unwrap())
}

/// From where: `SEED`.
fn seed() -> u64 {
    std::env::var("SEED").map_or(1, |seed| seed.parse().unwrap())
}

#[test]
#[ignore = "counts what is wrong: SURVEY=100000 cargo test --release --test it survey -- --ignored --nocapture"]
fn survey_of_active_keys_in_clean_documents() {
    println!("{}", survey(cases(), seed(), &case(clean::documents(), true), judge));
}

#[test]
#[ignore = "counts what is wrong: SURVEY=100000 cargo test --release --test it survey -- --ignored --nocapture"]
fn survey_of_active_keys_in_other_files() {
    println!("{}", survey(cases(), seed(), &case(others::documents(), false), judge));
}

/// What is wrong where one account's entry failed; nothing where the others' are not clean by themselves.
fn judge_entries(entries: &Entries) -> Option<Wrong> {
    let found = examine(entries.sound.as_bytes());
    let what = wrong(entries.text.as_bytes()).filter(|_| passes(&found) && !found.reports.is_empty())?;
    let (container, form, failed, name) = (entries.container, entries.form, &entries.failed, &entries.name);
    Some(Wrong {
        what,
        kinds: vec![container.to_owned(), form.to_owned(), failed.clone(), name.clone()],
        groups: vec![format!("{container} | {form}"), failed.clone(), name.clone()],
        bytes: entries.text.clone().into_bytes(),
    })
}

proptest! {
    #[test]
    fn an_account_that_failed_beside_others_is_told(entries in entries()) {
        let wrong = judge_entries(&entries);
        prop_assert!(wrong.is_none(), "{}", wrong.unwrap().told());
    }
}

#[test]
#[ignore = "counts what is wrong: SURVEY=100000 cargo test --release --test it survey -- --ignored --nocapture"]
fn survey_of_accounts_that_failed() {
    println!("{}", survey(cases(), seed(), &entries(), judge_entries));
}

/// The surveys and the properties are of something: most forms are read where they stand.
#[test]
fn most_entries_are_clean_by_themselves() {
    let mut runner = TestRunner::deterministic();
    let clean = (0..1000).filter(|_| {
        let entries = entries().new_tree(&mut runner).unwrap().current();
        let found = examine(entries.sound.as_bytes());
        passes(&found) && !found.reports.is_empty()
    });
    assert!(clean.count() > 600);
}

fn judge_written(written: &Written) -> Option<Wrong> {
    let kinds = vec![written.how.clone(), written.cell.clone(), written.shape.to_owned()];
    let group = written.how.split(" | ").next().unwrap().to_owned();
    Some(Wrong { what: wrong(&written.bytes)?, kinds, groups: vec![group], bytes: written.bytes.clone() })
}

fn judge_row(written: &Written) -> Option<Wrong> {
    judge_written(written).map(|wrong| Wrong { groups: vec![written.cell.clone()], ..wrong })
}

/// What is wrong with a sound report: it is not clean.
fn judge_normal(written: &Written) -> Option<Wrong> {
    let kinds = vec![written.how.clone(), written.shape.to_owned()];
    let found = examine(&written.bytes);
    (!passes(&found) || found.reports.is_empty()).then(|| Wrong {
        what: "not clean",
        kinds,
        groups: vec![written.how.clone()],
        bytes: written.bytes.clone(),
    })
}

proptest! {
    #[test]
    fn a_column_that_reads_as_a_key_s_counts(written in key_column()) {
        let wrong = judge_written(&written);
        prop_assert!(wrong.is_none(), "{}", wrong.unwrap().told());
    }

    #[test]
    fn a_column_that_says_another_account_is_told(written in other_account()) {
        let wrong = judge_written(&written);
        prop_assert!(wrong.is_none(), "{}", wrong.unwrap().told());
    }

    #[test]
    fn a_user_that_reads_as_the_root_user_is_told(written in root_row()) {
        let wrong = judge_row(&written);
        prop_assert!(wrong.is_none(), "{}", wrong.unwrap().told());
    }

    #[test]
    fn a_column_that_says_the_same_account_changes_nothing(written in same_account()) {
        let wrong = judge_normal(&written);
        prop_assert!(wrong.is_none(), "{}", wrong.unwrap().told());
    }

    #[test]
    fn a_column_of_people_s_own_changes_nothing(written in normal()) {
        let wrong = judge_normal(&written);
        prop_assert!(wrong.is_none(), "{}", wrong.unwrap().told());
    }
}

#[test]
#[ignore = "counts what is wrong: SURVEY=100000 cargo test --release --test it survey -- --ignored --nocapture"]
fn survey_of_columns_and_rows() {
    for (title, found) in [
        ("key columns", survey(cases(), seed(), &key_column(), judge_written)),
        ("other accounts", survey(cases(), seed(), &other_account(), judge_written)),
        ("root users", survey(cases(), seed(), &root_row(), judge_row)),
        ("the same account", survey(cases(), seed(), &same_account(), judge_normal)),
        ("columns of people's own", survey(cases(), seed(), &normal(), judge_normal)),
    ] {
        println!("== {title}: {found}");
    }
}

/// What people and programs write beside one report is no account.
#[test]
fn known_wrappers_of_one_report_are_clean() {
    for csv in [clean::short(ACCOUNT), clean::full(ACCOUNT)] {
        let (content, json, text) = (base64(&csv), json(&csv), quote(&csv));
        let (answer, command) = (json.trim_end(), quote(&json));
        for wrapper in [
            format!(
                "{{\"stdout\": {command}, \"rc\": 0, \"stderr\": \"\", \"changed\": true, \"cmd\": \"aws iam\"}}"
            ),
            format!(
                "{{\"changed\": true, \"cmd\": [\"aws\", \"iam\", \"get-credential-report\"], \"delta\": \"0:00:01.2\", \"end\": \"2026-09-29 08:00:01\", \"failed\": false, \"msg\": \"\", \"rc\": 0, \"start\": \"2026-09-29 08:00:00\", \"stderr\": \"\", \"stderr_lines\": [], \"stdout\": {command}}}"
            ),
            format!(
                "{{\"Status\": \"Success\", \"StatusDetails\": \"Success\", \"ResponseCode\": 0, \"StandardOutputContent\": {command}, \"StandardOutputUrl\": \"\", \"StandardErrorContent\": \"\", \"StandardErrorUrl\": \"\"}}"
            ),
            format!("{{\"StatusCode\": 200, \"ExecutedVersion\": \"$LATEST\", \"Payload\": {command}}}"),
            format!(
                "{{\"statusCode\": 200, \"headers\": {{\"Content-Type\": \"text/csv\"}}, \"body\": {text}}}"
            ),
            format!(
                "{{\"statusCode\": 200, \"isBase64Encoded\": true, \"headers\": {{}}, \"body\": \"{content}\"}}"
            ),
            format!(
                "{{\"Content\": \"{content}\", \"ReportFormat\": \"text/csv\", \"ResponseMetadata\": {{\"RequestId\": \"0b1c\", \"HTTPStatusCode\": 200, \"HTTPHeaders\": {{\"content-type\": \"text/xml\"}}, \"RetryAttempts\": 0}}}}"
            ),
            format!(
                "{{\"$metadata\": {{\"httpStatusCode\": 200, \"attempts\": 1}}, \"Content\": \"{content}\", \"GeneratedTime\": \"2026-09-29T08:00:00.000Z\"}}"
            ),
            format!("{{\"account\": \"{ACCOUNT}\", \"report\": {answer}}}"),
            format!(
                "{{\"account_id\": \"{ACCOUNT}\", \"account_name\": \"prod\", \"generated\": \"2026-09-29T08:00:00Z\", \"report\": {answer}}}"
            ),
            format!("{{\"profile\": \"prod\", \"region\": \"us-east-1\", \"report\": {answer}}}"),
            format!("{{\"report\": {answer}, \"error\": null}}"),
            format!("{{\"report\": {answer}, \"errors\": []}}"),
            format!("{{\"ok\": true, \"data\": {answer}}}"),
            format!("{{\"exitCode\": 0, \"stdout\": {text}, \"stderr\": \"\"}}"),
        ] {
            let found = examine(wrapper.as_bytes());
            assert!(passes(&found) && found.reports.len() == 1, "{wrapper}: {found:?}");
        }
    }
}

/// IAM allows these names.
#[test]
fn a_user_called_root_is_a_user() {
    for name in [
        "root",
        "Root",
        "ROOT",
        "root_account",
        "Root_Account",
        "account",
        "root-account",
        "user",
        "admin@example.com",
        "false",
        "true",
    ] {
        for csv in [
            clean::short(ACCOUNT),
            clean::full(ACCOUNT),
            clean::without_arn(&clean::full(ACCOUNT)).trim_end().to_owned(),
        ] {
            let root = csv.lines().nth(1).unwrap();
            let user =
                root.replacen("<root_account>", name, 1).replacen(":root,", &format!(":user/{name},"), 1);
            let csv = format!("{csv}\n{}\n", user.replace("false", "true"));
            let found = examine(csv.as_bytes());
            assert!(passes(&found) && found.reports.len() == 1, "{csv}: {found:?}");
        }
    }
}
