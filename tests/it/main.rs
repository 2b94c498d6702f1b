//! What rootkeys does, as people and programs see it: by the library's own functions, and by the program as it is started.
//! The folders are those of `src`; `common` has what several of them use.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]
#![allow(clippy::disallowed_types, reason = "the tests start the program that they test")]
#![allow(clippy::disallowed_methods, reason = "the tests read what the program wrote, and the repository")]

mod audit;
mod cli;
mod common;
mod credential_report;
mod decode;
mod evidence;
mod examine;
mod files;
mod house;
mod library;
mod model;
mod render;
mod review;
mod rules;
