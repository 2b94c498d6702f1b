//! What stands beside a sound report is never passed over: it is read, or it is a problem. Each case once was.

use rootkeys::Verdict;

use crate::common::audited::audit;
use crate::common::examined::examine;
use crate::common::examined::{is_incomplete, verdict};
use crate::common::payload::short_active as active;
use crate::common::program::folder;
use crate::common::{ACCOUNT, OTHER, base64, clean};

/// A clean report of [`ACCOUNT`].
fn clean() -> String {
    clean::short(ACCOUNT)
}

fn content(csv: &str) -> String {
    format!("{{\"Content\": \"{}\"}}", base64(csv))
}

fn yaml(csv: &str) -> String {
    format!("Content: {}\nReportFormat: text/csv\n", base64(csv))
}

fn root(account: &str, key: &str) -> String {
    format!(
        "{{\"user\":\"<root_account>\",\"arn\":\"arn:aws:iam::{account}:root\",\"access_key_1_active\":{key},\"access_key_2_active\":false}}"
    )
}

/// The other account's active key shows.
fn shows(text: &str) {
    let found = examine(text.as_bytes());
    assert_eq!(verdict(&found, OTHER), Some(Verdict::Active), "{text}\n{found:?}");
}

/// It shows that not everything could be read.
fn tells(text: &str) {
    assert!(is_incomplete(&examine(text.as_bytes())), "{text}");
}

/// The first account is not clean.
fn taints(text: &str) {
    let found = examine(text.as_bytes());
    assert_ne!(verdict(&found, ACCOUNT), Some(Verdict::Clean), "{text}");
    assert!(is_incomplete(&found), "{text}");
}

#[test]
fn what_stands_below_yaml_is_read_or_told() {
    let ruby = format!("#<struct R content=\"{}\">\n", active().replace('\n', "\\n"));
    shows(&format!("{}{ruby}", yaml(&clean())));
    shows(&format!("{}# {}", yaml(&clean()), yaml(&active())));
    tells(&format!("{}# nothing\n", yaml(&clean())));
    taints(&format!("{}  # {}\n", yaml(&clean()), base64(&active())));
    let table = active().replace(',', " | ").replace('\n', "\n ");
    shows(&format!("{}\n {table}\n", yaml(&clean())));
    let parted = examine(format!("{}---\n{}", yaml(&clean()), yaml(&active())).as_bytes());
    assert_eq!(verdict(&parted, ACCOUNT), Some(Verdict::Clean), "the mark between documents is no document");
    assert_eq!(verdict(&parted, OTHER), Some(Verdict::Active));
    taints(&format!(
        "---\n- user: <root_account>\n  arn: arn:aws:iam::{ACCOUNT}:root\n  access_key_1_active: 'false'\n  access_key_2_active: 'false'\n"
    ));
    tells(&format!("---\n{}", "- ".repeat(100_000)));
}

#[test]
fn what_stands_in_a_printed_value_is_read_or_told() {
    let python = |csv: &str| format!("b'{}'", csv.replace('\n', "\\n"));
    let literal = python(&clean());
    taints(&format!("{{'Content': {literal}, {}, 'n': 1}}", python(&active())));
    shows(&format!(
        "{{'Content': {literal}, 'GeneratedTime': datetime.datetime(2026, 9, 29, {})}}",
        python(&active())
    ));
    taints(&format!("{{'Content': {literal} 'x'}}"));
    let node = |csv: &str| format!("{{ Content: '{}' }}", base64(csv));
    tells(&format!("{{ reports: Map(200) {{ 'prod' => {}, ... 199 more items }} }}", node(&clean())));
    tells(&format!("{{ prod: {}, ... }}", node(&clean())));
    tells(&format!("[ {}, ... 1 more item ]", node(&clean())));
    tells(&format!("{{ reports: Map(3) {{ 'prod' => {}, 'dev' => 1 }} }}", node(&clean())));
    taints(&format!("{},", node(&clean())));
    shows(&format!("{}{{'Content': {}}}", content(&clean()), python(&active())));
}

#[test]
fn what_stands_among_rows_is_read_or_told() {
    let names = "[\"user\",\"arn\",\"access_key_1_active\",\"access_key_2_active\"]";
    let row = format!("[\"<root_account>\",\"arn:aws:iam::{ACCOUNT}:root\",\"false\",\"false\"]");
    for other in
        [root(OTHER, "true"), "null".to_owned(), "[]".to_owned(), format!("\"{}\"", base64("nothing at all"))]
    {
        taints(&format!("[{names},{row},{other}]"));
    }
    shows(&format!("[{names},{row},{}]", content(&active())));
    shows(&format!("{{\"columns\":{names},\"data\":[{row}],\"dev\":{}}}", content(&active())));
    let second = row.replace(ACCOUNT, OTHER).replacen("false", "true", 1);
    shows(&format!("{{\"columns\":{names},\"data\":[{row}],\"data\":[{second}]}}"));
    shows(&format!("[{},{}", root(ACCOUNT, "false"), root(OTHER, "true")));
}

#[test]
fn what_stands_beside_a_member_is_read_or_told() {
    let text = |text: &str| serde_json::to_string(text).unwrap();
    let (clean, active) = (content(&clean()), active());
    for other in [
        text(&format!("[{}]", root(OTHER, "true"))),
        text(&format!("warning\n{active}")),
        text(&content(&active).replace("Content", "content")),
        text(&base64(&content(&active))),
        format!("[[{}]]", root(OTHER, "true")),
    ] {
        tells(&format!("{{\"prod\":{clean},\"dev\":{other}}}"));
        tells(&format!("{{\"prod\":{clean},\"metadata\":{other}}}"));
        tells(&clean.replace('}', &format!(",\"note\":{other}}}")));
        tells(&clean.replace('}', &format!(",\"GeneratedTime\":{other}}}")));
    }
    // Found by fuzzing: base64 that ran into a member's name.
    tells(&clean.replace('}', &format!(",\"Gen{}Time\":\"2026\"}}", base64(&active))));
    shows(&format!("{{\"stdout\":{}}}", text(&format!("{clean}\n{}", content(&active)))));
    tells(&format!("{{\"stdout\":{}}}", text(&format!("{clean}\n{active}"))));
    for (name, said) in
        [("message", "ok"), ("Code", "Success"), ("State", "COMPLETE"), ("GeneratedTime", "today")]
    {
        shows(&format!("{{\"{name}\":\"{said}\",\"report\":{}}}", content(&active)));
    }
}

#[test]
fn what_stands_around_a_table_is_read_or_told() {
    let markdown =
        |csv: &str| csv.lines().map(|line| format!("| {} |\n", line.replace(',', " | "))).collect::<String>();
    let value = base64(&clean());
    let width = value.len() + 19;
    let rule = format!("+-------------+{}+\n", "-".repeat(width - 16));
    let cli = format!(
        "{}\n|{:^2$}|\n{rule}|  Content    |  {value} |\n{rule}",
        "-".repeat(width),
        "GetCredentialReport",
        width - 2
    );
    assert_eq!(verdict(&examine(cli.as_bytes()), ACCOUNT), Some(Verdict::Clean), "{cli}");
    for between in ["", "\n"] {
        shows(&format!("{cli}{between}{}", markdown(&active())));
    }
    let boxed = format!("+---+\n{}+---+\n", markdown(&clean()));
    assert_eq!(verdict(&examine(boxed.as_bytes()), ACCOUNT), Some(Verdict::Clean));
    taints(boxed.strip_suffix("+---+\n").unwrap());
    for last in ["cert_1_a", "…", "..."] {
        taints(&markdown(
            &clean()
                .replace("access_key_2_active", &format!("access_key_2_active,{last}"))
                .replace("false,false", "false,false,N/A"),
        ));
    }
    taints(&format!("{}\n<root_account>,arn:aws:iam::{ACCOUNT}:root,true,false\n", content(&clean())));
}

#[test]
fn what_ran_into_a_cell_of_people_s_own_is_told() {
    let named = |name: &str| format!("{}\n", clean().replace("active\n", "active,account_name\n")) + name;
    let clean = |name: &str| named("").replace("false\n", &format!("false,{name}\n"));
    assert_eq!(verdict(&examine(clean("prod").as_bytes()), ACCOUNT), Some(Verdict::Clean));
    for glued in [
        "prod&{Content:[117 115 101 114]}",
        "prodAn error occurred (AccessDenied) when calling",
        "prodaws: [ERROR]: no",
    ] {
        taints(&clean(glued));
    }
}

#[test]
fn a_time_in_another_zone_supersedes_nothing() {
    let printed = |csv: &str, time: &str| {
        format!(
            "{{'Content': b'{}', 'GeneratedTime': datetime.datetime({time})}}\n",
            csv.replace('\n', "\\n")
        )
    };
    let older = active().replace(OTHER, ACCOUNT);
    for zone in
        ["<StaticTzInfo 'UTC+02:00'>", "datetime.timezone(datetime.timedelta(seconds=7200), 'UTC+02:00')"]
    {
        let text = printed(&clean(), &format!("2026, 9, 29, 10, 0, tzinfo={zone}"))
            + &printed(&older, "2026, 9, 29, 9, 0, tzinfo=tzutc()");
        let times: Vec<bool> =
            examine(text.as_bytes()).reports.iter().map(|r| r.generated_time.is_some()).collect();
        assert_eq!(times, [false, true], "{zone}");
    }
}

#[test]
fn bytes_in_any_notation_are_not_passed_over_in_a_folder() {
    let go = active().bytes().map(|byte| byte.to_string()).collect::<Vec<_>>().join(" ");
    for (name, text) in [
        ("logged.txt", format!("2026/09/29 08:00:00 INFO report=&{{Content:[{go}]}}\n")),
        ("numbers.json", format!("[{},999]", go.replace(' ', ","))),
        ("hex.txt", active().bytes().map(|byte| format!("{byte:02x} ")).collect()),
    ] {
        let beside = content(&clean());
        let audit = audit(&[folder("beside", &[("a.json", beside.as_bytes()), (name, text.as_bytes())])]);
        assert!(!audit.complete() && audit.skipped.is_empty(), "{name}");
    }
}

#[test]
fn nothing_takes_time_beyond_its_size() {
    // What once took a minute; a test that hangs fails.
    for text in [
        "xuser,arn,".repeat(100_000),
        format!("----------\n|x|\n{}", "\n|\n".repeat(100_000)),
        format!(
            "user,arn,{}\n",
            (0..30_000).map(|slot| format!("access_key_{slot}_active,")).collect::<String>()
        ),
        format!("{}\n", root(OTHER, "true")).repeat(10_000),
    ] {
        examine(text.as_bytes());
    }
}

#[test]
fn an_account_that_failed_beside_a_sound_one_is_told() {
    let clean = content(&clean());
    for (name, value) in [
        ("444455556666", "\"failed\""),
        ("dev", "\"timed out\""),
        ("dev", "false"),
        ("dev", "null"),
        ("errors", "{\"dev\":\"not ready\"}"),
        ("dev", "[300,117,115]"),
    ] {
        tells(&format!("{{\"prod\":{clean},\"{name}\":{value}}}"));
    }
    tells(&format!("{{\"reports\":[{clean}],\"IsTruncated\":true}}"));
    tells(&format!("{{\"reports\":[{clean}],\"failed\":\"444455556666\"}}"));
    tells(&clean.replace('}', ",\"errors\":{\"444455556666\":\"not ready\"}}"));
    tells("{ 'prod' => undef }");
    // What a program says of the one answer that it got is no account.
    for said in ["\"rc\":0,\"stderr\":\"\"", "\"error\":null", "\"errors\":[],\"region\":\"us-east-1\""] {
        assert!(!is_incomplete(&examine(format!("{{\"report\":{clean},{said}}}").as_bytes())), "{said}");
    }
    for below in ["Error: could not connect\n", "Account: 444455556666\n", "dev: not ready\n"] {
        tells(&format!("{}{below}", yaml(&self::clean())));
    }
}

#[test]
fn a_header_that_was_cut_leaves_no_account_clean() {
    for last in ["access_k", "ac", "cert_2_acti", "cert_2_last_ro"] {
        let csv = clean().replace("active\n", &format!("active,{last}\n")).replace("false\n", "false,N/A\n")
            + ",N/A\n";
        taints(&csv);
    }
    let own = clean().replace("active\n", "active,mfa_active,mfa\n") + ",true,yes\n";
    assert_eq!(
        verdict(&examine(own.as_bytes()), ACCOUNT),
        Some(Verdict::Clean),
        "no name that is there was cut"
    );
}

#[test]
fn fences_and_rules_hide_nothing_and_taint_nothing() {
    for fence in ["```json title=\"prod\"", "```shell-session", "```{.json}"] {
        let found = examine(format!("{fence}\n{}\n```\n", content(&clean())).as_bytes());
        assert!(verdict(&found, ACCOUNT) == Some(Verdict::Clean) && !is_incomplete(&found), "{fence}");
    }
    let parted = examine(format!("{}\n---\n{}\n", content(&clean()), content(&active())).as_bytes());
    assert!(verdict(&parted, OTHER) == Some(Verdict::Active) && !is_incomplete(&parted));
    shows(&format!("#<struct prod=\"{}\", dev=\"{}\">\n", base64(&active()), base64(&clean())));
}
