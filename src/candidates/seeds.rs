//! Candidate pairs from shared runs of words: articles that share at least two word 5-grams.
//!
//! This finds what signatures cannot: the abridged copy, and the paragraph that two otherwise different
//! articles share. Seeds that stand once are dropped before anything is sorted (see `repeats`). A seed of
//! many articles links them all to the earliest few instead of being dropped: the paragraph that everybody
//! ran is what users look for. Of a run of shared seeds only the first and the last are sent on, so that the
//! work grows with the number of differences between two articles, not with their length.

use super::CandidatePair;
use super::repeats::Repeats;
use crate::hash;
use crate::id::DocId;
use crate::text::shingle;
use crate::text::store::TokenStore;
use rayon::prelude::*;

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

/// One seed in one article, with its neighbours: two articles with the same neighbours share the seeds beside it, too.
#[derive(Clone, Copy, Default)]
struct Posting {
    hash: u32,
    doc: u32,
    /// Half of the word before, and half of the word after.
    beside: u32,
}

/// Parts of the hash range that are sorted apart.
const PARTS: usize = 1 << PART_BITS;
const PART_BITS: u32 = 6;
/// Words of the articles that are worked on in one go, about.
const PIECE_WORDS: usize = 1 << 18;

/// Pairs of `docs` that share two seeds; `earliest[doc]` ranks the articles in time.
pub fn find(store: &TokenStore, docs: &[DocId], earliest: &[u32], settings: &Settings) -> Found {
    let pieces = pieces(store, docs);
    let total = docs.iter().map(|&doc| store.words(doc).len()).sum();
    let repeats = Repeats::among(&pieces, total, |piece, each| {
        let mut seeds = Vec::new();
        for &doc in *piece {
            hashes_into(store.words(doc), &mut seeds);
            each(&seeds);
        }
    });
    let postings: Vec<Vec<Vec<Posting>>> = pieces.par_iter().map(|docs| postings(store, docs, &repeats)).collect();
    drop(repeats);
    let linked: Vec<(Vec<u64>, u64)> = (0..PARTS)
        .into_par_iter()
        .map(|part| {
            let of_part: Vec<&[Posting]> = postings.iter().map(|parts| &parts[part][..]).collect();
            link(&sorted(&of_part), earliest, settings)
        })
        .collect();
    drop(postings);
    let bounded_seeds = linked.iter().map(|l| l.1).sum();
    let mut keys: Vec<u64> = linked.into_iter().flat_map(|l| l.0).collect();
    keys.par_sort_unstable();
    let pairs = keys
        .chunk_by(|x, y| x == y)
        .filter(|same| same.len() > 1)
        .map(|same| CandidatePair { a: DocId((same[0] >> 32) as u32), b: DocId(same[0] as u32) });
    Found { pairs: pairs.collect(), bounded_seeds }
}

/// Articles next to one another that have about `PIECE_WORDS` words together.
fn pieces<'d>(store: &TokenStore, docs: &'d [DocId]) -> Vec<&'d [DocId]> {
    let mut words = 0;
    let same_piece = |x: &DocId, _: &DocId| {
        words += store.words(*x).len();
        let full = words >= PIECE_WORDS;
        words = if full { 0 } else { words };
        !full
    };
    docs.chunk_by(same_piece).collect()
}

/// The hashes of the runs of words of an article, in order, into a buffer that is emptied first.
pub fn hashes_into(words: &[u32], seeds: &mut Vec<u32>) {
    seeds.clear();
    seeds.extend(shingle::runs::<SEED_WORDS>(words).map(|w| hash::run(w)));
}

/// Seeds whose memory is asked for before the first of them is looked up.
const BLOCK: usize = 256;

/// The seeds of some articles that may stand elsewhere too, by part of the hash range.
fn postings(store: &TokenStore, docs: &[DocId], repeats: &Repeats) -> Vec<Vec<Posting>> {
    let mut parts = vec![Vec::new(); PARTS];
    let mut seeds = Vec::with_capacity(BLOCK);
    for &doc in docs {
        let words = store.words(doc);
        let mut windows = shingle::runs::<SEED_WORDS>(words);
        let mut first = 0;
        while windows.len() > 0 {
            seeds.clear();
            seeds.extend(windows.by_ref().take(BLOCK).map(|w| {
                let hash = hash::run(w);
                repeats.fetch(hash);
                hash
            }));
            for (at, &hash) in (first..).zip(&seeds) {
                if repeats.may_hold(hash) {
                    parts[(hash >> (32 - PART_BITS)) as usize].push(Posting {
                        hash,
                        doc: doc.0,
                        beside: beside(words, at),
                    });
                }
            }
            first += seeds.len();
        }
    }
    parts
}

/// The neighbours of the seed at `at`: half of the word before it and half of the one after it; 0 where the article ends.
fn beside(words: &[u32], at: usize) -> u32 {
    let half = |word: Option<&u32>| word.map_or(0, |word| (word >> 16).max(1));
    half(at.checked_sub(1).and_then(|at| words.get(at))) << 16 | half(words.get(at + SEED_WORDS))
}

/// Whether two articles that share a seed part beside it. The end of an article is like nobody's.
pub fn part_beside(x: u32, y: u32) -> bool {
    x != y || x >> 16 == 0 || x & 0xffff == 0
}

/// The seeds of an article, each once, with what stands beside them: what `find` compares, for few articles.
pub fn with_neighbours(words: &[u32]) -> Vec<(u32, u32)> {
    let seeds = shingle::runs::<SEED_WORDS>(words).enumerate();
    let mut all: Vec<(u32, u32)> = seeds.map(|(at, run)| (hash::run(run), beside(words, at))).collect();
    all.sort_unstable();
    all.dedup_by_key(|seed| seed.0);
    all
}

/// Postings that are sorted by comparing, about.
const BUCKET: usize = 16;

/// The postings of one part as one list, by hash and article. They are spread over buckets of their hash range
/// as they are brought together, and little is left to compare.
fn sorted(of_part: &[&[Posting]]) -> Vec<Posting> {
    let total: usize = of_part.iter().map(|postings| postings.len()).sum();
    let bits = (total / BUCKET).max(2).ilog2().min(32 - PART_BITS);
    let bucket = |posting: &Posting| (posting.hash << PART_BITS >> (32 - bits)) as usize;
    let mut ends = vec![0u32; 1 << bits];
    of_part.iter().copied().flatten().for_each(|posting| ends[bucket(posting)] += 1);
    let mut start = 0;
    for end in &mut ends {
        start += std::mem::replace(end, start);
    }
    let mut sorted = vec![Posting::default(); total];
    for posting in of_part.iter().copied().flatten() {
        let next = &mut ends[bucket(posting)];
        sorted[*next as usize] = *posting;
        *next += 1;
    }
    let mut start = 0;
    for &end in &ends {
        sorted[start..end as usize].sort_unstable_by_key(|p| u64::from(p.hash) << 32 | u64::from(p.doc));
        start = end as usize;
    }
    sorted
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
        firsts.extend(
            group.chunk_by(|x, y| x.doc == y.doc).map(|places| Posting {
                beside: places.iter().map(|p| p.beside).min().unwrap_or_default(),
                ..places[0]
            }),
        );
        let hubs = if firsts.len() <= settings.link_all {
            firsts.len()
        } else {
            bounded += 1;
            firsts.sort_by_key(|p| (earliest[p.doc as usize], p.doc));
            settings.link_earliest
        };
        for (i, x) in firsts[..hubs].iter().enumerate() {
            for y in firsts[i + 1..].iter().filter(|y| part_beside(x.beside, y.beside)) {
                keys.push(u64::from(x.doc.min(y.doc)) << 32 | u64::from(x.doc.max(y.doc)));
            }
        }
    }
    (keys, bounded)
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

    proptest! {
        #[test]
        fn buckets_sort_as_comparing_does(hashes in proptest::collection::vec(prop_oneof![0u32..40, 0u32..1 << 26], 0..300), cut in 0usize..300) {
            // One part, the leading bits alike.
            let postings: Vec<Posting> = hashes.iter().zip(0u32..).map(|(&hash, n)| Posting { hash: 5 << 26 | hash, doc: n / 3, beside: 0 }).collect();
            let (left, right) = postings.split_at(cut.min(postings.len()));
            let key = |p: &Posting| (p.hash, p.doc);
            let mut slow: Vec<_> = postings.iter().map(key).collect();
            slow.sort_unstable();
            prop_assert_eq!(sorted(&[right, left]).iter().map(key).collect::<Vec<_>>(), slow);
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
