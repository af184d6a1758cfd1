//! The chosen seeds of all articles, those of one hash brought together.
//!
//! A round takes one share of the hash range: the seeds of a piece of the corpus are chosen, those of the share sent to parts
//! of it, and each part's are linked by a table that stays in a core's own cache. Nothing is looked up in memory at large.
//! All rounds choose the seeds anew, as a second choice costs less than holding them: 8 bytes a seed of a round.

use super::table::fetch;
use super::winnow::{AT_ONCE, Chooser};
use crate::id::DocId;
use crate::text::store::TokenStore;

/// Shares of the hash range.
pub(super) const ROUNDS: usize = 1 << ROUND_BITS;
const ROUND_BITS: u32 = 1;
/// Parts of a share.
pub(super) const PARTS: usize = 1 << PART_BITS;
const PART_BITS: u32 = 10;
/// Bits of a hash that a part does not tell.
const REST_BITS: u32 = 32 - ROUND_BITS - PART_BITS;
/// Bits of a row within its piece: what is left of a posting.
const ROW_BITS: u32 = 64 - 32 - REST_BITS;
/// Postings that lie in one line of a cache.
const CACHE_LINE: usize = 8;
/// Words of the articles of a piece, about.
const PIECE_WORDS: usize = 1 << 18;

/// Articles next to one another that are worked on in one go.
pub(super) struct Piece<'d> {
    /// The first one's place among all.
    pub(super) first_row: u32,
    docs: &'d [DocId],
}

/// All articles in pieces of about `PIECE_WORDS` words.
pub(super) fn pieces<'d>(store: &TokenStore, docs: &'d [DocId]) -> Vec<Piece<'d>> {
    let (mut words, mut rows) = (0, 0);
    let same_piece = |x: &DocId, _: &DocId| {
        words += store.words(*x).len();
        rows += 1;
        let full = words >= PIECE_WORDS || rows == 1 << ROW_BITS;
        if full {
            (words, rows) = (0, 0);
        }
        !full
    };
    let mut first_row = 0;
    let piece = |docs: &'d [DocId]| {
        let piece = Piece { first_row, docs };
        first_row += docs.len() as u32;
        piece
    };
    docs.chunk_by(same_piece).map(piece).collect()
}

/// The postings of a piece and a round, part by part, those of a part in the order of the articles. From the highest bit
/// on: what the part does not tell of the hash, what stands beside the seed, the row within the piece.
pub(super) struct Parted {
    postings: Vec<u64>,
    /// Where each part ends.
    ends: Vec<u32>,
}

impl Parted {
    pub(super) fn part(&self, number: usize) -> &[u64] {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.postings[start as usize..self.ends[number] as usize]
    }
}

/// What it takes to part one piece after the other.
#[derive(Default)]
pub(super) struct Room {
    chooser: Chooser,
    tops: Vec<u32>,
    of_round: OfRound,
    found: Vec<u64>,
    /// The part of each that was found.
    parts: Vec<u16>,
}

impl Room {
    /// The postings of a piece that are of a round.
    pub(super) fn parted(&mut self, store: &TokenStore, piece: &Piece, round: usize) -> Parted {
        let Self { chooser, tops, of_round, found, parts } = self;
        found.clear();
        parts.clear();
        for (row, &doc) in (0u64..).zip(piece.docs) {
            let seeds = chooser.seeds(store.words(doc));
            tops_into(seeds, tops);
            let (seeds, beside) = of_round.fill(seeds, tops, round);
            let posting = |(&seed, &beside): (&u32, &u32)| {
                u64::from(seed) << (64 - REST_BITS) | u64::from(beside) << ROW_BITS | row
            };
            found.extend(seeds.iter().zip(beside).map(posting));
            parts.extend(seeds.iter().map(|seed| (seed << ROUND_BITS >> (32 - PART_BITS)) as u16));
        }
        let mut ends = vec![0; PARTS];
        parts.iter().for_each(|&part| ends[part as usize] += 1);
        let mut start = 0;
        for end in &mut ends {
            start += std::mem::replace(end, start);
        }
        let mut postings = vec![0; found.len()];
        for (&posting, &part) in found.iter().zip(&*parts) {
            let next = &mut ends[part as usize];
            postings[*next as usize] = posting;
            *next += 1;
        }
        Parted { postings, ends }
    }
}

/// Seeds before and after one that are told beside it.
const EDGE: usize = 2;

/// The highest byte of each seed, and that of the nobody before the first and after the last.
fn tops_into(seeds: &[u32], tops: &mut Vec<u32>) {
    tops.clear();
    tops.resize(EDGE, 0);
    tops.extend(seeds.iter().map(|seed| (seed >> 24).max(1)));
    tops.resize(seeds.len() + 2 * EDGE, 0);
}

/// What stands beside a seed, given the highest bytes round it.
#[inline(always)]
fn beside(near: &[u32]) -> u32 {
    near[0] << 24 | near[1] << 16 | near[3] << 8 | near[4]
}

/// Of each seed the highest byte each of the two before and the two after; 0 where the article ends.
pub(super) fn all_beside(seeds: &[u32]) -> Vec<u32> {
    let mut tops = Vec::new();
    tops_into(seeds, &mut tops);
    tops.windows(2 * EDGE + 1).map(beside).collect()
}

/// The seeds of an article that are of a round, with what stands beside each.
#[derive(Default)]
struct OfRound {
    seeds: Vec<u32>,
    beside: Vec<u32>,
}

impl OfRound {
    fn fill(&mut self, seeds: &[u32], tops: &[u32], round: usize) -> (&[u32], &[u32]) {
        // What is written beyond the last one is not told.
        self.seeds.resize(seeds.len() + AT_ONCE, 0);
        self.beside.resize(seeds.len() + AT_ONCE, 0);
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("popcnt") {
            // SAFETY: the processor has AVX2 and POPCNT, asked for on the line above.
            let count = unsafe { self.take_eights(seeds, tops, round) };
            return (&self.seeds[..count], &self.beside[..count]);
        }
        let count = self.take(seeds, tops, round, 0);
        (&self.seeds[..count], &self.beside[..count])
    }

    /// One by one, after the `count` that are there; how many there are then.
    fn take(&mut self, seeds: &[u32], tops: &[u32], round: usize, mut count: usize) -> usize {
        for (&seed, near) in seeds.iter().zip(tops.windows(2 * EDGE + 1)) {
            (self.seeds[count], self.beside[count]) = (seed, beside(near));
            // No branch: which share a seed is of is anybody's guess.
            count += usize::from((seed >> (32 - ROUND_BITS)) as usize == round);
        }
        count
    }

    /// Eight by eight.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2,popcnt")]
    fn take_eights(&mut self, seeds: &[u32], tops: &[u32], round: usize) -> usize {
        use super::winnow::avx2::squeeze;
        use std::arch::x86_64::*;
        let (eights, rest) = seeds.as_chunks::<AT_ONCE>();
        let (mut count, mut at) = (0, 0);
        for eight in eights {
            let near: &[u32; AT_ONCE + 2 * EDGE] =
                tops[at..].first_chunk().expect("each seed has a top, and neighbours");
            // SAFETY: the unaligned loads read eight of the numbers each, which are there from the 0th to the 4th on.
            let [a, b, _, c, d] =
                unsafe { [0, 1, 2, 3, 4].map(|from| _mm256_loadu_si256(near.as_ptr().add(from).cast())) };
            let before = _mm256_or_si256(_mm256_slli_epi32::<24>(a), _mm256_slli_epi32::<16>(b));
            let beside = _mm256_or_si256(before, _mm256_or_si256(_mm256_slli_epi32::<8>(c), d));
            // SAFETY: the unaligned load reads the eight seeds.
            let own = unsafe { _mm256_loadu_si256(eight.as_ptr().cast()) };
            let shares = _mm256_srli_epi32::<{ 32 - ROUND_BITS as i32 }>(own);
            let is_of_round = _mm256_cmpeq_epi32(shares, _mm256_set1_epi32(round as i32));
            let bits = _mm256_movemask_ps(_mm256_castsi256_ps(is_of_round)) as usize;
            let room = "there is room beyond the last one";
            squeeze(own, bits, self.seeds[count..].first_chunk_mut().expect(room));
            squeeze(beside, bits, self.beside[count..].first_chunk_mut().expect(room));
            count += bits.count_ones() as usize;
            at += AT_ONCE;
        }
        self.take(rest, &tops[at..], round, count)
    }
}

/// Where a seed stands, with those beside it: two articles with the same neighbours share those, too.
#[derive(Clone, Copy, Default)]
pub(super) struct Place {
    /// The article's place among all.
    pub(super) row: u32,
    /// The highest byte each of the two before and the two after.
    pub(super) beside: u32,
}

/// The postings of one part whose hash most likely stands more than once, those of one hash linked to one another. They
/// are numbered from 1; 0 is none.
#[derive(Default)]
pub(super) struct Groups {
    /// By number; that of 0 is nobody's.
    places: Vec<Place>,
    /// By number: what the part does not tell of its hash.
    rests: Vec<u32>,
    /// By number: the posting before it with its hash.
    before: Vec<u32>,
    /// By number: whether another one of its hash comes after it.
    is_followed: Vec<bool>,
    /// What the part does not tell of a hash, above the number of its last posting; 0 where there is none.
    slots: Vec<u64>,
    /// The last posting of each hash that has several.
    lasts: Vec<u32>,
    seen: Seen,
}

impl Groups {
    /// Takes the postings of another part, with the first row of their piece; the rows rise.
    pub(super) fn fill<'p>(&mut self, of_part: impl Iterator<Item = (u32, &'p [u64])> + Clone) {
        let total: usize = of_part.clone().map(|(_, postings)| postings.len()).sum();
        let Self { places, rests, seen, .. } = self;
        seen.reset(total);
        // Each piece's lie elsewhere in memory: the next ones are asked for while these are gone through.
        let mut coming = of_part.clone().skip(1);
        for (_, postings) in of_part.clone() {
            if let Some((_, next)) = coming.next() {
                (0..next.len()).step_by(CACHE_LINE).for_each(|at| fetch(next, at));
            }
            postings.iter().for_each(|&posting| seen.note(posting));
        }
        places.resize(total + 1, Place::default());
        rests.resize(total + 1, 0);
        let mut number = 1;
        for (first_row, postings) in of_part {
            for &posting in postings {
                let row = first_row + (posting as u32 & ((1 << ROW_BITS) - 1));
                places[number] = Place { row, beside: (posting >> ROW_BITS) as u32 };
                rests[number] = (posting >> (64 - REST_BITS)) as u32;
                // No branch: whether a hash stands once is anybody's guess.
                number += usize::from(seen.is_repeated(posting));
            }
        }
        places.truncate(number);
        rests.truncate(number);
        self.link();
        self.note_lasts();
    }

    /// Puts each posting after the one before it with its hash.
    fn link(&mut self) {
        let Self { rests, before, is_followed, slots, .. } = self;
        // No more slots than hashes that can be told apart: then each has one of its own.
        let slot_bits = (rests.len() * 4).next_power_of_two().ilog2().min(REST_BITS);
        slots.clear();
        slots.resize(1 << slot_bits, 0);
        is_followed.clear();
        is_followed.resize(rests.len(), false);
        // Every number but 0 is written to below.
        before.resize(rests.len(), 0);
        let mask = slots.len() - 1;
        for number in 1..rests.len() {
            let rest = u64::from(rests[number]);
            let mut at = (rest >> (REST_BITS - slot_bits)) as usize & mask;
            // An empty slot says what it has to say of a hash that nobody had: no branch between the two.
            while (slots[at] != 0) & (slots[at] >> 32 != rest) {
                at = (at + 1) & mask;
            }
            let last = slots[at] as u32;
            before[number] = last;
            is_followed[last as usize] = true;
            slots[at] = rest << 32 | number as u64;
        }
    }

    fn note_lasts(&mut self) {
        let Self { before, is_followed, lasts, .. } = self;
        lasts.resize(before.len(), 0);
        let mut count = 0;
        for ((number, &before), &is_followed) in (0..).zip(&*before).zip(&*is_followed).skip(1) {
            lasts[count] = number;
            count += usize::from((before != 0) & !is_followed);
        }
        lasts.truncate(count);
    }

    /// The last posting of each hash that has several.
    pub(super) fn lasts(&self) -> &[u32] {
        &self.lasts
    }

    /// The places of one hash, given the last, each article once; the rows fall.
    pub(super) fn places_into(&self, last: u32, places: &mut Vec<Place>) {
        places.clear();
        let mut number = last as usize;
        while number != 0 {
            let place = self.places[number];
            match places.last_mut() {
                Some(kept) if kept.row == place.row => kept.beside = kept.beside.min(place.beside),
                _ => places.push(place),
            }
            number = self.before[number] as usize;
        }
    }
}

/// Which postings have a hash that most likely stands more than once. None that does is passed over.
#[derive(Default)]
struct Seen {
    /// Two bits for about every eighth of a hash: some posting fell here, some other one did, too.
    bits: Vec<[u64; 2]>,
    /// What is left of a posting when its word is chosen by the highest bits.
    shift: u32,
}

impl Seen {
    /// Forgets all, and makes room for so many postings.
    fn reset(&mut self, postings: usize) {
        let words = (postings / 8).clamp(2, 1 << (REST_BITS - 6)).next_power_of_two();
        self.bits.clear();
        self.bits.resize(words, [0; 2]);
        self.shift = 64 - words.ilog2();
    }

    #[inline(always)]
    fn place(&self, posting: u64) -> (usize, u64) {
        ((posting >> self.shift) as usize & (self.bits.len() - 1), 1 << (posting >> (self.shift - 6) & 63))
    }

    #[inline(always)]
    fn note(&mut self, posting: u64) {
        let (word, bit) = self.place(posting);
        let [once, twice] = &mut self.bits[word];
        *twice |= *once & bit;
        *once |= bit;
    }

    #[inline(always)]
    fn is_repeated(&self, posting: u64) -> bool {
        let (word, bit) = self.place(posting);
        self.bits[word][1] & bit != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn seeds_of_a_round_are_taken_one_by_one_as_eight_by_eight(seeds in proptest::collection::vec(any::<u32>(), 0..60), round in 0..ROUNDS) {
            let mut tops = Vec::new();
            tops_into(&seeds, &mut tops);
            let (mut fast, mut slow) = (OfRound::default(), OfRound::default());
            slow.seeds.resize(seeds.len() + 1, 0);
            slow.beside.resize(seeds.len() + 1, 0);
            let count = slow.take(&seeds, &tops, round, 0);
            prop_assert_eq!(fast.fill(&seeds, &tops, round), (&slow.seeds[..count], &slow.beside[..count]));
        }
    }
}
