//! Text that went from one outlet to another, and how long after the first each outlet ran what a house is credited for.

use super::earliest;
use crate::id::{DocId, OutletId};
use crate::passages::gather;
use crate::pipeline::groups::Verdicts;
use crate::pipeline::ingest::{Article, Ingested};
use crate::pipeline::places::first_seen;
use crate::provenance::moment::Appeared;
use crate::report::model::{Cluster, Flow, Lag, Passage, Standing};
use std::collections::BTreeMap;

/// A text that an article has from another outlet.
struct Taken {
    doc: DocId,
    place: (usize, usize),
    words: u32,
    delay: Option<i64>,
    standing: Standing,
}

/// Outlet by outlet, what the second surely ran after the first: places of passages whose earliest place is the first
/// outlet's.
/// Words that stand in several passages of one article count once. In order of the words. `masked` are the furniture words
/// of each article, `gathered` the passages in numbers.
pub(super) fn flows(
    ingested: &Ingested,
    masked: &[u32],
    passages: &[Passage],
    gathered: &[gather::Passage],
) -> Vec<Flow> {
    let article = |doc: DocId| &ingested.articles[doc.index()];
    let name = |outlet: OutletId| ingested.outlets[outlet.index()].as_deref();
    let mut taken: BTreeMap<(OutletId, OutletId), Vec<Taken>> = BTreeMap::new();
    for (passage, gathered) in passages.iter().zip(gathered).filter(|(passage, _)| passage.earliest.is_some()) {
        let first = article(gathered.occurrences[first_seen(ingested, gathered).0].doc);
        for (place, doc) in passage.occurrences.iter().zip(gathered.occurrences.iter().map(|o| o.doc)) {
            let later = article(doc);
            if later.outlet != first.outlet && surely_before(first, later) {
                taken.entry((first.outlet, later.outlet)).or_default().push(Taken {
                    doc,
                    place: (place.start, place.end),
                    words: passage.words,
                    delay: delay(first, later),
                    standing: place.standing,
                });
            }
        }
    }
    let mut words = vec![0; ingested.outlets.len()];
    for (article, masked) in ingested.articles.iter().zip(masked) {
        words[article.outlet.index()] += u64::from(article.words - masked);
    }
    let flow =
        |((from, to), taken): ((OutletId, OutletId), _)| Some(flow(name(from)?, name(to)?, taken, words[to.index()]));
    let mut flows: Vec<Flow> = taken.into_iter().filter_map(flow).collect();
    flows.sort_by(|x, y| y.words.cmp(&x.words).then_with(|| (&x.from, &x.to).cmp(&(&y.from, &y.to))));
    flows
}

fn flow(from: &str, to: &str, mut taken: Vec<Taken>, of_outlet: u64) -> Flow {
    taken.sort_by_key(|one| (one.doc, one.place.0, std::cmp::Reverse(one.place.1)));
    let (mut words, mut articles, mut delays) = (0, 0, Vec::new());
    for of_article in taken.chunk_by(|x, y| x.doc == y.doc) {
        let mut end = 0;
        for one in of_article {
            if one.place.0 >= end {
                words += u64::from(one.words);
                end = one.place.1;
            }
        }
        articles += 1;
        // One delay an article: its first passage that has one stands for it.
        delays.extend(of_article.iter().find_map(|one| one.delay));
    }
    let count = |standing| taken.iter().filter(|one| one.standing == standing).count();
    let (credited, uncredited) = (count(Standing::Credited), count(Standing::Uncredited));
    let decided = credited + uncredited;
    Flow {
        from: from.to_owned(),
        to: to.to_owned(),
        words,
        articles,
        share: super::rounded(words as f64 / of_outlet.max(1) as f64),
        median_delay_seconds: median(delays),
        credited_share: (decided > 0).then(|| super::rounded(credited as f64 / decided as f64)),
    }
}

fn surely_before(first: &Article, later: &Article) -> bool {
    let appeared = |article: &Article| Appeared::of(article.published, article.modified);
    matches!((appeared(first), appeared(later)), (Some(x), Some(y)) if x.surely_before(y))
}

/// Seconds from one article to another, where both tell the time of day.
fn delay(first: &Article, later: &Article) -> Option<i64> {
    let timed = |article: &Article| article.published.filter(|moment| moment.time.is_some());
    Some(timed(later)?.seconds() - timed(first)?.seconds())
}

/// House by house, how long after the earliest article each outlet ran a text that the house is credited for. `verdicts`
/// and `gathered` are the clusters and passages in numbers.
pub(super) fn lags(
    ingested: &Ingested,
    (clusters, verdicts): (&[Cluster], &[Verdicts]),
    (passages, gathered): (&[Passage], &[gather::Passage]),
) -> Vec<Lag> {
    let article = |doc: DocId| &ingested.articles[doc.index()];
    let of_clusters =
        clusters.iter().zip(verdicts).filter_map(|(c, of)| Some((c.credit.agency.as_deref()?, of.members.clone())));
    let between = passages.iter().zip(gathered).filter(|(passage, _)| passage.within_cluster.is_none());
    let of_passages = between
        .filter_map(|(p, of)| Some((p.credit.agency.as_deref()?, of.occurrences.iter().map(|o| o.doc).collect())));
    let mut delays: BTreeMap<(&str, OutletId), BTreeMap<DocId, i64>> = BTreeMap::new();
    for (agency, members) in of_clusters.chain(of_passages) {
        let Some(first) = earliest(ingested, &members) else { continue };
        for doc in members {
            let Some(delay) = delay(article(first), article(doc)) else { continue };
            let of = delays.entry((agency, article(doc).outlet)).or_default().entry(doc).or_insert(delay);
            *of = delay.min(*of);
        }
    }
    let lag = |((agency, outlet), delays): ((&str, OutletId), BTreeMap<DocId, i64>)| {
        Some(Lag {
            agency: agency.to_owned(),
            outlet: ingested.outlets[outlet.index()].clone()?,
            articles: delays.len(),
            first: delays.values().filter(|delay| **delay == 0).count(),
            median_delay_seconds: median(delays.into_values().collect()).unwrap_or_default(),
        })
    };
    let mut lags: Vec<Lag> = delays.into_iter().filter_map(lag).collect();
    lags.sort_by(|x, y| {
        (&x.agency, x.median_delay_seconds, &x.outlet).cmp(&(&y.agency, y.median_delay_seconds, &y.outlet))
    });
    lags
}

/// The middle one; of an even number the lower middle one.
fn median(mut values: Vec<i64>) -> Option<i64> {
    values.sort_unstable();
    values.get(values.len().saturating_sub(1) / 2).copied()
}
