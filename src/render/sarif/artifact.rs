//! What was read, with digests: each input, each CSV inside one, and what they were held to.

use crate::audit::{Audit, InputResult};
use crate::model::digest::Digest;
use crate::model::envelope::EnvelopeKind;
use crate::render::sarif::location;
use crate::render::sarif::log::{Artifact, Hashes};

/// Every artifact: an input stands before the CSVs inside it.
pub(super) fn artifacts(audit: &Audit) -> Vec<Artifact> {
    let mut artifacts = Vec::with_capacity(audit.inputs.len() * 2);
    for input in audit.inputs.iter().filter(|input| input.bytes.is_some()) {
        let index = artifacts.len();
        artifacts.push(of_input(input));
        // A CSV by itself is the input.
        let inside = input.reports.iter().filter(|_| !is_csv(input));
        artifacts.extend(inside.map(|report| Artifact {
            location: None,
            parent_index: Some(index),
            length: Some(report.csv_bytes),
            mime_type: Some("text/csv"),
            roles: ["analysisTarget"],
            hashes: hashes(report.csv_sha256),
        }));
    }
    artifacts.extend(audit.references().map(|reference| Artifact {
        location: Some(location::artifact(&reference.path)),
        parent_index: None,
        length: Some(reference.bytes),
        mime_type: None,
        roles: ["referencedOnCommandLine"],
        hashes: hashes(Some(reference.sha256)),
    }));
    artifacts
}

fn of_input(input: &InputResult) -> Artifact {
    Artifact {
        location: Some(location::artifact(&input.path)),
        parent_index: None,
        length: input.bytes,
        mime_type: is_csv(input).then_some("text/csv"),
        roles: ["analysisTarget"],
        hashes: hashes(input.sha256),
    }
}

/// Whether the input is a CSV and nothing else.
fn is_csv(input: &InputResult) -> bool {
    matches!(input.reports.as_slice(), [report] if report.envelope == EnvelopeKind::None && report.csv_sha256 == input.sha256)
}

fn hashes(digest: Option<Digest>) -> Option<Hashes> {
    digest.map(|digest| Hashes { sha256: digest.to_string() })
}
