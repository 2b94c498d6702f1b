//! Values that a document has as text: written by `Display`, read by `FromStr`.

use std::borrow::Cow;
use std::fmt::Display;
use std::str::FromStr;

use serde::{Deserialize as _, Deserializer, Serializer};

pub(super) fn serialize<T: Display, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

pub(super) fn deserialize<'de, T: FromStr<Err: Display> + Display, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    read(&Cow::<str>::deserialize(deserializer)?)
}

/// Reads what is written in the one way in which it is written.
fn read<T: FromStr<Err: Display> + Display, E: serde::de::Error>(text: &str) -> Result<T, E> {
    let value: T = text.parse().map_err(E::custom)?;
    let written = value.to_string();
    if written == text { Ok(value) } else { Err(E::custom(format!("`{text}` is not `{written}`"))) }
}

/// The same, or null; it must be there.
pub(super) mod or_null {
    use super::*;

    pub(in crate::evidence) fn serialize<T: Display, S: Serializer>(
        value: &Option<T>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => serializer.collect_str(value),
            None => serializer.serialize_none(),
        }
    }

    pub(in crate::evidence) fn deserialize<'de, T: FromStr<Err: Display> + Display, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<T>, D::Error> {
        let text = Option::<Cow<'_, str>>::deserialize(deserializer)?;
        text.map(|text| read(&text)).transpose()
    }
}
