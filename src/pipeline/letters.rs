//! The way of broken words: pairs that share rare runs of letters, aligned letter by letter and told in words.

use super::ingest::Ingested;
use super::judge;
use super::texts::DistinctTexts;
use crate::candidates::CandidatePair;
use crate::candidates::letters::{RareRuns, Settings};
use crate::id::DocId;
use crate::passages::gather::PairMatch;
use crate::passages::matches::summary;
use crate::passages::{self, Block, Match, alignments};
use crate::text::letters::{LetterStore, Letters};
use rayon::prelude::*;
use std::ops::Range;

/// Letters of a word, about, in most languages that put blanks between words.
const LETTERS_A_WORD: u32 = 6;
/// Least identity of a match by letter: texts that have nothing to do with one another align at about one half.
const LEAST_IDENTITY: f32 = 0.7;

/// Pairs that share rare runs of letters.
pub(super) struct Lettered<'i> {
    ingested: &'i Ingested,
    letters: &'i LetterStore,
    runs: RareRuns,
    /// Sorted, each once.
    pub(super) pairs: Vec<CandidatePair>,
}

/// What was aligned letter by letter: the match in words, and its runs of equal letters.
pub(super) struct Alignment {
    pub(super) found: Match,
    pub(super) runs: Vec<Block>,
}

impl<'i> Lettered<'i> {
    /// Looks through the distinct texts.
    pub(super) fn find(ingested: &'i Ingested, letters: &'i LetterStore, texts: &DistinctTexts) -> Self {
        let settings = Settings::default();
        let of = |doc: DocId, into: &mut Letters| letters.kept_into(&ingested.store, doc, into);
        let runs = RareRuns::among(&texts.distinct, of, letters.len(), &settings);
        let in_line = |pair: &CandidatePair| runs.in_line(pair, &settings);
        let pairs = runs.pairs(settings.shared).into_par_iter().filter(in_line).collect();
        Self { ingested, letters, runs, pairs }
    }

    /// Matches of the pairs, in order of pair and place: those by words, or those by letters where these hold more.
    /// `by_words` are in the same order.
    pub(super) fn align(&self, by_words: Vec<PairMatch>, rules: &passages::Settings) -> Vec<PairMatch> {
        let open: Vec<CandidatePair> =
            self.pairs.iter().copied().filter(|pair| !self.is_told(pair, &by_words)).collect();
        let by_first: Vec<&[CandidatePair]> = open.chunk_by(|x, y| x.a == y.a).collect();
        let by_letters = by_first
            .par_iter()
            .map_init(<(Letters, Letters)>::default, |(a, b), pairs| {
                self.letters.kept_into(&self.ingested.store, pairs[0].a, a);
                let mut matched = Vec::new();
                for pair in *pairs {
                    self.letters.kept_into(&self.ingested.store, pair.b, b);
                    let found = self.between(pair.a, a, pair.b, b, rules).into_iter();
                    matched.extend(found.map(|one| PairMatch { a: pair.a, b: pair.b, found: one.found }));
                }
                matched
            })
            .flatten_iter()
            .collect();
        fuller(by_words, by_letters)
    }

    /// Whether words say it all: most of the shorter article is matched.
    fn is_told(&self, pair: &CandidatePair, by_words: &[PairMatch]) -> bool {
        let own = judge::of_pair(by_words, pair.a, pair.b);
        let matched: usize = own.iter().map(|m| m.found.words as usize).sum();
        let words = |doc| self.ingested.store.words(doc).len();
        matched * 5 >= words(pair.a).min(words(pair.b)) * 4
    }

    /// The letters of an article.
    pub(super) fn letters_of(&self, doc: DocId) -> Letters {
        self.letters.kept(&self.ingested.store, doc)
    }

    /// What two articles, of which the letters are given, share.
    pub(super) fn between(
        &self,
        x: DocId,
        a: &Letters,
        y: DocId,
        b: &Letters,
        rules: &passages::Settings,
    ) -> Vec<Alignment> {
        let seeds = self.runs.shared(x, y);
        let aligned = alignments(&a.letters, &b.letters, &seeds, &in_letters(rules));
        aligned
            .into_iter()
            .filter_map(|runs| Some(Alignment { found: in_words(&summary(&runs)?, a, b)?, runs }))
            .collect()
    }
}

/// The rules of words, for letters.
fn in_letters(rules: &passages::Settings) -> passages::Settings {
    passages::Settings {
        min_passage: rules.min_passage * LETTERS_A_WORD,
        min_identity: rules.min_identity.max(LEAST_IDENTITY),
        max_gap: rules.max_gap * LETTERS_A_WORD,
        // Anchors stand close together, so that little is left beyond the outermost.
        x_drop: rules.x_drop * 3,
        band: rules.band * 2,
        ..*rules
    }
}

/// The same match in words: those that its letters stand in. Of the words as many count as equal as of the letters.
fn in_words(found: &Match, a: &Letters, b: &Letters) -> Option<Match> {
    let range = |letters: &Letters, range: &Range<u32>| -> Option<Range<u32>> {
        let (first, last) = (range.start as usize, range.end.checked_sub(1)? as usize);
        Some(*letters.words.get(first)?..letters.words.get(last)? + 1)
    };
    let (in_a, in_b) = (range(a, &found.a)?, range(b, &found.b)?);
    let least = in_a.len().min(in_b.len()) as f32;
    let equal = found.words as f32 / found.a.len().max(found.b.len()) as f32;
    Some(Match { words: (least * equal).round() as u32, a: in_a, b: in_b, ..found.clone() })
}

/// Of two lists of matches, both sorted by pair, those of each pair that hold more words; the first on a tie.
fn fuller(first: Vec<PairMatch>, second: Vec<PairMatch>) -> Vec<PairMatch> {
    let pair = |m: &PairMatch| (m.a, m.b);
    let words = |matches: &[PairMatch]| matches.iter().map(|m| u64::from(m.found.words)).sum::<u64>();
    let (mut first, mut second) = (&first[..], &second[..]);
    let mut fuller = Vec::with_capacity(first.len().max(second.len()));
    while let Some(next) = first.first().into_iter().chain(second.first()).map(pair).min() {
        let (x, rest) = first.split_at(first.partition_point(|m| pair(m) == next));
        let (y, other_rest) = second.split_at(second.partition_point(|m| pair(m) == next));
        fuller.extend_from_slice(if words(x) >= words(y) { x } else { y });
        (first, second) = (rest, other_rest);
    }
    fuller
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passages::Reuse;

    fn matched(a: u32, b: u32, words: u32) -> PairMatch {
        let found = Match { a: 0..words, b: 0..words, words, identity: 1.0, reuse: Reuse::Copied };
        PairMatch { a: DocId(a), b: DocId(b), found }
    }

    #[test]
    fn each_pair_keeps_the_fuller_matches() {
        let words = vec![matched(0, 1, 20), matched(0, 1, 15), matched(0, 2, 12), matched(3, 4, 30)];
        let letters = vec![matched(0, 1, 34), matched(0, 2, 90), matched(1, 2, 40)];
        let fuller = fuller(words, letters);
        let told: Vec<_> = fuller.iter().map(|m| (m.a.0, m.b.0, m.found.words)).collect();
        assert_eq!(told, [(0, 1, 20), (0, 1, 15), (0, 2, 90), (1, 2, 40), (3, 4, 30)]);
    }
}
