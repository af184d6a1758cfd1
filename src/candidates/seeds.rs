//! Candidate pairs from shared runs of words, with the places where they are shared.
//!
//! Of each article the seeds are kept: word 5-grams chosen by winnowing (Schleimer, Wilkerson, Aiken,
//! "Winnowing: local algorithms for document fingerprinting", 2003, section 3) with a window of 4, so that
//! any two articles which share 8 words in a row share a seed. Seeds that stand in one article only are
//! dropped by a two-bit table before anything is sorted. A seed of many articles links them all to the
//! earliest few instead of being dropped: the paragraph that everybody ran is what users look for.

use crate::hash;
use crate::id::DocId;
use crate::text::store::TokenStore;
use rayon::prelude::*;
use std::sync::atomic::{AtomicU64, Ordering};

/// Words in a seed.
pub const SEED_WORDS: usize = 5;
/// Consecutive seeds of which at least one is kept.
pub const WINDOW: usize = 4;

/// How seeds are linked.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// A seed of at most so many articles links each to each.
    pub link_all: usize,
    /// A seed of more links each to the earliest so many.
    pub link_earliest: usize,
    /// Seeds that a pair must share to be reported.
    pub least_shared: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { link_all: 32, link_earliest: 8, least_shared: 2 }
    }
}

/// One seed in one article.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Posting {
    hash: u32,
    doc: u32,
    at: u32,
}

/// A seed that two articles share, and its word index in each.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct SharedSeed {
    /// The article with the lower number.
    pub a: DocId,
    /// The other one.
    pub b: DocId,
    /// First word in `a`, among its kept words.
    pub at_a: u32,
    /// First word in `b`.
    pub at_b: u32,
}

/// What was found, and what was bounded.
#[derive(Default)]
pub struct Found {
    /// Sorted by pair and place.
    pub shared: Vec<SharedSeed>,
    /// Seeds that stood in more articles than are linked each to each.
    pub bounded_seeds: u64,
}

impl Found {
    /// The seeds of each pair, pair by pair.
    pub fn pairs(&self) -> impl Iterator<Item = &[SharedSeed]> {
        self.shared.chunk_by(|x, y| (x.a, x.b) == (y.a, y.b))
    }
}

/// Calls `each` with hash and first word of the winnowed seeds of an article, in order of place.
pub fn winnow(words: &[u32], mut each: impl FnMut(u32, u32)) {
    let count = words.len().saturating_sub(SEED_WORDS - 1);
    // The hashes of the last `WINDOW` seeds; the later of two equal ones is taken, as the paper does.
    let mut recent = [u32::MAX; WINDOW];
    let mut last = usize::MAX;
    for at in 0..count {
        let seed: &[u32; SEED_WORDS] = words[at..at + SEED_WORDS].try_into().expect("the slice is SEED_WORDS long");
        recent[at % WINDOW] = hash::run(seed);
        if at + 1 < WINDOW.min(count) {
            continue;
        }
        let first = (at + 1).saturating_sub(WINDOW);
        let mut best = at;
        for place in (first..at).rev() {
            if recent[place % WINDOW] < recent[best % WINDOW] {
                best = place;
            }
        }
        if best != last {
            each(recent[best % WINDOW], best as u32);
            last = best;
        }
    }
}

/// Seeds shared by `docs`; `earliest[doc]` ranks the articles in time.
pub fn find(store: &TokenStore, docs: &[DocId], earliest: &[u32], settings: &Settings) -> Found {
    let table = SeenTwice::with_room_for(docs.iter().map(|&doc| store.words(doc).len()).sum::<usize>() / 2);
    docs.par_iter().for_each(|&doc| winnow(store.words(doc), |hash, _| table.see(hash)));
    let mut postings: Vec<Posting> = docs
        .par_chunks(256)
        .flat_map_iter(|docs| {
            let mut postings = Vec::new();
            for &doc in docs {
                winnow(store.words(doc), |hash, at| {
                    if table.seen_twice(hash) {
                        postings.push(Posting { hash, doc: doc.0, at });
                    }
                });
            }
            postings
        })
        .collect();
    drop(table);
    postings.par_sort_unstable();
    link(&postings, earliest, settings)
}

fn link(postings: &[Posting], earliest: &[u32], settings: &Settings) -> Found {
    let groups: Vec<&[Posting]> = postings.chunk_by(|x, y| x.hash == y.hash).filter(|group| group[0].doc != group[group.len() - 1].doc).collect();
    let (mut shared, bounded_seeds) = groups
        .par_chunks(1024)
        .map(|groups| {
            let (mut shared, mut bounded) = (Vec::new(), 0);
            let mut firsts = Vec::new();
            for group in groups {
                // The first place in each article: a run that repeats inside one article is found by the others.
                firsts.clear();
                firsts.extend(group.chunk_by(|x, y| x.doc == y.doc).map(|places| places[0]));
                bounded += u64::from(firsts.len() > settings.link_all);
                link_group(&mut firsts, earliest, settings, &mut shared);
            }
            (shared, bounded)
        })
        .reduce(
            || (Vec::new(), 0),
            |mut left, right| {
                left.0.extend(right.0);
                (left.0, left.1 + right.1)
            },
        );
    shared.par_sort_unstable();
    Found { shared: keep_pairs_with(shared, settings.least_shared), bounded_seeds }
}

fn link_group(firsts: &mut [Posting], earliest: &[u32], settings: &Settings, shared: &mut Vec<SharedSeed>) {
    let hubs = if firsts.len() <= settings.link_all {
        firsts.len()
    } else {
        firsts.sort_by_key(|p| (earliest[p.doc as usize], p.doc));
        settings.link_earliest
    };
    for (i, &x) in firsts[..hubs].iter().enumerate() {
        for &y in &firsts[i + 1..] {
            let (x, y) = if x.doc < y.doc { (x, y) } else { (y, x) };
            shared.push(SharedSeed { a: DocId(x.doc), b: DocId(y.doc), at_a: x.at, at_b: y.at });
        }
    }
}

fn keep_pairs_with(shared: Vec<SharedSeed>, least: usize) -> Vec<SharedSeed> {
    shared.chunk_by(|x, y| (x.a, x.b) == (y.a, y.b)).filter(|seeds| seeds.len() >= least).flatten().copied().collect()
}

/// Tells hashes seen at least twice from those seen once, in two bits a slot: hashes that share a slot
/// may pass for seen twice, never the other way.
struct SeenTwice {
    slots: Vec<AtomicU64>,
    shift: u32,
}

impl SeenTwice {
    fn with_room_for(hashes: usize) -> Self {
        let words = (hashes / 16).next_power_of_two().clamp(1 << 10, 1 << 27);
        Self { slots: (0..words).map(|_| AtomicU64::new(0)).collect(), shift: 32 - words.trailing_zeros() }
    }

    fn place(&self, hash: u32) -> (&AtomicU64, u64) {
        // The top bits choose the word, the low ones the slot in it.
        (&self.slots[(hash >> self.shift) as usize], 1 << (hash % 32 * 2))
    }

    fn see(&self, hash: u32) {
        let (slot, once) = self.place(hash);
        // Most hashes are new or long known: look before the costlier write.
        let seen = slot.load(Ordering::Relaxed);
        if seen & once == 0 && slot.fetch_or(once, Ordering::Relaxed) & once == 0 {
            return;
        }
        if seen & once << 1 == 0 {
            slot.fetch_or(once << 1, Ordering::Relaxed);
        }
    }

    fn seen_twice(&self, hash: u32) -> bool {
        let (slot, once) = self.place(hash);
        slot.load(Ordering::Relaxed) & once << 1 != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::store::Batch;
    use crate::text::tokenize::Sink;
    use proptest::prelude::*;

    fn store(articles: &[Vec<u32>]) -> TokenStore {
        let (mut batch, mut store) = (Batch::default(), TokenStore::default());
        for words in articles {
            words.iter().for_each(|&word| batch.word(word, 0, 0));
            batch.finish();
        }
        store.append(batch);
        store
    }

    /// The definition: in each window of consecutive seeds the least hash, the rightmost of equals.
    fn winnow_slowly(words: &[u32]) -> Vec<(u32, u32)> {
        let seeds: Vec<u32> = words.windows(SEED_WORDS).map(hash::run).collect();
        let mut out: Vec<(u32, u32)> = Vec::new();
        for first in 0..(seeds.len() + 1).saturating_sub(WINDOW).max(usize::from(!seeds.is_empty())) {
            let window = first..(first + WINDOW).min(seeds.len());
            let best = window.rev().min_by_key(|&i| seeds[i]).expect("a window has a seed");
            if out.last().is_none_or(|last| last.1 != best as u32) {
                out.push((seeds[best], best as u32));
            }
        }
        out
    }

    proptest! {
        #[test]
        fn winnowing_is_as_defined(words in proptest::collection::vec(0u32..5, 0..60)) {
            let mut fast = Vec::new();
            winnow(&words, |hash, at| fast.push((hash, at)));
            prop_assert_eq!(fast, winnow_slowly(&words));
        }

        #[test]
        fn eight_words_in_a_row_share_a_seed(run in proptest::collection::vec(any::<u32>(), 8), a in proptest::collection::vec(any::<u32>(), 0..30), b in proptest::collection::vec(any::<u32>(), 0..30), cut in 0usize..30) {
            let with = |own: &[u32]| { let cut = cut.min(own.len()); [&own[..cut], &run, &own[cut..]].concat() };
            let store = store(&[with(&a), with(&b)]);
            let found = find(&store, &[DocId(0), DocId(1)], &[0, 1], &Settings { least_shared: 1, ..Settings::default() });
            prop_assert!(!found.shared.is_empty());
            for seed in found.shared {
                let at = |doc, at: u32| store.words(doc)[at as usize..][..SEED_WORDS].to_vec();
                prop_assert_eq!(at(seed.a, seed.at_a), at(seed.b, seed.at_b));
            }
        }
    }

    #[test]
    fn what_everybody_ran_is_linked_to_the_earliest() {
        let run: Vec<u32> = (100..120).collect();
        let articles: Vec<Vec<u32>> = (0..100).map(|i| [vec![1000 + i; 3], run.clone()].concat()).collect();
        let docs: Vec<DocId> = (0..100).map(DocId).collect();
        let earliest: Vec<u32> = (0..100).rev().collect();
        let found = find(&store(&articles), &docs, &earliest, &Settings::default());
        assert_eq!(found.pairs().count(), 8 * 92 + 8 * 7 / 2);
        assert!(found.pairs().all(|seeds| seeds[0].b.0 >= 92));
        assert!(found.bounded_seeds > 0);
    }
}
