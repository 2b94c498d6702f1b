//! The line that a byte is on. Line breaks are LF, CRLF or CR.

/// Counts lines from the place that was last asked for: what is asked in order is counted once.
#[derive(Clone, Copy)]
pub(crate) struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    line: u64,
}

impl<'a> Lines<'a> {
    /// From the start of a text.
    pub(crate) fn new(text: &'a [u8]) -> Self {
        Self { text, at: 0, line: 1 }
    }

    /// The text.
    pub(crate) fn text(&self) -> &'a [u8] {
        self.text
    }

    /// The byte that was last asked for, and its line.
    pub(crate) fn place(&self) -> (usize, u64) {
        (self.at, self.line)
    }

    /// The line of a byte, from 1.
    pub(crate) fn line_at(&mut self, offset: usize) -> u64 {
        let offset = offset.min(self.text.len());
        let (from, to) = (self.at.min(offset), self.at.max(offset));
        let between = self.text.get(from..to).unwrap_or_default();
        let lone = |found: &usize| self.text.get(from + found + 1) != Some(&b'\n');
        let breaks = memchr::memchr_iter(b'\n', between).count()
            + memchr::memchr_iter(b'\r', between).filter(lone).count();
        let breaks = u64::try_from(breaks).unwrap_or(0);
        self.line = if offset < self.at { self.line - breaks } else { self.line + breaks };
        self.at = offset;
        self.line
    }

    /// The line of a part of the text; `None` for text from elsewhere.
    pub(crate) fn line_of(&mut self, part: &[u8]) -> Option<u64> {
        let offset = (part.as_ptr() as usize).checked_sub(self.text.as_ptr() as usize)?;
        (offset < self.text.len()).then(|| self.line_at(offset))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_break_counts_once() {
        let text = b"a\nb\r\nc\rd\n\ne";
        let mut lines = Lines::new(text);
        let found: Vec<u64> = (0..=text.len()).map(|offset| lines.line_at(offset)).collect();
        assert_eq!(found, [1, 1, 2, 2, 2, 3, 3, 4, 4, 5, 6, 6]);
        assert_eq!(lines.line_at(2), 2, "also backwards");
        assert_eq!((lines.line_of(&text[5..6]), lines.line_of(b"x")), (Some(3), None));
    }
}
