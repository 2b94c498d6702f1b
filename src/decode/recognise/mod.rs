//! What becomes of a file: decided here, once, from its content.
//!
//! [`kinds`] tells what it is by its first bytes, [`traces`] whether it holds a report, or did, [`failed`] what an export left
//! that failed, [`second_hand`] what other documents say of root users' keys, [`archives`] which of them hold nothing,
//! [`by_name`] what a file's name adds, [`own`] what rootkeys wrote itself, [`other`] what else it is, and [`unread`] whether
//! anything in it was passed over.

mod archives;
pub(crate) mod by_name;
pub(crate) mod failed;
mod kinds;
mod other;
mod own;
pub(crate) mod second_hand;
pub(crate) mod traces;
pub(crate) mod unread;

use crate::credential_report::trace;
use crate::model::other_kind::OtherKind;
use crate::model::problem::{Code, Problem};

pub(crate) use kinds::{by_start, describe};

/// What a file is, where a walk that finds it may pass over it: see [`is_plainly_other`].
pub(crate) fn other_kind(problems: &[Problem], bytes: &[u8], text: &[u8]) -> Option<OtherKind> {
    is_plainly_other(problems, bytes, text).then(|| other::kind(problems, bytes))
}

/// Whether what a walk found may be passed over: it has no report, and nothing in it is a failed export, can be unpacked or
/// decrypted into a report, says that a root user has a key, or has the structure of a report, also not in UTF-16 or in base64
/// that is wrapped anywhere; `text` is what the bytes were read as. That some of it is damaged, or no document of any kind, is
/// nothing to be told of then. What rootkeys printed quotes reports, so it has traces; then nothing else may be next to it.
fn is_plainly_other(problems: &[Problem], bytes: &[u8], text: &[u8]) -> bool {
    let is_evidence = |problem: &Problem| problem.code == Code::Evidence;
    if problems.iter().any(is_evidence) {
        return problems.iter().all(is_evidence);
    }
    let holds = |problem: &Problem| {
        matches!(
            problem.code,
            Code::Empty | Code::RootKeyReported | Code::GzipRatio | Code::TooLarge | Code::GzipDamaged
        ) || kinds::may_hold_report(problem) && !archives::is_other(bytes)
    };
    !problems.iter().any(holds)
        && !failed::is_failed_export(problems, text)
        && !traces::begins_answer(text)
        && !may_hold_report(bytes, text)
}

/// Whether what gave no report is nothing but an export that failed, perhaps beside other text.
pub(crate) fn is_only_failed(problems: &[Problem], bytes: &[u8], text: &[u8]) -> bool {
    let is_other = |problem: &Problem| matches!(problem.code, Code::Unrecognized | Code::OtherJson);
    problems.iter().any(failed::is_nothing_left)
        && problems.iter().all(|problem| failed::is_nothing_left(problem) || is_other(problem))
        && !may_hold_report(bytes, text)
}

/// Whether bytes, or the text that they were read as, have a trace of a report, or something packed that nothing unpacks.
fn may_hold_report(bytes: &[u8], text: &[u8]) -> bool {
    traces::has_encoded_trace(text)
        || by_start(bytes).is_none() && kinds::holds_packed(bytes)
        || has_structure(text)
        || text != bytes && has_structure(bytes)
}

/// Whether a problem says no more than that a text is none of a known kind.
pub(crate) fn is_unknown_text(problem: &Problem) -> bool {
    problem.code == Code::Unrecognized
}

/// Whether some bytes have the structure of a report; of data that is no text, its words suffice.
fn has_structure(bytes: &[u8]) -> bool {
    let is_text = !bytes.contains(&0) && !bytes.starts_with(kinds::PDF);
    if is_text { trace::is_structure_in(bytes) } else { trace::is_in(bytes) }
}
