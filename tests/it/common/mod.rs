//! Reports made to order, and every shape that rootkeys reads them in.

pub(crate) mod audited;
pub(crate) mod cells;
pub(crate) mod clean;
pub(crate) mod columns;
pub(crate) mod damage;
pub(crate) mod examined;
pub(crate) mod failed;
pub(crate) mod forgery;
pub(crate) mod oracle;
pub(crate) mod others;
pub(crate) mod payload;
pub(crate) mod place;
pub(crate) mod program;
pub(crate) mod puts;
pub(crate) mod schema;
mod shapes;
pub(crate) mod sound;
pub(crate) mod survey;
pub(crate) mod value;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

pub(crate) const ACCOUNT: &str = "111122223333";
/// Another account.
pub(crate) const OTHER: &str = "444455556666";
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

pub(crate) use shapes::{
    PHP, RESAVED, SHAPES, clear_signed, entities, gzip, html, query_api, text, wrapped, yaml,
};

/// The report of another account.
pub(crate) fn of(account: &str, csv: &str) -> String {
    csv.replace(ACCOUNT, account)
}

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
