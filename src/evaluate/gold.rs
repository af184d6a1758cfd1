//! Gold tables as users have them.

use crate::error::{Error, Result};
use serde::Deserialize;
use std::collections::BTreeMap;

/// What a gold table says.
pub enum Gold {
    /// The cluster of every article.
    Clusters(BTreeMap<String, String>),
    /// The relation of some pairs, `a < b`.
    Pairs(BTreeMap<(String, String), &'static str>),
}

/// From nothing shared to the same text: the place in this list orders disagreements.
pub const RELATIONS: [&str; 6] = ["none", "rewritten", "partial", "contained", "near_duplicate", "identical"];

#[derive(Deserialize)]
struct PairLine {
    a: String,
    b: String,
    relation: String,
}

/// Reads JSON Lines with `a`, `b`, `relation`; or a table `a, b, relation`; or a table `article, cluster`.
pub fn read(text: &str) -> Result<Gold> {
    let lines: Vec<(usize, &str)> =
        text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(|(n, line)| (n + 1, line)).collect();
    let lines = match lines.first() {
        Some((_, first)) if first.starts_with("id\t") || first.starts_with("a\tb\t") => &lines[1..],
        Some(_) => &lines[..],
        None => return Err(Error::Setting("the gold is empty".into())),
    };
    let is_pairs = lines.first().is_some_and(|(_, line)| {
        line.starts_with('{') || line.split('\t').nth(2).is_some_and(|word| relation(word).is_some())
    });
    if is_pairs { pairs(lines).map(Gold::Pairs) } else { clusters(lines).map(Gold::Clusters) }
}

fn pairs(lines: &[(usize, &str)]) -> Result<BTreeMap<(String, String), &'static str>> {
    let mut out = BTreeMap::new();
    for &(at, line) in lines {
        let PairLine { a, b, relation: word } = if line.starts_with('{') {
            serde_json::from_str(line).map_err(|error| wrong(at, &error.to_string()))?
        } else {
            let mut columns = line.split('\t').map(str::to_owned);
            let (Some(a), Some(b), Some(relation)) = (columns.next(), columns.next(), columns.next()) else {
                return Err(wrong(at, "three columns are wanted: a, b, relation, with tabs between them"));
            };
            PairLine { a, b, relation }
        };
        let known = relation(&word)
            .ok_or_else(|| wrong(at, &format!("{word:?} is no relation; one of {} is", RELATIONS.join(", "))))?;
        let key = if a < b { (a, b) } else { (b, a) };
        if out.insert(key, known).is_some_and(|before| before != known) {
            return Err(wrong(at, "this pair has another relation further up"));
        }
    }
    Ok(out)
}

fn clusters(lines: &[(usize, &str)]) -> Result<BTreeMap<String, String>> {
    let mut out: BTreeMap<String, String> = BTreeMap::new();
    for &(at, line) in lines {
        let mut columns = line.split('\t');
        let (Some(article), Some(cluster)) = (columns.next(), columns.next()) else {
            return Err(wrong(at, "two columns are wanted: article, cluster, with a tab between them"));
        };
        if out.insert(article.into(), cluster.into()).is_some_and(|before| before != cluster) {
            let reason = format!("{article:?} stands in two clusters; a table of pairs has the relation third");
            return Err(wrong(at, &reason));
        }
    }
    Ok(out)
}

/// The relation by its name; `near` is short for near_duplicate, and words shared in quotes alone are no reuse.
fn relation(word: &str) -> Option<&'static str> {
    let word = match word.trim() {
        "near" => "near_duplicate",
        "quote_only" => "none",
        word => word,
    };
    RELATIONS.into_iter().find(|known| *known == word)
}

fn wrong(line: usize, reason: &str) -> Error {
    Error::Setting(format!("gold, line {line}: {reason}"))
}
