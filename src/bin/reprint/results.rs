//! A result written in the forms that were asked for: the report, the page for the browser, tables.

use crate::args::{Format, Results};
use crate::{output, terminal};
use reprint::error::{Error, Result};
use reprint::pipeline::Texts;
use reprint::report::model::Report;
#[cfg(feature = "parquet")]
use reprint::report::parquet;
use reprint::report::{csv, html, jsonl, text};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Bytes of packed texts that one page holds: beyond it texts are files in a folder of their own.
const CAP: usize = 8 << 20;

/// The texts that these forms show.
pub fn texts(args: &Results) -> Texts {
    match (args.with_text, &args.html) {
        (true, _) => Texts::All,
        (false, Some(_)) => Texts::Related,
        (false, None) => Texts::None,
    }
}

/// Whether page and tables can be written: asked before any work is done.
pub fn check(args: &Results) -> Result<()> {
    output::check(args.html.as_deref())?;
    #[cfg(feature = "parquet")]
    args.parquet.as_deref().map_or(Ok(()), folder)?;
    args.csv.as_deref().map_or(Ok(()), folder)
}

/// Writes the result of `reprint verb paths...`.
pub fn write(mut report: Report, args: &Results, verb: &str, paths: &[PathBuf]) -> Result<()> {
    if let Some(file) = &args.html {
        write_html(&report, file)?;
    }
    if let Some(dir) = &args.csv {
        write_tables(csv::tables(&report), dir)?;
    }
    #[cfg(feature = "parquet")]
    if let Some(dir) = &args.parquet {
        write_tables(parquet::tables(&report), dir)?;
    }
    if !args.with_text {
        report.forget_texts();
    }
    let style = terminal::style(&args.output, args.top, verb, paths);
    output::write(args.output.output.as_deref(), |mut out| match args.output.format {
        Format::Text => text::write(&report, &style, &mut out),
        Format::Jsonl => jsonl::write(&report, &mut out),
    })?;
    // It is the last thing a run does: the system takes a million strings back faster than they are freed one by one.
    std::mem::forget(report);
    Ok(())
}

fn write_tables(tables: impl Iterator<Item = io::Result<(String, Vec<u8>)>>, dir: &Path) -> Result<()> {
    for table in tables {
        let (name, table) = table.map_err(|source| failed(dir, source))?;
        output::write(Some(&dir.join(name)), |out| out.write_all(&table))?;
    }
    Ok(())
}

fn write_html(report: &Report, file: &Path) -> Result<()> {
    let stem = file.file_stem().map_or_else(|| "report".into(), |stem| stem.to_string_lossy().into_owned());
    // The name is written into an address: what has a meaning there is left out.
    let plain: String = stem.chars().map(|c| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '_' }).collect();
    let style = html::Style { cap: CAP, folder: format!("{plain}-texts") };
    let dir = file.with_file_name(&style.folder);
    let is_new = !dir.exists();
    let written = output::write(Some(file), |page| {
        html::write(report, &style, page, |name, content| {
            fs::create_dir_all(&dir)?;
            output::write(Some(&dir.join(name)), |out| out.write_all(content.as_bytes())).map_err(io::Error::other)
        })
    });
    if written.is_err() && is_new {
        // Texts without their page are of no use. A folder that was there before stays as it is.
        let _ = fs::remove_dir_all(&dir);
    }
    written
}

fn folder(dir: &Path) -> Result<()> {
    fs::create_dir_all(dir).map_err(|source| failed(dir, source))
}

fn failed(path: &Path, source: io::Error) -> Error {
    Error::Write { target: path.display().to_string(), source }
}
