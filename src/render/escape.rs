//! Text from files, made safe for each sink.

use std::borrow::Cow;

/// Text for a terminal: control, bidirectional and invisible characters are shown as their code points, so that no
/// path and no cell moves the cursor, colours the screen, or reads as something else.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let shown = |c: char| if is_unsafe(c) { c.escape_unicode().collect() } else { c.to_string() };
    Cow::Owned(text.chars().map(shown).collect())
}

fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{AD}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
            | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
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
}
