//! The reports in a JSON or YAML tree: an object with `Content`, alone, in arrays, or under a profile's or account's name.

use std::borrow::Cow;

use super::cli_message;
use super::cursor::Cursor;
use super::tree::Tree;
use super::{Decoded, Envelope, EnvelopeKind, base64, content};
use crate::credential_report::End;
use crate::lines::Lines;
use crate::problem::{Code, Position, Problem};
use crate::time::Timestamp;

/// Everything that a document holds: reports, and what stands where a report was expected.
pub(crate) fn reports<'a>(tree: &Tree<'a>, kind: EnvelopeKind, at: Cursor<'a>) -> Decoded<'a> {
    let mut walk = Walk { kind, at, lines: at.lines(), found: Decoded::default() };
    match tree {
        Tree::Null => walk.problem(Problem::plain(Code::ContentNull)),
        Tree::Text(text) => walk.string(text.clone(), None),
        Tree::Bool | Tree::Number(_) | Tree::List(_) | Tree::Members(_) => {
            if !walk.visit(tree) {
                walk.problem(Problem::new(Code::OtherJson, shape(tree)));
            }
        }
    }
    walk.found
}

/// The reports in texts that stand in the document at a place.
pub(crate) fn texts<'a>(texts: Vec<Cow<'a, str>>, kind: EnvelopeKind, at: Cursor<'a>) -> Decoded<'a> {
    let mut walk = Walk { kind, at, lines: at.lines(), found: Decoded::default() };
    texts.into_iter().for_each(|text| walk.content(text, None));
    walk.found
}

struct Walk<'a> {
    kind: EnvelopeKind,
    at: Cursor<'a>,
    lines: Lines<'a>,
    found: Decoded<'a>,
}

impl<'a> Walk<'a> {
    /// Whether anything was found: a report, or what stands in its place.
    fn visit(&mut self, tree: &Tree<'a>) -> bool {
        if tree.get("Content").is_some() {
            self.report(tree);
            // A report that is buried in another one's members counts, too.
            let own = |name: &str| matches!(name, "Content" | "GeneratedTime" | "ReportFormat");
            for (_, member) in tree.members().iter().filter(|(name, _)| !own(name)) {
                let told = member.text().and_then(|text| cli_message::told_by(text));
                told.into_iter().for_each(|problem| self.problem(problem));
                self.member(member, None);
            }
            return true;
        }
        if let Some(problem) = not_a_report(tree) {
            self.problem(problem);
            return true;
        }
        match tree {
            Tree::List(items) => self.list(items),
            Tree::Members(members) => self.map(members),
            Tree::Null | Tree::Bool | Tree::Number(_) | Tree::Text(_) => false,
        }
    }

    /// An array: of reports, or of one report's members without their names, as `--query [Content,GeneratedTime]` has it.
    fn list(&mut self, items: &[Tree<'a>]) -> bool {
        let times: Vec<Timestamp> =
            items.iter().filter_map(Tree::text).filter_map(|text| text.parse().ok()).collect();
        // A time is the report's when there is one of each.
        let reports =
            items.iter().filter(|item| item.text().is_some_and(|text| content::is_report(text))).count();
        let time = if let ([time], 1) = (times.as_slice(), reports) { Some(time) } else { None };
        let found: Vec<bool> = items.iter().map(|item| self.member(item, time)).collect();
        let any = found.contains(&true);
        let other = |item: &Tree<'_>| {
            !item.text().is_some_and(|text| text == "text/csv" || text.parse::<Timestamp>().is_ok())
        };
        for (item, _) in items.iter().zip(found).filter(|(item, found)| any && !found && other(item)) {
            self.lost(item);
        }
        any
    }

    /// An object without `Content`: of reports by profile or account, or something around them.
    fn map(&mut self, members: &[(Cow<'a, str>, Tree<'a>)]) -> bool {
        let found: Vec<bool> = members.iter().map(|(_, member)| self.member(member, None)).collect();
        let any = found.contains(&true);
        // What clients and SDKs say of the response stands in no report's place, nor do words and numbers beside one
        // report; beside several, each member is an account.
        let about = |name: &str| {
            matches!(name, "ResponseMetadata" | "$metadata" | "HTTPHeaders" | "headers" | "metadata")
        };
        let several = found.iter().filter(|found| **found).count() > 1;
        let said = |member: &Tree<'_>| match member {
            Tree::Text(text) => {
                let suspect = base64::resembles(text.as_bytes()) || cli_message::told_by(text).is_some();
                !several && !suspect && !text.trim().is_empty()
            }
            Tree::Bool | Tree::Number(_) => !several,
            Tree::Null | Tree::List(_) | Tree::Members(_) => false,
        };
        let lost = members
            .iter()
            .zip(found)
            .filter(|((name, member), found)| any && !found && !about(name) && !said(member));
        for ((_, member), _) in lost {
            self.lost(member);
        }
        any
    }

    /// A value within a document; whether anything was found.
    fn member(&mut self, tree: &Tree<'a>, time: Option<&Timestamp>) -> bool {
        match tree {
            Tree::Members(_) | Tree::List(_) => self.visit(tree),
            Tree::Text(text) if content::is_report(text) => {
                self.string(text.clone(), time.cloned());
                true
            }
            Tree::Null | Tree::Bool | Tree::Number(_) | Tree::Text(_) => false,
        }
    }

    /// What stands beside reports and holds none: an account that is lost.
    fn lost(&mut self, tree: &Tree<'a>) {
        self.problem(match tree {
            Tree::Null => {
                Problem::new(Code::ContentNull, "null stands where a report is expected, beside reports")
            }
            Tree::Text(text) if text.trim().is_empty() => Problem::new(
                Code::ContentEmpty,
                "an empty text stands where a report is expected, beside reports",
            ),
            Tree::Text(text) if base64::resembles(text.as_bytes()) => {
                return self.string(text.clone(), None);
            }
            Tree::Text(_) | Tree::Bool | Tree::Number(_) | Tree::List(_) | Tree::Members(_) => {
                let told = tree.text().and_then(|text| cli_message::told_by(text));
                told.unwrap_or_else(|| {
                    Problem::new(Code::OtherJson, format!("{}, beside reports", shape(tree)))
                })
            }
        });
    }

    /// An object with `Content`.
    fn report(&mut self, tree: &Tree<'a>) {
        let before = self.found.envelopes.len();
        let time = tree.get("GeneratedTime").map(generated_time);
        for value in tree.all("Content") {
            match value {
                Tree::Text(text) => self.content(text.clone(), time.clone().flatten()),
                Tree::Null => self.problem(Problem::new(Code::ContentNull, "Content is null")),
                Tree::Bool | Tree::Number(_) | Tree::List(_) | Tree::Members(_) => {
                    let message = "Content is no string but a dump of a program's own data type";
                    self.problem(Problem::new(Code::ContentForm, message));
                }
            }
        }
        let no_time = (time == Some(None)).then(|| {
            let message = "GeneratedTime is no point in time as 2026-09-30T12:00:00Z is";
            Problem::new(Code::GeneratedTimeInvalid, message)
        });
        let mut names = ["Content", "GeneratedTime", "ReportFormat"].into_iter();
        let repeated = names.find(|name| tree.all(name).count() > 1).map(|name| {
            Problem::new(Code::MemberRepeated, format!("the member {name} stands more than once"))
        });
        let format =
            tree.get("ReportFormat").filter(|format| format.text().is_none_or(|text| text != "text/csv"));
        let format = format.map(|_| Problem::plain(Code::ReportFormat));
        // YAML has no closing bracket: only the member that the AWS CLI writes last shows the end.
        let open = self.kind == EnvelopeKind::Yaml && tree.get("ReportFormat").is_none();
        let open = open.then(|| {
            let message = "the YAML lacks the member ReportFormat, which comes last, so it may be cut";
            Problem::new(Code::UnprovenEnd, message)
        });
        for problem in [repeated, no_time, format, open].into_iter().flatten() {
            for envelope in self.found.envelopes.iter_mut().skip(before) {
                envelope.problems.push(problem.clone().at(Position::at_line(envelope.line)));
            }
        }
    }

    /// A string that stands for itself.
    fn string(&mut self, text: Cow<'a, str>, generated_time: Option<Timestamp>) {
        let before = self.found.envelopes.len();
        self.content(text, generated_time);
        let json = self.kind == EnvelopeKind::AwsCliJson;
        for envelope in self.found.envelopes.iter_mut().skip(before).filter(|_| json) {
            envelope.kind = EnvelopeKind::JsonString;
        }
    }

    /// A value that is a report or should be one.
    fn content(&mut self, text: Cow<'a, str>, generated_time: Option<Timestamp>) {
        let line = self.lines.of_part(text.as_bytes()).unwrap_or(self.at.line());
        match content::open(text, line) {
            Ok(csv) => self.found.envelopes.push(Envelope {
                kind: self.kind,
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
    // An error body as gateways and SDKs write it: `{"message":"Forbidden"}`.
    let message = text(error, "message").or(text(error, "Message")).filter(|_| tree.members().len() <= 4);
    if let Some(message) = message {
        let kind = text(error, "__type").unwrap_or_else(|| "an error body".to_owned());
        return Some(cli_message::of_code(&kind, &message));
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
