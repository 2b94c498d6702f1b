//! Points in time: what the file says, and the instant that it means. Nothing here reads the clock.

use std::fmt;
use std::str::FromStr;

/// A point in time as a file states it: the verbatim text and the instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timestamp {
    text: String,
    instant: jiff::Timestamp,
}

/// The error of [`Timestamp::from_str`]: no time with an offset stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseTimestampError;

impl fmt::Display for ParseTimestampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a time is written as 2026-09-30T12:00:00Z, a day as 2026-09-30")
    }
}

impl std::error::Error for ParseTimestampError {}

impl FromStr for Timestamp {
    type Err = ParseTimestampError;

    /// Reads RFC 3339, with `T` or a space between day and time.
    ///
    /// # Errors
    /// [`ParseTimestampError`] for anything else; a time of day without an offset is no instant.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let instant = text.parse().map_err(|_| ParseTimestampError)?;
        Ok(Self { text: text.to_owned(), instant })
    }
}

impl From<jiff::Timestamp> for Timestamp {
    /// The instant cut to whole seconds, as AWS states its times.
    fn from(instant: jiff::Timestamp) -> Self {
        let instant = jiff::Timestamp::from_second(instant.as_second()).unwrap_or(instant);
        Self { text: instant.to_string(), instant }
    }
}

impl PartialOrd for Timestamp {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Timestamp {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.instant, &self.text).cmp(&(other.instant, &other.text))
    }
}

impl Timestamp {
    /// The instant of a Unix time in whole seconds, of this century: another number, as `20260929`, is no such time.
    pub(crate) fn from_unix_seconds(seconds: i64) -> Option<Self> {
        const CENTURY: std::ops::Range<i64> = 946_684_800..4_102_444_800;
        let instant = jiff::Timestamp::from_second(seconds).ok().filter(|_| CENTURY.contains(&seconds))?;
        Some(Self { text: seconds.to_string(), instant })
    }

    /// What the file says, trimmed.
    pub fn as_written(&self) -> &str {
        &self.text
    }

    /// The day in UTC, as `2026-09-30`.
    pub fn day(&self) -> String {
        self.instant.strftime("%Y-%m-%d").to_string()
    }

    /// Whether this instant lies before the other.
    pub(crate) fn is_before(&self, other: &Self) -> bool {
        self.instant < other.instant
    }

    /// Whole days from this time to `later`; negative when `later` is earlier.
    pub fn days_until(&self, later: &Self) -> i64 {
        (later.instant.as_second() - self.instant.as_second()) / 86_400
    }
}

impl fmt::Display for Timestamp {
    /// RFC 3339 in UTC.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.instant.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_instant_is_written_in_many_ways() {
        for text in [
            "2026-09-11T13:15:19Z",
            "2026-09-11T13:15:19+00:00",
            "2026-09-11 13:15:19+00:00",
            "2026-09-11T13:15:19.000Z",
            "2026-09-11T15:15:19+02:00",
            " 2026-09-11T13:15:19Z ",
        ] {
            assert_eq!(text.parse::<Timestamp>().unwrap().to_string(), "2026-09-11T13:15:19Z", "{text}");
        }
        for bad in [
            "",
            "2026-09-11",
            "N/A",
            "no_information",
            "Tue Feb 27 2018",
            "2026-09-11T13:15:19",
            "2026-13-01T00:00:00Z",
        ] {
            assert_eq!(bad.parse::<Timestamp>(), Err(ParseTimestampError), "{bad}");
        }
    }

    #[test]
    fn ages_are_whole_days() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        assert_eq!(at("2026-09-11T12:00:00Z").days_until(&at("2026-09-13T11:59:59Z")), 1);
        assert_eq!(at("2026-09-13T00:00:00Z").days_until(&at("2026-09-11T00:00:00Z")), -2);
    }
}
