//! Turns arguments into sources: files, folders to walk, patterns, stdin.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};

use crate::audit::SkippedFile;
use crate::files::exclude::Exclusion;
use crate::files::label::{label, with_slashes};
use crate::files::{glob, walk};
use crate::model::other_kind::OtherKind;
use crate::model::problem::{Code, Problem};

/// Where bytes come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    Stdin,
    File(PathBuf),
}

impl Origin {
    /// The name in every output: `-` for stdin, else the path's [`label`].
    pub(super) fn label(&self) -> String {
        match self {
            Self::Stdin => "-".to_owned(),
            Self::File(path) => label(path),
        }
    }

    fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Stdin => None,
            Self::File(path) => Some(path.as_os_str().as_encoded_bytes()),
        }
    }
}

/// One input to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Source {
    pub(crate) origin: Origin,
    /// Whether the user named it; then it must be a report.
    pub(super) named: bool,
    /// The folders in which walks found it, as indices into [`Expanded::folders`].
    pub(super) found_in: Vec<usize>,
}

/// What the arguments stand for.
#[derive(Debug, Default)]
pub(super) struct Expanded {
    /// Sorted, each once.
    pub(crate) sources: Vec<Source>,
    /// What could not be expanded, by its name.
    pub(crate) failures: Vec<(String, Problem)>,
    /// What walks found other than regular files.
    pub(super) skipped: Vec<SkippedFile>,
    /// What the user's patterns leave out, sorted.
    pub(super) excluded: Vec<String>,
    /// The folders that were walked, as and in the order they were named.
    pub(super) folders: Vec<String>,
}

impl Expanded {
    /// Whether none of the arguments names anything that exists.
    pub(super) fn is_nothing(&self) -> bool {
        let absent =
            |(_, problem): &(String, Problem)| matches!(problem.code, Code::PathNotFound | Code::NoMatch);
        self.sources.is_empty()
            && self.folders.is_empty()
            && self.excluded.is_empty()
            && self.failures.iter().all(absent)
    }
}

/// Expands the arguments: files, folders to walk, patterns, `-` for stdin. Without any, stdin. What the exclusion leaves
/// out is no source.
pub(super) fn expand(paths: &[PathBuf], exclusion: &Exclusion) -> Expanded {
    let mut expansion = Expansion { exclusion, found: Vec::new(), rest: Expanded::default() };
    if paths.is_empty() {
        expansion.add(Origin::Stdin, None);
    }
    for path in paths {
        expansion.argument(path);
    }
    expansion.finish()
}

struct Expansion<'a> {
    exclusion: &'a Exclusion,
    /// What was found, perhaps more than once, and in which folder; `None` if the user named it.
    found: Vec<(Origin, Option<usize>)>,
    rest: Expanded,
}

impl Expansion<'_> {
    fn argument(&mut self, path: &Path) {
        if path.as_os_str() == "-" {
            return self.add(Origin::Stdin, None);
        }
        // A path that exists is never read as a pattern.
        match (path.metadata(), path.symlink_metadata(), glob::pattern(path)) {
            (Ok(metadata), _, _) if metadata.is_dir() => self.folder(path, None),
            (Ok(_), _, _) => self.file(path, None),
            (Err(error), Ok(_), _) => {
                self.fail(path, Code::Unreadable, format!("the link leads nowhere: {error}"))
            }
            (Err(error), Err(_), None) if !is_absent(&error) => {
                self.fail(path, Code::Unreadable, error.to_string());
            }
            (Err(_), Err(_), None) => {
                self.fail(path, Code::PathNotFound, "this path does not exist".to_owned())
            }
            (Err(_), Err(_), Some(Ok(pattern))) => self.pattern(path, &pattern),
            (Err(_), Err(_), Some(Err(error))) => {
                let message = format!("this path does not exist, and as a pattern it is not valid: {error}");
                self.fail(path, Code::PathNotFound, message);
            }
        }
    }

    /// A file that was named, or that a pattern of the user's matched below `base`.
    fn file(&mut self, path: &Path, base: Option<&str>) {
        if !self.is_left_out(base, path) {
            self.add(Origin::File(tidy(path)), None);
        }
    }

    fn folder(&mut self, folder: &Path, base: Option<&str>) {
        let folder = tidy(folder);
        let shown = label(&folder);
        // A folder that is left out as a whole need hold no report.
        let is_left_out = self.exclusion.leaves_out(base, &shown, true);
        let index = self.rest.folders.len();
        if !is_left_out {
            self.rest.folders.push(shown.clone());
        }
        for entry in walk::walk(&folder) {
            let (Ok(walk::Entry::File(path) | walk::Entry::Other(path)) | Err((path, _))) = &entry;
            if is_left_out {
                self.rest.excluded.push(label(&tidy(path)));
                continue;
            }
            if self.is_left_out(Some(&shown), path) {
                continue;
            }
            match entry {
                Ok(walk::Entry::File(path)) => self.add(Origin::File(below(&folder, path)), Some(index)),
                Ok(walk::Entry::Other(path)) => self.rest.skipped.push(irregular(&path)),
                Err((path, error)) => self.fail(&path, Code::Unreadable, error),
            }
        }
    }

    /// Whether the user's patterns leave out a path, found below `folder`; then it is listed.
    fn is_left_out(&mut self, folder: Option<&str>, path: &Path) -> bool {
        if self.exclusion.is_empty() {
            return false;
        }
        let is_folder = path.symlink_metadata().is_ok_and(|metadata| metadata.is_dir());
        let shown = label(&tidy(path));
        let is_left_out = self.exclusion.leaves_out(folder, &shown, is_folder);
        if is_left_out {
            self.rest.excluded.push(shown);
        }
        is_left_out
    }

    fn pattern(&mut self, path: &Path, pattern: &glob::Pattern) {
        let (mut any, base) = (false, label(pattern.base()));
        for entry in pattern.matches() {
            let known = entry.and_then(|path| match path.metadata() {
                Ok(metadata) => Ok((metadata, path)),
                Err(error) => Err((path, error.to_string())),
            });
            any |= !matches!(&known, Ok((metadata, _)) if !metadata.is_dir() && !metadata.is_file());
            match known {
                Ok((metadata, path)) if metadata.is_dir() => self.folder(&path, Some(&base)),
                Ok((metadata, path)) if metadata.is_file() => self.file(&path, Some(&base)),
                Ok((_, path)) | Err((path, _)) if self.is_left_out(Some(&base), &path) => {}
                Ok((_, path)) => self.rest.skipped.push(irregular(&path)),
                Err((path, error)) => self.fail(&path, Code::Unreadable, error),
            }
        }
        if !any {
            let message = "nothing exists of this name, and as a pattern it matches no file";
            self.fail(path, Code::NoMatch, message.to_owned());
        }
    }

    /// Adds a source, `found_in` a folder or named by the user.
    fn add(&mut self, origin: Origin, found_in: Option<usize>) {
        self.found.push((origin, found_in));
    }

    fn fail(&mut self, path: &Path, code: Code, message: String) {
        self.rest.failures.push((label(&tidy(path)), Problem::new(code, message)));
    }

    fn finish(mut self) -> Expanded {
        let mut expanded = std::mem::take(&mut self.rest);
        // By their bytes, because comparing paths part by part takes longer. A walk returns most of them in order.
        self.found.sort_by(|(a, _), (b, _)| a.bytes().cmp(&b.bytes()));
        for (origin, found_in) in self.found {
            match expanded.sources.last_mut().filter(|source| source.origin.bytes() == origin.bytes()) {
                // What the user named stays named if a walk finds it, too.
                Some(source) => {
                    source.named |= found_in.is_none();
                    source.found_in.extend(found_in);
                }
                None => {
                    let named = found_in.is_none();
                    expanded.sources.push(Source { origin, named, found_in: found_in.into_iter().collect() });
                }
            }
        }
        if !expanded.excluded.is_empty() {
            // What one argument leaves out and another one names is read.
            let read = expanded.sources.iter().map(|source| source.origin.label());
            let read: BTreeSet<String> =
                read.chain(expanded.skipped.iter().map(|file| file.path.clone())).collect();
            expanded.excluded.retain(|path| !read.contains(path));
            expanded.excluded.sort_unstable();
            expanded.excluded.dedup();
        }
        expanded.skipped.sort_unstable();
        expanded.skipped.dedup();
        expanded.failures.sort_by(|a, b| a.0.cmp(&b.0));
        expanded.failures.dedup();
        expanded
    }
}

/// What is neither a regular file nor a folder, and so is not read.
pub(super) fn irregular(path: &Path) -> SkippedFile {
    let is_link = path.symlink_metadata().is_ok_and(|metadata| metadata.is_symlink());
    SkippedFile::unread(label(&tidy(path)), if is_link { OtherKind::LINK } else { OtherKind::SPECIAL })
}

/// Whether nothing is there or, on Windows, nothing can have such a name.
fn is_absent(error: &io::Error) -> bool {
    error.kind() == ErrorKind::NotFound || cfg!(windows) && error.kind() == ErrorKind::InvalidFilename
}

/// The path without `./` parts, so that a file has one name; `.` stays.
pub(super) fn tidy(path: &Path) -> PathBuf {
    let tidy: PathBuf = path.components().filter(|part| *part != Component::CurDir).collect();
    if tidy.as_os_str().is_empty() { PathBuf::from(".") } else { portable(tidy) }
}

/// The tidy form of a path that a walk found below a tidy folder.
fn below(folder: &Path, path: PathBuf) -> PathBuf {
    if folder.as_os_str() == OsStr::new(".") { tidy(&path) } else { portable(path) }
}

/// The path with `/` between its parts, so that paths have the same names and order on every system.
fn portable(path: PathBuf) -> PathBuf {
    match path.to_str().map(|text| with_slashes(text, cfg!(windows))) {
        Some(Cow::Owned(text)) => text.into(),
        Some(Cow::Borrowed(_)) | None => path,
    }
}
