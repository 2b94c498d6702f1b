//! A list of problems that stays short: five thousand rows with the same fault are one thing to fix.

use std::collections::BTreeMap;

use crate::model::problem::{Code, Position, Problem};

/// The first few problems of each code, and how many more there are.
#[derive(Clone, Debug)]
pub(crate) struct ProblemList {
    most: usize,
    problems: Vec<Problem>,
    counts: BTreeMap<Code, usize>,
}

impl ProblemList {
    /// Keeps at most so many of each code.
    pub(crate) fn new(most: usize) -> Self {
        Self { most, problems: Vec::new(), counts: BTreeMap::new() }
    }

    /// Adds a problem, which is made only when it is kept.
    pub(crate) fn add(&mut self, code: Code, problem: impl FnOnce() -> Problem) {
        let count = self.counts.entry(code).or_default();
        *count += 1;
        if *count <= self.most {
            self.problems.push(problem());
        }
    }

    /// Adds a problem that is already made.
    pub(crate) fn push(&mut self, problem: Problem) {
        self.add(problem.code, || problem);
    }

    /// Adds a problem, unless the same one is already there to the letter: two who find it say it once.
    pub(crate) fn push_new(&mut self, problem: &Problem) {
        if !self.problems.contains(problem) {
            self.push(problem.clone());
        }
    }

    /// Adds those of another list, and what it counts.
    pub(crate) fn absorb(&mut self, other: Self) {
        for (code, count) in other.counts {
            let kept = other.problems.iter().filter(|problem| problem.code == code);
            kept.clone().for_each(|problem| self.push(problem.clone()));
            *self.counts.entry(code).or_default() += count - kept.count();
        }
    }

    /// Takes back the only problem of a code if it is at that place, because another one describes it better. Returns
    /// whether there was one.
    pub(crate) fn retract(&mut self, code: Code, at: Position) -> bool {
        let is_it = |problem: &Problem| problem.code == code && problem.position == Some(at);
        let alone = self.counts.get(&code) == Some(&1) && self.problems.iter().any(is_it);
        if alone {
            self.problems.retain(|problem| !is_it(problem));
            self.counts.remove(&code);
        }
        alone
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.problems.is_empty()
    }

    /// Whether one of these codes is among them.
    pub(crate) fn has_any(&self, codes: &[Code]) -> bool {
        codes.iter().any(|code| self.counts.contains_key(code))
    }

    /// The problems; the last one of each code says how many more there are.
    pub(crate) fn finish(mut self) -> Vec<Problem> {
        for (code, count) in self.counts {
            let last = self.problems.iter_mut().rfind(|problem| problem.code == code);
            if let Some(problem) = last.filter(|_| count > self.most) {
                problem.message += &format!(" (and {} more like it)", count - self.most);
            }
        }
        self.problems
    }
}
