//! What stands beside a report in its document: said of it, or an account that is lost.

use super::{Tree, byte_list};
use crate::decode::value::base64;
use crate::decode::{foreign, message};

/// What clients and SDKs say of the response, and the AWS CLI beside `Content`.
const ABOUT: [&str; 7] = [
    "GeneratedTime",
    "ReportFormat",
    "ResponseMetadata",
    "ResultMetadata",
    "$metadata",
    "HTTPHeaders",
    "headers",
];

/// What a program calls the member that it puts an answer into.
const WRAPPERS: [&str; 16] = [
    "stdout",
    "standardoutputcontent",
    "body",
    "data",
    "result",
    "results",
    "response",
    "output",
    "payload",
    "value",
    "msg",
    "rows",
    "accounts",
    "profiles",
    "items",
    "records",
];

/// What a program calls the accounts or the pages that it lacks.
const LACKS: [&str; 8] = ["fail", "error", "miss", "skip", "denied", "truncat", "nexttoken", "unfinish"];

/// Whether a member of that name holds one answer, rather than one account's among others.
pub(super) fn wraps(name: &str) -> bool {
    let name = name.to_lowercase();
    WRAPPERS.contains(&name.as_str())
        || ["report", "content", "csv", "base64"].iter().any(|word| name.contains(word))
}

/// Whether a member that gave no report stands where one should: `told` where its neighbours tell of the one report.
pub(super) fn is_lost(name: &str, member: &Tree<'_>, told: bool) -> bool {
    // A report that ran into the name before it is one, too.
    if is_traced(member) || foreign::is_traced(name.as_bytes()) {
        return true;
    }
    if ABOUT.contains(&name) {
        return false;
    }
    let is_account = name.len() == 12 && name.bytes().all(|byte| byte.is_ascii_digit());
    let lacks = LACKS.iter().any(|lack| name.to_lowercase().contains(lack));
    !told || is_account || lacks && !is_empty(member) || is_answer(member)
}

/// Whether a text is an answer that is none: base64, or a message of the AWS CLI.
fn is_answer(member: &Tree<'_>) -> bool {
    member.text().is_some_and(|text| {
        base64::resembles(text.as_bytes()) && text.len() >= 64 || message::told_by(text).is_some()
    })
}

fn is_empty(tree: &Tree<'_>) -> bool {
    match tree {
        Tree::Null | Tree::Bool(false) => true,
        Tree::Bool(true) | Tree::Elided(_) => false,
        Tree::Number(number) => *number == 0.0,
        Tree::Text(text) => text.trim().is_empty(),
        Tree::List(items) => items.iter().all(is_empty),
        Tree::Members(members) => members.iter().all(|(_, member)| is_empty(member)),
    }
}

/// Whether something in a tree has to do with a report: its words, long base64, or as many numbers as bytes would be.
fn is_traced(tree: &Tree<'_>) -> bool {
    const MANY: usize = 64;
    match tree {
        Tree::Text(text) => {
            foreign::is_traced(text.as_bytes()) || text.len() >= 200 && base64::resembles(text.as_bytes())
        }
        Tree::List(items) => {
            items.len() >= MANY && byte_list::of(tree).is_some() || items.iter().any(is_traced)
        }
        Tree::Members(members) => {
            members.len() >= MANY && byte_list::of(tree).is_some()
                || members.iter().any(|(name, value)| foreign::is_traced(name.as_bytes()) || is_traced(value))
        }
        Tree::Null | Tree::Bool(_) | Tree::Number(_) | Tree::Elided(_) => false,
    }
}
