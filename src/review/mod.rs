//! What an auditor asks beyond the reports themselves: is every account there, is every report recent, is somebody
//! answerable for what is open, what has changed. Each step takes an audit and returns one.

pub(crate) mod baseline;
pub(crate) mod exceptions;
mod freshness;
pub(crate) mod population;
mod presence;
pub(crate) mod reference;
mod table;

use crate::audit::Audit;
use crate::model::exception::Exception;
use crate::model::reference::{Reference, ReferenceError};
use crate::review::baseline::Known;
use crate::review::population::list::AccountList;

/// What the reports are held to beside themselves: a list of accounts, a register of exceptions, an earlier evidence document.
/// Each is read from bytes, under the name that results have for it.
#[derive(Clone, Debug, Default)]
pub struct References {
    pub(crate) accounts: Option<(Reference, AccountList)>,
    pub(crate) exceptions: Option<(Reference, Vec<Exception>)>,
    pub(crate) baseline: Option<(Reference, Known)>,
}

impl References {
    /// With a list of accounts: each must have a report.
    ///
    /// # Errors
    /// When it is no such list, names no account, or has an entry that can't be told.
    pub fn with_accounts(mut self, name: &str, bytes: &[u8]) -> Result<Self, ReferenceError> {
        self.accounts = Some((Reference::of_file(name, bytes), AccountList::parse(bytes)?));
        Ok(self)
    }
}

/// Reviews what the reports say: whatever can change a verdict.
pub(crate) fn review(audit: Audit, references: &References) -> Audit {
    let audit = presence::hold(freshness::hold(audit));
    match &references.accounts {
        Some((list, accounts)) => population::hold(audit, list.clone(), accounts),
        None => audit,
    }
}

/// Reviews what the rules found: which findings exceptions cover, and what has changed.
pub(crate) fn review_findings(mut audit: Audit, references: &References) -> Audit {
    if let Some((register, entries)) = &references.exceptions {
        audit = exceptions::apply(audit, register.clone(), entries.clone());
    }
    if let Some((document, baseline)) = &references.baseline {
        audit = baseline::compare(audit, document.clone(), baseline);
    }
    audit
}
