//! Results in what is no plain file: links, pipes, what is open already.

use std::fs;
use std::io::Read as _;
use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _, PermissionsExt as _, symlink};
use std::path::Path;
use std::process::Command;
use std::thread::{self, JoinHandle};

use super::output::{AS_OF, folder, names, read, rootkeys, run};
use crate::common::program::{code, stderr};
use crate::common::{json, of, report};

#[test]
fn files_have_the_permissions_that_files_have() {
    let at = folder("mode");
    fs::write(at.join("new"), "").unwrap();
    let mode = |name: &str| fs::metadata(at.join(name)).unwrap().mode() & 0o777;
    run(&at, &["r", "-o", "a.json"]);
    assert_eq!(mode("a.json"), mode("new"), "as the umask says");
    fs::set_permissions(at.join("a.json"), fs::Permissions::from_mode(0o600)).unwrap();
    run(&at, &["r", "-o", "a.json"]);
    assert_eq!(mode("a.json"), 0o600, "as it was");
}

#[test]
fn a_link_stays_one() {
    let at = folder("link");
    fs::create_dir(at.join("far")).unwrap();
    fs::write(at.join("far/result.json"), "before").unwrap();
    symlink("far/result.json", at.join("a.json")).unwrap();
    symlink("far/new.json", at.join("dangling.json")).unwrap();
    symlink("circle.json", at.join("circle.json")).unwrap();
    symlink("r/active.json", at.join("input.json")).unwrap();
    for (link, file) in [("a.json", "far/result.json"), ("dangling.json", "far/new.json")] {
        assert_eq!(code(&run(&at, &["r", AS_OF, "-o", link])), 1);
        assert!(at.join(link).is_symlink());
        assert!(read(at.join(file)).contains("rootkeys.evidence/1"));
    }
    assert_eq!(code(&run(&at, &["r", "-o", "circle.json"])), 2);
    assert_eq!(code(&run(&at, &["r", "-o", "a.json", "-o", "far/result.json"])), 2, "one place");
    assert_eq!(code(&run(&at, &["r", "-o", "input.json"])), 2, "it leads to an input");
    assert_eq!(code(&run(&at, &["input.json", "-o", "r/active.json"])), 2);
}

/// A pipe of that name, read by a thread: what it read.
fn pipe(at: &Path, name: &str, read_all: bool) -> JoinHandle<Vec<u8>> {
    let path = at.join(name);
    assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let mut pipe = fs::File::open(path).unwrap();
        if read_all {
            pipe.read_to_end(&mut bytes).unwrap();
        }
        bytes
    })
}

#[test]
fn a_pipe_stays_one() {
    let at = folder("pipe");
    let reader = pipe(&at, "a.json", true);
    assert_eq!(code(&run(&at, &["r", AS_OF, "-o", "a.json"])), 1);
    assert_eq!(reader.join().unwrap(), run(&at, &["r", AS_OF, "-fjson"]).stdout);
    let reader = pipe(&at, "c.json", true);
    symlink("c.json", at.join("d.json")).unwrap();
    assert_eq!(code(&run(&at, &["r", AS_OF, "-o", "c.json", "-o", "d.json"])), 2, "one pipe, two results");
    assert!(reader.join().unwrap().is_empty());
    assert!(fs::metadata(at.join("a.json")).unwrap().file_type().is_fifo());
}

#[test]
fn what_is_open_already_is_not_replaced() {
    let at = folder("open");
    // A pipe, by the name of a link to it. In /dev itself nothing is tried: these tests may run as root.
    symlink("/proc/self/fd/1", at.join("out")).unwrap();
    if !at.join("out").exists() {
        return; // no such folder here
    }
    let args = ["r", AS_OF, "-q", "-f", "json", "-o", "out"];
    let expected = run(&at, &["r", AS_OF, "-fjson"]).stdout;
    let output = run(&at, &args);
    assert_eq!(
        (code(&output), output.stdout),
        (1, expected.clone()),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    // A file that stdout goes to: nothing that another program wrote to it is lost.
    fs::write(at.join("log"), "before\n").unwrap();
    let log = || fs::OpenOptions::new().append(true).open(at.join("log")).unwrap();
    let output = rootkeys(&at, &args).stdout(log()).output().unwrap();
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("another name of a file that is open"), "{}", stderr(&output));
    assert_eq!(read(at.join("log")), "before\n");
    // Also one that has no name any more, and a descriptor that is not open.
    let nameless = tempfile::tempfile().unwrap();
    assert_eq!(code(&rootkeys(&at, &args).stdout(nameless).output().unwrap()), 2);
    fs::remove_file(at.join("out")).unwrap();
    symlink("/proc/self/fd/77", at.join("out")).unwrap();
    assert_eq!(code(&run(&at, &args)), 2);
    assert!(at.join("out").is_symlink());
}

#[test]
fn when_one_can_not_be_written_none_is_replaced() {
    let at = folder("none");
    fs::write(at.join("a.json"), "before").unwrap();
    let reader = pipe(&at, "gone", false);
    // More than a pipe holds, so that it can't all be written.
    for n in 0..100 {
        let csv = of(&format!("{n:012}"), &report("true", "false"));
        fs::write(at.join(format!("r/{n}.json")), json(&csv)).unwrap();
    }
    let output = run(&at, &["r", "-f", "json", "-o", "a.json", "-o", "gone"]);
    reader.join().unwrap();
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("gone could not be written"), "{}", stderr(&output));
    assert_eq!(read(at.join("a.json")), "before");
    assert_eq!(names(&at), ["a.json", "gone", "r"]);
}
