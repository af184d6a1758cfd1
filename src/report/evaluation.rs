//! A result held against gold, as plain data.

use serde::Serialize;

/// What a result is worth by one gold table.
#[derive(Clone, Debug, Serialize)]
pub struct Evaluation {
    /// What the gold speaks of: `clusters` or `pairs`.
    pub gold: &'static str,
    /// Articles or pairs that the gold lists.
    pub gold_size: usize,
    /// Articles in found clusters that the gold does not know; they are not scored.
    pub unknown: usize,
    /// Articles of the gold that the result did not read; they count as found alone.
    pub unread: usize,
    /// The figures, in the order they are read.
    pub figures: Vec<Figure>,
    /// Precision, recall and F1 of each relation; empty where the gold names clusters.
    pub relations: Vec<RelationScore>,
    /// Where result and gold differ most.
    pub worst: Vec<Disagreement>,
}

/// One figure with its bootstrap interval.
#[derive(Clone, Debug, Serialize)]
pub struct Figure {
    /// Its name.
    pub name: &'static str,
    /// Its value on the gold as it is.
    pub value: f64,
    /// The 2.5th percentile over resampled gold.
    pub low: f64,
    /// The 97.5th percentile.
    pub high: f64,
}

/// How one relation was told.
#[derive(Clone, Debug, Serialize)]
pub struct RelationScore {
    /// The relation, or `none`.
    pub relation: String,
    /// Pairs of it in the gold.
    pub gold: usize,
    /// Pairs of the gold that the result calls so.
    pub found: usize,
    /// Pairs that both call so.
    pub agreed: usize,
    /// `agreed / found`; 0 where nothing was found.
    pub precision: f64,
    /// `agreed / gold`; 0 where the gold has none.
    pub recall: f64,
    /// Harmonic mean of both.
    pub f1: f64,
}

/// A pair on which result and gold differ.
#[derive(Clone, Debug, Serialize)]
pub struct Disagreement {
    /// First article.
    pub a: String,
    /// Second article.
    pub b: String,
    /// What the gold says.
    pub gold: String,
    /// What the result says.
    pub found: String,
    /// Pairs that are wrong for the same reason: the two parts of a cluster, multiplied.
    pub pairs: usize,
}
