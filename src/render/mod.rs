//! From the audit to bytes: one file a format, one signature, one match.

mod escape;
mod explain;
mod json;
mod summary;
mod table;

use std::io::{self, Write};

pub(crate) use escape::plain;
pub use explain::explain;
pub(crate) use summary::summary;

use crate::audit::Audit;

/// The form of the result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// For people: what needs attention, and how to mend it.
    #[default]
    Table,
    /// The evidence document, `rootkeys.evidence/1`.
    Json,
}

/// What people see of the table; programs' formats have no view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// Whether the table shows clean accounts too.
    pub all: bool,
    /// The columns of the terminal that the table is for; `None` leaves its lines as long as they are.
    pub width: Option<u16>,
}

/// Writes the audit.
///
/// # Errors
/// Those of the writer.
pub fn render(audit: &Audit, format: Format, view: View, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Table => table::render(audit, view, out),
        Format::Json => json::render(audit, out),
    }
}

/// Text wrapped at spaces only, so that no command is broken within a word.
fn wrap(text: &str, width: usize, first: &str, then: &str) -> String {
    let options = textwrap::Options::new(width)
        .initial_indent(first)
        .subsequent_indent(then)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .break_words(false);
    textwrap::fill(text, options)
}
