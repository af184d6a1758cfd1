//! Where two articles share runs of words: the n-grams of one, to be looked up from many others.

use crate::hash::Filter;
use crate::text::shingle;

/// Words in a shared run that can begin a match.
pub const SEED_WORDS: usize = 5;
/// Places of one n-gram that are told; the others lie in text that repeats itself.
const PLACES: usize = 32;

/// The n-grams of one article.
#[derive(Default)]
pub struct Index {
    grams: Vec<u32>,
    filter: Filter,
    /// First place plus one by slot, 0 for none.
    first: Vec<u32>,
    /// The next place plus one with the same slot.
    next: Vec<u32>,
    /// Those of the article looked up last.
    others: Vec<u32>,
}

impl Index {
    /// Indexes `words`, forgetting what was indexed before.
    pub fn fill(&mut self, words: &[u32]) {
        shingle::runs_into::<SEED_WORDS>(words, &mut self.grams);
        self.first.clear();
        self.first.resize((self.grams.len() * 2).next_power_of_two().max(2), 0);
        // Every place is written to below.
        self.next.resize(self.grams.len(), 0);
        let mask = self.first.len() - 1;
        self.filter.reset(self.grams.len());
        // From the back, so that places come in order.
        for place in (0..self.grams.len()).rev() {
            self.filter.insert(self.grams[place]);
            let slot = &mut self.first[self.grams[place] as usize & mask];
            self.next[place] = std::mem::replace(slot, place as u32 + 1);
        }
    }

    /// Pairs of places (indexed article, `words`) at which both have the same n-gram.
    pub fn shared(&mut self, words: &[u32], seeds: &mut Vec<(u32, u32)>) {
        seeds.clear();
        shingle::runs_into::<SEED_WORDS>(words, &mut self.others);
        let mask = self.first.len() - 1;
        for (at, &gram) in self.others.iter().enumerate() {
            if !self.filter.may_hold(gram) {
                continue;
            }
            let mut place = self.first[gram as usize & mask];
            let mut told = 0;
            while place != 0 && told < PLACES {
                let here = place as usize - 1;
                if self.grams[here] == gram {
                    seeds.push((here as u32, at as u32));
                    told += 1;
                }
                place = self.next[here];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn all_shared_runs_are_told(a in proptest::collection::vec(0u32..3, 0..30), b in proptest::collection::vec(0u32..3, 0..30)) {
            let mut index = Index::default();
            index.fill(&[9; 20]);
            index.fill(&a);
            let mut seeds = Vec::new();
            index.shared(&b, &mut seeds);
            let mut slow = Vec::new();
            for (j, y) in b.windows(SEED_WORDS).enumerate() {
                slow.extend(a.windows(SEED_WORDS).enumerate().filter(|(_, x)| *x == y).map(|(i, _)| (i as u32, j as u32)));
            }
            prop_assert_eq!(seeds, slow);
        }
    }
}
