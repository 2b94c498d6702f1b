//! A JSON or YAML document as a tree that keeps repeated members: two programs may read different ones.

mod beside;
mod byte_list;
pub(crate) mod document;
mod other;
pub(crate) mod printed;
pub(crate) mod rows;

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

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
    let mut documents = serde_json::Deserializer::from_slice(text).into_iter::<Tree<'_>>();
    match documents.next() {
        Some(Ok(tree)) => Ok((tree, documents.byte_offset())),
        Some(Err(error)) => Err(error.to_string()),
        None => Err("there is none".to_owned()),
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Tree<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TreeVisitor).map(|tree: Tree<'de>| tree)
    }
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
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
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Tree::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some((key, value)) = map.next_entry::<Key<'de>, Tree<'de>>()? {
            members.push((key.0, value));
        }
        Ok(Tree::Members(members))
    }
}

/// A member's name, borrowed where it has no escapes.
struct Key<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Key<'a> {
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
        deserializer.deserialize_str(KeyVisitor).map(Key)
    }
}
