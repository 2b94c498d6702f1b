mod large_files;
mod output;
