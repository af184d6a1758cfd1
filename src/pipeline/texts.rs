//! Articles with the same words are one text: they are compared once, and the verdict holds for all of their kind.

use super::Settings;
use super::ingest::Ingested;
use super::judge::{Related, counts};
use crate::hash::{self, HashMap64};
use crate::id::DocId;
use crate::passages::gather::PairMatch;
use crate::passages::{Match, Reuse};
use crate::text::shingle;
use crate::text::store::TokenStore;
use crate::verify::{Overlap, Relation, VerifiedPair};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// The distinct texts of the articles that are long enough to compare.
pub(super) struct DistinctTexts {
    /// The first article of each text, in order.
    pub(super) distinct: Vec<DocId>,
    /// All articles of the texts that several have, by the first.
    same: BTreeMap<DocId, Vec<DocId>>,
    pub(super) too_short: usize,
}

impl DistinctTexts {
    pub(super) fn of(ingested: &Ingested, min_words: usize) -> Self {
        let store = &ingested.store;
        let docs = (0..ingested.articles.len() as u32).map(DocId);
        let long: Vec<DocId> = docs.filter(|&doc| store.words(doc).len() >= min_words.max(1)).collect();
        let too_short = ingested.articles.len() - long.len();
        let keys = keys(store, &long);
        let mut first: HashMap64<DocId> = HashMap64::with_capacity_and_hasher(long.len(), Default::default());
        let (mut distinct, mut same) = (Vec::new(), BTreeMap::new());
        for (doc, key) in long.into_iter().zip(keys) {
            let original = *first.entry(key).or_insert(doc);
            if original == doc || store.words(original) != store.words(doc) {
                distinct.push(doc);
            } else {
                same.entry(original).or_insert_with(|| vec![original]).push(doc);
            }
        }
        Self { distinct, same, too_short }
    }

    fn all<'a>(&'a self, doc: &'a DocId) -> &'a [DocId] {
        self.same.get(doc).map_or(std::slice::from_ref(doc), |docs| docs)
    }

    /// Whether any two articles of these texts lie within scope and window.
    pub(super) fn any_counts(&self, ingested: &Ingested, settings: &Settings, pair: &VerifiedPair) -> bool {
        self.all(&pair.a).iter().any(|&x| self.all(&pair.b).iter().any(|&y| counts(ingested, settings, x, y)))
    }

    /// The pairs of articles that have these two texts.
    pub(super) fn spread_pair(&self, pair: &VerifiedPair) -> Vec<VerifiedPair> {
        let others = |&x: &DocId| self.all(&pair.b).iter().map(move |&y| pair.between(x, y));
        self.all(&pair.a).iter().flat_map(others).collect()
    }

    /// The matches of texts as matches of articles, sorted by pair and place.
    pub(super) fn spread_matches(&self, matches: Vec<PairMatch>, ingested: &Ingested) -> Vec<PairMatch> {
        let mut all = Vec::with_capacity(matches.len());
        for m in &matches {
            for &x in self.all(&m.a) {
                all.extend(self.all(&m.b).iter().map(|&y| between(m, x, y)));
            }
        }
        for docs in self.same.values() {
            let words = ingested.store.words(docs[0]).len() as u32;
            let whole = Match { a: 0..words, b: 0..words, words, identity: 1.0, reuse: Reuse::Copied };
            for (i, &a) in docs.iter().enumerate() {
                all.extend(docs[i + 1..].iter().map(|&b| PairMatch { a, b, found: whole.clone() }));
            }
        }
        all.sort_by_key(order);
        all
    }

    /// The verdicts on texts as verdicts on articles, sorted by pair.
    pub(super) fn spread(&self, verdicts: Vec<Related>, ingested: &Ingested, settings: &Settings) -> Vec<Related> {
        let mut related = Vec::new();
        for verdict in &verdicts {
            for &x in self.all(&verdict.pair.a) {
                related.extend(self.all(&verdict.pair.b).iter().map(|&y| verdict.between(x, y)));
            }
        }
        for docs in self.same.values() {
            let words = ingested.store.words(docs[0]);
            let size = shingle::set(words, settings.verify.shingle).len() as u32;
            for (i, &a) in docs.iter().enumerate() {
                related.extend(docs[i + 1..].iter().map(|&b| Related {
                    pair: VerifiedPair { a, b, shared: size, size_a: size, size_b: size },
                    relation: Relation::Identical,
                    joins: true,
                    joins_by_passages: true,
                    overlap: Overlap::whole(words.len() as u32),
                }));
            }
        }
        related.sort_unstable_by_key(|r| (r.pair.a, r.pair.b));
        related
    }
}

/// The same key for texts that are the same, and for hardly any others. Most texts are unlike all others at a glance;
/// only of the rest all words are hashed.
fn keys(store: &TokenStore, docs: &[DocId]) -> Vec<u64> {
    let glances: Vec<u64> = docs.par_iter().map(|&doc| glance(store.words(doc))).collect();
    let mut alike: HashMap64<u32> = HashMap64::with_capacity_and_hasher(docs.len(), Default::default());
    glances.iter().for_each(|glance| *alike.entry(*glance).or_default() += 1);
    let whole = |doc: DocId| hash::run64(store.words(doc));
    let keys = docs.par_iter().zip(&glances);
    keys.map(|(&doc, glance)| if alike[glance] > 1 { whole(doc) } else { *glance }).collect()
}

/// Hash of a few words from all over a text, and of their number.
fn glance(words: &[u32]) -> u64 {
    const LOOKS: usize = 4;
    let mut seen = [words.len() as u32; LOOKS + 1];
    for (look, seen) in seen[..LOOKS].iter_mut().enumerate() {
        *seen = words[look * (words.len() - 1) / (LOOKS - 1)];
    }
    hash::run64(&seen)
}

/// The order of matches: by pair, then by place.
pub(super) fn order(m: &PairMatch) -> (DocId, DocId, u32, u32, u32, u32) {
    (m.a, m.b, m.found.a.start, m.found.b.start, m.found.a.end, m.found.b.end)
}

/// The same match between two articles with these texts.
fn between(m: &PairMatch, x: DocId, y: DocId) -> PairMatch {
    let found = m.found.clone();
    if x < y {
        PairMatch { a: x, b: y, found }
    } else {
        PairMatch { a: y, b: x, found: Match { a: found.b, b: found.a, ..found } }
    }
}

impl Related {
    /// The same verdict between two articles with these texts.
    fn between(&self, x: DocId, y: DocId) -> Self {
        Self { pair: self.pair.between(x, y), ..*self }
    }
}
