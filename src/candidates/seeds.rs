//! Candidate pairs from shared runs of words: articles that share at least two of the word 4-grams looked at.
//!
//! This finds what signatures cannot: the abridged copy, and the paragraph that two otherwise different
//! articles share. Of two seeds in a row one at least is looked at, chosen alike wherever they stand (see `winnow`), and
//! those of one hash are brought together (see `postings`). A seed of
//! many articles links them all to the earliest few instead of being dropped: the paragraph that everybody
//! ran is what users look for. Of a run of shared seeds only the first two and the last two are sent on, so that the
//! work grows with the number of differences between two articles, not with their length, and a common phrase at
//! one end of the run does not lose it.

use super::CandidatePair;
use super::postings::{Groups, PARTS, Place, ROUNDS, Room, all_beside, pieces};
use super::winnow::Chooser;
use crate::id::DocId;
use crate::text::store::TokenStore;
use rayon::prelude::*;
use std::collections::BTreeSet;

pub use super::winnow::{SEED_WORDS, WINDOW};

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

/// Pairs of `docs`, which are in order, that share two seeds; `earliest[doc]` ranks the articles in time.
pub fn find(store: &TokenStore, docs: &[DocId], earliest: &[u32], settings: &Settings) -> Found {
    let pieces = pieces(store, docs);
    let (mut keys, mut bounded_seeds) = (Vec::new(), 0);
    for round in 0..ROUNDS {
        let parted: Vec<_> =
            pieces.par_iter().map_init(Room::default, |room, piece| room.parted(store, piece, round)).collect();
        let link = |(groups, keys): &mut (Groups, Vec<u64>), part: usize| {
            groups.fill(pieces.iter().zip(&parted).map(|(piece, parted)| (piece.first_row, parted.part(part))));
            let bounded = link(groups, |row| (earliest[docs[row as usize].index()], row), settings, keys);
            (keys.clone(), bounded)
        };
        let linked: Vec<(Vec<u64>, u64)> =
            (0..PARTS).into_par_iter().map_init(<(Groups, Vec<u64>)>::default, link).collect();
        for (of_part, bounded) in linked {
            keys.push(of_part);
            bounded_seeds += bounded;
        }
    }
    let doc = |row: u64| docs[row as u32 as usize];
    let pairs = told_twice(&keys, docs.len()).into_iter().map(|key| CandidatePair { a: doc(key >> 32), b: doc(key) });
    Found { pairs: pairs.collect(), bounded_seeds }
}

/// Puts the keys of the pairs of rows, the lower one above, that share a seed in place of what `keys` holds; how many seeds
/// were bounded.
fn link<K: Ord>(groups: &Groups, earliest: impl Fn(u32) -> K, settings: &Settings, keys: &mut Vec<u64>) -> u64 {
    keys.clear();
    let mut bounded = 0;
    let mut places: Vec<Place> = Vec::new();
    for &last in groups.lasts() {
        groups.places_into(last, &mut places);
        let hubs = if places.len() <= settings.link_all {
            places.len()
        } else {
            bounded += 1;
            places.sort_by_key(|place| earliest(place.row));
            settings.link_earliest
        };
        for (i, x) in places[..hubs].iter().enumerate() {
            for y in places[i + 1..].iter().filter(|y| part_beside(x.beside, y.beside)) {
                keys.push(u64::from(x.row.min(y.row)) << 32 | u64::from(x.row.max(y.row)));
            }
        }
    }
    bounded
}

/// The keys of which there is more than one, in order: they are put to their first row, and little is left to sort.
fn told_twice(keys: &[Vec<u64>], rows: usize) -> Vec<u64> {
    let (mut keys, ends) = spread(keys.iter().flatten().copied(), rows, |key| (key >> 32) as usize);
    let (mut told, mut start) = (Vec::new(), 0);
    for &end in &ends {
        let of_row = &mut keys[start..end];
        of_row.sort_unstable();
        told.extend(of_row.chunk_by(|x, y| x == y).filter(|same| same.len() > 1).map(|same| same[0]));
        start = end;
    }
    told
}

/// The items bucket by bucket, those of one in the order they came, and where each bucket ends.
fn spread<T: Copy + Default>(
    items: impl Iterator<Item = T> + Clone,
    buckets: usize,
    bucket: impl Fn(&T) -> usize,
) -> (Vec<T>, Vec<usize>) {
    let mut ends = vec![0; buckets];
    items.clone().for_each(|item| ends[bucket(&item)] += 1);
    let mut start = 0;
    for end in &mut ends {
        start += std::mem::replace(end, start);
    }
    let mut spread = vec![T::default(); start];
    for item in items {
        let next = &mut ends[bucket(&item)];
        spread[*next] = item;
        *next += 1;
    }
    (spread, ends)
}

/// How many of the seeds looked at two articles have in common, each counted once.
pub fn in_common(a: &[u32], b: &[u32]) -> usize {
    let set = |words: &[u32]| Chooser::default().seeds(words).iter().copied().collect::<BTreeSet<u32>>();
    set(a).intersection(&set(b)).count()
}

/// The chosen seeds of an article, in order, into a buffer that is emptied first.
pub fn chosen_into(words: &[u32], chosen: &mut Vec<u32>) {
    chosen.clear();
    chosen.extend_from_slice(Chooser::default().seeds(words));
}

/// The chosen seeds of an article, each once, with what stands beside them: what `find` compares, for few articles.
pub fn with_neighbours(words: &[u32]) -> Vec<(u32, u32)> {
    let mut chooser = Chooser::default();
    let seeds = chooser.seeds(words);
    let mut all: Vec<(u32, u32)> = seeds.iter().copied().zip(all_beside(seeds)).collect();
    all.sort_unstable();
    all.dedup_by_key(|seed| seed.0);
    all
}

/// Whether two articles that share a seed part beside it. The end of an article is like nobody's.
pub fn part_beside(x: u32, y: u32) -> bool {
    x != y || x.to_ne_bytes().contains(&0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::candidates::winnow::chosen_slowly;
    use crate::hash;
    use crate::text::store::Batch;
    use crate::text::tokenize::Sink;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn store(articles: &[Vec<u32>]) -> (TokenStore, Vec<DocId>) {
        let (mut batch, mut store) = (Batch::default(), TokenStore::default());
        for words in articles {
            words.iter().for_each(|&word| batch.word(word, 0, 0));
            batch.finish();
        }
        store.append(&batch);
        (store, (0..articles.len() as u32).map(DocId).collect())
    }

    /// Words as the tokenizer's hashes are: spread over all bits.
    fn word(n: u32) -> u32 {
        hash::stream(5, u64::from(n)) as u32
    }

    proptest! {
        /// Two chosen seeds in common, by sets: the pairs found are those, but for repeats inside one article, which may add one.
        #[test]
        fn pairs_with_two_common_seeds_are_found(articles in proptest::collection::vec(proptest::collection::vec(0u32..300, 0..12), 2..7), run in proptest::collection::vec(400u32..900, 4..9)) {
            let articles: Vec<Vec<u32>> = articles.into_iter().enumerate().map(|(i, own)| {
                let cut = own.len() / 2;
                let words = if i % 2 == 0 { [&own[..cut], &run, &own[cut..]].concat() } else { own };
                words.into_iter().map(word).collect()
            }).collect();
            let sets: Vec<BTreeSet<u32>> = articles.iter().map(|words| chosen_slowly(words).into_iter().collect()).collect();
            let mut slow = Vec::new();
            for a in 0..sets.len() {
                for b in a + 1..sets.len() {
                    prop_assert_eq!(in_common(&articles[a], &articles[b]), sets[a].intersection(&sets[b]).count());
                    if sets[a].intersection(&sets[b]).count() >= 2 {
                        slow.push(CandidatePair::new(DocId(a as u32), DocId(b as u32)));
                    }
                }
            }
            let (store, docs) = store(&articles);
            prop_assert_eq!(find(&store, &docs, &[0, 1, 2, 3, 4, 5, 6], &Settings::default()).pairs, slow);
        }

        /// Whatever stands around it, a run of seven words makes two articles a pair.
        #[test]
        fn seven_words_in_a_row_make_a_pair(left in proptest::collection::vec(0u32..300, 0..12), right in proptest::collection::vec(300u32..600, 0..12), run in proptest::collection::vec(700u32..900, 7..30), cut in 0usize..12) {
            let article = |own: &[u32]| -> Vec<u32> {
                let cut = cut.min(own.len());
                [&own[..cut], &run, &own[cut..]].concat().into_iter().map(word).collect()
            };
            let (store, docs) = store(&[article(&left), article(&right)]);
            let distinct: BTreeSet<&u32> = run.iter().collect();
            prop_assume!(distinct.len() == run.len());
            prop_assert_eq!(find(&store, &docs, &[0, 1], &Settings::default()).pairs.len(), 1);
        }

        /// By the definition: each two articles, each seed of both.
        #[test]
        fn pairs_are_those_that_share_two_seeds(articles in proptest::collection::vec(proptest::collection::vec(0u32..7, 0..60), 0..14)) {
            let articles: Vec<Vec<u32>> = articles.into_iter().map(|words| words.into_iter().map(word).collect()).collect();
            let (store, docs) = store(&articles);
            let earliest: Vec<u32> = (0..docs.len() as u32).collect();
            let seeds: Vec<BTreeMap<u32, u32>> = articles.iter().map(|words| with_neighbours(words).into_iter().collect()).collect();
            let shared = |pair: &CandidatePair| {
                let (a, b) = (&seeds[pair.a.index()], &seeds[pair.b.index()]);
                a.iter().filter(|(seed, x)| b.get(seed).is_some_and(|y| part_beside(**x, *y))).count()
            };
            let slow: Vec<CandidatePair> = CandidatePair::among(&docs).filter(|pair| shared(pair) > 1).collect();
            prop_assert_eq!(find(&store, &docs, &earliest, &Settings::default()).pairs, slow);
        }
    }

    /// A run whose ends are phrases that everybody uses is seen by what stands between them.
    #[test]
    fn common_ends_do_not_hide_a_run() {
        let phrase = |n: u32| (n..n + 4).map(word).collect::<Vec<_>>();
        let run = [phrase(10), (100..110).map(word).collect(), phrase(20)].concat();
        let mut articles: Vec<Vec<u32>> = (0..100u32)
            .map(|i| {
                [vec![word(1000 + i)], phrase(10), vec![word(2000 + i)], phrase(20), vec![word(3000 + i)]].concat()
            })
            .collect();
        articles.extend([[vec![word(1)], run.clone()].concat(), [run, vec![word(2)]].concat()]);
        let (store, docs) = store(&articles);
        let earliest: Vec<u32> = (0..102).collect();
        let pairs = find(&store, &docs, &earliest, &Settings::default()).pairs;
        assert!(pairs.contains(&CandidatePair { a: DocId(100), b: DocId(101) }));
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
        let seeds = run.len() + 1 - SEED_WORDS;
        assert!((seeds / WINDOW..=seeds).contains(&(found.bounded_seeds as usize)));
    }
}
