//! What the page's script reads: the report in rows without names, articles by number, offsets as scripts count them.
//!
//! Left out are articles that share nothing with any other: they are counted in the summary.

use super::super::model::{Article, Boilerplate, FLOOR, Pair, Report, Run, Summary};
use super::packs;
use crate::date::Published;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};

/// Everything but the texts. `script/model.js` names the fields of the rows.
#[derive(Serialize)]
pub(super) struct Core<'a> {
    run: &'a Run,
    summary: &'a Summary,
    floor: f64,
    outlets: Vec<Value>,
    articles: Vec<Value>,
    pairs: Vec<Value>,
    below: Vec<Value>,
    clusters: Vec<Value>,
    passages: Vec<Value>,
    boilerplate: &'a [Boilerplate],
    reasons: Vec<(&'a str, usize)>,
    skipped: Vec<(&'a str, &'a str)>,
}

/// Skipped files that are listed; the rest are counted by reason.
const SKIPPED: usize = 1000;
/// Characters of a headline that are shown.
const HEADLINE: usize = 140;
/// Characters of a passage that its row shows before its text is unpacked.
const SNIPPET: usize = 280;

/// Numbers of the articles that stand in a pair, a cluster or a passage, in order.
pub(super) fn related(report: &Report) -> Vec<usize> {
    let number: HashMap<&str, usize> = report.articles.iter().enumerate().map(|(i, a)| (a.id.as_str(), i)).collect();
    let pairs = report.pairs.iter().flat_map(|p| [&p.a, &p.b]);
    let below = report.below.iter().flat_map(|p| [&p.a, &p.b]);
    let members = report.clusters.iter().flat_map(|c| &c.articles);
    let places = report.passages.iter().flat_map(|p| p.occurrences.iter().map(|o| &o.article));
    let named = pairs.chain(below).chain(members).chain(places);
    let mut related: Vec<usize> = named.filter_map(|id| number.get(id.as_str()).copied()).collect();
    related.sort_unstable();
    related.dedup();
    related
}

impl<'a> Core<'a> {
    /// `shown` are the articles that are `related`.
    pub(super) fn of(report: &'a Report, shown: &[usize]) -> Self {
        let rows = Rows::of(report, shown);
        let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
        report.skipped.iter().for_each(|s| *reasons.entry(&s.reason).or_default() += 1);
        let mut reasons: Vec<_> = reasons.into_iter().collect();
        reasons.sort_by_key(|&(reason, count)| (std::cmp::Reverse(count), reason));
        Self {
            run: &report.run,
            summary: &report.summary,
            floor: FLOOR,
            outlets: rows.outlets(report),
            articles: rows.articles(report, shown),
            pairs: rows.pairs(report),
            below: report.below.iter().map(|p| json!([rows.row(&p.a), rows.row(&p.b), p.resemblance])).collect(),
            clusters: rows.clusters(report),
            passages: rows.passages(report),
            boilerplate: &report.boilerplate,
            reasons,
            skipped: report.skipped.iter().take(SKIPPED).map(|s| (s.path.as_str(), s.reason.as_str())).collect(),
        }
    }
}

/// Where ids and names went.
struct Rows<'a> {
    /// Row of each shown article.
    number: HashMap<&'a str, usize>,
    outlet: BTreeMap<Option<&'a str>, usize>,
    offsets: Vec<Option<Offsets<'a>>>,
}

impl<'a> Rows<'a> {
    fn of(report: &'a Report, shown: &[usize]) -> Self {
        let articles = shown.iter().map(|&i| &report.articles[i]);
        let mut outlet: BTreeMap<Option<&str>, usize> =
            report.articles.iter().map(|a| (a.outlet.as_deref(), 0)).collect();
        outlet.values_mut().zip(0..).for_each(|(number, next)| *number = next);
        Self {
            number: articles.clone().enumerate().map(|(row, a)| (a.id.as_str(), row)).collect(),
            outlet,
            offsets: articles.map(|a| a.text.as_deref().map(Offsets::of)).collect(),
        }
    }

    fn row(&self, id: &str) -> Option<usize> {
        self.number.get(id).copied()
    }

    /// A byte of an article's text as scripts count; nothing where the text is not carried.
    fn offset(&self, row: Option<usize>, byte: usize) -> usize {
        row.and_then(|row| self.offsets[row].as_ref()).map_or(0, |offsets| offsets.utf16(byte))
    }

    fn outlets(&self, report: &Report) -> Vec<Value> {
        let mut totals = vec![(0usize, 0u64); self.outlet.len()];
        for article in &report.articles {
            let total = &mut totals[self.outlet[&article.outlet.as_deref()]];
            total.0 += 1;
            total.1 += u64::from(article.words - article.boilerplate_words.min(article.words));
        }
        self.outlet.keys().zip(totals).map(|(name, (articles, words))| json!([name, articles, words])).collect()
    }

    fn articles(&self, report: &Report, shown: &[usize]) -> Vec<Value> {
        let slots = packs::slots(&report.articles, shown);
        shown
            .iter()
            .zip(slots)
            .enumerate()
            .map(|(row, (&i, slot))| self.article(&report.articles[i], row, slot))
            .collect()
    }

    fn article(&self, a: &Article, row: usize, slot: Option<(usize, usize)>) -> Value {
        let furniture: Vec<usize> =
            a.furniture.iter().flat_map(|s| [s.start, s.end]).map(|byte| self.offset(Some(row), byte)).collect();
        let seconds = a.published.as_ref().map(Published::seconds);
        json!([
            a.id,
            self.outlet[&a.outlet.as_deref()],
            headline(a),
            a.published,
            seconds,
            a.language,
            a.words,
            a.boilerplate_words,
            a.url,
            a.path,
            slot,
            furniture
        ])
    }

    /// Pairs with their matches. Both lists are in order of their ids.
    fn pairs(&self, report: &Report) -> Vec<Value> {
        let mut matches = report.matches.iter().peekable();
        let mut rows = Vec::with_capacity(report.pairs.len());
        for pair in &report.pairs {
            let key = (pair.a.as_str(), pair.b.as_str());
            let (a, b) = (self.row(&pair.a), self.row(&pair.b));
            while matches.next_if(|m| (m.a.as_str(), m.b.as_str()) < key).is_some() {}
            let mut own = Vec::new();
            while let Some(m) = matches.next_if(|m| (m.a.as_str(), m.b.as_str()) == key) {
                own.push(json!([
                    self.offset(a, m.a_start),
                    self.offset(a, m.a_end),
                    self.offset(b, m.b_start),
                    self.offset(b, m.b_end),
                    m.words,
                    m.identity,
                    m.reuse
                ]));
            }
            rows.push(pair_row(pair, a, b, own));
        }
        rows
    }

    fn clusters(&self, report: &Report) -> Vec<Value> {
        let row = |c: &super::super::model::Cluster| {
            let members: Vec<_> = c.articles.iter().map(|id| self.row(id)).collect();
            let earliest = c.earliest.as_ref().map(|id| self.row(id));
            let weakest = json!([self.row(&c.weakest.a), self.row(&c.weakest.b), c.weakest.resemblance]);
            let shares: Vec<_> = c.members.iter().map(|m| (m.in_representative, m.of_representative)).collect();
            json!([members, self.row(&c.representative), c.representative_reason, earliest, weakest, shares])
        };
        report.clusters.iter().map(row).collect()
    }

    fn passages(&self, report: &Report) -> Vec<Value> {
        let row = |p: &super::super::model::Passage| {
            let places: Vec<Value> = p
                .occurrences
                .iter()
                .map(|o| {
                    let row = self.row(&o.article);
                    json!([row, self.offset(row, o.start), self.offset(row, o.end), o.identity])
                })
                .collect();
            let snippet: String = p.text.chars().take(SNIPPET).collect();
            json!([snippet, p.words, places, p.earliest.as_ref().map(|id| self.row(id)), p.within_cluster])
        };
        report.passages.iter().map(row).collect()
    }
}

/// The headline, or where there is none the first line of the article's own text.
fn headline(article: &Article) -> Option<String> {
    let title = article.title.as_deref().filter(|title| !title.trim().is_empty());
    let line = title.or_else(|| first_own_line(article))?.trim();
    let cut: String = line.chars().take(HEADLINE).collect();
    Some(if cut.len() < line.len() { cut + "…" } else { cut })
}

/// The first line with words outside the furniture.
fn first_own_line(article: &Article) -> Option<&str> {
    let text = article.text.as_deref()?;
    let ends = article.furniture.iter().map(|span| span.end);
    let starts = article.furniture.iter().map(|span| span.start).chain([text.len()]);
    let own = std::iter::once(0).chain(ends).zip(starts).filter_map(|(from, to)| text.get(from..to));
    own.flat_map(str::lines).find(|line| line.chars().filter(|c| c.is_alphanumeric()).count() > 1)
}

fn pair_row(p: &Pair, a: Option<usize>, b: Option<usize>, matches: Vec<Value>) -> Value {
    json!([
        a,
        b,
        p.relation,
        p.resemblance,
        p.containment_a,
        p.containment_b,
        p.shared_words,
        u8::from(p.joins_by_passages),
        matches
    ])
}

/// Turns bytes of a text into UTF-16 units, which scripts count.
struct Offsets<'a> {
    text: &'a str,
    /// Units before every `STEP`th byte, or before the next byte that begins a character; empty for ASCII.
    at_step: Vec<(usize, usize)>,
}

const STEP: usize = 64;

impl<'a> Offsets<'a> {
    fn of(text: &'a str) -> Self {
        let mut at_step = Vec::new();
        if !text.is_ascii() {
            let mut units = 0;
            for (byte, c) in text.char_indices() {
                if byte >= at_step.len() * STEP {
                    at_step.push((byte, units));
                }
                units += c.len_utf16();
            }
        }
        Self { text, at_step }
    }

    fn utf16(&self, byte: usize) -> usize {
        let known = self.at_step.partition_point(|&(at, _)| at <= byte);
        let Some(&(at, units)) = known.checked_sub(1).and_then(|i| self.at_step.get(i)) else {
            return byte.min(self.text.len());
        };
        units + self.text.get(at..byte).map_or(0, |between| between.encode_utf16().count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_those_of_scripts() {
        let text = "na\u{ef}ve \u{1f600} 東京 ".repeat(40);
        let offsets = Offsets::of(&text);
        for (byte, _) in text.char_indices() {
            assert_eq!(offsets.utf16(byte), text[..byte].encode_utf16().count());
        }
        assert_eq!(offsets.utf16(text.len()), text.encode_utf16().count());
        assert_eq!(Offsets::of("plain").utf16(3), 3);
    }
}
