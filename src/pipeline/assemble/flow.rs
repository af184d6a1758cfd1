//! Text that went from one outlet to another, and how long after the first each outlet ran what a house is credited for.

use crate::provenance::moment::Appeared;
use crate::report::model::{Article, Cluster, Flow, Lag, Passage, Standing};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A text that an article has from another outlet.
struct Taken<'a> {
    article: &'a Article,
    place: (usize, usize),
    words: u32,
    delay: Option<i64>,
    standing: Standing,
}

/// Outlet by outlet, what the second surely ran after the first: places of passages whose earliest place is the first
/// outlet's.
/// Words that stand in several passages of one article count once. In order of the words.
pub(super) fn flows(articles: &[Article], passages: &[Passage]) -> Vec<Flow> {
    let by_id: HashMap<&str, &Article> = articles.iter().map(|article| (article.id.as_str(), article)).collect();
    let mut taken: BTreeMap<(&str, &str), Vec<Taken>> = BTreeMap::new();
    for passage in passages {
        let Some(first) = passage.earliest.as_ref().and_then(|id| by_id.get(id.as_str())) else { continue };
        let Some(from) = first.outlet.as_deref() else { continue };
        for place in &passage.occurrences {
            let Some(article) = by_id.get(place.article.as_str()).copied() else { continue };
            let Some(to) = article.outlet.as_deref().filter(|to| *to != from) else { continue };
            if !surely_before(first, article) {
                continue;
            }
            let place_of = (place.start, place.end);
            let delay = delay(first, article);
            taken.entry((from, to)).or_default().push(Taken {
                article,
                place: place_of,
                words: passage.words,
                delay,
                standing: place.standing,
            });
        }
    }
    let mut words: BTreeMap<&str, u64> = BTreeMap::new();
    for article in articles {
        *words.entry(article.outlet.as_deref().unwrap_or_default()).or_default() +=
            u64::from(article.words - article.boilerplate_words);
    }
    let mut flows: Vec<Flow> = taken
        .into_iter()
        .map(|((from, to), taken)| flow(from, to, taken, words.get(to).copied().unwrap_or(0)))
        .collect();
    flows.sort_by(|x, y| y.words.cmp(&x.words).then_with(|| (&x.from, &x.to).cmp(&(&y.from, &y.to))));
    flows
}

fn flow(from: &str, to: &str, mut taken: Vec<Taken>, of_outlet: u64) -> Flow {
    taken.sort_by_key(|one| (&one.article.id, one.place.0, std::cmp::Reverse(one.place.1)));
    let (mut words, mut end) = (0, ("", 0));
    for one in &taken {
        if end.0 != one.article.id || one.place.0 >= end.1 {
            words += u64::from(one.words);
            end = (&one.article.id, one.place.1);
        }
    }
    // One delay an article: its first passage stands for it.
    let delays: BTreeMap<&str, i64> =
        taken.iter().rev().filter_map(|one| Some((one.article.id.as_str(), one.delay?))).collect();
    let articles: BTreeSet<&str> = taken.iter().map(|one| one.article.id.as_str()).collect();
    let count = |standing| taken.iter().filter(|one| one.standing == standing).count();
    let (credited, uncredited) = (count(Standing::Credited), count(Standing::Uncredited));
    let decided = credited + uncredited;
    Flow {
        from: from.to_owned(),
        to: to.to_owned(),
        words,
        articles: articles.len(),
        share: super::rounded(words as f64 / of_outlet.max(1) as f64),
        median_delay_seconds: median(delays.into_values().collect()),
        credited_share: (decided > 0).then(|| super::rounded(credited as f64 / decided as f64)),
    }
}

fn surely_before(first: &Article, later: &Article) -> bool {
    let appeared = |article: &Article| Some(Appeared::of(article.published?, article.modified));
    matches!((appeared(first), appeared(later)), (Some(x), Some(y)) if x.surely_before(y))
}

/// Seconds from one article to another, where both tell the time of day.
fn delay(first: &Article, later: &Article) -> Option<i64> {
    let timed = |article: &Article| article.published.filter(|moment| moment.time.is_some());
    Some(timed(later)?.seconds() - timed(first)?.seconds())
}

/// House by house, how long after the earliest article each outlet ran a text that the house is credited for.
pub(super) fn lags(articles: &[Article], clusters: &[Cluster], passages: &[Passage]) -> Vec<Lag> {
    let by_id: HashMap<&str, &Article> = articles.iter().map(|article| (article.id.as_str(), article)).collect();
    let of_clusters = clusters.iter().map(|c| (&c.credit, &c.earliest, c.articles.iter().collect::<Vec<_>>()));
    let between = passages.iter().filter(|passage| passage.within_cluster.is_none());
    let of_passages = between.map(|p| (&p.credit, &p.earliest, p.occurrences.iter().map(|o| &o.article).collect()));
    let mut delays: BTreeMap<(&str, &str), BTreeMap<&str, i64>> = BTreeMap::new();
    for (credit, earliest, members) in of_clusters.chain(of_passages) {
        let first = earliest.as_ref().and_then(|id| by_id.get(id.as_str()));
        let (Some(agency), Some(first)) = (&credit.agency, first) else { continue };
        for article in members.iter().filter_map(|id| by_id.get(id.as_str()).copied()) {
            let (Some(outlet), Some(delay)) = (&article.outlet, delay(first, article)) else { continue };
            let of = delays.entry((agency, outlet)).or_default().entry(&article.id).or_insert(delay);
            *of = delay.min(*of);
        }
    }
    let lag = |((agency, outlet), delays): ((&str, &str), BTreeMap<&str, i64>)| Lag {
        agency: agency.to_owned(),
        outlet: outlet.to_owned(),
        articles: delays.len(),
        first: delays.values().filter(|delay| **delay == 0).count(),
        median_delay_seconds: median(delays.into_values().collect()).unwrap_or_default(),
    };
    let mut lags: Vec<Lag> = delays.into_iter().map(lag).collect();
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
