//! Text from files, made safe for each sink.

use std::borrow::Cow;
use std::io::{self, Write};

/// What a log of GitHub Actions takes for the start of a command wherever it stands.
///
/// Source: actions/runner, `src/Runner.Common/ActionCommand.cs`; so for `::` in [`plain`].
const LOG_COMMAND: &str = "##[";

/// Text with its control, bidirectional and invisible characters shown as their code points, so that no path and no
/// cell moves the cursor, colours the screen, breaks the line, or reads as something else.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unsafe) && !text.contains(LOG_COMMAND) {
        return Cow::Borrowed(text);
    }
    let shown = |c: char| if is_unsafe(c) { c.escape_unicode().collect() } else { c.to_string() };
    Cow::Owned(text.chars().map(shown).collect::<String>().replace(LOG_COMMAND, "\\u{23}#["))
}

/// Text from a file or an argument for a terminal or a log: control, bidirectional and invisible characters are shown as
/// their code points. A log of GitHub Actions takes `::name` at the start of a line for a command, whatever white space
/// is before it, and lines may be broken at any space; what could be one is shown so, too.
pub fn plain(text: &str) -> Cow<'_, str> {
    let text = visible(text);
    if !text.contains("::") {
        return text;
    }
    let mut shown = String::with_capacity(text.len());
    let mut is_start = true;
    for (at, c) in text.char_indices() {
        let is_command = is_start && text.get(at..).is_some_and(|rest| rest.starts_with("::"));
        if is_command {
            shown += "\\u{3a}"
        } else {
            shown.push(c)
        }
        is_start = c.is_whitespace();
    }
    Cow::Owned(shown)
}

/// The message of a GitHub workflow command.
///
/// Source: actions/toolkit, `packages/core/src/command.ts`, `escapeData`.
pub(super) fn command_data(text: &str) -> String {
    visible(text).replace('%', "%25")
}

/// A property of a GitHub workflow command.
///
/// Source: actions/toolkit, `packages/core/src/command.ts`, `escapeProperty`.
pub(super) fn command_property(text: &str) -> String {
    command_data(text).replace(':', "%3A").replace(',', "%2C")
}

/// A cell that no spreadsheet takes for a formula: one that starts like it gets an apostrophe before it.
///
/// Source: OWASP, "CSV Injection".
pub(super) fn spreadsheet_cell(text: &str) -> Cow<'_, str> {
    let text = visible(text);
    const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    // Where lists are separated by semicolons, a spreadsheet may take what follows one for a cell, in quotes or not.
    let is_formula = |part: &str| {
        let quoted = |c: char| c.is_whitespace() || matches!(c, '"' | '\'');
        part.trim_start_matches(quoted).starts_with(FORMULA)
    };
    if !text.split(';').any(is_formula) {
        return text;
    }
    let inert = |part: &str| if is_formula(part) { format!("'{part}") } else { part.to_owned() };
    Cow::Owned(text.split(';').map(inert).collect::<Vec<_>>().join(";"))
}

/// A sentence for Markdown: what stands between backticks is code, and so is every word that Markdown or GitHub could
/// take for something else, a mention, a link or a formula among them.
pub(super) fn markdown(text: &str) -> String {
    let mut sentence = String::new();
    for (index, part) in text.split('`').enumerate() {
        if index % 2 == 1 {
            sentence += &code_span(part);
            continue;
        }
        for (index, word) in part.split(' ').enumerate() {
            sentence += if index > 0 { " " } else { "" };
            // Punctuation around a word is none of it.
            let core = word.trim_start_matches('(').trim_end_matches([')', ',', '.', ';', ':', '?']);
            let is_prose = core.is_empty() || is_prose(core);
            sentence += &if is_prose { word.to_owned() } else { word.replacen(core, &code_span(core), 1) };
        }
    }
    // Two backticks in a row, or one without its like, would delimit something else.
    let is_clear = text.matches('`').count().is_multiple_of(2) && !sentence.contains("``");
    if is_clear { sentence } else { code_span(text) }
}

/// A code span: nothing within it means anything to Markdown.
pub(super) fn code_span(text: &str) -> String {
    let text = visible(text);
    let runs = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(runs + 1);
    // Of a space at each end Markdown takes one away.
    let is_spaced = text.starts_with(' ') && text.ends_with(' ');
    let pad = if text.starts_with('`') || text.ends_with('`') || is_spaced { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// A cell of a Markdown table; also code is cut at a bare `|`.
pub(super) fn table_cell(markdown: &str) -> String {
    markdown.replace('|', "\\|")
}

fn is_prose(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    let parts: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let is_issue = parts.windows(2).any(|pair| pair.first() == Some(&"gh"));
    let is_commit = parts.iter().any(|part| part.len() >= 40);
    word.chars().all(|c| c.is_alphanumeric() && !is_unsafe(c) || "-/'\".%…".contains(c))
        && !(is_issue || is_commit || lower.starts_with("www."))
}

/// Steps as a list; commands stand by themselves, to be copied. What is indented belongs to the step before it.
pub(super) fn markdown_steps(steps: &[impl AsRef<str>]) -> String {
    let block = |step: &str| {
        let text = step.trim_start();
        let indent = if text == step { "" } else { "  " };
        match text {
            command if command.starts_with("aws ") => {
                format!("{indent}```sh\n{indent}{command}\n{indent}```\n\n")
            }
            more if more != step => format!("{indent}{}\n\n", markdown(more)),
            step => format!("- {}\n\n", markdown(step)),
        }
    };
    steps.iter().map(|step| block(step.as_ref())).collect()
}

/// Text for a message of SARIF, which takes `{0}` for a placeholder and `[text](target)` for a link.
///
/// Source: SARIF 2.1.0, sections 3.11.5 and 3.11.6.
pub(super) fn sarif_message(text: &str) -> String {
    let text = text.replace('{', "{{").replace('}', "}}");
    if text.contains("](") { text.replace('[', "\\[").replace(']', "\\]") } else { text }
}

/// A writer of JSON that JSON's own escapes make safe to look at: nothing is changed, for what is escaped stands in
/// strings only, and `\u202e` there is the character itself.
pub(super) struct Visible<W>(pub(super) W);

impl<W: Write> Write for Visible<W> {
    /// Takes whole characters, as serde_json writes them.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let hidden = |c: char| !matches!(c, '\n' | '\r' | '\t') && is_unsafe(c);
        let text = str::from_utf8(bytes).unwrap_or_default();
        if !text.contains(hidden) && !text.contains(LOG_COMMAND) {
            self.0.write_all(bytes)?;
            return Ok(bytes.len());
        }
        for c in text.replace(LOG_COMMAND, "\\u0023#[").chars() {
            if hidden(c) {
                let mut units = [0; 2];
                c.encode_utf16(&mut units).iter().try_for_each(|unit| write!(self.0, "\\u{unit:04x}"))?;
            } else {
                write!(self.0, "{c}")?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
            | '\u{FFF9}'..='\u{FFFB}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_moves_or_hides_is_shown() {
        assert_eq!(plain("a\u{1B}[31mb\nc"), "a\\u{1b}[31mb\\u{a}c");
        assert_eq!(plain("a\u{202E}b\u{200B}"), "a\\u{202e}b\\u{200b}");
        assert!(matches!(plain("Größe/日本.json"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_log_takes_no_text_for_a_command() {
        assert_eq!(plain("::error::x"), "\\u{3a}:error::x");
        assert_eq!(plain("a ::add-mask::x"), "a \\u{3a}:add-mask::x");
        assert_eq!(plain("a \u{3000}::error::x"), "a \u{3000}\\u{3a}:error::x");
        assert_eq!(plain("a##[group]"), "a\\u{23}#[group]");
        assert_eq!(plain("arn:aws:iam::111122223333:root"), "arn:aws:iam::111122223333:root");
        assert_eq!(command_data("100%\n::error::x"), "100%25\\u{a}::error::x");
        assert_eq!(command_property("a:b,c%"), "a%3Ab%2Cc%25");
    }

    #[test]
    fn a_spreadsheet_takes_no_cell_for_a_formula() {
        for cell in ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "＝1"] {
            assert_eq!(spreadsheet_cell(cell), format!("'{cell}"));
        }
        assert_eq!(spreadsheet_cell("\t=1"), "\\u{9}=1");
        assert_eq!(spreadsheet_cell("us;=1+1;x"), "us;'=1+1;x");
        assert_eq!(spreadsheet_cell("us;\"=1+1;x"), "us;'\"=1+1;x");
        assert_eq!(spreadsheet_cell("us-east-1"), "us-east-1");
    }

    #[test]
    fn markdown_takes_no_text_for_anything_else() {
        for (text, shown) in [
            ("the cell `fals`, and no more", "the cell `fals`, and no more"),
            ("access_key_1_active says", "`access_key_1_active` says"),
            ("no (<root_account>): row", "no (`<root_account>`): row"),
            ("ask @everyone, see #12", "ask `@everyone`, see `#12`"),
            ("see https://example.com.", "see `https://example.com`."),
            ("a | b", "a `|` b"),
            ("GH-12, /gh-12 and :smile:", "`GH-12`, `/gh-12` and `:smile`:"),
            ("one ` alone", "``one ` alone``"),
            ("`` @you ``", "``` `` @you `` ```"),
            ("x_y`@you`", "`` x_y`@you` ``"),
        ] {
            assert_eq!(markdown(text), shown, "{text}");
        }
        assert_eq!(code_span("a`b\n"), "``a`b\\u{a}``");
        assert_eq!(code_span(" a "), "`  a  `");
        assert_eq!(table_cell("`a|b`"), "`a\\|b`");
    }

    #[test]
    fn sarif_takes_no_text_for_a_link_or_a_placeholder() {
        assert_eq!(sarif_message("[ERROR]: {0}"), "[ERROR]: {{0}}");
        assert_eq!(sarif_message("[a](b)"), "\\[a\\](b)");
    }

    #[test]
    fn json_keeps_every_character() {
        let text = "a\u{202E}b\u{7F}c\u{E0041}日\u{1B}##[x";
        let mut json = Vec::new();
        serde_json::to_writer(Visible(&mut json), text).unwrap();
        let json = String::from_utf8(json).unwrap();
        assert_eq!(json, r#""a\u202eb\u007fc\udb40\udc41日\u001b\u0023#[x""#);
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }
}
