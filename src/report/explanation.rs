//! Why two articles match or do not, as plain data.

use super::model::Article;
use crate::id::Span;
use crate::verify::Relation;
use serde::Serialize;

/// Everything that went into one verdict.
#[derive(Clone, Debug, Serialize)]
pub struct Explanation {
    /// The article named first.
    pub a: Side,
    /// The article named second.
    pub b: Side,
    /// The verdict; `None` where nothing is shared.
    pub relation: Option<Relation>,
    /// Whether the pair alone would put both into one cluster.
    pub joins: bool,
    /// Jaccard resemblance of the shingle sets.
    pub resemblance: f64,
    /// Share of `a`'s shingles that stand in `b`.
    pub containment_a: f64,
    /// Share of `b`'s shingles that stand in `a`.
    pub containment_b: f64,
    /// Equal aligned words, as a share of the shorter article.
    pub equal_share: f64,
    /// Words of the shorter article within shared passages, as a share of it.
    pub covered_share: f64,
    /// How the pair came to be compared, or would have.
    pub candidacy: Candidacy,
    /// The shared passages, in order of their place in `a`.
    pub passages: Vec<Aligned>,
    /// The verdict in sentences.
    pub reasons: Vec<String>,
    /// Flags that would change it.
    pub advice: Vec<String>,
}

/// How a pair meets.
#[derive(Clone, Debug, Serialize)]
pub struct Candidacy {
    /// Bands in which the signatures agree.
    pub agreeing_bands: usize,
    /// Bands of a signature.
    pub bands: usize,
    /// Lanes a band.
    pub rows: usize,
    /// Resemblance as the signatures estimate it.
    pub estimated_resemblance: f64,
    /// Probability that two articles this alike meet in some band.
    pub probability: f64,
    /// Runs of four words that both have, of those that are looked at: two make a candidate.
    pub shared_seeds: usize,
}

/// One of the two articles.
#[derive(Clone, Debug, Serialize)]
pub struct Side {
    /// What is known about it.
    #[serde(flatten)]
    pub article: Article,
    /// Its text.
    pub text: String,
    /// Its words, each with what became of it.
    pub words: Vec<Word>,
}

/// A word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Word {
    /// Its bytes.
    pub span: Span,
    /// What became of it.
    pub mark: Mark,
}

/// What became of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Stands in this article only.
    Own,
    /// Furniture of the outlet, or a copy of an earlier line: not compared.
    Furniture,
    /// Stands in both, in a shared passage.
    Equal,
    /// Stands in a shared passage, and differs from the other article.
    Changed,
}

/// A shared passage; ranges index into the sides' `words`.
#[derive(Clone, Debug, Serialize)]
pub struct Aligned {
    /// First word in `a`, and one past the last.
    pub a: (usize, usize),
    /// The same in `b`.
    pub b: (usize, usize),
    /// Equal words.
    pub words: u32,
    /// Twice these over the words of both sides.
    pub identity: f64,
}
