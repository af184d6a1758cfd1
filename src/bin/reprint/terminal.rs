//! What the subcommands share at the terminal: threads, progress, colours, width.

use crate::args::{Color, Input, Output};
use crate::output;
use crate::progress::Progress;
use reprint::error::{Error, Result};
use reprint::report::model::Report;
use reprint::report::text::{self, Style};
use std::io::IsTerminal;
use std::path::PathBuf;

/// Checks where the result is to go, sets the number of threads, and begins to show progress.
pub fn start(args: &Output) -> Result<Progress> {
    output::check(args.output.as_deref())?;
    threads(args.threads, args.quiet)?;
    Ok(Progress::new(!args.quiet && !args.no_progress))
}

/// Sets the number of threads.
pub fn threads(wanted: Option<usize>, quiet: bool) -> Result<()> {
    let Some(threads) = wanted else { return Ok(()) };
    let most = most_threads();
    if threads > most && !quiet {
        anstream::eprintln!("reprint: --threads {threads} is more than this machine has use for: {most} are started");
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.clamp(1, most)).build_global();
    pool.map_err(|error| Error::Setting(format!("--threads {threads}: {error}")))
}

/// Threads beyond which a machine only grows slower: each has a stack and takes its turn.
fn most_threads() -> usize {
    4 * std::thread::available_parallelism().map_or(16, usize::from)
}

/// How a text result may look.
pub fn style(args: &Output, top: usize, verb: &str, paths: &[PathBuf]) -> Style {
    let terminal = args.output.is_none() && std::io::stdout().is_terminal();
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let color = match args.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => terminal && !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb"),
    };
    let paths: Vec<String> = paths.iter().map(|path| text::for_a_shell(&path.display().to_string())).collect();
    Style { color, width: columns(), top, command: format!("reprint {verb} {}", paths.join(" ")) }
}

/// Columns to fill: what the shell tells, else a common page.
fn columns() -> usize {
    std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok()).filter(|&c| c >= 40).unwrap_or(120)
}

/// Says so when a rule for outlets found none: the run is not what was meant.
pub fn warn_of_outlets(input: &Input, output: &Output, report: &Report) {
    let rule = input.outlet_from();
    if !output.quiet && !["auto", "none"].contains(&rule) && report.articles.iter().all(|a| a.outlet.is_none()) {
        anstream::eprintln!(
            "reprint: --outlet-from {} fits none of the {} articles: all count as one outlet's",
            crate::printable(rule),
            report.articles.len()
        );
    }
}
