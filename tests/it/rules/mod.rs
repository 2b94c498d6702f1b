//! The further rules of the root user: each cell by itself, in every format, with exceptions.

use std::collections::BTreeSet;

use rootkeys::{
    Audit, AuditOptions, Code, Criteria, ExitStatus, Format, References, Verdict, View, audit_bytes, render,
    rules,
};
use serde_json::Value;

use crate::common::program::{code, folder, rootkeys, stderr, stdout};
use crate::common::{base64, schema};

const AS_OF: &str = "2026-09-30T00:00:00Z";
const OLD: &str = "2026-01-31T12:00:00Z";

/// A report of one account whose root row has these cells, others are as AWS writes them for a root user without keys.
fn report(cells: &[(&str, &str)]) -> String {
    let usual = [
        ("user", "<root_account>"),
        ("arn", "arn:aws:iam::111122223333:root"),
        ("user_creation_time", "2020-01-31T12:00:00Z"),
        ("password_enabled", "true"),
        ("password_last_used", OLD),
        ("mfa_active", "true"),
        ("access_key_1_active", "false"),
        ("access_key_1_last_rotated", "N/A"),
        ("access_key_1_last_used_date", "N/A"),
        ("access_key_2_active", "false"),
        ("access_key_2_last_rotated", "N/A"),
        ("access_key_2_last_used_date", "N/A"),
        ("cert_1_active", "false"),
        ("cert_2_active", "false"),
    ];
    let further = cells.iter().filter(|(name, _)| usual.iter().all(|(known, _)| known != name));
    let of = |(name, cell): (&str, &str)| {
        let other = cells.iter().find(|(of, _)| *of == name).map(|(_, other)| *other);
        (name.to_owned(), other.unwrap_or(cell).to_owned())
    };
    // A column that is to be missing has no name.
    let all = usual.into_iter().chain(further.copied()).map(of).filter(|(_, cell)| cell != "missing");
    let (names, cells): (Vec<String>, Vec<String>) = all.unzip();
    format!("{}\n{}\n", names.join(","), cells.join(","))
}

fn assessed(csv: &str, also: &[&str], references: References) -> Audit {
    let also: BTreeSet<&'static str> = also.iter().map(|id| rules::by_id(id).unwrap().id).collect();
    let criteria = Criteria { also, ..Criteria::default() };
    let options = AuditOptions { criteria, references, ..AuditOptions::as_of(AS_OF.parse().unwrap()) };
    audit_bytes([("prod.csv", csv.as_bytes())], &options)
}

/// What a rule comes to: `found` with its subjects, `unknown`, or that it passes.
fn outcome(rule: &str, cells: &[(&str, &str)]) -> String {
    let audit = assessed(&report(cells), &[rule], References::default());
    let [account] = &audit.accounts[..] else { panic!("{:?}", audit.problems().collect::<Vec<_>>()) };
    let unknown = account.assessment.problems.iter().any(|problem| problem.code == Code::RuleUnknown);
    let found: Vec<String> = account
        .counted()
        .filter(|finding| finding.rule == rule)
        .flat_map(|finding| &finding.subjects)
        .map(ToString::to_string)
        .collect();
    let (status, told) = match (found.is_empty(), unknown) {
        (false, _) => (ExitStatus::Active, format!("found {}", found.join(", "))),
        (true, true) => (ExitStatus::Incomplete, "unknown".to_owned()),
        (true, false) => (ExitStatus::Clean, "passes".to_owned()),
    };
    if account.assessment.verdict == Verdict::Clean {
        assert_eq!(ExitStatus::of_audit(&audit, false), status, "{rule}: {cells:?}");
    }
    told
}

#[test]
fn mfa_is_off_where_the_cell_says_so_and_never_passes_without_a_word() {
    let of = |cell| outcome("root-mfa-off", &[("mfa_active", cell)]);
    assert_eq!([of("true"), of("TRUE"), of("false")], ["passes", "passes", "found root user"]);
    for cell in ["N/A", "no_information", "not_supported", "", "missing"] {
        assert_eq!(of(cell), "unknown", "{cell}");
    }
}

#[test]
fn an_active_certificate_is_found_in_any_slot_and_a_missing_column_is_told() {
    let of = |slot: &str, cell| outcome("root-certificate-active", &[(&format!("cert_{slot}_active"), cell)]);
    for slot in ["1", "2", "3"] {
        assert_eq!(of(slot, "true"), format!("found signing certificate {slot}"));
        assert_eq!(of(slot, "false"), "passes");
    }
    for cell in ["N/A", "no_information", "not_supported", "", "missing"] {
        assert_eq!((of("1", cell), of("2", cell)), ("unknown".to_owned(), "unknown".to_owned()), "{cell}");
    }
    let both = [("cert_1_active", "true"), ("cert_2_active", "true")];
    assert_eq!(
        outcome("root-certificate-active", &both),
        "found signing certificate 1, signing certificate 2"
    );
}

#[test]
fn a_use_is_recent_for_ninety_days() {
    let of = |cell| outcome("root-recently-used", &[("password_last_used", cell)]);
    assert_eq!(of("2026-09-29T12:00:00Z"), "found password");
    assert_eq!(of("2026-07-02T00:00:00Z"), "found password", "90 days before");
    assert_eq!(of("2026-07-01T00:00:00Z"), "passes", "91 days before");
    for cell in ["N/A", "no_information", "not_supported", "", "missing"] {
        assert_eq!(of(cell), "unknown", "{cell}");
    }
    let key = |active, used| {
        let cells = [
            ("access_key_1_active", active),
            ("access_key_1_last_rotated", OLD),
            ("access_key_1_last_used_date", used),
        ];
        outcome("root-recently-used", &cells)
    };
    for active in ["true", "false"] {
        assert_eq!(key(active, "2026-09-01T00:00:00Z"), "found access key 1");
        assert_eq!(key(active, OLD), "passes");
        for cell in ["N/A", "no_information", "missing"] {
            assert_eq!(key(active, cell), "unknown", "{active} {cell}");
        }
    }
}

#[test]
fn the_verdict_is_about_active_keys_whatever_else_is_found() {
    let cells =
        [("mfa_active", "false"), ("cert_1_active", "true"), ("password_last_used", "no_information")];
    let also = ["root-mfa-off", "root-certificate-active", "root-recently-used"];
    let audit = assessed(&report(&cells), &also, References::default());
    assert_eq!(audit.accounts[0].assessment.verdict, Verdict::Clean);
    assert_eq!(
        ExitStatus::of_audit(&audit, false),
        ExitStatus::Active,
        "findings win over what is not known"
    );
    let silent = assessed(&report(&cells), &[], References::default());
    assert!(silent.accounts[0].findings.is_empty() && silent.complete());
}

#[test]
fn every_format_shows_each_finding() {
    let cells =
        [("mfa_active", "false"), ("cert_2_active", "true"), ("password_last_used", "2026-09-29T12:00:00Z")];
    let also = ["root-mfa-off", "root-certificate-active", "root-recently-used"];
    let audit = assessed(&report(&cells), &also, References::default());
    for format in Format::ALL {
        let mut out = Vec::new();
        render(&audit, *format, View::default(), &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        for rule in also.map(|id| rules::by_id(id).unwrap()) {
            let shown = if *format == Format::Github { rule.name } else { rule.id };
            assert!(text.contains(shown), "{format:?} lacks {shown}: {text}");
        }
    }
}

#[test]
fn sarif_knows_the_rules_that_were_asked_for_with_their_own_controls() {
    let log = |also: &[&str]| -> Value {
        let audit = assessed(&report(&[("mfa_active", "false")]), also, References::default());
        let mut out = Vec::new();
        render(&audit, Format::Sarif, View::default(), &mut out).unwrap();
        serde_json::from_slice(&out).unwrap()
    };
    let asked = log(&["root-mfa-off"]);
    let driver = &asked["runs"][0]["tool"]["driver"];
    let result = &asked["runs"][0]["results"][0];
    let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
    assert_eq!((&result["ruleId"], &result["level"]), (&"root-mfa-off".into(), &"error".into()));
    let rule = &driver["rules"][index];
    assert_eq!(rule["id"], "root-mfa-off");
    let controls: Vec<&str> = rule["relationships"]
        .as_array()
        .unwrap()
        .iter()
        .map(|relationship| relationship["target"]["id"].as_str().unwrap())
        .collect();
    assert!(
        controls.contains(&"IAM.9") && controls.contains(&"1.5") && !controls.contains(&"IAM.4"),
        "{controls:?}"
    );
    let taxa = |log: &Value| log["runs"][0]["taxonomies"].to_string().contains("IAM.9");
    assert!(taxa(&asked) && !taxa(&log(&[])));
    assert_eq!(log(&[])["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap().len(), 2);
}

#[test]
fn an_exception_covers_the_rules_that_it_names() {
    let csv = report(&[("mfa_active", "false"), ("access_key_1_active", "true")]);
    let status = |register: &str| {
        let references = References::default().with_exceptions("register.csv", register.as_bytes()).unwrap();
        let audit = assessed(&csv, &["root-mfa-off"], references);
        let open: Vec<&str> =
            audit.accounts[0].findings.iter().filter(|finding| finding.is_open()).map(|f| f.rule).collect();
        (open.join(" "), ExitStatus::of_audit(&audit, false))
    };
    let entry = |rules: &str| format!("111122223333,2026-12-31,Ana,audited,{rules}\n");
    let header = "account_id,expires_on,approver,reason,rules\n";
    let (mfa, key) = ("root-mfa-off", "root-access-key-active");
    assert_eq!(status(&format!("{header}{}", entry(""))), (mfa.to_owned(), ExitStatus::Active));
    assert_eq!(status(&format!("{header}{}", entry(mfa))), (key.to_owned(), ExitStatus::Active));
    let both = format!("{header}{}", entry(&format!("{mfa} {key}")));
    assert_eq!(status(&both), (String::new(), ExitStatus::Clean));
    let apart = format!("{header}{}{}", entry(mfa), entry(""));
    assert_eq!(status(&apart), (String::new(), ExitStatus::Clean), "one entry for each");
    let register = format!("{header}{}", entry("root-mfa"));
    let error = References::default().with_exceptions("register.csv", register.as_bytes()).unwrap_err();
    assert_eq!(error.faults()[0].line, Some(2));
    assert!(error.to_string().contains("root-mfa-off"), "{error}");
}

#[test]
fn strict_is_the_rule_about_disabled_keys() {
    let at =
        folder("rules-strict", &[("prod.csv", report(&[("access_key_1_last_rotated", OLD)]).as_bytes())]);
    for format in Format::ALL {
        let run = |options: &[&str]| {
            let arguments = [&["prod.csv", "--as-of", AS_OF, "-f", format.info().name][..], options].concat();
            let output = rootkeys(&arguments).current_dir(&at).output().unwrap();
            (code(&output), stdout(&output), stderr(&output))
        };
        let strict = run(&["--strict"]);
        assert_eq!(strict.0, 1);
        assert_eq!(strict, run(&["--also", "root-access-key-inactive"]));
        assert_eq!(strict, run(&["--strict", "--also=root-access-key-inactive"]));
        assert_eq!(run(&[]).0, 0);
    }
}

#[test]
fn the_command_knows_its_rules() {
    let csv = report(&[("mfa_active", "false"), ("cert_1_active", "true"), ("password_last_used", AS_OF)]);
    let at = folder("rules-also", &[("prod.csv", csv.as_bytes())]);
    let run = |options: &[&str]| {
        let arguments = [&["prod.csv", "--as-of", AS_OF, "-f", "csv", "-q"][..], options].concat();
        rootkeys(&arguments).current_dir(&at).output().unwrap()
    };
    let all = stdout(&run(&["--also", "all"]));
    assert!(all.contains("root-mfa-off root-certificate-active root-recently-used"), "{all}");
    let two = stdout(&run(&["--also", "root-mfa-off", "--also", "root-certificate-active"]));
    assert!(two.contains("root-mfa-off root-certificate-active,"), "{two}");
    let told = rootkeys(&["prod.csv", "--also", "all", "--as-of", AS_OF]).current_dir(&at).output().unwrap();
    assert!(stderr(&told).contains("1 clean; 3 further findings\n"), "{}", stderr(&told));
    let wrong = run(&["--also", "root-mfa"]);
    assert_eq!(code(&wrong), 2);
    assert!(stderr(&wrong).contains("root-mfa-off"), "{}", stderr(&wrong));
    for rule in rules::RULES {
        let page = stdout(&rootkeys(&["explain", rule.id]).output().unwrap());
        assert!(page.contains(rule.name) && page.contains("Related controls"), "{page}");
    }
}

#[test]
fn a_document_says_which_rules_counted_and_is_verified_with_them() {
    let csv = report(&[("mfa_active", "false"), ("cert_1_active", "true")]);
    let at = folder("rules-verify", &[("prod.csv", csv.as_bytes())]);
    let run = |arguments: &[&str]| rootkeys(arguments).current_dir(&at).output().unwrap();
    let made = run(&["prod.csv", "--also", "all", "--as-of", AS_OF, "-q", "-o", "evidence.json"]);
    assert_eq!(code(&made), 1);
    let same = run(&["verify", "evidence.json"]);
    assert_eq!((code(&same), stderr(&same).as_str()), (0, ""), "{}", stdout(&same));
    let document = std::fs::read_to_string(at.join("evidence.json")).unwrap();
    let forged = document.replacen("        \"root-mfa-off\",\n", "", 2);
    assert_ne!(forged, document);
    std::fs::write(at.join("evidence.json"), forged).unwrap();
    assert_eq!(code(&run(&["verify", "evidence.json"])), 1);
}

#[test]
fn an_exception_covers_what_was_found_and_nothing_that_is_not_known() {
    let register = b"account_id,expires_on,approver,reason,rules\n\
                     111122223333,2026-12-31,Ana,audited,root-certificate-active root-recently-used\n";
    let also = ["root-certificate-active", "root-recently-used"];
    for unknown in [
        [("cert_2_active", "N/A"), ("password_last_used", OLD)],
        [("cert_2_active", "false"), ("password_last_used", "no_information")],
    ] {
        let cells = [
            &unknown[..],
            &[("cert_1_active", "true"), ("access_key_1_last_rotated", OLD)],
            &[("access_key_1_last_used_date", "2026-09-01T00:00:00Z")],
        ]
        .concat();
        let references = References::default().with_exceptions("register.csv", register).unwrap();
        let audit = assessed(&report(&cells), &also, references);
        assert!(!audit.accounts[0].is_open());
        assert_eq!(ExitStatus::of_audit(&audit, false), ExitStatus::Incomplete, "{unknown:?}");
    }
}

#[test]
fn a_key_that_may_exist_may_have_been_used() {
    let missing = [
        ("access_key_2_last_rotated", "missing"),
        ("access_key_2_last_used_date", "missing"),
        ("password_last_used", OLD),
    ];
    assert_eq!(outcome("root-recently-used", &missing), "unknown");
}

#[test]
fn a_report_older_than_ninety_days_shows_no_recent_use() {
    let of = |made: &str| {
        let csv = report(&[("password_last_used", "2026-01-01T00:00:00Z")]);
        let json =
            serde_json::json!({ "Content": base64(&csv), "ReportFormat": "text/csv", "GeneratedTime": made });
        ExitStatus::of_audit(
            &assessed(&json.to_string(), &["root-recently-used"], References::default()),
            false,
        )
    };
    assert_eq!(of("2026-07-02T00:00:00Z"), ExitStatus::Clean, "90 days");
    assert_eq!(of("2026-07-01T00:00:00Z"), ExitStatus::Incomplete, "91 days");
}

#[test]
fn a_report_that_may_be_the_newest_is_heard_whatever_its_name() {
    let good = report(&[]);
    for (rule, cells) in [
        ("root-mfa-off", ("mfa_active", "false")),
        ("root-mfa-off", ("mfa_active", "N/A")),
        ("root-certificate-active", ("cert_2_active", "true")),
        ("root-recently-used", ("password_last_used", "2026-09-29T12:00:00Z")),
    ] {
        let bad = report(&[cells]);
        for names in [["a.csv", "b.csv"], ["b.csv", "a.csv"]] {
            let criteria =
                Criteria { also: BTreeSet::from([rules::by_id(rule).unwrap().id]), ..Criteria::default() };
            let options = AuditOptions { criteria, ..AuditOptions::as_of(AS_OF.parse().unwrap()) };
            let audit = audit_bytes([(names[0], good.as_bytes()), (names[1], bad.as_bytes())], &options);
            assert_eq!(audit.accounts[0].assessment.verdict, Verdict::Clean);
            assert_ne!(ExitStatus::of_audit(&audit, false), ExitStatus::Clean, "{rule} {cells:?} {names:?}");
        }
        // An earlier report has no say.
        let dated = |csv: &str, made| {
            serde_json::json!({ "Content": base64(csv), "GeneratedTime": made }).to_string()
        };
        let newer = dated(&good, "2026-09-30T00:00:00Z");
        let older = dated(&bad, "2026-09-29T23:00:00Z");
        let criteria =
            Criteria { also: BTreeSet::from([rules::by_id(rule).unwrap().id]), ..Criteria::default() };
        let options = AuditOptions { criteria, ..AuditOptions::as_of(AS_OF.parse().unwrap()) };
        let audit = audit_bytes([("a.json", older.as_bytes()), ("b.json", newer.as_bytes())], &options);
        assert_eq!(ExitStatus::of_audit(&audit, false), ExitStatus::Clean, "{rule} {cells:?}");
    }
}

#[test]
fn a_document_is_as_its_schema_says_whatever_a_rule_comes_to() {
    for (cells, is_unknown) in [(("mfa_active", "false"), false), (("mfa_active", "N/A"), true)] {
        let audit = assessed(&report(&[cells]), &["root-mfa-off"], References::default());
        let mut out = Vec::new();
        render(&audit, Format::Json, View::default(), &mut out).unwrap();
        let mut document: Value = serde_json::from_slice(&out).unwrap();
        schema::assert_valid(&document);
        let code = document.pointer_mut("/accounts/0/problems/0/code");
        assert_eq!(code.is_some(), is_unknown);
        if let Some(code) = code {
            *code = "cut-short".into();
            assert!(!schema::is_valid(&document), "nothing else that blocks leaves a clean verdict");
        }
    }
}
