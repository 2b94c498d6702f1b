//! Repeats an assessment from its evidence document: do the same files with the same settings give the same result?
//!
//! This can't show that a report comes from AWS, which does not sign it, or that no file was left out.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use serde_json::Value;

use crate::audit::criteria::Criteria;
use crate::audit::{Examined, LeftOut, SkippedFile};
use crate::evidence::comparison::{self, Lost};
use crate::evidence::verification::Verification;
use crate::evidence::{self, Evidence, FileEntry, InputEntry};
use crate::files::exclude::Exclusion;
use crate::files::expand::{Origin, Source};
use crate::files::run::{Error, exclusion, nothing_found, skipped_as};
use crate::files::settings::Settings;
use crate::files::worker::Worker;
use crate::files::{expand, label, read};
use crate::model::digest::Digest;
use crate::model::other_kind::OtherKind;
use crate::model::problem::{Code, Problem};
use crate::model::reference::{Reference, ReferenceError};
use crate::pipeline::{AuditOptions, conclude};
use crate::review::References;
use crate::review::exceptions::register;
use crate::review::population::list::AccountList;
use crate::rules;

/// Checks an evidence document against the files that it names, relative to a folder, and assesses them again.
///
/// # Errors
/// If the document can't be read, or has another schema.
pub fn verify(document: &Path, inputs: &Path) -> Result<Verification, Error> {
    let told = |error| Error::Reference(label::label(document), error);
    let bytes = read::read_file(document, Criteria::default().max_input_size).map_err(|e| told(e.into()))?;
    let (recorded, evidence) = match evidence::read(&bytes).map_err(|error| told(error.into()))? {
        (recorded, Ok(evidence)) => (recorded, evidence),
        (_, Err(error)) => {
            let differences = vec![format!("the document is not as its schema says: {error}")];
            return Ok(Verification { differences, ..Verification::default() });
        }
    };
    let mut found =
        Verification { notes: outside(&evidence).into_iter().collect(), ..Verification::default() };
    found
        .differences
        .extend(evidence.contradiction().map(|so| format!("the document contradicts itself: {so}")));
    let mut lost = Lost::default();
    let references = references(&evidence, inputs, &mut found, &mut lost);
    let exclusion = match exclusion(&evidence.criteria().exclude) {
        Ok(exclusion) => exclusion,
        Err(error) => {
            found.differences.push(format!("the document is not as its schema says: {error}"));
            return Ok(found);
        }
    };
    let examined = examined(&evidence, inputs, &exclusion, &mut found, &mut lost);
    let skipped = skipped(&evidence, inputs, &mut found, &mut lost);
    let excluded = excluded(&evidence, inputs, &exclusion, &mut found);
    let options = AuditOptions {
        criteria: evidence.criteria(),
        references,
        ..AuditOptions::as_of(evidence.as_of.clone())
    };
    let audit = conclude(examined, LeftOut { skipped, excluded }, &options);
    let redone = serde_json::to_value(Evidence::from(&audit)).unwrap_or(Value::Null);
    comparison::documents(&recorded, &redone, &lost, &mut found);
    Ok(found)
}

/// The files that the audit was held to, read again.
fn references(
    evidence: &Evidence<'_>,
    folder: &Path,
    found: &mut Verification,
    lost: &mut Lost,
) -> References {
    let Evidence { population, exceptions, baseline, .. } = evidence;
    let population = population.as_ref().map(|population| &population.list);
    let exceptions = exceptions.as_ref().map(|exceptions| &exceptions.register);
    let baseline = baseline.as_ref().map(|baseline| &baseline.document);
    let references = References {
        accounts: reference(population, folder, AccountList::parse, found),
        exceptions: reference(exceptions, folder, |bytes| register::parse(bytes, &rules::ids()), found),
        baseline: reference(baseline, folder, |bytes| Ok(Evidence::read(bytes)?.known()), found),
    };
    let read =
        [references.accounts.is_some(), references.exceptions.is_some(), references.baseline.is_some()];
    let named = [("population", population), ("exceptions", exceptions), ("baseline", baseline)];
    for ((name, file), _) in named.into_iter().zip(read).filter(|(_, read)| !read) {
        lost.references.extend(file.map(|_| name));
        lost.paths.extend(file.filter(|_| name == "population").map(|file| file.path.to_string()));
    }
    references
}

/// Reads one of them; `None` if there was none, or if it is missing or can't be used.
fn reference<T>(
    file: Option<&FileEntry<'_>>,
    folder: &Path,
    parse: impl Fn(&[u8]) -> Result<T, ReferenceError>,
    found: &mut Verification,
) -> Option<(Reference, T)> {
    let file = file?;
    let Some(path) = present(&file.path, folder) else {
        found.missing.push(file.path.to_string());
        return None;
    };
    let read = read::read_file(&path, Criteria::default().max_input_size).map_err(ReferenceError::from);
    match read.and_then(|bytes| Ok((parse(&bytes)?, bytes))) {
        Ok((said, bytes)) => {
            let reference = Reference::of_file(&file.path, &bytes);
            digest(found, &file.path, Some(file.sha256), Some(reference.sha256));
            Some((reference, said))
        }
        Err(error) => {
            found.differences.push(format!("{}: it can't be used any more: {error}", file.path));
            None
        }
    }
}

/// What the inputs hold now, under the names that the document has for them. An input that could not be read then stays so,
/// unless it is there now.
fn examined(
    evidence: &Evidence<'_>,
    folder: &Path,
    exclusion: &Exclusion,
    found: &mut Verification,
    lost: &mut Lost,
) -> Vec<Examined> {
    let mut examined = Vec::new();
    let (mut there, mut sources) = (Vec::new(), Vec::new());
    let mut once = BTreeSet::new();
    for input in evidence.inputs() {
        // One file has one name, and is read once.
        let is_tidy = |path: &PathBuf| expand::tidy(path).as_os_str() == path.as_os_str();
        let is_named = label::of_label(&input.path).is_some_and(|path| is_tidy(&path));
        match (present(&input.path, folder).filter(|_| is_named), &input.sha256) {
            (Some(path), _) if once.insert(&input.path) => {
                there.push(input);
                sources.push(Source { origin: Origin::File(path), named: true, found_in: Vec::new() });
            }
            (Some(_), _) => found.differences.push(format!("{}: the document has it twice", input.path)),
            (None, sha256) => {
                match sha256.is_none().then(|| unread(input, evidence, folder, exclusion, found)).flatten() {
                    Some(unread) => examined.push(unread),
                    None => {
                        found.missing.push(input.path.to_string());
                        lost.paths.insert(input.path.to_string());
                    }
                }
            }
        }
    }
    let settings = Settings { criteria: evidence.criteria(), ..Settings::default() };
    let worker = Worker::new(&settings, None, &|_, _| {});
    let again = worker.examine_all(&sources.iter().collect::<Vec<_>>(), true);
    for (input, again) in there.into_iter().zip(again) {
        digest(found, &input.path, input.sha256, again.sha256);
        examined.push(Examined { path: (&*input.path).into(), ..again });
    }
    examined.sort_by(|a, b| a.path.cmp(&b.path));
    examined
}

/// What a walk passed over must be no credential report now, either. Each once, as a walk lists them.
fn skipped(
    evidence: &Evidence<'_>,
    folder: &Path,
    found: &mut Verification,
    lost: &mut Lost,
) -> Vec<SkippedFile> {
    let mut skipped = BTreeMap::new();
    for (index, path) in evidence.skipped.iter().enumerate() {
        let place = label::of_label(path).map(|path| folder.join(path));
        let found_there = place.and_then(|place| Some((place.symlink_metadata().ok()?, place)));
        let unread = |kind| SkippedFile::unread(path.to_string(), kind);
        let file = match found_there {
            None => {
                found.missing.push(path.to_string());
                lost.skipped.insert(index);
                unread(OtherKind::SPECIAL)
            }
            Some((metadata, _)) if metadata.is_dir() => {
                let what = "the document says that it was skipped, and it is a folder";
                found.differences.push(format!("{path}: {what}"));
                unread(OtherKind::SPECIAL)
            }
            Some((metadata, place)) if !metadata.is_file() => {
                SkippedFile { path: path.to_string(), ..expand::irregular(&place) }
            }
            Some((_, place)) => {
                let source = Source { origin: Origin::File(place), named: false, found_in: Vec::new() };
                let file = examine(&source, evidence);
                let recorded = evidence.skipped_files.get(index);
                if let Some(recorded) = recorded {
                    digest(found, path, recorded.sha256, file.sha256);
                }
                let kind = skipped_as(&file).unwrap_or_else(|| {
                    let what = "the document says that it is no credential report, and it seems to be one";
                    found.differences.push(format!("{path}: {what}"));
                    OtherKind::TEXT
                });
                SkippedFile { path: path.to_string(), ..SkippedFile::read(&file, kind) }
            }
        };
        skipped.insert(path, file);
    }
    skipped.into_values().collect()
}

/// What the recorded patterns leave out, of what the document says. What is in these files is not looked at, as it was not then.
fn excluded(
    evidence: &Evidence<'_>,
    folder: &Path,
    exclusion: &Exclusion,
    found: &mut Verification,
) -> Vec<String> {
    let mut excluded = BTreeSet::new();
    for path in evidence.excluded.iter() {
        let place = label::of_label(path).map(|path| folder.join(path));
        let there = place.and_then(|place| Some((place.symlink_metadata().ok()?, place)));
        let Some((metadata, place)) = there else {
            found.missing.push(path.to_string());
            excluded.insert(path.to_string());
            continue;
        };
        if metadata.is_dir() && place.read_dir().is_ok() {
            let what = "the document says that this file was excluded, and it is a folder";
            found.differences.push(format!("{path}: {what}"));
        } else if exclusion.can_leave_out(path) {
            excluded.insert(path.to_string());
        } else {
            let what = "the document says that it was excluded, and no pattern of it says so";
            found.differences.push(format!("{path}: {what}"));
        }
    }
    if !excluded.is_empty() {
        let many = if excluded.len() == 1 {
            "1 file was".to_owned()
        } else {
            format!("{} files were", excluded.len())
        };
        found.notes.push(format!("{many} excluded (--exclude): nothing shows what is in there"));
    }
    excluded.into_iter().collect()
}

/// Whether an input that could not be read when the document was made still can't be; `None` if it is missing now.
fn unread(
    input: &InputEntry<'_>,
    evidence: &Evidence<'_>,
    folder: &Path,
    exclusion: &Exclusion,
    found: &mut Verification,
) -> Option<Examined> {
    let recorded = input.problems.first().and_then(|problem| Code::from_id(&problem.code));
    let named = label::of_label(&input.path).unwrap_or_else(|| PathBuf::from(&*input.path));
    let mut expanded = expand::expand(&[folder.join(named)], exclusion);
    let is_nothing = || expanded.sources.iter().all(|source| is_passed_over(source, evidence));
    let problem = match (expanded.failures.pop(), recorded) {
        // It existed then.
        (Some((_, Problem { code: Code::PathNotFound, .. })), Some(code))
            if !matches!(code, Code::PathNotFound | Code::NoMatch) =>
        {
            return None;
        }
        (Some((_, problem)), _) => problem,
        // `skipped` checks what else is in the folder.
        (None, Some(Code::NothingFound)) if is_nothing() => nothing_found(),
        (None, _) => {
            found.differences.push(format!("{}: it could not be read then, and is there now", input.path));
            Problem::plain(recorded.unwrap_or(Code::Unreadable))
        }
    };
    Some(Examined::failed((&*input.path).into(), problem))
}

/// Whether a walk over a folder passes over what it found.
fn is_passed_over(source: &Source, evidence: &Evidence<'_>) -> bool {
    skipped_as(&examine(source, evidence)).is_some()
}

/// What a source holds, with its digest.
fn examine(source: &Source, evidence: &Evidence<'_>) -> Examined {
    let settings = Settings { criteria: evidence.criteria(), ..Settings::default() };
    Worker::new(&settings, None, &|_, _| {}).examine(&source.origin, true)
}

/// The regular file with this label, in a folder.
fn present(label: &str, folder: &Path) -> Option<PathBuf> {
    label::of_label(label).map(|path| folder.join(path)).filter(|path| path.is_file())
}

/// What is said of files that are not below the folder: what is verified there may be other than what was handed over.
fn outside(evidence: &Evidence<'_>) -> Option<String> {
    const MOST: usize = 3;
    let beside = [
        evidence.population.as_ref().map(|population| &population.list),
        evidence.exceptions.as_ref().map(|exceptions| &exceptions.register),
        evidence.baseline.as_ref().map(|baseline| &baseline.document),
    ];
    let beside = beside.into_iter().flatten();
    let paths = evidence.inputs().iter().map(|input| &*input.path).chain(beside.map(|file| &*file.path));
    let leaves = |path: &&str| {
        let steps = Path::new(path).components().map(|part| match part {
            Component::Normal(_) => 1,
            Component::ParentDir => -1,
            Component::CurDir => 0,
            Component::RootDir | Component::Prefix(_) => i64::from(i32::MIN),
        });
        let depths = steps.scan(0_i64, |depth, step| {
            *depth += step;
            Some(*depth)
        });
        depths.min().is_some_and(|least| least < 0)
    };
    let mut outside: Vec<&str> = paths
        .chain(evidence.skipped.iter().map(|path| &**path))
        .chain(evidence.excluded.iter().map(|path| &**path))
        .filter(leaves)
        .collect();
    let more = outside.len().saturating_sub(MOST);
    outside.truncate(MOST);
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!outside.is_empty()).then(|| {
        format!(
            "outside the folder that paths are relative to, and read where it is: {}{rest}",
            outside.join(", ")
        )
    })
}

/// Holds the digest of a file to the one that the document says.
fn digest(found: &mut Verification, path: &str, recorded: Option<Digest>, now: Option<Digest>) {
    match (recorded, now) {
        (recorded, now) if recorded == now => found.files += usize::from(now.is_some()),
        (Some(recorded), Some(now)) => {
            found
                .differences
                .push(format!("{path}: the file has another SHA-256: {now}, the document says {recorded}"));
        }
        (None, _) => {
            found.differences.push(format!("{path}: it could not be read then, and can be read now"))
        }
        (Some(_), None) => {
            found.differences.push(format!("{path}: it could be read then, and can't be read now"))
        }
    }
}
