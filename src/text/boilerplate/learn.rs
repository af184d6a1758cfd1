//! What an outlet runs often in articles that share little else.

use super::{Numbered, Owners, RUN_WORDS, short_lines};
use crate::id::{DocId, OutletId};
use crate::text::shingle;
use crate::text::store::TokenStore;
use rayon::prelude::*;
use std::collections::HashMap;

/// Articles of an outlet that are looked at to learn from; spread evenly over all of them.
const SAMPLE: usize = 256;
/// Articles an outlet must have before anything is learned about it.
const LEAST_ARTICLES: usize = 5;
/// Share of an article's runs that must be rarer than a run for the article to witness for it.
const OWN_SHARE: f64 = 0.4;
/// How much rarer, as a share of the run's articles.
const RARER: f64 = 0.8;
/// A run counts as another outlet's too when that one has at least one copy for so many of its own.
const OTHERS_PER_OWN: u64 = 50;

/// Articles of `sample` that must have a run: too many for chance and for one running story.
pub(super) fn required(sample: usize) -> u32 {
    ((sample as f64).sqrt().ceil() as u32).max(3)
}

/// What the outlets run often.
pub(super) struct Frequent {
    pub(super) runs: Candidates,
    pub(super) lines: Candidates,
}

/// Hashes that are frequent in some outlet, with its publisher; `None` where the outlets of several publishers have them
/// often. Sorted.
pub(super) struct Candidates(Vec<(u32, Option<Owner>)>);

/// Whose a hash is.
#[derive(Clone, Copy)]
struct Owner {
    publisher: u32,
    /// Articles that have it, of the publisher's outlets in which it is frequent.
    articles: u64,
}

/// The articles of each outlet.
fn by_outlet(outlets: &[OutletId]) -> Vec<Vec<DocId>> {
    let mut by_outlet = vec![Vec::new(); outlets.iter().map(|o| o.index() + 1).max().unwrap_or(0)];
    for (doc, outlet) in outlets.iter().enumerate() {
        by_outlet[outlet.index()].push(DocId(doc as u32));
    }
    by_outlet
}

/// Of each outlet the articles to learn from, spread evenly; none where it has too few.
pub(super) fn sampled(outlets: &[OutletId]) -> Vec<Vec<DocId>> {
    by_outlet(outlets).iter().map(|docs| sample(docs)).collect()
}

fn sample(docs: &[DocId]) -> Vec<DocId> {
    if docs.len() < LEAST_ARTICLES {
        return Vec::new();
    }
    let size = docs.len().min(SAMPLE);
    (0..size).map(|i| docs[i * docs.len() / size]).collect()
}

pub(super) fn frequent(store: &TokenStore, outlets: &[OutletId], publishers: &[u32]) -> Frequent {
    let by_outlet = by_outlet(outlets);
    let found: Vec<[Vec<(u32, u64)>; 2]> = by_outlet.par_iter().map(|docs| of_outlet(store, docs)).collect();
    let gather = |which: usize| {
        let mut owners: HashMap<u32, Option<Owner>> = HashMap::new();
        for (found, &publisher) in found.iter().zip(publishers) {
            for &(hash, articles) in &found[which] {
                let owner = owners.entry(hash).or_insert(Some(Owner { publisher, articles: 0 }));
                *owner = owner
                    .filter(|owner| owner.publisher == publisher)
                    .map(|owner| Owner { articles: owner.articles + articles, ..owner });
            }
        }
        let mut candidates: Vec<_> = owners.into_iter().collect();
        candidates.sort_unstable_by_key(|c| c.0);
        Candidates(candidates)
    };
    Frequent { runs: gather(0), lines: gather(1) }
}

impl Candidates {
    pub(super) fn hashes(&self) -> Numbered {
        Numbered::of(self.0.iter().map(|candidate| candidate.0).collect())
    }

    /// Those that no other publisher's outlet runs, given every place where one stands: the publisher, and the number of the
    /// hash. `publishers` are those of the outlets.
    pub(super) fn owned_alone(&self, publishers: &[u32], places: impl FnOnce(&mut dyn FnMut(u32, u32))) -> Owners {
        let mut elsewhere = vec![0u64; self.0.len()];
        places(&mut |publisher, number| {
            let is_elsewhere = self.0[number as usize].1.is_some_and(|owner| owner.publisher != publisher);
            elsewhere[number as usize] += u64::from(is_elsewhere);
        });
        let outlets_of = |owner: Owner| {
            let outlets = (0..).map(OutletId).zip(publishers);
            outlets.filter(|&(_, &publisher)| publisher == owner.publisher).map(|(outlet, _)| outlet).collect()
        };
        let alone = self.0.iter().zip(elsewhere).filter_map(|(&(hash, owner), others)| {
            let owner = owner?;
            (others * OTHERS_PER_OWN < owner.articles.max(1)).then(|| (hash, outlets_of(owner)))
        });
        alone.collect()
    }
}

/// The runs and the short lines of one outlet that are frequent: hash, and articles of the outlet that have it.
fn of_outlet(store: &TokenStore, docs: &[DocId]) -> [Vec<(u32, u64)>; 2] {
    let sample = sample(docs);
    if sample.is_empty() {
        return Default::default();
    }
    let size = sample.len();
    let runs: Vec<Vec<u32>> = sample.iter().map(|&doc| runs_of(store.words(doc))).collect();
    let lines: Vec<Vec<u32>> = sample
        .iter()
        .map(|&doc| short_lines(store.words(doc), store.lines(doc)).map(|(hash, _)| hash).collect())
        .collect();
    let run_counts = Counts::of(&runs);
    let rarity: Vec<Rarity> = runs.iter().map(|runs| Rarity::of(runs, &run_counts, size)).collect();
    let articles_of_outlet = |in_sample: u32| u64::from(in_sample) * docs.len() as u64 / size as u64;
    let frequent = |items: &[Vec<u32>], counts: &Counts| {
        let found = witnessed(items, counts, &rarity, required(size));
        found.into_iter().map(|(hash, in_sample)| (hash, articles_of_outlet(in_sample))).collect()
    };
    [frequent(&runs, &run_counts), frequent(&lines, &Counts::of(&lines))]
}

fn runs_of(words: &[u32]) -> Vec<u32> {
    let mut hashes = Vec::new();
    shingle::runs_into::<RUN_WORDS>(words, &mut hashes);
    hashes
}

/// Items in at least `least` articles that have enough of their own beside: hash and articles.
fn witnessed(items: &[Vec<u32>], counts: &Counts, rarity: &[Rarity], least: u32) -> Vec<(u32, u32)> {
    let mut places: Vec<(u32, usize)> = Vec::new();
    for (article, items) in items.iter().enumerate() {
        places.extend(items.iter().filter(|&&item| counts.get(item) >= least).map(|&item| (item, article)));
    }
    places.sort_unstable();
    places.dedup();
    let frequent = places.chunk_by(|x, y| x.0 == y.0).filter(|places| places.len() >= least as usize);
    let has_witnesses = frequent.filter(|places| {
        let limit = RARER * places.len() as f64;
        places.iter().filter(|place| rarity[place.1].share_below(limit) >= OWN_SHARE).count() >= least as usize
    });
    has_witnesses.map(|places| (places[0].0, places.len() as u32)).collect()
}

/// In how many articles each item stands; never too low, and too high by one here and there where two share a slot.
struct Counts {
    /// Last article plus one in the upper half, articles in the lower.
    slots: Vec<u32>,
}

impl Counts {
    fn of(items: &[Vec<u32>]) -> Self {
        let total: usize = items.iter().map(Vec::len).sum();
        let mut slots = vec![0u32; (total * 4).next_power_of_two().max(64)];
        let mask = slots.len() - 1;
        for (article, items) in (1u32..).zip(items) {
            for &item in items {
                let slot = &mut slots[item as usize & mask];
                if *slot >> 16 != article {
                    *slot = article << 16 | ((*slot & 0xffff) + 1);
                }
            }
        }
        Self { slots }
    }

    fn get(&self, item: u32) -> u32 {
        self.slots[item as usize & (self.slots.len() - 1)] & 0xffff
    }
}

/// How many of one article's runs stand in up to so many articles of the sample.
struct Rarity(Vec<u32>);

impl Rarity {
    fn of(runs: &[u32], counts: &Counts, sample: usize) -> Self {
        let mut up_to = vec![0; sample + 1];
        runs.iter().for_each(|&run| up_to[counts.get(run) as usize] += 1);
        (1..up_to.len()).for_each(|i| up_to[i] += up_to[i - 1]);
        Self(up_to)
    }

    /// Share of the runs that stand in fewer articles than `limit`.
    fn share_below(&self, limit: f64) -> f64 {
        let all = self.0[self.0.len() - 1].max(1);
        let below = (limit.ceil() as usize).checked_sub(1).map_or(0, |i| self.0[i.min(self.0.len() - 1)]);
        f64::from(below) / f64::from(all)
    }
}
