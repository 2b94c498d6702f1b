//! Makes text from files safe for each kind of output.

use std::borrow::Cow;
use std::io::{self, Write};

/// What GitHub Actions takes for the start of a command anywhere in a log.
///
/// Source: actions/runner, `src/Runner.Common/ActionCommand.cs`; also for `::` in [`plain`].
const LOG_COMMAND: &str = "##[";

/// Text with its control, bidirectional and invisible characters shown as code points, so that no path or cell can move
/// the cursor, colour the screen, break the line or look like something else.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unsafe) && !text.contains(LOG_COMMAND) {
        return Cow::Borrowed(text);
    }
    let shown = |c: char| if is_unsafe(c) { c.escape_unicode().collect() } else { c.to_string() };
    Cow::Owned(text.chars().map(shown).collect::<String>().replace(LOG_COMMAND, "\\u{23}#["))
}

/// Text from a file or an argument, for a terminal or a log: control, bidirectional and invisible characters are shown
/// as code points. So is what GitHub Actions could take for a command: `::name` at the start of a line, after any white
/// space (lines may wrap at any space).
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

/// A cell that no spreadsheet takes for a formula: one that starts like a formula gets an apostrophe in front.
///
/// Source: OWASP, "CSV Injection".
pub(super) fn spreadsheet_cell(text: &str) -> Cow<'_, str> {
    let text = visible(text);
    const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    // In regions that separate lists with semicolons, what follows one may become a cell, even in quotes.
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

/// A sentence for Markdown: text between backticks is code, and so is every word that Markdown or GitHub could take for
/// something else, such as a mention, a link or a formula.
pub(super) fn markdown(text: &str) -> String {
    let mut sentence = String::new();
    for (index, part) in text.split('`').enumerate() {
        if index % 2 == 1 {
            sentence += &code_span(part);
            continue;
        }
        for (index, word) in part.split(' ').enumerate() {
            sentence += if index > 0 { " " } else { "" };
            // Punctuation around a word is not part of it.
            let core = word.trim_start_matches('(').trim_end_matches([')', ',', '.', ';', ':', '?']);
            let is_prose = core.is_empty() || is_prose(core);
            sentence += &if is_prose { word.to_owned() } else { word.replacen(core, &code_span(core), 1) };
        }
    }
    // Two backticks in a row, or a single one, would delimit something else.
    let is_clear = text.matches('`').count().is_multiple_of(2) && !sentence.contains("``");
    if is_clear { sentence } else { code_span(text) }
}

/// A code span: Markdown leaves what is in it alone.
pub(super) fn code_span(text: &str) -> String {
    let text = visible(text);
    let runs = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(runs + 1);
    // Markdown strips one space from each end.
    let is_spaced = text.starts_with(' ') && text.ends_with(' ');
    let pad = if text.starts_with('`') || text.ends_with('`') || is_spaced { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// A cell of a Markdown table, which a bare `|` ends, even in code.
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

/// Steps as a list, with commands on lines of their own for copying. Indented lines belong to the step before them.
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

/// Text for a message of SARIF, in which `{0}` is a placeholder and `[text](target)` a link.
///
/// Source: SARIF 2.1.0, sections 3.11.5 and 3.11.6.
pub(super) fn sarif_message(text: &str) -> String {
    let text = text.replace('{', "{{").replace('}', "}}");
    if text.contains("](") { text.replace('[', "\\[").replace(']', "\\]") } else { text }
}

/// Writes JSON so that it is safe to look at, with the escapes of JSON. This changes no value: such characters only
/// occur in strings, where `\u202e` is the same as the character itself.
pub(super) struct Visible<W>(pub(super) W);

impl<W: Write> Write for Visible<W> {
    /// Expects whole characters, as serde_json writes them.
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
