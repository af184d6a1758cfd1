//! Moments as articles give them: a zone is kept, and a date without a zone stays without.

pub mod text;

use serde::{Deserialize, Serialize};
use std::fmt;

/// A date, with the time and the zone where the source has them.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Published {
    /// Year, month 1-12, day 1-31 of the proleptic Gregorian calendar.
    pub date: (i32, u8, u8),
    /// Hour, minute, second.
    pub time: Option<(u8, u8, u8)>,
    /// Minutes east of Greenwich.
    pub offset_minutes: Option<i16>,
}

impl Published {
    /// Reads `2022-02-16`, `2022-02-16T21:00`, `2022-02-16 21:00:05.123+07:00`, `…Z`.
    pub fn parse_iso(text: &str) -> Option<Self> {
        let text = text.trim();
        let date = (number(text, 0, 4)? as i32, number(text, 5, 2)? as u8, number(text, 8, 2)? as u8);
        let separated = text.as_bytes()[4] == b'-' && text.as_bytes()[7] == b'-';
        if !separated || !(1..=12).contains(&date.1) || !(1..=days_in_month(date.0, date.1)).contains(&date.2) {
            return None;
        }
        let rest = &text[10..];
        if rest.is_empty() {
            return Some(Self { date, time: None, offset_minutes: None });
        }
        let rest = rest.strip_prefix(['T', 't', ' '])?;
        let (hour, minute) = (number(rest, 0, 2)?, number(rest, 3, 2)?);
        if rest.as_bytes()[2] != b':' || hour > 23 || minute > 59 {
            return None;
        }
        let (second, zone) = match rest[5..].strip_prefix(':') {
            Some(seconds) => {
                let fraction = seconds.get(2..)?;
                let zone = fraction
                    .strip_prefix(['.', ','])
                    .map_or(fraction, |f| f.trim_start_matches(|c: char| c.is_ascii_digit()));
                (number(seconds, 0, 2)?.min(59), zone)
            }
            None => (0, &rest[5..]),
        };
        Some(Self {
            date,
            time: Some((hour as u8, minute as u8, second as u8)),
            offset_minutes: parse_zone(zone.trim())?,
        })
    }

    /// Seconds since 1970-01-01 in the moment's own zone, or in Greenwich where it names none; a bare date is its midnight.
    pub fn seconds(&self) -> i64 {
        let (hour, minute, second) = self.time.unwrap_or((0, 0, 0));
        let local =
            days_from_epoch(self.date) * 86_400 + i64::from(hour) * 3_600 + i64::from(minute) * 60 + i64::from(second);
        local - i64::from(self.offset_minutes.unwrap_or(0)) * 60
    }
}

impl Published {
    /// The moment in Greenwich, from seconds since 1970-01-01.
    pub fn from_seconds(seconds: i64) -> Self {
        let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
        let part = |n: i64| u8::try_from(n).unwrap_or(0);
        Self {
            date: civil_from_days(days),
            time: Some((part(rest / 3_600), part(rest / 60 % 60), part(rest % 60))),
            offset_minutes: Some(0),
        }
    }
}

/// The date of a day counted from 1970-01-01 (Howard Hinnant, civil_from_days).
fn civil_from_days(days: i64) -> (i32, u8, u8) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let day_of_era = z.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let m = (5 * day_of_year + 2) / 153;
    let month = if m < 10 { m + 3 } else { m - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let part = |n: i64| u8::try_from(n).unwrap_or(0);
    (i32::try_from(year).unwrap_or(0), part(month), part(day_of_year - (153 * m + 2) / 5 + 1))
}

/// `Some(None)` for no zone, `None` for what is no zone.
fn parse_zone(zone: &str) -> Option<Option<i16>> {
    if zone.is_empty() {
        return Some(None);
    }
    if zone.eq_ignore_ascii_case("z") {
        return Some(Some(0));
    }
    let (sign, digits) = match zone.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let minutes = match digits.len() {
        2 => 0,
        4 => number(digits, 2, 2)?,
        5 => number(digits, 3, 2)?,
        _ => return None,
    };
    Some(Some(sign * (number(digits, 0, 2)? * 60 + minutes) as i16))
}

fn number(text: &str, at: usize, length: usize) -> Option<u32> {
    let digits = text.get(at..at + length)?;
    digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())?
}

fn days_in_month(year: i32, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days from 1970-01-01 (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil).
fn days_from_epoch((year, month, day): (i32, u8, u8)) -> i64 {
    let y = i64::from(year) - i64::from(month <= 2);
    let era = y.div_euclid(400);
    let year_of_era = y.rem_euclid(400);
    let month_from_march = (i64::from(month) + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + i64::from(day) - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

impl fmt::Display for Published {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.date.0, self.date.1, self.date.2)?;
        if let Some((hour, minute, second)) = self.time {
            write!(f, "T{hour:02}:{minute:02}:{second:02}")?;
        }
        match self.offset_minutes {
            Some(0) => write!(f, "Z"),
            Some(minutes) => {
                write!(f, "{}{:02}:{:02}", if minutes < 0 { '-' } else { '+' }, minutes.abs() / 60, minutes.abs() % 60)
            }
            None => Ok(()),
        }
    }
}

impl Serialize for Published {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Published {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse_iso(&text).ok_or_else(|| serde::de::Error::custom(format!("not a date: {text:?}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_written_again() {
        for text in [
            "2022-02-16",
            "2022-02-16T21:00:00",
            "2022-02-16T21:00:00Z",
            "2022-02-16T21:00:00+07:00",
            "2024-02-29T00:00:00-03:30",
        ] {
            assert_eq!(Published::parse_iso(text).expect(text).to_string(), text);
        }
        assert_eq!(
            Published::parse_iso("2022-02-16 21:00:05.123+0700").expect("a moment").to_string(),
            "2022-02-16T21:00:05+07:00"
        );
        for bad in [
            "",
            "16 Februari 2022",
            "2022-13-01",
            "2023-02-29",
            "2022-02-16X",
            "2022-02-16T25:00",
            "2022-02-16T21:00:00 WIB",
            "२०२२-०२-१६",
            "2022-02-16T21:00:’0+07:00",
        ] {
            assert_eq!(Published::parse_iso(bad), None, "{bad}");
        }
    }

    #[test]
    fn zones_shift_the_moment() {
        let seconds = |text| Published::parse_iso(text).expect("a moment").seconds();
        assert_eq!(seconds("1970-01-01"), 0);
        assert_eq!(seconds("2000-03-01"), 951_868_800);
        assert_eq!(seconds("2022-02-16T21:00+07:00"), seconds("2022-02-16T14:00Z"));
    }
}
