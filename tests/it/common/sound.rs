//! Sound reports, with whatever AWS can write in them.

use proptest::prelude::*;
use proptest::sample::select;
use rootkeys::Verdict;

use super::{ACCOUNT, HEADER};

/// A sound report, and what its root user's row says.
#[derive(Clone, Debug)]
pub(crate) struct Sound {
    pub(crate) csv: String,
    pub(crate) verdict: Verdict,
}

/// Names of users, as IAM allows them: also those of columns, words of cells, and what reads as a trace of a report.
const NAMES: &[&str] = &[
    "alice",
    "bob@example.com",
    "a+b=c",
    "doe,jane",
    "user",
    "arn",
    "arn,user",
    "access_key_1_active,access_key_2_active",
    "access_key_1_active",
    "access_key_2_active",
    "mfa_active",
    "root",
    "root_account",
    "true",
    "false",
    "no_information",
    "null",
    "Content",
    "error",
    "sep=",
    "=cmd",
    "-",
    "0",
    "117,115,101,114,44,97,114,110,44,97,99,99,101",
    "111122223333",
    "444455556666",
    "dXNlcixhcm4sYWNjZXNzX2tleV8xX2FjdGl2ZQ==",
    "PHJvb3RfYWNjb3VudD4=",
    "=3Croot_account=3E",
    "3c726f6f745f6163636f756e743e",
    "H4sIAAAAAAAAA0vNSc1Lzy9KVUgsyy8CADm6rvkPAAAA",
];

const PATHS: &[&str] =
    &["", "", "", "team/", "division_abc/subdivision_xyz/", "aws-reserved/sso.amazonaws.com/"];

const REGIONS: &[&str] =
    &["us-east-1", "us-gov-west-1", "eu-isoe-west-1", "aws-global", "US_EAST", "N/A", "not_supported"];

const SERVICES: &[&str] = &[
    "s3",
    "a4b",
    "execute-api",
    "runtime.sagemaker",
    "s3express",
    "IoTSecuredTunneling",
    "AWSMarketplaceAgreement",
    "app/mesh",
    "N/A",
];

const INFOS: &[&str] = &[
    "N/A",
    "",
    "no_information",
    "not_supported",
    "codecommit: 1 active",
    "SSH key APKAEXAMPLE, active; Amazon Keyspaces: 2",
    "[{\"service\": \"bedrock\", \"status\": \"Active\"}]",
];

/// Whether a report has the column at a place, with a name.
type Has = fn(usize, &str) -> bool;

/// AWS's columns, those of its older reports, and those that somebody kept: 16, 20, 20, 22 and 23.
const WIDTHS: &[Has] = &[
    |_, name| !name.contains("last_used_") || !name.contains("key"),
    |at, _| at < 20,
    |_, name| !matches!(name, "user_creation_time" | "password_last_changed"),
    |at, _| at < 22,
    |_, _| true,
];

fn time() -> impl Strategy<Value = String> {
    let day = (2006..2027, 1..13, 1..29);
    (day, (0..24, 0..60, 0..60), select(&["Z", "+00:00"][..])).prop_map(
        |((year, month, day), (h, m, s), zone)| {
            format!("{year}-{month:02}-{day:02}T{h:02}:{m:02}:{s:02}{zone}")
        },
    )
}

fn time_or_none() -> impl Strategy<Value = String> {
    prop_oneof![3 => time(), 1 => select(&["N/A", "no_information", "not_supported"][..]).prop_map(str::to_owned)]
}

fn flag() -> impl Strategy<Value = String> {
    any::<bool>().prop_map(|is| is.to_string())
}

/// The cells of a key behind the first one.
fn used() -> impl Strategy<Value = Vec<String>> {
    let none = || "N/A".to_owned();
    let text = |words| select(words).prop_map(str::to_owned);
    prop_oneof![
        Just(vec![none(); 4]),
        time().prop_map(move |time| vec![time, none(), none(), none()]),
        (time(), time_or_none(), text(REGIONS), text(SERVICES)).prop_map(|(a, b, c, d)| vec![a, b, c, d]),
    ]
}

/// The cells behind user and ARN.
fn cells() -> impl Strategy<Value = Vec<String>> {
    let password = prop_oneof![3 => flag(), 1 => Just("not_supported".to_owned())];
    let dates = || (time_or_none(), time_or_none(), time_or_none());
    let key = || (flag(), used());
    let infos = select(INFOS).prop_map(str::to_owned);
    (time(), password, dates(), flag(), key(), key(), (flag(), flag()), dates(), infos).prop_map(
        |(
            created,
            password,
            (a, b, c),
            mfa,
            (one, used_one),
            (two, used_two),
            (cert, other),
            (d, e, _),
            info,
        )| {
            [
                vec![created, password, a, b, c, mfa, one],
                used_one,
                vec![two],
                used_two,
                vec![cert, d, other, e, info],
            ]
            .concat()
        },
    )
}

fn user() -> impl Strategy<Value = Vec<String>> {
    let name = prop_oneof![2 => select(NAMES).prop_map(str::to_owned), 1 => "[A-Za-z0-9+=,.@_-]{1,64}"];
    let path =
        prop_oneof![6 => select(PATHS).prop_map(str::to_owned), 1 => "[!-~]{1,60}/", 1 => "[!-~]{1,500}/"];
    (name, path, cells()).prop_map(|(name, path, cells)| {
        [vec![name.clone(), format!("arn:aws:iam::{ACCOUNT}:user/{path}{name}")], cells].concat()
    })
}

fn spelled(cell: &str, case: usize) -> String {
    match (cell, case) {
        ("true" | "false", 1) => cell.to_uppercase(),
        ("true", 2) => "True".to_owned(),
        ("false", 2) => "False".to_owned(),
        _ => cell.to_owned(),
    }
}

/// A cell in quotes where it needs some; the commas of a user's name can do without, where no other cell has one.
fn quoted(cell: &str, is_bare: bool) -> String {
    if cell.contains('"') || cell.contains(',') && !is_bare {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// A sound report of any width, with any users.
pub(crate) fn sound() -> impl Strategy<Value = Sound> {
    let users = proptest::collection::vec(user(), 0..8);
    (cells(), users, select(WIDTHS), 0..3_usize, any::<bool>(), any::<prop::sample::Index>()).prop_map(
        |(root, mut rows, has, case, is_bare, at)| {
            let is_active = |at: usize| root[at] == "true";
            let verdict = if is_active(6) || is_active(11) { Verdict::Active } else { Verdict::Clean };
            let root =
                [vec!["<root_account>".to_owned(), format!("arn:aws:iam::{ACCOUNT}:root")], root].concat();
            let at = at.index(rows.len() + 1);
            rows.insert(at, root);
            // Of the root user it would tell of a credential; at the end of a file it could be cut.
            let last = rows.len() - 1;
            for row in [at, last] {
                rows[row][22] = "N/A".to_owned();
            }
            let names: Vec<String> =
                HEADER.split(',').chain(["additional_credentials_info"]).map(str::to_owned).collect();
            let line = |row: &Vec<String>| {
                let is_bare = is_bare && row[1].matches([',', '"']).count() == row[0].matches(',').count();
                let has = |at: &usize| has(*at, &names[*at]);
                let cell =
                    |at: usize| quoted(&spelled(&row[at], if at > 1 { case } else { 0 }), is_bare && at < 2);
                (0..row.len()).filter(has).map(cell).collect::<Vec<_>>().join(",")
            };
            let csv = [&names].into_iter().chain(&rows).map(line).collect::<Vec<_>>().join("\n");
            Sound { csv, verdict }
        },
    )
}
