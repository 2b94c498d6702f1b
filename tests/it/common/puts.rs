//! The places of a document: each by its name, with how often it is tried, and how it is filled.

use super::base64;
use super::clean::quote;
use super::place::{Put, anywhere};
use super::shapes::SHAPES;

pub(crate) const PUTS: &[Put] = &[
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
pub(crate) const OWN: &[Put] = &[
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
