//! The command line, one of the doors to the library: arguments in, exit code out.

use std::collections::BTreeSet;
use std::error::Error;
use std::ffi::OsString;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use anstream::AutoStream;
use clap::error::ErrorKind;
use clap::{CommandFactory as _, FromArgMatches as _};
use clap_complete::Shell;
use terminal_size::terminal_size_of;

use crate::audit::criteria::Criteria;
use crate::audit::exit::ExitStatus;
use crate::cli::args::{Assess, Cli, ColorChoice, EXAMPLES, Subcommands};
use crate::cli::documents::{completions, man};
use crate::evidence::schema;
use crate::evidence::verification::VerifyStatus;
use crate::examine::DEFAULT_MAX_INPUT_SIZE;
use crate::files::run::{Streams, run};
use crate::files::settings::{OutputFile, Settings, Verbosity};
use crate::files::verify::verify;
use crate::render::{Format, View, explain, plain, render_verification};
use crate::rules;

mod args;
mod documents;
mod progress;
mod values;

/// Runs the program: the arguments, its name first, to the exit code that the process is to end with.
pub fn main(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    let stdout = |color| AutoStream::new(io::stdout().lock(), color);
    let delivered = |written: io::Result<()>| Ok(ExitStatus::Clean.of_delivery(written)?.into());
    let done: Result<ExitCode, Box<dyn Error>> = match parse(args.iter().cloned()) {
        Ok(Command::Explain(code, color)) => {
            delivered(explain(code.as_deref(), &mut stdout(color)).map(drop))
        }
        Ok(Command::Schema) => delivered(io::stdout().write_all(schema().as_bytes())),
        Ok(Command::Completions(shell)) => delivered(io::stdout().write_all(&completions(shell))),
        Ok(Command::Man(command)) => delivered(man(command.as_deref(), &mut io::stdout())),
        Ok(Command::Verify(document, inputs, color)) => verify(&document, &inputs)
            .map_err(Into::into)
            .and_then(|found| Ok(render_verification(&found, &mut stdout(color)).map(|()| found)?))
            .map(|found| VerifyStatus::of_verification(&found).into()),
        Ok(Command::Assess(settings, bar, color)) => assess(&settings, bar, stdout(color)),
        Err(answer) => Ok(print(&answer, &args).into()),
    };
    done.unwrap_or_else(fail)
}

/// Assesses what the settings name; with `bar`, a bar on the terminal shows how far the work is.
fn assess(settings: &Settings, bar: bool, stdout: impl io::Write) -> Result<ExitCode, Box<dyn Error>> {
    let mut stdout = io::BufWriter::new(stdout);
    let (stdin, stderr) = (&mut io::stdin(), &mut io::LineWriter::new(io::stderr()));
    let streams = Streams { stdin, stdout: &mut stdout, stderr };
    let (status, audit) = progress::beside(bar, |on_progress| run(settings, streams, on_progress))?;
    // The process ends here: to take apart ten thousand results first would only take time.
    std::mem::forget(audit);
    Ok(status.into())
}

/// Prints the chain of causes of a fatal error.
fn fail(error: Box<dyn Error>) -> ExitCode {
    let cause = error.source().map(|cause| format!(": {cause}")).unwrap_or_default();
    drop(writeln!(io::stderr(), "rootkeys: {error}{cause}"));
    ExitStatus::NoResult.into()
}

/// What the command line asks for.
#[derive(Debug)]
enum Command {
    /// Assess the inputs of the settings, perhaps with a bar.
    Assess(Box<Settings>, bool, anstream::ColorChoice),
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
fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Command, clap::Error> {
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
    let Assess { as_of, strict, also, exit_zero, max_input_size, jobs, exclude, .. } = assess;
    let Assess { accounts, max_age, generated_at, exceptions, baseline, .. } = assess;
    let (format, outputs) = destinations(output, format)
        .map_err(|message| Cli::command().error(ErrorKind::ValueValidation, message))?;
    let shown_in = format.into_iter().chain(outputs.iter().map(|file| file.format));
    let digests = shown_in.into_iter().any(|format| format.info().shows_digests);
    let settings = Settings {
        paths,
        format,
        outputs,
        digests,
        view: View { all, width: terminal_size_of(io::stdout()).map(|(width, _)| width.0) },
        as_of,
        criteria: Criteria {
            max_age,
            generated_at,
            also: further_rules(strict, &also),
            max_input_size: max_input_size.unwrap_or(DEFAULT_MAX_INPUT_SIZE),
            exclude,
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
        jobs,
    };
    let bar = !quiet && !no_progress && io::stderr().is_terminal();
    Ok(Command::Assess(Box::new(settings), bar, color))
}

/// The ids of the further rules that the user asked for.
fn further_rules(strict: bool, also: &[String]) -> BTreeSet<&'static str> {
    let is_asked = |id: &&str| {
        strict && *id == rules::KEY_INACTIVE
            || *id != rules::KEY_ACTIVE && also.iter().any(|name| name == id || name == "all")
    };
    rules::RULES.iter().map(|rule| rule.id).filter(is_asked).collect()
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
fn print(answer: &clap::Error, args: &[OsString]) -> ExitStatus {
    if !answer.use_stderr() {
        return if answer.print().is_ok() { ExitStatus::Clean } else { ExitStatus::NoResult };
    }
    // The arguments stand in it, and the shell's pattern may have put a file's name among them.
    let is_hostile = |arg: &OsString| {
        let arg = arg.to_string_lossy();
        plain(&arg) != arg
    };
    if args.iter().any(is_hostile) {
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
