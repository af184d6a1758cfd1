//! Seeds to anchors: every shared run of words around a seed, as long as it is.
//!
//! A seed says where two articles share an n-gram. Growing it to the whole run first makes the chains
//! short and their scores exact: a verbatim paragraph is one anchor. Does not look for seeds.

use super::Block;

/// Partners of one position that are kept at either end of its list.
///
/// A line that stands a hundred times in both articles gives ten thousand seeds and nothing to learn
/// from most of them; with this rule they grow with the length of the articles only.
const PARTNERS_AT_EITHER_END: usize = 16;

/// Maximal runs of equal words that contain a seed, ordered by `a`, then `b`.
///
/// A seed that is out of bounds or whose words differ (a collision of its hash) is left out.
pub fn anchors(a: &[u32], b: &[u32], seeds: &[(u32, u32)]) -> Vec<Block> {
    let mut seeds = thinned(seeds);
    let diagonal = |&(i, j): &(u32, u32)| i64::from(i) - i64::from(j);
    seeds.sort_unstable_by_key(|seed| (diagonal(seed), seed.0));
    let mut runs: Vec<Block> = Vec::new();
    for seed in seeds {
        let known = runs.last().is_some_and(|run| diagonal(&(run.a, run.b)) == diagonal(&seed) && seed.0 < run.a_end());
        if !known && a.get(seed.0 as usize).is_some_and(|word| b.get(seed.1 as usize) == Some(word)) {
            runs.push(run_around(a, b, seed));
        }
    }
    runs.sort_unstable();
    runs
}

fn run_around(a: &[u32], b: &[u32], (i, j): (u32, u32)) -> Block {
    let (left, right) = (&a[..i as usize], &a[i as usize..]);
    let (other_left, other_right) = (&b[..j as usize], &b[j as usize..]);
    let back = left.iter().rev().zip(other_left.iter().rev()).take_while(|(x, y)| x == y).count() as u32;
    let on = right.iter().zip(other_right).take_while(|(x, y)| x == y).count() as u32;
    Block { a: i - back, b: j - back, len: back + on }
}

/// Distinct seeds, of which no position has more than twice `PARTNERS_AT_EITHER_END`.
fn thinned(seeds: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let mut seeds = seeds.to_vec();
    seeds.sort_unstable();
    seeds.dedup();
    keep_ends(&mut seeds, |seed| seed.0);
    seeds.sort_unstable_by_key(|&(i, j)| (j, i));
    keep_ends(&mut seeds, |seed| seed.1);
    seeds
}

/// Keeps the first and the last few seeds of each group of equal `key`.
fn keep_ends(seeds: &mut Vec<(u32, u32)>, key: impl Fn(&(u32, u32)) -> u32) {
    let kept = seeds
        .chunk_by(|x, y| key(x) == key(y))
        .flat_map(|group| {
            let inner = PARTNERS_AT_EITHER_END..group.len().saturating_sub(PARTNERS_AT_EITHER_END);
            group.iter().enumerate().filter(move |(n, _)| !inner.contains(n)).map(|(_, seed)| *seed)
        })
        .collect();
    *seeds = kept;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_grows_to_the_run_around_it() {
        let a = [9, 1, 2, 3, 4, 5, 8];
        let b = [1, 2, 3, 4, 5, 7];
        assert_eq!(anchors(&a, &b, &[(2, 1), (3, 2)]), [Block { a: 1, b: 0, len: 5 }]);
    }

    #[test]
    fn false_and_outlying_seeds_are_ignored() {
        assert_eq!(anchors(&[1, 2], &[3, 4], &[(0, 0), (7, 7)]), []);
    }

    #[test]
    fn seeds_of_repetitive_text_grow_linearly() {
        let count = |n: u32| {
            let all: Vec<_> = (0..n).flat_map(|i| (0..n).map(move |j| (i, j))).collect();
            thinned(&all).len()
        };
        assert!(count(400) < 3 * count(200));
        assert!(count(400) <= 400 * 2 * PARTNERS_AT_EITHER_END);
    }
}
