//! What becomes of a file: decided here, once, from its content.
//!
//! [`kinds`] tells what it is by its first bytes, [`traces`] whether it holds a report, or did, [`failed`] what an export left
//! that failed, [`own`] what rootkeys wrote itself, and [`unread`] whether anything in it was passed over.

pub(crate) mod failed;
mod kinds;
mod own;
pub(crate) mod traces;
pub(crate) mod unread;

use crate::credential_report::trace;
use crate::model::problem::{Code, Problem};

pub(crate) use kinds::{by_start, describe};

/// Whether what a walk found may be passed over: it begins with plainly something else, and nothing in it is a failed
/// export or a trace of a credential report, also not in UTF-16 or in base64 that is wrapped anywhere; `text` is what the
/// bytes were read as. What rootkeys printed quotes reports, so it has traces; then nothing else may be next to it.
pub(crate) fn is_plainly_other(problems: &[Problem], bytes: &[u8], text: &[u8]) -> bool {
    let is_evidence = |problem: &Problem| problem.code == Code::Evidence;
    if problems.iter().any(is_evidence) {
        return problems.iter().all(is_evidence);
    }
    // An INI file begins as an array does, and a certificate is base64 of something else.
    let other = |first: &Problem| {
        matches!(first.code, Code::Unrecognized | Code::OtherJson | Code::Html | Code::Binary)
            || matches!(first.code, Code::JsonDamaged | Code::DumpDamaged | Code::Base64Damaged)
                && !traces::has_word_of_an_answer(text)
    };
    let asked = || memchr::memmem::find(text, b"GetCredentialReport").is_some();
    let has_trace = |text| traces::has_trace(text) || trace::is_in(text);
    // Below a heading, nothing unpacks gzip data.
    let has_trace = || has_trace(text) || text != bytes && has_trace(bytes) || trace::holds_gzip(bytes);
    let is_failed = || problems.iter().any(failed::is_failed_export);
    problems.first().is_some_and(other) && !is_failed() && !asked() && !has_trace()
}
