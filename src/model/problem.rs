//! Why something could not be assessed: stable codes, and the one table that messages and `explain` share.

use std::fmt;

use crate::model::account::AccountId;

/// What a problem does to the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Something could not be assessed: nothing that it touches is clean, and the audit is not complete.
    Blocks,
    /// Worth knowing; the verdict stands.
    Notes,
}

/// One line of the table of problems: what `rootkeys explain CODE` prints.
#[derive(Clone, Copy, Debug)]
pub struct CodeInfo {
    /// The stable kebab-case name.
    pub id: &'static str,
    /// What it does to the result.
    pub effect: Effect,
    /// What was found, in general.
    pub summary: &'static str,
    /// What fixes it: a command where there is one.
    pub remedy: &'static str,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident $id:literal $effect:ident $summary:literal $remedy:expr;)*) => {
        /// The stable code of a problem. New ones come with what is recognised.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code { $(#[doc = $summary] $name,)* }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The code's line of the table.
            pub const fn info(self) -> CodeInfo {
                match self {
                    $(Self::$name => CodeInfo { id: $id, effect: Effect::$effect, summary: $summary, remedy: $remedy },)*
                }
            }
        }
    };
}

const EXPORT: &str =
    "export the report again: aws iam generate-credential-report, then aws iam get-credential-report > FILE";
const REPORT: &str = "give a file that aws iam get-credential-report printed, or the CSV in it";
const OTHER: &str = "give a file that aws iam get-credential-report printed, or the CSV in it; leave out other files with --exclude";
const RESAVE: &str = "save the sheet as CSV (comma, UTF-8), or better: export the report again with the AWS CLI; leave out other sheets with --exclude";
const UNPACK: &str = "unpack or decrypt it, and give rootkeys the files inside; if no report is in it, leave it out with --exclude";

codes! {
    // Reading.
    PathNotFound "path-not-found" Blocks
        "A path that was given does not exist." "check the spelling; quote a pattern so that rootkeys expands it";
    NoMatch "no-match" Blocks
        "A pattern matches no file." "check the pattern and the folder that it starts in";
    NothingFound "nothing-found" Blocks
        "A folder holds no credential report." "check that the exports are in this folder";
    Unreadable "unreadable" Blocks
        "A file or folder can't be read." "check its permissions and that it still exists";
    TooLarge "too-large" Blocks
        "An input is larger than the limit." "raise the limit with --max-input-size, or split the input";
    Internal "internal-error" Blocks
        "rootkeys itself failed on this input; its accounts are not assessed."
        "please report it with the input's shape (not its content)";

    // What is not a report.
    Empty "empty-input" Blocks
        "The input is empty: what a failed AWS CLI command leaves behind `>`."
        "see what the command printed to stderr, then run it again: aws iam get-credential-report > FILE";
    LfsPointer "lfs-pointer" Blocks
        "This is a pointer of Git LFS: the report itself was not fetched."
        "git lfs pull, then give rootkeys the file again";
    GenerateOutput "generate-output" Blocks
        "This is the output of generate-credential-report, which only starts the making of a report."
        "wait until it says COMPLETE, then save the report: aws iam get-credential-report > FILE";
    ReportNotPresent "report-not-present" Blocks
        "AWS had no credential report yet when it was asked (ReportNotPresent)."
        "aws iam generate-credential-report, wait until it says COMPLETE, then aws iam get-credential-report > FILE";
    ReportInProgress "report-in-progress" Blocks
        "AWS was still making the credential report when it was asked (ReportInProgress)."
        "wait a minute, then aws iam get-credential-report > FILE";
    ReportExpired "report-expired" Blocks
        "The credential report at AWS was older than four hours, and a new one was not asked for (ReportExpired)."
        "aws iam generate-credential-report, wait until it says COMPLETE, then aws iam get-credential-report > FILE";
    AccessDenied "access-denied" Blocks
        "AWS refused the request: the caller may not read the credential report."
        "allow iam:GenerateCredentialReport and iam:GetCredentialReport (and let no policy or SCP deny them), then export again";
    Throttled "throttled" Blocks
        "AWS refused the request because too many came at once (throttling)."
        "wait a minute, then aws iam get-credential-report > FILE";
    CredentialsRejected "credentials-rejected" Blocks
        "The AWS CLI had no valid credentials, so there is no report in this file."
        "sign in again (aws sso login, or aws configure), then aws iam get-credential-report > FILE";
    NoSuchProfile "no-such-profile" Blocks
        "The AWS CLI did not know the profile that it was given, so there is no report in this file."
        "aws configure list-profiles shows the names; then aws iam get-credential-report --profile NAME > FILE";
    AwsCliError "aws-cli-error" Blocks
        "The file holds an error message of the AWS CLI instead of a report."
        "mend what the message says, then aws iam get-credential-report > FILE";
    ContentMissing "content-missing" Blocks
        "There is a report's time, format or title but no Content, where the report itself stands."
        "leave --query out: aws iam get-credential-report > FILE";
    ContentNull "content-null" Blocks
        "The file says null or None: the --query of the AWS CLI matched nothing, its names are case-sensitive."
        "leave --query out, or spell it --query Content: aws iam get-credential-report > FILE";
    ContentEmpty "content-empty" Blocks "Content is empty: there is no report in it." EXPORT;
    ContentForm "content-form" Blocks
        "Content is neither base64 nor a CSV, as a dump of a program's own data type." REPORT;
    DumpTruncated "dump-truncated" Blocks
        "A program printed only a part of the report, or only the name of its data type."
        "have the program write the bytes of Content to a file, or: aws iam get-credential-report > FILE";
    OtherJson "other-json" Blocks "The document holds no credential report." OTHER;
    Evidence "evidence-document" Blocks
        "This is what rootkeys printed, not a credential report." "give the files that it was made from, and leave this one out with --exclude";
    RootKeyReported "root-key-reported" Blocks
        "Another document says that the account's root user has an access key, and no report shows that key."
        "look with a new report: aws iam generate-credential-report, then aws iam get-credential-report > FILE; or leave the document out with --exclude";
    RootKeyConfirmed "root-key-confirmed" Notes
        "Another document says that the account's root user has an access key, and the account's report shows it, too."
        "remove the key, as the account's own finding says";
    Html "html" Blocks
        "This is a web page: perhaps a sign-in page, saved in place of the report."
        "export the report again: aws iam generate-credential-report, then aws iam get-credential-report > FILE; leave out other pages with --exclude";
    Workbook "workbook" Blocks "This is a spreadsheet's own file format, not a CSV." RESAVE;
    Archive "archive" Blocks "This is an archive, or packed by other means than gzip, or encrypted." UNPACK;
    GzipRatio "gzip-ratio" Blocks
        "The gzip data unpacks to far more than a credential report does: it may be made to fill memory."
        "if it is a report after all, unpack it and give rootkeys the file inside: gunzip FILE";
    Binary "binary" Blocks "This is binary data, not text." OTHER;
    Unrecognized "unrecognized" Blocks "No credential report is recognised in this text." OTHER;

    // Damage on the way to the CSV.
    EncodingDamaged "encoding-damaged" Blocks
        "Bytes that belong to no character: the file was damaged or re-encoded." EXPORT;
    GzipDamaged "gzip-damaged" Blocks
        "The gzip data is cut off or damaged, or something else follows it."
        "test it with gzip -t FILE; compress or copy the original again";
    JsonDamaged "json-damaged" Blocks
        "The JSON document is cut off or damaged." EXPORT;
    YamlDamaged "yaml-damaged" Blocks
        "The YAML document is cut off or damaged." EXPORT;
    XmlDamaged "xml-damaged" Blocks
        "The XML document is cut off or damaged." EXPORT;
    DumpDamaged "dump-damaged" Blocks
        "What a program printed is cut off or damaged." EXPORT;
    TableDamaged "table-damaged" Blocks
        "The table is cut off, wrapped or damaged."
        "save it unwrapped, or better as JSON: aws iam get-credential-report --output json > FILE";
    ReportFormat "report-format" Blocks
        "ReportFormat says something else than text/csv, so the document is damaged or of another kind." EXPORT;
    MemberRepeated "member-repeated" Blocks
        "A JSON or YAML object has the same member twice, so that two programs may read different values." EXPORT;
    Base64Damaged "base64-damaged" Blocks
        "The base64 is damaged: characters are missing, changed or added." EXPORT;
    UnprovenEnd "unproven-end" Blocks
        "Nothing shows that the data is whole: it stops where a file cut short could stop too." EXPORT;
    UnreadTrace "unread-trace" Blocks
        "Something beside the reports names the root user or a key's column, where no report is read: a report may be hidden there."
        "look at the line; if it is part of a report, give that report as a file of its own; if no report is in the file, leave it out with --exclude";
    Neighbour "damaged-neighbour" Blocks
        "Text that is no report stands before or after this one in the same file, and may be a torn-off part of it."
        EXPORT;

    // The CSV.
    HeaderMissing "header-missing" Blocks
        "The CSV has no header row, so that nothing says what its cells mean." EXPORT;
    ColumnMissing "column-missing" Blocks
        "A column that the verdict needs is missing."
        "give the whole report with its columns user, access_key_1_active and access_key_2_active";
    ColumnRepeated "column-repeated" Blocks "The header names the same column twice." EXPORT;
    ColumnUnclear "column-unclear" Blocks
        "A column's name is nearly one of AWS's or none at all, or the root's cell in it tells of a key that no key cell shows." EXPORT;
    QuotingDamaged "quoting-damaged" Blocks
        "A quote in the CSV opens and never closes, or stands where RFC 4180 allows none." EXPORT;
    RowLength "row-length" Blocks
        "A row has more or fewer cells than the header, and no comma in its user name explains it."
        "if files were joined, give them one by one; else export the report again";
    Glued "reports-glued" Blocks
        "Two CSVs were joined without a newline between them, so that a row runs into the next report."
        "join them with a newline between, or better: give the files one by one";
    CellUnexpected "cell-unexpected" Blocks
        "A cell holds what a credential report never has there: a sign of damage in its row." EXPORT;
    RowContradicts "row-contradicts" Blocks
        "A row's user name and ARN name different users: a sign of damage." EXPORT;
    CutShort "cut-short" Blocks
        "The last row stops in the middle: the file was cut off." EXPORT;
    RootRowMissing "root-row-missing" Blocks
        "The report has no <root_account> row for the account." EXPORT;
    RootRowRepeated "root-row-repeated" Blocks
        "The report has more than one <root_account> row for the account." EXPORT;
    KeyCellUnknown "key-cell-unknown" Blocks
        "An access_key_N_active cell of the root row says neither true nor false, so the key's state is not known."
        EXPORT;
    AdditionalCredentials "additional-credentials" Blocks
        "The root user has more access keys or certificates than the report has columns for."
        "list them as the root user: aws iam list-access-keys and aws iam list-signing-certificates; delete what is not needed";
    AccountIdMissing "account-id-missing" Notes
        "The report does not say which account it is of: it has no arn column."
        "export the report with its arn column";
    AccountIdMalformed "account-id-malformed" Notes
        "The account id in the ARN is not twelve digits."
        "the ARN was edited or damaged: compare it with your list of accounts, or export the report again";
    AccountIdShortened "account-id-shortened" Notes
        "A column with the account id lost its leading zeros, as spreadsheets drop them."
        "format the column as text before saving; rootkeys goes by the ARN alone";
    GeneratedTimeInvalid "generated-time-invalid" Notes
        "GeneratedTime is no point in time, so the report's age is not known." EXPORT;

    // Several reports of one account.
    Conflicting "conflicting-reports" Blocks
        "Reports of one account do not agree, and their times do not show which one is the newest."
        "keep the newest report only, as the JSON that the AWS CLI prints: it holds its GeneratedTime";
    NewerUnassessed "newer-report-unassessed" Blocks
        "A newer report of the account could not be assessed, so an older one speaks for it." EXPORT;

    // What a review asks beyond the reports.
    GeneratedLater "generated-later" Notes
        "The report is dated later than the instant that ages are counted to: a clock is wrong, or --as-of is."
        "check --as-of, the clock of this machine, and where the report comes from";
    Stale "stale" Blocks
        "The report is older than --max-age allows, so that a key may have been made since."
        EXPORT;
    Undated "undated" Blocks
        "The report does not say when AWS made it, so that it may be older than --max-age allows."
        "give the JSON that the AWS CLI prints, which holds GeneratedTime, or state the time with --generated-at";
    AgeUnknown "age-unknown" Blocks
        "The report is dated more than a day later than the instant that ages are counted to, so that it may be older than --max-age allows."
        "check --as-of, the clock of this machine, and where the report comes from";
    PresenceUnknown "presence-unknown" Blocks
        "The report has no column that would show a disabled key, and --strict asks that there is no key at all."
        "give the whole report with its columns access_key_1_last_rotated and access_key_2_last_rotated";
    RuleUnknown "rule-unknown" Blocks
        "A further rule (--also) can't be checked: the report does not say what it asks. The verdict, which is about access keys, stands."
        "look at the root user in the AWS console; rootkeys explain RULE says where. If it is as it should be, leave the rule out";
    NoReport "no-report" Blocks
        "An account of the list (--accounts) has no report among the inputs."
        "export its report: aws iam get-credential-report > FILE; or mend the list, if the account is gone";
    OutsidePopulation "outside-population" Notes
        "The report is of an account that the list (--accounts) does not name, or that it says is suspended or closed."
        "check whether the list is complete and recent, and whose report this is";
    PopulationCutOff "population-cut-off" Blocks
        "The list of accounts (--accounts) says itself that it holds not all of them."
        "save all of it: aws organizations list-accounts > FILE, without --max-items and --no-paginate";
    ExceptionExpired "exception-expired" Notes
        "An exception is over, so that it has no effect." "renew it in the register, or delete the key and the entry";
    ExceptionRepeated "exception-repeated" Notes
        "The register has several exceptions for one account; the first that is not over counts."
        "keep one entry for each account";
    ExceptionUnused "exception-unused" Notes
        "An exception is for an account that needs none." "delete the entry from the register";
    ExceptionUnknownAccount "exception-unknown-account" Notes
        "An exception is for an account that neither a report nor the list of accounts names."
        "correct the account id in the register, or delete the entry";
}

impl Code {
    /// The code of that name.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.info().id == id)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.info().id)
    }
}

/// Where in an input something is. Members and lines count from 1, characters and bytes from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The member of the container that the input is, where its members have names; then the line is one of that member.
    pub member: Option<u32>,
    /// The line in the input: of the row in a raw CSV, of the `Content` value in JSON.
    pub line: u64,
    /// The line in the decoded CSV, where the CSV is inside something else.
    pub csv_line: Option<u64>,
    /// The character's offset in the base64, white space included.
    pub base64_offset: Option<u64>,
}

impl Position {
    /// A line of the input.
    pub fn at_line(line: u64) -> Self {
        Self { line, ..Self::default() }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.member.map_or(Ok(()), |member| write!(f, "member {member}, "))?;
        write!(f, "line {}", self.line)?;
        self.csv_line.map_or(Ok(()), |line| write!(f, ", CSV line {line}"))?;
        self.base64_offset.map_or(Ok(()), |offset| write!(f, ", base64 character {offset}"))
    }
}

/// Why something could not be assessed, or what a reader should know about it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// The stable code.
    pub code: Code,
    /// What it does to the result: what its code says, or less where a review shows that nothing is missing.
    pub effect: Effect,
    /// What was found and what was expected, in one sentence.
    pub message: String,
    /// Where it is, when it has a place.
    pub position: Option<Position>,
    /// The account that it is about, where it is one of an input that has no report of it.
    pub account: Option<AccountId>,
}

impl Problem {
    /// A problem without a place.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, effect: code.info().effect, message: message.into(), position: None, account: None }
    }

    /// A problem that says no more than the table does.
    pub(crate) fn plain(code: Code) -> Self {
        Self::new(code, code.info().summary)
    }

    /// What is said of an input that is larger than the limit, in bytes.
    pub(crate) fn too_large(limit: u64) -> Self {
        Self::new(Code::TooLarge, format!("it has more than {limit} bytes, the limit of one input"))
    }

    /// The same problem, at that place.
    pub(crate) fn at(mut self, position: Position) -> Self {
        self.position = Some(position);
        self
    }

    /// What fixes it.
    pub fn remedy(&self) -> &'static str {
        self.code.info().remedy
    }

    /// Whether it keeps what it touches from being clean.
    pub fn blocks(&self) -> bool {
        self.effect == Effect::Blocks
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.position {
            Some(position) => write!(f, "{}: {position}: {}", self.code, self.message),
            None => write!(f, "{}: {}", self.code, self.message),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_names_what_it_has() {
        let line = Position::at_line(7);
        let inside = Position { member: Some(3), csv_line: Some(2), base64_offset: Some(9), ..line };
        assert_eq!(line.to_string(), "line 7");
        assert_eq!(inside.to_string(), "member 3, line 7, CSV line 2, base64 character 9");
    }

    #[test]
    fn codes_are_kebab_case_unique_and_found_by_name() {
        for code in Code::ALL {
            let id = code.info().id;
            assert!(id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{id}");
            assert_eq!(Code::from_id(id), Some(*code), "{id} stands twice");
            assert!(code.info().summary.ends_with('.') && !code.info().remedy.is_empty(), "{id}");
        }
    }
}
