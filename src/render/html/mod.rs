//! One page for reading, printing and signing: a single file that loads nothing and sends nothing.
//!
//! The markup is made by `maud`, which escapes all text; [`visible`] then shows invisible characters in the whole body.
//! So no text from a file is ever taken for anything else.

mod accounts;
mod chart;
mod closing;
mod headline;
mod parts;
mod review;
mod sources;

use std::io::{self, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};

use crate::audit::Audit;
use crate::render::View;
use crate::render::escape::visible;
use crate::render::summary::line;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// Writes the page, with every account, regardless of the view.
pub(super) fn render(audit: &Audit, _: View, out: &mut dyn Write) -> io::Result<()> {
    let title = format!("Root user access keys as of {}: {}", audit.as_of, line(audit));
    let head = html! {
        meta charset="utf-8";
        meta http-equiv="Content-Security-Policy" content=(policy());
        meta name="viewport" content="width=device-width, initial-scale=1";
        meta name="color-scheme" content="light dark";
        meta name="referrer" content="no-referrer";
        meta name="robots" content="noindex";
        meta name="generator" content={ "rootkeys " (env!("CARGO_PKG_VERSION")) };
        title { (title) }
        style { (PreEscaped(STYLE)) }
    };
    let script = html! { script { (PreEscaped(SCRIPT)) } };
    writeln!(out, "{}\n<html lang=\"en\">\n<head>\n{}\n</head>\n<body>", DOCTYPE.0, head.0)?;
    in_lines(&visible(&body(audit).0), out)?;
    writeln!(out, "\n{}\n</body>\n</html>", script.0)
}

/// The page may apply its own style and run its own script, and nothing else.
fn policy() -> String {
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text));
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        hash(STYLE),
        hash(SCRIPT)
    )
}

fn body(audit: &Audit) -> Markup {
    // The links, in the order of the page.
    let sections = [
        ("keys", "Keys", chart::section(audit)),
        ("accounts", "Accounts", accounts::section(audit)),
        ("problems", "Problems", closing::problems(audit)),
        ("remedy", "Remedy", closing::remedy(audit)),
        ("population", "Population", review::population(audit)),
        ("exceptions", "Exceptions", review::exceptions(audit)),
        ("changes", "Changes", review::changes(audit)),
        ("sources", "Sources", sources::section(audit)),
        ("settings", "Settings", sources::settings(audit)),
        ("reading", "Reading guide", closing::guide()),
        ("controls", "Controls", closing::controls(audit)),
        ("sign-off", "Sign-off", closing::sign_off(audit)),
    ];
    html! {
        a.skip href="#accounts" { "Skip to the accounts" }
        header {
            p.brand { "rootkeys" span { "evidence page" } }
            h1 { "Root user access keys" }
            (headline::headline(audit))
        }
        nav aria-label="Sections" {
            ul {
                @for (id, name, content) in &sections {
                    @if content.is_some() { li { a href={ "#" (id) } { (name) } } }
                }
            }
        }
        main {
            @for (id, _, content) in &sections {
                @if let Some(content) = content { section id=(id) { (content) } }
            }
        }
        footer {
            p {
                "Made offline by rootkeys " (env!("CARGO_PKG_VERSION"))
                ". This page loads nothing from elsewhere and sends nothing."
            }
        }
    }
}

/// Writes markup with a line for each block, so that two pages can be compared line by line. Text and attributes are
/// escaped, so every `<` starts a tag.
fn in_lines(markup: &str, out: &mut dyn Write) -> io::Result<()> {
    const BLOCKS: [&str; 16] = [
        "header", "nav", "main", "section", "footer", "h1", "h2", "h3", "p", "ul", "ol", "li", "table",
        "tbody", "tr", "dl",
    ];
    let opens_block = |tag: &str| {
        let name = tag.split([' ', '>']).next().unwrap_or_default();
        BLOCKS.contains(&name)
    };
    for (index, tag) in markup.split('<').enumerate() {
        match index {
            0 => {}
            _ if opens_block(tag) => out.write_all(b"\n<")?,
            _ => out.write_all(b"<")?,
        }
        out.write_all(tag.as_bytes())?;
    }
    Ok(())
}
