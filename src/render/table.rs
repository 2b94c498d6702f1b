//! For people: the accounts that need attention, what could not be assessed and why, and the way out.

use std::collections::BTreeMap;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table, presets};

use super::summary::count;
use super::{explain, plain};
use crate::assess::Verdict;
use crate::audit::{AccountResult, Audit};
use crate::credential_report::{AccessKey, KeyState};
use crate::problem::{Code, Problem};
use crate::rule;
use crate::settings::Settings;
use crate::time::Timestamp;

const BOLD: Style = Style::new().bold();
/// Stands around what is painted after the table is laid out: it has no width, and no text from a file holds it
/// unescaped. The table would count the bytes of a colour as columns.
const PAINTED: char = '\u{2060}';
/// How wide the sentences below the table are at most.
const WIDEST: u16 = 100;

/// Writes the table and what belongs below it.
pub(super) fn render(audit: &Audit, settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
    let width = usize::from(settings.width.unwrap_or(80).clamp(40, WIDEST));
    let shown: Vec<&AccountResult> =
        audit.accounts.iter().filter(|account| settings.all || needs_attention(account)).collect();
    if shown.is_empty() {
        let clean = audit.summary().clean;
        if audit.complete() {
            writeln!(out, "No root user has an access key: {} clean.", count(clean, "account"))?;
        } else {
            writeln!(
                out,
                "No account to show: {} clean, and not everything could be assessed.",
                count(clean, "account")
            )?;
        }
    } else {
        writeln!(out, "{}", paint(&table(&shown, &audit.as_of, settings.width)))?;
    }
    problems(audit, width, out)?;
    remedy(audit, width, out)
}

/// Whether an account is more than clean: a disabled key and a report that names no account are told, too.
fn needs_attention(account: &AccountResult) -> bool {
    let assessment = &account.assessment;
    assessment.verdict != Verdict::Clean
        || assessment.keys_in(KeyState::Inactive).next().is_some()
        || assessment.account.id.is_none()
}

fn table(accounts: &[&AccountResult], as_of: &Timestamp, width: Option<u16>) -> String {
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY);
    let header = ["Account", "Verdict", "Key", "Age", "Last used", "MFA", "Generated", "Source"];
    table.set_header(header);
    match width {
        Some(width) => table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width),
        None => table.set_content_arrangement(ContentArrangement::Disabled),
    };
    for account in accounts {
        table.add_row(row(account, as_of));
    }
    for (index, column) in table.column_iter_mut().enumerate() {
        column.set_padding((u16::from(index == 0), 1));
        // Ids, words, numbers and days are never broken; last uses and paths may be.
        if !matches!(header.get(index), Some(&"Last used" | &"Source")) {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
        if header.get(index) == Some(&"Age") {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table.trim_fmt()
}

fn row(result: &AccountResult, as_of: &Timestamp) -> [String; 8] {
    let assessment = &result.assessment;
    let id = assessment.account.id.map(|id| id.to_string());
    let told = |key: &&AccessKey| key.state != KeyState::None;
    let keys = || assessment.keys.iter().filter(told);
    let lines = |line: &dyn Fn(&AccessKey) -> String| keys().map(line).collect::<Vec<_>>().join("\n");
    let flag = |flag: Option<bool>| flag.map_or("?", |flag| if flag { "yes" } else { "no" });
    let generated = result.generated_time.as_ref();
    [
        id.or_else(|| assessment.account.written.as_deref().map(|text| format!("? {}", plain(text))))
            .unwrap_or("?".into()),
        format!("{PAINTED}{}{PAINTED}", assessment.verdict.as_str()),
        lines(&|key| match key.state {
            KeyState::Active | KeyState::None => key.slot.to_string(),
            KeyState::Inactive | KeyState::Unknown => format!("{} {}", key.slot, key.state.as_str()),
        }),
        lines(&|key| key.last_rotated.as_ref().map_or("?".into(), |time| days(time, as_of))),
        lines(&last_used),
        flag(assessment.root.as_ref().and_then(|root| root.mfa_active)).to_owned(),
        generated.map_or("?".to_owned(), |time| format!("{} ({})", time.day(), days(time, as_of))),
        plain(&result.input).into_owned(),
    ]
}

fn days(time: &Timestamp, as_of: &Timestamp) -> String {
    format!("{}d", time.days_until(as_of))
}

fn last_used(key: &AccessKey) -> String {
    let place = [&key.last_used_service, &key.last_used_region].into_iter().flatten().map(|text| plain(text));
    match (&key.last_used, key.state) {
        (Some(time), _) => std::iter::once(time.day().into()).chain(place).collect::<Vec<_>>().join(" "),
        (None, KeyState::Unknown) => "?".to_owned(),
        (None, KeyState::Active | KeyState::Inactive | KeyState::None) => "never".to_owned(),
    }
}

fn paint(table: &str) -> String {
    let of_color = |color: AnsiColor| color.on_default().bold();
    let styles = [
        (Verdict::Active, of_color(AnsiColor::Red)),
        (Verdict::Undetermined, of_color(AnsiColor::Yellow)),
        (Verdict::Clean, of_color(AnsiColor::Green)),
    ];
    styles.iter().fold(table.to_owned(), |table, (verdict, style)| {
        let word = verdict.as_str();
        table.replace(&format!("{PAINTED}{word}{PAINTED}"), &format!("{style}{word}{style:#}"))
    })
}

/// Problems by code: the places and what stands there, then what mends them all.
fn problems(audit: &Audit, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let mut by_code: BTreeMap<Code, Vec<String>> = BTreeMap::new();
    let mut tell = |problem: &Problem, input: &str, account: Option<&AccountResult>| {
        let of = account.and_then(|account| account.assessment.account.id).map(|id| format!(" ({id})"));
        let at = problem.position.map(|position| format!(", {position}"));
        let place = format!("{}{}{}", plain(input), at.unwrap_or_default(), of.unwrap_or_default());
        by_code.entry(problem.code).or_default().push(format!("{place}: {}", plain(&problem.message)));
    };
    for input in &audit.inputs {
        input.problems.iter().for_each(|problem| tell(problem, &input.path, None));
    }
    for account in &audit.accounts {
        account.assessment.problems.iter().for_each(|problem| tell(problem, &account.input, Some(account)));
    }
    for (code, places) in by_code {
        let info = code.info();
        writeln!(out, "\n{BOLD}{}{BOLD:#}", info.id)?;
        for place in places {
            let options = textwrap::Options::new(width).initial_indent("  ").subsequent_indent("    ");
            writeln!(out, "{}", textwrap::fill(&place, options))?;
        }
        let options = textwrap::Options::new(width).initial_indent("  Remedy: ").subsequent_indent("    ");
        writeln!(out, "{}", textwrap::fill(info.remedy, options))?;
    }
    Ok(())
}

/// The short way out, when a key is active: with the account's own id where there is one only.
fn remedy(audit: &Audit, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let mut active = audit.accounts.iter().filter(|a| a.assessment.verdict == Verdict::Active);
    let Some(first) = active.next() else { return Ok(()) };
    let only = if active.next().is_none() { Some(&first.assessment.account) } else { None };
    let command = rule::assume_root_command(
        only.and_then(|account| account.id),
        only.and_then(|account| account.partition.as_ref()),
    );
    writeln!(out, "\n{BOLD}To remove an active root access key{BOLD:#}")?;
    let general = rule::assume_root_command(None, None);
    for step in rule::ACTIVE.remedy {
        let own = step.replace(&general, &command);
        explain::steps(&[own.as_str()], width, out)?;
    }
    writeln!(out, "  More: rootkeys explain {}", rule::ACTIVE.id)
}
