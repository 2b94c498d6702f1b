#!/usr/bin/env python3
"""Runs the steps of the GitHub Action as a runner does: `action.py BINARY`. No input is a command, the exit code is
rootkeys' own, and what was downloaded is not used unless its digest is the one that was given."""

import hashlib
import os
import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile

HERE = pathlib.Path(__file__).resolve().parents[2]
BINARY = pathlib.Path(sys.argv[1]).resolve()
STEP = re.compile(r"^    - name: (.*?)$(.*?)(?=^    - name: |\Z)", re.MULTILINE | re.DOTALL)
SCRIPT = re.compile(r"^      run: (?:\|\n((?:        .*\n|\n)*)|(.*)$)", re.MULTILINE)


def scripts():
    text = (HERE / ".github/actions/rootkeys/action.yml").read_text(encoding="utf-8")
    for name, step in STEP.findall(text):
        for block, line in SCRIPT.findall(step):
            assert "${{" not in block + line, f"{name}: an input stands in the script"
            yield name, re.sub("^        ", "", block, flags=re.MULTILINE) or line


def step(name, folder, **inputs):
    """The exit code of a step, and what it hands on."""
    handed = folder / "handed-on"
    handed.write_text("")
    environment = {"PATH": f"{folder / 'bin'}:{os.environ['PATH']}", "GITHUB_OUTPUT": str(handed), **inputs}
    shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", dict(scripts())[name]]
    done = subprocess.run(shell, cwd=folder, env=environment, capture_output=True, check=False)
    return done.returncode, handed.read_text()


def assess(folder):
    hostile = "$(touch pwned) `touch pwned`; touch pwned"
    (folder / hostile).mkdir()
    organization = str(HERE / "fixtures/organization")
    clean = str(HERE / "fixtures/shapes/clean.v2.json")
    damaged = str(HERE / "fixtures/problems/cut-short.csv")
    common = {"PROGRAM": str(BINARY), "FORMAT": "table", "ARGS": "", "SARIF_FILE": "a.sarif"}
    cases = [
        ("1", {"PATHS": organization, "ARGS": "--strict\n--max-age=7d\r\n"}),
        ("0", {"PATHS": f"\n{clean}\r\n"}),
        ("3", {"PATHS": f"{clean}\n{damaged}"}),
        ("1", {"PATHS": f"{organization}/*.json\n{hostile}"}),
        ("3", {"PATHS": f"{clean}\n--exit-zero"}),  # a path, and never an option
        ("2", {"PATHS": clean, "ARGS": f"--{hostile}"}),
        ("2", {"PATHS": clean, "FORMAT": hostile}),
        ("2", {"PATHS": "no/such"}),
    ]
    for code, inputs in cases:
        (folder / "a.sarif").unlink(missing_ok=True)
        done = step("Assess", folder, **{**common, **inputs})
        assert done == (0, f"exit-code={code}\n"), (inputs, done)
        assert (folder / "a.sarif").exists() == (code != "2"), inputs
        assert step("Result", folder, CODE=code)[0] == int(code)
    assert step("Assess", folder, **{**common, "PATHS": "\n\n"}) == (2, ""), "nothing to read is no pass"
    assert step("Result", folder, CODE="")[0] == 2
    assert not (folder / "pwned").exists()


def download(folder):
    name = "rootkeys-0.1.0-x86_64-unknown-linux-musl"
    served = folder / "served"
    with tarfile.open(served, "w:gz") as archive:
        archive.add(BINARY, f"{name}/rootkeys")
    # Serves that file, whatever is asked for.
    (folder / "bin").mkdir()
    curl = folder / "bin/curl"
    curl.write_text('#!/bin/bash\nwhile [ "$1" != --output ]; do shift; done\ncp "$SERVED" "$2"\n')
    curl.chmod(0o755)
    right = hashlib.sha256(served.read_bytes()).hexdigest()
    common = {"RUNNER_OS": "Linux", "RUNNER_ARCH": "X64", "REPOSITORY": "a/b", "SERVED": str(served)}
    for version, digest, is_used in [
        ("0.1.0", right, True),
        ("0.1.0", right[::-1], False),
        ("0.1.0", "", False),
        ("../../c", right, False),
    ]:
        with tempfile.TemporaryDirectory() as temporary:
            inputs = {**common, "VERSION": version, "SHA256": digest, "RUNNER_TEMP": temporary}
            code, handed = step("Download rootkeys", folder, **inputs)
            program = pathlib.Path(temporary, "rootkeys", name, "rootkeys")
            assert (code == 0, handed) == (is_used, f"program={program}\n" if is_used else ""), (version, digest)
            assert program.exists() == is_used, "unpacked before its digest was known"


with tempfile.TemporaryDirectory() as at:
    assess(pathlib.Path(at))
    download(pathlib.Path(at))
print("the action: inputs are no commands, exit codes stay, digests hold")
