//! Bare words, and what follows them: numbers, times, calls and types.

use std::borrow::Cow;

use crate::decode::recognise::failed;
use crate::decode::value::printed::{Tree, ValueParser};

impl<'a> ValueParser<'a> {
    /// A bare word, and what it has behind it: arguments, members, items.
    pub(crate) fn word(&mut self, depth: usize) -> Tree<'a> {
        let is_apart = std::mem::take(&mut self.is_apart);
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
        self.skips(b"[interface {}]interface {}");
        if let Some(time) = self.time(start) {
            return Tree::Text(time);
        }
        match (self.peek(), self.rest().get(1)) {
            (Some(b'('), _) => self.call(&word, start, depth),
            (Some(b'{'), _) => only(self.entries(b'}', depth)),
            (Some(b'['), _) => only(self.entries(b']', depth)),
            (Some(b' '), Some(b'{')) if !is_apart && is_type(&word) => {
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
        // No time is longer: what else is among its arguments is looked at.
        let is_short = word.ends_with("datetime") && self.at - start <= 120;
        if let Some(time) = is_short.then(|| python_time(&self.text_from(start))).flatten() {
            return Tree::Text(Cow::Owned(time));
        }
        let only = only(inside);
        let close = match (self.peek(), self.rest().get(1)) {
            (Some(b' '), Some(b'[')) => b']',
            (Some(b' '), Some(b'{')) => b'}',
            _ => return only,
        };
        let Tree::Number(count) = only else { return only };
        self.at += 1;
        let held = self.entries(close, depth);
        let length = held.items().len() + held.members().len();
        if length as f64 != count && !matches!(held, Tree::Elided(_)) {
            self.fault.get_or_insert(format!("{word} has {length} values, and says {count}"));
        }
        held
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

/// Whether a word can be the name of a type, whose value follows in braces, and is no word in place of a value.
fn is_type(word: &str) -> bool {
    word.starts_with(|first: char| first.is_uppercase())
        && word.contains(|c: char| c.is_lowercase())
        && !word.contains(['.', '/'])
        && !matches!(word, "None" | "Null" | "Nil" | "True" | "False")
        && failed::in_text(word).is_none()
}

fn scalar(word: Cow<'_, str>) -> Tree<'_> {
    let hex = word.strip_prefix("0x").filter(|hex| hex.len() > 2 && hex.len() % 2 == 0);
    if let Some(bytes) = hex.and_then(bytes_of_hex) {
        return numbers(&bytes);
    }
    match word.as_ref() {
        "null" | "None" | "nil" | "NULL" | "undefined" | "undef" => return Tree::Null,
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

pub(crate) fn numbers<'a>(bytes: &[u8]) -> Tree<'a> {
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
    const UTC: [&str; 7] = [
        "tzutc()",
        "timezone.utc",
        "datetime.timezone.utc",
        "<UTC>",
        "TzInfo(UTC)",
        "TzInfo(0)",
        "zoneinfo.ZoneInfo(key='UTC')",
    ];
    let zone = shown.rsplit_once("tzinfo=").map(|(_, zone)| zone.strip_suffix(')').unwrap_or(zone));
    let utc = if zone.is_some_and(|zone| UTC.contains(&zone)) { "Z" } else { "" };
    Some(format!("{year}-{month:0>2}-{day:0>2}T{hour:0>2}:{minute:0>2}:{second:0>2}{utc}"))
}
