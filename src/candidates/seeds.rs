//! Candidate pairs from shared runs of words: articles that share at least two word 5-grams.
//!
//! This finds what signatures cannot: the abridged copy, and the paragraph that two otherwise different
//! articles share. Seeds that stand once are dropped by a two-bit table before anything is sorted. A seed of
//! many articles links them all to the earliest few instead of being dropped: the paragraph that everybody
//! ran is what users look for. Of a run of shared seeds only the first and the last are sent on, so that the
//! work grows with the number of differences between two articles, not with their length.

use super::CandidatePair;
use crate::hash;
use crate::id::DocId;
use crate::text::store::TokenStore;
use rayon::prelude::*;
use std::sync::atomic::{AtomicU64, Ordering};

/// Words in a seed.
pub const SEED_WORDS: usize = 5;

/// How seeds are linked.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// A seed of at most so many articles links each to each.
    pub link_all: usize,
    /// A seed of more links each to the earliest so many.
    pub link_earliest: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { link_all: 32, link_earliest: 8 }
    }
}

/// What was found, and what was bounded.
#[derive(Default)]
pub struct Found {
    /// Sorted, each once.
    pub pairs: Vec<CandidatePair>,
    /// Seeds that stood in more articles than are linked each to each.
    pub bounded_seeds: u64,
}

/// One seed in one article, with its neighbours: two articles with the same neighbour share the next seed, too.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Posting {
    hash: u32,
    doc: u32,
    left: u16,
    right: u16,
}

/// Parts of the hash range that are sorted apart.
const PARTS: usize = 64;

/// Pairs of `docs` that share two seeds; `earliest[doc]` ranks the articles in time.
pub fn find(store: &TokenStore, docs: &[DocId], earliest: &[u32], settings: &Settings) -> Found {
    let table = SeenTwice::with_room_for(docs.iter().map(|&doc| store.words(doc).len()).sum());
    docs.par_chunks(64).for_each(|docs| {
        let mut seeds = Vec::new();
        for &doc in docs {
            seeds_into(store.words(doc), &mut seeds);
            table.see_all(&seeds);
        }
    });
    let chunks: Vec<Vec<Vec<Posting>>> = docs.par_chunks(2048).map(|docs| postings(store, docs, &table)).collect();
    drop(table);
    let linked: Vec<(Vec<u64>, u64)> = (0..PARTS)
        .into_par_iter()
        .map(|part| {
            let mut postings: Vec<Posting> = chunks.iter().flat_map(|chunk| &chunk[part]).copied().collect();
            postings.sort_unstable();
            link(&postings, earliest, settings)
        })
        .collect();
    drop(chunks);
    let bounded_seeds = linked.iter().map(|l| l.1).sum();
    let mut keys: Vec<u64> = linked.into_iter().flat_map(|l| l.0).collect();
    keys.par_sort_unstable();
    let pairs = keys
        .chunk_by(|x, y| x == y)
        .filter(|same| same.len() > 1)
        .map(|same| CandidatePair { a: DocId((same[0] >> 32) as u32), b: DocId(same[0] as u32) });
    Found { pairs: pairs.collect(), bounded_seeds }
}

fn seeds_into(words: &[u32], seeds: &mut Vec<u32>) {
    seeds.clear();
    seeds.extend(
        words
            .windows(SEED_WORDS)
            .map(|w| hash::run(<&[u32; SEED_WORDS]>::try_from(w).expect("a window is SEED_WORDS long"))),
    );
}

/// The seeds of some articles that stand elsewhere too, by part of the hash range.
fn postings(store: &TokenStore, docs: &[DocId], table: &SeenTwice) -> Vec<Vec<Posting>> {
    let mut parts = vec![Vec::new(); PARTS];
    let mut seeds = Vec::new();
    for &doc in docs {
        let words = store.words(doc);
        seeds_into(words, &mut seeds);
        for (at, &hash) in seeds.iter().enumerate() {
            table.fetch_ahead(&seeds, at);
            if table.seen_twice(hash) {
                // The ends of an article are like nobody's neighbour.
                let neighbour =
                    |word: Option<&u32>| (word.copied().unwrap_or(doc.0.wrapping_mul(0x9e37_79b1)) >> 16) as u16;
                let left = neighbour(at.checked_sub(1).and_then(|at| words.get(at)));
                let right = neighbour(words.get(at + SEED_WORDS));
                parts[hash as usize >> 26].push(Posting { hash, doc: doc.0, left, right });
            }
        }
    }
    parts
}

/// Pair keys of the seeds that stand in two articles and more, and the number of seeds that were bounded.
fn link(postings: &[Posting], earliest: &[u32], settings: &Settings) -> (Vec<u64>, u64) {
    let (mut keys, mut bounded) = (Vec::new(), 0);
    let mut firsts: Vec<Posting> = Vec::new();
    for group in postings.chunk_by(|x, y| x.hash == y.hash) {
        if group[0].doc == group[group.len() - 1].doc {
            continue;
        }
        firsts.clear();
        firsts.extend(group.chunk_by(|x, y| x.doc == y.doc).map(|places| places[0]));
        let hubs = if firsts.len() <= settings.link_all {
            firsts.len()
        } else {
            bounded += 1;
            firsts.sort_by_key(|p| (earliest[p.doc as usize], p.doc));
            settings.link_earliest
        };
        for (i, x) in firsts[..hubs].iter().enumerate() {
            for y in firsts[i + 1..].iter().filter(|y| x.left != y.left || x.right != y.right) {
                keys.push(u64::from(x.doc.min(y.doc)) << 32 | u64::from(x.doc.max(y.doc)));
            }
        }
    }
    (keys, bounded)
}

/// Tells hashes seen at least twice from those seen once, in two bits a slot: hashes that share a slot
/// may pass for seen twice, never the other way.
struct SeenTwice {
    slots: Vec<AtomicU64>,
    shift: u32,
}

/// How far ahead the table is asked for: about as many loads as a core keeps under way.
const AHEAD: usize = 24;

impl SeenTwice {
    fn with_room_for(hashes: usize) -> Self {
        let words = (hashes / 16).next_power_of_two().clamp(1 << 10, 1 << 27);
        Self { slots: (0..words).map(|_| AtomicU64::new(0)).collect(), shift: 32 - words.trailing_zeros() }
    }

    fn place(&self, hash: u32) -> (&AtomicU64, u64) {
        // The top bits choose the word, the low ones the slot in it.
        (&self.slots[(hash >> self.shift) as usize], 1 << (hash % 32 * 2))
    }

    fn see_all(&self, hashes: &[u32]) {
        for (i, &hash) in hashes.iter().enumerate() {
            self.fetch_ahead(hashes, i);
            self.see(hash);
        }
    }

    /// Asks the memory for a slot that is wanted soon.
    #[inline]
    fn fetch_ahead(&self, hashes: &[u32], at: usize) {
        let Some(&hash) = hashes.get(at + AHEAD) else {
            return;
        };
        #[cfg(target_arch = "x86_64")]
        {
            use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
            let slot: *const AtomicU64 = self.place(hash).0;
            // SAFETY: the pointer is to a live element, and prefetching changes nothing.
            unsafe { _mm_prefetch::<_MM_HINT_T0>(slot.cast()) };
        }
        #[cfg(not(target_arch = "x86_64"))]
        let _ = hash;
    }

    #[inline]
    fn see(&self, hash: u32) {
        let (slot, once) = self.place(hash);
        // Look before the costlier write.
        let seen = slot.load(Ordering::Relaxed);
        if seen & once == 0 && slot.fetch_or(once, Ordering::Relaxed) & once == 0 {
            return;
        }
        if seen & once << 1 == 0 {
            slot.fetch_or(once << 1, Ordering::Relaxed);
        }
    }

    #[inline]
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
    use std::collections::BTreeSet;

    fn store(articles: &[Vec<u32>]) -> (TokenStore, Vec<DocId>) {
        let (mut batch, mut store) = (Batch::default(), TokenStore::default());
        for words in articles {
            words.iter().for_each(|&word| batch.word(word, 0, 0));
            batch.finish();
        }
        store.append(batch);
        (store, (0..articles.len() as u32).map(DocId).collect())
    }

    /// Words as the tokenizer's hashes are: spread over all bits.
    fn word(n: u32) -> u32 {
        hash::stream(5, u64::from(n)) as u32
    }

    proptest! {
        /// Two seeds in common, by sets: the pairs found are those, but for repeats inside one article, which may add one.
        #[test]
        fn pairs_with_two_common_seeds_are_found(articles in proptest::collection::vec(proptest::collection::vec(0u32..300, 0..12), 2..7), run in proptest::collection::vec(400u32..900, 4..9)) {
            let articles: Vec<Vec<u32>> = articles.into_iter().enumerate().map(|(i, own)| {
                let cut = own.len() / 2;
                let words = if i % 2 == 0 { [&own[..cut], &run, &own[cut..]].concat() } else { own };
                words.into_iter().map(word).collect()
            }).collect();
            let sets: Vec<BTreeSet<&[u32]>> = articles.iter().map(|words| words.windows(SEED_WORDS).collect()).collect();
            let mut slow = Vec::new();
            for a in 0..sets.len() {
                for b in a + 1..sets.len() {
                    if sets[a].intersection(&sets[b]).count() >= 2 {
                        slow.push(CandidatePair::new(DocId(a as u32), DocId(b as u32)));
                    }
                }
            }
            let (store, docs) = store(&articles);
            prop_assert_eq!(find(&store, &docs, &[0, 1, 2, 3, 4, 5, 6], &Settings::default()).pairs, slow);
        }
    }

    #[test]
    fn what_everybody_ran_is_linked_to_the_earliest() {
        let run: Vec<u32> = (100..120).map(word).collect();
        let articles: Vec<Vec<u32>> = (0..100).map(|i| [vec![word(1000 + i); 3], run.clone()].concat()).collect();
        let (store, docs) = store(&articles);
        let earliest: Vec<u32> = (0..100).rev().collect();
        let found = find(&store, &docs, &earliest, &Settings::default());
        assert_eq!(found.pairs.len(), 8 * 92 + 8 * 7 / 2, "eight hubs, each linked to all others");
        assert!(found.pairs.iter().all(|pair| pair.b.0 >= 92));
        assert_eq!(found.bounded_seeds, 16);
    }
}
