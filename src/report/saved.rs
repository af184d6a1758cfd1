//! A result read again from its JSON Lines: what `jsonl` wrote, as the same plain data.

use super::model::{Report, Run, Summary};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::io::BufRead;

/// Reads a saved result. Records of types that this version does not know are passed over.
///
/// # Errors
/// In words: the line, what is wrong with it, or which record is missing.
pub fn read(lines: impl BufRead) -> Result<Report, String> {
    let mut parts = Parts::default();
    for (number, line) in (1..).zip(lines.lines()) {
        let line = line.map_err(|error| format!("line {number}: {error}"))?;
        if !line.trim().is_empty() {
            parts.add(&line).map_err(|error| format!("line {number}: {error}"))?;
        }
    }
    parts.whole()
}

/// Schema of the records that are understood.
const SCHEMA: u32 = 1;

#[derive(Default)]
struct Parts {
    run: Option<Run>,
    summary: Option<Summary>,
    rest: Rest,
}

#[derive(Default)]
struct Rest {
    articles: Vec<super::model::Article>,
    boilerplate: Vec<super::model::Boilerplate>,
    pairs: Vec<super::model::Pair>,
    clusters: Vec<super::model::Cluster>,
    matches: Vec<super::model::Match>,
    passages: Vec<super::model::Passage>,
    flows: Vec<super::model::Flow>,
    lags: Vec<super::model::Lag>,
    edits: Vec<super::model::Edit>,
    below: Vec<super::model::Below>,
    skipped: Vec<crate::document::Skipped>,
}

/// The type of a record, before anything else of it is read.
#[derive(serde::Deserialize)]
struct Typed {
    r#type: String,
}

impl Parts {
    fn add(&mut self, line: &str) -> Result<(), String> {
        let typed: Typed = record(line)?;
        let rest = &mut self.rest;
        match typed.r#type.as_str() {
            "run" => {
                let schema = record::<Value>(line)?["schema"].as_u64();
                if schema != Some(u64::from(SCHEMA)) {
                    return Err(format!("schema {schema:?} is not {SCHEMA}: this result was saved by another version"));
                }
                self.run = Some(record(line)?);
            }
            "article" => rest.articles.push(record(line)?),
            "boilerplate" => rest.boilerplate.push(record(line)?),
            "pair" => rest.pairs.push(record(line)?),
            "cluster" => rest.clusters.push(record(line)?),
            "match" => rest.matches.push(record(line)?),
            "passage" => rest.passages.push(record(line)?),
            "flow" => rest.flows.push(record(line)?),
            "lag" => rest.lags.push(record(line)?),
            "edit" => rest.edits.push(record(line)?),
            "below" => rest.below.push(record(line)?),
            "skipped" => rest.skipped.push(record(line)?),
            "summary" => self.summary = Some(record(line)?),
            _ => {}
        }
        Ok(())
    }

    fn whole(self) -> Result<Report, String> {
        let missing =
            |what| format!("there is no {what:?} record: this is not a whole result of reprint --format jsonl");
        let Rest { articles, boilerplate, pairs, clusters, matches, passages, flows, lags, edits, below, skipped } =
            self.rest;
        Ok(Report {
            run: self.run.ok_or_else(|| missing("run"))?,
            summary: self.summary.ok_or_else(|| missing("summary"))?,
            articles,
            boilerplate,
            pairs,
            clusters,
            matches,
            passages,
            flows,
            lags,
            edits,
            below,
            skipped,
        })
    }
}

fn record<T: DeserializeOwned>(line: &str) -> Result<T, String> {
    serde_json::from_str(line).map_err(|error| error.to_string())
}
