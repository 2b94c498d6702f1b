//! Exclusion: which files `--exclude` leaves out.
//!
//! Source of the syntax: gitignore(5), "PATTERN FORMAT". As there, the last pattern that matches a path decides, one that
//! begins with `!` takes a file in again, and nothing is taken in again below a folder that is left out.

use std::path::{Component, Path, PathBuf};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// The patterns of `--exclude`.
///
/// They match paths as they are shown, so that they match the same ones wherever the evidence is verified.
#[derive(Debug)]
pub(super) struct Exclusion(Gitignore);

impl Exclusion {
    /// Reads the patterns.
    ///
    /// # Errors
    /// The first pattern that is not valid, and why.
    pub(super) fn new(patterns: &[String]) -> Result<Self, (String, String)> {
        let mut all = builder();
        for pattern in patterns {
            check(pattern).map_err(|why| (pattern.clone(), why))?;
            all.add_line(None, pattern).map_err(|error| (pattern.clone(), error.to_string()))?;
        }
        let all = all.build().map_err(|error| (patterns.join(", "), error.to_string()))?;
        Ok(Self(all))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether what has this label is left out: by its path below the folder that was given; else by its path as a whole.
    pub(super) fn leaves_out(&self, folder: Option<&str>, label: &str, is_folder: bool) -> bool {
        let path = steps(label);
        let below = folder.and_then(|folder| path.strip_prefix(steps(folder)).ok());
        let below = below.and_then(|below| self.decide(below, is_folder));
        below.or_else(|| self.decide(&path, is_folder)).unwrap_or(false)
    }

    /// Whether what has this label is left out when one of the folders above it is given.
    pub(super) fn can_leave_out(&self, label: &str) -> bool {
        let path = steps(label);
        path.ancestors().any(|folder| {
            let below = path.strip_prefix(folder).unwrap_or(&path);
            [false, true].iter().any(|is_folder| self.decide(below, *is_folder) == Some(true))
        })
    }

    /// Whether a path is left out (true) or taken in (false); `None` when no pattern says so.
    fn decide(&self, path: &Path, is_folder: bool) -> Option<bool> {
        if self.0.is_empty() || path.as_os_str().is_empty() {
            return None;
        }
        let is_above = |folder: &&Path| !folder.as_os_str().is_empty();
        let mut above = path.ancestors().skip(1).filter(is_above);
        if above.any(|folder| self.0.matched(folder, true).is_ignore()) {
            return Some(true);
        }
        match self.0.matched(path, is_folder) {
            Match::Ignore(_) => Some(true),
            Match::Whitelist(_) => Some(false),
            Match::None => None,
        }
    }
}

/// Whether a pattern is valid.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn check(pattern: &str) -> Result<(), String> {
    let mut alone = builder();
    alone.add_line(None, pattern).map_err(|error| {
        // The pattern is already there in what is said.
        if let ignore::Error::Glob { err, .. } = error { err } else { error.to_string() }
    })?;
    let alone = alone.build().map_err(|error| error.to_string())?;
    if alone.is_empty() {
        Err("it matches nothing: expected a pattern as in .gitignore".to_owned())
    } else {
        Ok(())
    }
}

fn builder() -> GitignoreBuilder {
    let mut builder = GitignoreBuilder::new(".");
    // Like the names of the system. Setting it can't fail.
    drop(builder.case_insensitive(cfg!(windows)));
    // A typo, which would match nothing in Git.
    builder.allow_unclosed_class(false);
    builder
}

/// The steps of a path alone: what is above them is no part of a pattern.
fn steps(label: &str) -> PathBuf {
    let is_step = |part: &Component<'_>| matches!(part, Component::Normal(_) | Component::ParentDir);
    Path::new(label).components().filter(is_step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaves_out(patterns: &[&str], folder: Option<&str>, label: &str) -> bool {
        let patterns: Vec<String> = patterns.iter().map(ToString::to_string).collect();
        let exclusion = Exclusion::new(&patterns).unwrap();
        let is_left_out = exclusion.leaves_out(folder, label, false);
        // What is left out of a folder can be.
        assert!(!is_left_out || exclusion.can_leave_out(label), "{patterns:?} {folder:?} {label}");
        is_left_out
    }

    #[test]
    fn patterns_are_those_of_gitignore() {
        for (patterns, out, not) in [
            (&["*.pdf"][..], &["r/a.pdf", "r/b/c.pdf"][..], &["r/a.pdf.csv", "r/pdf"][..]),
            (&["drafts/"], &["r/drafts/a.csv", "r/b/drafts/c/d.csv"], &["r/drafts", "r/my-drafts/a.csv"]),
            (&["/a.csv"], &["r/a.csv"], &["r/b/a.csv"]),
            (&["b/*.csv"], &["r/b/a.csv"], &["r/a.csv", "r/c/b/a.csv", "r/b/c/a.csv"]),
            (&["**/b/*.csv"], &["r/b/a.csv", "r/c/b/a.csv"], &["r/a.csv"]),
            (&["b/**"], &["r/b/a.csv", "r/b/c/d.csv"], &["r/c/b/a.csv"]),
            (&["*.csv", "!prod.csv"], &["r/a.csv"], &["r/prod.csv", "r/b/prod.csv"]),
            (&["!prod.csv", "*.csv"], &["r/prod.csv"], &[]),
            (&["b/", "!prod.csv"], &["r/b/prod.csv"], &["r/prod.csv"]),
            (&["20[0-9][0-9]-0?"], &["r/2026-09", "r/2026-08/a.csv"], &["r/2026-10", "r/x026-09"]),
            (&["\\!a", "\\#b"], &["r/!a", "r/#b"], &["r/a", "r/b"]),
        ] {
            for label in out {
                assert!(leaves_out(patterns, Some("r"), label), "{patterns:?} {label}");
            }
            for label in not {
                assert!(!leaves_out(patterns, Some("r"), label), "{patterns:?} {label}");
            }
        }
    }

    #[test]
    fn a_path_is_matched_below_its_folder_and_as_it_is_shown() {
        assert!(leaves_out(&["reports/drafts"], Some("reports"), "reports/drafts/a.csv"));
        assert!(leaves_out(&["/drafts"], Some("/srv/reports"), "/srv/reports/drafts/a.csv"));
        assert!(leaves_out(&["/srv/reports/drafts"], Some("/srv/reports"), "/srv/reports/drafts/a.csv"));
        assert!(leaves_out(&["drafts/"], Some("../drafts"), "../drafts/a.csv"));
        assert!(leaves_out(&["a.csv"], Some("."), "a.csv") && leaves_out(&["a.csv"], None, "x/a.csv"));
        // What a pattern takes in below the folder stays in.
        assert!(!leaves_out(&["*.csv", "!/a.csv"], Some("r"), "r/a.csv"));
        assert!(leaves_out(&["*.csv", "!/a.csv"], Some("r"), "r/b/a.csv"));
        assert!(!leaves_out(&[], Some("r"), "r/a.csv"));
    }

    #[test]
    fn a_pattern_that_can_match_nothing_is_wrong() {
        for bad in ["[", "a{b", "[b-a]", "", "  ", "#a", "!", "/", "a\\"] {
            assert!(check(bad).is_err(), "{bad}");
            assert_eq!(Exclusion::new(&["*.csv".to_owned(), bad.to_owned()]).unwrap_err().0, bad);
        }
        assert_eq!(check("[a").unwrap_err(), "unclosed character class; missing ']'");
    }
}
