#!/usr/bin/env python3
"""Hold what hostile input costs: time grows as the input does, and so does memory.

usage: tests/interop/cost.py BINARY [--size KB] [--memory-size MB] [--pairs N] [--seed N] [--only WORD] [--jobs N] [-v]

Repeats each of the tokens below, of every shape that rootkeys reads and of what only looks like one, to 2 and 4 times a
size, and counts the instructions of each run, by valgrind: no clock, so the same on every machine. Not linear: four times
the size costs more than 2.3 times what twice the size does. Dear: a byte costs more than 12,000 instructions; a processor
that is busy with other things takes 5 s for 10 MB of that. Large: a byte takes more than 50 bytes of memory at the peak,
which is 512 MiB for 10 MB; measured without valgrind.

--pairs tries as many pairs of tokens, too: by turns, and many of the one before many of the other.

Prints what is over, with -v all; exit 1 when anything is. Where there is no valgrind, it says so and holds memory only.
"""
import argparse
import base64
import gzip
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor

MOST_GROWTH = 2.3
MOST_INSTRUCTIONS = 12_000
MOST_MEMORY = 50
# What a run takes before it reads anything.
MEMORY_AT_START = 16 << 20
SECONDS = 120

KEYS = "user,arn,access_key_1_active,access_key_2_active"
HEADER = (
    "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,"
    "mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,"
    "access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,"
    "access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,"
    "cert_2_last_rotated"
)
ARN = "arn:aws:iam::111122223333"
ROOT = f"<root_account>,{ARN}:root,false,false"
CSV = f"{KEYS}\n{ROOT}\n"
BASE64 = base64.b64encode(CSV.encode()).decode()
DOCUMENT = f'{{"Content":"{BASE64}","ReportFormat":"text/csv"}}'
SLOTS = ",".join(f"access_key_{slot}_active" for slot in range(1, 101))
BYTES = ",".join(str(byte) for byte in CSV.encode())

# What is repeated, by name; in a tuple, what stands once before it.
TOKENS = {
    # Blanks, lines, and text in no envelope.
    "blanks": " ",
    "line breaks": "\n",
    "carriage returns": "\r",
    "CRLF": "\r\n",
    "lines of a blank": " \n",
    "byte order marks": "\ufeff",
    "tabs": "\t",
    "nulls": "\0",
    "letters": "a",
    "words": "a ",
    "lines": "a\n",
    "bytes that are not UTF-8": b"\xff",
    "lines that are not UTF-8": b"\xff\n",
    "a blank before letters": " a",
    "an indented line": " a\n",
    "ampersands": "&",
    "equals": "a = ",
    "assignments": "a = [\n",
    # CSV.
    "header": KEYS + "\n",
    "AWS's header": HEADER + "\n",
    "two names": "user,arn\n",
    "header and a row": "user,arn\na,b\n",
    "header and two rows": "user,arn\na,b\nc,d\n",
    "header and a root row": f"user,arn\n<root_account>,{ARN}:root\n",
    "header and an active key": "user,access_key_1_active\n<root_account>,true\n",
    "header and an account": (("user,arn\n",), lambda n: f"a,arn:aws:iam::{n:012}:user/a\n"),
    "header and a root of an account": (("user,arn\n",), lambda n: f"<root_account>,arn:aws:iam::{n:012}:root\n"),
    "reports": CSV,
    "reports of accounts": (("",), lambda n: CSV.replace("111122223333", f"{n:012}")),
    "columns without a name": "user,arn," + "," * 990 + "\n",
    "columns with near names": "user,arn," + "usef,mfa_activ," * 60 + "\n",
    "columns with long names": "user,arn," + "password_last_used_zzzzz," * 60 + "\n",
    "one header without an end": (("user,arn",), ",a"),
    "one header of slots": (("user",), lambda n: f",access_key_{n + 1}_active"),
    "header of slots": "user," + SLOTS + "\n",
    "empty root rows of slots": ((f"user,{SLOTS}\n",), "<root_account>" + "," * 100 + "\n"),
    "root rows": ((CSV,), ROOT + "\n"),
    "odd root rows": ((CSV,), "<root_account>,,,\n"),
    "rows": ((CSV,), f"a,{ARN}:user/a,true,false\n"),
    "odd rows": ((CSV,), "a,b,c,d\n"),
    "short rows": ((CSV,), "a\n"),
    "long rows": ((CSV,), "a," * 50 + "\n"),
    "one long row": ((CSV,), "a,"),
    "empty rows": ((CSV,), ",,,\n"),
    "empty lines": ((CSV,), "\n"),
    "lone carriage returns in rows": ((CSV,), "a\r,b\n"),
    "glued root rows": ((CSV,), f"a,b,c,x<root_account>,{ARN}:root,false,false\n"),
    "glued headers": ((CSV,), f"a,b,c,N/A{KEYS}\n"),
    "glued headers in a row": ((CSV,), "xuser,arn,"),
    "header in a header": KEYS + ",x",
    "commas in names": ((CSV,), f"a,b,c,{ARN}:user/a,b,c,true,false\n"),
    "open quotes": ((CSV,), '"a\n'),
    "quotes": ((CSV,), '"'),
    "quotes in cells": ((CSV,), 'a"b,c,d,e\n'),
    "quoted rows": ((CSV,), f'"a","{ARN}:user/a","true","false"\n'),
    "cells over lines": ((CSV,), '"a\nb",c,d,e\n'),
    "hints": "sep=;\n",
    "types": "#TYPE a\n",
    "hints before headers": "sep=,\nuser,arn\n",
    "semicolons": "user;arn\na;b\n",
    "root rows without a header": ROOT + "\n",
    "headers apart by tabs": "user\tarn\n\t\n",
    "nothing but root words": "<root_account>",
    # JSON.
    "objects": "{}",
    "objects by lines": "{}\n",
    "objects by tabs": "{}\t",
    "arrays": "[]",
    "nested arrays": "[",
    "nested objects": '{"a":',
    "nested by lines": "[\n",
    "nested and null": "[\nnull\n,",
    "closing": "]",
    "closing braces": "}\n",
    "numbers in an array": (("[",), "0,"),
    "arrays in an array": (("[",), "[0],"),
    "empty arrays in an array": (("[",), "[],"),
    "deep arrays in an array": (("[",), "[" * 60 + "]" * 60 + ","),
    "deep numbers in an array": (("[",), "[" * 60 + "0" + "]" * 60 + ","),
    "objects in an array": (("[",), '{"":0},'),
    "texts in an array": (("[",), '"",'),
    "longer texts in an array": (("[",), '"aaaaaaaaaa",'),
    "members": (("{",), '"a":0,'),
    "members Content": (("{",), '"Content":"",'),
    "members Content null": (("{",), '"Content":null,'),
    "members of reports": (("{",), '"a":"user,arn",'),
    "rows of an array": (("[",), '{"user":0,"arn":0},'),
    "arrays of rows": (("[",), '[{"user":"a",\n"arn":"b"}],'),
    "rows by lines": '{"user":0,"arn":0}\n',
    "rows with other names": (("[",), '{"user":0,"arn":0},{"arn":0,"user":0},'),
    "lines in an array": (('["user,arn",',), '"a,b",'),
    "arrays of cells": (('[["user","arn"],',), "[0,0],"),
    "split form": (('{"columns":["user","arn"],"data":[',), "[0,0],"),
    "columns of cells": (('{"user":[0],"arn":[',), "0,"),
    "documents": DOCUMENT,
    "documents by lines": DOCUMENT + "\n",
    "documents in an array": (("[",), DOCUMENT + ","),
    "documents without an end": '{"Content":"' + BASE64 + '",\n',
    "text of a document": (('{"stdout":"',), DOCUMENT.replace('"', '\\"')),
    "short documents in a text": (('{"stdout":"Content',), "{}"),
    "errors": '{"Error":{"Code":"AccessDenied","Message":"x"}}',
    "bytes": (('{"Content":[',), BYTES + ","),
    "bytes of documents": '{"Content":[' + BYTES + "]}\n",
    "bytes by place": (('{"Content":{"0":117',), lambda n: f',"{n + 1}":115'),
    "escapes": (('"',), "\\n"),
    "escapes of letters": (('{"Content":"',), "\\u0075"),
    "strings": '""',
    "strings by lines": '"a"\n',
    "strings of reports": '"user,arn\\n"',
    "an open string": '"a',
    "an open string by lines": '{"a\n',
    "objects and nulls": "{}null",
    "commas": ",",
    "members without braces": '"Content":"x",\n',
    "damaged by turns": '{"a":1,}\n',
    "damaged and sound": '{"a":1,}\n{"a":1}\n',
    # What programs print.
    "nil": (("[",), "<nil> "),
    "nil in brackets": "[<nil> ",
    "names in angles": "{<a> ",
    "open angles": "[<",
    "words in brackets": "[a: ",
    "quotes of Python": "['",
    "strings of Python": "{'Content': b'user,arn\\n'}\n",
    "strings side by side": (("('a'",), " 'a'"),
    "strings joined": (("['a'",), " + 'a'"),
    "bytes of Python": "b'user,arn'\n",
    "numbers of Go": (("[",), "0 "),
    "lists of Go": (("[",), "[0] "),
    "calls": "CredentialReport(",
    "arguments": (("CredentialReport(",), "a=1, "),
    "calls in calls": (("(",), "a(" * 40 + ")" * 40 + ","),
    "times of Python": (("[",), "datetime.datetime(2026, 1, 1), "),
    "structs of Ruby": "#<struct ",
    "buffers": "<Buffer 75 73>\n",
    "a buffer": (("<Buffer",), " 75"),
    "types of Go": "[]uint8{0x75, ",
    "pointers": "&{Content:",
    "elided": (("[",), "..., "),
    "elided by lines": "[...\n",
    "colons": "[a::",
    "numbered members": (("{",), "1:1,"),
    "invalid in brackets": (("['",), b"\xff"),
    "arrows": "{'a' => ",
    # YAML.
    "YAML": "Content: x\n",
    "YAML and blanks": (("Content: x\n",), " \n"),
    "YAML and tabs": (("Content: x\n",), "\t\n"),
    "YAML and lines": (("Content: x\n",), "\n"),
    "YAML and indented lines": (("Content: x\n",), " a: b\n"),
    "YAML and items": (("Content: x\n",), "- a\n"),
    "YAML and names": (("Content: x\n",), "a: b\n"),
    "YAML and nested items": (("Content:\n",), " - - - - a\n"),
    "YAML and more indented": (("Content:\n",), lambda n: " " * (n % 60 + 1) + f"a{n}:\n"),
    "YAML and flow": (("Content: [",), "[a, "),
    "YAML and flow by lines": (("Content: [",), "\n a,"),
    "YAML and braces": (("Content: ",), "{a: "),
    "YAML and anchors": (("Content:\n",), " - &a b\n"),
    "YAML and aliases": (("Content:\n",), " - *a\n"),
    "YAML and keys": (("Content:\n",), " ? "),
    "YAML and tags": (("Content:\n",), " - !!str a\n"),
    "YAML and text": (("Content: |\n",), "  a\n"),
    "YAML and folded text": (("Content: >\n",), "  a\n\n"),
    "YAML and comments": (("Content: x\n",), "# a\n"),
    "YAML and quotes": (("Content: x\n",), ' a: "\n'),
    "YAML and a plain text": (("Content: x",), "\n  a"),
    "YAML and a quoted text": (('Content: "x',), "\n  a"),
    "YAML and reports": f"Content: {BASE64}\nReportFormat: text/csv\n",
    "YAML below names": "a:\n Content: x\n",
    "items of base64": f"- {BASE64}\n",
    "marks": "---\n",
    "marks and blanks": "--- \n",
    "marks and lines": "---\n\n",
    "marks and YAML": "---\nContent: x\n",
    "dots": "...\n",
    # Tables.
    "table": "----------\n|a|b|\n",
    "rows of a table": (("-" * 10 + "\n",), "|a|\n"),
    "empty rows of a table": (("-" * 10 + "\n",), "||\n"),
    "rules": "+--+\n",
    "borders": "----------\n",
    "bars": "|",
    "bars by lines": "|\n",
    "bars below names": (("|user|arn|\n",), "|"),
    "Markdown": "|user|arn|\n|--|--|\n|a|b|\n",
    "rows of Markdown": (("|user|arn|\n|--|--|\n",), "|a|b|\n"),
    "escaped bars": (("|user|arn|\n",), "\\|"),
    "aligned": "user arn\na b\n",
    "aligned rows": (("user arn\n",), "a b\n"),
    "aligned words": (("user arn ",), "a "),
    "boxes": "│user│arn│\n",
    "rules of boxes": "─",
    # Base64.
    "base64": "dXNlcixhcm4s",
    "base64 by lines": BASE64 + "\n",
    "base64 of a header": "dXNlcixhcm4sLCws\n",
    "short lines of base64": ((BASE64[:64] + "\n",), "AAAA\n"),
    "base64 of noise": "/" * 64 + "\n",
    "base64 and blanks": BASE64[:64] + " ",
    "base64 of base64": base64.b64encode(BASE64.encode()).decode() + "\n",
    "URL-safe base64": "-_" * 32 + "\n",
    "padding": "=",
    "armor": "-----BEGIN A-----\n",
    "armor and base64": f"-----BEGIN A-----\n{BASE64}\n-----END A-----\n",
    "armor by lines": (("-----BEGIN A-----\n",), "AAAA\n"),
    "uuencode": "begin-base64 644 a\n",
    "text output": f"{BASE64}\t2026-09-11T13:15:19Z\ttext/csv\n",
    "fields": "dXNlcixhcm4sLCws\t",
    "fields by lines": "dXNlcixhcm4sLCws\ta\n",
    "text of a CSV in a text": "'user,arn,\\nx'x",
    "texts of CSVs in a text": "xuser,arn,\\n' ",
    "base64 in words": "x:" + base64.b64encode(b"user,arn," + b"," * 45).decode() + ":",
    "numbers of a CSV": "117,115,101,114,44,",
    "numbers of CSVs": "117,115,101,114,44,97,114,110,10,x,",
    # Messages, fences, colours.
    "messages": "An error occurred (AccessDenied) when calling the X operation: y\n",
    "messages on one line": "An error occurred (AccessDenied) when calling the X operation: y ",
    "messages of version 2": "aws: [ERROR]: x\n",
    "starts of messages": "An error occurred (",
    "null by lines": "null\n",
    "None by tabs": "None\t",
    "states": "COMPLETE\n",
    "states by tabs": "report\tCOMPLETE\t",
    "fences": "```\n",
    "fences and text": "```\na\n",
    "colours": "\x1b[0m",
    "colours without an end": "\x1b[0",
    "escape characters": "\x1b",
    "pages": "<html>",
    "pages by lines": "<!DOCTYPE html>\n",
}


def data(value):
    return value.encode() if isinstance(value, str) else value


def repeated(token, size):
    """What stands before it, and a token until there is a size of it."""
    (before,), token = token if isinstance(token, tuple) else (("",), token)
    if not callable(token):
        token = data(token)
        return data(before) + token * (size // len(token) + 1)
    parts, length = [data(before)], 0
    while length < size:
        parts.append(data(token(len(parts) - 1)))
        length += len(parts[-1])
    return b"".join(parts)


def pair(first, second, by_turns):
    def make(size):
        if not by_turns:
            return repeated(first, size // 2) + repeated(second, size // 2)
        one, two = repeated(first, 1), repeated(second, 1)
        return (one + two) * (size // len(one + two) + 1)

    return make


def shapes():
    """Each shape by name: a function from a size to bytes."""
    made = {name: lambda size, token=token: repeated(token, size) for name, token in TOKENS.items()}
    for name in ("objects", "header and a row", "arrays in an array", "nil", "YAML and blanks"):
        plain = made[name]
        made[f"{name}, in UTF-16"] = lambda size, plain=plain: plain(size // 2).decode().encode("utf-16")
        made[f"{name}, packed"] = lambda size, plain=plain: gzip.compress(plain(size), 1, mtime=0)
        made[f"{name}, in JSON"] = lambda size, plain=plain: b'{"Content":"' + base64.b64encode(plain(size)) + b'"}'
    made["members of gzip"] = lambda size: gzip.compress(b"", mtime=0) * (size // 20 + 1)
    made["members of gzip of a byte"] = lambda size: gzip.compress(b"{", mtime=0) * (size // 21 + 1)
    return made


def pairs(count, seed):
    names = sorted(TOKENS)
    chance = random.Random(seed)
    for _ in range(count):
        one, two, by_turns = chance.choice(names), chance.choice(names), chance.random() < 0.5
        yield f"{one} {'/' if by_turns else '+'} {two}", pair(TOKENS[one], TOKENS[two], by_turns)


class Program:
    def __init__(self, binary, folder):
        self.argv = [str(pathlib.Path(binary).resolve()), "--jobs=1", "--format=json", "--as-of=2026-09-30"]
        self.folder = folder
        self.counts = shutil.which("valgrind") is not None
        self.start = self.instructions(b"{}") if self.counts else 0

    def put(self, text):
        """A file of the text, one for each thread."""
        file = self.folder / str(threading.get_ident())
        file.write_bytes(text)
        return str(file)

    def instructions(self, text):
        """How many instructions it takes to read a text; `None` when it takes too long."""
        file = self.put(text)
        tool = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
        try:
            done = subprocess.run([*tool, *self.argv, file], capture_output=True, check=False, timeout=SECONDS)
        except subprocess.TimeoutExpired:
            return None
        found = re.search(rb"I +refs: +([\d,]+)", done.stderr)
        if done.returncode not in (0, 1, 3) or not found:
            sys.exit(f"exit {done.returncode}: {done.stderr[-500:].decode(errors='replace')}")
        return int(found[1].replace(b",", b""))

    def memory(self, text):
        """How much memory it takes at the peak, in bytes; `None` when it takes too long."""
        file = self.put(text)
        # A process takes over the peak of the one that it is made by, unless that one has little.
        argv = [sys.executable, "-c", MEASURE, str(SECONDS), *self.argv, file]
        done = subprocess.run(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=False)
        status, peak = map(int, done.stdout.split())
        return peak * 1024 if status in (0, 1, 3) else None


MEASURE = """
import os, resource, subprocess, sys
try:
    status = subprocess.run(sys.argv[2:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=int(sys.argv[1])).returncode
except subprocess.TimeoutExpired:
    status = 124
print(status, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def held(program, make, size, memory_size):
    """The row of a shape, and what is over."""
    row, over = [], []
    if program.counts:
        counts = [program.instructions(make(size * times)) for times in (2, 4)]
        if None in counts:
            return ["", ""], ["takes too long"]
        two, four = (max(count - program.start, 1) for count in counts)
        growth, each = four / two, four / (4 * size)
        # What is small is start-up.
        if growth > MOST_GROWTH and four > program.start:
            over.append("not linear")
        if each > MOST_INSTRUCTIONS:
            over.append("dear")
        row += [f"{growth:.2f}", f"{each:.0f}"]
    text = make(memory_size)
    # What gzip takes counts by what it unpacks to.
    length = max(len(text), len(gzip.decompress(text))) if text.startswith(b"\x1f\x8b") else len(text)
    peak = program.memory(text)
    if peak is None:
        return [*row, ""], [*over, "takes too long, or crashes"]
    each = max(peak - MEMORY_AT_START, 0) / length
    if each > MOST_MEMORY:
        over.append("large")
    return [*row, f"{each:.0f}"], over


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("binary")
    ap.add_argument("--size", type=int, default=24, help="KB, of which twice and four times as much is read")
    ap.add_argument("--memory-size", type=int, default=4, help="MB at which memory is measured")
    ap.add_argument("--pairs", type=int, default=0)
    ap.add_argument("--seed", type=int, default=0)
    ap.add_argument("--only", default="")
    ap.add_argument("--jobs", type=int, default=os.cpu_count())
    ap.add_argument("-v", "--verbose", action="store_true")
    args = ap.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        program = Program(args.binary, pathlib.Path(folder))
        if not program.counts:
            print("no valgrind: instructions are not counted")
        tried = [*shapes().items(), *pairs(args.pairs, args.seed)]
        tried = [(name, make) for name, make in tried if args.only in name]
        print(f"{'':44}" + (f"{'growth':>8}{'a byte':>8}" if program.counts else "") + f"{'memory':>8}")
        failed = 0
        pool = ThreadPoolExecutor(args.jobs)
        rows = pool.map(lambda shape: held(program, shape[1], args.size << 10, args.memory_size << 20), tried)
        for (name, _), (row, over) in zip(tried, rows):
            failed += bool(over)
            if over or args.verbose:
                print(f"{name:44}" + "".join(f"{cell:>8}" for cell in row) + "  " + ", ".join(over), flush=True)
    print(f"{len(tried) - failed} of {len(tried)} shapes are linear and bounded")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
