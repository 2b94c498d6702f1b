//! GitHub Flavored Markdown for tickets and comments: what the table shows.

use std::io::{self, Write};

use crate::audit::{AccountResult, Audit};
use crate::model::assessment::Verdict;
use crate::model::key::{AccessKey, KeyState};
use crate::model::time::Timestamp;
use crate::render::escape::{code_span, markdown, markdown_steps, table_cell};
use crate::render::summary::{line, reviewed};
use crate::render::{View, view};
use crate::rules;

const HEADER: [&str; 8] = ["Account", "Verdict", "Key", "Age", "Last used", "MFA", "Generated", "Source"];

/// Writes the page.
pub(super) fn render(audit: &Audit, view: View, out: &mut dyn Write) -> io::Result<()> {
    let shown = view::accounts(audit, view.all);
    writeln!(out, "# Root user access keys\n\nAs of {}: {}.", audit.as_of, line(audit))?;
    for line in reviewed(audit) {
        writeln!(out, "\n{}", markdown(&line))?;
    }
    if shown.is_empty() {
        writeln!(out, "\n{}", view::nothing(audit))?;
    } else {
        let is_named = shown.iter().any(|account| view::name(account).is_some());
        let mut header = HEADER.to_vec();
        if is_named {
            header.insert(1, "Name");
        }
        writeln!(out, "\n| {} |\n|{}", header.join(" | "), " --- |".repeat(header.len()))?;
        for account in shown {
            for mut row in rows(account, audit) {
                if is_named {
                    row.insert(1, markdown(view::name(account).unwrap_or_default()));
                }
                let cells: Vec<String> = row.iter().map(|cell| table_cell(cell)).collect();
                writeln!(out, "| {} |", cells.join(" | "))?;
            }
        }
    }
    problems(audit, out)?;
    remedy(audit, out)
}

/// An account's rows, each whole by itself: one for each key that is told, or one.
fn rows(account: &AccountResult, audit: &Audit) -> Vec<Vec<String>> {
    let as_of = &audit.as_of;
    let none = view::no_key(account);
    let mut keys: Vec<[String; 3]> = view::keys(account).map(|key| of_key(key, as_of)).collect();
    if keys.is_empty() {
        keys.push([none; 3].map(str::to_owned));
    }
    let assessment = &account.assessment;
    let beside = view::beside_verdict(account).map(|text| format!(" {text}")).unwrap_or_default();
    let verdict = match assessment.verdict {
        Verdict::Active | Verdict::Undetermined => format!("**{}**", assessment.verdict.as_str()),
        Verdict::Clean => assessment.verdict.as_str().to_owned(),
    };
    let row = |[key, age, used]: [String; 3]| {
        vec![
            markdown(&view::account_name(&assessment.account)),
            format!("{verdict}{beside}"),
            key,
            age,
            used,
            view::mfa(account).to_owned(),
            view::generated(account, as_of).join(" "),
            code_span(&account.input),
        ]
    };
    keys.into_iter().map(row).collect()
}

fn of_key(key: &AccessKey, as_of: &Timestamp) -> [String; 3] {
    let slot = match key.state {
        KeyState::Active | KeyState::None => key.slot.to_string(),
        KeyState::Inactive | KeyState::Unknown => format!("{} ({})", key.slot, key.state.as_str()),
    };
    let age = view::age(key.last_rotated().as_ref(), as_of);
    [slot, age, markdown(&view::last_used(key).join(" "))]
}

fn problems(audit: &Audit, out: &mut dyn Write) -> io::Result<()> {
    let by_code = view::problems(audit);
    if !by_code.is_empty() {
        writeln!(out, "\n## Problems")?;
    }
    for (code, problems) in by_code {
        let info = code.info();
        writeln!(out, "\n### {}\n", info.id)?;
        for of in problems {
            let (place, message) = (view::place(&of), markdown(&of.problem.message));
            writeln!(out, "- {}{place}: {message}", code_span(of.input))?;
        }
        writeln!(out, "\nRemedy: {}", markdown(info.remedy))?;
    }
    Ok(())
}

/// The way out, when a key is active.
fn remedy(audit: &Audit, out: &mut dyn Write) -> io::Result<()> {
    let Some(told) = view::remedy(audit) else { return Ok(()) };
    write!(out, "\n## To remove an active root access key\n\n{}", markdown_steps(&told))?;
    writeln!(out, "More: `rootkeys explain {}`", rules::ACTIVE.id)
}
