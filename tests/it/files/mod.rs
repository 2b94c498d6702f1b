mod exclude;
mod inputs;
mod large_files;
mod output;
mod progress;
#[cfg(unix)]
mod special_files;
