//! The table on terminals of any width.

use rootkeys::{Audit, Format, Settings, View};

use crate::common::program::folder;
use crate::common::{ACCOUNT, report};

/// The organization's reports, held to a list with names.
fn audit() -> Audit {
    let settings = Settings {
        paths: vec!["fixtures/organization".into()],
        as_of: Some("2026-09-30T00:00:00Z".parse().unwrap()),
        accounts: Some("fixtures/review/accounts.json".into()),
        exceptions: Some("fixtures/review/exceptions.csv".into()),
        ..Settings::default()
    };
    rootkeys::audit(&settings).unwrap()
}

/// The part that is of the accounts, without colours.
fn shown(audit: &Audit, width: u16) -> String {
    let mut shown = Vec::new();
    rootkeys::render(audit, Format::Table, View { all: true, width: Some(width) }, &mut shown).unwrap();
    let plain = anstream::adapter::strip_bytes(&shown).into_vec();
    String::from_utf8(plain).unwrap().split("\n\n").next().unwrap().to_owned()
}

#[test]
fn nothing_is_wider_than_the_terminal_and_nothing_is_left_out() {
    let audit = audit();
    for width in [40, 50, 60, 70, 80, 90, 100, 110, 120, 140, 200] {
        let table = shown(&audit, width);
        for line in table.lines() {
            assert!(line.chars().count() <= usize::from(width), "{width}: {line}");
        }
        let dense: String = table.split_whitespace().collect();
        for account in &audit.accounts {
            let id = account.assessment.account.id.unwrap().to_string();
            let name = account.listing.as_ref().unwrap().name.as_deref().unwrap();
            for told in [&*id, name, account.assessment.verdict.as_str()] {
                assert!(dense.contains(told), "{width}: {told}: {table}");
            }
        }
        assert!(dense.contains("(excepted)") && dense.contains("2026-09-28"), "{width}: {table}");
    }
}

#[test]
fn lines_are_few_where_there_is_room_and_short_where_there_is_none() {
    let audit = audit();
    let lines = |width| shown(&audit, width).lines().count();
    // A header, a line below it, the folder, and a line for each account.
    assert_eq!(lines(160), audit.accounts.len() + 3);
    assert!(lines(50) <= audit.accounts.len() * 6, "no path is broken letter by letter");
}

/// What a terminal takes for a text: letters of Chinese, Japanese and Korean are as wide as two.
fn width(text: &str) -> usize {
    text.chars()
        .map(|c| {
            if ('\u{1100}'..='\u{FFEF}').contains(&c) && !('\u{2500}'..='\u{257F}').contains(&c) {
                2
            } else {
                1
            }
        })
        .sum()
}

#[test]
fn a_long_name_is_broken_within_the_table_and_nothing_of_it_is_lost() {
    let names = [
        "platform-production-eu-west-1-of-the-whole-organization",
        "team/platform/production/eu-west-1",
        "prod 生产环境账户日志归档与审计账户管理",
        "アカウント監査ログアーカイブ",
        "a_very_long_name_with_underscores_in_it",
    ];
    for name in names {
        let list = format!("account_id,name\n{ACCOUNT},{name}\n");
        let csv = report("true", "false");
        let at = folder("names", &[("a.csv", csv.as_bytes()), ("list.csv", list.as_bytes())]);
        let settings = Settings {
            paths: vec![at.join("a.csv")],
            accounts: Some(at.join("list.csv")),
            as_of: Some("2026-09-30T00:00:00Z".parse().unwrap()),
            ..Settings::default()
        };
        let table = shown(&rootkeys::audit(&settings).unwrap(), 100);
        assert!(table.lines().all(|line| width(line) <= 100), "{table}");
        // The other cells of its lines stand between the parts of a name.
        let parts: String = table.lines().skip(2).filter_map(|line| line.split("  ").next()).collect();
        let dense = |text: &str| text.split_whitespace().collect::<String>();
        assert!(dense(&parts).contains(&dense(name)), "{name}: {table}");
    }
}
