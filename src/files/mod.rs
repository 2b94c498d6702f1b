//! Disks, stdin, the clock, threads and output files: everything that touches the machine.

pub(crate) mod exclude;
mod expand;
mod glob;
mod label;
mod output;
mod read;
pub(crate) mod run;
pub(crate) mod settings;
pub(crate) mod verify;
mod walk;
mod worker;
