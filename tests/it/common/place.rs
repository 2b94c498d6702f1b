//! Where something can be put into a document.

use proptest::prelude::*;
use proptest::sample::Index;

use super::clean::{full, quote, short};
use super::payload::{Payload, payload};
use super::puts::{OWN, PUTS};
use super::shapes::gzip;
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
    pub(crate) document: &'a [u8],
    pub(crate) text: String,
    pub(crate) escape: &'static str,
    pub(crate) at: Index,
    pub(crate) which: [Index; 4],
    /// Whether it is escaped as its place needs it.
    pub(crate) valid: bool,
}

pub(crate) type Put = (u32, &'static str, fn(&Hole<'_>) -> Option<(String, Vec<u8>)>);

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
            // What is no text would not be the same any more.
            let (coat, worn) = COATS[if str::from_utf8(&bytes).is_ok() { coat } else { 0 }];
            Case { shape: format!("{shape}{coat}"), payload, place: place.to_owned(), bytes: worn(&bytes) }
        },
    )
}

type Coat = (&'static str, fn(&[u8]) -> Vec<u8>);

/// What a document as a whole is put into.
const COATS: &[Coat] = &[
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

pub(crate) fn anywhere(hole: &Hole<'_>) -> Vec<u8> {
    hole.put(hole.at.index(hole.document.len() + 1), &hole.text)
}

impl Hole<'_> {
    pub(crate) fn one<T: Copy>(&self, which: usize, choices: &[T]) -> T {
        *self.which[which].get(choices)
    }

    pub(crate) fn csv(&self) -> String {
        if self.which[3].index(3) == 0 { full(ACCOUNT) } else { short(ACCOUNT) }
    }

    /// Numbers and hex digits don't run into those that stand there: they would not be the same any more.
    pub(crate) fn put(&self, at: usize, text: &str) -> Vec<u8> {
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

    pub(crate) fn at_one(&self, places: Vec<usize>, text: &str) -> Option<(String, Vec<u8>)> {
        (!places.is_empty()).then(|| (String::new(), self.put(*self.at.get(&places), text)))
    }

    /// As a JSON string.
    pub(crate) fn json(&self) -> String {
        if self.valid { quote(&self.text) } else { format!("\"{}\"", self.text) }
    }

    /// As a JSON value.
    pub(crate) fn value(&self) -> String {
        let json = self.json();
        self.one(
            1,
            &["@", "@", "[@]", "{\"a\": @}", "{\"a\": {\"b\": [@]}}", "[[@, 1], null]", "{@: 1}", "#"],
        )
        .replace('@', &json)
        .replace('#', &self.text)
    }

    /// Where each line begins, and the end.
    pub(crate) fn lines(&self) -> Vec<usize> {
        let breaks =
            self.document.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
        let mut places: Vec<usize> = std::iter::once(0).chain(breaks).chain([self.document.len()]).collect();
        places.dedup();
        places
    }

    /// Where each line ends.
    pub(crate) fn ends(&self) -> Vec<usize> {
        let breaks = self.document.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at);
        breaks.chain([self.document.len()]).collect()
    }

    /// Behind `: `, `- ` and `=`.
    pub(crate) fn values(&self) -> Vec<usize> {
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
    pub(crate) fn opened(&self, bracket: u8) -> Vec<usize> {
        self.scan().0.into_iter().filter(|at| self.document[*at] == bracket).map(|at| at + 1).collect()
    }

    /// Where quoted texts begin and end.
    pub(crate) fn strings(&self) -> Vec<usize> {
        self.scan().1
    }
}
