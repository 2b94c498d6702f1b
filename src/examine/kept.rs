//! How much of an input is kept: hostile ones have thousands of reports that say nothing, or problems that say the same.

use std::collections::BTreeMap;

use crate::examine::ExaminedReport;
use crate::model::assessment::{Assessment, Verdict};
use crate::model::problem::{Code, Problem};
use crate::model::problem_list::ProblemList;

/// What was kept of an input so far. Of thousands of accounts that have the same problem, the first ones say so, and of
/// those that say no more, the input does.
#[derive(Default)]
pub(super) struct Kept {
    /// How many reports say nothing of any account.
    idle: usize,
    /// How many problems of each code its assessments have.
    problems: BTreeMap<Code, usize>,
}

impl Kept {
    /// How many of each kind.
    const MOST: usize = 100;
    /// How many problems an assessment has in any case.
    const LEAST: usize = 3;

    /// The report, but for what there is enough of already: that becomes a finding.
    pub(super) fn report(
        &mut self,
        mut report: ExaminedReport,
        findings: &mut ProblemList,
    ) -> Option<ExaminedReport> {
        let blocks = |assessment: &Assessment| assessment.problems.iter().any(Problem::blocks);
        let is_idle = |assessment: &Assessment| {
            assessment.account.id.is_none()
                && assessment.verdict == Verdict::Undetermined
                && blocks(assessment)
        };
        if report.assessments.iter().all(is_idle) {
            self.idle += 1;
            if self.idle > Self::MOST {
                let problems = report.assessments.into_iter().flat_map(|assessment| assessment.problems);
                problems.for_each(|problem| findings.push(problem));
                return None;
            }
        }
        for assessment in &mut report.assessments {
            let mut number = 0;
            assessment.problems.retain(|problem| {
                let count = self.problems.entry(problem.code).or_default();
                *count += 1;
                number += 1;
                let is_kept = *count <= Self::MOST || number <= Self::LEAST;
                if !is_kept {
                    findings.add(problem.code, || problem.clone());
                }
                is_kept
            });
            assessment.problems.shrink_to_fit();
        }
        Some(report)
    }
}
