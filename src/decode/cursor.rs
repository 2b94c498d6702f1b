//! A place in a text that knows its line.

use crate::credential_report::lines::Lines;

/// A place in a text.
#[derive(Clone, Copy)]
pub(crate) struct Cursor<'a> {
    lines: Lines<'a>,
    /// How many more bytes may be read in vain, to see whether a sound document begins at a place: each such look may go
    /// to the end of the text.
    patience: usize,
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(text: &'a [u8]) -> Self {
        Self { lines: Lines::new(text), patience: text.len().saturating_mul(8).saturating_add(1 << 20) }
    }

    /// See [`Self::spend`].
    pub(crate) fn patience(self) -> usize {
        self.patience
    }

    /// The same place, after so many bytes behind it were read in vain.
    pub(crate) fn spend(self, bytes: usize) -> Self {
        Self { patience: self.patience.saturating_sub(bytes), ..self }
    }

    fn at(self) -> usize {
        self.lines.place().0
    }

    /// What follows.
    pub(crate) fn rest(self) -> &'a [u8] {
        self.lines.text().get(self.at()..).unwrap_or_default()
    }

    /// The line of the place, from 1.
    pub(crate) fn line(self) -> u64 {
        self.lines.place().1
    }

    /// Counts lines from here on.
    pub(crate) fn lines(self) -> Lines<'a> {
        self.lines
    }

    /// The rest of the line, without its line break.
    pub(crate) fn this_line(self) -> &'a [u8] {
        let rest = self.rest();
        let end = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        rest.get(..end).unwrap_or_default()
    }

    /// The rest of the line, as far as it is looked at where several documents can be on one line.
    pub(crate) fn line_start(self) -> &'a [u8] {
        Self::new(self.near()).this_line()
    }

    /// Whether the rest of the line has a tab, as far as that is looked at.
    pub(crate) fn has_tab(self) -> bool {
        let near = self.near();
        memchr::memchr3(b'\t', b'\n', b'\r', near).is_some_and(|at| near.get(at) == Some(&b'\t'))
    }

    fn near(self) -> &'a [u8] {
        const FAR: usize = 4096;
        let rest = self.rest();
        rest.get(..rest.len().min(FAR)).unwrap_or_default()
    }

    /// The place so many bytes further on.
    pub(crate) fn advance(self, length: usize) -> Self {
        let mut lines = self.lines;
        lines.line_at(self.at().saturating_add(length));
        Self { lines, ..self }
    }

    /// The beginning of the next line, or the end.
    pub(crate) fn next_line(self) -> Self {
        let rest = self.rest();
        let end = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        let crlf = rest.get(end..).is_some_and(|rest| rest.starts_with(b"\r\n"));
        self.advance(end + if crlf { 2 } else { 1 })
    }

    /// The first place from here on that is neither white space nor a byte order mark, which files that were joined
    /// have in the middle; `None` at the end.
    pub(crate) fn skip_blank(self) -> Option<Self> {
        let mut rest = self.rest();
        loop {
            let text = rest.trim_ascii_start();
            match text.strip_prefix(b"\xEF\xBB\xBF") {
                Some(marked) => rest = marked,
                None if text.is_empty() => return None,
                None => return Some(self.advance(self.rest().len() - text.len())),
            }
        }
    }

    /// The first place on this line that is neither white space nor a byte order mark; `None` where there is none.
    pub(crate) fn skip_indent(self) -> Option<Self> {
        let line = self.this_line();
        Self::new(line).skip_blank().map(|inside| self.advance(inside.at()))
    }

    /// How many bytes lie between this place and a later one.
    pub(crate) fn distance(self, later: Self) -> usize {
        later.at().saturating_sub(self.at())
    }

    /// The tabs right before this place: empty cells at the start of a row.
    pub(crate) fn back_over_tabs(self) -> &'a [u8] {
        let text = self.lines.text();
        let tabs =
            text.get(..self.at()).unwrap_or_default().iter().rev().take_while(|byte| **byte == b'\t').count();
        text.get(self.at() - tabs..).unwrap_or_default()
    }

    /// Whether nothing but white space and byte order marks is before it on its line.
    pub(crate) fn starts_line(self) -> bool {
        let before = self.lines.text().get(..self.at()).unwrap_or_default().iter().rev();
        let blank = |byte: &&u8| matches!(byte, b' ' | b'\t' | 0xEF | 0xBB | 0xBF);
        matches!(before.copied().find(|byte| !blank(&byte)), None | Some(b'\n' | b'\r'))
    }
}
