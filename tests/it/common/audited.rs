//! Audits of files by the library, and how they are shown.

use std::path::Path;

use rootkeys::{Audit, Format, Settings, View};
use serde_json::Value;

/// The audit of what these paths lead to, on the day after most of the reports.
pub(crate) fn audit(paths: &[impl AsRef<Path>]) -> Audit {
    let as_of = Some("2026-09-30T00:00:00Z".parse().unwrap());
    let paths = paths.iter().map(|path| path.as_ref().to_owned()).collect();
    rootkeys::audit(&Settings { paths, as_of, ..Settings::default() }).unwrap()
}

pub(crate) fn show(audit: &Audit, format: Format) -> String {
    let mut shown = Vec::new();
    rootkeys::render(audit, format, View::default(), &mut shown).unwrap();
    String::from_utf8(shown).unwrap()
}

/// What is shown in a format that is JSON.
pub(crate) fn read_back(audit: &Audit, format: Format) -> Value {
    serde_json::from_str(&show(audit, format)).unwrap()
}

/// The list at that place.
pub(crate) fn list<'a>(value: &'a Value, pointer: &str) -> &'a [Value] {
    value.pointer(pointer).and_then(Value::as_array).unwrap_or_else(|| panic!("{pointer} in {value:#}"))
}
