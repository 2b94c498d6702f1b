//! What a column besides AWS's own says of the root user's keys: ids, ages, counts, states that teams add.
//!
//! Such a column decides nothing by itself. Where its cell for the root user says more than the key cells do, an active key
//! could be what it tells of.

use crate::credential_report::field::is_absent;
use crate::credential_report::trace;
use crate::model::key::{AccessKey, KeyState};

/// Words that such names have, besides AWS's own: what is made of them alone is no misspelled name.
const WORDS: &[&str] = &[
    "access",
    "key",
    "keys",
    "id",
    "ids",
    "age",
    "ages",
    "day",
    "days",
    "hour",
    "hours",
    "month",
    "months",
    "date",
    "time",
    "status",
    "state",
    "count",
    "number",
    "num",
    "no",
    "total",
    "active",
    "inactive",
    "enabled",
    "disabled",
    "any",
    "has",
    "is",
    "have",
    "all",
    "root",
    "user",
    "exists",
    "exist",
    "present",
    "used",
    "last",
    "use",
    "since",
    "in",
    "of",
    "old",
    "older",
    "than",
    "never",
    "unused",
    "created",
    "create",
    "creation",
    "rotated",
    "rotation",
    "rotate",
    "needs",
    "needed",
    "need",
    "due",
    "expired",
    "expires",
    "compliant",
    "secret",
    "name",
    "type",
    "usage",
    "region",
    "service",
];

/// Words before `key` that speak of other keys.
const FOREIGN: &[&str] = &[
    "kms",
    "ssh",
    "s3",
    "primary",
    "partition",
    "foreign",
    "sort",
    "object",
    "tag",
    "hash",
    "public",
    "private",
    "gpg",
    "pgp",
    "encryption",
    "row",
    "unique",
];

/// Whether a column that is none of AWS's is about access keys.
pub(super) fn is_of_keys(name: &[u8]) -> bool {
    const LONGEST: usize = 200;
    let name = String::from_utf8_lossy(name);
    let lower = name.to_lowercase();
    if lower.len() > LONGEST {
        return false;
    }
    let words = words(&name);
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    let is_access = lower.contains("access") || lower.contains("active");
    if lower.contains("key") && is_access || lower.contains("_key_") && !has(FOREIGN) {
        return true;
    }
    let others = |word: &&String| !matches!(word.as_str(), "key" | "keys");
    let is_known = |word: &String| WORDS.contains(&word.as_str()) || is_number(word);
    let is_of_words = || words.len() > 1 && words.iter().filter(others).all(is_known);
    has(&["key", "keys"]) && is_of_words() || is_nearly_active(&lower)
}

/// Whether a name is misspelled so that a person reads a key's column in it.
fn is_nearly_active(name: &str) -> bool {
    const LONGEST: usize = 40;
    let letters = trace::name(name.as_bytes()).into_iter().map(char::from);
    let letters: String = letters.filter(|c| c.is_alphabetic()).collect();
    letters.len() <= LONGEST && strsim::levenshtein(&letters, "accesskeyactive") <= 3
}

/// Whether a name is made of such words and numbers, or is a key's column but for its number: nothing in it is misspelled.
pub(super) fn is_of_words(name: &str) -> bool {
    const LONGEST_NUMBER: usize = 4;
    let letters: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
    let number = letters.strip_prefix("accesskey").and_then(|rest| rest.strip_suffix("active"));
    let is_word = |word: &String| WORDS.contains(&word.as_str()) || is_number(word);
    words(name).iter().all(is_word) || number.is_some_and(|number| number.len() <= LONGEST_NUMBER)
}

/// Whether a root user's cell in such a column says what none of its key cells does.
pub(super) fn is_news(name: &str, cell: &[u8], keys: &[AccessKey]) -> bool {
    let cell = String::from_utf8_lossy(cell).trim().to_lowercase();
    let number = cell.parse::<f64>().ok();
    let says_none = [
        "false",
        "f",
        "no",
        "n",
        "-",
        "--",
        "—",
        "–",
        "<null>",
        "(null)",
        "\\n",
        "[]",
        "{}",
        "inactive",
        "disabled",
        "deleted",
        "never",
        "no key",
        "no keys",
        "no access key",
        "no access keys",
        "not present",
        "absent",
    ];
    if is_absent(cell.as_bytes()) || says_none.contains(&cell.as_str()) || number == Some(0.0) {
        return false;
    }
    let words = words(name);
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    let slot = words.iter().find_map(|word| word.parse::<u32>().ok());
    let is_of_slot = |key: &&AccessKey| slot.is_none_or(|slot| key.slot == slot);
    // Where no key has that number, it could be any of them.
    let of_slot: Vec<&AccessKey> = keys.iter().filter(is_of_slot).collect();
    let of_column = if of_slot.is_empty() { keys.iter().collect() } else { of_slot };
    let count = |state| of_column.iter().filter(|key| key.state == state).count();
    let (active, inactive) = (count(KeyState::Active), count(KeyState::Inactive));
    let is_true = matches!(cell.as_str(), "true" | "t" | "yes" | "y" | "active" | "enabled");
    let is_of_active = has(&["active", "enabled"]) && !has(&["inactive", "disabled"]);
    let says_active = is_true || is_of_active || cell.contains("active") && !cell.contains("inactive");
    if has(&["count", "number", "num", "total", "keys"])
        && let Some(number) = number
    {
        let known = if is_of_active { active } else { active + inactive };
        return number > f64::from(u32::try_from(known).unwrap_or(u32::MAX));
    }
    active == 0 && (says_active || inactive == 0)
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

/// The words of a name, in lower case: between signs, where letters and digits meet, and before a capital.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = '_';
    for letter in name.chars() {
        let is_start = letter.is_uppercase() && before.is_lowercase()
            || letter.is_ascii_digit() != before.is_ascii_digit()
            || !before.is_alphanumeric();
        if is_start && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if letter.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(letter.to_lowercase());
        }
        before = letter;
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(slot: u32, state: KeyState) -> AccessKey {
        AccessKey { state, ..AccessKey::unknown(slot) }
    }

    #[test]
    fn names_about_access_keys_are_told_from_others() {
        for name in [
            "access_key_1_id",
            "access_key_1_age",
            "accessKey1Age",
            "has_active_key",
            "key_count",
            "Key Age (days)",
            "any_key_active",
            "access_key_x_active",
            "access_key_01_active",
            "acess_kye_3_active",
            "access_ey_1000_active",
            "root_access_key_exists",
            "number of keys",
        ] {
            assert!(is_of_keys(name.as_bytes()), "{name}");
        }
        for name in [
            "key",
            "kms_key_id",
            "s3_key",
            "primary_key",
            "key_owner",
            "monkey",
            "akas",
            "keyboard",
            "active",
            "",
        ] {
            assert!(!is_of_keys(name.as_bytes()), "{name}");
        }
    }

    #[test]
    fn a_cell_is_news_where_no_key_cell_says_it() {
        use KeyState::{Active, Inactive, None};
        for (name, cell, one, two, expected) in [
            ("has_active_key", "true", None, None, true),
            ("has_active_key", "False", None, None, false),
            ("has_active_key", "true", Inactive, None, true),
            ("has_active_key", "true", None, Active, false),
            ("access_key_1_id", "AKIAIOSFODNN7EXAMPLE", None, None, true),
            ("access_key_1_id", "AKIAIOSFODNN7EXAMPLE", Inactive, None, false),
            ("access_key_2_id", "AKIAIOSFODNN7EXAMPLE", Inactive, None, true),
            ("access_key_1_id", "", None, None, false),
            ("access_key_1_age", "300", None, None, true),
            ("access_key_1_age", "300", Inactive, None, false),
            ("access_key_1_age", "0", None, None, false),
            ("access_key_1_status", "Active", Inactive, None, true),
            ("access_key_1_status", "Inactive", None, None, false),
            ("access_key_x_active", "N/A", None, None, false),
            ("access_key_x_active", "whatever", Inactive, None, true),
            ("key_count", "1", Inactive, None, false),
            ("key_count", "2", Inactive, None, true),
            ("key_count", "2.0", None, None, true),
            ("active_key_count", "1", Inactive, None, true),
            ("active_keys", "1", None, Active, false),
            ("access_key_3_status", "Active", None, None, true),
        ] {
            let keys = [key(1, one), key(2, two)];
            assert_eq!(is_news(name, cell.as_bytes(), &keys), expected, "{name} {cell} {keys:?}");
        }
    }
}
