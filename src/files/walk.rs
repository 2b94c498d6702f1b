//! Walks over the files below a folder, in any order. Links are not followed.

use std::path::{Path, PathBuf};

use walkdir::WalkDir;

/// What a walk meets.
pub(super) enum Entry {
    /// A regular file.
    File(PathBuf),
    /// A link, a pipe, a device: not read.
    Other(PathBuf),
}

/// What can't be read, and why.
pub(super) type Failure = (PathBuf, String);

/// Everything below a folder that is not a folder itself. The folder may be a link; links below it are not followed.
pub(super) fn walk(folder: &Path) -> impl Iterator<Item = Result<Entry, Failure>> {
    WalkDir::new(folder).into_iter().filter_map(|entry| match entry {
        Ok(entry) if entry.file_type().is_dir() => None,
        Ok(entry) if entry.file_type().is_file() => Some(Ok(Entry::File(entry.into_path()))),
        Ok(entry) => Some(Ok(Entry::Other(entry.into_path()))),
        Err(error) => Some(Err(failure(folder, &error))),
    })
}

/// The path and the reason of a failure, without naming the path twice.
pub(super) fn failure(folder: &Path, error: &walkdir::Error) -> Failure {
    let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
    (error.path().unwrap_or(folder).to_owned(), reason)
}
