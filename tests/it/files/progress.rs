//! The bar that shows how far work is.

use std::io::Write as _;
#[cfg(unix)]
use std::path::Path;
#[cfg(unix)]
use std::process::Command;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use super::output::{folder, rootkeys};
use crate::common::program::stderr;
use crate::common::{json, report};

#[test]
fn nothing_moves_on_a_stderr_that_is_no_terminal() {
    let at = folder("progress");
    let mut command = rootkeys(&at, &["-", "-fcsv"]);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    thread::sleep(Duration::from_millis(800));
    stdin.write_all(json(&report("false", "false")).as_bytes()).unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    assert_eq!(
        stderr(&output),
        "rootkeys: 1 account in 1 input: 0 active, 0 undetermined, 1 clean; 1 inactive key\n"
    );
}

/// What a terminal gets to see while a report comes in after a second; `None` where there is no `script` to make one.
#[cfg(unix)]
fn on_a_terminal(at: &Path, options: &str) -> Option<String> {
    let binary = env!("CARGO_BIN_EXE_rootkeys");
    let line = format!("(sleep 1.5; cat r/clean.json) | {binary} - -fcsv {options} >/dev/null");
    let mut script = Command::new("script");
    let output =
        script.args(["-qec", &line, "/dev/null"]).current_dir(at).stdin(Stdio::null()).output().ok()?;
    assert_eq!(output.status.code(), Some(0));
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
#[cfg(unix)]
fn a_bar_shows_on_a_terminal_how_far_work_is() {
    let at = folder("bar");
    // They wait, so that all wait at once.
    let [shown, without, quiet] = thread::scope(|scope| {
        ["", "--no-progress", "-q"]
            .map(|options| scope.spawn(|| on_a_terminal(&at, options)))
            .map(|thread| thread.join().unwrap())
    });
    let (Some(shown), Some(without), Some(quiet)) = (shown, without, quiet) else { return };
    assert!(shown.contains("0/1 inputs"), "{shown:?}");
    assert!(shown.trim_end().ends_with("1 clean; 1 inactive key"), "{shown:?}");
    assert!(!without.contains("inputs") && !quiet.contains("inputs"), "{without:?} {quiet:?}");
}
