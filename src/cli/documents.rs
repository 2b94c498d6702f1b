//! What is made from the definition of the command line: completions and manual pages.

use std::io::{self, Write};

use clap::CommandFactory as _;
use clap_complete::Shell;
use clap_mangen::Man;

use crate::cli::args::Cli;

/// What a shell reads to complete the arguments.
pub(crate) fn completions(shell: Shell) -> Vec<u8> {
    let (mut script, mut cli) = (Vec::new(), Cli::command());
    let name = cli.get_name().to_owned();
    clap_complete::generate(shell, &mut cli, name, &mut script);
    script
}

/// Writes the manual page, as roff, or that of one of the commands.
///
/// # Errors
/// When `out` can't be written.
pub(crate) fn man(command: Option<&str>, out: &mut impl Write) -> io::Result<()> {
    let mut cli = Cli::command().mut_args(|arg| arg.hide_short_help(false));
    cli.build();
    let page = command.and_then(|name| cli.find_subcommand(name)).unwrap_or(&cli);
    let source = format!("{} {}", cli.get_name(), env!("CARGO_PKG_VERSION"));
    Man::new(page.clone()).manual("User Commands").source(source).render(out)
}
