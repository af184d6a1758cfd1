//! What each of several thresholds would find, as plain data.

use serde::Serialize;

/// A grid of thresholds, and the one that is proposed.
#[derive(Clone, Debug, Serialize)]
pub struct Tuning {
    /// Articles read.
    pub articles: usize,
    /// Articles whose pairs were all compared, to see what the candidate stage misses.
    pub sampled: usize,
    /// What each threshold finds, the lowest first.
    pub rows: Vec<Row>,
    /// Which one to take, and why.
    pub proposal: Proposal,
}

/// What a threshold finds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// Least resemblance of near duplicates.
    pub threshold: f64,
    /// Clusters.
    pub clusters: usize,
    /// Articles that stand in one.
    pub clustered: usize,
    /// Pairs that hold, whatever their relation.
    pub pairs: usize,
    /// Those that are identical or near duplicates.
    pub near: usize,
    /// Pairs with a resemblance from this threshold to the next one, or to 1.
    pub between: usize,
    /// Share of the sampled pairs at or above the threshold that the candidate stage finds; none without such pairs.
    pub recall: Option<Recall>,
    /// Agreement with gold, where it was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gold: Option<Agreement>,
    /// Ids of the members of each cluster.
    #[serde(skip)]
    pub groups: Vec<Vec<String>>,
}

/// A share with its 95% interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Recall {
    /// Pairs found.
    pub found: usize,
    /// Pairs there are.
    pub pairs: usize,
    /// Share found, in 0..=1.
    pub value: f64,
    /// Lower end of the interval (Wilson 1927, "Probable inference, the law of succession, and statistical inference").
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Recall {
    /// So many of so many; none of none.
    pub fn of(found: usize, pairs: usize) -> Option<Self> {
        const Z: f64 = 1.959_964;
        let (n, share) = (pairs as f64, found as f64 / pairs.max(1) as f64);
        let centre = (share + Z * Z / (2.0 * n)) / (1.0 + Z * Z / n);
        let reach = Z / (1.0 + Z * Z / n) * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
        let (low, high) = ((centre - reach).max(0.0), (centre + reach).min(1.0));
        (pairs > 0).then_some(Self { found, pairs, value: share, low, high })
    }
}

/// How well clusters agree with gold, over pairs of articles.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Agreement {
    /// Share of the found pairs that are right.
    pub precision: f64,
    /// Share of the gold pairs that are found.
    pub recall: f64,
    /// Their harmonic mean.
    pub f1: f64,
}

/// The threshold to take.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Proposal {
    /// It.
    pub threshold: f64,
    /// Why.
    pub reason: Ground,
}

/// What a proposal rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// The best agreement with gold.
    Gold,
    /// The emptiest place between pairs that only resemble one another and copies.
    Valley,
    /// Too few pairs to see a shape: the default.
    TooFew,
}

impl Tuning {
    /// Proposes the threshold that agrees best with gold; of equals the one nearest to `usual`.
    pub fn prefer_gold(&mut self, usual: f64) {
        let score = |row: &Row| row.gold.map_or(-1.0, |gold| gold.f1);
        let best = self.rows.iter().map(score).fold(-1.0, f64::max);
        let equals = self.rows.iter().filter(|row| row.gold.is_some() && score(row) >= best);
        let distance = |row: &&Row| (row.threshold - usual).abs();
        if let Some(row) = equals.min_by(|x, y| distance(x).total_cmp(&distance(y))) {
            self.proposal = Proposal { threshold: row.threshold, reason: Ground::Gold };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_those_of_the_formula() {
        let recall = Recall::of(8, 10).expect("ten pairs");
        assert!((recall.low - 0.490_162).abs() < 1e-5 && (recall.high - 0.943_317).abs() < 1e-5, "{recall:?}");
        let all = Recall::of(20, 20).expect("twenty pairs");
        assert!((all.low - 0.838_875).abs() < 1e-5 && all.high == 1.0, "{all:?}");
        assert_eq!(Recall::of(0, 0), None);
    }
}
