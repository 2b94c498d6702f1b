//! What a file is that is not a credential report.

use std::fmt;

/// What a file is that is plainly not a credential report: a picture, a PDF. Such files are skipped in folders, and counted by
/// kind, so that a reader sees what was passed over. Its plural takes an s.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OtherKind(&'static str);

impl OtherKind {
    pub(crate) const ARCHIVE: Self = Self("archive");
    pub(crate) const BINARY: Self = Self("binary file");
    pub(crate) const EMPTY: Self = Self("empty file");
    /// What rootkeys itself wrote: an evidence document, a page.
    pub(crate) const EVIDENCE: Self = Self("evidence document");
    pub(crate) const JSON: Self = Self("JSON document");
    /// Links are not followed.
    #[cfg(feature = "files")]
    pub(crate) const LINK: Self = Self("link");
    pub(crate) const PDF: Self = Self("PDF");
    pub(crate) const PICTURE: Self = Self("picture");
    pub(crate) const PROGRAM: Self = Self("program");
    /// A pipe, a socket, a device: not read.
    #[cfg(feature = "files")]
    pub(crate) const SPECIAL: Self = Self("special file");
    pub(crate) const TEXT: Self = Self("text");
    /// The file that a run of rootkeys writes before it has its name.
    #[cfg(feature = "files")]
    pub(crate) const UNFINISHED: Self = Self("unfinished result");
    pub(crate) const WEB_PAGE: Self = Self("web page");
    pub(crate) const WORKBOOK: Self = Self("workbook");

    /// Its name in every output, for one file.
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for OtherKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}
