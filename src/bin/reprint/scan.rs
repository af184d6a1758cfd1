//! `reprint scan`: the main job.

use crate::args::{FailOn, Format, Output, Scan};
use crate::{FOUND, RAN, output, settings, terminal};
use reprint::corpus::Corpus;
use reprint::error::Result;
use reprint::pipeline::{self, Settings};
use reprint::report::model::Report;
use reprint::report::text::Style;
use reprint::report::{jsonl, text};

/// Runs it; the exit code.
pub fn run(args: &Scan) -> Result<u8> {
    let settings =
        Settings { timings: args.timings, with_text: args.with_text, ..settings::of(&args.matching, &args.input)? };
    let reading = settings::of_corpus(&args.input)?;
    output::check(args.save_boilerplate.as_deref())?;
    let progress = terminal::start(&args.output)?;
    let corpus = Corpus::open(&args.paths, reading)?;
    let report = pipeline::scan(&corpus, &settings, &progress)?;
    if let Some(file) = &args.save_boilerplate {
        output::write_boilerplate(file, &report.boilerplate)?;
    }
    write(&report, &args.output, &terminal::style(&args.output, args.top, "scan", &args.paths))?;
    Ok(exit_code(args.fail_on, &report))
}

/// Writes a report in the form that was asked for.
pub fn write(report: &Report, args: &Output, style: &Style) -> Result<()> {
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
