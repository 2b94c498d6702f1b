//! Each fixture shows what its name says.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::path::{Path, PathBuf};

use rootkeys::{Audit, Code, Settings, Verdict, audit};

fn audit_of(path: &Path) -> Audit {
    audit(&Settings { paths: vec![path.to_owned()], ..Settings::default() }).unwrap()
}

fn entries(folder: &str) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        Path::new(folder).read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty(), "{folder}");
    paths
}

fn codes(audit: &Audit) -> Vec<Code> {
    let of_accounts = audit.accounts.iter().flat_map(|account| &account.assessment.problems);
    audit
        .inputs
        .iter()
        .flat_map(|input| &input.problems)
        .chain(of_accounts)
        .map(|problem| problem.code)
        .collect()
}

#[test]
fn each_problem_has_a_fixture_that_shows_it() {
    // What no file can show is shown by the tests of the command line.
    const ELSEWHERE: [Code; 5] =
        [Code::PathNotFound, Code::NoMatch, Code::Unreadable, Code::TooLarge, Code::Internal];
    let shown: Vec<Code> = entries("fixtures/problems")
        .iter()
        .map(|path| {
            let code = Code::from_id(path.file_stem().unwrap().to_str().unwrap()).unwrap();
            let audit = audit_of(path);
            assert!(codes(&audit).contains(&code), "{}: {:?}", path.display(), codes(&audit));
            assert_eq!(audit.complete(), !code_blocks(code), "{}", path.display());
            code
        })
        .collect();
    for code in Code::ALL {
        assert!(shown.contains(code) != ELSEWHERE.contains(code), "{code}");
    }
}

fn code_blocks(code: Code) -> bool {
    code.info().effect == rootkeys::Effect::Blocks
}

#[test]
fn what_blocks_is_never_clean() {
    for path in entries("fixtures/problems") {
        let code = Code::from_id(path.file_stem().unwrap().to_str().unwrap()).unwrap();
        let clean = audit_of(&path).accounts.iter().any(|a| a.assessment.verdict == Verdict::Clean);
        assert!(!(clean && code_blocks(code)), "{}", path.display());
    }
}

#[test]
fn each_shape_is_read() {
    for path in entries("fixtures/shapes") {
        let name = path.file_name().unwrap().to_str().unwrap();
        let want = if name.starts_with("active") { Verdict::Active } else { Verdict::Clean };
        let audit = audit_of(&path);
        let found: Vec<_> = audit.accounts.iter().map(|account| account.assessment.verdict).collect();
        assert_eq!(found, [want], "{name}");
        assert!(audit.complete(), "{name}");
    }
}

#[test]
fn a_group_of_base64_lost_in_editing_is_found() {
    let audit = audit_of(Path::new("fixtures/problems/base64-damaged.json"));
    assert!(audit.accounts.is_empty());
    let problem = &audit.inputs[0].problems[0];
    // The nine characters from 301 on are gone: what follows is shifted, and soon decodes to noise.
    let offset = problem.position.unwrap().base64_offset.unwrap();
    assert!((300..312).contains(&offset), "{offset}");
    assert_eq!(problem.position.unwrap().line, 2, "the line of Content");
    assert!(problem.remedy().contains("get-credential-report"));
}

#[test]
fn the_organization_is_as_the_readme_says() {
    let audit = audit_of(Path::new("fixtures/organization"));
    let summary = audit.summary();
    assert_eq!((summary.inputs, summary.reports, summary.accounts), (12, 13, 13));
    assert_eq!((summary.active, summary.undetermined, summary.clean), (2, 1, 10));
    assert_eq!((summary.inactive_keys, summary.skipped), (1, 1));
}
