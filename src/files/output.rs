//! Output files: each is written whole, or stays as it was.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use same_file::Handle;
use tempfile::TempPath;

/// How the names of files start that are being written.
const TEMPORARY: &str = ".rootkeys-";

/// A result that is being written and is not in its place yet.
#[derive(Debug)]
pub(crate) struct Output {
    file: BufWriter<File>,
    /// The file that will take its place; `None` for a pipe, a terminal, a device, which nothing replaces.
    temporary: Option<TempPath>,
    place: PathBuf,
}

impl Output {
    /// Starts a result for that path. Nothing is there before [`Output::commit`].
    ///
    /// # Errors
    /// When nothing can be written there: no such folder, no permission, a folder of that name.
    pub(crate) fn create(path: &Path) -> io::Result<Self> {
        // As `NUL`, which below a folder's canonical name would be a file that nothing can delete.
        if cfg!(windows) && std::path::absolute(path)?.as_os_str().as_encoded_bytes().starts_with(br"\\.\") {
            let file = OpenOptions::new().write(true).open(path)?;
            return Ok(Self { file: BufWriter::new(file), temporary: None, place: path.to_owned() });
        }
        let place = follow(path)?;
        if is_descriptor(&place) {
            // The other holder of the file would write over the result from its own position.
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
    pub(crate) fn collides_with(&self, other: &Self) -> bool {
        self.place == other.place
    }

    /// Puts the result into its place.
    ///
    /// # Errors
    /// When it could not be written in full; then the place is as it was.
    pub(crate) fn commit(self) -> io::Result<()> {
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

/// Whether a file of that name was left behind by a run that was stopped, or is being written by another run.
pub(crate) fn is_temporary(path: &str) -> bool {
    Path::new(path).file_name().is_some_and(|name| name.to_string_lossy().starts_with(TEMPORARY))
}

/// The path that links lead to, in a folder that exists. A link stays one, and what it leads to is replaced.
fn follow(path: &Path) -> io::Result<PathBuf> {
    /// The limit of Linux; more than that is a loop.
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

/// Whether a path is another name of what is open already: `/dev/stdout`, `/dev/fd/3`. What looks like a link there can
/// lead to a file that no path has any more.
fn is_descriptor(path: &Path) -> bool {
    path.starts_with("/proc") || path.parent() == Some(Path::new("/dev"))
}

/// A new file in that folder, with the permissions that the user's new files have. It vanishes when it is dropped. An
/// error does not tell its name, which is another one each time.
fn temporary(folder: &Path) -> io::Result<(File, TempPath)> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666)); // less the umask
    let file = builder.tempfile_in(folder).map_err(|error| io::Error::from(error.kind()))?;
    Ok(file.into_parts())
}

/// The regular files that this run writes to: those that are there already, and stdout when it is one.
#[derive(Debug)]
pub(crate) struct Written {
    files: Vec<PathBuf>,
    stdout: Option<(Handle, u64)>,
}

impl Written {
    pub(crate) fn new<'a>(outputs: impl Iterator<Item = &'a PathBuf>) -> Self {
        let files = outputs.filter_map(|path| fs::canonicalize(path).ok()).filter(|path| path.is_file());
        let stdout = Handle::stdout().ok().and_then(|stdout| Some((length(&stdout)?, stdout)));
        Self { files: files.collect(), stdout: stdout.map(|(length, stdout)| (stdout, length)) }
    }

    /// Whether writing would change that file.
    pub(crate) fn contains(&self, path: &Path) -> bool {
        let is_output = || fs::canonicalize(path).is_ok_and(|path| self.files.contains(&path));
        // Only a file of the same length can be the same one; opening every input twice would take long.
        let is_stdout = |(stdout, length): &(Handle, u64)| {
            fs::metadata(path).is_ok_and(|metadata| metadata.is_file() && metadata.len() == *length)
                && Handle::from_path(path).is_ok_and(|file| file == *stdout)
        };
        !self.files.is_empty() && is_output() || self.stdout.as_ref().is_some_and(is_stdout)
    }

    /// Whether stdin is a file, and writing would change it.
    pub(crate) fn contains_stdin(&self) -> bool {
        let Some(stdin) = Handle::stdin().ok().filter(|stdin| length(stdin).is_some()) else { return false };
        self.stdout.as_ref().is_some_and(|(stdout, _)| *stdout == stdin)
            || self.files.iter().any(|file| Handle::from_path(file).is_ok_and(|file| file == stdin))
    }
}

/// Of a regular file.
fn length(file: &Handle) -> Option<u64> {
    file.as_file().metadata().ok().filter(fs::Metadata::is_file).map(|metadata| metadata.len())
}
