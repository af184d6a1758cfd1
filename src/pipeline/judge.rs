//! Verdicts on pairs of articles, and which pairs count.

use super::ingest::Ingested;
use super::{Scope, Settings, reuse};
use crate::id::DocId;
use crate::passages::gather::PairMatch;
use crate::text::shingle;
use crate::verify::{self, Overlap, Relation, VerifiedPair};
use rayon::prelude::*;

/// A pair that holds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Related {
    pub(super) pair: VerifiedPair,
    pub(super) relation: Relation,
    /// Whether they belong into one cluster.
    pub(super) joins: bool,
    /// Whether they would by their passages alone.
    pub(super) joins_by_passages: bool,
    pub(super) overlap: Overlap,
}

impl Related {
    /// The verdict under other limits, which may be none; those it has were lower.
    pub(super) fn under(&self, settings: &Settings) -> Option<Self> {
        if matches!(self.relation, Relation::Identical | Relation::Rewritten) {
            return Some(*self);
        }
        // Without passages nobody looks at what pairs this unlike have in common.
        let unlike = self.pair.resemblance() < settings.verify.threshold
            && self.pair.containment() < settings.verify.containment / 2.0;
        if settings.passages.is_none() && unlike {
            return None;
        }
        related(self.pair, self.overlap, settings)
    }
}

/// The verdict on each pair, in order; `matches` are sorted by pair.
pub(super) fn judge(
    ingested: &Ingested,
    verified: &[VerifiedPair],
    matches: &[PairMatch],
    settings: &Settings,
) -> Vec<Option<Related>> {
    verified.par_iter().map(|&pair| relate(ingested, pair, of_pair(matches, pair.a, pair.b), settings)).collect()
}

/// The matches of a pair among `matches`, which are sorted by pair.
pub(super) fn of_pair(matches: &[PairMatch], a: DocId, b: DocId) -> &[PairMatch] {
    let from = &matches[matches.partition_point(|m| (m.a, m.b) < (a, b))..];
    &from[..from.partition_point(|m| (m.a, m.b) == (a, b))]
}

/// Pairs without a verdict that share a passage in other words are `rewritten`; `matches` are sorted by pair.
pub(super) fn note_rewritten(verified: &[VerifiedPair], verdicts: &mut [Option<Related>], matches: &[PairMatch]) {
    for (&pair, verdict) in verified.iter().zip(verdicts).filter(|(_, verdict)| verdict.is_none()) {
        if !of_pair(matches, pair.a, pair.b).is_empty() {
            *verdict = Some(Related {
                pair,
                relation: Relation::Rewritten,
                joins: false,
                joins_by_passages: false,
                overlap: Overlap::default(),
            });
        }
    }
}

fn relate(ingested: &Ingested, pair: VerifiedPair, matches: &[PairMatch], settings: &Settings) -> Option<Related> {
    related(pair, overlap(ingested, &pair, matches, settings), settings)
}

fn related(pair: VerifiedPair, overlap: Overlap, settings: &Settings) -> Option<Related> {
    let relation = settings.verify.relation(&pair, &overlap)?;
    Some(Related {
        pair,
        relation,
        joins: settings.verify.joins(&pair, &overlap),
        joins_by_passages: settings.verify.joins_by_passages(&overlap),
        overlap,
    })
}

/// What the two have in common, given the passages they share.
pub(super) fn overlap(ingested: &Ingested, pair: &VerifiedPair, matches: &[PairMatch], settings: &Settings) -> Overlap {
    if settings.passages.is_some() {
        aligned(ingested, pair, matches, settings.letters)
    } else {
        in_shingles(ingested, pair, settings)
    }
}

fn aligned(ingested: &Ingested, pair: &VerifiedPair, matches: &[PairMatch], broken: bool) -> Overlap {
    let (a, b) = (ingested.store.words(pair.a).len() as u32, ingested.store.words(pair.b).len() as u32);
    let (in_a, in_b) = reuse::coverage(matches);
    let equal = matches.iter().map(|m| m.found.words).sum();
    Overlap { shorter: a.min(b), longer: a.max(b), covered: if a <= b { in_a } else { in_b }, equal, broken }
}

/// The same without passages: words under shared shingles, looked for only where it can matter.
fn in_shingles(ingested: &Ingested, pair: &VerifiedPair, settings: &Settings) -> Overlap {
    let verify::Settings { shingle, threshold, containment, .. } = settings.verify;
    if pair.resemblance() < threshold && pair.containment() < containment / 2.0 {
        return Overlap::default();
    }
    let (a, b) = (ingested.store.words(pair.a), ingested.store.words(pair.b));
    let (shorter, longer) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let covered = verify::covered_words(shorter, shingle, &shingle::set(longer, shingle));
    Overlap { shorter: shorter.len() as u32, longer: longer.len() as u32, covered, equal: covered, broken: false }
}

/// Whether a pair lies within the scope and the time window.
pub(super) fn counts(ingested: &Ingested, settings: &Settings, a: DocId, b: DocId) -> bool {
    let (x, y) = (&ingested.articles[a.index()], &ingested.articles[b.index()]);
    let in_scope = match settings.scope {
        Scope::All => true,
        Scope::CrossOutlet => x.outlet != y.outlet,
        Scope::WithinOutlet => x.outlet == y.outlet,
        Scope::CrossCollection => x.collection != y.collection,
    };
    let in_window = match (settings.window_seconds, x.published, y.published) {
        (Some(window), Some(x), Some(y)) => (x.seconds() - y.seconds()).abs() <= window,
        _ => true,
    };
    in_scope && in_window
}
