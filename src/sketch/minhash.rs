//! MinHash signatures: `k` independent minima over a shingle set (Broder, "On the resemblance and
//! containment of documents", 1997, section 3).
//!
//! Each of the `k` permutations of the 32-bit shingles is `a*x + b mod 2^32` with odd `a`. The shingles
//! are well-mixed hashes, so that this simple family is unbiased; the tests hold its variance to theory.

use crate::hash;

/// The permutations of one signature scheme. Signatures of other schemes (length, seed) must not be compared.
#[derive(Clone, Debug)]
pub struct MinHasher {
    multipliers: Vec<u32>,
    offsets: Vec<u32>,
}

/// Lanes worked on at once, so that their minima stay in registers.
const LANES: usize = 64;

impl MinHasher {
    /// A scheme of `hashes` permutations drawn from `seed`.
    pub fn new(hashes: usize, seed: u64) -> Self {
        let draw = |i: usize| hash::stream(seed, i as u64) as u32;
        Self {
            multipliers: (0..hashes).map(|i| draw(2 * i) | 1).collect(),
            offsets: (0..hashes).map(|i| draw(2 * i + 1)).collect(),
        }
    }

    /// Number of permutations, which is the signature's length.
    pub fn hashes(&self) -> usize {
        self.multipliers.len()
    }

    /// Writes the signature of a set of shingles (any order, repeats allowed) into `signature`, of `hashes()` lanes.
    /// The empty set's signature is all `u32::MAX`.
    pub fn sign(&self, shingles: &[u32], signature: &mut [u32]) {
        assert_eq!(signature.len(), self.hashes(), "a signature has one lane a permutation");
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
        self.sign_lanes(shingles, signature);
    }

    /// The same loop, compiled for sixteen lanes an instruction.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx512f")]
    fn sign_avx512(&self, shingles: &[u32], signature: &mut [u32]) {
        self.sign_lanes(shingles, signature);
    }

    /// The same loop, compiled for eight lanes an instruction.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    fn sign_avx2(&self, shingles: &[u32], signature: &mut [u32]) {
        self.sign_lanes(shingles, signature);
    }

    #[inline(always)]
    fn sign_lanes(&self, shingles: &[u32], signature: &mut [u32]) {
        let (a, b) = (self.multipliers.chunks_exact(LANES), self.offsets.chunks_exact(LANES));
        let tail = self.hashes() - a.remainder().len();
        for ((a, b), lanes) in a.zip(b).zip(signature.chunks_exact_mut(LANES)) {
            let mut minima = [u32::MAX; LANES];
            for &x in shingles {
                for ((minimum, a), b) in minima.iter_mut().zip(a).zip(b) {
                    *minimum = (*minimum).min(x.wrapping_mul(*a).wrapping_add(*b));
                }
            }
            lanes.copy_from_slice(&minima);
        }
        self.sign_slowly(tail, shingles, &mut signature[tail..]);
    }

    /// One permutation after the other, from the `first` on: the definition.
    fn sign_slowly(&self, first: usize, shingles: &[u32], signature: &mut [u32]) {
        for (i, lane) in signature.iter_mut().enumerate() {
            let (a, b) = (self.multipliers[first + i], self.offsets[first + i]);
            *lane = shingles.iter().map(|x| x.wrapping_mul(a).wrapping_add(b)).min().unwrap_or(u32::MAX);
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
        assert_eq!(signature[..4], GOLDEN, "signatures of older releases would no longer compare");
    }
    const GOLDEN: [u32; 4] = [484_821_010, 1_375_773_156, 523_912_671, 700_020_667];

    /// Two sets of `n` shingles in their union of which `shared` are common.
    fn sets(trial: u64, n: usize, shared: usize) -> (Vec<u32>, Vec<u32>) {
        let all: Vec<u32> = (0..n).map(|i| hash::stream(trial, i as u64) as u32).collect();
        let own = (n - shared) / 2;
        (all[..shared + own].to_vec(), [&all[..shared], &all[shared + own..]].concat())
    }

    /// Variance of the estimate against J(1-J)/k, within 15%: a family whose permutations depend on
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
