//! What stderr says after a run: one line, and each input before it when asked.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::io::{self, Write};

use crate::audit::{AccountResult, Audit, ChangeKind, Reconciled, SkippedFile};
use crate::model::envelope::EnvelopeKind;
use crate::model::finding::KEY_RULES;
use crate::model::normalization::Normalization;
use crate::render::plain;

/// Writes the summary line, after a line for each input when `verbose`.
///
/// # Errors
/// Those of the writer.
pub fn summary(audit: &Audit, verbose: bool, err: &mut dyn Write) -> io::Result<()> {
    if verbose {
        for input in &audit.inputs {
            let reports = count(input.reports.len(), "report");
            let steps: BTreeSet<Normalization> =
                input.reports.iter().flat_map(|report| &report.normalized).copied().collect();
            let kinds: BTreeSet<EnvelopeKind> = input
                .reports
                .iter()
                .map(|report| report.envelope)
                .filter(|kind| *kind != EnvelopeKind::None)
                .collect();
            let how: Vec<&str> = kinds
                .into_iter()
                .map(EnvelopeKind::as_str)
                .chain(steps.into_iter().map(Normalization::as_str))
                .collect();
            let how = if how.is_empty() { String::new() } else { format!(" ({})", how.join(", ")) };
            writeln!(err, "rootkeys: {}: {}, {reports}{how}", plain(&input.path), input.status.as_str())?;
        }
        for account in &audit.accounts {
            for other in &account.other_reports {
                let (relation, at, by) = (other.relation.as_str(), other.position, plain(&account.input));
                writeln!(err, "rootkeys: {}, {at}: {relation}; {by} decides", plain(&other.input))?;
            }
        }
        for SkippedFile { path, kind, .. } in &audit.skipped {
            writeln!(err, "rootkeys: {}: skipped, not a credential report ({kind})", plain(path))?;
        }
        for path in &audit.excluded {
            writeln!(err, "rootkeys: {}: excluded", plain(path))?;
        }
    }
    for line in reviewed(audit) {
        writeln!(err, "rootkeys: {}", plain(&line))?;
    }
    writeln!(err, "rootkeys: {}", line(audit))
}

/// The numbers of the population and of what changed, a sentence each, where there are any.
pub(super) fn reviewed(audit: &Audit) -> Vec<String> {
    let of_population = audit.population.as_ref().map(|population| {
        let numbers = audit.reconciled();
        let Reconciled { active, clean, undetermined, without_report, outside } = numbers;
        let is_all = if population.is_cut_off { ", which is not all of them" } else { "" };
        let mut line = format!(
            "{} in scope of {}{is_all}: {active} active + {undetermined} undetermined + {clean} clean",
            count(population.in_scope, "account"),
            population.list.path,
        );
        for (number, what) in [
            (without_report, "without a report"),
            (population.excluded.len(), "excluded"),
            (outside, "not listed"),
        ] {
            if number > 0 {
                line += &format!("; {number} {what}");
            }
        }
        line
    });
    let of_baseline = audit.baseline.as_ref().map(|baseline| {
        let kinds = ChangeKind::ALL.map(|kind| format!("{} {}", audit.changed(kind), kind.as_str()));
        format!("since {}: {}, {} gone", baseline.document.path, kinds.join(", "), baseline.gone.len())
    });
    of_population.into_iter().chain(of_baseline).collect()
}

/// The numbers in one line.
pub(super) fn line(audit: &Audit) -> String {
    let numbers = audit.summary();
    let mut line = format!(
        "{} in {}: {} active, {} undetermined, {} clean",
        count(numbers.accounts, "account"),
        count(numbers.inputs, "input"),
        numbers.active,
        numbers.undetermined,
        numbers.clean
    );
    if numbers.excepted > 0 {
        line += &format!("; {} excepted", numbers.excepted);
    }
    if numbers.inactive_keys > 0 {
        line += &format!("; {}", count(numbers.inactive_keys, "inactive key"));
    }
    let counted = audit.accounts.iter().flat_map(AccountResult::counted);
    let further = counted.filter(|finding| !KEY_RULES.contains(&finding.rule)).count();
    if further > 0 {
        line += &format!("; {}", count(further, "further finding"));
    }
    for part in beside(audit) {
        line += &format!("; {part}");
    }
    if !audit.complete() {
        line += "; not complete";
    }
    line
}

/// What was found beside the accounts: inputs without one, what was skipped, by kind and the most first, and what was left out.
pub(super) fn beside(audit: &Audit) -> Vec<String> {
    let numbers = audit.summary();
    let mut kinds: Vec<_> = audit.skipped_by_kind().into_iter().collect();
    kinds.sort_by_key(|(kind, number)| (Reverse(*number), *kind));
    let kinds: Vec<String> = kinds.into_iter().map(|(kind, number)| count(number, kind.as_str())).collect();
    let failed = format!("{} failed", count(numbers.failed_inputs, "input"));
    let skipped = format!("{} skipped: {}", count(numbers.skipped, "other file"), kinds.join(", "));
    let excluded = format!("{} excluded", count(numbers.excluded, "file"));
    let parts = [(numbers.failed_inputs, failed), (numbers.skipped, skipped), (numbers.excluded, excluded)];
    parts.into_iter().filter(|(number, _)| *number > 0).map(|(_, part)| part).collect()
}

/// A number with its noun.
pub(super) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
