//! Where a result or a problem stands: a URI, a line, and what the line can't say.

use std::collections::BTreeMap;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::log::{ArtifactLocation, Inside, Location, LogicalLocation, PhysicalLocation, Region};
use crate::account::Account;
use crate::audit::{Audit, InputResult};
use crate::decode::Step;
use crate::problem::Position;

/// The base of paths that start at the root of the file system, or with a drive.
pub(super) const FILE_SYSTEM: &str = "FILESYSTEM";
/// What a URI has unescaped: RFC 3986's unreserved characters, and the separator of its segments.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// The inputs by their paths.
pub(super) struct Inputs<'a>(BTreeMap<&'a str, &'a InputResult>);

impl<'a> Inputs<'a> {
    pub(super) fn of(audit: &'a Audit) -> Self {
        Self(audit.inputs.iter().map(|input| (&*input.path, input)).collect())
    }

    /// The place in that input; the account's root user as the logical one.
    pub(super) fn locate(&self, path: &str, at: Option<Position>, account: Option<&Account>) -> Location {
        let arn = account.and_then(Account::root_arn);
        let logical = arn.map(|arn| LogicalLocation { fully_qualified_name: arn, kind: "resource" });
        Location {
            physical_location: PhysicalLocation {
                artifact_location: artifact(path),
                region: at.map(|position| self.region(path, position)),
            },
            logical_locations: logical.into_iter().collect(),
        }
    }

    fn region(&self, path: &str, position: Position) -> Region {
        let Position { line, csv_line, base64_offset } = position;
        let reports = self.0.get(path).map(|input| input.reports.as_slice()).unwrap_or_default();
        let is_packed = reports.iter().any(|report| report.steps.contains(&Step::Gzip));
        let is_inside = is_packed || csv_line.is_some() || base64_offset.is_some();
        let csv_line = if is_packed { csv_line.or(Some(line)) } else { csv_line };
        let inside = self.0.get(path).and_then(|input| input.envelopes());
        Region {
            // A packed file has no lines.
            start_line: if is_packed { 1 } else { line.max(1) },
            properties: is_inside.then_some(Inside { inside, csv_line, base64_offset }),
        }
    }
}

/// Whether a path starts at the root of the file system, or with a drive.
pub(super) fn is_absolute(path: &str) -> bool {
    path.starts_with('/')
        || cfg!(windows) && (path.starts_with('\\') || path.as_bytes().get(1) == Some(&b':'))
}

/// The file, relative and escaped. `-`, which is stdin, has a name that stays.
pub(super) fn artifact(path: &str) -> ArtifactLocation {
    if path == "-" {
        return ArtifactLocation { uri: "stdin".to_owned(), uri_base_id: None };
    }
    let slashed = if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() };
    ArtifactLocation {
        uri: utf8_percent_encode(slashed.trim_start_matches('/'), ESCAPED).to_string(),
        uri_base_id: is_absolute(path).then_some(FILE_SYSTEM),
    }
}
