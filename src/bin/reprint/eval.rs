//! `reprint eval`: a result against gold.

use crate::args::{Eval, Format};
use crate::{RAN, output};
use reprint::error::{Error, Result};
use reprint::evaluate::{self, Settings};
use reprint::report::text;
use std::fs;
use std::path::Path;

/// Runs it; the exit code.
pub fn run(args: &Eval) -> Result<u8> {
    let settings = Settings { seed: args.seed, worst: args.worst, ..Settings::default() };
    let evaluation = evaluate::evaluate(&read(&args.gold)?, &read(&args.result)?, settings)?;
    output::write(args.output.as_deref(), |mut out| match args.format {
        Format::Text => text::evaluation::write(&evaluation, &args.corpus, &mut out),
        Format::Jsonl => {
            serde_json::to_writer(&mut out, &evaluation)?;
            writeln!(out)
        }
    })?;
    Ok(RAN)
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|source| Error::Path { path: path.into(), source })
}
