//! What the program prints, to the letter: the README's examples and `tests/transcripts`.

use std::path::Path;

use walkdir::WalkDir;

#[test]
fn transcripts_are_true() {
    // The README starts the program with cargo; what it prints is the same.
    let readme = include_str!("../../../README.md").replace("$ cargo run --release -- ", "$ rootkeys ");
    let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join("README.md");
    std::fs::write(&copy, readme).unwrap();
    trycmd::TestCases::new()
        .env("NO_COLOR", "1")
        .env("COLUMNS", "100")
        .case(copy)
        .case("tests/transcripts/*.md");
}

/// The tests that the README's threats are shown by are there.
#[test]
fn each_threat_is_shown_by_a_test() {
    let readme = include_str!("../../../README.md");
    let table = readme.split("| threat |").nth(1).unwrap().split("\n\n").next().unwrap();
    let shown = table.lines().filter_map(|row| row.trim_end_matches(" |").rsplit("| ").next());
    let names: Vec<&str> = shown.flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect();
    assert!(names.len() > 20, "{names:?}");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    // The crate is packaged without what runs in a clone alone.
    let names = names.into_iter().filter(|_| root.join("tests/interop").is_dir());
    let files = ["tests", "src"].into_iter().flat_map(|folder| WalkDir::new(root.join(folder)));
    let files = files.map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    let code: String = files.map(|entry| std::fs::read_to_string(entry.path()).unwrap_or_default()).collect();
    for name in names {
        let found = code.contains(&format!("fn {name}(")) || code.contains(&format!("def {name}("));
        assert!(found || root.join(name).is_file(), "{name}");
    }
}
