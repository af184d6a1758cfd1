//! Boilerplate: the furniture that an outlet puts on its pages, learned from the articles or given.
//!
//! A run of words is furniture when it is frequent in ONE outlet, in articles that share little else, and
//! no outlet of another publisher runs it: what stands in several is wire copy and stays. Learned are runs of
//! `RUN_WORDS` words and more wherever they stand (many collections hold an article as one long line), and
//! whole lines shorter than that. A line that repeats inside one article counts once: its copies are masked. Lines
//! that only lead to another article are furniture by their first words (`links`).

mod learn;
pub mod letters;
mod links;
mod rules;

pub use rules::Rules;

use crate::hash::{self, Filter, WordMap};
use crate::id::{DocId, OutletId};
use crate::text::shingle;
use crate::text::store::TokenStore;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::ops::Range;

/// Words in the shortest run that is learned apart from its line.
pub const RUN_WORDS: usize = 5;
/// Words of the shortest line whose copies inside one article are masked.
const REPEATED_LINE_WORDS: u32 = 4;

/// The furniture of a corpus, and where it stands.
#[derive(Default, Debug)]
pub struct Masked {
    /// Of each article, the words that are furniture or copies of an earlier line: disjoint, in order.
    pub masks: Vec<Vec<Range<u32>>>,
    /// Each distinct text of furniture once: by outlet, the most frequent first.
    pub pieces: Vec<Piece>,
    /// What was looked for, to mask other articles by.
    pub rules: Rules,
}

impl Masked {
    /// Masks more words of each article.
    pub fn and(mut self, more: Vec<Vec<Range<u32>>>) -> Self {
        self.masks = self.masks.into_iter().zip(more).map(|(masks, more)| merge([masks, more].concat())).collect();
        self
    }
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

/// Learns the furniture from all articles; `outlets[doc]` is the article's outlet, and `publishers[outlet]` a number of who
/// stands behind it: what is frequent in one of a publisher's outlets is furniture in all of them.
pub fn learn(store: &TokenStore, outlets: &[OutletId], publishers: &[u32]) -> Masked {
    let learn::Frequent { runs, lines } = learn::frequent(store, outlets, publishers);
    let sought = Sought { runs: runs.hashes(), lines: lines.hashes() };
    let hits = find(store, &sought);
    let with_publisher = || hits.iter().zip(outlets.iter().map(|outlet| publishers[outlet.index()]));
    let rules = Rules {
        runs: runs.owned_alone(publishers, |each| {
            with_publisher().for_each(|(hits, publisher)| hits.runs.iter().for_each(|hit| each(publisher, hit.number)));
        }),
        lines: lines.owned_alone(publishers, |each| {
            with_publisher()
                .for_each(|(hits, publisher)| hits.lines.iter().for_each(|hit| each(publisher, hit.number)));
        }),
    };
    mask(store, outlets, &sought, &hits, rules)
}

/// Finds furniture given as word hashes, outlet by outlet.
pub fn apply<'a>(
    given: impl IntoIterator<Item = (OutletId, &'a [u32])>,
    store: &TokenStore,
    outlets: &[OutletId],
) -> Masked {
    Rules::given(given).apply(store, outlets)
}

/// The outlets whose furniture a run or a line is, by its hash.
type Owners = WordMap<Vec<OutletId>>;

/// What may be furniture in one article.
#[derive(Default)]
struct Hits {
    runs: Vec<Hit>,
    lines: Vec<Hit>,
    repeated: Vec<Range<u32>>,
    links: Vec<Range<u32>>,
}

struct Hit {
    /// Which of the hashes that are sought.
    number: u32,
    words: Range<u32>,
}

/// The hashes of runs and of lines that are looked for.
struct Sought {
    runs: Numbered,
    lines: Numbered,
}

/// Different hashes, each known by its place.
struct Numbered {
    hashes: Vec<u32>,
    number: WordMap<u32>,
    filter: Filter,
}

impl Numbered {
    fn of(hashes: Vec<u32>) -> Self {
        let filter = Filter::of(hashes.iter().copied());
        let number = hashes.iter().copied().zip(0..).collect();
        Self { hashes, number, filter }
    }

    /// Where a run or a line is one of those sought.
    fn hit(&self, hash: u32, words: Range<u32>) -> Option<Hit> {
        self.number.get(&hash).map(|&number| Hit { number, words })
    }

    /// Whose each is, by number.
    fn owners<'o>(&self, owners: &'o Owners) -> Vec<&'o [OutletId]> {
        self.hashes.iter().map(|hash| owners.get(hash).map_or(&[][..], Vec::as_slice)).collect()
    }
}

/// What it takes to look through one article after another.
#[derive(Default)]
struct Room {
    /// The hash of each run.
    hashes: Vec<u32>,
    /// Where those stand that pass the filter.
    likely: Vec<u32>,
    /// The first words of lines.
    firsts: Vec<u32>,
}

/// The runs and lines of each article that are sought, and its repeated lines.
fn find(store: &TokenStore, Sought { runs: sought_runs, lines: sought_lines }: &Sought) -> Vec<Hits> {
    let in_article = |Room { hashes, likely, firsts }: &mut Room, doc: u32| {
        let (words, starts) = (store.words(DocId(doc)), store.lines(DocId(doc)));
        let mut hits = Hits {
            repeated: repeated_lines(words, starts, firsts),
            links: links::lines(words, line_ranges(words, starts)),
            ..Hits::default()
        };
        shingle::runs_into::<RUN_WORDS>(words, hashes);
        sought_runs.filter.likely(hashes, likely);
        hits.runs.reserve_exact(likely.len());
        let run = |&at: &u32| sought_runs.hit(hashes[at as usize], at..at + RUN_WORDS as u32);
        hits.runs.extend(likely.iter().filter_map(run));
        let lines = short_lines(words, starts).filter(|&(hash, _)| sought_lines.filter.may_hold(hash));
        hits.lines.extend(lines.filter_map(|(hash, words)| sought_lines.hit(hash, words)));
        hits
    };
    (0..store.len() as u32).into_par_iter().with_min_len(64).map_init(Room::default, in_article).collect()
}

/// Turns hits that are furniture of their own outlet into masks and pieces.
fn mask(store: &TokenStore, outlets: &[OutletId], sought: &Sought, hits: &[Hits], rules: Rules) -> Masked {
    let (runs, lines) = (sought.runs.owners(&rules.runs), sought.lines.owners(&rules.lines));
    let furniture = |hits: &Hits, outlet: OutletId| {
        let own = |owners: &[&[OutletId]], hit: &&Hit| owners[hit.number as usize].contains(&outlet);
        let of_runs = merged(hits.runs.iter().filter(|hit| own(&runs, hit)).map(|hit| hit.words.clone()));
        let mut of_lines = hits.lines.iter().filter(|hit| own(&lines, hit)).map(|hit| hit.words.clone()).peekable();
        if of_lines.peek().is_none() { of_runs } else { merge(of_runs.into_iter().chain(of_lines).collect()) }
    };
    let mut found: BTreeMap<(OutletId, u64), Piece> = BTreeMap::new();
    let masks = hits.iter().zip(outlets).zip(0..).map(|((hits, &outlet), doc)| {
        let furniture = furniture(hits, outlet);
        let mut seen = Vec::new();
        for words in &furniture {
            let text = &store.words(DocId(doc))[words.start as usize..words.end as usize];
            let key = hash::run64(text);
            let piece = found.entry((outlet, key)).or_insert(Piece {
                outlet,
                articles: 0,
                example: DocId(doc),
                words: words.clone(),
            });
            if !seen.contains(&key) {
                seen.push(key);
                piece.articles += 1;
            }
        }
        if hits.repeated.is_empty() && hits.links.is_empty() {
            return furniture;
        }
        merge([furniture, hits.repeated.clone(), hits.links.clone()].concat())
    });
    let masks = masks.collect();
    let mut pieces: Vec<Piece> = found.into_values().collect();
    pieces.sort_by_key(|p| (p.outlet, std::cmp::Reverse(p.articles), p.example, p.words.start));
    Masked { masks, pieces, rules }
}

/// The lines too short to hold a run, with their hashes.
fn short_lines<'a>(words: &'a [u32], lines: &'a [u32]) -> impl Iterator<Item = (u32, Range<u32>)> + 'a {
    let with_hash = |line: Range<u32>| (hash::run(&words[line.start as usize..line.end as usize]), line);
    line_ranges(words, lines).filter(|line| line.len() < RUN_WORDS).map(with_hash)
}

/// The lines of an article that stands on several.
fn line_ranges<'a>(words: &'a [u32], lines: &'a [u32]) -> impl Iterator<Item = Range<u32>> + 'a {
    let starts = std::iter::once(0).chain(lines.iter().copied());
    let ends = lines.iter().copied().chain(std::iter::once(words.len() as u32));
    starts.zip(ends).map(|(start, end)| start..end).filter(move |line| !lines.is_empty() && !line.is_empty())
}

/// The lines that stand above in the same article already. `firsts` is room for the first words of its lines.
fn repeated_lines(words: &[u32], lines: &[u32], firsts: &mut Vec<u32>) -> Vec<Range<u32>> {
    let long = |line: &Range<u32>| line.end - line.start >= REPEATED_LINE_WORDS;
    firsts.clear();
    line_ranges(words, lines).filter(long).for_each(|line| firsts.push(words[line.start as usize]));
    firsts.sort_unstable();
    if !firsts.windows(2).any(|pair| pair[0] == pair[1]) {
        // No two lines begin alike: so it is with most articles.
        return Vec::new();
    }
    let line_words = |line: &Range<u32>| &words[line.start as usize..line.end as usize];
    let mut long: Vec<Range<u32>> = line_ranges(words, lines).filter(long).collect();
    long.sort_unstable_by(|x, y| line_words(x).cmp(line_words(y)).then(x.start.cmp(&y.start)));
    let pairs = long.windows(2).filter(|pair| line_words(&pair[0]) == line_words(&pair[1]));
    let mut repeated: Vec<Range<u32>> = pairs.map(|pair| pair[1].clone()).collect();
    repeated.sort_unstable_by_key(|line| line.start);
    repeated
}

/// Disjoint ranges in order, touching ones as one.
fn merge(mut ranges: Vec<Range<u32>>) -> Vec<Range<u32>> {
    ranges.sort_unstable_by_key(|r| (r.start, r.end));
    merged(ranges.into_iter())
}

/// The same of ranges that are in order.
fn merged(ranges: impl Iterator<Item = Range<u32>>) -> Vec<Range<u32>> {
    let mut merged: Vec<Range<u32>> = Vec::new();
    for range in ranges {
        match merged.last_mut() {
            Some(last) if last.end >= range.start => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    #![allow(clippy::single_range_in_vec_init, reason = "a mask is a list of ranges, of one too")]

    use super::*;
    use crate::text::store::Batch;
    use crate::text::tokenize::Tokenizer;

    struct Newsroom {
        store: TokenStore,
        outlets: Vec<OutletId>,
        publishers: Vec<u32>,
        texts: Vec<String>,
    }

    fn newsroom(articles: &[(u32, String)]) -> Newsroom {
        let (mut batch, mut store) = (Batch::default(), TokenStore::default());
        for (_, text) in articles {
            Tokenizer::default().tokenize(text, &mut batch);
            batch.finish();
        }
        store.append(&batch);
        Newsroom {
            store,
            outlets: articles.iter().map(|a| OutletId(a.0)).collect(),
            publishers: (0..=articles.iter().map(|a| a.0).max().unwrap_or(0)).collect(),
            texts: articles.iter().map(|a| a.1.clone()).collect(),
        }
    }

    impl Newsroom {
        /// The text that would be masked in an article.
        fn masked(&self, doc: usize) -> Vec<String> {
            let masks = learn(&self.store, &self.outlets, &self.publishers).masks;
            let spans = crate::text::tokenize::tokens(&self.texts[doc]).spans;
            masks[doc]
                .iter()
                .map(|r| self.texts[doc][spans[r.start as usize].start..spans[r.end as usize - 1].end].to_owned())
                .collect()
        }
    }

    /// A story nobody else tells.
    fn story(n: usize) -> String {
        (0..60).map(|i| format!("w{n}x{i}")).collect::<Vec<_>>().join(" ")
    }

    const FOOT: &str = "Cek Berita dan Artikel yang lain di Google News";

    #[test]
    fn an_outlets_foot_is_learned_even_when_glued_into_the_line() {
        let articles: Vec<_> =
            (0..8).map(|n| (0, format!("{} {FOOT}", story(n)))).chain((8..16).map(|n| (1, story(n)))).collect();
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
    fn what_the_outlets_of_one_publisher_run_is_furniture_in_each() {
        let mut articles: Vec<_> = (0..16).map(|n| (n as u32 % 2, format!("{} {FOOT}", story(n)))).collect();
        articles.extend((16..18).map(|n| (2, format!("{} {FOOT}", story(n)))));
        let apart = newsroom(&articles);
        assert!((0..18).all(|doc| apart.masked(doc).is_empty()));
        let together = Newsroom { publishers: vec![7; 3], ..newsroom(&articles) };
        assert!((0..18).all(|doc| together.masked(doc) == [FOOT]));
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
        let room = newsroom(&[(
            0,
            "The minister speaks. (Name / AFP)\nHeadline\nThe minister speaks. (Name / AFP)\nBody of it".into(),
        )]);
        assert_eq!(room.masked(0), ["The minister speaks. (Name / AFP"]);
    }

    #[test]
    fn given_furniture_is_masked_for_its_outlet_only() {
        let room = newsroom(&[(0, format!("{} {FOOT}", story(1))), (1, format!("{} {FOOT}", story(2)))]);
        let words = crate::text::tokenize::tokens(FOOT).words;
        let masks = apply([(OutletId(1), &words[..])], &room.store, &room.outlets).masks;
        assert_eq!(masks, [vec![], vec![60..69]]);
    }
}
