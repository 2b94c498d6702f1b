//! The evidence document, pretty-printed.

use std::io::{self, Write};

use crate::audit::Audit;
use crate::evidence::Document;
use crate::render::View;
use crate::render::escape::Visible;

/// Writes the document with a final newline.
pub(super) fn render(audit: &Audit, _: View, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(Visible(&mut *out), &Document::of(audit))?;
    out.write_all(b"\n")
}

/// The document as a value.
///
/// # Errors
/// None that is known: every member can be written.
pub(crate) fn document(audit: &Audit) -> serde_json::Result<serde_json::Value> {
    serde_json::to_value(Document::of(audit))
}
