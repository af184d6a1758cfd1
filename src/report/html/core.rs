//! What the page's script reads: the report in rows without names, articles by number, offsets as scripts count them.
//!
//! Left out are articles that share nothing with any other: they are counted in the summary. Rows are made while they
//! are written: the whole of a large report is never there a second time.

use super::super::model::{
    Article, Cluster, Credit, CreditKind, Credited, Evidence, FLOOR, Flow, Lag, Match, Pair, Passage, Provenance,
    Report,
};
use super::offsets::Offsets;
use super::packs;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use std::collections::{BTreeMap, HashMap};

/// Everything but the texts. `script/model.js` names the fields of the rows.
pub(super) struct Core<'a> {
    report: &'a Report,
    /// Articles that stand in a pair, a cluster or a passage, in order: the row of an article is its place in here.
    shown: &'a [usize],
    /// Row of each shown article.
    number: HashMap<&'a str, usize>,
    outlet: BTreeMap<Option<&'a str>, usize>,
    /// Of each shown article that carries its text.
    offsets: Vec<Option<Offsets<'a>>>,
}

/// Skipped files that are listed; the rest are counted by reason.
const SKIPPED: usize = 1000;
/// Characters of a headline, or of a credit as it stands, that are shown.
const HEADLINE: usize = 140;
/// Characters of a passage that its row shows before its text is unpacked.
const SNIPPET: usize = 280;
/// Articles named for a piece of evidence; the rest are counted.
const WITNESSES: usize = 8;

/// Numbers of the articles that stand in a pair, a cluster or a passage, in order.
pub(super) fn related(report: &Report) -> Vec<usize> {
    let number: HashMap<&str, usize> = report.articles.iter().enumerate().map(|(i, a)| (a.id.as_str(), i)).collect();
    let pairs = report.pairs.iter().flat_map(|p| [&p.a, &p.b]);
    let below = report.below.iter().flat_map(|p| [&p.a, &p.b]);
    let members = report.clusters.iter().flat_map(|c| &c.articles);
    let places = report.passages.iter().flat_map(|p| p.occurrences.iter().map(|o| &o.article));
    let mut stands = vec![false; report.articles.len()];
    for id in pairs.chain(below).chain(members).chain(places) {
        number.get(id.as_str()).into_iter().for_each(|&i| stands[i] = true);
    }
    (0..stands.len()).filter(|&i| stands[i]).collect()
}

impl Serialize for Core<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let report = self.report;
        let mut core = serializer.serialize_map(None)?;
        core.serialize_entry("run", &report.run)?;
        core.serialize_entry("summary", &report.summary)?;
        core.serialize_entry("floor", &FLOOR)?;
        core.serialize_entry("outlets", &self.outlets())?;
        core.serialize_entry("articles", &Each(|| self.articles()))?;
        core.serialize_entry("pairs", &Each(|| self.pairs()))?;
        let below = || report.below.iter().map(|p| (self.row(&p.a), self.row(&p.b), p.resemblance));
        core.serialize_entry("below", &Each(below))?;
        core.serialize_entry("clusters", &Each(|| report.clusters.iter().map(|c| self.cluster(c))))?;
        core.serialize_entry("passages", &Each(|| report.passages.iter().map(|p| self.passage(p))))?;
        core.serialize_entry("flows", &Each(|| report.flows.iter().map(|f| self.flow(f))))?;
        core.serialize_entry("lags", &Each(|| report.lags.iter().map(|l| self.lag(l))))?;
        core.serialize_entry("boilerplate", &report.boilerplate)?;
        core.serialize_entry("reasons", &reasons(report))?;
        let skipped = || report.skipped.iter().take(SKIPPED).map(|s| (&s.path, &s.reason));
        core.serialize_entry("skipped", &Each(skipped))?;
        core.end()
    }
}

/// A list whose items are made while it is written.
struct Each<F>(F);

impl<F: Fn() -> I, I: IntoIterator<Item: Serialize>> Serialize for Each<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// Why things were left out, and how many: the most frequent reason first.
fn reasons(report: &Report) -> Vec<(&str, usize)> {
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    report.skipped.iter().for_each(|s| *reasons.entry(&s.reason).or_default() += 1);
    let mut reasons: Vec<_> = reasons.into_iter().collect();
    reasons.sort_by_key(|&(reason, count)| (std::cmp::Reverse(count), reason));
    reasons
}

impl<'a> Core<'a> {
    /// `shown` are the articles that are `related`.
    pub(super) fn of(report: &'a Report, shown: &'a [usize]) -> Self {
        let articles = shown.iter().map(|&i| &report.articles[i]);
        let mut outlet: BTreeMap<Option<&str>, usize> =
            report.articles.iter().map(|a| (a.outlet.as_deref(), 0)).collect();
        outlet.values_mut().zip(0..).for_each(|(number, next)| *number = next);
        Self {
            report,
            shown,
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

    fn outlets(&self) -> Vec<impl Serialize + '_> {
        let mut totals = vec![(0usize, 0u64); self.outlet.len()];
        for article in &self.report.articles {
            let total = &mut totals[self.outlet[&article.outlet.as_deref()]];
            total.0 += 1;
            total.1 += u64::from(article.words - article.boilerplate_words.min(article.words));
        }
        self.outlet.keys().zip(totals).map(|(name, (articles, words))| (name, articles, words)).collect()
    }

    fn articles(&self) -> impl Iterator<Item = impl Serialize + '_> {
        let slots = packs::slots(&self.report.articles, self.shown);
        self.shown.iter().zip(slots).enumerate().map(|(row, (&i, slot))| {
            let a = &self.report.articles[i];
            let furniture = a.furniture.iter().flat_map(|s| [s.start, s.end]);
            let furniture: Vec<usize> = furniture.map(|byte| self.offset(Some(row), byte)).collect();
            let credits: Vec<_> = a.credits.iter().map(|credit| self.credit(credit, row)).collect();
            let outlet = self.outlet[&a.outlet.as_deref()];
            let seconds = a.seen().map(|seen| seen.seconds());
            let counts = (a.words, a.boilerplate_words);
            (
                &a.id,
                outlet,
                headline(a),
                (a.published, seconds, a.modified.filter(|_| a.published.is_none())),
                &a.language,
                counts,
                &a.url,
                &a.path,
                slot,
                furniture,
                credits,
            )
        })
    }

    fn credit(&self, credit: &'a Credit, row: usize) -> impl Serialize + 'a {
        let place = credit.place.map(|p| (self.offset(Some(row), p.start), self.offset(Some(row), p.end)));
        (&credit.agency, credit.kind, cut(&credit.text), credit.field, credit.holds, place)
    }

    /// Pairs with their matches. Both lists are in order of their ids.
    fn pairs(&self) -> impl Iterator<Item = impl Serialize + '_> {
        let mut matches = self.report.matches.iter().peekable();
        self.report.pairs.iter().map(move |pair| {
            let key = (pair.a.as_str(), pair.b.as_str());
            let rows = (self.row(&pair.a), self.row(&pair.b));
            while matches.next_if(|m| (m.a.as_str(), m.b.as_str()) < key).is_some() {}
            let mut own = Vec::new();
            while let Some(m) = matches.next_if(|m| (m.a.as_str(), m.b.as_str()) == key) {
                own.push(self.aligned(m, rows));
            }
            pair_row(pair, rows, own)
        })
    }

    fn aligned(&self, m: &'a Match, (a, b): (Option<usize>, Option<usize>)) -> impl Serialize + use<> {
        let in_a = (self.offset(a, m.a_start), self.offset(a, m.a_end));
        let in_b = (self.offset(b, m.b_start), self.offset(b, m.b_end));
        (in_a.0, in_a.1, in_b.0, in_b.1, m.words, m.identity, m.reuse)
    }

    fn cluster(&self, c: &'a Cluster) -> impl Serialize + 'a {
        let members: Vec<_> = c.articles.iter().map(|id| self.row(id)).collect();
        let earliest = c.earliest.as_ref().map(|id| self.row(id));
        let weakest = (self.row(&c.weakest.a), self.row(&c.weakest.b), c.weakest.resemblance);
        let shares: Vec<_> =
            c.members.iter().map(|m| (m.in_representative, m.of_representative, m.standing as u8)).collect();
        let origin = self.origin(&c.provenance, &c.credit);
        (
            members,
            self.row(&c.representative),
            &c.representative_reason,
            earliest,
            weakest,
            shares,
            origin,
            u8::from(c.template) + 2 * u8::from(c.one_address),
        )
    }

    fn passage(&self, p: &'a Passage) -> impl Serialize + 'a {
        let place = |o: &super::super::model::Occurrence| {
            let row = self.row(&o.article);
            let quoted = u8::from(o.quoted);
            (row, self.offset(row, o.start), self.offset(row, o.end), o.identity, o.standing as u8, quoted)
        };
        let places: Vec<_> = p.occurrences.iter().map(place).collect();
        let snippet: String = p.text.chars().take(SNIPPET).collect();
        let earliest = p.earliest.as_ref().map(|id| self.row(id));
        (snippet, p.words, places, earliest, p.within_cluster, self.origin(&p.provenance, &p.credit))
    }

    fn named_outlet(&self, name: &str) -> Option<usize> {
        self.outlet.get(&Some(name)).copied()
    }

    fn flow(&self, f: &Flow) -> impl Serialize + use<> {
        let ends = (self.named_outlet(&f.from), self.named_outlet(&f.to));
        (ends.0, ends.1, f.words, f.articles, f.share, f.median_delay_seconds, f.credited_share)
    }

    fn lag(&self, l: &'a Lag) -> impl Serialize + 'a {
        (&l.agency, self.named_outlet(&l.outlet), l.articles, l.first, l.median_delay_seconds)
    }

    fn origin(&self, provenance: &'a Provenance, credit: &'a Credited) -> impl Serialize + 'a {
        let evidence = |one: &'a Evidence| {
            let witnesses: Vec<_> = one.articles.iter().take(WITNESSES).map(|id| self.row(id)).collect();
            (&one.source, one.reason, one.points, one.articles.len(), witnesses)
        };
        let evidence: Vec<_> = provenance.evidence.iter().map(evidence).collect();
        (&provenance.source, provenance.confidence, evidence, &credit.agency, credit.status)
    }
}

/// The headline, or where there is none the first line of the article's own text.
fn headline(article: &Article) -> Option<String> {
    let title = article.title.as_deref().filter(|title| !title.trim().is_empty());
    // What furniture left behind begins with a comma or a dash.
    let line = || Some(first_own_line(article)?.trim_start_matches([' ', ',', '.', ';', ':', '-', '–', '—', '|', '·']));
    Some(cut(title.or_else(line)?.trim()))
}

fn cut(line: &str) -> String {
    let cut: String = line.chars().take(HEADLINE).collect();
    if cut.len() < line.len() { cut + "…" } else { cut }
}

/// The first line with words outside the furniture that is no caption and no byline; the first one where all are.
fn first_own_line(article: &Article) -> Option<&str> {
    let text = article.text.as_deref()?;
    let ends = article.furniture.iter().map(|span| span.end);
    let starts = article.furniture.iter().map(|span| span.start).chain([text.len()]);
    let own = std::iter::once(0).chain(ends).zip(starts).filter_map(|(from, to)| text.get(from..to));
    let lines = own.flat_map(str::lines).filter(|line| line.chars().filter(|c| c.is_alphanumeric()).count() > 1);
    let beside = |credit: &&Credit| matches!(credit.kind, CreditKind::Photo | CreditKind::Byline);
    let credits: Vec<_> = article.credits.iter().filter(beside).filter_map(|credit| credit.place.as_ref()).collect();
    let is_headline = |line: &&str| {
        let start = line.as_ptr() as usize - text.as_ptr() as usize;
        !credits.iter().any(|place| (start..start + line.len()).contains(&place.start))
    };
    lines.clone().take(4).find(is_headline).or_else(|| lines.clone().next())
}

fn pair_row<M: Serialize>(p: &Pair, rows: (Option<usize>, Option<usize>), matches: Vec<M>) -> impl Serialize + use<M> {
    let shares = (p.resemblance, p.containment_a, p.containment_b);
    (rows.0, rows.1, p.relation, shares.0, shares.1, shares.2, p.shared_words, u8::from(p.joins_by_passages), matches)
}
