//! A whole run: expand, read and examine, join, review, render. The only place that looks at the clock.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Read, Write};

use anstream::StripStream;

use crate::audit::exit::ExitStatus;
use crate::audit::{Audit, Examined, LeftOut, SkippedFile};
use crate::files::exclude::Exclusion;
use crate::files::expand::{self, Expanded, Origin, Source};
use crate::files::output::{self, Output, Written};
use crate::files::settings::{OutputFile, Settings, Verbosity};
use crate::files::worker::Worker;
use crate::files::{label, read};
use crate::model::other_kind::OtherKind;
use crate::model::problem::{Code, Problem};
use crate::model::reference::ReferenceError;
use crate::model::time::Timestamp;
use crate::pipeline::{AuditOptions, conclude};
use crate::render::{self, View, render};
use crate::review::References;

/// Why a run delivered no result: exit status 2.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// None of the paths exists: the user's fault.
    NothingExists(Vec<(String, Problem)>),
    /// This pattern of files to leave out is not valid, for that reason: the user's fault.
    Exclude(String, String),
    /// Writing the result would overwrite this input: the user's fault.
    OutputIsInput(String),
    /// A list of accounts, register of exceptions or baseline can't be read: the user's fault.
    Reference(String, ReferenceError),
    /// The result could not be written, to this file or to stdout: the user's or the system's fault.
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
            Self::Exclude(pattern, why) => {
                write!(
                    f,
                    "the pattern `{}` of --exclude is not valid: {}",
                    render::plain(pattern),
                    render::plain(why)
                )
            }
            Self::OutputIsInput(path) => {
                let path = render::plain(path);
                write!(
                    f,
                    "{path} is one of the inputs, and the result would overwrite it: write it elsewhere"
                )
            }
            Self::Reference(path, error) => {
                write!(f, "{}: {}", render::plain(path), render::plain(&error.to_string()))
            }
            Self::Output(Some(path), _) => write!(f, "{} could not be written", render::plain(path)),
            Self::Output(None, _) => f.write_str("the result could not be written"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NothingExists(_) | Self::Exclude(..) | Self::OutputIsInput(_) | Self::Reference(..) => None,
            Self::Output(_, error) => Some(error),
        }
    }
}

/// What a run reads and writes in addition to files.
pub struct Streams<'a> {
    /// What `-` stands for.
    pub stdin: &'a mut (dyn Read + Send),
    /// Where the result goes, in [`Settings::format`].
    pub stdout: &'a mut dyn Write,
    /// Where the summary goes, depending on [`Settings::verbosity`].
    pub stderr: &'a mut dyn Write,
}

/// Assesses everything that the settings name, writes the result to its files and to `stdout`, and a summary to
/// `stderr`. Calls `on_progress`, from any thread, with how many of how many inputs are done; it starts again from 0
/// for inputs that must be read twice.
///
/// # Errors
/// [`Error`] if there is no result. Inputs that can't be assessed are not an error: the result reports them.
pub fn run(
    settings: &Settings,
    streams: Streams<'_>,
    on_progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<(ExitStatus, Audit), Error> {
    let Streams { stdin, stdout, stderr } = streams;
    let references = references(settings)?;
    let mut expanded = expand(settings)?;
    keep_apart(&mut expanded, settings)?;
    // Before the work starts, so that a path that can't be written to fails at once.
    let mut outputs: Vec<Output> = Vec::new();
    for file in &settings.outputs {
        let output = Output::create(&file.path).map_err(|error| not_written(file, error))?;
        if outputs.iter().any(|other| other.collides_with(&output)) {
            return Err(not_written(file, io::Error::other("another result goes there, too")));
        }
        outputs.push(output);
    }
    let audit = assess(expanded, settings, references, &Worker::new(settings, Some(stdin), on_progress));
    let status = ExitStatus::of_audit(&audit, settings.exit_zero);
    deliver(&audit, settings, outputs)?;
    let status = match settings.format {
        Some(format) => {
            let written = render(&audit, format, settings.view, stdout).and_then(|()| stdout.flush());
            status.of_delivery(written).map_err(|error| Error::Output(None, error))?
        }
        None => status,
    };
    if settings.verbosity != Verbosity::Quiet {
        // The result does not depend on whether somebody can read the summary.
        drop(
            render::render_summary(&audit, settings.verbosity == Verbosity::Verbose, stderr)
                .and_then(|()| stderr.flush()),
        );
    }
    Ok((status, audit))
}

/// Writes all files, then puts them at their paths: if one can't be written, none is replaced.
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
    Error::Output(Some(label::label(&file.path)), error)
}

/// Makes sure that no input is overwritten. A walk may find an earlier result at an output's path, or the file that the
/// shell just created for this one; those are left out.
fn keep_apart(expanded: &mut Expanded, settings: &Settings) -> Result<(), Error> {
    let written = Written::new(settings.outputs.iter().map(|file| &file.path));
    let mut kept = Vec::new();
    for source in std::mem::take(&mut expanded.sources) {
        match &source.origin {
            Origin::File(path) if written.contains(path) => {
                let found = Worker::new(settings, None, &|_, _| {}).examine(&source.origin, false);
                if source.named || found.other().is_none() && found.bytes != Some(0) {
                    return Err(Error::OutputIsInput(found.path.to_string()));
                }
            }
            Origin::Stdin if written.contains_stdin() => {
                return Err(Error::OutputIsInput("the file that stdin reads".to_owned()));
            }
            Origin::File(_) | Origin::Stdin => kept.push(source),
        }
    }
    let beside = [&settings.accounts, &settings.exceptions, &settings.baseline].into_iter().flatten();
    if let Some(path) = beside.into_iter().find(|path| written.contains(path)) {
        return Err(Error::OutputIsInput(label::label(path)));
    }
    expanded.sources = kept;
    // Listed or not, an earlier result at an output's path must not make this one different.
    let mut excluded = std::mem::take(&mut expanded.excluded);
    excluded.retain(|label| !label::of_label(label).is_some_and(|path| written.contains(&path)));
    expanded.excluded = excluded;
    Ok(())
}

/// Assesses everything that the settings name. Does not read stdin: `-` is an input that can't be read.
///
/// # Errors
/// [`Error::NothingExists`] if none of the paths exists, [`Error::Reference`] if the list of accounts, the register of
/// exceptions or the baseline can't be read.
pub fn audit(settings: &Settings) -> Result<Audit, Error> {
    let references = references(settings)?;
    Ok(assess(expand(settings)?, settings, references, &Worker::new(settings, None, &|_, _| {})))
}

/// Reads the list of accounts, the register of exceptions and the baseline, before any work, because without them the
/// result would be different.
fn references(settings: &Settings) -> Result<References, Error> {
    let limit = settings.criteria.max_input_size;
    let Settings { accounts, exceptions, baseline, .. } = settings;
    type Add = fn(References, &str, &[u8]) -> Result<References, ReferenceError>;
    let files: [(_, Add); 3] = [
        (accounts, References::with_accounts),
        (exceptions, References::with_exceptions),
        (baseline, References::with_baseline),
    ];
    let mut references = References::default();
    for (path, add) in files {
        let Some(path) = path else { continue };
        let label = label::label(path);
        let read = read::read_file(path, limit).map_err(ReferenceError::from);
        references = read
            .and_then(|bytes| add(references, &label, &bytes))
            .map_err(|error| Error::Reference(label, error))?;
    }
    Ok(references)
}

/// The patterns that leave out files, read.
pub(super) fn exclusion(patterns: &[String]) -> Result<Exclusion, Error> {
    Exclusion::new(patterns).map_err(|(pattern, why)| Error::Exclude(pattern, why))
}

fn expand(settings: &Settings) -> Result<Expanded, Error> {
    let expanded = expand::expand(&settings.paths, &exclusion(&settings.criteria.exclude)?);
    if expanded.is_nothing() { Err(Error::NothingExists(expanded.failures)) } else { Ok(expanded) }
}

fn assess(expanded: Expanded, settings: &Settings, references: References, worker: &Worker<'_>) -> Audit {
    let Expanded { sources, failures, mut skipped, excluded, folders } = expanded;
    let failed = |(path, problem): (String, _)| Examined::failed(path.into(), problem);
    let mut examined: Vec<Examined> = failures.into_iter().map(failed).collect();
    let mut fruitless: BTreeMap<usize, String> = folders.into_iter().enumerate().collect();
    let found = find(&sources, settings.digests, worker);
    examined.reserve_exact(found.len());
    for (source, input) in sources.into_iter().zip(found) {
        match skipped_as(&input).filter(|_| !source.named) {
            Some(kind) => skipped.push(SkippedFile::read(&input, kind)),
            None => {
                source.found_in.iter().for_each(|folder| drop(fruitless.remove(folder)));
                examined.push(input);
            }
        }
    }
    examined.extend(fruitless.into_values().map(|path| Examined::failed(path.into(), nothing_found())));
    let options = AuditOptions {
        criteria: settings.criteria.clone(),
        references,
        ..AuditOptions::as_of(settings.as_of.clone().unwrap_or_else(now))
    };
    conclude(examined, LeftOut { skipped, excluded }, &options)
}

/// What an input is that is skipped if a walk found it: it is clearly not a report, or another result being written.
pub(super) fn skipped_as(input: &Examined) -> Option<OtherKind> {
    let is_unfinished = || input.bytes == Some(0) && output::is_temporary(&input.path);
    input.other().or_else(|| is_unfinished().then_some(OtherKind::UNFINISHED))
}

/// The problem of a folder without a report.
pub(super) fn nothing_found() -> Problem {
    Problem::new(Code::NothingFound, "this folder holds no credential report")
}

/// What each source holds. Digests tell copies of a report apart from others of the same account, and take longer than
/// all else: where nothing shows them, those inputs alone are read once more for them, and what is found then counts.
fn find(sources: &[Source], digests: bool, worker: &Worker<'_>) -> Vec<Examined> {
    let all: Vec<&Source> = sources.iter().collect();
    let mut found = worker.examine_all(&all, digests);
    if digests {
        return found;
    }
    let again = shared(&found);
    let again: Vec<(usize, &Source)> = again.into_iter().filter_map(|i| Some((i, *all.get(i)?))).collect();
    let again = again.into_iter().filter(|(_, source)| source.origin != Origin::Stdin);
    let (places, again): (Vec<usize>, Vec<&Source>) = again.unzip();
    for (place, input) in places.into_iter().zip(worker.examine_all(&again, true)) {
        if let Some(slot) = found.get_mut(place) {
            *slot = input;
        }
    }
    found
}

/// The indices of inputs with a report of an account that has several reports.
fn shared(examined: &[Examined]) -> Vec<usize> {
    let accounts = |(index, input): (usize, &Examined)| {
        let reports = input.result.iter().flat_map(|examination| &examination.reports);
        let assessments = reports.flat_map(|report| &report.assessments);
        let ids = assessments.filter_map(|a| Some((a.account.id?, a.account.partition)));
        ids.map(|id| (id, index)).collect::<Vec<_>>()
    };
    let mut accounts: Vec<_> = examined.iter().enumerate().flat_map(accounts).collect();
    accounts.sort_unstable();
    let shared = accounts.chunk_by(|a, b| a.0 == b.0).filter(|reports| reports.len() > 1).flatten();
    let mut shared: Vec<usize> = shared.map(|(_, index)| *index).collect();
    shared.sort_unstable();
    shared.dedup();
    shared
}

#[allow(
    clippy::disallowed_methods,
    reason = "the one place where the clock enters, when --as-of does not say"
)]
fn now() -> Timestamp {
    jiff::Timestamp::now().into()
}
