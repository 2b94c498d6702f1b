//! The reports in a JSON or YAML tree: an object with `Content`, alone, in arrays, or under a profile's or account's name.

use std::borrow::Cow;

use super::cli_message;
use super::cursor::Cursor;
use super::tree::Tree;
use super::{Decoded, Envelope, EnvelopeKind, content};
use crate::credential_report::End;
use crate::problem::{Code, Position, Problem};
use crate::time::Timestamp;

/// Everything that a document holds: reports, and objects that stand where a report was expected.
pub(crate) fn reports<'a>(tree: &Tree<'a>, kind: EnvelopeKind, at: Cursor<'a>) -> Decoded<'a> {
    let mut walk = Walk { kind, at, found: Decoded::default() };
    match tree {
        Tree::Null => walk.problem(Problem::plain(Code::ContentNull)),
        Tree::Text(text) => walk.content(text.clone(), None),
        Tree::Bool | Tree::Number(_) | Tree::List(_) | Tree::Members(_) => {
            if !walk.visit(tree) {
                walk.problem(Problem::new(Code::OtherJson, shape(tree)));
            }
        }
    }
    walk.found
}

/// A single value that holds a report, if it does.
pub(crate) fn value<'a>(tree: &Tree<'a>, kind: EnvelopeKind, at: Cursor<'a>) -> Option<Envelope<'a>> {
    let mut walk = Walk { kind, at, found: Decoded::default() };
    walk.content(tree.text()?.clone(), None);
    walk.found.envelopes.pop().map(|envelope| Envelope { kind, ..envelope })
}

struct Walk<'a> {
    kind: EnvelopeKind,
    at: Cursor<'a>,
    found: Decoded<'a>,
}

impl<'a> Walk<'a> {
    /// Whether anything was found: a report, or what stands in its place.
    fn visit(&mut self, tree: &Tree<'a>) -> bool {
        if tree.get("Content").is_some() {
            self.report(tree);
            // A report that is buried in another one's members counts, too.
            for (_, member) in tree.members().iter().filter(|(name, _)| name != "Content") {
                self.visit(member);
            }
            return true;
        }
        if let Some(problem) = not_a_report(tree) {
            self.problem(problem);
            return true;
        }
        let children: Vec<(&str, &Tree<'a>)> = match tree {
            Tree::List(items) => items.iter().map(|item| ("", item)).collect(),
            Tree::Members(members) => members.iter().map(|(name, value)| (name.as_ref(), value)).collect(),
            Tree::Null | Tree::Bool | Tree::Number(_) | Tree::Text(_) => return false,
        };
        // Beside reports, what holds none is an account that is lost, but for what SDKs add about the response.
        let among_reports = children.iter().any(|(_, child)| child.get("Content").is_some());
        let mut found = false;
        for (name, child) in &children {
            match child {
                Tree::Members(_) | Tree::List(_) => {
                    let visited = self.visit(child);
                    found |= visited;
                    if !visited && among_reports && !name.to_ascii_lowercase().contains("metadata") {
                        self.problem(Problem::new(
                            Code::OtherJson,
                            format!("{}, beside reports", shape(child)),
                        ));
                    }
                }
                Tree::Null if among_reports => {
                    self.problem(Problem::new(Code::ContentNull, "null stands where a report is expected"));
                }
                Tree::Text(text) if content::is_report(text) => {
                    let times = children.iter().filter_map(|(_, sibling)| sibling.text());
                    let time =
                        times.filter(|sibling| sibling.len() >= 20).find_map(|sibling| sibling.parse().ok());
                    self.content(text.clone(), time);
                    found = true;
                }
                Tree::Null | Tree::Bool | Tree::Number(_) | Tree::Text(_) => {}
            }
        }
        found
    }

    /// An object with `Content`.
    fn report(&mut self, tree: &Tree<'a>) {
        let (before, failed_before) = (self.found.envelopes.len(), self.found.problems.len());
        let mut time_problem = None;
        let time = tree.get("GeneratedTime").and_then(|value| match generated_time(value) {
            Some(time) => Some(time),
            None => {
                time_problem = Some(Problem::new(
                    Code::GeneratedTimeInvalid,
                    "GeneratedTime is no point in time as 2026-09-30T12:00:00Z is",
                ));
                None
            }
        });
        for value in tree.all("Content") {
            match value {
                Tree::Text(text) => self.content(text.clone(), time.clone()),
                Tree::Null => self.problem(Problem::new(Code::ContentNull, "Content is null")),
                Tree::Bool | Tree::Number(_) | Tree::List(_) | Tree::Members(_) => {
                    let message = "Content is no string but a dump of a program's own data type";
                    self.problem(Problem::new(Code::ContentForm, message));
                }
            }
        }
        let repeated = ["Content", "GeneratedTime"].into_iter().find(|name| tree.all(name).count() > 1);
        let repeated = repeated.map(|name| {
            Problem::new(Code::MemberRepeated, format!("the member {name} stands more than once"))
        });
        for envelope in self.found.envelopes.iter_mut().skip(before) {
            let here = repeated.iter().chain(&time_problem).cloned();
            let line = envelope.line;
            envelope.problems.extend(here.map(|problem| problem.at(Position::at_line(line))));
            envelope.kind = self.kind;
        }
        if failed_before == self.found.problems.len() && before == self.found.envelopes.len() {
            self.problem(Problem::plain(Code::ContentMissing));
        }
    }

    /// A value that is a report or should be one.
    fn content(&mut self, text: Cow<'a, str>, generated_time: Option<Timestamp>) {
        let line = self.at.line_of(text.as_bytes());
        match content::open(text, line) {
            Ok(csv) => self.found.envelopes.push(Envelope {
                kind: if self.kind == EnvelopeKind::AwsCliJson {
                    EnvelopeKind::JsonString
                } else {
                    self.kind
                },
                csv,
                generated_time,
                line,
                end: End::Proven,
                problems: Vec::new(),
            }),
            Err(problem) => self.found.problems.push(problem),
        }
    }

    fn problem(&mut self, problem: Problem) {
        self.found.problems.push(problem.at(Position::at_line(self.at.line())));
    }
}

/// Seconds since 1970 and RFC 3339 both stand in `GeneratedTime`, by the client's choice.
fn generated_time(tree: &Tree<'_>) -> Option<Timestamp> {
    match tree {
        Tree::Text(text) => text.parse().ok(),
        Tree::Number(seconds) if seconds.is_finite() => Timestamp::from_unix_seconds(*seconds as i64),
        Tree::Number(_) | Tree::Null | Tree::Bool | Tree::List(_) | Tree::Members(_) => None,
    }
}

/// What an object without `Content` is, where that is known.
fn not_a_report(tree: &Tree<'_>) -> Option<Problem> {
    let text =
        |tree: &Tree<'_>, name: &str| tree.get(name).and_then(|value| value.text().map(ToString::to_string));
    if text(tree, "schema").is_some_and(|schema| schema.starts_with("rootkeys.evidence/")) {
        return Some(Problem::plain(Code::Evidence));
    }
    if let Some(state) = text(tree, "State").filter(|state| cli_message::is_generate_state(state)) {
        return Some(cli_message::generate_output(&state));
    }
    let error = tree.get("Error").filter(|error| error.get("Code").is_some()).unwrap_or(tree);
    if let Some(code) = text(error, "Code") {
        let message = text(error, "Message").or(text(error, "message")).unwrap_or_default();
        return Some(cli_message::of_code(&code, &message));
    }
    let stated = ["GeneratedTime", "ReportFormat"].into_iter().any(|name| tree.get(name).is_some());
    stated.then(|| Problem::plain(Code::ContentMissing))
}

/// A document's form in a few words.
fn shape(tree: &Tree<'_>) -> String {
    match tree {
        Tree::Members(members) if members.is_empty() => "an empty object".to_owned(),
        Tree::Members(members) => {
            let names: Vec<String> =
                members.iter().take(4).map(|(name, _)| name.chars().take(40).collect()).collect();
            let more = if members.len() > 4 { ", …" } else { "" };
            format!("an object with the members {}{more} and no Content", names.join(", "))
        }
        Tree::List(items) => format!("an array of {} values, none of them a report", items.len()),
        Tree::Null | Tree::Bool | Tree::Number(_) | Tree::Text(_) => {
            "a single value that is no report".to_owned()
        }
    }
}
