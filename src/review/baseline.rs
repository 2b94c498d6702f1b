//! What has changed since an earlier evidence document. It informs, and hides nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::audit::{Audit, Baseline, Change, ChangeKind};
use crate::model::account::{Account, AccountId, Partition};
use crate::model::assessment::Verdict;
use crate::model::reference::Reference;

/// What an earlier document says of its accounts.
pub(crate) type Known = BTreeMap<(AccountId, Option<Partition>), Before>;

/// What it says of one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Before {
    pub(crate) verdict: Verdict,
    /// Whether it was active then, or in what that was compared with.
    pub(crate) ever_active: bool,
}

/// Compares each account with what the document says of it.
pub(crate) fn compare(mut audit: Audit, document: Reference, baseline: &Known) -> Audit {
    let mut seen = BTreeSet::new();
    for account in &mut audit.accounts {
        let Account { id, partition, .. } = &account.assessment.account;
        // A listed account without a report has no partition here, and a report may lack it there.
        let of_id = |id| baseline.range((id, None)..).take_while(move |((of, _), _)| *of == id);
        let same = |of: &Option<Partition>| partition.is_none() || of.is_none() || of == partition;
        let known = id.and_then(|id| of_id(id).find(|((_, of), _)| same(of)));
        seen.extend(known.map(|(key, _)| *key));
        let before = known.map(|(_, before)| before.verdict);
        let was_ever_active = known.is_some_and(|(_, before)| before.ever_active);
        let now = account.assessment.verdict;
        account.change = Some(Change {
            kind: kind(before, now, was_ever_active),
            before,
            ever_active: was_ever_active || now == Verdict::Active,
        });
    }
    let gone = baseline.iter().filter(|(key, _)| !seen.contains(key));
    let gone = gone.map(|((id, partition), before)| {
        let account = Account { partition: *partition, id: Some(*id), written: Some(id.to_string()) };
        (account, before.verdict)
    });
    audit.baseline = Some(Baseline { document, gone: gone.collect() });
    audit
}

fn kind(before: Option<Verdict>, now: Verdict, was_ever_active: bool) -> ChangeKind {
    match (before, now) {
        (None, _) => ChangeKind::New,
        (Some(before), now) if before == now => ChangeKind::Unchanged,
        (Some(_), Verdict::Clean) => ChangeKind::Resolved,
        (Some(_), Verdict::Active) if was_ever_active => ChangeKind::Reopened,
        // Nothing shows that the key is gone.
        (Some(Verdict::Active), Verdict::Undetermined) => ChangeKind::Unchanged,
        (Some(_), Verdict::Active | Verdict::Undetermined) => ChangeKind::New,
    }
}
