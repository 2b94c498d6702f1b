//! For people: the accounts that need attention, what could not be assessed and why, and the way out.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use comfy_table::{ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle};

use super::{View, attention, explain, plain, wrap};
use crate::assessment::Verdict;
use crate::audit::{AccountResult, Audit};
use crate::credential_report::{AccessKey, KeyState};
use crate::rule;
use crate::time::Timestamp;

const BOLD: Style = Style::new().bold();
/// Stands around what is painted after the table is laid out: it has no width, and no text from a file holds it
/// unescaped. The table would count the bytes of a colour as columns.
const PAINTED: char = '\u{2060}';
/// A line below the header and none between rows: each starts with its id.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));
/// The columns that a terminal needs for cells in one line.
const ROOMY: u16 = 110;
/// How wide the sentences below the table are at most.
const WIDEST: u16 = 100;

/// Writes the table and what belongs below it.
pub(super) fn render(audit: &Audit, view: View, out: &mut dyn Write) -> io::Result<()> {
    let width = usize::from(view.width.unwrap_or(80).clamp(40, WIDEST));
    let shown = attention::accounts(audit, view.all);
    if shown.is_empty() {
        writeln!(out, "{}", attention::nothing(audit))?;
    } else {
        // On a terminal the folder that all sources share stands once; in a file each line has its whole path.
        let folder = if view.width.is_some() { common_folder(&shown) } else { "" };
        if !folder.is_empty() {
            writeln!(out, "In {}:", plain(folder))?;
        }
        writeln!(out, "{}", paint(&table(&shown, audit, view.width, folder.len())))?;
    }
    problems(audit, width, out)?;
    remedy(audit, width, out)
}

/// The folder that every source lies in, with its final separator; empty where there is none.
fn common_folder<'a>(accounts: &[&'a AccountResult]) -> &'a str {
    let parent = |path: &'a str| path.rfind(['/', '\\']).and_then(|end| path.get(..=end)).unwrap_or_default();
    let mut inputs = accounts.iter().map(|account| &*account.input);
    let first = inputs.next().map(parent).unwrap_or_default();
    inputs.fold(first, |folder, input| {
        let mut folder = folder;
        while !input.starts_with(folder) {
            folder = parent(folder.get(..folder.len() - 1).unwrap_or_default());
        }
        folder
    })
}

fn table(accounts: &[&AccountResult], audit: &Audit, width: Option<u16>, folder: usize) -> String {
    let mut header = vec!["Account", "Verdict", "Key (age)", "Last used", "MFA", "Generated", "Source"];
    let is_named = accounts.iter().any(|account| attention::name(account).is_some());
    if is_named {
        header.insert(1, "Name");
    }
    if audit.baseline.is_some() {
        header.insert(1, "Change");
    }
    // Where lines are short, a cell's parts stand below each other.
    let part = if width.is_some_and(|width| width < ROOMY) { "\n" } else { " " };
    let mut table = Table::new();
    table.load_style(STYLE).set_header(&header);
    match width {
        Some(width) => table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width),
        None => table.set_content_arrangement(ContentArrangement::Disabled),
    };
    for account in accounts {
        for (index, mut row) in rows(account, audit, part, folder).into_iter().enumerate() {
            let mut beside = |text: Option<&str>| {
                row.insert(1, plain(text.filter(|_| index == 0).unwrap_or_default()).into_owned())
            };
            if is_named {
                beside(attention::name(account));
            }
            if audit.baseline.is_some() {
                beside(account.change.map(|change| change.kind.as_str()));
            }
            table.add_row(row);
        }
    }
    for (column, name) in table.column_iter_mut().zip(header) {
        column.set_padding((u16::from(name != "Account"), 0));
        // Only paths and names may be broken.
        if !matches!(name, "Source" | "Name") {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    table.trim_fmt()
}

/// An account's rows: one for each key that is told, or one. `part` stands between the parts of a cell, and so many
/// bytes of the source are a folder that is told elsewhere.
fn rows(account: &AccountResult, audit: &Audit, part: &str, folder: usize) -> Vec<Vec<String>> {
    let as_of = &audit.as_of;
    let beside = attention::beside_verdict(account, audit).map(|text| format!("{part}{text}"));
    let mut keys: Vec<[String; 2]> = attention::keys(account)
        .map(|key| [slot(key, as_of, part), joined(attention::last_used(key), part)])
        .collect();
    if keys.is_empty() {
        keys.push([attention::no_key(account).to_owned(), attention::no_key(account).to_owned()]);
    }
    let assessment = &account.assessment;
    let mut of_account = [
        plain(&attention::account_name(&assessment.account)).into_owned(),
        format!("{PAINTED}{}{PAINTED}{}", assessment.verdict.as_str(), beside.unwrap_or_default()),
        attention::mfa(account).to_owned(),
        joined(attention::generated(account, as_of), part),
        source(account.input.get(folder..).unwrap_or(&account.input), part),
    ];
    let row = |[key, used]: [String; 2]| {
        let [account, verdict, mfa, generated, source] = std::mem::take(&mut of_account);
        vec![account, verdict, key, used, mfa, generated, source]
    };
    keys.into_iter().map(row).collect()
}

/// A path, which may be broken anywhere, so that no part of it may be what [`plain`] looks for at the start of a line.
fn source(path: &str, part: &str) -> String {
    let path = plain(path).replace("::", "\\u{3a}\\u{3a}");
    path.replace('/', if part == "\n" { "/\n" } else { "/" })
}

fn joined(parts: Vec<String>, part: &str) -> String {
    parts.iter().map(|text| plain(text)).collect::<Vec<_>>().join(part)
}

fn slot(key: &AccessKey, as_of: &Timestamp, part: &str) -> String {
    let age = attention::age(key.last_rotated.as_ref(), as_of);
    match key.state {
        KeyState::Active | KeyState::None => format!("{} ({age})", key.slot),
        KeyState::Inactive | KeyState::Unknown => format!("{} ({age}){part}{}", key.slot, key.state.as_str()),
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
    for (code, problems) in attention::problems(audit) {
        let info = code.info();
        writeln!(out, "\n{BOLD}{}{BOLD:#}", info.id)?;
        for of in problems {
            let told =
                format!("{}{}: {}", plain(of.input), attention::place(&of), plain(&of.problem.message));
            writeln!(out, "{}", wrap(&told, width, "  ", "    "))?;
        }
        writeln!(out, "{}", wrap(info.remedy, width, "  Remedy: ", "    "))?;
    }
    Ok(())
}

/// The short way out, when a key is active.
fn remedy(audit: &Audit, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let Some(steps) = attention::remedy(audit) else { return Ok(()) };
    writeln!(out, "\n{BOLD}To remove an active root access key{BOLD:#}")?;
    explain::steps(&steps, width, out)?;
    writeln!(out, "  More: rootkeys explain {}", rule::ACTIVE.id)
}
