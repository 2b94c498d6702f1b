//! The whole way from bytes to an audit: every input examined, joined by account, reviewed.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::audit::criteria::Criteria;
use crate::audit::{Audit, Examined, LeftOut, SkippedFile};
use crate::credential_report::lookahead::WINDOW;
use crate::evidence::Evidence;
use crate::examine::{ExamineOptions, examine_within};
use crate::model::digest::Digest;
use crate::model::problem::{Code, Problem};
use crate::model::reference::{Reference, ReferenceError};
use crate::model::time::Timestamp;
use crate::review::exceptions::register;
use crate::review::{References, review, review_findings};
use crate::rules;

/// How [`audit_bytes`] assesses its inputs.
#[derive(Clone, Debug)]
pub struct AuditOptions {
    /// The instant that ages are counted to.
    pub as_of: Timestamp,
    /// What else the verdicts depend on.
    pub criteria: Criteria,
    /// What the reports are held to: a list of accounts, a register of exceptions, a baseline.
    pub references: References,
    /// Whether inputs that are plainly something else than a credential report are skipped, as they are in a folder. Without
    /// it each input must be a report, as a file must be that a user names.
    pub skip_others: bool,
}

impl AuditOptions {
    /// The default: every input must be a report, of any age, and it is held to nothing else.
    pub fn as_of(as_of: Timestamp) -> Self {
        Self { as_of, criteria: Criteria::default(), references: References::default(), skip_others: false }
    }
}

impl References {
    /// With a register of exceptions.
    ///
    /// # Errors
    /// When it can't be read, or lacks a required column or cell.
    pub fn with_exceptions(mut self, name: &str, bytes: &[u8]) -> Result<Self, ReferenceError> {
        self.exceptions = Some((Reference::of_file(name, bytes), register::parse(bytes, &rules::ids())?));
        Ok(self)
    }

    /// With an earlier evidence document to compare with.
    ///
    /// # Errors
    /// When it is no evidence document of this schema, or contradicts itself.
    pub fn with_baseline(mut self, name: &str, bytes: &[u8]) -> Result<Self, ReferenceError> {
        self.baseline = Some((Reference::of_file(name, bytes), Evidence::read(bytes)?.known()));
        Ok(self)
    }
}

/// Assesses inputs that are at hand, each by its name and its bytes: what [`crate::audit`] does for files.
///
/// The order of the inputs changes nothing. An input that is given twice counts once; of two with one name and other bytes,
/// the later one is called `NAME (2)`.
///
/// ```
/// use rootkeys::{AuditOptions, Verdict, audit_bytes};
///
/// let csv = b"user,arn,access_key_1_active,access_key_2_active\n\
///             <root_account>,arn:aws:iam::111122223333:root,true,false\n";
/// let options = AuditOptions::as_of("2026-09-30T00:00:00Z".parse()?);
/// let audit = audit_bytes([("prod.csv", &csv[..])], &options);
/// assert_eq!(audit.accounts[0].assessment.verdict, Verdict::Active);
/// # Ok::<(), rootkeys::ParseTimestampError>(())
/// ```
pub fn audit_bytes<'a>(
    inputs: impl IntoIterator<Item = (&'a str, &'a [u8])>,
    options: &AuditOptions,
) -> Audit {
    let mut window = vec![0; WINDOW];
    let (mut examined, mut left_out) = (Vec::new(), LeftOut::default());
    for (name, bytes) in named_once(inputs) {
        let input = examine_named(name, bytes, options.criteria.max_input_size, &mut window);
        match input.other().filter(|_| options.skip_others) {
            Some(kind) => left_out.skipped.push(SkippedFile::read(&input, kind)),
            None => examined.push(input),
        }
    }
    conclude(examined, left_out, options)
}

/// Joins what was found in each place, in any order, reviews it, and applies the rules.
pub(crate) fn conclude(mut examined: Vec<Examined>, mut left_out: LeftOut, options: &AuditOptions) -> Audit {
    examined.sort_by(|a, b| a.path.cmp(&b.path));
    left_out.skipped.sort_unstable();
    let audit = Audit::new(options.as_of.clone(), options.criteria.clone(), examined, left_out);
    let audit = rules::find(review(audit, &options.references));
    review_findings(audit, &options.references)
}

/// What work on an input found. Its panic is a problem of that input, never a pass.
pub(crate) fn guarded(name: impl Fn() -> Arc<str>, work: impl FnOnce() -> Examined) -> Examined {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Examined::failed(name(), Problem::plain(Code::Internal)))
}

fn examine_named(name: Arc<str>, bytes: &[u8], limit: u64, window: &mut [u8]) -> Examined {
    if bytes.len() as u64 > limit {
        return Examined::failed(name, Problem::too_large(limit));
    }
    let work = || Examined {
        path: Arc::clone(&name),
        bytes: Some(bytes.len() as u64),
        sha256: Some(Digest::of_bytes(bytes)),
        result: Ok(examine_within(bytes, ExamineOptions { max_size: limit, digests: true }, window)),
    };
    guarded(|| Arc::clone(&name), work)
}

/// Each input once, under a name that no other one has.
fn named_once<'a>(inputs: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> BTreeMap<Arc<str>, &'a [u8]> {
    let mut named: BTreeMap<Arc<str>, &[u8]> = BTreeMap::new();
    for (name, bytes) in inputs {
        let names = std::iter::once(name.to_owned()).chain((2_u64..).map(|n| format!("{name} ({n})")));
        for name in names {
            match named.get(&*name) {
                Some(known) if *known == bytes => break,
                Some(_) => {}
                None => {
                    named.insert(name.into(), bytes);
                    break;
                }
            }
        }
    }
    named
}
