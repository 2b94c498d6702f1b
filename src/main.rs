//! The `rootkeys` program: arguments in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    rootkeys::cli::main(std::env::args_os())
}
