//! The result of a run: the one value that every output is rendered from.

use std::collections::BTreeMap;

use crate::account::{AccountId, Partition};
use crate::assessment::{Assessment, Verdict};
use crate::credential_report::KeyState;
use crate::decode::{EnvelopeKind, Step};
use crate::examine::{Examination, ExaminedReport};
use crate::problem::{Code, Position, Problem};
use crate::time::Timestamp;

/// The result of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Audit {
    /// The instant that ages are counted to.
    pub as_of: Timestamp,
    /// Every account, sorted by id; those whose id is not known stand last, in the order of the inputs.
    pub accounts: Vec<AccountResult>,
    /// Every input, sorted by path, but for those that were skipped.
    pub inputs: Vec<InputResult>,
    /// What walks over folders passed over, sorted: plainly no credential report, or no regular file.
    pub skipped: Vec<String>,
}

/// What is known of one account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountResult {
    /// The deciding assessment. Its problems hold those of the account's reports together, too.
    pub assessment: Assessment,
    /// When AWS made the report that decided.
    pub generated_time: Option<Timestamp>,
    /// The path of the input that decided.
    pub input: String,
    /// The account's other reports.
    pub other_reports: Vec<OtherReport>,
}

/// A report of an account that another one of the same account took precedence over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherReport {
    /// What it is to the deciding one.
    pub relation: Relation,
    /// The path of its input.
    pub input: String,
    /// Where in the input the account's row stands.
    pub position: Position,
    /// When AWS made it.
    pub generated_time: Option<Timestamp>,
    /// What it says by itself.
    pub verdict: Verdict,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

/// What a report is to the one that decides for its account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// The same CSV once more.
    Identical,
    /// Made earlier.
    Superseded,
    /// Neither earlier nor surely later, with the same verdict.
    Agreeing,
    /// Neither earlier nor surely later, with another verdict.
    Conflicting,
}

impl Relation {
    /// The relation's name in every output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Identical => "identical",
            Self::Superseded => "superseded",
            Self::Agreeing => "agreeing",
            Self::Conflicting => "conflicting",
        }
    }
}

/// What became of one input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputResult {
    /// The path as it was given or found; `-` for stdin.
    pub path: String,
    /// The size in bytes, where it could be read.
    pub bytes: Option<u64>,
    /// Each credential report in it, in order.
    pub reports: Vec<Wrapping>,
    /// Whether and how far it was assessed.
    pub status: InputStatus,
    /// What could not be assessed in it, beyond what its accounts' problems say.
    pub problems: Vec<Problem>,
}

/// How a credential report stood in its input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrapping {
    /// How it was wrapped.
    pub envelope: EnvelopeKind,
    /// What was done out of the ordinary to reach the CSV, from the outside in.
    pub steps: Vec<Step>,
    /// When AWS made it, where the envelope says so.
    pub generated_time: Option<Timestamp>,
}

impl Wrapping {
    fn of(report: &ExaminedReport) -> Self {
        Self {
            envelope: report.envelope,
            steps: report.steps.clone(),
            generated_time: report.generated_time.clone(),
        }
    }
}

/// How far an input was assessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputStatus {
    /// All of it, with a verdict of active or clean for each of its accounts.
    Assessed,
    /// Some of it: it has problems, or an account that is undetermined.
    Partial,
    /// It gave no account.
    Failed,
}

impl InputStatus {
    /// The status's name in every output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Assessed => "assessed",
            Self::Partial => "partial",
            Self::Failed => "failed",
        }
    }
}

/// How many of what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the number of what its name says")]
pub struct Summary {
    pub inputs: usize,
    pub reports: usize,
    pub accounts: usize,
    pub active: usize,
    pub clean: usize,
    pub undetermined: usize,
    /// Keys of root users that exist and are disabled.
    pub inactive_keys: usize,
    pub skipped: usize,
}

/// What a run found in one place.
#[derive(Clone, Debug)]
pub(crate) struct Examined {
    pub(crate) path: String,
    pub(crate) bytes: Option<u64>,
    pub(crate) result: Result<Examination, Problem>,
}

impl Audit {
    /// Joins what was found in each place; they are sorted by path.
    pub(crate) fn new(as_of: Timestamp, examined: Vec<Examined>, skipped: Vec<String>) -> Self {
        let mut inputs = Vec::new();
        let mut known: BTreeMap<(AccountId, Option<Partition>), Vec<Candidate>> = BTreeMap::new();
        let mut unknown = Vec::new();
        for source in examined {
            let examination = source.result.unwrap_or_else(|problem| Examination {
                reports: Vec::new(),
                problems: vec![problem],
                is_foreign: false,
            });
            inputs.push(InputResult {
                status: status(&examination),
                reports: examination.reports.iter().map(Wrapping::of).collect(),
                path: source.path.clone(),
                bytes: source.bytes,
                problems: examination.problems,
            });
            for candidate in
                examination.reports.into_iter().flat_map(|r| Candidate::of_report(&source.path, r))
            {
                match candidate.assessment.account.id {
                    Some(id) => {
                        let partition = candidate.assessment.account.partition;
                        known.entry((id, partition)).or_default().push(candidate);
                    }
                    None => unknown.push(candidate),
                }
            }
        }
        let of_known = known.into_values().filter_map(decide);
        let of_unknown = unknown.into_iter().filter_map(|candidate| decide(vec![candidate]));
        Self { as_of, accounts: of_known.chain(of_unknown).collect(), inputs, skipped }
    }

    /// Whether everything that was given could be assessed.
    pub fn complete(&self) -> bool {
        let of_accounts = self.accounts.iter().flat_map(|account| &account.assessment.problems);
        let of_inputs = self.inputs.iter().flat_map(|input| &input.problems);
        // What a copy lacks the deciding one has; what another report lacks nothing makes up for.
        let others = self.accounts.iter().flat_map(|account| &account.other_reports);
        let of_others =
            others.filter(|other| other.relation != Relation::Identical).flat_map(|other| &other.problems);
        let undetermined = |account: &AccountResult| account.assessment.verdict == Verdict::Undetermined;
        !of_accounts.chain(of_inputs).chain(of_others).any(Problem::blocks)
            && !self.accounts.iter().any(undetermined)
            && !self.accounts.is_empty()
    }

    /// The numbers.
    pub fn summary(&self) -> Summary {
        let count = |verdict| self.accounts.iter().filter(|a| a.assessment.verdict == verdict).count();
        let inactive = |account: &AccountResult| account.assessment.keys_in(KeyState::Inactive).count();
        Summary {
            inputs: self.inputs.len(),
            reports: self.inputs.iter().map(|input| input.reports.len()).sum(),
            accounts: self.accounts.len(),
            active: count(Verdict::Active),
            clean: count(Verdict::Clean),
            undetermined: count(Verdict::Undetermined),
            inactive_keys: self.accounts.iter().map(inactive).sum(),
            skipped: self.skipped.len(),
        }
    }
}

fn status(examination: &Examination) -> InputStatus {
    let assessments = || examination.reports.iter().flat_map(|report| &report.assessments);
    let blocked = examination.problems.iter().any(Problem::blocks);
    if assessments().next().is_none() {
        InputStatus::Failed
    } else if blocked || assessments().any(|assessment| assessment.verdict == Verdict::Undetermined) {
        InputStatus::Partial
    } else {
        InputStatus::Assessed
    }
}

/// A report of an account, before it is known which one decides.
struct Candidate {
    assessment: Assessment,
    generated_time: Option<Timestamp>,
    input: String,
    /// Equal for the same account's rows of equal CSVs.
    fingerprint: (usize, u64, usize),
}

impl Candidate {
    fn of_report(input: &str, report: ExaminedReport) -> impl Iterator<Item = Self> {
        let (generated_time, (length, hash)) = (report.generated_time, report.fingerprint);
        report.assessments.into_iter().enumerate().map(move |(index, assessment)| Self {
            assessment,
            generated_time: generated_time.clone(),
            input: input.to_owned(),
            fingerprint: (length, hash, index),
        })
    }

    fn verdict(&self) -> Verdict {
        self.assessment.verdict
    }

    /// The same CSV: what one copy proves of it holds for the other.
    fn is_copy_of(&self, other: &Self) -> bool {
        self.fingerprint == other.fingerprint && self.assessment.keys == other.assessment.keys
    }

    /// Made surely before the other.
    fn is_older_than(&self, newest: Option<&Timestamp>) -> bool {
        self.generated_time.as_ref().zip(newest).is_some_and(|(time, newest)| time.is_before(newest))
    }

    fn other(self, relation: Relation) -> OtherReport {
        OtherReport {
            relation,
            input: self.input,
            position: self.assessment.position,
            generated_time: self.generated_time,
            verdict: self.assessment.verdict,
            problems: self.assessment.problems,
        }
    }
}

/// Which of an account's reports decides.
///
/// Identical CSVs count once, with the newest of their times. The newest generated time decides, and earlier reports are superseded. A report without a
/// time may be the newest: any active one among the newest and those wins, and they must agree for a clean one. When
/// the newest could not be assessed, an older active one still speaks: nothing shows that its key is gone.
fn decide(candidates: Vec<Candidate>) -> Option<AccountResult> {
    let mut others = Vec::new();
    let mut distinct: Vec<Candidate> = Vec::new();
    let mut places: BTreeMap<(usize, u64, usize), usize> = BTreeMap::new();
    for candidate in candidates {
        let place = *places.entry(candidate.fingerprint).or_insert(distinct.len());
        match distinct.get_mut(place).filter(|kept| kept.is_copy_of(&candidate)) {
            None => distinct.push(candidate),
            Some(kept) => {
                let better = |c: &Candidate| (c.verdict() != Verdict::Undetermined, c.generated_time.clone());
                let swap = better(&candidate) > better(kept);
                let copy = if swap { std::mem::replace(kept, candidate) } else { candidate };
                kept.generated_time = kept.generated_time.take().max(copy.generated_time.clone());
                others.push(copy.other(Relation::Identical));
            }
        }
    }
    let newest = distinct.iter().filter_map(|c| c.generated_time.as_ref()).max().cloned();
    let (older, latest): (Vec<_>, Vec<_>) =
        distinct.into_iter().partition(|c| c.is_older_than(newest.as_ref()));
    let unassessed = latest.iter().all(|c| c.verdict() == Verdict::Undetermined);
    let (revived, older): (Vec<_>, Vec<_>) =
        older.into_iter().partition(|c| unassessed && c.verdict() == Verdict::Active);
    let extra = (!revived.is_empty()).then(|| {
        let message =
            "a newer report of this account could not be assessed, and this older one shows an active key";
        Problem::new(Code::NewerUnassessed, message)
    });
    let mut deciding: Vec<Candidate> =
        if revived.is_empty() { latest } else { revived.into_iter().chain(latest).collect() };
    let verdicts: Vec<Verdict> = deciding.iter().map(Candidate::verdict).collect();
    let conflict = extra.is_none() && verdicts.iter().any(|verdict| Some(verdict) != verdicts.first());
    // Active, then undetermined, then clean; of those alike the latest.
    deciding
        .sort_by(|a, b| a.verdict().cmp(&b.verdict()).then_with(|| b.generated_time.cmp(&a.generated_time)));
    let mut deciding = deciding.into_iter();
    let Candidate { mut assessment, generated_time, input, .. } = deciding.next()?;
    if conflict {
        let message =
            "the account's reports do not agree, and their times do not show which one is the newest";
        assessment.problems.push(Problem::new(Code::Conflicting, message));
    }
    assessment.problems.extend(extra);
    let verdict = assessment.verdict;
    others.extend(deciding.map(|other| {
        let agrees = other.verdict() == verdict;
        other.other(if agrees { Relation::Agreeing } else { Relation::Conflicting })
    }));
    others.extend(older.into_iter().map(|other| other.other(Relation::Superseded)));
    others.sort_by(|a, b| (&a.input, a.position).cmp(&(&b.input, b.position)));
    Some(AccountResult { assessment, generated_time, input, other_reports: others })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::examine::examine;

    #[test]
    fn equal_fingerprints_alone_make_no_copy() {
        let report = |key: &str| {
            let csv = format!(
                "user,arn,access_key_1_active,access_key_2_active\n\
                 <root_account>,arn:aws:iam::111122223333:root,{key},false\n"
            );
            let mut examination = examine(csv.as_bytes());
            for report in &mut examination.reports {
                report.fingerprint = (1, 1); // as someone may forge it
            }
            Examined { path: key.to_owned(), bytes: None, result: Ok(examination) }
        };
        let as_of = "2026-09-30T00:00:00Z".parse().unwrap();
        let audit = Audit::new(as_of, vec![report("false"), report("true")], Vec::new());
        assert_eq!(audit.accounts[0].assessment.verdict, Verdict::Active);
        assert_eq!(audit.accounts[0].other_reports[0].relation, Relation::Conflicting);
    }
}
