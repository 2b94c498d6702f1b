//! An active root key of another account, in every form and escape that it can have.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use proptest::prelude::*;

use super::clean::{aligned, markdown, quote, row_lists, row_objects, vertical, yaml_rows};
use super::{ACCOUNT, HEADER, OTHER, gzip, report, row, utf16, wrapped};

/// A form's or an escape's name, and its text.
pub(crate) type Form = (&'static str, fn() -> String);
pub(crate) type Escape = (&'static str, fn(&str) -> String);

/// An active key as it is put into a document.
#[derive(Clone, Debug)]
pub(crate) struct Payload {
    pub(crate) form: &'static str,
    pub(crate) escape: &'static str,
    pub(crate) text: String,
}

pub(crate) fn payload() -> impl Strategy<Value = Payload> {
    (prop::sample::select(FORMS), prop::sample::select(ESCAPES)).prop_map(|(form, escape)| Payload {
        form: form.0,
        escape: escape.0,
        text: escape.1(&form.1()),
    })
}

fn root() -> String {
    format!("<root_account>,arn:aws:iam::{OTHER}:root,true,false")
}

/// A report of two columns beside the user and the ARN.
pub(crate) fn short_active() -> String {
    format!("user,arn,access_key_1_active,access_key_2_active\n{}", root())
}

/// A report as AWS writes it.
pub(crate) fn full_active() -> String {
    report("true", "false").replace(ACCOUNT, OTHER)
}

fn full_root() -> String {
    row("<root_account>", "root", "true", "false").replace(ACCOUNT, OTHER)
}

pub(crate) const FORMS: &[Form] = &[
    ("csv", short_active),
    ("csv crlf", || short_active().replace('\n', "\r\n") + "\r\n"),
    ("csv of AWS", || format!("{HEADER}\n{}", full_root())),
    ("csv of AWS crlf", || full_active().replace('\n', "\r\n")),
    ("csv without arn", || {
        "user,access_key_1_active,access_key_2_active\n<root_account>,true,false".to_owned()
    }),
    ("csv quoted", || format!("\"{}\"", short_active().replace(',', "\",\"").replace('\n', "\"\n\""))),
    ("csv ;", || short_active().replace(',', ";")),
    ("csv tab", || short_active().replace(',', "\t")),
    ("row ,", root),
    ("row ;", || root().replace(',', ";")),
    ("row tab", || root().replace(',', "\t")),
    ("row |", || root().replace(',', " | ")),
    ("row of AWS ,", full_root),
    ("row of AWS ;", || full_root().replace(',', ";")),
    ("row of AWS tab", || full_root().replace(',', "\t")),
    ("row of AWS |", || format!("| {} |", full_root().replace(',', " | "))),
    ("json", || {
        format!("{{\"Content\": \"{}\", \"ReportFormat\": \"text/csv\"}}", STANDARD.encode(short_active()))
    }),
    ("json of csv", || format!("{{\"Content\":{}}}", quote(&short_active()))),
    ("json objects", || format!("[{}]", row_objects(&short_active()).join(","))),
    ("json object", || row_objects(&short_active()).join(",")),
    ("json lists", || format!("[{}]", row_lists(&short_active()).join(","))),
    ("xml", || {
        let cells = [("user", "&lt;root_account&gt;"), ("arn", &format!("arn:aws:iam::{OTHER}:root"))]
            .map(|(name, cell)| format!("<{name}>{cell}</{name}>"));
        format!(
            "<report><row>{}<access_key_1_active>true</access_key_1_active><access_key_2_active>false</access_key_2_active></row></report>",
            cells.concat()
        )
    }),
    ("yaml", || yaml_rows(&short_active())),
    ("yaml of content", || format!("Content: {}\nReportFormat: text/csv\n", STANDARD.encode(short_active()))),
    ("aligned", || aligned(&short_active(), true)),
    ("markdown", || markdown(&short_active())),
    ("record :", || vertical(&short_active(), ": ", "")),
    ("record =", || vertical(&short_active(), " = ", "")),
    ("record |", || vertical(&short_active(), " | ", "-[ RECORD 1 ]\n")),
];

pub(crate) const ESCAPES: &[Escape] = &[
    ("as it is", str::to_owned),
    ("json string", |text| quote(text).trim_matches('"').to_owned()),
    ("json string twice", |text| quote(quote(text).trim_matches('"')).trim_matches('"').to_owned()),
    ("line breaks as \\n", |text| text.replace('\r', "\\r").replace('\n', "\\n")),
    ("base64", |text| STANDARD.encode(text)),
    ("base64 url-safe", |text| URL_SAFE_NO_PAD.encode(text)),
    ("base64 unpadded", |text| STANDARD_NO_PAD.encode(text)),
    ("base64 at 64", |text| wrapped(&STANDARD.encode(text), 64)),
    ("base64 at 76", |text| wrapped(&STANDARD.encode(text), 76).trim_end().replace('\n', "\r\n")),
    ("base64 of utf-16", |text| STANDARD.encode(&utf16(text)[2..])),
    ("base64 of utf-16 with mark", |text| STANDARD.encode(utf16(text))),
    ("base64 of base64", |text| STANDARD.encode(STANDARD.encode(text))),
    ("base64 of gzip", |text| STANDARD.encode(gzip(text))),
    ("base64 of json", |text| STANDARD.encode(format!("{{\"Content\":{}}}", quote(text)))),
    ("python bytes", |text| {
        let inner = text.replace('\\', "\\\\").replace('\'', "\\'").replace('\n', "\\n").replace('\r', "\\r");
        format!("b'{}'", inner.replace('\t', "\\t"))
    }),
    ("hex", |text| each(text, |byte| format!("{byte:02x}"))),
    ("hex in capitals", |text| each(text, |byte| format!("{byte:02X}"))),
    ("hex with blanks", |text| each(text, |byte| format!("{byte:02x} ")).trim_end().to_owned()),
    ("hex with 0x", |text| each(text, |byte| format!("0x{byte:02x}, ")).trim_end_matches(", ").to_owned()),
    ("numbers with commas", |text| numbers(text, ", ")),
    ("numbers with blanks", |text| numbers(text, " ")),
    ("numbers in brackets", |text| format!("[{}]", numbers(text, ","))),
    ("numbers in lines", |text| numbers(text, ",\n    ")),
    ("percent", |text| specials(text, |byte| format!("%{byte:02X}"))),
    ("percent, small", |text| specials(text, |byte| format!("%{byte:02x}"))),
    ("percent, all", |text| each(text, |byte| format!("%{byte:02X}"))),
    ("percent twice", |text| specials(text, |byte| format!("%25{byte:02X}"))),
    ("entities by name", |text| {
        text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
    }),
    ("entities by name twice", |text| {
        text.replace('&', "&amp;amp;").replace('<', "&amp;lt;").replace('>', "&amp;gt;")
    }),
    ("entities in decimal", |text| specials(text, |byte| format!("&#{byte};"))),
    ("entities in hex", |text| specials(text, |byte| format!("&#x{byte:x};"))),
    ("entities for all", |text| each(text, |byte| format!("&#{byte};"))),
    ("\\u003c", |text| {
        quote(text).trim_matches('"').replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
    }),
    ("\\u003C as letters", |text| text.replace('<', "\\u003C").replace('>', "\\u003E")),
    ("\\x3c", |text| text.replace('<', "\\x3c").replace('>', "\\x3e").replace('\n', "\\n")),
    ("\\u0072 for all", |text| each(text, |byte| format!("\\u{byte:04x}"))),
    ("\\x72 for all", |text| each(text, |byte| format!("\\x{byte:02x}"))),
    ("\\U00000072 for all", |text| each(text, |byte| format!("\\U{byte:08x}"))),
    ("\\162 for all", |text| each(text, |byte| format!("\\{byte:03o}"))),
    ("quoted-printable", |text| {
        text.lines()
            .map(|line| softly_broken(&specials(line, |byte| format!("={byte:02X}"))))
            .collect::<Vec<_>>()
            .join("\n")
    }),
    ("quoted-printable, few", |text| text.replace('=', "=3D").replace('<', "=3C").replace('>', "=3E")),
];

fn each(text: &str, escape: impl Fn(u8) -> String) -> String {
    text.bytes().map(escape).collect()
}

/// Lines of quoted-printable, broken before an escape.
fn softly_broken(line: &str) -> String {
    let mut width = 0;
    let mut out = String::new();
    for letter in line.chars() {
        if width >= 60 && letter == '=' {
            out.push_str("=\n");
            width = 0;
        }
        out.push(letter);
        width += 1;
    }
    out
}

fn numbers(text: &str, separator: &str) -> String {
    text.bytes().map(|byte| byte.to_string()).collect::<Vec<_>>().join(separator)
}

/// Escapes everything but letters, digits, `_`, `-` and `.`.
fn specials(text: &str, escape: impl Fn(u8) -> String) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { escape(byte) }).collect()
}
