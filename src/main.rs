//! The `rootkeys` program: arguments in, exit code out.

use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

use anstream::AutoStream;
use rootkeys::{ExitStatus, explain, run};

use cli::Command;

mod cli;

fn main() -> ExitCode {
    let done = match cli::parse(std::env::args_os()) {
        Ok(Command::Explain(code, color)) => {
            tell_of(code.as_deref(), &mut AutoStream::new(io::stdout().lock(), color))
        }
        Ok(Command::Schema) => deliver(io::stdout().write_all(rootkeys::schema().as_bytes())),
        Ok(Command::Assess(settings, color)) => {
            let mut stdout = io::BufWriter::new(AutoStream::new(io::stdout().lock(), color));
            run(&settings, &mut stdout, &mut io::stderr()).map_err(Into::into)
        }
        Err(answer) => Ok(cli::print(&answer)),
    };
    done.unwrap_or_else(fail).into()
}

fn tell_of(code: Option<&str>, out: &mut dyn Write) -> Result<ExitStatus, Box<dyn Error>> {
    match (explain(code, out), code) {
        (Ok(false), Some(code)) => {
            Err(format!("nothing is called {code}; rootkeys explain lists all rules and problems").into())
        }
        (written, _) => deliver(written.map(|_| ())),
    }
}

fn deliver(written: io::Result<()>) -> Result<ExitStatus, Box<dyn Error>> {
    Ok(ExitStatus::Clean.of_delivery(written)?)
}

/// Prints the chain of causes of a fatal error.
fn fail(error: Box<dyn Error>) -> ExitStatus {
    let cause = error.source().map(|cause| format!(": {cause}")).unwrap_or_default();
    drop(writeln!(io::stderr(), "rootkeys: {error}{cause}"));
    ExitStatus::NoResult
}
