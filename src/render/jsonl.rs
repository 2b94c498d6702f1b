//! JSON Lines: the evidence document taken apart, each account on a line and the rest of it on the last one.

use std::io::{self, Write};

use serde::Serialize;

use crate::audit::Audit;
use crate::evidence::{AccountEntry, Evidence, SCHEMA};
use crate::render::View;
use crate::render::escape::Visible;

/// One line; its type tells accounts from the summary. The summary has its schema already.
#[derive(Serialize)]
struct Line<'a, T> {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    schema: Option<&'static str>,
    #[serde(flatten)]
    content: &'a T,
}

/// Writes a line for each account, then one for the summary.
pub(super) fn render(audit: &Audit, _: View, out: &mut dyn Write) -> io::Result<()> {
    for account in &audit.accounts {
        let content = &AccountEntry::from_result(account, audit);
        line(&Line { kind: "account", schema: Some(SCHEMA), content }, out)?;
    }
    line(&Line { kind: "summary", schema: None, content: &Evidence::without_accounts(audit) }, out)
}

fn line(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(Visible(&mut *out), value)?;
    out.write_all(b"\n")
}
