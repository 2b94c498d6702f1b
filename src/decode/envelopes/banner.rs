//! What the AWS SDK for PHP prints above the data of a result. It is part of nothing.

use crate::decode::cursor::Cursor;
use crate::decode::decoded::Decoded;
use crate::decode::envelopes::Consumed;

/// Source: `Aws\Result::__toString` of the SDK's version 3.
const LINES: [&[u8]; 6] = [
    b"Model Data",
    b"----------",
    b"Data can be retrieved from the model object using the get() method of the",
    b"model (e.g., `$result->get($key)`) or accessing the result like an associative",
    b"array (e.g. `$result['key']`). You can also execute JMESPath expressions on the",
    b"result data using the search() method.",
];

/// All of its lines.
pub(crate) fn begins(at: Cursor<'_>) -> bool {
    let mut line = at;
    LINES.into_iter().all(|text| {
        let is_same = line.this_line().trim_ascii_end() == text;
        line = line.next_line();
        is_same
    })
}

/// Those lines: they are part of nothing.
pub(crate) fn read(at: Cursor<'_>) -> Consumed<'_> {
    let end = LINES.iter().fold(at, |line, _| line.next_line());
    Consumed { length: at.distance(end), found: Decoded::default() }
}
