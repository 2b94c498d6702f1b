//! How a key is removed: only what applies to the partitions of the accounts concerned.

use rootkeys::{AuditOptions, Format, View, audit_bytes};

use crate::common::{ACCOUNT, OTHER, of, report};

/// The table, or another format, of reports of accounts in partitions: each with its first key's state.
fn shown(format: Format, reports: &[(&str, &str, &str)]) -> String {
    let csv = |(account, partition, active): &(&str, &str, &str)| {
        of(account, &report(active, "false")).replace("arn:aws:", &format!("arn:{partition}:"))
    };
    let inputs: Vec<(String, String)> =
        reports.iter().map(|of| (format!("{}-{}.csv", of.0, of.1), csv(of))).collect();
    let options = AuditOptions::as_of("2026-09-30T00:00:00Z".parse().unwrap());
    let audit = audit_bytes(inputs.iter().map(|(name, csv)| (&**name, csv.as_bytes())), &options);
    let mut shown = Vec::new();
    rootkeys::render(&audit, format, View::default(), &mut shown).unwrap();
    let shown = String::from_utf8(anstream::adapter::strip_bytes(&shown).into_vec()).unwrap();
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

const IN_CONSOLE: &str = "sign in as the root user";
const NO_CONSOLE: &str = "its root user can't sign in to a console";

#[test]
fn each_partition_is_told_what_applies_there() {
    for (partition, told, not) in [
        (
            "aws",
            &["sign in as the root user, open", "a regional endpoint (AWS_REGION is set)"][..],
            &[NO_CONSOLE, "aws-"][..],
        ),
        (
            "aws-cn",
            &[
                "sign in as the root user at https://console.amazonaws.cn (aws-cn), open",
                "sts.cn-north-1.amazonaws.com.cn",
            ],
            &[NO_CONSOLE],
        ),
        (
            "aws-eusc",
            &["https://console.amazonaws-eusc.eu", "sts.eusc-de-east-1.amazonaws.eu"],
            &[NO_CONSOLE],
        ),
        (
            "aws-iso",
            &["at the console of aws-iso, open", "sts.us-iso-east-1.c2s.ic.gov"],
            &[NO_CONSOLE, "https"],
        ),
        ("aws-iso-b", &["sts.us-isob-east-1.sc2s.sgov.gov"], &[NO_CONSOLE]),
        (
            "aws-us-gov",
            &[NO_CONSOLE, "AWS_REGION=us-gov-west-1", "asks AWS Support, from the standard account"],
            &[IN_CONSOLE],
        ),
    ] {
        let table = shown(Format::Table, &[(ACCOUNT, partition, "true")]);
        let command =
            format!("--target-principal {ACCOUNT} --task-policy-arn arn=arn:{partition}:iam::aws:policy");
        assert!(table.contains(&command), "{partition}: {table}");
        let (_, remedy) = table.split_once("To remove an active root access key").unwrap();
        assert!(told.iter().all(|text| remedy.contains(text)), "{partition}: {remedy}");
        assert!(!not.iter().any(|text| remedy.contains(text)), "{partition}: {remedy}");
    }
}

#[test]
fn what_is_of_several_partitions_is_told_once_for_each() {
    let both = [(ACCOUNT, "aws", "true"), (OTHER, "aws-us-gov", "true")];
    for format in [Format::Table, Format::Markdown, Format::Html] {
        let shown = shown(format, &both).replace('\\', "").replace("&#39;", "'");
        assert!(shown.contains(IN_CONSOLE) && shown.contains(NO_CONSOLE), "{format:?}: {shown}");
        for partition in ["aws", "aws-us-gov"] {
            let command =
                format!("--target-principal ACCOUNT --task-policy-arn arn=arn:{partition}:iam::aws:policy");
            assert_eq!(shown.matches(&command).count(), 1, "{format:?}: {shown}");
        }
    }
    // A clean account needs none.
    let clean = shown(Format::Table, &[(ACCOUNT, "aws", "true"), (OTHER, "aws-us-gov", "false")]);
    assert!(clean.contains(IN_CONSOLE) && !clean.contains(NO_CONSOLE), "{clean}");
    let clean = shown(Format::Table, &[(ACCOUNT, "aws", "false"), (OTHER, "aws-us-gov", "true")]);
    assert!(!clean.contains(IN_CONSOLE) && clean.contains(NO_CONSOLE), "{clean}");
}

#[test]
fn a_disabled_key_is_removed_where_it_is() {
    let page = shown(Format::Html, &[(ACCOUNT, "aws-us-gov", "false")]);
    assert!(
        page.contains("To remove a disabled root access key") && page.contains("AWS GovCloud (US) account")
    );
}

#[test]
fn the_rule_is_explained_for_all() {
    let mut told = Vec::new();
    assert!(rootkeys::explain(Some("root-access-key-active"), &mut told).unwrap());
    let told = String::from_utf8(told).unwrap();
    for text in [
        "In other partitions than aws",
        "can't sign in to a console",
        "https://console.amazonaws.cn",
        "sts.us-isof-south-1",
    ] {
        assert!(told.contains(text), "{text}: {told}");
    }
}
