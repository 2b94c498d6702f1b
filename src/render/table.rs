//! A table for people: the accounts that need attention, what could not be assessed and why, and how to fix it.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use comfy_table::{ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle, Width};

use crate::audit::{AccountResult, Audit};
use crate::model::assessment::Verdict;
use crate::model::key::{AccessKey, KeyState};
use crate::model::time::Timestamp;
use crate::render::{View, explain, plain, view, wrap};
use crate::rules;

const BOLD: Style = Style::new().bold();
/// Marks what is coloured once the table is laid out, because the table would count the bytes of a colour as columns.
/// The mark has no width, and text from files is escaped, so it never has one.
const PAINTED: char = '\u{2060}';
/// A line below the header and none between rows.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));
/// How many columns a terminal needs for every cell to fit one line, not counting names and changes.
const ROOMY: u16 = 110;
/// How many accounts are laid out at a time.
const MOST_AT_ONCE: usize = 500;
/// The least width for a source.
const SOURCE: u16 = 16;
/// The greatest width of the sentences below the table.
const WIDEST: u16 = 100;

/// Writes the table, and the problems and the remediation below it.
pub(super) fn render(audit: &Audit, view: View, out: &mut dyn Write) -> io::Result<()> {
    let width = usize::from(view.width.unwrap_or(80).clamp(40, WIDEST));
    let shown = view::accounts(audit, view.all);
    if shown.is_empty() {
        writeln!(out, "{}", view::nothing(audit))?;
    } else {
        // A terminal shows the folder that all sources share once; in a file each line has the whole path.
        let folder = if view.width.is_some() { common_folder(&shown) } else { "" };
        if !folder.is_empty() {
            writeln!(out, "In {}:", plain(folder))?;
        }
        match Widths::of_accounts(&shown, audit, view.width, folder.len()) {
            Some(widths) => {
                for (part, accounts) in shown.chunks(MOST_AT_ONCE).enumerate() {
                    let table = table(accounts, audit, view.width, folder.len(), part == 0);
                    writeln!(out, "{}", paint(&widths.set(table, view.width).trim_fmt()))?;
                }
            }
            None => writeln!(out, "{}", paint(&list(&shown, audit, width, folder.len())))?,
        }
    }
    problems(audit, width, out)?;
    remedy(audit, width, out)
}

/// The folder that has every source, with its final separator; empty if there is none.
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

const HEADER: [&str; 7] = ["Account", "Verdict", "Key (age)", "Last used", "MFA", "Generated", "Source"];

/// The accounts as a table.
fn table(
    accounts: &[&AccountResult],
    audit: &Audit,
    width: Option<u16>,
    folder: usize,
    headed: bool,
) -> Table {
    let is_named = accounts.iter().any(|account| view::name(account).is_some());
    let roomy = ROOMY + if is_named { 20 } else { 0 } + if audit.baseline.is_some() { 12 } else { 0 };
    // If lines are short, each part of a cell gets a line.
    let part = if width.is_some_and(|width| width < roomy) { "\n" } else { " " };
    let mut table = Table::new();
    table.load_style(STYLE);
    if headed {
        table.set_header(HEADER);
    }
    match width {
        Some(width) => table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width),
        None => table.set_content_arrangement(ContentArrangement::Disabled),
    };
    for account in accounts {
        table.add_rows(rows(account, audit, part, folder));
    }
    for (column, name) in table.column_iter_mut().zip(HEADER) {
        column.set_padding((u16::from(name != "Account"), 0));
        // Only paths may wrap.
        if name != "Source" {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    table
}

/// The widths of the columns if the accounts are laid out in several parts, because laying out very many at once takes
/// much memory.
struct Widths(Option<Vec<u16>>);

impl Widths {
    /// `None` if the columns leave too little of a line for a source.
    fn of_accounts(
        accounts: &[&AccountResult],
        audit: &Audit,
        width: Option<u16>,
        folder: usize,
    ) -> Option<Self> {
        let parts = accounts.chunks(MOST_AT_ONCE);
        let is_one = parts.len() == 1;
        let widths = parts.enumerate().map(|(part, accounts)| {
            table(accounts, audit, width, folder, part == 0).column_max_content_widths()
        });
        let widest =
            |all: Vec<u16>, part: Vec<u16>| all.into_iter().zip(part).map(|(a, b)| a.max(b)).collect();
        let widths = widths.reduce(widest).unwrap_or_default();
        let of_others = widths.iter().rev().skip(1).map(|width| width + 2).sum::<u16>();
        let is_wide = width.is_none_or(|width| width >= of_others + SOURCE);
        is_wide.then(|| Self((!is_one).then_some(widths)))
    }

    /// Lays out a part like the others.
    fn set(&self, mut table: Table, width: Option<u16>) -> Table {
        let widths = self.0.iter().flatten();
        let mut left = width.unwrap_or(u16::MAX);
        for ((column, content), name) in table.column_iter_mut().zip(widths).zip(HEADER) {
            let padding = u16::from(name != "Account");
            let content =
                if name == "Source" { (*content).min(left.saturating_sub(padding)) } else { *content };
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(content + padding)));
            left = left.saturating_sub(content + padding + 1);
        }
        table
    }
}

/// The accounts one below the other, for a narrow terminal.
fn list(accounts: &[&AccountResult], audit: &Audit, width: usize, folder: usize) -> String {
    let told = |account: &&AccountResult| {
        let rows = rows(account, audit, " ", folder);
        let [name, verdict, _, _, mfa, generated, source] = rows.first().cloned().unwrap_or_default();
        let keys = rows.iter().filter(|[_, _, key, ..]| !matches!(key.as_str(), "-" | "?"));
        let keys = keys.map(|[_, _, key, used, ..]| format!("key {key}, last used {used}"));
        let lines = [format!("{verdict}, MFA {mfa}")].into_iter().chain(keys);
        let lines = lines.chain([format!("report of {generated}: {source}")]);
        let wrapped = lines.map(|line| format!("\n{}", wrap(&line, width, "  ", "    ")));
        format!("{BOLD}{name}{BOLD:#}{}", wrapped.collect::<String>())
    };
    accounts.iter().map(told).collect::<Vec<_>>().join("\n")
}

/// An account's rows: one for each key that is shown, or one if there is none. `part` separates the parts of a cell,
/// and `folder` is how many bytes of the source are a folder that is shown elsewhere.
fn rows(account: &AccountResult, audit: &Audit, part: &str, folder: usize) -> Vec<[String; 7]> {
    let as_of = &audit.as_of;
    let beside = view::beside_verdict(account)
        .map(|text| format!("{part}{}", text.replace(", ", &format!(",{part}"))));
    let mut keys: Vec<[String; 2]> =
        view::keys(account).map(|key| [slot(key, as_of, part), joined(view::last_used(key), part)]).collect();
    if keys.is_empty() {
        keys.push([view::no_key(account).to_owned(), view::no_key(account).to_owned()]);
    }
    let assessment = &account.assessment;
    let mut of_account = [
        named(account, part),
        format!("{PAINTED}{}{PAINTED}{}", assessment.verdict.as_str(), beside.unwrap_or_default()),
        view::mfa(account).to_owned(),
        joined(view::generated(account, as_of), part),
        source(account.input.get(folder..).unwrap_or(&account.input), part),
    ];
    let row = |[key, used]: [String; 2]| {
        let [account, verdict, mfa, generated, source] = std::mem::take(&mut of_account);
        [account, verdict, key, used, mfa, generated, source]
    };
    keys.into_iter().map(row).collect()
}

/// The account's id and name, one below the other if lines are short.
fn named(account: &AccountResult, part: &str) -> String {
    /// Longer names wrap.
    const LONGEST: usize = 20;
    let id = plain(&view::account_name(&account.assessment.account)).into_owned();
    let name = view::name(account).map(|name| match (plain(name), part) {
        (name, "\n") => textwrap::fill(&name, LONGEST),
        (name, _) => name.into_owned(),
    });
    [Some(id), name].into_iter().flatten().collect::<Vec<_>>().join(part)
}

/// A path. It may wrap anywhere, so no part of it may be what [`plain`] looks for at the start of a line.
fn source(path: &str, part: &str) -> String {
    let path = plain(path).replace("::", "\\u{3a}\\u{3a}");
    path.replace('/', if part == "\n" { "/\n" } else { "/" })
}

fn joined(parts: Vec<String>, part: &str) -> String {
    parts.iter().map(|text| plain(text)).collect::<Vec<_>>().join(part)
}

fn slot(key: &AccessKey, as_of: &Timestamp, part: &str) -> String {
    let age = view::age(key.last_rotated().as_ref(), as_of);
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

/// Problems by code: where they are and what was found there, then the remedy for all of them.
fn problems(audit: &Audit, width: usize, out: &mut dyn Write) -> io::Result<()> {
    for (code, problems) in view::problems(audit) {
        let info = code.info();
        writeln!(out, "\n{BOLD}{}{BOLD:#}", info.id)?;
        for of in problems {
            let told = format!("{}{}: {}", plain(of.input), view::place(&of), plain(&of.problem.message));
            writeln!(out, "{}", wrap(&told, width, "  ", "    "))?;
        }
        writeln!(out, "{}", wrap(info.remedy, width, "  Remedy: ", "    "))?;
    }
    Ok(())
}

/// The remediation in short, if a key is active.
fn remedy(audit: &Audit, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let Some(steps) = view::remedy(audit) else { return Ok(()) };
    writeln!(out, "\n{BOLD}To remove an active root access key{BOLD:#}")?;
    explain::steps(&steps, width, out)?;
    writeln!(out, "  More: rootkeys explain {}", rules::ACTIVE.id)
}
