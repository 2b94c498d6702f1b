//! XML as a tree: an element with others in it is an object, any other is its text.

use std::borrow::Cow;

use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::Event;
use quick_xml::reader::Reader;

use crate::decode::cursor::Cursor;
use crate::decode::decoded::Decoded;
use crate::decode::value::{DEEPEST, TOO_MANY, Tree, ValueBudget, push, reports};
use crate::model::envelope::EnvelopeKind;
use crate::model::problem::{Code, Position, Problem};

/// What was read of a document.
pub(crate) struct Parsed<'a> {
    /// Its root element as a member, whole or as far as it goes.
    pub(crate) tree: Tree<'a>,
    pub(crate) length: usize,
    /// What keeps it from being whole.
    pub(crate) fault: Option<String>,
}

/// The name of the element that begins a document, below a declaration and comments.
pub(crate) fn root(mut text: &[u8]) -> Option<&[u8]> {
    loop {
        text = text.trim_ascii_start();
        let end: &[u8] = match text {
            [b'<', b'?', ..] => b"?>",
            [b'<', b'!', b'-', b'-', ..] => b"-->",
            _ => break,
        };
        text = text.get(memchr::memmem::find(text, end)? + end.len()..)?;
    }
    let name = text.strip_prefix(b"<")?;
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-.:".contains(byte);
    let name = name.get(..name.iter().take_while(|byte| is_name(byte)).count())?;
    // A prefix says by whom the name is.
    name.rsplit(|byte| *byte == b':').next().filter(|name| !name.is_empty())
}

/// Whether a text begins as an answer does.
pub(crate) fn is_answer(text: &[u8]) -> bool {
    const ANSWERS: [&[u8]; 5] = [
        b"GetCredentialReportResponse",
        b"GetCredentialReportResult",
        b"GenerateCredentialReportResponse",
        b"ErrorResponse",
        b"Error",
    ];
    root(text).is_some_and(|name| ANSWERS.contains(&name))
}

/// What an answer holds.
pub(crate) struct Answer<'a> {
    pub(crate) found: Decoded<'a>,
    pub(crate) length: usize,
    pub(crate) is_whole: bool,
}

/// The answer that begins at a place. What can be read of a damaged one is read: an active key in it must show.
pub(crate) fn answer(at: Cursor<'_>) -> Answer<'_> {
    let Parsed { tree, length, fault } = parse(at.rest());
    // Of an error, the number of the request says nothing more.
    let error = tree.get("ErrorResponse").filter(|error| {
        error.members().iter().all(|(name, _)| matches!(name.as_ref(), "Error" | "RequestId" | "RequestID"))
    });
    let tree = error.and_then(|error| error.get("Error")).unwrap_or(&tree);
    let mut found = reports::in_tree(tree, EnvelopeKind::QueryApi, at);
    let is_whole = fault.is_none();
    if let Some(why) = fault {
        let message = format!("the XML document is cut off or damaged: {why}");
        let problem = Problem::new(Code::XmlDamaged, message).at(Position::at_line(at.line()));
        found.damage(problem.clone());
        found.problems.push_new(&problem);
    }
    Answer { found, length, is_whole }
}

/// The document that begins a text. Comments and attributes are not in its tree.
pub(crate) fn parse(text: &[u8]) -> Parsed<'_> {
    let text = match std::str::from_utf8(text) {
        Ok(text) => text,
        Err(error) => text
            .get(..error.valid_up_to())
            .and_then(|text| std::str::from_utf8(text).ok())
            .unwrap_or_default(),
    };
    let mut reader = Reader::from_str(text);
    let values = ValueBudget::for_text(text.as_bytes());
    let mut open: Vec<Element<'_>> = Vec::new();
    let mut tree = None;
    let fault = loop {
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => break Some(error.to_string()),
        };
        match event {
            Event::Start(_) | Event::Empty(_) if !values.spend() => break Some(TOO_MANY.to_owned()),
            Event::Start(_) if open.len() >= DEEPEST => {
                break Some("elements are in each other too deeply".to_owned());
            }
            Event::Start(start) => push(&mut open, Element::new(start.local_name().into_inner())),
            Event::Empty(start) => {
                let element = Element::new(start.local_name().into_inner());
                tree = close(element, &mut open);
            }
            Event::End(_) => match open.pop() {
                Some(element) => tree = close(element, &mut open),
                None => break Some("an element ends that has not begun".to_owned()),
            },
            Event::Text(part) => add(&mut open, part.into_inner()),
            Event::CData(part) => add(&mut open, part.into_inner()),
            Event::GeneralRef(name) => {
                let letter = name.resolve_char_ref().ok().flatten().map(String::from);
                match letter.or_else(|| resolve_xml_entity(&name).map(str::to_owned)) {
                    Some(letters) => add(&mut open, Cow::Owned(letters)),
                    None => break Some("an entity is none of XML's own".to_owned()),
                }
            }
            Event::DocType(_) => break Some("it has a document type, which can say anything".to_owned()),
            Event::Eof => break Some("it ends within an element".to_owned()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
        if tree.is_some() {
            break None;
        }
    };
    while let Some(element) = open.pop() {
        tree = close(element, &mut open);
    }
    let length = usize::try_from(reader.buffer_position()).unwrap_or(text.len()).min(text.len());
    Parsed { tree: tree.unwrap_or(Tree::Null), length, fault }
}

struct Element<'a> {
    name: String,
    members: Vec<(Cow<'a, str>, Tree<'a>)>,
    text: Cow<'a, str>,
}

impl Element<'_> {
    fn new(name: &str) -> Self {
        Self { name: name.to_owned(), members: Vec::new(), text: Cow::Borrowed("") }
    }
}

/// Adds a part of a text to the element that is open.
fn add<'a>(open: &mut [Element<'a>], part: Cow<'a, str>) {
    let Some(Element { text, .. }) = open.last_mut() else { return };
    if text.is_empty() { *text = part } else { text.to_mut().push_str(&part) }
}

/// Puts an element into the one around it; the document, where none is.
fn close<'a>(element: Element<'a>, open: &mut [Element<'a>]) -> Option<Tree<'a>> {
    let Element { name, mut members, text } = element;
    let tree = if members.is_empty() {
        Tree::Text(text)
    } else {
        if !text.trim().is_empty() {
            push(&mut members, (Cow::Borrowed(""), Tree::Text(text)));
        }
        Tree::Members(members)
    };
    let member = (Cow::Owned(name), tree);
    match open.last_mut() {
        Some(around) => push(&mut around.members, member),
        None => return Some(Tree::Members(vec![member])),
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_members_and_texts() {
        let document =
            "<?xml version=\"1.0\"?><!-- a --><x:A b='c'><B>1&lt;<![CDATA[<]]>&#62;</B><B/>\n</x:A>";
        let behind = format!("{document}more");
        let parsed = parse(behind.as_bytes());
        assert_eq!((parsed.fault, parsed.length), (None, document.len()));
        let text = |text: &str| Tree::Text(Cow::Owned(text.to_owned()));
        let members = vec![(Cow::Borrowed("B"), text("1<<>")), (Cow::Borrowed("B"), text(""))];
        assert_eq!(parsed.tree, Tree::Members(vec![(Cow::Borrowed("A"), Tree::Members(members))]));
        for damaged in
            ["<A>", "<A><B></A>", "<A>&x;</A>", "<!DOCTYPE a><A></A>", "", "</A>", &"<A>".repeat(100)]
        {
            assert!(parse(damaged.as_bytes()).fault.is_some(), "{damaged}");
        }
        assert_eq!(root(b"<?xml?>\n<!-- <B> -->\n<x:A y='z'>"), Some(&b"A"[..]));
        assert_eq!(root(b"<!DOCTYPE html>"), None);
    }
}
