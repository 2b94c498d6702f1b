//! Registers and lists of accounts, damaged in every way that could give an entry to another account or lose one, against
//! strict little readers of their own: rootkeys reads what they read, or gives no result.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use proptest::prelude::*;
use rootkeys::{Audit, Scope, Settings};
use serde_json::Value;

use crate::common::{ACCOUNT, OTHER, program, report};

const ACCOUNTS: [&str; 4] = [ACCOUNT, OTHER, "777788889999", "010101010101"];

static FOLDER: LazyLock<PathBuf> =
    LazyLock::new(|| program::folder("entries", &[("r/a.csv", report("true", "false").as_bytes())]));

/// The audit with that text as the register or the list; `None` where there is no result.
fn audit(name: &str, text: &str, set: impl Fn(&mut Settings, PathBuf)) -> Option<Audit> {
    let file = FOLDER.join(name);
    fs::write(&file, text).unwrap();
    let mut settings = Settings { paths: vec![FOLDER.join("r")], ..Settings::default() };
    set(&mut settings, file);
    rootkeys::audit(&settings).ok()
}

fn lines(text: &str) -> Vec<(u64, String)> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines = (1..).zip(text.split('\n')).filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(number, line)| (number, line.to_owned())).collect()
}

/// The cells of a line by RFC 4180, no line break in a cell.
fn cells(line: &str) -> Option<Vec<String>> {
    let mut cells = vec![String::new()];
    let mut chars = line.chars().peekable();
    while chars.peek().is_some() {
        let cell = cells.last_mut().unwrap();
        if chars.next_if_eq(&'"').is_some() {
            loop {
                match chars.next()? {
                    '"' if chars.next_if_eq(&'"').is_some() => cell.push('"'),
                    '"' => break,
                    c => cell.push(c),
                }
            }
        } else {
            while let Some(c) = chars.next_if(|c| *c != ',') {
                if c == '"' {
                    return None;
                }
                cell.push(c);
            }
        }
        match chars.next() {
            None => break,
            Some(',') => cells.push(String::new()),
            Some(_) => return None,
        }
    }
    Some(cells.into_iter().map(|cell| cell.trim().to_owned()).collect())
}

/// Each row by the names of its columns, with its line.
fn rows(text: &str) -> Option<Vec<(u64, BTreeMap<String, String>)>> {
    let mut lines = lines(text).into_iter();
    let counts = |c: &char| !c.is_whitespace() && !"_-".contains(*c);
    let name = |name: &String| name.chars().filter(counts).flat_map(char::to_lowercase).collect();
    let header: Vec<String> = cells(&lines.next()?.1)?.iter().map(name).collect();
    let mut all = Vec::new();
    for (number, line) in lines {
        let row = cells(&line).filter(|row| row.len() == header.len())?;
        if row.iter().any(|cell| !cell.is_empty()) {
            all.push((number, header.iter().cloned().zip(row).collect()));
        }
    }
    Some(all)
}

/// An id, which a spreadsheet's apostrophe may stand before.
fn id(cell: &str) -> Option<String> {
    let id = cell.strip_prefix('\'').unwrap_or(cell);
    (id.len() == 12 && id.bytes().all(|byte| byte.is_ascii_digit())).then(|| id.to_owned())
}

/// The account of a row: a damaged header may still have a column of ids, by another name.
fn account(row: &BTreeMap<String, String>) -> String {
    let names = ["accountid", "account", "id"];
    id(names.into_iter().find_map(|name| row.get(name)).unwrap()).unwrap()
}

type Mutation = (prop::sample::Index, u8, &'static str);

fn mutations(most: usize) -> impl Strategy<Value = Vec<Mutation>> {
    const PARTS: [&str; 24] = [
        "\"",
        "\"\"",
        ",",
        "\n",
        "\r",
        "\r\n",
        ";",
        " ",
        "\t",
        "'",
        "#",
        "\0",
        "\u{200B}",
        "\u{FEFF}",
        "\u{2028}",
        "0",
        "１",
        "id",
        "account_id",
        ",\"",
        "\",",
        "\n\"",
        "444455556666",
        "null",
    ];
    prop::collection::vec(
        (any::<prop::sample::Index>(), 0u8..3, prop::sample::select(PARTS.to_vec())),
        0..=most,
    )
}

/// Inserts a part before a character, replaces it, or takes it out.
fn mutate(text: &str, mutations: &[Mutation]) -> String {
    let mut chars: Vec<String> = text.chars().map(String::from).collect();
    for (at, kind, part) in mutations {
        let at = at.index(chars.len());
        match kind {
            0 => chars.insert(at, (*part).to_owned()),
            1 => (*part).clone_into(&mut chars[at]),
            _ => chars[at].clear(),
        }
    }
    chars.concat()
}

fn quoted(cell: &str, always: bool) -> String {
    let must = cell.contains([',', '"', '#']) || always;
    if must { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

fn table(header: &str, rows: &[Vec<&str>], quotes: &[bool], line_break: &str) -> String {
    let mut quotes = quotes.iter().cycle();
    let mut row = |row: &Vec<&str>| {
        row.iter().map(|cell| quoted(cell, *quotes.next().unwrap())).collect::<Vec<_>>().join(",")
    };
    let rows: Vec<String> = rows.iter().map(&mut row).collect();
    format!("{header}{line_break}{}{line_break}", rows.join(line_break))
}

fn line_break() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["\n", "\r\n", "\r"])
}

/// What the list says of its accounts: those in scope, and those that are not.
fn population(audit: &Audit) -> (BTreeSet<String>, BTreeSet<String>) {
    let population = audit.population.as_ref().unwrap();
    let of = |scope| {
        let of_scope = audit.accounts.iter().filter(move |a| a.listing.as_ref().unwrap().scope == scope);
        of_scope.map(|account| account.assessment.account.id.unwrap().to_string()).collect::<BTreeSet<_>>()
    };
    let mut excluded: BTreeSet<_> = population.excluded.iter().map(|of| of.account_id.to_string()).collect();
    excluded.extend(of(Scope::Excluded));
    assert_eq!(of(Scope::In).len(), population.in_scope);
    (of(Scope::In), excluded)
}

/// The same, of each account's states as a strict reader has them: it is out when all of them say so.
fn in_and_out(states: &[(String, String)]) -> (BTreeSet<String>, BTreeSet<String>) {
    let is_out = |state: &str| ["SUSPENDED", "CLOSED"].iter().any(|out| out.eq_ignore_ascii_case(state));
    let used: BTreeSet<String> =
        states.iter().filter(|(_, state)| !is_out(state)).map(|(id, _)| id.clone()).collect();
    let all: BTreeSet<String> = states.iter().map(|(id, _)| id.clone()).collect();
    (used.clone(), all.difference(&used).cloned().collect())
}

proptest! {
    #[test]
    fn a_register_says_what_its_lines_say(
        ids in prop::collection::vec(prop::sample::select(ACCOUNTS.to_vec()), 1..5),
        days in prop::collection::vec(prop::sample::select(vec!["2020-01-01", "2099-12-31", "2026-02-28"]), 5),
        texts in prop::collection::vec(prop::sample::select(vec!["Ana", "Ana, CISO", "\"A\"", "a \"b\", c", "SEC-1"]), 10),
        quotes in prop::collection::vec(any::<bool>(), 1..9),
        line_break in line_break(),
        mutations in mutations(4),
    ) {
        let rows_: Vec<Vec<&str>> = (0..ids.len()).map(|i| vec![ids[i], days[i], texts[i], texts[i + 5]]).collect();
        let whole = table("account_id,expires_on,approver,reason", &rows_, &quotes, line_break);
        let text = mutate(&whole, &mutations);
        match audit("register.csv", &text, |settings, file| settings.exceptions = Some(file)) {
            Some(audit) => {
                let told: Vec<_> = audit.exceptions.unwrap().entries.into_iter()
                    .map(|entry| (entry.line, entry.account_id.to_string(), entry.expires_on, entry.approver, entry.reason))
                    .collect();
                let strict = rows(text.strip_prefix('\u{FEFF}').unwrap_or(&text));
                let strict: Option<Vec<_>> = strict.map(|rows| rows.into_iter().map(|(line, row)| {
                    let cell = |name: &str| row[name].clone();
                    (line, account(&row), cell("expireson"), cell("approver"), cell("reason"))
                }).collect());
                prop_assert_eq!(Some(told), strict, "{:?}", text);
            }
            None => prop_assert!(text != whole, "{:?}", text),
        }
    }

    #[test]
    fn a_list_has_the_accounts_of_its_lines(
        ids in prop::collection::vec(prop::sample::select(ACCOUNTS.to_vec()), 1..6),
        states in prop::collection::vec(prop::sample::select(vec!["ACTIVE", "SUSPENDED", "CLOSED", ""]), 6),
        names in prop::collection::vec(prop::sample::select(vec!["prod", "Prod, EU", "the \"old\" one", "#1"]), 6),
        quotes in prop::collection::vec(any::<bool>(), 1..9),
        line_break in line_break(),
        mutations in mutations(4),
    ) {
        let rows_: Vec<Vec<&str>> = (0..ids.len()).map(|i| vec![names[i], ids[i], states[i]]).collect();
        let whole = table("name,account_id,state", &rows_, &quotes, line_break);
        let text = mutate(&whole, &mutations);
        match audit("list.csv", &text, |settings, file| settings.accounts = Some(file)) {
            Some(audit) => {
                let strict = rows(text.strip_prefix('\u{FEFF}').unwrap_or(&text)).map(|rows| {
                    let state = |row: &BTreeMap<String, String>| row.get("state").cloned().unwrap_or_default();
                    let of = rows.iter().map(|(_, row)| (account(row), state(row)));
                    in_and_out(&of.collect::<Vec<_>>())
                });
                prop_assert_eq!(Some(population(&audit)), strict, "{:?}", text);
            }
            None => prop_assert!(text != whole, "{:?}", text),
        }
    }

    #[test]
    fn a_list_of_ids_has_the_accounts_of_its_words(
        ids in prop::collection::vec(prop::sample::select(ACCOUNTS.to_vec()), 1..6),
        quotes in prop::collection::vec(any::<bool>(), 1..9),
        blanks in prop::collection::vec(prop::sample::select(vec!["\n", "\r\n", "\t", " ", "\n\n", "\n# all\n"]), 6),
        mutations in mutations(4),
    ) {
        let mut quotes = quotes.iter().cycle();
        let words = ids.iter().zip(&blanks).map(|(id, blank)| quoted(id, *quotes.next().unwrap()) + blank);
        let whole: String = words.collect();
        let text = mutate(&whole, &mutations);
        match audit("ids.txt", &text, |settings, file| settings.accounts = Some(file)) {
            Some(audit) => {
                let lines = lines(text.strip_prefix('\u{FEFF}').unwrap_or(&text));
                let lines = lines.iter().filter(|(_, line)| !line.trim().starts_with('#'));
                // With that for a header it is a table of one column.
                let is_header = |line: &str| line.trim().trim_matches('"').eq_ignore_ascii_case("id");
                let lines = lines.enumerate().filter(|(at, (_, line))| *at > 0 || !is_header(line));
                let lines = lines.map(|(_, line)| line);
                let unquoted = |word: &str| match word.strip_prefix('"') {
                    Some(rest) => rest.strip_suffix('"').and_then(id),
                    None => id(word),
                };
                let strict: Option<Vec<(String, String)>> = lines.flat_map(|(_, line)| line.split_whitespace())
                    .map(|word| Some((unquoted(word)?, String::new())))
                    .collect();
                prop_assert_eq!(Some(population(&audit)), strict.map(|ids| in_and_out(&ids)), "{:?}", text);
            }
            None => prop_assert!(text != whole || blanks.contains(&"\n# all\n"), "{:?}", text),
        }
    }

    #[test]
    fn a_list_of_pages_is_whole_when_its_last_page_is(
        pages in prop::collection::vec(
            (
                prop::collection::vec(prop::sample::select(ACCOUNTS.to_vec()), 0..3),
                prop::sample::select(vec!["", ", \"NextToken\": null", ", \"NextToken\": \"x\"", ", \"NextToken\": 1",
                    ", \"nextToken\": \"x\"", ", \"Next\": [\"010101010101\"]"]),
                prop::sample::select(vec![0u8, 0, 0, 1, 2, 3]),
            ),
            1..4,
        ),
        mutations in mutations(2),
    ) {
        let page = |(ids, token, form): &(Vec<&str>, &str, u8)| {
            let entries: Vec<String> = ids.iter().map(|id| format!("{{\"Id\": \"{id}\"}}")).collect();
            match form {
                0 => format!("{{\"Accounts\": [{}]{token}}}", entries.join(", ")),
                1 => format!("[{}]", entries.join(", ")),
                2 => format!("{{\"Accounts\": [\"{}\"]}}", ids.join("\", \"")),
                _ => "{}".to_owned(),
            }
        };
        let whole: Vec<String> = pages.iter().map(page).collect();
        let text = mutate(&whole.join("\n"), &mutations);
        // What is no JSON any more may be a list of ids.
        let is_json = text.trim_start_matches('\u{FEFF}').trim_start().starts_with(['{', '[']);
        let audit = audit("pages.json", &text, |settings, file| settings.accounts = Some(file));
        if let Some(audit) = audit.filter(|_| is_json) {
            let pages: Vec<Value> = serde_json::Deserializer::from_str(text.strip_prefix('\u{FEFF}').unwrap_or(&text))
                .into_iter().collect::<Result<_, _>>().unwrap();
            let entries = |page: &Value| page.get("Accounts").unwrap_or(page).as_array().unwrap().clone();
            let of_entry = |entry: &Value| id(entry.get("Id").unwrap_or(entry).as_str().unwrap()).unwrap();
            let ids: Vec<_> = pages.iter().flat_map(entries).map(|entry| (of_entry(&entry), String::new())).collect();
            prop_assert_eq!(population(&audit), in_and_out(&ids), "{}", text);
            prop_assert!(pages.iter().all(Value::is_object) || pages.iter().all(Value::is_array), "{}", text);
            let token = pages.last().unwrap().get("NextToken");
            prop_assert_eq!(audit.population.unwrap().is_cut_off, token.is_some_and(|token| !token.is_null()), "{}", text);
            let odd = ["nextToken", "NextToken\": 1"].iter().any(|odd| text.contains(odd));
            prop_assert!(!odd || !mutations.is_empty(), "{}", text);
        }
    }
}
