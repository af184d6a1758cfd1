//! A result held against gold: pure functions from the text of two files to figures.

mod clusters;
mod gold;
mod pairs;
mod resample;

use crate::error::{Error, Result};
use crate::report::evaluation::Evaluation;
use gold::Gold;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// How figures are resampled.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Resampled golds; more give steadier intervals.
    pub resamples: usize,
    /// Seed of the resampling.
    pub seed: u64,
    /// Disagreements told.
    pub worst: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { resamples: 1000, seed: 1, worst: 10 }
    }
}

/// Scores `result`, the JSON Lines of `scan`, by `gold`: a table of clusters, or of pairs with their relation.
///
/// # Errors
/// Where a line of either is not what it should be; the message has its number.
pub fn evaluate(gold: &str, result: &str, settings: Settings) -> Result<Evaluation> {
    let found = Found::read(result)?;
    Ok(match gold::read(gold)? {
        Gold::Clusters(gold) => clusters::evaluate(&gold, &found, settings),
        Gold::Pairs(gold) => pairs::evaluate(&gold, &found, settings),
    })
}

/// What a result says.
#[derive(Default)]
struct Found {
    articles: BTreeSet<String>,
    cluster_of: BTreeMap<String, usize>,
    relations: BTreeMap<(String, String), String>,
}

/// The records of a result that are scored.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Record {
    Article {
        article: String,
    },
    Pair {
        a: String,
        b: String,
        relation: String,
    },
    Cluster {
        articles: Vec<String>,
    },
    #[serde(other)]
    Other,
}

impl Found {
    fn read(text: &str) -> Result<Self> {
        let mut found = Self::default();
        let mut clusters = 0;
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let at = number + 1;
            let record = serde_json::from_str(line)
                .map_err(|error| Error::Setting(format!("result, line {at}: not a record of reprint: {error}")))?;
            match record {
                Record::Article { article } => drop(found.articles.insert(article)),
                Record::Pair { a, b, relation } => drop(found.relations.insert((a, b), relation)),
                Record::Cluster { articles } => {
                    for article in articles {
                        if found.cluster_of.contains_key(&article) {
                            return Err(Error::Setting(format!(
                                "result, line {at}: {article:?} stands in two clusters"
                            )));
                        }
                        found.cluster_of.insert(article, clusters);
                    }
                    clusters += 1;
                }
                Record::Other => {}
            }
        }
        if found.articles.is_empty() {
            return Err(Error::Setting(
                "the result has no articles; write one with: reprint scan PATH --format jsonl".into(),
            ));
        }
        Ok(found)
    }

    /// The relation of a pair, `none` where the result does not list it.
    fn relation(&self, pair: &(String, String)) -> &str {
        self.relations.get(pair).map_or("none", String::as_str)
    }
}

/// Harmonic mean, 0 where both are.
fn harmonic(precision: f64, recall: f64) -> f64 {
    if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 }
}
