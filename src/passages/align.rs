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
    scores: Vec<i32>,
    above: Vec<i32>,
    /// The ends of two articles, turned round.
    tails: [Vec<u32>; 2],
}

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
    /// Aligns all of `a` with all of `b`: score and runs of equal words.
    pub fn fill(&mut self, a: &[u32], b: &[u32]) -> (i32, Vec<Block>) {
        if !a.iter().any(|word| b.contains(word)) {
            // Other words, or none: most gaps are no more than that. Each word more on one side costs as much as one changed.
            return (-(a.len().max(b.len()) as i32), Vec::new());
        }
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
        (scores[b.len()], self.runs(a, b, a.len(), b.len()))
    }

    /// Aligns as much of the starts of `a` and `b` as pays: best score and runs of equal words.
    ///
    /// A row whose best cell lies more than `x_drop` below the best of all ends the search; cells further
    /// than `band` from the diagonal are never looked at.
    pub fn extend(&mut self, a: &[u32], b: &[u32], x_drop: u32, band: u32) -> (i32, Vec<Block>) {
        if a.is_empty() || b.is_empty() {
            return (0, Vec::new());
        }
        let (x_drop, band) = (x_drop as i32, band as usize);
        let Self { steps, rows, scores: row, above: previous, .. } = self;
        row.clear();
        previous.clear();
        steps.clear();
        rows.clear();
        let (mut best, mut best_cell) = (0, (0, 0));
        let mut previous_first = 0;
        for i in 0..=a.len() {
            let (first, last) = (i.saturating_sub(band), (i + band).min(b.len()));
            if first > last {
                break;
            }
            rows.push((first, steps.len()));
            row.clear();
            let above = |j: usize| {
                let at = j.wrapping_sub(previous_first);
                previous.get(at).copied().unwrap_or(NEVER)
            };
            let mut diagonal = first.checked_sub(1).map_or(NEVER, above);
            let mut right = NEVER;
            let mut reached = false;
            for j in first..=last {
                let left = above(j);
                let (mut score, mut step) = match (i, j) {
                    (0, 0) => (0, Step::Start),
                    _ => best_step(i > 0 && j > 0 && a[i - 1] == b[j - 1], diagonal, left, right),
                };
                if score < best - x_drop {
                    (score, step) = (NEVER, Step::Start);
                } else {
                    reached = true;
                    if score > best {
                        (best, best_cell) = (score, (i, j));
                    }
                }
                steps.push(step);
                row.push(score);
                (diagonal, right) = (left, score);
            }
            if !reached {
                break;
            }
            std::mem::swap(previous, row);
            previous_first = first;
        }
        (best, self.runs(a, b, best_cell.0, best_cell.1))
    }

    /// `extend` to the left: aligns the ends of `a` and `b`, positions counted from their starts.
    pub fn extend_back(&mut self, a: &[u32], b: &[u32], x_drop: u32, band: u32) -> (i32, Vec<Block>) {
        // An extension rarely goes far: reverse no more than it can look at, and more only if it used that.
        let mut reach = 64;
        let mut tails = std::mem::take(&mut self.tails);
        loop {
            for (tail, words) in tails.iter_mut().zip([a, b]) {
                tail.clear();
                tail.extend(words.iter().rev().take(reach));
            }
            let [a_tail, b_tail] = &tails;
            let (score, mut runs) = self.extend(a_tail, b_tail, x_drop, band);
            let end = runs.last().map_or(0, |run| run.a_end().max(run.b_end()) as usize);
            let complete = a_tail.len() == a.len() && b_tail.len() == b.len();
            if complete || end + (x_drop + band) as usize * 2 < reach {
                self.tails = tails;
                runs.reverse();
                for run in &mut runs {
                    (run.a, run.b) = (a.len() as u32 - run.a_end(), b.len() as u32 - run.b_end());
                }
                return (score, runs);
            }
            reach *= 4;
        }
    }

    fn step(&self, i: usize, j: usize) -> Step {
        let (first, at) = self.rows[i];
        self.steps[at + j - first]
    }

    /// Runs of equal words on the way to cell (i, j), in order, positions relative to (0, 0).
    fn runs(&self, a: &[u32], b: &[u32], mut i: usize, mut j: usize) -> Vec<Block> {
        let mut runs: Vec<Block> = Vec::new();
        loop {
            match self.step(i, j) {
                Step::Start => break,
                Step::Left => i -= 1,
                Step::Right => j -= 1,
                Step::Diagonal => {
                    i -= 1;
                    j -= 1;
                    if a[i] == b[j] {
                        match runs.last_mut() {
                            Some(run) if run.a as usize == i + 1 && run.b as usize == j + 1 => {
                                *run = Block { a: i as u32, b: j as u32, len: run.len + 1 };
                            }
                            _ => runs.push(Block { a: i as u32, b: j as u32, len: 1 }),
                        }
                    }
                }
            }
        }
        runs.reverse();
        runs
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
        for _ in 0..3000 {
            let (a, b) = (random.words(12, 4), random.words(12, 4));
            let (score, runs) = Aligner::default().fill(&a, &b);
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
            let (score, runs) = Aligner::default().extend(&a, &b, 100, 100);
            assert_eq!(score, best);
            assert_eq!(score_of_path(&runs, (0, 0)), best, "{a:?} {b:?} {runs:?}");
            let reversed: (Vec<u32>, Vec<u32>) = (a.iter().rev().copied().collect(), b.iter().rev().copied().collect());
            assert_eq!(Aligner::default().extend_back(&reversed.0, &reversed.1, 100, 100).0, best);
        }
    }

    #[test]
    fn a_bounded_extension_never_scores_more_and_follows_a_close_copy() {
        let mut random = Random::new(3);
        for _ in 0..500 {
            let a = random.words(200, 5000);
            let b = random.edited(&a, 0.15, 5000);
            let (score, _) = Aligner::default().extend(&a, &b, 6, 8);
            assert!(score <= brute(&a, &b, |_, _| true));
        }
    }

    #[test]
    fn a_long_extension_back_is_followed_to_its_end() {
        let words: Vec<u32> = (0..5000).collect();
        assert_eq!(Aligner::default().extend_back(&words, &words, 6, 8), (5000, vec![Block { a: 0, b: 0, len: 5000 }]));
    }

    #[test]
    fn extension_stops_where_the_texts_part() {
        let a: Vec<u32> = (0..30).collect();
        let b: Vec<u32> = (0..10).chain(100..120).collect();
        assert_eq!(Aligner::default().extend(&a, &b, 6, 8), (10, vec![Block { a: 0, b: 0, len: 10 }]));
    }
}
