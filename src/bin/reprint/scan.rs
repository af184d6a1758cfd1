//! `reprint scan`: the main job.

use crate::args::{Color, FailOn, Format, Scan};
use crate::progress::Progress;
use crate::{FOUND, RAN, output, settings};
use reprint::corpus::Corpus;
use reprint::error::{Error, Result};
use reprint::pipeline;
use reprint::report::model::Report;
use reprint::report::{jsonl, text};
use std::io::IsTerminal;

/// Runs it; the exit code.
pub fn run(args: &Scan) -> Result<u8> {
    let scan = settings::of_scan(args)?;
    let reading = settings::of_corpus(args)?;
    if let Some(threads) = args.threads {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads.max(1))
            .build_global();
        pool.map_err(|error| Error::Setting(format!("--threads {threads}: {error}")))?;
    }
    let corpus = Corpus::open(&args.paths, reading)?;
    let progress = Progress::new(!args.quiet && !args.no_progress);
    let report = pipeline::scan(&corpus, &scan, &progress)?;
    if let Some(file) = &args.save_boilerplate {
        output::write_boilerplate(file, &report.boilerplate)?;
    }
    let style = style(args);
    output::write(args.output.as_deref(), |mut out| match args.format {
        Format::Text => text::write(&report, &style, &mut out),
        Format::Jsonl => jsonl::write(&report, &mut out),
    })?;
    Ok(exit_code(args.fail_on, &report))
}

fn exit_code(fail_on: Option<FailOn>, report: &Report) -> u8 {
    let found = match fail_on {
        None => false,
        Some(FailOn::Near) => !report.clusters.is_empty(),
        Some(FailOn::Any) => !report.pairs.is_empty(),
    };
    if found { FOUND } else { RAN }
}

fn style(args: &Scan) -> text::Style {
    let terminal = args.output.is_none() && std::io::stdout().is_terminal();
    let color = match args.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            terminal
                && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
                && std::env::var_os("TERM").is_none_or(|t| t != "dumb")
        }
    };
    let paths: Vec<String> = args.paths.iter().map(|p| p.display().to_string()).collect();
    text::Style {
        color,
        width: columns(),
        top: args.top,
        corpus: paths.join(" "),
    }
}

/// Columns to fill: what the shell tells, else a common page.
fn columns() -> usize {
    std::env::var("COLUMNS")
        .ok()
        .and_then(|c| c.parse().ok())
        .filter(|&c| c >= 40)
        .unwrap_or(120)
}
