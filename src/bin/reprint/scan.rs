//! `reprint scan`: the main job.

use crate::args::{FailOn, Format, Output, Scan};
use crate::{FOUND, RAN, beside, output, settings, terminal};
use reprint::corpus::Corpus;
use reprint::error::Result;
use reprint::pipeline::{self, Settings};
use reprint::report::model::Report;
use reprint::report::text::Style;
use reprint::report::{jsonl, text};

/// Runs it; the exit code.
pub fn run(args: &Scan) -> Result<u8> {
    let settings = Settings {
        timings: args.timings,
        texts: beside::texts(&args.beside),
        ..settings::of(&args.matching, &args.input)?
    };
    let reading = settings::of_corpus(&args.input)?;
    output::check(args.save_boilerplate.as_deref())?;
    beside::check(&args.beside)?;
    let progress = terminal::start(&args.output)?;
    let corpus = Corpus::open(&args.paths, reading)?;
    let report = pipeline::scan(&corpus, &settings, &progress)?;
    let found = exit_code(args.fail_on, &report);
    if let Some(file) = &args.save_boilerplate {
        output::write_boilerplate(file, &report.boilerplate)?;
    }
    beside::write(&report, &args.beside)?;
    write(report, &args.output, args.beside.with_text, &terminal::style(&args.output, args.top, "scan", &args.paths))?;
    Ok(found)
}

/// Writes a report in the form that was asked for.
pub fn write(mut report: Report, args: &Output, with_text: bool, style: &Style) -> Result<()> {
    if !with_text {
        report.forget_texts();
    }
    let report = &report;
    output::write(args.output.as_deref(), |mut out| match args.format {
        Format::Text => text::write(report, style, &mut out),
        Format::Jsonl => jsonl::write(report, &mut out),
    })
}

fn exit_code(fail_on: Option<FailOn>, report: &Report) -> u8 {
    let found = match fail_on {
        None => false,
        Some(FailOn::Near) => !report.clusters.is_empty(),
        Some(FailOn::Any) => !report.pairs.is_empty(),
    };
    if found { FOUND } else { RAN }
}
