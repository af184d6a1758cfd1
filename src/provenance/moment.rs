//! When an article appeared, as far as its dates tell, and which of two surely came first.
//!
//! - A date without a time is its whole day.
//! - A page that was changed later may have its text only since then: it appeared somewhere between the two.
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

/// The stretch of time in which an article appeared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Appeared {
    /// In seconds since 1970-01-01 of its zone, or of no zone.
    first: i64,
    last: i64,
    zoned: bool,
}

impl Appeared {
    /// From the dates an article gives.
    pub fn of(published: Published, modified: Option<Published>) -> Self {
        let mut own = Self::at(published);
        let change = modified.map(Self::at).filter(|change| change.zoned == own.zoned);
        own.last = change.map_or(own.last, |change| own.last.max(change.last));
        own
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
        Appeared::of(Published::parse_iso(published).expect("a date"), None)
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
        let iso = |text| Published::parse_iso(text).expect("a date");
        let changed = Appeared::of(iso("2022-02-16T08:00"), Some(iso("2022-02-16T12:00")));
        assert!(!changed.surely_before(at("2022-02-16T09:00")));
        assert!(changed.surely_before(at("2022-02-16T13:00")));
        assert!(at("2022-02-16T07:00").surely_before(changed));
    }
}
