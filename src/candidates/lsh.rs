//! Candidate pairs from signatures: articles that agree in a whole band.
//!
//! Each band's keys are sorted with their articles; equal keys are a bucket. Every pair of a bucket is
//! looked at, however large the bucket is, but only in the first band in which the two meet, and goes on
//! only when its signatures do not rule out the threshold. Nothing is dropped silently: large buckets are counted.

use super::CandidatePair;
use crate::id::DocId;
use crate::sketch::banding::Banding;
use crate::sketch::minhash::agreeing;
use rayon::prelude::*;

/// Signatures of some articles, `hashes` lanes each.
pub struct Signatures {
    /// Lanes a signature.
    pub hashes: usize,
    /// The articles, in rising order.
    pub docs: Vec<DocId>,
    /// Their signatures one after the other, those of `PIECE_ROWS` articles each.
    pub pieces: Vec<Vec<u32>>,
}

/// Signatures of a piece.
pub const PIECE_ROWS: usize = 512;

impl Signatures {
    /// The signature of the article that stands there in `docs`.
    pub fn of(&self, row: u32) -> &[u32] {
        let row = row as usize;
        &self.pieces[row / PIECE_ROWS][row % PIECE_ROWS * self.hashes..][..self.hashes]
    }
}

/// How to look.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// How signatures are cut.
    pub banding: Banding,
    /// Resemblance that the pairs are wanted for.
    pub threshold: f64,
}

/// Buckets with more articles than this are counted as hot.
pub const HOT_BUCKET: usize = 500;

/// Standard deviations below the threshold at which the estimate rules a pair out.
const SIGMAS: f64 = 4.0;

/// What was found, and at what price.
#[derive(Default)]
pub struct Found {
    /// Sorted, each once.
    pub pairs: Vec<CandidatePair>,
    /// Pairs that met in some band, before their signatures were compared as a whole.
    pub meetings: u64,
    /// Buckets of more than `HOT_BUCKET` articles.
    pub hot_buckets: u64,
    /// Articles in the largest bucket.
    pub largest_bucket: usize,
}

/// Lanes in which the signatures of a pair must agree to go on: a pair at the threshold has fewer with
/// probability below 4e-5 (normal bound, 4 sigma).
pub fn least_agreeing(threshold: f64, hashes: usize) -> usize {
    let sigma = (threshold * (1.0 - threshold) / hashes as f64).sqrt();
    ((threshold - SIGMAS * sigma) * hashes as f64).ceil().max(0.0) as usize
}

/// All pairs that agree in a band and may reach the threshold.
pub fn candidates(signatures: &Signatures, settings: &Settings) -> Found {
    let keys = keys(signatures, settings.banding);
    let bands: Vec<Found> =
        (0..settings.banding.bands).into_par_iter().map(|band| in_band(signatures, &keys, settings, band)).collect();
    let mut all = Found::default();
    for found in bands {
        all.pairs.extend(found.pairs);
        all.meetings += found.meetings;
        all.hot_buckets += found.hot_buckets;
        all.largest_bucket = all.largest_bucket.max(found.largest_bucket);
    }
    all.pairs.par_sort_unstable();
    all
}

/// The band keys of all signatures, piece by piece and in each band by band: the signatures are gone through once
/// instead of once a band.
fn keys(signatures: &Signatures, banding: Banding) -> Vec<Vec<u32>> {
    let of_piece = |lanes: &Vec<u32>| {
        let rows = lanes.len() / signatures.hashes;
        let mut keys = vec![0; banding.bands * rows];
        for (row, signature) in lanes.chunks_exact(signatures.hashes).enumerate() {
            (0..banding.bands).for_each(|band| keys[band * rows + row] = banding.key(signature, band));
        }
        keys
    };
    signatures.pieces.par_iter().map(of_piece).collect()
}

/// The keys of one band that most likely stand more than once, each above its row, and no such key left out: sorting
/// costs more than looking twice.
fn repeated<'k>(keys: impl Iterator<Item = &'k u32> + Clone, total: usize) -> Vec<u64> {
    // Eight bits a key, of two kinds: some key fell here, some other one did, too.
    let words = (total / 8).next_power_of_two();
    let mut seen = vec![[0u64; 2]; words];
    let place = |key: u32| (key as usize & (words - 1), 1u64 << (key >> 26));
    for &key in keys.clone() {
        let (word, bit) = place(key);
        let [once, twice] = &mut seen[word];
        *twice |= *once & bit;
        *once |= bit;
    }
    let twice = |key: u32| {
        let (word, bit) = place(key);
        seen[word][1] & bit != 0
    };
    (0..).zip(keys).filter(|&(_, &key)| twice(key)).map(|(row, &key)| u64::from(key) << 32 | row).collect()
}

fn in_band<'k>(signatures: &Signatures, pieces: &'k [Vec<u32>], settings: &Settings, band: usize) -> Found {
    let Settings { banding, threshold } = *settings;
    let least = least_agreeing(threshold, signatures.hashes);
    // Key above row: one sort of plain numbers brings a bucket together, its articles in order.
    let of_band = |piece: &'k Vec<u32>| {
        let rows = piece.len() / banding.bands;
        &piece[band * rows..(band + 1) * rows]
    };
    let mut keys = repeated(pieces.iter().flat_map(of_band), signatures.docs.len());
    keys.sort_unstable();
    let mut found = Found::default();
    for bucket in keys.chunk_by(|a, b| a >> 32 == b >> 32).filter(|bucket| bucket.len() > 1) {
        found.largest_bucket = found.largest_bucket.max(bucket.len());
        found.hot_buckets += u64::from(bucket.len() > HOT_BUCKET);
        for (i, &x) in bucket.iter().enumerate() {
            let a = signatures.of(x as u32);
            for &y in &bucket[i + 1..] {
                let b = signatures.of(y as u32);
                let met_before = banding.meet_before(a, b, band);
                found.meetings += u64::from(!met_before);
                if !met_before && agreeing(a, b) >= least {
                    found.pairs.push(CandidatePair::new(
                        signatures.docs[x as u32 as usize],
                        signatures.docs[y as u32 as usize],
                    ));
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash;
    use crate::sketch::minhash::MinHasher;

    fn signatures(sets: &[Vec<u32>]) -> Signatures {
        let hasher = MinHasher::new(128, 3);
        let of_piece = |sets: &[Vec<u32>]| {
            let mut lanes = vec![0; sets.len() * 128];
            sets.iter().zip(lanes.chunks_mut(128)).for_each(|(set, lanes)| hasher.sign(set, lanes));
            lanes
        };
        let pieces = sets.chunks(PIECE_ROWS).map(of_piece).collect();
        Signatures { hashes: 128, docs: (0..sets.len() as u32).map(DocId).collect(), pieces }
    }

    #[test]
    fn only_single_keys_are_taken_out() {
        let keys: Vec<u32> = (0..5000u64)
            .map(|row| (hash::stream(9, if row % 10 == 0 { row / 20 } else { 10_000 + row }) >> 32) as u32)
            .collect();
        let kept = repeated(keys.iter(), keys.len());
        let mut count = std::collections::HashMap::<u32, usize>::new();
        keys.iter().for_each(|key| *count.entry(*key).or_default() += 1);
        let all = (0u64..).zip(&keys).map(|(row, &key)| (key, u64::from(key) << 32 | row));
        assert!(all.into_iter().all(|(key, with_row)| count[&key] == 1 || kept.contains(&with_row)));
        assert!(kept.len() < 1500, "{} of 5000 are kept, and 500 had to be", kept.len());
        assert!(kept.is_sorted_by_key(|key| *key as u32));
    }

    /// Each pair that agrees in any band and passes the floor, by looking at all pairs.
    #[test]
    fn buckets_lose_no_pair() {
        let sets: Vec<Vec<u32>> = (0..120u64)
            .map(|doc| {
                (0..60).map(|i| hash::stream(if i % 5 == doc % 4 { 1000 + doc } else { doc / 4 }, i) as u32).collect()
            })
            .collect();
        let signatures = signatures(&sets);
        let settings = Settings { banding: Banding { bands: 42, rows: 3 }, threshold: 0.5 };
        let mut slow = Vec::new();
        for a in 0..sets.len() as u32 {
            for b in a + 1..sets.len() as u32 {
                let (x, y) = (signatures.of(a), signatures.of(b));
                let meet = (0..42).any(|band| settings.banding.lanes(x, band) == settings.banding.lanes(y, band));
                if meet && agreeing(x, y) >= least_agreeing(0.5, 128) {
                    slow.push(CandidatePair::new(DocId(a), DocId(b)));
                }
            }
        }
        let found = candidates(&signatures, &settings);
        assert!(slow.len() > 50, "the test has pairs to lose");
        assert_eq!(found.pairs, slow);
    }
}
