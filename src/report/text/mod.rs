//! The result for a reader at a terminal: what was read and masked, clusters and passages under headings, a
//! closing table, and what to try next.

mod clusters;
mod columns;
mod edits;
pub mod evaluation;
pub mod explain;
pub mod index;
pub mod inspect;
mod lines;
mod origin;
mod passages;
mod skipped;
pub mod tuning;

pub use columns::for_a_shell;

use super::model::{Article, Boilerplate, Pair, Relation, Report, Summary};
use columns::{clip, counted, grouped, pad, percent, percent_fine, printable, share};
use lines::{Lines, wrap};
use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};

/// How the text may look.
#[derive(Clone, Debug)]
pub struct Style {
    /// Mark headings with colours.
    pub color: bool,
    /// Columns to fill.
    pub width: usize,
    /// Clusters and passages shown in full; the rest are counted.
    pub top: usize,
    /// What the user ran, for the commands to try next: `reprint scan corpus`.
    pub command: String,
}

/// Writes the whole report.
///
/// # Errors
/// What the writer returns.
pub fn write(report: &Report, style: &Style, out: &mut impl Write) -> io::Result<()> {
    let page = Page { report, style, articles: report.articles.iter().map(|a| (a.id.as_str(), a)).collect() };
    page.reading(out)?;
    page.boilerplate(out)?;
    page.clusters(out)?;
    page.passages(out)?;
    origin::flows(report, style.width, out)?;
    if report.pairs.is_empty() {
        page.nothing(out)?;
    }
    skipped::write(report, style, out)?;
    page.table(out)?;
    page.next(out)?;
    out.flush()
}

struct Page<'a> {
    report: &'a Report,
    style: &'a Style,
    articles: HashMap<&'a str, &'a Article>,
}

/// Outlets whose furniture is shown.
const OUTLETS: usize = 6;

impl Page<'_> {
    fn reading(&self, out: &mut impl Write) -> io::Result<()> {
        let summary = &self.report.summary;
        let articles = counted(summary.articles, "article", "articles");
        let outlets = counted(summary.outlets, "outlet", "outlets");
        let skipped =
            if summary.skipped > 0 { format!(" · {} skipped, see below", summary.skipped) } else { String::new() };
        writeln!(out, "{}", wrap(&format!("read {articles} from {outlets}{skipped}"), self.style.width))?;
        if summary.too_short > 0 {
            let short = counted(summary.too_short, "article is", "articles are");
            let least = &self.report.run.settings["min_words"];
            let told = format!("{short} shorter than {least} words outside furniture: not compared (--min-words)");
            writeln!(out, "{}", wrap(&told, self.style.width))?;
        }
        Ok(())
    }

    fn boilerplate(&self, out: &mut impl Write) -> io::Result<()> {
        let mut by_outlet: BTreeMap<Option<&str>, Vec<&Boilerplate>> = BTreeMap::new();
        self.report
            .boilerplate
            .iter()
            .for_each(|piece| by_outlet.entry(piece.outlet.as_deref()).or_default().push(piece));
        if by_outlet.is_empty() {
            return Ok(());
        }
        let words: u64 = self.report.articles.iter().map(|a| u64::from(a.boilerplate_words)).sum();
        let outlets = counted(by_outlet.len(), "outlet", "outlets");
        let masked = format!("masked {} words of furniture in {outlets}:", grouped(words));
        writeln!(out, "{}", wrap(&masked, self.style.width))?;
        let mut outlets: Vec<_> = by_outlet.into_iter().collect();
        outlets.sort_by_key(|(name, pieces)| (std::cmp::Reverse(pieces[0].articles), *name));
        for (name, pieces) in outlets.iter().take(OUTLETS) {
            let name = pad(&printable(name.unwrap_or("(no outlet)")), 18);
            let found = format!(
                "{} in up to {}",
                counted(pieces.len(), "piece", "pieces"),
                counted(pieces[0].articles as usize, "article", "articles")
            );
            let line = format!("  {name} {} “{}”", pad(&found, 30), printable(&pieces[0].text));
            writeln!(out, "{}", clip(&line, self.style.width))?;
        }
        if outlets.len() > OUTLETS {
            writeln!(out, "  … and {} more", counted(outlets.len() - OUTLETS, "outlet", "outlets"))?;
        }
        Ok(())
    }

    fn nothing(&self, out: &mut impl Write) -> io::Result<()> {
        let summary = &self.report.summary;
        let wrapped = |text: &str| wrap(text, self.style.width);
        let compared = counted(summary.candidates, "candidate pair was", "candidate pairs were");
        let articles = counted(summary.articles, "article", "articles");
        writeln!(out, "\n{}", wrapped(&format!("nothing found: {compared} compared among {articles}")))?;
        if summary.out_of_scope > 0 {
            let hold = counted(summary.out_of_scope, "pair holds", "pairs hold");
            let outside = "outside the scope or the time window: --scope all, without --window, shows them";
            writeln!(out, "{}", wrapped(&format!("  {hold} {outside}")))?;
        }
        match &summary.best_below {
            Some(pair) => self.best_below(pair, out),
            None if summary.out_of_scope > 0 => Ok(()),
            None => {
                let none = "  no two articles share enough words in a row to be compared";
                writeln!(out, "{}", wrapped(&format!("{none}; shorter shingles see more: --shingle 2 --exact")))
            }
        }
    }

    fn best_below(&self, pair: &Pair, out: &mut impl Write) -> io::Result<()> {
        let (a, b, resemblance) = (printable(&pair.a), printable(&pair.b), share(pair.resemblance));
        let told = format!("  the most alike pair below the threshold: {a} – {b}, resemblance {resemblance}");
        writeln!(out, "{}", wrap(&told, self.style.width))?;
        let threshold = (pair.resemblance * 100.0).floor() / 100.0;
        if threshold > 0.0 {
            // A command stays in one line: it is there to be copied.
            let command = printable(&self.style.command);
            writeln!(out, "  it would show under: {command} --threshold {threshold:.2}")?;
        }
        Ok(())
    }

    fn table(&self, out: &mut impl Write) -> io::Result<()> {
        let summary = &self.report.summary;
        writeln!(out)?;
        let width = self.style.width;
        let mut row = |name: &str, value: String| {
            writeln!(out, "{}", Lines::new(&format!("  {}", pad(name, 18)), 21, width).words(" ", &value))
        };
        let articles = grouped(summary.articles as u64);
        row(
            "articles",
            format!("{articles} from {}, {} skipped", counted(summary.outlets, "outlet", "outlets"), summary.skipped),
        )?;
        row(
            "clusters",
            format!(
                "{} holding {} of the articles",
                grouped(summary.clusters as u64),
                percent(summary.near_duplicate_share)
            ),
        )?;
        row("passages", format!("{} that travelled between clusters", grouped(summary.passages as u64)))?;
        if let Some(credits) = origin::summary(self.report) {
            row("credits", credits)?;
        }
        if summary.edits_left_out > 0 {
            let left_out = counted(summary.edits_left_out, "member", "members");
            row("edits", format!("{left_out} of large or many clusters not compared with the earliest one"))?;
        }
        row("pairs", format!("{}{}", grouped(summary.pairs as u64), self.relations()))?;
        if summary.bridges_cut > 0 {
            row("bridges cut", self.bridges())?;
        }
        row("candidates", format!("{} compared", counted(summary.candidates, "pair", "pairs")))?;
        row("candidate stage", self.candidate_stage())?;
        if let Some(timings) = &summary.timings {
            let stages: Vec<String> =
                timings.seconds.iter().map(|(name, seconds)| format!("{name} {seconds:.2}")).collect();
            row("seconds", stages.join(", "))?;
            if let Some(bytes) = timings.peak_memory {
                row("peak memory", format!("{:.0} MB", bytes as f64 / 1e6))?;
            }
        }
        Ok(())
    }

    /// `: 3 identical, 10 near duplicate, 2 contained, 11 partial`.
    fn relations(&self) -> String {
        let mut counts: BTreeMap<Relation, usize> = BTreeMap::new();
        self.report.pairs.iter().for_each(|pair| *counts.entry(pair.relation).or_default() += 1);
        let told: Vec<String> =
            counts.iter().map(|(relation, count)| format!("{} {}", grouped(*count as u64), relation.words())).collect();
        if told.is_empty() { String::new() } else { format!(": {}", told.join(", ")) }
    }

    /// Pairs that would join clusters which are kept apart, as most of their members are unlike.
    fn bridges(&self) -> String {
        const SHOWN: usize = 3;
        let cut = self.report.pairs.iter().filter(|pair| pair.bridge);
        let told: Vec<String> = cut
            .take(SHOWN)
            .map(|pair| format!("{} – {} ({})", printable(&pair.a), printable(&pair.b), share(pair.resemblance)))
            .collect();
        let all = self.report.summary.bridges_cut;
        let more = if all > SHOWN { format!(" … and {} more", grouped((all - SHOWN) as u64)) } else { String::new() };
        format!(
            "{} that would join clusters whose members are mostly unlike: {}{more}; --cluster components keeps them",
            counted(all, "pair", "pairs"),
            told.join("; ")
        )
    }

    fn candidate_stage(&self) -> String {
        let Summary { candidate_stage: stage, estimated_recall, .. } = &self.report.summary;
        if stage.exact {
            return "exact: every pair at or above the threshold is found".into();
        }
        let hot = if stage.hot_buckets > 0 {
            format!("; {} looked at in full", counted(stage.hot_buckets as usize, "hot bucket", "hot buckets"))
        } else {
            String::new()
        };
        let threshold = &self.report.run.settings["threshold"];
        format!(
            "{} bands × {} rows: estimated recall {} for pairs at threshold {threshold}{hot}",
            stage.bands,
            stage.rows,
            percent_fine(*estimated_recall)
        )
    }

    fn next(&self, out: &mut impl Write) -> io::Result<()> {
        let command = printable(&self.style.command);
        if self.report.pairs.is_empty() {
            writeln!(out, "\nnext: {command} --threshold 0.3 --min-passage 8")
        } else {
            writeln!(out, "\nnext: {command} --format jsonl --output result.jsonl")
        }
    }

    /// A heading after an empty line, with notes.
    fn heading(&self, name: &str, notes: impl IntoIterator<Item = String>, out: &mut impl Write) -> io::Result<()> {
        let lines = Lines::new(name, 4, self.style.width).notes(" · ", notes).to_string();
        writeln!(out, "\n{}{}", self.bold(name), lines.strip_prefix(name).unwrap_or_default())
    }

    fn bold(&self, text: &str) -> String {
        if self.style.color { format!("\x1b[1m{text}\x1b[0m") } else { text.to_owned() }
    }
}
