//! The result for a reader at a terminal: clusters under headings, what was read and masked, and what to try next.

use super::model::{Article, Cluster, Report, Summary};
use crate::date::Published;
use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How the text may look.
#[derive(Clone, Debug)]
pub struct Style {
    /// Mark headings and figures with colours.
    pub color: bool,
    /// Columns to fill.
    pub width: usize,
    /// Clusters shown in full; the rest are counted.
    pub clusters: usize,
    /// How the user named the corpus, for the commands to try next.
    pub corpus: String,
}

/// Members shown of one cluster; the rest are counted.
const MEMBERS: usize = 12;

/// Writes the whole report.
///
/// # Errors
/// What the writer returns.
pub fn write(report: &Report, style: &Style, out: &mut impl Write) -> io::Result<()> {
    let page = Page {
        report,
        style,
        articles: report.articles.iter().map(|a| (a.id.as_str(), a)).collect(),
    };
    page.reading(out)?;
    page.boilerplate(out)?;
    for cluster in report.clusters.iter().take(style.clusters) {
        page.cluster(cluster, out)?;
    }
    let hidden = report.clusters.len().saturating_sub(style.clusters);
    if hidden > 0 {
        writeln!(
            out,
            "\n… and {} more: --format jsonl lists them all",
            counted(hidden, "cluster", "clusters")
        )?;
    }
    if report.clusters.is_empty() {
        page.nothing(out)?;
    }
    page.table(out)?;
    page.next(out)?;
    out.flush()
}

struct Page<'a> {
    report: &'a Report,
    style: &'a Style,
    articles: HashMap<&'a str, &'a Article>,
}

impl Page<'_> {
    fn reading(&self, out: &mut impl Write) -> io::Result<()> {
        let summary = &self.report.summary;
        writeln!(
            out,
            "read {} from {}{}",
            counted(summary.articles, "article", "articles"),
            counted(summary.outlets, "outlet", "outlets"),
            self.skipped()
        )?;
        if summary.too_short > 0 {
            let least = &self.report.run.settings["min_words"];
            writeln!(
                out,
                "{} shorter than {least} words outside furniture: not compared (--min-words)",
                counted(summary.too_short, "article is", "articles are")
            )?;
        }
        Ok(())
    }

    fn skipped(&self) -> String {
        let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
        self.report
            .skipped
            .iter()
            .for_each(|s| *reasons.entry(&s.reason).or_default() += 1);
        let mut reasons: Vec<_> = reasons.into_iter().collect();
        reasons.sort_by_key(|&(reason, count)| (std::cmp::Reverse(count), reason));
        let more = if reasons.len() > 3 {
            format!("; {} more reasons", reasons.len() - 3)
        } else {
            String::new()
        };
        let told: Vec<String> = reasons
            .iter()
            .take(3)
            .map(|(reason, count)| format!("{count} × {}", printable(reason)))
            .collect();
        if told.is_empty() {
            String::new()
        } else {
            format!(
                " · {} skipped ({}{more})",
                self.report.skipped.len(),
                told.join("; ")
            )
        }
    }

    fn boilerplate(&self, out: &mut impl Write) -> io::Result<()> {
        let mut by_outlet: BTreeMap<Option<&str>, Vec<&super::model::Boilerplate>> =
            BTreeMap::new();
        self.report.boilerplate.iter().for_each(|piece| {
            by_outlet
                .entry(piece.outlet.as_deref())
                .or_default()
                .push(piece)
        });
        if by_outlet.is_empty() {
            return Ok(());
        }
        let words: u64 = self
            .report
            .articles
            .iter()
            .map(|a| u64::from(a.boilerplate_words))
            .sum();
        writeln!(
            out,
            "masked {} words of furniture in {}:",
            grouped(words),
            counted(by_outlet.len(), "outlet", "outlets")
        )?;
        let mut outlets: Vec<_> = by_outlet.into_iter().collect();
        outlets.sort_by_key(|(name, pieces)| (std::cmp::Reverse(pieces[0].articles), *name));
        for (name, pieces) in outlets.iter().take(6) {
            let first = pieces[0];
            let name = pad(&printable(name.unwrap_or("(no outlet)")), 16);
            let line = format!(
                "  {name} {}, such as “{}” in {}",
                counted(pieces.len(), "piece", "pieces"),
                clip(&printable(&first.text), 48),
                counted(first.articles as usize, "article", "articles")
            );
            writeln!(out, "{}", clip(&line, self.style.width))?;
        }
        if outlets.len() > 6 {
            writeln!(out, "  … and {} more outlets", outlets.len() - 6)?;
        }
        Ok(())
    }

    fn cluster(&self, cluster: &Cluster, out: &mut impl Write) -> io::Result<()> {
        let members: Vec<&Article> = cluster
            .articles
            .iter()
            .filter_map(|id| self.articles.get(id.as_str()).copied())
            .collect();
        let heading = format!("cluster {}", cluster.cluster);
        writeln!(
            out,
            "\n{} · {} · {} · weakest link {} ({} – {}){}",
            self.bold(&heading),
            counted(members.len(), "article", "articles"),
            counted(cluster.outlets.len(), "outlet", "outlets"),
            share(cluster.weakest.resemblance),
            printable(&cluster.weakest.a),
            printable(&cluster.weakest.b),
            span_of_time(&members),
        )?;
        if let Some(title) = members
            .iter()
            .find(|a| a.id == cluster.representative)
            .and_then(|a| a.title.as_deref())
        {
            writeln!(
                out,
                "  {}",
                clip(&printable(title), self.style.width.saturating_sub(2))
            )?;
        }
        let mut order: Vec<usize> = (0..members.len()).collect();
        order.sort_by_key(|&i| (members[i].published.map_or(i64::MAX, |p| p.seconds()), i));
        let id_width = members
            .iter()
            .map(|a| printable(&a.id).width())
            .max()
            .unwrap_or(0)
            .min(44);
        for &i in order.iter().take(MEMBERS) {
            let article = members[i];
            let is_representative = article.id == cluster.representative;
            let star = if is_representative { "★" } else { " " };
            let time = article
                .published
                .map_or_else(|| "-".to_owned(), |p| moment(&p));
            let member = &cluster.members[i];
            let shares = if is_representative {
                format!("represents: {}", cluster.representative_reason)
            } else {
                format!(
                    "{} of it in ★, {} of ★ in it",
                    percent(member.in_representative),
                    percent(member.of_representative)
                )
            };
            let seen = if cluster.earliest.as_ref() == Some(&article.id) {
                "earliest seen · "
            } else {
                ""
            };
            let line = format!(
                "  {star} {}  {}  {}  {seen}{shares}",
                pad(&printable(&article.id), id_width),
                pad(&printable(article.outlet.as_deref().unwrap_or("-")), 12),
                pad(&time, 17)
            );
            writeln!(out, "{}", line.trim_end())?;
        }
        if members.len() > MEMBERS {
            writeln!(out, "    … and {} more articles", members.len() - MEMBERS)?;
        }
        Ok(())
    }

    fn nothing(&self, out: &mut impl Write) -> io::Result<()> {
        let summary = &self.report.summary;
        writeln!(
            out,
            "\nno cluster: {} compared among {}",
            counted(
                summary.candidates,
                "candidate pair was",
                "candidate pairs were"
            ),
            counted(summary.articles, "article", "articles")
        )?;
        match &summary.best_below {
            Some(pair) => {
                writeln!(
                    out,
                    "  the most alike pair below the threshold: {} – {}, resemblance {}",
                    printable(&pair.a),
                    printable(&pair.b),
                    share(pair.resemblance)
                )?;
                let flag = (pair.resemblance * 100.0).floor() / 100.0;
                if flag > 0.0 {
                    writeln!(
                        out,
                        "  it would show under: reprint scan {} --threshold {flag:.2}",
                        self.style.corpus
                    )?;
                }
            }
            None => writeln!(
                out,
                "  no two articles share enough words in a row to be compared; shorter shingles see more: --shingle 2"
            )?,
        }
        Ok(())
    }

    fn table(&self, out: &mut impl Write) -> io::Result<()> {
        let Summary {
            articles,
            outlets,
            skipped,
            clusters,
            pairs,
            near_duplicate_share,
            candidates,
            estimated_recall,
            candidate_stage: stage,
            ..
        } = &self.report.summary;
        writeln!(out)?;
        let mut row = |name: &str, value: String| writeln!(out, "  {} {value}", pad(name, 22));
        row(
            "articles",
            format!(
                "{} from {}, {skipped} skipped",
                grouped(*articles as u64),
                counted(*outlets, "outlet", "outlets")
            ),
        )?;
        row(
            "clusters",
            format!(
                "{clusters} holding {} of the articles",
                percent(*near_duplicate_share)
            ),
        )?;
        row(
            "pairs",
            format!(
                "{} of {} compared",
                grouped(*pairs as u64),
                counted(*candidates, "candidate", "candidates")
            ),
        )?;
        let settings = &self.report.run.settings;
        let how = if stage.exact {
            "exact: every pair at or above the threshold".to_owned()
        } else {
            let hot = if stage.hot_buckets > 0 {
                format!(
                    ", {} looked at in full",
                    counted(stage.hot_buckets as usize, "hot bucket", "hot buckets")
                )
            } else {
                String::new()
            };
            format!(
                "{} bands × {} rows, estimated recall {} at threshold {}{hot}",
                stage.bands,
                stage.rows,
                percent_fine(*estimated_recall),
                settings["threshold"]
            )
        };
        row("candidate stage", how)?;
        if let Some(timings) = &self.report.summary.timings {
            let stages: Vec<String> = timings
                .seconds
                .iter()
                .map(|(name, seconds)| format!("{name} {seconds:.2}"))
                .collect();
            row("seconds", stages.join(", "))?;
            if let Some(bytes) = timings.peak_memory {
                row("peak memory", format!("{:.0} MB", bytes as f64 / 1e6))?;
            }
        }
        Ok(())
    }

    fn next(&self, out: &mut impl Write) -> io::Result<()> {
        let corpus = &self.style.corpus;
        let command = if self.report.clusters.is_empty() {
            format!("reprint scan {corpus} --threshold 0.3")
        } else {
            format!("reprint scan {corpus} --format jsonl --output result.jsonl")
        };
        writeln!(out, "\nnext: {command}")
    }

    fn bold(&self, text: &str) -> String {
        if self.style.color {
            format!("\x1b[1m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }
}

/// From the first to the last date of the members, where two have one.
fn span_of_time(members: &[&Article]) -> String {
    let mut times: Vec<Published> = members.iter().filter_map(|a| a.published).collect();
    times.sort_by_key(Published::seconds);
    match (times.first(), times.last()) {
        (Some(first), Some(last)) if times.len() > 1 => {
            format!(" · {} → {}", moment(first), moment(last))
        }
        _ => String::new(),
    }
}

/// `2022-02-16 21:00`, with the zone where one is known.
fn moment(published: &Published) -> String {
    let text = published.to_string();
    match text.split_once('T') {
        None => text,
        Some((date, time)) => format!("{date} {}{}", &time[..5], &time[8..]),
    }
}

fn share(value: f64) -> String {
    format!("{value:.2}")
}

fn percent(value: f64) -> String {
    format!("{:.0}%", value * 100.0)
}

fn percent_fine(value: f64) -> String {
    format!("{:.1}%", value * 100.0)
}

fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", grouped(n as u64), if n == 1 { one } else { many })
}

/// `1,234,567`.
fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let groups: Vec<&str> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(|g| std::str::from_utf8(g).unwrap_or_default())
        .collect();
    groups.join(",")
}

/// Control characters would move the cursor or colour the screen: articles are strangers' text.
fn printable(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') {
                ' '
            } else {
                c
            }
        })
        .collect()
}

fn pad(text: &str, width: usize) -> String {
    let text = clip(text, width);
    let blanks = width.saturating_sub(text.width());
    format!("{text}{}", " ".repeat(blanks))
}

/// At most `width` columns, the cut marked.
fn clip(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut used = 1;
    let kept: String = text
        .chars()
        .take_while(|c| {
            used += c.width().unwrap_or(0);
            used <= width
        })
        .collect();
    format!("{kept}…")
}
