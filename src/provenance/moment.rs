//! When an article appeared, as far as its dates tell, and which of two surely came first.
//!
//! - A date without a time is its whole day.
//! - A page that was changed later may have its text only since then: it appeared somewhere between the two. Where only the
//!   change is told, it appeared then or before.
//! - Two times without a zone are taken to be of one zone. Against a time with a zone, one without may be in any zone
//!   from UTC-12 to UTC+14.
//! - Clocks go wrong: less than `SKEW` between two articles decides nothing.

use crate::date::Published;

/// Seconds by which clocks of two houses may differ.
const SKEW: i64 = 300;
/// Seconds that a zone may lie west and east of Greenwich.
const WEST: i64 = 12 * 3_600;
const EAST: i64 = 14 * 3_600;
const DAY: i64 = 86_400;
/// Before all articles.
const LONG_AGO: i64 = i64::MIN / 2;

/// The stretch of time in which an article appeared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Appeared {
    /// In seconds since 1970-01-01 of its zone, or of no zone.
    first: i64,
    last: i64,
    zoned: bool,
}

impl Appeared {
    /// From the dates an article gives, if any.
    pub fn of(published: Option<Published>, modified: Option<Published>) -> Option<Self> {
        let change = modified.map(Self::at);
        let Some(mut own) = published.map(Self::at) else {
            return change.map(|change| Self { first: LONG_AGO, ..change });
        };
        let change = change.filter(|change| change.zoned == own.zoned);
        own.last = change.map_or(own.last, |change| own.last.max(change.last));
        Some(own)
    }

    fn at(moment: Published) -> Self {
        let first = moment.seconds();
        let last = if moment.time.is_some() { first } else { first + DAY - 1 };
        Self { first, last, zoned: moment.offset_minutes.is_some() }
    }

    /// Whether it appeared before the other one, whatever the zones and clocks.
    pub fn surely_before(self, other: Self) -> bool {
        let (last, first) = match (self.zoned, other.zoned) {
            (true, false) => (self.last, other.first - EAST),
            (false, true) => (self.last + WEST, other.first),
            _ => (self.last, other.first),
        };
        last + SKEW < first
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(published: &str) -> Appeared {
        Appeared::of(Some(Published::parse_iso(published).expect("a date")), None).expect("a date")
    }

    #[test]
    fn only_what_no_zone_or_clock_can_turn_round_is_sure() {
        let before = |x: &str, y: &str| at(x).surely_before(at(y));
        assert!(before("2022-02-16T21:00", "2022-02-16T21:06"));
        assert!(!before("2022-02-16T21:00", "2022-02-16T21:05"));
        assert!(before("2022-02-16T21:00+07:00", "2022-02-16T15:00Z"));
        assert!(!before("2022-02-16T15:00Z", "2022-02-16T21:00+07:00"));
        assert!(before("2022-02-16", "2022-02-17T00:10") && !before("2022-02-16", "2022-02-16T23:00"));
        // 21:00 somewhere is at the latest 09:00 of the next day in Greenwich.
        assert!(!before("2022-02-16T21:00", "2022-02-17T09:00Z") && before("2022-02-16T21:00", "2022-02-17T09:06Z"));
        // 06:00 somewhere is at the earliest 16:00 of the day before in Greenwich.
        assert!(!before("2022-02-16T16:00Z", "2022-02-17T06:00") && before("2022-02-16T15:50Z", "2022-02-17T06:00"));
    }

    #[test]
    fn a_page_that_was_changed_later_may_have_its_text_since_then() {
        let changed = Appeared::of(Published::parse_iso("2022-02-16T08:00"), Published::parse_iso("2022-02-16T12:00"));
        let changed = changed.expect("two dates");
        assert!(!changed.surely_before(at("2022-02-16T09:00")));
        assert!(changed.surely_before(at("2022-02-16T13:00")));
        assert!(at("2022-02-16T07:00").surely_before(changed));
    }

    #[test]
    fn a_page_of_which_only_a_change_is_told_may_be_older_but_not_younger() {
        let changed = Appeared::of(None, Published::parse_iso("2022-02-16T12:00")).expect("a date");
        assert!(changed.surely_before(at("2022-02-16T13:00")) && changed.surely_before(at("2022-02-18T13:00Z")));
        assert!(!changed.surely_before(at("2022-02-16T11:00")));
        assert!(!at("1990-01-01").surely_before(changed) && !at("1990-01-01T00:00Z").surely_before(changed));
        assert_eq!(Appeared::of(None, None), None);
    }
}
