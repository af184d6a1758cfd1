//! The letters of all words, for texts whose words are broken: scanned print, lost and stray blanks.
//!
//! A blank that was lost or put in spoils one word or two, and every run of words they stand in. The letters after it
//! are the same. One byte a letter of ASCII text and one a word.

use super::fold::fold_into;
use super::shingle;
use super::store::TokenStore;
use super::tokenize::Sink;
use crate::id::DocId;
use std::ops::Range;

/// Letters in a run: at six damaged in a hundred, six runs of ten are whole.
pub const RUN: usize = 8;

/// The folded letters and digits of the words of some articles.
#[derive(Default)]
pub struct Batch {
    letters: Vec<u8>,
    /// Bytes of each word; longer ones are cut.
    lengths: Vec<u8>,
    /// Ends of each article in `letters` and in `lengths`.
    ends: Vec<(usize, usize)>,
    folded: String,
}

impl Batch {
    fn word(&mut self, word: &str) {
        self.folded.clear();
        fold_into(word, &mut self.folded);
        let length = self.folded.floor_char_boundary(usize::from(u8::MAX));
        self.letters.extend_from_slice(&self.folded.as_bytes()[..length]);
        self.lengths.push(length as u8);
    }

    /// Closes the article whose words were sent since the last call.
    pub fn finish(&mut self) {
        self.ends.push((self.letters.len(), self.lengths.len()));
    }
}

/// Sends words on, and keeps their letters.
pub struct WithLetters<'s, S> {
    /// Where the words go.
    pub words: &'s mut S,
    /// Where their letters go.
    pub letters: &'s mut Batch,
    /// The text that the words stand in.
    pub text: &'s str,
}

impl<S: Sink> Sink for WithLetters<'_, S> {
    fn word(&mut self, hash: u32, start: usize, end: usize) {
        self.words.word(hash, start, end);
        self.letters.word(&self.text[start..end]);
    }

    fn line(&mut self) {
        self.words.line();
    }
}

/// Letters of all articles, in the order in which they came.
#[derive(Default)]
pub struct LetterStore {
    all: Batch,
}

/// The letters of an article outside its furniture.
#[derive(Default, Debug, PartialEq, Eq)]
pub struct Letters {
    /// Each letter, as its code point.
    pub letters: Vec<u32>,
    /// The kept word that it stands in, by letter.
    pub words: Vec<u32>,
}

/// Room for the letters of one article after another, and for the runs in them.
#[derive(Default)]
pub struct Reading {
    /// Those of the article that was read last.
    pub letters: Letters,
    hashes: Vec<u32>,
}

impl Reading {
    /// One in `sample` (a power of two) of the runs of `RUN` letters, chosen by its hash: where it begins, and the hash.
    pub fn runs(&mut self, sample: u32) -> impl Iterator<Item = (u32, u32)> + '_ {
        shingle::runs_into::<RUN>(&self.letters.letters, &mut self.hashes);
        (0..).zip(self.hashes.iter().copied()).filter(move |(_, run)| run & (sample - 1) == 0)
    }
}

impl Letters {
    /// The words all of whose letters lie in a range of letters.
    pub fn whole_words(&self, letters: Range<u32>) -> Range<u32> {
        let word = |at: u32| self.words.get(at as usize).copied();
        let Some(first) = word(letters.start) else { return 0..0 };
        let starts_inside = letters.start.checked_sub(1).and_then(word) != Some(first);
        let start = if starts_inside { first } else { first + 1 };
        let end = word(letters.end).or_else(|| self.words.last().map(|last| last + 1)).unwrap_or(start);
        start..end.max(start)
    }
}

impl LetterStore {
    /// Adds a batch of articles after those already held.
    pub fn append(&mut self, batch: &Batch) {
        let (letters, lengths) = (self.all.letters.len(), self.all.lengths.len());
        self.all.letters.extend_from_slice(&batch.letters);
        self.all.lengths.extend_from_slice(&batch.lengths);
        self.all.ends.extend(batch.ends.iter().map(|end| (letters + end.0, lengths + end.1)));
    }

    /// Letters held in all, in bytes.
    pub fn len(&self) -> usize {
        self.all.letters.len()
    }

    /// Whether none is held.
    pub fn is_empty(&self) -> bool {
        self.all.letters.is_empty()
    }

    /// The letters of the words that `store`, to which the same articles were added, has kept of an article.
    pub fn kept(&self, store: &TokenStore, doc: DocId) -> Letters {
        let mut kept = Letters::default();
        self.kept_into(store, doc, &mut kept);
        kept
    }

    /// The same into letters that are forgotten.
    pub fn kept_into(&self, store: &TokenStore, doc: DocId, kept: &mut Letters) {
        kept.letters.clear();
        kept.words.clear();
        let arrival = store.arrival(doc) as usize;
        let (mut at, first) = arrival.checked_sub(1).map_or((0, 0), |before| self.all.ends[before]);
        let (end, last) = self.all.ends[arrival];
        kept.letters.reserve(end - at);
        kept.words.reserve(end - at);
        let mut removed = store.removed_words(doc).peekable();
        let mut word = 0;
        for (place, &length) in (0..).zip(&self.all.lengths[first..last]) {
            let bytes = at..at + usize::from(length);
            at = bytes.end;
            while removed.next_if(|run| run.end <= place).is_some() {}
            if removed.peek().is_some_and(|run| run.start <= place) {
                continue;
            }
            decode(&self.all.letters[bytes], &mut kept.letters);
            kept.words.resize(kept.letters.len(), word);
            word += 1;
        }
    }
}

/// The code points of a word.
#[inline]
fn decode(word: &[u8], letters: &mut Vec<u32>) {
    if word.is_ascii() {
        letters.extend(word.iter().map(|&letter| u32::from(letter)));
    } else {
        letters.extend(std::str::from_utf8(word).unwrap_or_default().chars().map(u32::from));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::single_range_in_vec_init, reason = "a mask is a list of ranges, of one too")]

    use super::*;
    use crate::text::store;
    use crate::text::tokenize::Tokenizer;

    fn stores(texts: &[&str]) -> (TokenStore, LetterStore) {
        let (mut words, mut letters) = (store::Batch::default(), Batch::default());
        for text in texts {
            Tokenizer::default().tokenize(text, &mut WithLetters { words: &mut words, letters: &mut letters, text });
            words.finish();
            letters.finish();
        }
        let (mut store, mut all) = (TokenStore::default(), LetterStore::default());
        store.append(&words);
        all.append(&letters);
        (store, all)
    }

    fn text(letters: &Letters) -> String {
        letters.letters.iter().filter_map(|&letter| char::from_u32(letter)).collect()
    }

    #[test]
    fn letters_are_folded_and_know_their_words() {
        let (store, letters) = stores(&["Der Bär, 2 mal", "", "ok"]);
        let kept = letters.kept(&store, DocId(0));
        assert_eq!((text(&kept).as_str(), &kept.words[..]), ("derbär2mal", &[0, 0, 0, 1, 1, 1, 2, 3, 3, 3][..]));
        assert_eq!(letters.kept(&store, DocId(1)), Letters::default());
        assert_eq!(text(&letters.kept(&store, DocId(2))), "ok");
    }

    #[test]
    fn words_that_a_range_cuts_are_not_whole() {
        let (store, letters) = stores(&["aa bbb cc"]);
        let kept = letters.kept(&store, DocId(0));
        assert_eq!(
            [0..7, 0..2, 1..6, 1..5, 2..5, 3..4].map(|range| kept.whole_words(range)),
            [0..3, 0..1, 1..2, 1..2, 1..2, 2..2]
        );
    }

    #[test]
    fn letters_of_furniture_are_left_out() {
        let (mut store, letters) = stores(&["Menu one two Share three", "x"]);
        store.keep(&[vec![0..1, 3..4], vec![]]);
        let kept = letters.kept(&store, DocId(0));
        assert_eq!((text(&kept).as_str(), kept.words[3], kept.words[6]), ("onetwothree", 1, 2));
    }

    #[test]
    fn articles_are_found_after_they_were_numbered_anew() {
        let (mut store, letters) = stores(&["first", "second"]);
        store.renumber(&[1, 0]);
        assert_eq!(text(&letters.kept(&store, DocId(0))), "second");
    }

    #[test]
    fn a_word_without_end_is_cut_between_letters() {
        let (store, letters) = stores(&[&"ä".repeat(400)]);
        assert_eq!(letters.kept(&store, DocId(0)).letters.len(), 127);
    }
}
