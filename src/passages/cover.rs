//! Overlap between matches of one pair: which words already belong to a better match.
//!
//! A match gives up the words at its edges that a better one has, and stays when what is left is long
//! enough: on both sides, or, where every place of a repeated text is wanted, on one of them.

use super::{Block, Repeats};

/// Words of both articles that accepted matches cover.
#[derive(Default)]
pub struct Cover {
    a: Vec<bool>,
    b: Vec<bool>,
}

impl Cover {
    /// Nothing covered yet, for articles of these lengths.
    pub fn reset(&mut self, a_words: usize, b_words: usize) {
        for (covered, words) in [(&mut self.a, a_words), (&mut self.b, b_words)] {
            covered.clear();
            covered.resize(words, false);
        }
    }

    /// Whether a stretch of runs brings at least `least` uncovered words.
    pub fn is_fresh(&self, runs: &[Block], least: u32, repeats: Repeats) -> bool {
        let (Some(first), Some(last)) = (runs.first(), runs.last()) else {
            return false;
        };
        let fresh = |covered: &[bool]| {
            covered.iter().filter(|covered| !**covered).take(least as usize).count() == least as usize
        };
        let a = fresh(&self.a[first.a as usize..last.a_end() as usize]);
        let b = fresh(&self.b[first.b as usize..last.b_end() as usize]);
        match repeats {
            Repeats::Best => a && b,
            Repeats::All => a || b,
        }
    }

    /// Takes up to `most` covered words off either end of the runs, on either side.
    pub fn trim(&self, runs: &mut Vec<Block>, most: u32) {
        let Some((first, last)) = runs.first().zip(runs.last()) else {
            return;
        };
        let (a, b) = (first.a as usize..last.a_end() as usize, first.b as usize..last.b_end() as usize);
        let (a_start, a_end) = edges(&self.a[a], most);
        let (b_start, b_end) = edges(&self.b[b], most);
        let (from, to) = ((first.a + a_start, first.b + b_start), (last.a_end() - a_end, last.b_end() - b_end));
        for run in runs.iter_mut() {
            let off = from.0.saturating_sub(run.a).max(from.1.saturating_sub(run.b)).min(run.len);
            *run = Block { a: run.a + off, b: run.b + off, len: run.len - off };
            run.len -= run.a_end().saturating_sub(to.0).max(run.b_end().saturating_sub(to.1)).min(run.len);
        }
        runs.retain(|run| run.len > 0);
    }

    /// Takes the words from the first to the last run on both sides.
    pub fn take(&mut self, runs: &[Block]) {
        if let (Some(first), Some(last)) = (runs.first(), runs.last()) {
            self.a[first.a as usize..last.a_end() as usize].fill(true);
            self.b[first.b as usize..last.b_end() as usize].fill(true);
        }
    }
}

/// Covered words at the start and at the end; none where more than `most`, or all, are covered.
fn edges(covered: &[bool], most: u32) -> (u32, u32) {
    let leading = covered.iter().take_while(|covered| **covered).count();
    let trailing = covered.iter().rev().take_while(|covered| **covered).count();
    let bounded = |n: usize| {
        if n <= most as usize && n < covered.len() { n as u32 } else { 0 }
    };
    (bounded(leading), bounded(trailing))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_place_of_a_text_is_fresh_and_kept_whole() {
        let mut cover = Cover::default();
        cover.reset(60, 30);
        cover.take(&[Block { a: 0, b: 0, len: 30 }]);
        let mut again = vec![Block { a: 30, b: 0, len: 30 }];
        assert!(cover.is_fresh(&again, 12, Repeats::All));
        assert!(!cover.is_fresh(&again, 12, Repeats::Best));
        cover.trim(&mut again, 12);
        assert_eq!(again, [Block { a: 30, b: 0, len: 30 }]);
        cover.take(&again);
        assert!(!cover.is_fresh(&again, 12, Repeats::All));
    }

    #[test]
    fn a_few_words_of_overlap_go_to_the_better_match() {
        let mut cover = Cover::default();
        cover.reset(60, 60);
        cover.take(&[Block { a: 0, b: 30, len: 30 }]);
        let mut runs = vec![Block { a: 27, b: 0, len: 2 }, Block { a: 29, b: 2, len: 20 }];
        cover.trim(&mut runs, 12);
        assert_eq!(runs, [Block { a: 30, b: 3, len: 19 }]);
    }
}
