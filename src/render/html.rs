//! One page.

use std::io::{self, Write};

use super::View;
use crate::audit::Audit;

pub(super) fn render(_audit: &Audit, _: View, _out: &mut dyn Write) -> io::Result<()> {
    Ok(())
}
