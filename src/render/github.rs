//! Workflow commands of GitHub Actions: an annotation for each finding and each problem.
//!
//! Source: GitHub Docs, "Workflow commands for GitHub Actions".

use std::io::{self, Write};

use crate::audit::{Audit, ProblemOf};
use crate::model::problem::Position;
use crate::render::View;
use crate::render::escape::{command_data, command_property};
use crate::render::finding::{self, findings};
use crate::rules::Level;

/// Writes the annotations: GitHub shows ten of each level for a step, so that active keys are errors and the rest is
/// not.
pub(super) fn render(audit: &Audit, _: View, out: &mut dyn Write) -> io::Result<()> {
    for finding in findings(audit) {
        let level = match finding.level() {
            // What somebody answers for fails no job.
            Level::Error if finding.exception().is_none() => "error",
            Level::Error | Level::Note => "notice",
        };
        let account = finding.account;
        let place = (&*account.input, Some(account.assessment.position));
        annotate(level, place, finding.rule.name, &finding.message(&audit.as_of), out)?;
    }
    for blocks in [true, false] {
        for of in audit.problems().filter(|of| of.problem.blocks() == blocks) {
            let level = if blocks { "warning" } else { "notice" };
            let place = (of.input, of.problem.position);
            annotate(level, place, of.problem.code.info().id, &told(&of), out)?;
        }
    }
    Ok(())
}

fn told(of: &ProblemOf<'_>) -> String {
    let account = of.account.map(|account| format!("{}: ", finding::named(account))).unwrap_or_default();
    format!("{account}{}. Remedy: {}", of.problem.message.trim_end_matches('.'), of.problem.remedy())
}

fn annotate(
    level: &str,
    (input, position): (&str, Option<Position>),
    title: &str,
    message: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    let title = command_property(title);
    let message = command_data(message);
    // What comes from stdin is no file that GitHub could show.
    if input == "-" {
        return writeln!(out, "::{level} title={title}::{message}");
    }
    let line = position.map(|position| format!(",line={}", position.line)).unwrap_or_default();
    writeln!(out, "::{level} file={}{line},title={title}::{message}", command_property(input))
}
