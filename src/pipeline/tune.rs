//! One comparison at the lowest threshold of a grid, judged and grouped again at each of them.

use super::compare::{self, Compared};
use super::groups;
use super::ingest::{self, Ingested, Wanted};
use super::judge::Related;
use super::observe::Clock;
use super::texts::DistinctTexts;
use super::{Observer, Settings, Stage, mask};
use crate::candidates::seeds;
use crate::corpus::Corpus;
use crate::error::{Error, Result};
use crate::hash;
use crate::id::DocId;
use crate::report::tuning::{Ground, Proposal, Recall, Row, Tuning};
use crate::verify::{self, Relation, ShingleSets};
use rayon::prelude::*;

/// Articles whose pairs are all compared, to see what the candidate stage misses.
const SAMPLE: usize = 10_000;
/// Pairs below which a histogram has no shape.
const FEW: usize = 20;

/// What each threshold of `grid` finds: the counts are those of a scan at that threshold, but for pairs that its
/// candidate stage would miss and the one of the lowest threshold finds.
///
/// # Errors
/// As `scan`; and a grid that is empty, or holds what is no threshold.
pub fn tune(corpus: &Corpus, settings: &Settings, grid: &[f64], observer: &dyn Observer) -> Result<Tuning> {
    let mut grid = grid.to_vec();
    grid.sort_by(f64::total_cmp);
    grid.dedup();
    let Some(&lowest) = grid.first() else { return Err(Error::Setting("the grid has no threshold".into())) };
    if let Some(wrong) = grid.iter().find(|&&threshold| !(threshold > 0.0 && threshold <= 1.0)) {
        return Err(Error::Setting(format!("--grid: {wrong} is not above 0 and at most 1")));
    }
    let settings = &at(settings, lowest);
    let mut clock = Clock::new(observer);
    let wanted = Wanted { finder: None, letters: settings.letters };
    let mut ingested = clock.stage(Stage::Read, Some(corpus.bytes()), || ingest::read(corpus, wanted, observer))?;
    clock.stage(Stage::Boilerplate, None, || Ok(mask(&mut ingested, settings, corpus)))?;
    let compared = compare::compare(corpus, &ingested, settings, settings.banding()?, &mut clock)?;
    let sample = clock.stage(Stage::Candidates, None, || Ok(Sample::of(&ingested, settings, &grid)))?;
    let rows = clock.stage(Stage::Cluster, None, || rows(&grid, &ingested, &compared, &sample, settings))?;
    let proposal = proposal(&compared, &grid, Settings::default().verify.threshold);
    Ok(Tuning { articles: ingested.articles.len(), sampled: sample.articles, rows, proposal })
}

fn at(settings: &Settings, threshold: f64) -> Settings {
    let mut settings = settings.clone();
    settings.verify.threshold = threshold;
    settings
}

fn rows(
    grid: &[f64],
    ingested: &Ingested,
    compared: &Compared,
    sample: &Sample,
    settings: &Settings,
) -> Result<Vec<Row>> {
    let next = grid[1..].iter().copied().chain([f64::INFINITY]);
    let row = |((&threshold, next), recall): ((&f64, f64), &Option<Recall>)| {
        let settings = at(settings, threshold);
        let related: Vec<Related> = compared.related.iter().filter_map(|related| related.under(&settings)).collect();
        let groups = groups::grouped(&related, ingested, &settings);
        let near = |related: &&Related| matches!(related.relation, Relation::Identical | Relation::NearDuplicate);
        let resembles = |related: &&Related| (threshold..next).contains(&related.pair.resemblance());
        let id = |doc: &DocId| ingested.id(*doc);
        Row {
            threshold,
            clusters: groups.len(),
            clustered: groups.iter().map(Vec::len).sum(),
            pairs: related.len(),
            near: related.iter().filter(near).count(),
            between: compared.related.iter().filter(resembles).count(),
            recall: *recall,
            gold: None,
            groups: groups.iter().map(|group| group.iter().map(id).collect()).collect(),
        }
    };
    Ok(grid.iter().zip(next).zip(&sample.recalls).map(row).collect())
}

/// Every pair among some articles, held against the candidate stage of each threshold.
struct Sample {
    articles: usize,
    recalls: Vec<Option<Recall>>,
}

impl Sample {
    fn of(ingested: &Ingested, settings: &Settings, grid: &[f64]) -> Self {
        let mut docs = DistinctTexts::of(ingested, settings.min_words).distinct;
        let rank = |doc: &DocId| hash::seeded(ingested.articles[doc.index()].id.as_bytes(), settings.seed);
        docs.sort_by_cached_key(rank);
        docs.truncate(SAMPLE);
        docs.sort_unstable();
        let pairs = compare::every_pair(ingested, &docs, settings);
        let sets = ShingleSets::of(&ingested.store, settings.verify.shingle);
        let verified = verify::verify(&sets, &pairs);
        let mut ends: Vec<DocId> = pairs.iter().flat_map(|pair| [pair.a, pair.b]).collect();
        ends.sort_unstable();
        ends.dedup();
        let signatures = compare::sketch(ingested, &ends, settings, |_| {});
        let signature = |doc: &DocId| signatures.of(ends.partition_point(|end| end < doc) as u32);
        let words = |doc: DocId| ingested.store.words(doc);
        let seeded: Vec<bool> =
            pairs.par_iter().map(|pair| seeds::in_common(words(pair.a), words(pair.b)) > 1).collect();
        let recall = |&threshold: &f64| {
            let banding = at(settings, threshold).banding().ok()?;
            let held = verified.iter().zip(&seeded).filter(|(pair, _)| pair.resemblance() >= threshold);
            let (mut found, mut all) = (0, 0);
            for (pair, &seeded) in held {
                let meet = || banding.agreeing(signature(&pair.a), signature(&pair.b)) > 0;
                let is_found = settings.exact || seeded || meet();
                (found, all) = (found + usize::from(is_found), all + 1);
            }
            Recall::of(found, all)
        };
        Self { articles: docs.len(), recalls: grid.iter().map(recall).collect() }
    }
}

/// Bins of the histogram, from 0 to 1.
const BINS: usize = 20;

/// The first place at which the resemblances of the pairs stop growing rarer: below it lie pairs that only share
/// passages, above it copies. The threshold of the grid that is nearest to it.
fn proposal(compared: &Compared, grid: &[f64], usual: f64) -> Proposal {
    let mut bins = [0usize; BINS];
    for related in &compared.related {
        bins[((related.pair.resemblance() * BINS as f64) as usize).min(BINS - 1)] += 1;
    }
    let nearest = |to: f64| {
        let distance = |threshold: &f64| (threshold - to).abs();
        grid.iter().copied().min_by(|x, y| distance(x).total_cmp(&distance(y))).unwrap_or(to)
    };
    match valley(&bins, usual) {
        Some(at) => Proposal { threshold: nearest(at), reason: Ground::Valley },
        None => Proposal { threshold: nearest(usual), reason: Ground::TooFew },
    }
}

/// The middle of the emptiest stretch between .2 and .8, of three bins that are looked at together; of equals the one
/// nearest to `usual`. None of few pairs.
fn valley(bins: &[usize; BINS], usual: f64) -> Option<f64> {
    let from_to = BINS / 5..BINS * 4 / 5;
    let smoothed = |at: usize| bins[at - 1] + bins[at] + bins[at + 1];
    let middle = |at: usize| (at as f64 + 0.5) / BINS as f64;
    if bins.iter().sum::<usize>() < FEW {
        return None;
    }
    // Where they stop growing rarer: further up a collection of edited copies may have none at all.
    let stop = from_to.clone().find(|&at| smoothed(at + 1) >= smoothed(at)).unwrap_or(from_to.end - 1);
    let equals = from_to.clone().filter(|&at| at >= stop && smoothed(at) == smoothed(stop));
    let run = equals.zip(stop..).take_while(|(at, next)| at == next).map(|(at, _)| middle(at));
    let distance = |at: &f64| (at - usual).abs();
    run.min_by(|x, y| distance(x).total_cmp(&distance(y)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_valley_lies_between_strangers_and_copies() {
        let mut bins = [0; BINS];
        (bins[2], bins[3], bins[4], bins[5], bins[6]) = (90, 70, 40, 9, 2);
        (bins[9], bins[13], bins[14], bins[19]) = (3, 30, 40, 20);
        let at = valley(&bins, 0.45).expect("a valley");
        assert!((0.35..0.5).contains(&at), "{at}");
        assert_eq!(valley(&[0; BINS], 0.45), None);
    }
}
