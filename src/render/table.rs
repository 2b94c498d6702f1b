//! For people: the accounts that need attention, what could not be assessed and why, and the way out.

use std::collections::BTreeMap;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use comfy_table::{ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle};

use super::summary::count;
use super::{View, explain, plain, wrap};
use crate::account::{Account, AccountId};
use crate::assessment::Verdict;
use crate::audit::{AccountResult, Audit, Relation};
use crate::credential_report::{AccessKey, KeyState};
use crate::problem::{Code, Problem};
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
    let mut shown: Vec<&AccountResult> =
        audit.accounts.iter().filter(|account| view.all || needs_attention(account)).collect();
    shown.sort_by_key(|account| account.assessment.verdict); // the worst first, else by id as they are
    if shown.is_empty() {
        let clean = count(audit.summary().clean, "account");
        match (audit.complete(), audit.accounts.is_empty()) {
            (true, _) => writeln!(out, "No root user has an access key: {clean} clean.")?,
            (false, false) => writeln!(
                out,
                "No root access key was seen: {clean} clean, not everything could be assessed."
            )?,
            (false, true) => writeln!(out, "No account could be assessed.")?,
        }
    } else {
        // On a terminal the folder that all sources share stands once; in a file each line has its whole path.
        let folder = if view.width.is_some() { common_folder(&shown) } else { "" };
        if !folder.is_empty() {
            writeln!(out, "In {}:", plain(folder))?;
        }
        writeln!(out, "{}", paint(&table(&shown, &audit.as_of, view.width, folder.len())))?;
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

/// The folder that every source lies in, with its final separator; empty where there is none.
fn common_folder<'a>(accounts: &[&'a AccountResult]) -> &'a str {
    let parent = |path: &'a str| path.rfind(['/', '\\']).and_then(|end| path.get(..=end)).unwrap_or_default();
    let mut inputs = accounts.iter().map(|account| account.input.as_str());
    let first = inputs.next().map(parent).unwrap_or_default();
    inputs.fold(first, |folder, input| {
        let mut folder = folder;
        while !input.starts_with(folder) {
            folder = parent(folder.get(..folder.len() - 1).unwrap_or_default());
        }
        folder
    })
}

fn table(accounts: &[&AccountResult], as_of: &Timestamp, width: Option<u16>, folder: usize) -> String {
    let header = ["Account", "Verdict", "Key (age)", "Last used", "MFA", "Generated", "Source"];
    // Where lines are short, a cell's parts stand below each other.
    let part = if width.is_some_and(|width| width < ROOMY) { "\n" } else { " " };
    let mut table = Table::new();
    table.load_style(STYLE).set_header(header);
    match width {
        Some(width) => table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width),
        None => table.set_content_arrangement(ContentArrangement::Disabled),
    };
    for account in accounts {
        table.add_rows(rows(account, as_of, part, folder));
    }
    for (column, name) in table.column_iter_mut().zip(header) {
        column.set_padding((u16::from(name != "Account"), 0));
        // Only paths may be broken.
        if name != "Source" {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    table.trim_fmt()
}

/// An account's rows: one for each key that is told, or one. `part` stands between the parts of a cell, and so many
/// bytes of the source are a folder that is told elsewhere.
fn rows(result: &AccountResult, as_of: &Timestamp, part: &str, folder: usize) -> Vec<[String; 7]> {
    let assessment = &result.assessment;
    let none = if assessment.root.is_some() { "-" } else { "?" };
    let told = |key: &&AccessKey| assessment.root.is_some() && key.state != KeyState::None;
    let mut keys: Vec<[String; 2]> = assessment
        .keys
        .iter()
        .filter(told)
        .map(|key| [slot(key, as_of, part), last_used(key, part)])
        .collect();
    if keys.is_empty() {
        keys.push([none.to_owned(), none.to_owned()]);
    }
    let flag = |flag: Option<bool>| flag.map_or("?", |flag| if flag { "yes" } else { "no" });
    let generated = result.generated_time.as_ref();
    let mut of_account = [
        account_name(&assessment.account),
        format!("{PAINTED}{}{PAINTED}", assessment.verdict.as_str()),
        flag(assessment.root.as_ref().and_then(|root| root.mfa_active)).to_owned(),
        generated.map_or("?".to_owned(), |time| format!("{}{part}({})", time.day(), days(time, as_of))),
        plain(result.input.get(folder..).unwrap_or(&result.input))
            .replace('/', if part == "\n" { "/\n" } else { "/" }),
    ];
    let row = |[key, used]: [String; 2]| {
        let [account, verdict, mfa, generated, source] = std::mem::take(&mut of_account);
        [account, verdict, key, used, mfa, generated, source]
    };
    keys.into_iter().map(row).collect()
}

/// The id; else what stands in its place, marked.
fn account_name(account: &Account) -> String {
    match (account.id, &account.written) {
        (Some(id), _) => id.to_string(),
        (None, Some(written)) => format!("? {}", plain(written)),
        (None, None) => "?".to_owned(),
    }
}

fn days(time: &Timestamp, as_of: &Timestamp) -> String {
    format!("{}d", time.days_until(as_of))
}

fn slot(key: &AccessKey, as_of: &Timestamp, part: &str) -> String {
    let age = key.last_rotated.as_ref().map_or("?".to_owned(), |time| days(time, as_of));
    match key.state {
        KeyState::Active | KeyState::None => format!("{} ({age})", key.slot),
        KeyState::Inactive | KeyState::Unknown => format!("{} ({age}){part}{}", key.slot, key.state.as_str()),
    }
}

/// The day, the service and the region; else the cell as it is, which is `N/A` where AWS has no record of a use.
fn last_used(key: &AccessKey, part: &str) -> String {
    let place = [&key.last_used_service, &key.last_used_region].into_iter().flatten().map(|text| plain(text));
    match (&key.last_used, &key.last_used_cell) {
        (Some(time), _) => std::iter::once(time.day().into()).chain(place).collect::<Vec<_>>().join(part),
        (None, Some(cell)) if !cell.is_empty() => plain(cell).into_owned(),
        (None, _) => "?".to_owned(),
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
    let mut tell = |problem: &Problem, input: &str, account: Option<AccountId>| {
        let of = account.map(|id| format!(" ({id})"));
        let at = problem.position.map(|position| format!(", {position}"));
        let place = format!("{}{}{}", plain(input), at.unwrap_or_default(), of.unwrap_or_default());
        by_code.entry(problem.code).or_default().push(format!("{place}: {}", plain(&problem.message)));
    };
    for input in &audit.inputs {
        input.problems.iter().for_each(|problem| tell(problem, &input.path, None));
    }
    for account in &audit.accounts {
        let id = account.assessment.account.id;
        account.assessment.problems.iter().for_each(|problem| tell(problem, &account.input, id));
        for other in account.other_reports.iter().filter(|other| other.relation != Relation::Identical) {
            other.problems.iter().for_each(|problem| tell(problem, &other.input, id));
        }
    }
    for (code, places) in by_code {
        let info = code.info();
        writeln!(out, "\n{BOLD}{}{BOLD:#}", info.id)?;
        for place in places {
            writeln!(out, "{}", wrap(&place, width, "  ", "    "))?;
        }
        writeln!(out, "{}", wrap(info.remedy, width, "  Remedy: ", "    "))?;
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
        only.and_then(|account| account.partition),
    );
    writeln!(out, "\n{BOLD}To remove an active root access key{BOLD:#}")?;
    let general = rule::assume_root_command(None, None);
    for step in rule::ACTIVE.remedy {
        let own = step.replace(&general, &command);
        explain::steps(&[own.as_str()], width, out)?;
    }
    writeln!(out, "  More: rootkeys explain {}", rule::ACTIVE.id)
}
