//! A value as programs print it, as a tree: Python, JavaScript, Go, Ruby, Rust, Java, PHP, Perl. Lenient about words,
//! strict about brackets, quotes and commas: what they enclose is whole.

mod word;

use std::borrow::Cow;

use crate::decode::content::literal;
use crate::decode::value::{DEEPEST, TOO_MANY, Tree, ValueBudget, push};

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
    let mut parser =
        ValueParser { text, at: 0, values: ValueBudget::for_text(text), fault: None, is_apart: false };
    let tree = parser.value(0);
    Printed { tree, length: parser.at, fault: parser.fault }
}

struct ValueParser<'a> {
    text: &'a [u8],
    at: usize,
    values: ValueBudget,
    fault: Option<String>,
    /// Whether the value that comes next has nothing but a blank before it, as Go parts values: then a word is one.
    is_apart: bool,
}

impl<'a> ValueParser<'a> {
    fn rest(&self) -> &'a [u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.rest().first().copied()
    }

    /// Whether the text goes on so; if it does, goes past it.
    fn skips(&mut self, word: &[u8]) -> bool {
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
        if !self.values.spend() {
            return self.fail(TOO_MANY);
        }
        // A pointer in Go, a reference in Perl.
        self.skips(b"&");
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

    /// What is between brackets, from the opening one on: members or items.
    fn entries(&mut self, close: u8, depth: usize) -> Tree<'a> {
        self.at += 1;
        let (mut members, mut items, mut elided) = (Vec::new(), Vec::new(), None);
        let mut is_apart = false;
        while self.fault.is_none() {
            self.blank();
            if self.skips(&[close]) {
                break;
            }
            if self.rest().is_empty() {
                self.fail(format!("it ends before its `{}`", char::from(close)));
                break;
            }
            if self.rest().starts_with(b"...") {
                elided = Some(self.ellipsis(close));
                self.skips(b",");
                continue;
            }
            let quoted = literal::begins(self.rest());
            self.is_apart = is_apart;
            let value = self.value(depth + 1);
            let mut spaced = self.blank();
            let key = match &value {
                Tree::Text(text) => Some(name(text)),
                Tree::Number(number) => Some(Cow::Owned(number.to_string())),
                Tree::Null | Tree::Bool(_) | Tree::List(_) | Tree::Members(_) | Tree::Elided(_) => None,
            };
            let is_key = key.is_some() && (self.skips(b"=>") || self.skips(b"=") || self.skips(b":"));
            let mut ends_quoted = quoted;
            match key.filter(|_| is_key && self.fault.is_none()) {
                Some(key) => {
                    self.blank();
                    ends_quoted = literal::begins(self.rest());
                    let value = self.value(depth + 1);
                    push(&mut members, (key, value));
                    spaced = self.blank();
                }
                None => push(&mut items, value),
            }
            // Only Go puts nothing but a space between values, and no quotes around them.
            let separated = self.skips(b",") || self.skips(b";");
            is_apart = !separated;
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
        items.shrink_to_fit();
        members.shrink_to_fit();
        if members.is_empty() {
            // Numbers of which some are left out are no bytes; of other items, each is looked at.
            return match elided {
                Some(elided) if items.iter().all(|item| matches!(item, Tree::Number(_))) => {
                    Tree::Elided(elided)
                }
                Some(elided) => Tree::List(items.into_iter().chain([Tree::Elided(elided)]).collect()),
                None => Tree::List(items),
            };
        }
        // Python has a call's arguments so.
        if !items.is_empty() && close != b')' {
            self.fail("a value without a name stands among members");
        }
        let nameless = items.into_iter().chain(elided.map(Tree::Elided));
        members.extend(nameless.map(|item| (Cow::Borrowed(""), item)));
        Tree::Members(members)
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
        let is_bytes = self.rest().starts_with(b"b");
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
            let plus = self.skips(b"+");
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
            } else if literal.is_bytes != is_bytes {
                self.fail("strings of bytes and of text stand side by side");
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
        let rest = self.rest();
        let end = memchr::memchr3(b'>', b'\n', b'\r', rest).filter(|end| rest.get(*end) == Some(&b'>'));
        let Some(end) = end else {
            return self.fail("`<` opens and never closes");
        };
        self.at += end + 1;
        let shown = self.text_from(start);
        let pairs = shown.trim_matches(['<', '>']).strip_prefix("Buffer ").map(|hex| hex.split(' '));
        let pair = |hex: &str| (hex.len() == 2).then(|| u8::from_str_radix(hex, 16).ok()).flatten();
        match pairs.and_then(|mut pairs| pairs.by_ref().map(pair).collect::<Option<Vec<u8>>>()) {
            Some(bytes) => word::numbers(&bytes),
            None => {
                if shown == "<nil>" {
                    return Tree::Null;
                }
                // `<binary> len 1308`, as the AWS SDK for Go has it.
                if self.skips(b" len ") {
                    self.at += self.rest().iter().take_while(|byte| byte.is_ascii_digit()).count();
                }
                Tree::Elided(self.text_from(start).into_owned())
            }
        }
    }

    /// `#<struct Name content="…", …>`.
    fn ruby(&mut self, depth: usize) -> Tree<'a> {
        self.at += 1;
        let rest = self.rest();
        let skip = if rest.starts_with(b"<struct ") { 8 } else { 1 };
        let name =
            rest.iter().skip(skip).take_while(|byte| !byte.is_ascii_whitespace() && **byte != b'=').count();
        // A struct without a name begins with its first member.
        let is_member = rest.get(skip + name) == Some(&b'=');
        // The byte before counts as the opening bracket.
        self.at += skip + if is_member { 0 } else { name } - 1;
        self.entries(b'>', depth)
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
