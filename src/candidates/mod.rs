//! Pairs of articles that are worth comparing.
//!
//! Four ways lead here: `lsh` meets signatures by band, `seeds` meets articles by the rare runs of words
//! they share (which finds abridged copies and quoted passages where resemblance is low), `letters` by rare runs of
//! letters, for broken words, and `exact` finds every pair above a resemblance. Knows hashes and article numbers, no text.

pub mod exact;
pub mod letters;
pub mod lsh;
mod postings;
mod repeats;
pub mod seeds;
mod table;
mod winnow;

use crate::id::DocId;

/// Two articles to compare, the lower number first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct CandidatePair {
    /// The article with the lower number.
    pub a: DocId,
    /// The other one.
    pub b: DocId,
}

impl CandidatePair {
    /// The pair of two different articles.
    pub fn new(x: DocId, y: DocId) -> Self {
        debug_assert_ne!(x, y);
        Self { a: x.min(y), b: x.max(y) }
    }

    /// Each two of these articles, which are in order.
    pub fn among(members: &[DocId]) -> impl Iterator<Item = Self> + '_ {
        members.iter().enumerate().flat_map(|(i, &a)| members[i + 1..].iter().map(move |&b| Self { a, b }))
    }
}

/// All pairs of sorted lists, each once, sorted.
pub fn union(mut pairs: Vec<CandidatePair>, more: &[CandidatePair]) -> Vec<CandidatePair> {
    pairs.extend_from_slice(more);
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}
