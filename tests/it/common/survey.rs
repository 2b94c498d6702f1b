//! Looks at many cases and counts those in which something is wrong, instead of stopping at the first.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::panic::catch_unwind;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rootkeys::{Examination, Problem, Verdict};

use crate::common::examined::examine;

/// What is wrong with a case: a few words for each of its kinds, and its bytes.
#[derive(Clone, Debug)]
pub(crate) struct Wrong {
    pub(crate) what: &'static str,
    /// Such as shape, payload and place: those by which it is counted.
    pub(crate) kinds: Vec<String>,
    /// Those by each of which one example is kept.
    pub(crate) groups: Vec<String>,
    pub(crate) bytes: Vec<u8>,
}

impl Wrong {
    /// What can be read counts as smaller.
    fn size(&self) -> (bool, usize) {
        (self.bytes.iter().any(|byte| !byte.is_ascii() || *byte < b'\t'), self.bytes.len())
    }

    pub(crate) fn told(&self) -> String {
        format!("{}: {}\n'{}'", self.what, self.kinds.join(" | "), escaped(&self.bytes))
    }
}

/// Whether the program would end with 0: every account clean, and nothing that blocks.
pub(crate) fn passes(found: &Examination) -> bool {
    let mut assessments = found.reports.iter().flat_map(|report| &report.assessments);
    !found.problems.iter().any(Problem::blocks)
        && assessments.all(|a| a.verdict == Verdict::Clean && !a.problems.iter().any(Problem::blocks))
}

/// What is wrong with a document in which there is an active key, or an account that failed: it passes, named or in a
/// folder.
pub(crate) fn wrong(bytes: &[u8]) -> Option<&'static str> {
    match catch_unwind(|| examine(bytes)) {
        Err(_) => Some("a panic"),
        Ok(found) if passes(&found) => Some("exit 0"),
        Ok(found) if found.is_other() => Some("skipped in a folder"),
        Ok(_) => None,
    }
}

/// As `printf '%b'` and Python read it.
pub(crate) fn escaped(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, byte| {
        match byte {
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            b'\\' => out.push_str("\\\\"),
            b' '..=b'~' if *byte != b'\'' => out.push(char::from(*byte)),
            _ => write!(out, "\\x{byte:02x}").unwrap(),
        }
        out
    })
}

/// Looks at so many cases, and says what is wrong with how many of them, with the smallest example of each group.
pub(crate) fn survey<S: Strategy>(
    cases: usize,
    seed: u64,
    strategy: &S,
    judge: impl Fn(&S::Value) -> Option<Wrong>,
) -> String {
    let seed: Vec<u8> = seed.to_le_bytes().into_iter().cycle().take(32).collect();
    let random = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let mut runner = TestRunner::new_with_rng(Config::default(), random);
    let mut counts: Vec<BTreeMap<String, usize>> = Vec::new();
    let mut groups: BTreeMap<String, (usize, Wrong)> = BTreeMap::new();
    let mut wrong = 0;
    for _ in 0..cases {
        let mut tree = strategy.new_tree(&mut runner).unwrap();
        let Some(found) = judge(&tree.current()) else { continue };
        wrong += 1;
        counts.resize_with(found.kinds.len().max(counts.len()), BTreeMap::new);
        for (kind, count) in found.kinds.iter().zip(&mut counts) {
            *count.entry(format!("{}: {kind}", found.what)).or_default() += 1;
        }
        for group in &found.groups {
            let least = groups.entry(format!("{}: {group}", found.what)).or_insert_with(|| {
                (0, smallest(&mut tree, &found, |other| other.groups.contains(group), &judge))
            });
            least.0 += 1;
            if found.size() < least.1.size() {
                least.1 = found.clone();
            }
        }
    }
    let mut out = format!("{wrong} of {cases} cases are wrong, of {} kinds\n", groups.len());
    for count in counts {
        out.push('\n');
        let mut sorted: Vec<_> = count.into_iter().collect();
        sorted.sort_by_key(|(kind, count)| (std::cmp::Reverse(*count), kind.clone()));
        for (kind, count) in sorted.into_iter().take(60) {
            writeln!(out, "{count:7}  {kind}").unwrap();
        }
    }
    let mut sorted: Vec<_> = groups.into_iter().collect();
    sorted.sort_by_key(|(group, (count, _))| (std::cmp::Reverse(*count), group.clone()));
    for (group, (count, least)) in sorted {
        let (kinds, bytes) = (least.kinds.join(" | "), escaped(&least.bytes));
        writeln!(out, "\n{count:7}  {group}\n         {kinds}\n'{bytes}'").unwrap();
    }
    out
}

/// The smallest of the simpler cases that are wrong in the same way.
fn smallest<T: ValueTree>(
    tree: &mut T,
    found: &Wrong,
    same: impl Fn(&Wrong) -> bool,
    judge: impl Fn(&T::Value) -> Option<Wrong>,
) -> Wrong {
    let mut least = found.clone();
    for _ in 0..200 {
        match judge(&tree.current()).filter(|other| other.what == found.what && same(other)) {
            Some(smaller) => {
                if smaller.size() < least.size() {
                    least = smaller;
                }
                if !tree.simplify() {
                    break;
                }
            }
            None if !tree.complicate() => break,
            None => {}
        }
    }
    least
}
