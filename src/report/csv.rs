//! The result as tables, one a record type, that a spreadsheet opens without taking a text for a formula.

use super::model::Report;
use serde::Serialize;
use serde_json::Value;
use std::io;

/// The columns of each table; what is a list stands in one cell, separated by semicolons.
const TABLES: [(&str, &[&str]); 11] = [
    (
        "articles.csv",
        &["article", "outlet", "path", "title", "published", "language", "words", "boilerplate_words", "url"],
    ),
    ("boilerplate.csv", &["outlet", "articles", "text"]),
    (
        "pairs.csv",
        &["a", "b", "relation", "resemblance", "containment_a", "containment_b", "shared_words", "joins_by_passages"],
    ),
    ("clusters.csv", &["cluster", "articles", "outlets", "representative", "representative_reason", "earliest"]),
    (
        "matches.csv",
        &[
            "a",
            "b",
            "a_start",
            "a_end",
            "b_start",
            "b_end",
            "a_char_start",
            "a_char_end",
            "b_char_start",
            "b_char_end",
            "words",
            "identity",
            "reuse",
        ],
    ),
    ("passages.csv", &["passage", "text", "words", "outlets", "earliest", "within_cluster"]),
    (
        "occurrences.csv",
        &["passage", "article", "start", "end", "char_start", "char_end", "identity", "standing", "quoted", "group"],
    ),
    ("flows.csv", &["from", "to", "words", "articles", "share", "median_delay_seconds", "credited_share"]),
    ("lags.csv", &["agency", "outlet", "articles", "first", "median_delay_seconds"]),
    (
        "edits.csv",
        &[
            "cluster",
            "from",
            "article",
            "equal_words",
            "added_words",
            "cut_words",
            "changed_words",
            "names",
            "numbers",
            "quotes",
        ],
    ),
    ("skipped.csv", &["path", "reason"]),
];

/// Name and content of every table; one without rows has its head.
///
/// # Errors
/// What cannot be written as a row, which is a fault of ours.
pub fn tables(report: &Report) -> io::Result<Vec<(&'static str, Vec<u8>)>> {
    TABLES
        .iter()
        .map(|&(name, columns)| {
            let mut table = Table::with(columns)?;
            match name {
                "articles.csv" => table.rows(&report.articles)?,
                "boilerplate.csv" => table.rows(&report.boilerplate)?,
                "pairs.csv" => table.rows(&report.pairs)?,
                "clusters.csv" => table.rows(&report.clusters)?,
                "matches.csv" => table.rows(&report.matches)?,
                "passages.csv" => table.rows(&report.passages)?,
                "flows.csv" => table.rows(&report.flows)?,
                "lags.csv" => table.rows(&report.lags)?,
                "edits.csv" => table.rows(&report.edits)?,
                "occurrences.csv" => table.occurrences(report)?,
                _ => table.rows(&report.skipped)?,
            }
            Ok((name, table.out.into_inner().map_err(|error| io::Error::other(error.to_string()))?))
        })
        .collect()
}

struct Table {
    columns: &'static [&'static str],
    out: csv::Writer<Vec<u8>>,
}

impl Table {
    fn with(columns: &'static [&'static str]) -> io::Result<Self> {
        let mut out = csv::Writer::from_writer(Vec::new());
        out.write_record(columns)?;
        Ok(Self { columns, out })
    }

    fn rows<T: Serialize>(&mut self, records: &[T]) -> io::Result<()> {
        records.iter().try_for_each(|record| self.row(&serde_json::to_value(record)?))
    }

    fn row(&mut self, record: &Value) -> io::Result<()> {
        Ok(self.out.write_record(self.columns.iter().map(|&column| cell(&record[column])))?)
    }

    fn occurrences(&mut self, report: &Report) -> io::Result<()> {
        for passage in &report.passages {
            for place in &passage.occurrences {
                let mut record = serde_json::to_value(place)?;
                record["passage"] = passage.passage.into();
                self.row(&record)?;
            }
        }
        Ok(())
    }
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => harmless(text),
        Value::Array(items) => harmless(&items.iter().map(bare).collect::<Vec<_>>().join("; ")),
        other => other.to_string(),
    }
}

fn bare(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A spreadsheet takes a cell that begins so for a formula; a quote before it keeps it a text (OWASP, "CSV Injection").
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_stay_text() {
        for hostile in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert!(cell(&Value::from(hostile)).starts_with('\''), "{hostile:?}");
        }
        assert_eq!(cell(&Value::from(-1)), "-1");
        assert_eq!(cell(&serde_json::json!(["=a", "b"])), "'=a; b");
    }
}
