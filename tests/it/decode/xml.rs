//! The XML of IAM's query API and of S3.

use rootkeys::{Code, Verdict};

use crate::common::examined::{examine, problems, verdict};
use crate::common::{ACCOUNT, OTHER, base64, json, of, query_api, report, wrapped};

fn clean() -> String {
    query_api(&report("false", "false"))
}

fn active() -> String {
    query_api(&of(OTHER, &report("true", "false")))
}

fn is_clean(text: &str) {
    let found = examine(text.as_bytes());
    assert_eq!(verdict(&found, ACCOUNT), Some(Verdict::Clean), "{text}: {:?}", problems(&found));
    assert!(problems(&found).is_empty(), "{text}: {:?}", problems(&found));
}

fn refused(text: &str, code: Code) {
    let found = examine(text.as_bytes());
    assert_ne!(verdict(&found, ACCOUNT), Some(Verdict::Clean), "{text}");
    assert!(problems(&found).iter().any(|problem| problem.code == code), "{text}: {:?}", problems(&found));
}

#[test]
fn an_answer_is_read_however_its_text_is_written() {
    is_clean(&clean());
    let content = base64(&report("false", "false"));
    let (start, rest) = content.split_at(40);
    let first = &start[..1];
    for written in [
        format!("<![CDATA[{content}]]>"),
        format!("{start}<![CDATA[{rest}]]>"),
        format!("&#{};{}", first.as_bytes()[0], &content[1..]),
        format!("\n{}    ", wrapped(&content, 76)),
        format!("{start}<!-- a comment -->{rest}"),
    ] {
        is_clean(&clean().replace(&content, &written));
    }
    let answer = clean();
    is_clean(
        &answer.replace("<Get", "<iam:Get").replace("</Get", "</iam:Get").replace("xmlns=", "xmlns:iam="),
    );
    is_clean(&format!("<?xml version=\"1.0\"?>\n<!-- saved on Monday -->\n{answer}\n"));
    let found = examine(
        format!("{answer}{}\n{}", active(), json(&of("333344445555", &report("false", "false")))).as_bytes(),
    );
    assert_eq!(verdict(&found, ACCOUNT), Some(Verdict::Clean));
    assert_eq!(verdict(&found, OTHER), Some(Verdict::Active));
    assert_eq!(verdict(&found, "333344445555"), Some(Verdict::Clean));
}

#[test]
fn an_answer_that_is_damaged_is_never_clean() {
    let answer = clean();
    refused(answer.trim_end_matches("</GetCredentialReportResponse>"), Code::XmlDamaged);
    refused(&answer.replace("</Content>", "</content>"), Code::XmlDamaged);
    refused(&answer.replace("<Content>", "<Content>&report;"), Code::XmlDamaged);
    let declared = "<!DOCTYPE a [<!ENTITY b 'c'>]>";
    refused(
        &answer.replace("<GetCredentialReportResult>", &format!("{declared}<GetCredentialReportResult>")),
        Code::XmlDamaged,
    );
    let twice = format!("<Content>{}</Content><ReportFormat>", base64(&report("false", "false")));
    refused(&answer.replace("<ReportFormat>", &twice), Code::MemberRepeated);
    refused(&answer.replace("text/csv", "text/html"), Code::ReportFormat);
    let hidden = format!("<!-- {} -->", base64(&of(OTHER, &report("true", "false"))));
    refused(&answer.replace("<ReportFormat>", &format!("{hidden}<ReportFormat>")), Code::UnreadTrace);
    refused(&answer.replace("<ReportFormat>", "<ReportFormat x='&lt;root_account&gt;'>"), Code::UnreadTrace);
    let cut = active();
    let content = cut.find("<Content>").unwrap() + "<Content>".len();
    let found = examine(&cut.as_bytes()[..content + 1000]);
    assert_eq!(verdict(&found, OTHER), Some(Verdict::Active), "an active key shows, whatever is damaged");
    assert!(problems(&found).iter().any(|problem| problem.code == Code::XmlDamaged));
    let behind = format!("<GetCredentialReportResponse>\n<a>\n{}", active());
    assert_eq!(verdict(&examine(behind.as_bytes()), OTHER), Some(Verdict::Active));
}

#[test]
fn an_error_is_told_by_its_code() {
    let iam = |code: &str| {
        format!(
            "<ErrorResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">\n  <Error>\n    <Type>Sender</Type>\n    \
             <Code>{code}</Code>\n    <Message>no</Message>\n  </Error>\n  <RequestId>1</RequestId>\n</ErrorResponse>\n"
        )
    };
    let s3 = |code: &str| {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>no</Message><Key>a.csv</Key>\
             <RequestId>1</RequestId><HostId>2</HostId></Error>"
        )
    };
    for (text, code) in [
        (iam("ReportNotPresent"), Code::ReportNotPresent),
        (iam("ReportInProgress"), Code::ReportInProgress),
        (iam("AccessDenied"), Code::AccessDenied),
        (iam("Throttling"), Code::Throttled),
        (s3("AccessDenied"), Code::AccessDenied),
        (s3("NoSuchKey"), Code::AwsCliError),
        (s3("SlowDown"), Code::Throttled),
        (s3("ExpiredToken"), Code::CredentialsRejected),
        (
            format!("HTTP/1.1 403 Forbidden\r\nServer: AmazonS3\r\n\r\n{}", s3("AccessDenied")),
            Code::AccessDenied,
        ),
        (
            "<GenerateCredentialReportResponse><GenerateCredentialReportResult><State>STARTED</State>\
             </GenerateCredentialReportResult></GenerateCredentialReportResponse>"
                .to_owned(),
            Code::GenerateOutput,
        ),
    ] {
        let found = examine(text.as_bytes());
        let codes: Vec<Code> = problems(&found).iter().map(|problem| problem.code).collect();
        assert_eq!(codes, [code], "{text}");
        assert!(!found.is_other(), "{text}");
    }
    assert!(examine(b"<Error><Line>3</Line></Error>").is_other(), "another program's");
}
