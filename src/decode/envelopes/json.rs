//! JSON: one document, or several after each other, pretty or one a line.

use std::borrow::Cow;

use crate::decode::cursor::Cursor;
use crate::decode::decoded::Decoded;
use crate::decode::envelopes::Consumed;
use crate::decode::recognise::traces::{is_csv, is_nearly_base64, is_report};
use crate::decode::value::{Tree, ValueBudget, deep, parse_within, printed, reports, rows};
use crate::model::envelope::EnvelopeKind;
use crate::model::problem::{Code, Position, Problem};

/// An object, an array, or a string that is empty or begins as a report does.
pub(crate) fn begins(at: Cursor<'_>) -> bool {
    if matches!(at.rest().first(), Some(b'{' | b'[')) {
        return true;
    }
    let line = at.line_start();
    match line {
        [b'"', text @ ..] => {
            let text = text.split(|byte| *byte == b'"').next().unwrap_or_default();
            line.trim_ascii_end() == b"\"\"" || is_nearly_base64(text) || is_csv(first_line(text))
        }
        _ => false,
    }
}

/// A JSON string's text up to its first line break.
fn first_line(text: &[u8]) -> &[u8] {
    let end = memchr::memmem::find(text, b"\\n").or_else(|| memchr::memmem::find(text, b"\\r"));
    text.get(..end.unwrap_or(text.len())).unwrap_or_default()
}

/// One document, or all the rows of a report that follow each other as one document each; where it is damaged, all
/// up to the next line that a sound one begins at.
pub(crate) fn read(at: Cursor<'_>) -> Consumed<'_> {
    if at.patience() == 0 {
        return damaged(at, 0, "too much of the text around it is damaged, too");
    }
    let values = ValueBudget::for_text(at.rest());
    let (mut tree, length) = match parse_within(at.rest(), &values) {
        (Ok(tree), length) => (tree, length),
        (Err(why), length) => return damaged(at, length, &why),
    };
    let mut end = at.advance(length);
    let mut spent = 0;
    let is_sought = |tree: &Tree<'_>| rows::is_row(tree) || rows::is_header_text(tree);
    let path =
        deep::path_to(&tree, &is_sought).map(|path| path.into_iter().map(str::to_owned).collect::<Vec<_>>());
    if let Some(path) = path {
        let is_line = deep::at(&tree, &path).is_some_and(rows::is_header_text);
        let goes_on = |tree: &Tree<'_>| {
            deep::at(tree, &path)
                .is_some_and(|row| if is_line { row.text().is_some() } else { rows::is_row(row) })
        };
        let mut all = vec![tree];
        while let Some(next) = end.skip_blank()
            && next.rest().starts_with(b"{")
        {
            match parse_within(next.rest(), &values) {
                (Ok(row), length) if goes_on(&row) => {
                    all.push(row);
                    end = next.advance(length);
                }
                (_, length) => {
                    spent = length;
                    break;
                }
            }
        }
        tree = if all.len() == 1 && !path.is_empty() { all.swap_remove(0) } else { Tree::List(all) };
    }
    let found = reports::in_tree(&tree, EnvelopeKind::AwsCliJson, at);
    Consumed { length: at.distance(end), found: Decoded { spent, ..found } }
}

/// A damaged document: the strings in it that are reports are still looked at, for an active key must show.
fn damaged<'a>(at: Cursor<'a>, read: usize, why: &str) -> Consumed<'a> {
    let next = resume(at.spend(read));
    let length = at.distance(next);
    let problem = Problem::new(Code::JsonDamaged, format!("the JSON document is cut off or damaged: {why}"))
        .at(Position::at_line(at.line()));
    // Whichever quotes were lost, a string is between two of them.
    let strings = at.rest().get(..length).unwrap_or_default().split(|byte| *byte == b'"');
    let texts = strings.filter_map(|string| {
        let text = std::str::from_utf8(string).ok()?;
        if !text.contains('\\') {
            return Some(Cow::Borrowed(text));
        }
        serde_json::from_str(&format!("\"{text}\"")).ok().map(Cow::Owned)
    });
    let texts: Vec<Cow<'a, str>> = texts.filter(|text| is_report(text)).collect();
    let mut found = reports::in_texts(texts, EnvelopeKind::AwsCliJson, at);
    if found.envelopes.is_empty() {
        // Rows and bytes are in no string: what can be read of the document, as leniently as what a program printed.
        let tree = printed::value(at.rest().get(..length).unwrap_or_default()).tree;
        found.envelopes = reports::in_tree(&tree, EnvelopeKind::AwsCliJson, at).envelopes;
    }
    found.damage(problem.clone());
    if !found.envelopes.is_empty() {
        found.problems.push(problem);
    }
    found.spent = at.patience() - next.patience();
    Consumed { length, found }
}

/// The next line at which a document begins that is sound or in another envelope, or the end.
pub(crate) fn resume(at: Cursor<'_>) -> Cursor<'_> {
    // Each try may read to the end, and no real file needs many.
    let mut tries = 0..16;
    let mut next = at.next_line();
    while let Some(first) = next.rest().first() {
        let begins = match first {
            b'{' | b'[' => {
                tries.next().is_some() && next.patience() > 0 && {
                    let (tree, length) = parse_within(next.rest(), &ValueBudget::for_text(next.rest()));
                    let begins = tree.is_ok_and(|tree| is_document(&tree));
                    next = if begins { next } else { next.spend(length) };
                    begins
                }
            }
            b' ' | b'\t' | b'\r' | b'\n' | b'"' => false,
            _ => crate::decode::envelopes::envelope_at(next).is_some(),
        };
        if begins {
            break;
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
            items.iter().any(|item| is_document(item) || item.text().is_some_and(|t| is_report(t)))
        }
        Tree::Null | Tree::Bool(_) | Tree::Number(_) | Tree::Text(_) | Tree::Elided(_) => false,
    }
}
