//! The evidence document against the schema that the program prints.

use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::Value;

static PUBLISHED: LazyLock<Validator> = LazyLock::new(|| validator(&published()));
/// The same, where nothing may stand in a document that the schema does not name.
static STRICT: LazyLock<Validator> = LazyLock::new(|| {
    let mut schema = published();
    close(&mut schema);
    validator(&schema)
});

pub(crate) fn published() -> Value {
    serde_json::from_str(rootkeys::schema()).unwrap()
}

fn validator(schema: &Value) -> Validator {
    jsonschema::draft202012::options().should_validate_formats(true).build(schema).unwrap()
}

fn close(schema: &mut Value) {
    if schema["required"].is_array() {
        schema["additionalProperties"] = false.into();
    }
    match schema {
        Value::Object(members) => members.values_mut().for_each(close),
        Value::Array(items) => items.iter_mut().for_each(close),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Fails unless the document is as the schema says, with nothing that the schema does not name.
pub(crate) fn assert_valid(document: &Value) {
    for validator in [&PUBLISHED, &STRICT] {
        let errors: Vec<String> =
            validator.iter_errors(document).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(errors.is_empty(), "{errors:#?}\n{document:#}");
    }
}

pub(crate) fn is_valid(document: &Value) -> bool {
    PUBLISHED.is_valid(document)
}
