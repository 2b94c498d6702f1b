//! Which rows are in canonical form. That both paths read them alike is held in `examine/agreement.rs`.

use std::sync::Arc;

use csv::ByteRecord;

use crate::credential_report::canonical::*;
use crate::credential_report::parser::Parser;
use crate::credential_report::{AccountRows, End, HEADER};

const CREATED: &str = "2026-01-31T12:00:00Z";
const PLAIN: &str = "false,N/A,N/A,N/A,false,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A";

/// How many of two rows of a user are read, one behind the other.
fn read(user: &str, path: &str, cells: &str) -> u64 {
    let header = [HEADER, b"\n"].concat();
    let (columns, _) = Columns::of_canonical(&header).unwrap();
    let account = IamArn::parse("arn:aws:iam::111122223333:root").unwrap().account();
    let canonical = Canonical::new(&columns, &account).unwrap();
    let quote = if user.contains(',') || path.contains(',') { "\"" } else { "" };
    let arn = format!("{quote}arn:aws:iam::111122223333:user/{path}{quote}");
    let row = format!("{quote}{user}{quote},{arn},{CREATED},{cells}");
    canonical.read(format!("{row}\n{row}").as_bytes()).rows
}

#[test]
fn names_of_any_length_are_read_below_any_path() {
    let letters = "abcdefghijklmnopqrstuvwxyz0123456789+=.@_-ABCDEFGHIJKLMNOPQRSTUVWXYZ".get(..64).unwrap();
    for length in 1..64 {
        let name = letters.get(..length).unwrap();
        for folders in [0, 1, 5, 14, 31, 47, 63, 100, 500] {
            let path = if folders == 0 { String::new() } else { "p".repeat(folders) + "/" };
            assert_eq!(read(name, &format!("{path}{name}"), PLAIN), 2, "{path}{name}");
            assert_eq!(read(name, &format!("{path}x{name}"), PLAIN), 0, "{path}x{name}");
        }
        for at in 0..length {
            let with = |odd| -> String {
                name.chars().enumerate().map(|(place, c)| if place == at { odd } else { c }).collect()
            };
            assert_eq!(read(name, &with('!'), PLAIN), 0, "{name}, {at}");
            for odd in ['<', '>', '*', '{', '"', '\u{7f}', '/'] {
                assert_eq!(read(&with(odd), &with(odd), PLAIN), 0, "{name}, {odd} at {at}");
            }
        }
        let path = |odd: char| format!("{}{odd}/{name}", "p".repeat(70));
        assert_eq!(read(name, &path('p'), PLAIN), 2, "{name}");
        for odd in ['<', '>', '*', '{', '"'] {
            assert_eq!(read(name, &path(odd), PLAIN), 0, "{odd} in the path of {name}");
        }
        for at in 16..length {
            let mut name = name.as_bytes().to_vec();
            (name[at - 16], name[at]) = (b'<', b'>');
            let name = String::from_utf8(name).unwrap();
            assert_eq!(read(&name, &name, PLAIN), 0, "{name}");
        }
    }
    // The longest name is left to the general path, and so is an empty one.
    for name in [letters, ""] {
        assert_eq!(read(name, name, PLAIN) + read(name, &format!("p/{name}"), PLAIN), 0, "{name}");
    }
}

#[test]
fn a_name_with_a_comma_is_taken_with_its_quotes() {
    assert_eq!(read("doe,jane", "doe,jane", PLAIN), 2);
    assert_eq!(read("doe,jane", "a/b/doe,jane", PLAIN), 2);
    for (user, path) in [
        ("doe,john", "doe,jane"),
        ("doe,ja\"ne", "doe,ja\"ne"),
        ("d/e,j", "d/e,j"),
        ("e,j", "de,j"),
        ("", ","),
        ("doe,jane", "<doe,jane"),
        ("user,arn,\\n", "user,arn,\\n"),
    ] {
        assert_eq!(read(user, path, PLAIN), 0, "{user}");
    }
    for (length, rows) in [(64, 2), (65, 0)] {
        let name = format!("doe,{}", "j".repeat(length - 4));
        assert_eq!(read(&name, &name, PLAIN), rows, "a name of {length} characters");
    }
}

#[test]
fn cells_as_aws_writes_them_are_read_and_others_left() {
    let replaced = |from: &str, to: &str| read("al", "al", &PLAIN.replacen(from, to, 1));
    let time = "2026-02-28T01:02:03+00:00";
    for (from, to) in [
        ("false,N/A", format!("true,{time}").as_str()),
        ("false,N/A", "true,no_information"),
        ("false,false,N/A,N/A,N/A,N/A", &format!("true,true,{time},{time},us-east-1,s3")),
        ("false,false,N/A,N/A,N/A,N/A", &format!("true,true,{time},N/A,N/A,N/A")),
        ("false,false,N/A,N/A,N/A,N/A", &format!("true,false,{CREATED},{time},N/A,fifteenletters1")),
        ("false,N/A,false,N/A", &format!("true,{time},true,{time}")),
        ("false,N/A,false,N/A", &format!("true,{CREATED},false,{CREATED}")),
    ] {
        assert_eq!(replaced(from, to), 2, "{to}");
    }
    for cell in
        ["", "TRUE", "true ", "truefalse", "falsely", "n/a", "N/A ", "2026-02-30T01:02:03+00:00", "no_info"]
    {
        for at in 0..19 {
            let mut cells: Vec<&str> = PLAIN.split(',').collect();
            cells[at] = cell;
            // Any word but these can be a region or a service.
            let is_word = !cell.contains([' ', ':']) && !matches!(cell, "" | "TRUE");
            let is_name = [8, 9, 13, 14].contains(&at) && is_word;
            assert_eq!(read("al", "al", &cells.join(",")), u64::from(is_name) * 2, "{cell} at {at}");
        }
    }
    let longest = "s".repeat(63);
    for (name, rows) in [
        ("US", 2),
        ("us_east", 2),
        ("runtime.sagemaker", 2),
        ("IoTSecuredTunneling", 2),
        ("3d/render", 2),
        (longest.as_str(), 2),
        ("us east", 0),
        ("True", 0),
        ("FALSE", 0),
        ("2026", 0),
        ("accesskey1active", 0),
        ("dXNlcixhcm4sYWNjZXNzX2tleV8xX2FjdGl2ZSxhY2Nlc3Nfa2V5", 0),
    ] {
        let key = format!("true,true,{time},{time},{name},s3");
        assert_eq!(replaced("false,false,N/A,N/A,N/A,N/A", &key), rows, "{name}");
    }
}

#[test]
fn a_root_user_s_row_is_taken_with_or_without_a_line_break() {
    let cells =
        "not_supported,N/A,N/A,N/A,true,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A";
    let row = format!("<root_account>,arn:aws:iam::111122223333:root,{CREATED},{cells}");
    for (text, additional) in [
        (row.clone(), false),
        (format!("{row}\n"), false),
        (format!("{row}\r\nnext"), false),
        (format!("{row},N/A\n"), true),
    ] {
        let length = text.trim_end_matches("next").len();
        let root = root(text.as_bytes(), additional).unwrap();
        assert_eq!((root.length, root.cells.len()), (length, 22 + usize::from(additional)), "{text:?}");
        assert_eq!(root.account.written.as_deref(), Some("111122223333"));
    }
    for other in [
        row.replace(":root", ":user/a"),
        row.replace("<root", "root"),
        format!("{row} "),
        format!("{row},N/A"),
    ] {
        assert!(root(other.as_bytes(), false).is_none(), "{other}");
    }
}

#[test]
fn the_parser_takes_the_root_user_s_row_and_those_of_its_users_in_one_go() {
    let root = format!("<root_account>,arn:aws:iam::111122223333:root,{CREATED},{PLAIN}\n");
    let user = format!("al,arn:aws:iam::111122223333:user/al,{CREATED},{PLAIN}\n");
    for (columns, more) in [("", ""), (",additional_credentials_info", ",N/A")] {
        let header: ByteRecord = [HEADER, columns.as_bytes()].concat().split(|byte| *byte == b',').collect();
        let mut parser = Parser::new(b',');
        parser.section.columns = Columns::of_header(&header).map(Arc::new);
        let with = |row: &str| row.replace('\n', &format!("{more}\n"));
        let (root, users) = (with(&root), with(&user).repeat(3));
        assert_eq!(parser.read_canonical(root.as_bytes(), 2), Some((1, root.len())));
        assert_eq!(parser.last.line, 2);
        assert_eq!(parser.read_canonical(users.as_bytes(), 3), Some((3, users.len())));
        assert_eq!((parser.last.line, parser.last.text.as_slice()), (5, with(&user).as_bytes()));
        // Another account's, and again the first one's.
        for (line, id) in [(6, "444455556666"), (10, "111122223333")] {
            let other = |rows: &str| rows.replace("111122223333", id);
            assert_eq!(parser.read_canonical(other(&root).as_bytes(), line), Some((1, root.len())));
            assert_eq!(parser.read_canonical(other(&users).as_bytes(), line + 1), Some((3, users.len())));
        }
        let [report] = parser.finish(End::Open).try_into().unwrap();
        let counts = |rows: &AccountRows| (rows.users, rows.root_users.len());
        assert_eq!(report.accounts.iter().map(counts).collect::<Vec<_>>(), [(6, 2), (3, 1)]);
        assert!(Parser::new(b';').read_canonical(root.as_bytes(), 2).is_none());
    }
}
