//! What decoding finds: CSVs, how each was wrapped, what was done to reach it, and what was wrong on the way.

use std::borrow::Cow;

use crate::credential_report::End;
use crate::credential_report::trace;
use crate::decode::content::Opened;
use crate::model::envelope::EnvelopeKind;
use crate::model::normalization::Normalization;
use crate::model::problem::{Position, Problem};
use crate::model::problem_list::ProblemList;
use crate::model::time::Timestamp;

/// Where the lines of a CSV are in the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// They are the input's own lines from this one on.
    Lines(u64),
    /// They are inside a value that begins at this line.
    Within(u64),
    /// Each of them is at a line of its own.
    Each(Vec<u64>),
}

/// What of the text a CSV was read from, so that what is left over can be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReadFrom<'a> {
    /// A part of it, and nothing in that part was passed over.
    Part(&'a [u8]),
    /// Here and there, with as many traces as the CSV has itself.
    Scattered,
    /// Here and there, with so many traces.
    Traces(usize),
}

/// A CSV, and how it was wrapped: what decoding gives, and what the credential reports are read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WrappedCsv<'a> {
    pub(crate) kind: EnvelopeKind,
    /// What was done to reach the CSV, from the outside in.
    pub(crate) normalized: Vec<Normalization>,
    pub(crate) csv: Cow<'a, [u8]>,
    pub(crate) source: ReadFrom<'a>,
    pub(crate) generated_time: Option<Timestamp>,
    pub(crate) place: Place,
    /// Whether the envelope proves that the CSV is whole.
    pub(crate) end: End,
    /// What was wrong with the envelope: it touches every account in it.
    pub(crate) problems: Vec<Problem>,
}

impl<'a> WrappedCsv<'a> {
    /// What a value at a line of the input holds.
    pub(crate) fn of_value(kind: EnvelopeKind, opened: Opened<'a>, line: u64) -> Self {
        let Opened { csv, normalized, end, damage } = opened;
        Self {
            kind,
            normalized,
            csv,
            source: ReadFrom::Scattered,
            generated_time: None,
            place: Place::Within(line),
            end,
            problems: damage.into_iter().collect(),
        }
    }

    /// The same, read from a part of the text.
    pub(crate) fn read_from(self, part: &'a [u8]) -> Self {
        Self { source: ReadFrom::Part(part), ..self }
    }

    /// How many traces it explains beyond the part of the text that it was read from.
    pub(crate) fn traces(&self) -> usize {
        match self.source {
            ReadFrom::Part(_) => 0,
            ReadFrom::Scattered => trace::count(&self.csv),
            ReadFrom::Traces(count) => count,
        }
    }

    /// An envelope whose CSV is read apart from it.
    pub(crate) fn read_apart(kind: EnvelopeKind, place: Place) -> Self {
        let (normalized, problems) = (Vec::new(), Vec::new());
        let (csv, source) = (Cow::Borrowed(&b""[..]), ReadFrom::Scattered);
        Self { kind, normalized, csv, source, generated_time: None, place, end: End::Proven, problems }
    }

    /// The same, from a text that is a value at a line of the input.
    pub(crate) fn moved_to<'b>(self, line: u64) -> WrappedCsv<'b> {
        let problems = self.problems.into_iter().map(|problem| problem.at(Position::at_line(line))).collect();
        WrappedCsv {
            csv: Cow::Owned(self.csv.into_owned()),
            source: match self.source {
                ReadFrom::Part(_) | ReadFrom::Scattered => ReadFrom::Scattered,
                ReadFrom::Traces(count) => ReadFrom::Traces(count),
            },
            place: Place::Within(line),
            problems,
            kind: self.kind,
            normalized: self.normalized,
            generated_time: self.generated_time,
            end: self.end,
        }
    }

    /// Where a line of the CSV is in the input.
    pub(crate) fn locate(&self, csv_line: u64) -> Position {
        let index = csv_line.saturating_sub(1);
        match &self.place {
            Place::Lines(first) => Position::at_line(first.saturating_add(index)),
            Place::Within(line) => Position { csv_line: Some(csv_line), ..Position::at_line(*line) },
            Place::Each(lines) => {
                let line = usize::try_from(index).ok().and_then(|index| lines.get(index));
                Position::at_line(line.or(lines.last()).copied().unwrap_or(1))
            }
        }
    }

    pub(crate) fn is_enclosed(&self) -> bool {
        self.kind.is_enclosed()
    }
}

/// What was found: reports, and what is in their place.
#[derive(Debug)]
pub(crate) struct Decoded<'a> {
    pub(crate) envelopes: Vec<WrappedCsv<'a>>,
    pub(crate) problems: ProblemList,
    /// Whether it is a part of a document that was torn, so that nothing next to it is whole.
    pub(crate) torn: bool,
    /// How many bytes were read in vain, see [`crate::decode::cursor::Cursor::spend`].
    pub(crate) spent: usize,
}

impl Default for Decoded<'_> {
    fn default() -> Self {
        const MOST: usize = 100;
        Self { envelopes: Vec::new(), problems: ProblemList::new(MOST), torn: false, spent: 0 }
    }
}

impl<'a> Decoded<'a> {
    pub(crate) fn absorb(&mut self, other: Self) {
        self.envelopes.extend(other.envelopes);
        self.problems.absorb(other.problems);
    }

    pub(crate) fn envelope(envelope: WrappedCsv<'a>) -> Self {
        Self { envelopes: vec![envelope], ..Self::default() }
    }

    pub(crate) fn problem(problem: Problem) -> Self {
        let mut found = Self::default();
        found.problems.push(problem);
        found
    }

    /// Adds damage that touches all of it.
    pub(crate) fn damage(&mut self, problem: Problem) {
        for envelope in &mut self.envelopes {
            envelope.problems.push(problem.clone());
        }
        if self.envelopes.is_empty() {
            self.problems.push(problem);
        }
    }
}
