//! What stderr says after a run: one line, and each input before it when asked.

use std::io::{self, Write};

use super::plain;
use crate::audit::Audit;

/// Writes the summary line, after a line for each input when `verbose`.
pub(crate) fn summary(audit: &Audit, verbose: bool, err: &mut dyn Write) -> io::Result<()> {
    if verbose {
        for input in &audit.inputs {
            let reports = count(input.reports.len(), "report");
            writeln!(err, "rootkeys: {}: {}, {reports}", plain(&input.path), input.status.as_str())?;
        }
        for path in &audit.skipped {
            writeln!(err, "rootkeys: {}: skipped, no credential report", plain(path))?;
        }
    }
    let numbers = audit.summary();
    let mut line = format!(
        "rootkeys: {} in {}: {} active, {} undetermined, {} clean",
        count(numbers.accounts, "account"),
        count(numbers.inputs, "input"),
        numbers.active,
        numbers.undetermined,
        numbers.clean
    );
    if numbers.inactive_keys > 0 {
        line += &format!("; {}", count(numbers.inactive_keys, "inactive key"));
    }
    if numbers.skipped > 0 {
        line += &format!("; {} skipped", count(numbers.skipped, "other file"));
    }
    if !audit.complete() {
        line += "; not complete";
    }
    writeln!(err, "{line}")
}

/// A number with its noun.
pub(super) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
