//! Writes the corpora that `compare.sh` measures: `cargo bench --bench corpus -- DIR`.
#![allow(clippy::indexing_slicing, reason = "a bench may panic")]

#[path = "corpus/mod.rs"]
mod corpus;

use std::fs;
use std::io;
use std::path::Path;

fn main() -> io::Result<()> {
    // cargo adds `--bench` of its own.
    let Some(folder) = std::env::args().skip(1).find(|argument| !argument.starts_with('-')) else {
        return Ok(());
    };
    let folder = Path::new(&folder);
    let mut rng = fastrand::Rng::with_seed(1);
    for number in 0..10_000 {
        let csv = corpus::csv(&mut rng, number, 3);
        let path = format!("small/ou-{:02}/{number:05}/credential-report.json", number % 40);
        write(&folder.join(path), &corpus::json(&mut rng, &csv))?;
    }
    for number in 0..1_000 {
        // Most accounts have a few dozen users, one in two hundred has thousands.
        let users = if rng.u8(..200) == 0 { 5_000 } else { 1 << rng.u8(1..8) };
        let csv = corpus::csv(&mut rng, number, users);
        write(&folder.join(format!("skewed/{number:04}.json")), &corpus::json(&mut rng, &csv))?;
    }
    for number in 0..200 {
        let csv = corpus::csv(&mut rng, number, 5_000);
        write(&folder.join(format!("large-json/{number:03}.json")), &corpus::json(&mut rng, &csv))?;
        write(&folder.join(format!("large-csv/{number:03}.csv")), &csv)?;
    }
    Ok(())
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    fs::create_dir_all(path.parent().unwrap_or(path))?;
    fs::write(path, text)
}
