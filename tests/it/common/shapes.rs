//! Every shape that rootkeys reads, made from a CSV.

use std::io::Write as _;

use flate2::{Compression, write::GzEncoder};

use super::{base64, json, utf16};

/// A shape's name and its bytes for a CSV.
pub(crate) type Shape = (&'static str, fn(&str) -> Vec<u8>);

/// Every shape that holds the whole CSV.
pub(crate) const SHAPES: &[Shape] = &[
    ("csv", |csv| csv.as_bytes().to_vec()),
    ("csv newline", |csv| format!("{csv}\n").into_bytes()),
    ("csv crlf", |csv| format!("{csv}\n").replace('\n', "\r\n").into_bytes()),
    ("csv cr", |csv| format!("{csv}\n").replace('\n', "\r").into_bytes()),
    ("csv quoted", |csv| quoted(csv).into_bytes()),
    ("csv bom", |csv| [b"\xEF\xBB\xBF", csv.as_bytes(), b"\n"].concat()),
    ("csv utf-16", |csv| utf16(&format!("{csv}\n"))),
    ("csv hint", |csv| format!("sep=,\r\n{csv}\n").into_bytes()),
    ("csv #TYPE", |csv| format!("#TYPE System.Object\r\n{}", quoted(csv)).into_bytes()),
    ("json", |csv| json(csv).into_bytes()),
    ("json compact", |csv| json(csv).replace("\n    ", "").replace("\n}", "}").into_bytes()),
    ("json time first", |csv| {
        format!("{{\"GeneratedTime\": \"2026-09-29T08:00:00Z\", \"Content\": \"{}\"}}", base64(csv))
            .into_bytes()
    }),
    ("json bom", |csv| [b"\xEF\xBB\xBF", json(csv).as_bytes()].concat()),
    ("json utf-16", |csv| utf16(&json(csv))),
    ("json array", |csv| format!("[{}]\n", json(csv)).into_bytes()),
    ("json map", |csv| format!("{{\"prod\": {}}}\n", json(csv)).into_bytes()),
    ("json string", |csv| format!("\"{}\"\n", base64(csv)).into_bytes()),
    ("json plain", |csv| format!("{{\"Content\": \"{}\"}}", escaped(csv)).into_bytes()),
    ("json nested", |csv| {
        format!("{{\"stdout\": {}}}\n", serde_json::to_string(&json(csv)).unwrap()).into_bytes()
    }),
    ("json default=str", |csv| {
        format!("{{\"Content\": {}}}", serde_json::to_string(&python(csv)).unwrap()).into_bytes()
    }),
    ("json buffer", |csv| {
        format!("{{\"Content\":{{\"type\":\"Buffer\",\"data\":[{}]}}}}", numbers(csv, ",")).into_bytes()
    }),
    ("json byte map", |csv| {
        let bytes: Vec<String> =
            csv.bytes().enumerate().map(|(at, byte)| format!("\"{at}\":{byte}")).collect();
        format!("{{\"Content\":{{{}}}}}", bytes.join(",")).into_bytes()
    }),
    ("json gzip", |csv| gzip(&json(csv))),
    ("json colours", |csv| json(csv).replace("\"Content\"", "\x1B[34;1m\"Content\"\x1B[0m").into_bytes()),
    ("json fenced", |csv| format!("```json\n{}```\n", json(csv)).into_bytes()),
    ("base64", |csv| format!("{}\n", base64(csv)).into_bytes()),
    ("base64 wrapped", |csv| wrapped(&base64(csv), 76).into_bytes()),
    ("base64 blanks", |csv| wrapped(&base64(csv), 76).replace('\n', " ").into_bytes()),
    ("base64 unpadded", |csv| format!("{}\n", base64(csv).trim_end_matches('=')).into_bytes()),
    ("base64 url-safe", |csv| format!("{}\n", base64(csv).replace('+', "-").replace('/', "_")).into_bytes()),
    ("base64 again", |csv| format!("{}\n", base64(&base64(csv))).into_bytes()),
    ("armor", |csv| {
        format!("-----BEGIN CERTIFICATE-----\r\n{}-----END CERTIFICATE-----\r\n", wrapped(&base64(csv), 64))
            .into_bytes()
    }),
    ("query api", |csv| {
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}\n", query_api(csv)).into_bytes()
    }),
    ("query api on one line", |csv| query_api(csv).replace("\n", "").into_bytes()),
    ("query api with headers", |csv| {
        format!("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n{}", query_api(csv)).into_bytes()
    }),
    ("query api in json", |csv| {
        format!("{{\"body\": {}}}\n", serde_json::to_string(&query_api(csv)).unwrap()).into_bytes()
    }),
    ("clear-signed", |csv| clear_signed(csv).into_bytes()),
    ("php", |csv| format!("{PHP}\n{{\n    \"Content\": \"{}\"\n}}\n", escaped(csv)).into_bytes()),
    ("text of names", |csv| format!("prod\t{}\n", base64(csv)).into_bytes()),
    ("csv in yaml", |csv| {
        let lines = csv.replace('\n', "\n    ");
        format!(
            "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: iam\ndata:\n  report.csv: |\n    {lines}\n"
        )
        .into_bytes()
    }),
    ("text", |csv| text(csv).into_bytes()),
    ("table", |csv| table(csv).into_bytes()),
    ("yaml", |csv| yaml(csv).into_bytes()),
    ("yaml stream", |csv| {
        format!(
            "- Content: {}\n  GeneratedTime: '2026-09-29T08:00:00+00:00'\n  ReportFormat: text/csv\n",
            base64(csv)
        )
        .into_bytes()
    }),
    ("yaml binary", |csv| {
        let content = wrapped(&base64(csv), 76).replace('\n', "\n  ");
        format!("Content: !!binary |\n  {}\nReportFormat: text/csv\n", content.trim_end()).into_bytes()
    }),
    ("python bytes", |csv| format!("{}\n", python(csv)).into_bytes()),
    ("python print", |csv| {
        format!("{{'Content': {}, 'GeneratedTime': datetime.datetime(2026, 9, 29, 8, 0, tzinfo=tzutc()), 'n': 200}}\n", python(csv))
            .into_bytes()
    }),
    ("python pprint", |csv| {
        let chunks: Vec<String> =
            csv.as_bytes().chunks(60).map(|chunk| python(&String::from_utf8_lossy(chunk))).collect();
        format!("{{'Content': {},\n 'ReportFormat': 'text/csv'}}\n", chunks.join("\n            "))
            .into_bytes()
    }),
    ("node inspect", |csv| {
        let items: Vec<String> = csv.bytes().map(|byte| format!("{byte:3}")).collect();
        let lines: Vec<String> = items.chunks(12).map(|line| format!("    {}", line.join(", "))).collect();
        let (count, items) = (csv.len(), lines.join(",\n"));
        format!("{{\n  Content: Uint8Array({count}) [\n{items}\n  ],\n  ReportFormat: 'text/csv'\n}}\n")
            .into_bytes()
    }),
    ("go", |csv| {
        format!(
            "&{{Content:[{}] GeneratedTime:2026-09-29 08:00:00 +0000 UTC ReportFormat:text/csv}}\n",
            numbers(csv, " ")
        )
        .into_bytes()
    }),
    ("rust", |csv| {
        format!("GetCredentialReportOutput {{ content: Some(Blob {{ inner: [{}] }}), report_format: Some(TextCsv) }}\n", numbers(csv, ", "))
            .into_bytes()
    }),
    ("ruby", |csv| {
        format!("#<struct Report content=\"{}\", report_format=\"text/csv\">\n", escaped(csv)).into_bytes()
    }),
];

/// Shapes that programs make of the CSV's cells: none of them can hold a comma that is not quoted.
pub(crate) const RESAVED: &[Shape] = &[
    ("semicolons", |csv| format!("{}\r\n", csv.replace(',', ";").replace('\n', "\r\n")).into_bytes()),
    ("tabs", |csv| format!("{}\n", csv.replace(',', "\t")).into_bytes()),
    ("index", |csv| {
        csv.lines()
            .enumerate()
            .map(|(at, line)| format!("{},{line}\n", if at == 0 { String::new() } else { at.to_string() }))
            .collect::<String>()
            .into_bytes()
    }),
    ("markdown", |csv| {
        let rule =
            format!("|{}\n", " --- |".repeat(csv.lines().next().unwrap_or_default().split(',').count()));
        let mut lines = csv.lines().map(|line| format!("| {} |\n", line.replace(',', " | ")));
        format!("{}{rule}{}", lines.next().unwrap_or_default(), lines.collect::<String>()).into_bytes()
    }),
    ("aligned", |csv| {
        let cells: Vec<String> = csv.split([',', '\n']).map(|cell| format!("{cell:48}")).collect();
        let columns = csv.lines().next().unwrap_or_default().split(',').count();
        cells
            .chunks(columns)
            .map(|row| format!("{}\n", row.join("  ").trim_end()))
            .collect::<String>()
            .into_bytes()
    }),
    ("vertical :", |csv| vertical(csv, |_| "\r\n".to_owned(), " : ", false).into_bytes()),
    ("vertical : utf-16", |csv| {
        utf16(&format!("{}\r\n\r\n", vertical(csv, |_| "\r\n".to_owned(), " : ", false)))
    }),
    ("vertical |", |csv| {
        vertical(csv, |number| format!("-[ RECORD {number} ]---+-----\n"), " | ", false).into_bytes()
    }),
    ("vertical \\G", |csv| {
        vertical(csv, |number| format!("{0} {number}. row {0}\n", "*".repeat(27)), ": ", true).into_bytes()
    }),
    ("vertical =", |csv| vertical(csv, |_| "\n".to_owned(), " = ", true).into_bytes()),
    ("vertical", |csv| vertical(csv, |_| "\n".to_owned(), " ", false).into_bytes()),
    ("duckdb box", |csv| {
        let line = |line: &str| format!("│ {} │\n", line.replace(',', " │ "));
        let mut lines = csv.lines().map(line);
        let header = lines.next().unwrap_or_default();
        let types = line(&vec!["varchar"; header.split('│').count() - 2].join(","));
        format!("┌────┐\n{header}{types}├────┤\n{}└────┘\n", lines.collect::<String>()).into_bytes()
    }),
    ("psql", |csv| {
        let mut lines = csv.lines().map(|line| format!(" {} \n", line.replace(',', " | ")));
        let (header, rows) = (lines.next().unwrap_or_default(), lines.collect::<String>());
        format!("{header}-----+-----\n{rows}({} rows)\n\n", csv.lines().count() - 1).into_bytes()
    }),
    ("html", |csv| html(csv, false).into_bytes()),
    ("html page", |csv| {
        format!(
            "<!DOCTYPE html>\n<html><head><title>IAM</title></head><body>\n<h1>Report</h1><p>As of Monday\n{}</body></html>\n",
            html(csv, true)
        )
        .into_bytes()
    }),
    ("html pre", |csv| format!("<html><body><pre>{}</pre></body></html>\n", entities(csv)).into_bytes()),
    ("rows", |csv| format!("[{}]\n", rows(csv).join(",\n ")).into_bytes()),
    ("rows by line", |csv| format!("{}\n", rows(csv).join("\n")).into_bytes()),
    ("lines", |csv| {
        format!("{}\n", serde_json::to_string_pretty(&csv.lines().collect::<Vec<_>>()).unwrap()).into_bytes()
    }),
];

pub(crate) fn entities(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A table, as pandas writes it, or all of a row on one line, as PowerShell does.
pub(crate) fn html(csv: &str, by_line: bool) -> String {
    let (open, gap) = if by_line { ("<table>", "") } else { ("<table border=\"1\">", "\n      ") };
    let row = |(number, line): (usize, &str)| {
        let name = if number == 0 { "th" } else { "td" };
        let cell = |cell: &str| format!("{gap}<{name}>{}</{name}>", entities(cell));
        format!("    <tr>{}</tr>\n", line.split(',').map(cell).collect::<String>())
    };
    format!("{open}\n{}</table>\n", csv.lines().enumerate().map(row).collect::<String>())
}

/// A record for each row, below a line with its number: a cell on each line, the names before them aligned.
fn vertical(csv: &str, above: fn(usize) -> String, between: &str, right: bool) -> String {
    let mut lines = csv.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let names = lines.next().unwrap_or_default();
    let width = names.iter().map(|name| name.len()).max().unwrap_or_default();
    let line = |(name, cell): (&&str, &str)| {
        let name = if right { format!("{name:>width$}") } else { format!("{name:width$}") };
        format!("{name}{between}{cell}\n")
    };
    let record = |(number, row): (usize, Vec<&str>)| {
        format!("{}{}", above(number), names.iter().zip(row).map(line).collect::<String>())
    };
    (1..).zip(lines).map(record).collect()
}

fn escaped(csv: &str) -> String {
    csv.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

fn python(csv: &str) -> String {
    format!("b'{}'", csv.replace('\\', "\\\\").replace('\'', "\\'").replace('\n', "\\n"))
}

fn numbers(csv: &str, separator: &str) -> String {
    csv.bytes().map(|byte| byte.to_string()).collect::<Vec<_>>().join(separator)
}

fn quoted(csv: &str) -> String {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(csv.as_bytes());
    let rows = reader.records().map(|row| {
        let cells: Vec<String> =
            row.unwrap().iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
        format!("{}\n", cells.join(","))
    });
    rows.collect()
}

pub(crate) fn wrapped(text: &str, width: usize) -> String {
    text.as_bytes().chunks(width).map(|line| format!("{}\n", String::from_utf8_lossy(line))).collect()
}

pub(crate) fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

/// The AWS CLI's text.
pub(crate) fn text(csv: &str) -> String {
    format!("{}\t2026-09-29T08:00:00+00:00\ttext/csv\n", base64(csv))
}

/// The answer of IAM's query API.
pub(crate) fn query_api(csv: &str) -> String {
    format!(
        "<GetCredentialReportResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">\n  \
         <GetCredentialReportResult>\n    <Content>{}</Content>\n    <ReportFormat>text/csv</ReportFormat>\n    \
         <GeneratedTime>2026-09-29T08:00:00Z</GeneratedTime>\n  </GetCredentialReportResult>\n  <ResponseMetadata>\n    \
         <RequestId>29f47818-99f5-11e1-a4c3-27EXAMPLE804</RequestId>\n  </ResponseMetadata>\n\
         </GetCredentialReportResponse>",
        base64(csv)
    )
}

/// A text that PGP signed.
pub(crate) fn clear_signed(text: &str) -> String {
    let text: String = text
        .lines()
        .map(|line| format!("{}{line}\n", if line.starts_with('-') { "- " } else { "" }))
        .collect();
    let signature = wrapped(&base64(&"signature ".repeat(20)), 64);
    format!(
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n{text}-----BEGIN PGP SIGNATURE-----\n\n{signature}=Zm9v\n\
         -----END PGP SIGNATURE-----\n"
    )
}

/// What the SDK for PHP prints above a result.
pub(crate) const PHP: &str = "\
Model Data
----------
Data can be retrieved from the model object using the get() method of the
model (e.g., `$result->get($key)`) or accessing the result like an associative
array (e.g. `$result['key']`). You can also execute JMESPath expressions on the
result data using the search() method.
";

/// The AWS CLI's YAML.
pub(crate) fn yaml(csv: &str) -> String {
    format!("Content: {}\nGeneratedTime: '2026-09-29T08:00:00+00:00'\nReportFormat: text/csv\n", base64(csv))
}

/// The AWS CLI's table.
fn table(csv: &str) -> String {
    let content = base64(csv);
    let rows = [
        ("Content", content.as_str()),
        ("GeneratedTime", "2026-09-29T08:00:00Z"),
        ("ReportFormat", "text/csv"),
    ];
    let width = content.len().max(60) + 3;
    let rule = format!("+{}+{}+\n", "-".repeat(15), "-".repeat(width + 2));
    let title = format!("|{:^1$}|\n", "GetCredentialReport", width + 18);
    let rows: String = rows.iter().map(|(name, value)| format!("|  {name:13}|  {value:width$}|\n")).collect();
    format!("{}\n{title}{rule}{rows}{rule}", "-".repeat(width + 20))
}

/// The rows as JSON objects, booleans and missing values as JSON has them.
fn rows(csv: &str) -> Vec<String> {
    let mut lines = csv.lines();
    let names: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
    let value = |cell: &str| match cell {
        "true" | "false" => cell.to_owned(),
        "N/A" => "null".to_owned(),
        _ => serde_json::to_string(cell).unwrap(),
    };
    let row = |line: &str| {
        let members: Vec<String> = names
            .iter()
            .zip(line.split(','))
            .map(|(name, cell)| format!("\"{name}\": {}", value(cell)))
            .collect();
        format!("{{{}}}", members.join(", "))
    };
    lines.map(row).collect()
}
