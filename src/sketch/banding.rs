//! Bands and rows: which signatures meet as candidates.
//!
//! A signature is cut into `bands` of `rows` lanes; two signatures meet when any band agrees, which
//! happens with probability 1-(1-J^rows)^bands (Leskovec, Rajaraman, Ullman, "Mining of Massive
//! Datasets", section 3.4). The cut is chosen for recall at the threshold, not for balance: false
//! candidates cost a little time, missed ones are lost.

use crate::hash;

/// How a signature is cut.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Banding {
    /// Number of bands.
    pub bands: usize,
    /// Lanes in each.
    pub rows: usize,
}

/// Recall at the threshold that the automatic choice guarantees.
pub const RECALL_AT_THRESHOLD: f64 = 0.98;

impl Banding {
    /// The cut with the longest bands whose recall at `threshold` is at least `RECALL_AT_THRESHOLD`, from
    /// signatures of `hashes` lanes. Bands of one row where nothing longer reaches it.
    pub fn for_threshold(threshold: f64, hashes: usize) -> Self {
        (1..=hashes)
            .map(|rows| Self { bands: hashes / rows, rows })
            .take_while(|banding| banding.collision_probability(threshold) >= RECALL_AT_THRESHOLD)
            .last()
            .unwrap_or(Self { bands: hashes, rows: 1 })
    }

    /// Probability that two sets of this resemblance become a candidate pair.
    pub fn collision_probability(self, resemblance: f64) -> f64 {
        1.0 - (1.0 - resemblance.powi(self.rows as i32)).powi(self.bands as i32)
    }

    /// Key of one band of a signature. Keys of different bands are never compared.
    #[inline]
    pub fn key(self, signature: &[u32], band: usize) -> u32 {
        hash::run(self.lanes(signature, band))
    }

    /// The lanes of one band.
    #[inline]
    pub fn lanes(self, signature: &[u32], band: usize) -> &[u32] {
        &signature[band * self.rows..(band + 1) * self.rows]
    }

    /// Whether two signatures agree in a band before this one.
    pub fn meet_before(self, x: &[u32], y: &[u32], band: usize) -> bool {
        // Lane by lane: a band is too short to be compared as memory.
        let agree = |x: &[u32], y: &[u32]| x.iter().zip(y).all(|(x, y)| x == y);
        (0..band).any(|earlier| agree(self.lanes(x, earlier), self.lanes(y, earlier)))
    }

    /// How many bands of two signatures are the same: with any, the two are a candidate pair.
    pub fn agreeing(self, x: &[u32], y: &[u32]) -> usize {
        (0..self.bands).filter(|&band| self.lanes(x, band) == self.lanes(y, band)).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sketch::minhash::MinHasher;

    #[test]
    fn the_choice_is_the_measured_one() {
        let chosen = |t| {
            let banding = Banding::for_threshold(t, 128);
            (banding.bands, banding.rows)
        };
        assert_eq!([chosen(0.5), chosen(0.6), chosen(0.7), chosen(0.8)], [(42, 3), (32, 4), (25, 5), (18, 7)]);
        assert_eq!(chosen(0.01), (128, 1));
        assert_eq!(chosen(1.0), (1, 128));
    }

    /// Share of pairs that meet, against the formula, by the normal bound of a binomial (4 sigma).
    #[test]
    fn pairs_meet_as_often_as_the_formula_says() {
        let banding = Banding { bands: 25, rows: 5 };
        for shared in [10, 30, 50, 70, 90] {
            let trials = 2000u64;
            let met = (0..trials).filter(|&trial| {
                let hasher = MinHasher::new(125, trial);
                let all: Vec<u32> = (0..200).map(|i| hash::stream(trial ^ 0x5eed, i) as u32).collect();
                let shared = shared * 2;
                let own = (200 - shared) / 2;
                let (mut a, mut b) = (vec![0; 125], vec![0; 125]);
                hasher.sign(&all[..shared + own], &mut a);
                hasher.sign(&[&all[..shared], &all[shared + own..]].concat(), &mut b);
                (0..banding.bands).any(|band| banding.key(&a, band) == banding.key(&b, band))
            });
            let p = banding.collision_probability(shared as f64 / 100.0);
            let expected = trials as f64 * p;
            let sigma = (trials as f64 * p * (1.0 - p)).sqrt().max(1.0);
            let met = met.count() as f64;
            assert!((met - expected).abs() < 4.0 * sigma, "J = .{shared}: {met} met, {expected} expected");
        }
    }
}
