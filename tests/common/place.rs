//! Where something can be put into a document.

use proptest::prelude::*;
use proptest::sample::Index;

use super::clean::{full, quote, short};
use super::payload::{Payload, payload};
use super::shapes::{SHAPES, gzip};
use super::{ACCOUNT, base64, utf16};

/// A document with an active key in it.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) shape: String,
    pub(crate) payload: Payload,
    pub(crate) place: String,
    pub(crate) bytes: Vec<u8>,
}

/// What is put where: `text` is the payload with what stands around it.
pub(crate) struct Hole<'a> {
    document: &'a [u8],
    text: String,
    escape: &'static str,
    at: Index,
    which: [Index; 4],
    /// Whether it is escaped as its place needs it.
    valid: bool,
}

type Put = (u32, &'static str, fn(&Hole<'_>) -> Option<(String, Vec<u8>)>);

/// Punctuation and blanks, among them those that nobody sees.
fn around() -> impl Strategy<Value = String> {
    let signs = "\"'`<>{}[](),;:|&%\\=+*/#!?@$~^-_.\n\r\t \u{FEFF}\u{A0}\u{200B}\u{AD}\u{2028}\u{1}\u{7F}";
    let sign = prop::sample::select(signs.chars().collect::<Vec<_>>());
    prop_oneof![
        4 => Just(String::new()),
        2 => Just(" ".to_owned()),
        4 => prop::collection::vec(sign, 1..5).prop_map(|signs| signs.into_iter().collect()),
    ]
}

/// A document of these, or else a report, with an active key somewhere in it.
pub(crate) fn case(documents: &'static [(String, Vec<u8>)], or_report: bool) -> impl Strategy<Value = Case> {
    let own = if or_report { OWN } else { &[] };
    let puts = PUTS.iter().chain(own).map(|put| (put.0, Just(*put).boxed())).collect();
    let put = prop::strategy::Union::new_weighted(puts);
    let coat = prop_oneof![9 => Just(0), 2 => 1..COATS.len()];
    let index = any::<Index>;
    let which = [index(), index(), index(), index()];
    (index(), payload(), (around(), around()), put, (index(), which), any::<bool>(), coat).prop_map(
        move |(document, payload, (before, after), put, (at, which), valid, coat)| {
            let (name, document) = document.get(documents);
            let text = format!("{before}{}{after}", payload.text);
            let hole = Hole { document, text, escape: payload.escape, at, which, valid };
            let (place, bytes) = (put.2)(&hole).map_or_else(
                || ("anywhere".to_owned(), anywhere(&hole)),
                |(variant, bytes)| (format!("{}{variant}", put.1), bytes),
            );
            let is_own = OWN.iter().any(|own| own.1 == put.1);
            let (place, shape) =
                place.split_once('\n').unwrap_or((&place, if is_own { put.1 } else { name }));
            let (coat, worn) = COATS[coat];
            Case { shape: format!("{shape}{coat}"), payload, place: place.to_owned(), bytes: worn(&bytes) }
        },
    )
}

/// What a document as a whole is put into.
const COATS: &[(&str, fn(&[u8]) -> Vec<u8>)] = &[
    ("", <[u8]>::to_vec),
    (" in UTF-16", |bytes| utf16(&String::from_utf8_lossy(bytes))),
    (" in UTF-16 of the other order", |bytes| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        [0xFE, 0xFF].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect()
    }),
    (" in gzip", |bytes| gzip(&String::from_utf8_lossy(bytes))),
    (" below a mark", |bytes| [b"\xEF\xBB\xBF", bytes].concat()),
    (" in stdout", |bytes| {
        format!("{{\"stdout\": {}}}", quote(&String::from_utf8_lossy(bytes))).into_bytes()
    }),
    (" in base64", |bytes| base64(&String::from_utf8_lossy(bytes)).into_bytes()),
    (" in a fence", |bytes| [b"```\n", bytes, b"\n```\n"].concat()),
    (" with CRLF", |bytes| String::from_utf8_lossy(bytes).replace('\n', "\r\n").into_bytes()),
    (" with CR", |bytes| String::from_utf8_lossy(bytes).replace('\n', "\r").into_bytes()),
    (" before blank lines", |bytes| [bytes, b"\n\n \n"].concat()),
];

const PUTS: &[Put] = &[
    (8, "anywhere", |hole| Some((String::new(), anywhere(hole)))),
    (5, "beside a token", |hole| {
        let near = |at: &usize| {
            let sign = |byte: Option<&u8>| byte.is_none_or(|byte| !byte.is_ascii_alphanumeric());
            sign(hole.document.get(*at)) || *at == 0 || sign(hole.document.get(*at - 1))
        };
        hole.at_one((0..=hole.document.len()).filter(near).collect(), &hole.text)
    }),
    (3, "a line", |hole| {
        let above = hole.one(
            0,
            &["", "# ", "## ", "// ", "-- ", "; ", "> ", "* ", "Account: ", "$ ", "  ", "<!-- ", "/* "],
        );
        let line = format!("{above}{}\n", hole.text);
        Some((format!(" `{above}`"), hole.at_one(hole.lines(), &line)?.1))
    }),
    (2, "a terminal's sequence", |hole| {
        let (start, end) = hole.one(
            0,
            &[
                ("\x1B]0;", "\x07"),
                ("\x1B]8;;", "\x1B\\"),
                ("\x1BP", "\x1B\\"),
                ("\x1B_", "\x1B\\"),
                ("\x1B[", "m"),
                ("\x1B^", "\x1B\\"),
                ("\x1B]", "\x1B\\"),
                ("\x08", ""),
                ("\0", ""),
                ("\x1A", ""),
                ("\x0C", ""),
                ("\r", "\r"),
            ],
        );
        let start_shown = start.escape_debug();
        Some((format!(" {start_shown}"), hole.at_one(hole.lines(), &format!("{start}{}{end}", hole.text))?.1))
    }),
    (4, "json: a member's name", |hole| {
        let value = hole.one(0, &["null", "true", "1", "\"\"", "\"x\"", "{}", "[]", "{\"a\":[]}"]);
        hole.at_one(hole.opened(b'{'), &format!("{}: {value}, ", hole.json()))
    }),
    (4, "json: a member", |hole| {
        let name = hole.one(
            0,
            &[
                "notes",
                "x",
                "metadata",
                "ResponseMetadata",
                "GeneratedTime",
                "ReportFormat",
                "Content",
                "stderr",
                "account_name",
                "$schema",
                "csv",
                "error",
                "message",
                "status",
                "headers",
                "HTTPHeaders",
                "$metadata",
                "rc",
                "cmd",
                "State",
                "Description",
                "index",
                "schema",
                "",
            ],
        );
        let value = hole.value();
        let (variant, bytes) = hole.at_one(hole.opened(b'{'), &format!("\"{name}\": {value}, "))?;
        Some((format!("{variant} `{name}`"), bytes))
    }),
    (3, "json: an item", |hole| hole.at_one(hole.opened(b'['), &format!("{}, ", hole.value()))),
    (4, "json: in a string", |hole| {
        let json = hole.json();
        let inner = json.strip_prefix('"').and_then(|json| json.strip_suffix('"')).unwrap_or(&json);
        hole.at_one(hole.strings(), inner)
    }),
    (3, "printed: a member", |hole| {
        let member = hole.one(
            0,
            &[
                "'@': None, ",
                "'x': '@', ",
                "@: nil, ",
                "@:<nil> ",
                "x:@ ",
                "\"@\"=>nil, ",
                "'@' => undef, ",
                "x: Some(@), ",
                "x: <@>, ",
                "'x': b'@', ",
                "[Symbol(@)]: 1, ",
                "'x': datetime.datetime(@), ",
                "x: Blob(@), ",
                "@: undefined, ",
                "@=null, ",
                "x: [Object: @], ",
                "x: [Function: @], ",
            ],
        );
        let text = hole.text.replace('\'', if hole.valid { "\\'" } else { "'" });
        Some((
            format!(" `{member}`"),
            hole.at_one([hole.opened(b'{'), hole.opened(b'[')].concat(), &member.replace('@', &text))?.1,
        ))
    }),
    (2, "printed: an argument", |hole| hole.at_one(hole.opened(b'('), &hole.text)),
    (5, "yaml: a comment", |hole| {
        let above =
            hole.one(0, &[" # ", "\t# ", "  #", "\t\t# ", " \t#", "\n# ", "\n  # ", "\n\t# ", "\r# ", "#"]);
        let below = hole.one(1, &["", "", "\r"]);
        Some((
            format!(" {above:?} {below:?}"),
            hole.at_one(hole.ends(), &format!("{above}{}{below}", hole.text))?.1,
        ))
    }),
    (4, "yaml: beside a value", |hole| {
        let form = hole.one(0, &["&@ ", "!@ ", "!<@> ", "!!@ ", "*@ ", "&a !@ ", "'@' ", "|@\n", ">@\n"]);
        Some((format!(" `{form}`"), hole.at_one(hole.values(), &form.replace('@', &hole.text))?.1))
    }),
    (4, "yaml: a line", |hole| {
        let form = hole.one(
            0,
            &[
                "? @\n: x\n",
                "? x\n: @\n",
                "@: x\n",
                "'@': x\n",
                "x: @\n",
                "x: '@'\n",
                "x: |\n  @\n",
                "x: >-\n  @\n",
                "--- @\n",
                "--- # @\n",
                "... @\n",
                "... # @\n",
                "%YAML @\n",
                "%TAG ! @\n",
                "%@\n",
                "x: &@ y\n",
                "x: !@ y\n",
                "[@]: x\n",
                "<<: @\n",
                "- @\n",
                "? - @\n",
                "x:\t# @\n",
                "x:\n\t# @\n  y\n",
            ],
        );
        let text = if hole.valid { hole.text.replace('\n', "\n  ") } else { hole.text.clone() };
        Some((format!(" {form:?}"), hole.at_one(hole.lines(), &form.replace('@', &text))?.1))
    }),
    (3, "text: a field", |hole| {
        let form = hole.one(0, &["\t@", "\t@\t", " @", ",@", ";@", "|@", " | @ |", "  @", "\u{2502} @ "]);
        Some((format!(" {form:?}"), hole.at_one(hole.ends(), &form.replace('@', &hole.text))?.1))
    }),
    (2, "a fence", |hole| {
        let form = hole.one(
            0,
            &[
                "```@\n%\n```\n",
                "``` json @\n%\n```\n",
                "~~~@\n%\n~~~\n",
                "```json\n%\n```@\n",
                "```{.json title=\"@\"}\n%\n```\n",
                "````@\n%\n````\n",
            ],
        );
        let document = String::from_utf8_lossy(hole.document);
        Some((
            format!(" {form:?}"),
            form.replacen('%', &document, 1).replacen('@', &hole.text, 1).into_bytes(),
        ))
    }),
    (3, "around the document", |hole| {
        let form = hole.one(
            0,
            &[
                "{\"stdout\": %, \"x\": \"@\"}",
                "{\"@\": %}",
                "{\"name\": \"@\", \"report\": %}",
                "[\"@\", %]",
                "[%, \"@\"]",
                "{\"report\": %, \"@\": null}",
                "{\"report\": %, \"notes\": [\"@\"]}",
                "HTTP/1.1 200 OK\nX-Note: @\n\n%",
                "Content-Type: text/csv; name=\"@\"\n\n%",
                "$ aws iam --profile @\n%",
                "%\n(1 row) @\n",
                "<pre title=\"@\">%</pre>",
                "data:@;base64,%",
            ],
        );
        let document = String::from_utf8_lossy(hole.document);
        let inner = if form.starts_with(['{', '[']) { quote(&document) } else { document.into_owned() };
        let json = hole.json();
        let text = if form.contains("\"@\"") { json.trim_matches('"') } else { &hole.text };
        Some((format!(" {form:?}"), form.replacen('%', &inner, 1).replacen('@', text, 1).into_bytes()))
    }),
];

/// Those that make a report of their own.
const OWN: &[Put] = &[
    (3, "a label", |hole| {
        let form = hole.one(
            0,
            &[
                "-----BEGIN @-----\n%-----END CERTIFICATE-----\n",
                "-----BEGIN CERTIFICATE-----\n%-----END @-----\n",
                "-----BEGIN @-----\n%-----END @-----\n",
                "-----BEGIN X-----\nComment: @\n\n%-----END X-----\n",
                "begin-base64 644 @\n%====\n",
                "begin 644 @\n`\nend\nbegin-base64 644 r.csv\n%====\n",
                "-----BEGIN CERTIFICATE-----@\n%-----END CERTIFICATE-----\n",
                "-----BEGIN CERTIFICATE-----\n%-----END CERTIFICATE-----@\n",
            ],
        );
        let content = base64(&hole.csv());
        Some((
            format!(" {form:?}"),
            form.replace('%', &format!("{content}\n")).replace('@', &hole.text).into_bytes(),
        ))
    }),
    (2, "a hint", |hole| {
        let form = hole.one(
            0,
            &[
                "#TYPE @\n%\n",
                "#TYPE System.Object @\n%\n",
                "sep=@\n%\n",
                "sep=,@\n%\n",
                "\"sep=,\"@\n%\n",
                "#@\n%\n",
                "#fields @\n%\n",
                "%\n#TYPE @\n",
            ],
        );
        let quoted = hole
            .csv()
            .lines()
            .map(|line| format!("\"{}\"\n", line.replace(',', "\",\"")))
            .collect::<String>();
        let csv = if hole.valid { quoted } else { hole.csv() };
        Some((format!(" {form:?}"), form.replacen('%', &csv, 1).replacen('@', &hole.text, 1).into_bytes()))
    }),
    (10, "csv: ", |hole| {
        let (place, csv) = super::cells::with(&hole.csv(), hole.which[0], &hole.text, hole.valid);
        let (shape, wrap) = hole.which[1].get(SHAPES);
        let bytes = if hole.which[2].index(2) == 0 { format!("{csv}\n").into_bytes() } else { wrap(&csv) };
        let shape = if hole.which[2].index(2) == 0 { "csv" } else { shape };
        Some((format!("{place}\n{shape}"), bytes))
    }),
];

fn anywhere(hole: &Hole<'_>) -> Vec<u8> {
    hole.put(hole.at.index(hole.document.len() + 1), &hole.text)
}

impl Hole<'_> {
    fn one<T: Copy>(&self, which: usize, choices: &[T]) -> T {
        *self.which[which].get(choices)
    }

    fn csv(&self) -> String {
        if self.which[3].index(3) == 0 { full(ACCOUNT) } else { short(ACCOUNT) }
    }

    /// Numbers and hex digits don't run into those that stand there: they would not be the same any more.
    fn put(&self, at: usize, text: &str) -> Vec<u8> {
        let (start, end) = self.document.split_at(at);
        let counts = self.escape.starts_with("numbers") || self.escape.starts_with("hex");
        let blank = |beside: Option<&u8>, own: Option<u8>| {
            let runs = beside.is_some_and(u8::is_ascii_alphanumeric)
                && own.is_some_and(|own| own.is_ascii_alphanumeric());
            if counts && runs { &b" "[..] } else { b"" }
        };
        let (before, after) =
            (blank(start.last(), text.bytes().next()), blank(end.first(), text.bytes().last()));
        [start, before, text.as_bytes(), after, end].concat()
    }

    fn at_one(&self, places: Vec<usize>, text: &str) -> Option<(String, Vec<u8>)> {
        (!places.is_empty()).then(|| (String::new(), self.put(*self.at.get(&places), text)))
    }

    /// As a JSON string.
    fn json(&self) -> String {
        if self.valid { quote(&self.text) } else { format!("\"{}\"", self.text) }
    }

    /// As a JSON value.
    fn value(&self) -> String {
        let json = self.json();
        self.one(
            1,
            &["@", "@", "[@]", "{\"a\": @}", "{\"a\": {\"b\": [@]}}", "[[@, 1], null]", "{@: 1}", "#"],
        )
        .replace('@', &json)
        .replace('#', &self.text)
    }

    /// Where each line begins, and the end.
    fn lines(&self) -> Vec<usize> {
        let breaks =
            self.document.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
        let mut places: Vec<usize> = std::iter::once(0).chain(breaks).chain([self.document.len()]).collect();
        places.dedup();
        places
    }

    /// Where each line ends.
    fn ends(&self) -> Vec<usize> {
        let breaks = self.document.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at);
        breaks.chain([self.document.len()]).collect()
    }

    /// Behind `: `, `- ` and `=`.
    fn values(&self) -> Vec<usize> {
        (2..self.document.len()).filter(|at| matches!(&self.document[at - 2..*at], b": " | b"- ")).collect()
    }

    /// Outside and inside of the quotes.
    fn scan(&self) -> (Vec<usize>, Vec<usize>) {
        let (mut outside, mut edges, mut quote, mut escaped) = (Vec::new(), Vec::new(), None, false);
        for (at, &byte) in self.document.iter().enumerate() {
            match quote {
                None if byte == b'"' || byte == b'\'' => {
                    edges.push(at + 1);
                    quote = Some(byte);
                }
                None => outside.push(at),
                Some(_) if escaped => escaped = false,
                Some(_) if byte == b'\\' => escaped = true,
                Some(mark) if byte == mark => {
                    edges.push(at);
                    quote = None;
                }
                Some(_) => {}
            }
        }
        (outside, edges)
    }

    /// Behind each of these brackets.
    fn opened(&self, bracket: u8) -> Vec<usize> {
        self.scan().0.into_iter().filter(|at| self.document[*at] == bracket).map(|at| at + 1).collect()
    }

    /// Where quoted texts begin and end.
    fn strings(&self) -> Vec<usize> {
        self.scan().1
    }
}
