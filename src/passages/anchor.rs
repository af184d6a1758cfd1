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

/// Runs that two articles seldom have more of.
const ROOM: usize = 64;

/// Maximal runs of equal words that contain a seed, ordered by `a`, then `b`.
///
/// A seed that is out of bounds or whose words differ (a collision of its hash) is left out.
pub fn anchors(a: &[u32], b: &[u32], seeds: &[(u32, u32)]) -> Vec<Block> {
    let mut runs = if climb(seeds) {
        // Nothing to thin out, and seeds of one run stand together but for a few strays.
        runs_along(a, b, seeds)
    } else if in_order(seeds) && !is_crowded(a, b, seeds) {
        runs_by_diagonal(a, b, seeds)
    } else {
        let mut seeds = thinned(seeds);
        seeds.sort_unstable_by_key(|seed| (diagonal(seed), seed.0));
        runs_along(a, b, &seeds)
    };
    runs.sort_unstable();
    runs.dedup();
    runs
}

/// Whether each seed stands after the one before it in both articles, as all do in a plain copy.
fn climb(seeds: &[(u32, u32)]) -> bool {
    seeds.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 < pair[1].1)
}

/// Whether the seeds of each diagonal stand in their order.
fn in_order(seeds: &[(u32, u32)]) -> bool {
    seeds.is_sorted_by_key(|seed| seed.0) || seeds.is_sorted_by_key(|seed| seed.1)
}

/// Whether some position has so many partners that `thinned` would leave some out.
fn is_crowded(a: &[u32], b: &[u32], seeds: &[(u32, u32)]) -> bool {
    let mut partners = vec![0u8; a.len() + b.len()];
    seeds.iter().filter(|seed| is_shared(a, b, seed)).any(|&(i, j)| {
        [i as usize, a.len() + j as usize].into_iter().any(|at| {
            partners[at] = partners[at].saturating_add(1);
            usize::from(partners[at]) > 2 * PARTNERS_AT_EITHER_END
        })
    })
}

fn is_shared(a: &[u32], b: &[u32], &(i, j): &(u32, u32)) -> bool {
    a.get(i as usize).is_some_and(|word| b.get(j as usize) == Some(word))
}

/// The runs around seeds that are in order on each diagonal, each told once.
fn runs_by_diagonal(a: &[u32], b: &[u32], seeds: &[(u32, u32)]) -> Vec<Block> {
    // By diagonal: where in `a` the last run on it ends.
    let mut ends = vec![0; a.len() + b.len()];
    let mut runs = Vec::new();
    for seed in seeds.iter().filter(|seed| is_shared(a, b, seed)) {
        let end = &mut ends[seed.0 as usize + b.len() - seed.1 as usize];
        if *end <= seed.0
            && let Some(run) = run_around(a, b, *seed)
        {
            *end = run.a_end();
            runs.push(run);
        }
    }
    runs
}

fn diagonal(&(i, j): &(u32, u32)) -> i64 {
    i64::from(i) - i64::from(j)
}

/// The runs around the seeds; one may be told again when a seed of another stands between its own.
fn runs_along(a: &[u32], b: &[u32], seeds: &[(u32, u32)]) -> Vec<Block> {
    let mut runs: Vec<Block> = Vec::with_capacity(seeds.len().min(ROOM));
    for &seed in seeds {
        let known = runs
            .last()
            .is_some_and(|run| diagonal(&(run.a, run.b)) == diagonal(&seed) && (run.a..run.a_end()).contains(&seed.0));
        if !known {
            runs.extend(run_around(a, b, seed));
        }
    }
    runs
}

/// The longest run that holds a seed, if its words are equal.
pub(super) fn run_around(a: &[u32], b: &[u32], (i, j): (u32, u32)) -> Option<Block> {
    let (left, right) = a.split_at_checked(i as usize)?;
    let (other_left, other_right) = b.split_at_checked(j as usize)?;
    let on = equal_words(right, other_right) as u32;
    let back = left.iter().rev().zip(other_left.iter().rev()).take_while(|(x, y)| x == y).count() as u32;
    (on > 0).then_some(Block { a: i - back, b: j - back, len: back + on })
}

/// How many words two texts have in common before they part.
fn equal_words(a: &[u32], b: &[u32]) -> usize {
    // A vector at a time, and the last one word by word.
    let (a_vectors, b_vectors) = (a.as_chunks::<8>().0, b.as_chunks::<8>().0);
    let start = 8 * a_vectors.iter().zip(b_vectors).take_while(|(x, y)| x == y).count();
    start + a[start..].iter().zip(&b[start..]).take_while(|(x, y)| x == y).count()
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
    use crate::passages::testing::Random;

    #[test]
    fn a_seed_grows_to_the_run_around_it() {
        let a = [9, 1, 2, 3, 4, 5, 8];
        let b = [1, 2, 3, 4, 5, 7];
        assert_eq!(anchors(&a, &b, &[(2, 1), (3, 2)]), [Block { a: 1, b: 0, len: 5 }]);
    }

    #[test]
    fn climbing_seeds_give_the_runs_of_the_long_way() {
        let mut random = Random::new(21);
        for _ in 0..2000 {
            let a = random.words(80, 40);
            let b = random.edited(&a, 0.2, 40);
            let mut seeds: Vec<(u32, u32)> = Vec::new();
            let (mut i, mut j) = (0, 0);
            while i < a.len() as u32 + 3 {
                if random.chance(0.7) {
                    seeds.push((i, j));
                }
                i += 1 + u32::from(random.chance(0.1));
                j += 1 + u32::from(random.chance(0.1));
            }
            let mut sorted = thinned(&seeds);
            sorted.sort_unstable_by_key(|seed| (diagonal(seed), seed.0));
            let mut slow = runs_along(&a, &b, &sorted);
            slow.sort_unstable();
            assert!(climb(&seeds));
            assert_eq!(anchors(&a, &b, &seeds), slow);
        }
    }

    #[test]
    fn runs_by_diagonal_are_those_of_the_long_way() {
        let mut random = Random::new(22);
        for _ in 0..2000 {
            let (a, mut b) = (random.words(60, 12), random.words(60, 12));
            b.extend(random.edited(&a, 0.2, 12));
            let mut seeds = crate::passages::testing::all_seeds(&a, &b, 2);
            seeds.extend([(7, 300), (300, 7)]);
            seeds.sort_unstable_by_key(|&(i, j)| (j, i));
            let mut sorted = thinned(&seeds);
            sorted.sort_unstable_by_key(|seed| (diagonal(seed), seed.0));
            let mut slow = runs_along(&a, &b, &sorted);
            slow.sort_unstable();
            slow.dedup();
            let mut fast = runs_by_diagonal(&a, &b, &seeds);
            fast.sort_unstable();
            assert!(!is_crowded(&a, &b, &seeds));
            assert_eq!(fast, slow);
        }
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
        let (a, b) = ([7; 33], [7; 1]);
        let partners = |n: u32| (0..n).map(|i| (i, 0)).collect::<Vec<_>>();
        assert!(is_crowded(&a, &b, &partners(33)) && !is_crowded(&a, &b, &partners(32)));
        assert!(count(400) <= 400 * 2 * PARTNERS_AT_EITHER_END);
    }
}
