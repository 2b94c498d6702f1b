//! The containers: one file and one line of [`CONTAINERS`] each.

mod gzip;

use crate::model::normalization::Normalization;
use crate::model::problem::Problem;

/// A container: a file of files, as a zip archive is, or a file that was packed, as by gzip.
///
/// It is recognised by its first bytes. What it holds are its members, and each of them is examined by itself. A container
/// that only packs has one member, and that has no name: compression alone adds none.
pub(crate) struct Container {
    /// Whether bytes begin as this container does.
    pub(crate) begins: fn(&[u8]) -> bool,
    /// Its members, of at most so many bytes together, and at least one. What could be unpacked before damage is among
    /// them, because an active key in it must show.
    pub(crate) open: fn(&[u8], u64) -> Vec<Member>,
    /// How a report in it says that it was packed; `None` where the member's name says so.
    pub(crate) normalization: Option<Normalization>,
}

/// A member of a container.
pub(crate) struct Member {
    /// Its name in the container, where it has one.
    pub(crate) name: Option<String>,
    pub(crate) bytes: Vec<u8>,
    /// What was wrong with it, or with the container around it.
    pub(crate) damage: Option<Problem>,
}

/// Every container.
pub(crate) const CONTAINERS: &[Container] =
    &[Container { begins: gzip::begins, open: gzip::open, normalization: Some(Normalization::Gzip) }];

/// The container that bytes are.
pub(crate) fn container_of(bytes: &[u8]) -> Option<&'static Container> {
    CONTAINERS.iter().find(|container| (container.begins)(bytes))
}
