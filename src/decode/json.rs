//! JSON: one document, or several after each other, pretty or one a line.

use super::cursor::Cursor;
use super::tree::Tree;
use super::{EnvelopeKind, Taken, content, document};
use crate::problem::{Code, Position, Problem};

/// An object, an array, or a string that fills its line.
pub(crate) fn begins(at: Cursor<'_>) -> bool {
    match at.rest().first() {
        Some(b'{' | b'[') => true,
        Some(b'"') => {
            at.this_line().trim_ascii_end().ends_with(b"\"")
                || memchr::memchr(b'"', at.rest().get(1..).unwrap_or_default()).is_none()
        }
        _ => false,
    }
}

/// One document; where it is damaged, all up to the next line that a sound one begins at.
pub(crate) fn take(at: Cursor<'_>) -> Taken<'_> {
    match parse(at.rest()) {
        Ok((tree, length)) => Taken { length, found: document::reports(&tree, EnvelopeKind::AwsCliJson, at) },
        Err(why) => damaged(at, &why),
    }
}

fn parse(text: &[u8]) -> Result<(Tree<'_>, usize), String> {
    let mut documents = serde_json::Deserializer::from_slice(text).into_iter::<Tree<'_>>();
    match documents.next() {
        Some(Ok(tree)) => Ok((tree, documents.byte_offset())),
        Some(Err(error)) => Err(error.to_string()),
        None => Err("there is none".to_owned()),
    }
}

/// A damaged document: the values of `Content` in it that are whole are still looked at, for an active key must show.
fn damaged<'a>(at: Cursor<'a>, why: &str) -> Taken<'a> {
    let length = at.distance(resume(at));
    let problem = Problem::new(Code::JsonDamaged, format!("the JSON document is cut off or damaged: {why}"))
        .at(Position::at_line(at.line()));
    let mut taken = Taken::problem(length, problem.clone());
    let mut rest = at.rest().get(..length).unwrap_or_default();
    while let Some(found) = memchr::memmem::find(rest, b"\"Content\"") {
        rest = rest.get(found + b"\"Content\"".len()..).unwrap_or_default();
        let value = rest.trim_ascii_start().strip_prefix(b":").unwrap_or_default().trim_ascii_start();
        let Some(Ok(tree @ Tree::Text(_))) =
            value.starts_with(b"\"").then(|| parse(value).map(|(tree, _)| tree))
        else {
            continue;
        };
        let salvaged = document::value(&tree, EnvelopeKind::AwsCliJson, at);
        taken.found.envelopes.extend(salvaged.map(|mut envelope| {
            envelope.problems.push(problem.clone());
            envelope
        }));
    }
    taken
}

/// The next line at which a sound document begins, or the end.
fn resume(at: Cursor<'_>) -> Cursor<'_> {
    let mut next = at.next_line();
    while !next.rest().is_empty() {
        let sound = |next: Cursor<'_>| parse(next.rest()).is_ok_and(|(tree, _)| is_document(&tree));
        if matches!(next.rest().first(), Some(b'{' | b'[')) && sound(next) || super::cli_message::begins(next)
        {
            return next;
        }
        next = next.next_line();
    }
    next
}

/// Not a fragment such as `[]` within a damaged document.
fn is_document(tree: &Tree<'_>) -> bool {
    match tree {
        Tree::Members(members) => !members.is_empty(),
        Tree::List(items) => {
            items.iter().any(|item| is_document(item) || item.text().is_some_and(|t| content::is_report(t)))
        }
        Tree::Null | Tree::Bool | Tree::Number(_) | Tree::Text(_) => false,
    }
}
