//! Tables whose columns blanks align: a cell belongs to the column that it is in, however many words and blanks it has.

use std::ops::Range;

use crate::credential_report::{has_one_word_cells, is_column};

/// Where the cells of a table's rows are: each begins where its name does, or the strokes that underline it, or ends where
/// they do, in all rows alike.
pub(crate) struct Places {
    /// Where all cells but the first begin, in characters.
    lefts: Vec<usize>,
    /// Where all cells but the last end.
    rights: Vec<usize>,
    is_left: bool,
    is_right: bool,
    /// Whether no cell has more than one word.
    one_word: bool,
}

impl Places {
    pub(crate) fn of_columns<'r>(
        header: &str,
        rule: &str,
        rows: impl Iterator<Item = &'r str> + Clone,
    ) -> Self {
        let names = names(header);
        let strokes = words(rule);
        let is_below = |(name, stroke): (&Part<'_>, &Part<'_>)| {
            stroke.chars.start <= name.chars.start && name.chars.end <= stroke.chars.end
        };
        let is_underlined = strokes.len() == names.len() && names.iter().zip(&strokes).all(is_below);
        let places = if is_underlined { &strokes } else { &names };
        let lefts: Vec<usize> = places.iter().skip(1).map(|place| place.chars.start).collect();
        let rights: Vec<usize> = places.iter().rev().skip(1).rev().map(|place| place.chars.end).collect();
        let is_left = rows.clone().all(|row| cut(row, &lefts, 1).is_some());
        let is_right = rows.clone().all(|row| cut(row, &rights, 0).is_some());
        let one_word = has_one_word_cells(names.iter().map(|name| name.text));
        Self { lefts, rights, is_left, is_right, one_word }
    }

    /// The cells of a row, and whether they can be told apart.
    pub(crate) fn cells(&self, row: &str) -> (Vec<String>, bool) {
        let left = cut(row, &self.lefts, 1).filter(|_| self.is_left);
        let right = cut(row, &self.rights, 0).filter(|_| self.is_right);
        match (left, right) {
            (Some(one), Some(other)) => {
                let is_told = one == other;
                (one, is_told)
            }
            (Some(cells), None) | (None, Some(cells)) => (cells, true),
            (None, None) => {
                // Some cell is wider than its column: then words tell them apart where each cell is one.
                let columns = self.lefts.len() + 1;
                let cells = by_words(row, columns);
                let is_told = self.one_word && cells.len() == columns;
                (cells, is_told)
            }
        }
    }
}

/// A part of a line, and its place there.
pub(crate) struct Part<'l> {
    pub(super) text: &'l str,
    bytes: Range<usize>,
    chars: Range<usize>,
}

/// The names of a header: they have one blank between their words at most, and then two or more between them. Where one blank
/// parts names, each is one that a credential report has.
pub(crate) fn names(header: &str) -> Vec<Part<'_>> {
    let mut names: Vec<Part<'_>> = Vec::new();
    for word in words(header) {
        let near = names.last_mut().filter(|name| name.chars.end + 1 == word.chars.start);
        let joined = near.and_then(|name| {
            let text = header.get(name.bytes.start..word.bytes.end)?;
            (is_column(text) || !is_column(name.text) && !is_column(word.text)).then_some((name, text))
        });
        match joined {
            Some((name, text)) => {
                name.text = text;
                name.bytes.end = word.bytes.end;
                name.chars.end = word.chars.end;
            }
            None => names.push(word),
        }
    }
    names
}

fn words(line: &str) -> Vec<Part<'_>> {
    let mut words: Vec<Part<'_>> = Vec::new();
    for (at, (byte, c)) in line.char_indices().enumerate().filter(|(_, (_, c))| !c.is_whitespace()) {
        let end = byte + c.len_utf8();
        match words.last_mut().filter(|word| word.chars.end == at) {
            Some(word) => {
                word.chars.end = at + 1;
                word.bytes.end = end;
            }
            None => words.push(Part { text: "", bytes: byte..end, chars: at..at + 1 }),
        }
    }
    for word in &mut words {
        word.text = line.get(word.bytes.clone()).unwrap_or_default();
    }
    words
}

/// The cells of a row that is cut at those places; `None` where a word crosses one. `back` is how far before the cut
/// a blank must be.
fn cut(row: &str, cuts: &[usize], back: usize) -> Option<Vec<String>> {
    let row: Vec<char> = row.chars().collect();
    let is_blank = |at: &usize| row.get(at - back).is_none_or(|c| c.is_whitespace());
    // A row has a letter for each column: shorter ones would only take time.
    if row.len() < cuts.len() || !cuts.iter().all(is_blank) {
        return None;
    }
    let ends = cuts.iter().copied().chain([row.len()]);
    let mut start = 0;
    let cells = ends.map(|end| {
        let end = end.min(row.len());
        let cell: String = row.get(start..end).unwrap_or_default().iter().collect();
        start = end;
        cell.trim().to_owned()
    });
    let cells = unnumbered(cells.collect());
    // Two cells in one place: the row was shifted.
    cells.iter().all(|cell| !cell.contains("  ")).then_some(cells)
}

fn by_words(row: &str, columns: usize) -> Vec<String> {
    let cells: Vec<String> = row.split_whitespace().map(str::to_owned).collect();
    // What numbers the rows has no name above it.
    let numbered = cells.len() == columns + 1 && cells.first().is_some_and(|first| is_number(first));
    cells.into_iter().skip(usize::from(numbered)).collect()
}

/// The cells without the number of the row, which has no name above it: no user's name has a blank.
fn unnumbered(mut cells: Vec<String>) -> Vec<String> {
    if let Some(first) = cells.first_mut()
        && let Some((number, name)) = first.split_once(char::is_whitespace)
        && is_number(number)
    {
        *first = name.trim_start().to_owned();
    }
    cells
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_stands_below_its_name() {
        let found = |header: &str, row: &str| {
            let (header, rule) = header.split_once('\n').unwrap_or((header, ""));
            let (cells, is_told) = Places::of_columns(header, rule, [row].into_iter()).cells(row);
            is_told.then(|| cells.join("|"))
        };
        let header = "user            arn       mfa_active  notes";
        assert_eq!(
            found(header, "<root_account>  arn:aws   true        two words").unwrap(),
            "<root_account>|arn:aws|true|two words"
        );
        assert_eq!(
            found(header, "<root_account>  arn:aws               false positive").unwrap(),
            "<root_account>|arn:aws||false positive"
        );
        assert_eq!(found(header, "<root_account>").unwrap(), "<root_account>|||");
        assert_eq!(
            found("             user      arn mfa_active", "0  <root_account>  arn:aws       true").unwrap(),
            "<root_account>|arn:aws|true"
        );
        assert_eq!(
            found(header, "<root_account>  arn:aws   true        x                  y"),
            None,
            "shifted"
        );
        let header = "user             n  arn\n--------------  --  -------";
        assert_eq!(found(header, "<root_account>  12  arn:aws").unwrap(), "<root_account>|12|arn:aws");
        assert_eq!(found(header, "<root_account>      arn:aws").unwrap(), "<root_account>||arn:aws");
        // Wider than the column: by words, where no cell can have more than one.
        assert_eq!(
            found("user arn mfa_active", "<root_account> arn:aws:iam true").unwrap(),
            "<root_account>|arn:aws:iam|true"
        );
        assert_eq!(found("user arn mfa_active notes", "<root_account> arn:aws:iam true x"), None);
        assert_eq!(found("user arn mfa_active", "<root_account> arn:aws:iam"), None);
        let header = "user            Owner Email     arn      Access Key 1 Active access_key_2_active";
        let row = "<root_account>  a@example.com   arn:aws  true                false";
        assert_eq!(found(header, row).unwrap(), "<root_account>|a@example.com|arn:aws|true|false");
    }
}
