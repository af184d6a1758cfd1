//! Where rare words meet: starting points for rectangles, the most promising first.
//!
//! Lays a grid over the pair and adds up, cell by cell, how rare the words are that stand on both sides
//! of it. The work grows with the length of the articles: words with many places are left out.

use std::collections::HashMap;

use super::evidence::{Pair, Rectangle};

/// Words a side of a cell has; two by two cells make a starting point.
const CELL: usize = 32;
/// A word with more places than this, both articles multiplied, is no sign of any of them.
const MOST_PLACES: u32 = 64;
/// Weight of a starting point worth looking at, about two rare words.
const LEAST_WEIGHT: f32 = 8.0;
/// Starting points that are looked at, at most.
const MOST_STARTS: usize = 40;
/// Words in more articles than this, and less than this, all weigh nothing, or the same.
const COMMON: f32 = 0.5;
const RAREST: f32 = 0.003;

/// Starting points, ordered by the weight of the words that meet there.
pub fn meeting_places(pair: &Pair) -> Vec<Rectangle> {
    let mut starts: HashMap<(usize, usize), f32> = HashMap::new();
    for ((i, j), weight) in cell_weights(pair) {
        for (up, left) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            if i >= up && j >= left {
                *starts.entry((i - up, j - left)).or_default() += weight;
            }
        }
    }
    let mut starts: Vec<_> = starts.into_iter().filter(|(_, weight)| *weight >= LEAST_WEIGHT).collect();
    starts.sort_unstable_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
    starts.truncate(MOST_STARTS);
    let range = |cell: usize, words: usize| cell * CELL..((cell + 2) * CELL).min(words);
    let rectangle = |&((i, j), _): &((usize, usize), f32)| Rectangle {
        a: range(i, pair.a.words.len()),
        b: range(j, pair.b.words.len()),
    };
    starts.iter().map(rectangle).collect()
}

/// Weights of the cells, ordered by cell, so that sums over them are the same in every run.
fn cell_weights(pair: &Pair) -> Vec<((usize, usize), f32)> {
    let mut places: Vec<Vec<usize>> = vec![Vec::new(); pair.share.len()];
    for (at, &word) in pair.b.words.iter().enumerate() {
        if let Some(places) = places.get_mut(word as usize) {
            places.push(at);
        }
    }
    let mut weights: HashMap<(usize, usize), f32> = HashMap::new();
    for (at, &word) in pair.a.words.iter().enumerate() {
        let Some(others) = places.get(word as usize) else {
            continue;
        };
        let meetings = pair.a.counts[word as usize] * pair.b.counts[word as usize];
        let rarity = (COMMON / pair.share[word as usize].max(RAREST)).ln();
        if meetings <= MOST_PLACES && rarity > 0.0 {
            for other in others {
                *weights.entry((at / CELL, other / CELL)).or_default() += rarity / (meetings as f32).sqrt();
            }
        }
    }
    let mut weights: Vec<_> = weights.into_iter().collect();
    weights.sort_unstable_by_key(|(cell, _)| *cell);
    weights
}
