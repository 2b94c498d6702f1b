//! Reports made to order, and every shape that rootkeys reads them in.
#![allow(dead_code, reason = "each test file uses its part")]

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

pub(crate) const ACCOUNT: &str = "111122223333";
pub(crate) const HEADER: &str = "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,\
    password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,\
    access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,\
    access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,\
    cert_1_last_rotated,cert_2_active,cert_2_last_rotated";

/// A row of the account, its two key cells as given.
pub(crate) fn row(user: &str, resource: &str, one: &str, two: &str) -> String {
    format!(
        "{user},arn:aws:iam::{ACCOUNT}:{resource},2019-03-11T09:30:12Z,true,2026-08-02T07:15:44Z,2021-06-01T10:00:00Z,\
         not_supported,true,{one},2019-03-11T09:41:00Z,2026-09-28T22:10:00Z,us-east-1,iam,{two},N/A,N/A,N/A,N/A,false,\
         N/A,false,N/A"
    )
}

/// A report with two users, as AWS writes it: no newline at the end.
pub(crate) fn report(one: &str, two: &str) -> String {
    [
        HEADER.to_owned(),
        row("<root_account>", "root", one, two),
        row("alice", "user/alice", "true", "false"),
        row("build-bot", "user/ci/build-bot", "true", "true"),
    ]
    .join("\n")
}

/// A shape's name and its bytes for a CSV.
pub(crate) type Shape = (&'static str, fn(&str) -> Vec<u8>);

/// Every shape that rootkeys reads.
pub(crate) const SHAPES: &[Shape] = &[
    ("csv", |csv| csv.as_bytes().to_vec()),
    ("csv newline", |csv| format!("{csv}\n").into_bytes()),
    ("csv crlf", |csv| format!("{csv}\n").replace('\n', "\r\n").into_bytes()),
    ("csv cr", |csv| format!("{csv}\n").replace('\n', "\r").into_bytes()),
    ("csv quoted", |csv| quoted(csv).into_bytes()),
    ("csv bom", |csv| [b"\xEF\xBB\xBF", csv.as_bytes(), b"\n"].concat()),
    ("csv utf-16", |csv| utf16(&format!("{csv}\n"))),
    ("json", |csv| json(csv).into_bytes()),
    ("json compact", |csv| json(csv).replace("\n    ", "").replace("\n}", "}").into_bytes()),
    ("json time first", |csv| {
        format!("{{\"GeneratedTime\": \"2026-09-29T08:00:00Z\", \"Content\": \"{}\"}}", base64(csv))
            .into_bytes()
    }),
    ("json bom", |csv| [b"\xEF\xBB\xBF", json(csv).as_bytes()].concat()),
    ("json utf-16", |csv| utf16(&json(csv))),
    ("json array", |csv| format!("[{}]\n", json(csv)).into_bytes()),
    ("json map", |csv| format!("{{\"prod\": {}}}\n", json(csv)).into_bytes()),
    ("json string", |csv| format!("\"{}\"\n", base64(csv)).into_bytes()),
    ("json plain", |csv| format!("{{\"Content\": \"{}\"}}", csv.replace('\n', "\\n")).into_bytes()),
    ("base64", |csv| format!("{}\n", base64(csv)).into_bytes()),
    ("base64 wrapped", |csv| wrapped(&base64(csv), 76).into_bytes()),
    ("text", |csv| format!("{}\t2026-09-29T08:00:00+00:00\ttext/csv\n", base64(csv)).into_bytes()),
    ("yaml", |csv| {
        format!(
            "Content: {}\nGeneratedTime: '2026-09-29T08:00:00+00:00'\nReportFormat: text/csv\n",
            base64(csv)
        )
        .into_bytes()
    }),
    ("yaml stream", |csv| {
        format!(
            "- Content: {}\n  GeneratedTime: '2026-09-29T08:00:00+00:00'\n  ReportFormat: text/csv\n",
            base64(csv)
        )
        .into_bytes()
    }),
];

pub(crate) fn base64(csv: &str) -> String {
    STANDARD.encode(csv)
}

pub(crate) fn json(csv: &str) -> String {
    let content = base64(csv);
    format!(
        "{{\n    \"Content\": \"{content}\",\n    \"ReportFormat\": \"text/csv\",\n    \"GeneratedTime\": \
         \"2026-09-29T08:00:00+00:00\"\n}}\n"
    )
}

pub(crate) fn utf16(text: &str) -> Vec<u8> {
    [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}

fn quoted(csv: &str) -> String {
    csv.lines().map(|line| format!("\"{}\"\n", line.replace(',', "\",\""))).collect()
}

fn wrapped(text: &str, width: usize) -> String {
    text.as_bytes().chunks(width).map(|line| format!("{}\n", String::from_utf8_lossy(line))).collect()
}
