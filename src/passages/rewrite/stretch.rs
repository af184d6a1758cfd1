//! The stretch of an article with the highest worth around a starting point.
//!
//! Grows from the best part of the starting point (Bentley 1984, "Programming pearls: algorithm design
//! techniques", column 8) to both sides, until the worth has fallen too far below its best. An end that is
//! the end of a sentence is worth more than another, because passages are lifted by the sentence.

use std::ops::Range;

/// What an end in the middle of a sentence costs, in nats: about the logarithm of how much rarer it is
/// than its share of all positions.
const INSIDE_SENTENCE: f32 = 4.0;
/// How far the worth may fall inside a stretch, in nats.
const DROP: f32 = 12.0;

/// Stretch of highest worth around `start`, and its worth; none where nothing is gained.
pub fn around(worth: &[f32], ends: &[bool], start: &Range<usize>) -> Option<(Range<usize>, f32)> {
    let core = best_sum(&worth[start.clone()])?;
    let (from, to) = (core.start + start.start, core.end + start.start);
    let cost = |at: usize| if ends[at] { 0.0 } else { INSIDE_SENTENCE };
    let right = (to..=worth.len()).map(|at| (at, cost(at), worth.get(at).copied()));
    let left = (0..=from).rev().map(|at| (at, cost(at), at.checked_sub(1).map(|before| worth[before])));
    let ((begin, left), (end, right)) = (grow(left)?, grow(right)?);
    let sum = worth[from..to].iter().sum::<f32>() + left + right;
    (sum > 0.0).then_some((begin..end, sum))
}

/// Walks over positions, each with the cost of ending there and the worth of the word beyond it, to the
/// best end before the sum has dropped.
fn grow(steps: impl Iterator<Item = (usize, f32, Option<f32>)>) -> Option<(usize, f32)> {
    let (mut sum, mut high) = (0.0f32, 0.0f32);
    let mut best: Option<(usize, f32)> = None;
    for (at, cost, beyond) in steps {
        if best.is_none_or(|(_, known)| sum - cost > known) {
            best = Some((at, sum - cost));
        }
        high = high.max(sum);
        match beyond {
            Some(worth) if sum + worth >= high - DROP => sum += worth,
            _ => break,
        }
    }
    best
}

/// Range with the highest positive sum, the first of equals.
fn best_sum(worth: &[f32]) -> Option<Range<usize>> {
    let (mut sum, mut from) = (0.0f32, 0);
    let mut best: Option<(Range<usize>, f32)> = None;
    for (at, worth) in worth.iter().enumerate() {
        if sum <= 0.0 {
            (sum, from) = (0.0, at);
        }
        sum += worth;
        if sum > best.as_ref().map_or(0.0, |(_, known)| *known) {
            best = Some((from..at + 1, sum));
        }
    }
    best.map(|(range, _)| range)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn best_sum_equals_the_best_of_all_ranges() {
        let mut random = crate::passages::testing::Random::new(5);
        for _ in 0..500 {
            let worth: Vec<f32> = (0..1 + random.below(30)).map(|_| random.below(9) as f32 - 4.5).collect();
            let sums = (0..worth.len()).flat_map(|from| (from + 1..=worth.len()).map(move |to| from..to));
            let best = sums.map(|range| worth[range].iter().sum::<f32>()).fold(0.0, f32::max);
            assert_eq!(best_sum(&worth).map_or(0.0, |range| worth[range].iter().sum()), best);
        }
    }

    #[test]
    fn ends_settle_on_ends_of_sentences_unless_the_words_say_otherwise() {
        let mut worth = vec![-1.0; 40];
        worth[10..20].fill(2.0);
        let mut ends = vec![false; 41];
        (ends[9], ends[23]) = (true, true);
        assert_eq!(around(&worth, &ends, &(12..15)).map(|found| found.0), Some(9..23));
        (ends[9], ends[23]) = (false, false);
        (ends[3], ends[30]) = (true, true);
        assert_eq!(around(&worth, &ends, &(12..15)).map(|found| found.0), Some(10..20));
    }

    #[test]
    fn a_long_hole_ends_a_stretch() {
        let mut worth = vec![-1.0; 100];
        worth[10..30].fill(2.0);
        worth[60..90].fill(2.0);
        assert_eq!(around(&worth, &[true; 101], &(15..20)).map(|found| found.0), Some(10..30));
    }
}
