//! Passes over text in which no pattern can start, at about a nanosecond a byte.
//!
//! Owns bitmaps of the hashes of the first eight bytes of the patterns, of the first four of shorter ones, and of the first
//! two of those shorter still. It may stop at a place where nothing matches; it never passes over one where something does.

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

    /// Calls `visit` with each place where a pattern may start; it answers where to go on.
    pub fn each(&self, text: &[u8], visit: impl FnMut(usize) -> usize) {
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("bmi1") {
            // SAFETY: the processor has AVX2 and BMI1, asked for on the line above.
            return unsafe { avx2::each(self, text, visit) };
        }
        self.each_of(text, |block, before| classes_portably(block).starts(before), visit);
    }

    /// The same, given how the starts of a block are told.
    #[inline(always)]
    fn each_of(
        &self,
        text: &[u8],
        starts: impl Fn(&[u8; 64], &mut Before) -> u64,
        mut visit: impl FnMut(usize) -> usize,
    ) {
        let (mut resume, mut base) = (0, 0);
        let mut visit = |at: usize| {
            if at >= resume && self.may_match(&text[at..]) {
                resume = visit(at);
            }
        };
        let (mut before, mut places) = (Before::default(), [0; 64]);
        while let Some(window) = text[base..].first_chunk::<WINDOW>() {
            let (mut starts, mut found) =
                (starts(window.first_chunk().expect("a window has 64 bytes"), &mut before), 0);
            while starts != 0 {
                // No branch: most places fail, and which do not is anybody's guess.
                let at = starts.trailing_zeros() as usize;
                starts &= starts - 1;
                places[found] = base + at;
                found += usize::from(self.may_begin(window, at));
            }
            places[..found].iter().for_each(|&at| visit(at));
            base += 64;
        }
        for at in base..text.len() {
            if may_start(at.checked_sub(1).map_or(b' ', |before| text[before]), text[at]) {
                visit(at);
            }
        }
    }

    /// Whether the first bytes after a place are those of some pattern, as far as one look at each bitmap tells.
    #[inline(always)]
    fn may_begin(&self, window: &[u8; WINDOW], at: usize) -> bool {
        let bytes: [u8; 4] = *window[at & 63..].first_chunk().expect("a window is longer than its places");
        get(&self.shorts, pair(bytes[0], bytes[1])) | get(&self.fours, four(bytes))
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

/// Bytes looked at together, and those after them that tell what begins at the last.
const WINDOW: usize = 64 + 4;

/// Of the byte before: bit 0 of each.
#[derive(Default, Clone, Copy, PartialEq, Debug)]
struct Before {
    alphanumeric: u64,
    lower: u64,
}

/// What each of 64 bytes is, a bit a byte.
struct Classes {
    lower: u64,
    upper: u64,
    digit: u64,
    dash: u64,
    /// The first bytes of characters beyond ASCII, 0xc0 and above.
    lead: u64,
}

impl Classes {
    /// Where a name may start (`may_start`), a bit a byte.
    #[inline(always)]
    fn starts(self, before: &mut Before) -> u64 {
        let Self { lower, upper, digit, dash, lead } = self;
        let alphanumeric = lower | upper | digit;
        let after_alphanumeric = alphanumeric << 1 | before.alphanumeric;
        let after_lower = lower << 1 | before.lower;
        *before = Before { alphanumeric: alphanumeric >> 63, lower: lower >> 63 };
        (!after_alphanumeric & (alphanumeric | dash)) | (upper & after_lower) | lead
    }
}

/// Byte by byte; what the vector code must agree with.
fn classes_portably(bytes: &[u8; 64]) -> Classes {
    let bits = |is: fn(u8) -> bool| (0..).zip(bytes).fold(0, |bits, (at, &byte)| bits | u64::from(is(byte)) << at);
    Classes {
        lower: bits(|byte| byte.is_ascii_lowercase()),
        upper: bits(|byte| byte.is_ascii_uppercase()),
        digit: bits(|byte| byte.is_ascii_digit()),
        dash: bits(|byte| byte == b'-'),
        lead: bits(|byte| byte >= 0xc0),
    }
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    use super::{Classes, Prefilter};
    use crate::text::ascii::within;
    use std::arch::x86_64::*;

    /// As the method of this name; BMI1 takes the places out of a word of bits.
    #[target_feature(enable = "avx2,bmi1")]
    pub fn each(filter: &Prefilter, text: &[u8], visit: impl FnMut(usize) -> usize) {
        filter.each_of(text, |block, before| classes(block).starts(before), visit);
    }

    /// As `classes_portably`, 32 bytes at a time.
    #[target_feature(enable = "avx2")]
    #[inline]
    pub fn classes(bytes: &[u8; 64]) -> Classes {
        // SAFETY: each unaligned load reads 32 of the 64 bytes.
        let halves =
            unsafe { [_mm256_loadu_si256(bytes.as_ptr().cast()), _mm256_loadu_si256(bytes.as_ptr().add(32).cast())] };
        Classes {
            lower: bits(halves.map(|half| within(half, b'a', b'z'))),
            upper: bits(halves.map(|half| within(half, b'A', b'Z'))),
            digit: bits(halves.map(|half| within(half, b'0', b'9'))),
            dash: bits(halves.map(|half| _mm256_cmpeq_epi8(half, _mm256_set1_epi8(b'-' as i8)))),
            // As signed numbers these are -64 to -1, and those before them the lowest.
            lead: bits(halves.map(|half| {
                let beyond = _mm256_cmpgt_epi8(half, _mm256_set1_epi8(-65));
                _mm256_and_si256(beyond, half)
            })),
        }
    }

    /// The highest bit of each byte.
    #[target_feature(enable = "avx2")]
    #[inline]
    fn bits([left, right]: [__m256i; 2]) -> u64 {
        u64::from(_mm256_movemask_epi8(left) as u32) | u64::from(_mm256_movemask_epi8(right) as u32) << 32
    }
}

/// Whether a name may start here: at the edge of a word; inside one only where scraping glued it, a capital behind a
/// small letter, or beyond ASCII.
fn may_start(before: u8, first: u8) -> bool {
    let edge = !before.is_ascii_alphanumeric() & (first.is_ascii_alphanumeric() | (first == b'-'));
    let glued = first.is_ascii_uppercase() & before.is_ascii_lowercase();
    edge | glued | (first >= 0xc0)
}

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
        Prefilter::new(&patterns).each(text.as_bytes(), |at| {
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

        #[test]
        fn a_block_is_classified_as_byte_by_byte(bytes in proptest::collection::vec(any::<u8>(), 2 * WINDOW)) {
            let mut before = Before::default();
            for base in [0, 64] {
                let bytes_here = bytes[base..].first_chunk().unwrap();
                #[cfg(target_arch = "x86_64")]
                let mut fast = before;
                let found = classes_portably(bytes_here).starts(&mut before);
                #[cfg(target_arch = "x86_64")]
                if std::arch::is_x86_feature_detected!("avx2") {
                    // SAFETY: asked for on the line above.
                    prop_assert_eq!(found, unsafe { avx2::classes(bytes_here) }.starts(&mut fast));
                    prop_assert_eq!(fast, before);
                }
                let slow = (0..64).filter(|&bit| {
                    let at: usize = base + bit;
                    may_start(at.checked_sub(1).map_or(b' ', |before| bytes[before]), bytes[at])
                });
                prop_assert_eq!(found, slow.fold(0, |bits, bit| bits | 1 << bit));
            }
        }
    }

    #[test]
    fn plain_text_is_passed() {
        assert!(places(&["Reuters"], "nothing of the kind stands in this sentence.").is_empty());
    }
}
