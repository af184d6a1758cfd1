//! What the versions of a text changed, as plain data.

pub use crate::provenance::edits::{EditKind, Touched};
use serde::{Deserialize, Serialize};

/// What a member of a cluster changed against the earliest one; furniture left out.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Edit {
    /// Number of the cluster.
    pub cluster: u32,
    /// Its earliest dated article.
    pub from: String,
    /// The member.
    pub article: String,
    /// Words that both have, in whatever order.
    pub equal_words: u32,
    /// Words that the member alone has.
    pub added_words: u32,
    /// Words that the earliest alone has.
    pub cut_words: u32,
    /// Words of the member that stand in the place of others.
    pub changed_words: u32,
    /// Differences that bring in or take out a name.
    pub names: usize,
    /// Differences that bring in or take out a number.
    pub numbers: usize,
    /// Differences within quotation marks.
    pub quotes: usize,
    /// The differences in the order of the member's text; of many, those that touch most, then the longest.
    pub changes: Vec<Change>,
    /// Differences that are not listed.
    #[serde(default, skip_serializing_if = "super::model::is_zero")]
    pub unlisted: usize,
}

/// One difference of two texts.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Change {
    /// What became of it.
    pub kind: EditKind,
    /// What it touches.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub touches: Vec<Touched>,
    /// What stood in the earliest article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Stretch>,
    /// What stands in the member.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Stretch>,
}

/// A stretch of an article's text.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Stretch {
    /// Its words; of many the first, and an ellipsis.
    pub text: String,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// First character.
    pub char_start: usize,
    /// One past the last character.
    pub char_end: usize,
}
