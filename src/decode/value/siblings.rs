//! The siblings of a report in its document: what is said of it, or an account that is lost.

use crate::decode::recognise::failed;
use crate::decode::recognise::traces::{SHORTEST_ENCODED, has_trace, is_encoded_report, is_encoded_value};
use crate::decode::value::{Tree, byte_list};

/// What a member that holds a report is, by its name: it decides what its siblings may be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holder {
    /// The report itself, `Content` or what an operation answered: its siblings are what else there is of the same account.
    Report,
    /// What a program calls the one answer that it carries: its siblings are what that program says of it.
    Answer,
    /// An account, by whatever name: all its siblings are accounts.
    Account,
}

/// The names of a credential report and of the operations that give it, as clients, SDKs and collectors have them.
const REPORTS: [&str; 13] = [
    "awscredentialreport",
    "credentialreport",
    "credentialreportcontent",
    "credentialreports",
    "credentialsreport",
    "credentialsreports",
    "generatecredentialreport",
    "getcredentialreport",
    "getcredentialreportoutput",
    "getcredentialreportresponse",
    "getcredentialreportresult",
    "iamcredentialreport",
    "iamcredentialsreport",
];

/// What programs call the member that they put an answer into.
#[rustfmt::skip]
const ANSWERS: &[&str] = &[
    "accounts", "base64", "body", "cells", "content", "contents", "credentials", "csv", "data", "document",
    "entries", "events", "hits", "iam", "items", "lines", "log", "message", "msg", "output", "outputs",
    "payload", "profiles", "raw", "rawdata", "rawoutput", "record", "recordedcontent", "records", "report",
    "reports", "response", "result", "results", "resultset", "rows", "services", "source",
    "standardoutputcontent", "stdout", "stdoutlines", "text", "users", "value", "values",
];

/// What programs say next to an answer of it and of where it comes from.
#[rustfmt::skip]
const ABOUT: &[&str] = &[
    "account", "accountalias", "accountemail", "accountid", "accountname", "accountstatus", "accounttype",
    "alias", "apiversion", "arn", "attempts", "author", "available", "awsaccountid", "bucket", "cache", "caller",
    "callerarn", "calleridentity", "celltype", "changed", "checksum", "cmd", "code", "collectedat",
    "collectedon", "collector", "columns", "command", "commandid", "comment", "consumedcapacity",
    "contentencoding", "contentlength", "contentmd5", "contentsha256", "contenttype", "cookies", "count",
    "createdat", "creator", "datatype", "date", "delta", "description", "detail", "details", "downloadedat",
    "duration", "email", "encoding", "end", "endtime", "env", "environment", "error", "errors", "etag",
    "eventtype", "executedversion", "executioncount", "executionid", "exitcode", "exported", "exportedat",
    "failed", "failedwhenresult", "fetchedat", "filename", "format", "from", "functionerror", "generated",
    "generatedat", "generatedtime", "hash", "headers", "host", "hostname", "httpheaders", "httpstatuscode",
    "httpversion", "id", "index", "ingestiontime", "instanceid", "invocation", "invocationtime",
    "isbase64encoded", "istruncated", "jobid", "key", "kind", "lastmodified", "lastrun", "length",
    "logresult", "majordimension", "managementaccount", "maxscore", "md5", "message",
    "metadata", "mimetype", "msg", "multivalueheaders", "name", "nbformat", "nbformatminor",
    "nextbackwardtoken", "nextforwardtoken", "nexttoken", "note", "notes", "ok", "organization",
    "organizationid", "orgid", "ou", "ouid", "outputtype", "owner", "pages", "partition", "path", "profile",
    "profilename", "providercode", "providername", "range", "rc", "reason", "recordeddate", "region",
    "regionname", "reportformat", "request", "requestedat", "requestid", "responsecode", "responsemetadata",
    "resultformat", "resultmetadata", "retrievedat", "returncode", "role", "rolearn", "runid", "s3key",
    "scannedcount", "schema", "score", "servicelist", "sessionname", "sha256", "shards", "signature",
    "size", "source", "stage", "standarderrorcontent", "standarderrorurl", "standardoutputurl", "start",
    "starteddatetime", "starttime", "state", "statistics", "status", "statuscode", "statusdetails",
    "statustext", "stderr", "stderrlines", "success", "tag", "tags", "taskid", "team", "ticket", "time",
    "timedout", "timestamp", "timings", "title", "took", "tool", "total", "traceid", "type", "uid",
    "updatecount", "updatedat", "uploadedat", "uri", "url", "user", "version", "warning", "warnings",
];

/// What a program calls the accounts or the pages that it lacks.
const LACKS: [&str; 8] = ["fail", "error", "miss", "skip", "denied", "truncat", "nexttoken", "unfinish"];

/// The letters and digits of a name, in lower case.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What a member of that name is when it holds a report.
pub(crate) fn holder(name: &str) -> Holder {
    let name = plain(name);
    if REPORTS.contains(&name.as_str()) {
        Holder::Report
    } else if ANSWERS.contains(&name.as_str()) {
        Holder::Answer
    } else {
        Holder::Account
    }
}

/// Whether the AWS CLI or an SDK writes a member of that name along with `Content`.
pub(crate) fn is_of_client(name: &str) -> bool {
    const CLIENT: [&str; 7] = [
        "GeneratedTime",
        "ReportFormat",
        "ResponseMetadata",
        "ResultMetadata",
        "$metadata",
        "HTTPHeaders",
        "headers",
    ];
    CLIENT.contains(&name)
}

/// Whether a member that gave no report is where an account's should be, as a sibling of a report that is held so.
pub(crate) fn is_lost(name: &str, member: &Tree<'_>, beside: Holder) -> bool {
    // A report that ran into the name before it is one, too.
    is_traced(member) || has_trace(name.as_bytes()) || is_lost_by_name(name, member, beside)
}

/// The same, where all traces are counted.
pub(super) fn is_lost_by_name(name: &str, member: &Tree<'_>, beside: Holder) -> bool {
    let is_account = name.len() == 12 && name.bytes().all(|byte| byte.is_ascii_digit());
    let lacks = LACKS.iter().any(|lack| name.to_lowercase().contains(lack));
    let name = plain(name);
    // `report_date` as `date`; `dev_report` says of itself that it is one.
    let of_report = name.replace("credentials", "").replace("credential", "").replace("report", "");
    let is_about = [&name, &of_report].iter().any(|name| ABOUT.contains(&name.as_str()));
    let is_other = match beside {
        Holder::Report => name.contains("report") && !is_about,
        Holder::Answer => !is_about,
        Holder::Account => true,
    };
    is_other || is_account || lacks && !is_empty(member) || is_answer(member)
}

/// Whether a text is an answer that is none: base64, or a message of the AWS CLI.
fn is_answer(member: &Tree<'_>) -> bool {
    member.text().is_some_and(|text| is_encoded_value(text.as_bytes()) || failed::in_text(text).is_some())
}

fn is_empty(tree: &Tree<'_>) -> bool {
    match tree {
        Tree::Null | Tree::Bool(false) => true,
        Tree::Bool(true) | Tree::Elided(_) => false,
        Tree::Number(number) => *number == 0.0,
        Tree::Text(text) => text.trim().is_empty(),
        Tree::List(items) => items.iter().all(is_empty),
        Tree::Members(members) => members.iter().all(|(_, member)| is_empty(member)),
    }
}

/// Whether something in a tree has to do with a report: its words, long base64, or as many numbers as bytes would be.
pub(super) fn is_traced(tree: &Tree<'_>) -> bool {
    match tree {
        Tree::Text(text) => has_trace(text.as_bytes()) || is_encoded_report(text.as_bytes()),
        Tree::List(items) => {
            items.len() >= SHORTEST_ENCODED && byte_list::in_tree(tree).is_some()
                || items.iter().any(is_traced)
        }
        Tree::Members(members) => {
            members.len() >= SHORTEST_ENCODED && byte_list::in_tree(tree).is_some()
                || members.iter().any(|(name, value)| has_trace(name.as_bytes()) || is_traced(value))
        }
        Tree::Null | Tree::Bool(_) | Tree::Number(_) | Tree::Elided(_) => false,
    }
}
