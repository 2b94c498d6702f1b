//! The pipeline: expand, read and examine in parallel, join in order, render. The only threads, and the only clock.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::audit::{Audit, Examined};
use crate::examine::examine_within;
use crate::exit::ExitStatus;
use crate::input::{self, Expanded, Origin, Source};
use crate::problem::{Code, Problem};
use crate::render::{self, render};
use crate::settings::{Settings, Verbosity};
use crate::time::Timestamp;

/// Why a run delivered no result: exit status 2.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// None of the paths names anything that exists: the user's to mend.
    NothingExists(Vec<(String, Problem)>),
    /// The result could not be written: the user's or the system's to mend.
    Output(io::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NothingExists(failures) => {
                f.write_str("none of the paths exists")?;
                failures.iter().try_for_each(|(path, problem)| {
                    write!(f, "\n  {}: {}", render::plain(path), render::plain(&problem.message))
                })
            }
            Self::Output(_) => f.write_str("the result could not be written"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NothingExists(_) => None,
            Self::Output(error) => Some(error),
        }
    }
}

/// Assesses everything that the settings name, writes the result to `stdout` and a summary to `stderr`.
///
/// # Errors
/// [`Error`] when there is no result. Inputs that can't be assessed are no error: the result tells of them.
pub fn run(settings: &Settings, stdout: &mut dyn Write, stderr: &mut dyn Write) -> Result<ExitStatus, Error> {
    let audit = audit(settings)?;
    let status = ExitStatus::of(&audit, settings.exit_zero);
    let written = render(&audit, settings.format, settings.view, stdout).and_then(|()| stdout.flush());
    let status = status.of_delivery(written).map_err(Error::Output)?;
    if settings.verbosity != Verbosity::Quiet {
        // A summary that nobody can read changes no result.
        drop(
            render::summary(&audit, settings.verbosity == Verbosity::Verbose, stderr)
                .and_then(|()| stderr.flush()),
        );
    }
    Ok(status)
}

/// Assesses everything that the settings name.
///
/// # Errors
/// [`Error::NothingExists`] when none of the paths names anything.
pub fn audit(settings: &Settings) -> Result<Audit, Error> {
    let Expanded { sources, failures, mut skipped, folders } = {
        let expanded = input::expand(&settings.paths);
        if expanded.is_nothing() {
            return Err(Error::NothingExists(expanded.failures));
        }
        expanded
    };
    let mut examined: Vec<Examined> = failures
        .into_iter()
        .map(|(path, problem)| Examined { path, bytes: None, result: Err(problem) })
        .collect();
    let mut fruitless: BTreeMap<usize, String> = folders.into_iter().enumerate().collect();
    let found = examine_all(&sources, settings.max_input_size, settings.jobs);
    for (source, input) in sources.iter().zip(found) {
        let is_foreign = input.result.as_ref().is_ok_and(|examination| examination.is_foreign);
        if is_foreign && !source.named {
            skipped.push(input.path);
        } else {
            source.found_in.iter().for_each(|folder| drop(fruitless.remove(folder)));
            examined.push(input);
        }
    }
    for path in fruitless.into_values() {
        let problem = Problem::new(Code::NothingFound, "this folder holds no credential report");
        examined.push(Examined { path, bytes: None, result: Err(problem) });
    }
    examined.sort_by(|a, b| a.path.cmp(&b.path));
    skipped.sort_unstable();
    let as_of = settings.as_of.clone().unwrap_or_else(now);
    Ok(Audit::new(as_of, examined, skipped))
}

#[allow(
    clippy::disallowed_methods,
    reason = "the one place where the clock enters, when --as-of does not say"
)]
fn now() -> Timestamp {
    jiff::Timestamp::now().into()
}

/// Reads and examines every source, in the order of the sources.
fn examine_all(sources: &[Source], limit: u64, jobs: Option<NonZeroUsize>) -> Vec<Examined> {
    let jobs = jobs.or(thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get).min(sources.len());
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut done = Vec::new();
        while let Some((index, source)) = {
            let index = next.fetch_add(1, Ordering::Relaxed);
            sources.get(index).map(|source| (index, source))
        } {
            done.push((index, guarded(&source.origin, || find(&source.origin, limit))));
        }
        done
    };
    // Until a worker says otherwise, an input has failed: a lost answer is never a pass.
    let mut examined: Vec<Examined> = sources.iter().map(|source| failed(&source.origin)).collect();
    let done = thread::scope(|scope| {
        let others: Vec<_> = (1..jobs).map(|_| scope.spawn(worker)).collect();
        let mut done = worker();
        done.extend(others.into_iter().filter_map(|other| other.join().ok()).flatten());
        done
    });
    for (index, input) in done {
        if let Some(slot) = examined.get_mut(index) {
            *slot = input;
        }
    }
    examined
}

fn find(origin: &Origin, limit: u64) -> Examined {
    let read = input::read(origin, limit);
    Examined {
        path: origin.label(),
        bytes: read.as_ref().ok().map(|bytes| bytes.len() as u64),
        result: read.map(|bytes| examine_within(&bytes, limit)),
    }
}

/// What a worker found; its panic is a problem of that input, never a pass.
fn guarded(origin: &Origin, work: impl FnOnce() -> Examined) -> Examined {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| failed(origin))
}

fn failed(origin: &Origin) -> Examined {
    Examined { path: origin.label(), bytes: None, result: Err(Problem::plain(Code::Internal)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_problem_of_its_input() {
        let examined = guarded(&Origin::Stdin, || panic!("on purpose"));
        let audit = Audit::new(now(), vec![examined], Vec::new());
        assert_eq!(audit.inputs[0].problems[0].code, Code::Internal);
        assert_eq!(ExitStatus::of(&audit, false), ExitStatus::Incomplete);
    }
}
