//! Dates and times, as AWS, spreadsheets and data tools write them.

/// A date as AWS writes it, or as a spreadsheet or a data tool reformats it.
pub(super) fn is_date(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if text.len() > 40 {
        return false;
    }
    if text.split('-').next().is_some_and(|year| digits(year) && year.len() >= 4 && text.contains('-')) {
        return is_iso(text);
    }
    // 30.08.2026 09:12, 8/30/26 9:12 AM, Tue Feb 27 2018: a few short numbers and words.
    let parts: Vec<&str> =
        text.split([' ', ',', '.', '/', ':', '-', '\'']).filter(|part| !part.is_empty()).collect();
    let number = |part: &&str| digits(part) && part.len() <= 4;
    let name = |part: &&str| part.chars().all(char::is_alphabetic) && part.chars().count() <= 10;
    let numbers = parts.iter().copied().filter(number).count();
    let names = parts.iter().copied().filter(name).count();
    let serial = matches!(parts.as_slice(), [day] | [day, _] if digits(day) && day.len() == 5)
        && parts.iter().all(|part| digits(part));
    serial || numbers + names == parts.len() && (2..=7).contains(&numbers) && names <= 4
}

/// `2026-08-30`, with a time after `T` or a space; after `T` it has seconds, as in every program's output.
fn is_iso(text: &str) -> bool {
    let time = text.get(10..).unwrap_or_default();
    let zone = time.find(['Z', '+']).or_else(|| time.rfind('-')).unwrap_or(time.len());
    let clock = time.get(1..zone).unwrap_or_default();
    let colons = clock.matches(':').count();
    let spaced = time.starts_with(' ');
    let civil = text.get(..10 + zone).unwrap_or_default();
    match time.bytes().next() {
        None => text.parse::<jiff::civil::Date>().is_ok(),
        Some(b'T' | b' ') if colons == 2 || colons == 1 && spaced => {
            // DuckDB and PostgreSQL write `+00` alone.
            let zoned = matches!(time.get(zone..), Some("" | "Z" | " UTC"))
                || spaced && time.get(zone..) == Some("+00")
                || is_full_time(text.as_bytes());
            zoned && civil.parse::<jiff::civil::DateTime>().is_ok()
        }
        Some(_) => false,
    }
}

/// `2026-09-30T12:00:00Z`, or with an offset of hours and minutes: no longer time starts like it.
pub(super) fn is_full_time(cell: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(cell) else { return false };
    let offset = |b: &[u8]| matches!(b, [b'+' | b'-', a, b, b':', c, d] if [a, b, c, d].iter().all(|digit| digit.is_ascii_digit()));
    let ends = cell.ends_with(b"Z") || cell.last_chunk::<6>().is_some_and(|end| offset(end));
    ends && text.contains(':') && text.parse::<crate::model::time::Timestamp>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credential_report::canonical::{is_time, is_utc_time};

    #[test]
    fn dates_are_those_of_aws_and_of_spreadsheets() {
        for date in [
            "2026-09-11T13:15:19Z",
            "2016-05-16T18:13:11+00:00",
            "2026-09-11T13:15:19.000Z",
            "2026-09-11T13:15:19",
            "2026-09-11 13:15:19+00:00",
            "2026-09-11 13:15:19+00",
            "2026-09-11 13:15:19",
            "2026-09-11 13:15",
            "2026-09-11",
            "11.09.2026 13:15:19",
            "11-09-2026 13:15",
            "9/11/2026 1:15:19 PM",
            "11/09/26 13:15",
            "11 Sep 2026",
            "11 août 2026 13:15:19",
            "Tue Feb 27 2018",
            "46276.5523",
            "46276,55",
        ] {
            assert!(is_date(date), "{date}");
        }
        for bad in [
            "2051Z",
            "46276.Feb",
            "2026.46276",
            "2026",
            "22019-05-29T05:53:51Z",
            "2019-05-29T05:53:51ZZ",
            "2019-05-29T05:53:51ZdXNlcixhcm4s",
            "2026-01-02T03:05Z",
            "2019-5:53:51Z",
            "2019-13-29T05:53:51Z",
            "2019-05-29T05:53:51+0:00",
            "2019-05-29T05:53:51+00",
            "2019-05-29 05:53:51+0",
            "2019-05-29T05:53:512019-05-29",
            "2019-05-29TN/A",
            "true",
            "false",
            "us-east-1",
            "s3",
            "N/AdXNlcixhcm4s",
            "N/A<h1>404</h1>",
            "arn:aws:iam::111122223333:root",
            "N/Aaws: [ERROR]: An error occurred (Throttling) 4",
        ] {
            assert!(!is_date(bad), "{bad}");
        }
    }

    #[test]
    fn times_told_in_one_go_are_those_that_are_dates() {
        for year in ["0999", "1900", "2000", "2023", "2024", "3000"] {
            for (month, day) in (0..20).flat_map(|month| (0..40).map(move |day| (month, day))) {
                for clock in ["00:00:00", "19:59:59", "23:59:59", "24:00:00", "12:60:00", "1:00:00:"] {
                    let text = format!("{year}-{month:02}-{day:02}T{clock}+00:00");
                    let told = is_time(text.as_bytes().try_into().unwrap());
                    let range = ("1000".."3000").contains(&year);
                    assert_eq!(told, range && is_date(&text), "{text}");
                    let utc = format!("{year}-{month:02}-{day:02}T{clock}Z");
                    assert_eq!(is_utc_time(utc.as_bytes().try_into().unwrap()), told, "{utc}");
                }
            }
        }
        for year in 1000..3000 {
            let text = format!("{year}-02-29T12:00:00+00:00");
            assert_eq!(is_time(text.as_bytes().try_into().unwrap()), is_date(&text), "{text}");
        }
        let text = *b"2026-09-30T12:00:00+00:00";
        for (at, byte) in (0..text.len()).flat_map(|at| (0..=255).map(move |byte| (at, byte))) {
            let mut other = text;
            other[at] = byte;
            let expected = std::str::from_utf8(&other).is_ok_and(is_date);
            assert!(!is_time(&other) || expected, "{}", other.escape_ascii());
        }
    }
}
