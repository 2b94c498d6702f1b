//! Output files: each is replaced whole, or stays as it was.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use same_file::Handle;
use tempfile::TempPath;

/// How the names of unfinished files start.
const TEMPORARY: &str = ".rootkeys-";

/// A result that is being written, not yet at its path.
#[derive(Debug)]
pub(super) struct Output {
    file: BufWriter<File>,
    /// The file that will replace the one at `place`; `None` if that is a pipe, a terminal or a device.
    temporary: Option<TempPath>,
    place: PathBuf,
}

impl Output {
    /// Starts a result for this path, which stays as it is until [`Output::commit`].
    ///
    /// # Errors
    /// If nothing can be written there: no such folder, no permission, a folder of this name.
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        // A device such as `NUL`: below the canonical name of a folder it would be a file that nothing can delete.
        if cfg!(windows) && std::path::absolute(path)?.as_os_str().as_encoded_bytes().starts_with(br"\\.\") {
            let file = OpenOptions::new().write(true).open(path)?;
            return Ok(Self { file: BufWriter::new(file), temporary: None, place: path.to_owned() });
        }
        let place = follow(path)?;
        if is_descriptor(&place) {
            // Whoever else has the file open would write over the result, from its own position.
            if fs::metadata(path)?.is_file() {
                return Err(io::Error::other(
                    "it is another name of a file that is open: name the file, or use stdout",
                ));
            }
            let file = OpenOptions::new().append(true).open(path)?;
            return Ok(Self { file: BufWriter::new(file), temporary: None, place });
        }
        let present = match OpenOptions::new().write(true).open(&place) {
            Ok(file) => Some(file),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        let permissions = match present {
            Some(file) if !file.metadata()?.is_file() => {
                return Ok(Self { file: BufWriter::new(file), temporary: None, place });
            }
            Some(file) => Some(file.metadata()?.permissions()),
            None => None,
        };
        let (file, temporary) = temporary(place.parent().unwrap_or(Path::new(".")))?;
        if let Some(permissions) = permissions {
            file.set_permissions(permissions)?;
        }
        Ok(Self { file: BufWriter::new(file), temporary: Some(temporary), place })
    }

    /// Whether both would go to the same place.
    pub(super) fn collides_with(&self, other: &Self) -> bool {
        self.place == other.place
    }

    /// Puts the result at its path.
    ///
    /// # Errors
    /// If it could not be written in full; then the path is as it was.
    pub(super) fn commit(self) -> io::Result<()> {
        let file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        let Some(temporary) = self.temporary else { return Ok(()) };
        file.sync_all()?;
        temporary.persist(self.place).map_err(|error| error.error)
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Whether a file of this name was left by a run that was stopped, or is being written by another run.
pub(super) fn is_temporary(path: &str) -> bool {
    Path::new(path).file_name().is_some_and(|name| name.to_string_lossy().starts_with(TEMPORARY))
}

/// The path that links lead to, in a folder that exists: the link stays, and its target is replaced.
fn follow(path: &Path) -> io::Result<PathBuf> {
    /// The limit of Linux; more are a loop.
    const MOST_LINKS: usize = 40;
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        let Some(name) = path.file_name() else { return Err(io::ErrorKind::IsADirectory.into()) };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let place = fs::canonicalize(folder.unwrap_or(Path::new(".")))?.join(name);
        match fs::read_link(&place) {
            Ok(target) if !is_descriptor(&place) => path = place.with_file_name("").join(target),
            _ => return Ok(place),
        }
    }
    Err(io::Error::other("too many links"))
}

/// Whether a path is another name of something that is already open: `/dev/stdout`, `/dev/fd/3`. Such a link may lead
/// to a file that no longer has a path.
fn is_descriptor(path: &Path) -> bool {
    path.starts_with("/proc") || path.parent() == Some(Path::new("/dev"))
}

/// A new file in a folder, with the permissions of the user's new files, deleted when it is dropped. Errors leave out
/// its name, which is different each time.
fn temporary(folder: &Path) -> io::Result<(File, TempPath)> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666)); // less the umask
    let file = builder.tempfile_in(folder).map_err(|error| io::Error::from(error.kind()))?;
    Ok(file.into_parts())
}

/// The existing regular files that this run writes to: its output files, and stdout if it is a regular file.
#[derive(Debug)]
pub(super) struct Written {
    files: Vec<PathBuf>,
    stdout: Option<(Handle, u64)>,
}

impl Written {
    pub(super) fn new<'a>(outputs: impl Iterator<Item = &'a PathBuf>) -> Self {
        let files = outputs.filter_map(|path| fs::canonicalize(path).ok()).filter(|path| path.is_file());
        let stdout = Handle::stdout().ok().and_then(|stdout| Some((length(&stdout)?, stdout)));
        Self { files: files.collect(), stdout: stdout.map(|(length, stdout)| (stdout, length)) }
    }

    /// Whether writing would change this file.
    pub(super) fn contains(&self, path: &Path) -> bool {
        let is_output = || fs::canonicalize(path).is_ok_and(|path| self.files.contains(&path));
        // Only a file of the same length can be the same one; opening every input twice would be slow.
        let is_stdout = |(stdout, length): &(Handle, u64)| {
            fs::metadata(path).is_ok_and(|metadata| metadata.is_file() && metadata.len() == *length)
                && Handle::from_path(path).is_ok_and(|file| file == *stdout)
        };
        !self.files.is_empty() && is_output() || self.stdout.as_ref().is_some_and(is_stdout)
    }

    /// Whether stdin is a file that writing would change.
    pub(super) fn contains_stdin(&self) -> bool {
        let Some(stdin) = Handle::stdin().ok().filter(|stdin| length(stdin).is_some()) else { return false };
        self.stdout.as_ref().is_some_and(|(stdout, _)| *stdout == stdin)
            || self.files.iter().any(|file| Handle::from_path(file).is_ok_and(|file| file == stdin))
    }
}

/// The length of a regular file.
fn length(file: &Handle) -> Option<u64> {
    file.as_file().metadata().ok().filter(fs::Metadata::is_file).map(|metadata| metadata.len())
}
