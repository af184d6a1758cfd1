//! From candidate pairs to matches with places in the articles' own texts, and to passages.
//!
//! Pairs are aligned on word hashes. Only then are the articles that share something read again, to turn
//! words into bytes and to see whether a short match is a sentence or a piece of one.

use super::ingest::Ingested;
use super::originals::Originals;
use crate::candidates::CandidatePair;
use crate::id::{DocId, Span};
use crate::passages::fragment::is_fragment;
use crate::passages::gather::PairMatch;
use crate::passages::index::Index;
use crate::passages::matches::Matcher;
use crate::passages::{Article, Settings};
use crate::text::tokenize::{Sink, Tokenizer};
use crate::text::{quote, sentence};
use rayon::prelude::*;
use std::ops::Range;

/// Matches of all pairs, in order of pair and place. `pairs` are sorted.
pub(super) fn align(ingested: &Ingested, pairs: &[CandidatePair], settings: &Settings) -> Vec<PairMatch> {
    let by_first: Vec<&[CandidatePair]> = pairs.chunk_by(|x, y| x.a == y.a).collect();
    by_first
        .par_iter()
        .map_init(<(Index, Matcher)>::default, |(index, matcher), pairs| {
            let mut all = Vec::new();
            let a = ingested.store.words(pairs[0].a);
            index.fill(a);
            for &CandidatePair { a: first, b: second } in *pairs {
                let found = matcher.matches_with(index, a, ingested.store.words(second), settings);
                all.extend(found.into_iter().map(|found| PairMatch { a: first, b: second, found }));
            }
            all
        })
        .flatten_iter()
        .collect()
}

/// A place in an article's own text, in bytes and in characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Located {
    pub(super) bytes: Span,
    pub(super) chars: Span,
}

/// What is known of an article's text once it was read again.
struct Reread {
    /// The words at which a match begins or ends, in order, with their places.
    edges: Vec<(u32, Located)>,
    /// First kept word of each sentence; empty where every match is longer than a fragment.
    sentences: Vec<u32>,
    /// What stands in quotation marks.
    quotations: Vec<Span>,
}

/// The texts of the articles that take part in matches.
pub(super) struct Texts {
    texts: Vec<Reread>,
    /// One more than the place in `texts`, by article; 0 where there is none.
    of: Vec<u32>,
}

impl Texts {
    /// Reads the articles of the matches again. One that cannot be read, or that has changed since, is left out.
    /// `edges` are the words whose places are wanted; `wants_sentences` says of which articles the sentences are.
    pub(super) fn read(
        originals: &dyn Originals,
        ingested: &Ingested,
        mut edges: Vec<(DocId, u32)>,
        wants_sentences: &(dyn Fn(DocId) -> bool + Sync),
    ) -> Self {
        edges.sort_unstable();
        edges.dedup();
        let place = |edges: &[(DocId, u32)]| ingested.articles[edges[0].0.index()].place;
        let mut by_article: Vec<&[(DocId, u32)]> = edges.chunk_by(|x, y| x.0 == y.0).collect();
        // The articles of one file together, in the order in which it has them.
        by_article.sort_by_key(|edges| place(edges));
        let by_file = by_article.chunk_by(|x, y| place(x).source == place(y).source);
        let rounds: Vec<&[&[(DocId, u32)]]> =
            by_file.flat_map(|articles| articles.chunks(originals.reread_batch(place(articles[0])))).collect();
        let chunks: Vec<Vec<(DocId, Reread)>> = rounds
            .par_iter()
            .map(|articles| {
                let places: Vec<_> = articles.iter().map(|edges| place(edges)).collect();
                let mut texts = Vec::with_capacity(articles.len());
                let mut tokenizer = Tokenizer::default();
                originals.reread(&places, &mut |i, text| {
                    let Ok(text) = text else { return };
                    let doc = articles[i][0].0;
                    let reread = Reread::of(ingested, articles[i], text, wants_sentences(doc), &mut tokenizer);
                    texts.extend(reread.map(|reread| (doc, reread)));
                });
                texts
            })
            .collect();
        let mut all = Self { texts: Vec::with_capacity(by_article.len()), of: vec![0; ingested.articles.len()] };
        for (doc, reread) in chunks.into_iter().flatten() {
            all.texts.push(reread);
            all.of[doc.index()] = all.texts.len() as u32;
        }
        all
    }

    fn get(&self, doc: DocId) -> Option<&Reread> {
        let at = self.of[doc.index()].checked_sub(1)?;
        self.texts.get(at as usize)
    }

    /// Where a range of kept words stands in the text; its ends are ends of matches.
    pub(super) fn locate(&self, doc: DocId, words: &Range<u32>) -> Option<Located> {
        let edges = &self.get(doc)?.edges;
        let first = edges.binary_search_by_key(&words.start, |edge| edge.0).ok()?;
        let last = edges[first..].binary_search_by_key(&words.end.checked_sub(1)?, |edge| edge.0).ok()?;
        let (first, last) = (edges[first].1, edges[first + last].1);
        let from_to = |first: Span, last: Span| Span { start: first.start, end: last.end };
        Some(Located { bytes: from_to(first.bytes, last.bytes), chars: from_to(first.chars, last.chars) })
    }

    /// First kept word of each sentence of an article; empty where it could not be read again.
    pub(super) fn sentences(&self, doc: DocId) -> &[u32] {
        self.get(doc).map_or(&[], |text| &text.sentences)
    }

    /// Share of a place that stands in quotation marks.
    pub(super) fn quoted(&self, doc: DocId, span: Span) -> f64 {
        self.get(doc).map_or(0.0, |text| quote::quoted_share(&text.quotations, span))
    }

    /// The matches that are more than a title or an office within a longer sentence, and stand in texts at hand.
    pub(super) fn sound(&self, ingested: &Ingested, matches: Vec<PairMatch>, settings: &Settings) -> Vec<PairMatch> {
        let article = |doc| Article { words: ingested.store.words(doc), sentences: self.sentences(doc) };
        let at_hand = |m: &PairMatch| self.get(m.a).is_some() && self.get(m.b).is_some();
        let is_sound = |m: &PairMatch| at_hand(m) && !is_fragment(article(m.a), article(m.b), &m.found, settings);
        matches.into_iter().filter(is_sound).collect()
    }
}

/// By article: whether it has a match so short that it may be a fragment.
pub(super) fn with_short_matches(ingested: &Ingested, matches: &[PairMatch], settings: &Settings) -> Vec<bool> {
    let mut short = vec![false; ingested.articles.len()];
    for m in matches.iter().filter(|m| m.found.words < settings.fragment_words) {
        short[m.a.index()] = true;
        short[m.b.index()] = true;
    }
    short
}

/// The words at which matches begin and end.
pub(super) fn edges(matches: &[PairMatch]) -> Vec<(DocId, u32)> {
    let ends = |doc: DocId, words: &Range<u32>| [(doc, words.start), (doc, words.end - 1)];
    matches.iter().flat_map(|m| ends(m.a, &m.found.a).into_iter().chain(ends(m.b, &m.found.b))).collect()
}

/// Follows the words of a text that is read again, and notes the places of some.
struct Follow<'a, R> {
    text: &'a str,
    /// The words it must have, and those left out among them, counted among all.
    kept: &'a [u32],
    removed: R,
    next_removed: Range<u32>,
    /// The kept words whose places are wanted, in order, and the places so far.
    edges: std::slice::Iter<'a, (DocId, u32)>,
    next_edge: u32,
    places: Vec<Span>,
    /// First kept word of each sentence, where they are wanted, and the word that went by last.
    sentences: Option<Vec<u32>>,
    last: Option<Span>,
    /// Words, and kept words among them, that have gone by.
    words: u32,
    kept_words: u32,
    same: bool,
}

/// The number of no word.
const NONE: u32 = u32::MAX;

impl<'a, R: Iterator<Item = Range<u32>>> Follow<'a, R> {
    fn new(text: &'a str, kept: &'a [u32], removed: R, edges: &'a [(DocId, u32)], with_sentences: bool) -> Self {
        let mut follow = Self {
            text,
            kept,
            removed,
            next_removed: NONE..NONE,
            edges: edges.iter(),
            next_edge: NONE,
            places: Vec::with_capacity(edges.len()),
            sentences: with_sentences.then(Vec::new),
            last: None,
            words: 0,
            kept_words: 0,
            same: true,
        };
        follow.pass_removed();
        follow.pass_edge();
        follow
    }

    /// Whether it is the text of `words` words that was read before.
    fn is_same(&self, words: u32) -> bool {
        self.same && self.kept_words as usize == self.kept.len() && self.words == words
    }

    fn pass_removed(&mut self) {
        self.next_removed = self.removed.next().unwrap_or(NONE..NONE);
    }

    fn pass_edge(&mut self) {
        self.next_edge = self.edges.next().map_or(NONE, |edge| edge.1);
    }

    /// Notes whether a word begins a sentence.
    fn follow_sentences(&mut self, word: Span) {
        let before = self.last.replace(word);
        if let Some(sentences) = &mut self.sentences
            && sentence::begins(self.text, before, word)
            && sentences.last() != Some(&self.kept_words)
        {
            sentences.push(self.kept_words);
        }
    }
}

impl<R: Iterator<Item = Range<u32>>> Sink for Follow<'_, R> {
    #[inline]
    fn word(&mut self, hash: u32, start: usize, end: usize) {
        if self.sentences.is_some() {
            self.follow_sentences(Span { start, end });
        }
        let number = self.words;
        self.words += 1;
        if number >= self.next_removed.start {
            if self.words == self.next_removed.end {
                self.pass_removed();
            }
            return;
        }
        self.same &= self.kept.get(self.kept_words as usize) == Some(&hash);
        if self.kept_words == self.next_edge {
            self.places.push(Span { start, end });
            self.pass_edge();
        }
        self.kept_words += 1;
    }
}

impl Reread {
    /// Of a text that was read again; `None` where it has changed since.
    fn of(
        ingested: &Ingested,
        edges: &[(DocId, u32)],
        text: &str,
        with_sentences: bool,
        tokenizer: &mut Tokenizer,
    ) -> Option<Self> {
        let doc = edges[0].0;
        let store = &ingested.store;
        let mut follow = Follow::new(text, store.words(doc), store.removed_words(doc), edges, with_sentences);
        tokenizer.tokenize(text, &mut follow);
        if !follow.is_same(ingested.articles[doc.index()].words) {
            return None;
        }
        let bytes = follow.places;
        let places = bytes.iter().zip(char_spans(text, &bytes)).map(|(&bytes, chars)| Located { bytes, chars });
        let edges = edges.iter().map(|edge| edge.1).zip(places).collect();
        let sentences = follow.sentences.unwrap_or_default();
        Some(Self { edges, sentences, quotations: quote::quotations(text) })
    }
}

/// The same places counted in characters.
fn char_spans(text: &str, spans: &[Span]) -> Vec<Span> {
    if text.is_ascii() {
        return spans.to_vec();
    }
    let (mut at, mut chars) = (0, 0);
    let mut count_to = |byte: usize| {
        chars += text[at..byte].chars().count();
        at = byte;
        chars
    };
    spans.iter().map(|span| Span { start: count_to(span.start), end: count_to(span.end) }).collect()
}

/// Words of each side that lie in a match: (of the first article, of the second).
pub(super) fn coverage(matches: &[PairMatch]) -> (u32, u32) {
    (union(matches.iter().map(|m| m.found.a.clone())), union(matches.iter().map(|m| m.found.b.clone())))
}

fn union(ranges: impl Iterator<Item = Range<u32>>) -> u32 {
    let mut ranges: Vec<Range<u32>> = ranges.collect();
    ranges.sort_by_key(|r| r.start);
    let (mut total, mut end) = (0, 0);
    for range in ranges {
        total += range.end.saturating_sub(range.start.max(end));
        end = end.max(range.end);
    }
    total
}
