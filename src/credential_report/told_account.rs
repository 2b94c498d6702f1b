//! The account that a column besides AWS's own names, however spreadsheets and people write its number.

use crate::credential_report::trace;

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
    text.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() == 12).map(str::to_owned)
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
