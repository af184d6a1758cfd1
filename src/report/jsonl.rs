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
    lines(out, "run", std::slice::from_ref(&report.run))?;
    lines(out, "article", &report.articles)?;
    lines(out, "boilerplate", &report.boilerplate)?;
    lines(out, "pair", &report.pairs)?;
    lines(out, "cluster", &report.clusters)?;
    lines(out, "match", &report.matches)?;
    lines(out, "passage", &report.passages)?;
    lines(out, "below", &report.below)?;
    lines(out, "skipped", &report.skipped)?;
    lines(out, "summary", std::slice::from_ref(&report.summary))?;
    out.flush()
}

/// Writes one record, such as that of an inspected article.
///
/// # Errors
/// What the writer returns.
pub fn record<T: Serialize>(out: &mut impl Write, r#type: &'static str, record: &T) -> io::Result<()> {
    lines(out, r#type, std::slice::from_ref(record))
}

/// Bytes written in one go.
const BLOCK: usize = 1 << 16;

fn lines<T: Serialize>(out: &mut impl Write, r#type: &'static str, records: &[T]) -> io::Result<()> {
    // A record is dozens of small writes, which cost least where the writer is known to be memory.
    let mut block = Vec::new();
    for record in records {
        serde_json::to_writer(&mut block, &Record { r#type, record })?;
        block.push(b'\n');
        if block.len() >= BLOCK {
            out.write_all(&block)?;
            block.clear();
        }
    }
    out.write_all(&block)
}
