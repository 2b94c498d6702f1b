//! What each shape shows beyond its CSV: where things stand, what is refused, and what is lost nowhere.

use rootkeys::{Code, Problem, Verdict};

use crate::common::examined::examine;
use crate::common::examined::{problems, verdict, verdicts};
use crate::common::{ACCOUNT, HEADER, OTHER, RESAVED, SHAPES, base64, gzip, json, of, report, row, wrapped};

fn clean() -> String {
    report("false", "false")
}

fn active() -> String {
    report("true", "false")
}

fn other(csv: &str) -> String {
    of(OTHER, csv)
}

/// The line of the root row, or of what holds it.
fn line(text: &str) -> u64 {
    let examination = examine(text.as_bytes());
    examination.reports[0].assessments[0].position.line
}

/// Nothing is clean or active here, for that reason.
fn refused(text: impl AsRef<[u8]>, code: Code) -> String {
    let examination = examine(text.as_ref());
    let verdicts = verdicts(&examination);
    assert!(verdicts.iter().all(|(_, verdict)| *verdict == Verdict::Undetermined), "{examination:?}");
    let all = problems(&examination);
    let problem =
        all.iter().find(|problem| problem.code == code).unwrap_or_else(|| panic!("{code}: {all:?}"));
    problem.message.clone()
}

#[test]
fn nothing_around_a_message_is_lost_in_any_shape() {
    let message = "\naws: [ERROR]: An error occurred (Throttling) when calling the GetCredentialReport operation: Rate\n";
    for (name, shape) in SHAPES.iter().chain(RESAVED) {
        if name.contains("utf-16") || name.contains("gzip") {
            continue; // what was appended to them is no message any more
        }
        let shape = |csv: &str| String::from_utf8(shape(csv)).unwrap();
        let text = format!("{message}{}\n{message}{}", shape(&active()), json(&other(&clean())));
        let found = examine(text.as_bytes());
        assert_eq!(verdict(&found, ACCOUNT), Some(Verdict::Active), "{name}");
        assert_eq!(verdict(&found, OTHER), Some(Verdict::Clean), "{name}: {:?}", problems(&found));
        let throttled = found.problems.iter().filter(|problem| problem.code == Code::Throttled).count();
        assert_eq!((throttled, found.problems.len()), (2, 2), "{name}: {:?}", found.problems);
    }
}

#[test]
fn two_accounts_in_one_file_of_any_shape_are_both_told() {
    for (name, shape) in SHAPES {
        if name.contains("utf-16") || name.contains("gzip") {
            continue;
        }
        let both = [shape(&active()), b"\n".to_vec(), shape(&other(&clean()))].concat();
        let found = examine(&both);
        assert_eq!(verdict(&found, ACCOUNT), Some(Verdict::Active), "{name}");
        assert_eq!(verdict(&found, OTHER), Some(Verdict::Clean), "{name}: {:?}", problems(&found));
    }
}

#[test]
fn every_gzip_member_is_read_and_a_damaged_one_is_never_clean() {
    let (first, second) = (gzip(&json(&clean())), gzip(&json(&other(&active()))));
    let both = examine(&[first.clone(), second.clone()].concat());
    assert_eq!(verdict(&both, ACCOUNT), Some(Verdict::Clean));
    assert_eq!(verdict(&both, OTHER), Some(Verdict::Active));
    refused([&first[..], b"more"].concat(), Code::GzipDamaged);
    refused(&first[..first.len() - 1], Code::GzipDamaged);
    let cut = examine(&[second, first[..first.len() / 2].to_vec()].concat());
    assert_eq!(verdict(&cut, OTHER), Some(Verdict::Active), "an active key shows, whatever is damaged");
    assert!(problems(&cut).iter().any(|problem| problem.code == Code::GzipDamaged));
    refused(gzip(""), Code::Empty);
    refused(gzip(&" ".repeat(8 << 20)), Code::GzipRatio);
}

#[test]
fn rows_stand_where_the_input_has_them() {
    let shape = |name: &str| SHAPES.iter().chain(RESAVED).find(|(known, _)| *known == name).unwrap().1;
    let text = |name: &str| String::from_utf8(shape(name)(&active())).unwrap();
    for (name, expected) in [
        ("csv", 2),
        ("csv hint", 3),
        ("csv #TYPE", 3),
        ("markdown", 3),
        ("aligned", 2),
        ("rows", 1),
        ("rows by line", 1),
        ("lines", 3),
        ("table", 4),
        ("armor", 2),
        ("json", 2),
        ("json fenced", 3),
    ] {
        assert_eq!(line(&text(name)), expected, "{name}");
        assert_eq!(line(&format!("\n\n{}", text(name))), expected + 2, "{name}, two lines further down");
    }
}

#[test]
fn what_a_program_printed_in_part_is_refused_as_such() {
    for (printed, shown) in [
        ("{\n  Content: <Buffer 75 73 65 72 2c 61 72 6e ... 1258 more bytes>,\n}", "<Buffer 75 73"),
        (
            "{\n  Content: Uint8Array(9) [\n    117, 115, 101,\n    ... 6 more items\n  ],\n}",
            "... 6 more items",
        ),
        ("{\n  Content: <binary> len 1308,\n  ReportFormat: \"text/csv\"\n}", "<binary> len 1308"),
        ("<Buffer 75 73 65 72 ... 4 more bytes>", "<Buffer"),
        ("{ Content: 'user,arn,user_creation_time'... 958 more characters }", "... 958 more characters"),
    ] {
        assert!(refused(printed, Code::DumpTruncated).contains(shown), "{printed}");
    }
    refused("{\n  Content: Uint8Array(5) [\n    117, 115\n  ]\n}", Code::DumpDamaged);
    refused("{'Content': b'user,arn\\n', 'ReportFormat'", Code::DumpDamaged);
    for name in
        ["System.IO.MemoryStream", "java.nio.HeapByteBuffer[pos=0 lim=1308 cap=1308]", "[object Object]"]
    {
        refused(format!("{{Content: {name}, ReportFormat: text/csv}}"), Code::ContentForm);
        refused(format!("{{\"Content\": \"{name}\"}}"), Code::ContentForm);
    }
}

#[test]
fn an_active_key_shows_in_what_a_program_printed_and_was_cut() {
    for name in [
        "python bytes",
        "python print",
        "python pprint",
        "json default=str",
        "json buffer",
        "node inspect",
        "go",
    ] {
        let bytes = SHAPES.iter().find(|(known, _)| *known == name).unwrap().1(&active());
        let cut = examine(&bytes[..bytes.len() * 3 / 4]);
        assert_eq!(verdict(&cut, ACCOUNT), Some(Verdict::Active), "{name}: {:?}", problems(&cut));
        assert!(problems(&cut).iter().any(|problem| problem.blocks()), "{name}");
    }
}

#[test]
fn a_list_of_bytes_with_a_gap_is_refused_with_its_place() {
    let list = |numbers: &str| format!("{{\n\"Content\": {numbers}}}");
    for (numbers, place) in [
        ("[117,115,256]", "value 2"),
        ("[117,115,-1]", "value 2"),
        ("{\"0\":117,\"1\":115,\"3\":114}", "value 2"),
        ("{\"type\":\"Buffer\",\"data\":[117,\"115\"]}", "value 1"),
    ] {
        assert!(refused(list(numbers), Code::ContentForm).contains(place), "{numbers}");
    }
}

#[test]
fn rows_that_do_not_fit_each_other_are_never_clean() {
    let root = |key: &str| {
        format!(
            "{{\"user\":\"<root_account>\",\"arn\":\"arn:aws:iam::{ACCOUNT}:root\",\"access_key_1_active\":{key},\"access_key_2_active\":false}}"
        )
    };
    let odd = "{\"user\":\"al\",\"access_key_1_active\":true}";
    assert_eq!(verdict(&examine(root("false").as_bytes()), ACCOUNT), Some(Verdict::Clean));
    assert_eq!(
        verdict(&examine(format!("[{},{odd}]", root("true")).as_bytes()), ACCOUNT),
        Some(Verdict::Active)
    );
    refused(format!("[{},{odd}]", root("false")), Code::RowLength);
    refused(format!("[{},null]", root("false")), Code::RowLength);
    refused(root("false").replace("false,", "{\"state\":false},"), Code::RowLength);
    refused("{\"user\":[\"<root_account>\"],\"arn\":[],\"access_key_1_active\":[false]}", Code::RowLength);
}

#[test]
fn rows_are_read_wherever_they_stand() {
    let root = |key: &str| {
        format!(
            "{{\"user\":\"<root_account>\",\"arn\":\"arn:aws:iam::{ACCOUNT}:root\",\"access_key_1_active\":{key},\"access_key_2_active\":false}}"
        )
    };
    let user = root("true").replace("<root_account>", "al").replace(":root", ":user/al");
    let text = |row: &str| serde_json::to_string(&format!("[{row}]")).unwrap();
    let typed = |row: &str| {
        row.replace("\":\"", "\":{\"S\":\"")
            .replace("\",\"", "\"},\"")
            .replace(":true", ":{\"BOOL\":true}")
            .replace(":false", ":{\"BOOL\":false}")
    };
    type Around = fn(&str, &str, &str, &str) -> String;
    let around: [(&str, Around); 9] = [
        ("ScoutSuite", |root, user, _, _| {
            format!(
                "{{\"account_id\":\"{ACCOUNT}\",\"services\":{{\"iam\":{{\"credential_reports\":{{\"a1\":{root},\"b2\":{user}}}}},\"s3\":{{}}}}}}"
            )
        }),
        ("by account", |root, user, _, _| {
            format!("{{\"{ACCOUNT}\":{{\"credential_report\":[{root},{user}]}}}}")
        }),
        ("by user", |root, user, _, _| {
            format!("{{\"credential_report\":{{\"<root_account>\":{root},\"al\":{user}}}}}")
        }),
        ("root and users", |root, user, _, _| format!("{{\"root\":{root},\"users\":[{user}]}}")),
        ("Elasticsearch", |root, user, _, _| {
            format!(
                "{{\"took\":3,\"hits\":{{\"hits\":[{{\"_id\":\"0\",\"_source\":{root}}},{{\"_id\":\"1\",\"_source\":{user}}}]}}}}"
            )
        }),
        ("Splunk", |root, user, _, _| {
            format!("{{\"preview\":false,\"result\":{root}}}\n{{\"preview\":false,\"result\":{user}}}\n")
        }),
        ("Lambda", |_, _, text, _| format!("{{\"statusCode\":200,\"body\":{text}}}")),
        ("DynamoDB", |_, _, _, typed| format!("{{\"Items\":[{typed}],\"Count\":1}}")),
        ("a list of columns", |root, user, _, _| {
            format!(
                "{{\"columns\":[{{\"name\":\"user\"}},{{\"name\":\"access_key_1_active\"}}],\"rows\":[{root},{user}]}}"
            )
        }),
    ];
    for (name, around) in around {
        for (key, expected) in [("false", Verdict::Clean), ("true", Verdict::Active)] {
            let row = root(key);
            let document = around(&row, &user, &text(&row), &typed(&row));
            let examination = examine(document.as_bytes());
            assert_eq!(verdict(&examination, ACCOUNT), Some(expected), "{name}: {document}");
            assert!(!examination.problems.iter().any(Problem::blocks), "{name}: {document} {examination:?}");
            // Another root user's row beside them, in a form that nobody knows, is told.
            let hidden = document.replacen('{', "{\"x\":[[\"<root_account>\",1,\"true\"]],", 1);
            assert_ne!(
                verdict(&examine(hidden.as_bytes()), ACCOUNT),
                Some(Verdict::Clean),
                "{name}: {hidden}"
            );
        }
    }
    // Of several accounts, one that has no report is told.
    for missing in ["null", "[]", "{\"error\":\"AccessDenied\"}"] {
        refused_beside(&format!("{{\"prod\":[{}],\"dev\":{missing}}}", root("false")));
        refused_beside(&format!(
            "[{{\"account\":\"a\",\"rows\":[{},{user}]}},{{\"account\":\"b\",\"rows\":{missing}}}]",
            root("false")
        ));
    }
}

/// What a document says of an account is not all: there is a problem beside it.
fn refused_beside(document: &str) {
    let examination = examine(document.as_bytes());
    assert!(examination.problems.iter().any(Problem::blocks), "{document}: {examination:?}");
}

#[test]
fn a_table_that_was_cut_or_wrapped_is_refused() {
    let of = |name: &str| {
        let shape = SHAPES.iter().chain(RESAVED).find(|(known, _)| *known == name).unwrap().1;
        String::from_utf8(shape(&clean())).unwrap()
    };
    let table = of("table");
    let cut: Vec<String> = table.lines().map(|line| line.chars().take(600).collect()).collect();
    refused(cut.join("\n"), Code::TableDamaged);
    refused(table.trim_end().rsplit_once('\n').unwrap().0, Code::TableDamaged);
    refused(table.replace("|  ReportFormat", "|  x | ReportFormat"), Code::TableDamaged);
    refused("----------------\n|GetCredentialReport|\n+-------------------+\n", Code::TableDamaged);
    refused("---------------------\n|GetCredentialReport|\n+-------------------+\n", Code::ContentMissing);
    let markdown = of("markdown");
    refused(markdown.replacen("| N/A |\n", "| N/A\n", 1), Code::TableDamaged);
    refused(format!("{markdown}|"), Code::TableDamaged);
    refused(markdown.replace(" | false | 2019", " | fal\nse | 2019"), Code::TableDamaged);
    refused(of("aligned").replace("not_supported", ""), Code::TableDamaged);
    let blank = of("aligned").replace("not_supported", "             ");
    assert_eq!(
        verdict(&examine(blank.as_bytes()), ACCOUNT),
        Some(Verdict::Clean),
        "a blank cell shifts nothing"
    );
}

#[test]
fn armour_without_its_end_is_never_clean() {
    let text = |begin: &str, end: &str| format!("{begin}\n{}{end}\n", wrapped(&base64(&clean()), 64));
    for (begin, end) in [("-----BEGIN X-----", "-----END X-----"), ("begin-base64 644 report.csv", "====")] {
        assert_eq!(verdict(&examine(text(begin, end).as_bytes()), ACCOUNT), Some(Verdict::Clean), "{begin}");
        refused(text(begin, ""), Code::UnprovenEnd);
        refused(text(begin, "-----END Y-----"), Code::UnprovenEnd);
    }
}

#[test]
fn alphabets_of_base64_do_not_mix() {
    let csv = clean().replace("user/alice", "user/~?>~??/alice");
    let standard = base64(&csv);
    assert!(standard.contains('+') || standard.contains('/'), "the path makes characters that differ");
    let url = standard.replace('+', "-").replace('/', "_");
    assert_eq!(verdict(&examine(url.as_bytes()), ACCOUNT), Some(Verdict::Clean));
    let at = url.find(['-', '_']).unwrap();
    let mixed = format!("{}+{}{}", &url[..at - 1], &url[at..at + 1], &url[at + 1..]);
    refused(mixed, Code::Base64Damaged);
}

#[test]
fn zeros_lost_from_an_account_id_are_said() {
    let id = "001122334455";
    let csv = |column: &str| -> String {
        let rows = [HEADER.to_owned(), row("<root_account>", "root", "false", "false").replace(ACCOUNT, id)];
        rows.iter().zip(["account_id", column]).map(|(row, cell)| format!("{row},{cell}\n")).collect()
    };
    let found = |column: &str| examine(csv(column).as_bytes());
    assert_eq!(verdict(&found(id), id), Some(Verdict::Clean));
    assert!(problems(&found(id)).is_empty());
    assert_eq!(verdict(&found("1122334455"), id), Some(Verdict::Clean));
    assert!(problems(&found("1122334455"))[0].message.contains("still has its zeros"));
    refused(csv("999988887777"), Code::RowContradicts);
    assert!(problems(&found("prod")).is_empty(), "a name is no id");
    let lost = examine(csv("1122334455").replace(id, "1122334455").as_bytes());
    assert!(problems(&lost).iter().any(|problem| problem.message.contains("zeros at its start may be lost")));
    let nowhere =
        "account_id,user,access_key_1_active,access_key_2_active\n1122334455,<root_account>,false,false\n";
    assert!(
        problems(&examine(nowhere.as_bytes())).iter().any(|problem| problem.code == Code::AccountIdShortened)
    );
}

#[test]
fn tabs_at_the_start_of_a_header_are_cells() {
    let csv: String = clean()
        .lines()
        .enumerate()
        .map(|(at, line)| {
            let index = if at == 0 { String::new() } else { at.to_string() };
            format!("{index}\t{}\n", line.replace(',', "\t"))
        })
        .collect();
    assert_eq!(verdict(&examine(csv.as_bytes()), ACCOUNT), Some(Verdict::Clean));
}

#[test]
fn a_json_document_that_zeros_follow_is_damaged() {
    refused([json(&clean()).as_bytes(), &[0; 40]].concat(), Code::Neighbour);
}

#[test]
fn a_header_whose_quote_is_damaged_still_names_its_columns() {
    let quoted = |csv: &str| {
        csv.lines().map(|line| format!("\"{}\"\n", line.replace(',', "\",\""))).collect::<String>()
    };
    // One name fewer, and a root row with a cell fewer: taken by their places, mfa_active would be the key's cell.
    let root = row("<root_account>", "root", "false", "false").replace("2026-08-02T07:15:44Z,", "");
    let csv = quoted(&format!("{}\n{root}\n", clean()))
        .replace("password_next_rotation\",", "password_next_rotation ,");
    refused(csv, Code::QuotingDamaged);
}

#[test]
fn a_report_has_no_more_than_a_thousand_columns() {
    let csv = |columns: usize| {
        let more = |cell: &str| format!(",{cell}").repeat(columns - 4);
        format!(
            "user,arn,access_key_1_active,access_key_2_active{}\n<root_account>,arn:aws:iam::{ACCOUNT}:root,false,false{}\n",
            more("note"),
            more("x")
        )
    };
    assert_eq!(verdict(&examine(csv(1000).as_bytes()), ACCOUNT), Some(Verdict::Clean));
    assert!(refused(csv(1001), Code::ColumnUnclear).contains("and 1000 more"));
}

#[test]
fn base64_that_is_wrapped_anywhere_is_a_report_by_any_name() {
    let rows: String = (0..40)
        .map(|n| format!("{}\n", row(&format!("u{n}"), &format!("user/u{n}"), "false", "false")))
        .collect();
    let content = base64(&format!("{}\n{rows}", active()));
    for width in [16, 17, 18, 19, 60, 61, 62, 63, 76] {
        let json = format!("{{\"prod\": \"{}\"}}", wrapped(&content, width).replace('\n', "\\n"));
        assert_eq!(verdict(&examine(json.as_bytes()), ACCOUNT), Some(Verdict::Active), "lines of {width}");
    }
    // No program has lines as short, but they are no reason to pass over a file.
    for width in [4, 5, 7, 11] {
        let json = format!("{{\"prod\": \"{}\"}}", wrapped(&content, width).replace('\n', "\\r\\n"));
        let found = examine(json.as_bytes());
        assert!(!found.is_other() && found.problems.iter().any(Problem::blocks), "lines of {width}");
    }
}

/// A record of a root user, a cell a line.
fn record(account: &str, one: &str, between: &str) -> String {
    let cells = [
        ("user", "<root_account>"),
        ("arn", &format!("arn:aws:iam::{account}:root")),
        ("access_key_1_active", one),
        ("access_key_2_active", "false"),
        ("cert_2_last_rotated", "N/A"),
    ];
    let width = if between == " " { 19 } else { 0 };
    cells.iter().map(|(name, cell)| format!("{name:width$}{between}{cell}\n")).collect()
}

#[test]
fn records_of_one_cell_a_line_are_read_whole_or_refused() {
    let clean = record(ACCOUNT, "false", " : ");
    let is_clean = |text: &str| {
        let found = examine(text.as_bytes());
        assert_eq!(verdict(&found, ACCOUNT), Some(Verdict::Clean), "{text}: {:?}", problems(&found));
        assert!(problems(&found).is_empty(), "{text}: {:?}", problems(&found));
    };
    is_clean(&clean);
    for footer in ["4 rows in set (0.00 sec)", "(1 row)", "Time: 0.512 ms", "\nTime: 2 s\n"] {
        is_clean(&format!("{clean}{footer}\n"));
    }
    // Names of people's own above AWS's, in AWS's own spelling or not.
    is_clean(&format!(
        "Account Name : prod\n{}",
        clean.replace("access_key_1_active", "Access Key 1 Active")
    ));
    // PowerShell goes on where the cell began.
    is_clean(&clean.replace("iam::1", "iam::\n      1"));
    refused(clean.replace("iam::1", "iam::\n    1"), Code::AccountIdMalformed);
    is_clean(&record(ACCOUNT, "false", "  : ").replace("user", "account_name: prod\n        user"));
    refused(format!("access - key - 3 - active true\n{}", record(ACCOUNT, "false", " ")), Code::TableDamaged);
    let short = clean.replace("cert_2_last_rotated : N/A\n", "");
    is_clean(&short);
    // AWS's own columns go on.
    let (names, cells) = (HEADER.split(','), row("<root_account>", "root", "false", "false"));
    let all: String =
        names.zip(cells.split(',')).map(|(name, cell)| format!("{name:31}: {cell}\n")).collect();
    let cut = all.split_once("cert_1_active").unwrap().0;
    refused(cut, Code::UnprovenEnd);
    is_clean(&format!("{cut}\n"));
    refused(format!("{clean}(0 ro"), Code::Neighbour);
    // Two records that do not have the same names.
    refused(format!("{clean}\n{}", short.replace("<root_account>", "al")), Code::TableDamaged);
    for (first, second) in [("1", "3"), ("2", "3")] {
        let rule = |number: &str| format!("-[ RECORD {number} ]----\n");
        let user = clean.replace("<root_account>", "al").replace(":root", ":user/al");
        refused(format!("{}{clean}{}{user}", rule(first), rule(second)), Code::TableDamaged);
        is_clean(&format!("{}{clean}{}{user}", rule("1"), rule("2")));
    }
    // Results below each other.
    for between in [" : ", ": ", " | ", " = ", " "] {
        let (one, two) = (record(ACCOUNT, "false", between), record(OTHER, "true", between));
        for rules in [["", "\n"], ["Row 1:\n──────\n", "Row 1:\n──────\n"], ["", ""]]
        {
            let found = examine(format!("{}{one}{}{two}", rules[0], rules[1]).as_bytes());
            assert_eq!(verdict(&found, ACCOUNT), Some(Verdict::Clean), "{:?}", problems(&found));
            assert_eq!(verdict(&found, OTHER), Some(Verdict::Active), "{between} {rules:?}");
        }
    }
    // What other commands list so is no report.
    let list = "Arn        : arn:aws:iam::111122223333:user/al\nUserName   : al\nPath       : /\n";
    assert!(examine(list.as_bytes()).is_other());
}
