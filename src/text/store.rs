//! The words of all articles, held as hashes: 4 bytes a word and 16 an article, and nothing of the text.
//!
//! After `keep` the store holds the words outside the furniture only, and remembers where words were
//! taken out, so that a place among the kept words can be turned back into a place among all words.

use super::tokenize::Sink;
use crate::id::DocId;
use std::ops::Range;

/// The word hashes of one article, with the starts of its lines, as the tokenizer sends them.
#[derive(Default)]
pub struct Batch {
    words: Vec<u32>,
    ends: Vec<usize>,
    lines: Vec<u32>,
    line_ends: Vec<usize>,
}

impl Sink for Batch {
    fn word(&mut self, hash: u32, _start: usize, _end: usize) {
        self.words.push(hash);
    }

    fn line(&mut self) {
        let first = self.ends.last().copied().unwrap_or(0);
        self.lines.push((self.words.len() - first) as u32);
    }
}

impl Batch {
    /// Forgets all articles, and keeps the room.
    pub fn clear(&mut self) {
        let Self { words, ends, lines, line_ends } = self;
        words.clear();
        ends.clear();
        lines.clear();
        line_ends.clear();
    }

    /// Closes the article whose words were sent since the last call; its number of words.
    pub fn finish(&mut self) -> usize {
        let first = self.ends.last().copied().unwrap_or(0);
        self.ends.push(self.words.len());
        self.line_ends.push(self.lines.len());
        self.words.len() - first
    }

    /// Words of the article closed last.
    pub fn last(&self) -> &[u32] {
        let n = self.ends.len();
        let first = if n > 1 { self.ends[n - 2] } else { 0 };
        &self.words[first..]
    }
}

/// Word hashes of all articles.
#[derive(Default)]
pub struct TokenStore {
    /// In the order of arrival, as are `lines` and `removed`.
    words: Vec<u32>,
    lines: Vec<u32>,
    line_ends: Vec<usize>,
    removed: Vec<Removed>,
    removed_ends: Vec<usize>,
    /// By number of the article.
    held: Vec<Held>,
}

/// Where the words of an article are held.
#[derive(Clone, Copy)]
struct Held {
    start: usize,
    words: u32,
    /// The how many-th article it was when it came.
    arrival: u32,
}

/// A run of words taken out of an article.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Removed {
    /// How many kept words stand before it.
    kept_before: u32,
    /// How many words were taken out.
    words: u32,
}

/// Words that a store has room for at first where many are to come. The system finds memory for it only when they do, and
/// room of this size grows without moving what it holds.
const MANY_WORDS: usize = 16 << 20;

impl TokenStore {
    /// A store that many words are to be appended to.
    pub fn roomy() -> Self {
        Self { words: Vec::with_capacity(MANY_WORDS), ..Self::default() }
    }

    /// Adds a batch of articles after those already held.
    pub fn append(&mut self, batch: &Batch) {
        let (words, lines) = (self.words.len(), self.lines.len());
        self.words.extend_from_slice(&batch.words);
        self.lines.extend_from_slice(&batch.lines);
        let starts = std::iter::once(0).chain(batch.ends.iter().copied());
        let arrivals = self.held.len() as u32..;
        self.held.extend(starts.zip(&batch.ends).zip(arrivals).map(|((start, end), arrival)| Held {
            start: words + start,
            words: (end - start) as u32,
            arrival,
        }));
        self.line_ends.extend(batch.line_ends.iter().map(|end| lines + end));
    }

    /// Numbers the articles anew: the one numbered `order[i]` so far becomes article `i`. No word moves.
    pub fn renumber(&mut self, order: &[u32]) {
        self.held = order.iter().map(|&doc| self.held[doc as usize]).collect();
    }

    /// The how many-th article it was when it came.
    pub fn arrival(&self, doc: DocId) -> u32 {
        self.held[doc.index()].arrival
    }

    /// Number of articles.
    pub fn len(&self) -> usize {
        self.held.len()
    }

    /// Whether no article is held.
    pub fn is_empty(&self) -> bool {
        self.held.is_empty()
    }

    /// Words held in all.
    pub fn total_words(&self) -> usize {
        self.held.iter().map(|held| held.words as usize).sum()
    }

    /// The (kept) words of an article.
    #[inline]
    pub fn words(&self, doc: DocId) -> &[u32] {
        let Held { start, words, .. } = self.held[doc.index()];
        &self.words[start..start + words as usize]
    }

    /// Word indexes at which a line of the article begins; the first line's start is left out. Empty after `keep`.
    pub fn lines(&self, doc: DocId) -> &[u32] {
        if self.line_ends.is_empty() { &[] } else { &self.lines[range(&self.line_ends, self.arrival(doc))] }
    }

    /// The words taken out of an article, counted among all its words, in order. Empty before `keep`.
    pub fn removed_words(&self, doc: DocId) -> impl Iterator<Item = Range<u32>> + '_ {
        let mut before = 0;
        self.removed(doc).iter().map(move |run| {
            let start = run.kept_before + before;
            before += run.words;
            start..start + run.words
        })
    }

    /// The runs taken out of an article, in order. Empty before `keep`.
    fn removed(&self, doc: DocId) -> &[Removed] {
        if self.removed_ends.is_empty() { &[] } else { &self.removed[range(&self.removed_ends, self.arrival(doc))] }
    }

    /// Keeps the words outside `masks[doc]` (disjoint, in order, word indexes) and forgets the lines. Furniture stands at
    /// the end of an article most often, and then no word moves.
    pub fn keep(&mut self, masks: &[Vec<Range<u32>>]) {
        let mut doc_at = vec![0; masks.len()];
        self.held.iter().zip(0..).for_each(|(held, doc)| doc_at[held.arrival as usize] = doc);
        for doc in doc_at {
            let held: &mut Held = &mut self.held[doc];
            let words = &mut self.words[held.start..held.start + held.words as usize];
            let (mut write, mut read) = (0, 0);
            for mask in &masks[doc] {
                let kept = read..mask.start as usize;
                let length = kept.len();
                if kept.start > write {
                    words.copy_within(kept, write);
                }
                write += length;
                read = mask.end as usize;
                self.removed.push(Removed { kept_before: write as u32, words: mask.end - mask.start });
            }
            if read > write {
                words.copy_within(read.., write);
            }
            held.words = (write + words.len() - read) as u32;
            self.removed_ends.push(self.removed.len());
        }
        self.lines = Vec::new();
        self.line_ends = Vec::new();
    }

    /// Forgets the words of all articles; where words were taken out of them is still known.
    pub fn forget_words(&mut self) {
        self.words = Vec::new();
        self.held.iter_mut().for_each(|held| (held.start, held.words) = (0, 0));
    }

    /// The place among all words of the article at which each kept word stands.
    pub fn originals(&self, doc: DocId) -> Vec<u32> {
        let mut removed = self.removed(doc).iter().peekable();
        let mut shift = 0;
        (0..self.words(doc).len() as u32)
            .map(|kept| {
                while let Some(run) = removed.next_if(|run| run.kept_before <= kept) {
                    shift += run.words;
                }
                kept + shift
            })
            .collect()
    }
}

fn range(ends: &[usize], arrival: u32) -> Range<usize> {
    let arrival = arrival as usize;
    let start = if arrival == 0 { 0 } else { ends[arrival - 1] };
    start..ends[arrival]
}

#[cfg(test)]
mod tests {
    #![allow(clippy::single_range_in_vec_init, reason = "a mask is a list of ranges, of one too")]

    use super::*;

    fn store(articles: &[&[u32]]) -> TokenStore {
        let mut batch = Batch::default();
        for words in articles {
            for &word in *words {
                batch.word(word, 0, 0);
            }
            batch.finish();
        }
        let mut store = TokenStore::default();
        store.append(&batch);
        store
    }

    #[test]
    fn kept_words_find_their_old_places() {
        let mut store = store(&[&[0, 1, 2, 3, 4, 5], &[], &[7, 8]]);
        store.keep(&[vec![0..1, 3..5], vec![], vec![0..2]]);
        assert_eq!(store.words(DocId(0)), [1, 2, 5]);
        assert_eq!(store.originals(DocId(0)), [1, 2, 5]);
        assert_eq!(store.removed_words(DocId(0)).collect::<Vec<_>>(), [0..1, 3..5]);
        assert!(store.words(DocId(1)).is_empty() && store.words(DocId(2)).is_empty());
    }

    #[test]
    fn places_taken_out_outlive_the_words() {
        let mut store = store(&[&[0, 1, 2], &[3]]);
        store.keep(&[vec![0..1, 2..3], vec![]]);
        store.forget_words();
        assert_eq!(store.removed_words(DocId(0)).collect::<Vec<_>>(), [0..1, 2..3]);
        assert!(store.words(DocId(0)).is_empty() && store.words(DocId(1)).is_empty());
    }

    #[test]
    fn articles_change_numbers() {
        let mut store = store(&[&[1], &[2, 2], &[3]]);
        store.renumber(&[2, 0, 1]);
        assert_eq!([store.words(DocId(0)), store.words(DocId(1)), store.words(DocId(2))], [&[3][..], &[1], &[2, 2]]);
        store.keep(&[vec![], vec![0..1], vec![1..2]]);
        assert_eq!([store.words(DocId(0)), store.words(DocId(1)), store.words(DocId(2))], [&[3][..], &[], &[2]]);
    }
}
