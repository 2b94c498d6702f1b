//! The evidence document, pretty-printed.

use std::io::{self, Write};

use crate::audit::Audit;
use crate::evidence::Evidence;
use crate::render::View;
use crate::render::escape::Visible;

/// Writes the document with a final newline.
pub(super) fn render(audit: &Audit, _: View, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(Visible(&mut *out), &Evidence::from(audit))?;
    out.write_all(b"\n")
}
