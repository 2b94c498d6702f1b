//! What `rootkeys verify` prints.

use std::io::{self, Write};

use anstyle::Style;

use crate::evidence::verification::{Verification, VerifyStatus};
use crate::render::plain;
use crate::render::summary::count;

const BOLD: Style = Style::new().bold();
/// A document that has nothing to do with the files differs in everything.
const MOST: usize = 200;

/// Writes what differs, what is missing, and the answer in one line.
///
/// # Errors
/// Those of the writer.
pub fn render_verification(found: &Verification, out: &mut dyn Write) -> io::Result<()> {
    let Verification { differences, missing, unknown, notes, files, accounts } = found;
    let missing_ones: Vec<String> = missing.iter().map(|path| missing_one(path)).collect();
    let unknown_ones: Vec<String> = unknown
        .iter()
        .map(|name| format!("the member {name}, which the version has that made the document"))
        .collect();
    let told =
        [("Note", notes), ("Missing", &missing_ones), ("Not known", &unknown_ones), ("Differs", differences)];
    for (heading, lines) in told {
        for line in lines.iter().take(MOST) {
            writeln!(out, "{BOLD}{heading}{BOLD:#}: {}", plain(line))?;
        }
        if lines.len() > MOST {
            writeln!(out, "{BOLD}{heading}{BOLD:#}: {} more", lines.len() - MOST)?;
        }
    }
    let same = format!(
        "{} with the digests of the document, {} compared",
        count(*files, "file"),
        count(*accounts, "account")
    );
    let status = VerifyStatus::of_verification(found);
    let answer = match status {
        VerifyStatus::Same => "The same",
        VerifyStatus::Missing => "Not all can be verified",
        VerifyStatus::Differs => "Not the same",
    };
    writeln!(
        out,
        "{BOLD}{answer}{BOLD:#}: {same}, {}, {} missing.",
        count(differences.len(), "difference"),
        count(missing.len(), "file")
    )?;
    if status == VerifyStatus::Same {
        writeln!(
            out,
            "What this can't show: that the reports come from AWS, which does not sign them, nor that no file was left out."
        )?;
    }
    out.flush()
}

fn missing_one(path: &str) -> String {
    if path != "-" {
        return path.to_owned();
    }
    "what was read from stdin; save it to a file, and make the document from the file".to_owned()
}
