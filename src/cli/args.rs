//! What can be said on the command line.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use crate::model::time::{MaxAge, Timestamp};
use crate::render::Format;
use clap::builder::TypedValueParser as _;
use clap::builder::styling::{AnsiColor, Styles};
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::cli::values::{command_name, exclusion, formats, further_rules, known_code, size, time};

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// Three ways to start, for the help and for who starts rootkeys without anything to read.
pub(super) const EXAMPLES: &str = "\
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
  3  a file is missing, or a member is of another version, and nothing else differs

What it can't show: that the reports come from AWS, which does not sign them, nor that no file was left out.";

/// Find active access keys of AWS root users in saved IAM credential reports, offline.
#[derive(Debug, Parser)]
#[command(
    name = "rootkeys",
    // On Windows, too: not as the file is called.
    bin_name = "rootkeys",
    version,
    styles = STYLES,
    after_help = EXAMPLES,
    after_long_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"),
    args_conflicts_with_subcommands = true,
    disable_help_flag = true,
    disable_help_subcommand = true,
    subcommand_negates_reqs = true,
    max_term_width = 100
)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Option<Subcommands>,
    #[command(flatten)]
    pub(super) assess: Assess,
    /// When to use colour: auto, always or never [default: auto]
    ///
    /// With auto on a terminal, unless NO_COLOR or CLICOLOR_FORCE is set.
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "WHEN",
        default_value_t = ColorChoice::Auto,
        hide_default_value = true,
        hide_possible_values = true,
        hide_short_help = true,
        help_heading = "Output",
        display_order = 4
    )]
    pub(super) color: ColorChoice,
    /// Print help; -h leaves out what is rarely needed
    #[arg(short, long, global = true, action = ArgAction::HelpShort)]
    help: Option<bool>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Subcommands {
    /// Explain a rule or a problem code; without CODE, list them all
    Explain {
        /// As in root-access-key-active or base64-damaged
        #[arg(value_parser = known_code)]
        code: Option<String>,
    },
    /// Check an evidence document (--format json) against its files, and assess them again
    #[command(after_help = VERIFY_CODES)]
    Verify {
        /// The evidence document
        #[arg(value_name = "EVIDENCE.json")]
        document: PathBuf,
        /// The folder that the document's paths are relative to
        #[arg(long, value_name = "DIR", default_value = ".")]
        inputs: PathBuf,
    },
    /// Print the JSON Schema of the evidence document
    Schema,
    /// Print what a shell needs to complete the arguments
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page, or that of a command
    Man {
        /// As in verify
        #[arg(value_name = "COMMAND", value_parser = command_name)]
        command: Option<String>,
    },
}

#[derive(Debug, Args)]
pub(super) struct Assess {
    /// File, folder, pattern in quotes, or - for stdin; stdin when there is none
    #[arg(value_name = "PATH", value_parser = clap::builder::OsStringValueParser::new().map(PathBuf::from))]
    pub(super) paths: Vec<PathBuf>,
    /// Form of the result on stdout [default: table, without -o]
    #[arg(short, long, value_parser = formats(), help_heading = "Output", display_order = 1)]
    pub(super) format: Option<Format>,
    /// Write the result to FILE, in the form that its name ends with; repeatable
    ///
    /// The names that tell a form end with .json, .jsonl, .csv, .sarif, .md or .html; another takes that of --format. With -o
    /// and without --format nothing is written to stdout.
    #[arg(short, long, value_name = "FILE", help_heading = "Output", display_order = 2)]
    pub(super) output: Vec<PathBuf>,
    /// Show clean accounts too, in the table and in Markdown
    #[arg(long, help_heading = "Output", display_order = 3)]
    pub(super) all: bool,
    /// Say nothing on stderr but errors
    #[arg(short, long, conflicts_with = "verbose", help_heading = "Output", display_order = 5)]
    pub(super) quiet: bool,
    /// Say on stderr what became of each input
    #[arg(short, long, help_heading = "Output", display_order = 6)]
    pub(super) verbose: bool,
    /// Show no progress bar, also on a terminal when the work lasts
    #[arg(long, hide_short_help = true, help_heading = "Output", display_order = 7)]
    pub(super) no_progress: bool,
    /// Count a root key that is disabled as a finding, too
    ///
    /// CIS and Security Hub IAM.4 ask that there is none.
    #[arg(long, help_heading = "Assessment", display_order = 1)]
    pub(super) strict: bool,
    /// Count a further rule of the root user, too; repeatable
    ///
    /// root-access-key-inactive, root-mfa-off, root-certificate-active, root-recently-used, or all of them: rootkeys explain RULE tells
    /// what each finds. The verdict stays about active access keys.
    #[arg(
        long,
        value_name = "RULE",
        value_parser = further_rules(),
        hide_possible_values = true,
        help_heading = "Assessment",
        display_order = 2
    )]
    pub(super) also: Vec<String>,
    /// Exit with 0 also when a root user has an active access key
    #[arg(long, help_heading = "Assessment", display_order = 3)]
    pub(super) exit_zero: bool,
    /// Count ages to this time, as 2026-09-30 or 2026-09-30T12:00:00Z [default: now]
    #[arg(
        long,
        value_name = "TIME",
        value_parser = time,
        hide_short_help = true,
        help_heading = "Assessment",
        display_order = 4
    )]
    pub(super) as_of: Option<Timestamp>,
    /// Largest input that is read, as 500M or 2G [default: 1G]
    ///
    /// Also the most that one may unpack to.
    #[arg(
        long,
        value_name = "SIZE",
        value_parser = size,
        hide_short_help = true,
        help_heading = "Assessment",
        display_order = 5
    )]
    pub(super) max_input_size: Option<u64>,
    /// Threads at most [default: as many as processors]
    #[arg(
        short,
        long,
        value_name = "N",
        hide_short_help = true,
        help_heading = "Assessment",
        display_order = 6
    )]
    pub(super) jobs: Option<NonZeroUsize>,
    /// Leave out the files that match, as in .gitignore; repeatable
    ///
    /// A PATTERN without a slash matches names at any depth (*.pdf, drafts/), one with a slash paths below the folder that is given
    /// (old/*.csv), and ! before it takes files in again. A file that you name is left out, too. The evidence document lists
    /// the patterns and what they left out.
    #[arg(
        long,
        value_name = "PATTERN",
        value_parser = exclusion,
        help_heading = "Assessment",
        display_order = 7
    )]
    pub(super) exclude: Vec<String>,
    /// Require a report of each account of this list
    ///
    /// What aws organizations list-accounts prints, a CSV, or ids, one a line.
    #[arg(long, value_name = "FILE", help_heading = "Review", display_order = 1)]
    pub(super) accounts: Option<PathBuf>,
    /// Hold no older report for proof that an account is clean, as 12h, 7d, 2w
    #[arg(long, value_name = "AGE", help_heading = "Review", display_order = 2)]
    pub(super) max_age: Option<MaxAge>,
    /// Excuse the keys that this CSV has an exception for
    ///
    /// Its columns are account_id, expires_on, approver, reason. An excepted key is shown, and does not count for the exit code.
    #[arg(long, value_name = "FILE", help_heading = "Review", display_order = 3)]
    pub(super) exceptions: Option<PathBuf>,
    /// Say what changed since this evidence document, an earlier --format json
    #[arg(long, value_name = "FILE", help_heading = "Review", display_order = 4)]
    pub(super) baseline: Option<PathBuf>,
    /// When AWS made the reports that don't say it, as a CSV does not
    #[arg(
        long,
        value_name = "TIME",
        value_parser = time,
        hide_short_help = true,
        help_heading = "Review",
        display_order = 5
    )]
    pub(super) generated_at: Option<Timestamp>,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ColorChoice {
    /// On a terminal, unless the environment says otherwise.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}
