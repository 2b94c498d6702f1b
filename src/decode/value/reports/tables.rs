//! The reports in a tree whose rows are objects, lists or lines of their own.

use std::borrow::Cow;

use super::Walk;
use crate::credential_report::lines::Lines;
use crate::decode::content::Opened;
use crate::decode::decoded::{Decoded, Place, ReadFrom, WrappedCsv};
use crate::decode::value::deep::{self, Table};
use crate::decode::value::{Tree, other, rows, siblings, unfold};
use crate::model::envelope::EnvelopeKind;
use crate::model::problem::{Code, Position, Problem};

impl<'a> Walk<'a> {
    /// Whether rows may be what the document has, and were not found whole where they usually are.
    pub(super) fn is_doubtful(&self) -> bool {
        let envelopes = &self.found.envelopes;
        // A header by itself is the first of a CSV's lines, a text each.
        let is_of_rows = |envelope: &WrappedCsv<'_>| {
            envelope.kind == EnvelopeKind::Rows || memchr::memchr(b'\n', envelope.csv.trim_ascii()).is_none()
        };
        let is_sound =
            |envelope: &WrappedCsv<'_>| envelope.kind == EnvelopeKind::Rows && envelope.problems.is_empty();
        envelopes.iter().all(is_of_rows)
            && !(envelopes.len() == 1 && self.found.problems.is_empty() && envelopes.iter().all(is_sound))
    }

    /// The rows that a document holds deeper down, or as other programs wrap them; `None` where there are none.
    pub(super) fn deep(&self, tree: &Tree<'a>) -> Option<Decoded<'a>> {
        let mut walk =
            Self { kind: self.kind, at: self.at, lines: self.lines, depth: 0, found: Decoded::default() };
        walk.tables(tree, tree);
        // Only what names a report is worth taking apart.
        if walk.found.envelopes.is_empty() && siblings::is_traced(tree) {
            walk.tables(&unfold::unfold(tree), tree);
        }
        // What is no better than what was found leaves it as it is.
        let is_better = self.found.envelopes.is_empty()
            || walk.found.problems.is_empty()
                && walk.found.envelopes.iter().all(|envelope| envelope.problems.is_empty());
        (is_better && !walk.found.envelopes.is_empty()).then_some(walk.found)
    }

    /// The tables in a tree; `document` is what the file has of it.
    fn tables<'b>(&mut self, tree: &Tree<'b>, document: &Tree<'a>)
    where
        'a: 'b,
    {
        let deep::Found { tables, lost } = deep::find(tree);
        let line = self.at.line();
        let mut lines: Lines<'b> = self.lines;
        // Names that a list of columns has, or that rows have of their user, are read with the first table.
        let mut named = deep::named(document);
        for table in tables {
            let rows = match &table {
                Table::Objects(rows) => Some(rows::of_objects(rows, &mut lines, line)),
                Table::Lone(row) => Some(rows::of_objects(&[row], &mut lines, line)),
                Table::Lines(rows) => Some(rows::of_lines(rows, &mut lines)),
                Table::Whole(table) => rows::in_tree(table, &mut lines, line).map(|(rows, _)| rows),
            };
            let Some(mut rows) = rows else { continue };
            rows.traces += match &table {
                Table::Objects(_) | Table::Lone(_) => std::mem::take(&mut named),
                Table::Lines(_) => 0,
                // Its own names are texts, too.
                Table::Whole(_) => std::mem::take(&mut named).saturating_sub(rows.traces_of_names),
            };
            self.rows(rows);
        }
        for other in lost {
            self.problem(Problem::new(Code::OtherJson, format!("{}, beside reports", other::shape(other))));
        }
    }

    /// A report whose rows are in the document.
    pub(super) fn rows(&mut self, rows: rows::Rows) {
        let line = self.at.line();
        let opened = Opened::as_is(Cow::Owned(rows.csv));
        let mut envelope = WrappedCsv::of_value(EnvelopeKind::Rows, opened, line);
        envelope.source = ReadFrom::Traces(rows.traces);
        if !rows.lines.is_empty() {
            envelope.place = Place::Each(rows.lines);
        }
        let at = Position::at_line(line);
        let fault = rows.fault.map(|fault| Problem::new(Code::RowLength, fault).at(at));
        let open = (self.kind == EnvelopeKind::Yaml).then(|| {
            let message = "nothing in the YAML shows that its last row is whole";
            Problem::new(Code::UnprovenEnd, message).at(at)
        });
        envelope.problems.extend(fault.into_iter().chain(open));
        self.found.envelopes.push(envelope);
    }
}
