//! Where something can be put into a CSV.

use proptest::sample::Index;

use super::ACCOUNT;
use super::clean::{full, quote};

/// A user's row for a header of AWS, or a short one.
fn user(csv: &str, name: &str) -> String {
    let root = csv.lines().nth(1).unwrap();
    root.replacen("<root_account>", name, 1).replacen(":root,", &format!(":user/{name},"), 1)
}

/// The CSV with a text in a place of its own, and the place's name. A text that breaks the CSV is quoted or not.
pub(crate) fn with(csv: &str, which: Index, text: &str, valid: bool) -> (&'static str, String) {
    let cell = if valid && text.contains([',', '"', '\n', '\r', ';', '\t', '|']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    };
    let added = |name: &str, root: &str, rest: &str| {
        let line = |(at, line): (usize, &str)| match at {
            0 => format!("{line},{name}"),
            1 => format!("{line},{root}"),
            _ => format!("{line},{rest}"),
        };
        csv.lines().enumerate().map(line).collect::<Vec<_>>().join("\n")
    };
    let led = |name: &str, rest: &str| {
        let line = |(at, line): (usize, &str)| format!("{},{line}", if at == 0 { name } else { rest });
        csv.lines().enumerate().map(line).collect::<Vec<_>>().join("\n")
    };
    // A short report has no times, regions and services.
    let replaced = |from: &str, to: &str| {
        let csv = if csv.contains(from) { csv.to_owned() } else { full(ACCOUNT) };
        csv.replacen(from, to, 1)
    };
    let changed = |user: String| format!("{csv}\n{user}");
    let bob = user(csv, "bob");
    let places: &[(&'static str, &dyn Fn() -> String)] = &[
        ("a further column's name", &|| added(&cell, "x", "x")),
        ("a further column's name over nothing", &|| added(&cell, "", "")),
        ("the first column's name", &|| led(&cell, "x")),
        ("the root's cell of notes", &|| added("notes", &cell, "x")),
        ("the root's cell without a name", &|| added("", &cell, "")),
        ("a user's cell of notes", &|| format!("{}\n{bob},{cell}", added("notes", "x", "x"))),
        ("a first cell", &|| led("account_name", &cell)),
        ("an account's cell", &|| led("account_id", &cell)),
        ("a user", &|| changed(bob.replacen("bob,", &format!("{cell},"), 1))),
        ("a user and its ARN", &|| changed(bob.replace("bob", &cell))),
        ("the end of a user's ARN", &|| changed(bob.replacen("/bob", &format!("/bob{cell}"), 1))),
        ("the path of a user's ARN", &|| changed(bob.replacen("/bob", &format!("/{cell}/bob"), 1))),
        ("the account of a user's ARN", &|| changed(bob.replacen("111122223333", &cell, 1))),
        ("the account of a user's ARN, behind it", &|| {
            changed(bob.replacen("111122223333", &format!("111122223333{cell}"), 1))
        }),
        ("the account of the root's ARN", &|| replaced("111122223333", &cell)),
        ("the partition of a user's ARN", &|| changed(bob.replacen("arn:aws", &format!("arn:{cell}"), 1))),
        ("the region of a user's ARN", &|| changed(bob.replacen("iam::", &format!("iam:{cell}:"), 1))),
        ("a user's key cell", &|| changed(bob.replacen(",false", &format!(",{cell}"), 1))),
        ("a user's whole ARN", &|| {
            let arn = bob.split(',').nth(1).unwrap_or_default();
            changed(bob.replacen(arn, &cell, 1))
        }),
        ("a time", &|| replaced("2019-03-11T09:30:12Z", &cell)),
        ("behind a time", &|| replaced("2019-03-11T09:30:12Z", &format!("2019-03-11T09:30:12Z{cell}"))),
        ("a region", &|| replaced("us-east-1", &cell)),
        ("a service", &|| replaced(",iam,", &format!(",{cell},"))),
        ("a row of its own", &|| changed(text.to_owned())),
        ("a row of its own, quoted", &|| changed(cell.clone())),
        ("a row above the header", &|| format!("{cell}\n{csv}")),
        ("a comment", &|| changed(format!("# {text}"))),
        ("the end of the last row", &|| format!("{csv},{cell}")),
        ("a cell in JSON", &|| added("tags", &format!("\"{}\"", quote(text).replace('"', "\"\"")), "")),
    ];
    let (name, put) = which.get(places);
    (name, put())
}
