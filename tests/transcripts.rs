//! What the program prints, to the letter: the README's examples and `tests/transcripts`.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;

#[test]
fn transcripts_are_true() {
    // The README starts the program with cargo; what it prints is the same.
    let readme = include_str!("../README.md").replace("$ cargo run --release -- ", "$ rootkeys ");
    let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join("README.md");
    std::fs::write(&copy, readme).unwrap();
    trycmd::TestCases::new()
        .env("NO_COLOR", "1")
        .env("COLUMNS", "100")
        .case(copy)
        .case("tests/transcripts/*.md");
}
