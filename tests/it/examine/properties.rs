//! What must always hold, over made-up reports and made-up damage.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use proptest::prelude::*;
use rootkeys::{AccessKey, Account, Examination, KeyState, Verdict};

use crate::common::damage::{apply, damage};
use crate::common::examined::examine;
use crate::common::{ACCOUNT, HEADER, RESAVED, SHAPES, oracle, report, row};

fn verdicts(examination: &Examination) -> Vec<Verdict> {
    examination.reports.iter().flat_map(|report| &report.assessments).map(|a| a.verdict).collect()
}

/// A slot, its state, and its times, region and service.
type Key = (u32, KeyState, Vec<Option<String>>);

/// What is told of each account's keys, but for cells to the letter.
fn told(examination: &Examination) -> Vec<(Account, Vec<Key>)> {
    let key = |key: &AccessKey| {
        let times = [key.last_rotated(), key.last_used()].map(|time| time.as_ref().map(ToString::to_string));
        let used = [key.last_used_region.clone(), key.last_used_service.clone()];
        (key.slot, key.state, times.into_iter().chain(used).collect())
    };
    let assessments = examination.reports.iter().flat_map(|report| &report.assessments);
    assessments.map(|a| (a.account.clone(), a.keys.iter().map(key).collect())).collect()
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
        let plain = examine(format!("{csv}\n").as_bytes());
        let resaved = RESAVED.iter().filter(|_| !users.iter().any(|user| user.contains(',')));
        for (name, shape) in SHAPES.iter().chain(resaved) {
            // A name with an unquoted comma is not the same CSV once each cell is quoted; where the last column is one
            // that a name fills, nothing but a line break shows that its last cell is whole; and between spaces there
            // is no empty cell.
            let requoted = matches!(*name, "csv quoted" | "csv #TYPE");
            let open = matches!(
                *name,
                "csv" | "base64 wrapped" | "base64 blanks" | "base64 unpadded" | "yaml binary" | "armor"
                    | "python bytes" | "python print" | "python pprint" | "node inspect" | "go" | "rust" | "ruby"
            );
            if requoted && users.iter().any(|user| user.contains(',')) && !shuffled
                || open && shuffled
                || matches!(*name, "aligned" | "vertical") && (one.is_empty() || two.is_empty())
            {
                continue;
            }
            let bytes = shape(&csv);
            let found = examine(&bytes);
            prop_assert_eq!(&verdicts(&found), &[want], "{} {} {} {:?}", name, one, two, String::from_utf8_lossy(&bytes));
            prop_assert_eq!(told(&found), told(&plain), "{}", name);
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
        shape in prop::sample::select([SHAPES, RESAVED].concat()),
        slot in 0..2,
        damages in prop::collection::vec(damage(), 1..4),
    ) {
        let csv = if slot == 0 { report("true", "false") } else { report("false", "true") };
        let mut bytes = shape.1(&csv);
        damages.into_iter().for_each(|damage| apply(&mut bytes, damage));
        // Only a cell that was itself rewritten to say false could be clean, which so little damage can't do.
        prop_assert!(!has(&bytes, Verdict::Clean), "{}: {}", shape.0, String::from_utf8_lossy(&bytes));
    }

    /// Damage to a clean report: it is active only where the word true can be read in a root user's key cell.
    #[test]
    fn damage_makes_a_clean_report_active_only_where_it_says_true(
        shape in prop::sample::select([SHAPES, RESAVED].concat()),
        damages in prop::collection::vec(damage(), 1..4),
    ) {
        let mut bytes = shape.1(&report("false", "false"));
        damages.into_iter().for_each(|damage| apply(&mut bytes, damage));
        if has(&bytes, Verdict::Active) {
            prop_assert!(oracle::finds_active(&bytes), "{}: {}", shape.0, String::from_utf8_lossy(&bytes));
        }
    }
}

#[test]
fn the_oracle_finds_an_active_key_in_every_shape() {
    for (name, shape) in SHAPES.iter().chain(RESAVED) {
        assert!(oracle::finds_active(&shape(&report("true", "false"))), "{name}");
        assert!(oracle::finds_active(&shape(&report("false", "true"))), "{name}");
        assert!(!oracle::finds_active(&shape(&report("false", "false"))), "{name}");
    }
}

/// A clean report cut anywhere is no longer clean, but for what the README names: a CSV cut exactly at the end of a row,
/// also within base64, and what is still a whole document of its shape.
#[test]
fn a_clean_report_cut_anywhere_is_not_clean() {
    let csv = report("false", "false");
    let (mut cuts, mut exempt) = (0, 0);
    for (name, shape) in SHAPES.iter().chain(RESAVED) {
        let whole = shape(&csv);
        assert_eq!(verdicts(&examine(&whole)), [Verdict::Clean], "{name}");
        for end in (0..whole.len()).step_by(1 + whole.len() / 1000) {
            let cut = &whole[..end];
            let complete = still_whole(name, cut, &whole, &csv);
            cuts += 1;
            exempt += usize::from(complete);
            assert!(
                complete || !has(cut, Verdict::Clean),
                "{name} cut at {end}: {}",
                String::from_utf8_lossy(cut)
            );
        }
    }
    assert!(cuts > 35_000 && exempt < 300, "{cuts} cuts, {exempt} of them exempt");
}

/// Whether the start of a shape is that of whole rows, or lacks nothing but blanks or the fence below it.
fn still_whole(name: &str, cut: &[u8], whole: &[u8], csv: &str) -> bool {
    let breaks = |byte: Option<&u8>| matches!(byte, Some(b'\n' | b'\r'));
    let at_line_end = || breaks(cut.last()) || breaks(whole.get(cut.len()));
    let whole_rows =
        |text: &str| csv.strip_prefix(text).is_some_and(|rest| rest.is_empty() || rest.starts_with('\n'));
    let text = String::from_utf8_lossy(cut);
    match name {
        "csv utf-16" => {
            cut.len().is_multiple_of(2) && (from_utf16(cut).ends_with('\n') || whole_rows(&from_utf16(cut)))
        }
        "json utf-16" => cut.len().is_multiple_of(2) && from_utf16(cut).trim_end().ends_with('}'),
        name if name.starts_with("vertical") => {
            // Whole records, and perhaps the line above the next one.
            let is_utf16 = name.ends_with("utf-16");
            let text = if is_utf16 { from_utf16(cut) } else { text.into_owned() };
            let (_, last) = text.rsplit_once("cert_2_last_rotated").unwrap_or_default();
            last.contains("N/A") && !last.contains("user") && !(is_utf16 && cut.len() % 2 == 1)
        }
        // The border below its rows has begun.
        "duckdb box" => text.contains('└'),
        // Blanks are around its rows.
        "psql" => {
            let blank =
                |text: &[u8]| text.split(|byte| *byte == b'\n').next().unwrap().trim_ascii().is_empty();
            text.trim_end_matches(' ').ends_with('\n') || blank(&whole[cut.len()..])
        }
        "json fenced" => text.trim_end_matches(['`', '\n']).ends_with('}'),
        name if name.starts_with("base64") || name.starts_with("text") => {
            let decode = |text: String| {
                let symbols: String = text.split_whitespace().collect();
                BASE64.decode(symbols).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            };
            let again = if name == "base64 again" { decode } else { Ok };
            decode(text.to_string()).and_then(again).is_ok_and(|rows| whole_rows(&rows))
                || text.trim_end() == String::from_utf8_lossy(whole).trim_end()
        }
        "rows" | "lines" => false,
        name if name.starts_with("csv") || RESAVED.iter().any(|(resaved, _)| *resaved == name) => {
            at_line_end()
        }
        _ => text.trim_end() == String::from_utf8_lossy(whole).trim_end(),
    }
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
        for (name, shape) in SHAPES.iter().chain(RESAVED) {
            let examination = examine(&shape(&csv));
            assert_eq!((examination.reports.len(), examination.problems.as_slice()), (1, &[][..]), "{name}");
            let assessment = &examination.reports[0].assessments[0];
            assert_eq!((assessment.verdict, &assessment.account), (plain.verdict, &plain.account), "{name}");
            // JSON says null where the CSV says N/A, so that such cells differ to the letter.
            if name.starts_with("rows") {
                assert_eq!(told(&examination), told(&examine(format!("{csv}\n").as_bytes())), "{name}");
            } else {
                assert_eq!((&assessment.root, &assessment.keys), (&plain.root, &plain.keys), "{name}");
            }
        }
    }
}
