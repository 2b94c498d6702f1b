//! A value as programs print it, as a tree: Python, JavaScript, Go, Ruby, Rust, Java, PHP, Perl. Lenient about words,
//! strict about brackets, quotes and commas: what they enclose is whole.

use std::borrow::Cow;

use super::Tree;
use crate::decode::value::literal;

/// How deep values may stand in each other.
const DEEPEST: usize = 64;

/// A value that was read, as far as it goes.
pub(crate) struct Printed<'a> {
    pub(crate) tree: Tree<'a>,
    /// How many bytes it takes.
    pub(crate) length: usize,
    /// Why it is damaged.
    pub(crate) fault: Option<String>,
}

/// Reads the value that begins a text.
pub(crate) fn value(text: &[u8]) -> Printed<'_> {
    let mut parser = Parser { text, at: 0, fault: None };
    let tree = parser.value(0);
    Printed { tree, length: parser.at, fault: parser.fault }
}

struct Parser<'a> {
    text: &'a [u8],
    at: usize,
    fault: Option<String>,
}

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a [u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.rest().first().copied()
    }

    /// Whether the text goes on so; if it does, goes past it.
    fn takes(&mut self, word: &[u8]) -> bool {
        let found = self.rest().starts_with(word);
        self.at += if found { word.len() } else { 0 };
        found
    }

    /// Goes past white space; whether there was any.
    fn blank(&mut self) -> bool {
        let rest = self.rest();
        let length = rest.len() - rest.trim_ascii_start().len();
        self.at += length;
        length > 0
    }

    fn fail(&mut self, why: impl Into<String>) -> Tree<'a> {
        self.fault.get_or_insert(why.into());
        Tree::Null
    }

    fn text_from(&self, start: usize) -> Cow<'a, str> {
        String::from_utf8_lossy(self.text.get(start..self.at).unwrap_or_default())
    }

    fn value(&mut self, depth: usize) -> Tree<'a> {
        if depth > DEEPEST {
            return self.fail("values stand in each other too deeply");
        }
        // A pointer in Go, a reference in Perl.
        self.takes(b"&");
        match self.peek() {
            Some(b'{') => self.entries(b'}', depth),
            Some(b'(') => self.entries(b')', depth),
            // The type of a slice in Go: `[]uint8{0x75, …}`.
            Some(b'[') if matches!(self.rest(), [_, b']', of, ..] if of.is_ascii_alphabetic()) => {
                self.at += 2;
                self.word(depth)
            }
            Some(b'[') => self.entries(b']', depth),
            Some(b'#') if self.rest().starts_with(b"#<") => self.ruby(depth),
            Some(b'<') => self.angle(),
            _ if literal::begins(self.rest()) => self.strings(depth),
            _ => self.word(depth),
        }
    }

    /// What stands between brackets, from the opening one on: members or items.
    fn entries(&mut self, close: u8, depth: usize) -> Tree<'a> {
        self.at += 1;
        let (mut members, mut items, mut elided) = (Vec::new(), Vec::new(), None);
        while self.fault.is_none() {
            self.blank();
            if self.takes(&[close]) {
                break;
            }
            if self.rest().is_empty() {
                self.fail(format!("it ends before its `{}`", char::from(close)));
                break;
            }
            if self.rest().starts_with(b"...") {
                elided = Some(self.ellipsis(close));
                continue;
            }
            let quoted = literal::begins(self.rest());
            let value = self.value(depth + 1);
            let mut spaced = self.blank();
            let key = match &value {
                Tree::Text(text) => Some(name(text)),
                Tree::Number(number) => Some(Cow::Owned(number.to_string())),
                Tree::Null | Tree::Bool(_) | Tree::List(_) | Tree::Members(_) | Tree::Elided(_) => None,
            };
            let is_key = key.is_some() && (self.takes(b"=>") || self.takes(b"=") || self.takes(b":"));
            let mut ends_quoted = quoted;
            match key.filter(|_| is_key && self.fault.is_none()) {
                Some(key) => {
                    self.blank();
                    ends_quoted = literal::begins(self.rest());
                    let value = self.value(depth + 1);
                    members.push((key, value));
                    spaced = self.blank();
                }
                None => items.push(value),
            }
            // Only Go puts nothing but a space between values, and no quotes around them.
            let separated = self.takes(b",") || self.takes(b";");
            let more = self.peek().is_some_and(|next| next != close);
            if self.fault.is_none()
                && !separated
                && more
                && (!spaced || ends_quoted || literal::begins(self.rest()))
            {
                let found =
                    String::from_utf8_lossy(self.rest().get(..12.min(self.rest().len())).unwrap_or_default());
                self.fail(format!("`{found}` stands where a comma or `{}` was expected", char::from(close)));
            }
        }
        match (members.is_empty(), elided) {
            (true, Some(elided)) => Tree::Elided(elided),
            (true, None) => Tree::List(items),
            (false, _) => {
                members.extend(items.into_iter().map(|item| (Cow::Borrowed(""), item)));
                Tree::Members(members)
            }
        }
    }

    /// `... 1208 more items`, up to the line's end or the closing bracket.
    fn ellipsis(&mut self, close: u8) -> String {
        let start = self.at;
        let ends = |byte: &u8| matches!(byte, b'\n' | b'\r') || *byte == close;
        self.at += self.rest().iter().position(ends).unwrap_or(self.rest().len()).max(1);
        self.text_from(start).trim_end_matches([',', ' ']).to_owned()
    }

    /// A string, or several that stand for one: adjacent in Python, joined by `+` in JavaScript.
    fn strings(&mut self, depth: usize) -> Tree<'a> {
        let mut joined: Vec<u8> = Vec::new();
        loop {
            let start = self.at;
            let Some(literal) = literal::string(self.rest()) else {
                return self.fail("a quote was expected");
            };
            self.at += literal.length;
            let raw = self.text.get(start..self.at).unwrap_or_default();
            let after = self.at;
            self.blank();
            let same_line = !self.text.get(after..self.at).unwrap_or_default().contains(&b'\n');
            let plus = self.takes(b"+");
            self.blank();
            let again = literal::begins(self.rest()) && (plus || depth > 0 || same_line);
            let elided = self.rest().starts_with(b"...");
            let lone = joined.is_empty() && literal.fault.is_none() && !plus && !again && !elided;
            if lone && !raw.contains(&b'\\') {
                self.at = after;
                let text = raw.get(raw.len() - literal.content.len() - 1..raw.len() - 1).unwrap_or_default();
                return Tree::Text(String::from_utf8_lossy(text));
            }
            joined.extend(literal.content);
            if let Some(fault) = literal.fault {
                self.fail(fault);
            } else if again {
                continue;
            } else if elided {
                return Tree::Elided(self.ellipsis(b'}'));
            } else if plus {
                self.fail("`+` joins nothing");
            } else {
                self.at = after;
            }
            return Tree::Text(Cow::Owned(String::from_utf8_lossy(&joined).into_owned()));
        }
    }

    /// `<Buffer 75 73 65 72>`, or a name in place of a value.
    fn angle(&mut self) -> Tree<'a> {
        let start = self.at;
        let line = self.rest().split(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or_default();
        let Some(end) = memchr::memchr(b'>', line) else {
            return self.fail("`<` opens and never closes");
        };
        self.at += end + 1;
        let shown = self.text_from(start);
        let pairs = shown.trim_matches(['<', '>']).strip_prefix("Buffer ").map(|hex| hex.split(' '));
        let pair = |hex: &str| (hex.len() == 2).then(|| u8::from_str_radix(hex, 16).ok()).flatten();
        match pairs.and_then(|mut pairs| pairs.by_ref().map(pair).collect::<Option<Vec<u8>>>()) {
            Some(bytes) => numbers(&bytes),
            None => {
                // `<binary> len 1308`, as the AWS SDK for Go has it.
                let tail =
                    self.rest().iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b' ').count();
                self.at += tail;
                Tree::Elided(self.text_from(start).into_owned())
            }
        }
    }

    /// `#<struct Name content="…", …>`.
    fn ruby(&mut self, depth: usize) -> Tree<'a> {
        self.at += 1;
        let line = self.rest().split(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or_default();
        let space = |text: &[u8]| memchr::memchr(b' ', text);
        let skip = if line.starts_with(b"<struct ") { 8 } else { 1 };
        let first = line.get(skip..).and_then(space).map_or(skip, |name| skip + name);
        // The bracket is taken for the opening one, the name for none.
        self.at += first.max(1) - 1;
        self.entries(b'>', depth)
    }

    /// A bare word, and what it has behind it: arguments, members, items.
    fn word(&mut self, depth: usize) -> Tree<'a> {
        let start = self.at;
        let timely = self.peek().is_some_and(|byte| byte.is_ascii_digit());
        while let Some(byte) = self.peek() {
            let next = self.rest().get(1).copied();
            let inner_colon = byte == b':'
                && (timely && next.is_some_and(|next| next.is_ascii_digit())
                    || next == Some(b':')
                    || self.at > start && self.text.get(self.at - 1) == Some(&b':')
                    || self.at == start && next.is_some_and(|next| next.is_ascii_alphabetic()));
            if byte.is_ascii_whitespace()
                || b",;{}[]()<>'\"`=".contains(&byte)
                || byte == b':' && !inner_colon
            {
                break;
            }
            self.at += 1;
        }
        if self.at == start {
            let found = self.peek().map(|byte| char::from(byte).escape_default().to_string());
            return self.fail(format!("`{}` begins no value", found.unwrap_or_default()));
        }
        let word = self.text_from(start);
        // The type of a map in Go, whose braces hold nothing.
        self.takes(b"[interface {}]interface {}");
        if let Some(time) = self.time(start) {
            return Tree::Text(time);
        }
        match (self.peek(), self.rest().get(1)) {
            (Some(b'('), _) => self.call(&word, start, depth),
            (Some(b'{'), _) => only(self.entries(b'}', depth)),
            (Some(b'['), _) => only(self.entries(b']', depth)),
            (Some(b' '), Some(b'{')) if word.starts_with(|first: char| first.is_uppercase()) => {
                self.at += 1;
                only(self.entries(b'}', depth))
            }
            (Some(b' ' | b'\n'), Some(b'(')) if matches!(word.as_ref(), "array" | "Array") => {
                self.at += 1;
                self.entries(b')', depth)
            }
            _ => scalar(word),
        }
    }

    /// A call: a time in Python, a typed array in JavaScript, a value that is wrapped.
    fn call(&mut self, word: &str, start: usize, depth: usize) -> Tree<'a> {
        let inside = self.entries(b')', depth);
        if word.ends_with("datetime") {
            return python_time(&self.text_from(start)).map_or(inside, |time| Tree::Text(Cow::Owned(time)));
        }
        let only = only(inside);
        let Tree::Number(count) = &only else { return only };
        if !self.rest().starts_with(b" [") {
            return only;
        }
        self.at += 1;
        let list = self.entries(b']', depth);
        if let Tree::List(items) = &list
            && items.len() as f64 != *count
        {
            self.fault.get_or_insert(format!("{word} has {} values, and says {count}", items.len()));
        }
        list
    }

    /// `2026-09-11 13:15:19 +0000 UTC`, as Go and Ruby have it, in one.
    fn time(&mut self, start: usize) -> Option<Cow<'a, str>> {
        let day = self.text.get(start..self.at)?;
        let is_day = day.len() == 10
            && day
                .iter()
                .enumerate()
                .all(|(at, byte)| if matches!(at, 4 | 7) { *byte == b'-' } else { byte.is_ascii_digit() });
        let rest = std::str::from_utf8(self.rest().get(..self.rest().len().min(60))?).ok()?;
        let mut parts =
            rest.strip_prefix(' ').filter(|_| is_day)?.split([' ', ',', '}', ')', '>', '\n', '\r', ']']);
        let clock = parts.next().filter(|clock| clock.contains(':'))?;
        let mut length = 1 + clock.len();
        let mut zone = "";
        for part in parts.take(2) {
            let offset = part.len() == 5 && part.starts_with(['+', '-']);
            if rest.get(length..)?.starts_with(' ') && (offset || part == "UTC") {
                zone = if offset && part != "+0000" {
                    part
                } else if zone.is_empty() {
                    "Z"
                } else {
                    zone
                };
                length += 1 + part.len();
            } else {
                break;
            }
        }
        self.at += length;
        Some(Cow::Owned(format!("{} {clock}{zone}", String::from_utf8_lossy(day))))
    }
}

/// A member's name as AWS spells it, however the language does.
fn name<'a>(text: &Cow<'a, str>) -> Cow<'a, str> {
    let plain: String =
        text.chars().filter(|c| c.is_ascii_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect();
    match plain.as_str() {
        "content" if text != "Content" => Cow::Borrowed("Content"),
        "generatedtime" => Cow::Borrowed("GeneratedTime"),
        "reportformat" => Cow::Borrowed("ReportFormat"),
        _ => text.clone(),
    }
}

fn scalar(word: Cow<'_, str>) -> Tree<'_> {
    let hex = word.strip_prefix("0x").filter(|hex| hex.len() > 2 && hex.len() % 2 == 0);
    if let Some(bytes) = hex.and_then(bytes_of_hex) {
        return numbers(&bytes);
    }
    match word.as_ref() {
        "null" | "None" | "nil" | "NULL" | "undefined" => return Tree::Null,
        "true" | "True" => return Tree::Bool(true),
        "false" | "False" => return Tree::Bool(false),
        // The media type as the AWS SDK for Rust names it.
        "TextCsv" | "TEXT_CSV" => return Tree::Text(Cow::Borrowed("text/csv")),
        _ => {}
    }
    let byte = word.strip_prefix("0x").and_then(|hex| u8::from_str_radix(hex, 16).ok()).map(f64::from);
    let decimal = || word.parse::<f64>().ok().filter(|_| word.starts_with(|c: char| c.is_ascii_digit()));
    byte.or_else(decimal).map_or(Tree::Text(word), Tree::Number)
}

fn bytes_of_hex(hex: &str) -> Option<Vec<u8>> {
    let (pairs, _) = hex.as_bytes().as_chunks::<2>();
    pairs.iter().map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}

fn numbers<'a>(bytes: &[u8]) -> Tree<'a> {
    Tree::List(bytes.iter().map(|byte| Tree::Number(f64::from(*byte))).collect())
}

/// The value that a call or a struct wraps: `Some(Blob { inner: [117, …] })`.
fn only(mut tree: Tree<'_>) -> Tree<'_> {
    if let Tree::List(items) = &mut tree
        && items.len() == 1
    {
        return items.pop().unwrap_or(Tree::Null);
    }
    if let Tree::Members(members) = &mut tree
        && let [(name, _)] = members.as_slice()
        && name != "Content"
    {
        return members.pop().map_or(Tree::Null, |(_, value)| value);
    }
    tree
}

/// `datetime.datetime(2026, 9, 11, 13, 15, 19, tzinfo=tzutc())`; without its zone where that is not UTC.
fn python_time(shown: &str) -> Option<String> {
    let numbers: Vec<&str> = shown
        .split_once('(')?
        .1
        .split(',')
        .map(str::trim)
        .take_while(|part| part.bytes().all(|b| b.is_ascii_digit()))
        .collect();
    let [year, month, day, hour, minute, rest @ ..] = numbers.as_slice() else { return None };
    let second = rest.first().copied().unwrap_or("0");
    let utc = if shown.to_lowercase().contains("utc") { "Z" } else { "" };
    Some(format!("{year}-{month:0>2}-{day:0>2}T{hour:0>2}:{minute:0>2}:{second:0>2}{utc}"))
}
