//! Each problem code has a fixture, a message that says what was found, its place, a remedy, and a page in `explain`.

use std::path::{Path, PathBuf};

use rootkeys::{Audit, Code, Effect, Format, Problem, Verdict, explain};

use crate::common::audited::{audit, show};

/// The code, its place and how its message begins, in `fixtures/problems`.
const EXPECTED: &[(&str, &str, &str)] = &[
    ("access-denied", "line 2", "the file holds an error of AWS instead of a report: AccessDenied: User"),
    (
        "account-id-malformed",
        "line 2",
        "the ARN's account is `11112222333`, expected were twelve digits: zeros",
    ),
    ("account-id-missing", "line 2", "The report does not say which account it is of: it has no arn column."),
    (
        "account-id-shortened",
        "line 2",
        "a column says the account is `1122334455`; the ARN still has its zeros",
    ),
    (
        "additional-credentials",
        "line 2",
        "additional_credentials_info of the root row says `1 additional access ",
    ),
    ("archive", "", "this is a zip archive, not a credential report"),
    ("aws-cli-error", "line 2", "the file holds a message of the AWS CLI: Could not connect to the endp"),
    (
        "base64-damaged",
        "line 2, base64 character 304",
        "the base64 breaks at character 304: 1115 characters are not whole grou",
    ),
    ("binary", "line 1", "this is binary data, not text"),
    ("cell-unexpected", "line 3", "mfa_active says `fa1se`"),
    ("column-missing", "line 1", "the header has no column access_key_2_active"),
    ("column-repeated", "line 1", "the header names the column access_key_1_active twice"),
    ("column-unclear", "line 2", "`access_key_03_active` of the root row says `true`"),
    ("conflicting-reports", "", "the account's reports do not agree, and their times do not show which "),
    ("content-empty", "line 2", "Content is empty: there is no report in it."),
    ("content-form", "line 1", "Content is a program's own data type, and no list of bytes"),
    (
        "content-missing",
        "line 1",
        "There is a report's time, format or title but no Content, where the repor",
    ),
    ("content-null", "line 1", "The file says null or None: the --query of the AWS CLI matched nothing"),
    (
        "credentials-rejected",
        "line 2",
        "the file holds a message of the AWS CLI: Unable to locate credentials.",
    ),
    ("cut-short", "line 3", "the file ends in the cell `false`, and no line break shows that its ro"),
    ("damaged-neighbour", "line 1", "Text that is no report stands before or after this one in the same fil"),
    ("dump-damaged", "line 1", "what a program printed is cut off or damaged: its line ends before its"),
    ("dump-truncated", "line 2", "a program printed `<Buffer 75 73 65 72 2c 61 72 6e 2c 75 73…` and left"),
    ("empty-input", "", "the input has no bytes: what a failed AWS CLI command leaves behind `>"),
    ("encoding-damaged", "line 3", "the row holds bytes that are not UTF-8"),
    ("evidence-document", "line 1", "This is what rootkeys printed, not a credential report."),
    ("generate-output", "line 1", "this is the output of generate-credential-report (STARTED), not of get"),
    ("generated-time-invalid", "line 2", "GeneratedTime is no point in time as 2026-09-30T12:00:00Z is"),
    ("gzip-damaged", "", "the gzip data is cut off or damaged after 1228 bytes: corrupt gzip str"),
    ("gzip-ratio", "", "2068 bytes of gzip data unpack to more than 1296736 bytes"),
    ("header-missing", "line 1", "no header row names the cells; the row starts with `<root_account>`, e"),
    ("html", "line 1", "this is a web page, perhaps a sign-in page, not a credential report"),
    ("json-damaged", "line 1", "the JSON document is cut off or damaged: EOF while parsing a string at"),
    ("key-cell-unknown", "line 2", "access_key_1_active of the root row says `WAHR`: a boolean in German, "),
    ("lfs-pointer", "line 1", "This is a pointer of Git LFS: the report itself was not fetched."),
    ("member-repeated", "line 1", "the member Content stands more than once"),
    ("newer-report-unassessed", "", "a newer report of this account could not be assessed, and this older o"),
    ("no-such-profile", "line 2", "the file holds a message of the AWS CLI: The config profile (prod) cou"),
    ("nothing-found", "", "this folder holds no credential report"),
    ("other-json", "line 1", "an object with the members Accounts and no Content"),
    ("quoting-damaged", "line 3", "a quote opens and never closes, or stands inside a cell; a cell may ho"),
    ("report-expired", "line 2", "the file holds an error of AWS instead of a report: ReportExpired"),
    ("report-format", "line 2", "ReportFormat says something else than text/csv, so the document is dam"),
    ("report-in-progress", "line 2", "the file holds an error of AWS instead of a report: ReportInProgress"),
    ("report-not-present", "line 2", "the file holds an error of AWS instead of a report: ReportNotPresent"),
    ("reports-glued", "line 3", "this row runs into the first row of another report"),
    ("root-key-confirmed", "", "get-account-summary says that the root user of an account has an acce"),
    ("root-key-reported", "", "Security Hub (IAM.4) says that the root user of account 111122223333 ha"),
    ("root-row-missing", "line 2", "no row of this account has the user <root_account>; its other rows: 1"),
    ("root-row-repeated", "line 3", "2 rows of this account have the user <root_account>"),
    ("row-contradicts", "line 3", "the user is `deb`, the ARN `arn:aws:iam::111122223333:user/dev`"),
    ("row-length", "line 3", "a row has 23 cells, the header 22; no comma in its user name explains "),
    ("table-damaged", "line 2", "the line is not as wide as the table"),
    ("throttled", "line 2", "the file holds an error of AWS instead of a report: Throttling: Rate e"),
    ("unproven-end", "line 1", "the base64 has a line that says BEGIN, and none that says END"),
    ("unread-trace", "line 4", "the root user or a key's column is named beside the reports"),
    ("unrecognized", "line 1", "no credential report is recognised in text that starts with `Root keys"),
    ("workbook", "", "this is an Excel workbook, not a credential report"),
    ("xml-damaged", "line 1", "the XML document is cut off or damaged: "),
    ("yaml-damaged", "line 1", "the YAML document is cut off or damaged: while scanning a quoted scala"),
];

/// What no file can show is shown by the tests of the command line.
const ELSEWHERE: [Code; 18] = [
    Code::PathNotFound,
    Code::NoMatch,
    Code::Unreadable,
    Code::TooLarge,
    Code::Internal,
    // Shown by the tests of `review`: what a report is held to makes them.
    Code::GeneratedLater,
    Code::Stale,
    Code::Undated,
    Code::AgeUnknown,
    Code::PresenceUnknown,
    Code::RuleUnknown,
    Code::NoReport,
    Code::OutsidePopulation,
    Code::PopulationCutOff,
    Code::ExceptionExpired,
    Code::ExceptionRepeated,
    Code::ExceptionUnused,
    Code::ExceptionUnknownAccount,
];

/// The fixture of a code: a file, or a folder where several make it.
fn fixture(id: &str) -> PathBuf {
    let is_it = |path: &PathBuf| path.file_stem().is_some_and(|stem| stem == id);
    let mut found = Path::new("fixtures/problems").read_dir().unwrap().map(|entry| entry.unwrap().path());
    found.find(is_it).unwrap_or_else(|| panic!("no fixture shows {id}"))
}

fn problems(audit: &Audit) -> Vec<&Problem> {
    let of_accounts = audit.accounts.iter().flat_map(|account| &account.assessment.problems);
    audit.inputs.iter().flat_map(|input| &input.problems).chain(of_accounts).collect()
}

#[test]
fn each_fixture_shows_its_problem_at_its_place() {
    for (id, place, message) in EXPECTED {
        let audit = audit(&[fixture(id)]);
        let code = Code::from_id(id).unwrap();
        let all = problems(&audit);
        let problem =
            all.iter().find(|problem| problem.code == code).unwrap_or_else(|| panic!("{id}: {all:?}"));
        let at = problem.position.map(|position| position.to_string()).unwrap_or_default();
        assert_eq!(at, *place, "{id}");
        assert!(problem.message.starts_with(message), "{id}: {}", problem.message);
    }
}

#[test]
fn what_blocks_is_never_clean_and_what_notes_is_complete() {
    for (id, _, _) in EXPECTED {
        let audit = audit(&[fixture(id)]);
        let blocks = Code::from_id(id).unwrap().info().effect == Effect::Blocks;
        assert_eq!(audit.complete(), !blocks, "{id}");
        let clean = audit.accounts.iter().any(|account| account.assessment.verdict == Verdict::Clean);
        assert!(!(clean && blocks), "{id}");
    }
}

#[test]
fn each_code_has_a_fixture() {
    let shown: Vec<Code> = EXPECTED.iter().map(|(id, _, _)| Code::from_id(id).unwrap()).collect();
    for code in Code::ALL {
        assert!(shown.contains(code) != ELSEWHERE.contains(code), "{code}");
    }
    assert_eq!(Path::new("fixtures/problems").read_dir().unwrap().count(), EXPECTED.len());
}

/// The text without its line breaks: the table wraps what is long.
fn unwrapped(text: &[u8]) -> String {
    String::from_utf8_lossy(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn each_problem_is_told_with_its_remedy() {
    for (id, place, message) in EXPECTED {
        let audit = audit(&[fixture(id)]);
        let remedy = Code::from_id(id).unwrap().info().remedy;
        let table = unwrapped(show(&audit, Format::Table).as_bytes());
        for told in [*id, message.trim(), remedy] {
            assert!(table.contains(&unwrapped(told.as_bytes())), "{id}: `{told}` is not in {table}");
        }
        let line = place.split(',').next().unwrap();
        assert!(table.contains(line), "{id}: {line}");
    }
}

#[test]
fn each_code_has_a_page() {
    for code in Code::ALL {
        let mut page = Vec::new();
        assert!(explain(Some(code.info().id), &mut page).unwrap(), "{code}");
        let page = unwrapped(&page);
        for told in [code.info().id, code.info().summary, code.info().remedy] {
            assert!(page.contains(&unwrapped(told.as_bytes())), "{code}: `{told}` is not in {page}");
        }
    }
}
