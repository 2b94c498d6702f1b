//! What was done to reach a CSV, apart from opening its envelope.

/// Something unusual that was done to reach the CSV. It is reported, because another program might read the same bytes
/// differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Normalization {
    /// gzip was unpacked.
    Gzip,
    /// UTF-16 was read as text.
    Utf16,
    /// The escape sequences of terminal colours were taken out.
    Colors,
    /// A list of numbers was read as bytes, as JavaScript writes a buffer in JSON.
    ByteList,
    /// A Python bytes literal, `b'…'`, was read.
    PythonBytes,
    /// The URL-safe alphabet of base64 was read.
    Base64Url,
    /// Base64 without its padding was read.
    Base64Unpadded,
    /// Base64 of base64 was read.
    Base64Again,
}

impl Normalization {
    /// Its name in every output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Utf16 => "utf-16",
            Self::Colors => "colors",
            Self::ByteList => "byte-list",
            Self::PythonBytes => "python-bytes",
            Self::Base64Url => "base64-url-safe",
            Self::Base64Unpadded => "base64-unpadded",
            Self::Base64Again => "base64-again",
        }
    }
}
