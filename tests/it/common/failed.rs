//! Accounts that failed beside those that did not, in objects, maps and lists of every language that prints them.

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::base64;
use super::clean::{ACCOUNTS, full, row_lists, row_objects, short};
use super::value::Value::{self, Bool, List, Null, Number, Object, Text};
use super::value::{object, parsed, text};

/// A sound account's entry: the form's name, and its value for a CSV.
type Entry = (&'static str, fn(&str) -> Value);

const ENTRIES: &[Entry] = &[
    ("Content", |csv| object(&[("Content", Text(base64(csv)))])),
    ("answer", |csv| {
        object(&[
            ("Content", Text(base64(csv))),
            ("ReportFormat", text("text/csv")),
            ("GeneratedTime", text("2026-09-29T08:00:00+00:00")),
        ])
    }),
    ("base64", |csv| Text(base64(csv))),
    ("csv", text),
    ("csv with newline", |csv| Text(format!("{csv}\n"))),
    ("rows", |csv| parsed(&format!("[{}]", row_objects(csv).join(",")))),
    ("row lists", |csv| parsed(&format!("[{}]", row_lists(csv).join(",")))),
    ("answer as text", |csv| Text(format!("{{\"Content\": \"{}\"}}", base64(csv)))),
    ("numbers", |csv| {
        let numbers = csv.bytes().map(|byte| Number(i64::from(byte))).collect();
        object(&[("Content", List(numbers)), ("ReportFormat", text("text/csv"))])
    }),
    ("report", |csv| object(&[("report", object(&[("Content", Text(base64(csv)))]))])),
    ("content", |csv| object(&[("account", text("x")), ("content", Text(base64(csv)))])),
];

/// What stands where a report should.
fn failures() -> Vec<Value> {
    let refused = "An error occurred (AccessDenied) when calling the GetCredentialReport operation: User: arn:aws:iam::444455556666:user/x is not authorized to perform: iam:GetCredentialReport";
    let mut all =
        vec![Null, Bool(false), Bool(true), Number(0), Number(1), Number(403), List(vec![]), Object(vec![])];
    for said in [
        "",
        " ",
        "\n",
        "None",
        "null",
        "nil",
        "undefined",
        "N/A",
        "-",
        "?",
        "none",
        "NULL",
        "{}",
        "[]",
        refused,
        "Access denied",
        "AccessDenied",
        "denied",
        "User: arn:aws:sts::444455556666:assumed-role/audit/x is not authorized to perform: iam:GetCredentialReport",
        "STARTED",
        "INPROGRESS",
        "COMPLETE",
        "timed out",
        "timeout",
        "error",
        "failed",
        "FAILED",
        "Forbidden",
        "ExpiredToken",
        "skipped",
        "pending",
        "not ready",
        "no report",
        "Unable to locate credentials",
        "Rate exceeded",
        "empty",
        "PASS",
        "FAIL",
        "compliant",
        "no active root keys",
        "clean",
        "ok",
        "root access keys: none",
        "false",
        "0",
        "see dev.log",
        "https://example.com/dev.csv",
        "/tmp/dev.csv",
        "<Buffer 75 73 65 ... 900 more bytes>",
        "System.IO.MemoryStream",
        "<botocore.response.StreamingBody object at 0x7f>",
        "Traceback (most recent call last):",
        "<html><body>Sign in</body></html>",
        "dXNlcg==",
        "user,arn",
    ] {
        all.push(text(said));
    }
    let members: &[&[(&str, Value)]] = &[
        &[("status", text("FAILED"))],
        &[("status", text("ok"))],
        &[("error", text("AccessDenied"))],
        &[("error", Null)],
        &[("Error", object(&[("Code", text("AccessDenied")), ("Message", text("no"))]))],
        &[("Error", object(&[("Code", text("Throttling"))]))],
        &[("State", text("STARTED"))],
        &[("State", text("COMPLETE"))],
        &[
            ("State", text("STARTED")),
            ("Description", text("No report exists. Starting a new report generation task")),
        ],
        &[("Content", Null)],
        &[("Content", text(""))],
        &[("Content", List(vec![]))],
        &[("content", Null), ("account", text("444455556666"))],
        &[("ReportFormat", text("text/csv"))],
        &[("ResponseMetadata", object(&[("HTTPStatusCode", Number(403))]))],
        &[("message", text("Forbidden"))],
        &[("report", Null)],
        &[("report", text("")), ("account", text("dev"))],
        &[("verdict", text("PASS"))],
        &[("root_access_keys", Number(0))],
        &[("AccountAccessKeysPresent", Number(0))],
        &[("success", Bool(false))],
        &[("rc", Number(255)), ("stdout", text("")), ("stderr", text("denied"))],
    ];
    all.extend(members.iter().map(|members| object(members)));
    all.extend([
        List(vec![Null]),
        List(vec![text("")]),
        List(vec![text("AccessDenied")]),
        List(vec![Object(vec![])]),
        List(vec![List(vec![])]),
    ]);
    all
}

/// What people call an account's entry; each word that a program also uses is part of some account's name.
const NAMES: &[&str] = &[
    "prod",
    "dev",
    "staging",
    "444455556666",
    "555566667777",
    "my-account",
    "Log Archive",
    "audit@example.com",
    "prod_report",
    "dev_report",
    "report-dev",
    "prod.csv",
    "dev.csv",
    "csv_dev",
    "reports/dev.csv",
    "content",
    "dev_content",
    "data",
    "data-dev",
    "big-data",
    "accounts",
    "accounts_dev",
    "result",
    "result2",
    "dev result",
    "output",
    "output_dev",
    "body",
    "body.dev",
    "report",
    "csv",
    "reports",
    "items-dev",
    "records",
    "rows-dev",
    "value",
    "response-dev",
    "payload",
    "error-budget",
    "status-page",
    "message-bus",
    "time-tracking",
    "version-control",
    "metadata-dev",
    "region-eu",
    "headers-dev",
    "stdout-dev",
    "id-service",
    "name-service",
    "base64",
    "msg-dev",
    "profile-dev",
    "default",
    "ok-dev",
];

/// Accounts' entries with one that failed among them.
#[derive(Clone, Debug)]
pub(crate) struct Entries {
    pub(crate) form: &'static str,
    pub(crate) container: &'static str,
    pub(crate) failed: String,
    pub(crate) name: String,
    /// Without the one that failed.
    pub(crate) sound: String,
    /// With it.
    pub(crate) text: String,
}

pub(crate) fn entries() -> impl Strategy<Value = Entries> {
    let names = prop::sample::subsequence(NAMES, 4).prop_shuffle();
    (
        select(ENTRIES),
        select(CONTAINERS),
        select(failures()),
        names,
        1..=3usize,
        any::<bool>(),
        any::<Index>(),
    )
        .prop_map(|((form, entry), (container, print), failure, names, count, is_full, at)| {
            // Go writes an empty text as nothing.
            let unseen = container.starts_with("go") && failure.go().trim().is_empty();
            let failure = if unseen { Null } else { failure };
            let made = if is_full { full } else { short };
            let sound: Vec<(String, Value)> = ACCOUNTS
                .iter()
                .zip(&names)
                .take(count)
                .map(|(id, name)| ((*name).to_owned(), entry(&made(id))))
                .collect();
            let mut all = sound.clone();
            all.insert(at.index(count + 1), (names[3].to_owned(), failure.clone()));
            Entries {
                form,
                container,
                failed: failure.json(),
                name: names[3].to_owned(),
                sound: print(&sound),
                text: print(&all),
            }
        })
}

type Container = (&'static str, fn(&[(String, Value)]) -> String);

const CONTAINERS: &[Container] = &[
    ("json object", |all| Object(all.to_vec()).json()),
    ("json list", |all| values(all).json()),
    ("json in reports", |all| object(&[("reports", Object(all.to_vec()))]).json()),
    ("json in accounts", |all| {
        object(&[("accounts", Object(all.to_vec())), ("region", text("us-east-1"))]).json()
    }),
    ("json list in reports", |all| object(&[("reports", values(all))]).json()),
    ("json lines", |all| all.iter().map(|(_, value)| format!("{}\n", value.json())).collect()),
    ("json lines by name", |all| {
        all.iter().map(|entry| format!("{}\n", Object(vec![entry.clone()]).json())).collect()
    }),
    ("json list by name", |all| {
        let named =
            |(name, value): &(String, Value)| object(&[("name", text(name)), ("report", value.clone())]);
        List(all.iter().map(named).collect()).json()
    }),
    ("yaml map", |all| Object(all.to_vec()).yaml("")),
    ("yaml list", |all| values(all).yaml("")),
    ("yaml map in reports", |all| object(&[("reports", Object(all.to_vec()))]).yaml("")),
    ("python dict", |all| Object(all.to_vec()).python() + "\n"),
    ("python list", |all| values(all).python() + "\n"),
    ("node object", |all| Object(all.to_vec()).node() + "\n"),
    ("node list", |all| values(all).node() + "\n"),
    ("ruby hash", |all| Object(all.to_vec()).ruby() + "\n"),
    ("go map", |all| {
        let members: Vec<String> = all.iter().map(|(name, value)| format!("{name}:{}", value.go())).collect();
        format!("map[{}]\n", members.join(" "))
    }),
    ("go list", |all| values(all).go() + "\n"),
];

fn values(all: &[(String, Value)]) -> Value {
    List(all.iter().map(|(_, value)| value.clone()).collect())
}
