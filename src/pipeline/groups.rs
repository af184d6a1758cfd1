//! Clusters, with a verdict on every pair inside.

use super::compare::Compared;
use super::ingest::Ingested;
use super::judge::{self, Related};
use super::{Scope, Settings};
use crate::candidates::CandidatePair;
use crate::cluster;
use crate::id::DocId;
use crate::verify::{self, ShingleSets, VerifiedPair};

/// A cluster with the verdicts on all its pairs.
pub(super) struct Verdicts {
    pub(super) members: Vec<DocId>,
    /// Every pair of members, sorted.
    pub(super) pairs: Vec<VerifiedPair>,
}

/// The members of the clusters that these pairs make.
pub(super) fn grouped(related: &[Related], ingested: &Ingested, settings: &Settings) -> Vec<Vec<DocId>> {
    let edges: Vec<(DocId, DocId)> = related.iter().filter(|r| r.joins).map(|r| (r.pair.a, r.pair.b)).collect();
    let counts = |a, b| judge::counts(ingested, settings, a, b);
    let is_bounded = settings.scope != Scope::All || settings.window_seconds.is_some();
    cluster::clusters(&edges, settings.cluster, is_bounded.then_some(&counts))
}

/// The clusters, with a verdict on every pair inside: nobody is grouped with an article it was not compared with.
pub(super) fn clusters(compared: &Compared, ingested: &Ingested, settings: &Settings) -> Vec<Verdicts> {
    let mut known = Known::of(compared.related.iter().map(|r| r.pair).collect(), ingested.articles.len());
    let groups = grouped(&compared.related, ingested, settings);
    let among = groups.iter().flat_map(|group| CandidatePair::among(group));
    let missing: Vec<CandidatePair> = among.filter(|pair| known.get(pair).is_none()).collect();
    let sets = ShingleSets::of(&ingested.store, settings.verify.shingle);
    known.extend(verify::verify(&sets, &missing));
    let mut clusters: Vec<Verdicts> = groups
        .into_iter()
        .map(|members| Verdicts {
            pairs: CandidatePair::among(&members).filter_map(|pair| known.get(&pair)).collect(),
            members,
        })
        .collect();
    clusters.sort_by_key(|c| (std::cmp::Reverse(c.members.len()), c.members[0]));
    clusters
}

/// Verdicts by their pairs.
struct Known {
    /// In order.
    pairs: Vec<VerifiedPair>,
    /// Where the pairs begin whose first article is the one of this number, and where the last ones end.
    begins: Vec<u32>,
}

impl Known {
    fn of(pairs: Vec<VerifiedPair>, articles: usize) -> Self {
        let mut known = Self { pairs: Vec::new(), begins: vec![0; articles + 1] };
        known.extend(pairs);
        known
    }

    fn extend(&mut self, more: Vec<VerifiedPair>) {
        self.pairs.extend(more);
        self.pairs.sort_unstable_by_key(|pair| (pair.a, pair.b));
        let mut pairs = (0..).zip(&self.pairs).peekable();
        let mut end = 0;
        for (begin, doc) in self.begins.iter_mut().zip(0..) {
            *begin = end;
            while let Some((at, _)) = pairs.next_if(|(_, pair)| pair.a.0 == doc) {
                end = at + 1;
            }
        }
    }

    fn get(&self, pair: &CandidatePair) -> Option<VerifiedPair> {
        let row = self.begins[pair.a.index()] as usize..self.begins[pair.a.index() + 1] as usize;
        let row = &self.pairs[row];
        row.binary_search_by_key(&pair.b, |pair| pair.b).ok().map(|at| row[at])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn verdicts_are_found_by_their_pairs(pairs in proptest::collection::btree_set((0u32..9, 0u32..9), 0..30), extended in 0usize..30) {
            let verdict = |&(a, b): &(u32, u32)| {
                VerifiedPair { a: DocId(a), b: DocId(b), shared: a * 9 + b, size_a: 81, size_b: 81 }
            };
            let pairs: Vec<VerifiedPair> = pairs.iter().map(verdict).collect();
            let (later, first): (Vec<_>, Vec<_>) = pairs.iter().rev().partition(|pair| (pair.shared as usize) < extended);
            let mut known = Known::of(first, 9);
            known.extend(later);
            for (a, b) in (0..9).flat_map(|a| (0..9).map(move |b| (DocId(a), DocId(b)))) {
                let slow = pairs.iter().find(|pair| (pair.a, pair.b) == (a, b)).copied();
                prop_assert_eq!(known.get(&CandidatePair { a, b }), slow);
            }
        }
    }
}
