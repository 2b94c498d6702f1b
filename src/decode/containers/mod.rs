//! Files of files: one file and one line of the table each.

pub(crate) mod gzip;
