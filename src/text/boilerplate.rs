//! Boilerplate: the furniture that an outlet puts on its pages, learned from the articles or given.
//!
//! A run of words is furniture when it is frequent in ONE outlet, in articles that share little else, and
//! no other outlet runs it: what stands in several outlets is wire copy and stays. Learned are runs of
//! `RUN_WORDS` words and more wherever they stand (many collections hold an article as one long line), and
//! whole lines shorter than that. A line that repeats inside one article counts once: its copies are masked.

use crate::hash;
use crate::id::{DocId, OutletId};
use crate::text::store::TokenStore;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::sync::atomic::{AtomicU32, Ordering};

/// Words in the shortest run that is learned apart from its line.
pub const RUN_WORDS: usize = 5;
/// Articles of an outlet that are looked at to learn from; spread evenly over all of them.
const SAMPLE: usize = 400;
/// Articles an outlet must have before anything is learned about it.
const LEAST_ARTICLES: usize = 5;
/// Share of an article's runs that must be rarer than a run for the article to witness for it.
const OWN_SHARE: f64 = 0.4;
/// A run counts as another outlet's too when that one has at least one copy for so many of its own.
const OTHERS_PER_OWN: usize = 50;
/// Words of the shortest line whose copies inside one article are masked.
const REPEATED_LINE_WORDS: usize = 4;

/// What is furniture, outlet by outlet.
#[derive(Default, Debug)]
pub struct Furniture {
    /// The outlets that run each run of `RUN_WORDS` words as furniture.
    runs: HashMap<u32, Vec<OutletId>>,
    /// The same for whole lines of fewer words.
    lines: HashMap<u32, Vec<OutletId>>,
    filter: Filter,
}

/// One piece of furniture where it was met.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Piece {
    /// Who runs it.
    pub outlet: OutletId,
    /// Articles of the outlet that have it.
    pub articles: u32,
    /// An article that has it.
    pub example: DocId,
    /// Its words in that article.
    pub words: Range<u32>,
}

impl Furniture {
    /// Furniture given as word hashes, outlet by outlet.
    pub fn given<'a>(pieces: impl IntoIterator<Item = (OutletId, &'a [u32])>) -> Self {
        let mut furniture = Self::default();
        for (outlet, words) in pieces {
            if words.len() < RUN_WORDS {
                furniture.lines.entry(hash::run(words)).or_default().push(outlet);
            }
            for run in words.windows(RUN_WORDS) {
                furniture.runs.entry(hash::run(run)).or_default().push(outlet);
            }
        }
        furniture.index();
        furniture
    }

    /// Learns from all articles; `outlets[doc]` is the article's outlet.
    pub fn learn(store: &TokenStore, outlets: &[OutletId]) -> Self {
        let by_outlet = articles_by_outlet(outlets);
        let frequent: Vec<Frequent> = by_outlet.par_iter().map(|docs| frequent(store, docs)).collect();
        let keep = |select: fn(&Frequent) -> &Vec<(u32, u32)>, occurrences: &dyn Fn(&Filter, &mut dyn FnMut(OutletId, u32))| {
            own_alone(&frequent, &by_outlet, select, occurrences)
        };
        let mut furniture = Self {
            runs: keep(|f| &f.runs, &|filter, each| for_each_doc(store, outlets, |words, _| runs_in(words, filter), each)),
            lines: keep(|f| &f.lines, &|filter, each| for_each_doc(store, outlets, |words, lines| short_lines(words, lines).filter(|&l| filter.may_hold(l)).collect(), each)),
            filter: Filter::default(),
        };
        furniture.index();
        furniture
    }

    fn index(&mut self) {
        self.filter = Filter::of(self.runs.keys().copied());
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty() && self.lines.is_empty()
    }

    /// The words of each article that are furniture of its outlet, or copies of an earlier line: disjoint, in order.
    pub fn masks(&self, store: &TokenStore, outlets: &[OutletId]) -> Vec<Vec<Range<u32>>> {
        (0..store.len() as u32).into_par_iter().map(|doc| self.mask(store.words(DocId(doc)), store.lines(DocId(doc)), outlets[doc as usize])).collect()
    }

    /// The furniture in one article of `outlet`.
    pub fn mask(&self, words: &[u32], lines: &[u32], outlet: OutletId) -> Vec<Range<u32>> {
        let mut masks = self.runs_of(words, outlet);
        masks.extend(self.lines_of(words, lines, outlet));
        masks.extend(repeated_lines(words, lines));
        merge(masks)
    }

    fn runs_of(&self, words: &[u32], outlet: OutletId) -> Vec<Range<u32>> {
        let mut found: Vec<Range<u32>> = Vec::new();
        for (at, run) in words.windows(RUN_WORDS).enumerate() {
            let run = hash::run(run);
            if self.filter.may_hold(run) && self.runs.get(&run).is_some_and(|of| of.contains(&outlet)) {
                let (start, end) = (at as u32, (at + RUN_WORDS) as u32);
                match found.last_mut() {
                    Some(last) if last.end >= start => last.end = end,
                    _ => found.push(start..end),
                }
            }
        }
        found
    }

    fn lines_of<'a>(&'a self, words: &'a [u32], lines: &'a [u32], outlet: OutletId) -> impl Iterator<Item = Range<u32>> + 'a {
        line_ranges(words, lines).filter(move |line| {
            line.len() < RUN_WORDS && self.lines.get(&hash::run(&words[line.start as usize..line.end as usize])).is_some_and(|of| of.contains(&outlet))
        })
    }

    /// The pieces of furniture that stand in the articles, each distinct text once, the most frequent first within its outlet.
    pub fn pieces(&self, store: &TokenStore, outlets: &[OutletId]) -> Vec<Piece> {
        let mut found: BTreeMap<(OutletId, u64), Piece> = BTreeMap::new();
        for (doc, &outlet) in outlets.iter().enumerate() {
            let doc = DocId(doc as u32);
            let (words, lines) = (store.words(doc), store.lines(doc));
            let mut seen = HashSet::new();
            for range in merge(self.runs_of(words, outlet).into_iter().chain(self.lines_of(words, lines, outlet)).collect()) {
                let key = hash::run64(&words[range.start as usize..range.end as usize]);
                let piece = found.entry((outlet, key)).or_insert(Piece { outlet, articles: 0, example: doc, words: range });
                piece.articles += u32::from(seen.insert(key));
            }
        }
        let mut pieces: Vec<Piece> = found.into_values().collect();
        pieces.sort_by_key(|p| (p.outlet, std::cmp::Reverse(p.articles), p.example, p.words.start));
        pieces
    }
}

/// Articles that must have a run, of so many looked at: too many for chance and for one running story.
fn required(sample: usize) -> u32 {
    ((sample as f64).sqrt().ceil() as u32).max(3)
}

fn articles_by_outlet(outlets: &[OutletId]) -> Vec<Vec<DocId>> {
    let mut by_outlet = vec![Vec::new(); outlets.iter().map(|o| o.index() + 1).max().unwrap_or(0)];
    for (doc, outlet) in outlets.iter().enumerate() {
        by_outlet[outlet.index()].push(DocId(doc as u32));
    }
    by_outlet
}

/// What one outlet runs often in unrelated articles: (hash, articles of the sample), sorted by hash.
#[derive(Default)]
struct Frequent {
    runs: Vec<(u32, u32)>,
    lines: Vec<(u32, u32)>,
    sample: usize,
}

fn frequent(store: &TokenStore, docs: &[DocId]) -> Frequent {
    if docs.len() < LEAST_ARTICLES {
        return Frequent::default();
    }
    let sample: Vec<DocId> = (0..docs.len().min(SAMPLE)).map(|i| docs[i * docs.len() / docs.len().min(SAMPLE)]).collect();
    let runs: Vec<Vec<u32>> = sample.iter().map(|&doc| distinct(store.words(doc).windows(RUN_WORDS).map(hash::run).collect())).collect();
    let counts = count(&runs);
    let least = required(sample.len());
    let rarity: Vec<Rarity> = runs.iter().map(|runs| Rarity::of(runs, &counts)).collect();
    let witnessed = |sets: &[Vec<u32>]| {
        let counts = count(sets);
        let mut witnesses: HashMap<u32, u32> = HashMap::new();
        for (set, rarity) in sets.iter().zip(&rarity) {
            for &item in set {
                let articles = counts[counts.partition_point(|c| c.0 < item)].1;
                if articles >= least && rarity.share_below(0.8 * f64::from(articles)) >= OWN_SHARE {
                    *witnesses.entry(item).or_default() += 1;
                }
            }
        }
        counts.into_iter().filter(|c| witnesses.get(&c.0).is_some_and(|&w| w >= least)).collect()
    };
    let lines: Vec<Vec<u32>> = sample.iter().map(|&doc| distinct(short_lines(store.words(doc), store.lines(doc)).collect())).collect();
    Frequent { runs: witnessed(&runs), lines: witnessed(&lines), sample: sample.len() }
}

/// In how many articles of the sample the runs of one article stand, sorted.
struct Rarity(Vec<u32>);

impl Rarity {
    fn of(runs: &[u32], counts: &[(u32, u32)]) -> Self {
        let mut articles: Vec<u32> = runs.iter().map(|&run| counts[counts.partition_point(|c| c.0 < run)].1).collect();
        articles.sort_unstable();
        Self(articles)
    }

    /// Share of the runs that stand in fewer articles than `limit`.
    fn share_below(&self, limit: f64) -> f64 {
        self.0.partition_point(|&n| f64::from(n) < limit) as f64 / self.0.len().max(1) as f64
    }
}

fn distinct(mut values: Vec<u32>) -> Vec<u32> {
    values.sort_unstable();
    values.dedup();
    values
}

/// In how many sets each value stands, sorted by value.
fn count(sets: &[Vec<u32>]) -> Vec<(u32, u32)> {
    let mut all: Vec<u32> = sets.iter().flatten().copied().collect();
    all.sort_unstable();
    all.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as u32)).collect()
}

/// Of what the outlets run often, that which no other outlet runs.
fn own_alone(
    frequent: &[Frequent],
    by_outlet: &[Vec<DocId>],
    select: fn(&Frequent) -> &Vec<(u32, u32)>,
    occurrences: &dyn Fn(&Filter, &mut dyn FnMut(OutletId, u32)),
) -> HashMap<u32, Vec<OutletId>> {
    let mut owners: HashMap<u32, Option<(OutletId, u32)>> = HashMap::new();
    for (outlet, frequent) in frequent.iter().enumerate() {
        for &(item, articles) in select(frequent) {
            let own = (u64::from(articles) * by_outlet[outlet].len() as u64 / frequent.sample as u64) as u32;
            owners.entry(item).and_modify(|owner| *owner = None).or_insert(Some((OutletId(outlet as u32), own)));
        }
    }
    let mut candidates: Vec<(u32, OutletId, u32)> = owners.into_iter().filter_map(|(item, owner)| owner.map(|(outlet, own)| (item, outlet, own))).collect();
    candidates.sort_unstable();
    let elsewhere: Vec<AtomicU32> = candidates.iter().map(|_| AtomicU32::new(0)).collect();
    occurrences(&Filter::of(candidates.iter().map(|c| c.0)), &mut |outlet, item| {
        if let Ok(i) = candidates.binary_search_by_key(&item, |c| c.0)
            && candidates[i].1 != outlet
        {
            elsewhere[i].fetch_add(1, Ordering::Relaxed);
        }
    });
    let alone = candidates.iter().zip(elsewhere).filter(|((_, _, own), others)| others.load(Ordering::Relaxed) as usize * OTHERS_PER_OWN < (*own as usize).max(1));
    alone.map(|((item, outlet, _), _)| (*item, vec![*outlet])).collect()
}

/// Sends what `find` picks out of each article, with the article's outlet.
fn for_each_doc(store: &TokenStore, outlets: &[OutletId], find: impl Fn(&[u32], &[u32]) -> Vec<u32> + Sync, each: &mut dyn FnMut(OutletId, u32)) {
    let docs: Vec<u32> = (0..store.len() as u32).collect();
    for chunk in docs.chunks(1 << 14) {
        let found: Vec<(OutletId, Vec<u32>)> = chunk
            .par_iter()
            .map(|&doc| (outlets[doc as usize], find(store.words(DocId(doc)), store.lines(DocId(doc)))))
            .filter(|(_, found)| !found.is_empty())
            .collect();
        found.into_iter().for_each(|(outlet, items)| items.into_iter().for_each(|item| each(outlet, item)));
    }
}

fn runs_in(words: &[u32], filter: &Filter) -> Vec<u32> {
    words.windows(RUN_WORDS).map(hash::run).filter(|&run| filter.may_hold(run)).collect()
}

/// Hashes of the lines too short to hold a run.
fn short_lines<'a>(words: &'a [u32], lines: &'a [u32]) -> impl Iterator<Item = u32> + 'a {
    line_ranges(words, lines).filter(|line| line.len() < RUN_WORDS).map(|line| hash::run(&words[line.start as usize..line.end as usize]))
}

/// The lines of an article that stands on several.
fn line_ranges<'a>(words: &'a [u32], lines: &'a [u32]) -> impl Iterator<Item = Range<u32>> + 'a {
    let starts = std::iter::once(0).chain(lines.iter().copied());
    let ends = lines.iter().copied().chain(std::iter::once(words.len() as u32));
    starts.zip(ends).map(|(start, end)| start..end).filter(move |line| !lines.is_empty() && !line.is_empty())
}

fn repeated_lines(words: &[u32], lines: &[u32]) -> Vec<Range<u32>> {
    let mut seen = HashSet::new();
    line_ranges(words, lines).filter(|line| line.len() >= REPEATED_LINE_WORDS && !seen.insert(hash::run64(&words[line.start as usize..line.end as usize]))).collect()
}

/// Disjoint ranges in order, touching ones as one.
fn merge(mut ranges: Vec<Range<u32>>) -> Vec<Range<u32>> {
    ranges.sort_unstable_by_key(|r| (r.start, r.end));
    let mut merged: Vec<Range<u32>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match merged.last_mut() {
            Some(last) if last.end >= range.start => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

/// Says quickly of most hashes that they are not in a set: one bit a hash, 128 kB.
#[derive(Debug)]
struct Filter(Vec<u64>);

impl Default for Filter {
    fn default() -> Self {
        Self(vec![0; 1 << 14])
    }
}

impl Filter {
    fn of(hashes: impl Iterator<Item = u32>) -> Self {
        let mut filter = Self::default();
        for hash in hashes {
            filter.0[(hash >> 18) as usize] |= 1 << (hash >> 12 & 63);
        }
        filter
    }

    #[inline]
    fn may_hold(&self, hash: u32) -> bool {
        self.0[(hash >> 18) as usize] >> (hash >> 12 & 63) & 1 == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::store::Batch;
    use crate::text::tokenize::Tokenizer;

    struct Newsroom {
        store: TokenStore,
        outlets: Vec<OutletId>,
        texts: Vec<String>,
    }

    fn newsroom(articles: &[(u32, String)]) -> Newsroom {
        let (mut batch, mut store) = (Batch::default(), TokenStore::default());
        for (_, text) in articles {
            Tokenizer::default().tokenize(text, &mut batch);
            batch.finish();
        }
        store.append(batch);
        Newsroom { store, outlets: articles.iter().map(|a| OutletId(a.0)).collect(), texts: articles.iter().map(|a| a.1.clone()).collect() }
    }

    impl Newsroom {
        /// The text that would be masked in an article.
        fn masked(&self, doc: usize) -> Vec<String> {
            let masks = Furniture::learn(&self.store, &self.outlets).masks(&self.store, &self.outlets);
            let spans = crate::text::tokenize::tokens(&self.texts[doc]).spans;
            masks[doc].iter().map(|r| self.texts[doc][spans[r.start as usize].start..spans[r.end as usize - 1].end].to_owned()).collect()
        }
    }

    /// A story nobody else tells.
    fn story(n: usize) -> String {
        (0..60).map(|i| format!("w{n}x{i}")).collect::<Vec<_>>().join(" ")
    }

    const FOOT: &str = "Cek Berita dan Artikel yang lain di Google News";

    #[test]
    fn an_outlets_foot_is_learned_even_when_glued_into_the_line() {
        let articles: Vec<_> = (0..8).map(|n| (0, format!("{} {FOOT}", story(n)))).chain((8..16).map(|n| (1, story(n)))).collect();
        let room = newsroom(&articles);
        assert_eq!(room.masked(0), [FOOT]);
        assert!(room.masked(9).is_empty());
    }

    #[test]
    fn what_other_outlets_run_too_stays() {
        let paragraph = "the agency paragraph that everybody ran on that day";
        let mut articles: Vec<_> = (0..8).map(|n| (0, format!("{} {paragraph}", story(n)))).collect();
        articles.extend((8..16).map(|n| (1, story(n))));
        articles.push((1, format!("{paragraph} {}", story(17))));
        assert!(newsroom(&articles).masked(0).is_empty());
    }

    #[test]
    fn copies_of_one_story_are_not_furniture() {
        let mut articles: Vec<_> = (0..12).map(|n| (0, story(n))).collect();
        articles.extend((0..5).map(|n| (0, format!("{} u{n}", story(99)))));
        let room = newsroom(&articles);
        assert!(room.masked(12).is_empty());
    }

    #[test]
    fn a_line_that_repeats_inside_one_article_counts_once() {
        let room = newsroom(&[(0, "The minister speaks. (Name / AFP)\nHeadline\nThe minister speaks. (Name / AFP)\nBody of it".into())]);
        assert_eq!(room.masked(0), ["The minister speaks. (Name / AFP"]);
    }

    #[test]
    fn given_furniture_is_masked_for_its_outlet_only() {
        let room = newsroom(&[(0, format!("{} {FOOT}", story(1))), (1, format!("{} {FOOT}", story(2)))]);
        let words = crate::text::tokenize::tokens(FOOT).words;
        let masks = Furniture::given([(OutletId(1), &words[..])]).masks(&room.store, &room.outlets);
        assert_eq!(masks, [vec![], vec![60..69]]);
    }
}
