//! From matches to passages: all the places where one text stands.
//!
//! A place is a range of words in an article. The two sides of a match are one text, and so are two
//! places of an article that overlap by half of the longer one; what hangs together that way is a passage.

use super::Match;
use crate::id::DocId;
use std::ops::Range;

/// A match between two articles, the lower number first.
#[derive(Clone, Debug, PartialEq)]
pub struct PairMatch {
    /// First article.
    pub a: DocId,
    /// Second article.
    pub b: DocId,
    /// Where, in words.
    pub found: Match,
}

/// One place of a passage.
#[derive(Clone, Debug, PartialEq)]
pub struct Occurrence {
    /// The article.
    pub doc: DocId,
    /// Its words.
    pub words: Range<u32>,
    /// The best identity of its matches with other places.
    pub identity: f32,
}

/// One text and its places, in order of article and word.
#[derive(Clone, Debug, PartialEq)]
pub struct Passage {
    /// Two places or more.
    pub occurrences: Vec<Occurrence>,
}

/// Share of the longer of two places that both must have in common to be one.
const OVERLAP: f64 = 0.5;

/// One side of a match.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Side {
    doc: DocId,
    start: u32,
    end: u32,
    /// Twice the number of the match, and one more on its second side.
    number: u32,
}

impl Side {
    fn words(&self) -> Range<u32> {
        self.start..self.end
    }
}

/// Passages in order of their first place.
pub fn gather(matches: &[PairMatch]) -> Vec<Passage> {
    let side = |doc, words: &Range<u32>, number| Side { doc, start: words.start, end: words.end, number };
    let sides = (0..).step_by(2).zip(matches);
    let mut sides: Vec<Side> =
        sides.flat_map(|(n, m)| [side(m.a, &m.found.a, n), side(m.b, &m.found.b, n + 1)]).collect();
    sides.sort_unstable();
    let mut groups = grouped(&sides);
    // The passage of each group, by its root.
    let mut of: Vec<Option<usize>> = vec![None; sides.len()];
    let mut passages: Vec<(u32, Vec<Occurrence>)> = Vec::new();
    for side in &sides {
        let root = groups.root(side.number);
        let passage = *of[root as usize].get_or_insert_with(|| {
            passages.push((root, Vec::new()));
            passages.len() - 1
        });
        let occurrences = &mut passages[passage].1;
        let identity = matches[side.number as usize / 2].found.identity;
        match occurrences.last_mut() {
            Some(last) if last.doc == side.doc && side.start < last.words.end => {
                last.words.end = last.words.end.max(side.end);
                last.identity = last.identity.max(identity);
            }
            _ => occurrences.push(Occurrence { doc: side.doc, words: side.words(), identity }),
        }
    }
    passages.retain(|(_, occurrences)| occurrences.len() > 1);
    passages.sort_unstable_by_key(|(root, o)| (o[0].doc, o[0].words.start, o[0].words.end, *root));
    passages.into_iter().map(|(_, occurrences)| Passage { occurrences }).collect()
}

/// Which sides are one text, by their numbers.
fn grouped(sides: &[Side]) -> Groups {
    let mut groups = Groups::of(sides.len());
    (0..sides.len() as u32).step_by(2).for_each(|n| groups.join(n, n + 1));
    for (n, side) in sides.iter().enumerate() {
        let following = sides[n + 1..].iter().take_while(|next| next.doc == side.doc && next.start < side.end);
        for next in following {
            if overlap(&side.words(), &next.words()) >= OVERLAP {
                groups.join(side.number, next.number);
            }
        }
    }
    groups
}

/// Words in common, of the longer range.
fn overlap(x: &Range<u32>, y: &Range<u32>) -> f64 {
    let common = x.end.min(y.end).saturating_sub(x.start.max(y.start));
    f64::from(common) / x.len().max(y.len()) as f64
}

/// Disjoint sets; the smallest number is the root.
struct Groups(Vec<u32>);

impl Groups {
    fn of(n: usize) -> Self {
        Self((0..n as u32).collect())
    }

    fn root(&mut self, mut i: u32) -> u32 {
        while self.0[i as usize] != i {
            let above = self.0[self.0[i as usize] as usize];
            self.0[i as usize] = above;
            i = above;
        }
        i
    }

    fn join(&mut self, i: u32, j: u32) {
        let (i, j) = (self.root(i), self.root(j));
        self.0[i.max(j) as usize] = i.min(j);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passages::Reuse;

    fn found(a: u32, x: Range<u32>, b: u32, y: Range<u32>) -> PairMatch {
        let words = x.len() as u32;
        PairMatch { a: DocId(a), b: DocId(b), found: Match { a: x, b: y, words, identity: 1.0, reuse: Reuse::Copied } }
    }

    #[test]
    fn a_paragraph_that_many_ran_is_one_passage() {
        let matches: Vec<PairMatch> = (1..40).map(|b| found(0, 10..60 + b % 3, b, 100..150 + b % 3)).collect();
        let passages = gather(&matches);
        assert_eq!(passages.len(), 1);
        assert_eq!(passages[0].occurrences.len(), 40);
        assert_eq!(passages[0].occurrences[0].words, 10..62);
    }

    #[test]
    fn a_lifted_paragraph_is_not_the_whole_copied_article() {
        let passages =
            gather(&[found(0, 0..400, 1, 0..400), found(0, 100..150, 2, 20..70), found(1, 100..150, 2, 20..70)]);
        let sizes: Vec<usize> = passages.iter().map(|p| p.occurrences.len()).collect();
        assert_eq!(sizes, [2, 3]);
    }
}
