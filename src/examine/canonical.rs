//! Reports in canonical form, exactly as AWS and the AWS CLI write them: read by the fast path, without a tree of the document
//! and without asking each envelope.
//!
//! [`examine_canonical`](crate::examine::examine_canonical) is the fast path, [`examine_any`](crate::examine::examine_any) the
//! general one. The fast path only answers what the general one answers, and finds nothing to note on the way. At the first
//! byte that it does not know, it gives up, and the general one starts from the beginning. What it assumes, and why the general
//! one comes to the same:
//!
//! - **The input begins with AWS's own header, or with `{`.** No container begins so, no other kind of file, no byte order
//!   mark and no UTF-16. All of it is printable ASCII and line breaks, so there are no colours to remove.
//!   ([`CONTAINERS`](crate::decode::containers::CONTAINERS), [`recognise`](crate::decode::recognise),
//!   [`encoding`](crate::decode::content::encoding))
//! - **Below the header each line is a row, or blank.** A row of AWS's form is read by
//!   [`credential_report`](crate::credential_report)'s own fast path, which says there what it assumes. Of any other line,
//!   [`is_row`] asks what the general path asks before it reads on: does another document begin here
//!   ([`raw_csv::is_other`], [`raw_csv::is_hint`]), is there something to salvage ([`salvage::finds_nothing_in`])? The CSV is then
//!   all of the input, so nothing is left over in which a trace could be.
//! - **After `{` comes `Content`, a string of strict base64 with its padding,** and it decodes to such a CSV: the general path
//!   finds one layer, nothing normalized and no noise in it. Brackets enclose the rows, so no other document can begin there.
//! - **Besides `Content` there are only `ReportFormat` and `GeneratedTime`,** once each and with values that are expected: the
//!   general path finds no member that is lost, no damage and no trace in what is left over.
//! - **Such documents follow each other with nothing but blanks between them.**
//!
//! The tests and a fuzz target hold the two to each other, see `agreement.rs`.

use std::io::{self, ErrorKind, Read};
use std::sync::LazyLock;

use base64::Engine as _;
use memchr::memmem::Finder;

use crate::credential_report::is_printable;
use crate::credential_report::lines::Lines;
use crate::credential_report::lookahead::Lookahead;
use crate::credential_report::remark::is_remark;
use crate::decode::content::base64::standard;
use crate::decode::cursor::Cursor;
use crate::decode::envelopes::raw_csv;
use crate::decode::salvage;
use crate::decode::value::Tree;
use crate::model::envelope::EnvelopeKind;
use crate::model::time::Timestamp;

/// How many bytes may be before the value of `Content` in its document, and behind it.
const MOST_AROUND: usize = 1000;

/// The output of `aws iam get-credential-report`: an object with `Content`, the format and the time. It reads as what its
/// base64 holds.
pub(crate) struct CliAnswer<'t, T> {
    text: &'t mut T,
    /// What is before the base64.
    before: Vec<u8>,
    is_read: bool,
}

impl<'t, T: Lookahead> CliAnswer<'t, T> {
    /// The one that comes next in a text, behind blanks.
    pub(crate) fn begin(text: &'t mut T) -> Option<Self> {
        let around = text.peek(MOST_AROUND);
        let around = around.get(..around.len().min(MOST_AROUND))?;
        let mut before = Vec::with_capacity(256);
        before.extend_from_slice(around.get(..content(around)?)?);
        let is_document = before.trim_ascii_start().starts_with(b"{");
        text.consume(before.len());
        is_document.then_some(Self { text, before, is_read: false })
    }

    /// How many lines begin before the base64.
    pub(crate) fn lines_before(&self) -> u64 {
        Lines::new(&self.before).line_at(self.before.len()) - 1
    }

    /// The rest of the document, once its base64 is read: when the report was made, and how many lines begin there.
    pub(crate) fn finish(mut self) -> Option<(Option<Timestamp>, u64)> {
        let after = self.text.peek(MOST_AROUND);
        let end = memchr::memchr(b'}', after.get(..after.len().min(MOST_AROUND))?)?;
        let before = self.before.len();
        self.before.extend_from_slice(after.get(..=end).filter(|_| self.is_read)?);
        self.text.consume(end + 1);
        if !self.before.iter().all(|byte| matches!(byte, b' '..=b'~' | b'\n' | b'\r')) {
            return None;
        }
        let mut lines = Lines::new(&self.before);
        let lines = lines.line_at(self.before.len()) - lines.line_at(before);
        Some((time(serde_json::from_slice(&self.before).ok()?)?, lines))
    }
}

impl<T: Lookahead> Read for CliAnswer<'_, T> {
    /// Decodes as much as is at hand and fits.
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.is_read {
            return Ok(0);
        }
        self.text.peek(4);
        let is_all = self.text.is_complete();
        let symbols = self.text.peek(0);
        let symbols = symbols.get(..symbols.len().min(into.len() / 3 * 4 + 1)).unwrap_or_default();
        let groups = symbols.get(..symbols.len() / 4 * 4).unwrap_or_default();
        let mut decode = |symbols: &[u8]| standard().decode_slice(symbols, into).ok();
        // There is padding at the end only.
        let is_middle = |length: &usize| *length > 0 && *length == groups.len() / 4 * 3;
        // In the middle of a long one there is no end to look for.
        let middle = if is_all { None } else { decode(groups).filter(is_middle) };
        let end = if middle.is_some() { None } else { memchr::memchr(b'"', symbols) };
        let (length, passed) = match end {
            Some(end) => (symbols.get(..end).and_then(decode), end),
            None => (middle.or_else(|| decode(groups).filter(is_middle)), groups.len()),
        };
        self.is_read = end.is_some();
        self.text.consume(passed);
        length.ok_or_else(|| ErrorKind::InvalidData.into())
    }
}

/// Whether a line that is not a row of AWS's form is one row to the general path, too, and nothing else.
pub(crate) fn is_row(kind: EnvelopeKind, row: &[u8]) -> bool {
    let row = row.trim_ascii_end();
    if !is_printable(row) {
        return false;
    }
    // In a document it is a row whatever it holds. By itself it could be another document, or hold one.
    kind != EnvelopeKind::None
        || row.contains(&b',')
            && !is_remark(row)
            && !raw_csv::is_hint(row)
            && !raw_csv::is_other(Cursor::new(row), b',')
            && salvage::finds_nothing_in(row)
}

/// Where the value of `Content` starts, a string, behind its opening quote.
fn content(start: &[u8]) -> Option<usize> {
    static NAME: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new(b"\"Content\""));
    let value = start.get(NAME.find(start)? + NAME.needle().len()..)?;
    let value = value.trim_ascii_start().strip_prefix(b":")?.trim_ascii_start().strip_prefix(b"\"")?;
    Some(start.len() - value.len())
}

/// When the report was made, where a document whose `Content` was removed says so; `None` when it says anything else.
fn time(document: Tree<'_>) -> Option<Option<Timestamp>> {
    let Tree::Members(members) = document else { return None };
    let (mut contents, mut formats, mut times) = (0, 0, Vec::new());
    for (name, value) in &members {
        match (name.as_ref(), value) {
            ("Content", Tree::Text(text)) if text.is_empty() => contents += 1,
            ("ReportFormat", Tree::Text(text)) if text == "text/csv" => formats += 1,
            ("GeneratedTime", Tree::Text(text)) => times.push(text.parse().ok()?),
            _ => return None,
        }
    }
    (contents == 1 && formats <= 1 && times.len() <= 1).then(|| times.pop())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_could_be_something_else_are_left_to_the_general_path() {
        let (by_itself, word) = (|row: &str| is_row(EnvelopeKind::None, row.as_bytes()), "w".repeat(63));
        for row in ["al,arn:aws:iam::111122223333:user/al,true", "a,\n", &format!("a,{word}\r\n"), "se,p="] {
            assert!(by_itself(row), "{row}");
        }
        for row in [
            "",
            "al",
            ",",
            "# a, b",
            "sep=,",
            "#TYPE a,b",
            "{a,b",
            "a,b\\n",
            "117,115,101,114,44,",
            "a,\u{1}",
            "ä,b",
            &format!("a,{word}w"),
        ] {
            assert!(!by_itself(row), "{row}");
            let within = is_row(EnvelopeKind::AwsCliJson, row.as_bytes());
            assert_eq!(within, !row.contains(['\u{1}', 'ä']), "in a document: {row}");
        }
    }
}
