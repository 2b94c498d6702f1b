//! Files that are read besides the reports: as strictly as those.

use std::collections::BTreeSet;

use crate::credential_report::lines::Lines;
use crate::decode::content::encoding::to_utf8;
use crate::decode::value::Tree;
use crate::model::reference::ReferenceError;

/// The text of a file, which may be as Windows, a Mac or a spreadsheet saved it; its line breaks are LF.
pub(crate) fn text(bytes: &[u8]) -> Result<String, ReferenceError> {
    let text = to_utf8(bytes);
    if let Some(damage) = text.damage {
        return Err(ReferenceError::new(damage.message));
    }
    let text = String::from_utf8(text.text.into_owned()).map_err(|error| {
        let before = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
        let line = Lines::new(before).line_at(before.len());
        ReferenceError::at(line, "it holds bytes that are not UTF-8; expected UTF-8 or UTF-16")
    })?;
    Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// A member that an object has twice, so that two programs may read different values.
pub(crate) fn repeated(tree: &Tree<'_>) -> Option<String> {
    let mut names = BTreeSet::new();
    let twice = tree.members().iter().find(|(name, _)| !names.insert(name));
    let below = || tree.members().iter().map(|(_, value)| value).chain(tree.items()).find_map(repeated);
    twice.map(|(name, _)| name.to_string()).or_else(below)
}

/// What is said of such a member.
pub(crate) fn repetition(name: &str) -> String {
    format!("an object has the member {name} twice, so that two programs may read different values")
}
