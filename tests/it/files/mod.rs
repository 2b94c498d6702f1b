mod inputs;
mod large_files;
mod output;
