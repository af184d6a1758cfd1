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

impl CreditKind {
    /// Its name in records and for readers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Byline => "byline",
            Self::Dateline => "dateline",
            Self::Text => "text",
            Self::Photo => "photo",
            Self::Copyright => "copyright",
        }
    }
}

/// What of an article names the house.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CreditField {
    /// Its text.
    #[default]
    Text,
    /// The author that the source gives beside it.
    Author,
    /// The agencies, rights holders and sources that stand beside it.
    Agencies,
    /// Captions that stand apart from it.
    Captions,
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
