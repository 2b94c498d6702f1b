//! What rootkeys itself wrote: it quotes reports, and holds none.

/// Whether it is a page that rootkeys wrote, and nothing behind it.
pub(super) fn is_page(bytes: &[u8]) -> bool {
    /// Its head begins with these, and its text has no tag that is not escaped.
    const START: &[u8] = b"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\"";
    const GENERATOR: &[u8] = b"<meta name=\"generator\" content=\"rootkeys ";
    const LONGEST_HEAD: usize = 2000;
    const END: &[u8] = b"</body>\n</html>\n";
    let end = || memchr::memmem::find(bytes, END).map(|start| start + END.len());
    let is_generated =
        || bytes.get(..LONGEST_HEAD).is_some_and(|head| memchr::memmem::find(head, GENERATOR).is_some());
    bytes.starts_with(START) && is_generated() && end() == Some(bytes.len())
}
