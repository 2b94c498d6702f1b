//! The families of shapes: one file and one line of [`FAMILIES`] each.

mod aligned;
pub(super) mod armor;
pub(super) mod bare;
pub(super) mod cli_message;
pub(super) mod cli_table;
pub(super) mod dump;
pub(super) mod fence;
pub(super) mod json;
pub(super) mod raw_csv;
pub(super) mod text_output;
pub(super) mod text_table;
pub(super) mod yaml;

use super::cursor::Cursor;
use super::envelope::Decoded;

/// What a family took: how many bytes, and what was in them.
pub(crate) struct Taken<'a> {
    pub(crate) length: usize,
    pub(crate) found: Decoded<'a>,
}

/// A family of shapes.
pub(crate) struct Family {
    /// Whether the line at the cursor begins a document of this family. Looks little further than the line.
    begins: for<'a> fn(Cursor<'a>) -> bool,
    /// Takes what begins there: at least the line, or the document where several can stand on one.
    pub(crate) take: for<'a> fn(Cursor<'a>) -> Taken<'a>,
    /// Whether it can begin behind another document on the same line.
    mid_line: bool,
    /// Whether it takes text up to where it ends, so that another document can have run into it.
    pub(crate) open_ended: bool,
}

/// Every family, the one that recognises the most narrowly first.
const FAMILIES: &[Family] = &[
    Family { begins: cli_message::begins, take: cli_message::take, mid_line: true, open_ended: true },
    Family { begins: yaml::begins, take: yaml::take, mid_line: false, open_ended: false },
    Family { begins: dump::begins, take: dump::take, mid_line: true, open_ended: false },
    Family { begins: raw_csv::begins, take: raw_csv::take, mid_line: false, open_ended: true },
    Family { begins: json::begins, take: json::take, mid_line: true, open_ended: false },
    Family { begins: text_output::begins, take: text_output::take, mid_line: false, open_ended: false },
    Family { begins: armor::begins, take: armor::take, mid_line: false, open_ended: false },
    Family { begins: bare::begins, take: bare::take, mid_line: false, open_ended: false },
    Family { begins: cli_table::begins, take: cli_table::take, mid_line: false, open_ended: false },
    Family { begins: text_table::begins, take: text_table::take, mid_line: false, open_ended: true },
    Family { begins: fence::begins, take: fence::take, mid_line: false, open_ended: false },
];

/// The family that knows what begins at a place.
pub(crate) fn family_at(at: Cursor<'_>) -> Option<&'static Family> {
    let starts_line = at.starts_line();
    FAMILIES.iter().find(|family| (starts_line || family.mid_line) && (family.begins)(at))
}
