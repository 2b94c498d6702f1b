//! The value that holds the report: the CSV itself, or what was made of its bytes, layer by layer.

pub(crate) mod base64;
pub(crate) mod encoding;
pub(crate) mod literal;

use std::borrow::Cow;

use crate::credential_report::End;
use crate::decode::recognise;
use crate::decode::recognise::traces::{is_csv, is_nearly_base64};
use crate::model::normalization::Normalization;
use crate::model::problem::{Code, Position, Problem};

/// How many layers are opened: base64 of base64 happens, more is a riddle.
pub(crate) const MOST_LAYERS: usize = 4;

/// The CSV in a value, and how it was reached.
#[derive(Debug)]
pub(crate) struct Opened<'a> {
    pub(crate) csv: Cow<'a, [u8]>,
    pub(crate) normalized: Vec<Normalization>,
    /// What the value's own form proves: open where the padding that shows the end is missing.
    pub(crate) end: End,
    /// What was wrong with a layer that could be removed all the same.
    pub(crate) damage: Option<Problem>,
}

impl<'a> Opened<'a> {
    pub(crate) fn as_is(csv: Cow<'a, [u8]>) -> Self {
        Self { csv, normalized: Vec::new(), end: End::Proven, damage: None }
    }
}

/// The CSV in a value: as it is, as a Python bytes literal, or in base64.
///
/// # Errors
/// The problem, at that line of the input: the value is empty, is none of these, or is of something else.
pub(crate) fn open(value: Cow<'_, str>, line: u64) -> Result<Opened<'_>, Problem> {
    let csv = match value {
        Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
        Cow::Owned(text) => Cow::Owned(text.into_bytes()),
    };
    unwrap(Opened::as_is(csv), false, line)
}

/// The CSV in bytes that a list of numbers gave.
///
/// # Errors
/// As for [`open`].
pub(crate) fn open_bytes(bytes: Vec<u8>, line: u64) -> Result<Opened<'static>, Problem> {
    unwrap(
        Opened { normalized: vec![Normalization::ByteList], ..Opened::as_is(Cow::Owned(bytes)) },
        false,
        line,
    )
}

/// The CSV in base64.
///
/// # Errors
/// As for [`open`].
pub(crate) fn open_base64(text: &[u8], line: u64) -> Result<Opened<'static>, Problem> {
    let mut value = Opened::as_is(Cow::Borrowed(&[][..]));
    unwrap_base64(text, &mut value, line)?;
    unwrap(value, true, line)
}

/// Removes layer after layer; `encoded` when one of base64 is removed already.
fn unwrap(mut value: Opened<'_>, mut encoded: bool, line: u64) -> Result<Opened<'_>, Problem> {
    let at = Position::at_line(line);
    for _ in 0..MOST_LAYERS {
        if value.csv.trim_ascii().is_empty() {
            return Err(Problem::plain(Code::ContentEmpty).at(at));
        }
        let text = value.csv.trim_ascii();
        if let Some(literal) = literal::string(text).filter(|literal| literal.is_bytes) {
            if literal.fault.is_some() || literal.length < text.len() {
                let message = "the Python bytes literal is cut off or damaged";
                value.damage = Some(Problem::new(Code::DumpDamaged, message).at(at));
            }
            value.csv = Cow::Owned(literal.content);
            value.normalized.push(Normalization::PythonBytes);
        } else if is_csv(&value.csv) {
            return Ok(value);
        } else if is_nearly_base64(text.split(u8::is_ascii_whitespace).next().unwrap_or_default()) {
            value.normalized.extend(encoded.then_some(Normalization::Base64Again));
            encoded = true;
            let text = std::mem::take(&mut value.csv);
            unwrap_base64(&text, &mut value, line)?;
        } else {
            break;
        }
    }
    let start: String = String::from_utf8_lossy(&value.csv).chars().take(30).collect();
    let of = if encoded { "the base64 is of text that starts" } else { "it starts" };
    let message = format!("{of} with `{start}`, expected was base64 (dXNlcixhcm4s…) or a CSV (user,arn,…)");
    Err(Problem::new(Code::ContentForm, message).at(at))
}

/// Removes one layer of base64.
fn unwrap_base64(text: &[u8], value: &mut Opened<'_>, line: u64) -> Result<(), Problem> {
    let at = Position::at_line(line);
    let base64::Bytes { bytes, normalized } = base64::decode(text)
        .map_err(|broken| broken.problem().at(Position { base64_offset: Some(broken.offset), ..at }))?;
    if let Some(problem) = recognise::by_start(&bytes) {
        return Err(problem.at(at));
    }
    if normalized.contains(&Normalization::Base64Unpadded) {
        value.end = End::Open;
    }
    value.normalized.extend(normalized);
    let encoding::Utf8 { text, normalized, damage } = encoding::to_utf8(&bytes);
    value.normalized.extend(normalized);
    value.csv = Cow::Owned(text.into_owned());
    damage.map_or(Ok(()), |problem| Err(problem.at(at)))
}
