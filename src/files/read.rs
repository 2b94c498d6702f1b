//! Reads all bytes of a source, up to a limit.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::credential_report::lookahead::{ALIGNMENT, aligned};
use crate::model::problem::{Code, Problem};

/// Reads to the end, into memory that grows as needed. `size` is how many bytes to expect, or 0.
///
/// # Errors
/// `too-large` if there are more than `limit` bytes, `unreadable` for any other failure.
pub(super) fn read(
    reader: impl Read,
    size: impl Fn() -> u64,
    limit: u64,
    memory: &mut Vec<u8>,
) -> Result<&[u8], Problem> {
    match fill(reader, size, limit, memory).map_err(unreadable)? {
        length if length as u64 > limit => Err(Problem::too_large(limit)),
        length => Ok(memory.get(aligned(memory)..).and_then(|bytes| bytes.get(..length)).unwrap_or_default()),
    }
}

/// Reads all bytes of a file into a vector of its own.
///
/// # Errors
/// As for [`read`].
pub(super) fn read_file(path: &Path, limit: u64) -> Result<Vec<u8>, Problem> {
    let file = File::open(path).map_err(unreadable)?;
    let mut memory = Vec::new();
    Ok(read(&file, || file.metadata().map_or(0, |metadata| metadata.len()), limit, &mut memory)?.to_vec())
}

/// The problem of a source that can't be read.
pub(super) fn unreadable(error: io::Error) -> Problem {
    Problem::new(Code::Unreadable, format!("it can't be read: {error}"))
}

/// Reads into memory and returns how many bytes there are, at most one more than the limit.
fn fill(reader: impl Read, size: impl Fn() -> u64, limit: u64, memory: &mut Vec<u8>) -> io::Result<usize> {
    const LEAST: usize = 128 << 10;
    let mut reader = reader.take(limit.saturating_add(1));
    let mut length = 0;
    loop {
        let start = aligned(memory);
        if start + length == memory.len() {
            // One byte more than expected, to see the end. For most files the minimum is enough.
            let expected = if length == 0 { 0 } else { size().min(limit).saturating_add(1) };
            let expected = usize::try_from(expected).unwrap_or(0);
            // Fresh zeroed memory costs nothing until it is used; growing a vector copies it.
            let mut more = vec![0; expected.max(length * 2).max(LEAST).saturating_add(ALIGNMENT)];
            let (known, home) = (memory.get(start..).unwrap_or_default(), aligned(&more));
            more.get_mut(home..home + length).unwrap_or_default().copy_from_slice(known);
            *memory = more;
        }
        let at = aligned(memory) + length;
        match reader.read(memory.get_mut(at..).unwrap_or_default()) {
            Ok(0) => return Ok(length),
            Ok(more) => length += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
