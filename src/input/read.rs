//! The bytes of a source, under a limit.

use std::fs::File;
use std::io::{self, Read};

use super::Origin;
use crate::problem::{Code, Problem};

/// Reads a source to its end.
///
/// # Errors
/// `too-large` when there are more than `limit` bytes, `unreadable` for every other failure.
pub(crate) fn read(origin: &Origin, limit: u64) -> Result<Vec<u8>, Problem> {
    let bytes = match origin {
        Origin::Stdin => read_under(io::stdin().lock(), limit, 0),
        Origin::File(path) => File::open(path).and_then(|file| {
            let size = file.metadata().map_or(0, |metadata| metadata.len());
            read_under(file, limit, size)
        }),
    };
    match bytes {
        Err(error) => Err(Problem::new(Code::Unreadable, format!("it can't be read: {error}"))),
        Ok(bytes) if bytes.len() as u64 > limit => Err(Problem::new(
            Code::TooLarge,
            format!("it has more than {limit} bytes, the limit of one input"),
        )),
        Ok(bytes) => Ok(bytes),
    }
}

fn read_under(reader: impl Read, limit: u64, size: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(usize::try_from(size.min(limit)).unwrap_or(0));
    reader.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}
