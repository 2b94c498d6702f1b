//! What an export left that failed: errors of AWS and its clients, and the output of other commands.
//!
//! Source of the codes: AWS IAM API Reference, GetCredentialReport, "Errors" and "Common Errors"; recorded messages.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::model::problem::{Code, Problem};

/// The error codes that AWS and its clients give, by what is to be done.
const ERRORS: &[(Code, &[&str])] = &[
    (Code::ReportNotPresent, &["ReportNotPresent", "CredentialReportNotPresentException"]),
    (Code::ReportInProgress, &["ReportInProgress", "CredentialReportNotReadyException"]),
    (Code::ReportExpired, &["ReportExpired", "CredentialReportExpiredException"]),
    (
        Code::AccessDenied,
        &["AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "NotAuthorized"],
    ),
    (
        Code::Throttled,
        &[
            "Throttling",
            "ThrottlingException",
            "ThrottledException",
            "RequestLimitExceeded",
            "TooManyRequestsException",
            "SlowDown",
        ],
    ),
    (
        Code::CredentialsRejected,
        &[
            "ExpiredToken",
            "ExpiredTokenException",
            "InvalidClientTokenId",
            "UnrecognizedClientException",
            "SignatureDoesNotMatch",
            "RequestExpired",
            "IncompleteSignature",
            "MissingAuthenticationToken",
            "InvalidAccessKeyId",
        ],
    ),
    (
        Code::AwsCliError,
        &[
            "ServiceFailure",
            "ServiceUnavailable",
            "InternalFailure",
            "InternalError",
            "ValidationError",
            "OptInRequired",
            "NoSuchBucket",
            "NoSuchKey",
        ],
    ),
];

/// How the messages begin that the AWS CLI or the shell prints of itself, in lower case.
const BEGINNINGS: &[(Code, &str)] = &[
    (Code::NoSuchProfile, "the config profile ("),
    (Code::CredentialsRejected, "unable to locate credentials"),
    (Code::CredentialsRejected, "partial credentials found"),
    (Code::CredentialsRejected, "the sso session associated"),
    (Code::CredentialsRejected, "error loading sso token"),
    (Code::CredentialsRejected, "error when retrieving token"),
    (Code::CredentialsRejected, "error when retrieving credentials"),
    (Code::CredentialsRejected, "token has expired"),
    (Code::CredentialsRejected, "your session has expired"),
    (Code::CredentialsRejected, "the source profile "),
    (Code::CredentialsRejected, "missing the following required sso"),
    (Code::CredentialsRejected, "get-iamcredentialreport : no credentials"),
    (Code::AwsCliError, "get-iamcredentialreport : "),
    (Code::AwsCliError, "connection was closed before"),
    (Code::AwsCliError, "failed to connect to proxy"),
    (Code::AwsCliError, "could not connect to the endpoint"),
    (Code::AwsCliError, "connect timeout on endpoint"),
    (Code::AwsCliError, "read timeout on endpoint"),
    (Code::AwsCliError, "ssl validation failed"),
    (Code::AwsCliError, "you must specify a region"),
    (Code::AwsCliError, "unable to parse config file"),
    (Code::AwsCliError, "unable to redirect output to pager"),
    (Code::AwsCliError, "unknown options:"),
    (Code::AwsCliError, "bad value for --query"),
    (Code::AwsCliError, "usage: aws "),
    (Code::AwsCliError, "aws: error"),
    (Code::AwsCliError, "aws: command not found"),
    (Code::AwsCliError, "bash: aws:"),
    (Code::AwsCliError, "zsh: command not found: aws"),
    (Code::AwsCliError, "'aws' is not recognized"),
];

/// What programs print of a stream that they did not read, at the end of a line.
///
/// Source: AWS Tools for PowerShell, Get-IAMCredentialReport without `-Raw`; recorded output.
const STREAMS: [&str; 2] = ["System.IO.MemoryStream", "System.IO.Stream"];

/// How the problem of such a name begins.
const STREAM_NAMED: &str = "a program printed the name of a stream in place of its bytes";

/// How version 2 of the AWS CLI begins its messages.
const OWN: &str = "aws: [ERROR]: ";

/// The problem that a text tells, where it is a message or the name of an error.
pub(crate) fn in_text(text: &str) -> Option<Problem> {
    let message = |problem: &Problem| !matches!(problem.code, Code::ContentNull | Code::GenerateOutput);
    let named = known(text.trim()).map(|_| aws_error(text.trim(), ""));
    named.or_else(|| in_line(text.as_bytes()).filter(message))
}

/// The problem that a line tells, where it is a message or a word that another command printed.
pub(crate) fn in_line(line: &[u8]) -> Option<Problem> {
    // Many documents can be on a line, and none begins a message. Only a state can follow one.
    if matches!(line.first(), Some(b'{' | b'[')) && !holds_state(line) {
        return None;
    }
    let line = std::str::from_utf8(line).ok()?.trim();
    let first = line.split('\t').next().unwrap_or_default();
    if matches!(line, "None" | "null") || line.split('\t').all(|field| field == "None") {
        return Some(Problem::plain(Code::ContentNull));
    }
    if line.starts_with("version https://git-lfs.github.com/spec/") {
        return Some(Problem::plain(Code::LfsPointer));
    }
    if STREAMS.iter().any(|stream| line.ends_with(stream)) || line.starts_with("<_io.") && line.ends_with('>')
    {
        let message = format!("{STREAM_NAMED}: {}", cut(line));
        return Some(Problem::new(Code::DumpTruncated, message));
    }
    if let Some(state) = line.split('\t').find(|field| is_generate_state(field)) {
        return (line == state || line.contains("report")).then(|| generate_output(state));
    }
    // The AWS CLI says its own name before it, PowerShell the program's.
    let named = |before: &str| {
        before.len() <= 40 && !before.contains(['{', '}', '[', '"', ',', '\t']) || before == OWN
    };
    static ERROR: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("An error occurred ("));
    let error = ERROR.find(line.as_bytes()).filter(|at| line.get(..*at).is_some_and(named));
    if let Some(rest) = error.and_then(|at| line.get(at + ERROR.needle().len()..)) {
        let (code, message) = rest.split_once(')')?;
        let (_, message) = message.split_once("operation").unwrap_or_default();
        let (_, message) =
            message.split_once(if message.starts_with(" (") { "): " } else { ": " }).unwrap_or_default();
        return Some(aws_error(code, message));
    }
    if line.split('\t').count() == 2 && known(first).is_some() {
        return Some(aws_error(first, line.get(first.len()..).unwrap_or_default().trim()));
    }
    let own = line.strip_prefix(OWN);
    let lower = own.unwrap_or(line).to_lowercase();
    let code = BEGINNINGS.iter().find(|(_, beginning)| lower.starts_with(beginning)).map(|(code, _)| *code);
    let code = code.or(own.map(|_| Code::AwsCliError))?;
    Some(Problem::new(code, format!("the file holds a message of the AWS CLI: {}", cut(line))))
}

fn known(code: &str) -> Option<Code> {
    ERRORS.iter().find(|(_, names)| names.contains(&code)).map(|(code, _)| *code)
}

/// Whether an error is one that a request for the report can have, by its code; of one that forbids something, by what.
pub(crate) fn is_error(code: &str, message: &str) -> bool {
    const OF_REPORT: [&str; 3] = ["iam:GetCredential", "iam:GenerateCredential", "sts:"];
    let action = message.split_once("not authorized to perform: ").map(|(_, action)| action);
    known(code).is_some_and(|known| match action {
        Some(action) => OF_REPORT.iter().any(|known| action.starts_with(known)),
        None => known != Code::AccessDenied || message.is_empty(),
    })
}

/// The problem for an error code of AWS's.
pub(crate) fn aws_error(code: &str, message: &str) -> Problem {
    let told = if message.is_empty() || message == "Unknown" {
        String::new()
    } else {
        format!(": {}", cut(message))
    };
    let message = format!("the file holds an error of AWS instead of a report: {}{told}", cut(code));
    Problem::new(known(code).unwrap_or(Code::AwsCliError), message)
}

/// Whether a state of `generate-credential-report` follows a tab.
fn holds_state(line: &[u8]) -> bool {
    static STATES: LazyLock<[Finder<'_>; 3]> =
        LazyLock::new(|| ["\tSTARTED", "\tINPROGRESS", "\tCOMPLETE"].map(Finder::new));
    memchr::memchr(b'\t', line).is_some() && STATES.iter().any(|state| state.find(line).is_some())
}

/// Whether a word is a state of `generate-credential-report`.
pub(crate) fn is_generate_state(word: &str) -> bool {
    matches!(word, "STARTED" | "INPROGRESS" | "COMPLETE")
}

/// The problem for the output of `generate-credential-report`.
pub(crate) fn generate_output(state: &str) -> Problem {
    let message =
        format!("this is the output of generate-credential-report ({state}), not of get-credential-report");
    Problem::new(Code::GenerateOutput, message)
}

fn cut(text: &str) -> String {
    const MOST: usize = 300;
    text.chars().take(MOST).collect()
}

/// How messages about the credential report go on, in a log or a traceback, whoever printed them.
///
/// Source: botocore, the SDKs for Go, Java, JavaScript and .NET: recorded messages.
const IN_A_LOG: [&str; 5] = [
    "when calling the GetCredentialReport operation",
    "operation error IAM: GetCredentialReport",
    "is not authorized to perform: iam:GetCredentialReport",
    "CredentialReportNotPresentException:",
    "CredentialReportNotReadyException:",
];

/// The problem that a text tells, which is a program's log and no document, where an export failed in it.
pub(crate) fn in_log(text: &[u8]) -> Option<Problem> {
    let at = IN_A_LOG.iter().find_map(|words| memchr::memmem::find(text, words.as_bytes()))?;
    let start = text.get(..at)?.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let line = text.get(start..)?.split(|byte| *byte == b'\n').next()?;
    let line = String::from_utf8_lossy(line);
    let words = || line.split(|c: char| !c.is_alphanumeric());
    let code = words().find_map(known).unwrap_or(if line.contains("not authorized") {
        Code::AccessDenied
    } else {
        Code::AwsCliError
    });
    Some(Problem::new(
        code,
        format!("the file holds an error of AWS instead of a report: {}", cut(line.trim())),
    ))
}

/// Whether the problems of a text are of an export that failed, also of one below a heading. What other texts have by chance,
/// such as a line that says null, is a failed export only where there is nothing else, or next to it.
pub(super) fn is_failed_export(problems: &[Problem], text: &[u8]) -> bool {
    const NEXT_TO: usize = 12;
    let is_short = || text.split(|byte| *byte == b'\n').take(NEXT_TO + 1).count() <= NEXT_TO;
    let by_chance = |problem: &Problem| {
        matches!(
            problem.code,
            Code::ContentNull | Code::ContentEmpty | Code::DumpTruncated | Code::DumpDamaged
        )
    };
    let is_alone = || problems.iter().all(by_chance);
    // What was added to another file, as `>>` does.
    let is_last = || {
        let line = text.trim_ascii_end().rsplit(|byte| *byte == b'\n').next();
        line.and_then(in_line).is_some_and(|problem| problem.code == Code::ContentNull)
    };
    problems.iter().any(|problem| {
        if by_chance(problem) {
            is_alone()
                || is_short()
                || if problem.code == Code::DumpTruncated {
                    problem.message.starts_with(STREAM_NAMED)
                } else {
                    is_last()
                }
        } else {
            is_code_of_failed_export(problem.code)
        }
    })
}

/// Whether a code is that of an export that failed, and of nothing else.
fn is_code_of_failed_export(code: Code) -> bool {
    matches!(
        code,
        Code::GenerateOutput
            | Code::LfsPointer
            | Code::ReportNotPresent
            | Code::ReportInProgress
            | Code::ReportExpired
            | Code::AccessDenied
            | Code::Throttled
            | Code::CredentialsRejected
            | Code::NoSuchProfile
            | Code::AwsCliError
            | Code::ContentMissing
    )
}

/// Whether a problem is of an export that left nothing of a report behind, as a stream's name does and a part of its bytes does
/// not.
pub(crate) fn is_nothing_left(problem: &Problem) -> bool {
    let is_cut = problem.code == Code::DumpTruncated && !problem.message.starts_with(STREAM_NAMED);
    let by_chance =
        matches!(problem.code, Code::Empty | Code::ContentNull | Code::ContentEmpty | Code::DumpTruncated);
    (by_chance || is_code_of_failed_export(problem.code)) && !is_cut
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(line: &str) -> Option<Code> {
        in_line(line.as_bytes()).map(|problem| problem.code)
    }

    #[test]
    fn messages_of_both_versions_are_told_apart() {
        for (line, expected) in [
            (
                "An error occurred (ReportNotPresent) when calling the GetCredentialReport operation: Unknown",
                Code::ReportNotPresent,
            ),
            (
                "aws: [ERROR]: An error occurred (Throttling) when calling the GetCredentialReport operation (reached max retries: 0): Rate exceeded",
                Code::Throttled,
            ),
            ("aws: [ERROR]: The config profile (nosuch) could not be found", Code::NoSuchProfile),
            ("The config profile (nosuch) could not be found", Code::NoSuchProfile),
            (
                "Unable to locate credentials. You can configure credentials by running \"aws login\".",
                Code::CredentialsRejected,
            ),
            ("aws: [ERROR]: something new", Code::AwsCliError),
            ("ReportExpired\tUnknown", Code::ReportExpired),
            ("Content          : System.IO.MemoryStream", Code::DumpTruncated),
            ("<_io.BytesIO object at 0x7f0a>", Code::DumpTruncated),
            ("version https://git-lfs.github.com/spec/v1", Code::LfsPointer),
            ("None", Code::ContentNull),
            ("None\tNone", Code::ContentNull),
            ("COMPLETE", Code::GenerateOutput),
            ("No report exists. Starting a new report generation task\tSTARTED", Code::GenerateOutput),
        ] {
            assert_eq!(code(line), Some(expected), "{line}");
        }
        let told = in_line(b"An error occurred (AccessDenied) when calling the X operation (reached max retries: 0): User: a");
        assert!(told.unwrap().message.ends_with("AccessDenied: User: a"));
        for line in ["", "user,arn", "The report is COMPLETE", "none", "ReportExpired"] {
            assert_eq!(code(line), None, "{line}");
        }
    }
}
