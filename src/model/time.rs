//! Points in time: what a file says, and the instant that it means. Nothing here reads the clock.

use std::fmt;
use std::str::FromStr;

/// A point in time as a file states it: the verbatim text and the instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timestamp {
    text: String,
    instant: jiff::Timestamp,
}

/// The error of [`Timestamp::from_str`]: the text is not a time with an offset.
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
    /// [`ParseTimestampError`] for anything else; a time without an offset is not an instant.
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
    /// The instant of a Unix time in whole seconds, of this century. Other numbers, such as `20260929`, are not Unix
    /// times.
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

    /// Whether more than `most` has passed between this time and `later`.
    pub(crate) fn is_older_than(&self, most: MaxAge, later: &Self) -> bool {
        later.instant.duration_since(self.instant) > jiff::SignedDuration::from_hours(i64::from(most.hours))
    }

    /// Whole days from this time to `later`; negative when `later` is earlier.
    pub fn days_until(&self, later: &Self) -> i64 {
        (later.instant.as_second() - self.instant.as_second()) / 86_400
    }
}

/// Whether a text is a day as `2026-12-31`, so that days compare as their texts do.
pub(crate) fn is_day(text: &str) -> bool {
    // A year of six digits has a sign.
    text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok_and(|date| date.to_string() == text)
}

/// How old a report may be: whole hours, days or weeks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MaxAge {
    hours: u32,
}

/// The error of [`MaxAge::from_str`]: the text is not a span of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseMaxAgeError;

impl fmt::Display for ParseMaxAgeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an age is a whole number with h, d or w, as 12h, 7d, 2w")
    }
}

impl std::error::Error for ParseMaxAgeError {}

impl FromStr for MaxAge {
    type Err = ParseMaxAgeError;

    /// Reads a whole number above zero with `h`, `d` or `w`.
    ///
    /// # Errors
    /// [`ParseMaxAgeError`] for anything else, and for more than a hundred years.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const MOST: u32 = 100 * 366 * 24;
        let hours = [('h', 1), ('d', 24), ('w', 7 * 24)].into_iter().find_map(|(unit, hours)| {
            let number: u32 = text.strip_suffix([unit, unit.to_ascii_uppercase()])?.parse().ok()?;
            number.checked_mul(hours)
        });
        hours.filter(|hours| (1..=MOST).contains(hours)).map(|hours| Self { hours }).ok_or(ParseMaxAgeError)
    }
}

impl fmt::Display for MaxAge {
    /// In days if it is a whole number of days, else in hours; it can be read back.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { hours } = self;
        if hours % 24 == 0 { write!(f, "{}d", hours / 24) } else { write!(f, "{hours}h") }
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
    fn a_report_may_be_so_old_and_no_older() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let (week, now) = ("1w".parse().unwrap(), at("2026-09-30T12:00:00Z"));
        assert!(!at("2026-09-23T12:00:00Z").is_older_than(week, &now));
        assert!(at("2026-09-23T11:59:59Z").is_older_than(week, &now));
        assert!(!at("2026-10-23T12:00:00Z").is_older_than(week, &now));
        let written = |text: &str| text.parse::<MaxAge>().map(|age| age.to_string());
        for (text, expected) in [("7d", "7d"), ("2W", "14d"), ("36h", "36h"), ("48h", "2d")] {
            assert_eq!(written(text).as_deref(), Ok(expected));
        }
        for bad in ["", "7", "d", "0d", "-1d", "1.5d", "7 d", "7days", "9999999w", "4294967295w", "+"] {
            assert_eq!(written(bad), Err(ParseMaxAgeError), "{bad}");
        }
    }

    #[test]
    fn a_day_is_written_in_one_way() {
        for day in ["2026-12-31", "2028-02-29", "9999-12-31"] {
            assert!(is_day(day), "{day}");
        }
        for other in ["", "2026-02-29", "2026-02-30", "31.12.2026", "20261231  ", "2026-W53-5", "-026-12-31"]
        {
            assert!(!is_day(other), "{other}");
        }
    }

    #[test]
    fn ages_are_whole_days() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        assert_eq!(at("2026-09-11T12:00:00Z").days_until(&at("2026-09-13T11:59:59Z")), 1);
        assert_eq!(at("2026-09-13T00:00:00Z").days_until(&at("2026-09-11T00:00:00Z")), -2);
    }
}
