//! The program as it is started, and folders for it to read.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::panic::Location;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Mutex;
use std::thread::{self, ThreadId};

use serde_json::Value;

use super::schema;

/// The program, with an environment of its own, but for where its share of the tests' coverage is counted.
pub(crate) fn rootkeys(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rootkeys"));
    let coverage = std::env::var_os("LLVM_PROFILE_FILE").map(|at| ("LLVM_PROFILE_FILE", at));
    command
        .env_clear()
        .envs(coverage)
        .args(args)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

pub(crate) fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The evidence document that was printed, which is always as its schema says.
pub(crate) fn document(output: &Output) -> Value {
    let document =
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", stderr(output)));
    schema::assert_valid(&document);
    document
}

/// What the program does in that folder, on the day after most of the reports, if no other is named.
pub(crate) fn run(at: &Path, args: &[&str]) -> Output {
    let is_dated = args.iter().any(|arg| arg.starts_with("--as-of"));
    let as_of: &[&str] = if is_dated { &[] } else { &["--as-of=2026-09-30"] };
    rootkeys(as_of).args(args).current_dir(at).output().unwrap()
}

pub(crate) fn run_with_stdin(args: &[&str], stdin: &[u8]) -> Output {
    let mut child = rootkeys(args).stdin(Stdio::piped()).spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let bytes = stdin.to_vec();
    let writer = thread::spawn(move || pipe.write_all(&bytes).ok());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

/// A new folder with these files. It is of the source file that asks for it, and of one test there.
#[track_caller]
pub(crate) fn folder<T: AsRef<[u8]>>(name: &str, files: &[(&str, T)]) -> PathBuf {
    static TESTS: Mutex<BTreeMap<PathBuf, ThreadId>> = Mutex::new(BTreeMap::new());
    let source = Path::new(Location::caller().file()).with_extension("");
    let folder =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(source.strip_prefix("tests/it").unwrap()).join(name);
    // Each test has a thread of its own.
    let test = thread::current().id();
    let first = *TESTS.lock().unwrap().entry(folder.clone()).or_insert(test);
    assert_eq!(first, test, "two tests use the folder {}", folder.display());
    drop(fs::remove_dir_all(&folder));
    fs::create_dir_all(&folder).unwrap();
    for (path, bytes) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}
