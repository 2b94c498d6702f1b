//! What is around a report and is no part of it: a signature, a label, a banner, a footer, a manifest.

use rootkeys::{Code, Verdict};

use crate::common::examined::{examine, problems, verdict};
use crate::common::{ACCOUNT, OTHER, PHP, base64, clear_signed, json, of, report, row};

fn clean() -> String {
    report("false", "false")
}

fn active() -> String {
    of(OTHER, &report("true", "false"))
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
fn a_signed_text_is_read_and_its_signature_is_its_end() {
    let dashed = format!("{}\n{}", clean(), row("-ci", "user/-ci", "true", "false"));
    for text in [clean(), json(&clean()), dashed, clean().replace('\n', "\r\n")] {
        is_clean(&clear_signed(&text));
    }
    let signed = clear_signed(&clean());
    refused(signed.split_once("-----BEGIN PGP SIGNATURE").unwrap().0, Code::UnprovenEnd);
    refused(signed.split_once("-----END PGP").unwrap().0, Code::UnprovenEnd);
    refused(&clear_signed(&signed), Code::Unrecognized);
    let hidden = format!("Comment: {}", base64(&active()));
    refused(
        &signed.replace("SIGNATURE-----\n\n", &format!("SIGNATURE-----\n{hidden}\n\n")),
        Code::UnreadTrace,
    );
    let both = examine(format!("{signed}\n{}", clear_signed(&active())).as_bytes());
    assert_eq!(verdict(&both, ACCOUNT), Some(Verdict::Clean));
    assert_eq!(verdict(&both, OTHER), Some(Verdict::Active));
}

#[test]
fn a_label_before_base64_is_an_account_s_name() {
    let text = |label: &str| format!("{label}\t{}\ndev\t{}\n", base64(&clean()), base64(&active()));
    for label in ["prod", "prod-eu_1", "Prod (old)", ACCOUNT] {
        let found = examine(text(label).as_bytes());
        let want = if label.contains('(') { Verdict::Undetermined } else { Verdict::Clean };
        assert_eq!(verdict(&found, ACCOUNT), Some(want), "{label}: {:?}", problems(&found));
        assert_eq!(verdict(&found, OTHER), Some(Verdict::Active));
    }
    refused(&text(OTHER), Code::Neighbour);
    refused(&format!("{}\tprod\n", base64(&clean())), Code::Neighbour);
    let failed = examine(format!("{}test\t\n", text("prod")).as_bytes());
    assert!(problems(&failed).iter().any(|problem| problem.blocks()), "an account that has none is told");
}

#[test]
fn a_banner_and_a_footer_are_known_word_for_word() {
    is_clean(&format!("{PHP}\n{}", json(&clean())));
    let changed = examine(format!("{}\n{}", PHP.replace("search()", "get()"), json(&clean())).as_bytes());
    assert!(problems(&changed).iter().any(|problem| problem.code == Code::Unrecognized));
    let table = clean().lines().map(|line| format!("{}\n", line.replace(',', " | "))).collect::<String>();
    for footer in ["(3 rows)", "3 rows in set (0.01 sec)", "Time: 0.512 ms", "(3 rows)\n\nTime: 12 s"] {
        is_clean(&format!("{table}{footer}\n"));
        is_clean(&format!("{}\n{footer}\n", clean()));
    }
    for footer in ["3 rows <root_account>", "rows: 3", "Time: soon"] {
        let found = examine(format!("{table}{footer}\n").as_bytes());
        assert!(problems(&found).iter().any(|problem| problem.blocks()), "{footer}");
    }
}

#[test]
fn types_below_the_names_are_no_row() {
    let names = "| user | arn | access_key_1_active | access_key_2_active |\n";
    let types = "| VARCHAR | varchar | boolean | bool |\n";
    let root = format!("| <root_account> | arn:aws:iam::{ACCOUNT}:root | false | false |\n");
    is_clean(&format!("{names}{types}{root}"));
    refused(&format!("{names}{root}{types}"), Code::CellUnexpected);
    refused(&format!("{names}{}{root}", types.replace("bool |", "true |")), Code::CellUnexpected);
}

#[test]
fn a_report_in_a_manifest_is_read() {
    let text = |csv: &str| {
        format!(
            "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: iam\n  labels:\n    app: audit\ndata:\n  report.csv: |\n    {}\n",
            csv.replace('\n', "\n    ")
        )
    };
    is_clean(&text(&clean()));
    is_clean(&text(&clean()).replace(": |", ": |-"));
    refused(text(&clean()).trim_end(), Code::UnprovenEnd);
    refused(&text(&clean()).replace("name: iam", "name: '<root_account>'"), Code::UnreadTrace);
    let both = examine(format!("{}---\n{}", text(&clean()), text(&active())).as_bytes());
    assert_eq!(verdict(&both, ACCOUNT), Some(Verdict::Clean), "{:?}", problems(&both));
    assert_eq!(verdict(&both, OTHER), Some(Verdict::Active));
}
