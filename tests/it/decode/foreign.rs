//! What is no report at all is told for what it is, and what rootkeys wrote is no report either.

use rootkeys::{Code, Format, Settings, Verdict};

use crate::common::audited::{audit, show};
use crate::common::examined::examine;
use crate::common::examined::verdicts;
use crate::common::{base64, report};

/// The only problem that there is.
fn told(bytes: &[u8]) -> (Code, String) {
    let found = examine(bytes);
    let [problem] = found.problems.as_slice() else { panic!("{found:?}") };
    (problem.code, problem.message.clone())
}

#[test]
fn files_of_other_kinds_are_named_by_their_first_bytes() {
    let tar = [b"report.csv".to_vec(), vec![0; 247], b"ustar\0 00".to_vec()].concat();
    let text = [b"report.csv".to_vec(), vec![b' '; 247], b"ustar".to_vec()].concat();
    for (start, code, name) in [
        (&b"PK\x03\x04....xl/workbook.xml"[..], Code::Workbook, "an Excel workbook"),
        (
            b"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument",
            Code::Workbook,
            "an OpenDocument sheet",
        ),
        (b"PK\x03\x04....report.csv", Code::Archive, "a zip archive"),
        (b"PK\x05\x06", Code::Archive, "a zip archive"),
        (
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1W\0o\0r\0k\0b\0o\0o\0k\0",
            Code::Workbook,
            "an Excel workbook of the older",
        ),
        (
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1_\0_\0s\0u\0b\0s\0t\0g\x001\0.\x000\0_\0",
            Code::Archive,
            "an Outlook message",
        ),
        (
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0",
            Code::Binary,
            "a Word document",
        ),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Code::Binary, "a compound file"),
        (b"PAR1\x15\x04", Code::Archive, "a Parquet file"),
        (b"ORC\x07\0", Code::Archive, "an ORC file"),
        (b"BZh91AY&SY", Code::Archive, "bzip2 data"),
        (b"\xFD7zXZ\0", Code::Archive, "xz data"),
        (b"\x28\xB5\x2F\xFD", Code::Archive, "zstd data"),
        (b"7z\xBC\xAF\x27\x1C", Code::Archive, "a 7z archive"),
        (b"\x1F\x9D\x90u", Code::Archive, "data that compress(1) packed"),
        (b"\x5D\0\0\x80\0\xFF", Code::Archive, "lzma data"),
        (b"LZIP\x01\x0C", Code::Archive, "lzip data"),
        (b"Rar!\x1A\x07\x01\0", Code::Archive, "a RAR archive"),
        (b"MSCF\0\0\0\0", Code::Archive, "a cabinet archive"),
        (b"age-encryption.org/v1\n-> X25519 x", Code::Archive, "a file that age encrypted"),
        (b"Salted__\x3E\x80", Code::Archive, "a file that openssl enc encrypted"),
        (b"$ANSIBLE_VAULT;1.1;AES256\n3130\n", Code::Archive, "a file that Ansible Vault encrypted"),
        (b"-----BEGIN PGP MESSAGE-----\n\nhQEMA", Code::Archive, "a file that PGP encrypted"),
        (b"\xA3\x01\x9B\xC0", Code::Archive, "PGP data"),
        (b"\x85\x01\x0C\x03\x11", Code::Archive, "PGP data"),
        (b"\x8C\x0D\x04\x09\x03", Code::Archive, "PGP data"),
        (
            b"\x30\x82\x06\xA3\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x03",
            Code::Archive,
            "signed or encrypted data",
        ),
        (b"%PDF-1.7\n", Code::Binary, "a PDF document"),
        (b"\x89PNG\r\n\x1A\n", Code::Binary, "a picture"),
        (b"\xFF\xD8\xFF\xE0", Code::Binary, "a picture"),
        (b"GIF89a", Code::Binary, "a picture"),
        (b"\x7FELF\x02\x01\x01\0", Code::Binary, "a program"),
        (b"MZ\x90\0\x03", Code::Binary, "a program"),
        (&tar, Code::Archive, "a tar archive"),
    ] {
        let (found, message) = told(start);
        assert_eq!(found, code, "{}", start.escape_ascii());
        assert!(message.contains(name), "{message}");
    }
    for other in [&b"MZ is how a text begins"[..], b"BZip", b"GIF", b"PK\x03 and text", &text] {
        assert_eq!(told(other).0, Code::Unrecognized, "{}", other.escape_ascii());
    }
    for (text, code) in [
        (
            "<?xml version=\"1.0\"?><Workbook xmlns:ss=\"urn:schemas-microsoft-com:office:Excel\">",
            Code::Workbook,
        ),
        ("<?xml version=\"1.0\"?><Report/>", Code::Unrecognized),
        ("excel", Code::Unrecognized),
        ("<!DOCTYPE HTML><title>Sign in</title>", Code::Html),
        ("<HTML>", Code::Html),
        ("\n<body><html>", Code::Html),
    ] {
        assert_eq!(told(text.as_bytes()).0, code, "{text}");
    }
}

#[test]
fn what_rootkeys_wrote_is_passed_over_with_nothing_else_in_it() {
    let audit = audit(&["fixtures/organization"]);
    let written = |format| show(&audit, format);
    let is_own = |text: &str| {
        let found = examine(text.as_bytes());
        assert!(verdicts(&found).iter().all(|(_, verdict)| *verdict != Verdict::Clean));
        found.is_other() && found.problems.iter().all(|problem| problem.code == Code::Evidence)
    };
    let (json, sarif, page) = (written(Format::Json), written(Format::Sarif), written(Format::Html));
    for text in [&json, &sarif, &page, &written(Format::JsonLines)] {
        assert!(is_own(text));
        // It quotes reports, so that nothing else may stand beside it.
        assert!(!is_own(&format!("{text}x")) && !is_own(&format!("{text}{}", report("true", "false"))));
    }
    // A root row, spread over members that the schema does not name there, or over lists where it has texts.
    let row = r#"{"user": "<root_account>", "access_key_1_active": "true", "access_key_2_active": "false"}"#;
    for (from, to) in [
        ("\"tool\": {", format!("\"tool\": {{\"other\": {row},")),
        ("\"keys\": [", format!("\"keys\": [{row},")),
        ("\"accounts\": [", format!("\"accounts\": [{row},")),
        ("\"findings\": [", "\"findings\": [[\"<root_account>\", \"true\"],".to_owned()),
        ("\"baseline\": null", format!("\"baseline\": {row}")),
        ("\"as_of\": ", format!("\"as_of\": {row}, \"as_of\": ")),
        ("\"schema\": ", format!("\"type\": {row}, \"schema\": ")),
        ("\"schema\": ", "\"type\": \"other\", \"schema\": ".to_owned()),
    ] {
        assert!(json.contains(from) && !is_own(&json.replacen(from, &to, 1)), "{to}");
    }
    let version = format!("content=\"rootkeys {}", env!("CARGO_PKG_VERSION"));
    for (text, from, to) in [
        (&json, "{", "{\"other\": 1,"),
        (&json, "rootkeys.evidence/", "evidence/"),
        (&sarif, "{", "{\"other\": 1,"),
        (&sarif, "\"columnKind\"", "\"other\": 1, \"columnKind\""),
        (&sarif, "\"name\": \"rootkeys\"", "\"name\": \"other\""),
        (&page, "<!DOCTYPE html>", "<!doctype html>"),
        (&page, &version, "content=\"other"),
        (&page, "</body>\n</html>\n", "</body>\n</html>\n</body>\n</html>\n"),
        (&page, "</body>\n</html>\n", "</body>\n</html>"),
    ] {
        assert!(text.contains(from), "{from}");
        assert!(!is_own(&text.replacen(from, to, 1)), "{to} for {from}");
    }
    assert!(!is_own("{\"$schema\": \"\", \"version\": \"2.1.0\", \"runs\": []}"));
    let csv = report("true", "false");
    let escaped = csv.replace('<', "&lt;").replace('\n', " ");
    let numbers: Vec<String> = csv.bytes().map(|byte| byte.to_string()).collect();
    for hidden in [base64(&csv), escaped, numbers.join(","), "<root_account>,,true".to_owned()] {
        for name in ["\"message\"", "\"path\"", "\"name\""] {
            let told = format!("{name}: \"{hidden}\", {name}");
            assert!(json.contains(name) && !is_own(&json.replacen(name, &told, 1)), "{told}");
        }
    }
}

#[test]
fn what_a_review_adds_to_a_document_is_known_as_its_own() {
    let file = |name: &str| Some(["fixtures/review", name].iter().collect());
    // The day is after that of the exceptions, so that the register has problems.
    let settings = Settings {
        paths: vec!["fixtures/organization".into(), "fixtures/superseded".into(), "fixtures/problems".into()],
        as_of: Some("2027-06-01T00:00:00Z".parse().unwrap()),
        accounts: file("accounts.json"),
        exceptions: file("exceptions.csv"),
        baseline: file("evidence.json"),
        ..Settings::default()
    };
    let audit = rootkeys::audit(&settings).unwrap();
    assert!(audit.exceptions.as_ref().is_some_and(|register| !register.problems.is_empty()));
    for format in [Format::Json, Format::JsonLines] {
        let found = examine(show(&audit, format).as_bytes());
        assert!(found.problems.iter().all(|problem| problem.code == Code::Evidence), "{found:?}");
        assert!(found.is_other());
    }
}
