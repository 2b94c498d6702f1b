//! YAML: the AWS CLI's `--output yaml` and `yaml-stream`.

use std::borrow::Cow;

use saphyr_parser::{Event, Parser, ScalarStyle};

use crate::credential_report::is_header_line;
use crate::decode::cursor::Cursor;
use crate::decode::decoded::Decoded;
use crate::decode::envelopes::{Consumed, cli_message, text_table};
use crate::decode::recognise::traces::is_nearly_base64;
use crate::decode::value::{DEEPEST, TOO_MANY, Tree, ValueBudget, push, reports};
use crate::model::envelope::EnvelopeKind;
use crate::model::problem::{Code, Position, Problem};

/// The members of which one begins a document here.
const NAMES: [&str; 6] = ["Content", "GeneratedTime", "ReportFormat", "State", "Code", "Message"];

/// A member of the AWS CLI's answers: alone, as an item of a list, or below a profile's or account's name.
pub(crate) fn begins(at: Cursor<'_>) -> bool {
    let line = at.this_line().trim_ascii_end();
    if line == b"---" {
        return at
            .next_line()
            .skip_blank()
            .is_some_and(|next| next.this_line().trim_ascii_end() != b"---" && begins(next));
    }
    let below = || line.ends_with(b":") && at.next_line().rest().starts_with(b" ");
    line.strip_prefix(b"- ").is_some_and(is_nearly_base64)
        || member(line).is_some()
        || below() && member(at.next_line().this_line().trim_ascii_start()).is_some()
        || holds_block(at)
}

/// Whether members begin here, one of which is a report's lines as a block, as a ConfigMap of Kubernetes has it.
fn holds_block(at: Cursor<'_>) -> bool {
    const MOST_LINES: usize = 40;
    const FAR: usize = 4096;
    let near = at.rest().get(..at.rest().len().min(FAR)).unwrap_or_default();
    if memchr::memmem::find(near, b": |").is_none()
        || !at.this_line().first().is_some_and(u8::is_ascii_alphabetic)
    {
        return false;
    }
    let mut line = at;
    for _ in 0..MOST_LINES {
        let text = line.this_line().trim_ascii_end();
        let next = line.next_line();
        if [&b": |"[..], b": |-", b": |+"].iter().any(|block| text.ends_with(block)) {
            return is_header_line(next.this_line().trim_ascii());
        }
        if text.is_empty() || !belongs(line) {
            return false;
        }
        line = next;
    }
    false
}

/// The name of the AWS CLI's that a line gives a value to, and whether it is an item of a list.
fn member(line: &[u8]) -> Option<(&'static str, bool)> {
    let item = line.strip_prefix(b"- ");
    let text = item.unwrap_or(line).trim_ascii_start();
    let text = text.strip_prefix(b"\"").unwrap_or(text);
    let named = |name: &&&str| {
        let rest = text.strip_prefix(name.as_bytes()).unwrap_or_default();
        rest.strip_prefix(b"\"").unwrap_or(rest).starts_with(b":")
    };
    NAMES.iter().find(named).map(|name| (*name, item.is_some()))
}

/// The lines that can belong to it: up to one that no such document has, or that begins the next one, as a name that
/// is at the margin again does where documents were joined.
pub(crate) fn read(at: Cursor<'_>) -> Consumed<'_> {
    let mut end = at;
    let mut seen = Vec::new();
    let listed = at.this_line().starts_with(b"- ");
    while !end.rest().is_empty() && belongs(end) {
        let at_margin = !end.rest().starts_with(b" ");
        if let Some((name, item)) = member(end.this_line()).filter(|_| at_margin) {
            if at.distance(end) > 0 && (item != listed || !item && seen.contains(&name)) {
                break;
            }
            seen.push(name);
        }
        end = end.next_line();
    }
    let length = at.distance(end).max(at.distance(at.next_line()));
    let text = at.rest().get(..length).unwrap_or_default();
    let at_line = Position::at_line(at.line());
    let mut found = Decoded::default();
    let Parsed { mut trees, failed, is_commented } = match std::str::from_utf8(text) {
        Ok(text) => parse(text),
        Err(error) => Parsed { failed: Some(error.to_string()), ..Parsed::default() },
    };
    // The mark of a next document, which another envelope read.
    if trees.len() > 1 && text.trim_ascii_end().ends_with(b"---") && trees.last() == Some(&Tree::Null) {
        trees.pop();
    }
    for tree in trees {
        found.absorb(reports::in_tree(&tree, EnvelopeKind::Yaml, at));
    }
    if is_commented {
        let message =
            "a comment stands in it, and no client writes one: a report may be commented out, or cut";
        found.damage(Problem::new(Code::YamlDamaged, message).at(at_line));
    }
    if let Some(why) = failed {
        let message = format!("the YAML document is cut off or damaged: {why}");
        found.damage(Problem::new(Code::YamlDamaged, message).at(at_line));
    } else if !text.ends_with(b"\n") && !text.ends_with(b"\r") {
        let message = "the YAML ends without a line break, so its last value may be cut";
        found.damage(Problem::new(Code::UnprovenEnd, message).at(at_line));
    }
    Consumed { length, found }
}

/// Whether a line can be in the document: indented, blank, an item, a mark, or a member.
fn belongs(line: Cursor<'_>) -> bool {
    let text = line.this_line();
    let member = || {
        let name = text.split(|byte| *byte == b':').next().unwrap_or_default();
        name.len() < text.len()
            && name.iter().all(|byte| byte.is_ascii_alphanumeric() || b"_-.'\"@ ".contains(byte))
    };
    match text.first() {
        None | Some(b'\t') => true,
        // A table of a database's client begins with a space, too.
        Some(b' ') => !line.skip_indent().is_some_and(text_table::begins),
        Some(b'-' | b'.') => text.starts_with(b"- ") || matches!(text, b"-" | b"---" | b"..."),
        Some(_) => member() && !cli_message::begins(line),
    }
}

/// What was read of a text.
#[derive(Default)]
struct Parsed<'a> {
    /// The documents.
    trees: Vec<Tree<'a>>,
    /// Why the text breaks off where it does.
    failed: Option<String>,
    /// Whether it has a comment: outside of values, nothing else has its sign.
    is_commented: bool,
}

fn parse(text: &str) -> Parsed<'_> {
    let mut parsed = Parsed::default();
    let mut builder = Builder::default();
    let mut places = ByteOffsets { text, chars: 0, bytes: 0 };
    let values = ValueBudget::for_text(text.as_bytes());
    for event in Parser::new_from_str(text) {
        match event {
            Ok(_) if builder.open.len() > DEEPEST => {
                parsed.failed = Some("values stand in each other too deeply".to_owned());
                break;
            }
            Ok(_) if !values.spend() => {
                parsed.failed = Some(TOO_MANY.to_owned());
                break;
            }
            Ok((event, span)) => {
                let before = places.bytes;
                let event = if let Event::Scalar(value, style, anchor, tag) = event {
                    let start = places.at(span.start.index());
                    parsed.is_commented |=
                        text.get(before..start).is_some_and(|between| between.contains('#'));
                    let part = text.get(start..places.at(span.end.index())).unwrap_or_default();
                    let part = part.trim_matches(['"', '\'']);
                    // Most values are a part of the text, unescaped: then it is known that they were read.
                    let value = if value == part { Cow::Borrowed(part) } else { value };
                    Event::Scalar(value, style, anchor, tag)
                } else {
                    event
                };
                parsed.trees.extend(builder.event(event));
            }
            Err(error) => {
                parsed.failed = Some(error.to_string());
                break;
            }
        }
    }
    parsed.trees.extend(builder.abandon());
    parsed.is_commented |= text.get(places.bytes..).is_some_and(|rest| rest.contains('#'));
    parsed
}

/// From the places of characters to those of bytes, in order.
struct ByteOffsets<'a> {
    text: &'a str,
    chars: usize,
    bytes: usize,
}

impl ByteOffsets<'_> {
    /// The byte at which a character begins; it must come after those that were asked for before.
    fn at(&mut self, character: usize) -> usize {
        let rest = self.text.get(self.bytes..).unwrap_or_default();
        let further = character.saturating_sub(self.chars);
        let bytes = rest.char_indices().nth(further).map_or(rest.len(), |(at, _)| at);
        self.chars += further;
        self.bytes += bytes;
        self.bytes
    }
}

/// Builds trees from events. Aliases are not followed: no client of AWS writes them.
#[derive(Default)]
struct Builder<'a> {
    open: Vec<Open<'a>>,
}

enum Open<'a> {
    List(Vec<Tree<'a>>),
    Members(Vec<(Cow<'a, str>, Tree<'a>)>, Option<Cow<'a, str>>),
}

impl<'a> Builder<'a> {
    /// The document that the event ends.
    fn event(&mut self, event: Event<'a>) -> Option<Tree<'a>> {
        match event {
            Event::SequenceStart(..) => self.open.push(Open::List(Vec::new())),
            Event::MappingStart(..) => self.open.push(Open::Members(Vec::new(), None)),
            Event::SequenceEnd | Event::MappingEnd => return self.close(),
            Event::Scalar(text, ScalarStyle::Plain, ..) if matches!(text.as_ref(), "null" | "~" | "") => {
                return self.value(Tree::Null);
            }
            // The parser reserves memory for more, and a copy gives that back.
            Event::Scalar(text, ..) => {
                let is_oversized = |text: &String| text.capacity() > 2 * text.len();
                return self.value(Tree::Text(match text {
                    Cow::Owned(text) if is_oversized(&text) => Cow::Owned(text.as_str().to_owned()),
                    Cow::Owned(_) | Cow::Borrowed(_) => text,
                }));
            }
            Event::Alias(_) => return self.value(Tree::Null),
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => {}
        }
        None
    }

    fn close(&mut self) -> Option<Tree<'a>> {
        let tree = match self.open.pop()? {
            Open::List(items) => Tree::List(items),
            Open::Members(members, _) => Tree::Members(members),
        };
        self.value(tree)
    }

    fn value(&mut self, tree: Tree<'a>) -> Option<Tree<'a>> {
        match self.open.last_mut() {
            None => return Some(tree),
            Some(Open::List(items)) => push(items, tree),
            Some(Open::Members(members, name)) => match (name.take(), tree) {
                (Some(name), tree) => push(members, (name, tree)),
                (None, Tree::Text(text)) => *name = Some(text),
                (None, _) => *name = Some(Cow::Borrowed("")),
            },
        }
        None
    }

    /// What had been read when the text broke off.
    fn abandon(&mut self) -> Option<Tree<'a>> {
        let mut document = None;
        while !self.open.is_empty() {
            document = self.close();
        }
        document
    }
}
