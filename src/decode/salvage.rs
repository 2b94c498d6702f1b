//! Reports in text that no family could take apart whole: what ran into it is damaged, but an active key must show.

use std::borrow::Cow;

use super::{Envelope, EnvelopeKind, base64, content};
use crate::credential_report::End;
use crate::lines::Lines;
use crate::problem::{Code, Problem};

/// The header of AWS's own reports in base64.
const HEADER: &[u8] = b"dXNlcixhcm4s";

/// The reports that stand in a text as base64, each with the problem that it was found so.
pub(crate) fn reports<'a>(text: &'a [u8], mut lines: Lines<'a>) -> Vec<Envelope<'a>> {
    let words = text.split(|byte| !base64::is_symbol(byte)).filter(|word| word.len() >= 64);
    let envelope = |word: &'a [u8]| {
        // What stands before may be of the alphabet, too, as a last cell `N/A` is.
        let start = memchr::memmem::find(word, HEADER).unwrap_or(0);
        let word =
            word.get(start..).filter(|word| std::str::from_utf8(word).is_ok_and(content::is_report))?;
        let line = lines.of_part(word).unwrap_or(1);
        Some(Envelope {
            kind: EnvelopeKind::Base64,
            csv: Cow::Owned(content::decode(word, line).ok()?),
            generated_time: None,
            line,
            end: End::Proven,
            problems: vec![Problem::plain(Code::Neighbour)],
        })
    };
    words.filter_map(envelope).collect()
}
