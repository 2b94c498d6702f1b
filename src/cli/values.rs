//! What values the arguments take.

use crate::files::exclude;
use crate::model::problem::Code;
use crate::model::time::{ParseTimestampError, Timestamp};
use crate::render::Format;
use crate::rules;
use clap::CommandFactory as _;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser as _};

use crate::cli::args::Cli;

/// The names of the formats, with what each is for.
pub(super) fn formats() -> impl clap::builder::TypedValueParser<Value = Format> {
    let value = |format: &Format| PossibleValue::new(format.info().name).help(format.info().summary);
    PossibleValuesParser::new(Format::ALL.iter().map(value))
        .map(|name| Format::from_name(&name).unwrap_or_default())
}

/// The names of the further rules, with what each finds, and a word for all of them.
pub(super) fn further_rules() -> PossibleValuesParser {
    let value = |rule: &&rules::Rule| PossibleValue::new(rule.id).help(rule.name);
    let further = rules::RULES.iter().filter(|rule| rule.id != rules::KEY_ACTIVE);
    PossibleValuesParser::new(further.map(value).chain([PossibleValue::new("all").help("All of them")]))
}

/// The name of a rule or of a problem.
pub(super) fn known_code(text: &str) -> Result<String, &'static str> {
    let is_known = rules::by_id(text).is_some() || Code::from_id(text).is_some();
    is_known.then(|| text.to_owned()).ok_or("rootkeys explain lists all rules and problems")
}

/// The name of a command.
pub(super) fn command_name(text: &str) -> Result<String, String> {
    let cli = Cli::command();
    let names: Vec<&str> = cli.get_subcommands().map(clap::Command::get_name).collect();
    let is_known = names.contains(&text);
    is_known.then(|| text.to_owned()).ok_or_else(|| format!("the commands are {}", names.join(", ")))
}

/// A pattern of files to leave out.
pub(super) fn exclusion(text: &str) -> Result<String, String> {
    exclude::check(text).map(|()| text.to_owned())
}

/// A time with an offset, or a day: its first instant in UTC.
pub(super) fn time(text: &str) -> Result<Timestamp, ParseTimestampError> {
    let day = text.len() == "2026-09-30".len();
    if day { format!("{text}T00:00:00Z").parse() } else { text.parse() }
}

/// A number of bytes: digits, with K, M or G for powers of 1024.
pub(super) fn size(text: &str) -> Result<u64, String> {
    let number = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match text.get(number.len()..).unwrap_or_default().to_ascii_uppercase().as_str() {
        "" | "B" => Some(1),
        "K" | "KB" | "KIB" => Some(1 << 10),
        "M" | "MB" | "MIB" => Some(1 << 20),
        "G" | "GB" | "GIB" => Some(1 << 30),
        _ => None,
    };
    let bytes = number.parse::<u64>().ok().zip(unit).and_then(|(number, unit)| number.checked_mul(unit));
    bytes
        .filter(|bytes| *bytes > 0)
        .ok_or_else(|| "a size is a number of bytes, or one with K, M or G".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_powers_of_1024() {
        assert_eq!(size("500"), Ok(500));
        assert_eq!(size("2k"), Ok(2048));
        assert_eq!(size("1GiB"), Ok(1 << 30));
        for bad in ["", "0", "-1", "1.5G", "G", "1T", "99999999999G"] {
            assert!(size(bad).is_err(), "{bad}");
        }
    }
}
