//! Text that is read from front to back: all of it at hand, or a window at a time, so that it is looked at while
//! the processor still has it near.

use std::io::{ErrorKind, Read};
use std::ops::Range;

use sha2::{Digest as _, Sha256};

use crate::model::digest::Digest;

/// How large a window is: it and the window of what its base64 holds are together smaller than the cache next to the
/// processor.
pub(crate) const WINDOW: usize = 64 << 10;

/// Memory that is read into starts at a multiple of this, as what is read from a file does. Where it starts a few bytes
/// behind one, some processors (AMD's, Zen 3) take five times as long to copy a file to it.
pub(crate) const ALIGNMENT: usize = 64;

/// Where in a memory the first of those multiples is.
pub(crate) fn aligned(memory: &[u8]) -> usize {
    memory.as_ptr().align_offset(ALIGNMENT).min(memory.len())
}

/// A text that is read from front to back: what comes next can be looked at before it is consumed.
pub(crate) trait Lookahead {
    /// What comes next: at least so many bytes, or what there is of them, and more where more is at hand.
    fn peek(&mut self, least: usize) -> &[u8];

    /// Whether all that follows is at hand.
    fn is_complete(&self) -> bool;

    /// Passes over so many bytes of what is at hand.
    fn consume(&mut self, length: usize);

    /// What comes next, in whole lines; nothing at the end, and `None` when a line is too long for what reads it, or
    /// can't be read.
    fn lines(&mut self) -> Option<&[u8]> {
        loop {
            if self.is_complete() {
                return Some(self.peek(0));
            }
            if let Some(end) = memchr::memrchr(b'\n', self.peek(0)) {
                return self.peek(0).get(..=end);
            }
            let length = self.peek(0).len();
            if self.peek(length + 1).len() == length && !self.is_complete() {
                return None;
            }
        }
    }
}

impl Lookahead for &[u8] {
    fn peek(&mut self, _: usize) -> &[u8] {
        self
    }

    fn is_complete(&self) -> bool {
        true
    }

    fn consume(&mut self, length: usize) {
        *self = self.get(length..).unwrap_or_default();
    }
}

impl<T: Lookahead> Lookahead for &mut T {
    fn peek(&mut self, least: usize) -> &[u8] {
        (**self).peek(least)
    }

    fn is_complete(&self) -> bool {
        (**self).is_complete()
    }

    fn consume(&mut self, length: usize) {
        (**self).consume(length);
    }
}

/// What a reader gives, a window at a time.
pub(crate) struct Window<'m, R> {
    reader: R,
    memory: &'m mut [u8],
    /// The part of the memory with what was read and not consumed.
    text: Range<usize>,
    is_all: bool,
    is_moved: bool,
}

impl<'m, R: Read> Window<'m, R> {
    /// A window as large as a memory, but for what keeps it from being aligned.
    pub(crate) fn new(reader: R, memory: &'m mut [u8]) -> Self {
        let start = aligned(memory);
        let length = (memory.len() - start) / ALIGNMENT * ALIGNMENT;
        let range = if length == 0 { 0..memory.len() } else { start..start + length };
        let memory = memory.get_mut(range).unwrap_or_default();
        Self { reader, memory, text: 0..0, is_all: false, is_moved: false }
    }

    /// All that was read, as long as the window still has it from the start.
    #[cfg(feature = "files")]
    pub(crate) fn first(&self) -> Option<&[u8]> {
        if self.is_moved { None } else { self.memory.get(..self.text.end) }
    }

    /// Reads on until the window is full, or all was read.
    #[cfg(feature = "files")]
    pub(crate) fn fill(&mut self) {
        while self.read() {}
    }

    /// Reads on; `false` when there is nothing more, no memory for it, or when it can't be read.
    fn read(&mut self) -> bool {
        if self.text.end >= self.memory.len() / 4 * 3 && self.text.start > 0 {
            self.is_moved = true;
            let length = self.text.len();
            let end = length.next_multiple_of(ALIGNMENT);
            let end = if end < self.memory.len() { end } else { length };
            self.memory.copy_within(self.text.clone(), end - length);
            self.text = end - length..end;
        }
        let free = self.memory.get_mut(self.text.end..).unwrap_or_default();
        while !self.is_all && !free.is_empty() {
            match self.reader.read(free) {
                Ok(0) => self.is_all = true,
                Ok(more) => {
                    self.text.end += more;
                    return true;
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => break,
            }
        }
        false
    }
}

impl<R: Read> Lookahead for Window<'_, R> {
    fn peek(&mut self, least: usize) -> &[u8] {
        while self.text.len() < least && self.read() {}
        self.memory.get(self.text.clone()).unwrap_or_default()
    }

    fn is_complete(&self) -> bool {
        self.is_all
    }

    fn consume(&mut self, length: usize) {
        self.text.start = self.text.end.min(self.text.start + length);
    }
}

/// A text whose bytes are counted on the way, and their digest computed where it is asked for.
pub(crate) struct Digested<T> {
    text: T,
    sha256: Option<Sha256>,
    bytes: u64,
}

impl<T: Lookahead> Digested<T> {
    pub(crate) fn new(text: T, is_asked_for: bool) -> Self {
        Self { text, sha256: is_asked_for.then(Sha256::new), bytes: 0 }
    }

    /// How many bytes were passed over, and their digest.
    pub(crate) fn finish(self) -> (u64, Option<Digest>) {
        (self.bytes, self.sha256.map(Digest::finish))
    }
}

impl<T: Lookahead> Lookahead for Digested<T> {
    fn peek(&mut self, least: usize) -> &[u8] {
        self.text.peek(least)
    }

    fn is_complete(&self) -> bool {
        self.text.is_complete()
    }

    fn consume(&mut self, length: usize) {
        if let Some(sha256) = &mut self.sha256 {
            sha256.update(self.text.peek(length).get(..length).unwrap_or_default());
        }
        self.bytes += length as u64;
        self.text.consume(length);
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    /// A file, of which each part must be copied to memory that is aligned as the part is.
    struct Copied(usize);

    impl Read for Copied {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            assert_eq!(into.as_ptr().addr() % ALIGNMENT, self.0 % ALIGNMENT);
            self.0 += into.len();
            Ok(into.len())
        }
    }

    #[test]
    fn what_is_read_is_copied_to_aligned_memory() {
        for start in 0..ALIGNMENT {
            let mut memory = vec![0; WINDOW + start];
            let mut window = Window::new(Copied(0), memory.get_mut(start..).unwrap());
            for odd in [1, 63, 64, 65, 100, 4097] {
                let length = window.peek(1).len();
                window.consume(length - odd);
                assert!(window.peek(odd + 1).len() > odd);
            }
        }
    }
}
