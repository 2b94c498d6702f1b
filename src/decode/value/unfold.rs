//! Values as other programs wrap them, made plain: JSON in a text, typed values, cells and fields in objects of their own, and
//! rows whose names stand beside them.
//!
//! Source: the answers of DynamoDB (`{"S": …}`), Athena (`{"VarCharValue": …}`), the Redshift Data API (`{"stringValue": …}`),
//! CloudWatch Logs Insights (`{"field": …, "value": …}`) and BigQuery (`{"f": [{"v": …}]}`).

use std::borrow::Cow;

use crate::credential_report::is_header;
use crate::decode::value::{Tree, parse};

/// How deeply JSON is read that stands in JSON as a text.
const DEEPEST: usize = 4;

/// The same value, plain; nothing of it borrows from the text.
pub(super) fn unfold(tree: &Tree<'_>) -> Tree<'static> {
    value(tree, DEEPEST)
}

fn value(tree: &Tree<'_>, depth: usize) -> Tree<'static> {
    match tree {
        Tree::Null => Tree::Null,
        Tree::Bool(value) => Tree::Bool(*value),
        Tree::Number(number) => Tree::Number(*number),
        Tree::Elided(shown) => Tree::Elided(shown.clone()),
        Tree::Text(text) => {
            let is_json = depth > 0 && text.trim_start().starts_with(['{', '[']);
            let json = is_json.then(|| parse(text.as_bytes()).ok()).flatten();
            match json.filter(|(_, length)| {
                text.as_bytes().get(*length..).is_some_and(|rest| rest.trim_ascii().is_empty())
            }) {
                Some((tree, _)) => value(&tree, depth - 1),
                None => Tree::Text(Cow::Owned(text.to_string())),
            }
        }
        Tree::List(items) => list(items.iter().map(|item| value(item, depth)).collect()),
        Tree::Members(members) => object(
            members
                .iter()
                .map(|(name, member)| (Cow::Owned(name.to_string()), value(member, depth)))
                .collect(),
        ),
    }
}

type Members = Vec<(Cow<'static, str>, Tree<'static>)>;

/// A list of fields with their values is a row.
fn list(items: Vec<Tree<'static>>) -> Tree<'static> {
    let pair = |item: &Tree<'static>| {
        let member = |names: &[&str]| names.iter().find_map(|name| item.get(name));
        let name = member(&["field", "name", "key", "Name", "Key"])?.text()?.clone();
        let value = member(&["value", "Value"])?.clone();
        let is_pair =
            !matches!(value, Tree::List(_) | Tree::Members(_)) && (2..=3).contains(&item.members().len());
        is_pair.then_some((name, value))
    };
    let pairs: Option<Members> = items.iter().map(pair).collect();
    match pairs.filter(|pairs| !pairs.is_empty() && is_header(pairs.iter().map(|(name, _)| name.as_bytes())))
    {
        Some(row) => Tree::Members(row),
        None => Tree::List(items),
    }
}

/// The names of types that programs put around a value, in an object of one member.
#[rustfmt::skip]
const TYPES: [&str; 12] = [
    "S", "N", "BOOL", "VarCharValue", "v", "f", "Data", "stringValue", "booleanValue", "longValue", "ScalarValue", "string",
];
const NULLS: [&str; 4] = ["NULL", "isNull", "NullValue", "null"];

/// Whether a value is in an object that says its type.
pub(super) fn is_typed(tree: &Tree<'_>) -> bool {
    matches!(tree.members(), [(name, _)] if TYPES.iter().chain(&NULLS).any(|known| known == name))
}

fn object(mut members: Members) -> Tree<'static> {
    if let [(name, _)] = members.as_slice() {
        if NULLS.contains(&name.as_ref()) {
            return Tree::Null;
        }
        let is_typed = TYPES.contains(&name.as_ref());
        if let Some((_, value)) = is_typed.then(|| members.pop()).flatten() {
            return value;
        }
    }
    match table(&members) {
        Some(table) => table,
        None => Tree::Members(members),
    }
}

/// Rows of cells whose names stand beside them, as names or as objects with one each: an array of arrays that begins with the
/// names.
fn table(members: &Members) -> Option<Tree<'static>> {
    let beside = || members.iter().map(|(_, value)| value);
    let within = beside().flat_map(|value| value.members().iter().map(|(_, value)| value));
    let names = beside().chain(within).find_map(names)?;
    let is_rows = |rows: &&Tree<'static>| {
        !rows.items().is_empty() && rows.items().iter().all(|row| row.items().len() == names.items().len())
    };
    let rows = beside().find(is_rows)?;
    let rows: Vec<Tree<'static>> = rows.items().iter().map(cells).collect();
    // Athena has them as the first row, too.
    let names = Some(names).filter(|names| rows.first() != Some(names));
    Some(Tree::List(names.into_iter().chain(rows).collect()))
}

/// An empty object is Athena's null.
fn cells(row: &Tree<'static>) -> Tree<'static> {
    let is_null = |cell: &Tree<'static>| matches!(cell, Tree::Members(members) if members.is_empty());
    let cell = |cell: &Tree<'static>| if is_null(cell) { Tree::Null } else { cell.clone() };
    Tree::List(row.items().iter().map(cell).collect())
}

/// The names in a list of columns.
fn names(columns: &Tree<'static>) -> Option<Tree<'static>> {
    let name = |column: &Tree<'static>| {
        let named = ["name", "Name", "label", "field"].iter().find_map(|name| column.get(name));
        named.unwrap_or(column).text().cloned()
    };
    let names: Option<Vec<Cow<'static, str>>> = columns.items().iter().map(name).collect();
    let names = names.filter(|names| is_header(names.iter().map(|name| name.as_bytes())))?;
    Some(Tree::List(names.into_iter().map(Tree::Text).collect()))
}
