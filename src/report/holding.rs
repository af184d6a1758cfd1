//! What an index holds, and what it says of an article, as plain data.

use super::model::{Article, Match, Pair, Passage};
use crate::document::Skipped;
use serde::Serialize;

/// What an index holds.
#[derive(Clone, Debug, Serialize)]
pub struct Holding {
    /// Its folder.
    pub index: String,
    /// Rises with every change.
    pub generation: u64,
    /// Articles in it.
    pub articles: u64,
    /// Articles that were removed and whose bytes `compact` would free.
    pub removed: u64,
    /// Files of articles.
    pub segments: usize,
    /// Bytes of its files.
    pub bytes: u64,
    /// Entries of its tables.
    pub postings: u64,
    /// What is masked.
    pub furniture: KeptFurniture,
    /// The settings in force, by name.
    pub settings: serde_json::Value,
    /// Seed of the signatures.
    pub seed: u64,
}

/// What a change of an index did.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Changed {
    /// Articles in the index afterwards.
    pub articles: u64,
    /// Articles that came in, those in the place of others among them.
    pub added: u64,
    /// Articles that took the place of one with the same id.
    pub replaced: u64,
    /// Articles that were there already, as they are.
    pub unchanged: u64,
    /// Articles that were taken out.
    pub removed: u64,
    /// Articles from which the furniture was learned anew, where it was.
    pub learned: Option<u64>,
    /// Number of the first article that came in; numbers rise from change to change.
    pub first_sequence: u64,
    /// Files that an interrupted change had left behind, and that were swept away.
    pub swept: Vec<String>,
    /// What was not read.
    #[serde(skip)]
    pub skipped: Vec<Skipped>,
}

/// The furniture that an index keeps.
#[derive(Clone, Debug, Serialize)]
pub struct KeptFurniture {
    /// `learned`, `given` or `off`.
    pub origin: String,
    /// Articles it was learned from.
    pub articles: u64,
    /// Outlets that have some.
    pub outlets: usize,
    /// Runs of words and short lines.
    pub hashes: usize,
}

/// What an index says of one article: what `scan` would say of it among the articles of the index.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The article that was asked about.
    pub article: Article,
    /// Whether it is long enough to compare.
    pub compared: bool,
    /// Whether the index has another article under its id, which was left out.
    pub stands_for: bool,
    /// Articles of the index that share something with it.
    pub related: Vec<Article>,
    /// Its pairs.
    pub pairs: Vec<Pair>,
    /// Aligned passages of these pairs.
    pub matches: Vec<Match>,
    /// Its passages, with the places in the related articles.
    pub passages: Vec<Passage>,
    /// The most alike article that does not hold, where one was compared.
    pub best_below: Option<Pair>,
}
