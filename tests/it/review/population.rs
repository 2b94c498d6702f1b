//! `--accounts`: is every account there?

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::Value;

use super::{ACTIVE, MANAGEMENT, PRODUCTION, SANDBOX, account, codes, document, folder, organization};
use crate::common::program::{code, run, stderr, stdout};
use crate::common::utf16;

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
