//! Scores for a person.

use super::columns::for_a_shell;
use crate::report::evaluation::Evaluation;
use std::io::{Result, Write};

/// Writes the figures, and for each disagreement the command that explains it; `corpus` is where its articles are.
pub fn write(evaluation: &Evaluation, corpus: &str, out: &mut dyn Write) -> Result<()> {
    let what = if evaluation.gold == "clusters" { "articles with their cluster" } else { "pairs with their relation" };
    writeln!(out, "gold: {} {what}", evaluation.gold_size)?;
    if evaluation.unread > 0 {
        writeln!(out, "  {} articles of the gold are not in the result; they count as found alone", evaluation.unread)?;
    }
    if evaluation.unknown > 0 {
        writeln!(out, "  {} articles in found clusters are not in the gold; they are not scored", evaluation.unknown)?;
    }
    if evaluation.gold == "pairs" {
        writeln!(out, "  precision, recall and F1: identical, near_duplicate or contained against the rest")?;
    }
    writeln!(out, "\n{:<26}{:>8}   95% interval", "", "value")?;
    for figure in &evaluation.figures {
        writeln!(out, "{:<26}{:>8.4}   {:.4} to {:.4}", figure.name, figure.value, figure.low, figure.high)?;
    }
    if !evaluation.relations.is_empty() {
        writeln!(
            out,
            "\n{:<16}{:>6}{:>7}{:>8}{:>11}{:>8}{:>8}",
            "", "gold", "found", "agreed", "precision", "recall", "F1"
        )?;
    }
    for score in &evaluation.relations {
        writeln!(
            out,
            "{:<16}{:>6}{:>7}{:>8}{:>11.4}{:>8.4}{:>8.4}",
            score.relation, score.gold, score.found, score.agreed, score.precision, score.recall, score.f1
        )?;
    }
    if !evaluation.worst.is_empty() {
        writeln!(out, "\nworst disagreements")?;
    }
    for wrong in &evaluation.worst {
        let pairs = if wrong.pairs > 1 { format!(" ({} pairs)", wrong.pairs) } else { String::new() };
        writeln!(out, "  gold: {}, found: {}{pairs}", wrong.gold, wrong.found)?;
        writeln!(
            out,
            "    reprint explain {} {} --in {}",
            for_a_shell(&wrong.a),
            for_a_shell(&wrong.b),
            for_a_shell(corpus)
        )?;
    }
    Ok(())
}
