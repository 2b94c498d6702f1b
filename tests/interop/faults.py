#!/usr/bin/env python3
"""faults.py BINARY: what goes wrong on real machines, too large or too privileged for `cargo test`.

Each step says what it did. A fault may end in any answer but two: a crash, and "clean" without proof. Steps that need root
(a full disk) or strace are left out, and said to be, where there is none.
"""
import base64
import gzip
import json
import os
import pathlib
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time

PROGRAM = os.path.abspath(sys.argv[1])
HEADER = (
    "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,"
    "mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,"
    "access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,"
    "access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,"
    "cert_2_last_rotated"
)


def csv(account, active):
    rotated = "2019-03-11T09:41:00+00:00" if active else "N/A"
    return (
        f"{HEADER}\n<root_account>,arn:aws:iam::{account}:root,2018-01-01T00:00:00+00:00,not_supported,N/A,not_supported,"
        f"not_supported,true,{str(active).lower()},{rotated},N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A"
    )


def document(account, active):
    content = base64.b64encode(csv(account, active).encode()).decode()
    return json.dumps({"Content": content, "ReportFormat": "text/csv", "GeneratedTime": "2026-09-29T12:00:00+00:00"})


def run(*args, seconds=120, **options):
    """The exit code, stderr, the seconds it took and the most memory, in MiB."""
    start = time.monotonic()
    program = subprocess.Popen(
        [PROGRAM, *map(str, args)],
        stdin=options.pop("stdin", subprocess.DEVNULL),
        stdout=options.pop("stdout", subprocess.DEVNULL),
        stderr=subprocess.PIPE,
        **options,
    )
    timer = threading.Timer(seconds, program.kill)
    timer.start()
    said = program.stderr.read().decode(errors="replace")
    _, status, usage = os.wait4(program.pid, 0)
    timer.cancel()
    program.returncode = os.waitstatus_to_exitcode(status)
    assert program.returncode in (0, 1, 2, 3) and "panicked" not in said, (args, program.returncode, said)
    return program.returncode, said, time.monotonic() - start, usage.ru_maxrss >> 10


def step(test):
    with tempfile.TemporaryDirectory() as folder:
        told = test(pathlib.Path(folder))
    print(f"{test.__name__.replace('_', ' ')}: {told}", flush=True)


def full_disk(at):
    """A result that does not fit leaves what was there, and nothing half."""
    (at / "in.json").write_text(document("111122223333", False))
    disk = at / "disk"
    disk.mkdir()
    if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", disk]).returncode:
        return "left out, for it takes root"
    try:
        for ending in ("json", "html", "sarif"):
            old = disk / f"old.{ending}"
            old.write_text("before")
            with open(disk / "filler", "wb", buffering=0) as filler:
                try:
                    while filler.write(b"x" * 4096):
                        pass
                except OSError:
                    pass
            code, said, *_ = run("-o", old, at / "in.json")
            assert code == 2 and "No space left" in said, (ending, code, said)
            assert old.read_text() == "before" and sorted(os.listdir(disk)) == ["filler", f"old.{ending}"]
            for name in os.listdir(disk):
                (disk / name).unlink()
    finally:
        subprocess.run(["umount", disk], check=True)
    return "exit 2, the earlier result untouched, nothing left behind"


def full_device(at):
    (at / "in.json").write_text(document("111122223333", False))
    for form in ("table", "json", "jsonl", "csv", "sarif", "markdown", "html", "github"):
        with open("/dev/full", "wb") as full:
            code, said, *_ = run("--all", "-f", form, at / "in.json", stdout=full)
        assert code == 2 or form == "github" and code == 0, (form, code, said)
    return "exit 2 in every format"


def closed_pipes(at):
    for account in range(2000):
        (at / f"{account}.json").write_text(document(f"{account:012}", False))
    sizes = [0, 1, 100, 4095, 4096, 65535, 65536, 65537, 200_000]
    for size in sizes:
        reader, writer = os.pipe()

        def some(reader=reader, size=size):
            left = size
            while left > 0:
                left -= len(os.read(reader, left)) or left
            os.close(reader)

        thread = threading.Thread(target=some)
        thread.start()
        code, said, *_ = run("-f", "json", at, stdout=writer)
        os.close(writer)
        thread.join()
        assert code == 2, (size, code, said)
    return f"exit 2 after {', '.join(map(str, sizes))} bytes"


def a_tree_of_odd_things(at):
    (at / "clean.json").write_text(document("111122223333", False))
    os.mkfifo(at / "pipe.json")
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(at / "socket.json"))
    (at / "loop").symlink_to(".")
    (at / "a").symlink_to("b")
    (at / "b").symlink_to("a")
    (at / "null.json").symlink_to("/dev/null")
    (at / "zero.json").symlink_to("/dev/zero")
    for name in (b"new\nline.json", b"esc\x1b[2J.json", b"\xff\xfe.json", b"-rf", b"--help", b"*.json", b"[a]?.json", b"-"):
        with open(os.path.join(os.fsencode(at), name), "w") as file:
            file.write(document("444455556666", False))
    code, said, seconds, _ = run("-f", "json", ".", cwd=at)
    server.close()
    assert code == 0 and "\x1b" not in said, (code, said)
    out = subprocess.run([PROGRAM, "-f", "json", "."], cwd=at, capture_output=True)
    evidence = json.loads(out.stdout)
    assert len(evidence["inputs"]) == 9, [i["path"] for i in evidence["inputs"]]
    return f"9 files read, pipes, sockets and links passed over, in {seconds:.2f} s"


def a_file_that_changes_while_it_is_read(at):
    path, whole = at / "report.json", document("111122223333", True)
    path.write_text(whole)
    stop, seen = threading.Event(), {}

    def change():
        while not stop.is_set():
            os.truncate(path, len(whole) // 2)
            path.write_text(whole)

    thread = threading.Thread(target=change)
    thread.start()
    try:
        for _ in range(300):
            code, *_ = run(at)
            seen[code] = seen.get(code, 0) + 1
    finally:
        stop.set()
        thread.join()
    assert 0 not in seen and set(seen) <= {1, 2, 3}, seen
    return f"exit codes {dict(sorted(seen.items()))}, never 0"


def files_that_vanish(at):
    for _ in range(5):
        folder = at / "r"
        folder.mkdir()
        for account in range(3000):
            (folder / f"{account}.json").write_text(document(f"{account:012}", account == 0))
        thread = threading.Thread(target=lambda: shutil.rmtree(folder))
        thread.start()
        code, said, *_ = run(folder)
        thread.join()
        assert code in (1, 2, 3) or "0.json" not in said, (code, said[-500:])
    return "told, and not fatal"


def a_hundred_thousand_files(at):
    for account in range(100_000):
        folder = at / f"{account % 100}"
        folder.mkdir(exist_ok=True)
        (folder / f"{account}.json").write_text(document(f"{account:012}", account == 77_777))
    code, said, seconds, memory = run(at)
    assert code == 1, (code, said)
    return f"exit 1 for the one active key, in {seconds:.1f} s with {memory} MiB"


def a_gibibyte_of_blanks(at):
    with open(at / "blank.json", "wb") as file:
        for _ in range(1023):
            file.write(b" " * (1 << 20))
    code, said, seconds, memory = run(at / "blank.json")
    assert code == 3, (code, said)
    return f"exit 3 in {seconds:.1f} s with {memory} MiB"


def a_gzip_bomb(at):
    with gzip.open(at / "bomb.gz", "wb", 1) as file:
        for _ in range(2048):
            file.write(b"\0" * (1 << 20))
    code, said, seconds, memory = run("--max-input-size", "64M", at / "bomb.gz")
    assert code == 3 and memory < 512, (code, said, memory)
    inner = (at / "bomb.gz").read_bytes()
    for _ in range(20):
        inner = gzip.compress(inner)
    (at / "nested.gz").write_bytes(inner)
    nested, *_ = run("--max-input-size", "64M", at / "nested.gz")
    assert nested == 3
    return f"exit 3 in {seconds:.1f} s with {memory} MiB; nested 21 times, exit {nested}"


def deep_and_doubled_json(at):
    for open_, close in (("[", "]"), ('{"a":', "}"), ('[{"Content":', "}]")):
        for depth in (100, 128, 1000, 1_000_000):
            (at / "deep.json").write_text(open_ * depth + "1" + close * depth)
            code, said, *_ = run(at / "deep.json")
            assert code == 3, (open_, depth, code, said)
    clean, active = (json.loads(document("111122223333", key))["Content"] for key in (False, True))
    for one, two in ((clean, active), (active, clean)):
        (at / "two.json").write_text(f'{{"Content": "{one}", "Content": "{two}", "ReportFormat": "text/csv"}}')
        code, said, *_ = run(at / "two.json")
        assert code in (1, 3), (code, said)
    return "exit 3 at every depth; of two members called Content none is passed over"


def offline(at):
    (at / "in").mkdir()
    (at / "in" / "a.json").write_text(document("111122223333", False))
    (at / "evidence.json").touch()
    commands = [["-o", "out.html", "-o", "evidence.json", "in"], ["verify", "evidence.json"], ["explain"], ["man"]]
    if shutil.which("strace"):
        for command in commands:
            watch = ["strace", "-f", "-qq", "-e", "trace=network,process", "-o", "trace", PROGRAM, *command]
            assert subprocess.run(watch, cwd=at, capture_output=True).returncode == 0, command
            calls = (at / "trace").read_text().splitlines()
            bad = [call for call in calls if not any(fine in call for fine in ("exit", "clone", "wait", "execve"))]
            started = [call for call in calls if "execve" in call or "fork" in call]
            assert not bad and len(started) == 1, (command, bad, started)
        return f"{len(commands)} commands under strace: no socket, no other program"
    if subprocess.run(["unshare", "-rn", "true"]).returncode == 0:
        for command in commands:
            assert subprocess.run(["unshare", "-rn", PROGRAM, *command], cwd=at, capture_output=True).returncode == 0
        return f"{len(commands)} commands without a network"
    return "left out, for there is neither strace nor unshare"


resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
for test in (
    full_disk,
    full_device,
    closed_pipes,
    a_tree_of_odd_things,
    a_file_that_changes_while_it_is_read,
    files_that_vanish,
    a_hundred_thousand_files,
    a_gibibyte_of_blanks,
    a_gzip_bomb,
    deep_and_doubled_json,
    offline,
):
    step(test)
