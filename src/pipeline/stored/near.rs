//! Which texts of an index `scan` would compare with a text: candidates by the mapped tables, and what hangs together with them.
//!
//! A text is all articles with the same words outside furniture, known by the hash of these words, as in a scan (`texts`).
//! Two texts are candidates when a band of their signatures agrees, or when they share two runs of words that link them
//! (`candidates::seeds`). All texts that hang together by candidates are compared with one another (`compare`).

use super::change::rules;
use crate::candidates::{lsh, seeds};
use crate::error::Result;
use crate::id::{DocId, OutletId};
use crate::index::furniture::Origin;
use crate::index::store::{Entry, Index};
use crate::pipeline::Settings;
use crate::pipeline::compare::{COMPLETE_UP_TO, hangs_together};
use crate::sketch::minhash::{MinHasher, agreeing};
use crate::text::boilerplate::Masked;
use crate::text::shingle;
use crate::text::store::{Batch, TokenStore};
use crate::text::tokenize::Tokenizer;
use crate::verify::{self, VerifiedPair};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The words of a text outside furniture, and what is made of them.
pub(super) struct Text {
    seeds: Vec<(u32, u32)>,
    set: Vec<u32>,
    signature: Vec<u32>,
}

/// The article that is asked about, where it counts among those of the index.
pub(super) struct Subject<'a> {
    pub(super) id: &'a str,
    pub(super) published: i64,
    pub(super) words: &'a [u32],
    pub(super) hash: u64,
    /// The article that it stands for.
    pub(super) stands_for: Option<Entry>,
}

/// A search for the texts near one.
pub(super) struct Search<'i> {
    index: &'i Index,
    settings: &'i Settings,
    hasher: MinHasher,
    subject: Subject<'i>,
    /// Texts that were looked at, by their hash.
    texts: HashMap<u64, Text>,
    /// Articles of each text that was met.
    entries: BTreeMap<u64, BTreeSet<Entry>>,
    links: seeds::Settings,
}

/// Texts to compare with one.
#[derive(Default)]
pub(super) struct Near {
    /// Their articles, and those with its own words.
    pub(super) entries: Vec<Entry>,
    /// Hashes of the texts.
    pub(super) texts: BTreeSet<u64>,
}

impl<'i> Search<'i> {
    pub(super) fn new(index: &'i Index, settings: &'i Settings, subject: Subject<'i>) -> Self {
        let hasher = index.manifest.sketching.hasher();
        let mut search = Self {
            index,
            settings,
            hasher,
            subject,
            texts: HashMap::new(),
            entries: BTreeMap::new(),
            links: seeds::Settings::default(),
        };
        let own = search.text(search.subject.words);
        search.texts.insert(search.subject.hash, own);
        search
    }

    /// All texts that a scan would compare with the subject's.
    pub(super) fn run(mut self) -> Result<Near> {
        let own = self.subject.hash;
        let candidates = self.candidates(own)?;
        let mut texts = candidates.clone();
        texts.extend(self.group(own, candidates)?);
        texts.remove(&own);
        let wanted = texts.iter().chain([&own]);
        let entries = wanted.filter_map(|hash| self.entries.get(hash)).flatten().copied().collect();
        Ok(Near { entries, texts })
    }

    /// The texts that hang together with the subject's; none where they are too many.
    fn group(&mut self, own: u64, candidates: BTreeSet<u64>) -> Result<BTreeSet<u64>> {
        let mut group = BTreeSet::from([own]);
        let mut next: Vec<u64> = candidates.into_iter().filter(|&other| self.hangs_together(own, other)).collect();
        while let Some(text) = next.pop() {
            if !group.insert(text) {
                continue;
            }
            if group.len() > COMPLETE_UP_TO {
                return Ok(BTreeSet::new());
            }
            let candidates = self.candidates(text)?;
            next.extend(candidates.into_iter().filter(|&other| self.hangs_together(text, other)));
        }
        Ok(group)
    }

    fn hangs_together(&self, x: u64, y: u64) -> bool {
        let (x, y) = (&self.texts[&x].set, &self.texts[&y].set);
        let shared = verify::shared(x, y);
        let pair = VerifiedPair { a: DocId(0), b: DocId(1), shared, size_a: x.len() as u32, size_b: y.len() as u32 };
        hangs_together(&pair, self.settings)
    }

    /// Candidates of a text that was looked at, without the subject.
    fn candidates(&mut self, own: u64) -> Result<BTreeSet<u64>> {
        self.expect(own)?;
        let (mut by_band, linked) = (self.meetings(own)?, self.linked(own)?);
        let mut met: Vec<Entry> = by_band.iter().copied().chain(linked.iter().map(|group| group.0)).collect();
        met.sort_unstable();
        met.dedup();
        self.index.expect_rows(met.iter().copied());
        let mut hash_of = HashMap::new();
        for entry in met {
            let hash = self.index.row(entry)?.text_hash;
            hash_of.insert(entry, hash);
            self.entries.entry(hash).or_default().insert(entry);
        }
        self.look_at(&hash_of)?;
        by_band.retain(|entry| hash_of[entry] != own && self.agrees(own, hash_of[entry]));
        let mut candidates: BTreeSet<u64> = by_band.iter().map(|entry| hash_of[entry]).collect();
        for (entry, shared) in linked {
            let hash = hash_of[&entry];
            if hash != own && hash != self.subject.hash && self.parting(own, hash, &shared) >= 2 {
                candidates.insert(hash);
            }
        }
        candidates.remove(&self.subject.hash);
        candidates.remove(&own);
        Ok(candidates)
    }

    /// Says that the tables will be asked for a text.
    fn expect(&self, own: u64) -> Result<()> {
        let Text { seeds, signature, .. } = &self.texts[&own];
        let seeds: Vec<u32> = seeds.iter().map(|seed| seed.0).collect();
        let bands: Vec<u32> = self.index.manifest.sketching.band_hashes(signature).collect();
        let mut segments = 0..self.index.segments().len() as u32;
        segments.try_for_each(|segment| self.index.ask(segment, |part| part.expect_hashes(&bands, &seeds)))
    }

    /// Articles that share a band with a text and whose signatures do not rule out the threshold.
    fn meetings(&self, own: u64) -> Result<Vec<Entry>> {
        let signature = &self.texts[&own].signature;
        let least = lsh::least_agreeing(self.settings.verify.threshold, signature.len());
        let mut met = Vec::new();
        for hash in self.index.manifest.sketching.band_hashes(signature) {
            self.each_live(|segment, each| segment.with_band(hash, each), &mut |entry| met.push(entry))?;
        }
        met.sort_unstable();
        met.dedup();
        met.iter().for_each(|entry| self.index.segments()[entry.segment as usize].expect_signature(entry.row));
        let mut agreeing = Vec::new();
        for entry in met {
            let equal = self.index.ask(entry.segment, |segment| segment.agreeing(entry.row, signature))?;
            if equal >= least {
                agreeing.push(entry);
            }
        }
        Ok(agreeing)
    }

    /// Whether two signatures agree in a band, and enough in all.
    fn agrees(&self, x: u64, y: u64) -> bool {
        let banding = self.index.manifest.sketching.banding();
        let (x, y) = (&self.texts[&x].signature, &self.texts[&y].signature);
        let least = lsh::least_agreeing(self.settings.verify.threshold, x.len());
        agreeing(x, y) >= least && (0..banding.bands).any(|band| banding.lanes(x, band) == banding.lanes(y, band))
    }

    /// Articles that two and more seeds of a text link to it, with the places of these among its seeds.
    fn linked(&self, own: u64) -> Result<Vec<(Entry, Vec<u32>)>> {
        let seeds = &self.texts[&own].seeds;
        let mut hits: Vec<(Entry, u32)> = Vec::new();
        let mut entries = Vec::new();
        for (number, &(seed, _)) in (0..).zip(seeds) {
            entries.clear();
            self.each_live(|segment, each| segment.with_seed(seed, each), &mut |entry| entries.push(entry))?;
            let with_subject = self.has_seed(self.subject.hash, seed);
            if entries.len() + usize::from(with_subject) > self.links.link_all {
                self.bound(&mut entries, own, with_subject)?;
            }
            hits.extend(entries.iter().map(|&entry| (entry, number)));
        }
        hits.sort_unstable();
        let groups = hits.chunk_by(|x, y| x.0 == y.0).filter(|group| group.len() > 1);
        Ok(groups.map(|group| (group[0].0, group.iter().map(|hit| hit.1).collect())).collect())
    }

    /// Keeps, of the articles that share a seed, those that it links to a text: where too many texts have it, these are the
    /// earliest few, or all if it is among them.
    fn bound(&self, entries: &mut Vec<Entry>, own: u64, with_subject: bool) -> Result<()> {
        self.index.expect_rows(entries.iter().copied());
        let mut texts: BTreeMap<u64, Earliest> = BTreeMap::new();
        let mut hash_of = Vec::with_capacity(entries.len());
        for &entry in entries.iter() {
            let row = self.index.row(entry)?;
            hash_of.push(row.text_hash);
            // Rows of a segment are in order of their ids: the first is the one that counts.
            let text = texts.entry(row.text_hash).or_default();
            if text.firsts.last().is_none_or(|(last, _)| last.segment != entry.segment) {
                text.firsts.push((entry, row.published));
            }
        }
        if with_subject {
            texts.entry(self.subject.hash).or_default().subject = true;
        }
        if texts.len() <= self.links.link_all {
            return Ok(());
        }
        let hubs = self.earliest(&texts)?;
        if !hubs.contains(&own) {
            let mut hash = hash_of.into_iter();
            entries.retain(|_| hash.next().is_some_and(|hash| hubs.contains(&hash)));
        }
        Ok(())
    }

    /// The earliest few of some texts: by date, then by id, of the article with the lowest id.
    fn earliest(&self, texts: &BTreeMap<u64, Earliest>) -> Result<BTreeSet<u64>> {
        let mut dated: Vec<(i64, u64)> = Vec::with_capacity(texts.len());
        let mut ids: HashMap<u64, String> = HashMap::new();
        for (&hash, text) in texts {
            let date = match (&text.firsts[..], text.subject) {
                ([(_, published)], false) => *published,
                (firsts, subject) => {
                    let mut named = Vec::new();
                    for (entry, published) in firsts {
                        named.push((self.index.record(*entry)?.id, *published));
                    }
                    named.extend(subject.then(|| (self.subject.id.to_owned(), self.subject.published)));
                    let (id, published) = named.into_iter().min().unwrap_or_default();
                    ids.insert(hash, id);
                    published
                }
            };
            dated.push((date, hash));
        }
        dated.sort_unstable();
        let Some(&(last, _)) = dated.get(self.links.link_earliest - 1) else {
            return Ok(texts.keys().copied().collect());
        };
        // Ids matter only among those that share the date of the last one.
        let earlier = dated.partition_point(|&(date, _)| date < last);
        let tied = earlier..dated.partition_point(|&(date, _)| date <= last);
        let mut named = Vec::new();
        for &(_, hash) in &dated[tied] {
            let id = match ids.remove(&hash) {
                Some(id) => id,
                None => self.index.record(texts[&hash].firsts[0].0)?.id,
            };
            named.push((id, hash));
        }
        named.sort_unstable();
        let late = named.iter().take(self.links.link_earliest - earlier).map(|named| named.1);
        Ok(dated[..earlier].iter().map(|dated| dated.1).chain(late).collect())
    }

    fn has_seed(&self, text: u64, seed: u32) -> bool {
        self.texts[&text].seeds.binary_search_by_key(&seed, |found| found.0).is_ok()
    }

    /// Of some seeds of `own`, those beside which the other text parts from it.
    fn parting(&self, own: u64, other: u64, seeds: &[u32]) -> usize {
        let (x, y) = (&self.texts[&own].seeds, &self.texts[&other].seeds);
        let parts = |&&number: &&u32| {
            let (seed, beside) = x[number as usize];
            let other = y.binary_search_by_key(&seed, |found| found.0);
            other.is_ok_and(|at| seeds::part_beside(beside, y[at].1))
        };
        seeds.iter().filter(parts).count()
    }

    /// Sends what a table of each segment has, but for what was removed and what the subject stands for.
    fn each_live(
        &self,
        ask: impl Fn(
            &crate::index::segment::Segment,
            &mut dyn FnMut(u32),
        ) -> std::result::Result<(), crate::index::container::Damage>,
        each: &mut dyn FnMut(Entry),
    ) -> Result<()> {
        for segment in 0..self.index.segments().len() as u32 {
            let mut live = |row: u32| {
                let entry = Entry { segment, row };
                if self.index.is_live(entry) && self.subject.stands_for != Some(entry) {
                    each(entry);
                }
            };
            self.index.ask(segment, |part| ask(part, &mut live))?;
        }
        Ok(())
    }

    /// Reads the texts that were met and not looked at yet.
    fn look_at(&mut self, met: &HashMap<Entry, u64>) -> Result<()> {
        let mut wanted: Vec<(u64, Entry)> = met.iter().map(|(&entry, &hash)| (hash, entry)).collect();
        wanted.sort_unstable();
        wanted.dedup_by_key(|wanted| wanted.0);
        wanted.retain(|(hash, _)| !self.texts.contains_key(hash));
        if wanted.is_empty() {
            return Ok(());
        }
        let entries: Vec<Entry> = wanted.iter().map(|wanted| wanted.1).collect();
        let store = masked(self.index, &entries)?;
        for (doc, (hash, _)) in (0..).zip(wanted) {
            let text = self.text(store.words(DocId(doc)));
            self.texts.insert(hash, text);
        }
        Ok(())
    }

    fn text(&self, words: &[u32]) -> Text {
        let sketching = &self.index.manifest.sketching;
        let mut signature = vec![0; sketching.hashes as usize];
        sketching.sign(&self.hasher, words, &mut Vec::new(), &mut signature);
        Text { seeds: seeds::with_neighbours(words), set: shingle::set(words, sketching.shingle as usize), signature }
    }
}

/// The first article of a text in each segment, with its date, and whether the subject has it, too.
#[derive(Default)]
struct Earliest {
    firsts: Vec<(Entry, i64)>,
    subject: bool,
}

/// The words of some articles outside the furniture that the index keeps.
fn masked(index: &Index, entries: &[Entry]) -> Result<TokenStore> {
    index.expect_texts(entries)?;
    let (mut batch, mut tokenizer) = (Batch::default(), Tokenizer::default());
    let mut outlets: Vec<Option<String>> = Vec::new();
    let mut numbers = Vec::new();
    for &entry in entries {
        tokenizer.tokenize(&index.text(entry)?, &mut batch);
        batch.finish();
        let outlet = index.record(entry)?.outlet;
        let number = outlets.iter().position(|known| *known == outlet).unwrap_or_else(|| {
            outlets.push(outlet);
            outlets.len() - 1
        });
        numbers.push(OutletId(number as u32));
    }
    let mut store = TokenStore::default();
    store.append(&batch);
    if index.furniture.origin != Origin::Off {
        let Masked { masks, .. } = rules(&index.furniture, &outlets).apply(&store, &numbers);
        store.keep(&masks);
    }
    Ok(store)
}
