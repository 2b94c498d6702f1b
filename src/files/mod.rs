//! Disks, stdin, the clock, threads and output files: everything that touches the machine.

pub(crate) mod expand;
pub(crate) mod glob;
pub(crate) mod label;
pub(crate) mod output;
pub(crate) mod read;
pub(crate) mod run;
pub(crate) mod settings;
pub(crate) mod verify;
pub(crate) mod walk;
pub(crate) mod worker;
