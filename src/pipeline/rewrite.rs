//! The sensitive mode: passages in other words, for pairs of articles that share rare words close together.

use super::ingest::Ingested;
use super::originals::Originals;
use super::reuse::Texts;
use super::texts::DistinctTexts;
use super::{Settings, judge};
use crate::candidates::CandidatePair;
use crate::hash::WordMap;
use crate::id::DocId;
use crate::passages::gather::PairMatch;
use crate::passages::rewrite::candidates::{CandidateSettings, candidates, signatures};
use crate::passages::rewrite::{Background, RewriteSettings, sensitive_matches};
use crate::passages::{self, Article};
use rayon::prelude::*;

/// How common the words of a corpus are.
pub(super) struct Words {
    share: WordMap<f32>,
    mean: f32,
}

impl Words {
    pub(super) fn of(ingested: &Ingested, docs: &[DocId]) -> Self {
        let mut articles: WordMap<u32> = WordMap::default();
        let mut seen = Vec::new();
        let mut total = 0;
        for &doc in docs {
            seen.clear();
            seen.extend_from_slice(ingested.store.words(doc));
            total += seen.len();
            seen.sort_unstable();
            seen.dedup();
            seen.iter().for_each(|&word| *articles.entry(word).or_default() += 1);
        }
        let all = docs.len().max(1) as f32;
        let share = articles.into_iter().map(|(word, count)| (word, count as f32 / all)).collect();
        Self { share, mean: total as f32 / all }
    }

    fn share(&self, word: u32) -> f32 {
        self.share.get(&word).copied().unwrap_or(0.0)
    }
}

/// Pairs that may hold rewritten text, sorted.
pub(super) fn pairs(
    ingested: &Ingested,
    texts: &DistinctTexts,
    words: &Words,
    settings: &Settings,
) -> Vec<CandidatePair> {
    let rules = CandidateSettings::default();
    let share = |word: u32| words.share(word);
    let of_article = |&doc: &DocId| signatures(ingested.store.words(doc), &share, &rules);
    let signatures: Vec<Vec<u64>> = texts.distinct.par_iter().map(of_article).collect();
    let doc = |i: u32| texts.distinct[i as usize];
    let allowed = |x: u32, y: u32| judge::counts(ingested, settings, doc(x), doc(y));
    let found = candidates(&signatures, allowed, &rules);
    found.into_iter().map(|(x, y, _)| CandidatePair::new(doc(x), doc(y))).collect()
}

/// Copied and rewritten passages of these pairs, in order of pair and place.
pub(super) fn align(
    originals: &dyn Originals,
    ingested: &Ingested,
    pairs: &[CandidatePair],
    words: &Words,
    copied: &passages::Settings,
) -> Vec<PairMatch> {
    // Passages in other words end with sentences, and sentences are seen in the text only.
    let firsts = pairs.iter().flat_map(|pair| [(pair.a, 0), (pair.b, 0)]).collect();
    let texts = Texts::read(originals, ingested, firsts, &|_| true);
    let share = |word: u32| words.share(word);
    let background = Background { share: &share, mean_words: words.mean };
    let rules = RewriteSettings { copied: *copied, ..RewriteSettings::default() };
    pairs
        .par_iter()
        .flat_map_iter(|pair| {
            let article = |doc| Article { words: ingested.store.words(doc), sentences: texts.sentences(doc) };
            let found = sensitive_matches(&article(pair.a), &article(pair.b), &background, &rules);
            found.into_iter().map(|found| PairMatch { a: pair.a, b: pair.b, found })
        })
        .collect()
}
