//! Where texts probably came from, who says so, and which way they went, as plain data.

use crate::provenance::source::{Confidence, Reason};
use crate::provenance::standing::Status;
use serde::{Deserialize, Serialize};

/// Where a text probably came from; no source where nothing can be concluded.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Provenance {
    /// A house that is credited, or an outlet that ran it.
    pub source: Option<String>,
    /// How sure that is.
    pub confidence: Confidence,
    /// What speaks for whom, that for the source first.
    pub evidence: Vec<Evidence>,
}

/// One piece of evidence for a source.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Evidence {
    /// Whom it speaks for.
    pub source: String,
    /// How.
    pub reason: Reason,
    /// What it is worth.
    pub points: u32,
    /// Ids of the articles that show it.
    pub articles: Vec<String>,
}

/// Whether the places of a text credit where it came from.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Credited {
    /// The house that most of them credit, the first by name of equals.
    pub agency: Option<String>,
    /// All of them together. A text that is not credited is one without a credit that was found, no more.
    pub status: Status,
}

/// Text that an outlet ran after another one. Ran later, which is not taken: both may have it from a third.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Flow {
    /// The outlet whose article is the earliest dated one that has the text.
    pub from: String,
    /// The outlet that ran it too.
    pub to: String,
    /// Words of it.
    pub words: u64,
    /// Articles of `to` that have some.
    pub articles: usize,
    /// Share of all words of `to`, furniture left out.
    pub share: f64,
    /// Median time from the earliest article to that of `to`, where both tell the time of day.
    pub median_delay_seconds: Option<i64>,
    /// Share of the places that credit the text, of those that are decided.
    pub credited_share: Option<f64>,
}

/// How long after the earliest article an outlet ran texts that a house is credited for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Lag {
    /// The house.
    pub agency: String,
    /// The outlet.
    pub outlet: String,
    /// Its articles with such a text that tell the time of day.
    pub articles: usize,
    /// Those of them that are the earliest dated ones.
    pub first: usize,
    /// Median time after the earliest one.
    pub median_delay_seconds: i64,
}
