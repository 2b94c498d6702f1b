//! Where a result or a problem stands: a URI, a line, and what the line can't say.

use std::collections::BTreeMap;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::audit::{Audit, InputResult};
use crate::model::account::Account;
use crate::model::normalization::Normalization;
use crate::model::problem::Position;
use crate::render::sarif::log::{
    ArtifactLocation, Inside, Location, LogicalLocation, PhysicalLocation, Region,
};

/// The base of paths that start at the root of the file system.
pub(super) const FILE_SYSTEM: &str = "FILESYSTEM";
/// What a URI has unescaped: RFC 3986's unreserved characters, and the separator of its segments.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// The inputs by their paths.
pub(super) struct Inputs<'a>(BTreeMap<&'a str, &'a InputResult>);

impl<'a> Inputs<'a> {
    pub(super) fn of_audit(audit: &'a Audit) -> Self {
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
        let Position { member: _, line, csv_line, base64_offset } = position;
        let reports = self.0.get(path).map(|input| input.reports.as_slice()).unwrap_or_default();
        let is_packed = reports.iter().any(|report| report.normalized.contains(&Normalization::Gzip));
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

/// The file, relative or from a root, and escaped. `-`, which is stdin, has a name that stays.
pub(super) fn artifact(path: &str) -> ArtifactLocation {
    if path == "-" {
        return ArtifactLocation { uri: "stdin".to_owned(), uri_base_id: None };
    }
    let of_windows = if cfg!(windows) { uri_of_windows(path) } else { None };
    ArtifactLocation {
        uri_base_id: (of_windows.is_none() && path.starts_with('/')).then_some(FILE_SYSTEM),
        uri: of_windows.unwrap_or_else(|| escaped(path.trim_start_matches('/'))),
    }
}

/// The URI of a path that starts with a drive or a server. A reference relative to a base can't have either: what stands
/// before a first colon is a scheme.
fn uri_of_windows(path: &str) -> Option<String> {
    let path = path.replace('\\', "/");
    let share = path
        .strip_prefix("//?/UNC/")
        .or_else(|| path.strip_prefix("//").filter(|rest| !rest.starts_with("?/")));
    if let Some(share) = share {
        return Some(format!("file://{}", escaped(share)));
    }
    let (drive, rest) = path.strip_prefix("//?/").unwrap_or(&path).split_once(":/")?;
    let is_drive = matches!(drive.as_bytes(), [letter] if letter.is_ascii_alphabetic());
    is_drive.then(|| format!("file:///{drive}:/{}", escaped(rest)))
}

fn escaped(path: &str) -> String {
    utf8_percent_encode(path, ESCAPED).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_windows_is_a_uri_with_its_drive_or_its_server() {
        let uri = |path| uri_of_windows(path);
        assert_eq!(uri("C:/My reports/a#1.json").as_deref(), Some("file:///C:/My%20reports/a%231.json"));
        assert_eq!(uri(r"C:\a.json").as_deref(), Some("file:///C:/a.json"));
        assert_eq!(uri(r"\\?\C:\a.json").as_deref(), Some("file:///C:/a.json"));
        assert_eq!(uri("//server/share/a.json").as_deref(), Some("file://server/share/a.json"));
        assert_eq!(uri(r"\\?\UNC\server\share\a.json").as_deref(), Some("file://server/share/a.json"));
        for relative in ["reports/a.json", "C:a.json", "/a.json", "ab:/c"] {
            assert_eq!(uri(relative), None, "{relative}");
        }
    }
}
