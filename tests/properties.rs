//! What must always hold, over made-up reports and made-up damage.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod common;

use common::{ACCOUNT, HEADER, SHAPES, report, row};
use proptest::prelude::*;
use rootkeys::{Examination, KeyState, Verdict, examine};

fn verdicts(examination: &Examination) -> Vec<Verdict> {
    examination.reports.iter().flat_map(|report| &report.assessments).map(|a| a.verdict).collect()
}

fn has(bytes: &[u8], verdict: Verdict) -> bool {
    verdicts(&examine(bytes)).contains(&verdict)
}

/// What a key cell can say, and what it means.
fn key_cell() -> impl Strategy<Value = (&'static str, KeyState)> {
    prop::sample::select(vec![
        ("true", KeyState::Active),
        ("TRUE", KeyState::Active),
        (" True ", KeyState::Active),
        ("false", KeyState::None),
        ("FALSE", KeyState::None),
        ("False", KeyState::None),
        ("yes", KeyState::Unknown),
        ("1", KeyState::Unknown),
        ("0", KeyState::Unknown),
        ("N/A", KeyState::Unknown),
        ("", KeyState::Unknown),
        ("WAHR", KeyState::Unknown),
        ("FALSCH", KeyState::Unknown),
        ("truefalse", KeyState::Unknown),
    ])
}

fn expected(states: &[KeyState]) -> Verdict {
    if states.contains(&KeyState::Active) {
        Verdict::Active
    } else if states.contains(&KeyState::Unknown) {
        Verdict::Undetermined
    } else {
        Verdict::Clean
    }
}

/// Whether nothing shows where wrapped base64 ends: without padding, its last line is as long as the others.
fn ends_unproven(shape: &str, bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    shape == "base64 wrapped" && text.lines().all(|line| line.len() == 76) && !text.ends_with("=\n")
}

fn user_name() -> impl Strategy<Value = String> {
    "[A-Za-z0-9+=.@_-]{1,20}(,[a-z]{1,5})?".prop_filter("a name of its own", |name| name != "user")
}

proptest! {

    /// Whatever the columns' order, the rows' order, the users' names and the wrapping: the verdict is the cells'.
    #[test]
    fn the_verdict_is_what_the_root_row_says(
        (one, state_one) in key_cell(),
        (two, state_two) in key_cell(),
        users in prop::collection::vec(user_name(), 0..6),
        root_at in any::<prop::sample::Index>(),
        order in Just((0..22).collect::<Vec<usize>>()).prop_shuffle(),
        shuffled in any::<bool>(),
    ) {
        let mut rows: Vec<String> = users
            .iter()
            .map(|name| (name, name.replace(',', "")))
            .map(|(name, plain)| if shuffled { row(&plain, &format!("user/p/{plain}"), "true", "true") }
                                 else { row(name, &format!("user/p/{name}"), "true", "true") })
            .collect();
        rows.insert(root_at.index(rows.len() + 1), row("<root_account>", "root", one, two));
        let in_order = |line: &str| {
            let cells: Vec<&str> = line.split(',').collect();
            if shuffled { order.iter().map(|at| cells[*at]).collect::<Vec<_>>().join(",") } else { line.to_owned() }
        };
        let csv = [HEADER.to_owned()].iter().chain(&rows).map(|line| in_order(line)).collect::<Vec<_>>().join("\n");
        let want = expected(&[state_one, state_two]);
        for (name, shape) in SHAPES {
            // A name with an unquoted comma is not the same CSV once each cell is quoted; and where the last column
            // is one that a name fills, nothing but a line break shows that its last cell is whole.
            if *name == "csv quoted" && users.iter().any(|user| user.contains(',')) && !shuffled {
                continue;
            }
            if shuffled && matches!(*name, "csv" | "base64 wrapped") {
                continue;
            }
            let bytes = shape(&csv);
            let want = if want == Verdict::Clean && ends_unproven(name, &bytes) { Verdict::Undetermined } else { want };
            let found = verdicts(&examine(&bytes));
            prop_assert_eq!(&found, &[want], "{} {} {} {:?}", name, one, two, String::from_utf8_lossy(&bytes));
        }
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        examine(&bytes);
    }

    /// Text of the words that shapes are made of.
    #[test]
    fn no_words_panic(words in prop::collection::vec(prop::sample::select(vec![
        "{", "}", "[", "]", "\"", ":", ",", "\n", "\r", "\t", " ", "- ", "---\n", "Content", "\"Content\"", "Content: ",
        "GeneratedTime", "null", "None", "user", "arn", "<root_account>", "access_key_1_active", "access_key_2_active",
        "true", "false", "arn:aws:iam::111122223333:root", "dXNlcixhcm4s", "An error occurred (", ")", "=", "&a", "*a",
        "\u{FEFF}", "\0", "text/csv", ";", "'", "|", "!!binary",
    ]), 0..60)) {
        let text = words.concat();
        examine(text.as_bytes());
    }

    /// Damage to a report with an active key: it may stay active or become undetermined, never clean.
    #[test]
    fn damage_never_makes_an_active_report_clean(
        shape in prop::sample::select(SHAPES.to_vec()),
        slot in 0..2,
        damage in prop::collection::vec(damage(), 1..4),
    ) {
        let csv = if slot == 0 { report("true", "false") } else { report("false", "true") };
        let mut bytes = shape.1(&csv);
        for (kind, at, length, with) in damage {
            let start = at.index(bytes.len() + 1);
            let end = bytes.len().min(start + length);
            apply(&mut bytes, kind, start, end, with);
        }
        // Only a cell that was itself rewritten to say false could be clean, which so little damage can't do.
        prop_assert!(!has(&bytes, Verdict::Clean), "{}: {}", shape.0, String::from_utf8_lossy(&bytes));
    }
}

/// A kind of damage, where, how much, and with what.
fn damage() -> impl Strategy<Value = (u8, prop::sample::Index, usize, u8)> {
    let byte = prop_oneof![any::<u8>(), prop::sample::select(b",\"\n\r;\t{}[]=<>:\0 e".to_vec())];
    (0u8..6, any::<prop::sample::Index>(), 1usize..200, byte)
}

fn apply(bytes: &mut Vec<u8>, kind: u8, start: usize, end: usize, with: u8) {
    match kind {
        0 => bytes.truncate(start),
        1 => drop(bytes.drain(start..end)),
        2 => bytes.insert(start, with),
        3 => bytes.splice(start..start, bytes[start..end].to_vec()).for_each(drop),
        4 => bytes[start..end.min(start + 1)].fill(with),
        _ => bytes[start..end.min(start + 1)].iter_mut().for_each(|byte| *byte ^= 1 << (with % 8)),
    }
}

/// A clean report cut anywhere is no longer clean, but for what the README names: a raw CSV cut exactly at the end of a
/// row below the header's first row, and what is still a whole document of its shape.
#[test]
fn a_clean_report_cut_anywhere_is_not_clean() {
    let csv = report("false", "false");
    let rows_end: Vec<usize> = csv.match_indices('\n').map(|(at, _)| at).skip(1).chain([csv.len()]).collect();
    let whole_rows = |text: &str| {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        rows_end.contains(&text.trim_end_matches('\n').len()) && csv.starts_with(text.trim_end_matches('\n'))
    };
    let (mut cuts, mut exempt) = (0, 0);
    for (name, shape) in SHAPES {
        let whole = shape(&csv);
        assert_eq!(verdicts(&examine(&whole)), [Verdict::Clean], "{name}");
        for end in 0..whole.len() {
            let cut = &whole[..end];
            let text = String::from_utf8_lossy(cut);
            let complete = match *name {
                "csv utf-16" => end % 2 == 0 && whole_rows(&from_utf16(cut)),
                "json utf-16" => end % 2 == 0 && from_utf16(cut).trim_end().ends_with('}'),
                "csv quoted" => {
                    whole_rows(&text.replace('"', "")) && text.matches('"').count().is_multiple_of(44)
                }
                "csv bom" => whole_rows(text.trim_start_matches('\u{FEFF}')),
                name if name.starts_with("csv") => whole_rows(&text),
                _ => text.trim_end() == String::from_utf8_lossy(&whole).trim_end(),
            };
            cuts += 1;
            exempt += usize::from(complete);
            assert!(complete || !has(cut, Verdict::Clean), "{name} cut at {end}: {text}");
        }
    }
    assert!(cuts > 20_000 && exempt < 100, "{cuts} cuts, {exempt} of them exempt");
}

fn from_utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> =
        bytes[2.min(bytes.len())..].chunks(2).map(|b| u16::from_le_bytes([b[0], b[1]])).collect();
    String::from_utf16_lossy(&units)
}

/// The same report in one shape and in another gives the same keys, root user and account.
#[test]
fn every_shape_tells_what_the_csv_tells() {
    for (one, two) in [("true", "false"), ("false", "true"), ("false", "false"), ("WAHR", "false")] {
        let csv = report(one, two);
        let plain = examine(format!("{csv}\n").as_bytes());
        let plain = &plain.reports[0].assessments[0];
        assert_eq!(plain.account.id.unwrap().to_string(), ACCOUNT);
        for (name, shape) in SHAPES {
            let examination = examine(&shape(&csv));
            assert_eq!((examination.reports.len(), examination.problems.as_slice()), (1, &[][..]), "{name}");
            let assessment = &examination.reports[0].assessments[0];
            assert_eq!((assessment.verdict, &assessment.keys), (plain.verdict, &plain.keys), "{name}");
            assert_eq!((&assessment.root, &assessment.account), (&plain.root, &plain.account), "{name}");
        }
    }
}
