//! The command line: clap only. Arguments in, what to do out.

use std::ffi::OsString;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::PathBuf;

use anstream::AutoStream;
use clap::error::ErrorKind;
use clap::{CommandFactory as _, FromArgMatches as _};
use clap_complete::Shell;
use rootkeys::{
    Criteria, DEFAULT_MAX_INPUT_SIZE, ExitStatus, Format, OutputFile, Settings, Verbosity, View, plain,
};
use terminal_size::terminal_size_of;

use args::{Assess, Cli, ColorChoice, EXAMPLES, Subcommands};
pub(crate) use documents::{completions, man};

mod args;
mod documents;
mod values;

/// What the command line asks for.
#[derive(Debug)]
pub(crate) enum Command {
    /// Assess the inputs of the settings.
    Assess(Box<Settings>, anstream::ColorChoice),
    /// Explain that code, or list all.
    Explain(Option<String>, anstream::ColorChoice),
    /// Print the schema of the evidence document.
    Schema,
    /// Print the completions of that shell.
    Completions(Shell),
    /// Print the manual page, or that of a command.
    Man(Option<String>),
    /// Verify that document against the files in that folder.
    Verify(PathBuf, PathBuf, anstream::ColorChoice),
}

/// Reads the arguments, the program's name first.
///
/// # Errors
/// clap's error, which also carries `--help` and `--version`.
pub(crate) fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Command, clap::Error> {
    let args: Vec<OsString> = args.into_iter().collect();
    let mut cli = Cli::command();
    // Both are clap's short form, which fits a screen: what `-h` leaves out, `--help` has.
    if args.iter().any(|arg| arg == "--help") {
        let ends = cli.get_after_long_help().cloned().unwrap_or_default();
        cli = cli.mut_args(|arg| arg.hide_short_help(false)).after_help(ends);
    }
    let Cli { command, assess, color, .. } = Cli::from_arg_matches(&cli.try_get_matches_from(args)?)?;
    let color = match color {
        ColorChoice::Auto => AutoStream::choice(&io::stdout()),
        ColorChoice::Always => anstream::ColorChoice::Always,
        ColorChoice::Never => anstream::ColorChoice::Never,
    };
    match command {
        Some(Subcommands::Explain { code }) => return Ok(Command::Explain(code, color)),
        Some(Subcommands::Schema) => return Ok(Command::Schema),
        Some(Subcommands::Completions { shell }) => return Ok(Command::Completions(shell)),
        Some(Subcommands::Man { command }) => return Ok(Command::Man(command)),
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
    let is_hostile = |arg: OsString| {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }
}
