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
pub use summary::summary as render_summary;
pub use verification::render_verification;

use crate::audit::Audit;

/// One line of the table of formats.
#[derive(Clone, Copy)]
pub struct FormatInfo {
    /// The name on the command line.
    pub name: &'static str,
    /// How the names of its files end, in lower case.
    pub endings: &'static [&'static str],
    /// What it is for.
    pub summary: &'static str,
    /// Whether it shows the digests of what was read, which take longer than all else.
    pub shows_digests: bool,
    render: fn(&Audit, View, &mut dyn Write) -> io::Result<()>,
}

macro_rules! formats {
    ($($name:ident $module:ident $id:literal $endings:expr, $digests:literal, $summary:literal;)*) => {
        /// The form of the result.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Format { $(#[doc = concat!("`", $id, "`: ", $summary, ".")] $name,)* }

        impl Format {
            /// Every format.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The format's line of the table.
            pub const fn info(self) -> FormatInfo {
                match self {
                    $(Self::$name => FormatInfo {
                        name: $id,
                        endings: $endings,
                        summary: $summary,
                        shows_digests: $digests,
                        render: $module::render,
                    },)*
                }
            }
        }
    };
}

formats! {
    Table table "table" &[], false, "for people: what needs attention, and the way out";
    Json json "json" &[".json"], true, "for programs and auditors: the evidence document";
    JsonLines jsonl "jsonl" &[".jsonl", ".ndjson"], true, "for jq, DuckDB, Athena: one account a line, then the summary";
    Csv csv "csv" &[".csv"], false, "for spreadsheets: one row for each account";
    Sarif sarif "sarif" &[".sarif", ".sarif.json"], true, "for GitHub code scanning, GitLab, DefectDojo: SARIF 2.1.0";
    Markdown markdown "markdown" &[".md", ".markdown"], false, "for tickets and comments: the table as Markdown";
    Html html "html" &[".html", ".htm"], true, "for reading, printing and signing: one page by itself";
    Github github "github" &[], false, "for a log of GitHub Actions: annotations";
}

impl Default for Format {
    /// The table.
    fn default() -> Self {
        Self::Table
    }
}

impl Format {
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
    (format.info().render)(audit, view, out)
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
