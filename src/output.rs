//! Files that results are written to: each whole, or as it was before.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use same_file::Handle;
use tempfile::NamedTempFile;

/// A result that is being written, and is not yet where it is to be.
#[derive(Debug)]
pub(crate) enum Output {
    /// A new file beside the place that it will take.
    Whole(BufWriter<NamedTempFile>, PathBuf),
    /// A pipe, a terminal, a device: nothing to put in the place of.
    Direct(BufWriter<File>),
}

impl Output {
    /// Starts a result for that path; nothing stands there before [`Output::commit`].
    ///
    /// # Errors
    /// When nothing can be written there: no such folder, no permission, a folder of that name.
    pub(crate) fn create(path: &Path) -> io::Result<Self> {
        // A link stays one, and what it leads to is replaced.
        let place = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let present = match OpenOptions::new().write(true).open(&place) {
            Ok(file) => Some(file),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        match present {
            Some(file) if !file.metadata()?.is_file() => Ok(Self::Direct(BufWriter::new(file))),
            present => {
                let folder = place.parent().filter(|parent| !parent.as_os_str().is_empty());
                let temporary = temporary(folder.unwrap_or(Path::new(".")))?;
                if let Some(present) = present {
                    temporary.as_file().set_permissions(present.metadata()?.permissions())?;
                }
                Ok(Self::Whole(BufWriter::new(temporary), place))
            }
        }
    }

    /// Puts the result into its place.
    ///
    /// # Errors
    /// When it could not be written in full; then the place is as it was.
    pub(crate) fn commit(self) -> io::Result<()> {
        match self {
            Self::Direct(mut file) => file.flush(),
            Self::Whole(file, place) => {
                let temporary = file.into_inner().map_err(io::IntoInnerError::into_error)?;
                temporary.as_file().sync_all()?;
                temporary.persist(place).map(drop).map_err(|error| error.error)
            }
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Whole(file, _) => file.write(bytes),
            Self::Direct(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Whole(file, _) => file.flush(),
            Self::Direct(file) => file.flush(),
        }
    }
}

/// A new file in that folder, with the permissions that the user's new files have. It vanishes when it is dropped. An
/// error does not tell its name, which is another one each time.
fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".rootkeys-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666)); // less the umask
    fs::metadata(folder)?;
    builder.tempfile_in(folder).map_err(|error| error.kind().into())
}

/// The regular files that this run writes to: those that are there already, and stdout when it is one.
#[derive(Debug)]
pub(crate) struct Written {
    files: Vec<PathBuf>,
    stdout: Option<(Handle, u64)>,
}

impl Written {
    pub(crate) fn new<'a>(outputs: impl Iterator<Item = &'a PathBuf>) -> Self {
        let stdout = Handle::stdout().ok().and_then(|stdout| {
            let metadata = stdout.as_file().metadata().ok().filter(fs::Metadata::is_file)?;
            Some((stdout, metadata.len()))
        });
        let files = outputs.filter_map(|path| fs::canonicalize(path).ok()).filter(|path| path.is_file());
        Self { files: files.collect(), stdout }
    }

    /// Whether writing would change that file.
    pub(crate) fn contains(&self, path: &Path) -> bool {
        let is_output = || fs::canonicalize(path).is_ok_and(|path| self.files.contains(&path));
        // Only what is as long can be the same file: opening every input twice would take its time.
        let is_stdout = |(stdout, length): &(Handle, u64)| {
            fs::metadata(path).is_ok_and(|metadata| metadata.is_file() && metadata.len() == *length)
                && Handle::from_path(path).is_ok_and(|file| file == *stdout)
        };
        !self.files.is_empty() && is_output() || self.stdout.as_ref().is_some_and(is_stdout)
    }
}
