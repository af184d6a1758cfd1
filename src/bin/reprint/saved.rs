//! `reprint report`: a saved result, rendered again.

use crate::args::Report;
use crate::{RAN, results, terminal};
use reprint::error::{Error, Result};
use reprint::report::saved;
use std::fs::File;
use std::io::BufReader;

/// Runs it; the exit code.
pub fn run(args: &Report) -> Result<u8> {
    results::check(&args.results)?;
    // Nothing here takes long enough to show progress; threads and targets are checked all the same.
    let _progress = terminal::start(&args.results.output)?;
    let file = File::open(&args.result).map_err(|source| Error::Path { path: args.result.clone(), source })?;
    let report = saved::read(BufReader::with_capacity(1 << 16, file))
        .map_err(|reason| Error::Setting(format!("{}: {reason}", args.result.display())))?;
    results::write(report, &args.results, "report", std::slice::from_ref(&args.result))?;
    Ok(RAN)
}
