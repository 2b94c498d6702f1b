//! The cells of a record: by line where no quote and no lone carriage return can matter, else by the `csv` crate.

use std::ops::Range;

use csv::ByteRecord;

use crate::credential_report::row;

/// The records of a CSV by the `csv` crate, with their places.
pub(super) struct Records<'a> {
    csv: &'a [u8],
    reader: csv::Reader<&'a [u8]>,
    at: usize,
}

impl<'a> Records<'a> {
    pub(super) fn new(csv: &'a [u8], delimiter: u8) -> Self {
        let mut reader = csv::ReaderBuilder::new();
        let reader = reader.has_headers(false).flexible(true).delimiter(delimiter).from_reader(csv);
        Self { csv, reader, at: 0 }
    }

    /// What has not been read yet.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.csv.get(self.at..).unwrap_or_default()
    }

    /// Where the next record starts.
    pub(super) fn start(&self) -> usize {
        self.at + self.rest().iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count()
    }

    /// Reads the next record: where its text is, `None` at the end.
    ///
    /// # Errors
    /// What the `csv` crate has to say.
    pub(super) fn next(&mut self, record: &mut ByteRecord) -> Result<Option<Range<usize>>, csv::Error> {
        let start = self.start();
        if !self.reader.read_byte_record(record)? {
            return Ok(None);
        }
        self.at = usize::try_from(self.reader.position().byte()).unwrap_or(usize::MAX);
        Ok(Some(start..self.at))
    }
}

/// The cells of a line, where its quotes are sound and it has no other line break than at its end; else `false`.
pub(super) fn split(line: &[u8], delimiter: u8, record: &mut ByteRecord) -> bool {
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

/// The cell whose opening quote is before a text, and what follows its closing one.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_split_by_itself_where_its_quotes_are_sound() {
        let cells = |line: &str| -> Option<Vec<String>> {
            let mut record = ByteRecord::new();
            let text = |cell| String::from_utf8_lossy(cell).into_owned();
            split(line.as_bytes(), b',', &mut record).then(|| record.iter().map(text).collect())
        };
        for (line, expected) in [
            ("a,b \n", &["a", "b "][..]),
            ("\"a,b\",c\r\n", &["a,b", "c"]),
            ("\"a\"\"b\",\"\"", &["a\"b", ""]),
            (",", &["", ""]),
        ] {
            assert_eq!(cells(line).unwrap(), expected, "{line:?}");
        }
        for line in ["\"a\",b \n", "\"a\" \n", "\"a", "a\"b,c\n", "a\rb\n", "\u{feff}a,b\n"] {
            assert_eq!(cells(line), None, "{line:?}");
        }
    }
}
