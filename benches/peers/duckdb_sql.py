"""DuckDB on all files at once."""
import sys

import duckdb

folder = sys.argv[1]
root = "\"user\" = '<root_account>' AND (access_key_1_active = 'true' OR access_key_2_active = 'true')"
if folder.endswith("csv"):
    reports = f"SELECT arn FROM read_csv('{folder}/**/*.csv', header = true, all_varchar = true) WHERE {root}"
else:
    reports = f"""
        SELECT cell[2] AS arn FROM (
            SELECT string_split(line, ',') AS cell FROM (
                SELECT unnest(string_split(decode(from_base64("Content")), chr(10))) AS line
                FROM read_json('{folder}/**/*.json', columns = {{Content: 'VARCHAR'}}, maximum_object_size = 67108864))
            WHERE starts_with(line, '<root_account>,'))
        WHERE cell[9] = 'true' OR cell[14] = 'true'"""
for (arn,) in duckdb.sql(reports).fetchall():
    print(arn.split(":")[4])
