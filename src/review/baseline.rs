//! What has changed since an earlier evidence document. It informs, and hides nothing.

use std::collections::BTreeSet;

use crate::audit::{self, Audit, Change, ChangeKind};
use crate::evidence::recorded::{Baseline, RecordedVerdict};
use crate::model::account::{Account, Partition};
use crate::model::assessment::Verdict;
use crate::model::reference::Reference;

/// Compares each account with what the document says of it.
pub(crate) fn compare(mut audit: Audit, document: Reference, baseline: &Baseline) -> Audit {
    let mut seen = BTreeSet::new();
    for account in &mut audit.accounts {
        let Account { id, partition, .. } = &account.assessment.account;
        // A listed account without a report has no partition here, and a report may lack it there.
        let of_id = |id| baseline.range((id, None)..).take_while(move |((of, _), _)| *of == id);
        let partition = partition.map(|partition| partition.as_str().to_owned());
        let same = |(_, of): &&(_, Option<String>)| partition.is_none() || of.is_none() || *of == partition;
        let known = id.and_then(|id| of_id(id).find(|(key, _)| same(key)));
        seen.extend(known.map(|(key, _)| key));
        let before = known.map(|(_, recorded)| verdict(recorded.verdict));
        let was_ever_active = known.is_some_and(|(_, recorded)| recorded.was_ever_active());
        let now = account.assessment.verdict;
        account.change = Some(Change {
            kind: kind(before, now, was_ever_active),
            before,
            ever_active: was_ever_active || now == Verdict::Active,
        });
    }
    let gone = baseline.iter().filter(|(key, _)| !seen.contains(key));
    let gone = gone.map(|((id, partition), recorded)| {
        let partition = partition.as_deref().and_then(Partition::parse);
        (Account { partition, id: Some(*id), written: Some(id.to_string()) }, verdict(recorded.verdict))
    });
    audit.baseline = Some(audit::Baseline { document, gone: gone.collect() });
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

fn verdict(recorded: RecordedVerdict) -> Verdict {
    match recorded {
        RecordedVerdict::Active => Verdict::Active,
        RecordedVerdict::Undetermined => Verdict::Undetermined,
        RecordedVerdict::Clean => Verdict::Clean,
    }
}
