//! Patterns: those of the `glob` crate, over a walk of our own. The crate's walker follows links into loops and drops
//! names that are not UTF-8.

use std::path::{Component, Path, PathBuf};

use glob::{MatchOptions, PatternError};
use walkdir::WalkDir;

use crate::files::walk::{Failure, failure};

/// A path pattern: the folder to start in and the pattern that paths must match.
pub(super) struct Pattern {
    base: PathBuf,
    pattern: glob::Pattern,
    /// How many parts of a match are below the base; `None` with `**`.
    depth: Option<usize>,
}

/// The pattern in an argument; `None` if it has no wildcards.
pub(super) fn pattern(path: &Path) -> Option<Result<Pattern, PatternError>> {
    let is_special = |part: &Component<'_>| part.as_os_str().to_string_lossy().contains(['*', '?', '[']);
    let text = path.to_string_lossy();
    if !path.components().any(|part| is_special(&part)) {
        return None;
    }
    let base: PathBuf = path.components().take_while(|part| !is_special(part)).collect();
    let below = path.components().count() - base.components().count();
    let here = if cfg!(windows) { &["./", ".\\"][..] } else { &["./"] };
    let bare = here.iter().find_map(|here| text.strip_prefix(here)).unwrap_or(&text);
    let pattern = glob::Pattern::new(bare);
    Some(pattern.map(|pattern| Pattern { base, pattern, depth: (!text.contains("**")).then_some(below) }))
}

impl Pattern {
    /// The folder that is above everything that matches.
    pub(super) fn base(&self) -> &Path {
        &self.base
    }

    /// Everything that matches, sorted. Links on the way are not followed.
    pub(super) fn matches(&self) -> impl Iterator<Item = Result<PathBuf, Failure>> {
        const OPTIONS: MatchOptions = MatchOptions {
            // Like the names of the system.
            case_sensitive: !cfg!(windows),
            require_literal_separator: true,
            require_literal_leading_dot: false,
        };
        let here = self.base.as_os_str().is_empty();
        let base = if here { Path::new(".") } else { self.base.as_path() };
        let walk =
            WalkDir::new(base).min_depth(1).max_depth(self.depth.unwrap_or(usize::MAX)).sort_by_file_name();
        walk.into_iter().filter_map(move |entry| match entry {
            Ok(entry) => {
                let path = entry.into_path();
                let path = path.strip_prefix("./").map(Path::to_owned).unwrap_or(path);
                self.pattern.matches_with(&path.to_string_lossy(), OPTIONS).then_some(Ok(path))
            }
            // A base that does not exist matches nothing, which is reported as no match.
            Err(error) if error.depth() == 0 => None,
            Err(error) => Some(Err(failure(base, &error))),
        })
    }
}
