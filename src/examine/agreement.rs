//! The fast paths come to what the general ones come to. For the tests and the fuzz targets.

use crate::credential_report::lookahead::{WINDOW, Window};
use crate::credential_report::{End, delimiter, parse, parse_records};
use crate::examine::{ExamineOptions, examine_any, examine_canonical};

/// Holds each fast path to its general one, on any bytes; whether the whole input was in canonical form.
///
/// # Panics
/// When they differ.
pub(crate) fn hold(bytes: &[u8]) -> bool {
    let text = || bytes.escape_ascii();
    for end in [End::Open, End::Proven] {
        assert_eq!(parse(bytes, end), parse_records(bytes, delimiter(bytes), end), "{}", text());
    }
    let options = ExamineOptions { digests: true, ..ExamineOptions::default() };
    let fast = examine_canonical(&mut &*bytes, options, &mut [0; WINDOW]);
    // Small ones, so that they end at any place; ones that are too small are left to the general path.
    for (window, buffer) in [(WINDOW, 1200), (1024, WINDOW), (1301, 1777), (4099, 997), (64, 64)] {
        let (window, buffer) = (&mut vec![0; window], &mut vec![0; buffer]);
        let in_windows = examine_canonical(&mut Window::new(bytes, window), options, buffer);
        assert!(in_windows.is_none() || in_windows == fast, "{}", text());
    }
    let is_canonical = fast.is_some();
    if let Some(fast) = fast {
        assert_eq!(fast, examine_any(bytes, options), "{}", text());
    }
    is_canonical
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use proptest::prelude::*;
    use proptest::sample::{Index, select};

    use super::*;
    use crate::credential_report::HEADER;
    use crate::model::assessment::Verdict;

    /// Cells, canonical and not.
    const CELLS: [&str; 50] = [
        "2026-09-30T12:00:00Z",
        "2024-02-30T12:00:00Z",
        "true",
        "false",
        "TRUE",
        "N/A",
        "n/a",
        "",
        "no_information",
        "not_supported",
        "true ",
        "falsefalse",
        "2026-09-30T12:00:00+00:00",
        "2024-02-29T23:59:59+00:00",
        "2023-02-29T00:00:00+00:00",
        "1900-02-29T00:00:00+00:00",
        "2000-02-29T00:00:00+00:00",
        "2026-04-31T00:00:00+00:00",
        "2026-12-31T00:00:00+00:00",
        "2026-13-01T00:00:00+00:00",
        "2026-00-10T00:00:00+00:00",
        "2026-10-00T00:00:00+00:00",
        "2026-10-10T24:00:00+00:00",
        "2026-10-10T23:60:00+00:00",
        "2026-10-10T23:00:60+00:00",
        "2026-10-10T23:00:00+01:00",
        "2026-10-10T23:00:00Z",
        "2026-10-10 23:00:00",
        "us-east-1",
        "s3",
        "us_east",
        "US",
        "True/x",
        "runtime.sagemaker",
        "accesskey1active",
        "9a",
        "averyveryverylongservice",
        "user",
        "arn",
        "<root_account>",
        "alice",
        "a/b",
        "\"alice\"",
        "\"a,b\"",
        "\"a\"\"b\"",
        "\"a",
        "b\"",
        "ä",
        "\u{1}",
        "\\n",
    ];

    /// What is between cells and rows, canonical and not.
    const TEXTS: [&str; 24] = [
        "\n# checked, by Jo\n",
        "\nTotal: 3 users, 2 keys\n",
        "Account: 444455556666\n",
        "\n\u{1A}",
        " \n",
        "\x0C\n",
        "\nsep=,\n",
        "\n#TYPE System.Object\nuser,arn,access_key_1_active,access_key_2_active\n",
        "\n",
        "\r\n",
        "\r",
        ",",
        "\"",
        "\n\n",
        "\u{FEFF}",
        "/",
        "user,arn,",
        ",N/A",
        "{",
        "An error occurred (X)",
        "dXNlcixhcm4s",
        "117,115,101,114,44,",
        "<root_account>",
        "#TYPE x",
    ];

    fn row(name: &str, account: &str, path: &str, key: &str) -> String {
        let rest = "2026-01-31T12:00:00+00:00,true,no_information,2026-02-28T01:02:03+00:00,N/A,false";
        let certificates = "false,N/A,true,2026-09-30T12:00:00+00:00";
        let quote = if name.contains(',') { "\"" } else { "" };
        let names = format!("{quote}{name}{quote},{quote}arn:aws:iam::{account}:user/{path}{name}{quote}");
        format!("{names},{rest},{key},false,N/A,N/A,N/A,N/A,{certificates}")
    }

    /// Rows below AWS's header: the root user's, and others'.
    fn rows() -> impl Strategy<Value = Vec<String>> {
        // A name that is a trace, or looks encoded, is a name.
        let names = select(vec![
            "alice",
            "bob.b@example.com",
            "svc-a_b+c=d",
            "doe,jane",
            "x",
            "",
            "access_key_1_active",
            "YWNjZXNzX2tleV8xX2FjdGl2ZQ==",
            "=3Croot_account=3E",
            "117,115,101,114,44,97,114,110,44",
            "user,arn,access_key_1_active",
        ]);
        let long = "x".repeat(64);
        let names = prop_oneof![8 => names.prop_map(str::to_owned), 1 => Just(long)];
        let accounts = select(vec!["111122223333", "111122223333", "111122223333", "444455556666", "12"]);
        let paths = prop_oneof![
            6 => Just(String::new()),
            2 => Just("team/".to_owned()),
            1 => Just("a<b/".to_owned()),
            1 => (30..600_usize).prop_map(|length| format!("{}/", "p".repeat(length))),
        ];
        let keys = select(vec![
            "true,2026-01-31T12:00:00+00:00,2026-03-01T00:00:00+00:00,us-east-1,s3",
            "true,2026-01-31T12:00:00+00:00,N/A,N/A,N/A",
            "false,N/A,N/A,N/A,N/A",
        ]);
        let additional = (any::<bool>(), any::<bool>());
        let users = (names, accounts, paths, keys).prop_map(|(n, a, p, k)| row(&n, a, &p, k));
        (proptest::collection::vec(users, 0..12), additional).prop_map(|(users, (named, filled))| {
            let root = "<root_account>,arn:aws:iam::111122223333:root,2026-01-31T12:00:00+00:00,not_supported,\
                        no_information,not_supported,not_supported,true,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,\
                        false,N/A,false,N/A";
            let header = String::from_utf8_lossy(HEADER).into_owned();
            let (name, cell) = if named { (",additional_credentials_info", ",N/A") } else { ("", "") };
            let cell = if named == filled { cell } else { ",N/A" };
            let rows = [root.to_owned()].into_iter().chain(users).map(|row| row + cell);
            [header + name].into_iter().chain(rows).collect()
        })
    }

    #[derive(Clone, Debug)]
    enum Damage {
        Cell(Index, &'static str),
        Insert(Index, &'static str),
        Cut(Index, Index),
    }

    fn damage() -> impl Strategy<Value = Damage> {
        prop_oneof![
            4 => (any::<Index>(), select(&CELLS[..])).prop_map(|(at, cell)| Damage::Cell(at, cell)),
            2 => (any::<Index>(), select(&TEXTS[..])).prop_map(|(at, text)| Damage::Insert(at, text)),
            1 => (any::<Index>(), any::<Index>()).prop_map(|(at, to)| Damage::Cut(at, to)),
        ]
    }

    fn damaged(mut text: String, damages: &[Damage]) -> Vec<u8> {
        for damage in damages {
            match damage {
                Damage::Cell(at, cell) => {
                    let mut cells: Vec<&str> = text.split(',').collect();
                    let at = at.index(cells.len());
                    cells[at] = cell;
                    text = cells.join(",");
                }
                Damage::Insert(at, insert) => {
                    let mut at = at.index(text.len() + 1);
                    while !text.is_char_boundary(at) {
                        at -= 1;
                    }
                    text.insert_str(at, insert);
                }
                Damage::Cut(at, length) => {
                    let at = at.index(text.len() + 1);
                    let end = (at + length.index(40)).min(text.len());
                    if text.is_char_boundary(at) && text.is_char_boundary(end) {
                        text.replace_range(at..end, "");
                    }
                }
            }
        }
        text.into_bytes()
    }

    fn document(csv: &[u8], before: &str, after: &str) -> String {
        let content = base64::engine::general_purpose::STANDARD.encode(csv);
        format!("{{\n    {before}\"Content\": \"{content}\"{after}\n}}\n")
    }

    const ENDS: [&str; 3] = ["\n", "\r\n", "\r"];

    const AFTER: [&str; 9] = [
        ",\n    \"ReportFormat\": \"text/csv\",\n    \"GeneratedTime\": \"2026-09-30T12:00:00+00:00\"",
        ", \"GeneratedTime\": \"2026-09-30T12:00:00Z\"",
        "",
        ", \"ReportFormat\": \"text/html\"",
        ", \"GeneratedTime\": \"soon\"",
        ", \"GeneratedTime\": 1790000000",
        ", \"Content\": \"\"",
        ", \"Error\": {\"Code\": \"AccessDenied\"}",
        ",",
    ];

    proptest! {
        #[test]
        fn a_csv_reads_the_same_by_the_fast_path(
            rows in rows(), first in select(&ENDS[..]), end in select(&ENDS[..]), last: bool, damages in prop::collection::vec(damage(), 0..4),
        ) {
            let text = rows.join(end).replacen(end, first, 3) + if last { end } else { "" };
            hold(&damaged(text, &damages));
        }

        #[test]
        fn documents_read_the_same_by_the_fast_path(
            reports in prop::collection::vec((rows(), prop::collection::vec(damage(), 0..2), select(&AFTER[..])), 1..3),
            first: bool,
            damages in prop::collection::vec(damage(), 0..2),
        ) {
            let before = if first { "" } else { "\"ReportFormat\": \"text/csv\", " };
            let documents = reports.iter().map(|(rows, inner, after)| {
                document(&damaged(rows.join("\n"), inner), before, after)
            });
            hold(&damaged(documents.collect(), &damages));
        }
    }

    #[test]
    fn what_aws_writes_is_read_by_the_fast_path() {
        let report = include_bytes!("../../fixtures/shapes/active.lf.csv");
        let json = document(report, "", AFTER[0]);
        assert!(hold(report) && hold(json.as_bytes()) && hold((json.clone() + &json).as_bytes()));
        assert!(!hold(document(report, "", AFTER[3]).as_bytes()));
    }

    #[test]
    fn a_report_longer_than_a_window_is_read_by_the_fast_path() {
        let root = "<root_account>,arn:aws:iam::111122223333:root,2026-01-31T12:00:00Z,not_supported,N/A,N/A,N/A,true,\
                    true,2026-01-31T12:00:00Z,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A";
        let header = String::from_utf8_lossy(HEADER).into_owned();
        let users = (0..500).map(|n| row(&format!("user-{n}"), "111122223333", "", "false,N/A,N/A,N/A,N/A"));
        let csv = [header, root.to_owned()].into_iter().chain(users).collect::<Vec<_>>().join("\n");
        for text in [csv.clone(), document(csv.as_bytes(), "", AFTER[0]).repeat(2)] {
            assert!(hold(text.as_bytes()));
            let (window, buffer) = (&mut [0; 2048], &mut [0; 2048]);
            let mut text = Window::new(text.as_bytes(), window);
            let found = examine_canonical(&mut text, ExamineOptions::default(), buffer).unwrap();
            assert_eq!(found.reports[0].assessments[0].verdict, Verdict::Active);
        }
    }

    #[test]
    fn commas_are_cells_where_semicolons_separate_them() {
        let header = String::from_utf8_lossy(HEADER).replace(',', ";");
        let user = row("alice", "111122223333", "", "false,N/A,N/A,N/A,N/A");
        hold(format!("{header}\n{}\n{user}\n", user.replace(',', ";")).as_bytes());
    }
}
