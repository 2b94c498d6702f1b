//! The rows of a table of text, written as a CSV.

use std::borrow::Cow;

use crate::credential_report::End;
use crate::decode::decoded::{Decoded, Place, ReadFrom, WrappedCsv};
use crate::model::envelope::EnvelopeKind;
use crate::model::problem::{Code, Position, Problem};

/// The rows of a table, as a CSV.
#[derive(Default)]
pub(super) struct RowWriter {
    csv: Option<csv::Writer<Vec<u8>>>,
    lines: Vec<u64>,
    /// What is wrong with the table, and where, first.
    fault: Option<(u64, &'static str)>,
}

impl RowWriter {
    pub(super) fn row(&mut self, cells: &[impl AsRef<str>], line: u64) {
        let csv =
            self.csv.get_or_insert_with(|| csv::WriterBuilder::new().flexible(true).from_writer(Vec::new()));
        if csv.write_record(cells.iter().map(|cell| cell.as_ref().as_bytes())).is_err() {
            self.fault(line, "the row can't be read");
        }
        self.lines.push(line);
    }

    /// How many rows it has, the header among them.
    pub(super) fn rows(&self) -> usize {
        self.lines.len()
    }

    pub(super) fn fault(&mut self, line: u64, why: &'static str) {
        self.fault.get_or_insert((line, why));
    }

    /// What was read of a text, which ends in a line break if the table's last row does.
    pub(super) fn finish<'a>(
        self,
        kind: EnvelopeKind,
        text: &[u8],
        source: ReadFrom<'a>,
        end: End,
    ) -> Decoded<'a> {
        let Self { csv, lines, fault } = self;
        // A writer into memory fails only where it has panicked before.
        let mut csv = csv.and_then(|csv| csv.into_inner().ok()).unwrap_or_default();
        if !text.ends_with(b"\n") && !text.ends_with(b"\r") {
            // Where the text has no line break at its end, the CSV has none: its last cell must show that it is whole.
            csv.truncate(csv.trim_ascii_end().len());
        }
        let mut found = Decoded::envelope(WrappedCsv {
            kind,
            normalized: Vec::new(),
            csv: Cow::Owned(csv),
            source,
            generated_time: None,
            place: Place::Each(lines),
            end,
            problems: Vec::new(),
        });
        if let Some((line, why)) = fault {
            found.damage(Problem::new(Code::TableDamaged, why).at(Position::at_line(line)));
        }
        found
    }
}
