//! Passages: each text once, and where it stands.

use super::columns::{clip, counted, pad, percent, printable, seen};
use super::lines::Lines;
use super::{Page, origin};
use crate::report::model::{Occurrence, Passage};
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// Places shown of one passage; the rest are counted.
const PLACES: usize = 8;
/// Lines of a passage's text that are shown.
const LINES: usize = 3;

impl Page<'_> {
    /// The passages that travelled between clusters; a cluster's own text is shown by its members.
    pub(super) fn passages(&self, out: &mut impl Write) -> io::Result<()> {
        let travelled: Vec<&Passage> = self.report.passages.iter().filter(|p| p.within_cluster.is_none()).collect();
        for passage in travelled.iter().take(self.style.top) {
            self.passage(passage, out)?;
        }
        let hidden = travelled.len().saturating_sub(self.style.top);
        if hidden > 0 {
            writeln!(
                out,
                "\n… and {} more (--top {} shows them)",
                counted(hidden, "passage", "passages"),
                travelled.len()
            )?;
        }
        Ok(())
    }

    fn passage(&self, passage: &Passage, out: &mut impl Write) -> io::Result<()> {
        let articles: std::collections::BTreeSet<&str> =
            passage.occurrences.iter().map(|o| o.article.as_str()).collect();
        let (articles, outlets) =
            (counted(articles.len(), "article", "articles"), counted(passage.outlets.len(), "outlet", "outlets"));
        let notes = [counted(passage.words as usize, "word", "words"), format!("{articles} in {outlets}")];
        self.heading(&format!("passage {}", passage.passage), notes, out)?;
        // Beside the indent the mark at the end takes three columns.
        for line in wrapped(&passage.text, self.style.width.saturating_sub(7).min(100)) {
            writeln!(out, "    {line}")?;
        }
        let standings: Vec<_> = passage.occurrences.iter().map(|place| place.standing).collect();
        let origin = origin::notes(&passage.provenance, &passage.credit, &standings);
        writeln!(out, "{}", Lines::new("    ", 6, self.style.width).notes("", origin))?;
        let article = |o: &Occurrence| self.articles.get(o.article.as_str());
        let seconds = |o: &Occurrence| article(o).and_then(|a| a.seen()).map_or(i64::MAX, |seen| seen.seconds());
        let mut places: Vec<&Occurrence> = passage.occurrences.iter().collect();
        places.sort_by_key(|o| (seconds(o), &o.article, o.start));
        let width =
            places.iter().map(|o| printable(&o.article).width()).max().unwrap_or(0).min(48).min(self.style.width / 2);
        for place in places.iter().take(PLACES) {
            let mut notes = Vec::new();
            notes.extend(article(place).and_then(|a| seen(a)));
            notes.extend((passage.earliest.as_ref() == Some(&place.article)).then(|| "earliest seen".to_owned()));
            notes.push(if place.identity >= 1.0 {
                "verbatim".into()
            } else if place.identity <= 0.0 {
                "linked by another place".into()
            } else {
                format!("{} alike", percent(place.identity))
            });
            notes.extend(place.quoted.then(|| "quoted".to_owned()));
            notes.extend(origin::note(place.standing).map(str::to_owned));
            notes.push(format!("characters {}–{}", place.char_start, place.char_end));
            let lead = format!("  · {}", pad(&printable(&place.article), width));
            writeln!(out, "{}", Lines::new(&lead, 6, self.style.width).notes("  ", notes))?;
        }
        if places.len() > PLACES {
            writeln!(out, "    … and {}", counted(places.len() - PLACES, "more place", "more places"))?;
        }
        Ok(())
    }
}

/// The first lines of a text, broken at blanks.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let text = printable(text);
    let mut lines: Vec<String> = vec!["“".into()];
    for word in text.split_whitespace() {
        let line = lines.last_mut().expect("there is a first line");
        if line.width() > 1 && line.width() + 1 + word.width() > width {
            if lines.len() == LINES {
                return close(lines, width, " …”");
            }
            lines.push(word.to_owned());
        } else {
            if line.width() > 1 || lines.len() > 1 {
                lines.last_mut().expect("there is a first line").push(' ');
            }
            lines.last_mut().expect("there is a first line").push_str(word);
        }
    }
    close(lines, width, "”")
}

fn close(mut lines: Vec<String>, width: usize, mark: &str) -> Vec<String> {
    lines.iter_mut().for_each(|line| *line = clip(line, width));
    if let Some(last) = lines.last_mut() {
        last.push_str(mark);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_break_at_blanks_and_say_when_they_are_cut() {
        assert_eq!(wrapped("one two", 40), ["“one two”"]);
        assert_eq!(wrapped("aaaa bbbb cccc dddd eeee ffff gggg", 10), ["“aaaa bbbb", "cccc dddd", "eeee ffff …”"]);
    }
}
