//! Reports in HTML: tables, and texts within `<pre>`.

use rootkeys::{Code, Verdict};

use crate::common::examined::{examine, problems, verdict};
use crate::common::{ACCOUNT, OTHER, entities, html, json, of, report};

fn clean() -> String {
    html(&report("false", "false"), true)
}

fn active() -> String {
    html(&of(OTHER, &report("true", "false")), true)
}

fn is_clean(text: &str) {
    let found = examine(text.as_bytes());
    assert_eq!(verdict(&found, ACCOUNT), Some(Verdict::Clean), "{text}: {:?}", problems(&found));
    assert!(problems(&found).is_empty(), "{text}: {:?}", problems(&found));
}

fn refused(text: &str, code: Code) {
    let found = examine(text.as_bytes());
    assert_ne!(verdict(&found, ACCOUNT), Some(Verdict::Clean), "{text}");
    assert!(problems(&found).iter().any(|problem| problem.code == code), "{text}: {:?}", problems(&found));
}

#[test]
fn a_table_is_read_however_it_is_written() {
    let table = clean();
    is_clean(&table);
    for (from, to) in [
        ("</td>", ""),
        ("</tr>", ""),
        ("<td>", "<TD align='left'>"),
        ("<tr>", "<tr hidden>"),
        ("&lt;root_account&gt;", "&#60;root_account&#x3e;"),
        ("<td>false</td>", "<td>\n  <b>false</b>&nbsp;</td>"),
        ("<table>", "<TABLE class=\"dataframe\"><caption>Root users</caption><tbody>"),
        ("<table>\n", "<table>\n<tr><th colspan='22'>Credential report</th></tr>\n"),
        ("</table>", "</table><br><p>Printed on Monday</p>"),
        ("\n", "\r\n"),
    ] {
        is_clean(&table.replace(from, to));
    }
    is_clean(&format!("<div><h2>prod</h2>{table}</div>\n<!-- end -->\n"));
    is_clean(&format!("<html><body><table><tr><td><p>Menu</td><td>{table}</td></tr></table></body></html>"));
    // The index of a data frame.
    is_clean(&table.replacen("<th>", "<th></th><th>", 1).replace("<tr><td>", "<tr><th>0</th><td>"));
    let found = examine(format!("<h1>Two</h1>{table}<p>and {}\n", active()).as_bytes());
    assert_eq!(verdict(&found, ACCOUNT), Some(Verdict::Clean), "{:?}", problems(&found));
    assert_eq!(verdict(&found, OTHER), Some(Verdict::Active));
    let found = examine(
        format!("{table}{}\n{}", active(), json(&of("333344445555", &report("false", "false")))).as_bytes(),
    );
    assert_eq!(verdict(&found, ACCOUNT), Some(Verdict::Clean), "{:?}", problems(&found));
    assert_eq!(verdict(&found, OTHER), Some(Verdict::Active));
    assert_eq!(verdict(&found, "333344445555"), Some(Verdict::Clean));
}

#[test]
fn rows_stand_at_their_lines() {
    let page = format!("<html>\r\n<body>\r\n\r\n{}</body></html>", clean().replace('\n', "\r\n"));
    let found = examine(page.as_bytes());
    assert_eq!(found.reports[0].assessments[0].position.line, 6);
}

#[test]
fn a_text_within_pre_is_read_in_any_shape() {
    let csv = report("false", "false");
    for text in [csv.clone(), format!("\n{csv}\n"), csv.replace('\n', "\r\n"), json(&csv)] {
        for name in ["pre", "textarea"] {
            is_clean(&format!(
                "<html><body><p>As of Monday<{name}>{}</{name}></body></html>",
                entities(&text)
            ));
        }
        refused(&format!("<html><body><pre>{}", entities(&text)), Code::TableDamaged);
    }
}

#[test]
fn a_page_that_holds_more_than_its_tables_is_never_clean() {
    let table = clean();
    refused(table.trim_end().trim_end_matches("</table>"), Code::TableDamaged);
    let root = "<td>&lt;root_account&gt;</td>";
    refused(&table.replace(root, &format!("true{root}")), Code::TableDamaged);
    refused(&table.replace(root, "<td colspan=2>&lt;root_account&gt;</td>"), Code::TableDamaged);
    refused(
        &table.replace("<td>false</td>", "<td>false<table><tr><td>true</table></td>"),
        Code::TableDamaged,
    );
    let csv = entities(&of(OTHER, &report("true", "false")));
    for hidden in [
        format!("<p>{csv}</p>"),
        format!("<!-- {csv} -->"),
        format!("<img alt=\"{csv}\">"),
        format!("<script>{csv}</script>"),
        format!("<table><tr><td>{csv}</table>"),
        "<ul><li>&lt;root_account&gt;<li>true</ul>".to_owned(),
    ] {
        refused(&format!("<html><body>{table}{hidden}</body></html>"), Code::UnreadTrace);
        refused(&format!("<html><body>{hidden}{table}</body></html>"), Code::UnreadTrace);
    }
    // An active key in a part of a page shows.
    let cut = active();
    let found = examine(cut.split_once("alice").unwrap().0.as_bytes());
    assert_eq!(verdict(&found, OTHER), Some(Verdict::Active));
    refused(&format!("<html>{table}"), Code::UnprovenEnd);
}

#[test]
fn a_page_without_a_report_is_what_it_was() {
    for text in [
        "<!DOCTYPE html>\n<html>\n<body>\n<table>\n<tr><td>user<td>arn</table>\n</body>\n</html>\n",
        "<HTML></HTML>",
    ] {
        let found = examine(text.as_bytes());
        assert_eq!(
            found.problems.iter().map(|problem| problem.code).collect::<Vec<_>>(),
            [Code::Html],
            "{text}"
        );
        assert!(found.is_other(), "{text}");
    }
    let page = format!(
        "{}\n{}",
        "<!DOCTYPE html>\n<html>\n<div>x</div>\n".repeat(20_000),
        json(&report("true", "false"))
    );
    assert_eq!(verdict(&examine(page.as_bytes()), ACCOUNT), Some(Verdict::Active));
    let nested = (0..200).fold(report("true", "false"), |text, _| format!("<pre>{}</pre>", entities(&text)));
    assert!(!examine(nested.as_bytes()).is_other());
}
