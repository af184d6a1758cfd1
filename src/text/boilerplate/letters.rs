//! Furniture whose words are broken: runs of letters that one outlet has often, and the stretches they fill.
//!
//! At six damaged letters in a hundred, six runs of eight in ten stay whole, and no two copies of a line are equal. So a
//! stretch is furniture where runs that are the outlet's own follow one another with few others between them.

use super::learn::{required, sampled};
use super::merge;
use crate::hash::WordMap;
use crate::id::{DocId, OutletId};
use crate::text::letters::{Letters, RUN, Reading};
use rayon::prelude::*;
use std::ops::Range;

/// One in so many runs is looked at, chosen by its hash; a power of two.
const SAMPLE: u32 = 4;
/// Of the articles that have a run, the share that is its outlet's.
const OWN_SHARE: f64 = 2.0 / 3.0;
/// Runs of other text that a stretch may hold between two of its own: they are its broken ones.
const BROKEN: usize = 4;
/// Own runs that a stretch has at least.
const LEAST_RUNS: usize = 3;

/// Of each article the words that are furniture; `letters` gives those of an article, `outlets[doc]` is its outlet.
pub fn masks(letters: impl Fn(DocId, &mut Letters) + Sync, outlets: &[OutletId]) -> Vec<Vec<Range<u32>>> {
    let own = own_runs(&letters, outlets);
    let of_article = |room: &mut Reading, (doc, outlet): (usize, &OutletId)| {
        let own = &own[outlet.index()];
        if own.is_empty() {
            return Vec::new();
        }
        letters(DocId(doc as u32), &mut room.letters);
        let runs: Vec<(u32, bool)> = room.runs(SAMPLE).map(|(place, run)| (place, own.contains_key(&run))).collect();
        let words = &room.letters.words;
        let of_words = |stretch: Range<u32>| words[stretch.start as usize]..words[stretch.end as usize - 1] + 1;
        merge(stretches(&runs).into_iter().map(of_words).collect())
    };
    outlets.par_iter().enumerate().map_init(Reading::default, of_article).collect()
}

/// By outlet, the runs that are frequent in it and hardly stand in another.
fn own_runs(letters: &(impl Fn(DocId, &mut Letters) + Sync), outlets: &[OutletId]) -> Vec<WordMap<()>> {
    let by_outlet = sampled(outlets);
    let held_by = |room: &mut Reading, docs: &Vec<DocId>| {
        let (mut held, mut own): (Vec<u32>, Vec<u32>) = (Vec::new(), Vec::new());
        for &doc in docs {
            letters(doc, &mut room.letters);
            own.clear();
            own.extend(room.runs(SAMPLE).map(|(_, run)| run));
            own.sort_unstable();
            own.dedup();
            held.extend_from_slice(&own);
        }
        held.sort_unstable();
        held
    };
    let held: Vec<Vec<u32>> = by_outlet.par_iter().map_init(Reading::default, held_by).collect();
    let among = |held: &[u32], run: u32| held.partition_point(|&h| h <= run) - held.partition_point(|&h| h < run);
    let own = |(own, docs): (&Vec<u32>, &Vec<DocId>)| {
        let least = required(docs.len()) as usize;
        let frequent = own.chunk_by(|x, y| x == y).filter(|group| group.len() >= least);
        let is_own = |group: &&[u32]| {
            let everywhere: usize = held.iter().map(|held| among(held, group[0])).sum();
            group.len() as f64 >= OWN_SHARE * everywhere as f64
        };
        frequent.filter(is_own).map(|group| (group[0], ())).collect()
    };
    held.par_iter().zip(&by_outlet).map(own).collect()
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
    use crate::hash;

    /// A deterministic stream of numbers below `most`.
    fn stream(seed: u64) -> impl FnMut(u64) -> u64 {
        let mut at = 0;
        move |most| {
            at += 1;
            hash::stream(seed, at) % most
        }
    }

    /// Words of five letters each, with about one letter in sixteen damaged.
    fn article(seed: u64, furniture: &[u32], into: &mut Letters) {
        let mut next = stream(seed);
        let own: Vec<u32> = (0..400).map(|_| next(26) as u32).collect();
        let damaged = furniture.iter().map(|&letter| if next(16) == 0 { next(26) as u32 } else { letter });
        let letters: Vec<u32> = own[..200].iter().copied().chain(damaged).chain(own[200..].iter().copied()).collect();
        let words = (0..letters.len() as u32).map(|at| at / 5).collect();
        *into = Letters { letters, words };
    }

    #[test]
    fn broken_furniture_is_masked_and_nothing_else() {
        let mut next = stream(99);
        let furniture: [Vec<u32>; 2] = std::array::from_fn(|_| (0..150).map(|_| next(26) as u32).collect());
        let outlets: Vec<OutletId> = (0..80).map(|doc| OutletId(doc % 2)).collect();
        let masks = masks(|doc, into| article(u64::from(doc.0), &furniture[doc.index() % 2], into), &outlets);
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
        let masks = masks(|doc, into| article(u64::from(doc.0), &wire, into), &outlets);
        assert!(masks.iter().all(Vec::is_empty));
    }
}
