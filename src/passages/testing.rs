//! Random texts for the tests: a fixed generator, so that a failure can be repeated.

use super::Block;

/// SplitMix64.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Random(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    pub fn chance(&mut self, p: f64) -> bool {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64 <= p
    }

    /// Up to `most` words out of a vocabulary.
    pub fn words(&mut self, most: usize, vocabulary: usize) -> Vec<u32> {
        (0..self.below(most + 1)).map(|_| self.below(vocabulary) as u32).collect()
    }

    /// The words with some of them replaced, dropped or preceded by another.
    pub fn edited(&mut self, words: &[u32], rate: f64, vocabulary: usize) -> Vec<u32> {
        let mut edited = Vec::with_capacity(words.len());
        for &word in words {
            match if self.chance(rate) { self.below(3) } else { 3 } {
                0 => edited.push(self.below(vocabulary) as u32),
                1 => {}
                2 => edited.extend([self.below(vocabulary) as u32, word]),
                _ => edited.push(word),
            }
        }
        edited
    }
}

/// All places where the articles share `n` words.
pub fn all_seeds(a: &[u32], b: &[u32], n: usize) -> Vec<(u32, u32)> {
    let mut seeds = Vec::new();
    for (i, gram) in a.windows(n).enumerate() {
        seeds.extend(b.windows(n).enumerate().filter(|(_, other)| *other == gram).map(|(j, _)| (i as u32, j as u32)));
    }
    seeds
}

/// Score of an alignment from `origin` to its last run: +1 an equal word, -1 every other column.
pub fn score_of_path(runs: &[Block], origin: (u32, u32)) -> i32 {
    let (mut at, mut score) = (origin, 0i32);
    for run in runs {
        score -= (run.a - at.0).max(run.b - at.1) as i32;
        score += run.len as i32;
        at = (run.a_end(), run.b_end());
    }
    score
}
