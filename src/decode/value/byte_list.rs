//! Bytes as numbers: how JavaScript's JSON, and what programs print, have a buffer.

use crate::decode::value::Tree;

/// The bytes of `[117,115,…]`, of Node's `{"type":"Buffer","data":[117,115,…]}`, or of `{"0":117,"1":115,…}`, which
/// JSON makes of a `Uint8Array`; `None` for another tree.
///
/// # Errors
/// The index from which on it is no list of bytes.
///
/// Source of the forms: Node.js documentation, "Buffer", `buf.toJSON()`; recorded output of the AWS SDKs for JavaScript.
pub(crate) fn in_tree(tree: &Tree<'_>) -> Option<Result<Vec<u8>, usize>> {
    if let Tree::List(items) = tree {
        return is_number(items.first()?).then(|| bytes(items.iter().map(Some)));
    }
    match tree.members() {
        [(first, value), ..] if first == "0" && is_number(value) => {
            // A number that is missing, or elsewhere, is a byte that is.
            let in_order = tree.members().iter().enumerate().map(|(at, (key, value))| {
                let key: Option<usize> = key.parse().ok();
                (key == Some(at)).then_some(value)
            });
            Some(bytes(in_order))
        }
        [(one, kind), (two, data)]
            if one == "type" && two == "data" && kind.text().is_some_and(|kind| kind == "Buffer") =>
        {
            in_tree(data)
        }
        _ => None,
    }
}

fn is_number(tree: &Tree<'_>) -> bool {
    matches!(tree, Tree::Number(_))
}

fn bytes<'t>(numbers: impl Iterator<Item = Option<&'t Tree<'t>>>) -> Result<Vec<u8>, usize> {
    let byte = |tree: &Tree<'_>| {
        let Tree::Number(number) = tree else { return None };
        ((0.0..=255.0).contains(number) && number.fract() == 0.0).then_some(*number as u8)
    };
    numbers.enumerate().map(|(at, number)| number.and_then(byte).ok_or(at)).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_form_of_a_buffer_is_read() {
        let read = |json: &str| super::in_tree(&serde_json::from_str(json).unwrap());
        for json in ["[97,98]", r#"{"type":"Buffer","data":[97,98]}"#, r#"{"0":97,"1":98}"#] {
            assert_eq!(read(json), Some(Ok(b"ab".to_vec())), "{json}");
        }
        for (json, at) in [
            ("[97,256]", 1),
            ("[97,98,-1]", 2),
            ("[97,9.5]", 1),
            (r#"[97,"98"]"#, 1),
            (r#"{"0":97,"2":98}"#, 1),
            (r#"{"0":97,"1":98,"1":99}"#, 2),
        ] {
            assert_eq!(read(json), Some(Err(at)), "{json}");
        }
        for json in ["[]", "{}", r#"["97"]"#, r#"{"1":97}"#, r#"{"type":"Blob","data":[97]}"#, "97"] {
            assert_eq!(read(json), None, "{json}");
        }
    }
}
