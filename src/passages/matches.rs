//! Copied passages of two articles, edited or not: seeds to anchors to chains to matches.
//!
//! Owns the order of the steps and the final verdict on a match. The result does not depend on which
//! article comes first, nor on the order of the seeds.

use super::align::Aligner;
use super::chain::Chainer;
use super::cover::Cover;
use super::index::Index;
use super::segment::segments;
use super::{Block, Match, Repeats, Reuse, Settings, anchor};

/// Passages that stand in both articles, ordered by their place in `a`, then in `b`.
pub fn matches(a: &[u32], b: &[u32], seeds: &[(u32, u32)], settings: &Settings) -> Vec<Match> {
    Matcher::default().matches(a, b, seeds, settings)
}

/// As `matches`, each as its runs of equal words, for a view that marks what differs.
pub fn alignments(a: &[u32], b: &[u32], seeds: &[(u32, u32)], settings: &Settings) -> Vec<Vec<Block>> {
    Matcher::default().alignments(a, b, seeds, settings)
}

/// Matches pair after pair, in the same room.
#[derive(Default)]
pub struct Matcher {
    aligner: Aligner,
    cover: Cover,
    chainer: Chainer,
    /// Runs that two articles share.
    shared: Vec<Block>,
    /// The alignment of a chain, and of a part of it.
    runs: Vec<Block>,
    part: Vec<Block>,
}

impl Matcher {
    /// As the function of this name.
    pub fn matches(&mut self, a: &[u32], b: &[u32], seeds: &[(u32, u32)], settings: &Settings) -> Vec<Match> {
        self.alignments(a, b, seeds, settings).iter().filter_map(|runs| summary(runs)).collect()
    }

    /// The same with an article that has been indexed, `a`, whose runs are seen sooner than its seeds.
    pub fn matches_with(&mut self, index: &mut Index, a: &[u32], b: &[u32], settings: &Settings) -> Vec<Match> {
        let mut runs = std::mem::take(&mut self.shared);
        let found = if !index.runs(b, &mut runs) {
            let mut seeds = Vec::new();
            index.shared(b, &mut seeds);
            self.alignments(a, b, &seeds, settings)
        } else if goes_second(a, b) {
            runs.iter_mut().for_each(|run| *run = run.swapped());
            runs.sort_unstable();
            turned(self.aligned(b, a, &runs, settings))
        } else {
            ordered(self.aligned(a, b, &runs, settings))
        };
        self.shared = runs;
        found.iter().filter_map(|runs| summary(runs)).collect()
    }

    /// As the function of this name.
    pub fn alignments(&mut self, a: &[u32], b: &[u32], seeds: &[(u32, u32)], settings: &Settings) -> Vec<Vec<Block>> {
        if goes_second(a, b) {
            let swapped: Vec<(u32, u32)> = seeds.iter().map(|&(i, j)| (j, i)).collect();
            turned(self.aligned(b, a, &anchor::anchors(b, a, &swapped), settings))
        } else {
            ordered(self.aligned(a, b, &anchor::anchors(a, b, seeds), settings))
        }
    }

    fn aligned(&mut self, a: &[u32], b: &[u32], anchors: &[Block], settings: &Settings) -> Vec<Vec<Block>> {
        if anchors.is_empty() {
            return Vec::new();
        }
        let chains = self.chainer.chains(anchors, settings.max_gap);
        self.cover.reset(a.len(), b.len());
        let mut found = Vec::new();
        let overlap = match settings.repeats {
            Repeats::Best => u32::MAX,
            Repeats::All => settings.min_passage,
        };
        for chain in chains {
            // Looking before aligning bounds the work: every alignment lays hold of new words.
            if !self.cover.is_fresh(&chain.anchors, 1, settings.repeats) {
                continue;
            }
            self.align_chain(a, b, &chain.anchors, settings);
            let mut pieces: Vec<&[Block]> =
                segments(&self.runs, settings.min_passage).filter(|piece| is_long_enough(piece, settings)).collect();
            pieces.sort_by_key(|piece| std::cmp::Reverse(equal_words(piece)));
            for piece in pieces {
                let mut piece = piece.to_vec();
                self.cover.trim(&mut piece, overlap);
                if is_passage(&piece, settings) && self.cover.is_fresh(&piece, settings.min_passage, settings.repeats) {
                    self.cover.take(&piece);
                    found.push(piece);
                }
            }
        }
        found
    }

    /// Runs of equal words of a chain: its anchors, what aligns between them, and what follows outside.
    fn align_chain(&mut self, a: &[u32], b: &[u32], anchors: &[Block], settings: &Settings) {
        let Self { aligner, runs, part, .. } = self;
        let (x_drop, band) = (settings.x_drop, settings.band);
        runs.clear();
        let (Some(first), Some(last)) = (anchors.first(), anchors.last()) else {
            return;
        };
        aligner.extend_back(&a[..first.a as usize], &b[..first.b as usize], x_drop, band, part);
        append(runs, part, (0, 0));
        append(runs, &[*first], (0, 0));
        for (before, anchor) in anchors.iter().zip(&anchors[1..]) {
            let gap_a = &a[before.a_end() as usize..anchor.a as usize];
            let gap_b = &b[before.b_end() as usize..anchor.b as usize];
            aligner.fill(gap_a, gap_b, part);
            append(runs, part, (before.a_end(), before.b_end()));
            append(runs, &[*anchor], (0, 0));
        }
        aligner.extend(&a[last.a_end() as usize..], &b[last.b_end() as usize..], x_drop, band, part);
        append(runs, part, (last.a_end(), last.b_end()));
    }
}

/// Whether the second article is to go first: ties break differently from left and right, so the same one does whoever asks.
fn goes_second(a: &[u32], b: &[u32]) -> bool {
    (a.len(), a) > (b.len(), b)
}

fn turned(mut found: Vec<Vec<Block>>) -> Vec<Vec<Block>> {
    found.iter_mut().flatten().for_each(|run| *run = run.swapped());
    ordered(found)
}

fn ordered(mut found: Vec<Vec<Block>>) -> Vec<Vec<Block>> {
    found.sort_unstable();
    found
}

/// Ends, equal words and identity of an alignment.
pub fn summary(runs: &[Block]) -> Option<Match> {
    let (first, last) = (runs.first()?, runs.last()?);
    let words = equal_words(runs);
    let (a, b) = (first.a..last.a_end(), first.b..last.b_end());
    let identity = 2.0 * words as f32 / (a.len() + b.len()) as f32;
    Some(Match { a, b, words, identity, reuse: Reuse::Copied })
}

fn equal_words(runs: &[Block]) -> u32 {
    runs.iter().map(|run| run.len).sum()
}

fn is_passage(runs: &[Block], settings: &Settings) -> bool {
    is_long_enough(runs, settings) && summary(runs).is_some_and(|found| found.identity >= settings.min_identity)
}

/// Whether an alignment has as many words as a passage; what is cut off it takes none back.
fn is_long_enough(runs: &[Block], settings: &Settings) -> bool {
    summary(runs).is_some_and(|found| {
        found.a.len().min(found.b.len()) >= settings.min_passage as usize && found.words * 6 >= settings.min_passage * 5
    })
}

/// Adds runs found relative to `origin`, joining those that touch.
fn append(runs: &mut Vec<Block>, more: &[Block], origin: (u32, u32)) {
    for run in more {
        let run = Block { a: run.a + origin.0, b: run.b + origin.1, len: run.len };
        match runs.last_mut() {
            Some(last) if last.a_end() == run.a && last.b_end() == run.b => last.len += run.len,
            _ => runs.push(run),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passages::testing::{Random, all_seeds, score_of_path};

    fn found(a: &[u32], b: &[u32]) -> Vec<Match> {
        matches(a, b, &all_seeds(a, b, 5), &Settings::default())
    }

    fn swapped(found: &[Match]) -> Vec<Match> {
        let mut turned: Vec<Match> =
            found.iter().map(|m| Match { a: m.b.clone(), b: m.a.clone(), ..m.clone() }).collect();
        turned.sort_by_key(|m| (m.a.start, m.b.start, m.a.end, m.b.end));
        turned
    }

    fn ordered(mut found: Vec<Match>) -> Vec<Match> {
        found.sort_by_key(|m| (m.a.start, m.b.start, m.a.end, m.b.end));
        found
    }

    /// Two articles with copied, edited, moved and repeated stretches.
    fn related(random: &mut Random) -> (Vec<u32>, Vec<u32>) {
        let vocabulary = if random.chance(0.2) { 6 } else { 3000 };
        let (mut a, mut b) = (random.words(80, vocabulary), random.words(80, vocabulary));
        for _ in 0..random.below(4) {
            let passage = random.words(60, vocabulary);
            let rate = random.below(4) as f64 * 0.1;
            let edited = random.edited(&passage, rate, vocabulary);
            let (i, j) = (random.below(a.len() + 1), random.below(b.len() + 1));
            a.splice(i..i, passage);
            b.splice(j..j, edited);
        }
        (a, b)
    }

    #[test]
    fn spans_are_in_bounds_and_swap_with_the_articles() {
        let mut random = Random::new(11);
        for _ in 0..2000 {
            let (a, b) = related(&mut random);
            let one = found(&a, &b);
            for m in &one {
                assert!(m.a.start < m.a.end && m.a.end as usize <= a.len());
                assert!(m.b.start < m.b.end && m.b.end as usize <= b.len());
                assert!(m.words >= 10 && (0.6..=1.0).contains(&m.identity));
                assert_eq!(a[m.a.start as usize], b[m.b.start as usize], "starts on an equal word");
                assert_eq!(a[m.a.end as usize - 1], b[m.b.end as usize - 1], "ends on an equal word");
            }
            assert_eq!(ordered(found(&b, &a)), swapped(&one), "{a:?} {b:?}");
        }
    }

    #[test]
    fn the_order_of_the_seeds_does_not_matter() {
        let mut random = Random::new(12);
        let (a, b) = related(&mut random);
        let mut seeds = all_seeds(&a, &b, 5);
        let settings = Settings::default();
        let one = matches(&a, &b, &seeds, &settings);
        seeds.reverse();
        assert_eq!(matches(&a, &b, &seeds, &settings), one);
    }

    #[test]
    fn a_verbatim_run_is_found_whenever_it_has_a_seed() {
        let mut random = Random::new(13);
        for _ in 0..2000 {
            let (mut a, mut b) = (random.words(150, 50), random.words(150, 50));
            let length = 12 + random.below(30);
            let run: Vec<u32> = (0..length).map(|_| random.below(50) as u32).collect();
            let (i, j) = (random.below(a.len() + 1), random.below(b.len() + 1));
            a.splice(i..i, run.clone());
            b.splice(j..j, run.clone());
            let at = random.below(length - 4) as u32;
            let seeds = [(i as u32 + at, j as u32 + at)];
            let found = matches(&a, &b, &seeds, &Settings::default());
            let holds = |m: &Match| {
                m.a.start <= i as u32
                    && m.a.end as usize >= i + length
                    && m.b.start <= j as u32
                    && m.b.end as usize >= j + length
            };
            assert!(found.iter().any(holds));
        }
    }

    #[test]
    fn a_match_scores_as_much_as_smith_waterman() {
        let mut random = Random::new(14);
        for _ in 0..300 {
            let (mut a, mut b) = (random.words(40, 9000), random.words(40, 9000));
            let passage: Vec<u32> = (0..40).map(|n| 10_000 + n).collect();
            let edited = random.edited(&passage, 0.1, 9000);
            a.extend(&passage);
            b.extend(&edited);
            a.extend(random.words(40, 9000));
            b.extend(random.words(40, 9000));
            let settings = Settings { x_drop: 50, band: 50, ..Settings::default() };
            let found = alignments(&a, &b, &all_seeds(&a, &b, 5), &settings);
            let Some(best) = found.iter().map(|runs| score_of_path(runs, (runs[0].a, runs[0].b))).max() else {
                continue;
            };
            assert_eq!(best, smith_waterman(&a, &b));
        }
    }

    fn smith_waterman(a: &[u32], b: &[u32]) -> i32 {
        let mut previous = vec![0i32; b.len() + 1];
        let mut best = 0;
        for word in a {
            let mut row = vec![0i32; b.len() + 1];
            for j in 1..=b.len() {
                let diagonal = previous[j - 1] + if *word == b[j - 1] { 1 } else { -1 };
                row[j] = diagonal.max(previous[j] - 1).max(row[j - 1] - 1).max(0);
                best = best.max(row[j]);
            }
            previous = row;
        }
        best
    }

    #[test]
    fn a_shared_quote_is_no_match() {
        let quote: Vec<u32> = (100..109).collect();
        let a: Vec<u32> = (0..40).chain(quote.clone()).chain(200..240).collect();
        let b: Vec<u32> = (300..340).chain(quote).chain(400..440).collect();
        assert_eq!(found(&a, &b), []);
    }

    #[test]
    fn an_inserted_link_does_not_split_a_passage() {
        let a: Vec<u32> = (0..60).collect();
        let b: Vec<u32> = (0..30).chain(500..514).chain(30..60).collect();
        assert_eq!(
            found(&a, &b),
            [Match { a: 0..60, b: 0..74, words: 60, identity: 120.0 / 134.0, reuse: Reuse::Copied }]
        );
    }

    #[test]
    fn moved_paragraphs_and_second_places_are_matches_of_their_own() {
        let a: Vec<u32> = (0..60).collect();
        let b: Vec<u32> = (30..60).chain(0..30).chain(900..950).chain(0..30).collect();
        let spans = |repeats| {
            let settings = Settings { repeats, ..Settings::default() };
            let found = matches(&a, &b, &all_seeds(&a, &b, 5), &settings);
            found.into_iter().map(|m| (m.a, m.b)).collect::<Vec<_>>()
        };
        assert_eq!(spans(Repeats::All), [(0..30, 30..60), (0..30, 110..140), (30..60, 0..30)]);
        assert_eq!(spans(Repeats::Best), [(0..30, 30..60), (30..60, 0..30)]);
    }

    #[test]
    fn repetitive_text_takes_linear_time() {
        let work = |n: usize| {
            let a = vec![7u32; n];
            let b = vec![7u32; n + 3];
            let started = std::time::Instant::now();
            assert_eq!(found(&a, &b).len(), 1);
            started.elapsed()
        };
        work(200);
        assert!(work(1500) < std::time::Duration::from_secs(5));
    }
}
