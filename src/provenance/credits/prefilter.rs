//! Passes over words that no pattern can start at, at about a nanosecond a word.
//!
//! Owns bitmaps of the hashes of the first eight bytes of the patterns, of the first four of shorter ones, and of the first
//! two of those shorter still. It may stop at a place where nothing matches; it never passes over one where something does.

use crate::text::runs::Runs;

/// Pairs of bytes, a bit each.
const PAIRS: usize = 1 << 16;
/// Words of bits for hashes of four bytes; 8 KiB, so that the two looked at first share the first cache.
const FOURS: usize = 1 << 10;

/// The bitmaps.
pub(crate) struct Prefilter {
    /// First two bytes of patterns too short for `fours`.
    shorts: Box<[u64; PAIRS / 64]>,
    /// First four bytes of all patterns that have them: most places fail here.
    fours: Box<[u64; FOURS]>,
    /// First four bytes of patterns too short for `eights`.
    short_fours: Box<[u64; FOURS]>,
    eights: Box<[u64; FOURS]>,
}

impl Prefilter {
    pub fn new(patterns: &[String]) -> Self {
        let empty = || Box::new([0; FOURS]);
        let mut filter =
            Self { shorts: Box::new([0; PAIRS / 64]), fours: empty(), short_fours: empty(), eights: empty() };
        for pattern in patterns.iter().map(String::as_bytes) {
            match *pattern {
                [] => {}
                [first] => {
                    for second in 0..=u8::MAX {
                        set(&mut filter.shorts, pair(first, second));
                    }
                }
                [a, b, c, d, ref rest @ ..] => {
                    let four = four([a, b, c, d]);
                    set(&mut filter.fours, four);
                    match *rest {
                        [e, f, g, h, ..] => set(&mut filter.eights, eight(four, [e, f, g, h])),
                        _ => set(&mut filter.short_fours, four),
                    }
                }
                [first, second, ..] => set(&mut filter.shorts, pair(first, second)),
            }
        }
        filter
    }

    /// Calls `visit` with each place where a pattern may start; it answers where to go on. `runs` are those of the text.
    pub fn each(&self, text: &[u8], runs: &Runs, mut visit: impl FnMut(usize) -> usize) {
        let mut resume = 0;
        let mut visit = |&place: &u32| {
            let at = place as usize;
            if at >= resume && self.may_match(&text[at..]) {
                resume = visit(at);
            }
        };
        let inner: Vec<u32> = runs.inner().iter().copied().filter(|&place| self.may_begin(text, place)).collect();
        if inner.is_empty() {
            return self.starts(text, runs, |places| places.iter().for_each(&mut visit));
        }
        let mut all = inner;
        self.starts(text, runs, |places| all.extend_from_slice(places));
        all.sort_unstable();
        all.iter().for_each(visit);
    }

    /// Sends the starts of runs where the first bytes are those of some pattern, as far as one look at each bitmap tells,
    /// and those too near the end for that; some at once, in order.
    fn starts(&self, text: &[u8], runs: &Runs, mut send: impl FnMut(&[u32])) {
        let mut places = [0; AT_ONCE];
        for spans in runs.spans().chunks(AT_ONCE) {
            let mut found = 0;
            for &[start, _] in spans {
                // No branch: most places fail, and which do not is anybody's guess.
                places[found % AT_ONCE] = start;
                found += usize::from(self.may_begin(text, start));
            }
            send(&places[..found]);
        }
    }

    #[inline(always)]
    fn may_begin(&self, text: &[u8], at: u32) -> bool {
        text[at as usize..]
            .first_chunk()
            .is_none_or(|&bytes: &[u8; 4]| get(&self.shorts, pair(bytes[0], bytes[1])) | get(&self.fours, four(bytes)))
    }

    fn may_match(&self, rest: &[u8]) -> bool {
        match *rest {
            [a, b, c, d, ref rest @ ..] => {
                let four = four([a, b, c, d]);
                get(&self.shorts, pair(a, b)) || (get(&self.fours, four) && self.goes_on(four, rest))
            }
            [a, b, ..] => get(&self.shorts, pair(a, b)),
            _ => true,
        }
    }

    fn goes_on(&self, four: usize, rest: &[u8]) -> bool {
        let long = matches!(*rest, [e, f, g, h, ..] if get(&self.eights, eight(four, [e, f, g, h])));
        long || get(&self.short_fours, four)
    }
}

/// Places that are looked at together.
const AT_ONCE: usize = 64;

fn pair(first: u8, second: u8) -> usize {
    usize::from(first) << 8 | usize::from(second)
}

fn four(bytes: [u8; 4]) -> usize {
    (u32::from_le_bytes(bytes).wrapping_mul(0x9e37_79b1) >> 16) as usize
}

fn eight(first: usize, next: [u8; 4]) -> usize {
    four((u32::from_le_bytes(next) ^ (first as u32).rotate_left(7)).to_le_bytes())
}

fn set<const N: usize>(bits: &mut [u64; N], at: usize) {
    bits[(at >> 6) % N] |= 1 << (at & 63);
}

fn get<const N: usize>(bits: &[u64; N], at: usize) -> bool {
    bits[(at >> 6) % N] >> (at & 63) & 1 == 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn places(patterns: &[&str], text: &str) -> Vec<usize> {
        let patterns: Vec<String> = patterns.iter().map(|&pattern| pattern.to_owned()).collect();
        let mut places = Vec::new();
        Prefilter::new(&patterns).each(text.as_bytes(), &Runs::of(text.as_bytes()), |at| {
            places.push(at);
            at + 1
        });
        places
    }

    #[test]
    fn stops_wherever_a_pattern_starts() {
        let long = "x ".repeat(100) + "Reuters";
        for (text, place) in [("in dem AP", 7), ("dilansirReuters x", 8), ("по ТАСС сегодня", 5), (long.as_str(), 200)]
        {
            assert!(places(&["AP", "Reuters", "ТАСС"], text).contains(&place), "{text}");
        }
    }

    /// Whether a name may start here: at the edge of a word; inside one only where scraping glued it, a capital behind a
    /// small letter, or beyond ASCII.
    fn may_start(before: u8, first: u8) -> bool {
        let edge = !before.is_ascii_alphanumeric() & (first.is_ascii_alphanumeric() | (first == b'-'));
        let glued = first.is_ascii_uppercase() & before.is_ascii_lowercase();
        edge | glued | (first >= 0xc0)
    }

    proptest! {
        /// Whatever block it falls into, and at the end where there is none.
        #[test]
        fn all_places_are_visited_and_no_others(text in "([ab]{0,20}[ .]|AP|Reuters|dilansirReuters|Ъ-|-tv){0,40}") {
            let patterns = ["AP", "Reuters", "ТАСС", "tv", "Ъ"];
            let filter = Prefilter::new(&patterns.map(str::to_owned));
            let bytes = text.as_bytes();
            let starts = |at: &usize| may_start(at.checked_sub(1).map_or(b' ', |before| bytes[before]), bytes[*at]);
            let slow: Vec<usize> = (0..bytes.len()).filter(starts).filter(|&at| filter.may_match(&bytes[at..])).collect();
            prop_assert_eq!(places(&patterns, &text), slow);
        }
    }

    #[test]
    fn plain_text_is_passed() {
        assert!(places(&["Reuters"], "nothing of the kind stands in this sentence.").is_empty());
    }
}
