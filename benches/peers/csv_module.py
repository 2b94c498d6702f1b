"""The script that most teams have: json, base64 and csv of the standard library."""
import base64
import csv
import io
import json
import pathlib
import sys

for path in pathlib.Path(sys.argv[1]).rglob("*"):
    if path.suffix == ".json":
        text = base64.b64decode(json.loads(path.read_text())["Content"]).decode()
    elif path.suffix == ".csv":
        text = path.read_text()
    else:
        continue
    for row in csv.DictReader(io.StringIO(text)):
        if row["user"] == "<root_account>" and "true" in (row["access_key_1_active"], row["access_key_2_active"]):
            print(row["arn"].split(":")[4])
