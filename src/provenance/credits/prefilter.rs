//! Passes over words that no pattern can start at, at about a nanosecond a word.
//!
//! Owns bitmaps of the first bytes of the patterns: one that most places fail at, and four that tell of the rest by as many
//! bytes as a pattern has, up to eight. It may stop at a place where nothing matches; it never passes over one where something does.

use crate::text::runs::Runs;

/// Words of bits in the bitmap that is looked at first: one for each two first bytes, by the lower six bits of either,
/// which tell letters apart, large ones from small ones, too.
const FIRST_TWO: usize = 1 << 12;
/// Words of bits in the others: 16 bits tell a place.
const HASHED: usize = 1 << 10;

type Bitmap = Box<[u64; HASHED]>;

/// The bitmaps.
pub(crate) struct Prefilter {
    /// All patterns by their first four bytes; a shorter one stands for all that it may begin.
    beginnings: Box<[u64; FIRST_TWO]>,
    /// First two bytes of patterns of one byte or two.
    twos: Bitmap,
    /// First three bytes of patterns of three.
    threes: Bitmap,
    /// First four bytes of patterns of four to seven.
    fours: Bitmap,
    /// First eight bytes of longer ones.
    eights: Bitmap,
}

impl Prefilter {
    pub fn new(patterns: &[String]) -> Self {
        let empty = || Box::new([0; HASHED]);
        let beginnings = Box::new([0; FIRST_TWO]);
        let mut filter = Self { beginnings, twos: empty(), threes: empty(), fours: empty(), eights: empty() };
        patterns.iter().for_each(|pattern| filter.add(pattern.as_bytes()));
        filter
    }

    fn add(&mut self, pattern: &[u8]) {
        match *pattern {
            [] => {}
            [a] => (0..=u8::MAX).for_each(|b| self.add(&[a, b])),
            [a, b] => {
                set(&mut self.twos, two(a, b));
                self.beginnings[beginning([a, b, 0, 0]).0] = u64::MAX;
            }
            [a, b, c] => {
                set(&mut self.threes, three([a, b, c]));
                (0..=u8::MAX).for_each(|d| self.begin([a, b, c, d]));
            }
            [a, b, c, d, ref rest @ ..] => {
                let four = four([a, b, c, d]);
                self.begin([a, b, c, d]);
                match *rest {
                    [e, f, g, h, ..] => set(&mut self.eights, eight(four, [e, f, g, h])),
                    _ => set(&mut self.fours, four),
                }
            }
        }
    }

    fn begin(&mut self, bytes: [u8; 4]) {
        let (word, bit) = beginning(bytes);
        self.beginnings[word] |= 1 << bit;
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

    /// Whether a pattern may start here, by one look.
    #[inline(always)]
    fn may_begin(&self, text: &[u8], at: u32) -> bool {
        text[at as usize..].first_chunk().is_none_or(|&bytes| {
            let (word, bit) = beginning(bytes);
            self.beginnings[word] >> bit & 1 == 1
        })
    }

    /// Whether what `rest` begins with may be a pattern, by as many bytes as that has.
    fn may_match(&self, rest: &[u8]) -> bool {
        match *rest {
            [a, b, c, d, ref rest @ ..] => {
                let four = four([a, b, c, d]);
                let is_long = || matches!(*rest, [e, f, g, h, ..] if get(&self.eights, eight(four, [e, f, g, h])));
                get(&self.twos, two(a, b)) | get(&self.threes, three([a, b, c])) | get(&self.fours, four) || is_long()
            }
            [a, b, c] => get(&self.twos, two(a, b)) | get(&self.threes, three([a, b, c])),
            [a, b] => get(&self.twos, two(a, b)),
            _ => true,
        }
    }
}

/// Places that are looked at together.
const AT_ONCE: usize = 64;

/// The word of bits, and the bit.
#[inline(always)]
fn beginning(bytes: [u8; 4]) -> (usize, u32) {
    let [a, b, ..] = bytes.map(|byte| usize::from(byte & 63));
    (a << 6 | b, (u32::from_le_bytes(bytes) >> 16).wrapping_mul(0x9e37_79b1) >> 26)
}

fn two(a: u8, b: u8) -> usize {
    usize::from(a) << 8 | usize::from(b)
}

fn three([a, b, c]: [u8; 3]) -> usize {
    four([a, b, c, 0])
}

fn four(bytes: [u8; 4]) -> usize {
    (u32::from_le_bytes(bytes).wrapping_mul(0x9e37_79b1) >> 16) as usize
}

fn eight(first: usize, next: [u8; 4]) -> usize {
    four((u32::from_le_bytes(next) ^ (first as u32).rotate_left(7)).to_le_bytes())
}

fn set(bits: &mut Bitmap, at: usize) {
    bits[(at >> 6) % HASHED] |= 1 << (at & 63);
}

fn get(bits: &Bitmap, at: usize) -> bool {
    bits[(at >> 6) % HASHED] >> (at & 63) & 1 == 1
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
