//! A grid of thresholds for a person: what each finds, with bars, and the command that takes the proposed one.

use super::columns::{clip, counted, grouped, pad, percent_fine, share};
use super::lines::Lines;
use crate::report::tuning::{Ground, Row, Tuning};
use std::io::{self, Write};

/// Columns of the table with intervals; narrower terminals get none.
const TABLE: usize = 79;
/// Columns of the shares found, with and without intervals.
const SHARES: [usize; 2] = [28, 7];
/// Columns of the longest bar, and of the shortest that is worth a column.
const BARS: [usize; 2] = [40, 8];

/// Writes the table, the proposal and `command` with it.
pub fn write(tuning: &Tuning, command: &str, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let wrapped = |text: &str| Lines::new("", 0, width).words("", text).to_string();
    let is_narrow = width < TABLE;
    let has_gold = tuning.rows.iter().any(|row| row.gold.is_some());
    let found = pad(if is_narrow { "found" } else { "found by the candidate stage" }, SHARES[usize::from(is_narrow)]);
    let f1 = if has_gold { "      F1" } else { "" };
    let heads = format!("threshold{:>10}{:>10}{:>9}{:>9}  {found}{f1}", "clusters", "articles", "pairs", "near");
    writeln!(out, "{}", clip(heads.trim_end(), width))?;
    let most = tuning.rows.iter().map(|row| row.between).max().unwrap_or(0).max(1);
    let room = if has_gold { 0 } else { width.saturating_sub(TABLE).min(BARS[0]) };
    for row in &tuning.rows {
        let mark = if row.threshold == tuning.proposal.threshold { "→" } else { " " };
        let bar = format!("  │{}", "█".repeat((row.between * room).div_ceil(most)));
        let bar = if room >= BARS[1] { bar.as_str() } else { "" };
        let line = format!("{mark}{:>8}{}{bar}", share(row.threshold), line(row, is_narrow));
        writeln!(out, "{}", clip(line.trim_end(), width))?;
    }
    let sampled = counted(tuning.sampled, "article", "articles");
    let pairs = tuning.rows.first().and_then(|row| row.recall).map_or(0, |recall| recall.pairs);
    writeln!(out)?;
    let notes = format!(
        "Articles: those in a cluster. Near: identical or near duplicates; the other pairs share a passage or hold one \
         another. Found by the candidate stage: of the pairs at or above the threshold among {sampled}, every two of which \
         were compared ({} in all), the share that a scan at that threshold would look at, with its 95% interval. \
         Bars: pairs by resemblance, from each threshold to the next.",
        grouped(pairs as u64)
    );
    writeln!(out, "{}", wrapped(&notes))?;
    let depends = tuning.rows.iter().any(|row| row.clusters != tuning.rows[0].clusters);
    if !depends && tuning.rows[0].clusters > 0 {
        let same = "The clusters are the same at every threshold: their members share most of their passages, which \
                    --containment decides.";
        writeln!(out, "{}", wrapped(same))?;
    }
    let why = match tuning.proposal.reason {
        Ground::Gold => "its clusters agree best with the gold",
        Ground::Valley => {
            "from here up pairs no longer grow rarer: below lie those that only share a passage, above it copies"
        }
        Ground::TooFew => "too few pairs resemble one another to see a shape: this is the usual one",
    };
    writeln!(out, "\n{}", wrapped(&format!("proposed: {}, as {why}", share(tuning.proposal.threshold))))?;
    writeln!(out, "next: {command} --threshold {}", share(tuning.proposal.threshold))
}

fn line(row: &Row, is_narrow: bool) -> String {
    let number = |n: usize| grouped(n as u64);
    let recall = row.recall.map_or("-".to_owned(), |recall| match is_narrow {
        true => percent_fine(recall.value),
        false => {
            format!("{} ({} to {})", percent_fine(recall.value), percent_fine(recall.low), percent_fine(recall.high))
        }
    });
    let gold = row.gold.map_or(String::new(), |gold| format!("{:>8.4}", gold.f1));
    format!(
        "{:>10}{:>10}{:>9}{:>9}  {}{gold}",
        number(row.clusters),
        number(row.clustered),
        number(row.pairs),
        number(row.near),
        pad(&recall, SHARES[usize::from(is_narrow)])
    )
}
