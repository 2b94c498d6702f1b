//! Further columns and rows that read as a root user's key, or as another account's.

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::clean::{full, short, without_arn};
use super::shapes::{RESAVED, SHAPES};
use super::{ACCOUNT, OTHER};

/// A report in which something reads as an active key, or as another account.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    /// How it is written, in a few words.
    pub(crate) how: String,
    pub(crate) cell: String,
    pub(crate) shape: &'static str,
    pub(crate) bytes: Vec<u8>,
}

type Spelling = (&'static str, fn(&str, Index, Index) -> String);

/// Letters that a person reads as these.
const CONFUSABLE: &[(char, &str)] = &[
    ('a', "аɑα\u{FF41}à"),
    ('c', "сϲ\u{FF43}ç"),
    ('e', "еҽ\u{FF45}é"),
    ('s', "ѕ\u{FF53}ś"),
    ('k', "кκ\u{FF4B}K"),
    ('y', "уγ\u{FF59}ý"),
    ('i', "іι\u{FF49}1lí"),
    ('t', "тτ\u{FF54}"),
    ('v', "ѵν\u{FF56}"),
    ('_', "\u{FF3F}\u{2017}‗-–—\u{AD} \u{A0}.\u{2010}\u{2011}\u{2212}\u{203F}"),
];

const UNSEEN: &str =
    "\u{200B}\u{AD}\u{2060}\u{FEFF}\u{200C}\u{200D}\u{200E}\u{180E}\u{34F}\u{FE0F}\u{2063}\u{1}\u{E0020}";

/// Each is a way to write the name of a key's column that a person reads as it.
const SPELLINGS: &[Spelling] = &[
    ("as AWS would", |name, _, _| name.to_owned()),
    ("leading zeros", |name, one, _| name.replacen("key_", ["key_0", "key_00", "key_000"][one.index(3)], 1)),
    ("capitals", |name, one, _| match one.index(4) {
        0 => name.to_uppercase(),
        1 => name.split('_').map(capital).collect::<Vec<_>>().join("_"),
        2 => name.split('_').map(capital).collect(),
        _ => capital(name),
    }),
    ("other signs", |name, one, _| name.replace('_', ["-", " ", ".", "", "__", " - ", "/"][one.index(7)])),
    ("one other sign", |name, one, other| {
        let at = *one.get(&name.match_indices('_').map(|(at, _)| at).collect::<Vec<_>>());
        format!("{}{}{}", &name[..at], ["-", " ", ".", "", "__", "\u{A0}"][other.index(6)], &name[at + 1..])
    }),
    ("blanks around", |name, one, _| {
        [
            format!(" {name}"),
            format!("{name} "),
            format!("\u{A0}{name}"),
            format!("{name}\u{3000}"),
            format!("'{name}'"),
        ][one.index(5)]
        .clone()
    }),
    ("a confusable letter", |name, one, other| {
        let places: Vec<(usize, char, &str)> = name
            .char_indices()
            .filter_map(|(at, letter)| {
                CONFUSABLE.iter().find(|(known, _)| *known == letter).map(|(_, like)| (at, letter, *like))
            })
            .collect();
        let (at, letter, like) = *one.get(&places);
        let like = *other.get(&like.chars().collect::<Vec<_>>());
        format!("{}{like}{}", &name[..at], &name[at + letter.len_utf8()..])
    }),
    ("full width", |name, _, _| {
        name.chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap()).collect()
    }),
    ("an unseen letter", |name, one, other| {
        let at = one.index(name.len() + 1);
        format!("{}{}{}", &name[..at], other.get(&UNSEEN.chars().collect::<Vec<_>>()), &name[at..])
    }),
    ("a letter less", |name, one, _| {
        let at = *one.get(&letters(name));
        format!("{}{}", &name[..at], &name[at + 1..])
    }),
    ("a letter twice", |name, one, _| {
        let at = *one.get(&letters(name));
        format!("{}{}", &name[..=at], &name[at..])
    }),
    ("another letter", |name, one, other| {
        let at = *one.get(&letters(name));
        let new = char::from(b'a' + u8::try_from(other.index(26)).unwrap());
        format!("{}{new}{}", &name[..at], &name[at + 1..])
    }),
    ("two letters turned", |name, one, _| {
        let at = *one.get(
            &letters(name).into_iter().filter(|at| letters(name).contains(&(at + 1))).collect::<Vec<_>>(),
        );
        let bytes = name.as_bytes();
        format!("{}{}{}{}", &name[..at], char::from(bytes[at + 1]), char::from(bytes[at]), &name[at + 2..])
    }),
    ("a letter more", |name, one, other| {
        let at = *one.get(&letters(name));
        format!("{}{}{}", &name[..at], char::from(b'a' + u8::try_from(other.index(26)).unwrap()), &name[at..])
    }),
];

fn capital(word: &str) -> String {
    let (first, rest) = word.split_at(word.len().min(1));
    first.to_uppercase() + rest
}

fn letters(name: &str) -> Vec<usize> {
    name.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_alphabetic()).map(|(at, _)| at).collect()
}

/// A column before another one, its cell for the root user and for the others: nothing but a line break shows that a
/// last cell is whole.
fn within(csv: &str, (name, root, rest): (&str, &str, &str), at: Index) -> String {
    added(csv, (name, root, rest), at.index(csv.lines().next().unwrap().split(',').count()))
}

/// A column anywhere.
fn beside(csv: &str, (name, root, rest): (&str, &str, &str), at: Index) -> String {
    added(csv, (name, root, rest), at.index(csv.lines().next().unwrap().split(',').count() + 1))
}

fn added(csv: &str, (name, root, rest): (&str, &str, &str), at: usize) -> String {
    let line = |(number, line): (usize, &str)| {
        let mut cells: Vec<&str> = line.split(',').collect();
        cells.insert(at, [name, root, rest][number.min(2)]);
        cells.join(",")
    };
    csv.lines().enumerate().map(line).collect::<Vec<_>>().join("\n")
}

fn shaped(how: String, cell: String, csv: String, shape: Index, resaved: bool) -> Written {
    let mut shapes = if resaved { [SHAPES, RESAVED].concat() } else { SHAPES.to_vec() };
    // Python's quotes are not escaped there, and no letter of several bytes is.
    shapes.retain(|(name, _)| csv.is_ascii() || *name != "python pprint");
    shapes.retain(|(name, _)| !csv.contains('\'') || !name.contains("python") && *name != "json default=str");
    // Most often a CSV, for the smallest example.
    let (shape, make) = if shape.index(2) == 0 { shapes[1] } else { *shape.get(&shapes) };
    Written { how, cell, shape, bytes: make(&csv) }
}

/// A report with a further key column, whose root cell says that the key is active.
pub(crate) fn key_column() -> impl Strategy<Value = Written> {
    let slot = prop_oneof![Just(3), 0..4u32, 4..120u32, 120..2001u32];
    let index = any::<Index>;
    let said = select(vec!["true", "TRUE", "True", " true", "true "]);
    (slot, select(SPELLINGS), said, (index(), index()), any::<bool>(), index(), index()).prop_map(
        |(slot, (how, spell), said, (one, other), is_full, at, shape)| {
            // The first two are there already.
            let slot = if (1..3).contains(&slot) && matches!(how, "as AWS would" | "leading zeros") {
                slot + 2
            } else {
                slot
            };
            let name = spell(&format!("access_key_{slot}_active"), one, other);
            let csv =
                beside(&if is_full { full(ACCOUNT) } else { short(ACCOUNT) }, (&name, said, "false"), at);
            shaped(format!("{how}{}", if slot > 100 { ", beyond 100" } else { "" }), name, csv, shape, true)
        },
    )
}

/// A way to write an account's id.
type Id = (&'static str, fn(&str) -> String);

const IDS: &[Id] = &[
    ("as it is", str::to_owned),
    ("dashes", |id| format!("{}-{}-{}", &id[..4], &id[4..8], &id[8..])),
    ("en dashes", |id| format!("{}–{}–{}", &id[..4], &id[4..8], &id[8..])),
    ("blanks within", |id| format!("{} {} {}", &id[..4], &id[4..8], &id[8..])),
    ("fixed blanks within", |id| format!("{}\u{A0}{}\u{A0}{}", &id[..4], &id[4..8], &id[8..])),
    ("a blank before", |id| format!(" {id}")),
    ("a blank behind", |id| format!("{id} ")),
    ("an apostrophe", |id| format!("'{id}")),
    ("apostrophes", |id| format!("'{id}'")),
    ("a formula", |id| format!("=T('{id}')")),
    ("equals", |id| format!("='{id}'")),
    (".0", |id| format!("{id}.0")),
    (".00", |id| format!("{id}.00")),
    ("points", |id| format!("{}.{}.{}.{}", &id[..3], &id[3..6], &id[6..9], &id[9..])),
    ("apostrophes within", |id| format!("{}'{}'{}'{}", &id[..3], &id[3..6], &id[6..9], &id[9..])),
    ("thin blanks within", |id| {
        format!("{}\u{202F}{}\u{202F}{}\u{202F}{}", &id[..3], &id[3..6], &id[6..9], &id[9..])
    }),
    ("underscores", |id| format!("{}_{}_{}", &id[..4], &id[4..8], &id[8..])),
    ("scientific", |id| format!("{}.{}E+11", &id[..1], &id[1..])),
    ("scientific, small", |id| format!("{}.{}e11", &id[..1], &id[1..])),
    ("scientific, shortened", |id| format!("{}.{}E+11", &id[..1], &id[1..6])),
    ("arn", |id| format!("arn:aws:iam::{id}:root")),
    ("arn of an organization", |id| format!("arn:aws:organizations::999988887777:account/o-abc/{id}")),
    ("name and id", |id| format!("dev ({id})")),
    ("id and name", |id| format!("{id} dev")),
    ("id:name", |id| format!("{id}:dev")),
    ("aws:", |id| format!("aws:{id}")),
    ("#", |id| format!("#{id}")),
    ("full width", |id| id.chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap()).collect()),
    ("arabic", |id| id.chars().map(|c| char::from_u32(u32::from(c) - 0x30 + 0x660).unwrap()).collect()),
    ("an unseen letter", |id| format!("{}\u{200B}{}", &id[..4], &id[4..])),
    ("a mark", |id| format!("\u{FEFF}{id}")),
    ("a left-to-right mark", |id| format!("\u{202D}{id}\u{202C}")),
    ("plus", |id| format!("+{id}")),
    ("brackets", |id| format!("[{id}]")),
    ("zeros before", |id| format!("000{id}")),
];

/// A report whose ARN says one account, and a column another.
pub(crate) fn other_account() -> impl Strategy<Value = Written> {
    let name = select(vec![
        "account_id",
        "account",
        "aws_account_id",
        "AccountId",
        "Account ID",
        "accountId",
        "account id",
        "aws account",
        "account number",
    ]);
    let index = any::<Index>;
    (select(IDS), name, any::<bool>(), any::<bool>(), index(), index()).prop_map(
        |((how, write), name, is_full, all, at, shape)| {
            let cell = write(OTHER);
            let csv = if is_full { full(ACCOUNT) } else { short(ACCOUNT) };
            let csv = beside(&csv, (name, &cell, if all { &cell } else { ACCOUNT }), at);
            shaped(format!("{how} | {name}"), cell, csv, shape, false)
        },
    )
}

/// A sound report with a column that says its own account, however it is written.
pub(crate) fn same_account() -> impl Strategy<Value = Written> {
    const SAME: [&str; 14] = [
        "as it is",
        "dashes",
        "blanks within",
        "fixed blanks within",
        "a blank behind",
        "an apostrophe",
        "apostrophes",
        "equals",
        ".0",
        "apostrophes within",
        "arn",
        "name and id",
        "id and name",
        "scientific",
    ];
    let ids: Vec<Id> = IDS.iter().filter(|(how, _)| SAME.contains(how)).copied().collect();
    let name = select(vec!["account_id", "account", "aws_account_id", "AccountId"]);
    (select(ids), name, any::<bool>(), any::<Index>(), any::<Index>()).prop_map(
        |((how, write), name, is_full, at, shape)| {
            let cell = write(ACCOUNT);
            let csv = if is_full { full(ACCOUNT) } else { short(ACCOUNT) };
            let csv = within(&csv, (name, &cell, &cell), at);
            shaped(format!("{how} | {name}"), cell, csv, shape, false)
        },
    )
}

/// What reads as the root user and isn't what AWS writes.
pub(crate) const ROOTS: &[&str] = &[
    "&lt;root_account&gt;",
    "&#60;root_account&#62;",
    "&#x3c;root_account&#x3e;",
    "&amp;lt;root_account&amp;gt;",
    "%3Croot_account%3E",
    "%3croot_account%3e",
    "%253Croot_account%253E",
    "\\u003croot_account\\u003e",
    "\\u003Croot_account\\u003E",
    "\\x3croot_account\\x3e",
    "\\074root_account\\076",
    "=3Croot_account=3E",
    "＜root_account＞",
    "＜ｒｏｏｔ＿ａｃｃｏｕｎｔ＞",
    "<Root_Account>",
    "<ROOT_ACCOUNT>",
    " <root_account>",
    "<root_account> ",
    "\t<root_account>",
    "\u{A0}<root_account>",
    "‹root_account›",
    "〈root_account〉",
    "«root_account»",
    "⟨root_account⟩",
    "<root account>",
    "<root-account>",
    "< root_account >",
    "<rootaccount>",
    "<root.account>",
    "<root__account>",
    "<\u{200B}root_account>",
    "<root_\u{AD}account>",
    "<root\u{2060}_account>",
    "\u{FEFF}<root_account>",
    "<root_account>\u{200E}",
    "<rооt_account>",
    "<root_аccount>",
    "<root_acc0unt>",
    "<r00t_account>",
    "<root_acount>",
    "<root_accounts>",
    "<root_acccount>",
    "<root_account",
    "root_account>",
    "[root_account]",
    "{root_account}",
    "(root_account)",
    "\\<root_account\\>",
    "'<root_account>'",
    "`<root_account>`",
    "<<root_account>>",
    "<root_account/>",
    "<root>",
    "root user",
    "<root_user>",
    "PHJvb3RfYWNjb3VudD4=",
    "3c726f6f745f6163636f756e743e",
];

/// A report without ARNs, in which a second row reads as a root user's.
pub(crate) fn root_row() -> impl Strategy<Value = Written> {
    (select(ROOTS), any::<bool>(), any::<bool>(), any::<bool>(), any::<Index>()).prop_map(
        |(user, is_full, below, quoted, shape)| {
            let csv = without_arn(&if is_full { full(ACCOUNT) } else { short(ACCOUNT) });
            let mut lines: Vec<String> = csv.lines().map(str::to_owned).collect();
            let cell = if quoted && !user.contains('"') { format!("\"{user}\"") } else { user.to_owned() };
            let second = lines[1].replacen("<root_account>", &cell, 1).replacen(
                "false",
                "true",
                if is_full { 2 } else { 1 },
            );
            lines.insert(if below { lines.len() } else { 1 }, second);
            shaped(
                if quoted { "quoted" } else { "plain" }.to_owned(),
                user.to_owned(),
                lines.join("\n"),
                shape,
                false,
            )
        },
    )
}

/// What people add to a report: names of columns, the root's cell and the others'.
pub(crate) const NORMAL: &[(&str, &str, &str)] = &[
    ("org", "example", "example"),
    ("account_name", "prod", "prod"),
    ("notes", "", "old laptop"),
    ("tags", "team=a;cost=1", ""),
    ("environment", "production", "production"),
    ("owner email", "jo@example.com", "al@example.com"),
    ("cost center", "4711", "4711"),
    ("user_group", "", "admins"),
    ("account_id", ACCOUNT, ACCOUNT),
    ("account", ACCOUNT, ACCOUNT),
    ("Account ID", ACCOUNT, ACCOUNT),
    ("ou", "ou-ab12-cdefgh34", "ou-ab12-cdefgh34"),
    ("exported_at", "2026-09-29T08:00:00Z", "2026-09-29T08:00:00Z"),
    ("reviewed", "true", "false"),
    ("active", "true", "true"),
    ("access_granted", "true", "true"),
    ("is_admin", "TRUE", "FALSE"),
    ("row", "1", "2"),
    ("region", "us-east-1", "us-east-1"),
    ("source file", "reports/prod.csv", "reports/prod.csv"),
    ("key_owner", "", "Jo"),
    ("contact", "+49 30 1234567", ""),
    ("ticket", "SEC-123", ""),
    ("comment", "checked by Jo on Monday", ""),
    ("phone", "123456789012", ""),
    ("days", "12", "300"),
    ("partition", "aws", "aws"),
];

/// A sound report with a column of people's own.
pub(crate) fn normal() -> impl Strategy<Value = Written> {
    (select(NORMAL), any::<bool>(), any::<Index>(), any::<Index>()).prop_map(
        |((name, root, rest), is_full, at, shape)| {
            let csv = if is_full { full(ACCOUNT) } else { short(ACCOUNT) };
            let csv = within(&csv, (name, root, rest), at);
            shaped(name.to_owned(), root.to_owned(), csv, shape, !root.is_empty() && !rest.is_empty())
        },
    )
}
