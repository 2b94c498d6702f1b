//! The house: which room may import which, so that data flows one way.
//!
//! The rooms are the folders of `src`; what `docs/contributing.md` says of them holds here.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Each room, and what it may import. A room stands below those that it imports: no import runs back up.
const ROOMS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("credential_report", &["model"]),
    ("decode", &["model", "credential_report"]),
    ("examine", &["model", "credential_report", "decode"]),
    ("audit", &["model", "examine"]),
    ("review", &["model", "credential_report", "decode", "audit"]),
    ("rules", &["model", "audit"]),
    ("evidence", &["model", "decode", "audit", "review", "rules"]),
    ("pipeline", &["model", "credential_report", "examine", "audit", "review", "rules", "evidence"]),
    ("render", &["model", "audit", "rules", "evidence"]),
    (
        "files",
        &[
            "model",
            "credential_report",
            "examine",
            "audit",
            "review",
            "rules",
            "evidence",
            "pipeline",
            "render",
        ],
    ),
    ("cli", &["model", "examine", "audit", "rules", "evidence", "render", "files"]),
];

/// What every renderer shares; it imports nothing else of `render`.
const SHARED_BY_RENDERERS: &[&str] = &["escape", "explain", "finding", "summary", "view"];

/// What touches the machine, and who may.
const MACHINE: &[&str] =
    &["std::fs", "std::env", "std::thread", "io::stdin", "SystemTime", "Timestamp::now", "Instant"];
const DOORS: &[&str] = &["files", "cli", "main"];

/// The files of `src` without their tests, by their path below it.
fn sources() -> Vec<(PathBuf, String)> {
    fn add(folder: &Path, root: &Path, found: &mut Vec<(PathBuf, String)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                add(&path, root, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                found.push((path.strip_prefix(root).unwrap().to_owned(), text));
            }
        }
    }
    let (root, mut found) = (Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), Vec::new());
    add(&root, &root, &mut found);
    assert!(found.len() > 100, "{}", found.len());
    found.retain(|(path, _)| {
        // Compiled for tests alone.
        !path.ends_with("agreement.rs") && !path.ends_with("tests.rs") && !path.ends_with("fuzzing.rs")
    });
    for (_, text) in &mut found {
        text.truncate(text.find("\n#[cfg(test)]\nmod tests").unwrap_or(text.len()));
        // What comments link to is not imported.
        let is_code = |line: &&str| !line.trim_start().starts_with("//");
        *text = text.lines().filter(is_code).map(|line| format!("{line}\n")).collect();
    }
    found
}

/// The first step of a path: the room, or the file at the top.
fn room(path: &Path) -> String {
    let first = path.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

/// The names that follow `prefix` in a text, alone or in braces.
fn named<'t>(text: &'t str, prefix: &'t str) -> impl Iterator<Item = &'t str> {
    text.split(prefix).skip(1).flat_map(|rest| {
        let group = rest.strip_prefix('{').map(|rest| rest.split('}').next().unwrap_or_default());
        group.unwrap_or(rest).split(',').take(if group.is_some() { usize::MAX } else { 1 }).map(|name| {
            let is_name = |c: char| c.is_alphanumeric() || c == '_';
            name.trim_start().split(|c| !is_name(c)).next().unwrap_or_default()
        })
    })
}

#[test]
fn no_import_runs_back_up() {
    let mut wrong = BTreeSet::new();
    for (path, text) in sources() {
        let own = room(&path);
        if matches!(&*own, "lib" | "main") {
            continue;
        }
        let allowed =
            ROOMS.iter().find(|(name, _)| *name == own).unwrap_or_else(|| panic!("no room {own}")).1;
        for other in named(&text, "crate::") {
            let is_room = ROOMS.iter().any(|(name, _)| *name == other);
            if is_room && other != own && !allowed.contains(&other) {
                wrong.insert(format!("{} imports {other}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn each_room_stands_below_those_that_import_it() {
    for (place, (name, imports)) in ROOMS.iter().enumerate() {
        for import in *imports {
            let below = ROOMS.iter().position(|(other, _)| other == import).unwrap();
            assert!(below < place, "{name} imports {import}");
        }
    }
}

#[test]
fn no_renderer_imports_another() {
    for (path, text) in sources() {
        let Ok(inside) = path.strip_prefix("render") else { continue };
        let own = room(inside);
        for other in named(&text, "crate::render::") {
            let is_file = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/render").join(other);
            let is_renderer = is_file.is_dir() || is_file.with_extension("rs").is_file();
            let is_fine = other == own || SHARED_BY_RENDERERS.contains(&other) || !is_renderer;
            assert!(is_fine || own == "mod", "{} imports {other}", path.display());
        }
    }
}

#[test]
fn nothing_but_files_and_the_doors_touches_the_machine() {
    for (path, text) in sources().into_iter().filter(|(path, _)| !DOORS.contains(&&*room(path))) {
        for name in MACHINE {
            assert!(!text.contains(name), "{} names {name}", path.display());
        }
    }
}

#[test]
fn no_file_is_too_long_to_be_read_at_once() {
    for (path, text) in sources() {
        assert!(text.lines().count() <= 420, "{} has {} lines", path.display(), text.lines().count());
    }
}
