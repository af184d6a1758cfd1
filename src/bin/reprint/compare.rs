//! `reprint compare`: one collection against another.

use crate::args::Compare;
use crate::{RAN, beside, scan, settings, terminal};
use reprint::corpus::Corpus;
use reprint::error::Result;
use reprint::pipeline::{self, Scope, Settings};

/// Runs it; the exit code.
pub fn run(args: &Compare) -> Result<u8> {
    let settings = Settings {
        scope: Scope::CrossCollection,
        texts: beside::texts(&args.beside),
        ..settings::of(&args.matching, &args.input)?
    };
    let reading = settings::of_corpus(&args.input)?;
    beside::check(&args.beside)?;
    let progress = terminal::start(&args.output)?;
    let paths = [args.mine.clone(), args.theirs.clone()];
    let corpus = Corpus::open_collections(&[("mine", &args.mine), ("theirs", &args.theirs)], reading)?;
    let report = pipeline::scan(&corpus, &settings, &progress)?;
    beside::write(&report, &args.beside)?;
    scan::write(
        report,
        &args.output,
        args.beside.with_text,
        &terminal::style(&args.output, args.top, "compare", &paths),
    )?;
    Ok(RAN)
}
