//! A JSON or YAML document as a tree that keeps repeated members: two programs may read different ones.

mod byte_list;
pub(crate) mod deep;
mod other;
pub(crate) mod printed;
pub(crate) mod reports;
pub(crate) mod rows;
mod siblings;
mod unfold;
pub(crate) mod xml;

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

/// A value of a document.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Tree<'a> {
    Null,
    Bool(bool),
    Number(f64),
    Text(Cow<'a, str>),
    List(Vec<Self>),
    Members(Vec<(Cow<'a, str>, Self)>),
    /// What a program printed in place of a value that it did not print whole.
    Elided(String),
}

impl<'a> Tree<'a> {
    /// The members, when it is an object.
    pub(crate) fn members(&self) -> &[(Cow<'a, str>, Self)] {
        if let Self::Members(members) = self { members } else { &[] }
    }

    /// The items, when it is a list.
    pub(crate) fn items(&self) -> &[Self] {
        if let Self::List(items) = self { items } else { &[] }
    }

    /// Every value of that name, in document order.
    pub(crate) fn all<'t>(&'t self, name: &'t str) -> impl Iterator<Item = &'t Self> {
        self.members().iter().filter(move |(key, _)| key == name).map(|(_, value)| value)
    }

    /// The first value of that name.
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        self.members().iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// The text, when it is one.
    pub(crate) fn text(&self) -> Option<&Cow<'a, str>> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }
}

/// The JSON document that begins a text, and its length.
///
/// # Errors
/// What keeps it from being one.
pub(crate) fn parse(text: &[u8]) -> Result<(Tree<'_>, usize), String> {
    let (tree, length) = parse_within(text, &ValueBudget::for_text(text));
    Ok((tree?, length))
}

/// As [`parse`], with so many values at most; also how far an erroneous one was read.
pub(crate) fn parse_within<'a>(text: &'a [u8], values: &ValueBudget) -> (Result<Tree<'a>, String>, usize) {
    let mut deserializer = serde_json::Deserializer::from_slice(text);
    let tree = values.deserialize(&mut deserializer).map_err(|error| error.to_string());
    (tree, deserializer.into_iter::<IgnoredAny>().byte_offset())
}

/// Adds an item. By itself a vector has memory for four as soon as it has one, and hostile text is made of lists of one.
pub(crate) fn push<T>(items: &mut Vec<T>, item: T) {
    if items.len() == items.capacity() {
        items.reserve_exact(items.len().max(1));
    }
    items.push(item);
}

/// How deeply values may be nested, where the reader of a document sets no limit of its own.
pub(crate) const DEEPEST: usize = 64;

/// How many more values a tree may have: a value takes more memory than its text does.
pub(crate) struct ValueBudget(Cell<usize>);

impl ValueBudget {
    /// More than a report has in such a text, in any form: a row of 22 cells takes 250 bytes, and a list of numbers is
    /// shorter than the first ones.
    pub(crate) fn for_text(text: &[u8]) -> Self {
        Self(Cell::new(4_000_000 + text.len() / 10))
    }

    /// Counts a value; whether there may be one more.
    pub(crate) fn spend(&self) -> bool {
        let left = self.0.get().checked_sub(1);
        self.0.set(left.unwrap_or(0));
        left.is_some()
    }
}

/// What is said of a document that has more than it may.
pub(crate) const TOO_MANY: &str = "it has more values than any report of its size";

impl<'de: 'a, 'a> Deserialize<'de> for Tree<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        ValueBudget(Cell::new(usize::MAX)).deserialize(deserializer).map(|tree: Tree<'de>| tree)
    }
}

impl<'de> DeserializeSeed<'de> for &ValueBudget {
    type Value = Tree<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        if self.spend() { deserializer.deserialize_any(self) } else { Err(D::Error::custom(TOO_MANY)) }
    }
}

impl<'de> Visitor<'de> for &ValueBudget {
    type Value = Tree<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Tree::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Tree::Bool(value))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Tree::Number(number as f64))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Tree::Number(number as f64))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Tree::Number(number))
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Tree::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Tree::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element_seed(self)? {
            push(&mut items, item);
        }
        items.shrink_to_fit();
        Ok(Tree::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(key) = map.next_key::<MemberName<'de>>()? {
            push(&mut members, (key.0, map.next_value_seed(self)?));
        }
        members.shrink_to_fit();
        Ok(Tree::Members(members))
    }
}

/// A member's name, borrowed where it has no escapes.
struct MemberName<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for MemberName<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeyVisitor;
        impl<'de> Visitor<'de> for KeyVisitor {
            type Value = Cow<'de, str>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a member's name")
            }
            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Cow::Borrowed(text))
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Cow::Owned(text.to_owned()))
            }
        }
        deserializer.deserialize_str(KeyVisitor).map(MemberName)
    }
}
