//! `reprint tune`: which threshold?

use crate::args::{Format, Tune};
use crate::{RAN, output, settings, terminal};
use reprint::corpus::Corpus;
use reprint::error::{Error, Result};
use reprint::evaluate::{self, evaluate};
use reprint::pipeline::{self, Settings};
use reprint::report::text;
use reprint::report::tuning::{Agreement, Row, Tuning};
use serde_json::json;

/// Runs it; the exit code.
pub fn run(args: &Tune) -> Result<u8> {
    let settings = settings::of(&args.matching, &args.input)?;
    let gold = args
        .gold
        .as_deref()
        .map(|file| std::fs::read_to_string(file).map_err(|source| Error::Path { path: file.into(), source }));
    let gold = gold.transpose()?;
    let progress = terminal::start(&args.output)?;
    let corpus = Corpus::open(&args.paths, settings::of_corpus(&args.input)?)?;
    let mut tuning = pipeline::tune(&corpus, &settings, &args.grid, &progress)?;
    if let Some(gold) = gold {
        for row in &mut tuning.rows {
            row.gold = Some(agreement(&gold, row)?);
        }
        tuning.prefer_gold(Settings::default().verify.threshold);
    }
    let style = terminal::style(&args.output, 0, "scan", &args.paths);
    output::write(args.output.output.as_deref(), |out| match args.output.format {
        Format::Text => text::tuning::write(&tuning, &style.command, style.width, out),
        Format::Jsonl => records(&tuning, out),
    })?;
    Ok(RAN)
}

/// How the clusters of a row agree with gold.
fn agreement(gold: &str, row: &Row) -> Result<Agreement> {
    let members = row.groups.iter().flatten().map(|id| json!({"type": "article", "article": id}));
    let clusters = row.groups.iter().map(|group| json!({"type": "cluster", "articles": group}));
    let nobody = json!({"type": "article", "article": ""});
    let result: String = members.chain(clusters).chain([nobody]).map(|record| format!("{record}\n")).collect();
    let scored =
        evaluate(gold, &result, evaluate::Settings { resamples: 1, worst: 0, ..evaluate::Settings::default() })?;
    let figure =
        |name: &str| scored.figures.iter().find(|figure| figure.name == name).map_or(0.0, |figure| figure.value);
    if scored.gold != "clusters" {
        return Err(Error::Setting("--gold wants a table of articles with their clusters: article TAB cluster".into()));
    }
    Ok(Agreement { precision: figure("precision"), recall: figure("recall"), f1: figure("F1") })
}

/// One `tune` record a threshold, and the `proposal`.
fn records(tuning: &Tuning, out: &mut dyn std::io::Write) -> std::io::Result<()> {
    let tagged = |kind: &str, record: serde_json::Value| {
        let mut tagged = json!({"type": kind});
        if let (Some(tagged), serde_json::Value::Object(record)) = (tagged.as_object_mut(), record) {
            tagged.extend(record);
        }
        tagged
    };
    for row in &tuning.rows {
        writeln!(out, "{}", tagged("tune", serde_json::to_value(row)?))?;
    }
    writeln!(out, "{}", tagged("proposal", serde_json::to_value(&tuning.proposal)?))
}
