//! Bytes that a text has as numbers: `117, 115`, `0x75`, `75736572`, `"0":117,"1":115`.

/// The shortest list that is looked at.
const SHORTEST: usize = 12;

/// The longest number of an escape, as in `\\U0000003C`.
const LONGEST_ESCAPE: usize = 9;

/// How many letters may be between two numbers of one list, blanks not counted.
const FURTHEST: usize = 40;

/// The bytes of each list of numbers.
pub(super) fn bytes(text: &[u8]) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    let mut lists = Lists::default();
    let mut at = 0;
    while let Some(start) = next_word(text, at) {
        let between = text.get(at..start).unwrap_or_default();
        let before = between.last().copied().unwrap_or_default();
        // A line break's escape parts numbers as the line break does.
        let is_break = before == b'\\' && matches!(text.get(start), Some(b'n' | b'r' | b't'));
        let start = start + usize::from(is_break);
        let rest = text.get(start..).unwrap_or_default();
        let length = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        if length == 0 {
            at = start;
            continue;
        }
        // A number of an escape was read as one.
        let is_escape = !is_break && length <= LONGEST_ESCAPE && b"%\\#=".contains(&before);
        let is_far = between.iter().filter(|byte| !byte.is_ascii_whitespace()).count() > FURTHEST;
        if is_far || is_escape {
            lists.end(&mut found);
        }
        if !is_escape {
            lists.word(rest.get(..length).unwrap_or_default(), &mut found);
        }
        at = start + length;
    }
    lists.end(&mut found);
    found
}

fn next_word(text: &[u8], at: usize) -> Option<usize> {
    text.get(at..)?.iter().position(u8::is_ascii_alphanumeric).map(|next| at + next)
}

/// The lists that the last words can belong to.
#[derive(Default)]
struct Lists {
    /// One number each.
    numbers: Vec<u32>,
    /// Two digits a byte.
    pairs: Vec<u8>,
}

impl Lists {
    fn word(&mut self, word: &[u8], found: &mut Vec<Vec<u8>>) {
        match number(word) {
            Some(number) => self.numbers.push(number),
            None => self.end_numbers(found),
        }
        let is_whole = word.len().is_multiple_of(2) && word.iter().all(u8::is_ascii_hexdigit);
        if is_whole {
            self.pairs.extend(of_pairs(word));
        } else {
            self.end_pairs(found);
        }
        if word.len() < 2 * SHORTEST {
            return;
        }
        // Digits that ran into other letters, before or behind them.
        let runs = word.split(|byte| !byte.is_ascii_hexdigit()).filter(|run| run.len() >= 2 * SHORTEST);
        for run in runs {
            let starts = if is_whole { 1..2 } else { 0..2 };
            found.extend(starts.map(|start| of_pairs(run.get(start..).unwrap_or_default()).collect()));
        }
    }

    fn end(&mut self, found: &mut Vec<Vec<u8>>) {
        self.end_numbers(found);
        self.end_pairs(found);
    }

    fn end_pairs(&mut self, found: &mut Vec<Vec<u8>>) {
        if self.pairs.len() >= SHORTEST {
            found.push(std::mem::take(&mut self.pairs));
        }
        self.pairs.clear();
    }

    fn end_numbers(&mut self, found: &mut Vec<Vec<u8>>) {
        let numbers = std::mem::take(&mut self.numbers);
        if numbers.len() < SHORTEST {
            return;
        }
        // Each can be behind its index.
        let is_index = |pair: &[u32]| matches!(pair, [one, _, two, ..] if one.checked_add(1) == Some(*two));
        let is_indexed = |from: &[u32]| from.windows(3).step_by(2).all(is_index);
        let (start, step) = match numbers.get(1..) {
            _ if is_indexed(&numbers) => (1, 2),
            Some(rest) if is_indexed(rest) => (0, 2),
            Some(_) | None => (0, 1),
        };
        let values: Vec<Option<u8>> =
            numbers.iter().skip(start).step_by(step).map(|number| u8::try_from(*number).ok()).collect();
        let lists = values.split(Option::is_none).filter(|list| list.len() >= SHORTEST);
        found.extend(lists.map(|list| list.iter().flatten().copied().collect()));
    }
}

/// The bytes of hexadecimal digits.
fn of_pairs(digits: &[u8]) -> impl Iterator<Item = u8> {
    let digit =
        |digit: u8| char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok()).unwrap_or(0);
    digits.as_chunks().0.iter().map(move |[high, low]| digit(*high) * 16 + digit(*low))
}

/// The number that a word is, where it is short enough for one.
fn number(word: &[u8]) -> Option<u32> {
    if !word.first()?.is_ascii_digit() || word.len() > 11 {
        return None;
    }
    let word = word.strip_suffix(b"uy").or(word.strip_suffix(b"u8")).unwrap_or(word);
    let hex = word.strip_prefix(b"0x").or(word.strip_prefix(b"0X"));
    let (digits, radix) = hex.map_or((word, 10), |digits| (digits, 16));
    let add =
        |number: u32, digit: &u8| number.checked_mul(radix)?.checked_add(char::from(*digit).to_digit(radix)?);
    digits.iter().try_fold(0, add).filter(|_| !digits.is_empty())
}
