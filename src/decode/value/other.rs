//! What a tree is that holds no report.

use std::sync::LazyLock;

use serde_json::Value;

use crate::credential_report::trace;
use crate::decode::recognise::failed;
use crate::decode::recognise::traces::is_report;
use crate::decode::value::Tree;
use crate::model::problem::{Code, Problem};

/// What an object without `Content` is, where that is known. `is_whole` is whether it is the whole document: then an error of any
/// code is an export that failed; within another one, only the errors that a request for the report can have.
pub(crate) fn problem_of(tree: &Tree<'_>, is_whole: bool) -> Option<Problem> {
    let text =
        |tree: &Tree<'_>, name: &str| tree.get(name).and_then(|value| value.text().map(ToString::to_string));
    if (is_evidence(tree) || is_own_sarif(tree)) && quotes_alone(tree) {
        return Some(Problem::plain(Code::Evidence));
    }
    // The AWS SDK for .NET wraps the word.
    let wrapped = tree.get("State").and_then(|state| text(state, "Value"));
    if let Some(state) = text(tree, "State").or(wrapped).filter(|state| failed::is_generate_state(state)) {
        return Some(failed::generate_output(&state));
    }
    let error = tree.get("Error").filter(|error| error.get("Code").is_some());
    if let Some(code) = error.or(Some(tree)).and_then(|error| text(error, "Code")) {
        let of = error.unwrap_or(tree);
        let message = text(of, "Message").or(text(of, "message")).unwrap_or_default();
        let is_told = failed::is_error(&code, &message)
            || is_whole && (error.is_some() || has_only(tree, &["Type", "Code", "Message"]));
        return is_told.then(|| failed::aws_error(&code, &message));
    }
    // An error body as gateways and SDKs write it: `{"message":"Forbidden"}`.
    let is_body = is_whole && !tree.members().is_empty() && has_only(tree, ERROR_BODY);
    let message = text(tree, "message").or(text(tree, "Message")).filter(|_| is_body);
    if let Some(message) = message {
        let kind = text(tree, "__type").unwrap_or_else(|| "an error body".to_owned());
        return Some(failed::aws_error(&kind, &message));
    }
    let stated = ["GeneratedTime", "ReportFormat"].into_iter().any(|name| tree.get(name).is_some());
    stated.then(|| Problem::plain(Code::ContentMissing))
}

/// The members of an error's body, as AWS's services and gateways write it.
const ERROR_BODY: &[&str] =
    &["message", "Message", "__type", "code", "type", "Type", "requestId", "RequestId"];

/// Whether the traces in it are those of what rootkeys says: its messages name the root user or a key's column, and hold no
/// report, nor anything encoded.
fn quotes_alone(tree: &Tree<'_>) -> bool {
    let is_quote = |text: &str| {
        let is_row = text.contains("<root_account>") && text.contains("true");
        !trace::is_in(text.as_bytes()) || !is_row && !is_report(text) && trace::is_plain(text.as_bytes())
    };
    match tree {
        Tree::Text(text) => is_quote(text),
        Tree::List(items) => items.iter().all(quotes_alone),
        Tree::Members(members) => members.iter().all(|(name, value)| is_quote(name) && quotes_alone(value)),
        Tree::Null | Tree::Bool(_) | Tree::Number(_) | Tree::Elided(_) => true,
    }
}

/// The evidence document's own schema, so that a new member of the document needs no second place.
static EVIDENCE_SCHEMA: LazyLock<Value> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../evidence/evidence.schema.json")).unwrap_or_default()
});

/// Whether it is an evidence document, or a line of one, and holds nothing at any depth that its schema does not name: a row
/// can't hide between its members.
fn is_evidence(tree: &Tree<'_>) -> bool {
    let schema = tree.get("schema").and_then(Tree::text);
    // Only what says so is worth reading the schema for.
    if !schema.is_some_and(|schema| schema.starts_with("rootkeys.evidence/")) {
        return false;
    }
    let form = match tree.get("type") {
        None => Some(&*EVIDENCE_SCHEMA),
        // A line of JSON Lines says what it is.
        Some(kind) => match kind.text().map(AsRef::as_ref) {
            Some("account") => EVIDENCE_SCHEMA.pointer("/$defs/account"),
            Some("summary") => Some(&*EVIDENCE_SCHEMA),
            _ => None,
        },
    };
    tree.members().iter().all(|(name, value)| match name.as_ref() {
        "type" | "schema" => value.text().is_some(),
        name => form.is_some_and(|form| has_member(form, name, value)),
    })
}

/// Whether a form of the schema has such a member.
fn has_member(form: &Value, name: &str, value: &Tree<'_>) -> bool {
    form.get("properties").and_then(|members| members.get(name)).is_some_and(|form| has_form(value, form))
}

/// Whether a value is built as the schema says: members by their names, lists and objects only where it has some. What its
/// texts say is for [`quotes_alone`].
fn has_form(tree: &Tree<'_>, form: &Value) -> bool {
    let definition = form.get("$ref").and_then(Value::as_str);
    if let Some(form) = definition.and_then(|at| EVIDENCE_SCHEMA.pointer(at.trim_start_matches('#'))) {
        return has_form(tree, form);
    }
    if let Some(forms) = form.get("anyOf").and_then(Value::as_array) {
        return forms.iter().any(|form| has_form(tree, form));
    }
    match tree {
        Tree::Members(members) => members.iter().all(|(name, value)| has_member(form, name, value)),
        Tree::List(items) => {
            form.get("items").is_some_and(|form| items.iter().all(|item| has_form(item, form)))
        }
        Tree::Null | Tree::Bool(_) | Tree::Number(_) | Tree::Text(_) | Tree::Elided(_) => true,
    }
}

/// Whether it is SARIF that rootkeys wrote.
fn is_own_sarif(tree: &Tree<'_>) -> bool {
    const RUN: &[&str] = &[
        "tool",
        "invocations",
        "originalUriBaseIds",
        "artifacts",
        "results",
        "automationDetails",
        "columnKind",
        "taxonomies",
        "properties",
    ];
    let Some(Tree::List(runs)) = tree.get("runs") else { return false };
    let name =
        |run: &Tree<'_>| run.get("tool")?.get("driver")?.get("name")?.text().map(|name| name.to_string());
    let is_own = |run: &Tree<'_>| name(run).as_deref() == Some(env!("CARGO_PKG_NAME")) && has_only(run, RUN);
    has_only(tree, &["$schema", "version", "runs"]) && !runs.is_empty() && runs.iter().all(is_own)
}

fn has_only(tree: &Tree<'_>, names: &[&str]) -> bool {
    tree.members().iter().all(|(name, _)| names.contains(&name.as_ref()))
}

/// A document's form in a few words.
pub(crate) fn shape(tree: &Tree<'_>) -> String {
    match tree {
        Tree::Members(members) if members.is_empty() => "an empty object".to_owned(),
        Tree::Members(members) => {
            let names: Vec<String> =
                members.iter().take(4).map(|(name, _)| name.chars().take(40).collect()).collect();
            let more = if members.len() > 4 { ", …" } else { "" };
            format!("an object with the members {}{more} and no Content", names.join(", "))
        }
        Tree::List(items) => format!("an array of {} values, none of them a report", items.len()),
        Tree::Null | Tree::Bool(_) | Tree::Number(_) | Tree::Text(_) | Tree::Elided(_) => {
            "a single value that is no report".to_owned()
        }
    }
}
