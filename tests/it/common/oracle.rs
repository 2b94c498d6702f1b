//! A reader of its own, naive and generous: whether the word true stands in a root user's key cell, wherever and however
//! in some bytes. It shares no code with rootkeys, and believes in no envelope.

use std::io::Read as _;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// Whether an active root key can be read out of the bytes at all.
pub(crate) fn finds_active(bytes: &[u8]) -> bool {
    let mut texts = vec![bytes.to_vec()];
    let mut read = 0;
    // Each text can hold further ones: base64 of base64, numbers in JSON in gzip.
    while read < texts.len() && read < 400 {
        let text = texts[read].clone();
        if says_active(&String::from_utf8_lossy(&text)) {
            return true;
        }
        texts.extend(inner(&text).into_iter().filter(|inner| inner.len() >= 20 && *inner != text));
        read += 1;
    }
    false
}

/// Everything that could be text inside a text.
fn inner(text: &[u8]) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    let mut unpacked = Vec::new();
    if text.starts_with(b"\x1F\x8B")
        && flate2::read::MultiGzDecoder::new(text).read_to_end(&mut unpacked).is_err()
    {
        found.push(unpacked.clone());
    }
    found.push(unpacked);
    if text.contains(&0) {
        found.push(text.iter().copied().filter(|byte| *byte != 0).collect());
        for read in [u16::from_le_bytes, u16::from_be_bytes] {
            let units: Vec<u16> = text.chunks_exact(2).map(|pair| read([pair[0], pair[1]])).collect();
            found.push(String::from_utf16_lossy(&units).into_bytes());
        }
    }
    let lossy = String::from_utf8_lossy(text);
    for (from, to) in [("\\n", "\n"), ("\\\"", "\""), ("\\\\", "\\")] {
        if lossy.contains(from) {
            found.push(lossy.replace(from, to).into_bytes());
        }
    }
    if lossy.contains('<') {
        found.extend([",", ""].map(|end| of_page(&lossy, end).into_bytes()));
    }
    // Literals that stand for one: `'a' b'c'`; a quote of the other kind may be within.
    for quotes in [&['\'', '"'][..], &['\''], &['"']] {
        let parts = lossy.split(quotes).enumerate().filter(|(at, _)| at % 2 == 1);
        found.push(parts.map(|(_, part)| part).collect::<String>().into_bytes());
    }
    found.extend(of_base64(text));
    found.extend(of_numbers(&lossy));
    found
}

/// A page's text, its cells by commas and its rows by lines: a tag goes on to the next bracket, whatever is in it. `end` is put where
/// a cell ends.
fn of_page(page: &str, end: &str) -> String {
    let (mut text, mut rest) = (String::new(), page);
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        text += &before.replace(['\n', '\r'], " ");
        let name = tag[1..].trim_start_matches('/');
        let is_tag =
            name.starts_with(|c: char| c.is_ascii_alphabetic()) || tag[1..].starts_with(['/', '!', '?']);
        let Some((_, behind)) = tag.split_once('>').filter(|_| is_tag) else {
            text.push('<');
            rest = &tag[1..];
            continue;
        };
        let name: String = name.chars().take_while(char::is_ascii_alphanumeric).collect();
        match (name.to_ascii_lowercase().as_str(), tag.starts_with("</")) {
            ("td" | "th", false) => text.push(','),
            ("td" | "th", true) => text += end,
            ("tr" | "pre" | "table", _) => text.push('\n'),
            _ => {}
        }
        rest = behind;
    }
    text += rest;
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    let cells = |line: &str| {
        line.split(',').map(str::trim).filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(",")
    };
    text.lines().map(cells).collect::<Vec<_>>().join("\n")
}

/// Base64 from every place where the header can begin, and of every long word, with and without its line breaks.
fn of_base64(text: &[u8]) -> Vec<Vec<u8>> {
    let config = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    let engine = GeneralPurpose::new(&STANDARD, config);
    let standard = |byte: &u8| match byte {
        b'-' => b'+',
        b'_' => b'/',
        other => *other,
    };
    let dense: Vec<u8> = text.iter().filter(|byte| !byte.is_ascii_whitespace()).map(standard).collect();
    let symbol = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    let mut found = Vec::new();
    for whole in [text.iter().map(standard).collect(), dense] {
        for word in whole.split(|byte: &u8| !symbol(*byte)).filter(|word| word.len() >= 40) {
            for skip in 0..4 {
                let word = &word[skip..];
                found.extend(engine.decode(&word[..word.len() - usize::from(word.len() % 4 == 1)]));
            }
        }
    }
    found
}

/// Runs of numbers below 256, keys such as `"12":` left out.
fn of_numbers(text: &str) -> Vec<Vec<u8>> {
    let mut found = vec![Vec::new()];
    let words = text.split([',', '.', ' ', '\n', '{', '[', ']', '}']).filter(|word| !word.is_empty());
    for word in words.map(|word| word.rsplit(':').next().unwrap_or_default()) {
        match word.parse() {
            Ok(byte) => found.last_mut().unwrap().push(byte),
            Err(_) if found.last().unwrap().is_empty() => {}
            Err(_) => found.push(Vec::new()),
        }
    }
    found
}

/// A line with a root user, whose cell below a key column's name says true; or a JSON row that says so.
fn says_active(text: &str) -> bool {
    let text = text.replace("\u{FEFF}", "");
    let plain =
        |cell: &str| cell.trim_matches(|c: char| c.is_whitespace() || "\"'".contains(c)).to_ascii_lowercase();
    let lines: Vec<&str> = text.split(['\n', '\r']).collect();
    // With quotes that hold delimiters, and with quotes that mean nothing.
    let rows = |line: &str, delimiter: char| -> Vec<Vec<String>> {
        if delimiter == ' ' {
            // Words, or names of several words that two blanks part.
            let wide = line.split("  ").filter(|cell| !cell.trim().is_empty());
            return vec![line.split_whitespace().map(plain).collect(), wide.map(plain).collect()];
        }
        let mut quoted = false;
        let aware = line.split(|c: char| {
            quoted ^= c == '"';
            c == delimiter && !quoted
        });
        vec![aware.map(plain).collect(), line.split(delimiter).map(plain).collect()]
    };
    for delimiter in [',', ';', '\t', '|', ' '] {
        let headers = lines
            .iter()
            .flat_map(|line| rows(line, delimiter))
            .filter(|names| names.iter().any(|n| is_key(n)));
        for names in headers {
            // Where the names stand in their row tells how far the keys are from them.
            let places =
                |is: fn(&str) -> bool| (0..names.len()).filter(|at| is(&names[*at])).collect::<Vec<_>>();
            let users = Some(places(|name| name.ends_with("user"))).filter(|users| !users.is_empty());
            let users = users.unwrap_or_else(|| vec![0]);
            for (user, key) in
                users.iter().flat_map(|user| places(is_key).into_iter().map(move |key| (user, key)))
            {
                for cells in lines
                    .iter()
                    .filter(|line| line.contains("<root_account>"))
                    .flat_map(|line| rows(line, delimiter))
                {
                    for root in (0..cells.len()).filter(|at| cells[*at].ends_with("<root_account>")) {
                        let cell = (root + key).checked_sub(*user).and_then(|at| cells.get(at));
                        if cell.is_some_and(|cell| cell == "true") {
                            return true;
                        }
                    }
                }
            }
        }
    }
    // Below the name of a key's column, where blanks align them.
    let places = |line: &str, word: &str| -> Vec<usize> {
        line.match_indices(word).map(|(at, _)| line[..at].chars().count()).collect()
    };
    let keys: Vec<usize> = lines
        .iter()
        .flat_map(|line| places(line, "access_key_").into_iter().map(move |at| (line, at)))
        .filter(|(line, at)| line.chars().skip(*at).collect::<String>().split(' ').next().is_some_and(is_key))
        .map(|(_, at)| at)
        .collect();
    if lines.iter().any(|line| {
        line.contains("<root_account>")
            && places(&line.to_lowercase(), "true").iter().any(|at| keys.contains(at))
    }) {
        return true;
    }
    // A name and a cell a line, below a root user's: up to the next user, or to the end.
    let vertical = |line: &str| {
        let cut = |at: &usize| Some((line.get(..*at)?.to_owned(), line.get(at + 1..)?.to_owned()));
        let signs = line.char_indices().filter(|(_, c)| ":|=".contains(*c) || c.is_whitespace());
        let cuts: Vec<usize> = signs.map(|(at, _)| at).collect();
        cuts.iter().filter_map(cut).any(|(name, cell)| {
            is_key(&plain(&name))
                && cell
                    .trim_matches(|c: char| c.is_whitespace() || ":|=".contains(c))
                    .eq_ignore_ascii_case("true")
        })
    };
    let is_user =
        |line: &str| line.split(|c: char| ":|= \t".contains(c)).find(|word| !word.is_empty()) == Some("user");
    let all: Vec<&str> = text.lines().collect();
    let mut roots = (0..all.len()).filter(|at| all[*at].contains("<root_account>"));
    if roots.any(|at| {
        let below = all[at + 1..].iter().take_while(|line| !is_user(line));
        // What ran into the record, up to where one can begin.
        let begins = |line: &str| is_user(line) || line.trim().is_empty() || line.starts_with(['-', '*']);
        let above = all[..at].iter().rev().take_while(|line| !begins(line));
        below.chain(above).any(|line| vertical(line))
    }) {
        return true;
    }
    // What follows a root user's name in its object, up to where one ends: a bracket within a name is no end.
    let objects = text.match_indices("<root_account>").map(|(at, _)| &text[at..]);
    objects.filter_map(|object| object.split("},").next()?.split("}\n").next()).any(|object| {
        object.split(',').any(|member| {
            let (name, value) = member.rsplit_once(':').unwrap_or_default();
            is_key(&plain(name)) && plain(value) == "true"
        })
    })
}

/// Whether a name is that of a slot's `active` column, without case, blanks, `_` and `-`.
fn is_key(name: &str) -> bool {
    let letters = name.replace(|c: char| c.is_whitespace() || "_-".contains(c), "").to_ascii_lowercase();
    let slot = letters.strip_prefix("accesskey").and_then(|rest| rest.strip_suffix("active"));
    slot.is_some_and(|slot| slot.parse::<u32>().is_ok())
}
