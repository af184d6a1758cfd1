//! MinHash signatures of `k` lanes: the minima and the maxima of a shingle set under `k/2` permutations (Broder, "On the
//! resemblance and containment of documents", 1997, section 3, for minima; Ji, Li, Yan, Tian, Zhang, "Min-Max Hash for
//! Jaccard Similarity", 2013, section III, for both).
//!
//! The lowest and the highest of a permuted set are drawn from it without putting back, so that the estimate is as unbiased
//! as that from `k` minima, its variance a little below theirs, and the permutations are half the work. Each permutation of
//! the 32-bit shingles is `a*x + b mod 2^32` with odd `a`. The shingles are well-mixed hashes, so that this simple family
//! is unbiased; the tests hold its variance to theory.

use crate::hash;

/// The permutations of one signature scheme. Signatures of other schemes (length, seed) must not be compared.
#[derive(Clone, Debug)]
pub struct MinHasher {
    hashes: usize,
    /// Of each permutation, half as many as there are lanes.
    multipliers: Vec<u32>,
    offsets: Vec<u32>,
}

impl MinHasher {
    /// A scheme of `hashes` lanes, its permutations drawn from `seed`.
    pub fn new(hashes: usize, seed: u64) -> Self {
        let draw = |i: usize| hash::stream(seed, i as u64) as u32;
        let permutations = 0..hashes.div_ceil(2);
        Self {
            hashes,
            multipliers: permutations.clone().map(|i| draw(2 * i) | 1).collect(),
            offsets: permutations.map(|i| draw(2 * i + 1)).collect(),
        }
    }

    /// Number of lanes: the signature's length.
    pub fn hashes(&self) -> usize {
        self.hashes
    }

    /// Writes the signature of a set of shingles (any order, repeats allowed) into `signature`, of `hashes()` lanes: the
    /// lowest under each permutation, then the highest under each, as its complement, so that of a union each lane is the
    /// lower of its parts'. The empty set's signature is all `u32::MAX`.
    pub fn sign(&self, shingles: &[u32], signature: &mut [u32]) {
        assert_eq!(signature.len(), self.hashes, "a signature has its lanes");
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("avx512f") {
            // SAFETY: the processor has AVX-512, asked for on the line above.
            unsafe { self.sign_avx512(shingles, signature) };
            return;
        } else if std::arch::is_x86_feature_detected!("avx2") {
            // SAFETY: the processor has AVX2, asked for on the line above.
            unsafe { self.sign_avx2(shingles, signature) };
            return;
        }
        self.sign_together::<32>(shingles, signature);
    }

    /// The same loop, compiled for sixteen permutations an instruction.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx512f")]
    fn sign_avx512(&self, shingles: &[u32], signature: &mut [u32]) {
        self.sign_together::<64>(shingles, signature);
    }

    /// The same loop, compiled for eight permutations an instruction.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    fn sign_avx2(&self, shingles: &[u32], signature: &mut [u32]) {
        self.sign_together::<32>(shingles, signature);
    }

    /// `N` permutations at once, so that what they have found so far stays in registers.
    #[inline(always)]
    fn sign_together<const N: usize>(&self, shingles: &[u32], signature: &mut [u32]) {
        let (a, b) = (self.multipliers.as_chunks::<N>(), self.offsets.as_chunks::<N>());
        let together = N * a.0.len();
        let (lowest, highest) = signature.split_at_mut(self.multipliers.len());
        // Of an odd number of lanes the last permutation has no highest.
        for (((a, b), lowest), highest) in a.0.iter().zip(b.0).zip(lowest.chunks_mut(N)).zip(highest.chunks_mut(N)) {
            let (mut minima, mut maxima) = ([u32::MAX; N], [0; N]);
            for &x in shingles {
                for (((minimum, maximum), a), b) in minima.iter_mut().zip(&mut maxima).zip(a).zip(b) {
                    let permuted = x.wrapping_mul(*a).wrapping_add(*b);
                    *minimum = (*minimum).min(permuted);
                    *maximum = (*maximum).max(permuted);
                }
            }
            lowest.copy_from_slice(&minima);
            highest.iter_mut().zip(maxima).for_each(|(lane, maximum)| *lane = !maximum);
        }
        self.sign_slowly(together, shingles, signature);
    }

    /// One permutation after the other, from the `first` on: the definition.
    fn sign_slowly(&self, first: usize, shingles: &[u32], signature: &mut [u32]) {
        let (lowest, highest) = signature.split_at_mut(self.multipliers.len());
        for (i, lane) in lowest.iter_mut().enumerate().skip(first) {
            let permuted = |x: &u32| x.wrapping_mul(self.multipliers[i]).wrapping_add(self.offsets[i]);
            *lane = shingles.iter().map(permuted).min().unwrap_or(u32::MAX);
            if let Some(lane) = highest.get_mut(i) {
                *lane = !shingles.iter().map(permuted).max().unwrap_or(0);
            }
        }
    }
}

/// Lanes in which two signatures of one scheme agree.
#[inline]
pub fn agreeing(a: &[u32], b: &[u32]) -> usize {
    a.iter().zip(b).map(|(a, b)| usize::from(a == b)).sum()
}

/// Unbiased estimate of the resemblance of two sets, with variance J(1-J)/k.
pub fn estimated_resemblance(a: &[u32], b: &[u32]) -> f64 {
    agreeing(a, b) as f64 / a.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sign(hasher: &MinHasher, shingles: &[u32]) -> Vec<u32> {
        let mut signature = vec![0; hasher.hashes()];
        hasher.sign(shingles, &mut signature);
        signature
    }

    proptest! {
        #[test]
        fn fast_is_slow(shingles in proptest::collection::vec(any::<u32>(), 0..200), hashes in 1usize..200) {
            let hasher = MinHasher::new(hashes, 7);
            let mut slow = vec![0; hashes];
            hasher.sign_slowly(0, &shingles, &mut slow);
            prop_assert_eq!(sign(&hasher, &shingles), slow);
        }

        #[test]
        fn a_union_has_the_lower_lanes(a in proptest::collection::vec(any::<u32>(), 1..50), b in proptest::collection::vec(any::<u32>(), 1..50)) {
            let hasher = MinHasher::new(128, 7);
            let union: Vec<u32> = a.iter().chain(&b).copied().collect();
            let lower: Vec<u32> = sign(&hasher, &a).iter().zip(&sign(&hasher, &b)).map(|(a, b)| *a.min(b)).collect();
            prop_assert_eq!(sign(&hasher, &union), lower);
        }
    }

    #[test]
    fn bits_are_the_same_on_every_machine() {
        let signature = sign(&MinHasher::new(128, 1), &[1, 2, 3, 0xdead_beef]);
        assert_eq!(
            [&signature[..4], &signature[126..]].concat(),
            GOLDEN,
            "signatures of older releases would no longer compare"
        );
    }
    const GOLDEN: [u32; 6] = [484_821_010, 1_375_773_156, 523_912_671, 700_020_667, 652_050_742, 1_091_224_320];

    /// Two sets of `n` shingles in their union of which `shared` are common.
    fn sets(trial: u64, n: usize, shared: usize) -> (Vec<u32>, Vec<u32>) {
        let all: Vec<u32> = (0..n).map(|i| hash::stream(trial, i as u64) as u32).collect();
        let own = (n - shared) / 2;
        (all[..shared + own].to_vec(), [&all[..shared], &all[shared + own..]].concat())
    }

    /// Variance of the estimate against that of `k` minima, J(1-J)/k, within 15%: a family whose permutations depend on
    /// one another (one hash shifted `k` times) has up to five times the variance on 20 shingles.
    #[test]
    fn variance_is_as_theory_says() {
        const K: usize = 128;
        for n in [20, 46, 100, 400, 2000] {
            let shared = n / 2;
            let trials = 3000;
            let mut errors = Vec::new();
            for trial in 0..trials {
                let hasher = MinHasher::new(K, 1_000_000 + trial);
                let (a, b) = sets(trial, n, shared);
                errors.push(estimated_resemblance(&sign(&hasher, &a), &sign(&hasher, &b)) - shared as f64 / n as f64);
            }
            let j = shared as f64 / n as f64;
            let theory = j * (1.0 - j) / K as f64;
            let mean = errors.iter().sum::<f64>() / trials as f64;
            let variance = errors.iter().map(|e| e * e).sum::<f64>() / trials as f64;
            assert!(mean.abs() < 4.0 * (theory / trials as f64).sqrt(), "{n} shingles: biased by {mean}");
            assert!(
                (0.85..1.15).contains(&(variance / theory)),
                "{n} shingles: variance {} of theory",
                variance / theory
            );
        }
    }
}
