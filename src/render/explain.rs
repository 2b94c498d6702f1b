//! What `rootkeys explain` prints: rules and problem codes, from the tables that the messages come from.

use std::io::{self, Write};

use anstyle::Style;

use crate::model::finding::KEY_RULES;
use crate::model::problem::{Code, Effect};
use crate::render::wrap;
use crate::rules::{self, Framework, RULES, Rule};

const BOLD: Style = Style::new().bold();

/// Writes the explanation of a rule or a problem code, the list of all when there is none; whether there is one of
/// that name.
///
/// # Errors
/// Those of the writer.
pub fn explain(code: Option<&str>, out: &mut dyn Write) -> io::Result<bool> {
    match code.map(|id| (rules::by_id(id), Code::from_id(id))) {
        None => list(out)?,
        Some((Some(rule), _)) => explain_rule(rule, out)?,
        Some((None, Some(code))) => explain_code(code, out)?,
        Some((None, None)) => return Ok(false),
    }
    out.flush()?;
    Ok(true)
}

fn list(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{BOLD}Rules{BOLD:#}")?;
    for rule in RULES {
        writeln!(out, "  {:<26}  {}", rule.id, rule.name)?;
    }
    for (effect, heading) in [
        (Effect::Blocks, "Problems that keep an account from being clean"),
        (Effect::Notes, "Problems that are told beside the verdict"),
    ] {
        writeln!(out, "\n{BOLD}{heading}{BOLD:#}")?;
        for code in Code::ALL.iter().filter(|code| code.info().effect == effect) {
            let info = code.info();
            let wrapped = wrap(info.summary, 100, "", &" ".repeat(30));
            writeln!(out, "  {:<26}  {wrapped}", info.id)?;
        }
    }
    Ok(())
}

fn explain_rule(rule: &Rule, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{BOLD}{}{BOLD:#} ({})\n{}.\n", rule.id, rule.level.as_str(), rule.name)?;
    if !rule.is_default {
        writeln!(out, "It is checked with --also {}, or --also all.\n", rule.id)?;
    }
    writeln!(out, "{}\n", wrap(rule.why, 80, "", ""))?;
    writeln!(out, "{BOLD}To see it by hand{BOLD:#}")?;
    steps(rule.audit, 80, out)?;
    writeln!(out, "\n{BOLD}To mend it{BOLD:#}")?;
    steps(rule.remedy, 80, out)?;
    if KEY_RULES.contains(&rule.id) {
        writeln!(out, "\n{BOLD}In other partitions than aws{BOLD:#}")?;
        steps(&rules::elsewhere(), 80, out)?;
    }
    writeln!(out, "\n{BOLD}Related controls{BOLD:#}")?;
    if let Some(beyond) = rule.beyond {
        writeln!(out, "{}", wrap(beyond, 80, "  ", "  "))?;
    }
    for (Framework { name, version, source, .. }, controls) in rule.controls() {
        let version = version.map(|version| format!(" {version}")).unwrap_or_default();
        let ids: Vec<&str> = controls.iter().map(|control| control.id).collect();
        let source = controls.iter().find_map(|control| control.source).unwrap_or(source);
        writeln!(out, "  {name}{version}: {}", ids.join(", "))?;
        writeln!(out, "{}", wrap(&format!("mapping: {source}"), 80, "    ", "    "))?;
    }
    writeln!(out, "\n  {}", rule.url.0)
}

fn explain_code(code: Code, out: &mut dyn Write) -> io::Result<()> {
    let info = code.info();
    let effect = match info.effect {
        Effect::Blocks => {
            "What it touches is not clean, the audit is not complete, and the exit code is not 0."
        }
        Effect::Notes => "The verdict stands.",
    };
    writeln!(out, "{BOLD}{}{BOLD:#}\n{}\n", info.id, wrap(info.summary, 80, "", ""))?;
    writeln!(out, "{BOLD}Effect{BOLD:#}\n  {effect}\n\n{BOLD}Remedy{BOLD:#}\n  {}", info.remedy)
}

/// Writes steps: sentences are wrapped, commands stay on one line to be copied.
pub(super) fn steps(steps: &[impl AsRef<str>], width: usize, out: &mut dyn Write) -> io::Result<()> {
    for step in steps.iter().map(AsRef::as_ref) {
        if step.trim_start().starts_with("aws ") {
            writeln!(out, "  {step}")?;
        } else {
            let indent = if step.starts_with("  ") { "    " } else { "  " };
            writeln!(out, "{}", wrap(step.trim_start(), width, indent, indent))?;
        }
    }
    Ok(())
}
