//! Clusters, with a verdict on every pair inside.

use super::compare::Compared;
use super::ingest::Ingested;
use super::judge::{self, Related};
use super::{Scope, Settings};
use crate::candidates::CandidatePair;
use crate::cluster;
use crate::id::DocId;
use crate::verify::{self, ShingleSets, VerifiedPair};
use std::collections::HashMap;

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
    let known: HashMap<(DocId, DocId), VerifiedPair> =
        compared.related.iter().map(|r| ((r.pair.a, r.pair.b), r.pair)).collect();
    let groups = grouped(&compared.related, ingested, settings);
    let missing: Vec<CandidatePair> = groups
        .iter()
        .flat_map(|group| CandidatePair::among(group))
        .filter(|p| !known.contains_key(&(p.a, p.b)))
        .collect();
    let sets = ShingleSets::of(&ingested.store, settings.verify.shingle);
    let rest: HashMap<(DocId, DocId), VerifiedPair> =
        verify::verify(&sets, &missing).into_iter().map(|pair| ((pair.a, pair.b), pair)).collect();
    let verdict = |p: CandidatePair| known.get(&(p.a, p.b)).or_else(|| rest.get(&(p.a, p.b))).copied();
    let mut clusters: Vec<Verdicts> = groups
        .into_iter()
        .map(|members| Verdicts { pairs: CandidatePair::among(&members).filter_map(verdict).collect(), members })
        .collect();
    clusters.sort_by_key(|c| (std::cmp::Reverse(c.members.len()), c.members[0]));
    clusters
}
