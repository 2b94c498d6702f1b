//! What once came out wrong. Each case is the smallest input that showed it.

use crate::common::{ACCOUNT, HEADER, base64, json, report, row, utf16};
use rootkeys::{Examination, Verdict, examine};

const OTHER: &str = "444455556666";
const HEADER4: &str = "user,arn,access_key_1_active,access_key_2_active\n";

fn clean() -> String {
    report("false", "false")
}

/// A report of another account, with an active key.
fn active() -> String {
    report("true", "false").replace(ACCOUNT, OTHER)
}

fn text(csv: &str) -> String {
    format!("{}\t2026-09-29T08:00:00+00:00\ttext/csv\n", base64(csv))
}

fn yaml(csv: &str) -> String {
    format!("Content: {}\nGeneratedTime: '2026-09-29T08:00:00+00:00'\nReportFormat: text/csv\n", base64(csv))
}

/// The verdicts by account id; `?` where it is not known.
fn verdicts(examination: &Examination) -> Vec<(String, Verdict)> {
    let assessments = examination.reports.iter().flat_map(|report| &report.assessments);
    let id = |a: &rootkeys::Assessment| a.account.id.map_or("?".to_owned(), |id| id.to_string());
    assessments.map(|a| (id(a), a.verdict)).collect()
}

fn says(bytes: &[u8], account: &str, verdict: Verdict) -> bool {
    verdicts(&examine(bytes)).contains(&(account.to_owned(), verdict))
}

/// Nothing is clean here, and it shows that something is wrong.
fn assert_nothing_clean(what: &str) {
    let examination = examine(what.as_bytes());
    let problems =
        examination.reports.iter().flat_map(|report| &report.assessments).flat_map(|a| &a.problems);
    assert!(!verdicts(&examination).iter().any(|(_, verdict)| *verdict == Verdict::Clean), "{what}");
    assert!(problems.chain(&examination.problems).any(rootkeys::Problem::blocks), "{what}");
}

/// The active account is told, whatever stands beside it.
fn assert_active(what: &str) {
    assert!(
        says(what.as_bytes(), OTHER, Verdict::Active),
        "{:?}\n{what}",
        verdicts(&examine(what.as_bytes()))
    );
}

#[test]
fn what_runs_into_the_last_cell_is_no_date() {
    for glued in [
        format!("{}\n", base64(&active())),
        text(&active()),
        yaml(&active()),
        json(&active()),
        "aws: [ERROR]: An error occurred (Throttling) (reached max retries: 4): Rate exceeded\n".to_owned(),
        "<h1>404</h1>\n".to_owned(),
    ] {
        assert_nothing_clean(&format!("{}{glued}", clean()));
    }
}

#[test]
fn a_free_text_cell_hides_no_document() {
    let csv: String = clean().lines().map(|line| format!("{line},note\n")).collect();
    assert!(says(csv.as_bytes(), ACCOUNT, Verdict::Clean));
    assert_nothing_clean(&format!("{}{}\n", csv.trim_end(), base64(&active())));
}

#[test]
fn a_second_report_of_the_account_in_one_file_is_no_copy() {
    let report = format!("{HEADER4}<root_account>,arn:aws:iam::{ACCOUNT}:root,false,false\n");
    for rest in
        ["x,y\n", "bob,arn:aws:iam::111122223333:user/bob,true,fal\n", "<root_account>,a,false,false\n"]
    {
        let examination = examine(format!("{report}{report}{rest}").as_bytes());
        let found: Vec<Verdict> = verdicts(&examination).into_iter().map(|(_, verdict)| verdict).collect();
        assert!(found.contains(&Verdict::Undetermined), "{rest}: {found:?}");
    }
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("no-copy");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("a.csv"), format!("{report}{report}x,y\n")).unwrap();
    let settings = rootkeys::Settings { paths: vec![folder], ..rootkeys::Settings::default() };
    let audit = rootkeys::audit(&settings).unwrap();
    assert_eq!(audit.accounts[0].assessment.verdict, Verdict::Undetermined);
    assert!(!audit.complete());
}

#[test]
fn each_field_of_a_text_line_counts() {
    let long = format!("{}\n{}", clean(), row("carol", "user/carol", "true", "false"));
    for line in [
        format!("{}\t{}\n", base64(&long), base64(&active())),
        format!("{}{}", text(&long).trim_end(), text(&active())),
        format!("{}\tnonsense\n", text(&long).trim_end()),
    ] {
        assert_nothing_clean(&line);
    }
    assert_active(&format!("{}\t{}\n", base64(&long), base64(&active())));
}

#[test]
fn reports_in_unusual_places_of_a_document_count() {
    let (clean, active) = (base64(&clean()), base64(&active()));
    let reordered = base64(&format!(
        "arn,user,access_key_1_active,access_key_2_active\narn:aws:iam::{OTHER}:root,<root_account>,true,false\n"
    ));
    for document in [
        format!("{{\"Content\": \"{clean}\", \"x\": {{\"Content\": \"{active}\"}}}}"),
        format!("{{\"Content\": \"{clean}\", \"Reports\": [{{\"Content\": \"{active}\"}}]}}"),
        format!("{{\"Content\": \"{clean}\", \"content\": \"{active}\"}}"),
        format!("{{\"C\\u006fntent\": \"{active}\"}}"),
        format!("{{\"Content\": \"{clean}\", \"Content\": \"{active}\"}}"),
        format!("{{\"a\": \"{clean}\", \"b\": \"{reordered}\"}}"),
        format!("[\"{clean}\", \"{reordered}\"]"),
    ] {
        assert_active(&document);
    }
}

#[test]
fn what_is_lost_beside_reports_is_told() {
    let content = format!("{{\"Content\": \"{}\"}}", base64(&clean()));
    let string = format!("\"{}\"", base64(&clean()));
    for document in [
        format!("{{\"a\": {{\"x\": {content}}}, \"b\": {{\"x\": {{}}}}}}"),
        format!("[[{content}], []]"),
        format!("[{string}, null]"),
        format!("[{string}, \"\"]"),
        format!("{{\"a\": {string}, \"b\": null}}"),
        format!("[{content}, \"\"]"),
        format!("[{content}, 5]"),
        format!("{{\"prod\": {content}, \"metadata-dev\": {{}}}}"),
        format!("[{string}, \"X{}\"]", base64(&active())),
        format!("{{\"prod\": {content}, \"dev\": {{\"Error\": {{\"Code\": \"Throttling\"}}}}}}"),
        format!(
            "{{\"prod\": {content}, \"dev\": \"An error occurred (AccessDenied) when calling X operation: no\"}}"
        ),
        format!("{{\"prod\": {content}, \"dev\": \"AccessDenied\"}}"),
        format!("{{\"prod\": {content}, \"test\": {content}, \"dev\": false}}"),
        format!("{{\"prod\": {content}, \"dev\": \"@{}\"}}", &base64(&active())[1..]),
        format!("{{\"prod\": {content}, \"dev\": {{\"message\": \"Forbidden\"}}}}"),
        content.replace('}', ", \"x\": \"An error occurred (AccessDenied) when calling X operation: no\"}"),
    ] {
        let examination = examine(document.as_bytes());
        assert!(examination.problems.iter().any(rootkeys::Problem::blocks), "{document}");
    }
    for document in [
        format!("[{string}, \"text/csv\", \"2026-09-29T08:00:00+00:00\"]"),
        format!("{{\"profile\": \"prod\", \"state\": \"None\", \"count\": 1, \"report\": {content}}}"),
        content.replace('}', ", \"report_date\": \"2026-09-29\", \"Vault\": null}"),
        format!("{{\"data\": {content}, \"ResponseMetadata\": {{\"RetryAttempts\": 0}}, \"ok\": true}}"),
    ] {
        assert_eq!(examine(document.as_bytes()).problems, [], "{document}");
    }
}

#[test]
fn a_report_format_that_is_none_is_damage() {
    assert_nothing_clean(&format!("{}{}", yaml(&clean()).trim_end(), base64(&active())));
    assert_nothing_clean(&json(&clean()).replace("text/csv", "text/json"));
}

#[test]
fn a_root_row_whose_arn_is_none_is_not_clean() {
    for arn in [
        "arn:b58145:user/u1er",
        "arn:aws:ian::111122223333:root",
        "arn:a",
        "arn:awr:iam::111122223333:root",
        "",
    ] {
        assert_nothing_clean(&format!("{HEADER4}<root_account>,{arn},false,false\n"));
    }
    let misnamed = HEADER4.replace("arn", "arm");
    assert_nothing_clean(&format!("{misnamed}<root_account>,arn:aws:iam::{ACCOUNT}:root,false,false\n"));
}

#[test]
fn a_quote_that_opens_a_blank_rest_is_damage() {
    let quoted: String =
        clean().lines().map(|line| format!("\"{}\"\n", line.replace(',', "\",\""))).collect();
    for rest in ["\"", "\"\n\n   \n", "\x0c\x0c"] {
        assert_nothing_clean(&format!("{quoted}{rest}"));
    }
}

#[test]
fn a_row_that_stands_twice_on_its_line_is_no_name_with_commas() {
    let alice = row("alice", "user/alice", "true", "false");
    assert_nothing_clean(&clean().replace(&alice, &format!("{alice}{alice}")));
}

#[test]
fn an_active_report_behind_a_damaged_document_is_found() {
    let active = active();
    for broken in
        ["{\"Content\": \"abc\n", "[\n", "{\n", "\"abc\n", "{\"Content\": {\n", "Content: 'abc\n", "<html>\n"]
    {
        for whole in [
            format!("{active}\n"),
            format!("{}\n", base64(&active)),
            text(&active),
            yaml(&active),
            json(&active),
            format!("\"{}\"\n", base64(&active)),
        ] {
            assert_active(&format!("{broken}{whole}"));
        }
    }
    assert_active(&format!("{{\"prod\": \"{}\", \"x", base64(&active)));
}

#[test]
fn an_active_report_below_a_csv_is_found() {
    let active = active();
    for whole in [
        format!("{}\n", base64(&active)),
        text(&active),
        yaml(&active),
        json(&active),
        format!("\"{}\"\n", base64(&active)),
        format!("{}\n", active.replace(',', ";")),
    ] {
        assert_active(&format!("{}\n{whole}", clean()));
    }
}

#[test]
fn a_byte_order_mark_in_the_middle_hides_nothing() {
    let marked = |rest: &str| format!("{}\u{FEFF}{rest}", json(&clean()));
    assert_active(&marked(&json(&active())));
    assert_active(&marked(&format!("{}\n", active())));
    assert_active(&format!("{}\n\u{FEFF}{}\n", clean(), active()));
    assert_active(&format!("\u{FEFF}\u{FEFF}{}", json(&active())));
    let joined = [utf16(&json(&clean())), utf16(&json(&active()))].concat();
    assert!(says(&joined, OTHER, Verdict::Active) && says(&joined, ACCOUNT, Verdict::Clean));
}

#[test]
fn an_error_on_the_reports_own_line_hides_nothing() {
    let error =
        "An error occurred (Throttling) when calling the GetCredentialReport operation: Rate exceeded\n";
    assert_active(&format!("{}{error}", json(&active()).trim_end()));
    assert_active(&format!("{{\"Content\": \"{}\"}}{error}", base64(&active())));
}

#[test]
fn yaml_documents_one_after_another_are_each_read() {
    let listed = format!("- Content: {}\n  ReportFormat: text/csv\n", base64(&active()));
    assert_active(&format!("{}{}", yaml(&clean()), yaml(&active())));
    assert_active(&format!("{listed}{}", yaml(&clean())));
    assert_active(&format!("{}{listed}", yaml(&clean())));
    assert_active(&format!("prod:\n  Content: {}\n  ReportFormat: text/csv\n", base64(&active())));
}

#[test]
fn a_root_row_that_was_glued_is_read() {
    assert_active(&active().replacen('\n', "", 1));
    let (head, root) = (clean(), active().lines().nth(1).unwrap().to_owned());
    assert_active(&format!("{head}{root}\n"));
    assert_active(&format!("{}{root}\n", &head[..head.len() - 40]));
    assert!(!says(format!("{head}{root}\n").as_bytes(), ACCOUNT, Verdict::Clean));
}

#[test]
fn an_id_that_lost_a_digit_to_damage_is_no_other_account() {
    let root = format!("arn:aws:iam::{ACCOUNT}:root");
    assert_nothing_clean(&clean().replace(&root, "arn:aws:iam::111122223334:root"));
    assert_nothing_clean(&clean().replace(&root, "arn:aws-cn:iam::111122223333:root"));
    assert_nothing_clean(
        &clean().replace("arn:aws:iam::111122223333:user/alice", "arn:aws:iam::111122223332:user/alice"),
    );
    assert_nothing_clean(
        &clean().replace("arn:aws:iam::111122223333:user/alice", "arn:aws:iam::11112222333:user/alice"),
    );
}

#[test]
fn torn_brackets_around_a_document_are_damage() {
    let document = format!("{{\"Content\": \"{}\"", base64(&clean()));
    assert_nothing_clean(&format!("{document}}},\"GeneratedTime\":\"x\"}}"));
    assert_nothing_clean(&format!("\"prod\": {document}}}}}"));
    assert_nothing_clean(&format!("{document}}},\n{document}}}\n]\n"));
}

#[test]
fn base64_of_several_reports_one_below_the_other_is_each_read() {
    let wrap = |text: &str, width: usize| -> String {
        text.as_bytes().chunks(width).map(|line| format!("{}\n", String::from_utf8_lossy(line))).collect()
    };
    // Names of three lengths, so that the base64 ends with one, two and no padding characters.
    for name in ["al", "ali", "alic"] {
        for width in [64, 76, 100_000] {
            let csv = clean().replace("alice", name);
            let both = format!("{}{}", wrap(&base64(&csv), width), wrap(&base64(&active()), width));
            assert_active(&both);
            assert!(says(both.as_bytes(), ACCOUNT, Verdict::Clean), "{name} {width}");
        }
    }
    // The last line of a wrapped block may be as short as one group. Where it is as long as the others, nothing in the
    // base64 shows its end, but the CSV does: as in one without base64, its last row is whole.
    let mut even = 0;
    for length in 1..=64 {
        let text = wrap(&base64(&format!("{}\n", clean().replace("alice", &"a".repeat(length)))), 76);
        even += usize::from(text.lines().all(|line| line.len() == 76) && !text.ends_with("=\n"));
        assert!(says(text.as_bytes(), ACCOUNT, Verdict::Clean), "{text}");
    }
    assert!(even > 0);
}

#[test]
fn wrapped_base64_that_lost_whole_groups_is_damaged() {
    let text: String = base64(&active())
        .as_bytes()
        .chunks(76)
        .map(|l| format!("{}\n", String::from_utf8_lossy(l)))
        .collect();
    let lines: Vec<&str> = text.lines().collect();
    for (line, lost) in (1..lines.len() - 1).flat_map(|line| [4, 8, 40, 72].map(|lost| (line, lost))) {
        let mut damaged = lines.clone();
        damaged[line] = &lines[line][lost..];
        let damaged = damaged.join("\n") + "\n";
        assert_nothing_clean(&damaged);
        assert_nothing_clean(&format!("{{\"Content\": \"{}\"}}", damaged.trim_end().replace('\n', "\\n")));
    }
}

#[test]
fn an_older_time_that_is_no_time_supersedes_nothing() {
    let at =
        |csv: &str, time: &str| format!("{{\"Content\": \"{}\", \"GeneratedTime\": {time}}}", base64(csv));
    let time = |time: &str| examine(at(&clean(), time).as_bytes()).reports[0].generated_time.clone();
    for none in ["\"2026-09-29\"", "20260929", "\"29 September\"", "null", "1e300", "-1"] {
        assert_eq!(time(none), None, "{none}");
    }
    assert_eq!(time("1790668800").unwrap().to_string(), "2026-09-29T08:00:00Z");
    let list = format!("[\"{}\", \"{}\", \"2026-09-01T00:00:00Z\"]", base64(&active()), base64(&clean()));
    assert!(examine(list.as_bytes()).reports.iter().all(|report| report.generated_time.is_none()));
    let one = format!("[\"{}\", \"2026-09-01T00:00:00Z\", \"text/csv\"]", base64(&clean()));
    assert!(examine(one.as_bytes()).reports[0].generated_time.is_some());
}

#[test]
fn a_comment_in_yaml_hides_no_rest() {
    let content = base64(&active());
    assert_nothing_clean(
        &yaml(&active()).replace(&content, &format!("{} #{}", &content[..800], &content[800..])),
    );
    let listed = |csv: &str| format!("- {}", yaml(csv).trim_end().replace('\n', "\n  ")) + "\n";
    let both = format!("{}{}", listed(&clean()), listed(&clean().replace(ACCOUNT, OTHER)));
    assert!(says(both.as_bytes(), OTHER, Verdict::Clean));
    let cut = &both[..both.rfind("  ReportFormat").unwrap()];
    assert!(!says(cut.as_bytes(), OTHER, Verdict::Clean), "the second report of the list is cut");
    assert!(says(cut.as_bytes(), ACCOUNT, Verdict::Clean));
    let cut = yaml(&clean());
    let cut = &cut[..cut.find("ReportFormat").unwrap()];
    assert_nothing_clean(cut);
}

#[test]
fn a_report_that_something_ran_into_still_shows_its_active_key() {
    let (clean, active) = (clean(), active());
    for glued in [
        format!("{}{}", clean, json(&active)),
        format!("{clean}{}", base64(&active)),
        format!("{clean}{}", text(&active)),
        format!("{}{}", base64(&clean), json(&active)),
        format!("{},{}\n", json(&clean).trim_end(), json(&active).replace("\n    ", "").trim_end()),
        format!("prod: {}", json(&active)),
        format!("aws: [ERROR]: An error occurred (X) when calling: no{}", text(&active)),
    ] {
        assert_active(&glued);
        assert!(!says(glued.as_bytes(), OTHER, Verdict::Clean), "{glued}");
    }
}

#[test]
fn a_line_echoed_between_documents_tears_none() {
    let echoed = format!("prod:\n{}== dev \"x\"\n{}", json(&clean()), json(&active()));
    assert_active(&echoed);
    assert!(says(echoed.as_bytes(), ACCOUNT, Verdict::Clean));
    assert!(!examine(echoed.as_bytes()).problems.is_empty(), "it may be a message that nobody knows");
}

#[test]
fn a_misspelled_root_user_is_seen() {
    let csv =
        "user,access_key_1_active,access_key_2_active\n<root_account>,false,false\n<root_acount>,true,true\n";
    assert_nothing_clean(csv);
    for column in ["access_key_03_active", "access key 1 active", "acces\u{441}_key_1_active"] {
        let header = HEADER4.trim_end();
        let root = format!("<root_account>,arn:aws:iam::{ACCOUNT}:root,false,false");
        assert_nothing_clean(&format!("{header},{column}\n{root},true\n"));
    }
}

#[test]
fn any_of_two_root_rows_with_an_active_key_decides() {
    let root = |key: &str| format!("<root_account>,arn:aws:iam::{OTHER}:root,{key},false\n");
    for (one, two) in [("true", "false"), ("false", "true")] {
        assert_active(&format!("{HEADER4}{}{}", root(one), root(two)));
    }
    assert_nothing_clean(&format!("{HEADER4}{}{}", root("false"), root("false")));
}

#[test]
fn a_problem_of_the_root_row_stands_at_its_line() {
    let position = |bytes: &[u8]| {
        let examination = examine(bytes);
        let problems = &examination.reports[0].assessments[0].problems;
        problems
            .iter()
            .find(|problem| problem.code == rootkeys::Code::KeyCellUnknown)
            .unwrap()
            .position
            .unwrap()
    };
    let csv = report("WAHR", "false");
    let raw = position(format!("{csv}\n").as_bytes());
    assert_eq!((raw.line, raw.csv_line), (2, None));
    let embedded = position(format!("\n{}", json(&csv)).as_bytes());
    assert_eq!((embedded.line, embedded.csv_line), (3, Some(2)));
}

#[test]
fn a_user_named_as_an_error_ends_no_csv() {
    let user = row("AccessDenied", "user/AccessDenied", "true", "false");
    let csv =
        format!("{HEADER}\n{user}\n{}\n", row("<root_account>", "root", "true", "false")).replace(',', "\t");
    assert!(says(csv.as_bytes(), ACCOUNT, Verdict::Active));
}

#[test]
fn a_user_named_as_columns_begins_no_report() {
    for name in ["+,arn", "x,user", "user,arn", "arn,user,mfa_active"] {
        let user = row(name, &format!("user/p/{name}"), "true", "true");
        for (key, verdict) in [("true", Verdict::Active), ("false", Verdict::Clean)] {
            for rows in [
                [user.clone(), row("<root_account>", "root", key, "false")],
                [row("<root_account>", "root", key, "false"), user.clone()],
            ] {
                let csv = format!("{HEADER}\n{}\n", rows.join("\n"));
                assert_eq!(verdicts(&examine(csv.as_bytes())), [(ACCOUNT.to_owned(), verdict)], "{csv}");
            }
        }
    }
}

#[test]
fn a_user_named_as_an_archive_format_is_a_user() {
    let filler = 257 - "user,arn,access_key_1_active,access_key_2_active\n".len();
    let root = format!("<root_account>,arn:aws:iam::{ACCOUNT}:root,true,false\n");
    let padding = format!("{}\n", "x".repeat(filler - root.len() - 1));
    let csv = format!("{HEADER4}{root}{padding}ustar,arn:aws:iam::{ACCOUNT}:user/ustar,true,false\n");
    assert_eq!(&csv[257..262], "ustar");
    assert!(says(csv.as_bytes(), ACCOUNT, Verdict::Active));
}

#[test]
fn a_walk_passes_over_no_damaged_report() {
    let utf16_without_its_first_byte = utf16(&active())[1..].to_vec();
    let wrapped: String =
        base64(&active()).as_bytes().chunks(8).map(|c| format!("{}\n", String::from_utf8_lossy(c))).collect();
    let listed = format!("{{\"report\": \"A{}\"}}", base64(&active()));
    for bytes in [utf16_without_its_first_byte, wrapped.into_bytes(), listed.into_bytes()] {
        assert!(!examine(&bytes).is_foreign, "{}", String::from_utf8_lossy(&bytes));
    }
    assert!(examine(b"notes on Monday\n").is_foreign);
}

#[test]
fn hostile_input_takes_no_more_than_its_size() {
    // Each of these took minutes once; a test that hangs has failed.
    for unit in
        ["\"", "[]", "[", "{\n", "[\n", "user,arn\n", "None\n", "{}\n", "Content: x\n", "\"Content\":\"\","]
    {
        let examination = examine(unit.repeat(100_000 / unit.len()).as_bytes());
        assert!(examination.problems.len() <= 1000, "{unit:?}: {}", examination.problems.len());
    }
    let commas = format!("{HEADER4}{}\n", "a,".repeat(20_000));
    let roots = format!(
        "{HEADER4}{}",
        format!("<root_account>,arn:aws:iam::{ACCOUNT}:root,false,false\n").repeat(5_000)
    );
    let array = format!("[{}{{}}]", "{\"Content\":\"\"},".repeat(20_000));
    for text in [commas, roots, array] {
        assert_nothing_clean(&text);
    }
}

/// Found by fuzzing: a message and base64 with an active key stood in the header as the name of a column.
#[test]
fn what_ran_into_the_header_is_no_column() {
    let message = format!("user_creation[ERROR]: An error occurred {} calling_time", base64(&active()));
    for name in [message.as_str(), &"x".repeat(65), "{Content: 1}"] {
        assert_nothing_clean(&clean().replace("user_creation_time", name));
        let python = format!("b'{}'", clean().replace("user_creation_time", name).replace('\n', "\\n"));
        assert_nothing_clean(&python);
    }
}

/// Found by fuzzing: a colour stood in the middle of base64 in place of a group, which took three characters of a name.
#[test]
fn a_name_that_lost_a_group_of_base64_is_misspelled() {
    let content = base64(&active());
    for group in [4, 8, 20, 32] {
        let damaged = format!("{}\x1B[0m{}", &content[..group], &content[group + 4..]);
        assert_nothing_clean(&format!("{{\"Content\": \"{damaged}\"}}"));
    }
    for (known, lost) in [
        ("user_creation_time", "user_creattime"),
        ("password_next_rotation", "password_next_roton"),
        ("password_last_changed", "password_lchanged"),
    ] {
        assert_nothing_clean(&clean().replace(known, lost));
    }
}

/// Found by random damage: a quote that moved made a cell of another, and a root row of the right length by chance.
#[test]
fn a_damaged_quote_moves_no_cell() {
    let quoted = |csv: &str| {
        csv.lines().map(|line| format!("\"{}\"\n", line.replace(',', "\",\""))).collect::<String>()
    };
    let moved = quoted(&clean()).replacen("\"arn:aws", "\",\"mfa_active\",arn:aws", 1).replacen(
        "\"true\",\"false\",\"2019",
        "\"true\",\"2019",
        1,
    );
    assert!(!says(moved.as_bytes(), ACCOUNT, Verdict::Active), "{moved}");
    assert_nothing_clean(&moved);
    // An open quote swallows no rows: the active key below it shows.
    let open = quoted(&active()).replacen("\"user\"", "\"user", 1);
    assert_active(&open);
    assert_active(&quoted(&active()).replacen("\"2019-03-11T09:30:12Z\"", "\"2019-03-11T09:30:12Z", 1));
}
