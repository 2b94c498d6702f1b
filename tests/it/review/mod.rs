//! What an auditor asks beyond the reports: is every account there, is each report recent, who answers for what is open,
//! what has changed.

mod baseline;
mod distrust;
mod entries;
mod exceptions;
mod failed_exports;
mod files;
mod freshness;
mod population;
mod strict;

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::common::program::{self, code, run};
use crate::common::{self, json, report};

const MANAGEMENT: &str = common::ACCOUNT;
const PRODUCTION: &str = common::OTHER;
const SANDBOX: &str = "777788889999";

/// The header of a register of exceptions.
const REGISTER: &str = "account_id,expires_on,approver,reason,ticket\n";

/// A folder with an active report of the management account and a clean one of production, made on 2026-09-29, and
/// further files.
#[track_caller]
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let (active, clean) = (json(&report("true", "false")), json_of(PRODUCTION, &report("false", "false")));
    let all = [("reports/management.json", active.as_str()), ("reports/production.json", clean.as_str())];
    program::folder(name, &[&all, files].concat())
}

/// The report as JSON, of another account.
fn json_of(account: &str, csv: &str) -> String {
    json(&common::of(account, csv))
}

/// The exit code and the evidence document of the folder's reports.
fn document(at: &Path, args: &[&str]) -> (i32, Value) {
    let output = run(at, &[&["-f=json", "reports"], args].concat());
    (code(&output), program::document(&output))
}

fn account<'a>(document: &'a Value, id: &str) -> &'a Value {
    let accounts = document["accounts"].as_array().unwrap();
    accounts
        .iter()
        .find(|account| account["account_id"] == id)
        .unwrap_or_else(|| panic!("{id}: {document:#}"))
}

fn codes(problems: &Value) -> Vec<&str> {
    problems.as_array().unwrap().iter().map(|problem| problem["code"].as_str().unwrap()).collect()
}

/// What `aws organizations list-accounts` prints.
fn organization(accounts: &[(&str, &str, &str)], next: &str) -> String {
    let account = |(id, name, state): &(&str, &str, &str)| {
        format!(
            "        {{\n            \"Id\": \"{id}\",\n            \"Arn\": \
             \"arn:aws:organizations::{MANAGEMENT}:account/o-example/{id}\",\n            \"Email\": \
             \"{name}@example.com\",\n            \"Name\": \"{name}\",\n            \"{state}\n        }}"
        )
    };
    let accounts: Vec<String> = accounts.iter().map(account).collect();
    format!("{{\n    \"Accounts\": [\n{}\n    ]{next}\n}}\n", accounts.join(",\n"))
}

/// The state of an account there.
const ACTIVE: &str = "State\": \"ACTIVE\"";
