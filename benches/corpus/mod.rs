//! Credential reports of made-up organizations, the same for the same seed.

use base64::Engine as _;
use fastrand::Rng;

/// The header of AWS's own reports.
const HEADER: &str = "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,\
password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,\
access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,\
access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,\
cert_1_last_rotated,cert_2_active,cert_2_last_rotated";

/// A report of an account that ends in a number, with so many users; one of 64 has an active root key.
pub(crate) fn csv(rng: &mut Rng, number: u32, users: usize) -> String {
    let account = format!("1111{number:08}");
    let active = rng.u8(..64) == 0;
    let root = format!(
        "<root_account>,arn:aws:iam::{account}:root,{},not_supported,{},not_supported,not_supported,{},{},{},{}",
        time(rng),
        if rng.bool() { time(rng) } else { "no_information".to_owned() },
        rng.u8(..10) > 0,
        key(rng, active, active),
        key(rng, false, rng.clone().u8(..30) == 0),
        "false,N/A,false,N/A",
    );
    // A few accounts have names with commas, which are quoted.
    let quoted = rng.u8(..30) == 0;
    let rows = (0..users).map(|user| self::user(rng, &account, user, quoted));
    let rows: Vec<String> = rows.collect();
    [HEADER.to_owned(), root].into_iter().chain(rows).collect::<Vec<_>>().join("\n")
}

/// What `aws iam get-credential-report` prints of a report.
pub(crate) fn json(rng: &mut Rng, csv: &str) -> String {
    let content = base64::engine::general_purpose::STANDARD.encode(csv);
    let time = time(rng);
    format!(
        "{{\n    \"Content\": \"{content}\",\n    \"ReportFormat\": \"text/csv\",\n    \"GeneratedTime\": \"{time}\"\n}}\n"
    )
}

fn user(rng: &mut Rng, account: &str, user: usize, quoted: bool) -> String {
    let person = rng.u8(..10) < 7;
    let name = match (person, quoted && rng.u8(..20) == 0) {
        (true, false) => format!("{}.{}{user}@corp.example.com", pick(rng, &FIRST), pick(rng, &LAST)),
        (true, true) => format!("{},{}{user}", pick(rng, &LAST), pick(rng, &FIRST)),
        (false, _) => format!("svc-{}-{user:04}", pick(rng, &["deploy", "backup", "metrics", "terraform"])),
    };
    let path = pick(rng, &["", "", "", "engineering/", "division/team/"]);
    let password = if person {
        let used = if rng.u8(..5) > 0 { time(rng) } else { "no_information".to_owned() };
        let next = if rng.u8(..5) > 1 { time(rng) } else { "N/A".to_owned() };
        format!("true,{used},{},{next},{}", time(rng), rng.u8(..5) > 1)
    } else {
        "false,N/A,N/A,N/A,false".to_owned()
    };
    let active = rng.u8(..5) > 0;
    let (one, two) = (!person || rng.bool(), rng.u8(..5) == 0);
    let keys = [key(rng, active, one), key(rng, active, two)].join(",");
    let certificate = if rng.u8(..100) == 0 { format!("true,{}", time(rng)) } else { "false,N/A".to_owned() };
    let cell = |text: String| if text.contains(',') { format!("\"{text}\"") } else { text };
    let arn = cell(format!("arn:aws:iam::{account}:user/{path}{name}"));
    format!("{},{arn},{},{password},{keys},{certificate},false,N/A", cell(name), time(rng))
}

/// The five cells of an access key.
fn key(rng: &mut Rng, active: bool, exists: bool) -> String {
    if !exists {
        return "false,N/A,N/A,N/A,N/A".to_owned();
    }
    let made = time(rng);
    if rng.u8(..5) == 0 {
        return format!("{active},{made},N/A,N/A,N/A");
    }
    let region = pick(rng, &["us-east-1", "us-east-1", "eu-central-1", "ap-southeast-2"]);
    format!(
        "{active},{made},{},{region},{}",
        time(rng),
        pick(rng, &["s3", "ec2", "sts", "iam", "cloudformation"])
    )
}

fn time(rng: &mut Rng) -> String {
    let (year, month, day) = (rng.u16(2012..2026), rng.u8(1..=12), rng.u8(1..=28));
    format!("{year}-{month:02}-{day:02}T{:02}:{:02}:{:02}+00:00", rng.u8(..24), rng.u8(..60), rng.u8(..60))
}

fn pick<'a>(rng: &mut Rng, of: &[&'a str]) -> &'a str {
    of[rng.usize(..of.len())]
}

const FIRST: [&str; 8] = ["alice", "bob", "carol", "dave", "grace", "mallory", "peggy", "trent"];
const LAST: [&str; 8] = ["smith", "jones", "garcia", "mueller", "rossi", "tanaka", "okafor", "nguyen"];
