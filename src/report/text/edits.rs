//! What the versions of a cluster changed: names, numbers and quotations first.

use super::Page;
use super::columns::{clip, grouped, printable};
use super::lines::Lines;
use crate::report::model::{Change, Edit, Stretch, Touched};
use std::io::{self, Write};

/// Members shown of one cluster.
const MEMBERS: usize = 3;
/// Differences shown of one member.
const CHANGES: usize = 2;
/// Columns of either side of a difference.
const SIDE: usize = 36;

impl Page<'_> {
    /// The members that changed a name, a number or a quotation; the others are told by their shares already.
    pub(super) fn edits(&self, cluster: u32, out: &mut impl Write) -> io::Result<()> {
        let all = &self.report.edits;
        let first = all.partition_point(|edit| edit.cluster < cluster);
        let of_cluster = all[first..].iter().take_while(|edit| edit.cluster == cluster);
        let telling: Vec<&Edit> = of_cluster.filter(|edit| edit.names + edit.numbers + edit.quotes > 0).collect();
        let Some(from) = telling.first().map(|edit| &edit.from) else { return Ok(()) };
        let lines = |indent: &str| Lines::new(indent, 8, self.style.width);
        let heading = format!("names, numbers or quotes differ from {}:", printable(from));
        writeln!(out, "{}", lines("    ").words("", &heading))?;
        for edit in telling.iter().take(MEMBERS) {
            writeln!(out, "{}", lines("      ").notes("", [printable(&edit.article), figures(edit)]))?;
            let mut changes: Vec<&Change> = edit.changes.iter().filter(|change| !change.touches.is_empty()).collect();
            // One thing for another says more than what came or went, and in few words more than in many.
            changes.sort_by_key(|change| (change.before.is_none() || change.after.is_none(), length(change)));
            for change in changes.iter().take(CHANGES) {
                writeln!(out, "        {}", clip(&told(change), self.style.width.saturating_sub(8)))?;
            }
        }
        if telling.len() > MEMBERS {
            let more = grouped((telling.len() - MEMBERS) as u64);
            writeln!(
                out,
                "{}",
                clip(&format!("      … and {more} more (edit records have them all)"), self.style.width)
            )?;
        }
        Ok(())
    }
}

/// `+35 −12 ±4 words`: added, cut, changed.
fn figures(edit: &Edit) -> String {
    let words = [("+", edit.added_words), ("−", edit.cut_words), ("±", edit.changed_words)];
    let words: Vec<String> =
        words.iter().filter(|(_, count)| *count > 0).map(|(sign, count)| format!("{sign}{count}")).collect();
    format!("{} words", words.join(" "))
}

/// Characters of a difference.
fn length(change: &Change) -> usize {
    [&change.before, &change.after].into_iter().flatten().map(|stretch| stretch.char_end - stretch.char_start).sum()
}

/// `number: “12 families” → “15 families”`.
fn told(change: &Change) -> String {
    let touches: Vec<&str> = change.touches.iter().map(word).collect();
    let text = |stretch: &Stretch| {
        let words = stretch.text.split_whitespace().collect::<Vec<_>>().join(" ");
        format!("“{}”", clip(&printable(&words), SIDE))
    };
    let what = match (&change.before, &change.after) {
        (Some(before), Some(after)) => format!("{} → {}", text(before), text(after)),
        (Some(before), None) => format!("cut {}", text(before)),
        (None, Some(after)) => format!("added {}", text(after)),
        (None, None) => String::new(),
    };
    format!("{}: {what}", touches.join(", "))
}

fn word(touched: &Touched) -> &'static str {
    match touched {
        Touched::Name => "name",
        Touched::Number => "number",
        Touched::Quote => "quote",
    }
}
