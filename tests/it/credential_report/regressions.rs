//! What once came out wrong of a CSV's rows and cells. Each case is the smallest input that showed it.

use rootkeys::Verdict;

use crate::common::audited::audit;
use crate::common::clean::full;
use crate::common::examined::examine;
use crate::common::examined::{assert_active, assert_nothing_clean, says, verdicts};
use crate::common::payload::full_active as active;
use crate::common::program::folder;
use crate::common::{ACCOUNT, HEADER, OTHER, base64, json, report, row, text, yaml};

const HEADER4: &str = "user,arn,access_key_1_active,access_key_2_active\n";

/// A clean report of [`ACCOUNT`].
fn clean() -> String {
    full(ACCOUNT)
}

#[test]
fn what_runs_into_the_last_cell_is_no_date() {
    for glued in [
        format!("{}\n", base64(&active())),
        text(&active()),
        yaml(&active()),
        json(&active()),
        "aws: [ERROR]: An error occurred (Throttling) (reached max retries: 4): Rate exceeded\n".to_owned(),
        "<h1>404</h1>\n".to_owned(),
    ] {
        assert_nothing_clean(&format!("{}{glued}", clean()));
    }
}

#[test]
fn a_free_text_cell_hides_no_document() {
    let csv: String = clean().lines().map(|line| format!("{line},note\n")).collect();
    assert!(says(csv.as_bytes(), ACCOUNT, Verdict::Clean));
    assert_nothing_clean(&format!("{}{}\n", csv.trim_end(), base64(&active())));
}

#[test]
fn a_second_report_of_the_account_in_one_file_is_no_copy() {
    let report = format!("{HEADER4}<root_account>,arn:aws:iam::{ACCOUNT}:root,false,false\n");
    for rest in
        ["x,y\n", "bob,arn:aws:iam::111122223333:user/bob,true,fal\n", "<root_account>,a,false,false\n"]
    {
        let examination = examine(format!("{report}{report}{rest}").as_bytes());
        let found: Vec<Verdict> = verdicts(&examination).into_iter().map(|(_, verdict)| verdict).collect();
        assert!(found.contains(&Verdict::Undetermined), "{rest}: {found:?}");
    }
    let audit = audit(&[folder("no-copy", &[("a.csv", format!("{report}{report}x,y\n"))])]);
    assert_eq!(audit.accounts[0].assessment.verdict, Verdict::Undetermined);
    assert!(!audit.complete());
}

#[test]
fn a_root_row_whose_arn_is_none_is_not_clean() {
    for arn in [
        "arn:b58145:user/u1er",
        "arn:aws:ian::111122223333:root",
        "arn:a",
        "arn:awr:iam::111122223333:root",
        "",
    ] {
        assert_nothing_clean(&format!("{HEADER4}<root_account>,{arn},false,false\n"));
    }
    let misnamed = HEADER4.replace("arn", "arm");
    assert_nothing_clean(&format!("{misnamed}<root_account>,arn:aws:iam::{ACCOUNT}:root,false,false\n"));
}

#[test]
fn a_quote_that_opens_a_blank_rest_is_damage() {
    let quoted: String =
        clean().lines().map(|line| format!("\"{}\"\n", line.replace(',', "\",\""))).collect();
    for rest in ["\"", "\"\n\n   \n", "\x0c\x0c"] {
        assert_nothing_clean(&format!("{quoted}{rest}"));
    }
}

#[test]
fn a_row_that_stands_twice_on_its_line_is_no_name_with_commas() {
    let alice = row("alice", "user/alice", "true", "false");
    assert_nothing_clean(&clean().replace(&alice, &format!("{alice}{alice}")));
}

#[test]
fn a_root_row_that_was_glued_is_read() {
    assert_active(&active().replacen('\n', "", 1));
    let (head, root) = (clean(), active().lines().nth(1).unwrap().to_owned());
    assert_active(&format!("{head}{root}\n"));
    assert_active(&format!("{}{root}\n", &head[..head.len() - 40]));
    assert!(!says(format!("{head}{root}\n").as_bytes(), ACCOUNT, Verdict::Clean));
}

#[test]
fn an_id_that_lost_a_digit_to_damage_is_no_other_account() {
    let root = format!("arn:aws:iam::{ACCOUNT}:root");
    assert_nothing_clean(&clean().replace(&root, "arn:aws:iam::111122223334:root"));
    assert_nothing_clean(&clean().replace(&root, "arn:aws-cn:iam::111122223333:root"));
    assert_nothing_clean(
        &clean().replace("arn:aws:iam::111122223333:user/alice", "arn:aws:iam::111122223332:user/alice"),
    );
    assert_nothing_clean(
        &clean().replace("arn:aws:iam::111122223333:user/alice", "arn:aws:iam::11112222333:user/alice"),
    );
}

#[test]
fn a_misspelled_root_user_is_seen() {
    let csv =
        "user,access_key_1_active,access_key_2_active\n<root_account>,false,false\n<root_acount>,true,true\n";
    assert_nothing_clean(csv);
    for column in ["access_key_03_active", "access key 1 active", "acces\u{441}_key_1_active"] {
        let header = HEADER4.trim_end();
        let root = format!("<root_account>,arn:aws:iam::{ACCOUNT}:root,false,false");
        assert_nothing_clean(&format!("{header},{column}\n{root},true\n"));
    }
}

#[test]
fn any_of_two_root_rows_with_an_active_key_decides() {
    let root = |key: &str| format!("<root_account>,arn:aws:iam::{OTHER}:root,{key},false\n");
    for (one, two) in [("true", "false"), ("false", "true")] {
        assert_active(&format!("{HEADER4}{}{}", root(one), root(two)));
    }
    assert_nothing_clean(&format!("{HEADER4}{}{}", root("false"), root("false")));
}

#[test]
fn a_problem_of_the_root_row_stands_at_its_line() {
    let position = |bytes: &[u8]| {
        let examination = examine(bytes);
        let problems = &examination.reports[0].assessments[0].problems;
        problems
            .iter()
            .find(|problem| problem.code == rootkeys::Code::KeyCellUnknown)
            .unwrap()
            .position
            .unwrap()
    };
    let csv = report("WAHR", "false");
    let raw = position(format!("{csv}\n").as_bytes());
    assert_eq!((raw.line, raw.csv_line), (2, None));
    let embedded = position(format!("\n{}", json(&csv)).as_bytes());
    assert_eq!((embedded.line, embedded.csv_line), (3, Some(2)));
}

#[test]
fn a_user_named_as_an_error_ends_no_csv() {
    let user = row("AccessDenied", "user/AccessDenied", "true", "false");
    let csv =
        format!("{HEADER}\n{user}\n{}\n", row("<root_account>", "root", "true", "false")).replace(',', "\t");
    assert!(says(csv.as_bytes(), ACCOUNT, Verdict::Active));
}

#[test]
fn a_user_named_as_columns_begins_no_report() {
    for name in ["+,arn", "x,user", "user,arn", "arn,user,mfa_active"] {
        let user = row(name, &format!("user/p/{name}"), "true", "true");
        for (key, verdict) in [("true", Verdict::Active), ("false", Verdict::Clean)] {
            for rows in [
                [user.clone(), row("<root_account>", "root", key, "false")],
                [row("<root_account>", "root", key, "false"), user.clone()],
            ] {
                let csv = format!("{HEADER}\n{}\n", rows.join("\n"));
                assert_eq!(verdicts(&examine(csv.as_bytes())), [(ACCOUNT.to_owned(), verdict)], "{csv}");
            }
        }
    }
}

#[test]
fn a_user_named_as_an_archive_format_is_a_user() {
    let filler = 257 - "user,arn,access_key_1_active,access_key_2_active\n".len();
    let root = format!("<root_account>,arn:aws:iam::{ACCOUNT}:root,true,false\n");
    let padding = format!("{}\n", "x".repeat(filler - root.len() - 1));
    let csv = format!("{HEADER4}{root}{padding}ustar,arn:aws:iam::{ACCOUNT}:user/ustar,true,false\n");
    assert_eq!(&csv[257..262], "ustar");
    assert!(says(csv.as_bytes(), ACCOUNT, Verdict::Active));
}

/// Found by fuzzing: a message and base64 with an active key stood in the header as the name of a column.
#[test]
fn what_ran_into_the_header_is_no_column() {
    let message = format!("user_creation[ERROR]: An error occurred {} calling_time", base64(&active()));
    for name in [message.as_str(), &"x".repeat(65), "{Content: 1}"] {
        assert_nothing_clean(&clean().replace("user_creation_time", name));
        let python = format!("b'{}'", clean().replace("user_creation_time", name).replace('\n', "\\n"));
        assert_nothing_clean(&python);
    }
}

/// Found by fuzzing: a colour stood in the middle of base64 in place of a group, which took three characters of a name.
#[test]
fn a_name_that_lost_a_group_of_base64_is_misspelled() {
    let content = base64(&active());
    for group in [4, 8, 20, 32] {
        let damaged = format!("{}\x1B[0m{}", &content[..group], &content[group + 4..]);
        assert_nothing_clean(&format!("{{\"Content\": \"{damaged}\"}}"));
    }
    for (known, lost) in [
        ("user_creation_time", "user_creattime"),
        ("password_next_rotation", "password_next_roton"),
        ("password_last_changed", "password_lchanged"),
    ] {
        assert_nothing_clean(&clean().replace(known, lost));
    }
}

/// Found by random damage: a quote that moved made a cell of another, and a root row of the right length by chance.
#[test]
fn a_damaged_quote_moves_no_cell() {
    let quoted = |csv: &str| {
        csv.lines().map(|line| format!("\"{}\"\n", line.replace(',', "\",\""))).collect::<String>()
    };
    let moved = quoted(&clean()).replacen("\"arn:aws", "\",\"mfa_active\",arn:aws", 1).replacen(
        "\"true\",\"false\",\"2019",
        "\"true\",\"2019",
        1,
    );
    assert!(!says(moved.as_bytes(), ACCOUNT, Verdict::Active), "{moved}");
    assert_nothing_clean(&moved);
    // An open quote swallows no rows: the active key below it shows.
    let open = quoted(&active()).replacen("\"user\"", "\"user", 1);
    assert_active(&open);
    assert_active(&quoted(&active()).replacen("\"2019-03-11T09:30:12Z\"", "\"2019-03-11T09:30:12Z", 1));
}
