//! `reprint compare`: one collection against another.

use crate::args::Compare;
use crate::{RAN, results, settings, terminal};
use reprint::corpus::Corpus;
use reprint::error::Result;
use reprint::pipeline::{self, Scope, Settings};

/// Runs it; the exit code.
pub fn run(args: &Compare) -> Result<u8> {
    let settings = Settings {
        scope: Scope::CrossCollection,
        texts: results::texts(&args.results),
        ..settings::of(&args.matching, &args.input)?
    };
    let reading = settings::of_corpus(&args.input)?;
    results::check(&args.results)?;
    let progress = terminal::start(&args.results.output)?;
    let paths = [args.mine.clone(), args.theirs.clone()];
    let corpus = Corpus::open_collections(&[("mine", &args.mine), ("theirs", &args.theirs)], reading)?;
    let report = pipeline::scan(&corpus, &settings, &progress)?;
    results::write(report, &args.results, "compare", &paths)?;
    Ok(RAN)
}
