//! What was not read, and why.

use super::Style;
use super::columns::{clip, counted, printable};
use crate::report::model::Report;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Reasons that are told.
const REASONS: usize = 6;
/// Files named for each of them.
const FILES: usize = 3;

/// Writes the reasons, the most frequent first, with some of the files.
///
/// # Errors
/// What the writer returns.
pub(super) fn write(report: &Report, style: &Style, out: &mut impl Write) -> io::Result<()> {
    let mut reasons: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    report.skipped.iter().for_each(|skipped| reasons.entry(&skipped.reason).or_default().push(&skipped.path));
    let mut reasons: Vec<(&str, Vec<&str>)> = reasons.into_iter().collect();
    if reasons.is_empty() {
        return Ok(());
    }
    reasons.sort_by_key(|(reason, paths)| (std::cmp::Reverse(paths.len()), *reason));
    let all = counted(report.skipped.len(), "file or record", "files and records");
    writeln!(out, "\nskipped {all} (--format jsonl lists each):")?;
    for (reason, paths) in reasons.iter().take(REASONS) {
        let mut named: Vec<String> = paths.iter().take(FILES).map(|path| printable(path)).collect();
        if paths.len() > FILES {
            named.push(format!("… and {} more", paths.len() - FILES));
        }
        writeln!(out, "  {} × {}", paths.len(), printable(reason))?;
        writeln!(out, "      {}", clip(&named.join(", "), style.width.saturating_sub(6)))?;
    }
    let hidden = reasons.len().saturating_sub(REASONS);
    if hidden > 0 {
        writeln!(out, "  … and {}", counted(hidden, "more reason", "more reasons"))?;
    }
    Ok(())
}
