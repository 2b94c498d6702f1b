//! The command line: clap only. Arguments in, what to do out.

use std::io::{self, IsTerminal as _};
use std::num::NonZeroUsize;
use std::path::PathBuf;

use anstream::AutoStream;
use clap::builder::TypedValueParser as _;
use clap::builder::styling::{AnsiColor, Styles};
use clap::error::ErrorKind;
use clap::{Args, CommandFactory as _, Parser, Subcommand, ValueEnum};

use rootkeys::{DEFAULT_MAX_INPUT_SIZE, ExitStatus, Format, Settings, Timestamp, Verbosity, View};
use terminal_size::terminal_size_of;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// Three ways to start, for the help and for who starts rootkeys without anything to read.
const EXAMPLES: &str = "\
Examples:
  rootkeys reports/                            a folder of saved reports
  rootkeys prod.json 'exports/**/*.csv'        files and patterns
  aws iam get-credential-report | rootkeys     straight from the AWS CLI";

const EXIT_CODES: &str = "\
Exit codes:
  0  every input assessed, every account clean
  1  a root user has an active access key
  2  no result: usage error, no such path, output not writable
  3  no active key seen, and something could not be assessed";

/// Find active access keys of AWS root users in saved IAM credential reports, offline.
#[derive(Debug, Parser)]
#[command(
    name = "rootkeys",
    version,
    styles = STYLES,
    after_help = EXAMPLES,
    after_long_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"),
    args_conflicts_with_subcommands = true,
    disable_help_subcommand = true,
    subcommand_negates_reqs = true,
    max_term_width = 100
)]
struct Cli {
    #[command(subcommand)]
    command: Option<Subcommands>,
    #[command(flatten)]
    assess: Assess,
}

#[derive(Debug, Subcommand)]
enum Subcommands {
    /// Explain a rule or a problem code; without CODE, list them all
    Explain {
        /// As in root-access-key-active or base64-damaged
        code: Option<String>,
    },
}

#[derive(Debug, Args)]
struct Assess {
    /// File, folder, pattern in quotes, or - for stdin; stdin when there is none
    #[arg(value_name = "PATH", value_parser = clap::builder::OsStringValueParser::new().map(PathBuf::from))]
    paths: Vec<PathBuf>,
    /// Form of the result on stdout
    #[arg(short, long, value_enum, default_value_t = FormatName::Table, help_heading = "Output")]
    format: FormatName,
    /// Show clean accounts in the table too
    #[arg(long, help_heading = "Output")]
    all: bool,
    /// When to use colour [NO_COLOR and CLICOLOR_FORCE are honoured]
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = ColorChoice::Auto, help_heading = "Output")]
    color: ColorChoice,
    /// Say nothing on stderr but errors
    #[arg(short, long, conflicts_with = "verbose", help_heading = "Output")]
    quiet: bool,
    /// Say on stderr what became of each input
    #[arg(short, long, help_heading = "Output")]
    verbose: bool,
    /// Count ages to this time, as 2026-09-30 or 2026-09-30T12:00:00Z [default: now]
    #[arg(long, value_name = "TIME", value_parser = time, help_heading = "Assessment")]
    as_of: Option<Timestamp>,
    /// Exit with 0 also when a root user has an active access key
    #[arg(long, help_heading = "Assessment")]
    exit_zero: bool,
    /// Largest input that is read, as 500M or 2G [default: 1G]
    #[arg(long, value_name = "SIZE", value_parser = size, help_heading = "Assessment")]
    max_input_size: Option<u64>,
    /// Threads at most [default: as many as processors]
    #[arg(short, long, value_name = "N", help_heading = "Assessment")]
    jobs: Option<NonZeroUsize>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FormatName {
    Table,
    Json,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ColorChoice {
    /// On a terminal, unless the environment says otherwise.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What the command line asks for.
#[derive(Debug)]
pub(crate) enum Command {
    /// Assess the inputs of the settings.
    Assess(Settings, anstream::ColorChoice),
    /// Explain that code, or list all.
    Explain(Option<String>),
}

/// Reads the arguments, the program's name first.
///
/// # Errors
/// clap's error, which also carries `--help` and `--version`.
pub(crate) fn parse<T: Into<std::ffi::OsString> + Clone>(
    args: impl IntoIterator<Item = T>,
) -> Result<Command, clap::Error> {
    let Cli { command, assess } = Cli::try_parse_from(args)?;
    if let Some(Subcommands::Explain { code }) = command {
        return Ok(Command::Explain(code));
    }
    if assess.paths.is_empty() && io::stdin().is_terminal() {
        let message = format!("nothing to read: give a PATH, or pipe a report in\n\n{EXAMPLES}\n");
        return Err(Cli::command().error(ErrorKind::MissingRequiredArgument, message));
    }
    let Assess { paths, format, all, color, quiet, verbose, as_of, exit_zero, max_input_size, jobs } = assess;
    let settings = Settings {
        paths,
        format: match format {
            FormatName::Table => Format::Table,
            FormatName::Json => Format::Json,
        },
        view: View { all, width: terminal_size_of(io::stdout()).map(|(width, _)| width.0) },
        as_of,
        exit_zero,
        verbosity: match (quiet, verbose) {
            (true, _) => Verbosity::Quiet,
            (false, true) => Verbosity::Verbose,
            (false, false) => Verbosity::Normal,
        },
        jobs,
        max_input_size: max_input_size.unwrap_or(DEFAULT_MAX_INPUT_SIZE),
    };
    let color = match color {
        ColorChoice::Auto => AutoStream::choice(&io::stdout()),
        ColorChoice::Always => anstream::ColorChoice::Always,
        ColorChoice::Never => anstream::ColorChoice::Never,
    };
    Ok(Command::Assess(settings, color))
}

/// Prints clap's answer: help and version on stdout, what is wrong with the arguments on stderr.
pub(crate) fn print(answer: &clap::Error) -> ExitStatus {
    let printed = answer.print().is_ok() && !answer.use_stderr();
    if printed { ExitStatus::Clean } else { ExitStatus::NoResult }
}

/// A time with an offset, or a day: its first instant in UTC.
fn time(text: &str) -> Result<Timestamp, rootkeys::ParseTimestampError> {
    let day = text.len() == "2026-09-30".len();
    if day { format!("{text}T00:00:00Z").parse() } else { text.parse() }
}

/// A number of bytes: digits, with K, M or G for powers of 1024.
fn size(text: &str) -> Result<u64, String> {
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
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }

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
