//! What decoding left over of a text in which it found reports. Each shape hands on what it read; this looks at all the
//! rest, names of members, comments and labels included, so that no shape has to remember to.

use std::cmp::Ordering;

use crate::credential_report::lines::Lines;
use crate::credential_report::trace;
use crate::decode::decoded::{ReadFrom, WrappedCsv};
use crate::model::problem::{Code, Position, Problem};

/// The problem of a text whose traces are not those of the reports that were read of it: with more, something is hidden; with
/// fewer, something could be, for it can't be told what they come from.
pub(crate) fn problem(text: &[u8], envelopes: &[WrappedCsv<'_>]) -> Option<Problem> {
    if envelopes.is_empty() {
        return None;
    }
    let parts = left(text, envelopes);
    let counts: Vec<usize> = parts.iter().map(|part| trace::count(part)).collect();
    let read: usize = envelopes.iter().map(WrappedCsv::traces).sum();
    let message = match counts.iter().sum::<usize>().cmp(&read) {
        Ordering::Equal => return None,
        Ordering::Greater => {
            "the root user or a key's column is named beside the reports that were read, from here on"
        }
        Ordering::Less => {
            "the reports that were read name the root user or a key's column more often than the text does, from here on"
        }
    };
    let traced = parts.iter().zip(counts).find(|(_, count)| *count > 0).map(|(part, _)| *part);
    let line = traced.and_then(|part| Lines::new(text).line_of(first_line(part)));
    Some(Problem::new(Code::UnreadTrace, message).at(Position::at_line(line.unwrap_or(1))))
}

/// The parts of a text that no report was read from as a whole.
fn left<'t>(text: &'t [u8], envelopes: &[WrappedCsv<'_>]) -> Vec<&'t [u8]> {
    let place = |envelope: &WrappedCsv<'_>| {
        let ReadFrom::Part(part) = envelope.source else { return None };
        let start = (part.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
        (start < text.len()).then_some((start, start + part.len()))
    };
    let mut read: Vec<(usize, usize)> = envelopes.iter().filter_map(place).collect();
    read.sort_unstable();
    let (mut left, mut at) = (Vec::new(), 0);
    for (start, end) in read.into_iter().chain([(text.len(), text.len())]) {
        left.extend(text.get(at..start).filter(|part| !part.is_empty()));
        at = at.max(end);
    }
    left
}

/// The first line that has a trace by itself; else all of it.
fn first_line(part: &[u8]) -> &[u8] {
    let mut lines = part.split(|byte| matches!(byte, b'\n' | b'\r'));
    lines.find(|line| trace::is_in(line)).unwrap_or(part)
}
