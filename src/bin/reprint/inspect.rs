//! `reprint inspect`: one article as the program sees it.

use crate::args::{Format, Inspect};
use crate::{RAN, output, settings, terminal};
use reprint::corpus::{Corpus, Settings as Reading};
use reprint::document::Skipped;
use reprint::error::{Error, Result};
use reprint::pipeline::{self, Furniture, Settings};
use reprint::report::inspection::Inspection;
use reprint::report::text::Style;
use reprint::report::{jsonl, text};
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::Path;

type Found = std::result::Result<Inspection, Skipped>;

/// Runs it; the exit code. A file that holds no article is an answer, not a failure.
pub fn run(args: &Inspect) -> Result<u8> {
    let settings = settings::of_inspection(args.shingle, &args.input)?;
    let reading = settings::of_corpus(&args.input)?;
    let progress = terminal::start(&args.output)?;
    let style = terminal::style(&args.output, 0, "inspect", &args.files);
    let mut failed = Ok(());
    output::write(args.output.output.as_deref(), |mut out| {
        let mut written = Ok(());
        let mut each = |found: Found| {
            if written.is_ok() {
                written = write(&found, args.output.format, &style, &mut out);
            }
        };
        failed = if args.corpus.is_empty() {
            files(args, &settings, &reading, &progress, &mut each)
        } else {
            within(args, &settings, &reading, &progress, &mut each)
        };
        written?;
        out.flush()
    })?;
    failed.map(|()| RAN)
}

/// Each file by itself.
fn files(
    args: &Inspect,
    settings: &Settings,
    reading: &Reading,
    progress: &dyn pipeline::Observer,
    each: &mut dyn FnMut(Found),
) -> Result<()> {
    for file in &args.files {
        let corpus = Corpus::open(std::slice::from_ref(file), reading.clone())?;
        let named = |skipped: Skipped| Skipped { path: as_given(file, &skipped.path), ..skipped };
        corpus.skipped().iter().cloned().for_each(|skipped| each(Err(named(skipped))));
        pipeline::inspect(&corpus, settings, None, None, progress, &mut |found| each(found.map_err(named)))?;
    }
    Ok(())
}

/// A path below its root, written from the path that the user gave.
fn as_given(given: &Path, below: &str) -> String {
    let name = given.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    match below.strip_prefix(&name) {
        Some(rest) if !given.is_dir() => format!("{}{rest}", given.display()),
        _ => given.join(below).display().to_string(),
    }
}

/// Articles of a corpus, by their files or ids, with the furniture that the corpus teaches.
fn within(
    args: &Inspect,
    settings: &Settings,
    reading: &Reading,
    progress: &dyn pipeline::Observer,
    each: &mut dyn FnMut(Found),
) -> Result<()> {
    let corpus = Corpus::open(&args.corpus, reading.clone())?;
    let furniture = Furniture::of(&corpus, settings, progress)?;
    let names = args.files.iter().filter_map(|file| corpus.name_of(file)).map(str::to_owned);
    let wanted: BTreeSet<String> = names.chain(args.files.iter().map(|file| file.display().to_string())).collect();
    let mut met = 0;
    let chosen = |id: &str| wanted.contains(id);
    pipeline::inspect(&corpus, settings, Some(&furniture), Some(&chosen), progress, &mut |found| {
        // A broken file elsewhere in the corpus was not asked about.
        if found.as_ref().map_or_else(|skipped| wanted.contains(&skipped.path), |_| true) {
            met += 1;
            each(found);
        }
    })?;
    if met == 0 {
        let names: Vec<String> = args.files.iter().map(|file| format!("{:?}", file.display())).collect();
        return Err(Error::Setting(format!("no article of the corpus has the id or file {}", names.join(", "))));
    }
    Ok(())
}

fn write(found: &Found, format: Format, style: &Style, out: &mut impl Write) -> io::Result<()> {
    match (found, format) {
        (Ok(found), Format::Jsonl) => jsonl::record(out, "article", found),
        (Err(skipped), Format::Jsonl) => jsonl::record(out, "skipped", skipped),
        (Ok(found), Format::Text) => {
            text::inspect::write(found, style, out)?;
            writeln!(out)
        }
        (Err(skipped), Format::Text) => writeln!(out, "{}\n  {}\n", crate::printable(&skipped.path), skipped.reason),
    }
}
