//! A place in a text that knows its line.

/// A place in a text.
#[derive(Clone, Copy)]
pub(crate) struct Cursor<'a> {
    text: &'a [u8],
    at: usize,
    line: u64,
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(text: &'a [u8]) -> Self {
        Self { text, at: 0, line: 1 }
    }

    /// What follows.
    pub(crate) fn rest(self) -> &'a [u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The line of the place, from 1.
    pub(crate) fn line(self) -> u64 {
        self.line
    }

    /// The rest of the line, without its line break.
    pub(crate) fn this_line(self) -> &'a [u8] {
        let rest = self.rest();
        let end = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        rest.get(..end).unwrap_or_default()
    }

    /// The place so many bytes further on.
    pub(crate) fn advance(self, length: usize) -> Self {
        let at = self.at.saturating_add(length).min(self.text.len());
        Self { at, line: self.line_at(at), ..self }
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

    /// How many bytes lie between this place and a later one.
    pub(crate) fn distance(self, later: Self) -> usize {
        later.at.saturating_sub(self.at)
    }

    /// The line of a part of the text that lies further on; this place's line for text from elsewhere.
    pub(crate) fn line_of(self, part: &[u8]) -> u64 {
        let offset = (part.as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize);
        if (self.at..self.text.len()).contains(&offset) { self.line_at(offset) } else { self.line }
    }

    fn line_at(self, at: usize) -> u64 {
        let between = self.text.get(self.at..at).unwrap_or_default();
        let lone = |offset: &usize| self.text.get(self.at + offset + 1) != Some(&b'\n');
        let breaks = memchr::memchr_iter(b'\n', between).count()
            + memchr::memchr_iter(b'\r', between).filter(lone).count();
        self.line + u64::try_from(breaks).unwrap_or(0)
    }
}
