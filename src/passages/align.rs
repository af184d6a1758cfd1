//! Word alignment where anchors say nothing: between two of them, and beyond the outermost.
//!
//! Scores +1 for an equal word, -1 for another word and for a word only one side has. Between anchors
//! both ends are fixed (Needleman-Wunsch over a rectangle no larger than the gap of a chain); beyond
//! them the alignment ends where the score falls `x_drop` below its best (Zhang et al. 2000, "A greedy
//! algorithm for aligning DNA sequences", section 2), inside a band. Returns the runs of equal words.

use super::Block;

/// How a cell of the table was reached.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Start,
    Diagonal,
    /// A word of the first article stands alone.
    Left,
    /// A word of the second article stands alone.
    Right,
}

/// Room for tables of steps, kept from one alignment to the next: most are small, and there are many.
#[derive(Default)]
pub struct Aligner {
    /// Banded, row by row: cell (i, j) says how i and j words were best aligned.
    steps: Vec<Step>,
    /// First column of each row, and where the row begins in `steps`.
    rows: Vec<(usize, usize)>,
    /// The best score of the cells of one row, and beyond it of the row above.
    scores: Vec<i32>,
    /// Where words are equal, if there are few such places.
    equal: Vec<Equal>,
    /// The ends of two articles, turned round.
    tails: [Vec<u32>; 2],
}

/// A place where words are equal, with the best alignment of what stands before it.
#[derive(Clone, Copy)]
struct Equal {
    i: usize,
    j: usize,
    score: i32,
    /// The equal words before it, as an index one too large; 0 for none.
    before: usize,
    /// Whether no other alignment is as good.
    sure: bool,
}

/// Places with equal words that are tried one by one instead of filling a table.
const FEW: usize = 32;

/// The score of a cell that no alignment reaches.
const NEVER: i32 = i32::MIN / 2;

/// Best way to cell (i, j) from the cells before it; a diagonal step wins a tie, so runs stay whole.
#[inline(always)]
fn best_step(equal: bool, diagonal: i32, left: i32, right: i32) -> (i32, Step) {
    let mut best = (diagonal + if equal { 1 } else { -1 }, Step::Diagonal);
    for (score, step) in [(left - 1, Step::Left), (right - 1, Step::Right)] {
        if score > best.0 {
            best = (score, step);
        }
    }
    best
}

impl Aligner {
    /// Aligns all of `a` with all of `b`: score, and runs of equal words in place of what `runs` holds.
    pub fn fill(&mut self, a: &[u32], b: &[u32], runs: &mut Vec<Block>) -> i32 {
        runs.clear();
        match self.fill_sparsely(a, b, runs) {
            Some(score) => score,
            None => self.fill_table(a, b, runs),
        }
    }

    /// The same by the few places where words are equal; `None` where they are many, or two alignments equally good,
    /// between which the table decides.
    ///
    /// A stretch without equal words costs as much as its longer side: each word more there stands alone.
    fn fill_sparsely(&mut self, a: &[u32], b: &[u32], runs: &mut Vec<Block>) -> Option<i32> {
        let equal = &mut self.equal;
        equal.clear();
        for (i, x) in a.iter().enumerate().filter(|(_, x)| b.contains(x)) {
            for (j, _) in b.iter().enumerate().filter(|(_, y)| x == *y) {
                if equal.len() == FEW {
                    return None;
                }
                equal.push(best_before(equal, i, j));
            }
        }
        // The end is taken for one more pair of equal words.
        let end = best_before(equal, a.len(), b.len());
        if !end.sure {
            return None;
        }
        let mut before = end.before;
        while let Some(at) = before.checked_sub(1) {
            push_back(runs, equal[at].i, equal[at].j);
            before = equal[at].before;
        }
        runs.reverse();
        Some(end.score - 1)
    }

    fn fill_table(&mut self, a: &[u32], b: &[u32], runs: &mut Vec<Block>) -> i32 {
        let width = b.len() + 1;
        let Self { steps, rows, scores, .. } = self;
        steps.clear();
        steps.resize(width * (a.len() + 1), Step::Start);
        steps[1..width].fill(Step::Right);
        rows.clear();
        rows.extend((0..=a.len()).map(|i| (0, i * width)));
        scores.clear();
        scores.extend((0..width as i32).map(|j| -j));
        for (x, steps) in a.iter().zip(steps[width..].chunks_exact_mut(width)) {
            let mut diagonal = scores[0];
            let mut right = diagonal - 1;
            scores[0] = right;
            steps[0] = Step::Left;
            for ((y, score), step) in b.iter().zip(&mut scores[1..]).zip(&mut steps[1..]) {
                let left = *score;
                (*score, *step) = best_step(x == y, diagonal, left, right);
                (diagonal, right) = (left, *score);
            }
        }
        let score = scores[b.len()];
        self.trace(a, b, (a.len(), b.len()), runs);
        score
    }

    /// Aligns as much of the starts of `a` and `b` as pays: best score, and runs of equal words in place of what `runs`
    /// holds.
    ///
    /// A row whose best cell lies more than `x_drop` below the best of all ends the search; cells further
    /// than `band` from the diagonal are never looked at.
    pub fn extend(&mut self, a: &[u32], b: &[u32], x_drop: u32, band: u32, runs: &mut Vec<Block>) -> i32 {
        runs.clear();
        let reach = x_drop as usize + 1;
        if !share_words(&a[..a.len().min(reach)], &b[..b.len().min(reach)]) {
            return 0;
        }
        self.extend_table(a, b, x_drop, band, runs)
    }

    fn extend_table(&mut self, a: &[u32], b: &[u32], x_drop: u32, band: u32, runs: &mut Vec<Block>) -> i32 {
        let (x_drop, band) = (x_drop as i32, band as usize);
        let Self { steps, rows, scores, .. } = self;
        scores.clear();
        steps.clear();
        rows.clear();
        let (mut best, mut best_cell) = (0, (0, 0));
        // No word of `a` yet: words of `b` stand alone for as long as that can be paid for.
        let last = band.min(b.len());
        rows.push((0, 0));
        scores.extend((0..=last as i32).map(|j| if j <= x_drop { -j } else { NEVER }));
        steps.push(Step::Start);
        steps.resize(last + 1, Step::Right);
        for (i, x) in (1usize..).zip(a) {
            let (first, last) = (i.saturating_sub(band), (i + band).min(b.len()));
            if first > last {
                break;
            }
            rows.push((first, steps.len()));
            // What stands there is the row above; it ends one cell earlier.
            scores.resize(last + 1, NEVER);
            // The cell before the row's first one that has words on both sides, and the one above that.
            let (start, mut diagonal, mut right) = match first.checked_sub(1) {
                Some(before) => (first, scores[before], NEVER),
                None => {
                    steps.push(Step::Left);
                    let alone = if scores[0] - 1 < best - x_drop { NEVER } else { scores[0] - 1 };
                    (1, std::mem::replace(&mut scores[0], alone), alone)
                }
            };
            let mut reached = right != NEVER;
            for (j, (y, cell)) in (start..).zip(b[start - 1..last].iter().zip(&mut scores[start..])) {
                let left = *cell;
                let (mut score, step) = best_step(x == y, diagonal, left, right);
                if score < best - x_drop {
                    score = NEVER;
                } else {
                    reached = true;
                    if score > best {
                        (best, best_cell) = (score, (i, j));
                    }
                }
                steps.push(step);
                *cell = score;
                (diagonal, right) = (left, score);
            }
            if !reached {
                break;
            }
        }
        self.trace(a, b, best_cell, runs);
        best
    }

    /// `extend` to the left: aligns the ends of `a` and `b`, positions counted from their starts.
    pub fn extend_back(&mut self, a: &[u32], b: &[u32], x_drop: u32, band: u32, runs: &mut Vec<Block>) -> i32 {
        runs.clear();
        let reach = x_drop as usize + 1;
        if !share_words(&a[a.len().saturating_sub(reach)..], &b[b.len().saturating_sub(reach)..]) {
            return 0;
        }
        // An extension rarely goes far: reverse no more than it can look at, and more only if it used that.
        let mut reach = 64;
        let mut tails = std::mem::take(&mut self.tails);
        loop {
            for (tail, words) in tails.iter_mut().zip([a, b]) {
                tail.clear();
                tail.extend(words.iter().rev().take(reach));
            }
            let [a_tail, b_tail] = &tails;
            let score = self.extend_table(a_tail, b_tail, x_drop, band, runs);
            let end = runs.last().map_or(0, |run| run.a_end().max(run.b_end()) as usize);
            let complete = a_tail.len() == a.len() && b_tail.len() == b.len();
            if complete || end + (x_drop + band) as usize * 2 < reach {
                self.tails = tails;
                runs.reverse();
                for run in runs {
                    (run.a, run.b) = (a.len() as u32 - run.a_end(), b.len() as u32 - run.b_end());
                }
                return score;
            }
            reach *= 4;
        }
    }

    fn step(&self, i: usize, j: usize) -> Step {
        let (first, at) = self.rows[i];
        self.steps[at + j - first]
    }

    /// The runs of equal words on the way to a cell, in order, positions relative to (0, 0).
    fn trace(&self, a: &[u32], b: &[u32], (mut i, mut j): (usize, usize), runs: &mut Vec<Block>) {
        runs.clear();
        loop {
            match self.step(i, j) {
                Step::Start => break,
                Step::Left => i -= 1,
                Step::Right => j -= 1,
                Step::Diagonal => {
                    i -= 1;
                    j -= 1;
                    if a[i] == b[j] {
                        push_back(runs, i, j);
                    }
                }
            }
        }
        runs.reverse();
    }
}

/// Whether any word stands in both. An extension costs a point a word until it meets the first one of those: if there is
/// none up to one word further than it can pay for, there is no extension.
fn share_words(a: &[u32], b: &[u32]) -> bool {
    a.iter().any(|word| b.contains(word))
}

/// Equal words at (i, j), after the best of those known to be equal before them.
fn best_before(equal: &[Equal], i: usize, j: usize) -> Equal {
    let mut best = Equal { i, j, score: 1 - i.max(j) as i32, before: 0, sure: true };
    for (number, last) in (1..).zip(equal).filter(|(_, last)| last.i < i && last.j < j) {
        let score = last.score + 1 - (i - last.i - 1).max(j - last.j - 1) as i32;
        if score > best.score {
            best = Equal { score, before: number, sure: last.sure, ..best };
        } else if score == best.score {
            best.sure = false;
        }
    }
    best
}

/// Adds a pair of equal words to runs that are told from the last to the first.
fn push_back(runs: &mut Vec<Block>, i: usize, j: usize) {
    match runs.last_mut() {
        Some(run) if run.a as usize == i + 1 && run.b as usize == j + 1 => {
            *run = Block { a: i as u32, b: j as u32, len: run.len + 1 };
        }
        _ => runs.push(Block { a: i as u32, b: j as u32, len: 1 }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passages::testing::{Random, score_of_path};

    /// Full table over all prefixes; `ends` says which cells may end the alignment.
    fn brute(a: &[u32], b: &[u32], ends: impl Fn(usize, usize) -> bool) -> i32 {
        let mut table = vec![vec![0i32; b.len() + 1]; a.len() + 1];
        let mut best = i32::MIN;
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                let mut score = if i + j == 0 { 0 } else { i32::MIN };
                if i > 0 {
                    score = score.max(table[i - 1][j] - 1);
                }
                if j > 0 {
                    score = score.max(table[i][j - 1] - 1);
                }
                if i > 0 && j > 0 {
                    score = score.max(table[i - 1][j - 1] + if a[i - 1] == b[j - 1] { 1 } else { -1 });
                }
                table[i][j] = score;
                if ends(i, j) {
                    best = best.max(score);
                }
            }
        }
        best
    }

    #[test]
    fn fill_equals_needleman_wunsch() {
        let mut random = Random::new(1);
        let mut aligner = Aligner::default();
        for round in 0..10_000 {
            let vocabulary = if round % 2 == 0 { 4 } else { 30 };
            let (a, b) = (random.words(12, vocabulary), random.words(12, vocabulary));
            let mut runs = Vec::new();
            let score = aligner.fill(&a, &b, &mut runs);
            let mut by_table = Vec::new();
            assert_eq!(aligner.fill_table(&a, &b, &mut by_table), score);
            assert_eq!(runs, by_table, "{a:?} {b:?}");
            assert_eq!(score, brute(&a, &b, |i, j| i == a.len() && j == b.len()), "{a:?} {b:?}");
            assert!(runs.iter().all(|r| a[r.a as usize..r.a_end() as usize] == b[r.b as usize..r.b_end() as usize]));
        }
    }

    #[test]
    fn unbounded_extension_equals_the_best_prefix_alignment() {
        let mut random = Random::new(2);
        for _ in 0..3000 {
            let (a, b) = (random.words(14, 3), random.words(14, 3));
            let best = brute(&a, &b, |_, _| true);
            let mut runs = Vec::new();
            let score = Aligner::default().extend(&a, &b, 100, 100, &mut runs);
            assert_eq!(score, best);
            assert_eq!(score_of_path(&runs, (0, 0)), best, "{a:?} {b:?} {runs:?}");
            let reversed: (Vec<u32>, Vec<u32>) = (a.iter().rev().copied().collect(), b.iter().rev().copied().collect());
            assert_eq!(Aligner::default().extend_back(&reversed.0, &reversed.1, 100, 100, &mut runs), best);
        }
    }

    #[test]
    fn an_extension_that_is_not_looked_for_is_none() {
        let mut random = Random::new(4);
        let (mut aligner, mut fast, mut slow) = (Aligner::default(), Vec::new(), Vec::new());
        for _ in 0..20_000 {
            let mut a = random.words(30, 40);
            let mut b = random.words(30, 40);
            let (i, j, run) = (random.below(9), random.below(9), random.words(12, 40));
            a.splice(i.min(a.len())..i.min(a.len()), run.iter().copied());
            b.splice(j.min(b.len())..j.min(b.len()), run);
            let (x_drop, band) = (random.below(8) as u32, random.below(9) as u32);
            let score = aligner.extend_table(&a, &b, x_drop, band, &mut slow);
            assert_eq!((aligner.extend(&a, &b, x_drop, band, &mut fast), &fast), (score, &slow));
        }
    }

    #[test]
    fn a_bounded_extension_never_scores_more_and_follows_a_close_copy() {
        let mut random = Random::new(3);
        for _ in 0..500 {
            let a = random.words(200, 5000);
            let b = random.edited(&a, 0.15, 5000);
            let score = Aligner::default().extend(&a, &b, 6, 8, &mut Vec::new());
            assert!(score <= brute(&a, &b, |_, _| true));
        }
    }

    #[test]
    fn a_long_extension_back_is_followed_to_its_end() {
        let words: Vec<u32> = (0..5000).collect();
        let mut runs = Vec::new();
        assert_eq!(Aligner::default().extend_back(&words, &words, 6, 8, &mut runs), 5000);
        assert_eq!(runs, [Block { a: 0, b: 0, len: 5000 }]);
    }

    #[test]
    fn extension_stops_where_the_texts_part() {
        let a: Vec<u32> = (0..30).collect();
        let b: Vec<u32> = (0..10).chain(100..120).collect();
        let mut runs = Vec::new();
        assert_eq!(Aligner::default().extend(&a, &b, 6, 8, &mut runs), 10);
        assert_eq!(runs, [Block { a: 0, b: 0, len: 10 }]);
    }
}
