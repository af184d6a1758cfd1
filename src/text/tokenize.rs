//! Words of a text, as 32-bit hashes with their byte ranges.
//!
//! A word is a maximal run of letters, digits, marks and underscores, folded (see `fold`). A run of a
//! script without spaces gives one token a character, hashed together with the one or two characters
//! after it. Owns two implementations: `tokenize` goes over the runs of bytes that `runs` tells and looks closer only
//! where a word is not ASCII; `tokenize_slowly` is the definition, and the tests hold them together.

use super::fold::{Class, class, fold_into, fold_slowly};
use super::runs::{self, Runs};
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
    runs: Runs,
    folding: Folding,
}

impl Tokenizer {
    /// Sends the words of `text` to `sink`.
    pub fn tokenize(&mut self, text: &str, sink: &mut impl Sink) {
        let Self { runs, folding } = self;
        runs.fill(text.as_bytes());
        if text.len() > runs::LONGEST {
            return tokenize_slowly(text, sink);
        }
        let (spans, mut first) = (runs.spans(), 0);
        folding.new_line = false;
        for before in runs.lines().iter().map(|&before| before as usize).chain([spans.len()]) {
            folding.line(text, runs.lower(), &spans[first..before], sink);
            folding.new_line = true;
            first = before;
        }
    }

    /// The runs of the text that was tokenised last.
    pub fn runs(&self) -> &Runs {
        &self.runs
    }
}

/// What it takes to turn runs into words.
#[derive(Default)]
struct Folding {
    folded: String,
    units: Vec<Range<usize>>,
    new_line: bool,
}

impl Folding {
    /// The words of the runs of one line; `lower` is the text with ASCII capitals lowered, and some bytes beyond.
    #[inline(always)]
    fn line(&mut self, text: &str, lower: &[u8], spans: &[[u32; 2]], sink: &mut impl Sink) {
        for span in spans {
            let [start, end] = span.map(|place| place as usize);
            // A run without any ASCII break in it: one word when it is ASCII, else to be looked at by character.
            match hash::ascii_word(lower, start, end) {
                Some(hash) => {
                    if std::mem::take(&mut self.new_line) {
                        sink.line();
                    }
                    sink.word(hash, start, end);
                }
                None => self.by_character(&text[start..end], start, sink),
            }
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
    }
}
