//! Clean documents: every shape of one report, and the shapes in which people keep those of several accounts.

use std::sync::LazyLock;

use super::shapes::{RESAVED, SHAPES, wrapped};
use super::{ACCOUNT, base64, json, report};

/// The accounts of clean documents.
pub(crate) const ACCOUNTS: [&str; 3] = [ACCOUNT, "222233334444", "333344445555"];
pub(crate) const NAMES: [&str; 3] = ["prod", "dev", "test"];
pub(crate) const SHORT: &str = "user,arn,access_key_1_active,access_key_2_active";

/// A shape's name and its text for the reports of one account or more.
pub(crate) type Collection = (&'static str, fn(&[String]) -> String);

/// A clean report with nothing but its root row, and key cells alone.
pub(crate) fn short(account: &str) -> String {
    format!("{SHORT}\n<root_account>,arn:aws:iam::{account}:root,false,false")
}

/// A clean report as AWS writes it, with further users.
pub(crate) fn full(account: &str) -> String {
    report("false", "false").replace(ACCOUNT, account)
}

/// Every clean document by its shape's name.
pub(crate) fn documents() -> &'static [(String, Vec<u8>)] {
    static DOCUMENTS: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
        let mut all = Vec::new();
        for (length, made) in [("short", short as fn(&str) -> String), ("full", full)] {
            for (name, shape) in SHAPES.iter().chain(RESAVED) {
                all.push((format!("{name}, {length}"), shape(&made(ACCOUNT))));
            }
            for (name, wrapper) in WRAPPED {
                all.push((format!("{name}, {length}"), wrapper(&[made(ACCOUNT)]).into_bytes()));
            }
            for (name, collection) in MORE {
                for count in 1..=ACCOUNTS.len() {
                    let csvs: Vec<String> = ACCOUNTS.iter().take(count).map(|id| made(id)).collect();
                    all.push((format!("{name}, {length}, {count}"), collection(&csvs).into_bytes()));
                }
            }
        }
        all
    });
    &DOCUMENTS
}

/// The shapes of several accounts, and wrappers of one.
pub(crate) const MORE: &[Collection] = &[
    ("json by profile", |csvs| by_name(csvs, |csv| json(csv).trim_end().to_owned())),
    ("json by account", |csvs| by_account(csvs, |csv| quote(&base64(csv)))),
    ("json by file", |csvs| {
        let members = csvs.iter().zip(NAMES).map(|(csv, name)| format!("\"{name}.csv\":{}", quote(csv)));
        format!("{{{}}}\n", members.collect::<Vec<_>>().join(","))
    }),
    ("json list", |csvs| list(csvs, |csv| json(csv).trim_end().to_owned())),
    ("json list of base64", |csvs| list(csvs, |csv| quote(&base64(csv)))),
    ("json lines", |csvs| each(csvs, |csv| format!("{{\"Content\":\"{}\"}}\n", base64(csv)))),
    ("json lines with accounts", |csvs| {
        let line = |csv: &String| {
            format!("{{\"account\":\"{}\",\"report\":{}}}\n", id(csv), json(csv).replace('\n', " "))
        };
        csvs.iter().map(line).collect()
    }),
    ("json below json", |csvs| each(csvs, json)),
    ("json below csv", |csvs| {
        let (last, others) = csvs.split_last().unwrap();
        format!("{}{}\n", each(others, json), last)
    }),
    ("json with accounts", |csvs| {
        let accounts =
            list(csvs, |csv| format!("{{\"account_id\":\"{}\",\"content\":\"{}\"}}", id(csv), base64(csv)));
        format!("{{\"accounts\":{accounts}}}")
    }),
    ("rows by profile", |csvs| by_name(csvs, |csv| format!("[{}]", row_objects(csv).join(",")))),
    ("rows of all", |csvs| {
        let rows: Vec<String> = csvs.iter().flat_map(|csv| row_objects(csv)).collect();
        format!("[{}]", rows.join(",\n"))
    }),
    ("rows below rows", |csvs| each(csvs, |csv| format!("[{}]\n", row_objects(csv).join(",")))),
    ("split", |csvs| {
        let rows: Vec<String> = csvs.iter().flat_map(|csv| row_lists(csv).split_off(1)).collect();
        format!("{{\"columns\":{},\"data\":[{}]}}\n", row_lists(&csvs[0])[0], rows.join(","))
    }),
    ("split with index", |csvs| {
        let rows: Vec<String> = csvs.iter().flat_map(|csv| row_lists(csv).split_off(1)).collect();
        let index: Vec<String> = (0..rows.len()).map(|at| at.to_string()).collect();
        let names = &row_lists(&csvs[0])[0];
        format!("{{\"columns\":{names},\"index\":[{}],\"data\":[{}]}}", index.join(","), rows.join(","))
    }),
    ("row lists", |csvs| {
        let rows: Vec<String> = csvs.iter().flat_map(|csv| row_lists(csv).split_off(1)).collect();
        format!("[{},{}]\n", row_lists(&csvs[0])[0], rows.join(","))
    }),
    ("yaml list", |csvs| each(csvs, |csv| format!("- Content: {}\n  ReportFormat: text/csv\n", base64(csv)))),
    ("yaml by profile", |csvs| {
        let entry = |(csv, name): (&String, &str)| {
            format!("{name}:\n  Content: {}\n  ReportFormat: text/csv\n", base64(csv))
        };
        csvs.iter().zip(NAMES).map(entry).collect()
    }),
    ("yaml documents", |csvs| {
        each(csvs, |csv| format!("---\nContent: {}\nReportFormat: text/csv\n", base64(csv)))
    }),
    ("yaml block", |csvs| {
        each(csvs, |csv| {
            format!("- Content: |\n    {}\n  ReportFormat: text/csv\n", csv.replace('\n', "\n    "))
        })
    }),
    ("text of several", |csvs| {
        each(csvs, |csv| format!("{}\t2026-09-29T08:00:00+00:00\ttext/csv\n", base64(csv)))
    }),
    ("base64 of several", |csvs| each(csvs, |csv| format!("{}\n", base64(csv)))),
    ("armor of several", |csvs| {
        each(csvs, |csv| {
            format!("-----BEGIN CERTIFICATE-----\n{}-----END CERTIFICATE-----\n", wrapped(&base64(csv), 64))
        })
    }),
    ("uuencode", |csvs| {
        each(csvs, |csv| format!("begin-base64 644 report.csv\n{}====\n", wrapped(&base64(csv), 60)))
    }),
    ("markdown of several", |csvs| csvs.iter().map(|csv| markdown(csv)).collect::<Vec<_>>().join("\n")),
    ("box", |csvs| each(csvs, |csv| boxed(csv, '|', '-', '+'))),
    ("box drawn", |csvs| each(csvs, |csv| boxed(csv, '│', '─', '┼'))),
    ("console.table", |csvs| each(csvs, console_table)),
    ("aligned by two", |csvs| each(csvs, |csv| aligned(csv, false))),
    ("aligned with rule", |csvs| each(csvs, |csv| aligned(csv, true))),
    ("csv below csv", |csvs| csvs.iter().map(|csv| format!("{csv}\n")).collect::<Vec<_>>().join("\n")),
    ("csv of all", |csvs| {
        let rows = csvs.iter().flat_map(|csv| csv.lines().skip(1)).map(|row| format!("{row}\n"));
        format!("{}\n{}", csvs[0].lines().next().unwrap(), rows.collect::<String>())
    }),
    ("csv hint of all", |csvs| {
        let rows = csvs.iter().flat_map(|csv| csv.lines().skip(1)).map(|row| row.replace(',', ";") + "\r\n");
        format!(
            "sep=;\r\n{}\r\n{}",
            csvs[0].lines().next().unwrap().replace(',', ";"),
            rows.collect::<String>()
        )
    }),
    ("csv with accounts", |csvs| {
        let rows =
            csvs.iter().flat_map(|csv| csv.lines().skip(1).map(|row| format!("{},{row},note\n", id(csv))));
        format!("account_id,{},notes\n{}", csvs[0].lines().next().unwrap(), rows.collect::<String>())
    }),
    ("python by profile", |csvs| {
        let entry = |(csv, name): (&String, &str)| {
            format!("'{name}': {{'Content': b'{}', 'ReportFormat': 'text/csv'}}", csv.replace('\n', "\\n"))
        };
        format!("{{{}}}\n", csvs.iter().zip(NAMES).map(entry).collect::<Vec<_>>().join(", "))
    }),
    ("python list", |csvs| list(csvs, |csv| format!("b'{}'", csv.replace('\n', "\\n")))),
    ("node by profile", |csvs| {
        let entry = |(csv, name): (&String, &str)| format!("  {name}: {{ Content: '{}' }}", base64(csv));
        format!("{{\n{}\n}}\n", csvs.iter().zip(NAMES).map(entry).collect::<Vec<_>>().join(",\n"))
    }),
    ("ruby by profile", |csvs| {
        let entry = |(csv, name): (&String, &str)| format!("\"{name}\"=>\"{}\"", csv.replace('\n', "\\n"));
        format!("{{{}}}\n", csvs.iter().zip(NAMES).map(entry).collect::<Vec<_>>().join(", "))
    }),
    ("go list", |csvs| {
        let entry = |csv: &String| {
            let bytes: Vec<String> = csv.bytes().map(|byte| byte.to_string()).collect();
            format!("{{Content:[{}] ReportFormat:text/csv}}", bytes.join(" "))
        };
        format!("[{}]\n", csvs.iter().map(entry).collect::<Vec<_>>().join(" "))
    }),
    ("fences", |csvs| each(csvs, |csv| format!("```csv\n{csv}\n```\n"))),
    ("jq -R lines", |csvs| {
        csvs.iter()
            .map(|csv| serde_json::to_string(&csv.lines().collect::<Vec<_>>()).unwrap() + "\n")
            .collect()
    }),
];

/// What programs wrap one report in.
pub(crate) const WRAPPED: &[Collection] = &[
    ("csv without arn", |csvs| without_arn(&csvs[0])),
    ("rows without arn", |csvs| format!("[{}]", row_objects(without_arn(&csvs[0]).trim_end()).join(","))),
    ("ansible", |csvs| {
        let out = quote(&json(&csvs[0]));
        format!(
            "{{\"changed\": true, \"cmd\": [\"aws\", \"iam\"], \"rc\": 0, \"stderr\": \"\", \"stderr_lines\": [], \"stdout\": {out}}}"
        )
    }),
    ("ssm", |csvs| {
        let out = quote(&json(&csvs[0]));
        format!(
            "{{\"CommandId\": \"0b1c\", \"InstanceId\": \"i-0abc\", \"Status\": \"Success\", \"StandardOutputContent\": {out}, \"StandardErrorContent\": \"\"}}"
        )
    }),
    ("lambda", |csvs| {
        format!(
            "{{\"statusCode\": 200, \"headers\": {{\"Content-Type\": \"text/csv\"}}, \"body\": {}}}",
            quote(&csvs[0])
        )
    }),
    ("boto3", |csvs| {
        let content = base64(&csvs[0]);
        format!(
            "{{\"Content\": \"{content}\", \"ReportFormat\": \"text/csv\", \"ResponseMetadata\": {{\"RequestId\": \"a-b\", \"HTTPStatusCode\": 200, \"HTTPHeaders\": {{\"date\": \"x\"}}, \"RetryAttempts\": 0}}}}"
        )
    }),
    ("account and report", |csvs| format!("{{\"account\":\"{ACCOUNT}\",\"report\":{}}}", json(&csvs[0]))),
    ("columns", |csvs| {
        let rows = cells(&csvs[0]);
        let column = |at: usize| {
            let cells =
                rows[1..].iter().enumerate().map(|(row, cells)| format!("\"{row}\":{}", typed(cells[at])));
            format!("\"{}\":{{{}}}", rows[0][at], cells.collect::<Vec<_>>().join(","))
        };
        format!("{{{}}}", (0..rows[0].len()).map(column).collect::<Vec<_>>().join(","))
    }),
    ("pandas table", |csvs| {
        format!(
            "{{\"schema\":{{\"fields\":[],\"pandas_version\":\"1.4.0\"}},\"data\":[{}]}}",
            row_objects(&csvs[0]).join(",")
        )
    }),
];

pub(crate) fn id(csv: &str) -> &str {
    ACCOUNTS.into_iter().find(|id| csv.contains(id)).unwrap()
}

pub(crate) fn quote(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

fn each(csvs: &[String], shape: impl Fn(&str) -> String) -> String {
    csvs.iter().map(|csv| shape(csv)).collect()
}

fn list(csvs: &[String], shape: impl Fn(&str) -> String) -> String {
    format!("[{}]\n", csvs.iter().map(|csv| shape(csv)).collect::<Vec<_>>().join(", "))
}

fn by_name(csvs: &[String], shape: impl Fn(&str) -> String) -> String {
    let member = |(csv, name): (&String, &str)| format!("\"{name}\": {}", shape(csv));
    format!("{{{}}}\n", csvs.iter().zip(NAMES).map(member).collect::<Vec<_>>().join(", "))
}

fn by_account(csvs: &[String], shape: impl Fn(&str) -> String) -> String {
    let member = |csv: &String| format!("\"{}\": {}", id(csv), shape(csv));
    format!("{{{}}}\n", csvs.iter().map(member).collect::<Vec<_>>().join(", "))
}

fn cells(csv: &str) -> Vec<Vec<&str>> {
    csv.lines().map(|line| line.split(',').collect()).collect()
}

fn typed(cell: &str) -> String {
    if matches!(cell, "true" | "false") { cell.to_owned() } else { quote(cell) }
}

/// The rows as JSON objects.
pub(crate) fn row_objects(csv: &str) -> Vec<String> {
    let rows = cells(csv);
    let object = |row: &Vec<&str>| {
        let members = rows[0].iter().zip(row).map(|(name, cell)| format!("\"{name}\":{}", typed(cell)));
        format!("{{{}}}", members.collect::<Vec<_>>().join(","))
    };
    rows[1..].iter().map(object).collect()
}

/// The header and the rows as JSON arrays.
pub(crate) fn row_lists(csv: &str) -> Vec<String> {
    let list =
        |row: Vec<&str>| format!("[{}]", row.iter().map(|cell| quote(cell)).collect::<Vec<_>>().join(","));
    cells(csv).into_iter().map(list).collect()
}

pub(crate) fn yaml_rows(csv: &str) -> String {
    let rows = cells(csv);
    let object = |row: &Vec<&str>| {
        let members = rows[0].iter().zip(row).map(|(name, cell)| format!("{name}: '{cell}'\n"));
        format!("- {}", members.collect::<Vec<_>>().join("  "))
    };
    rows[1..].iter().map(object).collect()
}

pub(crate) fn without_arn(csv: &str) -> String {
    let line = |row: Vec<&str>| format!("{},{}\n", row[0], row[2..].join(","));
    cells(csv).into_iter().map(line).collect()
}

pub(crate) fn markdown(csv: &str) -> String {
    let line = |row: &Vec<&str>| format!("| {} |\n", row.join(" | "));
    let rows = cells(csv);
    let rule = format!("|{}\n", " --- |".repeat(rows[0].len()));
    format!("{}{rule}{}", line(&rows[0]), rows[1..].iter().map(line).collect::<String>())
}

/// One cell a line, names aligned.
pub(crate) fn vertical(csv: &str, between: &str, above: &str) -> String {
    let rows = cells(csv);
    let width = rows[0].iter().map(|name| name.len()).max().unwrap();
    let record = |row: &Vec<&str>| {
        let lines = rows[0].iter().zip(row).map(|(name, cell)| format!("{name:width$}{between}{cell}\n"));
        format!("{above}{}", lines.collect::<String>())
    };
    rows[1..].iter().map(record).collect()
}

fn widths(rows: &[Vec<&str>]) -> Vec<usize> {
    (0..rows[0].len()).map(|at| rows.iter().map(|row| row[at].len()).max().unwrap()).collect()
}

/// As database clients draw it.
fn boxed(csv: &str, side: char, line: char, corner: char) -> String {
    let rows = cells(csv);
    let widths = widths(&rows);
    let rule: String =
        widths.iter().map(|width| format!("{corner}{}", line.to_string().repeat(width + 2))).collect();
    let rule = format!("{rule}{corner}\n");
    let drawn = |row: &Vec<&str>| {
        let cells = row.iter().zip(&widths).map(|(cell, &width)| format!("{side} {cell:width$} "));
        format!("{}{side}\n", cells.collect::<String>())
    };
    format!("{rule}{}{rule}{}{rule}", drawn(&rows[0]), rows[1..].iter().map(drawn).collect::<String>())
}

/// As Node's `console.table` draws it.
fn console_table(csv: &str) -> String {
    let numbered = csv.lines().enumerate().map(|(at, line)| {
        let index = if at == 0 { "(index)".to_owned() } else { (at - 1).to_string() };
        format!(
            "{index},{}",
            line.split(',')
                .map(|cell| if at == 0 { cell.to_owned() } else { format!("'{cell}'") })
                .collect::<Vec<_>>()
                .join(",")
        )
    });
    let csv = numbered.collect::<Vec<_>>().join("\n");
    let rows = cells(&csv);
    let widths = widths(&rows);
    let rule = |start: char, corner: char, end: char| {
        let lines: Vec<String> = widths.iter().map(|width| "─".repeat(width + 2)).collect();
        format!("{start}{}{end}\n", lines.join(&corner.to_string()))
    };
    let drawn = |row: &Vec<&str>| {
        let cells = row.iter().zip(&widths).map(|(cell, &width)| format!("│ {cell:width$} "));
        format!("{}│\n", cells.collect::<String>())
    };
    let body: String = rows[1..].iter().map(drawn).collect();
    format!("{}{}{}{body}{}", rule('┌', '┬', '┐'), drawn(&rows[0]), rule('├', '┼', '┤'), rule('└', '┴', '┘'))
}

/// Columns aligned with blanks, at least two between them, with a rule below their names or not.
pub(crate) fn aligned(csv: &str, ruled: bool) -> String {
    let rows = cells(csv);
    let widths = widths(&rows);
    let drawn = |row: &Vec<&str>| {
        let cells = row.iter().zip(&widths).map(|(cell, &width)| format!("{cell:width$}  "));
        format!("{}\n", cells.collect::<String>().trim_end())
    };
    let rule: Vec<String> = widths.iter().map(|&width| "-".repeat(width)).collect();
    let rule = if ruled { format!("{}\n", rule.join("  ")) } else { String::new() };
    format!("{}{rule}{}", drawn(&rows[0]), rows[1..].iter().map(drawn).collect::<String>())
}
