//! The pipeline: expand, read and examine in parallel, join in order, render. The only clock, and the only threads but
//! for the progress bar's.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anstream::StripStream;

use crate::audit::{Audit, Examined};
use crate::examine::examine_within;
use crate::exit::ExitStatus;
use crate::input::{self, Expanded, Origin, Source};
use crate::output::{self, Output, Written};
use crate::problem::{Code, Problem};
use crate::progress;
use crate::render::{self, View, render};
use crate::settings::{OutputFile, Settings, Verbosity};
use crate::time::Timestamp;

/// Why a run delivered no result: exit status 2.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// None of the paths names anything that exists: the user's to mend.
    NothingExists(Vec<(String, Problem)>),
    /// Writing the result would destroy this input: the user's to mend.
    OutputIsInput(String),
    /// The result could not be written, to that file or to stdout: the user's or the system's to mend.
    Output(Option<String>, io::Error),
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
            Self::OutputIsInput(path) => {
                let path = render::plain(path);
                write!(
                    f,
                    "{path} is one of the inputs, and the result would overwrite it: write it elsewhere"
                )
            }
            Self::Output(Some(path), _) => write!(f, "{} could not be written", render::plain(path)),
            Self::Output(None, _) => f.write_str("the result could not be written"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NothingExists(_) | Self::OutputIsInput(_) => None,
            Self::Output(_, error) => Some(error),
        }
    }
}

/// Assesses everything that the settings name, writes the result to its files and to `stdout`, and a summary to
/// `stderr`.
///
/// # Errors
/// [`Error`] when there is no result. Inputs that can't be assessed are no error: the result tells of them.
pub fn run(settings: &Settings, stdout: &mut dyn Write, stderr: &mut dyn Write) -> Result<ExitStatus, Error> {
    let mut expanded = expand(settings)?;
    keep_apart(&mut expanded, settings)?;
    // Before the work starts, so that a path that can't be written fails at once.
    let mut outputs: Vec<Output> = Vec::new();
    for file in &settings.outputs {
        let output = Output::create(&file.path).map_err(|error| not_written(file, error))?;
        if outputs.iter().any(|other| other.collides_with(&output)) {
            return Err(not_written(file, io::Error::other("another result goes there, too")));
        }
        outputs.push(output);
    }
    let audit = assess(expanded, settings);
    let status = ExitStatus::of(&audit, settings.exit_zero);
    deliver(&audit, settings, outputs)?;
    let status = match settings.format {
        Some(format) => {
            let written = render(&audit, format, settings.view, stdout).and_then(|()| stdout.flush());
            status.of_delivery(written).map_err(|error| Error::Output(None, error))?
        }
        None => status,
    };
    if settings.verbosity != Verbosity::Quiet {
        // A summary that nobody can read changes no result.
        drop(
            render::summary(&audit, settings.verbosity == Verbosity::Verbose, stderr)
                .and_then(|()| stderr.flush()),
        );
    }
    Ok(status)
}

/// Writes all files, then puts them into their places: when one can't be written, none is replaced.
fn deliver(audit: &Audit, settings: &Settings, mut outputs: Vec<Output>) -> Result<(), Error> {
    let view = View { width: None, ..settings.view };
    for (file, output) in settings.outputs.iter().zip(&mut outputs) {
        let plain: &mut dyn Write = output;
        let written = render(audit, file.format, view, &mut StripStream::new(&mut *plain));
        written.and_then(|()| plain.flush()).map_err(|error| not_written(file, error))?;
    }
    for (file, output) in settings.outputs.iter().zip(outputs) {
        output.commit().map_err(|error| not_written(file, error))?;
    }
    Ok(())
}

fn not_written(file: &OutputFile, error: io::Error) -> Error {
    Error::Output(Some(input::label(&file.path)), error)
}

/// Sees to it that nothing is written to what is read. What a walk found may be an earlier result, or the file that the
/// shell just made for this one: that is left out.
fn keep_apart(expanded: &mut Expanded, settings: &Settings) -> Result<(), Error> {
    let written = Written::new(settings.outputs.iter().map(|file| &file.path));
    let mut kept = Vec::new();
    for source in std::mem::take(&mut expanded.sources) {
        match &source.origin {
            Origin::File(path) if written.contains(path) => {
                let found = find(&source.origin, settings.max_input_size);
                let is_foreign = found.result.is_ok_and(|examination| examination.is_foreign);
                if source.named || !is_foreign && found.bytes != Some(0) {
                    return Err(Error::OutputIsInput(found.path));
                }
            }
            Origin::Stdin if written.contains_stdin() => {
                return Err(Error::OutputIsInput("the file that stdin reads".to_owned()));
            }
            Origin::File(_) | Origin::Stdin => kept.push(source),
        }
    }
    expanded.sources = kept;
    Ok(())
}

/// Assesses everything that the settings name.
///
/// # Errors
/// [`Error::NothingExists`] when none of the paths names anything.
pub fn audit(settings: &Settings) -> Result<Audit, Error> {
    Ok(assess(expand(settings)?, settings))
}

fn expand(settings: &Settings) -> Result<Expanded, Error> {
    let expanded = input::expand(&settings.paths);
    if expanded.is_nothing() { Err(Error::NothingExists(expanded.failures)) } else { Ok(expanded) }
}

fn assess(expanded: Expanded, settings: &Settings) -> Audit {
    let Expanded { sources, failures, mut skipped, folders } = expanded;
    let mut examined: Vec<Examined> = failures
        .into_iter()
        .map(|(path, problem)| Examined { path, bytes: None, result: Err(problem) })
        .collect();
    let mut fruitless: BTreeMap<usize, String> = folders.into_iter().enumerate().collect();
    let found = examine_all(&sources, settings);
    for (source, input) in sources.iter().zip(found) {
        let is_foreign = input.result.as_ref().is_ok_and(|examination| examination.is_foreign);
        let is_unwritten = input.bytes == Some(0) && output::is_temporary(&input.path);
        if (is_foreign || is_unwritten) && !source.named {
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
    Audit::new(as_of, examined, skipped)
}

#[allow(
    clippy::disallowed_methods,
    reason = "the one place where the clock enters, when --as-of does not say"
)]
fn now() -> Timestamp {
    jiff::Timestamp::now().into()
}

/// Reads and examines every source, in the order of the sources.
fn examine_all(sources: &[Source], settings: &Settings) -> Vec<Examined> {
    let limit = settings.max_input_size;
    let jobs = settings
        .jobs
        .or(thread::available_parallelism().ok())
        .map_or(1, NonZeroUsize::get)
        .min(sources.len());
    let (next, finished) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let worker = || {
        let mut done = Vec::new();
        while let Some((index, source)) = {
            let index = next.fetch_add(1, Ordering::Relaxed);
            sources.get(index).map(|source| (index, source))
        } {
            done.push((index, guarded(&source.origin, || find(&source.origin, limit))));
            finished.fetch_add(1, Ordering::Relaxed);
        }
        done
    };
    // Until a worker says otherwise, an input has failed: a lost answer is never a pass.
    let mut examined: Vec<Examined> = sources.iter().map(|source| failed(&source.origin)).collect();
    let work = || {
        thread::scope(|scope| {
            let others: Vec<_> = (1..jobs).map(|_| scope.spawn(worker)).collect();
            let mut done = worker();
            done.extend(others.into_iter().filter_map(|other| other.join().ok()).flatten());
            done
        })
    };
    let done = if settings.progress { progress::beside(sources.len(), &finished, work) } else { work() };
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
        result: read.map(|bytes| examine_within(&bytes, limit, &mut Vec::new())),
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
