//! HTML: a page, a mail's body or a part of one, with reports as tables or within `<pre>`.

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{StartTag, Token, Tokenizer};

use crate::credential_report::{End, is_header, trace};
use crate::decode::cursor::Cursor;
use crate::decode::decode;
use crate::decode::decoded::{Decoded, ReadFrom};
use crate::decode::envelopes::row_writer::RowWriter;
use crate::decode::envelopes::{Consumed, envelope_at};
use crate::decode::recognise;
use crate::decode::recognise::traces::is_report;
use crate::model::envelope::EnvelopeKind;
use crate::model::problem::{Code, Position, Problem};

/// The elements that pages, mails and parts of them begin with.
#[rustfmt::skip]
const BEGINNINGS: &[&[u8]] = &[
    b"article", b"body", b"caption", b"center", b"div", b"figure", b"font", b"h1", b"h2", b"h3", b"h4", b"head", b"html",
    b"link", b"main", b"meta", b"p", b"pre", b"section", b"span", b"style", b"table", b"textarea", b"title",
];

/// The elements that have no end.
#[rustfmt::skip]
const VOID: &[&[u8]] = &[
    b"area", b"base", b"br", b"col", b"embed", b"hr", b"img", b"input", b"link", b"meta", b"source", b"track", b"wbr",
];

/// One of those elements, or a document type. What was read in vain is not read again and again.
pub(crate) fn begins(at: Cursor<'_>) -> bool {
    const DOCTYPE: &[u8] = b"!doctype html";
    let Some(name) = at.rest().strip_prefix(b"<") else { return false };
    let is_doctype = name.get(..DOCTYPE.len()).is_some_and(|name| name.eq_ignore_ascii_case(DOCTYPE));
    let length = name.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let is_name =
        name.get(length).is_some_and(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/'));
    let name = name.get(..length).unwrap_or_default().to_ascii_lowercase();
    (is_doctype || is_name && BEGINNINGS.contains(&name.as_slice())) && at.patience() > at.rest().len()
}

/// All up to the end of its outermost elements; where it holds no report, up to the next line that something else begins at.
pub(crate) fn read(at: Cursor<'_>) -> Consumed<'_> {
    let mut page = Page::new(at);
    let tokens = Tokenizer::new_with_emitter(at.rest(), {
        let mut emitter = DefaultEmitter::<usize>::new_with_span();
        emitter.naively_switch_states(true);
        emitter
    });
    for token in tokens {
        let Ok(token) = token;
        if !page.token(token) {
            break;
        }
    }
    let length = page.finish();
    if !page.found.envelopes.is_empty() {
        return Consumed { length, found: page.found };
    }
    let mut end = at.next_line();
    while !end.rest().is_empty() && (begins(end) || envelope_at(end).is_none()) {
        end = end.next_line();
    }
    let length = at.distance(end);
    let problem = recognise::describe(at.rest().get(..length).unwrap_or_default());
    let found = Decoded::problem(problem.at(Position::at_line(at.line())));
    Consumed { length, found: Decoded { spent: at.rest().len(), ..found } }
}

/// What is read of a page.
struct Page<'a> {
    found: Decoded<'a>,
    start: Cursor<'a>,
    /// The place of the last token, whose line is known.
    at: Cursor<'a>,
    /// Where the last tag ends.
    end: usize,
    /// The names of the elements that are open.
    open: Vec<Vec<u8>>,
    /// The tables that are open, in each other.
    tables: Vec<Table>,
    /// The text of `<pre>`, and its line.
    pre: Option<(Vec<u8>, u64)>,
}

/// A table as it is read.
#[derive(Default)]
struct Table {
    rows: Vec<(Vec<String>, u64)>,
    cell: Option<Vec<u8>>,
    /// What keeps its cells from being those of its columns, and where.
    fault: Option<(u64, &'static str)>,
    /// The same of the row.
    spans: Vec<u64>,
}

impl<'a> Page<'a> {
    fn new(at: Cursor<'a>) -> Self {
        let (open, tables) = (Vec::new(), Vec::new());
        Self { found: Decoded::default(), start: at, at, end: 0, open, tables, pre: None }
    }

    /// Reads a token; whether the page goes on.
    fn token(&mut self, token: Token<usize>) -> bool {
        match token {
            Token::StartTag(tag) => {
                // Another document, behind this one.
                if self.open.is_empty()
                    && !BEGINNINGS.contains(&tag.name.as_slice())
                    && !VOID.contains(&tag.name.as_slice())
                {
                    return false;
                }
                self.seek(tag.span.start);
                self.end = tag.span.end;
                self.begin(&tag);
                if !tag.self_closing && !VOID.contains(&tag.name.as_slice()) {
                    self.open.push(tag.name.to_vec());
                }
            }
            Token::EndTag(tag) => {
                self.seek(tag.span.start);
                self.end = tag.span.end;
                self.close(&tag.name);
                if let Some(at) = self.open.iter().rposition(|name| *name == **tag.name) {
                    self.open.truncate(at);
                }
            }
            Token::String(text) => {
                let is_blank = text.value.trim_ascii().is_empty();
                if self.open.is_empty() && !is_blank {
                    return false;
                }
                self.seek(text.span.start);
                self.text(&text.value, is_blank);
            }
            Token::Doctype(tag) => self.end = tag.span.end,
            Token::Comment(text) => {
                const END: &[u8] = b"-->";
                let rest = self.start.rest().get(text.span.start..).unwrap_or_default();
                let length = memchr::memmem::find(rest, END).map_or(rest.len(), |at| at + END.len());
                self.end = self.end.max(text.span.start + length);
            }
            Token::Error(_) => {}
        }
        true
    }

    fn seek(&mut self, place: usize) {
        let further = place.saturating_sub(self.start.distance(self.at));
        self.at = self.at.advance(further);
    }

    fn begin(&mut self, tag: &StartTag<usize>) {
        let line = self.at.line();
        let in_pre = self.pre.is_some();
        let table = self.tables.last_mut();
        match (tag.name.as_slice(), table) {
            (b"pre" | b"textarea", _) if !in_pre => self.pre = Some((Vec::new(), line)),
            (b"table", table) => {
                if let Some(table) = table {
                    table.fault(line, "a table is in a cell of the table");
                }
                self.tables.push(Table::default());
            }
            (b"tr", Some(table)) => table.row(line),
            (b"td" | b"th", Some(table)) => {
                table.end_cell();
                if table.rows.is_empty() {
                    table.row(line);
                }
                table.cell = Some(Vec::new());
                let is_one = |name: &[u8]| {
                    tag.attributes
                        .iter()
                        .all(|(key, value)| key.as_slice() != name || value.value.trim_ascii() == b"1")
                };
                if !is_one(b"colspan") || !is_one(b"rowspan") {
                    table.spans.push(line);
                }
            }
            (b"br", Some(Table { cell: Some(cell), .. })) => cell.push(b' '),
            _ => {}
        }
    }

    fn close(&mut self, name: &[u8]) {
        match (name, self.tables.last_mut()) {
            (b"td" | b"th" | b"tr", Some(table)) => table.end_cell(),
            (b"table", Some(_)) => self.end_table(true),
            (b"pre" | b"textarea", _) => self.end_pre(true),
            _ => {}
        }
    }

    fn text(&mut self, text: &[u8], is_blank: bool) {
        let line = self.at.line();
        if let Some((pre, _)) = &mut self.pre {
            pre.extend_from_slice(text);
        } else if let Some(table) = self.tables.last_mut() {
            match &mut table.cell {
                Some(cell) => cell.extend_from_slice(text),
                None if !is_blank && self.open.last().is_none_or(|name| name != b"caption") => {
                    table.fault(line, "text is between the cells of the table")
                }
                None => {}
            }
        }
    }

    fn end_table(&mut self, is_closed: bool) {
        let Some(mut table) = self.tables.pop() else { return };
        table.end_cell();
        if !is_closed {
            table.fault(self.at.line(), "the table has no end");
        }
        self.found.absorb(table.report().unwrap_or_default());
    }

    /// A text whose lines are kept: a report in any shape.
    fn end_pre(&mut self, is_closed: bool) {
        let Some((text, line)) = self.pre.take() else { return };
        let shown = String::from_utf8_lossy(&text);
        if !is_report(&shown) && !shown.trim_start().starts_with(['{', '[']) {
            return;
        }
        // No page is within a page, again and again.
        let small = text.to_ascii_lowercase();
        if [&b"<pre"[..], b"<textarea"].iter().any(|tag| memchr::memmem::find(&small, tag).is_some()) {
            return;
        }
        let mut inner = decode(&text);
        if inner.envelopes.is_empty() {
            return;
        }
        if !is_closed {
            inner.damage(
                Problem::new(Code::TableDamaged, "the element pre has no end").at(Position::at_line(line)),
            );
        }
        let mut found = Decoded::default();
        found.envelopes.extend(inner.envelopes.into_iter().map(|mut envelope| {
            // The element's end is the text's.
            if is_closed && envelope.kind == EnvelopeKind::None {
                envelope.end = End::Proven;
            }
            envelope.moved_to(line)
        }));
        let problems = inner.problems.finish().into_iter();
        problems.for_each(|problem| found.problems.push(problem.at(Position::at_line(line))));
        self.found.absorb(found);
    }

    /// Ends what is open; how long the page is.
    fn finish(&mut self) -> usize {
        self.end_pre(false);
        while !self.tables.is_empty() {
            self.end_table(false);
        }
        if self.open.iter().any(|name| name == b"html") {
            let message = "the page has no end, so that a table can be missing";
            self.found.damage(Problem::new(Code::UnprovenEnd, message).at(Position::at_line(self.at.line())));
        }
        let length = if self.open.is_empty() { self.end } else { self.start.rest().len() };
        length.max(1)
    }
}

impl Table {
    fn fault(&mut self, line: u64, why: &'static str) {
        self.fault.get_or_insert((line, why));
    }

    fn row(&mut self, line: u64) {
        self.end_cell();
        self.rows.push((Vec::new(), line));
    }

    fn end_cell(&mut self) {
        let Some(cell) = self.cell.take() else { return };
        let Some((row, _)) = self.rows.last_mut() else { return };
        let words: Vec<String> =
            String::from_utf8_lossy(&cell).split_whitespace().map(str::to_owned).collect();
        row.push(words.join(" "));
    }

    /// The report that it is: below a row of columns' names, and whatever is above that.
    fn report<'a>(self) -> Option<Decoded<'a>> {
        let Self { rows, fault, spans, .. } = self;
        let header = rows.iter().position(|(row, _)| is_header(row.iter().map(String::as_bytes)))?;
        let mut traces = 0;
        let mut table = RowWriter::default();
        let above = rows.get(header).map_or(0, |(_, line)| *line);
        for (row, line) in rows.into_iter().skip(header).filter(|(row, _)| !row.is_empty()) {
            traces += row.iter().map(|cell| trace::count(cell.as_bytes())).sum::<usize>();
            table.row(&row, line);
        }
        if traces == 0 {
            return None;
        }
        if let Some((line, why)) = fault {
            table.fault(line, why);
        }
        if let Some(line) = spans.into_iter().find(|line| *line >= above) {
            table.fault(line, "a cell of the table spans several columns or rows");
        }
        Some(table.finish(EnvelopeKind::Html, b"\n", ReadFrom::Traces(traces), End::Proven))
    }
}
