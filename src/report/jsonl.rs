//! The result as JSON Lines: one object a line, each with its `type`.

use super::model::Report;
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Record<'a, T> {
    r#type: &'static str,
    #[serde(flatten)]
    record: &'a T,
}

/// Writes the whole report.
///
/// # Errors
/// What the writer returns.
pub fn write(report: &Report, out: &mut impl Write) -> io::Result<()> {
    line(out, "run", &report.run)?;
    lines(out, "article", &report.articles)?;
    lines(out, "boilerplate", &report.boilerplate)?;
    lines(out, "pair", &report.pairs)?;
    lines(out, "cluster", &report.clusters)?;
    lines(out, "match", &report.matches)?;
    lines(out, "passage", &report.passages)?;
    lines(out, "skipped", &report.skipped)?;
    line(out, "summary", &report.summary)?;
    out.flush()
}

fn lines<T: Serialize>(out: &mut impl Write, r#type: &'static str, records: &[T]) -> io::Result<()> {
    records.iter().try_for_each(|record| line(out, r#type, record))
}

fn line<T: Serialize>(out: &mut impl Write, r#type: &'static str, record: &T) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &Record { r#type, record })?;
    out.write_all(b"\n")
}
