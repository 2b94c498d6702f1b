//! Evidence documents, each with one forgery: at every place, of every kind.

use serde_json::Value;

/// Every place of a document below its root, as JSON pointers.
fn places(at: &str, value: &Value, all: &mut Vec<String>) {
    let names = value.as_object().into_iter().flat_map(|members| members.keys().cloned());
    let indices = (0..value.as_array().map_or(0, Vec::len)).map(|index| index.to_string());
    for name in names.chain(indices) {
        let at = format!("{at}/{name}");
        places(&at, value.pointer(&at[at.rfind('/').unwrap()..]).unwrap(), all);
        all.push(at);
    }
}

/// The document as text, with one of its members twice.
fn with_twice(value: &Value, at: &str, twice: &str) -> String {
    match value {
        Value::Object(members) => {
            let member = |(name, value): (&String, &Value)| {
                let at = format!("{at}/{name}");
                let member = format!("{name:?}:{}", with_twice(value, &at, twice));
                if at == twice { format!("{member},{member}") } else { member }
            };
            format!("{{{}}}", members.iter().map(member).collect::<Vec<_>>().join(","))
        }
        Value::Array(items) => {
            let items = items
                .iter()
                .enumerate()
                .map(|(index, item)| with_twice(item, &format!("{at}/{index}"), twice));
            format!("[{}]", items.collect::<Vec<_>>().join(","))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.to_string(),
    }
}

/// Other values in place of one: of its type and of others.
fn others(value: &Value) -> Vec<Value> {
    let mut others = vec![Value::Null, "forged".into(), Value::from(vec![value.clone()])];
    match value {
        Value::Number(number) => {
            let number = number.as_i64().unwrap();
            others.extend([(number + 1).into(), (number as f64).into(), number.to_string().into()]);
        }
        Value::String(text) => {
            others.extend([format!("{text}0"), format!(" {text}"), text.to_uppercase()].map(Value::from))
        }
        Value::Bool(flag) => others.push((!flag).into()),
        Value::Array(_) => others.push(Value::Array(Vec::new())),
        Value::Null | Value::Object(_) => others.push(true.into()),
    }
    others.retain(|other| other != value);
    others
}

/// Every document that differs from one in a single place, and what was done.
pub(crate) fn all(document: &Value) -> Vec<(String, String)> {
    let mut all = vec![(" added".to_owned(), document.to_string() + "{}")];
    let mut places_ = vec![String::new()];
    places("", document, &mut places_);
    for place in &places_ {
        let value = document.pointer(place).unwrap();
        let mut forge = |what: &str, change: &dyn Fn(&mut Value)| {
            let mut forged = document.clone();
            change(&mut forged);
            if forged != *document {
                all.push((format!("{place} {what}"), forged.to_string()));
            }
        };
        match value {
            Value::Object(_) => {
                forge("gets a member", &|forged| forged.pointer_mut(place).unwrap()["forged"] = true.into())
            }
            Value::Array(_) => forge("gets null", &|forged| {
                forged.pointer_mut(place).unwrap().as_array_mut().unwrap().push(Value::Null);
            }),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
        let Some((parent, name)) = place.rsplit_once('/') else { continue };
        for other in others(value) {
            forge(&format!("is {other}"), &|forged| *forged.pointer_mut(place).unwrap() = other.clone());
        }
        let Ok(index) = name.parse::<usize>() else {
            forge("is removed", &|forged| {
                forged.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(name);
            });
            all.push((format!("{place} twice"), with_twice(document, "", place)));
            continue;
        };
        let items = |forged: &mut Value, change: &dyn Fn(&mut Vec<Value>)| {
            change(forged.pointer_mut(parent).unwrap().as_array_mut().unwrap());
        };
        forge("is removed", &|forged| items(forged, &|items| drop(items.remove(index))));
        forge("is repeated", &|forged| items(forged, &|items| items.insert(index, items[index].clone())));
        forge("moves", &|forged| {
            items(forged, &|items| {
                let next = (index + 1) % items.len();
                items.swap(index, next);
            });
        });
    }
    all
}
