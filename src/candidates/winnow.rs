//! Which runs of words are looked at: two of three, chosen by themselves, so that what two articles share is chosen alike in both.

use crate::text::shingle;

/// Words in a seed.
pub const SEED_WORDS: usize = 4;
/// Of so many seeds in a row at least one is looked at.
pub const WINDOW: usize = 2;

/// Chooses the seeds of an article that are looked at: those that are lowest of some `WINDOW` in a row, in an order that
/// has nothing to do with the text (winnowing: Schleimer, Wilkerson, Aiken, "Winnowing: local algorithms for document
/// fingerprinting", 2003, section 3). What two articles share is chosen alike in both.
#[derive(Default)]
pub(super) struct Chooser {
    seeds: Vec<u32>,
    ranks: Vec<u32>,
    chosen: Vec<u32>,
}

impl Chooser {
    /// The chosen seeds in order; the first and the last of the article are always among them.
    pub(super) fn seeds(&mut self, words: &[u32]) -> &[u32] {
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
pub(super) const AT_ONCE: usize = 8;

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
pub(super) mod avx2 {
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
        // SAFETY: the unaligned load reads the eight seeds.
        squeeze(unsafe { _mm256_loadu_si256(eight.as_ptr().cast()) }, bits, room);
        bits.count_ones() as usize
    }

    /// Writes those of eight numbers that have a bit to the front of `room`; what comes after them means nothing.
    #[target_feature(enable = "avx2")]
    #[inline]
    pub fn squeeze(eight: __m256i, bits: usize, room: &mut [u32; AT_ONCE]) {
        // SAFETY: the unaligned load and store are of eight numbers each.
        unsafe {
            let kept = _mm256_loadu_si256(KEPT[bits & (KEPT.len() - 1)].as_ptr().cast());
            _mm256_storeu_si256(room.as_mut_ptr().cast(), _mm256_permutevar8x32_epi32(eight, kept));
        }
    }
}

/// The chosen seeds by the definition: the lowest of each window, and windows that reach beyond the ends.
#[cfg(test)]
pub(super) fn chosen_slowly(words: &[u32]) -> Vec<u32> {
    let seeds: Vec<u32> = words.windows(SEED_WORDS).map(crate::hash::run).collect();
    let rank = |at: usize| seeds[at].wrapping_mul(RANK);
    let mut chosen = std::collections::BTreeSet::new();
    for end in 1..seeds.len() + WINDOW {
        let window = end.saturating_sub(WINDOW)..end.min(seeds.len());
        let lowest = window.clone().map(rank).min();
        chosen.extend(window.filter(|&at| Some(rank(at)) == lowest));
    }
    chosen.into_iter().map(|at| seeds[at]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_chosen_are_the_lowest_of_their_windows(words in proptest::collection::vec(0u32..40, 0..90)) {
            // Spread over all bits, as the tokenizer's hashes are.
            let words: Vec<u32> = words.into_iter().map(|word| hash::stream(5, u64::from(word)) as u32).collect();
            let mut chooser = Chooser::default();
            // What was there before leaves no trace.
            chooser.seeds(&[1, 2, 3, 4, 5, 6, 7, 8, 9]);
            prop_assert_eq!(chooser.seeds(&words), chosen_slowly(&words));
        }

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
    }
}
