//! One article as the program sees it, as plain data.

use super::model::Article;
use serde::Serialize;
use std::collections::BTreeMap;

/// What is known of an article, and what is done with its text.
#[derive(Clone, Debug, Serialize)]
pub struct Inspection {
    /// The article with its text, and the furniture that is masked in it before anything is compared.
    #[serde(flatten)]
    pub article: Article,
    /// Where each value comes from, by field.
    pub origins: BTreeMap<&'static str, &'static str>,
    /// Captions and photo credits, which are no part of the text.
    pub captions: Vec<String>,
    /// Agencies, rights holders and sources named outside the text.
    pub agencies: Vec<String>,
    /// Distinct shingles of the words that are compared.
    pub shingles: usize,
    /// Words in a shingle.
    pub shingle: usize,
}
