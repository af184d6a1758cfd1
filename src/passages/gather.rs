//! From matches to passages: all the places where one text stands.
//!
//! A place is a range of words in an article. The two sides of a match are one text, and so are two
//! places of an article that overlap by half of the longer one; what hangs together that way is a passage.

use super::Match;
use crate::id::DocId;
use std::collections::BTreeMap;
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

/// Passages in order of their first place.
pub fn gather(matches: &[PairMatch]) -> Vec<Passage> {
    let mut places: Vec<(DocId, Range<u32>, usize)> = Vec::with_capacity(matches.len() * 2);
    for (i, m) in matches.iter().enumerate() {
        places.push((m.a, m.found.a.clone(), i));
        places.push((m.b, m.found.b.clone(), i));
    }
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by_key(|&i| (places[i].0, places[i].1.start, places[i].1.end, i));
    let mut groups = Groups::of(places.len());
    (0..matches.len()).for_each(|i| groups.join(2 * i, 2 * i + 1));
    for (n, &i) in order.iter().enumerate() {
        let following =
            order[n + 1..].iter().take_while(|&&j| places[j].0 == places[i].0 && places[j].1.start < places[i].1.end);
        for &j in following {
            if overlap(&places[i].1, &places[j].1) >= OVERLAP {
                groups.join(i, j);
            }
        }
    }
    let mut passages: BTreeMap<usize, Vec<Occurrence>> = BTreeMap::new();
    for &i in &order {
        let (doc, words, of) = &places[i];
        let occurrences = passages.entry(groups.root(i)).or_default();
        let identity = matches[*of].found.identity;
        match occurrences.last_mut() {
            Some(last) if last.doc == *doc && words.start < last.words.end => {
                last.words.end = last.words.end.max(words.end);
                last.identity = last.identity.max(identity);
            }
            _ => occurrences.push(Occurrence { doc: *doc, words: words.clone(), identity }),
        }
    }
    let mut passages: Vec<Passage> =
        passages.into_values().filter(|o| o.len() > 1).map(|occurrences| Passage { occurrences }).collect();
    passages.sort_by(|x, y| {
        let key = |p: &Passage| (p.occurrences[0].doc, p.occurrences[0].words.start, p.occurrences[0].words.end);
        key(x).cmp(&key(y))
    });
    passages
}

/// Words in common, of the longer range.
fn overlap(x: &Range<u32>, y: &Range<u32>) -> f64 {
    let common = x.end.min(y.end).saturating_sub(x.start.max(y.start));
    f64::from(common) / x.len().max(y.len()) as f64
}

/// Disjoint sets; the smallest number is the root.
struct Groups(Vec<usize>);

impl Groups {
    fn of(n: usize) -> Self {
        Self((0..n).collect())
    }

    fn root(&mut self, mut i: usize) -> usize {
        while self.0[i] != i {
            self.0[i] = self.0[self.0[i]];
            i = self.0[i];
        }
        i
    }

    fn join(&mut self, i: usize, j: usize) {
        let (i, j) = (self.root(i), self.root(j));
        self.0[i.max(j)] = i.min(j);
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
