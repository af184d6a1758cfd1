//! Furniture whose words are broken: runs of letters that one outlet has often, and the stretches they fill.
//!
//! At six damaged letters in a hundred, six runs of eight in ten stay whole, and no two copies of a line are equal. So a
//! stretch is furniture where runs that are the outlet's own follow one another with few others between them.

use super::learn::{required, sampled};
use super::merge;
use crate::hash;
use crate::id::{DocId, OutletId};
use crate::text::letters::Letters;
use rayon::prelude::*;
use std::collections::HashSet;
use std::ops::Range;

/// Letters in a run.
const RUN: usize = 8;
/// One in so many runs is looked at, chosen by its hash; a power of two.
const SAMPLE: u64 = 4;
/// Of the articles that have a run, the share that is its outlet's.
const OWN_SHARE: f64 = 2.0 / 3.0;
/// Runs of other text that a stretch may hold between two of its own: they are its broken ones.
const BROKEN: usize = 4;
/// Own runs that a stretch has at least.
const LEAST_RUNS: usize = 3;

/// Of each article the words that are furniture; `letters` gives those of an article, `outlets[doc]` is its outlet.
pub fn masks(letters: impl Fn(DocId) -> Letters + Sync, outlets: &[OutletId]) -> Vec<Vec<Range<u32>>> {
    let own = own_runs(&letters, outlets);
    let of_article = |(doc, &outlet): (usize, &OutletId)| {
        let letters = letters(DocId(doc as u32));
        let runs: Vec<(u32, bool)> =
            runs(&letters.letters).map(|(place, run)| (place, own.contains(&(outlet, run)))).collect();
        let words =
            |stretch: Range<u32>| letters.words[stretch.start as usize]..letters.words[stretch.end as usize - 1] + 1;
        merge(stretches(&runs).into_iter().map(words).collect())
    };
    outlets.par_iter().enumerate().map(of_article).collect()
}

/// The sampled runs of a text: where each begins, and its hash.
fn runs(letters: &[u32]) -> impl Iterator<Item = (u32, u64)> + '_ {
    (0..).zip(letters.windows(RUN).map(hash::run64)).filter(|(_, run)| run & (SAMPLE - 1) == 0)
}

/// The runs that are frequent in one outlet and hardly stand in another.
fn own_runs(letters: &(impl Fn(DocId) -> Letters + Sync), outlets: &[OutletId]) -> HashSet<(OutletId, u64)> {
    let by_outlet = sampled(outlets);
    let of_outlet = |docs: &Vec<DocId>| {
        let mut held: Vec<u64> = Vec::new();
        for &doc in docs {
            let mut own: Vec<u64> = runs(&letters(doc).letters).map(|(_, run)| run).collect();
            own.sort_unstable();
            own.dedup();
            held.extend(own);
        }
        held.sort_unstable();
        held
    };
    let held: Vec<Vec<u64>> = by_outlet.par_iter().map(of_outlet).collect();
    let among = |held: &[u64], run: u64| held.partition_point(|&h| h <= run) - held.partition_point(|&h| h < run);
    let mut own = HashSet::new();
    for (outlet, docs) in by_outlet.iter().enumerate() {
        let least = required(docs.len()) as usize;
        for group in held[outlet].chunk_by(|x, y| x == y).filter(|group| group.len() >= least) {
            let everywhere: usize = held.iter().map(|held| among(held, group[0])).sum();
            if group.len() as f64 >= OWN_SHARE * everywhere as f64 {
                own.insert((OutletId(outlet as u32), group[0]));
            }
        }
    }
    own
}

/// Where own runs follow one another closely, as ranges of letters.
fn stretches(runs: &[(u32, bool)]) -> Vec<Range<u32>> {
    let own: Vec<usize> = (0..runs.len()).filter(|&at| runs[at].1).collect();
    own.chunk_by(|x, y| y - x <= BROKEN + 1)
        .filter(|stretch| stretch.len() >= LEAST_RUNS)
        .map(|stretch| runs[stretch[0]].0..runs[stretch[stretch.len() - 1]].0 + RUN as u32)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A deterministic stream of numbers below `most`.
    fn stream(seed: u64) -> impl FnMut(u64) -> u64 {
        let mut at = 0;
        move |most| {
            at += 1;
            hash::stream(seed, at) % most
        }
    }

    /// Words of five letters each, with about one letter in sixteen damaged.
    fn article(seed: u64, furniture: &[u32]) -> Letters {
        let mut next = stream(seed);
        let own: Vec<u32> = (0..400).map(|_| next(26) as u32).collect();
        let damaged = furniture.iter().map(|&letter| if next(16) == 0 { next(26) as u32 } else { letter });
        let letters: Vec<u32> = own[..200].iter().copied().chain(damaged).chain(own[200..].iter().copied()).collect();
        let words = (0..letters.len() as u32).map(|at| at / 5).collect();
        Letters { letters, words }
    }

    #[test]
    fn broken_furniture_is_masked_and_nothing_else() {
        let mut next = stream(99);
        let furniture: [Vec<u32>; 2] = std::array::from_fn(|_| (0..150).map(|_| next(26) as u32).collect());
        let outlets: Vec<OutletId> = (0..80).map(|doc| OutletId(doc % 2)).collect();
        let masks = masks(|doc| article(u64::from(doc.0), &furniture[doc.index() % 2]), &outlets);
        let (mut inside, mut outside) = (0, 0);
        for word in masks.iter().flatten().flat_map(Range::clone) {
            *(if (40..70).contains(&word) { &mut inside } else { &mut outside }) += 1;
        }
        assert!(inside > 80 * 30 * 3 / 4, "{inside} of 2,400 words of furniture");
        assert!(outside < 80, "{outside} words of articles");
    }

    #[test]
    fn what_two_outlets_run_is_no_furniture_of_either() {
        let mut next = stream(7);
        let wire: Vec<u32> = (0..150).map(|_| next(26) as u32).collect();
        let outlets: Vec<OutletId> = (0..80).map(|doc| OutletId(doc % 2)).collect();
        let masks = masks(|doc| article(u64::from(doc.0), &wire), &outlets);
        assert!(masks.iter().all(Vec::is_empty));
    }
}
