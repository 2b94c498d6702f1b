//! What an auditor asks beyond the reports: is every account there, is each report recent, who answers for what is open,
//! what has changed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::LazyLock;

use crate::common::program::{self, code, rootkeys, stderr, stdout};
use crate::common::{json, report, schema, utf16};
use proptest::prelude::*;
use serde_json::Value;

const MANAGEMENT: &str = crate::common::ACCOUNT;
const PRODUCTION: &str = "444455556666";
const SANDBOX: &str = "777788889999";

/// A folder with an active report of the management account and a clean one of production, made on 2026-09-29, and
/// further files.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let (active, clean) = (json(&report("true", "false")), of(PRODUCTION, &report("false", "false")));
    let all = [("reports/management.json", active.as_str()), ("reports/production.json", clean.as_str())];
    let all: Vec<(&str, &[u8])> =
        all.iter().chain(files).map(|(path, text)| (*path, text.as_bytes())).collect();
    program::folder(&format!("review/{name}"), &all)
}

/// The report as JSON, of another account.
fn of(account: &str, csv: &str) -> String {
    json(&csv.replace(crate::common::ACCOUNT, account))
}

fn run(at: &Path, args: &[&str]) -> Output {
    let is_dated = args.iter().any(|arg| arg.starts_with("--as-of"));
    let as_of: &[&str] = if is_dated { &[] } else { &["--as-of=2026-09-30"] };
    rootkeys(as_of).args(args).current_dir(at).output().unwrap()
}

/// The exit code and the evidence document, which is as its schema says.
fn document(at: &Path, args: &[&str]) -> (i32, Value) {
    let output = run(at, &[&["-f=json", "reports"], args].concat());
    let document = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", stderr(&output)));
    schema::assert_valid(&document);
    (code(&output), document)
}

fn account<'a>(document: &'a Value, id: &str) -> &'a Value {
    let accounts = document["accounts"].as_array().unwrap();
    accounts
        .iter()
        .find(|account| account["account_id"] == id)
        .unwrap_or_else(|| panic!("{id}: {document:#}"))
}

fn codes(problems: &Value) -> Vec<&str> {
    problems.as_array().unwrap().iter().map(|problem| problem["code"].as_str().unwrap()).collect()
}

/// What `aws organizations list-accounts` prints.
fn organization(accounts: &[(&str, &str, &str)], next: &str) -> String {
    let account = |(id, name, state): &(&str, &str, &str)| {
        format!(
            "        {{\n            \"Id\": \"{id}\",\n            \"Arn\": \
             \"arn:aws:organizations::{MANAGEMENT}:account/o-example/{id}\",\n            \"Email\": \
             \"{name}@example.com\",\n            \"Name\": \"{name}\",\n            \"{state}\n        }}"
        )
    };
    let accounts: Vec<String> = accounts.iter().map(account).collect();
    format!("{{\n    \"Accounts\": [\n{}\n    ]{next}\n}}\n", accounts.join(",\n"))
}

const ACTIVE: &str = "State\": \"ACTIVE\"";

#[test]
fn every_account_in_scope_is_accounted_for() {
    let pages = organization(
        &[(MANAGEMENT, "management", ACTIVE), (SANDBOX, "sandbox", ACTIVE)],
        ",\n    \"NextToken\": \"x\"",
    ) + &organization(
        &[
            ("121212121212", "closed", "State\": \"CLOSED\""),
            ("131313131313", "old", "Status\": \"SUSPENDED\""),
        ],
        ",\n    \"NextToken\": null",
    );
    let at = folder("population", &[("accounts.json", &pages)]);
    let (code, document) = document(&at, &["--accounts=accounts.json"]);
    assert_eq!(code, 1);
    assert_eq!(document["complete"], false, "sandbox has no report");
    let population = &document["population"];
    let numbers = ["in_scope", "active", "clean", "undetermined", "without_report", "outside"];
    assert_eq!(numbers.map(|name| population[name].as_u64().unwrap()), [2, 1, 0, 1, 1, 1]);
    assert_eq!(population["complete"], true);
    let excluded = population["excluded"].as_array().unwrap();
    assert_eq!(
        excluded.iter().map(|e| e["state"].as_str().unwrap()).collect::<Vec<_>>(),
        ["CLOSED", "SUSPENDED"]
    );
    let management = account(&document, MANAGEMENT);
    assert_eq!((&management["name"], &management["scope"]), (&"management".into(), &"in".into()));
    assert_eq!(management["email"], "management@example.com");
    let sandbox = account(&document, SANDBOX);
    assert_eq!((&sandbox["verdict"], &sandbox["input"]), (&"undetermined".into(), &"accounts.json".into()));
    assert_eq!((codes(&sandbox["problems"]), &sandbox["line"]), (vec!["no-report"], &11.into()));
    let production = account(&document, PRODUCTION);
    assert_eq!((&production["verdict"], &production["scope"]), (&"clean".into(), &"outside".into()));
    assert_eq!(codes(&production["problems"]), ["outside-population"]);
    for format in ["table", "markdown", "csv", "sarif", "github", "html"] {
        let output = run(&at, &["reports", "--accounts=accounts.json", "-f", format]);
        assert!(stdout(&output).contains("management"), "{format}");
        assert!(stdout(&output).contains("no-report"), "{format}");
    }
}

#[test]
fn a_closed_account_with_a_report_is_told_and_an_active_key_still_counts() {
    let list = organization(
        &[
            (MANAGEMENT, "management", "State\": \"SUSPENDED\""),
            (PRODUCTION, "production", "State\": \"CLOSED\""),
        ],
        "",
    );
    let at = folder("closed", &[("accounts.json", &list)]);
    let (code, document) = document(&at, &["--accounts=accounts.json"]);
    assert_eq!((code, &document["population"]["in_scope"]), (1, &0.into()));
    for (id, verdict) in [(MANAGEMENT, "active"), (PRODUCTION, "clean")] {
        let account = account(&document, id);
        assert_eq!((&account["verdict"], &account["scope"]), (&verdict.into(), &"excluded".into()));
        assert_eq!(codes(&account["problems"]), ["outside-population"]);
    }
}

#[test]
fn a_complete_population_completes_the_audit() {
    let at = folder("complete", &[("ids.txt", "# in scope\n444455556666\n")]);
    fs::remove_file(at.join("reports/management.json")).unwrap();
    let output = run(&at, &["reports", "--accounts=ids.txt"]);
    assert_eq!(code(&output), 0);
    assert!(stderr(&output).contains("1 account in scope of ids.txt: 0 active + 0 undetermined + 1 clean\n"));
}

#[test]
fn a_list_that_is_cut_off_is_never_complete() {
    let list = organization(&[(PRODUCTION, "production", ACTIVE)], ",\n    \"NextToken\": \"eyJ\"");
    let at = folder("cut-off", &[("accounts.json", &list)]);
    fs::remove_file(at.join("reports/management.json")).unwrap();
    let (code, document) = document(&at, &["--accounts=accounts.json"]);
    assert_eq!((code, &document["complete"]), (3, &false.into()));
    assert_eq!(account(&document, PRODUCTION)["verdict"], "clean");
    assert_eq!(document["population"]["complete"], false);
    assert_eq!(codes(&document["population"]["problems"]), ["population-cut-off"]);
}

#[test]
fn lists_are_read_as_people_have_them() {
    let console = "Account ID,ARN,Email,Name,Status,Joined method\r\n\
                   444455556666,arn:x,p@example.com,\"Prod, EU\",ACTIVE,INVITED\r\n";
    let at = folder(
        "lists",
        &[
            ("console.csv", &format!("\u{FEFF}{console}")),
            ("excel.csv", "name;account_id\nProd, EU;444455556666\n;\n"),
            ("array.json", r#"[{"Id": "444455556666", "Name": "Prod, EU"}]"#),
            ("ids.json", r#"["444455556666"]"#),
            ("quoted.txt", "\"444455556666\"\n\n"),
            ("text.txt", "444455556666\t444455556666\n"),
        ],
    );
    let windows: Vec<u8> = utf16(console);
    fs::write(at.join("windows.csv"), windows).unwrap();
    for list in
        ["console.csv", "excel.csv", "array.json", "ids.json", "quoted.txt", "text.txt", "windows.csv"]
    {
        let (_, document) = document(&at, &["--accounts", list]);
        assert_eq!(document["population"]["in_scope"], 1, "{list}");
        let name = if matches!(list, "ids.json" | "quoted.txt" | "text.txt") {
            Value::Null
        } else {
            "Prod, EU".into()
        };
        assert_eq!(account(&document, PRODUCTION)["name"], name, "{list}");
    }
}

#[test]
fn what_is_no_list_of_accounts_gives_no_result() {
    let bad = [
        ("", "it is empty"),
        ("{}", "Accounts"),
        (r#"{"Accounts": []}"#, "no account"),
        (r#"{"Accounts": [{"Id": "444455556666"}"#, "cut off"),
        (r#"{"Accounts": [{"Name": "x"}]}"#, "no Id"),
        (r#"{"Accounts": [{"Id": "44445555666"}]}"#, "`44445555666`"),
        ("444455556666\n11122223333\n", "line 2: `11122223333`"),
        ("account_id,name\n1.11122E+11,x\n", "line 2: `1.11122E+11`"),
        ("name,email\nx,y\n", "no column account_id"),
        ("account_id\n", "no account"),
        ("account_id,Account ID\n444455556666,111122223333\n", "twice"),
        (
            "account_id,id\n444455556666,1\n111122223333,444455556666\n",
            "line 3: it names 111122223333, and also",
        ),
        (
            "account_id,arn\n444455556666,arn:aws:organizations::1:account/o-x/111122223333\n",
            "line 2: it names",
        ),
        ("account_id,name\n444455556666,a \"b\" c\n", "line 2: a quote stands inside a cell"),
        ("account_id,name\n444455556666,\"a\" b\n", "line 2: a cell goes on behind its closing quote"),
        ("account_id,sta\u{200B}te\n444455556666,CLOSED\n", "line 1: the column"),
        ("account_id,name\n444455556666,a\0b\n", "line 2: it holds the control character U+0000"),
        ("444455556666\r\"111122223333\r777788889999", "line 2: `\"111122223333`"),
        ("444455556666\n４44455556666\n", "line 2: `４44455556666`"),
        (r#"{"Accounts": ["444455556666"], "NextToken": "x"}[]"#, "expected one form"),
        (r#"{"Accounts": ["444455556666"], "nextToken": "x"}"#, "page 1: it has a member nextToken"),
        (r#"{"Accounts": ["444455556666"], "NextToken": 1}"#, "page 1: NextToken is 1"),
        (
            r#"{"Accounts": ["444455556666"], "More": [{"Id": "111122223333"}]}"#,
            "it names 111122223333 outside",
        ),
        (r#"{"Accounts": [{"Id": "444455556666", "Accounts": [{"Id": "111122223333"}]}]}"#, "and also"),
        (r#"{"Accounts": ["444455556666", {"Id": 111122223333}]}"#, "page 1: entry 2: it has no Id"),
        (r#"{"Accounts": ["444455556666", ["111122223333"]]}"#, "page 1: entry 2: it has no Id"),
        (r#"{"Accounts": ["444455556666", null]}"#, "page 1: entry 2: it has no Id"),
    ];
    for (text, expected) in bad {
        let at = folder("bad-list", &[("list", text)]);
        let output = run(&at, &["reports", "--accounts=list"]);
        assert_eq!((code(&output), stdout(&output)), (2, String::new()), "{text}");
        let told = stderr(&output);
        assert!(told.starts_with("rootkeys: list: ") && told.contains(expected), "{text}: {told}");
    }
    let output = run(&folder("no-list", &[]), &["reports", "--accounts=nowhere.json"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("nowhere.json"));
}

proptest! {
    /// Whatever stands in a list of accounts: it is none, or every account of it is accounted for.
    #[test]
    fn the_totals_of_a_population_reconcile(
        ids in prop::collection::vec(prop::sample::select(vec![MANAGEMENT, PRODUCTION, SANDBOX, "000000000000"]), 1..6),
        states in prop::collection::vec(prop::sample::select(vec!["ACTIVE", "SUSPENDED", "CLOSED", "", "?"]), 6),
        damage in prop::option::of((any::<prop::sample::Index>(), any::<u8>())),
    ) {
        static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| folder("reconcile", &[]));
        let rows = ids.iter().zip(&states).map(|(id, state)| format!("{id},{state}\n")).collect::<String>();
        let mut bytes = format!("account_id,state\n{rows}").into_bytes();
        if let Some((at, byte)) = damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let list = FOLDER.join("list.csv");
        fs::write(&list, &bytes).unwrap();
        let settings = rootkeys::Settings {
            paths: vec![FOLDER.join("reports")],
            accounts: Some(list),
            ..rootkeys::Settings::default()
        };
        if let Ok(audit) = rootkeys::audit(&settings) {
            let (population, numbers) = (audit.population.as_ref().unwrap(), audit.reconciled());
            prop_assert_eq!(numbers.active + numbers.clean + numbers.undetermined, population.in_scope);
            prop_assert!(numbers.without_report <= numbers.undetermined);
            prop_assert_eq!(audit.complete(), numbers.undetermined == 0 && !audit.accounts.is_empty());
        } else {
            prop_assert!(damage.is_some());
        }
    }
}

#[test]
fn an_old_report_proves_nothing_and_an_active_key_stays_one() {
    let csv = report("false", "false").replace(crate::common::ACCOUNT, SANDBOX);
    let at = folder("freshness", &[("reports/undated.csv", &csv)]);
    let verdicts = |args: &[&str]| {
        let (code, document) = document(&at, args);
        let ids = [MANAGEMENT, PRODUCTION, SANDBOX]
            .map(|id| account(&document, id)["verdict"].as_str().unwrap().to_owned());
        let problems = [PRODUCTION, SANDBOX].map(|id| codes(&account(&document, id)["problems"]).join(" "));
        (code, ids.join(" "), problems.join(","))
    };
    let told = |code, verdicts: &str, problems: &str| (code, verdicts.to_owned(), problems.to_owned());
    assert_eq!(verdicts(&[]), told(1, "active clean clean", ","));
    assert_eq!(verdicts(&["--max-age=16h"]), told(1, "active clean undetermined", ",undated"));
    assert_eq!(verdicts(&["--max-age=15h"]), told(1, "active undetermined undetermined", "stale,undated"));
    let stated = "--generated-at=2026-09-29T12:00:00Z";
    assert_eq!(verdicts(&["--max-age=16h", stated]), told(1, "active clean clean", ","));
    assert_eq!(verdicts(&["--max-age=12h", stated]), told(1, "active undetermined clean", "stale,"));
    let (_, document) = document(&at, &[stated]);
    let time = |id| {
        let account = account(&document, id);
        (account["generated_time"].as_str().unwrap(), account["generated_time_source"].as_str().unwrap())
    };
    assert_eq!(time(SANDBOX), ("2026-09-29T12:00:00Z", "operator"));
    assert_eq!(time(PRODUCTION), ("2026-09-29T08:00:00Z", "report"));
    assert_eq!(document["settings"]["generated_at"], "2026-09-29T12:00:00Z");
}

#[test]
fn a_report_dated_later_than_the_audit_is_told() {
    let at = folder("later", &[]);
    let (code, document) = document(&at, &["--as-of=2026-09-28"]);
    assert_eq!(code, 1);
    assert_eq!(codes(&account(&document, PRODUCTION)["problems"]), ["generated-later"]);
    assert_eq!(account(&document, PRODUCTION)["verdict"], "clean");
    // It does not make an earlier report an old one.
    let later = json(&report("false", "false")).replace("2026-09-29", "2026-10-29");
    fs::write(at.join("reports/later.json"), later).unwrap();
    let verdict = |as_of| account(&document_of(&at, as_of), MANAGEMENT)["verdict"].clone();
    assert_eq!([verdict("--as-of=2026-09-30"), verdict("--as-of=2026-10-30")], ["active", "clean"]);
}

fn document_of(at: &Path, as_of: &str) -> Value {
    document(at, &[as_of]).1
}

const REGISTER: &str = "account_id,expires_on,approver,reason,ticket\n";

#[test]
fn an_exception_hides_nothing_and_spares_the_exit_code() {
    let register = format!("{REGISTER}{MANAGEMENT},2026-09-30,\"Ana, CISO\",until the move,SEC-12\n");
    let at = folder("exception", &[("register.csv", &register)]);
    let (code, document) = document(&at, &["--exceptions=register.csv"]);
    assert_eq!(code, 0, "the last day is part of it");
    let management = account(&document, MANAGEMENT);
    assert_eq!(
        (&management["verdict"], &management["exception"]["approver"]),
        (&"active".into(), &"Ana, CISO".into())
    );
    let summary = &document["summary"];
    assert_eq!(["active", "open", "excepted"].map(|name| summary[name].as_u64().unwrap()), [1, 0, 1]);

    let table = run(&at, &["reports", "--exceptions=register.csv"]);
    assert_eq!(code_of(&table), 0);
    assert!(stdout(&table).contains("active (excepted)"), "{}", stdout(&table));
    assert!(stderr(&table).contains("; 1 excepted"));
    let sarif = run(&at, &["reports", "--exceptions=register.csv", "-f=sarif"]);
    let sarif: Value = serde_json::from_slice(&sarif.stdout).unwrap();
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!(result["level"], "error");
    assert_eq!(result["suppressions"][0]["justification"], "until the move");
    let github = run(&at, &["reports", "--exceptions=register.csv", "-f=github"]);
    assert!(stdout(&github).starts_with("::notice "), "{}", stdout(&github));

    let expired = run(&at, &["reports", "--exceptions=register.csv", "--as-of=2026-10-01"]);
    assert_eq!(code_of(&expired), 1);
}

fn code_of(output: &Output) -> i32 {
    code(output)
}

#[test]
fn entries_that_do_not_do_what_they_seem_to_are_told() {
    let register = format!(
        "{REGISTER}{MANAGEMENT},2026-01-31,Ana,old,\n{MANAGEMENT},2027-01-31,Ana,first,\n{MANAGEMENT},2028-01-31,Ana,\
         second,\n{PRODUCTION},2027-01-31,Ana,not needed,\n{SANDBOX},2027-01-31,Ana,not known,\n"
    );
    let at = folder("entries", &[("register.csv", &register)]);
    let (code, document) = document(&at, &["--exceptions=register.csv"]);
    assert_eq!(code, 0);
    assert_eq!(account(&document, MANAGEMENT)["exception"]["reason"], "first");
    let problems = document["exceptions"]["problems"].as_array().unwrap();
    let told: Vec<(&str, u64)> = problems
        .iter()
        .map(|problem| (problem["code"].as_str().unwrap(), problem["position"]["line"].as_u64().unwrap()))
        .collect();
    assert_eq!(
        told,
        [
            ("exception-expired", 2),
            ("exception-repeated", 4),
            ("exception-unused", 5),
            ("exception-unknown-account", 6),
        ]
    );
    assert_eq!(document["exceptions"]["entries"].as_array().unwrap().len(), 5);
    assert_eq!(document["complete"], true);
}

#[test]
fn a_register_that_can_not_be_read_gives_no_result() {
    let bad = [
        ("", "it is empty"),
        ("account_id,expires_on,approver\n", "no column reason"),
        (&format!("{REGISTER}{MANAGEMENT},2026-12-31,,why,\n"), "line 2: the cell approver is empty"),
        (&format!("{REGISTER}{MANAGEMENT},31.12.2026,Ana,why,\n"), "line 2: expires_on says `31.12.2026`"),
        (&format!("{REGISTER}{MANAGEMENT},2026-02-30,Ana,why,\n"), "line 2: expires_on says `2026-02-30`"),
        (&format!("{REGISTER}11122223333,2026-12-31,Ana,why,\n"), "line 2: `11122223333`"),
        (&format!("{REGISTER}{MANAGEMENT},2026-12-31,Ana\n"), "line 2: it has 3 cells, and the header has 5"),
        (&format!("{REGISTER}{MANAGEMENT},2026-12-31,\u{200B},why,\n"), "line 2: the cell approver is empty"),
        (
            &format!("{REGISTER}{MANAGEMENT},2026-12-31,\"Ana,why,\n"),
            "line 2: a quote opens and does not close",
        ),
        (&format!("id,{REGISTER}{PRODUCTION},{MANAGEMENT},2026-12-31,Ana,why,\n"), "and also `444455556666`"),
    ];
    for (text, expected) in bad {
        let at = folder("bad-register", &[("register.csv", text)]);
        let output = run(&at, &["reports", "--exceptions=register.csv", "-o=result.json"]);
        assert_eq!(code(&output), 2, "{text}");
        assert!(stderr(&output).contains(expected), "{text}: {}", stderr(&output));
        assert!(!at.join("result.json").exists());
    }
}

#[test]
fn what_changed_is_told_and_hides_nothing() {
    let (clean, active) = (report("false", "false"), report("true", "false"));
    let at = folder("baseline", &[("reports/sandbox.json", &of(SANDBOX, &active))]);
    let save = |name: &str, args: &[&str]| {
        let output = run(&at, &[&["reports", "-q", "-o", name], args].concat());
        assert_ne!(code(&output), 2, "{}", stderr(&output));
    };
    let put = |name: &str, text: &str| fs::write(at.join("reports").join(name), text).unwrap();
    let changes = |baseline: &str| {
        let (exit, document) = document(&at, &["--baseline", baseline]);
        let state = |account: &Value| {
            let id = account["account_id"].as_str().unwrap();
            format!("{} {}", &id[..3], account["baseline"]["state"].as_str().unwrap())
        };
        let states: Vec<String> = document["accounts"].as_array().unwrap().iter().map(state).collect();
        (exit, states.join(", "), document)
    };
    save("1.json", &[]);
    // Sandbox is mended, management's export fails, production has a key now, and another account is there.
    put("sandbox.json", &of(SANDBOX, &clean));
    put("management.json", &of(MANAGEMENT, &clean.replacen("true,false,2019", "true,perhaps,2019", 1)));
    put("production.json", &of(PRODUCTION, &active));
    put("another.json", &of("888899990000", &clean));
    let (exit, states, first) = changes("1.json");
    assert_eq!((exit, &*states), (1, "111 unchanged, 444 new, 777 resolved, 888 new"));
    let numbers =
        ["new", "reopened", "unchanged", "resolved"].map(|name| first["baseline"][name].as_u64().unwrap());
    assert_eq!(numbers, [2, 0, 1, 1]);
    save("2.json", &["--baseline=1.json"]);
    // Sandbox's key is back, and another account's report is not there any more.
    put("sandbox.json", &of(SANDBOX, &active));
    fs::remove_file(at.join("reports/another.json")).unwrap();
    let (_, states, second) = changes("2.json");
    assert_eq!(states, "111 unchanged, 444 unchanged, 777 reopened");
    assert_eq!(second["baseline"]["gone"][0]["account_id"], "888899990000");
    let table = run(&at, &["reports", "--baseline=2.json"]);
    assert!(stdout(&table).contains("reopened"), "{}", stdout(&table));
    let line = "since 2.json: 0 new, 1 reopened, 2 unchanged, 0 resolved, 1 gone\n";
    assert!(stderr(&table).contains(line), "{}", stderr(&table));
    let sarif = run(&at, &["reports", "--baseline=2.json", "-f=sarif"]);
    let sarif: Value = serde_json::from_slice(&sarif.stdout).unwrap();
    let states: Vec<_> =
        sarif["runs"][0]["results"].as_array().unwrap().iter().map(|r| &r["baselineState"]).collect();
    assert_eq!(states, ["unchanged", "new"]);
}

#[test]
fn what_is_no_evidence_document_is_no_baseline() {
    for (text, expected) in [
        ("", "it is no evidence document"),
        ("{}", "it is no evidence document"),
        (r#"{"schema": "rootkeys.evidence/2", "accounts": []}"#, "rootkeys.evidence/2"),
    ] {
        let at = folder("bad-baseline", &[("old.json", text)]);
        let output = run(&at, &["reports", "--baseline=old.json"]);
        assert_eq!(code(&output), 2, "{text}");
        assert!(stderr(&output).contains(expected), "{text}: {}", stderr(&output));
    }
}

#[test]
fn in_a_strict_review_a_disabled_key_counts() {
    let report = report("false", "false");
    // The rotation date of slot 1 shows that the key exists.
    let at = folder("strict", &[("register.csv", &format!("{REGISTER}{PRODUCTION},2027-01-31,Ana,kept,\n"))]);
    fs::remove_file(at.join("reports/management.json")).unwrap();
    assert!(report.contains("false,2019-03-11T09:41:00Z"));
    let (lenient, document_) = document(&at, &[]);
    assert_eq!((lenient, account(&document_, PRODUCTION)["findings"].as_array().unwrap().len()), (0, 0));
    let (strict, document_) = document(&at, &["--strict"]);
    assert_eq!(strict, 1);
    let production = account(&document_, PRODUCTION);
    assert_eq!(
        (&production["verdict"], &production["findings"][0]),
        (&"clean".into(), &"root-access-key-inactive".into())
    );
    assert_eq!(document(&at, &["--strict", "--exceptions=register.csv"]).0, 0);
    let sarif = run(&at, &["reports", "--strict", "-f=sarif"]);
    let sarif: Value = serde_json::from_slice(&sarif.stdout).unwrap();
    assert_eq!(sarif["runs"][0]["results"][0]["level"], "error");
    assert!(stdout(&run(&at, &["reports", "--strict"])).contains("clean (key exists)"));
}

#[test]
fn what_the_reports_are_held_to_is_skipped_like_any_other_file() {
    let list = organization(&[(MANAGEMENT, "management", ACTIVE), (PRODUCTION, "production", ACTIVE)], "");
    let register = format!("{REGISTER}{MANAGEMENT},2027-01-31,Ana,why,\n");
    let ids = format!("# in scope\n{MANAGEMENT}\n{PRODUCTION}\n");
    let at = folder(
        "beside",
        &[
            ("reports/accounts.json", &list),
            ("reports/register.csv", &register),
            ("reports/ids.txt", &ids),
            ("reports/list.csv", &format!("account_id,name\n{MANAGEMENT},a\n{PRODUCTION},b\n")),
        ],
    );
    run(&at, &["reports", "-q", "-o=reports/earlier.json"]);
    let others = ["accounts.json", "earlier.json", "ids.txt", "list.csv", "register.csv"];
    for list in ["accounts.json", "ids.txt", "list.csv"] {
        let (code, document) = document(
            &at,
            &[
                &format!("--accounts=reports/{list}"),
                "--exceptions=reports/register.csv",
                "--baseline=reports/earlier.json",
            ],
        );
        assert_eq!((code, &document["complete"]), (0, &true.into()));
        let inputs = document["inputs"].as_array().unwrap().iter();
        let paths: Vec<_> = inputs.map(|input| &input["path"]).collect();
        assert_eq!(paths, ["reports/management.json", "reports/production.json"]);
        assert_eq!(document["skipped"], Value::from(others.map(|name| format!("reports/{name}")).to_vec()));
        fs::write(at.join("evidence.json"), document.to_string()).unwrap();
        let verified = rootkeys(&["verify", "evidence.json"]).current_dir(&at).output().unwrap();
        assert_eq!(code_of(&verified), 0, "{}", stdout(&verified));
    }
    let overwritten = run(&at, &["reports", "--accounts=reports/accounts.json", "-o=reports/accounts.json"]);
    assert_eq!(code_of(&overwritten), 2);
    assert_eq!(fs::read_to_string(at.join("reports/accounts.json")).unwrap(), list);
}

#[test]
fn a_report_that_an_option_names_is_an_input_of_its_folder() {
    // As a list, as a register and as a report it can be read.
    let merged = format!(
        "account_id,expires_on,approver,reason,user,arn,access_key_1_active,access_key_2_active\n\
         {SANDBOX},2020-01-01,Ana,why,<root_account>,arn:aws:iam::{SANDBOX}:root,true,false\n"
    );
    let at = folder("merged", &[("reports/merged.csv", &merged)]);
    fs::remove_file(at.join("reports/management.json")).unwrap();
    for option in ["--accounts=reports/merged.csv", "--exceptions=reports/merged.csv"] {
        let (code, document) = document(&at, &[option]);
        assert_eq!((code, &account(&document, SANDBOX)["verdict"]), (1, &"active".into()), "{option}");
    }
    let named = run(&at, &["reports/production.json", "--accounts=reports/production.json"]);
    assert_eq!(code_of(&named), 2, "a report of one account is no list");
}

#[test]
fn digests_are_of_the_bytes_that_were_assessed() {
    let csv = report("false", "false");
    let at = folder("digests", &[("reports/a.csv", &csv.replace(crate::common::ACCOUNT, SANDBOX))]);
    let (_, document) = document(&at, &[]);
    for input in document["inputs"].as_array().unwrap() {
        let path = input["path"].as_str().unwrap();
        let bytes = fs::read(at.join(path)).unwrap();
        assert_eq!(input["sha256"], sha256(&bytes), "{path}");
        assert_eq!(input["csvs"].as_array().unwrap().len(), 1);
    }
    let of_csv = |path: &str| {
        let inputs = document["inputs"].as_array().unwrap();
        inputs.iter().find(|input| input["path"] == path).unwrap()["csvs"][0].clone()
    };
    assert_eq!(
        of_csv("reports/production.json")["sha256"],
        sha256(csv.replace(crate::common::ACCOUNT, PRODUCTION).as_bytes())
    );
    assert_eq!(of_csv("reports/production.json")["bytes"], csv.len());
    let sarif = run(&at, &["reports", "-f=sarif"]);
    let sarif: Value = serde_json::from_slice(&sarif.stdout).unwrap();
    let artifacts = sarif["runs"][0]["artifacts"].as_array().unwrap();
    let hashes: Vec<_> = artifacts.iter().map(|artifact| artifact["hashes"]["sha-256"].clone()).collect();
    for input in document["inputs"].as_array().unwrap() {
        assert!(
            hashes.contains(&input["sha256"]) && hashes.contains(&input["csvs"][0]["sha256"]),
            "{hashes:?}"
        );
    }
}

/// As sha256sum prints it.
fn sha256(bytes: &[u8]) -> String {
    use sha2::{Digest as _, Sha256};
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
