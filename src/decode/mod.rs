//! From a file's bytes to the CSVs in it. Shapes are recognised by content, never by file name.
//!
//! Each envelope is one file in `envelopes`, and one line of its table. A file can hold several after each other, as `>>`
//! and `2>&1` leave them: each reads what it knows from its start, and the next goes on from its end.

pub(crate) mod containers;
pub(crate) mod content;
pub(crate) mod cursor;
mod decoded;
pub(crate) mod envelopes;
pub(crate) mod recognise;
pub(crate) mod salvage;
pub(crate) mod strict;
pub(crate) mod value;

use std::collections::BTreeSet;

use crate::credential_report::remark::{self, is_remark};
use crate::model::envelope::EnvelopeKind;
use crate::model::problem::{Code, Position, Problem};
use cursor::Cursor;
use envelopes::{Consumed, envelope_at};

pub(crate) use decoded::{Decoded, Place, WrappedCsv};

/// The reports in a text, and what is in place of some. The text is UTF-8, or damaged.
pub(crate) fn decode(text: &[u8]) -> Decoded<'_> {
    let text = without_end_of_file(text);
    let mut found = Decoded::default();
    let mut remarks = Vec::new();
    let mut worst_leftover: Option<(Leftover, u64)> = None;
    let mut cursor = Cursor::new(text);
    while let Some(at) = cursor.skip_blank() {
        let envelope = envelope_at(at);
        let (consumed, kind) = match envelope {
            Some(envelope) => {
                let consumed = (envelope.read)(at);
                let kind = if consumed.found.torn {
                    Some(Leftover::Torn)
                } else if consumed.found.problems.has_any(&DAMAGE) {
                    Some(if at.starts_line() { Leftover::Apart } else { Leftover::Torn })
                } else {
                    None
                };
                (consumed, kind)
            }
            None => {
                let length = leftover_text(at);
                let text = at.rest().get(..length).unwrap_or_default();
                let problem = recognise::describe(text).at(Position::at_line(at.line()));
                if at.starts_line() && text.split(|byte| matches!(byte, b'\n' | b'\r')).all(is_remark) {
                    remarks.push((text, at.line(), problem));
                    cursor = at.advance(length.max(1));
                    continue;
                }
                let kind = if at.starts_line() { Leftover::of_text(text) } else { Leftover::Torn };
                (Consumed { length, found: Decoded::problem(problem) }, Some(kind))
            }
        };
        if envelope.is_some_and(|envelope| envelope.open_ended) || kind.is_some() {
            let text = at.rest().get(..consumed.length).unwrap_or_default();
            let known: BTreeSet<&[u8]> =
                consumed.found.envelopes.iter().map(|envelope| envelope.csv.as_ref()).collect();
            let more = salvage::reports(text, at.lines()).into_iter();
            found.envelopes.extend(more.filter(|envelope| !known.contains(envelope.csv.as_ref())));
        }
        // The worst decides, and of those the first.
        if let Some(kind) = kind.filter(|kind| worst_leftover.is_none_or(|(worst, _)| *kind > worst)) {
            worst_leftover = Some((kind, at.line()));
        }
        let spent = consumed.found.spent;
        found.absorb(consumed.found);
        cursor = at.spend(spent).advance(consumed.length.max(1));
    }
    if !are_beside_csv(&remarks, &found) {
        for (text, line, problem) in remarks {
            found.problems.push(problem);
            let kind = Leftover::of_text(text);
            worst_leftover = worst_leftover.filter(|(worst, _)| *worst >= kind).or(Some((kind, line)));
        }
    }
    if found.envelopes.iter().all(is_csv)
        && let Some(line) = remark::without_report(text)
    {
        let message = "a heading has no report below it, where others have one";
        found.problems.push(Problem::new(Code::Unrecognized, message).at(Position::at_line(line)));
    }
    for envelope in &mut found.envelopes {
        let touched = |(kind, _): &(Leftover, u64)| *kind == Leftover::Torn || !envelope.is_enclosed();
        if let Some((_, line)) = worst_leftover.filter(touched) {
            envelope.problems.push(Problem::plain(Code::Neighbour).at(Position::at_line(line)));
        }
    }
    if let Some(problem) = recognise::unread::problem(text, &found.envelopes) {
        found.envelopes.iter_mut().for_each(|envelope| envelope.problems.push(problem.clone()));
    }
    if found.envelopes.is_empty() && found.problems.is_empty() {
        found.problems.push(empty(text));
    }
    found
}

/// A text without the mark that `copy` of Windows puts at the end of files that it joins.
fn without_end_of_file(text: &[u8]) -> &[u8] {
    text.trim_ascii_end().strip_suffix(b"\x1A").unwrap_or(text)
}

/// Whether remarks are beside CSVs alone, and name no account but theirs: then they are titles, and nothing of a report.
fn are_beside_csv(remarks: &[(&[u8], u64, Problem)], found: &Decoded<'_>) -> bool {
    let names =
        |id: &[u8]| found.envelopes.iter().any(|envelope| memchr::memmem::find(&envelope.csv, id).is_some());
    !found.envelopes.is_empty()
        && found.envelopes.iter().all(is_csv)
        && remarks.iter().all(|(text, ..)| remark::ids(text).all(names))
}

fn is_csv(envelope: &WrappedCsv<'_>) -> bool {
    envelope.kind == EnvelopeKind::None
}

/// What shows that a document could not be read whole: where it ends is not sure.
const DAMAGE: [Code; 9] = [
    Code::JsonDamaged,
    Code::YamlDamaged,
    Code::XmlDamaged,
    Code::DumpDamaged,
    Code::TableDamaged,
    Code::Base64Damaged,
    Code::ContentForm,
    Code::Html,
    Code::Unrecognized,
];

/// A leftover: text that no envelope recognises, or that its envelope could not read whole, by what it can have to do with the
/// documents around it. What reports a leftover holds is salvaged; those around it are clean only where it can't be a part
/// of them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Leftover {
    /// Lines of its own: what brackets or a line's end enclose next to it is whole.
    Apart,
    /// A part of a document that was torn: its punctuation, or the rest of its line.
    Torn,
}

impl Leftover {
    fn of_text(text: &[u8]) -> Self {
        let text = text.trim_ascii();
        let punctuation = |byte: Option<&u8>, of: &[u8]| byte.is_some_and(|byte| of.contains(byte));
        // A line such as `prod:`, echoed between documents, is no part of one.
        let torn =
            punctuation(text.first(), b"}],:\"") || punctuation(text.last(), b"{[,") || text.contains(&0);
        if torn { Self::Torn } else { Self::Apart }
    }
}

/// The length of the lines from here on that no envelope recognises.
fn leftover_text(at: Cursor<'_>) -> usize {
    let mut end = at;
    loop {
        end = end.next_line();
        match end.skip_blank() {
            Some(next) if envelope_at(next).is_some() => return at.distance(end),
            Some(next) => end = next,
            None => return at.rest().len(),
        }
    }
}

fn empty(text: &[u8]) -> Problem {
    let found = if text.is_empty() { "the input has no bytes" } else { "the input has nothing but blanks" };
    Problem::new(Code::Empty, format!("{found}: what a failed AWS CLI command leaves behind `>`"))
}
