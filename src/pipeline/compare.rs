//! From words to pairs that hold: the stages sketch, candidates, verify, passages, in this order.

use super::ingest::Ingested;
use super::judge::{self, Related};
use super::letters::Lettered;
use super::observe::Clock;
use super::originals::Originals;
use super::texts::{self, DistinctTexts};
use super::{Settings, Stage, Texts, reuse, rewrite};
use crate::candidates::lsh::{self, Signatures};
use crate::candidates::{self, CandidatePair, exact, seeds};
use crate::cluster;
use crate::error::Result;
use crate::id::DocId;
use crate::passages;
use crate::passages::gather::PairMatch;
use crate::report::model::{CandidateStage, FLOOR};
use crate::sketch::banding::Banding;
use crate::sketch::minhash::MinHasher;
use crate::text::shingle;
use crate::verify::{self, ShingleSets, VerifiedPair};
use rayon::prelude::*;
use std::collections::HashSet;

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
    /// Pairs that hold for nothing, from the floor up, where they are asked for.
    pub(super) below: Vec<VerifiedPair>,
    pub(super) candidates: usize,
    pub(super) stage: CandidateStage,
    pub(super) estimated_recall: f64,
    pub(super) too_short: usize,
    /// Pairs that hold and lie outside scope and window.
    pub(super) out_of_scope: usize,
}

pub(super) fn compare(
    originals: &dyn Originals,
    ingested: &Ingested,
    settings: &Settings,
    banding: Banding,
    clock: &mut Clock,
) -> Result<Compared> {
    let texts = DistinctTexts::of(ingested, settings.min_words);
    let mut stage =
        CandidateStage { bands: banding.bands, rows: banding.rows, exact: settings.exact, ..CandidateStage::default() };
    let mut candidates = find_candidates(ingested, &texts, settings, banding, &mut stage, clock)?;
    let sensitive = match settings.sensitive && settings.passages.is_some() {
        false => None,
        true => Some(clock.stage(Stage::Rewrite, None, || Ok(Sensitive::find(ingested, &texts, settings)))?),
    };
    if let Some(sensitive) = &sensitive {
        candidates = candidates::union(candidates, &sensitive.pairs);
    }
    let lettered = match (&ingested.letters, &settings.passages) {
        (Some(letters), Some(_)) => {
            Some(clock.stage(Stage::Letters, None, || Ok(Lettered::find(ingested, letters, &texts)))?)
        }
        _ => None,
    };
    if let Some(lettered) = &lettered {
        candidates = candidates::union(candidates, &lettered.pairs);
    }
    let estimated_recall = if settings.exact { 1.0 } else { banding.collision_probability(settings.verify.threshold) };
    let found = Found { candidates, completes: true, sensitive, lettered, stage, estimated_recall };
    decide(originals, ingested, settings, &texts, found, clock)
}

/// Pairs of distinct texts to look at, and how they were found.
pub(super) struct Found<'i> {
    /// Sorted, each once.
    pub(super) candidates: Vec<CandidatePair>,
    /// Whether pairs that hang together by others are looked at, too.
    pub(super) completes: bool,
    pub(super) sensitive: Option<Sensitive>,
    pub(super) lettered: Option<Lettered<'i>>,
    pub(super) stage: CandidateStage,
    pub(super) estimated_recall: f64,
}

/// Verdicts on the pairs that were found, with their passages.
pub(super) fn decide(
    originals: &dyn Originals,
    ingested: &Ingested,
    settings: &Settings,
    texts: &DistinctTexts,
    found: Found,
    clock: &mut Clock,
) -> Result<Compared> {
    let Found { candidates, completes, sensitive, lettered, stage, estimated_recall } = found;
    let (verified, missing) = clock.stage(Stage::Verify, Some(candidates.len() as u64), || {
        let sets = ShingleSets::of(&ingested.store, settings.verify.shingle);
        let mut verified = verify::verify(&sets, &candidates);
        let missing = if completes { missing_pairs(&verified, &candidates, settings) } else { Vec::new() };
        verified.extend(verify::verify(&sets, &missing));
        verified.sort_unstable_by_key(|pair| (pair.a, pair.b));
        Ok((verified, missing))
    })?;
    let candidates = candidates::union(candidates, &missing);
    let Shared { copied, rewritten, reread } = match &settings.passages {
        None => Shared::default(),
        Some(rules) => clock.stage(Stage::Passages, Some(candidates.len() as u64), || {
            Ok(share(originals, ingested, texts, &candidates, sensitive.as_ref(), lettered.as_ref(), rules))
        })?,
    };
    let mut verdicts = judge::judge(ingested, &verified, &copied, settings);
    judge::note_rewritten(&verified, &mut verdicts, &rewritten);
    let mut matches = match &sensitive {
        None => copied,
        Some(sensitive) => sensitive.shown(copied, rewritten),
    };
    let below = verified
        .iter()
        .zip(&verdicts)
        .filter(|(_, verdict)| !verdict.is_some_and(|v| v.joins))
        .map(|(&pair, _)| pair)
        .filter(|pair| texts.any_counts(ingested, settings, pair));
    let best_below =
        below.max_by(|x, y| x.resemblance().total_cmp(&y.resemblance()).then(y.a.cmp(&x.a)).then(y.b.cmp(&x.b)));
    let below = if settings.texts == Texts::None {
        Vec::new()
    } else {
        without_verdict(&verified, &verdicts, ingested, texts, settings)
    };
    // Scope and window come last: a text is judged by its first article, and its other articles may lie
    // within where that one lies outside.
    let mut related = texts.spread(verdicts.into_iter().flatten().collect(), ingested, settings);
    let held = related.len();
    related.retain(|r| judge::counts(ingested, settings, r.pair.a, r.pair.b));
    matches.retain(|m| judge::counts(ingested, settings, m.a, m.b));
    Ok(Compared {
        out_of_scope: held - related.len(),
        related,
        matches,
        reread,
        best_below,
        below,
        candidates: candidates.len(),
        stage,
        estimated_recall,
        too_short: texts.too_short,
    })
}

/// The articles of pairs without a verdict that are alike from the floor up: a lower threshold would have them.
fn without_verdict(
    verified: &[VerifiedPair],
    verdicts: &[Option<Related>],
    ingested: &Ingested,
    texts: &DistinctTexts,
    settings: &Settings,
) -> Vec<VerifiedPair> {
    let without = verified.iter().zip(verdicts).filter(|(pair, v)| v.is_none() && pair.resemblance() >= FLOOR);
    let mut pairs: Vec<VerifiedPair> = without.flat_map(|(pair, _)| texts.spread_pair(pair)).collect();
    pairs.retain(|pair| judge::counts(ingested, settings, pair.a, pair.b));
    pairs.sort_unstable_by_key(|pair| (pair.a, pair.b));
    pairs
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
        clock.stage(Stage::Candidates, None, || Ok(every_pair(ingested, &texts.distinct, settings)))?
    } else {
        let observer = clock.observer;
        let signatures = clock.stage(Stage::Sketch, Some(texts.distinct.len() as u64), || {
            Ok(sketch(ingested, &texts.distinct, settings, |by| observer.advance(by)))
        })?;
        clock.stage(Stage::Candidates, None, || {
            let found = lsh::candidates(&signatures, &lsh::Settings { banding, threshold: settings.verify.threshold });
            (stage.band_meetings, stage.hot_buckets, stage.largest_bucket) =
                (found.meetings, found.hot_buckets, found.largest_bucket);
            drop(signatures);
            Ok(found.pairs)
        })?
    };
    let by_seeds = clock.stage(Stage::Seeds, None, || {
        Ok(seeds::find(&ingested.store, &texts.distinct, &earliest_first(ingested), &seeds::Settings::default()))
    })?;
    (stage.bounded_seeds, stage.seed_pairs) = (by_seeds.bounded_seeds, by_seeds.pairs.len());
    Ok(candidates::union(by_resemblance, &by_seeds.pairs))
}

/// What the sensitive mode looks at.
pub(super) struct Sensitive {
    words: rewrite::Words,
    pairs: Vec<CandidatePair>,
}

impl Sensitive {
    fn find(ingested: &Ingested, texts: &DistinctTexts, settings: &Settings) -> Self {
        let words = rewrite::Words::of(ingested, &texts.distinct);
        let pairs = rewrite::pairs(ingested, texts, &words, settings);
        Self { words, pairs }
    }

    /// The matches to report: of a pair that was looked at closely those found so, which have the copied ones among them.
    fn shown(&self, copied: Vec<PairMatch>, rewritten: Vec<PairMatch>) -> Vec<PairMatch> {
        let closely: HashSet<(DocId, DocId)> = rewritten.iter().map(|m| (m.a, m.b)).collect();
        let mut shown: Vec<PairMatch> = copied.into_iter().filter(|m| !closely.contains(&(m.a, m.b))).collect();
        shown.extend(rewritten);
        shown.sort_by_key(texts::order);
        shown
    }
}

/// Matches with the texts they stand in.
#[derive(Default)]
struct Shared {
    /// Word for word, with edits: what verdicts rest on. Sorted.
    copied: Vec<PairMatch>,
    /// Of the sensitive mode, copied ones among them. Sorted.
    rewritten: Vec<PairMatch>,
    reread: Option<reuse::Texts>,
}

fn share(
    originals: &dyn Originals,
    ingested: &Ingested,
    texts: &DistinctTexts,
    candidates: &[CandidatePair],
    sensitive: Option<&Sensitive>,
    lettered: Option<&Lettered>,
    rules: &passages::Settings,
) -> Shared {
    let mut copied = reuse::align(ingested, candidates, rules);
    if let Some(lettered) = lettered {
        copied = lettered.align(copied, rules);
    }
    let copied = texts.spread_matches(copied, ingested);
    let rewritten = match sensitive {
        None => Vec::new(),
        Some(s) => texts.spread_matches(rewrite::align(originals, ingested, &s.pairs, &s.words, rules), ingested),
    };
    let mut edges = reuse::edges(&copied);
    edges.extend(reuse::edges(&rewritten));
    let short = reuse::with_short_matches(ingested, &copied, rules);
    let reread = reuse::Texts::read(originals, ingested, edges, &|doc| short[doc.index()]);
    Shared { copied: reread.sound(ingested, copied, rules), rewritten, reread: Some(reread) }
}

/// Whether two texts are alike enough for each to be compared with whatever the other is like.
pub(super) fn hangs_together(pair: &VerifiedPair, settings: &Settings) -> bool {
    pair.containment() >= settings.verify.containment / 2.0
}

/// Groups larger than this are not completed before they are split.
pub(super) const COMPLETE_UP_TO: usize = 1000;

/// Pairs of texts that hang together by others and were no candidates: a text that many ran is linked to a few only.
fn missing_pairs(verified: &[VerifiedPair], compared: &[CandidatePair], settings: &Settings) -> Vec<CandidatePair> {
    let edges: Vec<(DocId, DocId)> =
        verified.iter().filter(|pair| hangs_together(pair, settings)).map(|pair| (pair.a, pair.b)).collect();
    let components = cluster::clusters(&edges, cluster::Method::Components, None);
    let small = components.iter().filter(|component| component.len() <= COMPLETE_UP_TO);
    let mut missing: Vec<CandidatePair> = small
        .flat_map(|component| CandidatePair::among(component))
        .filter(|pair| compared.binary_search(pair).is_err())
        .collect();
    missing.sort_unstable();
    missing
}

/// Every two of some articles that reach the threshold.
pub(super) fn every_pair(ingested: &Ingested, docs: &[DocId], settings: &Settings) -> Vec<CandidatePair> {
    let sets: Vec<Vec<u32>> =
        docs.par_iter().map(|&doc| shingle::set(ingested.store.words(doc), settings.verify.shingle)).collect();
    let slices: Vec<&[u32]> = sets.iter().map(Vec::as_slice).collect();
    exact::join(docs, &slices, settings.verify.threshold)
}

/// The signatures of some articles, which are in order.
pub(super) fn sketch(
    ingested: &Ingested,
    docs: &[DocId],
    settings: &Settings,
    advance: impl Fn(u64) + Sync,
) -> Signatures {
    let hasher = MinHasher::new(settings.hashes, settings.seed);
    let of_piece = |shingles: &mut Vec<u32>, docs: &[DocId]| {
        let mut lanes = vec![0; docs.len() * settings.hashes];
        for (signature, &doc) in lanes.chunks_mut(settings.hashes).zip(docs) {
            shingle::into(ingested.store.words(doc), settings.verify.shingle, shingles);
            hasher.sign(shingles, signature);
        }
        advance(docs.len() as u64);
        lanes
    };
    let pieces = docs.par_chunks(lsh::PIECE_ROWS).map_init(Vec::new, of_piece).collect();
    Signatures { hashes: settings.hashes, docs: docs.to_vec(), pieces }
}

/// The rank of each article in time; those without a date come last.
fn earliest_first(ingested: &Ingested) -> Vec<u32> {
    let mut order: Vec<u32> = (0..ingested.articles.len() as u32).collect();
    order.sort_by_key(|&doc| (ingested.articles[doc as usize].published.map_or(i64::MAX, |p| p.seconds()), doc));
    let mut rank = vec![0; order.len()];
    order.iter().zip(0..).for_each(|(&doc, next)| rank[doc as usize] = next);
    rank
}
