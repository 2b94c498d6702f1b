//! Whether a report shows that no key exists, where that is what is asked.

use crate::audit::Audit;
use crate::model::assessment::Verdict;
use crate::model::problem::{Code, Problem};

/// Holds clean verdicts to what a strict review reads in them: no key at all. That no key is active does not show it.
pub(crate) fn hold(mut audit: Audit) -> Audit {
    if !audit.criteria.is_strict() {
        return audit;
    }
    for account in &mut audit.accounts {
        let assessment = &mut account.assessment;
        let untold = assessment.keys.iter().filter(|key| key.last_rotated_cell.is_none());
        let slots: Vec<String> = untold.map(|key| key.slot.to_string()).collect();
        if assessment.verdict != Verdict::Clean || slots.is_empty() {
            continue;
        }
        let message = format!(
            "the report has no access_key_N_last_rotated for slot {}, where a disabled key would show",
            slots.join(" and ")
        );
        assessment.problems.push(Problem::new(Code::PresenceUnknown, message).at(assessment.position));
        assessment.verdict = Verdict::Undetermined;
    }
    audit
}
