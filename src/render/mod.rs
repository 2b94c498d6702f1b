//! From the audit to bytes: one file a format, one signature, one match.

mod csv;
mod escape;
mod explain;
mod finding;
mod github;
mod html;
mod json;
mod jsonl;
mod markdown;
mod sarif;
mod summary;
mod table;
mod verification;
mod view;

use std::io::{self, Write};

pub use escape::plain;
pub use explain::explain;
pub(crate) use json::document;
pub use summary::summary as render_summary;
pub use verification::render_verification;

use crate::audit::Audit;

/// The form of the result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// For people: what needs attention, and how to mend it.
    #[default]
    Table,
    /// The evidence document, `rootkeys.evidence/1`.
    Json,
    /// The evidence document as JSON Lines.
    JsonLines,
    /// One row for each account.
    Csv,
    /// SARIF 2.1.0.
    Sarif,
    /// GitHub Flavored Markdown: what the table shows.
    Markdown,
    /// One page for reading, printing and signing.
    Html,
    /// Workflow commands of GitHub Actions.
    Github,
}

/// One line of the table of formats.
#[derive(Clone, Copy, Debug)]
pub struct FormatInfo {
    /// The name on the command line.
    pub name: &'static str,
    /// How the names of its files end, in lower case.
    pub endings: &'static [&'static str],
    /// What it is for.
    pub summary: &'static str,
    /// Whether it shows the digests of the inputs, which take time to compute.
    pub shows_digests: bool,
}

impl Format {
    /// Every format.
    pub const ALL: &'static [Self] = &[
        Self::Table,
        Self::Json,
        Self::JsonLines,
        Self::Csv,
        Self::Sarif,
        Self::Markdown,
        Self::Html,
        Self::Github,
    ];

    /// The format's line of the table.
    pub const fn info(self) -> FormatInfo {
        let (name, endings, summary): (_, &[&str], _) = match self {
            Self::Table => ("table", &[], "for people: what needs attention, and the way out"),
            Self::Json => ("json", &[".json"], "for programs and auditors: the evidence document"),
            Self::JsonLines => (
                "jsonl",
                &[".jsonl", ".ndjson"],
                "for jq, DuckDB, Athena: one account a line, then the summary",
            ),
            Self::Csv => ("csv", &[".csv"], "for spreadsheets: one row for each account"),
            Self::Sarif => (
                "sarif",
                &[".sarif", ".sarif.json"],
                "for GitHub code scanning, GitLab, DefectDojo: SARIF 2.1.0",
            ),
            Self::Markdown => {
                ("markdown", &[".md", ".markdown"], "for tickets and comments: the table as Markdown")
            }
            Self::Html => {
                ("html", &[".html", ".htm"], "for reading, printing and signing: one page by itself")
            }
            Self::Github => ("github", &[], "for a log of GitHub Actions: annotations"),
        };
        let shows_digests = matches!(self, Self::Json | Self::JsonLines | Self::Sarif | Self::Html);
        FormatInfo { name, endings, summary, shows_digests }
    }

    /// The format of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.info().name == name)
    }

    /// The format that a file's name asks for by its ending, in any case; of several endings the longest.
    pub fn from_ending(file: &str) -> Option<Self> {
        let file = file.to_lowercase();
        let ending = |format: Self| {
            let longest =
                |endings: &[&str]| endings.iter().filter(|e| file.ends_with(*e)).map(|e| e.len()).max();
            longest(format.info().endings).map(|length| (length, format))
        };
        Self::ALL
            .iter()
            .filter_map(|format| ending(*format))
            .max_by_key(|(length, _)| *length)
            .map(|(_, f)| f)
    }
}

/// What people see of the accounts; programs' formats have no view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// Whether clean accounts are shown, too.
    pub all: bool,
    /// The columns of the terminal that the table is for; `None` leaves its lines as long as they are.
    pub width: Option<u16>,
}

/// Writes the audit.
///
/// # Errors
/// Those of the writer.
pub fn render(audit: &Audit, format: Format, view: View, out: &mut dyn Write) -> io::Result<()> {
    let render = match format {
        Format::Table => table::render,
        Format::Json => json::render,
        Format::JsonLines => jsonl::render,
        Format::Csv => csv::render,
        Format::Sarif => sarif::render,
        Format::Markdown => markdown::render,
        Format::Html => html::render,
        Format::Github => github::render,
    };
    render(audit, view, out)
}

/// Text wrapped at spaces only, so that no command is broken within a word.
fn wrap(text: &str, width: usize, first: &str, then: &str) -> String {
    let options = textwrap::Options::new(width)
        .initial_indent(first)
        .subsequent_indent(then)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .break_words(false);
    textwrap::fill(text, options)
}
