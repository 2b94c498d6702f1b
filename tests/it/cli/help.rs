//! What the program tells of its own arguments: the manual pages, the completions, the two helps.

use crate::common::program::{code, rootkeys, stderr, stdout};

const COMMANDS: [&str; 5] = ["explain", "verify", "schema", "completions", "man"];

fn told(args: &[&str]) -> String {
    let output = rootkeys(args).output().unwrap();
    assert_eq!((code(&output), stderr(&output)), (0, String::new()), "{args:?}");
    stdout(&output)
}

/// The long options of a help.
fn options(help: &str) -> Vec<String> {
    let lines = help.lines().map(str::trim_start).filter(|line| line.starts_with('-'));
    let name = |line: &str| Some(line.split_once("--")?.1.split_whitespace().next()?.to_owned());
    lines.filter_map(name).collect()
}

#[test]
fn the_long_help_has_all_that_the_short_one_leaves_out() {
    let (short, long) = (told(&["-h"]), told(&["--help"]));
    let (few, all) = (options(&short), options(&long));
    assert!(few.iter().all(|option| all.contains(option)), "{few:?}");
    for rare in ["color", "jobs", "as-of", "max-input-size", "no-progress", "generated-at"] {
        assert!(all.iter().any(|option| option == rare), "{rare}: {all:?}");
        assert!(!few.iter().any(|option| option == rare), "{rare}");
    }
    assert!(long.contains("Exit codes:") && short.contains("Examples:"));
    // One screen each.
    assert!(short.lines().count() <= 45 && long.lines().count() <= 58, "{long}");
    for command in COMMANDS {
        assert!(long.contains(&format!("  {command} ")), "{command}");
        assert!(told(&[command, "--help"]).contains(&format!("rootkeys {command}")));
    }
}

#[test]
fn the_manual_page_explains_every_option_and_has_a_page_for_each_command() {
    let all = options(&told(&["--help"]));
    let page = told(&["man"]);
    for option in &all {
        // In roff a hyphen that is to be one is escaped.
        let name = format!("\\-\\-{}", option.replace('-', "\\-"));
        let (_, entries) = page.split_once(".SH OPTIONS").unwrap();
        let (_, entry) = entries.split_once(&name).unwrap_or_else(|| panic!("{option}: {page}"));
        let text = entry.lines().nth(1).unwrap();
        assert!(!text.starts_with('.') && text.contains(' '), "{option}: {text}");
    }
    for command in COMMANDS {
        let name = format!("rootkeys\\-{command}");
        assert!(page.contains(&name), "{command}");
        assert!(told(&["man", command]).contains(&name), "{command}");
    }
    let none = rootkeys(&["man", "nothing"]).output().unwrap();
    assert_eq!(code(&none), 2);
    assert!(stderr(&none).contains("explain, verify, schema"), "{}", stderr(&none));
}

#[test]
fn each_shell_completes_every_option() {
    let all = options(&told(&["--help"]));
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = told(&["completions", shell]);
        for name in all.iter().map(String::as_str).chain(COMMANDS) {
            assert!(script.contains(name), "{shell}: {name}");
        }
    }
    assert_eq!(code(&rootkeys(&["completions", "tcsh"]).output().unwrap()), 2);
}
