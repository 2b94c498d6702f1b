//! From a file's bytes to the CSVs in it. Shapes are recognised by content, never by file name.
//!
//! Each family of shapes is one file in `family`, and one line of its table. A file can hold several shapes after each
//! other, as `>>` and `2>&1` leave them: each family takes what it knows from where it stands, and the next goes on from
//! there.

mod cursor;
mod envelope;
mod family;
pub(crate) mod foreign;
#[cfg(fuzzing)]
pub mod fuzzing;
pub(crate) mod layer;
mod leftover;
mod message;
mod salvage;
mod step;
pub(crate) mod tree;
pub(crate) mod usual;
mod value;

use std::collections::BTreeSet;

use crate::problem::{Code, Position, Problem};
use cursor::Cursor;
use family::{Taken, family_at};

pub use envelope::EnvelopeKind;
pub(crate) use envelope::{Decoded, Envelope, Place};
pub use step::Step;

/// Takes a text apart. The text is UTF-8, or damaged.
pub(crate) fn decode(text: &[u8]) -> Decoded<'_> {
    let mut found = Decoded::default();
    let mut strange: Option<(Strange, u64)> = None;
    let mut cursor = Cursor::new(text);
    while let Some(at) = cursor.skip_blank() {
        let family = family_at(at);
        let (taken, kind) = match family {
            Some(family) => {
                let taken = (family.take)(at);
                let kind = if taken.found.torn {
                    Some(Strange::Torn)
                } else if taken.found.problems.has_any(&DAMAGE) {
                    Some(if at.starts_line() { Strange::Apart } else { Strange::Torn })
                } else {
                    None
                };
                (taken, kind)
            }
            None => {
                let length = strange_text(at);
                let text = at.rest().get(..length).unwrap_or_default();
                let problem = foreign::describe(text).at(Position::at_line(at.line()));
                let kind = if at.starts_line() { Strange::of(text) } else { Strange::Torn };
                (Taken { length, found: Decoded::problem(problem) }, Some(kind))
            }
        };
        if family.is_some_and(|family| family.open_ended) || kind.is_some() {
            let text = at.rest().get(..taken.length).unwrap_or_default();
            let known: BTreeSet<&[u8]> =
                taken.found.envelopes.iter().map(|envelope| envelope.csv.as_ref()).collect();
            let more = salvage::reports(text, at.lines()).into_iter();
            found.envelopes.extend(more.filter(|envelope| !known.contains(envelope.csv.as_ref())));
        }
        // The worst decides, and of those the first.
        if let Some(kind) = kind.filter(|kind| strange.is_none_or(|(worst, _)| *kind > worst)) {
            strange = Some((kind, at.line()));
        }
        let spent = taken.found.spent;
        found.absorb(taken.found);
        cursor = at.spend(spent).advance(taken.length.max(1));
    }
    for envelope in &mut found.envelopes {
        let touched = |(kind, _): &(Strange, u64)| *kind == Strange::Torn || !envelope.is_enclosed();
        if let Some((_, line)) = strange.filter(touched) {
            envelope.problems.push(Problem::plain(Code::Neighbour).at(Position::at_line(line)));
        }
    }
    if let Some(problem) = leftover::problem(text, &found.envelopes) {
        found.envelopes.iter_mut().for_each(|envelope| envelope.problems.push(problem.clone()));
    }
    if found.envelopes.is_empty() && found.problems.is_empty() {
        found.problems.push(empty(text));
    }
    found
}

/// What shows a document that could not be taken apart whole: where it ends is not sure.
const DAMAGE: [Code; 6] = [
    Code::JsonDamaged,
    Code::YamlDamaged,
    Code::DumpDamaged,
    Code::TableDamaged,
    Code::Base64Damaged,
    Code::ContentForm,
];

/// Text that no family knows, by what it can have to do with the documents around it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Strange {
    /// Lines of its own: what brackets or a line's end enclose is whole beside it.
    Apart,
    /// A part of a document that was torn: its punctuation, or the rest of its line.
    Torn,
}

impl Strange {
    fn of(text: &[u8]) -> Self {
        let text = text.trim_ascii();
        let punctuation = |byte: Option<&u8>, of: &[u8]| byte.is_some_and(|byte| of.contains(byte));
        // A line such as `prod:`, echoed between documents, is no part of one.
        let torn =
            punctuation(text.first(), b"}],:\"") || punctuation(text.last(), b"{[,") || text.contains(&0);
        if torn { Self::Torn } else { Self::Apart }
    }
}

/// How far no family knows what stands there: whole lines.
fn strange_text(at: Cursor<'_>) -> usize {
    let mut end = at;
    loop {
        end = end.next_line();
        match end.skip_blank() {
            Some(next) if family_at(next).is_some() => return at.distance(end),
            Some(next) => end = next,
            None => return at.rest().len(),
        }
    }
}

fn empty(text: &[u8]) -> Problem {
    let found = if text.is_empty() { "the input has no bytes" } else { "the input has nothing but blanks" };
    Problem::new(Code::Empty, format!("{found}: what a failed AWS CLI command leaves behind `>`"))
}
