//! The reports in a tree, of JSON, YAML, a table or what a program printed: an object with `Content`, alone, in arrays, or under a
//! profile's or account's name; or a report's rows.

mod tables;

use std::borrow::Cow;

use crate::credential_report::lines::Lines;
use crate::decode::content::{self, Opened};
use crate::decode::cursor::Cursor;
use crate::decode::decoded::{Decoded, ReadFrom, WrappedCsv};
use crate::decode::recognise::failed;
use crate::decode::recognise::traces::{is_nearly_base64, is_report};
use crate::decode::value::siblings::{self, Holder};
use crate::decode::value::{Tree, byte_list, deep, other, parse, rows, xml};
use crate::model::envelope::EnvelopeKind;
use crate::model::problem::{Code, Position, Problem};
use crate::model::time::Timestamp;

/// Everything that a document holds: reports, and what is in place of one.
pub(crate) fn in_tree<'a>(tree: &Tree<'a>, kind: EnvelopeKind, at: Cursor<'a>) -> Decoded<'a> {
    let mut walk = Walk { kind, at, lines: at.lines(), depth: 0, found: Decoded::default() };
    match tree {
        Tree::Null => walk.problem(Problem::plain(Code::ContentNull)),
        Tree::Text(text) => walk.string(text.clone(), None),
        Tree::Elided(shown) => walk.problem(elided(shown)),
        Tree::Bool(_) | Tree::Number(_) | Tree::List(_) | Tree::Members(_) => {
            let found = walk.visit(tree);
            if walk.is_doubtful()
                && let Some(rows) = walk.deep(tree)
            {
                return rows;
            }
            if !found {
                walk.problem(Problem::new(Code::OtherJson, other::shape(tree)));
            }
        }
    }
    walk.found
}

/// The reports in texts that are in the document at a place.
pub(crate) fn in_texts<'a>(texts: Vec<Cow<'a, str>>, kind: EnvelopeKind, at: Cursor<'a>) -> Decoded<'a> {
    let mut walk = Walk { kind, at, lines: at.lines(), depth: 0, found: Decoded::default() };
    texts.into_iter().for_each(|text| walk.content(text, None));
    walk.found
}

/// The problem of a report that a program printed in part only.
pub(crate) fn elided(shown: &str) -> Problem {
    let start: String = shown.chars().take(40).collect();
    let more = if start.len() < shown.len() { "…" } else { "" };
    Problem::new(Code::DumpTruncated, format!("a program printed `{start}{more}` and left the rest out"))
}

struct Walk<'a> {
    kind: EnvelopeKind,
    at: Cursor<'a>,
    lines: Lines<'a>,
    /// How many lists and objects the value is within.
    depth: usize,
    found: Decoded<'a>,
}

impl<'a> Walk<'a> {
    /// Whether anything was found: a report, or what is in its place.
    fn visit(&mut self, tree: &Tree<'a>) -> bool {
        if tree.get("Content").is_some() {
            self.report(tree);
            // A report that is buried in another one's members counts, too.
            for (name, member) in tree.members().iter().filter(|(name, _)| name != "Content") {
                let told = member.text().and_then(|text| failed::in_text(text));
                let is_told = told.is_some();
                told.into_iter().for_each(|problem| self.problem(problem));
                let is_open = matches!(self.kind, EnvelopeKind::AwsCliTable | EnvelopeKind::Yaml);
                let holder = if is_open && !siblings::is_of_client(name) {
                    // They have no brackets: what the AWS CLI did not write there is of something else.
                    Holder::Account
                } else if self.kind == EnvelopeKind::Dump && tree.get("GeneratedTime").is_none() {
                    // Languages spell `Content` as they do, and an account may be called so.
                    Holder::Answer
                } else {
                    Holder::Report
                };
                if !self.member(member, None) && !is_told && siblings::is_lost(name, member, holder) {
                    self.lost(member);
                }
            }
            return true;
        }
        if let Some(Ok(bytes)) = byte_list::in_tree(tree) {
            let opened = content::open_bytes(bytes, self.at.line());
            let is_report = opened.is_ok();
            opened.into_iter().for_each(|opened| self.push(opened, self.at.line(), None));
            return is_report;
        }
        // Deeper down, or by a name each, they are what another program made of a report.
        let shallow = self.depth == 0 || self.depth == 1 && matches!(tree, Tree::List(_));
        if let Some((rows, others)) =
            shallow.then(|| rows::in_tree(tree, &mut self.lines, self.at.line())).flatten()
        {
            self.rows(rows);
            for other in others {
                if !self.member(other, None) {
                    self.lost(other);
                }
            }
            return true;
        }
        let found = match tree {
            Tree::List(items) => self.list(items),
            Tree::Members(members) => self.map(members),
            Tree::Null | Tree::Bool(_) | Tree::Number(_) | Tree::Text(_) | Tree::Elided(_) => false,
        };
        let told = if found { None } else { other::problem_of(tree, self.depth == 0) };
        let is_told = told.is_some();
        told.into_iter().for_each(|problem| self.problem(problem));
        found || is_told
    }

    /// An array: of reports, or of one report's members without their names, as `--query [Content,GeneratedTime]` has it.
    fn list(&mut self, items: &[Tree<'a>]) -> bool {
        let times: Vec<Timestamp> =
            items.iter().filter_map(Tree::text).filter_map(|text| text.parse().ok()).collect();
        // A time is the report's when there is one of each.
        let reports = items.iter().filter(|item| item.text().is_some_and(|text| is_report(text))).count();
        let time = if let ([time], 1) = (times.as_slice(), reports) { Some(time) } else { None };
        let found: Vec<bool> = items.iter().map(|item| self.member(item, time)).collect();
        let any = found.contains(&true);
        let other = |item: &Tree<'_>| {
            !item.text().is_some_and(|text| text == "text/csv" || text.parse::<Timestamp>().is_ok())
        };
        // Beside a report deep within an item, the answers of other operations are at the same place of others.
        let place = items.iter().find_map(|item| deep::path_to(item, &|tree| tree.get("Content").is_some()));
        for (item, _) in items.iter().zip(found).filter(|(item, found)| any && !found && other(item)) {
            if !deep::is_other_answer(item, place.as_deref()) {
                self.lost(item);
            }
        }
        any
    }

    /// An object without `Content`: of reports by profile or account, or something around them.
    fn map(&mut self, members: &[(Cow<'a, str>, Tree<'a>)]) -> bool {
        let found: Vec<bool> = members.iter().map(|(_, member)| self.member(member, None)).collect();
        let reports: Vec<&str> = members
            .iter()
            .zip(&found)
            .filter(|(_, found)| **found)
            .map(|((name, _), _)| name.as_ref())
            .collect();
        // Where there are several, each is an account.
        let holder = if let [name] = reports.as_slice() { siblings::holder(name) } else { Holder::Account };
        let lost = members.iter().zip(&found).filter(|((name, member), found)| {
            !reports.is_empty() && !**found && siblings::is_lost(name, member, holder)
        });
        for ((_, member), _) in lost {
            self.lost(member);
        }
        !reports.is_empty()
    }

    /// A value within a document; whether anything was found.
    fn member(&mut self, tree: &Tree<'a>, time: Option<&Timestamp>) -> bool {
        match tree {
            Tree::Members(_) | Tree::List(_) => {
                self.depth += 1;
                let found = self.visit(tree);
                self.depth -= 1;
                found
            }
            Tree::Text(text) if is_report(text) => {
                self.string(text.clone(), time.cloned());
                true
            }
            Tree::Text(text) => self.nested(text),
            Tree::Elided(shown) => {
                self.problem(elided(shown));
                true
            }
            Tree::Null | Tree::Bool(_) | Tree::Number(_) => false,
        }
    }

    /// JSON in a text, as Ansible, Systems Manager and Lambda hand on what a command printed, or XML, as recordings of
    /// HTTP have it; whether reports were found.
    fn nested(&mut self, text: &str) -> bool {
        let start = text.trim_start();
        let line = self.lines.line_of(text.as_bytes()).unwrap_or(self.at.line());
        let likely = start.starts_with(['{', '[']) && start.contains("Content");
        let mut at = Cursor::new(text.as_bytes());
        let mut found = false;
        if let Some(next) = at.skip_blank().filter(|next| xml::is_answer(next.rest())) {
            let answer = xml::answer(next);
            found = self.inner(answer.found, line);
            at = next.advance(answer.length);
            if found && at.skip_blank().is_some() {
                let message = "text that is no XML stands behind XML in a text";
                self.problem(Problem::new(Code::OtherJson, message));
            }
            return found;
        }
        while let Some(next) = at.skip_blank().filter(|_| likely) {
            let Ok((tree, length)) = parse(next.rest()) else {
                // What is behind a document that was read is lost, what is before any is for others to judge.
                if found {
                    let message = "text that is no JSON stands behind JSON in a text";
                    self.problem(Problem::new(Code::OtherJson, message));
                }
                break;
            };
            found |= self.inner(in_tree(&tree, self.kind, next), line);
            at = next.advance(length);
        }
        found
    }

    /// What was found in a text that is a value at a line; whether reports were.
    fn inner(&mut self, inner: Decoded<'_>, line: u64) -> bool {
        let found = !inner.envelopes.is_empty();
        self.found.envelopes.extend(inner.envelopes.into_iter().map(|envelope| envelope.moved_to(line)));
        let problems = inner.problems.finish().into_iter();
        problems.for_each(|problem| self.found.problems.push(problem.at(Position::at_line(line))));
        found
    }

    /// A sibling of reports that holds none: an account that is lost.
    fn lost(&mut self, tree: &Tree<'a>) {
        self.problem(match tree {
            Tree::Null => {
                Problem::new(Code::ContentNull, "null stands where a report is expected, beside reports")
            }
            Tree::Text(text) if text.trim().is_empty() => Problem::new(
                Code::ContentEmpty,
                "an empty text stands where a report is expected, beside reports",
            ),
            Tree::Text(text) if is_nearly_base64(text.as_bytes()) => {
                return self.string(text.clone(), None);
            }
            Tree::Text(_)
            | Tree::Bool(_)
            | Tree::Number(_)
            | Tree::List(_)
            | Tree::Members(_)
            | Tree::Elided(_) => {
                let told = tree.text().and_then(|text| failed::in_text(text));
                told.unwrap_or_else(|| {
                    Problem::new(Code::OtherJson, format!("{}, beside reports", other::shape(tree)))
                })
            }
        });
    }

    /// An object with `Content`.
    fn report(&mut self, tree: &Tree<'a>) {
        let before = self.found.envelopes.len();
        let time = tree.get("GeneratedTime").map(generated_time);
        for (name, value) in tree.members().iter().filter(|(name, _)| name == "Content") {
            let line = match name {
                Cow::Borrowed(name) => self.lines.line_of(name.as_bytes()),
                Cow::Owned(_) => None,
            };
            let line = line.unwrap_or(self.at.line());
            let time = time.clone().flatten();
            match value {
                Tree::Text(text) => self.content(text.clone(), time),
                Tree::Null => self.problem(Problem::new(Code::ContentNull, "Content is null")),
                Tree::Elided(shown) => self.found.problems.push(elided(shown).at(Position::at_line(line))),
                Tree::Bool(_) | Tree::Number(_) | Tree::List(_) | Tree::Members(_) => {
                    let opened = match byte_list::in_tree(value) {
                        Some(Ok(bytes)) => content::open_bytes(bytes, line),
                        Some(Err(index)) => Err(form(format!(
                            "Content is a list of numbers, and value {index} is no byte in its place"
                        ))),
                        None if self.member(value, time.as_ref()) => continue,
                        None => {
                            Err(form("Content is a program's own data type, and no list of bytes".to_owned()))
                        }
                    };
                    match opened {
                        Ok(opened) => self.push(opened, line, time),
                        Err(problem) => self.found.problems.push(problem.at(Position::at_line(line))),
                    }
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
                let at = Position::at_line(envelope.locate(1).line);
                envelope.problems.push(problem.clone().at(at));
            }
        }
    }

    /// A string by itself.
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
        let line = self.lines.line_of(text.as_bytes()).unwrap_or(self.at.line());
        let part = if let Cow::Borrowed(part) = text { Some(part.as_bytes()) } else { None };
        match content::open(text, line) {
            Ok(opened) => {
                self.push(opened, line, generated_time);
                if let Some((envelope, part)) = self.found.envelopes.last_mut().zip(part) {
                    envelope.source = ReadFrom::Part(part);
                }
            }
            Err(problem) => self.found.problems.push(problem),
        }
    }

    fn push(&mut self, opened: Opened<'a>, line: u64, generated_time: Option<Timestamp>) {
        let envelope = WrappedCsv::of_value(self.kind, opened, line);
        self.found.envelopes.push(WrappedCsv { generated_time, ..envelope });
    }

    fn problem(&mut self, problem: Problem) {
        self.found.problems.push(problem.at(Position::at_line(self.at.line())));
    }
}

fn form(message: String) -> Problem {
    Problem::new(Code::ContentForm, message)
}

/// Seconds since 1970 and RFC 3339 are both in `GeneratedTime`, by the client's choice.
fn generated_time(tree: &Tree<'_>) -> Option<Timestamp> {
    match tree {
        Tree::Text(text) => text.parse().ok(),
        Tree::Number(seconds) if seconds.is_finite() => Timestamp::from_unix_seconds(*seconds as i64),
        Tree::Number(_) | Tree::Null | Tree::Bool(_) | Tree::List(_) | Tree::Members(_) | Tree::Elided(_) => {
            None
        }
    }
}
