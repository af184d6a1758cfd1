//! The result as tables that a spreadsheet opens without taking a text for a formula. What is a list stands in one
//! cell, separated by semicolons.

use super::model::Report;
use super::tables::{TABLES, Table, bare};
use serde_json::Value;
use std::io;

/// Name and content of every table, each made when it is asked for; one without rows has its head.
pub fn tables(report: &Report) -> impl Iterator<Item = io::Result<(String, Vec<u8>)>> {
    TABLES.iter().map(|table| Ok((format!("{}.csv", table.name), rendered(table, report)?)))
}

fn rendered(table: &Table, report: &Report) -> io::Result<Vec<u8>> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(table.columns().map(|(name, _)| name))?;
    table.rows(report, &mut |row| Ok(out.write_record(row.iter().map(|value| cell(value)))?))?;
    out.into_inner().map_err(|error| io::Error::other(error.to_string()))
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => harmless(text),
        Value::Array(items) => harmless(&items.iter().map(bare).collect::<Vec<_>>().join("; ")),
        other => other.to_string(),
    }
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
