//! The command line: clap only. Arguments in, what to do out.

use std::io::{self, IsTerminal as _, Write as _};
use std::num::NonZeroUsize;
use std::path::PathBuf;

use anstream::AutoStream;
use clap::builder::styling::{AnsiColor, Styles};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser as _};
use clap::error::ErrorKind;
use clap::{Args, CommandFactory as _, Parser, Subcommand, ValueEnum};

use rootkeys::{
    Code, Criteria, DEFAULT_MAX_INPUT_SIZE, ExitStatus, Format, MaxAge, OutputFile, Settings, Timestamp,
    Verbosity, View, plain, rule,
};
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
  0  every input assessed, every account clean, or its key excepted
  1  a root user has an active access key
  2  no result: usage error, no such path, output not writable
  3  no active key seen, and something could not be assessed";

const VERIFY_CODES: &str = "\
Exit codes:
  0  the files are those of the document, and the result is the same
  1  something differs: a file, a verdict, anything
  2  usage error, or no evidence document
  3  a file is missing, and nothing else differs

What it can't show: that the reports come from AWS, which does not sign them, nor that no file was left out.";

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
    /// When to use colour [NO_COLOR and CLICOLOR_FORCE are honoured]
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "WHEN",
        default_value_t = ColorChoice::Auto,
        help_heading = "Output",
        display_order = 4
    )]
    color: ColorChoice,
}

#[derive(Debug, Subcommand)]
enum Subcommands {
    /// Explain a rule or a problem code; without CODE, list them all
    Explain {
        /// As in root-access-key-active or base64-damaged
        #[arg(value_parser = known_code)]
        code: Option<String>,
    },
    /// Check an evidence document (--format json) against the files that it was made from, and assess them again
    #[command(after_help = VERIFY_CODES)]
    Verify {
        /// The evidence document
        #[arg(value_name = "EVIDENCE.json")]
        document: PathBuf,
        /// The folder that the document's paths are relative to
        #[arg(long, value_name = "DIR", default_value = ".")]
        inputs: PathBuf,
    },
    /// Print the JSON Schema of the evidence document (--format json)
    Schema,
}

#[derive(Debug, Args)]
struct Assess {
    /// File, folder, pattern in quotes, or - for stdin; stdin when there is none
    #[arg(value_name = "PATH", value_parser = clap::builder::OsStringValueParser::new().map(PathBuf::from))]
    paths: Vec<PathBuf>,
    /// Form of the result on stdout [default: table, without -o]
    #[arg(short, long, value_parser = formats(), help_heading = "Output", display_order = 1)]
    format: Option<Format>,
    /// Write the result to FILE instead, in the form that its name ends with (.json, .jsonl, .csv, .sarif, .md, .html), else in
    /// that of --format; repeatable
    #[arg(short, long, value_name = "FILE", help_heading = "Output", display_order = 2)]
    output: Vec<PathBuf>,
    /// Show clean accounts too, in the table and in Markdown
    #[arg(long, help_heading = "Output", display_order = 3)]
    all: bool,
    /// Say nothing on stderr but errors
    #[arg(short, long, conflicts_with = "verbose", help_heading = "Output", display_order = 5)]
    quiet: bool,
    /// Say on stderr what became of each input
    #[arg(short, long, help_heading = "Output", display_order = 6)]
    verbose: bool,
    /// Show no progress bar, also when stderr is a terminal and the work lasts
    #[arg(long, help_heading = "Output", display_order = 7)]
    no_progress: bool,
    /// Count ages to this time, as 2026-09-30 or 2026-09-30T12:00:00Z [default: now]
    #[arg(long, value_name = "TIME", value_parser = time, help_heading = "Assessment")]
    as_of: Option<Timestamp>,
    /// Count a root key that is disabled as a finding, too: CIS and IAM.4 ask that there is none
    #[arg(long, help_heading = "Assessment")]
    strict: bool,
    /// Exit with 0 also when a root user has an active access key
    #[arg(long, help_heading = "Assessment")]
    exit_zero: bool,
    /// Largest input that is read, as 500M or 2G [default: 1G]
    #[arg(long, value_name = "SIZE", value_parser = size, help_heading = "Assessment")]
    max_input_size: Option<u64>,
    /// Threads at most [default: as many as processors]
    #[arg(short, long, value_name = "N", help_heading = "Assessment")]
    jobs: Option<NonZeroUsize>,
    /// Require a report of each account of this list: what aws organizations list-accounts prints, a CSV, or ids
    #[arg(long, value_name = "FILE", help_heading = "Review")]
    accounts: Option<PathBuf>,
    /// Hold no report older than this for proof that an account is clean, as 12h, 7d or 2w
    #[arg(long, value_name = "AGE", help_heading = "Review")]
    max_age: Option<MaxAge>,
    /// State when AWS made the reports that don't say it, as a CSV does not
    #[arg(long, value_name = "TIME", value_parser = time, help_heading = "Review")]
    generated_at: Option<Timestamp>,
    /// Let no key count for the exit code that this CSV has an exception for: account_id, expires_on, approver, reason
    #[arg(long, value_name = "FILE", help_heading = "Review")]
    exceptions: Option<PathBuf>,
    /// Say what changed since this evidence document, an earlier result of --format json
    #[arg(long, value_name = "FILE", help_heading = "Review")]
    baseline: Option<PathBuf>,
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
    Assess(Box<Settings>, anstream::ColorChoice),
    /// Explain that code, or list all.
    Explain(Option<String>, anstream::ColorChoice),
    /// Print the schema of the evidence document.
    Schema,
    /// Verify that document against the files in that folder.
    Verify(PathBuf, PathBuf, anstream::ColorChoice),
}

/// Reads the arguments, the program's name first.
///
/// # Errors
/// clap's error, which also carries `--help` and `--version`.
pub(crate) fn parse<T: Into<std::ffi::OsString> + Clone>(
    args: impl IntoIterator<Item = T>,
) -> Result<Command, clap::Error> {
    let Cli { command, assess, color } = Cli::try_parse_from(args)?;
    let color = match color {
        ColorChoice::Auto => AutoStream::choice(&io::stdout()),
        ColorChoice::Always => anstream::ColorChoice::Always,
        ColorChoice::Never => anstream::ColorChoice::Never,
    };
    match command {
        Some(Subcommands::Explain { code }) => return Ok(Command::Explain(code, color)),
        Some(Subcommands::Schema) => return Ok(Command::Schema),
        Some(Subcommands::Verify { document, inputs }) => {
            return Ok(Command::Verify(document, inputs, color));
        }
        None => {}
    }
    if assess.paths.is_empty() && io::stdin().is_terminal() {
        let message = format!("nothing to read: give a PATH, or pipe a report in\n\n{EXAMPLES}\n");
        return Err(Cli::command().error(ErrorKind::MissingRequiredArgument, message));
    }
    let Assess { paths, format, output, all, quiet, verbose, no_progress, .. } = assess;
    let Assess { as_of, strict, exit_zero, max_input_size, jobs, .. } = assess;
    let Assess { accounts, max_age, generated_at, exceptions, baseline, .. } = assess;
    let (format, outputs) = destinations(output, format)
        .map_err(|message| Cli::command().error(ErrorKind::ValueValidation, message))?;
    let settings = Settings {
        paths,
        format,
        outputs,
        view: View { all, width: terminal_size_of(io::stdout()).map(|(width, _)| width.0) },
        as_of,
        criteria: Criteria {
            max_age,
            generated_at,
            strict,
            max_input_size: max_input_size.unwrap_or(DEFAULT_MAX_INPUT_SIZE),
        },
        accounts,
        exceptions,
        baseline,
        exit_zero,
        verbosity: match (quiet, verbose) {
            (true, _) => Verbosity::Quiet,
            (false, true) => Verbosity::Verbose,
            (false, false) => Verbosity::Normal,
        },
        progress: !quiet && !no_progress && io::stderr().is_terminal(),
        jobs,
    };
    Ok(Command::Assess(Box::new(settings), color))
}

/// The names of the formats, with what each is for.
fn formats() -> impl clap::builder::TypedValueParser<Value = Format> {
    let value = |format: &Format| PossibleValue::new(format.info().name).help(format.info().summary);
    PossibleValuesParser::new(Format::ALL.iter().map(value))
        .map(|name| Format::from_name(&name).unwrap_or_default())
}

/// Where the result goes: its form on stdout, and its files. A file's name says its form by its ending; one that does
/// not takes the form of `--format`, which then is for files and not for stdout.
fn destinations(
    files: Vec<PathBuf>,
    format: Option<Format>,
) -> Result<(Option<Format>, Vec<OutputFile>), String> {
    if files.is_empty() {
        return Ok((Some(format.unwrap_or_default()), Vec::new()));
    }
    let mut stdout = format;
    let mut outputs: Vec<OutputFile> = Vec::new();
    for path in files {
        let shown = path.display();
        if path.as_os_str() == "-" {
            return Err("-o takes a file; for a result on stdout say --format, or leave -o out".to_owned());
        }
        let by_ending = Format::from_ending(&path.to_string_lossy());
        stdout = stdout.filter(|_| by_ending.is_some());
        let Some(format) = by_ending.or(format) else {
            let endings: Vec<&str> =
                Format::ALL.iter().flat_map(|format| format.info().endings).copied().collect();
            let endings = endings.join(", ");
            return Err(format!(
                "the name {shown} tells no format: end it with one of {endings}, or say --format"
            ));
        };
        outputs.push(OutputFile { path, format });
    }
    Ok((stdout, outputs))
}

/// Prints clap's answer: help and version on stdout, what is wrong with the arguments on stderr.
pub(crate) fn print(answer: &clap::Error) -> ExitStatus {
    if !answer.use_stderr() {
        return if answer.print().is_ok() { ExitStatus::Clean } else { ExitStatus::NoResult };
    }
    // The arguments stand in it, and the shell's pattern may have put a file's name among them.
    let is_hostile = |arg: std::ffi::OsString| {
        let arg = arg.to_string_lossy();
        plain(&arg) != arg
    };
    if std::env::args_os().any(is_hostile) {
        answer.render().to_string().lines().for_each(|line| drop(writeln!(io::stderr(), "{}", plain(line))));
    } else {
        drop(answer.print());
    }
    ExitStatus::NoResult
}

/// The name of a rule or of a problem.
fn known_code(text: &str) -> Result<String, &'static str> {
    let is_known = rule::by_id(text).is_some() || Code::from_id(text).is_some();
    is_known.then(|| text.to_owned()).ok_or("rootkeys explain lists all rules and problems")
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
