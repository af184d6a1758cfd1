//! Candidate pairs from rare runs of letters, for texts whose words are broken.
//!
//! Runs of eight letters are sampled by their hash (FracMinHash: Irber et al. 2022, "Lightweight compositional
//! analysis of metagenomes with FracMinHash", section 2), so that all articles sample the same ones. Those that stand in
//! many articles are left out: stock phrases, and furniture that is too broken to be learned. Articles that share a few
//! of the others are pairs, and the places of these are where an alignment begins.

use super::CandidatePair;
use super::repeats::Repeats;
use crate::id::DocId;
use crate::text::letters::{Letters, Reading};
use rayon::prelude::*;

/// What is rare, and how much of it makes a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// One in so many runs is looked at; a power of two.
    pub sample: u32,
    /// Articles that a rare run stands in at most.
    pub rare: usize,
    /// Sampled rare runs that a pair shares at least, and at about the same distance from one another.
    pub shared: u32,
    /// By how many letters these distances may differ: letters are lost and doubled between them.
    pub shift: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self { sample: 16, rare: 32, shared: 3, shift: 32 }
    }
}

/// The rare runs of letters of some articles.
pub struct RareRuns {
    /// The articles, in order.
    docs: Vec<DocId>,
    /// Number of the run and its first place, by article, in order of the runs.
    runs: Vec<(u32, u32)>,
    run_ends: Vec<usize>,
    /// Articles (as indexes into `docs`) by run, in order.
    holders: Vec<u32>,
    holder_ends: Vec<usize>,
}

/// A sampled run in one article.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Posting {
    hash: u32,
    doc: u32,
    place: u32,
}

/// Articles that are worked on in one go.
const PIECE: usize = 128;

impl RareRuns {
    /// Samples `docs`, which are in order; `letters` gives those of an article, of which there are `total` at most.
    pub fn among(
        docs: &[DocId],
        letters: impl Fn(DocId, &mut Letters) + Sync,
        total: usize,
        settings: &Settings,
    ) -> Self {
        let numbered: Vec<(u32, DocId)> = (0..).zip(docs.iter().copied()).collect();
        let pieces: Vec<&[(u32, DocId)]> = numbered.chunks(PIECE).collect();
        // Most runs stand once, and are dropped before anything is sorted.
        let expected = total / settings.sample as usize;
        let repeats = Repeats::among(&pieces, expected + expected / 8, |piece, each| {
            let (mut room, mut hashes) = (Reading::default(), Vec::new());
            for &(_, doc) in *piece {
                letters(doc, &mut room.letters);
                hashes.clear();
                hashes.extend(room.runs(settings.sample).map(|(_, hash)| hash));
                each(&hashes);
            }
        });
        let repeated = |room: &mut Reading, piece: &&[(u32, DocId)]| {
            let mut postings = Vec::new();
            for &(doc, id) in *piece {
                letters(id, &mut room.letters);
                let repeated = room.runs(settings.sample).filter(|run| repeats.may_hold(run.1));
                postings.extend(repeated.map(|(place, hash)| Posting { hash, doc, place }));
            }
            postings
        };
        let mut postings: Vec<Posting> =
            pieces.par_iter().map_init(Reading::default, repeated).flatten_iter().collect();
        drop(repeats);
        postings.par_sort_unstable();
        postings.dedup_by_key(|posting| (posting.hash, posting.doc));
        Self::of(docs, &postings, settings)
    }

    /// Of sorted postings the runs that several articles have, and not too many.
    fn of(docs: &[DocId], postings: &[Posting], settings: &Settings) -> Self {
        let rare = |group: &&[Posting]| (2..=settings.rare).contains(&group.len());
        let (mut holders, mut holder_ends, mut held) = (Vec::new(), Vec::new(), Vec::new());
        for (run, group) in postings.chunk_by(|x, y| x.hash == y.hash).filter(rare).enumerate() {
            holders.extend(group.iter().map(|posting| posting.doc));
            holder_ends.push(holders.len());
            held.extend(group.iter().map(|posting| (posting.doc, run as u32, posting.place)));
        }
        held.par_sort_unstable();
        let run_ends = (0..docs.len() as u32).map(|doc| held.partition_point(|own| own.0 <= doc)).collect();
        let runs = held.into_iter().map(|(_, run, place)| (run, place)).collect();
        Self { docs: docs.to_vec(), runs, run_ends, holders, holder_ends }
    }

    /// Pairs that share at least `least` runs, sorted.
    pub fn pairs(&self, least: u32) -> Vec<CandidatePair> {
        let mut pairs: Vec<CandidatePair> = (0..self.docs.len())
            .into_par_iter()
            .map_init(
                || (vec![0u32; self.docs.len()], Vec::new()),
                |(counts, met), doc| {
                    for &(run, _) in self.runs(doc) {
                        let holders = part(&self.holders, &self.holder_ends, run as usize);
                        for &other in &holders[holders.partition_point(|&other| other as usize <= doc)..] {
                            if counts[other as usize] == 0 {
                                met.push(other);
                            }
                            counts[other as usize] += 1;
                        }
                    }
                    let enough = |&other: &u32| counts[other as usize] >= least;
                    let pair = |other: u32| CandidatePair::new(self.docs[doc], self.docs[other as usize]);
                    let found: Vec<CandidatePair> = met.iter().copied().filter(enough).map(pair).collect();
                    met.drain(..).for_each(|other| counts[other as usize] = 0);
                    found
                },
            )
            .flatten_iter()
            .collect();
        pairs.par_sort_unstable();
        pairs
    }

    /// Whether enough of the runs that two articles share follow one another alike in both.
    ///
    /// Names and stock phrases that two stories have in common stand here in one place and there in another.
    pub fn in_line(&self, pair: &CandidatePair, settings: &Settings) -> bool {
        let shift = |(x, y): (u32, u32)| i64::from(x) - i64::from(y);
        let mut shifts: Vec<i64> = self.shared(pair.a, pair.b).into_iter().map(shift).collect();
        shifts.sort_unstable();
        let least = settings.shared as usize;
        shifts.windows(least).any(|some| some[least - 1] - some[0] <= i64::from(settings.shift))
    }

    /// First places of the runs that two articles share, in no particular order.
    pub fn shared(&self, x: DocId, y: DocId) -> Vec<(u32, u32)> {
        let of = |doc: DocId| self.docs.binary_search(&doc).map_or(&[][..], |at| self.runs(at));
        let (mut x, mut y) = (of(x), of(y));
        let mut places = Vec::new();
        while let (Some(&(run_x, place_x)), Some(&(run_y, place_y))) = (x.first(), y.first()) {
            if run_x == run_y {
                places.push((place_x, place_y));
            }
            x = &x[usize::from(run_x <= run_y)..];
            y = &y[usize::from(run_y <= run_x)..];
        }
        places
    }

    fn runs(&self, doc: usize) -> &[(u32, u32)] {
        part(&self.runs, &self.run_ends, doc)
    }
}

fn part<'a, T>(all: &'a [T], ends: &[usize], at: usize) -> &'a [T] {
    &all[at.checked_sub(1).map_or(0, |before| ends[before])..ends[at]]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash;
    use crate::text::letters::RUN;
    use proptest::prelude::*;
    use std::collections::{BTreeMap, BTreeSet};

    fn found(texts: &[Vec<u32>], settings: &Settings) -> (RareRuns, Vec<(u32, u32)>) {
        let docs: Vec<DocId> = (0..texts.len() as u32).map(DocId).collect();
        let letters = |doc: DocId, into: &mut Letters| into.letters.clone_from(&texts[doc.index()]);
        let total = texts.iter().map(Vec::len).sum();
        let runs = RareRuns::among(&docs, letters, total, settings);
        let pairs = runs.pairs(settings.shared).iter().map(|pair| (pair.a.0, pair.b.0)).collect();
        (runs, pairs)
    }

    /// Pairs by the definition: distinct runs of two articles that at most `rare` hold.
    fn slowly(texts: &[Vec<u32>], settings: &Settings) -> Vec<(u32, u32)> {
        let sets: Vec<BTreeSet<&[u32]>> = texts
            .iter()
            .map(|text| text.windows(RUN).filter(|run| hash::run(run).is_multiple_of(settings.sample)).collect())
            .collect();
        let mut held: BTreeMap<&[u32], usize> = BTreeMap::new();
        sets.iter().flatten().for_each(|run| *held.entry(run).or_default() += 1);
        let n = texts.len();
        let pairs = (0..n).flat_map(|x| (x + 1..n).map(move |y| (x, y)));
        let enough = |&(x, y): &(usize, usize)| {
            let common = sets[x].intersection(&sets[y]).filter(|run| held[**run] <= settings.rare).count();
            common >= settings.shared as usize
        };
        pairs.filter(enough).map(|(x, y)| (x as u32, y as u32)).collect()
    }

    proptest! {
        #[test]
        fn pairs_are_those_of_the_definition(
            texts in proptest::collection::vec(proptest::collection::vec(0u32..2, 0..60), 0..7),
            rare in 2usize..6, sample in prop_oneof![Just(1u32), Just(2), Just(4)],
        ) {
            let settings = Settings { sample, rare, shared: 2, ..Settings::default() };
            prop_assert_eq!(found(&texts, &settings).1, slowly(&texts, &settings));
        }
    }

    #[test]
    fn shared_places_hold_the_same_letters() {
        let common: Vec<u32> = (0..200).collect();
        let texts = [[vec![900, 901], common.clone()].concat(), [common, vec![902; 30]].concat()];
        let (runs, pairs) = found(&texts, &Settings::default());
        let shared = runs.shared(DocId(0), DocId(1));
        assert!(pairs == [(0, 1)] && shared.len() > 5, "{pairs:?} {shared:?}");
        assert!(shared.iter().all(|&(x, y)| x == y + 2));
    }

    #[test]
    fn what_many_hold_makes_no_pair() {
        let texts = vec![(0..100).collect::<Vec<u32>>(); 5];
        let settings = Settings { rare: 4, ..Settings::default() };
        assert_eq!(found(&texts, &settings).1, []);
    }
}
