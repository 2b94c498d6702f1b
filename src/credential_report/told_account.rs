//! The account that a column besides AWS's own names, however spreadsheets and people write its number.

use crate::credential_report::columns::{Columns, Kind};
use crate::credential_report::trace;
use crate::model::account::{Account, IamArn, Partition};
use crate::model::problem::Code;

/// The account of a row without an ARN, as its other columns tell it, whatever they are called; `None` where two disagree.
pub(super) fn of_row(columns: &Columns, cells: &[&[u8]]) -> Option<Account> {
    let (mut named, mut others, mut partition) = (Vec::new(), Vec::new(), None);
    for (index, (kind, cell)) in columns.cells(cells).enumerate() {
        let Ok(cell) = std::str::from_utf8(cell.trim_ascii()) else { continue };
        let name = || columns.name(index).to_lowercase();
        if kind == Kind::AccountId {
            if let Some(ToldAccount::Ids(ids)) = ToldAccount::in_cell(cell) {
                named.push(ids);
            }
        } else if kind == Kind::Other && is_id(cell) && !is_of_another(&name()) {
            let is_named = name().contains("account") || name().contains("acct");
            if is_named { &mut named } else { &mut others }.push(vec![cell.to_owned()]);
        } else if kind == Kind::Other && name() == "partition" {
            partition = Partition::parse(cell);
        }
    }
    let told = if named.is_empty() { others } else { named };
    let Some((first, rest)) = told.split_first() else { return Some(Account::UNKNOWN) };
    let mut common: Vec<&String> =
        first.iter().filter(|id| rest.iter().all(|other| other.contains(id))).collect();
    common.dedup();
    match common.as_slice() {
        [] => None,
        [id] => Some(Account { partition, id: id.parse().ok(), written: Some((*id).clone()) }),
        _ => Some(Account::UNKNOWN),
    }
}

/// What a column besides AWS's own says of the account that the ARN does not: another one, or this one without its zeros.
pub(super) fn problem(cell: &str, arn: Option<&IamArn<'_>>) -> Option<(Code, String)> {
    let told = ToldAccount::in_cell(cell)?;
    let is_shorter = (6..12).contains(&cell.len()) && cell.bytes().all(|byte| byte.is_ascii_digit());
    match arn.map(|arn| arn.account) {
        Some(account) if told.is(account) => None,
        Some(account) if told.is_shortened(account) => Some((
            Code::AccountIdShortened,
            format!("a column says the account is `{cell}`; the ARN still has its zeros: {account}"),
        )),
        Some(account) => {
            Some((Code::RowContradicts, format!("a column says the account is `{cell}`, the ARN {account}")))
        }
        None if is_shorter => Some((
            Code::AccountIdShortened,
            format!("a column says the account is `{cell}`, and no ARN has the zeros that it lost"),
        )),
        None => None,
    }
}

fn is_id(cell: &str) -> bool {
    cell.len() == 12 && cell.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a column's name says that its number is not the account's: another account's, a time or a telephone's.
fn is_of_another(name: &str) -> bool {
    let words = [
        "master",
        "management",
        "payer",
        "parent",
        "org",
        "owner",
        "delegated",
        "phone",
        "contact",
        "date",
        "time",
        "ticket",
    ];
    words.iter().any(|word| name.contains(word))
}

/// An account's number as a cell has it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum ToldAccount {
    /// Twelve digits, or several times twelve.
    Ids(Vec<String>),
    /// Fewer digits: zeros at the start may be lost.
    Number(String),
    /// The first digits alone, the last of them rounded, as in `1.11122E+11`.
    Rounded(String),
    /// Digits of another script.
    OtherScript,
}

impl ToldAccount {
    /// The account in a cell; `None` where it has no such number, as a name has none.
    pub(super) fn in_cell(cell: &str) -> Option<Self> {
        if cell.chars().any(|c| !c.is_ascii() && c.is_numeric())
            && !trace::letters(cell.as_bytes()).is_ascii()
        {
            return Some(Self::OtherScript);
        }
        let letters = trace::letters(cell.as_bytes());
        let text = std::str::from_utf8(&letters).ok()?.trim_matches(['\'', '"', '=']);
        let whole =
            [".00", ".0", ",00", ",0"].iter().find_map(|zeros| text.strip_suffix(zeros)).unwrap_or(text);
        let joined: String = whole.chars().filter(|c| !"-_.,'/".contains(*c)).collect();
        // Twelve digits, plain and in groups.
        let ids: Vec<String> = [whole, &joined].into_iter().flat_map(ids).collect();
        if !ids.is_empty() {
            return Some(Self::Ids(ids));
        }
        if let Some((mantissa, exponent)) = text.split_once(['e', 'E']) {
            let digits: String = mantissa.chars().filter(|c| !matches!(c, '.' | ',')).collect();
            let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            return (is_number(&digits) && is_number(exponent.trim_start_matches('+')))
                .then_some(Self::Rounded(digits));
        }
        let is_number = joined.len() >= 6 && joined.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then_some(Self::Number(joined))
    }

    /// Whether it is that account.
    pub(super) fn is(&self, account: &str) -> bool {
        match self {
            Self::Ids(ids) => ids.iter().any(|id| id == account),
            Self::Number(number) => {
                number.len() > account.len()
                    && number.trim_start_matches('0') == account.trim_start_matches('0')
            }
            Self::Rounded(_) | Self::OtherScript => false,
        }
    }

    /// Whether it is that account, but for digits that a spreadsheet does not keep.
    pub(super) fn is_shortened(&self, account: &str) -> bool {
        let number = account.trim_start_matches('0');
        match self {
            Self::Ids(_) | Self::OtherScript => false,
            Self::Number(shorter) => shorter == number,
            Self::Rounded(digits) => {
                let digits = digits.trim_end_matches('0');
                let kept = number.get(..digits.len()).and_then(|kept| kept.parse::<u64>().ok());
                let told = digits.parse::<u64>().ok();
                kept.zip(told).is_some_and(|(kept, told)| told == kept || told == kept + 1)
            }
        }
    }
}

/// Each run of exactly twelve digits.
fn ids(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_ascii_digit()).filter(|run| is_id(run)).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_told_however_it_is_written() {
        const ACCOUNT: &str = "011122223333";
        for same in [
            "011122223333",
            "0111-2222-3333",
            "'011122223333",
            "=\"011122223333\"",
            "0111 2222 3333",
            "arn:aws:iam::011122223333:root",
            "prod (011122223333)",
            "０１１１２２２２３３３３",
        ] {
            assert!(ToldAccount::in_cell(same).unwrap().is(ACCOUNT), "{same}");
        }
        for shortened in [
            "11122223333",
            "11122223333.0",
            "11122223333.00",
            "11,122,223,333",
            "1.11222E+10",
            "1.11222233E10",
        ] {
            let told = ToldAccount::in_cell(shortened).unwrap();
            assert!(told.is_shortened(ACCOUNT) && !told.is(ACCOUNT), "{shortened}");
        }
        for other in [
            "444455556666",
            "4444-5555-6666",
            "44445555666.0",
            "4.44456E+11",
            "arn:aws:iam::444455556666:root",
            "444455",
            "000444455556666",
            "٤٤٤٤٥٥٥٥٦٦٦٦",
        ] {
            let told = ToldAccount::in_cell(other).unwrap();
            assert!(!told.is(ACCOUNT) && !told.is_shortened(ACCOUNT), "{other}");
        }
        for none in ["production", "", "XXXXXXXX3333", "team 7", "2026", "e"] {
            assert_eq!(ToldAccount::in_cell(none), None, "{none}");
        }
    }
}
