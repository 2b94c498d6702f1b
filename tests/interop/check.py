#!/usr/bin/env python3
"""Read what rootkeys writes with the programs that people read it with.

usage: tests/interop/check.py BINARY [REPORTS]...

JSON      against `rootkeys schema`, by check-jsonschema
CSV       by DuckDB and by pandas: the rows of the JSON
JSONL     by DuckDB: the accounts of the JSON
Markdown  by markdownlint, with its defaults but for the length of lines

over the fixtures and every further file or folder. Needs Python 3 and npm; what it needs beyond is installed once into
target/interop. Exit 1 and a line for each fault.
"""
import json
import pathlib
import subprocess
import sys
import venv

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOOLS = ROOT / "target" / "interop"
PYTHON = TOOLS / "venv" / "bin" / "python"
PACKAGES = ["check-jsonschema==0.39.*", "duckdb==1.*", "pandas==2.*"]
MARKDOWNLINT = TOOLS / "npm" / "node_modules" / ".bin" / "markdownlint-cli2"
AS_OF = "--as-of=2026-09-30"


def install():
    if not (TOOLS / "venv" / "installed").exists():
        venv.create(TOOLS / "venv", with_pip=True)
        subprocess.run([PYTHON, "-m", "pip", "install", "-q", *PACKAGES], check=True)
        (TOOLS / "venv" / "installed").touch()
    if not MARKDOWNLINT.exists():
        npm = ["npm", "install", "--silent", "--prefix", TOOLS / "npm", "markdownlint-cli2@0.22"]
        subprocess.run(npm, check=True, stdout=subprocess.DEVNULL)


def write(binary, path, stem):
    """Every format of the path at once; the JSON document."""
    endings = ["json", "jsonl", "csv", "sarif", "md"]
    files = [arg for ending in endings for arg in ("-o", f"{stem}.{ending}")]
    run = subprocess.run([binary, "-q", AS_OF, path, *files], cwd=ROOT)
    if run.returncode not in (0, 1, 3):
        sys.exit(f"{path}: exit {run.returncode}")
    return json.loads(pathlib.Path(f"{stem}.json").read_text())


def expected(document):
    """The rows that the CSV must have, as text."""
    def text(value):
        return "" if value is None else value if isinstance(value, str) else json.dumps(value)

    columns = ["account_id", "partition", "verdict", "generated_time", "input", "line", "csv_line"]
    of_key = ["state", "last_rotated", "age_days", "last_used", "last_used_region", "last_used_service"]
    rows = []
    for account in document["accounts"]:
        row = {name: text(account[name]) for name in columns}
        for key in account["keys"][:2]:
            row |= {f"access_key_{key['slot']}_{name}": text(key[name]) for name in of_key}
        of_root = ("mfa_active", "password_enabled", "password_last_used")
        rows.append(row | {name: text(account["root"][name]) for name in of_root})
    return rows


def rows_by_duckdb(file):
    import duckdb

    table = duckdb.sql(f"select * from read_csv('{file}', all_varchar = true, nullstr = '\\0')")
    return [dict(zip(table.columns, row)) for row in table.fetchall()]


def rows_by_pandas(file):
    import pandas

    return pandas.read_csv(file, dtype=str, keep_default_na=False).to_dict("records")


def accounts_by_duckdb(file):
    import duckdb

    query = f"select account_id, verdict from read_json('{file}', format = 'newline_delimited') where type = 'account'"
    return sorted((str(account), verdict) for account, verdict in duckdb.sql(query).fetchall())


def faults(stem, document):
    rows = expected(document)
    for name, read in [("DuckDB", rows_by_duckdb), ("pandas", rows_by_pandas)]:
        found = read(f"{stem}.csv")
        found = [{column: row.get(column) for column in rows[0]} for row in found] if rows else found
        if found != rows:
            yield f"{name} reads {len(found)} rows of the CSV, and not what the JSON has in {len(rows)}"
    if document["accounts"]:
        accounts = sorted((str(a["account_id"]), a["verdict"]) for a in document["accounts"])
        if accounts_by_duckdb(f"{stem}.jsonl") != accounts:
            yield "DuckDB reads other accounts from the JSON Lines"


def check(binary, paths):
    out = TOOLS / "out"
    out.mkdir(exist_ok=True)
    for old in out.iterdir():
        old.unlink()
    schema = out / "schema.json"
    schema.write_bytes(subprocess.run([binary, "schema"], check=True, capture_output=True).stdout)
    stems, bad = [], 0
    for number, path in enumerate(paths):
        stem = out / f"{number:03}"
        document = write(binary, path, stem)
        stems.append(stem)
        for fault in faults(stem, document):
            print(f"{path}: {fault}")
            bad += 1
    validator = [PYTHON, "-m", "check_jsonschema"]
    bad += subprocess.run([*validator, "--check-metaschema", schema]).returncode
    bad += subprocess.run([*validator, "--schemafile", schema, *(f"{stem}.json" for stem in stems)]).returncode
    (out / ".markdownlint-cli2.jsonc").write_text('{"config": {"line-length": false}, "noBanner": true, "noProgress": true}')
    bad += subprocess.run([MARKDOWNLINT, "*.md"], cwd=out).returncode
    print(f"{len(paths)} results read back, {bad} faults")
    sys.exit(1 if bad else 0)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    install()
    if pathlib.Path(sys.prefix) != TOOLS / "venv":
        sys.exit(subprocess.run([PYTHON, __file__, *sys.argv[1:]]).returncode)
    fixtures = [f"fixtures/{name}" for name in ("organization", "problems", "shapes", "superseded")]
    fixtures += sorted(str(path.relative_to(ROOT)) for path in (ROOT / "fixtures" / "problems").iterdir())
    check(pathlib.Path(sys.argv[1]).resolve(), fixtures + sys.argv[2:])


if __name__ == "__main__":
    main()
