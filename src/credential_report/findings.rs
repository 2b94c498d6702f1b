//! What is wrong with a report: of each kind the first place, and how many more there are.

use crate::problem::{Code, Position, Problem};

/// Problems of one report, each code once: five thousand rows with the same fault are one thing to mend.
#[derive(Default)]
pub(crate) struct Findings(Vec<(Problem, u64)>);

impl Findings {
    pub(crate) fn add(
        &mut self,
        code: Code,
        at: impl FnOnce() -> Position,
        message: impl FnOnce() -> String,
    ) {
        match self.0.iter_mut().find(|(problem, _)| problem.code == code) {
            Some((_, more)) => *more += 1,
            None => self.0.push((Problem::new(code, message()).at(at()), 0)),
        }
    }

    /// Takes back a problem that stands at that place only, for another one tells it better; whether there was one.
    pub(crate) fn retract(&mut self, code: Code, at: Position) -> bool {
        let before = self.0.len();
        self.0.retain(|(problem, more)| *more > 0 || problem.code != code || problem.position != Some(at));
        self.0.len() < before
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn finish(self) -> Vec<Problem> {
        let told = |(mut problem, more): (Problem, u64)| {
            if more > 0 {
                problem.message = format!("{} (and {more} more like it)", problem.message);
            }
            problem
        };
        self.0.into_iter().map(told).collect()
    }
}
