//! An explanation for a reader at a terminal: the figures, the verdict, and the shared passages side by side.

use super::Style;
use super::columns::{counted, moment, percent, printable, share};
use crate::report::explanation::{Aligned, Explanation, Mark, Side, Word};
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// Words of unshared text shown at the beginning of each side's rest.
const REST_WORDS: usize = 40;

/// Writes the whole explanation.
///
/// # Errors
/// What the writer returns.
pub fn write(explanation: &Explanation, style: &Style, out: &mut impl Write) -> io::Result<()> {
    let view = View { explanation, style, column: (style.width.saturating_sub(3) / 2).max(20) };
    view.figures(out)?;
    for (number, passage) in (1..).zip(&explanation.passages) {
        view.passage(number, passage, out)?;
    }
    view.rest(out)?;
    writeln!(out, "\nmarks: {}", view.legend())?;
    out.flush()
}

struct View<'a> {
    explanation: &'a Explanation,
    style: &'a Style,
    column: usize,
}

impl View<'_> {
    fn figures(&self, out: &mut impl Write) -> io::Result<()> {
        let e = self.explanation;
        for (name, side) in [("A", &e.a), ("B", &e.b)] {
            let article = &side.article;
            let mut told = vec![printable(&article.id)];
            told.extend(article.outlet.as_deref().map(printable));
            told.extend(article.published.map(|p| moment(&p)));
            told.push(format!(
                "{}, {} of them furniture",
                counted(article.words as usize, "word", "words"),
                article.boilerplate_words
            ));
            writeln!(out, "{name}  {}", told.join(" · "))?;
        }
        let verdict = e.relation.map_or("unrelated", |relation| relation.words());
        writeln!(out, "\nverdict          {verdict}{}", if e.joins { ", one cluster" } else { "" })?;
        writeln!(
            out,
            "resemblance      {} (signatures estimate {})",
            share(e.resemblance),
            share(e.candidacy.estimated_resemblance)
        )?;
        writeln!(
            out,
            "containment      {} of A's shingles in B, {} of B's in A",
            percent(e.containment_a),
            percent(e.containment_b)
        )?;
        writeln!(
            out,
            "shared passages  {}: {} of the shorter article, {} equal",
            e.passages.len(),
            percent(e.covered_share),
            percent(e.equal_share)
        )?;
        let c = &e.candidacy;
        let by_band = if c.agreeing_bands > 0 { "a candidate" } else { "no candidate" };
        writeln!(
            out,
            "by signature     {by_band}: {} of {} bands of {} rows agree; pairs this alike meet with probability {}",
            c.agreeing_bands,
            c.bands,
            c.rows,
            percent(c.probability)
        )?;
        let by_seed = if c.shared_seeds > 1 { "a candidate" } else { "no candidate" };
        writeln!(out, "by shared runs   {by_seed}: {} of four words", counted(c.shared_seeds, "run", "runs"))?;
        writeln!(out)?;
        e.reasons.iter().try_for_each(|reason| writeln!(out, "- {}", printable(reason)))?;
        e.advice.iter().try_for_each(|advice| writeln!(out, "  try: {}", printable(advice)))
    }

    fn passage(&self, number: usize, passage: &Aligned, out: &mut impl Write) -> io::Result<()> {
        writeln!(
            out,
            "\npassage {number} · {} equal · {} alike",
            counted(passage.words as usize, "word", "words"),
            percent(passage.identity)
        )?;
        let left = self.lines(&self.explanation.a, passage.a);
        let right = self.lines(&self.explanation.b, passage.b);
        for i in 0..left.len().max(right.len()) {
            let (text, width) = left.get(i).map_or((String::new(), 0), |(text, width)| (text.clone(), *width));
            let right = right.get(i).map_or("", |(text, _)| text);
            writeln!(
                out,
                "{}",
                format!("{text}{} │ {right}", " ".repeat(self.column.saturating_sub(width))).trim_end()
            )?;
        }
        Ok(())
    }

    /// A stretch of words, wrapped and marked: each line with its width.
    fn lines(&self, side: &Side, (from, to): (usize, usize)) -> Vec<(String, usize)> {
        let mut lines: Vec<(String, usize)> = Vec::new();
        let mut glued = false;
        for i in from..to {
            let word = side.words[i];
            // A word takes along what follows it, up to the next one.
            let end = if i + 1 < to { side.words[i + 1].span.start } else { word.span.end };
            let text = printable(side.text.get(word.span.start..end).unwrap_or_default());
            let (shown, width) = self.marked(text.trim_end(), word);
            let blank = usize::from(!glued);
            match lines.last_mut() {
                Some((line, used)) if *used + blank + width <= self.column => {
                    line.push_str(&" "[..blank]);
                    line.push_str(&shown);
                    *used += blank + width;
                }
                _ => lines.push((shown, width)),
            }
            glued = !text.ends_with(char::is_whitespace);
        }
        lines
    }

    fn marked(&self, text: &str, word: Word) -> (String, usize) {
        match (word.mark, self.style.color) {
            (Mark::Equal | Mark::Own, _) => (text.to_owned(), text.width()),
            (Mark::Changed, true) => (format!("\x1b[1;33m{text}\x1b[0m"), text.width()),
            (Mark::Furniture, true) => (format!("\x1b[2m{text}\x1b[0m"), text.width()),
            (Mark::Changed, false) => (format!("‹{text}›"), text.width() + 2),
            (Mark::Furniture, false) => (format!("░{text}"), text.width() + 1),
        }
    }

    /// The beginning of what each side has for itself, furniture among it.
    fn rest(&self, out: &mut impl Write) -> io::Result<()> {
        for (name, side) in [("A", &self.explanation.a), ("B", &self.explanation.b)] {
            let own: Vec<usize> =
                (0..side.words.len()).filter(|&i| matches!(side.words[i].mark, Mark::Own | Mark::Furniture)).collect();
            if own.is_empty() {
                continue;
            }
            writeln!(out, "\nonly in {name} · {}", counted(own.len(), "word", "words"))?;
            let mut shown = Vec::new();
            for run in own.chunk_by(|x, y| x + 1 == *y) {
                shown.extend(
                    self.lines(side, (run[0], run[run.len().min(REST_WORDS) - 1] + 1))
                        .into_iter()
                        .map(|(line, _)| line),
                );
                if run.len() > REST_WORDS {
                    shown.push(format!("… {} more", counted(run.len() - REST_WORDS, "word", "words")));
                }
            }
            shown.iter().try_for_each(|line| writeln!(out, "  {line}"))?;
        }
        Ok(())
    }

    fn legend(&self) -> String {
        let mark = |text: &str, mark| self.marked(text, Word { span: crate::id::Span { start: 0, end: 0 }, mark }).0;
        format!(
            "{} differs within a passage, {} is furniture",
            mark("word", Mark::Changed),
            mark("word", Mark::Furniture)
        )
    }
}
