//! The list of accounts: each of them must have a report.
//!
//! Read as: what `aws organizations list-accounts` prints, several pages one after another; an array of its accounts or
//! of ids; a CSV with a column of account ids; one id a line. Source: AWS Organizations API Reference, "Account".

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Deserializer, Map, Value};

use crate::decode::strict::{repeated, repetition, text};
use crate::decode::value::Tree;
use crate::model::account::AccountId;
use crate::model::reference::ReferenceError;
use crate::review::reference::{account_id, collected, short};
use crate::review::table::{Row, is_of_another, lines, table};

/// The accounts of an organization, as a list names them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct AccountList {
    pub(crate) accounts: BTreeMap<AccountId, Listed>,
    /// Whether the list says that there are more accounts than it holds.
    pub(crate) is_cut_off: bool,
}

/// What the list says of one account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Listed {
    pub(crate) name: Option<String>,
    pub(crate) email: Option<String>,
    /// As `ACTIVE`, `SUSPENDED`, `CLOSED`.
    pub(crate) state: Option<String>,
    /// The line that names it.
    pub(crate) line: u64,
}

impl Listed {
    /// Whether no report of it is expected: nobody can use a closed or suspended account, and nobody can export there.
    ///
    /// Source: AWS Account Management Reference Guide, "Close an AWS account"; the other states are those of accounts
    /// that are, or are still, in use.
    pub(crate) fn is_excluded(&self) -> bool {
        let state = self.state.as_deref().unwrap_or_default();
        ["SUSPENDED", "CLOSED"].iter().any(|excluded| excluded.eq_ignore_ascii_case(state))
    }
}

impl AccountList {
    /// Reads a list.
    ///
    /// # Errors
    /// When it is not a list, names no account, or has an entry whose account is unclear.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, ReferenceError> {
        let text = text(bytes)?;
        let list = match text.trim_start().as_bytes().first() {
            Some(b'{' | b'[') => Self::of_json(&text)?,
            Some(_) => Self::of_lines(&text)?,
            None => return Err(ReferenceError::new("it is empty")),
        };
        if list.accounts.is_empty() {
            return Err(ReferenceError::new(
                "it names no account; expected was the output of aws organizations list-accounts, a CSV with a column \
                 account_id, or one account id a line",
            ));
        }
        Ok(list)
    }

    fn of_json(text: &str) -> Result<Self, ReferenceError> {
        let mut list = Self::default();
        let lines = lines_of_ids(text);
        let error = |error: serde_json::Error| {
            ReferenceError::new(format!("the JSON is cut off or damaged: {error}"))
        };
        // A second NextToken would hide that the list is cut off; a second Accounts would hide the first one's accounts.
        for page in Deserializer::from_str(text).into_iter::<Tree<'_>>() {
            if let Some(name) = repeated(&page.map_err(error)?) {
                return Err(ReferenceError::new(repetition(&name)));
            }
        }
        let pages: Result<Vec<Value>, _> = Deserializer::from_str(text).into_iter().collect();
        let pages = pages.map_err(error)?;
        if pages.iter().any(Value::is_array) && pages.iter().any(Value::is_object) {
            return Err(ReferenceError::new(
                "it holds pages with Accounts and lists without; expected one form",
            ));
        }
        let mut beside = BTreeSet::new();
        for (number, page) in (1..).zip(&pages) {
            let at = |message: String| ReferenceError::new(format!("page {number}: {message}"));
            // A page with a token is continued by the next one: the last page says whether there are more.
            list.is_cut_off = is_continued(page).map_err(at)?;
            let accounts = page.get("Accounts").unwrap_or(page).as_array().ok_or_else(|| {
                at("it has no list Accounts; expected was what aws organizations list-accounts prints"
                    .to_owned())
            })?;
            let entry = |(number, entry): (u64, &Value)| {
                of_entry(entry, &lines).map_err(|error| at(format!("entry {number}: {error}")))
            };
            for (id, listed) in collected((1..).zip(accounts).map(entry))? {
                list.add(id, listed);
            }
            let others = page.as_object().into_iter().flatten().filter(|(name, _)| *name != "Accounts");
            others.for_each(|(name, value)| {
                beside.extend(name.parse::<AccountId>());
                ids_in(value, &mut beside);
            });
        }
        match beside.into_iter().find(|id| !list.accounts.contains_key(id)) {
            Some(id) => Err(ReferenceError::new(format!("it names {id} outside of Accounts"))),
            None => Ok(list),
        }
    }

    fn of_lines(text: &str) -> Result<Self, ReferenceError> {
        let mut list = Self::default();
        let mut plain = lines(text)?;
        plain.retain(|(_, line)| !line.trim_start().starts_with('#'));
        // Separated by blanks, as the AWS CLI prints ids as text; each may be in quotes.
        let unquoted = |word: &'_ str| {
            word.strip_prefix('"').and_then(|word| word.strip_suffix('"')).unwrap_or(word).to_owned()
        };
        let words = |line: &'_ str| line.split_whitespace().map(unquoted).collect::<Vec<String>>();
        let is_id = |word: &String| word.bytes().all(|byte| byte.is_ascii_digit());
        // A header names a column; a plain list has none.
        if plain.first().is_none_or(|(_, first)| words(first).iter().all(is_id)) {
            let ids =
                plain.into_iter().flat_map(|(line, text)| words(text).into_iter().map(move |id| (line, id)));
            let entry = |(line, id): (u64, String)| Ok((account_id(&id, line)?, line));
            for (id, line) in collected(ids.map(entry))? {
                list.add(id, Listed { line, ..Listed::default() });
            }
            return Ok(list);
        }
        let (header, rows) = table(text)?;
        let ids = header.ids()?;
        let [names, emails, states] = [
            &["name", "accountname"][..],
            &["email", "accountemail"],
            &["state", "accountstate", "status", "accountstatus"],
        ]
        .map(|names| header.columns(names));
        let entry = |row: Result<Row, ReferenceError>| {
            let row = row?;
            let first = |columns: &[usize]| columns.iter().find_map(|column| row.cell(*column)).cloned();
            let listed =
                Listed { name: first(&names), email: first(&emails), state: first(&states), line: row.line };
            Ok((header.account_id(&row, &ids)?, listed))
        };
        for (id, listed) in collected(rows.into_iter().map(entry))? {
            list.add(id, listed);
        }
        Ok(list)
    }

    /// Pages that were saved twice name an account twice: it is excluded when all of its entries say so.
    fn add(&mut self, id: AccountId, listed: Listed) {
        match self.accounts.get_mut(&id) {
            Some(known) if known.is_excluded() && !listed.is_excluded() => *known = listed,
            Some(_) => {}
            None => drop(self.accounts.insert(id, listed)),
        }
    }
}

/// Whether a page says that there are more. A member in another spelling would hide it, so it is refused.
fn is_continued(page: &Value) -> Result<bool, String> {
    for name in page.as_object().into_iter().flat_map(Map::keys) {
        let plain: String =
            name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        for known in ["Accounts", "NextToken"] {
            if plain == known.to_lowercase() && name != known {
                return Err(format!("it has a member {name}; expected {known}"));
            }
        }
    }
    match page.get("NextToken") {
        None | Some(Value::Null) => Ok(false),
        Some(Value::String(_)) => Ok(true),
        Some(other) => Err(format!("NextToken is {}; expected text or null", short(&other.to_string()))),
    }
}

/// The account of an entry: an id, or an object with one, and with no other account in it.
fn of_entry(entry: &Value, lines: &BTreeMap<String, u64>) -> Result<(AccountId, Listed), ReferenceError> {
    let member = |name: &str| entry.get(name).and_then(Value::as_str).map(str::to_owned);
    let Some(text) = entry.as_str().map(str::to_owned).or_else(|| member("Id")) else {
        let message = format!("it has no Id of twelve digits in quotes: {}", short(&entry.to_string()));
        return Err(ReferenceError::new(message));
    };
    let line = lines.get(&text).copied().unwrap_or(1);
    let id = account_id(&text, line)?;
    let others =
        ["Arn", "AccountId", "AccountID", "accountId", "account_id", "id"].into_iter().filter_map(member);
    let other = others.into_iter().find(|other| is_of_another(id, other));
    let below = entry.as_object().into_iter().flat_map(Map::values).find_map(inner_account);
    if let Some(other) = other.or_else(|| below.filter(|below| *below != text)) {
        return Err(ReferenceError::at(line, format!("it names {id}, and also `{}`", short(&other))));
    }
    let state = member("State").or_else(|| member("Status"));
    Ok((id, Listed { name: member("Name"), email: member("Email"), state, line }))
}

/// An account that is inside another one's entry.
fn inner_account(value: &Value) -> Option<String> {
    let id = value.get("Id").and_then(Value::as_str).filter(|id| id.parse::<AccountId>().is_ok());
    let accounts = value.get("Accounts").map(ToString::to_string);
    let members = value.as_object().into_iter().flat_map(Map::values);
    let below = || members.chain(value.as_array().into_iter().flatten()).find_map(inner_account);
    id.map(str::to_owned).or(accounts).or_else(below)
}

/// Every account id in a value, as text, number or name.
fn ids_in(value: &Value, all: &mut BTreeSet<AccountId>) {
    match value {
        Value::String(text) => all.extend(text.parse::<AccountId>()),
        Value::Number(number) => all.extend(number.to_string().parse::<AccountId>()),
        Value::Array(items) => items.iter().for_each(|item| ids_in(item, all)),
        Value::Object(members) => members.iter().for_each(|(name, value)| {
            all.extend(name.parse::<AccountId>());
            ids_in(value, all);
        }),
        Value::Null | Value::Bool(_) => {}
    }
}

/// The first line of each string of twelve digits.
fn lines_of_ids(text: &str) -> BTreeMap<String, u64> {
    let mut lines = BTreeMap::new();
    for (number, line) in (1..).zip(text.lines()) {
        for part in line.split('"').filter(|part| part.parse::<AccountId>().is_ok()) {
            lines.entry(part.to_owned()).or_insert(number);
        }
    }
    lines
}
