//! The verdict's truth table.
//!
//! `active` when any key cell of the root row says true; `clean` only when every key cell says false and nothing at
//! all is wrong with the report; everything else is `undetermined`.

use crate::credential_report::{AccountRows, RootRow, localized_boolean};
use crate::model::assessment::{Assessment, Verdict};
use crate::model::key::{AccessKey, KeyState};
use crate::model::problem::{Code, Position, Problem};

/// Assesses every account of a report.
///
/// `problems` touch all of them, and have their places in the input already. `place` says where a line of the CSV is
/// in the input.
pub(crate) fn assess(
    accounts: Vec<AccountRows>,
    problems: &[Problem],
    place: impl Fn(Position) -> Position,
) -> Vec<Assessment> {
    let account = |mut rows: AccountRows| {
        let of_rows =
            root_row_problem(&rows).into_iter().chain(rows.root_users.iter().flat_map(root_user_problems));
        let of_rows = of_rows.chain(account_problem(&rows));
        let of_rows = of_rows.map(|problem| Problem { position: problem.position.map(&place), ..problem });
        let problems: Vec<Problem> = problems.iter().cloned().chain(of_rows).collect();
        // Of several root rows the one with an active key is shown, for it decides.
        let deciding = rows.root_users.iter().position(RootRow::has_active).unwrap_or(0);
        let root = (deciding < rows.root_users.len()).then(|| rows.root_users.swap_remove(deciding));
        let (root, keys) = match root {
            Some(RootRow { user, keys, news: _ }) => (Some(user), keys),
            None => (None, vec![AccessKey::unknown(1), AccessKey::unknown(2)]),
        };
        Assessment {
            account: rows.account,
            verdict: verdict(&keys, problems.iter().any(Problem::blocks)),
            position: place(Position::at_line(root.as_ref().map_or(rows.csv_line, |root| root.csv_line))),
            keys,
            root,
            problems,
        }
    };
    accounts.into_iter().map(account).collect()
}

/// The truth table.
fn verdict(keys: &[AccessKey], blocked: bool) -> Verdict {
    let any = |state| keys.iter().any(|key| key.state == state);
    match (any(KeyState::Active), blocked || keys.len() < 2 || any(KeyState::Unknown)) {
        (true, _) => Verdict::Active,
        (false, true) => Verdict::Undetermined,
        (false, false) => Verdict::Clean,
    }
}

fn root_row_problem(rows: &AccountRows) -> Option<Problem> {
    match rows.root_users.as_slice() {
        [_] => None,
        [] => Some(
            Problem::new(
                Code::RootRowMissing,
                format!("no row of this account has the user <root_account>; its other rows: {}", rows.users),
            )
            .at(Position::at_line(rows.csv_line)),
        ),
        [_, second, ..] => Some(
            Problem::new(
                Code::RootRowRepeated,
                format!("{} rows of this account have the user <root_account>", rows.root_rows),
            )
            .at(Position::at_line(second.user.csv_line)),
        ),
    }
}

fn root_user_problems(root: &RootRow) -> Vec<Problem> {
    let at = Position::at_line(root.user.csv_line);
    let odd_cell = |key: &AccessKey| {
        let cell = key.odd_cell.as_deref()?;
        let cause = match localized_boolean(cell) {
            Some(language) => format!(": a boolean in {language}, as a spreadsheet writes it"),
            None => ", which is neither true nor false".to_owned(),
        };
        let message = format!("access_key_{}_active of the root row says `{cell}`{cause}", key.slot);
        Some(Problem::new(Code::KeyCellUnknown, message).at(at))
    };
    let additional = root.user.additional_credentials_info.as_ref().map(|info| {
        Problem::new(
            Code::AdditionalCredentials,
            format!("additional_credentials_info of the root row says `{info}`"),
        )
        .at(at)
    });
    let news = root.news.iter().map(|(name, cell)| {
        let message = format!(
            "`{name}` of the root row says `{cell}`, and no column access_key_N_active says of which key"
        );
        Problem::new(Code::ColumnUnclear, message).at(at)
    });
    root.keys.iter().filter_map(odd_cell).chain(additional).chain(news).collect()
}

fn account_problem(rows: &AccountRows) -> Option<Problem> {
    let problem = match (&rows.account.id, &rows.account.written) {
        (Some(_), _) => return None,
        (None, None) => Problem::plain(Code::AccountIdMissing),
        (None, Some(written)) => {
            let shortened =
                (6..12).contains(&written.len()) && written.bytes().all(|byte| byte.is_ascii_digit());
            let why = if shortened { ": zeros at its start may be lost" } else { "" };
            let message = format!("the ARN's account is `{written}`, expected were twelve digits{why}");
            Problem::new(Code::AccountIdMalformed, message)
        }
    };
    Some(problem.at(Position::at_line(rows.csv_line)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::account::Account;

    fn keys(states: &[KeyState]) -> Vec<AccessKey> {
        let key = |(slot, state): (u32, &KeyState)| AccessKey { state: *state, ..AccessKey::unknown(slot) };
        (1..).zip(states).map(key).collect()
    }

    #[test]
    fn the_truth_table_cell_by_cell() {
        use KeyState::{Active, Inactive, None, Unknown};
        let states = [Active, Inactive, None, Unknown];
        for one in states {
            for two in states {
                for blocked in [false, true] {
                    let expected = match (one, two, blocked) {
                        (Active, _, _) | (_, Active, _) => Verdict::Active,
                        (Inactive | None, Inactive | None, false) => Verdict::Clean,
                        _ => Verdict::Undetermined,
                    };
                    assert_eq!(verdict(&keys(&[one, two]), blocked), expected, "{one:?} {two:?} {blocked}");
                }
            }
        }
        assert_eq!(verdict(&keys(&[None, None, Active]), true), Verdict::Active);
        assert_eq!(verdict(&keys(&[None, None, Unknown]), false), Verdict::Undetermined);
        assert_eq!(verdict(&keys(&[None]), false), Verdict::Undetermined);
        assert_eq!(verdict(&[], false), Verdict::Undetermined);
    }

    #[test]
    fn zeros_can_be_lost_from_shorter_numbers_alone() {
        let told = |written: &str| {
            let account = Account { written: Some(written.to_owned()), ..Account::UNKNOWN };
            let rows = AccountRows { account, root_users: Vec::new(), root_rows: 0, users: 0, csv_line: 2 };
            account_problem(&rows).unwrap().message.contains("zeros")
        };
        assert!(told("11122223333") && told("123456"));
        for other in ["1112222333x", "12345", "1111222233334", ""] {
            assert!(!told(other), "{other}");
        }
    }
}
