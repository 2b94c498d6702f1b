//! The whole path from bytes to verdicts, held against a naive reader: nothing is clean where it finds an active key.

#![no_main]

#[path = "../../tests/it/common/oracle.rs"]
mod oracle;

use rootkeys::Verdict;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let examination = rootkeys::examine(bytes, &rootkeys::ExamineOptions::default());
    let assessments = examination.reports.iter().flat_map(|report| &report.assessments);
    let verdicts: Vec<Verdict> = assessments.map(|assessment| assessment.verdict).collect();
    let clean = verdicts.contains(&Verdict::Clean) && !verdicts.contains(&Verdict::Active);
    let blocked = examination.problems.iter().any(rootkeys::Problem::blocks);
    assert!(!clean || blocked || !oracle::finds_active(bytes), "clean, and an active key can be read");
});
