//! How alike two articles are, exactly: their shingle sets are intersected.

use crate::candidates::CandidatePair;
use crate::hash;
use crate::id::DocId;
use crate::text::shingle;
use crate::text::store::TokenStore;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

/// Two articles with what they share, counted on the words outside the furniture.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct VerifiedPair {
    /// The article with the lower number.
    pub a: DocId,
    /// The other one.
    pub b: DocId,
    /// Shingles in both sets.
    pub shared: u32,
    /// Shingles in `a`'s set.
    pub size_a: u32,
    /// Shingles in `b`'s set.
    pub size_b: u32,
}

impl VerifiedPair {
    /// The same between two articles with these texts: `x` with that of `a`, `y` with that of `b`.
    pub fn between(&self, x: DocId, y: DocId) -> Self {
        let Self { shared, size_a, size_b, .. } = *self;
        if x < y {
            Self { a: x, b: y, shared, size_a, size_b }
        } else {
            Self { a: y, b: x, shared, size_a: size_b, size_b: size_a }
        }
    }

    /// Jaccard resemblance of the shingle sets (Broder 1997, section 2); 0 where both are empty, as
    /// articles without words are not alike.
    pub fn resemblance(&self) -> f64 {
        share(self.shared, self.size_a + self.size_b - self.shared)
    }

    /// Share of `a`'s shingles that stand in `b` (Broder 1997, section 2).
    pub fn containment_a(&self) -> f64 {
        share(self.shared, self.size_a)
    }

    /// Share of `b`'s shingles that stand in `a`.
    pub fn containment_b(&self) -> f64 {
        share(self.shared, self.size_b)
    }

    /// The larger containment: how much of the smaller set the other one holds.
    pub fn containment(&self) -> f64 {
        share(self.shared, self.size_a.min(self.size_b))
    }
}

fn share(part: u32, whole: u32) -> f64 {
    if whole == 0 { 0.0 } else { f64::from(part) / f64::from(whole) }
}

/// What two articles are to each other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// The same words in the same order.
    Identical,
    /// Resemblance at or above the threshold.
    NearDuplicate,
    /// One holds most of the other.
    Contained,
    /// They share a passage, and each has its own rest.
    Partial,
    /// They share a passage, in other words (sensitive mode).
    Rewritten,
}

impl Relation {
    /// The name in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Identical => "identical",
            Self::NearDuplicate => "near duplicate",
            Self::Contained => "contained",
            Self::Partial => "partial",
            Self::Rewritten => "rewritten",
        }
    }
}

/// Where the verdicts change.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Settings {
    /// Words in a shingle.
    pub shingle: usize,
    /// Least resemblance of near duplicates, in 0..=1.
    pub threshold: f64,
    /// Least share of the smaller article that stands in the larger one, edits and all, for the two to be
    /// versions of one text, in 0..=1.
    pub containment: f64,
    /// Least words of the smaller article for that.
    pub contained_words: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self { shingle: 3, threshold: 0.45, containment: 0.5, contained_words: 40 }
    }
}

/// What two articles have in common, counted in words outside the furniture.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Overlap {
    /// Words of the shorter article.
    pub shorter: u32,
    /// Words of the longer article.
    pub longer: u32,
    /// Words of the shorter article that lie in a shared passage, changed ones included.
    pub covered: u32,
    /// Words that are equal and aligned.
    pub equal: u32,
    /// Whether words are broken, so that few shingles survive: then texts are alike by their aligned words, too.
    pub broken: bool,
}

impl Overlap {
    /// Of two texts with the same so many words.
    pub fn whole(words: u32) -> Self {
        Self { shorter: words, longer: words, covered: words, equal: words, broken: false }
    }
}

/// Equal words that make one article contained in the other, as a share of the shorter one. Hand-read
/// pairs of real articles part here into copies and articles that share a passage or two.
const CONTAINED: f64 = 0.7;
/// Equal words that near duplicates have at least, as a share of the longer one: below it the longer one
/// is another article that holds the shorter.
const NEAR_OF_LONGER: f64 = 0.6;

impl Settings {
    /// What two different texts are to each other; `None` where they share no passage.
    pub fn relation(&self, pair: &VerifiedPair, overlap: &Overlap) -> Option<Relation> {
        let of_longer = share(overlap.equal, overlap.longer);
        let of_shorter = share(overlap.equal, overlap.shorter);
        if self.is_alike(pair, overlap) && (of_longer >= NEAR_OF_LONGER || of_shorter < CONTAINED) {
            Some(Relation::NearDuplicate)
        } else if of_shorter >= CONTAINED {
            Some(Relation::Contained)
        } else {
            (overlap.equal > 0).then_some(Relation::Partial)
        }
    }

    /// Whether two texts are versions of one, and belong into one cluster: they are alike, or at least
    /// `containment` of the shorter stands in the longer.
    ///
    /// Containment of shingles would make two short articles one text because both quote the same sentence,
    /// and would miss a copy that was edited throughout; so it is aligned words that count, and they must be many.
    pub fn joins(&self, pair: &VerifiedPair, overlap: &Overlap) -> bool {
        self.is_alike(pair, overlap) || self.joins_by_passages(overlap)
    }

    /// Whether enough of the shorter text stands in the longer one, however alike their shingles are.
    pub fn joins_by_passages(&self, overlap: &Overlap) -> bool {
        overlap.covered >= self.contained_words && reaches(share(overlap.covered, overlap.shorter), self.containment)
    }

    fn is_alike(&self, pair: &VerifiedPair, overlap: &Overlap) -> bool {
        let by_words = || share(overlap.equal, overlap.shorter + overlap.longer - overlap.equal);
        pair.shared > 0 && reaches(pair.resemblance(), self.threshold)
            || overlap.broken && reaches(by_words(), self.threshold)
    }
}

/// Whether a share reaches a limit that was written in decimals.
fn reaches(value: f64, limit: f64) -> bool {
    value + 1e-12 >= limit
}

/// The shingle sets of articles: how large those are that were looked at, and where to see them again. Nothing of
/// the sets is held.
pub struct ShingleSets<'s> {
    store: &'s TokenStore,
    n: usize,
    /// By article; `UNKNOWN` until somebody has its set at hand.
    sizes: Vec<AtomicU32>,
}

const UNKNOWN: u32 = u32::MAX;

impl<'s> ShingleSets<'s> {
    /// The sets of word `n`-grams.
    pub fn of(store: &'s TokenStore, n: usize) -> Self {
        Self { store, n, sizes: (0..store.len()).map(|_| AtomicU32::new(UNKNOWN)).collect() }
    }

    fn shingles(&self, doc: DocId, into: &mut Vec<u32>) {
        shingle::into(self.store.words(doc), self.n, into);
    }

    /// Shingles of an article, each counted once.
    fn size(&self, doc: DocId) -> u32 {
        // Whoever tells a size tells the same, and nothing else hangs on it.
        self.sizes[doc.index()].load(Relaxed)
    }

    fn tell_size(&self, doc: DocId, size: u32) {
        self.sizes[doc.index()].store(size, Relaxed);
    }
}

/// Compares each pair; the order is kept. Quickest where pairs with the same first article stand together.
pub fn verify(sets: &ShingleSets, pairs: &[CandidatePair]) -> Vec<VerifiedPair> {
    let by_first: Vec<&[CandidatePair]> = pairs.chunk_by(|x, y| x.a == y.a).collect();
    let mut is_first = vec![false; sets.sizes.len()];
    by_first.iter().for_each(|pairs| is_first[pairs[0].a.index()] = true);
    let compare = |(set, other, shingles): &mut (Lookup, Lookup, Vec<u32>), pairs: &&[CandidatePair]| {
        sets.shingles(pairs[0].a, shingles);
        sets.tell_size(pairs[0].a, set.fill(shingles));
        let mut shared = Vec::with_capacity(pairs.len());
        for &CandidatePair { b, .. } in *pairs {
            sets.shingles(b, shingles);
            shared.push(set.shared(shingles));
            // Another article's set is filled sooner or later if it comes first anywhere.
            if !is_first[b.index()] && sets.size(b) == UNKNOWN {
                sets.tell_size(b, other.fill(shingles));
            }
        }
        shared
    };
    let shared: Vec<u32> = by_first.par_iter().map_init(Default::default, compare).flatten_iter().collect();
    let verified =
        |(&CandidatePair { a, b }, shared)| VerifiedPair { a, b, shared, size_a: sets.size(a), size_b: sets.size(b) };
    pairs.iter().zip(shared).map(verified).collect()
}

/// One shingle set, to look others up in.
#[derive(Default)]
struct Lookup {
    filter: hash::Filter,
    /// A shingle in the lower half, and above it the last question it was an answer to. One from before the set was
    /// filled belongs to an earlier set, and its slot is free: so nothing has to be cleared.
    slots: Vec<u64>,
    /// The slots of this set, less one.
    mask: usize,
    question: u64,
    filled: u64,
    /// Places of the shingles in question that may stand in the set.
    likely: Vec<u32>,
}

/// Slots a shingle, at least: to guess wrong that the first one is free costs more than to fetch a longer table.
const SLOTS: usize = 4;

impl Lookup {
    /// Takes another set; its size. Repeats are allowed.
    fn fill(&mut self, shingles: &[u32]) -> u32 {
        if self.question > u64::from(u32::MAX / 2) {
            // Before a question has no room in its half of a slot.
            self.slots.fill(0);
            self.question = 0;
        }
        let room = (shingles.len() * SLOTS).next_power_of_two();
        self.mask = room - 1;
        self.slots.resize(room.max(self.slots.len()), 0);
        self.filter.reset(shingles.len());
        self.question += 1;
        self.filled = self.question;
        let mut size = 0;
        for &shingle in shingles {
            self.filter.insert(shingle);
            let slot = self.slot(shingle);
            size += u32::from(!self.is_taken(slot));
            self.slots[slot] = self.question << 32 | u64::from(shingle);
        }
        size
    }

    /// How many different ones of these stand in the set.
    fn shared(&mut self, shingles: &[u32]) -> u32 {
        let mut likely = std::mem::take(&mut self.likely);
        self.filter.likely(shingles, &mut likely);
        self.question += 1;
        let mut shared = 0;
        for &at in &likely {
            let shingle = shingles[at as usize];
            let slot = self.slot(shingle);
            if self.is_taken(slot) {
                shared += u32::from(self.slots[slot] >> 32 != self.question);
                self.slots[slot] = self.question << 32 | u64::from(shingle);
            }
        }
        self.likely = likely;
        shared
    }

    /// Where a shingle is, or would be.
    #[inline]
    fn slot(&self, shingle: u32) -> usize {
        let mut at = shingle as usize & self.mask;
        while self.is_taken(at) && self.slots[at] as u32 != shingle {
            at = (at + 1) & self.mask;
        }
        at
    }

    #[inline]
    fn is_taken(&self, at: usize) -> bool {
        self.slots[at] >> 32 >= self.filled
    }
}

/// Members of both sorted sets, where only two are to be compared.
pub fn shared(a: &[u32], b: &[u32]) -> u32 {
    let (mut i, mut j, mut shared) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        let (x, y) = (a[i], b[j]);
        shared += u32::from(x == y);
        // No branch to mispredict: both steps are taken on equality.
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    shared
}

/// Words of `words` that lie in a shingle of the sorted set `other`.
pub fn covered_words(words: &[u32], n: usize, other: &[u32]) -> u32 {
    let (mut covered, mut end) = (0, 0);
    let mut at = 0;
    shingle::for_each(words, n, |shingle| {
        if other.binary_search(&shingle).is_ok() {
            let to = (at + n).min(words.len());
            covered += to - end.max(at);
            end = to;
        }
        at += 1;
    });
    covered as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::store::Batch;
    use crate::text::tokenize::Sink;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn shares_are_those_of_the_sets(a in proptest::collection::vec(0u32..60, 0..40), b in proptest::collection::vec(prop_oneof![0u32..60, any::<u32>()], 0..40)) {
            let (x, y): (BTreeSet<u32>, BTreeSet<u32>) = (a.iter().copied().collect(), b.iter().copied().collect());
            let slow = x.intersection(&y).count() as u32;
            let mut set = Lookup::default();
            // What was there before leaves no trace.
            set.fill(&[1, 2, 3, 61, 62]);
            prop_assert_eq!(set.fill(&a), x.len() as u32);
            prop_assert_eq!([set.shared(&b), set.shared(&[]), set.shared(&b)], [slow, 0, slow]);
            let pair = VerifiedPair { a: DocId(0), b: DocId(1), shared: slow, size_a: x.len() as u32, size_b: y.len() as u32 };
            prop_assert!(pair.containment() >= pair.resemblance());
            let itself = VerifiedPair { shared: pair.size_a, size_b: pair.size_a, ..pair };
            prop_assert_eq!(itself.resemblance(), if x.is_empty() { 0.0 } else { 1.0 });
        }

        /// The comparison of articles is that of their shingle sets.
        #[test]
        fn pairs_share_what_their_sets_share(articles in proptest::collection::vec(proptest::collection::vec(0u32..5, 0..30), 2..6), n in 1usize..5) {
            let mut batch = Batch::default();
            for words in &articles {
                words.iter().for_each(|&word| batch.word(word, 0, 0));
                batch.finish();
            }
            let mut store = TokenStore::default();
            store.append(&batch);
            let docs: Vec<DocId> = (0..articles.len() as u32).map(DocId).collect();
            let pairs: Vec<CandidatePair> = CandidatePair::among(&docs).collect();
            let sets: Vec<BTreeSet<u32>> = articles.iter().map(|words| shingle::set(words, n).into_iter().collect()).collect();
            for pair in verify(&ShingleSets::of(&store, n), &pairs) {
                let (x, y) = (&sets[pair.a.index()], &sets[pair.b.index()]);
                let slow = [x.intersection(y).count(), x.len(), y.len()].map(|count| count as u32);
                prop_assert_eq!([pair.shared, pair.size_a, pair.size_b], slow);
            }
        }

        #[test]
        fn covered_words_are_those_under_a_shared_shingle(words in proptest::collection::vec(0u32..6, 0..40), other in proptest::collection::vec(0u32..6, 0..40), n in 1usize..5) {
            let set = shingle::set(&other, n);
            let mut covered = BTreeSet::new();
            let mut all = Vec::new();
            shingle::into(&words, n, &mut all);
            for (at, s) in all.iter().enumerate() {
                if set.contains(s) {
                    covered.extend(at..(at + n).min(words.len()));
                }
            }
            prop_assert_eq!(covered_words(&words, n, &set) as usize, covered.len());
        }
    }
}
