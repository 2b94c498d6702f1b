//! The `rootkeys` program: arguments in, exit code out.

use std::error::Error;
use std::io::{self, IsTerminal as _, Write as _};
use std::process::ExitCode;

use anstream::AutoStream;
use rootkeys::{ExitStatus, explain, run};

use cli::{ColorChoice, Command};

mod cli;

fn main() -> ExitCode {
    let status = match cli::parse(std::env::args_os()) {
        Ok(Command::Explain(code)) => explain(code.as_deref(), &mut anstream::stdout().lock()),
        Ok(Command::Assess(settings, _)) if settings.paths.is_empty() && io::stdin().is_terminal() => {
            Err(format!("nothing to read: give a PATH, or pipe a report in\n\n{}", cli::EXAMPLES).into())
        }
        Ok(Command::Assess(mut settings, color)) => {
            settings.view.width = terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| width.0);
            let color = match color {
                ColorChoice::Auto => AutoStream::choice(&io::stdout()),
                ColorChoice::Always => anstream::ColorChoice::Always,
                ColorChoice::Never => anstream::ColorChoice::Never,
            };
            let mut stdout = io::BufWriter::new(AutoStream::new(io::stdout().lock(), color));
            run(&settings, &mut stdout, &mut io::stderr().lock()).map_err(Into::into)
        }
        Err(error) => {
            let printed = error.print().is_ok() && !error.use_stderr();
            Ok(if printed { ExitStatus::Clean } else { ExitStatus::NoResult })
        }
    };
    status.unwrap_or_else(tell).into()
}

/// Prints the chain of causes of a fatal error.
fn tell(error: Box<dyn Error>) -> ExitStatus {
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        message += &format!(": {error}");
        cause = error.source();
    }
    drop(writeln!(io::stderr(), "rootkeys: {message}"));
    ExitStatus::NoResult
}
