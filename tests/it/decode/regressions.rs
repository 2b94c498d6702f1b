//! What once came out wrong of what stands around a CSV. Each case is the smallest input that showed it.

use rootkeys::Verdict;

use crate::common::clean::full;
use crate::common::examined::examine;
use crate::common::examined::{assert_active, assert_nothing_clean, says};
use crate::common::payload::full_active as active;
use crate::common::{ACCOUNT, OTHER, base64, json, row, text, utf16, yaml};

const HEADER4: &str = "user,arn,access_key_1_active,access_key_2_active\n";

/// A clean report of [`ACCOUNT`].
fn clean() -> String {
    full(ACCOUNT)
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
fn a_walk_passes_over_no_damaged_report() {
    let utf16_without_its_first_byte = utf16(&active())[1..].to_vec();
    let wrapped: String =
        base64(&active()).as_bytes().chunks(8).map(|c| format!("{}\n", String::from_utf8_lossy(c))).collect();
    let listed = format!("{{\"report\": \"A{}\"}}", base64(&active()));
    for bytes in [utf16_without_its_first_byte, wrapped.into_bytes(), listed.into_bytes()] {
        assert!(!examine(&bytes).is_other(), "{}", String::from_utf8_lossy(&bytes));
    }
    assert!(examine(b"notes on Monday\n").is_other());
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
