//! The rows below one header, grouped by account.

use std::collections::HashMap;
use std::sync::Arc;

use crate::credential_report::canonical::{Canonical, UserLines};
use crate::credential_report::columns::Columns;
use crate::credential_report::{AccountRows, CredentialReport};
use crate::model::account::{Account, AccountId, Partition};
use crate::model::problem::{Code, Position, Problem};
use crate::model::problem_list::ProblemList;

/// How many accounts without a root row are compared with all others.
const MOST_COMPARED: usize = 100;

/// The rows below one header, or the rows before any.
pub(super) struct Section {
    pub(super) columns: Option<Arc<Columns>>,
    accounts: Vec<AccountRows>,
    /// The accounts by partition and id, but for those that were added since one was last looked for.
    by_arn: HashMap<Option<(Option<Partition>, String)>, usize>,
    /// The rows of users that are expected next, below AWS's own header, and the index of their account.
    canonical: Option<(Canonical, usize)>,
    pub(super) findings: ProblemList,
}

impl Default for Section {
    fn default() -> Self {
        let findings = ProblemList::new(1);
        Self { columns: None, accounts: Vec::new(), by_arn: HashMap::new(), canonical: None, findings }
    }
}

impl Section {
    /// The accounts that rows were read of.
    pub(super) fn accounts(&self) -> &[AccountRows] {
        &self.accounts
    }

    /// Whether no row was read.
    pub(super) fn is_empty(&self) -> bool {
        self.accounts.is_empty()
    }

    /// The account's rows, begun at that line where there are none yet.
    pub(super) fn rows_of(&mut self, columns: &Columns, account: Account, csv_line: u64) -> &mut AccountRows {
        let index = self.index_of(account, csv_line);
        if self.canonical.as_ref().is_none_or(|(_, known)| *known != index) {
            let account = self.accounts.get(index).map(|rows| &rows.account);
            self.canonical = account.and_then(|account| Some((Canonical::new(columns, account)?, index)));
        }
        #[allow(clippy::indexing_slicing, reason = "the index was made from this vector, which only grows")]
        &mut self.accounts[index]
    }

    fn index_of(&mut self, account: Account, csv_line: u64) -> usize {
        // Rows without a readable ARN stay together: how each one is unreadable makes no account of it.
        let key = |account: &Account| {
            let is_told = account.partition.is_some() || account.id.is_some();
            Some((account.partition, account.written.clone()?)).filter(|_| is_told)
        };
        // Most reports have one account.
        if !self.accounts.is_empty() {
            for (index, rows) in self.accounts.iter().enumerate().skip(self.by_arn.len()) {
                self.by_arn.insert(key(&rows.account), index);
            }
            if let Some(index) = self.by_arn.get(&key(&account)) {
                return *index;
            }
        }
        self.accounts.push(AccountRows {
            account,
            root_users: Vec::with_capacity(1),
            root_rows: 0,
            users: 0,
            csv_line,
        });
        self.accounts.len() - 1
    }

    /// Counts the rows of users as AWS writes them that a text begins with, of the account that the last row was of; `None`
    /// when there are none.
    pub(super) fn read_users<'a>(&mut self, text: &'a [u8]) -> Option<UserLines<'a>> {
        let (canonical, index) = self.canonical.as_ref()?;
        let read = canonical.read(text);
        self.accounts.get_mut(*index).filter(|_| read.rows > 0)?.users += read.rows;
        Some(read)
    }

    /// The report. Accounts that can't be in one report are a sign of damage.
    pub(super) fn finish(mut self) -> CredentialReport {
        if let Some((odd, why)) = self.contradiction() {
            let problem = || Problem::new(Code::RowContradicts, why).at(Position::at_line(odd));
            self.findings.add(Code::RowContradicts, problem);
        }
        let named = self.accounts.iter().any(|rows| rows.account.id.is_some());
        // Rows that name no account make none, unless there is no other or the root user is among them.
        self.accounts.retain(|rows| rows.account.id.is_some() || !rows.root_users.is_empty() || !named);
        CredentialReport { accounts: self.accounts, problems: self.findings.finish() }
    }

    /// A row that names no account among rows that do, or an account without a root row whose id is another one's but
    /// for a digit or two: the line and why.
    fn contradiction(&self) -> Option<(u64, String)> {
        let written = |rows: &AccountRows| rows.account.written.clone().unwrap_or_default();
        let nameless = self.accounts.iter().find(|rows| rows.account.id.is_none());
        if let Some(odd) = nameless.filter(|_| self.accounts.len() > 1) {
            let why = match &odd.account.written {
                Some(written) => format!("the ARN names the account `{written}`, other rows another one"),
                None => "the row does not say which account it is of, and other rows do".to_owned(),
            };
            return Some((odd.csv_line, why));
        }
        let rootless: Vec<&AccountRows> =
            self.accounts.iter().filter(|rows| rows.root_users.is_empty()).collect();
        let packed = |rows: &AccountRows| rows.account.id.map_or(0, AccountId::packed);
        let ids: Vec<u64> = self.accounts.iter().map(packed).collect();
        // Who glues thousands of reports together without their root rows learns it from each of them.
        rootless.into_iter().take(MOST_COMPARED).find_map(|odd| {
            let id = packed(odd);
            let near = self.accounts.iter().zip(&ids).filter(|(_, other)| differing_digits(**other, id) <= 2);
            let (near, _) = near.into_iter().find(|(rows, _)| rows.account != odd.account)?;
            let why = format!(
                "the account {} has no root row, and its id is nearly {}",
                written(odd),
                written(near)
            );
            Some((odd.csv_line, why))
        })
    }
}

/// In how many digits two ids differ, as [`AccountId::packed`] has them.
fn differing_digits(one: u64, two: u64) -> u32 {
    let bits = one ^ two;
    ((bits | bits >> 1 | bits >> 2 | bits >> 3) & 0x1111_1111_1111).count_ones()
}
