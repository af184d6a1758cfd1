//! Changes of an index: each makes new files and puts a new manifest into the place of the last one.

use super::kept;
use super::shelf::{Shelf, entry};
use crate::corpus::Corpus;
use crate::document::Skipped;
use crate::error::{Error, Result};
use crate::id::{DocId, OutletId};
use crate::index::container::Damage;
use crate::index::furniture::{Furniture, Hashes, Origin};
use crate::index::manifest::{Manifest, Part, Stored};
use crate::index::segment::{Article, Segment, SegmentWriter, Sketching, TOKENIZER, id_hash, own_text};
use crate::index::store::{Change, Entry, Index, damaged};
use crate::pipeline::ingest::{self, Ingested, Wanted};
use crate::pipeline::observe::Clock;
use crate::pipeline::originals::Originals;
use crate::pipeline::{Boilerplate, Observer, Settings, Stage};
use crate::report::holding::Changed;
use crate::report::model;
use crate::text::boilerplate::{self, Masked, Rules};
use crate::text::tokenize::tokens;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;

/// How articles are masked.
enum Masking<'f> {
    Learn,
    By(&'f Furniture),
}

/// Makes an index of a corpus; `replaces` one that is there.
///
/// # Errors
/// As `scan`; settings that an index cannot keep; an index that is there; what the system says.
pub fn build(
    dir: &Path,
    corpus: &Corpus,
    settings: &Settings,
    replaces: bool,
    observer: &dyn Observer,
) -> Result<Changed> {
    let (kept, sketching) = (kept::kept(settings)?, kept::sketching(settings)?);
    let mut change = Change::begin(dir, true)?;
    // Segments that are damaged can be replaced, too: no more than the manifest is read.
    let before = change.manifest()?;
    if before.is_some() && !replaces {
        return Err(Error::Index {
            path: dir.into(),
            reason: "an index is here: `reprint index add` adds to it, `reprint index build --replace` makes it anew"
                .into(),
        });
    }
    let given = match &settings.boilerplate {
        Boilerplate::Learn => None,
        Boilerplate::Off => Some(Furniture::default()),
        Boilerplate::Given(pieces) => {
            Some(given(pieces.iter().map(|p| (p.outlet.clone(), p.articles, p.text.clone())).collect()))
        }
    };
    let masking = given.as_ref().map_or(Masking::Learn, Masking::By);
    let first = before.as_ref().map_or(1, |manifest| manifest.next_sequence);
    let made = make(&mut change, corpus, masking, sketching, &|number, _| Ok(first + number), observer)?;
    let furniture = change.furniture(given.as_ref().unwrap_or(&made.furniture))?;
    let articles = made.part.live();
    let mut manifest = Manifest {
        generation: before.map_or(0, |manifest| manifest.generation),
        next_number: 0,
        next_sequence: first + articles,
        reported: first + articles,
        settings: kept,
        sketching,
        furniture,
        parts: vec![made.part],
    };
    change.commit(&mut manifest)?;
    Ok(Changed {
        articles,
        added: articles,
        skipped: made.skipped,
        swept: std::mem::take(&mut change.swept),
        learned: given.is_none().then_some(articles),
        first_sequence: first,
        ..Changed::default()
    })
}

/// Adds the articles of a corpus. One whose id is there takes the place of that article, unless nothing changed.
///
/// # Errors
/// As `scan`; a damaged index; what the system says.
pub fn add(dir: &Path, corpus: &Corpus, observer: &dyn Observer) -> Result<Changed> {
    come(dir, corpus, true, observer)
}

/// The same, where the articles are told later: they wait until `told` says that they were.
///
/// # Errors
/// As `add`.
pub fn arrive(dir: &Path, corpus: &Corpus, observer: &dyn Observer) -> Result<Changed> {
    come(dir, corpus, false, observer)
}

/// Notes that the articles before this number were told.
///
/// # Errors
/// A damaged index; what the system says.
pub fn told(dir: &Path, next: u64) -> Result<()> {
    let mut change = Change::begin(dir, false)?;
    let mut manifest = existing(&change)?.manifest;
    manifest.reported = manifest.reported.max(next);
    change.commit(&mut manifest)
}

/// Adds articles that are told at once, unless others wait before them, or later.
fn come(dir: &Path, corpus: &Corpus, at_once: bool, observer: &dyn Observer) -> Result<Changed> {
    let mut change = Change::begin(dir, false)?;
    let index = existing(&change)?;
    let mut manifest = index.manifest.clone();
    let (first, sketching) = (manifest.next_sequence, manifest.sketching);
    let masking = Masking::By(&index.furniture);
    let mut made = make(&mut change, corpus, masking, sketching, &|number, _| Ok(first + number), observer)?;
    let path = made.path.clone();
    let fresh = Segment::open(&path, made.part.stored.written, &sketching).map_err(|damage| damaged(&path, &damage))?;
    let there: Vec<Option<(Entry, bool)>> =
        (0..fresh.rows()).into_par_iter().map(|row| standing(&index, &fresh, row)).collect::<Result<_>>()?;
    let mut changed = Changed { skipped: made.skipped, first_sequence: first, ..Changed::default() };
    for (row, standing) in (0..).zip(&there) {
        match standing {
            None => changed.added += 1,
            Some((_, true)) => {
                changed.unchanged += 1;
                made.part.removed.push(row);
            }
            Some((entry, false)) => {
                changed.added += 1;
                changed.replaced += 1;
                manifest.parts[entry.segment as usize].removed.push(entry.row);
            }
        }
    }
    manifest.parts.iter_mut().for_each(|part| part.removed.sort_unstable());
    changed.swept = std::mem::take(&mut change.swept);
    if changed.added > 0 {
        manifest.next_sequence += u64::from(made.part.rows);
        if at_once && manifest.reported == first {
            manifest.reported = manifest.next_sequence;
        }
        manifest.parts.push(made.part);
        manifest.parts.retain(|part| part.live() > 0);
        change.commit(&mut manifest)?;
        changed.learned = tend(&mut change, observer)?;
    }
    changed.articles = manifest.live();
    Ok(changed)
}

/// The article that has the id of a new one, and whether it is the same.
fn standing(index: &Index, fresh: &Segment, row: u32) -> Result<Option<(Entry, bool)>> {
    let new = || {
        let row = fresh.row(row)?;
        Ok::<_, Damage>((fresh.record(&row)?, row))
    };
    let failed = |damage: Damage| damaged(index.dir(), &damage);
    let (mut record, row) = new().map_err(failed)?;
    let Some(entry) = index.find(&record.id)? else {
        return Ok(None);
    };
    let (before, stored) = (index.row(entry)?, index.record(entry)?);
    // The same article in another file is the same article.
    record.path.clone_from(&stored.path);
    let like = (before.text_len, before.words) == (row.text_len, row.words) && stored == record;
    if !like {
        return Ok(Some((entry, false)));
    }
    let block = fresh.block(row.block).map_err(failed)?;
    let same = index.text(entry)? == own_text(&block, &row).map_err(failed)?;
    Ok(Some((entry, same)))
}

/// Takes articles out, by their ids: all or, where one is not there, none.
///
/// # Errors
/// An id that is not there; a damaged index; what the system says.
pub fn remove(dir: &Path, ids: &[String]) -> Result<Changed> {
    let mut change = Change::begin(dir, false)?;
    let index = existing(&change)?;
    let mut manifest = index.manifest.clone();
    let mut entries = Vec::new();
    for id in ids {
        let entry = index.find(id)?.ok_or_else(|| Error::Index {
            path: dir.into(),
            reason: format!("no article has the id {id:?}; nothing was removed"),
        })?;
        entries.push(entry);
    }
    entries.sort_unstable();
    entries.dedup();
    for entry in &entries {
        manifest.parts[entry.segment as usize].removed.push(entry.row);
    }
    manifest.parts.iter_mut().for_each(|part| part.removed.sort_unstable());
    manifest.parts.retain(|part| part.live() > 0);
    change.commit(&mut manifest)?;
    Ok(Changed {
        articles: manifest.live(),
        removed: entries.len() as u64,
        swept: std::mem::take(&mut change.swept),
        ..Changed::default()
    })
}

/// Writes all articles into one segment without those that were removed, and learns the furniture anew where it is learned.
///
/// # Errors
/// A damaged index; what the system says.
pub fn compact(dir: &Path, observer: &dyn Observer) -> Result<Changed> {
    let mut change = Change::begin(dir, false)?;
    let swept = std::mem::take(&mut change.swept);
    let (learned, articles) = rewrite(&mut change, observer)?;
    Ok(Changed { articles, swept, learned, ..Changed::default() })
}

/// Articles that must have come for the furniture to be learned anew: as many as it was learned from.
const GROWTH: u64 = 2;
/// Segments that an index has at most; then the smallest become one.
const SEGMENTS: usize = 16;

/// What follows from many additions: the furniture is learned anew when the index has doubled, and small segments are
/// put together. From how many articles it was learned, where it was.
fn tend(change: &mut Change, observer: &dyn Observer) -> Result<Option<u64>> {
    let index = existing(change)?;
    let live = index.manifest.live();
    match index.furniture.origin {
        Origin::Learned { articles } if live >= GROWTH * articles => Ok(rewrite(change, observer)?.0),
        _ if index.manifest.parts.len() > SEGMENTS => merge(change, &index, observer).map(|()| None),
        _ => Ok(None),
    }
}

/// Makes everything anew; from how many articles furniture was learned, and how many there are.
fn rewrite(change: &mut Change, observer: &dyn Observer) -> Result<(Option<u64>, u64)> {
    let index = change.index()?.ok_or_else(|| Error::Setting("no index to compact".into()))?;
    let mut manifest = index.manifest.clone();
    let live = manifest.live();
    manifest.sketching.tokenizer = TOKENIZER;
    // Its hashes may be those of another tokenizer.
    let kept = match &index.furniture.origin {
        Origin::Learned { .. } => None,
        Origin::Given(pieces) => Some(given(pieces.clone())),
        Origin::Off => Some(Furniture::default()),
    };
    let mut learned = Furniture { origin: Origin::Learned { articles: 0 }, ..Furniture::default() };
    manifest.parts = if live == 0 {
        Vec::new()
    } else {
        let masking = kept.as_ref().map_or(Masking::Learn, Masking::By);
        let shelf = Shelf::of(&index, index.live())?;
        let made = remake(change, &index, &shelf, masking, manifest.sketching, observer)?;
        learned = made.furniture;
        vec![made.part]
    };
    manifest.furniture = change.furniture(kept.as_ref().unwrap_or(&learned))?;
    change.commit(&mut manifest)?;
    Ok((kept.is_none().then_some(live), live))
}

/// Puts the smallest segments together.
fn merge(change: &mut Change, index: &Index, observer: &dyn Observer) -> Result<()> {
    let mut manifest = index.manifest.clone();
    let mut smallest: Vec<usize> = (0..manifest.parts.len()).collect();
    smallest.sort_by_key(|&part| (manifest.parts[part].live(), part));
    smallest.truncate(SEGMENTS / 2 + 1);
    let shelf = Shelf::of(index, index.live().filter(|entry| smallest.contains(&(entry.segment as usize))))?;
    let made = remake(change, index, &shelf, Masking::By(&index.furniture), manifest.sketching, observer)?;
    let mut number = 0..;
    manifest.parts.retain(|_| number.next().is_none_or(|part| !smallest.contains(&part)));
    manifest.parts.push(made.part);
    change.commit(&mut manifest)
}

/// A segment of articles that are in the index already, under the numbers that they have.
fn remake(
    change: &mut Change,
    index: &Index,
    shelf: &Shelf,
    masking: Masking,
    sketching: Sketching,
    observer: &dyn Observer,
) -> Result<Made> {
    let sequence = |_: u64, article: &ingest::Article| Ok(index.row(entry(article.place))?.sequence);
    let made = make(change, shelf, masking, sketching, &sequence, observer)?;
    match made.skipped.first() {
        None => Ok(made),
        Some(skipped) => Err(Error::Index {
            path: index.dir().into(),
            reason: format!("{}: {}; `reprint index verify` lists what is damaged", skipped.path, skipped.reason),
        }),
    }
}

/// The index that is there, with tables that this program can add to.
fn existing(change: &Change) -> Result<Index> {
    let index = change.index()?.ok_or_else(|| Error::Setting("no index is here".into()))?;
    super::check(&index)?;
    Ok(index)
}

/// A segment that was made, and what was learned of its articles.
struct Made {
    part: Part,
    path: std::path::PathBuf,
    furniture: Furniture,
    skipped: Vec<Skipped>,
}

/// The number under which an article comes in, given its place in the order of ids.
type Sequence<'s> = &'s dyn Fn(u64, &ingest::Article) -> Result<u64>;

/// Writes a segment of all articles of `originals`.
fn make(
    change: &mut Change,
    originals: &dyn Originals,
    masking: Masking,
    sketching: Sketching,
    sequence: Sequence,
    observer: &dyn Observer,
) -> Result<Made> {
    let mut clock = Clock::new(observer);
    let (number, path) = change.segment();
    let failed = |source| Error::Write { target: path.display().to_string(), source };
    let mut writer = SegmentWriter::create(&path).map_err(failed)?;
    let mut ingested = clock.stage(Stage::Read, None, || {
        ingest::read_with(
            originals,
            Wanted::default(),
            observer,
            Some(&mut |packed| writer.push(packed).map_err(failed)),
        )
    })?;
    let furniture = clock.stage(Stage::Boilerplate, None, || Ok(mask(&mut ingested, masking)))?;
    let mut articles = Vec::with_capacity(ingested.articles.len());
    for (doc, article) in (0..).zip(&ingested.articles) {
        articles.push(Article {
            arrival: ingested.store.arrival(DocId(doc)),
            words: article.words,
            published: article.published.map(|published| published.seconds()),
            sequence: sequence(u64::from(doc), article)?,
            id_hash: id_hash(&article.id),
        });
    }
    let written = clock.stage(Stage::Tables, None, || {
        writer.finish(sketching, &articles, &|row| ingested.store.words(DocId(row))).map_err(failed)
    })?;
    let part = Part { stored: Stored { number, written }, rows: articles.len() as u32, removed: Vec::new() };
    Ok(Made { part, path, furniture, skipped: ingested.skipped })
}

/// Masks the furniture; what was learned, where it was.
fn mask(ingested: &mut Ingested, masking: Masking) -> Furniture {
    let outlets: Vec<OutletId> = ingested.articles.iter().map(|article| article.outlet).collect();
    let (masked, learned) = match masking {
        Masking::Learn => {
            let masked = boilerplate::learn(&ingested.store, &outlets, &ingested.publishers());
            let origin = Origin::Learned { articles: outlets.len() as u64 };
            let learned = Furniture { origin, outlets: by_name(&masked.rules, &ingested.outlets) };
            (masked, learned)
        }
        Masking::By(Furniture { origin: Origin::Off, .. }) => return Furniture::default(),
        Masking::By(furniture) => {
            (rules(furniture, &ingested.outlets).apply(&ingested.store, &outlets), Furniture::default())
        }
    };
    let Masked { masks, .. } = masked;
    ingested.store.keep(&masks);
    learned
}

/// What is looked for in articles of these outlets.
pub(super) fn rules(furniture: &Furniture, outlets: &[Option<String>]) -> Rules {
    let of = |which: fn(&Hashes) -> &Vec<u32>| {
        let known = (0..).zip(outlets).filter_map(|(n, name)| Some((OutletId(n), furniture.outlets.get(name)?)));
        known.flat_map(move |(outlet, hashes)| which(hashes).iter().map(move |&hash| (outlet, hash)))
    };
    Rules::of_hashes(of(|hashes| &hashes.runs), of(|hashes| &hashes.lines))
}

fn by_name(rules: &Rules, names: &[Option<String>]) -> BTreeMap<Option<String>, Hashes> {
    let mut outlets: BTreeMap<Option<String>, Hashes> = BTreeMap::new();
    let [runs, lines] = rules.hashes();
    for (outlet, hash) in runs {
        outlets.entry(names[outlet.index()].clone()).or_default().runs.push(hash);
    }
    for (outlet, hash) in lines {
        outlets.entry(names[outlet.index()].clone()).or_default().lines.push(hash);
    }
    outlets
}

/// Furniture that the user gave: outlet, articles, text.
fn given(pieces: Vec<(Option<String>, u32, String)>) -> Furniture {
    let mut names: Vec<Option<String>> = pieces.iter().map(|piece| piece.0.clone()).collect();
    names.sort();
    names.dedup();
    let words: Vec<(OutletId, Vec<u32>)> = pieces
        .iter()
        .filter_map(|(name, _, text)| Some((OutletId(names.binary_search(name).ok()? as u32), tokens(text).words)))
        .collect();
    let rules = Rules::given(words.iter().map(|(outlet, words)| (*outlet, &words[..])));
    Furniture { outlets: by_name(&rules, &names), origin: Origin::Given(pieces) }
}

/// The furniture that a report of the index is to take: learned from what is there now, or what was given.
pub(super) fn for_report(furniture: &Furniture) -> Boilerplate {
    match &furniture.origin {
        Origin::Off => Boilerplate::Off,
        Origin::Learned { .. } => Boilerplate::Learn,
        Origin::Given(pieces) => Boilerplate::Given(
            pieces
                .iter()
                .map(|(outlet, articles, text)| model::Boilerplate {
                    outlet: outlet.clone(),
                    articles: *articles,
                    text: text.clone(),
                })
                .collect(),
        ),
    }
}
