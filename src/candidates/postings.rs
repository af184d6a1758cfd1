//! The chosen seeds of all articles, those of one hash brought together.
//!
//! A round takes one share of the hash range: the seeds of a piece of the corpus are chosen, those of the share sent to parts
//! of it, and each part's are linked by a table that stays in a core's own cache. Nothing is looked up in memory at large.
//! All rounds choose the seeds anew, as a second choice costs less than holding them: 8 bytes a seed of a round.

use super::winnow::Chooser;
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
    beside: Vec<u32>,
    found: Vec<u64>,
    /// The part of each that was found.
    parts: Vec<u16>,
}

impl Room {
    pub(super) fn parted(&mut self, store: &TokenStore, piece: &Piece, round: usize) -> Parted {
        let Self { chooser, tops, beside, found, parts } = self;
        let (mut ends, mut count) = (vec![0; PARTS], 0);
        for (row, &doc) in (0u64..).zip(piece.docs) {
            let seeds = chooser.seeds(store.words(doc));
            beside_into(seeds, tops, beside);
            if found.len() < count + seeds.len() {
                found.resize(count + seeds.len(), 0);
                parts.resize(count + seeds.len(), 0);
            }
            for (&seed, &beside) in seeds.iter().zip(&*beside) {
                let part = (seed << ROUND_BITS >> (32 - PART_BITS)) as u16;
                found[count] = u64::from(seed) << (64 - REST_BITS) | u64::from(beside) << ROW_BITS | row;
                parts[count] = part;
                // No branch: which share a seed is of is anybody's guess.
                let is_of_round = (seed >> (32 - ROUND_BITS)) as usize == round;
                ends[part as usize] += u32::from(is_of_round);
                count += usize::from(is_of_round);
            }
        }
        let mut start = 0;
        for end in &mut ends {
            start += std::mem::replace(end, start);
        }
        let mut postings = vec![0; count];
        for (&posting, &part) in found[..count].iter().zip(&*parts) {
            let next = &mut ends[part as usize];
            postings[*next as usize] = posting;
            *next += 1;
        }
        Parted { postings, ends }
    }
}

/// Of each seed the highest byte each of the two before and the two after; 0 where the article ends. `tops` is room.
pub(super) fn beside_into(seeds: &[u32], tops: &mut Vec<u32>, beside: &mut Vec<u32>) {
    const EDGE: usize = 2;
    tops.clear();
    tops.resize(EDGE, 0);
    tops.extend(seeds.iter().map(|seed| (seed >> 24).max(1)));
    tops.resize(seeds.len() + 2 * EDGE, 0);
    beside.clear();
    beside.extend(tops.windows(2 * EDGE + 1).map(|near| near[0] << 24 | near[1] << 16 | near[3] << 8 | near[4]));
}

/// Where a seed stands, with those beside it: two articles with the same neighbours share those, too.
#[derive(Clone, Copy, Default)]
pub(super) struct Place {
    /// The article's place among all.
    pub(super) row: u32,
    /// The highest byte each of the two before and the two after.
    pub(super) beside: u32,
}

/// The postings of one part, those of one hash linked to one another. They are numbered from 1; 0 is none.
#[derive(Default)]
pub(super) struct Groups {
    /// Those of 0 are nobody's, as are the other ones.
    places: Vec<Place>,
    /// By number: the posting before it with its hash.
    before: Vec<u32>,
    /// By number: whether another one of its hash comes after it.
    is_followed: Vec<bool>,
    /// What a hash has that the part does not tell, above the number of its last posting; 0 where there is none.
    slots: Vec<u64>,
    /// The last posting of each hash that has several.
    lasts: Vec<u32>,
}

impl Groups {
    /// Takes the postings of another part, with the first row of their piece; the rows rise.
    pub(super) fn fill<'p>(&mut self, of_part: impl Iterator<Item = (u32, &'p [u64])> + Clone) {
        let total: usize = of_part.clone().map(|(_, postings)| postings.len()).sum();
        // No more than tell hashes apart: then each has a slot of its own.
        let slot_bits = (total + total / 2).max(2).next_power_of_two().ilog2().min(REST_BITS);
        self.slots.clear();
        self.slots.resize(1 << slot_bits, 0);
        self.is_followed.clear();
        self.is_followed.resize(total + 1, false);
        // Every number is written to below.
        self.before.resize(total + 1, 0);
        self.places.resize(total + 1, Place::default());
        let Self { places, before, is_followed, slots, .. } = self;
        let mask = slots.len() - 1;
        let mut number = 0;
        for (first_row, postings) in of_part {
            for &posting in postings {
                number += 1;
                let row = first_row + (posting as u32 & ((1 << ROW_BITS) - 1));
                places[number] = Place { row, beside: (posting >> ROW_BITS) as u32 };
                let rest = posting >> (64 - REST_BITS);
                let mut at = (posting >> (64 - slot_bits)) as usize & mask;
                // An empty slot says what it has to say of a hash that nobody had: no branch between the two, as which it
                // is is anybody's guess.
                while (slots[at] != 0) & (slots[at] >> 32 != rest) {
                    at = (at + 1) & mask;
                }
                let last = slots[at] as u32;
                before[number] = last;
                is_followed[last as usize] = true;
                slots[at] = rest << 32 | number as u64;
            }
        }
        self.note_lasts(total);
    }

    fn note_lasts(&mut self, total: usize) {
        self.lasts.resize(total + 1, 0);
        let mut count = 0;
        for number in 1..=total {
            self.lasts[count] = number as u32;
            count += usize::from((self.before[number] != 0) & !self.is_followed[number]);
        }
        self.lasts.truncate(count);
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
