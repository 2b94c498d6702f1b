//! The value that holds the report: base64 of the CSV, or the CSV itself.

use std::borrow::Cow;

use super::{base64, encoding, foreign};
use crate::credential_report::{is_header_line, is_root_line};
use crate::problem::{Code, Position, Problem};

/// The CSV in a value.
///
/// # Errors
/// The problem, at that line of the input: the value is empty, is no base64, or its base64 is of something else.
pub(crate) fn open<'a>(value: Cow<'a, str>, line: u64) -> Result<Cow<'a, [u8]>, Problem> {
    let at = Position::at_line(line);
    if value.trim_ascii().is_empty() {
        return Err(Problem::plain(Code::ContentEmpty).at(at));
    }
    if is_csv(value.as_bytes()) {
        return Ok(match value {
            Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
            Cow::Owned(text) => Cow::Owned(text.into_bytes()),
        });
    }
    if !base64::resembles(value.split_ascii_whitespace().next().unwrap_or_default().as_bytes()) {
        let start: String = value.chars().take(30).collect();
        let message =
            format!("it starts with `{start}`, expected was base64 (dXNlcixhcm4s…) or a CSV (user,arn,…)");
        return Err(Problem::new(Code::ContentForm, message).at(at));
    }
    decode(value.as_bytes(), line).map(Cow::Owned)
}

/// The CSV in base64.
///
/// # Errors
/// The problem, at that line of the input.
pub(crate) fn decode(text: &[u8], line: u64) -> Result<Vec<u8>, Problem> {
    let at = Position::at_line(line);
    let bytes = base64::decode(text)
        .map_err(|broken| broken.problem().at(Position { base64_offset: Some(broken.offset), ..at }))?;
    if let Some(problem) = foreign::by_magic(&bytes) {
        return Err(problem.at(at));
    }
    match encoding::to_utf8(&bytes) {
        (_, Some(problem)) => Err(problem.at(at)),
        (text, None) if is_csv(&text) => Ok(text.into_owned()),
        (text, None) => {
            let start: String = String::from_utf8_lossy(&text).chars().take(30).collect();
            let message =
                format!("the base64 is of text that starts with `{start}`, expected was user,arn,…");
            Err(Problem::new(Code::ContentForm, message).at(at))
        }
    }
}

/// Whether a text begins as a credential report's CSV does.
pub(crate) fn is_csv(text: &[u8]) -> bool {
    let line = text.trim_ascii_start().split(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or_default();
    is_header_line(line) || is_root_line(line)
}

/// Whether a text is a report by its looks: a CSV, or base64 that begins as one.
pub(crate) fn is_report(text: &str) -> bool {
    const ENOUGH: usize = 1024;
    let start = || text.get(..text.len().min(ENOUGH) / 4 * 4).unwrap_or_default().as_bytes();
    is_csv(text.as_bytes())
        || base64::resembles(start()) && base64::decode(start()).is_ok_and(|start| is_csv(&start))
}
