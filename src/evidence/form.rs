//! Where a document is not as its schema says, in words for people: serde's errors name types of this program.

use serde_json::Value;

use crate::evidence::schema;

/// The first place where a document lacks a member, or has a value of another type than the schema says.
pub(super) fn first_fault(document: &Value) -> Option<String> {
    let schema: Value = serde_json::from_str(schema()).ok()?;
    Walk { schema: &schema }.fault(document, &schema, "")
}

struct Walk<'a> {
    schema: &'a Value,
}

impl Walk<'_> {
    fn fault(&self, value: &Value, form: &Value, at: &str) -> Option<String> {
        let definition = form.get("$ref").and_then(Value::as_str);
        if let Some(form) = definition.and_then(|of| self.schema.pointer(of.trim_start_matches('#'))) {
            return self.fault(value, form, at);
        }
        if let Some(forms) = form.get("anyOf").and_then(Value::as_array) {
            // Each is something or null: what it is not as something is worth saying.
            let is_any = forms.iter().any(|form| self.fault(value, form, at).is_none());
            return if is_any { None } else { self.fault(value, forms.first()?, at) };
        }
        let types = types(form);
        let is_of = |name: &&str| is_of_type(value, name);
        if !types.is_empty() && !types.iter().any(is_of) {
            let expected: Vec<&str> = types.iter().map(|name| in_words(name)).collect();
            return Some(format!("{} is {}; expected {}", place(at), shown(value), expected.join(" or ")));
        }
        let least = form.get("minimum").and_then(Value::as_i64);
        if let Some(least) = least.filter(|least| value.as_i64().is_some_and(|value| value < *least)) {
            return Some(format!("{} is {value}; expected at least {least}", place(at)));
        }
        let required = form.get("required").and_then(Value::as_array).into_iter().flatten();
        let missing = required.filter_map(Value::as_str).find(|name| value.get(name).is_none());
        if let Some(name) = missing.filter(|_| value.is_object()) {
            return Some(format!("{} lacks the member {name}", place(at)));
        }
        let members = form.get("properties").and_then(Value::as_object).into_iter().flatten();
        let mut members = members.filter_map(|(name, form)| Some((name, value.get(name)?, form)));
        let of_members = members.find_map(|(name, value, form)| {
            let at = if at.is_empty() { name.clone() } else { format!("{at}.{name}") };
            self.fault(value, form, &at)
        });
        let of_items = || {
            let (items, form) = (value.as_array()?, form.get("items")?);
            let mut items = items.iter().enumerate();
            items.find_map(|(index, item)| self.fault(item, form, &format!("{at}[{index}]")))
        };
        of_members.or_else(of_items)
    }
}

/// The types that a form allows; a list of words is one of texts.
fn types(form: &Value) -> Vec<&str> {
    match (form.get("type"), form.get("enum").and_then(Value::as_array)) {
        (Some(Value::String(name)), _) => vec![name],
        (Some(Value::Array(names)), _) => names.iter().filter_map(Value::as_str).collect(),
        (_, Some(words)) if words.contains(&Value::Null) => vec!["string", "null"],
        (_, Some(_)) => vec!["string"],
        _ => Vec::new(),
    }
}

fn is_of_type(value: &Value, name: &str) -> bool {
    match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        _ => value.is_object(),
    }
}

fn in_words(name: &str) -> &str {
    match name {
        "null" => "null",
        "boolean" => "true or false",
        "integer" => "a whole number",
        "string" => "a text",
        "array" => "a list",
        _ => "an object",
    }
}

fn place(at: &str) -> &str {
    if at.is_empty() { "the document" } else { at }
}

/// A value in a few words.
fn shown(value: &Value) -> String {
    match value {
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
        Value::String(_) => "a text".to_owned(),
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}
