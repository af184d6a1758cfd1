//! Every pair whose resemblance reaches a threshold: a prefix-filter join.
//!
//! Shingles are put into one order, rare ones first. Two sets of resemblance `t` or more share at least `o` of them, see
//! `least_overlap`, so they share a shingle among the first `n - o + 1` of each, and neither is smaller than `t` times the
//! other (Bayardo, Ma, Srikant, "Scaling up all pairs similarity search", 2007, sections 3-4; Chaudhuri, Ganti, Kaushik,
//! 2006). With prefixes longer by `k - 1` they share `k` there (Wang, Li, Feng, "Can we beat the prefix filtering?", 2012,
//! section 3): sets that meet less often are not compared. Only the prefix is indexed, and of it only what stands in more
//! than one set.

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

/// Shingles in which two sets must meet before they are compared, where they are long enough: more of them mean more
/// postings to go through and fewer sets to compare.
const MEETINGS: usize = 16;

/// Number of shingles, rare first, in which a set of `n` meets any larger match `MEETINGS` times.
fn indexed_length(threshold: f64, n: usize) -> usize {
    (n + MEETINGS).saturating_sub(least_overlap(threshold, n, n)).min(n)
}

/// Number of shingles, rare first, in which a set of `n` meets any smaller match `MEETINGS` times.
fn probed_length(threshold: f64, n: usize) -> usize {
    (n + MEETINGS).saturating_sub((threshold * n as f64 - 1e-9).ceil().max(1.0) as usize).min(n)
}

/// The shingles of a set that are looked up, rare first.
struct Prefix {
    /// Those that stand in other sets too.
    shingles: Vec<u32>,
    /// How many shingles of the set come after the prefix.
    rest: usize,
    /// Place of the prefix's last shingle in the order.
    last: u64,
}

impl Prefix {
    fn of(set: &[u32], frequencies: &Frequencies, length: usize) -> Self {
        let mut ranks: Vec<u64> = set.iter().map(|&shingle| frequencies.rank(shingle)).collect();
        if length < ranks.len() {
            ranks.select_nth_unstable(length);
        }
        let prefix = &ranks[..length];
        Self {
            rest: set.len() - length,
            last: prefix.iter().copied().max().unwrap_or(0),
            shingles: prefix.iter().map(|&rank| rank as u32).filter(|&s| !frequencies.is_single(s)).collect(),
        }
    }
}

/// All pairs of `docs` whose shingle sets (`sets[i]` sorted, each shingle once) have at least this resemblance. Sorted.
pub fn join(docs: &[DocId], sets: &[&[u32]], threshold: f64) -> Vec<CandidatePair> {
    let frequencies = Frequencies::count(sets);
    let mut by_size: Vec<u32> = (0..sets.len() as u32).filter(|&i| !sets[i as usize].is_empty()).collect();
    by_size.sort_by_key(|&i| (sets[i as usize].len(), i));
    let sized: Vec<&[u32]> = by_size.iter().map(|&i| sets[i as usize]).collect();
    let index = Index::of(&sized, &frequencies, threshold);
    let numbers = 0..sized.len() as u32;
    let mut pairs: Vec<CandidatePair> = numbers
        .into_par_iter()
        .fold(
            || (Vec::new(), Meetings::new(sized.len())),
            |(mut pairs, mut meetings), number| {
                index.partners(number, &sized, &frequencies, &mut meetings, |other| {
                    let [a, b] = [number, other].map(|n| docs[by_size[n as usize] as usize]);
                    pairs.push(CandidatePair::new(a, b));
                });
                (pairs, meetings)
            },
        )
        .flat_map_iter(|(pairs, _)| pairs)
        .collect();
    pairs.par_sort_unstable();
    pairs
}

/// Where the rare shingles of each set stand.
struct Index {
    threshold: f64,
    postings: Vec<Posting>,
    /// The first posting by the high bits of its shingle; one more at the end.
    directory: Vec<u32>,
    /// Low bits of a shingle that the directory does not know.
    low_bits: u32,
    /// Of each set, how many shingles are not in the index.
    rests: Vec<u32>,
    /// Of each set, the place in the order after which they come.
    lasts: Vec<u64>,
}

impl Index {
    /// `sets` by size.
    fn of(sets: &[&[u32]], frequencies: &Frequencies, threshold: f64) -> Self {
        let prefix = |set: &&[u32]| Prefix::of(set, frequencies, indexed_length(threshold, set.len()));
        let prefixes: Vec<Prefix> = sets.par_iter().map(prefix).collect();
        let rests = prefixes.iter().map(|prefix| prefix.rest as u32).collect();
        let lasts = prefixes.iter().map(|prefix| prefix.last).collect();
        let of_one =
            |(set, prefix): (u32, Prefix)| prefix.shingles.into_iter().map(move |shingle| Posting { shingle, set });
        let mut postings: Vec<Posting> = (0..).zip(prefixes).flat_map(of_one).collect();
        postings.par_sort_unstable();
        // About four postings an entry: shingles are hashes, and lie evenly.
        let low_bits = 32 - ((postings.len() / 4 + 1).ilog2()).clamp(1, 30);
        let directory = directory(&postings, low_bits);
        Self { threshold, postings, directory, low_bits, rests, lasts }
    }

    /// The sets from `smallest` on in whose prefix a shingle stands, in order.
    fn sets_with(&self, shingle: u32, smallest: u32) -> impl Iterator<Item = u32> {
        let entry = (shingle >> self.low_bits) as usize;
        let near = &self.postings[self.directory[entry] as usize..self.directory[entry + 1] as usize];
        let first = near.partition_point(|p| *p < Posting { shingle, set: smallest });
        near[first..].iter().take_while(move |p| p.shingle == shingle).map(|p| p.set)
    }

    /// Sends each set before `number` whose resemblance to it reaches the threshold.
    fn partners(
        &self,
        number: u32,
        sets: &[&[u32]],
        frequencies: &Frequencies,
        meetings: &mut Meetings,
        mut send: impl FnMut(u32),
    ) {
        let set = sets[number as usize];
        let least = (self.threshold * set.len() as f64 - 1e-9).ceil() as usize;
        // Sets are numbered by size: smaller ones than this cannot reach it.
        let smallest = sets.partition_point(|other| other.len() < least) as u32;
        let prefix = Prefix::of(set, frequencies, probed_length(self.threshold, set.len()));
        for &shingle in &prefix.shingles {
            self.sets_with(shingle, smallest).take_while(|&set| set < number).for_each(|set| meetings.count(set));
        }
        meetings.drain(|other, met| {
            let theirs = sets[other as usize];
            // What both share and was not met lies behind the prefix that ends first.
            let rest = match self.lasts[other as usize] <= prefix.last {
                true => self.rests[other as usize] as usize,
                false => prefix.rest,
            };
            let needed = least_overlap(self.threshold, set.len(), theirs.len());
            let enough = met == u16::MAX || usize::from(met) + rest >= needed;
            if enough && reaches(set, theirs, self.threshold) {
                send(other);
            }
        });
    }
}

fn directory(postings: &[Posting], low_bits: u32) -> Vec<u32> {
    let mut directory = vec![0; (1 << (32 - low_bits)) + 1];
    for posting in postings {
        directory[(posting.shingle >> low_bits) as usize + 1] += 1;
    }
    for entry in 1..directory.len() {
        directory[entry] += directory[entry - 1];
    }
    directory
}

/// How often one set has met each other one.
struct Meetings {
    counts: Vec<u16>,
    met: Vec<u32>,
}

impl Meetings {
    fn new(sets: usize) -> Self {
        Self { counts: vec![0; sets], met: Vec::new() }
    }

    fn count(&mut self, set: u32) {
        let count = &mut self.counts[set as usize];
        if *count == 0 {
            self.met.push(set);
        }
        *count = count.saturating_add(1);
    }

    /// Sends every set that was met with its count, and forgets them.
    fn drain(&mut self, mut each: impl FnMut(u32, u16)) {
        for set in self.met.drain(..) {
            each(set, std::mem::take(&mut self.counts[set as usize]));
        }
    }
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

    /// Small sets of few shingles, and sets long enough that a prefix is a part of them.
    fn some_sets() -> impl Strategy<Value = Vec<BTreeSet<u32>>> {
        let sets =
            |shingles, size| proptest::collection::vec(proptest::collection::btree_set(0u32..shingles, 0..size), 0..40);
        prop_oneof![sets(40, 14), sets(90, 60), sets(150, 120)]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]
        #[test]
        fn the_join_is_brute_force(sets in some_sets(), fraction in prop_oneof![Just((3usize, 10usize)), Just((1, 2)), Just((2, 3)), Just((7, 10)), Just((4, 5)), Just((1, 1))]) {
            let sets: Vec<Vec<u32>> = sets.into_iter().map(|s| s.into_iter().collect()).collect();
            let docs: Vec<DocId> = (0..sets.len() as u32).map(DocId).collect();
            let slices: Vec<&[u32]> = sets.iter().map(Vec::as_slice).collect();
            let found = join(&docs, &slices, fraction.0 as f64 / fraction.1 as f64);
            prop_assert_eq!(found, brute_force(&sets, fraction.0, fraction.1));
        }
    }
}
