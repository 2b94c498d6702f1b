mod exclude;
mod inputs;
mod large_files;
mod output;
mod progress;
mod skipped;
#[cfg(unix)]
mod special_files;
