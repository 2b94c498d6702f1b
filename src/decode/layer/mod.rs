//! What lies around a whole input: compression and text encodings.

pub(crate) mod encoding;
pub(crate) mod gzip;
