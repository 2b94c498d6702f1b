//! Rows wherever they stand in a document: at any depth, beside anything, an object each around them, keyed by user or account.

use std::borrow::Cow;

use crate::credential_report::{is_column, trace};
use crate::decode::recognise::failed;
use crate::decode::value::rows;
use crate::decode::value::siblings::{self, Holder};
use crate::decode::value::{Tree, other};

/// The longest name of a column.
const LONGEST_NAME: usize = 64;

/// The most values, itself among them, of what stands in place of an account's report.
const MOST_OF_FAILED: usize = 5;

/// The tables of a document, and what stands where another one is expected.
#[derive(Default)]
pub(super) struct Found<'t, 'a> {
    pub(super) tables: Vec<Table<'t, 'a>>,
    pub(super) lost: Vec<&'t Tree<'a>>,
}

/// The rows of one table.
pub(super) enum Table<'t, 'a> {
    /// An object for each row.
    Objects(Vec<&'t Tree<'a>>),
    /// The object of a row that is in no list: it belongs to those beside it.
    Lone(&'t Tree<'a>),
    /// A text for each line of a CSV.
    Lines(Vec<&'t Tree<'a>>),
    /// Any other form, as one value has it.
    Whole(&'t Tree<'a>),
}

impl<'t, 'a> Table<'t, 'a> {
    fn rows(&self) -> &[&'t Tree<'a>] {
        match self {
            Self::Objects(rows) | Self::Lines(rows) => rows,
            Self::Lone(row) => std::slice::from_ref(row),
            Self::Whole(_) => &[],
        }
    }

    /// Whether a root user's row is among its objects.
    fn has_root(&self) -> bool {
        self.rows().iter().any(|row| {
            row.members()
                .iter()
                .any(|(_, cell)| cell.text().is_some_and(|text| text.trim() == "<root_account>"))
        })
    }
}

/// Everything in a document.
pub(super) fn find<'t, 'a>(tree: &'t Tree<'a>) -> Found<'t, 'a> {
    if rows::is_row(tree) {
        return Found { tables: vec![Table::Lone(tree)], lost: Vec::new() };
    }
    let children: Vec<(Option<&str>, &Tree<'a>)> = match tree {
        Tree::List(_) | Tree::Members(_) if rows::is_table(tree) => {
            return Found { tables: vec![Table::Whole(tree)], lost: Vec::new() };
        }
        Tree::List(items) => match lines(items) {
            Some(lines) => return Found { tables: vec![Table::Lines(lines)], lost: Vec::new() },
            None => items.iter().map(|item| (None, item)).collect(),
        },
        Tree::Members(members) => members.iter().map(|(name, value)| (Some(name.as_ref()), value)).collect(),
        Tree::Null | Tree::Bool(_) | Tree::Number(_) | Tree::Text(_) | Tree::Elided(_) => {
            return Found::default();
        }
    };
    joined(children, matches!(tree, Tree::List(_)))
}

/// What the children of a list or an object hold together.
fn joined<'t, 'a>(children: Vec<(Option<&'t str>, &'t Tree<'a>)>, is_list: bool) -> Found<'t, 'a> {
    let mut found = Found::default();
    let (mut lone, mut without) = (Vec::new(), Vec::new());
    let (mut beside, mut has_direct, mut place) = (None, false, None);
    for (name, child) in children {
        let Found { tables, lost } = find(child);
        found.lost.extend(lost);
        if tables.is_empty() {
            without.push((name, child));
            continue;
        }
        // Of an object's members, the name says whether they are accounts or users; of a list's items with tables of their own, each
        // is an account.
        let holder = name.map_or(Holder::Account, siblings::holder);
        let is_lone = matches!(tables.as_slice(), [Table::Lone(_)]);
        has_direct |= is_lone && rows::is_row(child) && holder == Holder::Account;
        if !is_lone && (holder == Holder::Account || is_direct(child)) {
            beside = beside.or(Some(holder));
        }
        place = place.or(deep_place(child));
        for table in tables {
            match table {
                Table::Lone(row) => lone.push(row),
                Table::Objects(_) | Table::Lines(_) | Table::Whole(_) => found.tables.push(table),
            }
        }
    }
    match lone.as_slice() {
        [] => {}
        [row] if !is_list => found.tables.push(Table::Lone(row)),
        _ => found.tables.push(Table::Objects(lone)),
    }
    adopt(&mut found.tables);
    let several = found.tables.iter().filter(|table| table.has_root()).count() > 1;
    let is_lost = |(name, child): &(Option<&str>, &Tree<'a>)| match (name, beside) {
        (None, Some(_)) => !is_other_answer(child, place.as_deref()),
        (None, None) => has_direct || is_nothing(child),
        (Some(name), Some(holder)) => {
            // What says little can be what became of an account; what says more is something else.
            let is_answer = !is_nothing(child) && size(child) > MOST_OF_FAILED;
            (holder == Holder::Account || !is_answer) && siblings::is_lost_by_name(name, child, holder)
        }
        (Some(name), None) => {
            let is_nested = matches!(child, Tree::List(_) | Tree::Members(_));
            is_account(name) || has_direct && is_nested || (several || has_direct) && is_nothing(child)
        }
    };
    if !found.tables.is_empty() {
        found.lost.extend(without.into_iter().filter(is_lost).map(|(_, child)| child));
    }
    found
}

/// How many values are in a value; what a failed account leaves has few.
fn size(tree: &Tree<'_>) -> usize {
    let within = tree.items().iter().chain(tree.members().iter().map(|(_, value)| value));
    1 + within.map(size).sum::<usize>()
}

/// Whether a value is a table itself, and no object around one.
fn is_direct(child: &Tree<'_>) -> bool {
    let first = child.items().first().or(child.members().first().map(|(_, first)| first));
    rows::is_table(child) || first.is_some_and(rows::is_row)
}

/// The names that lead to a table deep within an item: what a program got of several operations has the others' answers there.
fn deep_place<'t>(item: &'t Tree<'_>) -> Option<Vec<&'t str>> {
    let path = path_to(item, &|tree| rows::is_row(tree) || tree.items().first().is_some_and(rows::is_row))?;
    let (_, above) = path.split_last()?;
    (!above.is_empty()).then(|| above.to_vec())
}

/// Whether an item has the answer of another operation where one beside it has a report; accounts in a list are less deep.
pub(super) fn is_other_answer(item: &Tree<'_>, place: Option<&[&str]>) -> bool {
    let answer = place.filter(|place| place.len() > 1).and_then(|place| at(item, place));
    answer.is_some_and(|answer| !answer.members().is_empty() && other::problem_of(answer, true).is_none())
        && !siblings::is_traced(item)
}

/// Whether there is nothing where a report is expected, or a failed one.
fn is_nothing(child: &Tree<'_>) -> bool {
    is_empty(child) || other::problem_of(child, false).is_some() || is_message(child)
}

/// How many traces are in names alone: texts that are a column's name and no more, as a list of columns has them, and the names of
/// members that are a row's user.
pub(super) fn named(tree: &Tree<'_>) -> usize {
    match tree {
        Tree::Text(text) => {
            let is_name = text.len() <= LONGEST_NAME && is_column(text);
            if is_name { trace::count(text.as_bytes()) } else { 0 }
        }
        Tree::List(items) => items.iter().map(named).sum(),
        Tree::Members(_) if rows::is_row(tree) => 0,
        Tree::Members(members) => {
            let is_user = |(name, row): &&(Cow<'_, str>, Tree<'_>)| {
                rows::is_row(row) && row.members().iter().any(|(_, cell)| cell.text() == Some(name))
            };
            let users = members.iter().filter(is_user).map(|(name, _)| trace::count(name.as_bytes()));
            users.sum::<usize>() + members.iter().map(|(_, value)| named(value)).sum::<usize>()
        }
        Tree::Null | Tree::Bool(_) | Tree::Number(_) | Tree::Elided(_) => 0,
    }
}

/// Joins the users' rows to the root user's, where that is a table of one row beside them: `{"root": {…}, "users": […]}`.
fn adopt(tables: &mut Vec<Table<'_, '_>>) {
    let [first, second] = tables.as_slice() else { return };
    let is_lone_root = |table: &Table<'_, '_>| matches!(table, Table::Lone(_)) && table.has_root();
    let (root, users) = if is_lone_root(first) { (first, second) } else { (second, first) };
    let is_of_users = matches!(users, Table::Objects(_)) && !users.has_root();
    if is_lone_root(root) && is_of_users {
        *tables = vec![Table::Objects([root.rows(), users.rows()].concat())];
    }
}

/// The texts of items that have one each at the same place, where the first is a report's header: a line of the CSV each.
fn lines<'t, 'a>(items: &'t [Tree<'a>]) -> Option<Vec<&'t Tree<'a>>> {
    let (first, rest) = items.split_first()?;
    let path = path_to(first, &rows::is_header_text)?;
    let lines =
        std::iter::once(first).chain(rest).map(|item| at(item, &path).filter(|line| line.text().is_some()));
    lines.collect()
}

/// The names of the members that lead to what is sought in an object.
pub(crate) fn path_to<'t>(tree: &'t Tree<'_>, is_sought: &dyn Fn(&Tree<'_>) -> bool) -> Option<Vec<&'t str>> {
    if is_sought(tree) {
        return Some(Vec::new());
    }
    tree.members().iter().find_map(|(name, value)| {
        let mut path = path_to(value, is_sought)?;
        path.insert(0, name.as_ref());
        Some(path)
    })
}

/// What such names lead to in another one.
pub(crate) fn at<'t, 'a>(tree: &'t Tree<'a>, path: &[impl AsRef<str>]) -> Option<&'t Tree<'a>> {
    path.iter().try_fold(tree, |tree, name| tree.get(name.as_ref()))
}

fn is_account(name: &str) -> bool {
    name.len() == 12 && name.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_empty(tree: &Tree<'_>) -> bool {
    match tree {
        Tree::Null | Tree::Bool(false) => true,
        Tree::Text(text) => text.trim().is_empty(),
        Tree::List(items) => items.is_empty(),
        Tree::Members(members) => members.is_empty(),
        Tree::Bool(true) | Tree::Number(_) | Tree::Elided(_) => false,
    }
}

/// A message of the AWS CLI's, in place of a report.
fn is_message(tree: &Tree<'_>) -> bool {
    tree.text().is_some_and(|text| failed::in_text(text).is_some())
}
