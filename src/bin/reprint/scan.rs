//! `reprint scan`: the main job.

use crate::args::{FailOn, Scan};
use crate::{FOUND, RAN, output, results, settings, terminal};
use reprint::corpus::{Corpus, Settings as Reading};
use reprint::error::Result;
use reprint::pipeline::{self, Settings};
use reprint::report::model::Report;

/// Runs it; the exit code.
pub fn run(args: &Scan) -> Result<u8> {
    let settings = Settings {
        timings: args.timings,
        texts: results::texts(&args.results),
        ..settings::of(&args.matching, &args.input)?
    };
    let listed = args.files_from.as_deref().map(settings::listed).transpose()?.unwrap_or_default();
    let reading = Reading { listed, ..settings::of_corpus(&args.input)? };
    output::check(args.save_boilerplate.as_deref())?;
    results::check(&args.results)?;
    let progress = terminal::start(&args.results.output)?;
    let corpus = Corpus::open(&args.paths, reading)?;
    let report = pipeline::scan(&corpus, &settings, &progress)?;
    terminal::warn_of_outlets(&args.input, &args.results.output, &report);
    let found = exit_code(args.fail_on, &report);
    if let Some(file) = &args.save_boilerplate {
        output::write_boilerplate(file, &report.boilerplate)?;
    }
    results::write(report, &args.results, "scan", &args.paths)?;
    Ok(found)
}

fn exit_code(fail_on: Option<FailOn>, report: &Report) -> u8 {
    let found = match fail_on {
        None => false,
        Some(FailOn::Near) => !report.clusters.is_empty(),
        Some(FailOn::Any) => !report.pairs.is_empty(),
        Some(FailOn::Uncredited) => report.summary.uncredited_share > 0.0,
    };
    if found { FOUND } else { RAN }
}
