//! The nouns: what is read, found and said, as plain values. This room imports nothing of the crate.

pub(crate) mod account;
pub(crate) mod assessment;
pub(crate) mod digest;
pub(crate) mod envelope;
pub(crate) mod exception;
pub(crate) mod finding;
pub(crate) mod key;
pub(crate) mod normalization;
pub(crate) mod other_kind;
pub(crate) mod problem;
pub(crate) mod problem_list;
pub(crate) mod reference;
pub(crate) mod time;
