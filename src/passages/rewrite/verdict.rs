//! Copied and rewritten passages of one pair, held against each other: what is copied keeps the ends of
//! its alignment, and no text is reported twice.

use std::ops::Range;

use super::evidence::Rectangle;
use super::passage::Passage;
use crate::hash::WordMap;
use crate::passages::Reuse;
use crate::passages::matches::summary;
use crate::passages::{Article, Block, Match};

/// Share that two passages have of one another when they are the same, or one is inside the other.
const SAME: f32 = 0.85;
const INSIDE: f32 = 0.5;
/// A copy of this many words stands for itself, however much of its surroundings was rewritten.
const PARAGRAPH: u32 = 40;
/// Longer side by shorter side, from which a passage is a summary.
const SUMMARY_RATIO: f32 = 2.5;

/// A copied passage.
pub struct Copy {
    pub place: Rectangle,
    found: Match,
}

impl Copy {
    /// Whether the copy stands for itself, whatever was made of the text around it.
    pub fn is_paragraph(&self) -> bool {
        self.found.words >= PARAGRAPH
    }
}

/// Alignments as passages.
pub fn copies(alignments: &[Vec<Block>]) -> Vec<Copy> {
    let range = |range: &Range<u32>| range.start as usize..range.end as usize;
    let copy = |found: Match| Copy { place: Rectangle { a: range(&found.a), b: range(&found.b) }, found };
    alignments.iter().filter_map(|runs| summary(runs).map(copy)).collect()
}

/// Copies that stay, and rewritten passages that are no copies.
pub fn settle(copies: &[Copy], rewritten: Vec<Passage>) -> (Vec<Copy>, Vec<Passage>) {
    let is_copy = |p: &Passage| copies.iter().any(|c| share(&c.place, &p.place) >= SAME);
    let passages: Vec<Passage> = rewritten.into_iter().filter(|p| !is_copy(p)).collect();
    let stays = |c: &&Copy| !passages.iter().any(|p| share(&p.place, &c.place) >= INSIDE);
    let stay = copies.iter().filter(stays).map(|c| Copy { place: c.place.clone(), found: c.found.clone() });
    (stay.collect(), passages)
}

/// All passages as matches, without copies that a passage includes.
pub fn conclude(a: &Article, b: &Article, copied: Vec<Copy>, passages: Vec<Passage>) -> Vec<(Match, Reuse)> {
    let outside = |c: &Copy| !passages.iter().any(|p| share(&p.place, &c.place) >= INSIDE);
    let mut found: Vec<(Match, Reuse)> = copied.into_iter().filter(outside).map(|c| (c.found, Reuse::Copied)).collect();
    found.extend(passages.iter().map(|p| rewritten_match(a, b, p)));
    found
}

/// Share of `inner` that lies in `outer`, on the side where less does.
fn share(outer: &Rectangle, inner: &Rectangle) -> f32 {
    let part = |outer: &Range<usize>, inner: &Range<usize>| {
        let common = outer.end.min(inner.end).saturating_sub(outer.start.max(inner.start));
        common as f32 / inner.len().max(1) as f32
    };
    part(&outer.a, &inner.a).min(part(&outer.b, &inner.b))
}

fn rewritten_match(a: &Article, b: &Article, passage: &Passage) -> (Match, Reuse) {
    let place = &passage.place;
    let words = common_words(&a.words[place.a.clone()], &b.words[place.b.clone()]);
    let (short, long) = (place.a.len().min(place.b.len()) as f32, place.a.len().max(place.b.len()) as f32);
    let identity = 2.0 * words as f32 / (short + long);
    let reuse = if long >= SUMMARY_RATIO * short { Reuse::Summarised } else { Reuse::Rewritten };
    let range = |range: &Range<usize>| range.start as u32..range.end as u32;
    (Match { a: range(&place.a), b: range(&place.b), words, identity, reuse }, reuse)
}

/// Words both stretches have, each as often as the stretch that has fewer of it.
fn common_words(a: &[u32], b: &[u32]) -> u32 {
    let mut left: WordMap<u32> = WordMap::default();
    for word in a {
        *left.entry(*word).or_default() += 1;
    }
    let mut common = 0;
    for word in b {
        if let Some(count) = left.get_mut(word).filter(|count| **count > 0) {
            *count -= 1;
            common += 1;
        }
    }
    common
}
