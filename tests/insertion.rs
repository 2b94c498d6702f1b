//! Every byte is accounted for: whatever is put into a clean document, wherever it stands, exit 0 is gone when a root key
//! is active in it; and a file that holds a report in any form is never passed over in a folder.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking, a survey prints"
)]

mod common;

use common::place::{Case, case};
use common::survey::{Wrong, passes, survey, wrong};
use common::{clean, others};
use proptest::prelude::*;
use rootkeys::examine;

/// What is wrong with a document in which there is an active key.
fn judge(case: &Case) -> Option<Wrong> {
    let what = wrong(&case.bytes)?;
    let (form, escape, place) = (case.payload.form, case.payload.escape, &case.place);
    Some(Wrong {
        what,
        kinds: vec![place.clone(), escape.to_owned(), form.to_owned(), case.shape.clone()],
        group: format!("{place} | {escape}"),
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
    let told = others::documents().iter().filter(|(_, bytes)| !examine(bytes).is_foreign);
    let told: Vec<&str> = told.map(|(name, _)| name.as_str()).collect();
    assert!(told.is_empty(), "{told:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

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
#[ignore = "counts what is wrong: SURVEY=100000 cargo test --test insertion survey -- --ignored --nocapture"]
fn survey_of_active_keys_in_clean_documents() {
    println!("{}", survey(cases(), seed(), &case(clean::documents(), true), judge));
}

#[test]
#[ignore = "counts what is wrong: SURVEY=100000 cargo test --test insertion survey -- --ignored --nocapture"]
fn survey_of_active_keys_in_other_files() {
    println!("{}", survey(cases(), seed(), &case(others::documents(), false), judge));
}
