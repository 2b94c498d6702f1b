//! The `rootkeys` program: arguments in, exit code out.

use std::error::Error;
use std::io::{self, Write as _};
use std::process::ExitCode;

use anstream::AutoStream;
use rootkeys::{ExitStatus, explain, run};

use cli::Command;

mod cli;

fn main() -> ExitCode {
    let done = match cli::parse(std::env::args_os()) {
        Ok(Command::Explain(code)) => tell_of(code.as_deref()),
        Ok(Command::Assess(settings, color)) => {
            let mut stdout = io::BufWriter::new(AutoStream::new(io::stdout().lock(), color));
            run(&settings, &mut stdout, &mut io::stderr().lock()).map_err(Into::into)
        }
        Err(answer) => Ok(cli::print(&answer)),
    };
    done.unwrap_or_else(fail).into()
}

fn tell_of(code: Option<&str>) -> Result<ExitStatus, Box<dyn Error>> {
    match (explain(code, &mut anstream::stdout().lock()), code) {
        (Ok(false), Some(code)) => {
            Err(format!("nothing is called {code}; rootkeys explain lists all rules and problems").into())
        }
        (written, _) => Ok(ExitStatus::Clean.of_delivery(written.map(|_| ()))?),
    }
}

/// Prints the chain of causes of a fatal error.
fn fail(error: Box<dyn Error>) -> ExitStatus {
    let cause = error.source().map(|cause| format!(": {cause}")).unwrap_or_default();
    drop(writeln!(io::stderr(), "rootkeys: {error}{cause}"));
    ExitStatus::NoResult
}
