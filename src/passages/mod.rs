//! Passages that articles share: where they start and end on each side, how far they agree, and which of
//! them are one text.
//!
//! `index` finds where two articles share runs of words, `matches` makes aligned matches of them
//! (`anchor`, `chain`, `align`, `segment`, `cover`), `fragment` tells a lifted sentence from a title, `rewrite` finds
//! what was put into other words, and `gather` puts all the places of one text together. Works on word hashes; knows no files and no threads.

pub mod align;
pub mod anchor;
pub mod chain;
pub mod cover;
pub mod fragment;
pub mod gather;
pub mod index;
pub mod matches;
pub mod rewrite;
pub mod segment;
#[cfg(test)]
mod testing;

use serde::{Deserialize, Serialize};
use std::ops::Range;

pub use matches::{alignments, matches};

/// An article as the comparison sees it; places are indexes into `words`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Article<'t> {
    /// Hash of each folded word, furniture left out.
    pub words: &'t [u32],
    /// First word of each sentence, ascending, the first being 0; empty where unknown.
    pub sentences: &'t [u32],
}

/// A passage that stands in both articles.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// Words of the first article.
    pub a: Range<u32>,
    /// Words of the second article.
    pub b: Range<u32>,
    /// Words that are equal and aligned.
    pub words: u32,
    /// `2 * words` over the words of both ranges: 1 for verbatim text, below it by every word that only
    /// one side has.
    pub identity: f32,
    /// How the text came over.
    pub reuse: Reuse,
}

/// How a passage came from one article into the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reuse {
    /// Word for word, with edits.
    #[default]
    Copied,
    /// In other words, in about the same length.
    Rewritten,
    /// In far fewer words.
    Summarised,
}

/// A run of words that are equal in both articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Block {
    /// First word in the first article.
    pub a: u32,
    /// First word in the second article.
    pub b: u32,
    /// Number of words.
    pub len: u32,
}

impl Block {
    /// One past the last word in the first article.
    pub fn a_end(&self) -> u32 {
        self.a + self.len
    }

    /// One past the last word in the second article.
    pub fn b_end(&self) -> u32 {
        self.b + self.len
    }

    fn swapped(self) -> Block {
        Block { a: self.b, b: self.a, len: self.len }
    }
}

/// What counts as a copied passage. All lengths are in words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Words a match has at least on either side, edited ones included; five in six are equal, or more.
    /// Shared quotes and names are shorter.
    pub min_passage: u32,
    /// Least identity of a match, in 0..=1.
    pub min_identity: f32,
    /// A match with fewer equal words than this must be `fragment_share` of its sentences, at least in
    /// one of the articles: titles of laws and venues with a date are not, lifted sentences are.
    pub fragment_words: u32,
    /// See `fragment_words`; in 0..=1.
    pub fragment_share: f32,
    /// Longest stretch between two anchors of one chain, on either side.
    pub max_gap: u32,
    /// How far the score may fall before an alignment ends, in words.
    pub x_drop: u32,
    /// How far an alignment may leave its diagonal beyond the outermost anchors.
    pub band: u32,
    /// Which places of a text that stands more than once in an article are matched.
    pub repeats: Repeats,
}

/// What to do with a text that one of the articles repeats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeats {
    /// No word is in two matches: a text that stands twice is matched in its best place.
    Best,
    /// Every place is matched, as long as one side of the match is in no better one.
    All,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            min_passage: 12,
            min_identity: 0.6,
            fragment_words: 16,
            fragment_share: 0.6,
            max_gap: 40,
            x_drop: 6,
            band: 8,
            repeats: Repeats::Best,
        }
    }
}
