//! One input from bytes to assessments: decode, parse, assess. Pure.

#[cfg(any(test, fuzzing))]
pub(crate) mod agreement;
mod assess;
mod canonical;
#[cfg(fuzzing)]
pub mod fuzzing;
mod kept;

use crate::credential_report::lookahead::{Digested, Lookahead, WINDOW, Window};
use crate::credential_report::{CredentialReport, End, HEADER, parse, parse_lines};
use crate::decode::containers::{Member, container_of};
use crate::decode::content::encoding;
use crate::decode::{self, Decoded, Place, WrappedCsv, recognise};
use crate::examine::assess::assess;
use crate::examine::kept::Kept;
use crate::model::assessment::Assessment;
use crate::model::digest::Digest;
use crate::model::envelope::EnvelopeKind;
use crate::model::normalization::Normalization;
use crate::model::other_kind::OtherKind;
use crate::model::problem::{Code, Position, Problem};
use crate::model::problem_list::ProblemList;
use crate::model::time::Timestamp;

/// The most bytes that an input may have or unpack to, unless [`crate::Criteria::max_input_size`] says otherwise: 1 GiB.
pub const DEFAULT_MAX_INPUT_SIZE: u64 = 1 << 30;

/// What one input holds.
///
/// An input is what is examined by itself: one file, stdin, or one member of a container.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Examination {
    /// The credential reports in it, in order.
    pub reports: Vec<ExaminedReport>,
    /// What could not be assessed in it, beyond what its reports' assessments say of themselves.
    pub problems: Vec<Problem>,
    /// What it is, where it is plainly not a credential report, so that a walk over a folder may pass over it.
    pub other: Option<OtherKind>,
    /// Whether its problems are all of exports that failed, so that no report is lost in it.
    pub is_failed_export: bool,
}

impl Examination {
    /// Whether it is plainly not a credential report, so that a walk over a folder may pass over it.
    pub fn is_other(&self) -> bool {
        self.other.is_some()
    }

    /// What it is, where a walk may pass over it under that path: a sign-in page is other, but not in place of `prod.csv`.
    pub(crate) fn other_at(&self, path: &str) -> Option<OtherKind> {
        recognise::by_name::other(path, &self.problems, self.other).filter(|_| self.reports.is_empty())
    }

    /// Those of a container's members as one.
    fn joined(members: impl Iterator<Item = Self>) -> Self {
        let all = members.reduce(|mut all, member| {
            all.is_failed_export &= member.is_failed_export;
            all.other = all.other.and(member.other).map(|_| OtherKind::ARCHIVE);
            all.reports.extend(member.reports);
            all.problems.extend(member.problems);
            all
        });
        // Without members there is nothing to pass over either.
        let nothing = || vec![Problem::plain(Code::Empty)];
        all.unwrap_or_else(|| Self { problems: nothing(), ..Self::default() })
    }

    /// The same, found in the member of that number.
    fn in_member(mut self, number: u32) -> Self {
        let member = |position: &mut Position| position.member = Some(number);
        let of_problems = |problems: &mut [Problem]| {
            problems.iter_mut().filter_map(|problem| problem.position.as_mut()).for_each(member);
        };
        of_problems(&mut self.problems);
        for report in &mut self.reports {
            member(&mut report.position);
            for assessment in &mut report.assessments {
                member(&mut assessment.position);
                of_problems(&mut assessment.problems);
            }
        }
        self
    }
}

/// One CSV of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExaminedReport {
    /// How it was wrapped.
    pub envelope: EnvelopeKind,
    /// What was done out of the ordinary to reach the CSV, from the outside in.
    pub normalized: Vec<Normalization>,
    /// When AWS made it, where the envelope says so.
    pub generated_time: Option<Timestamp>,
    /// Where it begins.
    pub position: Position,
    /// What it says of each account in it.
    pub assessments: Vec<Assessment>,
    /// How many bytes the CSV has.
    pub csv_bytes: u64,
    /// The SHA-256 of the CSV, where it was asked for.
    pub csv_sha256: Option<Digest>,
}

/// How an input is examined.
#[derive(Clone, Copy, Debug)]
pub struct ExamineOptions {
    /// The most bytes that it may unpack to.
    pub max_size: u64,
    /// Whether to compute the SHA-256 of each CSV.
    pub digests: bool,
}

impl Default for ExamineOptions {
    /// [`DEFAULT_MAX_INPUT_SIZE`], with digests.
    fn default() -> Self {
        Self { max_size: DEFAULT_MAX_INPUT_SIZE, digests: true }
    }
}

/// Examines the bytes of one input.
///
/// Never fails: whatever is wrong is among the problems of the examination or of its assessments.
///
/// ```
/// let csv = b"user,arn,access_key_1_active,access_key_2_active\n\
///             <root_account>,arn:aws:iam::111122223333:root,true,false\n";
/// let examination = rootkeys::examine(csv, &rootkeys::ExamineOptions::default());
/// let assessment = &examination.reports[0].assessments[0];
/// assert_eq!(assessment.verdict, rootkeys::Verdict::Active);
/// assert_eq!(assessment.account.id.unwrap().to_string(), "111122223333");
/// ```
pub fn examine(bytes: &[u8], options: &ExamineOptions) -> Examination {
    examine_within(bytes, *options, &mut vec![0; bytes.len().min(WINDOW)])
}

/// As [`examine`]. `buffer` is any memory, as a window to decode into.
pub(crate) fn examine_within(bytes: &[u8], options: ExamineOptions, buffer: &mut [u8]) -> Examination {
    examine_canonical(&mut &*bytes, options, buffer).unwrap_or_else(|| examine_any(bytes, options))
}

/// The examination of a text in which there is nothing but reports as AWS and the AWS CLI write them: what
/// [`examine_any`] comes to, in less time.
pub(crate) fn examine_canonical(
    text: &mut impl Lookahead,
    options: ExamineOptions,
    buffer: &mut [u8],
) -> Option<Examination> {
    let (mut findings, mut kept) = (Decoded::default().problems, Kept::default());
    let mut reports = Vec::with_capacity(1);
    let start = text.peek(HEADER.len() + 1);
    if let Some([b'\n' | b'\r' | b',', ..]) = start.strip_prefix(HEADER) {
        let envelope = WrappedCsv::read_apart(EnvelopeKind::None, Place::Lines(1));
        let mut csv = Digested::new(&mut *text, options.digests);
        let found = parse_canonical(&mut csv, EnvelopeKind::None, End::Open)?;
        let report = report(envelope, found, csv.finish(), &mut findings);
        reports.extend(kept.report(report, &mut findings));
    }
    let mut line = 1;
    while !is_blank(text) {
        let mut answer = canonical::CliAnswer::begin(text)?;
        line += answer.lines_before();
        let envelope = WrappedCsv::read_apart(EnvelopeKind::AwsCliJson, Place::Within(line));
        let mut csv = Digested::new(Window::new(&mut answer, buffer), options.digests);
        let found = parse_canonical(&mut csv, EnvelopeKind::AwsCliJson, End::Proven)?;
        let csv = csv.finish();
        let (generated_time, lines) = answer.finish()?;
        line += lines;
        let report = report(WrappedCsv { generated_time, ..envelope }, found, csv, &mut findings);
        reports.extend(kept.report(report, &mut findings));
    }
    let problems = findings.finish();
    reports.shrink_to_fit();
    let blanks = text.peek(0).len();
    text.consume(blanks);
    (text.is_complete() && !reports.is_empty()).then(|| Examination {
        reports,
        problems,
        ..Examination::default()
    })
}

/// Whether nothing follows but blanks.
fn is_blank(text: &mut impl Lookahead) -> bool {
    text.peek(1).is_empty() || text.is_complete() && text.peek(0).trim_ascii().is_empty()
}

/// What the CSV of an envelope says, when each of its rows is one in the envelope, too.
fn parse_canonical(csv: &mut impl Lookahead, kind: EnvelopeKind, end: End) -> Option<Vec<CredentialReport>> {
    if !csv.peek(HEADER.len()).starts_with(HEADER) {
        return None;
    }
    let mut all_rows = true;
    let found = parse_lines(csv, b',', end, &mut |row| all_rows &= canonical::is_row(kind, row))?;
    all_rows.then_some(found)
}

/// The examination of any bytes: of each member by itself where they are a container.
pub(crate) fn examine_any(bytes: &[u8], options: ExamineOptions) -> Examination {
    let Some(container) = container_of(bytes) else { return examine_member(bytes, None, None, options) };
    let members = (container.open)(bytes, options.max_size).into_iter().zip(1..);
    let found = members.map(|(Member { name, bytes, damage }, number)| {
        let found = examine_member(&bytes, container.normalization, damage, options);
        if name.is_some() { found.in_member(number) } else { found }
    });
    Examination::joined(found)
}

/// The examination of bytes that are no container, or of a member of one: what was done to reach them, and its damage.
fn examine_member(
    bytes: &[u8],
    unpacked: Option<Normalization>,
    packing: Option<Problem>,
    options: ExamineOptions,
) -> Examination {
    if let Some(problem) = recognise::by_start(bytes) {
        let problems: Vec<Problem> = [problem].into_iter().chain(packing).collect();
        let other = recognise::other_kind(&problems, bytes, bytes);
        return Examination { problems, other, ..Examination::default() };
    }
    let encoding::Utf8 { text, normalized, damage } = encoding::to_utf8(bytes);
    if let Some(problem) = packing.as_ref().filter(|_| text.trim_ascii().is_empty()) {
        return Examination { problems: vec![problem.clone()], ..Examination::default() };
    }
    let normalized: Vec<Normalization> = unpacked.into_iter().chain(normalized).collect();
    let is_whole = packing.is_none();
    let mut decoded = decode::decode(&text);
    for problem in packing.into_iter().chain(damage) {
        decoded.damage(problem);
    }
    let mut findings = decoded.problems;
    let mut kept = Kept::default();
    let reports: Vec<ExaminedReport> = decoded
        .envelopes
        .into_iter()
        .filter_map(|envelope| {
            let normalized = [normalized.as_slice(), &envelope.normalized].concat();
            let report = examine_envelope(WrappedCsv { normalized, ..envelope }, options, &mut findings);
            kept.report(report, &mut findings)
        })
        .collect();
    let mut problems = findings.finish();
    if reports.is_empty() {
        let told = recognise::second_hand::problems(&text);
        let in_log =
            || recognise::failed::in_log(&text).filter(|_| problems.iter().all(recognise::is_unknown_text));
        // That it is no report goes without saying then.
        if !told.is_empty() {
            problems = told;
        } else if let Some(problem) = in_log() {
            problems = vec![problem];
        }
    }
    // What was lost of a packed file can be a report.
    let is_other = is_whole && reports.is_empty();
    let other = is_other.then(|| recognise::other_kind(&problems, bytes, &text)).flatten();
    // Beside a report, what has a trace is a problem already.
    let is_failed_export = if reports.is_empty() {
        recognise::is_only_failed(&problems, bytes, &text)
    } else {
        !problems.is_empty() && problems.iter().all(recognise::failed::is_nothing_left)
    };
    Examination { reports, problems, other, is_failed_export }
}

/// What the CSV of an envelope says.
pub(crate) fn examine_envelope(
    envelope: WrappedCsv<'_>,
    options: ExamineOptions,
    findings: &mut ProblemList,
) -> ExaminedReport {
    let csv = (envelope.csv.len() as u64, options.digests.then(|| Digest::of_bytes(&envelope.csv)));
    let found = parse(&envelope.csv, envelope.end);
    report(envelope, found, csv, findings)
}

/// What was found in the CSV of an envelope, assessed. What belongs to no account is added to the findings.
fn report(
    mut envelope: WrappedCsv<'_>,
    found: Vec<CredentialReport>,
    (csv_bytes, csv_sha256): (u64, Option<Digest>),
    findings: &mut ProblemList,
) -> ExaminedReport {
    let inherited = std::mem::take(&mut envelope.problems);
    let place = |position: Position| envelope.locate(position.line);
    let mut assessments = Vec::new();
    for report in found {
        let of_report = report.problems.into_iter();
        let of_report = of_report.map(|p| Problem { position: p.position.map(place), ..p });
        let problems: Vec<Problem> = inherited.iter().cloned().chain(of_report).collect();
        if report.accounts.is_empty() {
            problems.iter().for_each(|problem| findings.push_new(problem));
            let headed = |problem: &Problem| problem.code != Code::HeaderMissing;
            if problems.iter().skip(inherited.len()).all(headed) {
                let empty = "the CSV has a header and no rows, so no <root_account> row";
                findings.push(Problem::new(Code::RootRowMissing, empty).at(envelope.locate(1)));
            }
        }
        let assessed = assess(report.accounts, &problems, place);
        // Most reports have one account, and growing would reserve memory for four.
        if assessments.is_empty() { assessments = assessed } else { assessments.extend(assessed) }
    }
    ExaminedReport {
        envelope: envelope.kind,
        normalized: envelope.normalized.clone(),
        generated_time: envelope.generated_time.clone(),
        position: envelope.locate(1),
        assessments,
        csv_bytes,
        csv_sha256,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::assessment::Verdict;
    use crate::model::key::KeyState;

    #[test]
    fn members_are_examined_as_one_input_and_keep_their_places() {
        let report = examine(
            b"user,access_key_1_active,access_key_2_active\n<root_account>,true,\n",
            &ExamineOptions::default(),
        );
        let notes = examine(b"notes on Monday\n", &ExamineOptions::default());
        let found = [&notes, &report].map(Clone::clone).into_iter().zip(1..);
        let joined = Examination::joined(found.map(|(found, number)| found.in_member(number)));
        assert!(notes.other == Some(OtherKind::TEXT) && !joined.is_other());
        let of_notes = joined.problems[0].position.unwrap();
        assert_eq!(of_notes, Position { member: Some(1), ..Position::at_line(1) });
        let assessment = &joined.reports[0].assessments[0];
        let places = assessment.problems.iter().filter_map(|problem| problem.position);
        let places: Vec<Position> = places.chain([joined.reports[0].position, assessment.position]).collect();
        assert!(places.len() > 2 && places.iter().all(|place| place.member == Some(2)), "{places:?}");
        assert_eq!(Examination::joined(std::iter::empty()).problems[0].code, Code::Empty);
    }

    fn verdicts(text: &str) -> (Vec<Verdict>, Vec<Problem>) {
        let Examination { reports, problems, .. } = examine(text.as_bytes(), &ExamineOptions::default());
        let assessments = reports.into_iter().flat_map(|report| report.assessments);
        (assessments.map(|assessment| assessment.verdict).collect(), problems)
    }

    #[test]
    fn every_slot_of_a_header_counts() {
        let names: Vec<String> = (1..=2000).map(|slot| format!("access_key_{slot}_active")).collect();
        for (active, unknown) in [(101, 0), (2000, 0), (2000, 1900), (0, 1900)] {
            let cell = |slot| {
                if slot == active {
                    "true"
                } else if slot <= unknown {
                    ""
                } else {
                    "false"
                }
            };
            let cells: Vec<&str> = (1..=2000).map(cell).collect();
            let root = format!("<root_account>,arn:aws:iam::111122223333:root,{}", cells.join(","));
            let found = examine(
                format!("user,arn,{}\n{root}\n", names.join(",")).as_bytes(),
                &ExamineOptions::default(),
            );
            let assessment = &found.reports[0].assessments[0];
            let expected = if active > 0 { Verdict::Active } else { Verdict::Undetermined };
            assert_eq!(assessment.verdict, expected, "{active} {unknown}");
            let slots: Vec<u32> = assessment.keys_in(KeyState::Active).map(|key| key.slot).collect();
            assert_eq!(slots, if active > 0 { vec![active] } else { vec![] });
        }
    }

    #[test]
    fn an_active_key_among_thousands_of_reports_that_say_nothing_shows() {
        let idle = "user,arn\na,b\n".repeat(3000);
        let active = "user,access_key_1_active,access_key_2_active\n<root_account>,true,false\n";
        let csvs = [format!("{idle}{active}"), format!("{idle}{active}{idle}")];
        let texts = format!(
            "[{}\"user,access_key_1_active\\n<root_account>,true\"]",
            "{\"a\":\"user,arn\"},".repeat(3000)
        );
        let rows =
            format!("user,access_key_1_active\n{}<root_account>,true\n", "<root_account>,\n".repeat(3000));
        for text in csvs.into_iter().chain([texts, rows]) {
            let (found, problems) = verdicts(&text);
            assert!(found.contains(&Verdict::Active) && found.len() < 300, "{}", found.len());
            assert!(!found.contains(&Verdict::Clean) && problems.len() < 1500, "{}", problems.len());
        }
    }

    #[test]
    fn a_problem_that_two_find_is_said_once() {
        for text in ["'user,arn\\s", "\"user,arn,\\n", "117,115,101,114,44,97,114,110"] {
            let (_, problems) = verdicts(text);
            let same = |one: &Problem| problems.iter().filter(|other| *other == one).count();
            assert!(!problems.is_empty() && problems.iter().all(|one| same(one) == 1), "{problems:?}");
        }
    }

    #[test]
    fn a_document_of_too_many_values_is_not_clean() {
        let report = "user,access_key_1_active,access_key_2_active\\n<root_account>,false,false\\n";
        let (found, problems) = verdicts(&format!("[\"{report}\",{}0]", "0,".repeat(6_000_000)));
        assert!(!found.contains(&Verdict::Clean));
        assert!(problems.iter().any(|problem| problem.code == Code::JsonDamaged), "{problems:?}");
    }
}
