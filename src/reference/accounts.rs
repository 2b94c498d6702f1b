//! The list of the accounts that there must be a report of.
//!
//! Read as: what `aws organizations list-accounts` prints, several pages one after another; an array of its accounts or
//! of ids; a CSV with a column of account ids; one id a line. Source: AWS Organizations API Reference, "Account".

use std::collections::BTreeMap;

use serde_json::{Deserializer, Value};

use super::table::rows;
use super::{ReferenceError, account_id, repeated, repetition, text};
use crate::account::AccountId;
use crate::decode::tree::Tree;

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
    /// When it is none, names no account, or has an entry that can't be told.
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
        // A second NextToken would hide that the list is cut off, a second Accounts what the first one names.
        for page in Deserializer::from_str(text).into_iter::<Tree<'_>>() {
            if let Some(name) = repeated(&page.map_err(error)?) {
                return Err(ReferenceError::new(repetition(&name)));
            }
        }
        for page in Deserializer::from_str(text).into_iter::<Value>() {
            let page = page.map_err(error)?;
            // Only the last page says whether there are more.
            list.is_cut_off = page.get("NextToken").is_some_and(|token| !token.is_null());
            let accounts = page.get("Accounts").unwrap_or(&page).as_array().ok_or_else(|| {
                ReferenceError::new(
                    "it has no member Accounts; expected was what aws organizations list-accounts prints",
                )
            })?;
            for account in accounts {
                list.of_entry(account, &lines)?;
            }
        }
        Ok(list)
    }

    fn of_entry(&mut self, entry: &Value, lines: &BTreeMap<String, u64>) -> Result<(), ReferenceError> {
        let member = |name: &str| entry.get(name).and_then(Value::as_str).map(str::to_owned);
        let Some(id) = entry.as_str().map(str::to_owned).or_else(|| member("Id")) else {
            return Err(ReferenceError::new(format!("an entry has no Id: {}", short(&entry.to_string()))));
        };
        let line = lines.get(&id).copied().unwrap_or(1);
        let listed = Listed {
            name: member("Name"),
            email: member("Email"),
            state: member("State").or_else(|| member("Status")),
            line,
        };
        self.add(account_id(&id, line)?, listed);
        Ok(())
    }

    fn of_lines(text: &str) -> Result<Self, ReferenceError> {
        let mut list = Self::default();
        let is_text = |line: &str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
        // With blanks between, as the AWS CLI prints ids as text.
        let words =
            |line: &'_ str| line.split_whitespace().map(|word| word.trim_matches('"').to_owned()).collect();
        let is_id = |word: &String| word.bytes().all(|byte| byte.is_ascii_digit());
        let first: Vec<String> = text.lines().find(|line| is_text(line)).map(words).unwrap_or_default();
        // A header names a column; a plain list has none.
        if first.iter().all(is_id) {
            for (line, text) in (1..).zip(text.lines()).filter(|(_, text)| is_text(text)) {
                let ids: Vec<String> = words(text);
                for id in ids {
                    list.add(account_id(&id, line)?, Listed { line, ..Listed::default() });
                }
            }
            return Ok(list);
        }
        let (header, rows) = rows(text)?;
        // By the order of the names, not of the columns: a column `id` may number the rows.
        let column =
            |names: &[&str]| names.iter().find_map(|name| header.iter().position(|column| column == name));
        let ids =
            column(&["accountid", "awsaccountid", "accountnumber", "account", "id"]).ok_or_else(|| {
                ReferenceError::at(
                    1,
                    format!("no column account_id; the header has {}", short(&header.join(", "))),
                )
            })?;
        let (names, emails) = (column(&["name", "accountname"]), column(&["email", "accountemail"]));
        let states = column(&["state", "accountstate"]);
        let statuses = column(&["status", "accountstatus"]);
        for (line, row) in rows {
            let cell = |column: Option<usize>| row.get(column?).filter(|cell| !cell.is_empty()).cloned();
            let state = cell(states).or_else(|| cell(statuses));
            let listed = Listed { name: cell(names), email: cell(emails), state, line };
            list.add(account_id(row.get(ids).map_or("", String::as_str), line)?, listed);
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

/// The line of each string of twelve digits, where it stands first.
fn lines_of_ids(text: &str) -> BTreeMap<String, u64> {
    let mut lines = BTreeMap::new();
    for (number, line) in (1..).zip(text.lines()) {
        for part in line.split('"').filter(|part| part.parse::<AccountId>().is_ok()) {
            lines.entry(part.to_owned()).or_insert(number);
        }
    }
    lines
}

fn short(text: &str) -> String {
    const MOST: usize = 80;
    if text.chars().count() <= MOST {
        text.to_owned()
    } else {
        text.chars().take(MOST).chain(['…']).collect()
    }
}
