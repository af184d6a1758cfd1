//! From words to pairs that hold and clusters of them: the stages sketch, candidates, verify, cluster.
//!
//! Articles with the same words are one text: they are compared once, and each stands for all of its kind afterwards.

use super::ingest::Ingested;
use super::observe::Clock;
use super::{Scope, Settings, Stage, reuse};
use crate::candidates::lsh::{self, Signatures};
use crate::candidates::{self, CandidatePair, exact, seeds};
use crate::cluster;
use crate::corpus::Corpus;
use crate::error::Result;
use crate::hash;
use crate::id::DocId;
use crate::passages::Match;
use crate::passages::gather::PairMatch;
use crate::report::model::CandidateStage;
use crate::sketch::banding::Banding;
use crate::sketch::minhash::MinHasher;
use crate::text::shingle;
use crate::verify::{self, Relation, ShingleSets, VerifiedPair};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};

/// A pair that holds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Related {
    pub(super) pair: VerifiedPair,
    pub(super) relation: Relation,
    pub(super) shared_words: u32,
}

/// What comparing gave.
pub(super) struct Compared {
    /// Pairs that hold and lie within scope and window, sorted.
    pub(super) related: Vec<Related>,
    /// Passages of those pairs, sorted by pair and place.
    pub(super) matches: Vec<PairMatch>,
    /// The texts that the matches stand in.
    pub(super) reread: Option<reuse::Texts>,
    /// The most alike pair that does not hold.
    pub(super) best_below: Option<VerifiedPair>,
    pub(super) candidates: usize,
    pub(super) stage: CandidateStage,
    pub(super) estimated_recall: f64,
    pub(super) too_short: usize,
}

/// A cluster with the verdicts on all its pairs.
pub(super) struct Verdicts {
    pub(super) members: Vec<DocId>,
    /// Every pair of members, sorted.
    pub(super) pairs: Vec<VerifiedPair>,
}

pub(super) fn compare(
    corpus: &Corpus,
    ingested: &Ingested,
    settings: &Settings,
    banding: Banding,
    clock: &mut Clock,
) -> Result<Compared> {
    let texts = DistinctTexts::of(ingested, settings.min_words);
    let mut stage = CandidateStage {
        bands: banding.bands,
        rows: banding.rows,
        exact: settings.exact,
        ..CandidateStage::default()
    };
    let candidates = find_candidates(ingested, &texts, settings, banding, &mut stage, clock)?;
    let (verified, missing) = clock.stage(Stage::Verify, Some(candidates.len() as u64), || {
        let sets = ShingleSets::of(
            &ingested.store,
            candidates.iter().flat_map(|p| [p.a, p.b]),
            settings.verify.shingle,
        );
        let mut verified = verify::verify(&sets, &candidates);
        let missing = missing_pairs(&verified, &candidates, settings);
        verified.extend(verify::verify(&sets, &missing));
        verified.sort_unstable_by_key(|pair| (pair.a, pair.b));
        Ok((verified, missing))
    })?;
    let candidates = candidates::union(candidates, &missing);
    let (matches, reread) = match &settings.passages {
        None => (Vec::new(), None),
        Some(passages) => clock.stage(Stage::Passages, Some(candidates.len() as u64), || {
            let found = texts.spread_matches(
                reuse::align(ingested, &candidates, passages),
                ingested,
                settings,
            );
            let reread = reuse::Texts::read(corpus, ingested, &found, passages);
            Ok((reread.sound(found, passages), Some(reread)))
        })?,
    };
    let verdicts = judge(ingested, &verified, &matches, settings);
    let below = verified
        .iter()
        .zip(&verdicts)
        .filter(|(_, verdict)| !verdict.is_some_and(|v| v.relation.joins()))
        .map(|(&pair, _)| pair);
    let best_below = below.max_by(|x, y| {
        x.resemblance()
            .total_cmp(&y.resemblance())
            .then(y.a.cmp(&x.a))
            .then(y.b.cmp(&x.b))
    });
    let related = texts.spread(verdicts.into_iter().flatten().collect(), ingested, settings);
    let estimated_recall = if settings.exact {
        1.0
    } else {
        banding.collision_probability(settings.verify.threshold)
    };
    Ok(Compared {
        related,
        matches,
        reread,
        best_below,
        candidates: candidates.len(),
        stage,
        estimated_recall,
        too_short: texts.too_short,
    })
}

fn find_candidates(
    ingested: &Ingested,
    texts: &DistinctTexts,
    settings: &Settings,
    banding: Banding,
    stage: &mut CandidateStage,
    clock: &mut Clock,
) -> Result<Vec<CandidatePair>> {
    let by_resemblance = if settings.exact {
        (stage.bands, stage.rows) = (0, 0);
        clock.stage(Stage::Candidates, None, || {
            Ok(every_pair(ingested, texts, settings))
        })?
    } else {
        let observer = clock.observer;
        let signatures = clock.stage(Stage::Sketch, Some(texts.distinct.len() as u64), || {
            Ok(sketch(ingested, texts, settings, |by| observer.advance(by)))
        })?;
        clock.stage(Stage::Candidates, None, || {
            let found = lsh::candidates(
                &signatures,
                &lsh::Settings {
                    banding,
                    threshold: settings.verify.threshold,
                },
            );
            (stage.band_meetings, stage.hot_buckets, stage.largest_bucket) =
                (found.meetings, found.hot_buckets, found.largest_bucket);
            drop(signatures);
            Ok(found.pairs)
        })?
    };
    let by_seeds = clock.stage(Stage::Seeds, None, || {
        Ok(seeds::find(
            &ingested.store,
            &texts.distinct,
            &earliest_first(ingested),
            &seeds::Settings::default(),
        ))
    })?;
    (stage.bounded_seeds, stage.seed_pairs) = (by_seeds.bounded_seeds, by_seeds.pairs.len());
    Ok(candidates::union(by_resemblance, &by_seeds.pairs))
}

/// The verdict on each pair, in order; `matches` are sorted by pair.
fn judge(
    ingested: &Ingested,
    verified: &[VerifiedPair],
    matches: &[PairMatch],
    settings: &Settings,
) -> Vec<Option<Related>> {
    verified
        .par_iter()
        .map(|&pair| {
            let first = matches.partition_point(|m| (m.a, m.b) < (pair.a, pair.b));
            let own = &matches[first
                ..first + matches[first..].partition_point(|m| (m.a, m.b) == (pair.a, pair.b))];
            relate(ingested, pair, own, settings)
        })
        .collect()
}

/// Groups larger than this are not completed before they are split.
const COMPLETE_UP_TO: usize = 1000;

/// Pairs of texts that hang together by others and were no candidates: a text that many ran is linked to a few only.
fn missing_pairs(
    verified: &[VerifiedPair],
    compared: &[CandidatePair],
    settings: &Settings,
) -> Vec<CandidatePair> {
    let strong = |pair: &&VerifiedPair| pair.containment() >= settings.verify.containment / 2.0;
    let edges: Vec<(DocId, DocId)> = verified
        .iter()
        .filter(strong)
        .map(|pair| (pair.a, pair.b))
        .collect();
    let components = cluster::clusters(&edges, cluster::Method::Components);
    let small = components
        .iter()
        .filter(|component| component.len() <= COMPLETE_UP_TO);
    let mut missing: Vec<CandidatePair> = small
        .flat_map(|component| pairs_of(component))
        .filter(|pair| compared.binary_search(pair).is_err())
        .collect();
    missing.sort_unstable();
    missing
}

fn every_pair(
    ingested: &Ingested,
    texts: &DistinctTexts,
    settings: &Settings,
) -> Vec<CandidatePair> {
    let sets: Vec<Vec<u32>> = texts
        .distinct
        .par_iter()
        .map(|&doc| shingle::set(ingested.store.words(doc), settings.verify.shingle))
        .collect();
    let slices: Vec<&[u32]> = sets.iter().map(Vec::as_slice).collect();
    exact::join(&texts.distinct, &slices, settings.verify.threshold)
}

fn sketch(
    ingested: &Ingested,
    texts: &DistinctTexts,
    settings: &Settings,
    advance: impl Fn(u64) + Sync,
) -> Signatures {
    let hasher = MinHasher::new(settings.hashes, settings.seed);
    let mut lanes = vec![0; texts.distinct.len() * settings.hashes];
    const CHUNK: usize = 256;
    lanes
        .par_chunks_mut(CHUNK * settings.hashes)
        .zip(texts.distinct.par_chunks(CHUNK))
        .for_each(|(lanes, docs)| {
            let mut shingles = Vec::new();
            for (signature, &doc) in lanes.chunks_mut(settings.hashes).zip(docs) {
                shingle::into(
                    ingested.store.words(doc),
                    settings.verify.shingle,
                    &mut shingles,
                );
                hasher.sign(&shingles, signature);
            }
            advance(docs.len() as u64);
        });
    Signatures {
        hashes: settings.hashes,
        docs: texts.distinct.clone(),
        lanes,
    }
}

/// The rank of each article in time; those without a date come last.
fn earliest_first(ingested: &Ingested) -> Vec<u32> {
    let mut order: Vec<u32> = (0..ingested.articles.len() as u32).collect();
    order.sort_by_key(|&doc| {
        (
            ingested.articles[doc as usize]
                .published
                .map_or(i64::MAX, |p| p.seconds()),
            doc,
        )
    });
    let mut rank = vec![0; order.len()];
    order
        .iter()
        .zip(0..)
        .for_each(|(&doc, next)| rank[doc as usize] = next);
    rank
}

fn relate(
    ingested: &Ingested,
    pair: VerifiedPair,
    matches: &[PairMatch],
    settings: &Settings,
) -> Option<Related> {
    let (a, b) = (ingested.store.words(pair.a), ingested.store.words(pair.b));
    let covered = if settings.passages.is_some() {
        let (in_a, in_b) = reuse::coverage(matches);
        if a.len() <= b.len() { in_a } else { in_b }
    } else if pair.containment() < settings.verify.containment {
        // Words are counted only where the cheap figure leaves it open.
        0
    } else {
        let (shorter, longer) = if a.len() <= b.len() { (a, b) } else { (b, a) };
        verify::covered_words(
            shorter,
            settings.verify.shingle,
            &shingle::set(longer, settings.verify.shingle),
        )
    };
    let shorter = a.len().min(b.len()) as u32;
    let relation = settings
        .verify
        .relation(&pair, shorter, covered)
        .or((!matches.is_empty()).then_some(Relation::Partial))?;
    Some(Related {
        pair,
        relation,
        shared_words: covered,
    })
}

/// The distinct texts of the articles that are long enough to compare.
struct DistinctTexts {
    /// The first article of each text, in order.
    distinct: Vec<DocId>,
    /// All articles of the texts that several have, by the first.
    same: BTreeMap<DocId, Vec<DocId>>,
    too_short: usize,
}

impl DistinctTexts {
    fn of(ingested: &Ingested, min_words: usize) -> Self {
        let store = &ingested.store;
        let docs = (0..ingested.articles.len() as u32).map(DocId);
        let long: Vec<DocId> = docs
            .filter(|&doc| store.words(doc).len() >= min_words.max(1))
            .collect();
        let too_short = ingested.articles.len() - long.len();
        let hashes: Vec<u64> = long
            .par_iter()
            .map(|&doc| hash::run64(store.words(doc)))
            .collect();
        let mut first: HashMap<u64, DocId> = HashMap::with_capacity(long.len());
        let (mut distinct, mut same) = (Vec::new(), BTreeMap::new());
        for (doc, hash) in long.into_iter().zip(hashes) {
            let original = *first.entry(hash).or_insert(doc);
            if original == doc || store.words(original) != store.words(doc) {
                distinct.push(doc);
            } else {
                same.entry(original)
                    .or_insert_with(|| vec![original])
                    .push(doc);
            }
        }
        Self {
            distinct,
            same,
            too_short,
        }
    }

    fn all<'a>(&'a self, doc: &'a DocId) -> &'a [DocId] {
        self.same
            .get(doc)
            .map_or(std::slice::from_ref(doc), |docs| docs)
    }

    /// The matches of texts as matches of articles, of those pairs that count: sorted by pair and place.
    fn spread_matches(
        &self,
        matches: Vec<PairMatch>,
        ingested: &Ingested,
        settings: &Settings,
    ) -> Vec<PairMatch> {
        let mut all = Vec::with_capacity(matches.len());
        for m in &matches {
            for &x in self.all(&m.a) {
                all.extend(self.all(&m.b).iter().map(|&y| between(m, x, y)));
            }
        }
        for docs in self.same.values() {
            let words = ingested.store.words(docs[0]).len() as u32;
            let whole = Match {
                a: 0..words,
                b: 0..words,
                words,
                identity: 1.0,
            };
            for (i, &a) in docs.iter().enumerate() {
                all.extend(docs[i + 1..].iter().map(|&b| PairMatch {
                    a,
                    b,
                    found: whole.clone(),
                }));
            }
        }
        all.retain(|m| counts(ingested, settings, m.a, m.b));
        all.sort_by_key(|m| {
            (
                m.a,
                m.b,
                m.found.a.start,
                m.found.b.start,
                m.found.a.end,
                m.found.b.end,
            )
        });
        all
    }

    /// The verdicts on texts as verdicts on articles, of those pairs that count.
    fn spread(
        &self,
        verdicts: Vec<Related>,
        ingested: &Ingested,
        settings: &Settings,
    ) -> Vec<Related> {
        let mut related = Vec::new();
        for verdict in &verdicts {
            for &x in self.all(&verdict.pair.a) {
                related.extend(
                    self.all(&verdict.pair.b)
                        .iter()
                        .map(|&y| verdict.between(x, y)),
                );
            }
        }
        for docs in self.same.values() {
            let words = ingested.store.words(docs[0]);
            let size = shingle::set(words, settings.verify.shingle).len() as u32;
            for (i, &a) in docs.iter().enumerate() {
                related.extend(docs[i + 1..].iter().map(|&b| Related {
                    pair: VerifiedPair {
                        a,
                        b,
                        shared: size,
                        size_a: size,
                        size_b: size,
                    },
                    relation: Relation::Identical,
                    shared_words: words.len() as u32,
                }));
            }
        }
        related.retain(|r| counts(ingested, settings, r.pair.a, r.pair.b));
        related.sort_unstable_by_key(|r| (r.pair.a, r.pair.b));
        related
    }
}

/// The same match between two articles with these texts.
fn between(m: &PairMatch, x: DocId, y: DocId) -> PairMatch {
    let found = m.found.clone();
    if x < y {
        PairMatch { a: x, b: y, found }
    } else {
        PairMatch {
            a: y,
            b: x,
            found: Match {
                a: found.b,
                b: found.a,
                ..found
            },
        }
    }
}

impl Related {
    /// The same verdict between two articles with these texts.
    fn between(&self, x: DocId, y: DocId) -> Self {
        let VerifiedPair {
            shared,
            size_a,
            size_b,
            ..
        } = self.pair;
        let pair = if x < y {
            VerifiedPair {
                a: x,
                b: y,
                shared,
                size_a,
                size_b,
            }
        } else {
            VerifiedPair {
                a: y,
                b: x,
                shared,
                size_a: size_b,
                size_b: size_a,
            }
        };
        Self { pair, ..*self }
    }
}

/// Whether a pair lies within the scope and the time window.
fn counts(ingested: &Ingested, settings: &Settings, a: DocId, b: DocId) -> bool {
    let (x, y) = (&ingested.articles[a.index()], &ingested.articles[b.index()]);
    let in_scope = match settings.scope {
        Scope::All => true,
        Scope::CrossOutlet => x.outlet != y.outlet,
        Scope::WithinOutlet => x.outlet == y.outlet,
    };
    let in_window = match (settings.window_seconds, x.published, y.published) {
        (Some(window), Some(x), Some(y)) => (x.seconds() - y.seconds()).abs() <= window,
        _ => true,
    };
    in_scope && in_window
}

/// The clusters, with a verdict on every pair inside: nobody is grouped with an article it was not compared with.
pub(super) fn clusters(
    compared: &Compared,
    ingested: &Ingested,
    settings: &Settings,
) -> Vec<Verdicts> {
    let known: HashMap<(DocId, DocId), VerifiedPair> = compared
        .related
        .iter()
        .map(|r| ((r.pair.a, r.pair.b), r.pair))
        .collect();
    let edges: Vec<(DocId, DocId)> = compared
        .related
        .iter()
        .filter(|r| r.relation.joins())
        .map(|r| (r.pair.a, r.pair.b))
        .collect();
    let groups = cluster::clusters(&edges, settings.cluster);
    let missing: Vec<CandidatePair> = groups
        .iter()
        .flat_map(|group| pairs_of(group))
        .filter(|p| !known.contains_key(&(p.a, p.b)))
        .collect();
    let sets = ShingleSets::of(
        &ingested.store,
        missing.iter().flat_map(|p| [p.a, p.b]),
        settings.verify.shingle,
    );
    let rest: HashMap<(DocId, DocId), VerifiedPair> = verify::verify(&sets, &missing)
        .into_iter()
        .map(|pair| ((pair.a, pair.b), pair))
        .collect();
    let verdict = |p: CandidatePair| {
        known
            .get(&(p.a, p.b))
            .or_else(|| rest.get(&(p.a, p.b)))
            .copied()
    };
    let mut clusters: Vec<Verdicts> = groups
        .into_iter()
        .map(|members| Verdicts {
            pairs: pairs_of(&members).filter_map(verdict).collect(),
            members,
        })
        .collect();
    clusters.sort_by_key(|c| (std::cmp::Reverse(c.members.len()), c.members[0]));
    clusters
}

fn pairs_of(members: &[DocId]) -> impl Iterator<Item = CandidatePair> + '_ {
    members.iter().enumerate().flat_map(|(i, &a)| {
        members[i + 1..]
            .iter()
            .map(move |&b| CandidatePair { a, b })
    })
}
