mod help;
mod run;
mod transcripts;
