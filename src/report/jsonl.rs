//! The result as JSON Lines: one object a line, each with its `type`.

use super::holding::{Answer, Changed};
use super::json;
use super::model::{Article, Match, Pair, Report};
use serde::Serialize;
use std::io::{self, Write};

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
    lines(out, "flow", &report.flows)?;
    lines(out, "lag", &report.lags)?;
    lines(out, "edit", &report.edits)?;
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

/// Writes what a change of an index did, and what was not read.
///
/// # Errors
/// What the writer returns.
pub fn change(changed: &Changed, out: &mut impl Write) -> io::Result<()> {
    lines(out, "change", std::slice::from_ref(changed))?;
    lines(out, "skipped", &changed.skipped)
}

/// What a query record tells.
#[derive(Serialize)]
struct Asked<'a> {
    #[serde(flatten)]
    article: &'a Article,
    compared: bool,
    stands_for: bool,
    pairs: usize,
    matches: usize,
    passages: usize,
    best_below: &'a Option<Pair>,
}

/// Writes what an index says of an article: a `query` record, then records as in a report.
///
/// # Errors
/// What the writer returns.
pub fn answer(answer: &Answer, out: &mut impl Write) -> io::Result<()> {
    let Answer { article, compared, stands_for, related, pairs, matches, passages, best_below } = answer;
    let asked = Asked {
        article,
        compared: *compared,
        stands_for: *stands_for,
        pairs: pairs.len(),
        matches: matches.len(),
        passages: passages.len(),
        best_below,
    };
    lines(out, "query", &[asked])?;
    lines(out, "article", related)?;
    lines(out, "pair", pairs)?;
    lines(out, "match", matches)?;
    lines(out, "passage", passages)
}

/// Writes an article that came into an index, with all that it shares, as one line.
///
/// # Errors
/// What the writer returns.
pub fn arrival(sequence: u64, answer: &Answer, out: &mut impl Write) -> io::Result<()> {
    #[derive(Serialize)]
    struct Arrival<'a> {
        sequence: u64,
        #[serde(flatten)]
        article: &'a Article,
        compared: bool,
        related: &'a [Article],
        pairs: &'a [Pair],
        matches: &'a [Match],
    }
    let Answer { article, compared, related, pairs, matches, .. } = answer;
    lines(out, "arrival", &[Arrival { sequence, article, compared: *compared, related, pairs, matches }])
}

/// Bytes written in one go.
const BLOCK: usize = 1 << 16;

fn lines<T: Serialize>(out: &mut impl Write, r#type: &'static str, records: &[T]) -> io::Result<()> {
    let mut block = Vec::new();
    for record in records {
        block.extend_from_slice(b"{\"type\":\"");
        block.extend_from_slice(r#type.as_bytes());
        block.push(b'"');
        let brace = block.len();
        json::write(&mut block, record)?;
        // The type is one more field, before those of the record.
        block[brace] = b',';
        block.push(b'\n');
        if block.len() >= BLOCK {
            out.write_all(&block)?;
            block.clear();
        }
    }
    out.write_all(&block)
}
