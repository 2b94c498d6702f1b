//! The envelopes, ways in which clients wrap a credential report: one file and one line of [`ENVELOPES`] each.

mod aligned;
mod armor;
mod banner;
mod bare;
mod clear_signed;
mod cli_message;
mod cli_table;
mod fence;
mod footer;
mod html;
mod http;
mod json;
mod printed;
pub(crate) mod query_api;
pub(crate) mod raw_csv;
mod row_writer;
mod text_output;
mod text_table;
mod vertical;
mod yaml;

use crate::decode::cursor::Cursor;
use crate::decode::decoded::Decoded;

/// What an envelope read: how many bytes, and what was in them.
pub(crate) struct Consumed<'a> {
    pub(crate) length: usize,
    pub(crate) found: Decoded<'a>,
}

/// An envelope: a way in which clients wrap a credential report.
///
/// AWS's API gives the CSV in base64; the AWS CLI puts that into JSON, YAML, text or a table, and people save one value of it, or
/// what a program printed of it. An envelope says where a document of its own begins, reads it, and gives the CSVs in it.
/// One that wraps nothing is an envelope, too: the CSV itself, the line of an error, the lines around pasted text.
pub(crate) struct Envelope {
    /// Whether the line at the cursor begins a document in this envelope. Looks little further than the line.
    pub(crate) begins: for<'a> fn(Cursor<'a>) -> bool,
    /// Reads what begins there: at least the line, or the document where several can be on one.
    pub(crate) read: for<'a> fn(Cursor<'a>) -> Consumed<'a>,
    /// Whether it can begin behind another document on the same line.
    mid_line: bool,
    /// Whether it reads text up to where it ends, so that another document can have run into it.
    pub(crate) open_ended: bool,
}

/// Every envelope, the one that recognises the most narrowly first.
pub(crate) const ENVELOPES: &[Envelope] = &[
    Envelope { begins: cli_message::begins, read: cli_message::read, mid_line: true, open_ended: true },
    Envelope { begins: http::begins, read: http::read, mid_line: false, open_ended: false },
    Envelope { begins: query_api::begins, read: query_api::read, mid_line: true, open_ended: false },
    Envelope { begins: html::begins, read: html::read, mid_line: false, open_ended: false },
    Envelope { begins: yaml::begins, read: yaml::read, mid_line: false, open_ended: false },
    Envelope { begins: printed::begins, read: printed::read, mid_line: true, open_ended: false },
    Envelope { begins: raw_csv::begins, read: raw_csv::read, mid_line: false, open_ended: true },
    Envelope { begins: json::begins, read: json::read, mid_line: true, open_ended: false },
    Envelope { begins: text_output::begins, read: text_output::read, mid_line: false, open_ended: false },
    Envelope { begins: clear_signed::begins, read: clear_signed::read, mid_line: false, open_ended: false },
    Envelope { begins: armor::begins, read: armor::read, mid_line: false, open_ended: false },
    Envelope { begins: bare::begins, read: bare::read, mid_line: false, open_ended: false },
    Envelope { begins: cli_table::begins, read: cli_table::read, mid_line: false, open_ended: false },
    Envelope { begins: vertical::begins, read: vertical::read, mid_line: false, open_ended: true },
    Envelope { begins: text_table::begins, read: text_table::read, mid_line: false, open_ended: true },
    Envelope { begins: banner::begins, read: banner::read, mid_line: false, open_ended: false },
    Envelope { begins: fence::begins, read: fence::read, mid_line: false, open_ended: false },
    Envelope { begins: footer::begins, read: footer::read, mid_line: false, open_ended: false },
];

/// The envelope that knows what begins at a place.
pub(crate) fn envelope_at(at: Cursor<'_>) -> Option<&'static Envelope> {
    let starts_line = at.starts_line();
    ENVELOPES.iter().find(|envelope| (starts_line || envelope.mid_line) && (envelope.begins)(at))
}
