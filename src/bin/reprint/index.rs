//! `reprint index`: articles kept on disk.

use crate::args::{Format, Index, IndexVerb, Output};
use crate::query;
use crate::{FOUND, RAN, output, results, settings, terminal};
use reprint::corpus::Corpus;
use reprint::error::Result;
use reprint::pipeline::{Observer, stored};
use reprint::report::holding::Changed;
use reprint::report::{jsonl, text};
use serde::Serialize;
use std::path::Path;

/// Runs it; the exit code.
pub fn run(args: &Index) -> Result<u8> {
    match &args.verb {
        IndexVerb::Build(args) => {
            let settings = settings::of(&args.matching, &args.input)?;
            let reading = settings::of_corpus(&args.input)?;
            let progress = terminal::start(&args.output)?;
            let corpus = Corpus::open(&args.paths, reading)?;
            let changed = stored::build(&args.index, &corpus, &settings, args.replace, &progress)?;
            tell(&changed, &args.index, &args.output)
        }
        IndexVerb::Add(args) => {
            settings::own_furniture(&args.input)?;
            let reading = settings::of_corpus(&args.input)?;
            let progress = terminal::start(&args.output)?;
            let corpus = Corpus::open(&args.paths, reading)?;
            let changed = stored::add(&args.index, &corpus, &progress)?;
            if args.no_matches || changed.added == 0 {
                return tell(&changed, &args.index, &args.output);
            }
            query::added(&args.index, &changed, args.top, &args.output, &progress)?;
            Ok(RAN)
        }
        IndexVerb::Remove(args) => {
            let _progress = terminal::start(&args.output)?;
            tell(&stored::remove(&args.index, &args.ids)?, &args.index, &args.output)
        }
        IndexVerb::Compact(args) => {
            let progress = terminal::start(&args.output)?;
            tell(&stored::compact(&args.index, &progress)?, &args.index, &args.output)
        }
        IndexVerb::Info(args) => {
            let _progress = terminal::start(&args.output)?;
            let holding = stored::info(&args.index)?;
            write("index", &holding, &args.output, |out| text::index::holding(&holding, out))
        }
        IndexVerb::Verify(args) => {
            let progress = terminal::start(&args.output)?;
            verify(&args.index, &args.output, &progress)
        }
        IndexVerb::Report(args) => {
            results::check(&args.results)?;
            let progress = terminal::start(&args.results.output)?;
            let report = stored::report(&args.index, results::texts(&args.results), args.timings, &progress)?;
            results::write(report, &args.results, "index report", std::slice::from_ref(&args.index))?;
            Ok(RAN)
        }
    }
}

/// Says what a change did.
fn tell(changed: &Changed, index: &Path, out: &Output) -> Result<u8> {
    let index = text::for_a_shell(&index.display().to_string());
    output::write(out.output.as_deref(), |mut to| match out.format {
        Format::Text => text::index::changed(changed, &index, &mut to),
        Format::Jsonl => jsonl::change(changed, &mut to),
    })?;
    Ok(RAN)
}

fn verify(index: &Path, out: &Output, _progress: &dyn Observer) -> Result<u8> {
    let wrong: Vec<String> = stored::verify(index)?.iter().map(ToString::to_string).collect();
    #[derive(Serialize)]
    struct Verified<'w> {
        sound: bool,
        damaged: &'w [String],
    }
    let verified = Verified { sound: wrong.is_empty(), damaged: &wrong };
    write("verify", &verified, out, |to| text::index::verified(&wrong, to))?;
    Ok(if wrong.is_empty() { RAN } else { FOUND })
}

/// Writes a record or a text.
fn write<T: Serialize>(
    name: &'static str,
    record: &T,
    out: &Output,
    text: impl FnOnce(&mut dyn std::io::Write) -> std::io::Result<()>,
) -> Result<u8> {
    output::write(out.output.as_deref(), |mut to| match out.format {
        Format::Text => text(to),
        Format::Jsonl => jsonl::record(&mut to, name, record),
    })?;
    Ok(RAN)
}
