//! What an auditor asks beyond the reports themselves: is every account there, is every report recent, is somebody
//! answerable for what is open, what has changed. Each step takes an audit and returns one.

mod baseline;
pub(crate) mod exceptions;
mod freshness;
pub(crate) mod population;
mod presence;
pub(crate) mod reference;
mod table;

use crate::audit::Audit;
use crate::audit::Exception;
use crate::evidence::recorded::Baseline;
use crate::model::reference::Reference;
use crate::review::population::list::AccountList;

/// What the user gave beside the reports, read.
#[derive(Debug, Default)]
pub(crate) struct References {
    pub(crate) accounts: Option<(Reference, AccountList)>,
    pub(crate) exceptions: Option<(Reference, Vec<Exception>)>,
    pub(crate) baseline: Option<(Reference, Baseline)>,
}

/// Reviews what the reports say. What changes verdicts comes first, and the comparison last.
pub(crate) fn review(audit: Audit, references: References) -> Audit {
    let mut audit = presence::hold(freshness::hold(audit));
    if let Some((list, accounts)) = references.accounts {
        audit = population::hold(audit, list, &accounts);
    }
    if let Some((register, entries)) = references.exceptions {
        audit = exceptions::apply(audit, register, entries);
    }
    if let Some((document, baseline)) = references.baseline {
        audit = baseline::compare(audit, document, &baseline);
    }
    audit
}
