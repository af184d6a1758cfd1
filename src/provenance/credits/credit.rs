//! A credit, and what is known of the article it stands in.

use crate::id::Span;
use serde::{Deserialize, Serialize};

/// What a credit credits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CreditKind {
    /// The house is named as author.
    Byline,
    /// The house stands in the opening place line.
    Dateline,
    /// Text, a quotation or facts are said to come from the house.
    Text,
    /// A picture comes from the house.
    Photo,
    /// The house holds the rights.
    Copyright,
}

/// One credit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credit {
    /// Canonical name of the house; an unlisted one as written.
    pub agency: String,
    /// What is credited.
    pub kind: CreditKind,
    /// The name with the marker at its side.
    pub span: Span,
}

/// What is known of the article besides its text.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context<'a> {
    /// The outlet, by name or address; its own name is no credit.
    pub outlet: &'a str,
    /// Headline.
    pub title: Option<&'a str>,
    /// Author as the metadata say.
    pub author: Option<&'a str>,
    /// Where captions stand in the text; may be empty.
    pub captions: &'a [Span],
}
