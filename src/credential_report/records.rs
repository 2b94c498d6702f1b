//! The records of a CSV with their places: by line where no quote and no lone carriage return can matter, else by the
//! `csv` crate.

use std::io::{Chain, Read as _};
use std::ops::Range;

use csv::ByteRecord;

use super::row;

/// The `csv` crate's reader, of what stands before a CSV and of the CSV.
type Reader<'a> = csv::Reader<Chain<&'a [u8], &'a [u8]>>;

/// The records of a CSV, one after the other.
pub(super) struct Records<'a> {
    csv: &'a [u8],
    delimiter: u8,
    at: usize,
    /// What reads from here on, once a line has been met that can't be told by itself, and where it started.
    reader: Option<(Reader<'a>, usize)>,
}

impl<'a> Records<'a> {
    pub(super) fn new(csv: &'a [u8], delimiter: u8) -> Self {
        Self { csv, delimiter, at: 0, reader: None }
    }

    /// As [`Self::new`], by the `csv` crate from the start: what lines by themselves must agree with.
    #[cfg(any(test, fuzzing))]
    pub(super) fn of_reader(csv: &'a [u8], delimiter: u8) -> Self {
        let reader = Some((reader(&[], csv, delimiter), 0));
        Self { reader, ..Self::new(csv, delimiter) }
    }

    /// Where the next record starts. Line breaks before it belong to the record before.
    pub(super) fn start(&self) -> usize {
        let rest = self.csv.get(self.at..).unwrap_or_default();
        self.at + rest.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count()
    }

    /// The text of the next line and of all that follow, where each line is told by itself.
    pub(super) fn lines(&self) -> Option<&'a [u8]> {
        if self.reader.is_none() { self.csv.get(self.start()..) } else { None }
    }

    /// Passes over so many bytes of [`Self::lines`]: whole lines.
    pub(super) fn pass(&mut self, length: usize) {
        self.at = self.start() + length;
    }

    /// Reads the next record: where its text is, `None` at the end.
    ///
    /// # Errors
    /// What the `csv` crate has to say.
    pub(super) fn next(&mut self, record: &mut ByteRecord) -> Result<Option<Range<usize>>, csv::Error> {
        let start = self.start();
        if self.reader.is_none() {
            let rest = self.csv.get(start..).unwrap_or_default();
            if rest.is_empty() {
                return Ok(None);
            }
            let end = memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
            let line = rest.get(..end).unwrap_or_default();
            if split(line, self.delimiter, record) {
                self.at = start + end;
                return Ok(Some(start..self.at));
            }
        }
        let (reader, base) = self.reader.get_or_insert_with(|| {
            // A byte order mark counts at the start of a file only, and the reader takes its own start for that.
            let before: &[u8] = if start == 0 { b"" } else { b"\n" };
            (reader(before, self.csv.get(start..).unwrap_or_default(), self.delimiter), start - before.len())
        });
        if !reader.read_byte_record(record)? {
            return Ok(None);
        }
        self.at = *base + usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
        Ok(Some(start..self.at))
    }
}

fn reader<'a>(before: &'a [u8], csv: &'a [u8], delimiter: u8) -> Reader<'a> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(before.chain(csv))
}

/// The cells of a line, where its quotes are sound and it has no other line break than at its end; else `false`.
fn split(line: &[u8], delimiter: u8, record: &mut ByteRecord) -> bool {
    record.clear();
    let text = line.strip_suffix(b"\n").unwrap_or(line);
    let text = text.strip_suffix(b"\r").unwrap_or(text);
    let marked = text.starts_with(b"\xEF\xBB\xBF");
    if marked || memchr::memchr(b'\r', text).is_some() {
        return false;
    }
    if memchr::memchr(b'"', text).is_none() {
        text.split(|byte| *byte == delimiter).for_each(|cell| record.push_field(cell));
        return true;
    }
    // White space behind the last quote is a part of the cell.
    if text.trim_ascii_end().len() < text.len() || !row::quotes_are_sound(text, delimiter) {
        return false;
    }
    let mut rest = Some(text);
    while let Some(cells) = rest {
        let (cell, after) = match cells.strip_prefix(b"\"") {
            Some(quoted) => unquote(quoted),
            None => {
                let end = memchr::memchr(delimiter, cells).unwrap_or(cells.len());
                (cells.get(..end).unwrap_or_default().to_vec(), cells.get(end..).unwrap_or_default())
            }
        };
        record.push_field(&cell);
        rest = after.get(1..);
    }
    true
}

/// The cell whose opening quote stands before a text, and what follows its closing one.
fn unquote(text: &[u8]) -> (Vec<u8>, &[u8]) {
    let mut cell = Vec::new();
    let mut rest = text;
    loop {
        let end = memchr::memchr(b'"', rest).unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        cell.extend_from_slice(part);
        match after.strip_prefix(b"\"\"") {
            Some(more) => {
                cell.push(b'"');
                rest = more;
            }
            None => return (cell, after.get(1..).unwrap_or_default()),
        }
    }
}
