//! An article as the corpus gives it, and the reason where it gives none.

use crate::date::Published;
use crate::language;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// One article: its own text, and what is known about it.
#[derive(Debug, Default)]
pub struct Document<'a> {
    /// Path below the root with `/`, or the record's own id.
    pub id: String,
    /// The outlet that published it; `None` where nothing tells.
    pub outlet: Option<String>,
    /// Headline, where it stands apart from the text.
    pub title: Option<String>,
    /// When it was published.
    pub published: Option<Published>,
    /// When it was last changed.
    pub modified: Option<Published>,
    /// Who wrote it, as the source has it; several joined by commas.
    pub author: Option<String>,
    /// Language code as the source gives it, else as the text tells.
    pub language: Option<String>,
    /// Address of the page.
    pub url: Option<String>,
    /// Captions and photo credits, which stand apart from the text: what they credit is the picture.
    pub captions: Vec<String>,
    /// Agencies, rights holders and sources that the source names outside the text.
    pub agencies: Vec<String>,
    /// Field names of this type, and where their values come from, where the reader tells: `("title", "json-ld")`.
    pub origins: Vec<(&'static str, &'static str)>,
    /// The text that all offsets point into.
    pub text: Cow<'a, str>,
    /// Where to find it again.
    pub place: Place,
}

impl Document<'_> {
    /// Judges the language by the text and its words, where the source does not tell it.
    pub fn tell_language(&mut self, words: &[u32]) {
        if self.language.is_none()
            && let Some(found) = language::detect(&self.text, words)
        {
            self.language = Some(found.code.to_owned());
            self.origins.push(("language", "detected"));
        }
    }
}

/// Where an article stands: a file, or a record of one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Place {
    /// Index of the source file in the corpus.
    pub source: u32,
    /// One-based line (or record number) within it; 0 where the file is the article.
    pub record: u64,
    /// Byte at which the record begins, after decompression.
    pub offset: u64,
    /// Bytes of the record.
    pub length: u64,
}

/// A file or record that was not read as an article, and why.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Skipped {
    /// The path, with line and column where the fault has them.
    pub path: String,
    /// Why, in words that can be grouped.
    pub reason: String,
}
