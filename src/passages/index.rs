//! Where two articles share runs of words: the n-grams of one, to be looked up from many others.

use super::Block;
use super::anchor::run_around;
use crate::hash::Filter;
use crate::text::shingle;

/// Words in a shared run that can begin a match.
pub const SEED_WORDS: usize = 5;
/// Places of one n-gram that are told; the others lie in text that repeats itself.
const PLACES: usize = 32;

/// Runs that are told; articles with more of them repeat themselves, and are looked at by their seeds.
///
/// The places that share a gram with one place lie on as many diagonals, hence in as many runs: with no more runs than
/// this none has so many partners that `shared`, or `anchor` after it, leaves any out.
const RUNS: usize = PLACES - 1;

/// The n-grams of one article.
#[derive(Default)]
pub struct Index {
    words: Vec<u32>,
    grams: Vec<u32>,
    filter: Filter,
    /// First place plus one by slot, 0 for none.
    first: Vec<u32>,
    /// The next place plus one with the same slot.
    next: Vec<u32>,
    /// Places of the grams that stand more than once, in order.
    repeated: Vec<u32>,
    /// Grams of the article looked up last, and the places of those that may stand in the indexed one.
    others: Vec<u32>,
    likely: Vec<u32>,
}

impl Index {
    /// Indexes `words`, forgetting what was indexed before.
    pub fn fill(&mut self, words: &[u32]) {
        self.words.clear();
        self.words.extend_from_slice(words);
        shingle::runs_into::<SEED_WORDS>(words, &mut self.grams);
        self.first.clear();
        self.first.resize((self.grams.len() * 2).next_power_of_two().max(2), 0);
        // Every place is written to below.
        self.next.resize(self.grams.len(), 0);
        self.repeated.clear();
        let mask = self.first.len() - 1;
        self.filter.reset(self.grams.len());
        // From the back, so that places come in order.
        for place in (0..self.grams.len()).rev() {
            let gram = self.grams[place];
            let slot = gram as usize & mask;
            if self.filter.insert(gram) {
                self.note_repeat(place as u32, self.first[slot]);
            }
            self.next[place] = std::mem::replace(&mut self.first[slot], place as u32 + 1);
        }
        self.repeated.sort_unstable();
        self.repeated.dedup();
    }

    /// Notes a place and the next one with the same gram, if there is any; `later` is the next one in the same slot.
    fn note_repeat(&mut self, place: u32, mut later: u32) {
        while let Some(there) = later.checked_sub(1) {
            if self.grams[there as usize] == self.grams[place as usize] {
                return self.repeated.extend([place, there]);
            }
            later = self.next[there as usize];
        }
    }

    /// Puts the runs of words that the indexed article and `words` share into `runs`: each as long as it is and no
    /// shorter than a seed, in order. Whether it can: of articles that repeat themselves there are too many to tell.
    pub fn runs(&mut self, words: &[u32], runs: &mut Vec<Block>) -> bool {
        runs.clear();
        self.look_up(words);
        // What begins before this word has been told.
        let mut told = 0;
        for &at in &self.likely {
            if at < told {
                continue;
            }
            for here in self.places(self.others[at as usize]) {
                if runs.last().is_some_and(|run| holds(run, here, at)) {
                    continue;
                }
                if runs.len() == RUNS {
                    return false;
                }
                let Some(run) = run_around(&self.words, words, (here, at)) else { continue };
                runs.push(run);
                if self.is_alone(&run) {
                    told = (run.b_end() + 1).saturating_sub(SEED_WORDS as u32);
                }
            }
        }
        runs.sort_unstable();
        runs.dedup();
        true
    }

    /// Pairs of places (indexed article, `words`) at which both have the same n-gram.
    pub fn shared(&mut self, words: &[u32], seeds: &mut Vec<(u32, u32)>) {
        seeds.clear();
        self.look_up(words);
        for &at in &self.likely {
            seeds.extend(self.places(self.others[at as usize]).take(PLACES).map(|here| (here, at)));
        }
    }

    /// Hashes another article, and sees which of its grams may stand in this one.
    fn look_up(&mut self, words: &[u32]) {
        shingle::runs_into::<SEED_WORDS>(words, &mut self.others);
        self.filter.likely(&self.others, &mut self.likely);
    }

    /// Where a gram stands.
    #[inline]
    fn places(&self, gram: u32) -> impl Iterator<Item = u32> {
        let mut place = self.first[gram as usize & (self.first.len() - 1)];
        std::iter::from_fn(move || {
            while let Some(here) = place.checked_sub(1) {
                place = self.next[here as usize];
                if self.grams[here as usize] == gram {
                    return Some(here);
                }
            }
            None
        })
    }

    /// Whether no gram of a run stands anywhere else in the indexed article.
    fn is_alone(&self, run: &Block) -> bool {
        let next = self.repeated.partition_point(|&place| place < run.a);
        self.repeated.get(next).is_none_or(|&place| place as usize + SEED_WORDS > run.a_end() as usize)
    }
}

fn holds(run: &Block, i: u32, j: u32) -> bool {
    (run.a..run.a_end()).contains(&i) && i - run.a == j.wrapping_sub(run.b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passages::anchor::anchors;
    use crate::passages::testing::Random;
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

    /// They are those that grow from the seeds, unless they are many.
    #[test]
    fn runs_are_those_around_the_seeds() {
        let mut random = Random::new(31);
        let (mut index, mut seeds, mut runs) = (Index::default(), Vec::new(), Vec::new());
        let mut many = 0;
        for round in 0..6000 {
            let vocabulary = [2, 5, 12, 3000][round % 4];
            let (a, mut b) = (random.words(70, vocabulary), random.words(70, vocabulary));
            b.extend(random.edited(&a, 0.1, vocabulary));
            b.extend(&a[a.len() / 2..]);
            index.fill(&a);
            index.shared(&b, &mut seeds);
            if index.runs(&b, &mut runs) {
                assert_eq!(runs, anchors(&a, &b, &seeds), "{a:?} {b:?}");
            } else {
                many += 1;
                assert!(seeds.len() > RUNS);
            }
        }
        assert!((1000..3000).contains(&many), "{many}");
    }
}
