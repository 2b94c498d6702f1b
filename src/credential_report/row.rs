//! One row against its header: cells joined again where a user name holds commas, rows that run into each other.

use csv::ByteRecord;

use crate::credential_report::columns::{Columns, Kind};
use crate::model::account::IamArn;

/// The user name of the root user's row. IAM user names never contain `<`.
pub(super) const ROOT: &[u8] = b"<root_account>";

/// How a row fits its header.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// A cell for each column.
    Whole,
    /// A cell for each column, once the commas of its user name and path are understood.
    Joined(ByteRecord),
    /// A row whose last cell runs into the next row: a root user's, or another report's header.
    Glued(ByteRecord, ByteRecord),
    /// More or fewer cells than columns.
    Odd,
}

/// How a row fits its header.
pub(super) fn fit(columns: &Columns, row: &ByteRecord) -> Fit {
    if row.len() == columns.len() {
        return Fit::Whole;
    }
    let glued = || split_glued(row).map(|(first, second)| Fit::Glued(first, second));
    glued().or_else(|| join_commas(columns, row).map(Fit::Joined)).unwrap_or(Fit::Odd)
}

/// A row with surplus cells, as one: its user name has commas and was not quoted. Sound only when the name comes again
/// at the end of the ARN, cell by cell, so that where the commas belong is certain.
fn join_commas(columns: &Columns, row: &ByteRecord) -> Option<ByteRecord> {
    // First, for a header may be longer than all of its rows together.
    let surplus = row.len().checked_sub(columns.len())?;
    let user = columns.position(Kind::User)?;
    let commas = surplus / 2;
    if columns.position(Kind::Arn)? != user + 1 || surplus % 2 != 0 {
        return None;
    }
    // The name has as many commas as the ARN, so its path has none.
    let join = |from: usize| row.iter().skip(from).take(commas + 1).collect::<Vec<_>>().join(&b',');
    let (name, arn) = (join(user), join(user + commas + 1));
    if IamArn::parse(std::str::from_utf8(&arn).ok()?)?.user_name()?.as_bytes() != name {
        return None;
    }
    let (before, after) = (row.iter().take(user), row.iter().skip(user + surplus + 2));
    Some(before.chain([name.as_slice(), arn.as_slice()]).chain(after).collect())
}

/// Two rows that are in one because the first CSV had no final newline: `…,N/A<root_account>,arn:…` or
/// `…,N/Auser,arn,…`.
pub(super) fn split_glued(row: &ByteRecord) -> Option<(ByteRecord, ByteRecord)> {
    let at = |index: usize| row.get(index).unwrap_or_default();
    let tail_from = |index: usize, start: &[u8]| -> ByteRecord {
        [start].into_iter().chain(row.iter().skip(index + 1)).collect()
    };
    // Each try reads to the end, and no real row needs many.
    let mut tries = 0..16;
    let (index, start) = (1..row.len()).find_map(|index| {
        let longer = |start: &[u8]| at(index).len() > start.len() && at(index).ends_with(start);
        let next = at(index + 1);
        if at(index).ends_with(ROOT) && next.starts_with(b"arn:") && next.ends_with(b":root") {
            Some((index, ROOT))
        } else if longer(b"user")
            && next == b"arn"
            && tries.next().is_some()
            && is_whole_header(&tail_from(index, b"user"))
        {
            Some((index, &b"user"[..]))
        } else {
            None
        }
    })?;
    let last = at(index).strip_suffix(start)?;
    Some((row.iter().take(index).chain([last]).collect(), tail_from(index, start)))
}

/// A header with all that the verdict needs: a name such as `user,arn` in the middle of a row is none.
fn is_whole_header(row: &ByteRecord) -> bool {
    Columns::of_header(row).is_some_and(|columns| columns.missing().is_empty())
}

/// Whether the quotes in a row's bytes are where RFC 4180 has them: around whole cells, doubled inside, and closed;
/// and no cell holds a line break, which no cell of a credential report has.
pub(crate) fn quotes_are_sound(raw: &[u8], delimiter: u8) -> bool {
    #[derive(PartialEq)]
    enum At {
        CellStart,
        Bare,
        Quoted,
        QuoteInQuoted,
    }
    let mut at = At::CellStart;
    for byte in raw.trim_ascii_end() {
        at = match (at, *byte) {
            (At::Quoted, b'\n' | b'\r') => return false,
            (At::Quoted, b'"') => At::QuoteInQuoted,
            (At::Quoted, _) => At::Quoted,
            (At::QuoteInQuoted, b'"') => At::Quoted,
            (At::QuoteInQuoted | At::CellStart | At::Bare, byte) if byte == delimiter => At::CellStart,
            (At::CellStart, b'"') => At::Quoted,
            (At::CellStart, b'\n' | b'\r') => At::CellStart,
            (At::QuoteInQuoted, _) | (At::Bare, b'"') => return false,
            (At::CellStart | At::Bare, _) => At::Bare,
        };
    }
    at != At::Quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns() -> Columns {
        Columns::of_header(&ByteRecord::from(vec![
            "user",
            "arn",
            "access_key_1_active",
            "access_key_2_active",
        ]))
        .unwrap()
    }

    fn cells(text: &str) -> ByteRecord {
        ByteRecord::from(text.split(',').collect::<Vec<_>>())
    }

    #[test]
    fn commas_in_a_user_name_are_joined_when_the_arn_repeats_it() {
        let fitted = |text: &str| match fit(&columns(), &cells(text)) {
            Fit::Joined(row) => row.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect(),
            Fit::Whole | Fit::Glued(..) | Fit::Odd => Vec::new(),
        };
        let arn = "arn:aws:iam::111122223333:user/";
        assert_eq!(
            fitted(&format!("a,b,{arn}a,b,true,false")),
            ["a,b", &format!("{arn}a,b"), "true", "false"]
        );
        assert_eq!(fitted(&format!("a,b,{arn}p/a,b,true,false"))[1], format!("{arn}p/a,b"));
        assert!(
            fitted(&format!("x,{arn}x,true,falsex,{arn}x,true,false")).is_empty(),
            "a row that stands twice"
        );
        assert!(fitted(&format!("a,b,{arn}a,c,true,false")).is_empty());
        assert!(fitted(&format!("<root_account>,{arn}p,q/<root_account>,true,false")).is_empty());
        assert_eq!(
            fitted(&format!("a,b,c,{arn}a,b,c,true,false")),
            ["a,b,c", &format!("{arn}a,b,c"), "true", "false"]
        );
        assert!(fitted("a,b,c,true,false").is_empty());
    }

    #[test]
    fn rows_that_run_into_each_other_are_split() {
        let row = cells(
            "a,arn:aws:iam::111122223333:user/a,true,N/A<root_account>,arn:aws:iam::444455556666:root,true,false",
        );
        let (first, second) = split_glued(&row).unwrap();
        assert_eq!((first.get(3), second.get(0)), (Some(&b"N/A"[..]), Some(ROOT)));
        let (_, second) =
            split_glued(&cells("a,b,c,N/Auser,arn,access_key_1_active,access_key_2_active")).unwrap();
        assert!(Columns::of_header(&second).is_some());
        assert!(
            split_glued(&cells("x,N/A<root_account>,arn:aws:iam::111122223333:user/y,true,false")).is_none()
        );
        assert!(split_glued(&cells("x,N/A<root_account>,y:root,true,false")).is_none());
        assert!(split_glued(&cells("x,y,arn:aws:iam::111122223333:root,true,false")).is_none());
        assert!(
            split_glued(&cells("account,user,arn,access_key_1_active")).is_none(),
            "a header with a column before"
        );
        assert!(
            split_glued(&cells("power-user,arn:aws:iam::111122223333:user/power-user,true,false")).is_none()
        );
    }

    #[test]
    fn quotes_stand_around_whole_cells() {
        for sound in ["a,b\n", "\"a\",\"b,c\"\r\n", "\"a\"\"b\",c", "", "\n\"a\",b", "\"\""] {
            assert!(quotes_are_sound(sound.as_bytes(), b','), "{sound:?}");
        }
        for bad in ["\"a", "a\"b,c", "\"a\"b,c", "\"a\"\"", "\"a\nb\",c", "a,\"b"] {
            assert!(!quotes_are_sound(bad.as_bytes(), b','), "{bad:?}");
        }
    }
}
