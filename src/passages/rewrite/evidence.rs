//! What a word says for or against a rewritten passage: a logarithm of two likelihoods.
//!
//! In a rewritten passage a word survives with probability p, and is there by chance with q otherwise:
//! found, it is worth ln((p + (1-p)q) / q); missing, ln(1-p). A common word is found by chance, q being
//! near one, and is worth nothing, so no list of stop words is needed; a rare one is worth much. p is
//! read off the passage itself, so that a copy, a paraphrase and a summary, which leaves most of its
//! source out, need no settings of their own. q is the highest of what the collection, the rest of both
//! articles and the rare words around the passage suggest: two articles on one topic meet by chance all
//! the time.

use std::ops::Range;

use super::Background;
use crate::hash::WordMap;
use crate::passages::Article;

/// A word the other article does not have.
const ALONE: u32 = u32::MAX;
/// Worth of a word that already belongs to a passage: no stretch runs across it.
const BARRIER: f32 = -1.0e6;
/// Words around a stretch that count as found in it: it grows, and neighbouring sentences change places.
pub const NEIGHBOURHOOD: usize = 24;
/// Below this chance a word is rare.
const RARE: f32 = 0.05;
/// Below this chance a word says how often the articles meet by chance.
const UNCOMMON: f32 = 0.3;
/// No word is rarer than this: typing errors and names of one article must not decide alone.
const LEAST_CHANCE: f32 = 0.005;
/// Words added to an article that is too short to say how often its words repeat.
const SMOOTHING: f32 = 50.0;

/// Which article of a pair.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Side {
    A,
    B,
}

/// A stretch of each article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rectangle {
    pub a: Range<usize>,
    pub b: Range<usize>,
}

impl Rectangle {
    pub fn side(&self, side: Side) -> &Range<usize> {
        match side {
            Side::A => &self.a,
            Side::B => &self.b,
        }
    }

    pub fn side_mut(&mut self, side: Side) -> &mut Range<usize> {
        match side {
            Side::A => &mut self.a,
            Side::B => &mut self.b,
        }
    }
}

/// How much of a stretch has to survive on the other side, at least, on average.
#[derive(Clone, Copy, Debug)]
pub struct Survival {
    /// Least p of the words of the first article.
    pub a: f32,
    /// Least p of the words of the second article.
    pub b: f32,
}

/// Below this survival most of a text was left out: that its words recur says nothing against it.
const MOSTLY_LEFT_OUT: f32 = 0.3;

/// One article of a pair.
pub struct Half {
    /// For each word its number among the words both articles have, or `ALONE`.
    pub words: Vec<u32>,
    /// Whether a word already belongs to a passage.
    pub taken: Vec<bool>,
    /// Whether a sentence ends before the word at this index; one more than there are words.
    pub ends: Vec<bool>,
    /// How often the article has each shared word.
    pub counts: Vec<u32>,
}

impl Half {
    fn new(article: &Article, numbers: &WordMap<u32>, shared: usize) -> Self {
        let number = |word: &u32| numbers.get(word).copied().unwrap_or(ALONE);
        let words: Vec<u32> = article.words.iter().map(number).collect();
        let mut ends = vec![false; words.len() + 1];
        for &start in article.sentences {
            if let Some(end) = ends.get_mut(start as usize) {
                *end = true;
            }
        }
        ends[0] = true;
        ends[words.len()] = true;
        let counts = count(&words, shared);
        Half { taken: vec![false; words.len()], words, ends, counts }
    }

    /// Share of a stretch that already belongs to a passage.
    pub fn taken_share(&self, range: &Range<usize>) -> f32 {
        let taken = self.taken[range.clone()].iter().filter(|taken| **taken).count();
        taken as f32 / range.len().max(1) as f32
    }

    fn around(&self, range: &Range<usize>) -> Range<usize> {
        range.start.saturating_sub(NEIGHBOURHOOD)..(range.end + NEIGHBOURHOOD).min(self.words.len())
    }
}

fn count(words: &[u32], shared: usize) -> Vec<u32> {
    let mut counts = vec![0; shared];
    for &word in words.iter().filter(|word| **word != ALONE) {
        counts[word as usize] += 1;
    }
    counts
}

/// Two articles with the words they share numbered.
pub struct Pair {
    pub a: Half,
    pub b: Half,
    /// Share of all articles that have each shared word.
    pub share: Vec<f32>,
    mean_words: f32,
}

impl Pair {
    pub fn new(a: &Article, b: &Article, background: &Background) -> Self {
        let mut numbers: WordMap<u32> = b.words.iter().map(|&word| (word, ALONE)).collect();
        let mut share = Vec::new();
        for &word in a.words {
            if let Some(number) = numbers.get_mut(&word)
                && *number == ALONE
            {
                *number = share.len() as u32;
                share.push((background.share)(word).clamp(0.0, 1.0));
            }
        }
        let (a, b) = (Half::new(a, &numbers, share.len()), Half::new(b, &numbers, share.len()));
        Pair { a, b, share, mean_words: background.mean_words.max(1.0) }
    }

    /// The same pair before any passage was taken.
    pub fn without_passages(&self) -> Pair {
        let free = |half: &Half| Half {
            words: half.words.clone(),
            taken: vec![false; half.words.len()],
            ends: half.ends.clone(),
            counts: half.counts.clone(),
        };
        let (a, b) = (free(&self.a), free(&self.b));
        Pair { a, b, share: self.share.clone(), mean_words: self.mean_words }
    }

    pub fn half(&self, side: Side) -> &Half {
        match side {
            Side::A => &self.a,
            Side::B => &self.b,
        }
    }

    /// Marks the words of a rectangle as belonging to a passage.
    pub fn take(&mut self, passage: &Rectangle) {
        self.a.taken[passage.a.clone()].fill(true);
        self.b.taken[passage.b.clone()].fill(true);
    }

    /// What every word of `side` is worth, given the stretch of the other side and, for the rate of
    /// survival, the present stretch of its own.
    pub fn worth(&self, side: Side, present: &Rectangle, least: Survival) -> Vec<f32> {
        let least_of_both = least.a.min(least.b);
        let (own, other, stretch, opposite, least) = match side {
            Side::A => (&self.a, &self.b, &present.a, &present.b, least.a),
            Side::B => (&self.b, &self.a, &present.b, &present.a, least.b),
        };
        let opposite = other.around(opposite);
        let there = count(&other.words[opposite.clone()], self.share.len());
        let summary = least_of_both < MOSTLY_LEFT_OUT;
        let view = View { own, stretch, there: &there };
        let mut chance = self.chances(&view, other, opposite.len(), least, summary);
        let excess = if summary { view.excess(&chance) } else { 1.0 };
        let floor = view.rare_rate(&chance).max(LEAST_CHANCE);
        chance.iter_mut().for_each(|q| *q = (*q * excess).clamp(floor, 0.999));
        let p = view.survival(&chance).max(least);
        let missing = (1.0 - p).ln();
        let gain = |(q, there): (&f32, &u32)| match there {
            0 => missing,
            _ => ((p + (1.0 - p) * q) / q).ln(),
        };
        let gains: Vec<f32> = chance.iter().zip(&there).map(gain).collect();
        let worth = |(&word, &taken): (&u32, &bool)| match (taken, word) {
            (true, _) => BARRIER,
            (false, ALONE) => missing,
            (false, word) => gains[word as usize],
        };
        own.words.iter().zip(&own.taken).map(worth).collect()
    }

    /// Probability that a stretch of the other article has a word by chance: from the collection, from
    /// how often the word stands elsewhere in that article, and how often the own article repeats it.
    ///
    /// Of words the stretch does not have only when `all` are asked for: it takes most of the time.
    fn chances(&self, view: &View, other: &Half, length: usize, least: f32, all: bool) -> Vec<f32> {
        let inside = length as f32;
        let outside = (other.words.len() - length) as f32 + SMOOTHING;
        let own_length = view.own.words.len() as f32 + SMOOTHING;
        let chance = |word: usize| {
            if view.there[word] == 0 && !all {
                return 0.0;
            }
            let elsewhere = (other.counts[word] - view.there[word]) as f32 / outside;
            let repeated = match least < MOSTLY_LEFT_OUT {
                true => 0.0,
                false => (view.own.counts[word] as f32 - 1.0) / own_length,
            };
            let articles = 1.0 - (-elsewhere.max(repeated) * inside).exp();
            (self.share[word] * (inside / self.mean_words).min(1.0)).max(articles)
        };
        (0..self.share.len()).map(chance).collect()
    }

    /// Share of what the stretches have in common that stands in one window of `side`, half as long again
    /// as the stretch of the other side: near 1 for a passage, lower for a summary of the whole.
    pub fn concentration(&self, side: Side, passage: &Rectangle) -> f32 {
        let (wide, compact, range, window) = match side {
            Side::A => (&self.a, &self.b, &passage.a, &passage.b),
            Side::B => (&self.b, &self.a, &passage.b, &passage.a),
        };
        let wanted = count(&compact.words[window.clone()], self.share.len());
        let weight = |words: &[u32]| -> f32 {
            let mut left = wanted.clone();
            let rarity = |&word: &u32| match left.get_mut(word as usize) {
                Some(wanted) if *wanted > 0 => {
                    *wanted = 0;
                    -self.share[word as usize].max(1.0e-6).ln()
                }
                _ => 0.0,
            };
            words.iter().map(rarity).sum()
        };
        let length = (window.len() * 3 / 2).max(1);
        let windows = range.clone().step_by((length / 4).max(1));
        let best = windows.map(|from| weight(&wide.words[from..(from + length).min(range.end)])).fold(0.0, f32::max);
        best / weight(&wide.words[range.clone()]).max(1.0e-6)
    }
}

/// An article, its present stretch, and what the stretch of the other side has.
struct View<'p> {
    own: &'p Half,
    stretch: &'p Range<usize>,
    there: &'p [u32],
}

impl View<'_> {
    fn finds(&self, word: u32) -> bool {
        word != ALONE && self.there[word as usize] > 0
    }

    /// How often a rare word from outside the stretch is found on the other side.
    fn rare_rate(&self, chance: &[f32]) -> f32 {
        let (mut found, mut all) = (1.0f32, 100.0f32);
        for (at, &word) in self.own.words.iter().enumerate() {
            if self.stretch.contains(&at) || self.own.taken[at] {
                continue;
            }
            if !self.finds(word) {
                all += 1.0;
            } else if chance[word as usize] < RARE {
                found += 1.0;
                all += 1.0;
            }
        }
        found / all
    }

    /// How much more often than chance has it words from outside the stretch are found on the other side.
    ///
    /// A long stretch of an article on the same topic has many of them, and a summary has to beat that.
    fn excess(&self, chance: &[f32]) -> f32 {
        let (mut found, mut expected) = (3.0f32, 3.0f32);
        for (at, &word) in self.own.words.iter().enumerate() {
            if word == ALONE || self.stretch.contains(&at) || self.own.taken[at] {
                continue;
            }
            if chance[word as usize] < UNCOMMON {
                expected += chance[word as usize];
                found += if self.finds(word) { 1.0 } else { 0.0 };
            }
        }
        (found / expected).max(1.0)
    }

    /// Share of the words of the stretch that are found, each counted by how little chance explains it.
    fn survival(&self, chance: &[f32]) -> f32 {
        let (mut found, mut all) = (3.0f32, 6.0f32);
        for at in self.stretch.clone().filter(|&at| !self.own.taken[at]) {
            let word = self.own.words[at];
            if self.finds(word) {
                found += 1.0 - chance[word as usize];
                all += 1.0 - chance[word as usize];
            } else {
                all += 1.0;
            }
        }
        (found / all).min(0.95)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_words_found_are_worth_much_common_ones_nothing_and_missing_ones_cost() {
        let a: Vec<u32> = (0..40).chain([900, 901]).collect();
        let b: Vec<u32> = (0..40).chain([800, 801]).collect();
        let share = |word: u32| if word < 20 { 0.999 } else { 0.001 };
        let background = Background { share: &share, mean_words: 40.0 };
        let article = |words| Article { words, sentences: &[] };
        let pair = Pair::new(&article(&a), &article(&b), &background);
        let all = Rectangle { a: 0..42, b: 0..42 };
        let worth = pair.worth(Side::A, &all, Survival { a: 0.45, b: 0.45 });
        assert!(worth[5] < 0.1 && worth[30] > 3.0 && worth[40] < -0.5);
    }

    #[test]
    fn words_of_the_topic_lose_their_worth() {
        let mut a: Vec<u32> = (0..400).collect();
        (0..400).step_by(10).for_each(|at| a[at] = 5000);
        let mut b: Vec<u32> = (1000..1400).collect();
        b[10] = 5000;
        b[11] = 5;
        a[5] = 5;
        let share = |_: u32| 0.001;
        let background = Background { share: &share, mean_words: 400.0 };
        let article = |words| Article { words, sentences: &[] };
        let pair = Pair::new(&article(&a), &article(&b), &background);
        let worth = pair.worth(Side::A, &Rectangle { a: 0..50, b: 0..50 }, Survival { a: 0.45, b: 0.45 });
        assert!(worth[0] < 0.1 && worth[5] > 2.0, "{} {}", worth[0], worth[5]);
    }
}
