//! A CSV that people keep: a register, a list. Its cells by row, each row with its line.

use super::ReferenceError;
use crate::lines::Lines;

/// The line and the cells of a row.
pub(super) type Row = (u64, Vec<String>);

/// The rows of a CSV with a header, each with its line: by the names of the columns, in lower case and without blanks,
/// hyphens and underscores. Empty rows are left out.
pub(super) fn rows(text: &str) -> Result<(Vec<String>, Vec<Row>), ReferenceError> {
    let delimiter = text.lines().next().map_or(b',', |header| {
        let count = |delimiter: u8| header.bytes().filter(|byte| *byte == delimiter).count();
        [b',', b';', b'\t']
            .into_iter()
            .max_by_key(|delimiter| (count(*delimiter), *delimiter == b','))
            .unwrap_or(b',')
    });
    let reader = |text| csv::ReaderBuilder::new().delimiter(delimiter).trim(csv::Trim::All).from_reader(text);
    let mut lines = Lines::new(text.as_bytes());
    let mut line = |position: Option<&csv::Position>| {
        let at = position.and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or(0);
        // The reader's place is before the line breaks that it passes over, the second half of a CRLF, too.
        let breaks = text.as_bytes().iter().skip(at).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        lines.of(at + breaks)
    };
    let mut error = |error: csv::Error| {
        let message = if let csv::ErrorKind::UnequalLengths { expected_len, len, .. } = error.kind() {
            format!("it has {len} cells, and the header has {expected_len}")
        } else {
            error.to_string()
        };
        ReferenceError::at(line(error.position()), message)
    };
    let mut records = reader(text.as_bytes());
    let name = |name: &str| {
        name.chars().filter(|c| !matches!(c, ' ' | '_' | '-')).flat_map(char::to_lowercase).collect()
    };
    let header: Vec<String> = records.headers().map_err(&mut error)?.iter().map(name).collect();
    if let Some(twice) =
        header.iter().enumerate().find(|(i, name)| header.iter().take(*i).any(|n| n == *name))
    {
        return Err(ReferenceError::at(1, format!("the header names the column {} twice", twice.1)));
    }
    let records: Vec<csv::StringRecord> = records.records().collect::<Result<_, _>>().map_err(error)?;
    let is_empty = |record: &csv::StringRecord| record.iter().all(str::is_empty);
    // A row of empty cells after the last one is a row of its own, unless a quote that never closes takes it in, and all
    // the rows below that quote with it.
    let empty_row = vec!["\"\""; header.len()].join(&char::from(delimiter).to_string());
    let extended = format!("{text}\n{empty_row}\n");
    let last = reader(extended.as_bytes()).into_records().last().and_then(Result::ok);
    if !last.is_some_and(|record| is_empty(&record)) {
        let open = records.last().map_or(1, |record| line(record.position()));
        return Err(ReferenceError::at(open, "a quote opens in this row and never closes"));
    }
    let rows = records.iter().filter(|record| !is_empty(record));
    let rows = rows.map(|row| (line(row.position()), row.iter().map(str::to_owned).collect()));
    Ok((header, rows.collect()))
}
