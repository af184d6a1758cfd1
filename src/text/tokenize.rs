//! Words of a text, as 32-bit hashes with their byte ranges.
//!
//! A word is a maximal run of letters, digits, marks and underscores, folded (see `fold`). A run of a
//! script without spaces gives one token a character, hashed together with the one or two characters
//! after it. Owns two implementations: `tokenize` goes over blocks of 64 bytes and looks closer only
//! where a word is not ASCII; `tokenize_slowly` is the definition, and the tests hold them together.

use super::fold::{Class, class, fold_into, fold_slowly};
use crate::hash;
use crate::id::Span;
use std::ops::Range;

/// Receives the words of a text in order.
pub trait Sink {
    /// A word with the hash of its folded form and its bytes in the text.
    fn word(&mut self, hash: u32, start: usize, end: usize);
    /// The next word stands on a later line than the last one.
    fn line(&mut self) {}
}

/// Words with their spans; what everything but the hot path wants.
#[derive(Default, Debug, PartialEq, Eq)]
pub struct Tokens {
    /// Hash of each word.
    pub words: Vec<u32>,
    /// Bytes of each word in the source text.
    pub spans: Vec<Span>,
}

impl Tokens {
    /// The bytes from the first to the last of some words; `None` where the text has not so many.
    pub fn span(&self, words: &Range<u32>) -> Option<Span> {
        let spans = self.spans.get(words.start as usize..words.end as usize)?;
        Some(Span { start: spans.first()?.start, end: spans.last()?.end })
    }
}

impl Sink for Tokens {
    fn word(&mut self, hash: u32, start: usize, end: usize) {
        self.words.push(hash);
        self.spans.push(Span { start, end });
    }
}

/// All words of `text`.
pub fn tokens(text: &str) -> Tokens {
    let mut tokens = Tokens::default();
    Tokenizer::default().tokenize(text, &mut tokens);
    tokens
}

/// Scratch space for tokenising; one a thread.
#[derive(Default)]
pub struct Tokenizer {
    blocks: Blocks,
    folded: String,
    units: Vec<Range<usize>>,
    new_line: bool,
}

impl Tokenizer {
    /// Sends the words of `text` to `sink`.
    pub fn tokenize(&mut self, text: &str, sink: &mut impl Sink) {
        self.blocks.classify(text.as_bytes());
        let ascii = text.is_ascii();
        let (mut carry, mut start, mut inside) = (0u64, 0usize, false);
        self.new_line = false;
        for block in 0..self.blocks.word.len() {
            let word = self.blocks.word[block];
            let mut newlines = self.blocks.newline[block];
            let before = word << 1 | carry;
            carry = word >> 63;
            let (mut starts, mut ends) = (word & !before, before & !word);
            if inside && ends != 0 {
                self.emit(text, ascii, start, block * 64 + ends.trailing_zeros() as usize, sink);
                ends &= ends - 1;
                inside = false;
            }
            while starts != 0 {
                let bit = starts.trailing_zeros();
                starts &= starts - 1;
                if newlines != 0 {
                    let above = (1u64 << bit) - 1;
                    self.new_line |= newlines & above != 0;
                    newlines &= !above;
                }
                start = block * 64 + bit as usize;
                if ends == 0 {
                    // The word goes on in the next block.
                    inside = true;
                    break;
                }
                self.emit(text, ascii, start, block * 64 + ends.trailing_zeros() as usize, sink);
                ends &= ends - 1;
            }
            self.new_line |= newlines != 0;
        }
        if inside {
            self.emit(text, ascii, start, text.len(), sink);
        }
    }

    /// A run without any ASCII break in it: one word when it is ASCII, else to be looked at by character.
    #[inline(always)]
    fn emit(&mut self, text: &str, ascii: bool, start: usize, end: usize, sink: &mut impl Sink) {
        let lower = &self.blocks.lower;
        if ascii || lower[start..end].is_ascii() {
            if std::mem::take(&mut self.new_line) {
                sink.line();
            }
            sink.word(hash::word_in(lower, start, end), start, end);
        } else {
            self.by_character(&text[start..end], start, sink);
        }
    }

    #[inline(never)]
    fn by_character(&mut self, run: &str, offset: usize, sink: &mut impl Sink) {
        let Self { folded, units, new_line, .. } = self;
        for_each_piece(run, |class, start, end| {
            let piece = &run[start..end];
            units.clear();
            for_each_gram(piece, class, units, |gram, own| {
                folded.clear();
                fold_into(gram, folded);
                send(folded, new_line, offset + start + own.start..offset + start + own.end, sink);
            });
        });
    }
}

/// The words of `text` by the definition, character by character.
pub fn tokenize_slowly(text: &str, sink: &mut impl Sink) {
    let (mut last, mut new_line) = (0, false);
    for_each_piece(text, |class, start, end| {
        new_line |= text[last..start].contains('\n');
        last = start;
        for_each_gram(&text[start..end], class, &mut Vec::new(), |gram, own| {
            let mut folded = String::new();
            fold_slowly(gram, &mut folded);
            send(&folded, &mut new_line, start + own.start..start + own.end, sink);
        });
    });
}

/// A word, unless nothing is left of it, after the line that it may begin.
fn send(folded: &str, new_line: &mut bool, place: Range<usize>, sink: &mut impl Sink) {
    if folded.is_empty() {
        return;
    }
    if std::mem::take(new_line) {
        sink.line();
    }
    sink.word(hash::word(folded.as_bytes()), place.start, place.end);
}

/// Maximal runs of one class; joiners go with the character before them.
fn for_each_piece(text: &str, mut piece: impl FnMut(Class, usize, usize)) {
    let mut current: Option<(Class, usize)> = None;
    for (at, c) in text.char_indices() {
        let class = match class(c) {
            Class::Joiner if current.is_some() => continue,
            Class::Joiner => Class::Word,
            class => class,
        };
        if current.is_some_and(|(running, _)| running == class) {
            continue;
        }
        if let Some((running, start)) = current.take() {
            piece(running, start, at);
        }
        if class != Class::Break {
            current = Some((class, at));
        }
    }
    if let Some((running, start)) = current {
        piece(running, start, text.len());
    }
}

/// The words of a piece of one class: the text to hash, and the word's own share of the piece. In scripts
/// without spaces each character is hashed with the one or two after it; a shorter piece is one word.
fn for_each_gram(piece: &str, class: Class, units: &mut Vec<Range<usize>>, mut gram: impl FnMut(&str, Range<usize>)) {
    let n = match class {
        Class::Pair => 2,
        Class::Triple => 3,
        _ => return gram(piece, 0..piece.len()),
    };
    units_into(piece, units);
    let count = (units.len() + 1).saturating_sub(n).max(1);
    for i in 0..count {
        let start = units[i].start;
        let hashed = start..units[(i + n - 1).min(units.len() - 1)].end;
        let own_end = if i + 1 == count { piece.len() } else { units[i + 1].start };
        gram(&piece[hashed], start..own_end);
    }
}

/// Characters with the joiners after them; a piece has at least one.
fn units_into(piece: &str, units: &mut Vec<Range<usize>>) {
    for (at, c) in piece.char_indices() {
        let end = at + c.len_utf8();
        match units.last_mut() {
            Some(unit) if class(c) == Class::Joiner => unit.end = end,
            _ => units.push(at..end),
        }
    }
}

/// A text cut into blocks of 64 bytes: which bytes may belong to a word, where lines end, and the
/// bytes with ASCII capitals lowered.
#[derive(Default)]
struct Blocks {
    /// With some bytes after the last block.
    lower: Vec<u8>,
    word: Vec<u64>,
    newline: Vec<u64>,
}

impl Blocks {
    fn classify(&mut self, text: &[u8]) {
        let blocks = text.len().div_ceil(64);
        // What an earlier text left there is written over.
        self.lower.resize(blocks * 64 + BEYOND, 0);
        self.word.resize(blocks, 0);
        self.newline.resize(blocks, 0);
        let (whole, rest) = text.as_chunks();
        self.classify_blocks(whole, 0);
        if !rest.is_empty() {
            let mut last = [0; 64];
            last[..rest.len()].copy_from_slice(rest);
            self.classify_blocks(&[last], blocks - 1);
        }
    }

    /// Blocks of a text, the first of which is its `first`.
    fn classify_blocks(&mut self, blocks: &[Block], first: usize) {
        let lower = &mut self.lower.as_chunks_mut().0[first..];
        let (word, newline) = (&mut self.word[first..], &mut self.newline[first..]);
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("avx2") {
            // SAFETY: the processor has AVX2, asked for on the line above.
            unsafe { avx2::classify(blocks, lower, word, newline) };
            return;
        }
        classify_portably(blocks, lower, word, newline);
    }
}

type Block = [u8; 64];

/// Bytes after the last word that may be looked at to hash it.
const BEYOND: usize = 16;

/// Byte by byte; what the vector code must agree with. Any byte of a non-ASCII character may belong to a word.
fn classify_portably(blocks: &[Block], lower: &mut [Block], word: &mut [u64], newline: &mut [u64]) {
    for (((block, lower), word), newline) in blocks.iter().zip(lower).zip(word).zip(newline) {
        (*word, *newline) = (0, 0);
        *lower = block.map(|byte| byte.to_ascii_lowercase());
        for (bit, byte) in lower.iter().enumerate() {
            let inside = matches!(*byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | 0x80..);
            *word |= u64::from(inside) << bit;
            *newline |= u64::from(*byte == b'\n') << bit;
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    use super::Block;
    use crate::text::ascii::within;
    use std::arch::x86_64::*;

    /// As `classify_portably`, 32 bytes at a time.
    #[target_feature(enable = "avx2")]
    pub fn classify(blocks: &[Block], lower: &mut [Block], word: &mut [u64], newline: &mut [u64]) {
        for (((block, lower), word), newline) in blocks.iter().zip(lower).zip(word).zip(newline) {
            (*word, *newline) = (0, 0);
            for (at, (half, lower)) in block.as_chunks().0.iter().zip(lower.as_chunks_mut().0).enumerate() {
                let (word_bits, newline_bits) = of_half(half, lower);
                *word |= u64::from(word_bits) << (32 * at);
                *newline |= u64::from(newline_bits) << (32 * at);
            }
        }
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    fn of_half(bytes: &[u8; 32], lowered: &mut [u8; 32]) -> (u32, u32) {
        // SAFETY: the unaligned load reads exactly the 32 bytes.
        let raw = unsafe { _mm256_loadu_si256(bytes.as_ptr().cast()) };
        let capital = within(raw, b'A', b'Z');
        let lower = _mm256_or_si256(raw, _mm256_and_si256(capital, _mm256_set1_epi8(0x20)));
        // SAFETY: the unaligned store writes exactly the 32 bytes.
        unsafe { _mm256_storeu_si256(lowered.as_mut_ptr().cast(), lower) };
        let letter = within(lower, b'a', b'z');
        let digit = within(lower, b'0', b'9');
        let underscore = _mm256_cmpeq_epi8(lower, _mm256_set1_epi8(b'_' as i8));
        let word = _mm256_or_si256(_mm256_or_si256(letter, digit), _mm256_or_si256(underscore, lower));
        let newline = _mm256_cmpeq_epi8(raw, _mm256_set1_epi8(b'\n' as i8));
        // The sign bit of `lower` itself marks the bytes of non-ASCII characters.
        (_mm256_movemask_epi8(word) as u32, _mm256_movemask_epi8(newline) as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[derive(Default, Debug, PartialEq)]
    struct Lines(Tokens, Vec<usize>);
    impl Sink for Lines {
        fn word(&mut self, hash: u32, start: usize, end: usize) {
            self.0.word(hash, start, end);
        }
        fn line(&mut self) {
            self.1.push(self.0.words.len());
        }
    }

    fn both(text: &str) -> (Lines, Lines) {
        let (mut fast, mut slow) = (Lines::default(), Lines::default());
        Tokenizer::default().tokenize(text, &mut fast);
        tokenize_slowly(text, &mut slow);
        (fast, slow)
    }

    fn words(text: &str) -> Vec<&str> {
        tokens(text).spans.iter().map(|s| &text[s.start..s.end]).collect()
    }

    #[test]
    fn words_of_many_scripts() {
        assert_eq!(words("Brussels: \"Kami\", 3.4% (AFP)"), ["Brussels", "Kami", "3", "4", "AFP"]);
        assert_eq!(words("l’AFP naïve"), ["l", "AFP", "naïve"]);
        assert_eq!(words("हिन्दी में"), ["हिन्दी", "में"]);
        assert_eq!(words("می\u{200c}خواهم"), ["می\u{200c}خواهم"]);
        assert_eq!(words("東京都。"), ["東", "京都"]);
        assert_eq!(words("ภาษาไทย").concat(), "ภาษาไทย");
        assert_eq!(words("AFP通信"), ["AFP", "通信"]);
        assert!(words("\u{feff} — …").is_empty());
    }

    #[test]
    fn lines_are_counted_where_a_word_follows() {
        assert_eq!(both("\na\n\nb c\nd\n").0.1, [0, 1, 3]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn fast_is_slow(text in "([a-zA-Z0-9_]{0,9}|[ \n.,'\"-]{0,3}|[\\p{L}\\p{M}\\p{Nd}]{0,4}|[\u{ad}\u{200b}-\u{200f}\u{feff}é’—東ァไทย์]{0,3}|.){0,60}") {
            let (fast, slow) = both(&text);
            prop_assert_eq!(fast, slow);
        }

        #[test]
        fn vector_is_scalar(bytes in proptest::collection::vec(any::<u8>(), 64 * 3)) {
            let blocks: &[Block] = bytes.as_chunks().0;
            let mut a = ([[1; 64]; 3], [1; 3], [1; 3]);
            let mut b = a;
            classify_portably(blocks, &mut a.0, &mut a.1, &mut a.2);
            #[cfg(target_arch = "x86_64")]
            if std::arch::is_x86_feature_detected!("avx2") {
                // SAFETY: asked for on the line above.
                unsafe { avx2::classify(blocks, &mut b.0, &mut b.1, &mut b.2) };
                prop_assert_eq!(a, b);
            }
        }
    }
}
