//! One input from bytes to assessments: decode, parse, assess. Pure.

use std::hash::{DefaultHasher, Hasher as _};

use crate::assess::assess;
use crate::assessment::Assessment;
use crate::credential_report::parse;
use crate::decode::layer::{encoding, gzip};
use crate::decode::{self, Envelope, EnvelopeKind, Step, foreign};
use crate::problem::{Code, Position, Problem};
use crate::problem_list::ProblemList;
use crate::time::Timestamp;

/// The most bytes that an input may have or unpack to, unless [`crate::Settings::max_input_size`] says otherwise: 1 GiB.
pub const DEFAULT_MAX_INPUT_SIZE: u64 = 1 << 30;

/// What one input holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examination {
    /// The credential reports in it, in order.
    pub reports: Vec<ExaminedReport>,
    /// What could not be assessed in it, beyond what its reports' assessments say of themselves.
    pub problems: Vec<Problem>,
    /// Whether it is plainly no credential report, so that a walk over a folder may pass over it.
    pub is_foreign: bool,
}

/// One CSV of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExaminedReport {
    /// How it was wrapped.
    pub envelope: EnvelopeKind,
    /// What was done out of the ordinary to reach the CSV, from the outside in.
    pub steps: Vec<Step>,
    /// When AWS made it, where the envelope says so.
    pub generated_time: Option<Timestamp>,
    /// Where it begins.
    pub position: Position,
    /// What it says of each account in it.
    pub assessments: Vec<Assessment>,
    /// Equal for equal CSVs; of no other use.
    pub(crate) fingerprint: (usize, u64),
}

/// Examines the bytes of one input.
///
/// Never fails: whatever is wrong is among the problems of the examination or of its assessments.
///
/// ```
/// let csv = b"user,arn,access_key_1_active,access_key_2_active\n\
///             <root_account>,arn:aws:iam::111122223333:root,true,false\n";
/// let examination = rootkeys::examine(csv);
/// let assessment = &examination.reports[0].assessments[0];
/// assert_eq!(assessment.verdict, rootkeys::Verdict::Active);
/// assert_eq!(assessment.account.id.unwrap().to_string(), "111122223333");
/// ```
pub fn examine(bytes: &[u8]) -> Examination {
    examine_within(bytes, DEFAULT_MAX_INPUT_SIZE)
}

/// As [`examine`]; what the bytes unpack to is held to that many bytes.
pub(crate) fn examine_within(packed: &[u8], limit: u64) -> Examination {
    let gzip::Unpacked { bytes, was_packed, damage: packing } = gzip::unpack(packed, limit);
    if let Some(problem) = foreign::by_magic(&bytes) {
        let problems: Vec<Problem> = [problem].into_iter().chain(packing).collect();
        let is_foreign = foreign::is_plainly_other(&problems, &bytes, &bytes);
        return Examination { reports: Vec::new(), problems, is_foreign };
    }
    let encoding::Text { text, steps, damage } = encoding::to_utf8(&bytes);
    if let Some(problem) = packing.as_ref().filter(|_| text.trim_ascii().is_empty()) {
        return Examination { reports: Vec::new(), problems: vec![problem.clone()], is_foreign: false };
    }
    let steps: Vec<Step> = was_packed.then_some(Step::Gzip).into_iter().chain(steps).collect();
    let mut decoded = decode::decode(&text);
    for problem in packing.into_iter().chain(damage) {
        decoded.damage(problem);
    }
    let mut findings = decoded.problems;
    let reports: Vec<ExaminedReport> = decoded
        .envelopes
        .into_iter()
        .map(|envelope| {
            let steps = [steps.as_slice(), &envelope.steps].concat();
            examine_envelope(Envelope { steps, ..envelope }, &mut findings)
        })
        .collect();
    let problems = findings.finish();
    let is_foreign = reports.is_empty() && foreign::is_plainly_other(&problems, &bytes, &text);
    Examination { reports, problems, is_foreign }
}

pub(crate) fn examine_envelope(mut envelope: Envelope<'_>, findings: &mut ProblemList) -> ExaminedReport {
    let inherited = std::mem::take(&mut envelope.problems);
    let place = |position: Position| envelope.locate(position.line);
    let mut assessments = Vec::new();
    let parsed = parse(&envelope.csv, envelope.end, &mut |_| ());
    for mut report in parsed {
        for problem in &mut report.problems {
            problem.position = problem.position.map(place);
        }
        let assessed = assess(&report, &inherited, place);
        if assessed.is_empty() {
            let headed = !report.problems.iter().any(|problem| problem.code == Code::HeaderMissing);
            inherited.iter().chain(&report.problems).for_each(|problem| findings.push(problem.clone()));
            if headed {
                let empty = "the CSV has a header and no rows, so no <root_account> row";
                findings.push(Problem::new(Code::RootRowMissing, empty).at(envelope.locate(1)));
            }
        }
        assessments.extend(assessed);
    }
    let mut hasher = DefaultHasher::new();
    hasher.write(&envelope.csv);
    ExaminedReport {
        envelope: envelope.kind,
        steps: envelope.steps.clone(),
        generated_time: envelope.generated_time.clone(),
        position: envelope.locate(1),
        assessments,
        fingerprint: (envelope.csv.len(), hasher.finish()),
    }
}
