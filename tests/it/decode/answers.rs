//! What small, strange inputs are answered. In `answers.txt` there stand a line that says why an input is there, the input,
//! escaped as a byte string is, and all that is said of it. Each shows a wrong turn that reading could take: with one
//! operator, arm or guard of it changed, another answer comes. With `SNAPSHOTS=overwrite` the answers are written anew.

use std::fmt::Write as _;

use rootkeys::{Assessment, ExaminedReport, Problem};
use snapbox::IntoData as _;

use crate::common::examined::examine;

#[test]
fn each_small_input_has_its_answer() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/decode/answers.txt");
    let entries = include_str!("answers.txt").trim_end().split("\n\n").map(|entry| {
        let mut lines = entry.lines();
        let (why, input) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
        assert!(why.starts_with("# "), "a line above the input says why it is there: {entry}");
        assert!(!input.is_empty() && !input.starts_with(' '), "an input stands below: {entry}");
        format!("{why}\n{input}\n{}\n", answer(&unescaped(input)))
    });
    let actual: String = entries.collect();
    assert!(actual.lines().count() > 100, "{path} has its inputs");
    let expected = snapbox::Data::read_from(path.as_ref(), None).raw();
    snapbox::Assert::new().action_env("SNAPSHOTS").eq(actual.into_data().raw(), expected);
}

/// The bytes that an input stands for.
fn unescaped(input: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = input.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'\\' => match rest.next().unwrap() {
                b'n' => b'\n',
                b'r' => b'\r',
                b't' => b'\t',
                b'x' => {
                    let digits = [rest.next().unwrap(), rest.next().unwrap()];
                    u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap()
                }
                other => other,
            },
            byte => byte,
        });
    }
    bytes
}

fn answer(bytes: &[u8]) -> String {
    let found = examine(bytes);
    let mut text = String::new();
    for report in &found.reports {
        let ExaminedReport { envelope, normalized, generated_time, position, csv_bytes, .. } = report;
        let normalized: String = normalized.iter().map(|step| format!(" {}", step.as_str())).collect();
        let time = generated_time.as_ref().map(|time| format!(" of {time}")).unwrap_or_default();
        writeln!(text, "  {}{normalized}, {csv_bytes} bytes{time}, at {position}", envelope.as_str())
            .unwrap();
        report.assessments.iter().for_each(|assessment| account(assessment, &mut text));
    }
    problems("  ", &found.problems, &mut text);
    if found.is_other() {
        text.push_str("  passed over in a folder\n");
    }
    if text.is_empty() { "  nothing\n".to_owned() } else { text }
}

fn account(assessment: &Assessment, text: &mut String) {
    let Assessment { account, verdict, keys, position, .. } = assessment;
    let id = account.id.map_or_else(|| format!("{:?}", account.written), |id| id.to_string());
    let keys: String = keys.iter().map(|key| format!(" {}:{}", key.slot, key.state.as_str())).collect();
    writeln!(text, "    {id} {}{keys}, at {position}", verdict.as_str()).unwrap();
    problems("      ", &assessment.problems, text);
}

fn problems(indent: &str, problems: &[Problem], text: &mut String) {
    for problem in problems {
        let place = problem.position.map(|position| format!(" at {position}")).unwrap_or_default();
        let message = problem.message.escape_debug();
        writeln!(text, "{indent}{}{place}: {message}", problem.code).unwrap();
    }
}
