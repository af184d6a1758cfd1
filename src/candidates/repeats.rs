//! Which hashes occur more than once, told in two passes over hashes that nobody stores.
//!
//! Hashes are sent to parts of their range, so that what a part knows stays in a core's own cache and is
//! written by one thread at a time. A part keeps a byte of every hash it has seen; a byte seen again in
//! the same bucket sets a bit of a map that is asked afterwards. A hash that occurs twice always has its
//! bit; of those that occur once a few in a hundred have one too.

use super::table::{Table, fetch};
use rayon::prelude::*;

/// Parts of the hash range: the leading bits of a hash are its part.
const PART_BITS: u32 = 7;
const PARTS: usize = 1 << PART_BITS;
/// Hashes a bucket is made for, on average; it has room for eight.
const BUCKET_LOAD: usize = 5;
/// Pieces whose hashes are held at once: the more, the fewer times each part's table is fetched into a core's cache.
const ROUND: usize = 64;
/// How far ahead buckets are asked for: about as many loads as a core keeps under way.
const AHEAD: usize = 24;

/// The hashes that occur more than once, and a few others.
pub(super) struct Repeats {
    bits: Table,
    /// What is left of a hash when its word in `bits` is chosen by the leading bits.
    shift: u32,
}

impl Repeats {
    /// Looks at the hashes of all `pieces`, `total` at most; `hash` sends those of one.
    pub(super) fn among<P: Sync>(pieces: &[P], total: usize, hash: impl Fn(&P, &mut dyn FnMut(&[u32])) + Sync) -> Self {
        let words = (total / 32).next_power_of_two().clamp(PARTS, 1 << 26);
        let buckets_a_part = (total / (BUCKET_LOAD * PARTS)).max(1);
        let mut bits = Table::new(words);
        let mut buckets = Table::new(buckets_a_part * PARTS);
        // Nearly all parts of all pieces are of the same length, and few will have to grow.
        let room = total / pieces.len().max(1) / PARTS * 9 / 8;
        let parts = || (0..PARTS).map(|_| Vec::with_capacity(room)).collect();
        let mut scattered: Vec<Vec<Vec<u32>>> = pieces.iter().take(ROUND).map(|_| parts()).collect();
        for round in pieces.chunks(ROUND) {
            let scattered = &mut scattered[..round.len()];
            scattered.par_iter_mut().zip(round).for_each(|(parts, piece)| {
                parts.iter_mut().for_each(Vec::clear);
                hash(piece, &mut |hashes| scatter(hashes, parts));
            });
            let scattered = &*scattered;
            bits.par_chunks_mut(words / PARTS).zip(buckets.par_chunks_mut(buckets_a_part)).enumerate().for_each(
                |(number, (bits, buckets))| {
                    let hashes = scattered.iter().map(|parts| &parts[number][..]);
                    Part { bits, buckets }.see(hashes);
                },
            );
        }
        Self { bits, shift: 32 - words.trailing_zeros() }
    }

    /// Whether a hash may have occurred twice.
    #[inline]
    pub(super) fn may_hold(&self, hash: u32) -> bool {
        self.bits[(hash >> self.shift) as usize] >> (hash >> (self.shift - 6) & 63) & 1 == 1
    }
}

fn scatter(hashes: &[u32], parts: &mut [Vec<u32>]) {
    let parts: &mut [Vec<u32>; PARTS] = parts.try_into().expect("there are PARTS parts");
    for &hash in hashes {
        parts[(hash >> (32 - PART_BITS)) as usize].push(hash);
    }
}

/// What is known of the hashes that begin alike.
struct Part<'a> {
    bits: &'a mut [u64],
    /// Up to eight bytes each, the one seen last lowest; 0 where none is.
    buckets: &'a mut [u64],
}

impl Part<'_> {
    fn see<'h>(&mut self, hashes: impl Iterator<Item = &'h [u32]>) {
        for hashes in hashes {
            for (at, &hash) in hashes.iter().enumerate() {
                if let Some(&later) = hashes.get(at + AHEAD) {
                    fetch(self.buckets, self.bucket(later));
                }
                let bucket = self.bucket(hash);
                let before = seen_before(&mut self.buckets[bucket], hash as u8);
                // No branch: whether a hash was seen before is anybody's guess.
                let bit = self.bit(hash);
                self.bits[bit >> 6] |= u64::from(before) << (bit & 63);
            }
        }
    }

    #[inline(always)]
    fn bucket(&self, hash: u32) -> usize {
        ((u64::from(hash << PART_BITS) * self.buckets.len() as u64) >> 32) as usize
    }

    #[inline(always)]
    fn bit(&self, hash: u32) -> usize {
        (u64::from(hash << PART_BITS) >> (26 - self.bits.len().trailing_zeros())) as usize
    }
}

/// Notes a byte; whether it was there already, or finds no room and must pass for it.
#[inline]
fn seen_before(bucket: &mut u64, byte: u8) -> bool {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let byte = u64::from(byte.max(1));
    let differing = *bucket ^ (byte * EACH);
    let some_equal = differing.wrapping_sub(EACH) & !differing & (EACH << 7) != 0;
    let before = some_equal | (*bucket >> 56 != 0);
    *bucket = if before { *bucket } else { *bucket << 8 | byte };
    before
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash;
    use proptest::prelude::*;
    use std::collections::HashMap;

    fn among(pieces: &[Vec<u32>]) -> Repeats {
        let total = pieces.iter().map(Vec::len).sum();
        Repeats::among(pieces, total, |piece, each| each(piece))
    }

    proptest! {
        #[test]
        fn no_repeat_is_missed(pieces in proptest::collection::vec(proptest::collection::vec(prop_oneof![0u32..40, any::<u32>()], 0..60), 0..40)) {
            let repeats = among(&pieces);
            let mut count: HashMap<u32, usize> = HashMap::new();
            pieces.iter().flatten().for_each(|&hash| *count.entry(hash).or_default() += 1);
            for hash in pieces.into_iter().flatten().filter(|hash| count[hash] > 1) {
                prop_assert!(repeats.may_hold(hash));
            }
        }
    }

    #[test]
    fn most_that_occur_once_are_told_apart() {
        let hashes: Vec<u32> = (0..1 << 18).map(|i| hash::stream(3, i) as u32).collect();
        let repeats = among(std::slice::from_ref(&hashes));
        let told = hashes.iter().filter(|&&hash| repeats.may_hold(hash)).count();
        assert!(told < hashes.len() / 10, "{told}");
    }
}
