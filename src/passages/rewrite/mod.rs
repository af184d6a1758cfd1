//! Rewritten passages of two articles: no run of equal words is needed, only shared rare words close
//! together on both sides.
//!
//! A passage is a rectangle, some stretch of one article times some stretch of the other. Each word of a
//! side either stands on the other side too or not, which is worth the logarithm of how much likelier
//! that is in a rewritten text than in other text (`evidence`). `search` finds the rectangles and
//! `join` puts together what is one text; `verdict` compares them with the copied passages, whose ends
//! are exact. Owns the settings and the order of the steps. The result does not depend on which article
//! comes first.

pub mod candidates;
mod cells;
mod evidence;
mod join;
mod passage;
mod search;
mod stretch;
mod verdict;

use std::collections::HashMap;

use crate::passages::fragment::is_fragment;
use crate::passages::matches::{alignments, summary};
use crate::passages::{self, Article, Match, Reuse};
use evidence::Pair;

/// How common words are, from the collection the articles come from.
#[derive(Clone, Copy)]
pub struct Background<'s> {
    /// Share of the articles that have a word, in 0..=1.
    pub share: &'s (dyn Fn(u32) -> f32 + Sync),
    /// Words of an average article.
    pub mean_words: f32,
}

/// What counts as a rewritten passage.
#[derive(Clone, Copy, Debug)]
pub struct RewriteSettings {
    /// What counts as a copied passage; those are looked for first.
    pub copied: passages::Settings,
    /// Least evidence for a rewritten passage, in nats.
    pub min_evidence: f32,
    /// Words a rewritten passage has at least on either side.
    pub min_words: u32,
}

impl Default for RewriteSettings {
    fn default() -> Self {
        RewriteSettings { copied: passages::Settings::default(), min_evidence: 30.0, min_words: 25 }
    }
}

/// Passages that stand in both articles, copied or rewritten, ordered by their place in `a`.
///
/// The identity of a rewritten passage counts equal words whatever their order.
pub fn sensitive_matches(a: &Article, b: &Article, background: &Background, settings: &RewriteSettings) -> Vec<Match> {
    let turn = (b.words.len(), b.words) < (a.words.len(), a.words);
    let (first, second) = if turn { (b, a) } else { (a, b) };
    let mut found = in_order(first, second, background, settings);
    if turn {
        found.iter_mut().for_each(|(m, _)| std::mem::swap(&mut m.a, &mut m.b));
    }
    found.sort_by_key(|(m, _)| (m.a.start, m.b.start, m.a.end, m.b.end));
    found.into_iter().map(|(found, reuse)| Match { reuse, ..found }).collect()
}

fn in_order(a: &Article, b: &Article, background: &Background, settings: &RewriteSettings) -> Vec<(Match, Reuse)> {
    let mut copies = alignments(a.words, b.words, &shared_grams(a.words, b.words), &settings.copied);
    copies.retain(|runs| summary(runs).is_some_and(|found| !is_fragment(*a, *b, &found, &settings.copied)));
    let copies = verdict::copies(&copies);
    let mut pair = Pair::new(a, b, background);
    let rewritten = search::rewritten(&mut pair, settings);
    let (copied, rewritten) = verdict::settle(&copies, rewritten);
    let passages = search::summarised(&pair, rewritten, &copied, settings);
    verdict::conclude(a, b, copied, join::joined(passages))
}

/// Places where the articles share four words, each place of the first with the first few of the second.
fn shared_grams(a: &[u32], b: &[u32]) -> Vec<(u32, u32)> {
    let mut places: HashMap<&[u32], Vec<u32>> = HashMap::new();
    for (at, gram) in b.windows(4).enumerate() {
        places.entry(gram).or_default().push(at as u32);
    }
    let partners = |(at, gram): (usize, &[u32])| {
        let others = places.get(gram).map_or(&[][..], |others| &others[..others.len().min(32)]);
        others.iter().map(move |&other| (at as u32, other)).collect::<Vec<_>>()
    };
    a.windows(4).enumerate().flat_map(partners).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passages::testing::Random;

    const TOPIC: usize = 400;

    /// Words of ordinary text: a few common ones, a topic, and many rare ones.
    fn text(random: &mut Random, length: usize) -> Vec<u32> {
        let word = |random: &mut Random| match random.below(10) {
            0..5 => random.below(40),
            5..7 => 100 + random.below(TOPIC),
            _ => 10_000 + random.below(30_000),
        };
        (0..length).map(|_| word(random) as u32).collect()
    }

    fn share(word: u32) -> f32 {
        match word {
            0..40 => 0.95,
            100..500 => 0.1,
            _ => 0.002,
        }
    }

    /// The words in another order, two by two, and some of them replaced.
    fn rewrite(random: &mut Random, words: &[u32]) -> Vec<u32> {
        let mut parts: Vec<Vec<u32>> = words.chunks(2).map(<[u32]>::to_vec).collect();
        parts.chunks_mut(5).for_each(<[Vec<u32>]>::reverse);
        random.edited(&parts.concat(), 0.25, 30_000)
    }

    fn found(a: &[u32], b: &[u32]) -> Vec<Match> {
        let background = Background { share: &share, mean_words: 400.0 };
        let sentences: Vec<u32> = (0..a.len().max(b.len()) as u32).step_by(20).collect();
        let article = |words| Article { words, sentences: &sentences[..<[u32]>::len(words).div_ceil(20)] };
        sensitive_matches(&article(a), &article(b), &background, &RewriteSettings::default())
    }

    #[test]
    fn a_rewritten_passage_is_found_where_it_is() {
        let mut random = Random::new(21);
        for _ in 0..40 {
            let (mut a, mut b) = (text(&mut random, 400), text(&mut random, 500));
            let passage = text(&mut random, 100);
            let rewritten = rewrite(&mut random, &passage);
            a.splice(100..100, passage);
            b.splice(300..300, rewritten.iter().copied());
            let found = found(&a, &b);
            assert_eq!(found.len(), 1, "{found:?}");
            let m = &found[0];
            assert_eq!(found[0].reuse, Reuse::Rewritten);
            assert!(m.a.start.abs_diff(100) < 12 && m.a.end.abs_diff(200) < 12, "{m:?}");
            assert!(m.b.start.abs_diff(300) <= 20, "{m:?}");
            assert!(m.b.end.abs_diff(300 + rewritten.len() as u32) <= 20, "{m:?}");
        }
    }

    #[test]
    fn unrelated_articles_share_nothing() {
        let mut random = Random::new(22);
        for _ in 0..100 {
            let (a, b) = (text(&mut random, 600), text(&mut random, 500));
            assert_eq!(found(&a, &b), []);
        }
    }

    #[test]
    fn a_copied_passage_keeps_the_ends_of_its_alignment() {
        let mut random = Random::new(23);
        let (mut a, mut b) = (text(&mut random, 400), text(&mut random, 300));
        let passage: Vec<u32> = (50_000..50_080).collect();
        a.splice(33..33, passage.iter().copied());
        b.splice(207..207, passage);
        let expected = Match { a: 33..113, b: 207..287, words: 80, identity: 1.0, reuse: Reuse::Copied };
        assert_eq!(found(&a, &b), [expected]);
    }

    #[test]
    fn results_are_in_bounds_and_swap_with_the_articles() {
        let mut random = Random::new(24);
        for _ in 0..100 {
            let (mut a, mut b) = (text(&mut random, 300), text(&mut random, 340));
            for _ in 0..random.below(3) {
                let length = 30 + random.below(100);
                let passage = text(&mut random, length);
                let other = if random.chance(0.5) { passage.clone() } else { rewrite(&mut random, &passage) };
                a.splice(100..100, passage);
                b.splice(50..50, other);
            }
            let one = found(&a, &b);
            let mut two = found(&b, &a);
            two.iter_mut().for_each(|m| std::mem::swap(&mut m.a, &mut m.b));
            two.sort_by_key(|m| (m.a.start, m.b.start, m.a.end, m.b.end));
            assert_eq!(one, two);
            for m in &one {
                assert!(m.a.start < m.a.end && m.a.end as usize <= a.len());
                assert!(m.b.start < m.b.end && m.b.end as usize <= b.len());
                assert!((0.0..=1.0).contains(&m.identity));
            }
        }
    }

    #[test]
    fn empty_and_identical_articles_are_no_trouble() {
        let mut random = Random::new(25);
        let a = text(&mut random, 300);
        assert_eq!(found(&a, &[]), []);
        assert_eq!(found(&[], &[]), []);
        assert_eq!(found(&a, &a).len(), 1);
    }
}
