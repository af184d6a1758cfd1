//! Every pair whose resemblance reaches a threshold: a prefix-filter join.
//!
//! Shingles are put into one order, rare ones first. Two sets of resemblance `t` or more share a shingle
//! among the first `n - ceil(t n) + 1` of each, and neither is smaller than `t` times the other (Bayardo, Ma,
//! Srikant, "Scaling up all pairs similarity search", 2007, sections 3-4; Chaudhuri, Ganti, Kaushik, 2006).
//! Only that prefix is indexed, and of it only what stands in more than one set.

use super::CandidatePair;
use crate::id::DocId;
use rayon::prelude::*;

/// One shingle of one set's prefix; sets are numbered by size.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Posting {
    shingle: u32,
    set: u32,
}

/// How often shingles occur, roughly: a count by slot, never below the true one, up to 255.
struct Frequencies(Vec<u8>);

impl Frequencies {
    fn count(sets: &[&[u32]]) -> Self {
        let total: usize = sets.iter().map(|s| s.len()).sum();
        let mut counts = vec![0u8; total.next_power_of_two().clamp(1 << 12, 1 << 30)];
        let mask = counts.len() - 1;
        for shingle in sets.iter().copied().flatten() {
            let count = &mut counts[*shingle as usize & mask];
            *count = count.saturating_add(1);
        }
        Self(counts)
    }

    /// The place of a shingle in the order: rare first, ties by hash.
    fn rank(&self, shingle: u32) -> u64 {
        u64::from(self.0[shingle as usize & (self.0.len() - 1)]) << 32 | u64::from(shingle)
    }

    fn is_single(&self, shingle: u32) -> bool {
        self.0[shingle as usize & (self.0.len() - 1)] < 2
    }
}

/// Shingles that two sets of these sizes must share to reach the threshold.
///
/// J = o / (m + n - o) >= t  <=>  o >= t (m + n) / (1 + t). A rounding slack keeps pairs that reach it exactly.
pub fn least_overlap(threshold: f64, m: usize, n: usize) -> usize {
    (threshold * (m + n) as f64 / (1.0 + threshold) - 1e-9).ceil().max(1.0) as usize
}

/// Number of shingles, rare first, among which a match must show.
fn prefix_length(threshold: f64, n: usize) -> usize {
    n - ((threshold * n as f64 - 1e-9).ceil().max(1.0) as usize).min(n) + 1
}

/// All pairs of `docs` whose shingle sets (`sets[i]` sorted, each shingle once) have at least this resemblance. Sorted.
pub fn join(docs: &[DocId], sets: &[&[u32]], threshold: f64) -> Vec<CandidatePair> {
    let frequencies = Frequencies::count(sets);
    let mut by_size: Vec<u32> = (0..sets.len() as u32).filter(|&i| !sets[i as usize].is_empty()).collect();
    by_size.sort_by_key(|&i| (sets[i as usize].len(), i));
    let set = |number: u32| sets[by_size[number as usize] as usize];
    let prefixes: Vec<Vec<u32>> =
        (0..by_size.len() as u32).into_par_iter().map(|number| prefix(set(number), &frequencies, threshold)).collect();
    let mut postings: Vec<Posting> = prefixes
        .iter()
        .enumerate()
        .flat_map(|(number, prefix)| prefix.iter().map(move |&shingle| Posting { shingle, set: number as u32 }))
        .collect();
    postings.par_sort_unstable();
    let mut pairs: Vec<CandidatePair> = (0..by_size.len() as u32)
        .into_par_iter()
        .fold(Vec::new, |mut pairs, number| {
            for other in partners(number, &prefixes[number as usize], &postings, |n| set(n).len(), threshold) {
                if reaches(set(number), set(other), threshold) {
                    pairs.push(CandidatePair::new(
                        docs[by_size[number as usize] as usize],
                        docs[by_size[other as usize] as usize],
                    ));
                }
            }
            pairs
        })
        .flatten()
        .collect();
    pairs.par_sort_unstable();
    pairs
}

/// The shingles of the prefix that stand in other sets too.
fn prefix(set: &[u32], frequencies: &Frequencies, threshold: f64) -> Vec<u32> {
    let length = prefix_length(threshold, set.len());
    let mut ranks: Vec<u64> = set.iter().map(|&shingle| frequencies.rank(shingle)).collect();
    if length < ranks.len() {
        ranks.select_nth_unstable(length);
    }
    ranks[..length].iter().map(|&rank| rank as u32).filter(|&shingle| !frequencies.is_single(shingle)).collect()
}

/// Sets before `number`, and not too small for it, that share a shingle of the prefixes.
fn partners(
    number: u32,
    prefix: &[u32],
    postings: &[Posting],
    size: impl Fn(u32) -> usize,
    threshold: f64,
) -> Vec<u32> {
    let least = (threshold * size(number) as f64 - 1e-9).ceil() as usize;
    let mut partners = Vec::new();
    for &shingle in prefix {
        let first = postings.partition_point(|p| p.shingle < shingle);
        let same =
            &postings[first..first + postings[first..].partition_point(|p| *p < Posting { shingle, set: number })];
        // Sets are numbered by size, so those large enough are at the end.
        let enough = same.partition_point(|p| size(p.set) < least);
        partners.extend(same[enough..].iter().map(|p| p.set));
    }
    partners.sort_unstable();
    partners.dedup();
    partners
}

/// Whether the resemblance of two sorted sets reaches the threshold; gives up as soon as it cannot.
fn reaches(a: &[u32], b: &[u32], threshold: f64) -> bool {
    let least = least_overlap(threshold, a.len(), b.len());
    let (mut i, mut j, mut shared) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        if shared + (a.len() - i).min(b.len() - j) < least {
            return false;
        }
        shared += usize::from(a[i] == b[j]);
        let (x, y) = (a[i], b[j]);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    shared >= least
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn brute_force(sets: &[Vec<u32>], numerator: usize, denominator: usize) -> Vec<CandidatePair> {
        let mut pairs = Vec::new();
        for a in 0..sets.len() {
            for b in a + 1..sets.len() {
                let (x, y): (BTreeSet<_>, BTreeSet<_>) = (sets[a].iter().collect(), sets[b].iter().collect());
                let (shared, all) = (x.intersection(&y).count(), x.union(&y).count());
                // In whole numbers, so that 1/2 and 2/3 are met exactly.
                if shared > 0 && shared * denominator >= numerator * all {
                    pairs.push(CandidatePair::new(DocId(a as u32), DocId(b as u32)));
                }
            }
        }
        pairs
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]
        #[test]
        fn the_join_is_brute_force(sets in proptest::collection::vec(proptest::collection::btree_set(0u32..40, 0..14), 0..40), fraction in prop_oneof![Just((3usize, 10usize)), Just((1, 2)), Just((2, 3)), Just((7, 10)), Just((4, 5)), Just((1, 1))]) {
            let sets: Vec<Vec<u32>> = sets.into_iter().map(|s| s.into_iter().collect()).collect();
            let docs: Vec<DocId> = (0..sets.len() as u32).map(DocId).collect();
            let slices: Vec<&[u32]> = sets.iter().map(Vec::as_slice).collect();
            let found = join(&docs, &slices, fraction.0 as f64 / fraction.1 as f64);
            prop_assert_eq!(found, brute_force(&sets, fraction.0, fraction.1));
        }
    }
}
