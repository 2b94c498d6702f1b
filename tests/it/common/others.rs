//! Files that people keep beside reports, and that are plainly none.

use std::sync::LazyLock;

/// Each by its kind's name.
pub(crate) fn documents() -> &'static [(String, Vec<u8>)] {
    static DOCUMENTS: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
        OTHERS.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect()
    });
    &DOCUMENTS
}

const OTHERS: &[(&str, &str)] = &[
    ("a note", "x\n"),
    (
        "notes",
        "Exports of September\n\nTaken on Monday by the platform team, account by account.\nAsk Jo about staging.\n",
    ),
    (
        "a readme",
        "# Exports\n\n- one folder for each month\n- `prod` is checked by hand\n\n```sh\nls -l exports/\n```\n\n| month | done |\n| --- | --- |\n| May | yes |\n",
    ),
    (
        "a page",
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head><title>Exports</title></head>\n<body class=\"main\">\n<p>Nothing new &amp; nothing old.</p>\n<table><tr><td title=\"a\">1</td></tr></table>\n<script>var x = {\"a\": \"b\"};</script>\n</body>\n</html>\n",
    ),
    (
        "package.json",
        "{\n  \"name\": \"exports\",\n  \"version\": \"1.0.0\",\n  \"private\": true,\n  \"scripts\": {\"build\": \"tsc -p .\"},\n  \"files\": [\"dist\", \"README.md\"]\n}\n",
    ),
    ("a list of JSON", "[{\"id\": 1, \"tags\": [\"a\", \"b\"]}, {\"id\": 2, \"tags\": []}]\n"),
    (
        "json lines",
        "{\"time\":\"2026-09-29T08:00:00Z\",\"level\":\"info\"}\n{\"time\":\"2026-09-29T08:00:01Z\",\"level\":\"warn\"}\n",
    ),
    (
        "an EC2 answer",
        "{\n    \"Reservations\": [\n        {\n            \"OwnerId\": \"111122223333\",\n            \"Instances\": []\n        }\n    ]\n}\n",
    ),
    (
        "yaml",
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: exports\n  labels:\n    app: audit\ndata:\n  month: '9'\n  list:\n  - a\n  - b\n",
    ),
    (
        "ini",
        "[default]\nregion = us-east-1\noutput = json\n\n; nothing else\n[profile dev]\nregion = eu-west-1\n",
    ),
    (
        "toml",
        "[package]\nname = \"exports\"\nversion = \"0.1.0\"\n\n[dependencies]\nserde = { version = \"1\", features = [\"derive\"] }\n",
    ),
    (
        "python",
        "import sys\n\n\ndef main(args):\n    # prints what is there\n    for name in args:\n        print(f\"{name}: {{}}\", b'x', {'a': 1})\n\n\nif __name__ == \"__main__\":\n    main(sys.argv[1:])\n",
    ),
    ("a script", "#!/bin/sh\nset -eu\nfor p in prod dev; do\n  echo \"$p\" >> list.txt\ndone\n"),
    (
        "javascript",
        "const x = { name: 'exports', list: [1, 2, 3] };\nmodule.exports = (a) => `${a}: ${x.name}`;\n",
    ),
    ("another csv", "month,done,by\nMay,yes,Jo\nJune,no,Al\n"),
    ("another table", "NAME        STATUS   AGE\nworker-1    Ready    3d\nworker-2    Ready    5d\n"),
    (
        "xml",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<project name=\"x\">\n  <!-- nothing -->\n  <step id=\"1\">build</step>\n  <data><![CDATA[a]]></data>\n</project>\n",
    ),
    (
        "a log",
        "2026-09-29 08:00:00,123 INFO start\n2026-09-29 08:00:01,456 WARN slow: 12 s\n2026-09-29 08:00:02,789 INFO done {'n': 3}\n",
    ),
    (
        "a mail",
        "From: jo@example.com\nTo: al@example.com\nSubject: exports\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 7bit\n\nThey are in the folder.\n",
    ),
    (
        "svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"><title>x</title><path d=\"M0 0h1v1z\"/></svg>\n",
    ),
    (
        "a certificate",
        "-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUQ2Fubm90IGJlIHJlYWwgYXQgYWxsMAoGCCqGSM49BAMC\nMBQxEjAQBgNVBAMMCWxvY2FsaG9zdDAeFw0yNjA5MjkwODAwMDBaFw0yNzA5Mjkw\n-----END CERTIFICATE-----\n",
    ),
    (
        "checksums",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08  a.json\n60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752  b.json\n",
    ),
    (
        "a notebook",
        "{\"cells\": [{\"cell_type\": \"code\", \"source\": [\"print(1)\\n\"], \"outputs\": [{\"text\": [\"1\\n\"]}]}], \"metadata\": {}, \"nbformat\": 4}\n",
    ),
    (
        "terraform",
        "resource \"aws_s3_bucket\" \"exports\" {\n  bucket = \"exports\"\n  tags = {\n    team = \"audit\"\n  }\n}\n",
    ),
    ("sql", "-- the months\nSELECT month, done FROM exports WHERE done = 'yes' ORDER BY month;\n"),
    ("a diff", "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n-a\n+b\n c\n"),
    ("a pdf", "%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"),
    ("a picture", "GIF89a\u{1}\0\u{1}\0\0\0\0;"),
    ("binary data", "\u{1}\u{2}\0\0\u{3}data\0\0\0\u{7f}more\0\0"),
];
