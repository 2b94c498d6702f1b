//! Values as JSON, YAML and programs write them.

use super::clean::quote;

/// A value as JSON, YAML and programs write it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    Number(i64),
    Text(String),
    List(Vec<Self>),
    Object(Vec<(String, Self)>),
}

use Value::{Bool, List, Null, Number, Object, Text};

pub(crate) fn text(text: &str) -> Value {
    Text(text.to_owned())
}

pub(crate) fn object(members: &[(&str, Value)]) -> Value {
    Object(members.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect())
}

/// The value of a JSON text.
pub(crate) fn parsed(json: &str) -> Value {
    fn of(value: &serde_json::Value) -> Value {
        match value {
            serde_json::Value::Null => Null,
            serde_json::Value::Bool(value) => Bool(*value),
            serde_json::Value::Number(number) => Number(number.as_i64().unwrap()),
            serde_json::Value::String(value) => text(value),
            serde_json::Value::Array(items) => List(items.iter().map(of).collect()),
            serde_json::Value::Object(members) => {
                Object(members.iter().map(|(name, value)| (name.clone(), of(value))).collect())
            }
        }
    }
    of(&serde_json::from_str(json).unwrap())
}

/// How a language writes values: its own words, and what stands around members.
struct Style {
    null: &'static str,
    bools: [&'static str; 2],
    quote: fn(&str) -> String,
    name: fn(&str) -> String,
    between: &'static str,
    separator: &'static str,
    object: [&'static str; 2],
    list: [&'static str; 2],
}

fn in_single(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'").replace('\n', "\\n"))
}

fn node_name(name: &str) -> String {
    let plain = name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if plain || name.bytes().all(|byte| byte.is_ascii_digit()) {
        in_single(name).trim_matches('\'').to_owned()
    } else {
        in_single(name)
    }
}

const JSON: Style = Style {
    null: "null",
    bools: ["false", "true"],
    quote,
    name: quote,
    between: ": ",
    separator: ", ",
    object: ["{", "}"],
    list: ["[", "]"],
};
const PYTHON: Style =
    Style { null: "None", bools: ["False", "True"], quote: in_single, name: in_single, ..JSON };
const NODE: Style =
    Style { quote: in_single, name: node_name, object: ["{ ", " }"], list: ["[ ", " ]"], ..JSON };
const RUBY: Style = Style { null: "nil", between: "=>", ..JSON };
const GO: Style = Style {
    null: "<nil>",
    quote: str::to_owned,
    name: str::to_owned,
    between: ":",
    separator: " ",
    object: ["{", "}"],
    ..JSON
};

impl Value {
    fn print(&self, style: &Style) -> String {
        match self {
            Null => style.null.to_owned(),
            Bool(value) => style.bools[usize::from(*value)].to_owned(),
            Number(number) => number.to_string(),
            Text(text) => (style.quote)(text),
            List(items) => {
                let items: Vec<String> = items.iter().map(|item| item.print(style)).collect();
                format!("{}{}{}", style.list[0], items.join(style.separator), style.list[1])
            }
            Object(members) => {
                let member = |(name, value): &(String, Self)| {
                    format!("{}{}{}", (style.name)(name), style.between, value.print(style))
                };
                let members: Vec<String> = members.iter().map(member).collect();
                format!("{}{}{}", style.object[0], members.join(style.separator), style.object[1])
            }
        }
    }

    pub(crate) fn json(&self) -> String {
        self.print(&JSON)
    }

    pub(crate) fn python(&self) -> String {
        self.print(&PYTHON)
    }

    pub(crate) fn node(&self) -> String {
        self.print(&NODE)
    }

    pub(crate) fn ruby(&self) -> String {
        self.print(&RUBY)
    }

    pub(crate) fn go(&self) -> String {
        self.print(&GO)
    }

    /// In blocks, as YAML's writers do.
    pub(crate) fn yaml(&self, margin: &str) -> String {
        match self {
            Object(members) if !members.is_empty() => {
                let member = |(name, value): &(String, Self)| {
                    let name = if name.bytes().all(|byte| byte.is_ascii_digit()) {
                        format!("'{name}'")
                    } else {
                        name.clone()
                    };
                    format!("{margin}{name}:{}", value.yaml_below(margin))
                };
                members.iter().map(member).collect()
            }
            List(items) if !items.is_empty() => {
                let item = |item: &Self| {
                    let deeper = format!("{margin}  ");
                    let block = item.yaml(&deeper);
                    format!("{margin}- {}", block.strip_prefix(&deeper).unwrap_or(&block))
                };
                items.iter().map(item).collect()
            }
            Null | Bool(_) | Number(_) | List(_) | Object(_) => format!("{}\n", self.json()),
            Text(text) if text.contains('\n') && !text.trim().is_empty() => {
                let kept = if text.ends_with('\n') { "|" } else { "|-" };
                let deeper = if margin.is_empty() { "  " } else { margin };
                format!(
                    "{kept}\n{}\n",
                    text.trim_end()
                        .lines()
                        .map(|line| format!("{deeper}{line}"))
                        .collect::<Vec<_>>()
                        .join("\n")
                )
            }
            Text(text) if text.len() > 100 && !text.contains([':', '#', ' ']) => format!("{text}\n"),
            Text(text) if text.chars().all(|letter| letter.is_ascii_alphabetic()) && !text.is_empty() => {
                format!("{text}\n")
            }
            Text(text) => format!("'{}'\n", text.replace('\'', "''")),
        }
    }

    /// Behind a name.
    fn yaml_below(&self, margin: &str) -> String {
        let deeper = format!("{margin}  ");
        let block = self.yaml(&deeper);
        let breaks = matches!(self, Object(members) if !members.is_empty())
            || matches!(self, List(items) if !items.is_empty());
        if breaks { format!("\n{block}") } else { format!(" {block}") }
    }
}
