//! Passes over text in which no pattern can start, at about a nanosecond a byte.
//!
//! Owns bitmaps of the hashes of the first eight bytes of the patterns, of the first four of shorter ones, and of the first
//! two of those shorter still. It may stop at a place where nothing matches; it never passes over one where something does.

/// Pairs of bytes, a bit each.
const PAIRS: usize = 1 << 16;
/// Bits for hashes of four bytes; 32 KiB, so that it stays in the first cache and few hashes collide.
const FOURS: usize = 1 << 12;

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
    pub fn each(&self, text: &[u8], mut visit: impl FnMut(usize) -> usize) {
        let mut resume = 0;
        let mut before = b' ';
        let mut starts = [0; BLOCK];
        for (block, bytes) in text.chunks(BLOCK).enumerate() {
            mark(before, bytes, &mut starts);
            before = bytes[bytes.len() - 1];
            let mut marks = bits(&starts);
            while marks != 0 {
                let at = block * BLOCK + marks.trailing_zeros() as usize;
                marks &= marks - 1;
                if at >= resume && self.may_match(&text[at..]) {
                    resume = visit(at);
                }
            }
        }
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

/// Bytes looked at together, without a branch, so that the compiler uses vector instructions.
const BLOCK: usize = 64;

/// Sets 1 where a name may start: at the edge of a word; inside one only where scraping glued it, a capital behind a
/// small letter, or beyond ASCII.
fn mark(before: u8, bytes: &[u8], starts: &mut [u8; BLOCK]) {
    *starts = [0; BLOCK];
    starts[0] = u8::from(may_start(before, bytes[0]));
    for ((start, &last), &first) in starts[1..].iter_mut().zip(bytes).zip(&bytes[1..]) {
        *start = u8::from(may_start(last, first));
    }
}

/// A bit a byte of 0 or 1: the multiplication brings the lowest bits of eight bytes together in the highest byte.
fn bits(bytes: &[u8; BLOCK]) -> u64 {
    let eight = |bytes: &[u8; 8]| u64::from_le_bytes(*bytes).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    bytes.as_chunks::<8>().0.iter().rev().fold(0, |all, bytes| all << 8 | eight(bytes))
}

fn may_start(before: u8, first: u8) -> bool {
    let edge = !before.is_ascii_alphanumeric() & (first.is_ascii_alphanumeric() | (first == b'-'));
    let glued = first.is_ascii_uppercase() & before.is_ascii_lowercase();
    edge | glued | (first >= 0xc0)
}

fn pair(first: u8, second: u8) -> usize {
    usize::from(first) << 8 | usize::from(second)
}

fn four(bytes: [u8; 4]) -> usize {
    (u32::from_le_bytes(bytes).wrapping_mul(0x9e37_79b1) >> 14) as usize
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

    #[test]
    fn plain_text_is_passed() {
        assert!(places(&["Reuters"], "nothing of the kind stands in this sentence.").is_empty());
    }
}
