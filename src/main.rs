//! The `rootkeys` program: arguments in, exit code out.

use std::error::Error;
use std::io::{self, Write as _};
use std::process::ExitCode;

use anstream::AutoStream;
use rootkeys::{ExitStatus, VerifyStatus, explain, render_verification, run, schema, verify};

use cli::Command;

mod cli;

fn main() -> ExitCode {
    let stdout = |color| AutoStream::new(io::stdout().lock(), color);
    let delivered = |written: io::Result<_>| Ok(ExitStatus::Clean.of_delivery(written.map(drop))?.into());
    let done: Result<ExitCode, Box<dyn Error>> = match cli::parse(std::env::args_os()) {
        Ok(Command::Explain(code, color)) => delivered(explain(code.as_deref(), &mut stdout(color))),
        Ok(Command::Schema) => delivered(io::stdout().write_all(schema().as_bytes()).map(|()| true)),
        Ok(Command::Completions(shell)) => {
            delivered(io::stdout().write_all(&cli::completions(shell)).map(|()| true))
        }
        Ok(Command::Man(command)) => {
            delivered(cli::man(command.as_deref(), &mut io::stdout()).map(|()| true))
        }
        Ok(Command::Verify(document, inputs, color)) => verify(&document, &inputs)
            .map_err(Into::into)
            .and_then(|found| Ok(render_verification(&found, &mut stdout(color)).map(|()| found)?))
            .map(|found| VerifyStatus::of(&found).into()),
        Ok(Command::Assess(settings, color)) => {
            let mut stdout = io::BufWriter::new(stdout(color));
            let status = run(&settings, &mut stdout, &mut io::LineWriter::new(io::stderr()));
            status.map(Into::into).map_err(Into::into)
        }
        Err(answer) => Ok(cli::print(&answer).into()),
    };
    done.unwrap_or_else(fail)
}

/// Prints the chain of causes of a fatal error.
fn fail(error: Box<dyn Error>) -> ExitCode {
    let cause = error.source().map(|cause| format!(": {cause}")).unwrap_or_default();
    drop(writeln!(io::stderr(), "rootkeys: {error}{cause}"));
    ExitStatus::NoResult.into()
}
