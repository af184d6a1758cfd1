//! Candidate pairs from shared runs of words: articles that share at least two of the word 4-grams looked at.
//!
//! This finds what signatures cannot: the abridged copy, and the paragraph that two otherwise different
//! articles share. Of two seeds in a row one at least is looked at, chosen alike wherever they stand (`Chooser`);
//! those that stand once are dropped before anything is sorted (see `repeats`). A seed of
//! many articles links them all to the earliest few instead of being dropped: the paragraph that everybody
//! ran is what users look for. Of a run of shared seeds only the first two and the last two are sent on, so that the
//! work grows with the number of differences between two articles, not with their length, and a common phrase at
//! one end of the run does not lose it.

use super::CandidatePair;
use super::repeats::Repeats;
use crate::id::DocId;
use crate::text::shingle;
use crate::text::store::TokenStore;
use rayon::prelude::*;
use std::collections::BTreeSet;

/// Words in a seed.
pub const SEED_WORDS: usize = 4;
/// Of so many seeds in a row at least one is looked at.
pub const WINDOW: usize = 2;

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

/// One chosen seed in one article.
#[derive(Clone, Copy, Default)]
struct Posting {
    hash: u32,
    place: Place,
}

/// Where a seed stands, with those beside it: two articles with the same neighbours share those, too.
#[derive(Clone, Copy, Default)]
struct Place {
    doc: u32,
    /// A quarter each of the two before and the two after.
    beside: u32,
}

/// Parts of the hash range that are grouped apart, each in a core's own cache.
const PARTS: usize = 1 << PART_BITS;
const PART_BITS: u32 = 9;
/// Words of the articles that are worked on in one go, about.
const PIECE_WORDS: usize = 1 << 18;

/// Pairs of `docs` that share two seeds; `earliest[doc]` ranks the articles in time.
pub fn find(store: &TokenStore, docs: &[DocId], earliest: &[u32], settings: &Settings) -> Found {
    let pieces = pieces(store, docs);
    let total: usize = docs.iter().map(|&doc| store.words(doc).len()).sum();
    // Of `w + 1` seeds in a row winnowing chooses two, on average: of three one is passed over, as `w` is 2.
    let repeats = Repeats::among(&pieces, total - total / (WINDOW + 1), |piece, each| {
        let mut chooser = Chooser::default();
        piece.iter().for_each(|&doc| each(chooser.seeds(store.words(doc))));
    });
    let postings: Vec<Parted> = pieces.par_iter().map(|docs| postings(store, docs, &repeats)).collect();
    drop(repeats);
    let linked: Vec<(Vec<u64>, u64)> = (0..PARTS)
        .into_par_iter()
        .map(|part| {
            let of_part: Vec<&[Posting]> = postings.iter().map(|parted| parted.part(part)).collect();
            Groups::of(&of_part).link(earliest, settings)
        })
        .collect();
    drop(postings);
    let bounded_seeds = linked.iter().map(|l| l.1).sum();
    let keys: Vec<Vec<u64>> = linked.into_iter().map(|l| l.0).collect();
    Found { pairs: told_twice(&keys, store.len()), bounded_seeds }
}

/// The pairs of which there is more than one key, in order: keys are put to their first article, and little is left to sort.
fn told_twice(keys: &[Vec<u64>], articles: usize) -> Vec<CandidatePair> {
    let (mut keys, ends) = spread(keys.iter().flatten().copied(), articles, |key| (key >> 32) as usize);
    let (mut pairs, mut start) = (Vec::new(), 0);
    for &end in &ends {
        let of_article = &mut keys[start..end];
        of_article.sort_unstable();
        let twice = of_article.chunk_by(|x, y| x == y).filter(|same| same.len() > 1);
        pairs.extend(twice.map(|same| CandidatePair { a: DocId((same[0] >> 32) as u32), b: DocId(same[0] as u32) }));
        start = end;
    }
    pairs
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

/// Chooses the seeds of an article that are looked at: those that are lowest of some `WINDOW` in a row, in an order that
/// has nothing to do with the text (winnowing: Schleimer, Wilkerson, Aiken, "Winnowing: local algorithms for document
/// fingerprinting", 2003, section 3). What two articles share is chosen alike in both.
#[derive(Default)]
struct Chooser {
    seeds: Vec<u32>,
    ranks: Vec<u32>,
    chosen: Vec<u32>,
}

impl Chooser {
    /// The chosen seeds in order; the first and the last of the article are always among them.
    fn seeds(&mut self, words: &[u32]) -> &[u32] {
        let Self { seeds, ranks, chosen } = self;
        shingle::runs_into::<SEED_WORDS>(words, seeds);
        ranks.resize(seeds.len() + 2 * EDGE, 0);
        // What is written beyond the last one is not told.
        chosen.resize(seeds.len() + AT_ONCE, 0);
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("popcnt") {
            // SAFETY: the processor has AVX2 and POPCNT, asked for on the line above.
            let count = unsafe { avx2::choose(seeds, ranks, chosen) };
            return &chosen[..count];
        }
        let count = choose(seeds, ranks, chosen);
        &chosen[..count]
    }
}

/// What turns a seed into its rank.
const RANK: u32 = 0x85eb_ca6b;

/// Seeds beyond one on either side that it is in a window with.
const EDGE: usize = WINDOW - 1;

/// Seeds that are looked at together.
const AT_ONCE: usize = 8;

/// The rank of each seed; beyond the ends all ranks are high.
#[inline(always)]
fn rank(seeds: &[u32], ranks: &mut [u32]) {
    let inner = EDGE..ranks.len() - EDGE;
    ranks[..EDGE].fill(u32::MAX);
    ranks[inner.end..].fill(u32::MAX);
    for (rank, seed) in ranks[inner].iter_mut().zip(seeds) {
        // Not the seed itself: the chosen ones would crowd at the low end of its range.
        *rank = seed.wrapping_mul(RANK);
    }
}

/// Writes the seeds that have the lowest rank in a window to the front of `chosen`; how many there are.
fn choose(seeds: &[u32], ranks: &mut [u32], chosen: &mut [u32]) -> usize {
    rank(seeds, ranks);
    choose_ranked(seeds, ranks, chosen)
}

fn choose_ranked(seeds: &[u32], ranks: &[u32], chosen: &mut [u32]) -> usize {
    let mut count = 0;
    for (near, &seed) in ranks.windows(2 * EDGE + 1).zip(seeds) {
        let [before, own, after] = *<&[u32; 2 * EDGE + 1]>::try_from(near).expect("a window has its length");
        // No branch: whether a seed is chosen is anybody's guess.
        chosen[count] = seed;
        count += usize::from(own <= before.max(after));
    }
    count
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    use super::{AT_ONCE, EDGE, choose_ranked, rank};
    use std::arch::x86_64::*;

    /// By which of eight are kept, a bit each: the places of these.
    static KEPT: [[u32; AT_ONCE]; 1 << AT_ONCE] = {
        let mut kept = [[0; AT_ONCE]; 1 << AT_ONCE];
        let mut bits = 0;
        while bits < kept.len() {
            let (mut at, mut count) = (0, 0);
            while at < AT_ONCE {
                if bits >> at & 1 == 1 {
                    kept[bits][count] = at as u32;
                    count += 1;
                }
                at += 1;
            }
            bits += 1;
        }
        kept
    };

    /// As the function of this name, eight seeds at a time; `chosen` has room for eight more.
    #[target_feature(enable = "avx2,popcnt")]
    pub fn choose(seeds: &[u32], ranks: &mut [u32], chosen: &mut [u32]) -> usize {
        rank(seeds, ranks);
        let (eights, rest) = seeds.as_chunks::<AT_ONCE>();
        let (mut count, mut at) = (0, 0);
        for eight in eights {
            let near: &[u32; AT_ONCE + 2 * EDGE] =
                ranks[at..].first_chunk().expect("each seed has a rank, and neighbours");
            let room: &mut [u32; AT_ONCE] =
                chosen[count..].first_chunk_mut().expect("there is room beyond the last one");
            count += keep(eight, near, room);
            at += AT_ONCE;
        }
        count + choose_ranked(rest, &ranks[at..], &mut chosen[count..])
    }

    #[target_feature(enable = "avx2,popcnt")]
    #[inline]
    fn keep(eight: &[u32; AT_ONCE], near: &[u32; AT_ONCE + 2 * EDGE], room: &mut [u32; AT_ONCE]) -> usize {
        // SAFETY: the unaligned loads read eight of the numbers each, which are there from the 0th, 1st and 2nd on.
        let [before, own, after] =
            unsafe { [0, EDGE, 2 * EDGE].map(|at| _mm256_loadu_si256(near.as_ptr().add(at).cast())) };
        let lowest = _mm256_cmpeq_epi32(_mm256_min_epu32(own, _mm256_max_epu32(before, after)), own);
        let bits = _mm256_movemask_ps(_mm256_castsi256_ps(lowest)) as usize;
        // SAFETY: the unaligned loads and the store are of eight numbers each.
        unsafe {
            let seeds = _mm256_loadu_si256(eight.as_ptr().cast());
            let kept = _mm256_loadu_si256(KEPT[bits & (KEPT.len() - 1)].as_ptr().cast());
            _mm256_storeu_si256(room.as_mut_ptr().cast(), _mm256_permutevar8x32_epi32(seeds, kept));
        }
        bits.count_ones() as usize
    }
}

/// The chosen seeds of an article, in order, into a buffer that is emptied first.
pub fn chosen_into(words: &[u32], chosen: &mut Vec<u32>) {
    chosen.clear();
    chosen.extend_from_slice(Chooser::default().seeds(words));
}

/// The postings of some articles, in order of the parts.
struct Parted {
    postings: Vec<Posting>,
    /// Where each part ends.
    ends: Vec<usize>,
}

impl Parted {
    fn part(&self, number: usize) -> &[Posting] {
        &self.postings[number.checked_sub(1).map_or(0, |before| self.ends[before])..self.ends[number]]
    }
}

/// The seeds of some articles that may stand elsewhere too; those of one part in the order of the articles.
fn postings(store: &TokenStore, docs: &[DocId], repeats: &Repeats) -> Parted {
    let (mut chooser, mut places, mut found) = (Chooser::default(), Vec::new(), Vec::new());
    for &doc in docs {
        let seeds = chooser.seeds(store.words(doc));
        repeats.places(seeds, &mut places);
        found.extend(places.iter().map(|&at| {
            let at = at as usize;
            Posting { hash: seeds[at], place: Place { doc: doc.0, beside: beside(seeds, at) } }
        }));
    }
    let part = |posting: &Posting| (posting.hash >> (32 - PART_BITS)) as usize;
    let (postings, ends) = spread(found.iter().copied(), PARTS, part);
    Parted { postings, ends }
}

/// A quarter each of the two seeds before and the two after the one at `at`; 0 where the article ends.
fn beside(seeds: &[u32], at: usize) -> u32 {
    let near = |at: Option<usize>| at.and_then(|at| seeds.get(at)).map_or(0, |seed| (seed >> 24).max(1));
    near(at.checked_sub(2)) << 24 | near(at.checked_sub(1)) << 16 | near(Some(at + 1)) << 8 | near(Some(at + 2))
}

/// Whether two articles that share a seed part beside it. The end of an article is like nobody's.
pub fn part_beside(x: u32, y: u32) -> bool {
    x != y || x.to_ne_bytes().contains(&0)
}

/// The chosen seeds of an article, each once, with what stands beside them: what `find` compares, for few articles.
pub fn with_neighbours(words: &[u32]) -> Vec<(u32, u32)> {
    let mut chooser = Chooser::default();
    let seeds = chooser.seeds(words);
    let mut all: Vec<(u32, u32)> = seeds.iter().enumerate().map(|(at, &seed)| (seed, beside(seeds, at))).collect();
    all.sort_unstable();
    all.dedup_by_key(|seed| seed.0);
    all
}

/// The postings of one part, those of one hash linked to one another. They are numbered from 1; 0 is none.
struct Groups {
    places: Vec<Place>,
    /// By number: the posting before it with its hash.
    before: Vec<u32>,
    /// The last posting of each hash that has several.
    lasts: Vec<u32>,
}

impl Groups {
    /// Of postings whose articles rise.
    fn of(of_part: &[&[Posting]]) -> Self {
        let total: usize = of_part.iter().map(|postings| postings.len()).sum();
        let bits = (total * 2).max(2).next_power_of_two().ilog2();
        let mask = (1 << bits) - 1;
        // A hash above the number of its last posting; 0 where there is none.
        let mut slots = vec![0u64; 1 << bits];
        let mut before = vec![0; total + 1];
        let mut places = Vec::with_capacity(total);
        for ((posting, before), number) in of_part.iter().copied().flatten().zip(&mut before[1..]).zip(1u64..) {
            places.push(posting.place);
            let hash = u64::from(posting.hash);
            let mut at = (hash << PART_BITS >> (32 - bits.min(32))) as usize & mask;
            // An empty slot says what it has to say of a hash that nobody had: no branch between the two, as which it is
            // is anybody's guess.
            while (slots[at] != 0) & (slots[at] >> 32 != hash) {
                at = (at + 1) & mask;
            }
            *before = slots[at] as u32;
            slots[at] = hash << 32 | number;
        }
        let mut lasts = vec![0; slots.len()];
        let mut count = 0;
        for &slot in &slots {
            lasts[count] = slot as u32;
            // An empty slot has none before it, and neither has a first posting.
            count += usize::from(before[slot as u32 as usize] != 0);
        }
        lasts.truncate(count);
        Self { places, before, lasts }
    }

    /// The places of one hash, given the last, each article once; the articles fall.
    fn firsts_into(&self, last: u32, firsts: &mut Vec<Place>) {
        firsts.clear();
        let mut number = last as usize;
        while number != 0 {
            let place = self.places[number - 1];
            match firsts.last_mut() {
                Some(kept) if kept.doc == place.doc => kept.beside = kept.beside.min(place.beside),
                _ => firsts.push(place),
            }
            number = self.before[number] as usize;
        }
    }

    /// Pair keys of the seeds that stand in two articles and more, and the number of seeds that were bounded.
    fn link(&self, earliest: &[u32], settings: &Settings) -> (Vec<u64>, u64) {
        let (mut keys, mut bounded) = (Vec::new(), 0);
        let mut firsts: Vec<Place> = Vec::new();
        for &last in &self.lasts {
            self.firsts_into(last, &mut firsts);
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
}

#[cfg(test)]
mod tests {
    use super::*;
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

    /// The chosen seeds by the definition: the lowest of each window, and windows that reach beyond the ends.
    fn chosen_slowly(words: &[u32]) -> Vec<u32> {
        let seeds: Vec<u32> = words.windows(SEED_WORDS).map(hash::run).collect();
        let rank = |at: usize| seeds[at].wrapping_mul(RANK);
        let mut chosen = BTreeSet::new();
        for end in 1..seeds.len() + WINDOW {
            let window = end.saturating_sub(WINDOW)..end.min(seeds.len());
            let lowest = window.clone().map(rank).min();
            chosen.extend(window.filter(|&at| Some(rank(at)) == lowest));
        }
        chosen.into_iter().map(|at| seeds[at]).collect()
    }

    proptest! {
        #[test]
        fn the_chosen_are_the_lowest_of_their_windows(words in proptest::collection::vec(0u32..40, 0..90)) {
            let words: Vec<u32> = words.into_iter().map(word).collect();
            let mut chooser = Chooser::default();
            // What was there before leaves no trace.
            chooser.seeds(&[1, 2, 3, 4, 5, 6, 7, 8, 9]);
            prop_assert_eq!(chooser.seeds(&words), chosen_slowly(&words));
        }

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

    proptest! {
        #[test]
        fn seeds_are_chosen_one_by_one_as_eight_by_eight(words in proptest::collection::vec(any::<u32>(), 0..80)) {
            let mut chooser = Chooser::default();
            chooser.seeds(&[1; 90]);
            let fast = chooser.seeds(&words).to_vec();
            let seeds: Vec<u32> = words.windows(SEED_WORDS).map(hash::run).collect();
            let (mut ranks, mut slow) = (vec![0; seeds.len() + 2], vec![0; seeds.len()]);
            let count = choose(&seeds, &mut ranks, &mut slow);
            prop_assert_eq!(fast, &slow[..count]);
        }

        #[test]
        fn postings_are_grouped_by_their_hash(hashes in proptest::collection::vec(prop_oneof![0u32..40, 0u32..1 << 23], 0..300), cut in 0usize..300) {
            // One part, the leading bits alike; some articles have a hash twice.
            let postings: Vec<Posting> = hashes.iter().zip(0u32..).map(|(&hash, n)| Posting { hash: 5 << 23 | hash, place: Place { doc: n / 3, beside: n * 7 % 5 } }).collect();
            let (left, right) = postings.split_at(cut.min(postings.len()));
            let groups = Groups::of(&[left, right]);
            let mut found: Vec<Vec<(u32, u32)>> = groups.lasts.iter().map(|&last| {
                let mut firsts = Vec::new();
                groups.firsts_into(last, &mut firsts);
                firsts.iter().rev().map(|place| (place.doc, place.beside)).collect()
            }).collect();
            found.sort();
            let mut slow: BTreeMap<u32, BTreeMap<u32, Vec<u32>>> = BTreeMap::new();
            postings.iter().for_each(|p| slow.entry(p.hash).or_default().entry(p.place.doc).or_default().push(p.place.beside));
            let several = slow.into_iter().filter(|(_, docs)| docs.values().map(Vec::len).sum::<usize>() > 1);
            let mut slow: Vec<Vec<(u32, u32)>> = several.map(|(_, docs)| {
                docs.into_iter().map(|(doc, beside)| (doc, *beside.iter().min().unwrap())).collect()
            }).collect();
            slow.sort();
            prop_assert_eq!(found, slow);
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
        let seeds = run.len() + 1 - SEED_WORDS;
        assert!((seeds / WINDOW..=seeds).contains(&(found.bounded_seeds as usize)));
    }
}
