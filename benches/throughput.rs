//! How many bytes a second the library takes, stage by stage: `cargo bench --bench throughput`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a bench may panic")]

#[path = "corpus/mod.rs"]
mod corpus;

use base64::Engine as _;
use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use fastrand::Rng;
use rootkeys::{Audit, Format, Settings, View};

fn main() {
    divan::main();
}

/// Without digests, which take longer than all else.
fn examined(input: &[u8]) -> rootkeys::Examination {
    rootkeys::examine(input, &rootkeys::ExamineOptions { digests: false, ..Default::default() })
}

/// A report of five thousand users, in the forms that people have.
#[divan::bench(args = ["csv", "crlf", "quoted", "other columns", "json", "text", "base64", "utf-16"])]
fn examine(bencher: Bencher<'_, '_>, form: &str) {
    let csv = corpus::csv(&mut Rng::with_seed(1), 1, 5_000);
    let base64 = || base64::engine::general_purpose::STANDARD.encode(&csv);
    let input: Vec<u8> = match form {
        "csv" => csv.into_bytes(),
        "crlf" => csv.replace('\n', "\r\n").into_bytes(),
        "quoted" => {
            csv.lines().map(|line| format!("\"{}\"\n", line.replace(',', "\",\""))).collect::<String>().into()
        }
        "other columns" => csv.lines().map(|line| format!("{line},x\n")).collect::<String>().into(),
        "json" => corpus::json(&mut Rng::with_seed(1), &csv).into_bytes(),
        "text" => format!("{}\t2026-09-30T12:00:00+00:00\ttext/csv\n", base64()).into_bytes(),
        "base64" => format!("{}\n", base64()).into_bytes(),
        _ => csv.encode_utf16().flat_map(u16::to_le_bytes).collect(),
    };
    bencher.counter(BytesCount::new(input.len())).bench_local(|| examined(divan::black_box(&input)));
}

/// The report of an account with three users, as the AWS CLI prints it.
#[divan::bench]
fn examine_small(bencher: Bencher<'_, '_>) {
    let mut rng = Rng::with_seed(1);
    let csv = corpus::csv(&mut rng, 1, 3);
    let input = corpus::json(&mut rng, &csv);
    let count = BytesCount::new(input.len());
    bencher.counter(count).bench_local(|| examined(divan::black_box(input.as_bytes())));
}

/// Each format, of ten thousand accounts.
#[divan::bench(args = Format::ALL.iter().map(|format| format.info().name), max_time = 5)]
fn render(bencher: Bencher<'_, '_>, name: &str) {
    let audit = organization(10_000);
    let format = Format::from_name(name).unwrap();
    let view = View { all: true, width: None };
    bencher.counter(ItemsCount::new(audit.accounts.len())).bench_local(|| {
        let mut out = Vec::new();
        rootkeys::render(&audit, format, view, &mut out).unwrap();
        out
    });
}

/// An organization's reports, one after the other in one file.
fn organization(accounts: u32) -> Audit {
    let mut rng = Rng::with_seed(1);
    let file = tempfile::NamedTempFile::new().unwrap();
    let reports = (0..accounts).map(|number| corpus::csv(&mut rng, number, 1));
    let reports: Vec<String> = reports.collect();
    let all: String = reports.iter().map(|csv| corpus::json(&mut Rng::with_seed(2), csv)).collect();
    std::fs::write(file.path(), all).unwrap();
    rootkeys::audit(&Settings { paths: vec![file.path().to_owned()], digests: false, ..Settings::default() })
        .unwrap()
}
