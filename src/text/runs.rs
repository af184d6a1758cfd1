//! Where words may stand in a text, told for 64 bytes at a time: runs of bytes that may belong to a word, the ends of
//! lines between them, and the places inside runs where scraping may have glued a name to another word.
//!
//! Owns the classes of bytes and nothing of characters: any byte of a character beyond ASCII may belong to a word, and
//! `tokenize` looks closer at those. What is told byte by byte is the definition; the vector code must agree with it.

/// Bytes that are looked at together.
type Block = [u8; 64];

/// Bytes after the end of the text that may be looked at.
pub const BEYOND: usize = 16;

/// Edges that may be written beyond the last one.
const EDGES_ROOM: usize = 64;

/// Places that are kept for the next text at most, so that one huge text does not hold its memory for ever.
const KEPT_ROOM: usize = 1 << 20;

/// The runs of one text. All places are bytes of it.
#[derive(Default, Debug, PartialEq, Eq)]
pub struct Runs {
    /// The text with ASCII capitals lowered, and `BEYOND` bytes.
    lower: Vec<u8>,
    /// Where each run starts and ends in turn, and room beyond.
    edges: Vec<u32>,
    /// How many of `edges` there are.
    count: usize,
    /// How many runs stand before the end of each line.
    lines: Vec<u32>,
    /// Where a name may start that is no start of a run.
    inner: Vec<u32>,
}

/// Bytes of a text that are looked at, at most: places have 32 bits.
pub const LONGEST: usize = u32::MAX as usize - 2 * 64;

impl Runs {
    /// Those of a text.
    pub fn of(text: &[u8]) -> Self {
        let mut runs = Self::default();
        runs.fill(text);
        runs
    }

    /// Forgets the last text and looks at another, or its first `LONGEST` bytes.
    pub fn fill(&mut self, text: &[u8]) {
        let text = &text[..text.len().min(LONGEST)];
        if self.edges.len() > KEPT_ROOM {
            *self = Self::default();
        }
        let blocks = text.len().div_ceil(64);
        // What an earlier text left there is written over.
        self.lower.resize(blocks * 64 + BEYOND, 0);
        // Every byte may be an edge, and those of a block are written to their end and beyond.
        self.edges.resize(self.edges.len().max(blocks * 64 + 2 + EDGES_ROOM), 0);
        self.lines.clear();
        self.inner.clear();
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("avx512bw") && std::arch::is_x86_feature_detected!("avx512vbmi2") {
            // SAFETY: the processor has AVX-512 with these parts, asked for on the line above.
            unsafe { avx512::fill(self, text) };
            return;
        }
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("avx2")
            && std::arch::is_x86_feature_detected!("bmi1")
            && std::arch::is_x86_feature_detected!("popcnt")
        {
            // SAFETY: the processor has AVX2, BMI1 and POPCNT, asked for on the lines above.
            unsafe { avx2::fill(self, text) };
            return;
        }
        self.fill_by(text, classes_portably, places);
    }

    /// The runs in order: where each starts and ends.
    pub fn spans(&self) -> &[[u32; 2]] {
        self.edges[..self.count].as_chunks().0
    }

    /// How many runs stand before the end of each line, in order.
    pub fn lines(&self) -> &[u32] {
        &self.lines
    }

    /// Places beside the starts of runs where a name may start, in order: at the edge of a word, where an underscore or
    /// a character beyond ASCII makes a run go on; at a capital behind a small letter; at any character beyond ASCII; at a dash.
    pub fn inner(&self) -> &[u32] {
        &self.inner
    }

    /// The text with ASCII capitals lowered, and `BEYOND` bytes after it.
    pub fn lower(&self) -> &[u8] {
        &self.lower
    }

    #[inline(always)]
    fn fill_by(
        &mut self,
        text: &[u8],
        classes: impl Fn(&Block, &mut Block) -> Classes,
        places: impl Fn(u64, u32, &mut [u32]) -> usize,
    ) {
        let (whole, rest) = text.as_chunks();
        let mut last = [0; 64];
        last[..rest.len()].copy_from_slice(rest);
        let rest = (!rest.is_empty()).then_some(&last);
        let (mut count, mut base, mut before) = (0, 0, Before::default());
        for (block, lower) in whole.iter().chain(rest).zip(self.lower.as_chunks_mut().0) {
            let classes = classes(block, lower);
            let word = classes.word();
            let (edges, inner) = (word ^ (word << 1 | before.word), classes.inner(&before));
            let mut newlines = classes.newline;
            while newlines != 0 {
                let above = edges & (newlines ^ (newlines - 1));
                // No run goes on at the end of a line: edges are even in number there.
                self.lines.push(((count + above.count_ones() as usize) / 2) as u32);
                newlines &= newlines - 1;
            }
            count += places(edges, base, &mut self.edges[count..]);
            if inner != 0 {
                push_places(inner, base, &mut self.inner);
            }
            before = classes.last();
            base += 64;
        }
        if before.word == 1 {
            self.edges[count] = text.len() as u32;
            count += 1;
        }
        self.count = count;
    }
}

/// Writes the places of the bits to the front of `out`, which has room for `EDGES_ROOM` more; how many there are.
#[inline(always)]
fn places(mut bits: u64, base: u32, out: &mut [u32]) -> usize {
    let count = bits.count_ones() as usize;
    let mut done = 0;
    // Eight at a time, wanted or not: how many there are is anybody's guess, and how many eights a good one.
    while done < count {
        let eight: &mut [u32; 8] = out[done..].first_chunk_mut().expect("there is room beyond the last place");
        for place in eight {
            *place = base.wrapping_add(bits.trailing_zeros());
            bits &= bits.wrapping_sub(1);
        }
        done += 8;
    }
    count
}

#[cold]
fn push_places(mut bits: u64, base: u32, into: &mut Vec<u32>) {
    while bits != 0 {
        into.push(base + bits.trailing_zeros());
        bits &= bits - 1;
    }
}

/// What each of 64 bytes is, a bit a byte.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
struct Classes {
    letter: u64,
    upper: u64,
    digit: u64,
    underscore: u64,
    dash: u64,
    newline: u64,
    /// Bytes of characters beyond ASCII.
    beyond: u64,
    /// The first bytes of them, 0xc0 and above.
    lead: u64,
}

/// What the byte before is: bit 0 of each.
#[derive(Clone, Copy, Default)]
struct Before {
    word: u64,
    alphanumeric: u64,
    lower: u64,
}

impl Classes {
    /// What may belong to a word.
    #[inline(always)]
    fn word(&self) -> u64 {
        self.letter | self.digit | self.underscore | self.beyond
    }

    /// Where a name may start that is no start of a run.
    #[inline(always)]
    fn inner(&self, before: &Before) -> u64 {
        let (alphanumeric, lower) = (self.letter | self.digit, self.letter & !self.upper);
        let after_alphanumeric = alphanumeric << 1 | before.alphanumeric;
        let after_lower = lower << 1 | before.lower;
        let any = (!after_alphanumeric & (alphanumeric | self.dash)) | (self.upper & after_lower) | self.lead;
        let word = self.word();
        any & !(word & !(word << 1 | before.word))
    }

    #[inline(always)]
    fn last(&self) -> Before {
        let Self { letter, upper, digit, .. } = self;
        Before { word: self.word() >> 63, alphanumeric: (letter | digit) >> 63, lower: (letter & !upper) >> 63 }
    }
}

/// Byte by byte; what the vector code must agree with.
fn classes_portably(block: &Block, lower: &mut Block) -> Classes {
    *lower = block.map(|byte| byte.to_ascii_lowercase());
    let bits = |is: fn(u8) -> bool| (0..).zip(block).fold(0, |bits, (at, &byte)| bits | u64::from(is(byte)) << at);
    Classes {
        letter: bits(|byte| byte.is_ascii_alphabetic()),
        upper: bits(|byte| byte.is_ascii_uppercase()),
        digit: bits(|byte| byte.is_ascii_digit()),
        underscore: bits(|byte| byte == b'_'),
        dash: bits(|byte| byte == b'-'),
        newline: bits(|byte| byte == b'\n'),
        beyond: bits(|byte| byte >= 0x80),
        lead: bits(|byte| byte >= 0xc0),
    }
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    use super::{Block, Classes, Runs};
    use std::arch::x86_64::*;

    /// As `Runs::fill_by`; BMI1 takes the places out of a word of bits.
    #[target_feature(enable = "avx2,bmi1,popcnt")]
    pub fn fill(runs: &mut Runs, text: &[u8]) {
        runs.fill_by(text, |block, lower| classes(block, lower), super::places);
    }

    /// As `classes_portably`, 32 bytes at a time.
    #[target_feature(enable = "avx2")]
    #[inline]
    pub fn classes(block: &Block, lower: &mut Block) -> Classes {
        // SAFETY: each unaligned load reads 32 of the 64 bytes.
        let halves =
            unsafe { [_mm256_loadu_si256(block.as_ptr().cast()), _mm256_loadu_si256(block.as_ptr().add(32).cast())] };
        let upper = halves.map(|half| within(half, b'A', b'Z'));
        let lowered = [0, 1].map(|at| _mm256_or_si256(halves[at], _mm256_and_si256(upper[at], all(0x20))));
        // SAFETY: each unaligned store writes 32 of the 64 bytes.
        unsafe {
            _mm256_storeu_si256(lower.as_mut_ptr().cast(), lowered[0]);
            _mm256_storeu_si256(lower.as_mut_ptr().add(32).cast(), lowered[1]);
        }
        let beyond = bits(halves);
        // As signed numbers these are -64 to -1.
        let lead = || bits(halves.map(|half| _mm256_and_si256(_mm256_cmpgt_epi8(half, all(-65)), half)));
        Classes {
            letter: bits(lowered.map(|half| within(half, b'a', b'z'))),
            upper: bits(upper),
            digit: bits(halves.map(|half| within(half, b'0', b'9'))),
            underscore: bits(halves.map(|half| _mm256_cmpeq_epi8(half, all(b'_' as i8)))),
            dash: bits(halves.map(|half| _mm256_cmpeq_epi8(half, all(b'-' as i8)))),
            newline: bits(halves.map(|half| _mm256_cmpeq_epi8(half, all(b'\n' as i8)))),
            beyond,
            lead: if beyond == 0 { 0 } else { lead() },
        }
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    fn all(byte: i8) -> __m256i {
        _mm256_set1_epi8(byte)
    }

    /// All ones in each byte between `low` and `high`, both ASCII, compared as signed: bytes from 0x80 are negative.
    #[target_feature(enable = "avx2")]
    #[inline]
    fn within(bytes: __m256i, low: u8, high: u8) -> __m256i {
        let above = _mm256_cmpgt_epi8(bytes, all(low as i8 - 1));
        let below = _mm256_cmpgt_epi8(all(high as i8 + 1), bytes);
        _mm256_and_si256(above, below)
    }

    /// The highest bit of each byte.
    #[target_feature(enable = "avx2")]
    #[inline]
    fn bits([left, right]: [__m256i; 2]) -> u64 {
        u64::from(_mm256_movemask_epi8(left) as u32) | u64::from(_mm256_movemask_epi8(right) as u32) << 32
    }
}

#[cfg(target_arch = "x86_64")]
mod avx512 {
    use super::{Block, Classes, Runs};
    use std::arch::x86_64::*;

    /// As `Runs::fill_by`.
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi2,bmi1,popcnt")]
    pub fn fill(runs: &mut Runs, text: &[u8]) {
        runs.fill_by(text, |block, lower| classes(block, lower), |bits, base, out| places(bits, base, out));
    }

    /// As `classes_portably`, all at once.
    #[target_feature(enable = "avx512f,avx512bw")]
    #[inline]
    pub fn classes(block: &Block, lower: &mut Block) -> Classes {
        // SAFETY: the unaligned load reads the 64 bytes.
        let bytes = unsafe { _mm512_loadu_si512(block.as_ptr().cast()) };
        let upper = within(bytes, b'A', 26);
        let lowered = _mm512_mask_add_epi8(bytes, upper, bytes, all(0x20));
        // SAFETY: the unaligned store writes the 64 bytes.
        unsafe { _mm512_storeu_si512(lower.as_mut_ptr().cast(), lowered) };
        Classes {
            letter: within(lowered, b'a', 26),
            upper,
            digit: within(bytes, b'0', 10),
            underscore: _mm512_cmpeq_epi8_mask(bytes, all(b'_')),
            dash: _mm512_cmpeq_epi8_mask(bytes, all(b'-')),
            newline: _mm512_cmpeq_epi8_mask(bytes, all(b'\n')),
            beyond: _mm512_movepi8_mask(bytes),
            lead: _mm512_cmpge_epu8_mask(bytes, all(0xc0)),
        }
    }

    #[target_feature(enable = "avx512f,avx512bw")]
    #[inline]
    fn all(byte: u8) -> __m512i {
        _mm512_set1_epi8(byte as i8)
    }

    /// Which bytes are one of so many from `first` on.
    #[target_feature(enable = "avx512f,avx512bw")]
    #[inline]
    fn within(bytes: __m512i, first: u8, count: u8) -> u64 {
        _mm512_cmplt_epu8_mask(_mm512_sub_epi8(bytes, all(first)), all(count))
    }

    /// As the function of this name: the numbers of the bits are squeezed together, and widened sixteen at a time.
    #[target_feature(enable = "avx512f,avx512vbmi2,popcnt")]
    #[inline]
    pub fn places(bits: u64, base: u32, out: &mut [u32]) -> usize {
        const NUMBERS: Block = {
            let mut numbers = [0; 64];
            let mut at = 0;
            while at < 64 {
                numbers[at] = at as u8;
                at += 1;
            }
            numbers
        };
        let out: &mut [u32; 64] = out.first_chunk_mut().expect("there is room beyond the last place");
        // SAFETY: the unaligned load reads the 64 bytes.
        let numbers = unsafe { _mm512_loadu_si512(NUMBERS.as_ptr().cast()) };
        let numbers = _mm512_maskz_compress_epi8(bits, numbers);
        let base = _mm512_set1_epi32(base as i32);
        let count = bits.count_ones() as usize;
        let mut write = |at: usize, sixteen: __m128i| {
            let wide = _mm512_add_epi32(_mm512_cvtepu8_epi32(sixteen), base);
            // SAFETY: the unaligned store writes sixteen of the 64 places, from the 0th, 16th, 32nd or 48th on.
            unsafe { _mm512_storeu_si512(out.as_mut_ptr().add(at).cast(), wide) };
        };
        write(0, _mm512_castsi512_si128(numbers));
        write(16, _mm512_extracti32x4_epi32::<1>(numbers));
        if count > 32 {
            write(32, _mm512_extracti32x4_epi32::<2>(numbers));
            write(48, _mm512_extracti32x4_epi32::<3>(numbers));
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn may_belong(byte: u8) -> bool {
        byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
    }

    /// Byte by byte, from what the fields say.
    fn slowly(text: &[u8]) -> (Vec<[u32; 2]>, Vec<u32>, Vec<u32>) {
        let (mut spans, mut lines, mut inner) = (Vec::new(), Vec::new(), Vec::new());
        let mut before = b' ';
        for (at, &byte) in (0..).zip(text) {
            let starts = may_belong(byte) && !may_belong(before);
            if starts {
                let end = text[at as usize..].iter().position(|&byte| !may_belong(byte));
                spans.push([at, end.map_or(text.len() as u32, |length| at + length as u32)]);
            }
            if byte == b'\n' {
                lines.push(spans.len() as u32);
            }
            let edge = !before.is_ascii_alphanumeric() && (byte.is_ascii_alphanumeric() || byte == b'-');
            let glued = byte.is_ascii_uppercase() && before.is_ascii_lowercase();
            if !starts && (edge || glued || byte >= 0xc0) {
                inner.push(at);
            }
            before = byte;
        }
        (spans, lines, inner)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]
        #[test]
        fn blocks_are_told_as_bytes_are(text in prop_oneof![
            "([a-zA-Z0-9_]{0,9}|[ \n.,'-]{0,3}|[é—東]{0,3}){0,60}".prop_map(String::into_bytes),
            proptest::collection::vec(any::<u8>(), 0..200),
        ]) {
            let mut runs = Runs::of(b"What was there before leaves no trace.\n\n_A caf\xc3\xa9BarX - and so on, more than one block of it");
            runs.fill(&text);
            let (spans, lines, inner) = slowly(&text);
            prop_assert_eq!(runs.spans(), spans);
            prop_assert_eq!(runs.lines(), lines);
            prop_assert_eq!(runs.inner(), inner);
            prop_assert_eq!(&runs.lower()[..text.len()], text.to_ascii_lowercase());
        }

        #[test]
        fn vectors_are_scalar(block in proptest::collection::vec(any::<u8>(), 64), few in any::<u64>(), fewer in any::<u64>()) {
            let block: &Block = block.first_chunk().expect("64 bytes");
            let mut slow_lower = [0; 64];
            let slow = classes_portably(block, &mut slow_lower);
            let mut lower = [0; 64];
            #[cfg(target_arch = "x86_64")]
            if std::arch::is_x86_feature_detected!("avx2") {
                // SAFETY: asked for on the line above.
                prop_assert_eq!(slow, unsafe { avx2::classes(block, &mut lower) });
                prop_assert_eq!(slow_lower, lower);
            }
            #[cfg(target_arch = "x86_64")]
            if std::arch::is_x86_feature_detected!("avx512bw") && std::arch::is_x86_feature_detected!("avx512vbmi2") {
                // SAFETY: asked for on the line above.
                prop_assert_eq!(slow, unsafe { avx512::classes(block, &mut lower) });
                prop_assert_eq!(slow_lower, lower);
                for bits in [few, few & fewer, few | fewer, 0, u64::MAX] {
                    let (mut a, mut b) = ([0; 128], [0; 128]);
                    let count = places(bits, 640, &mut a);
                    // SAFETY: as above.
                    prop_assert_eq!(count, unsafe { avx512::places(bits, 640, &mut b) });
                    prop_assert_eq!(&a[..count], &b[..count]);
                }
            }
        }

        /// Whatever the processor has, byte by byte as well.
        #[test]
        fn portable_blocks_are_told_as_bytes_are(text in "([a-zA-Z0-9_]{0,9}|[ \n.,'-]{0,3}|[é—東]{0,3}){0,60}") {
            let mut runs = Runs::of(text.as_bytes());
            let found = (runs.spans().to_vec(), runs.lines().to_vec(), runs.inner().to_vec());
            runs.lines.clear();
            runs.inner.clear();
            runs.fill_by(text.as_bytes(), classes_portably, places);
            prop_assert_eq!(found, (runs.spans().to_vec(), runs.lines().to_vec(), runs.inner().to_vec()));
        }
    }
}
