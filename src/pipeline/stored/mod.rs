//! The stages persisted: an index is made, changed and asked with the same code, settings and figures as a scan.
//!
//! A report of an index runs the whole pipeline over the articles that it holds, and is what `scan` would say of them. A query
//! runs the last stages over the few articles that the tables name, masked with the furniture that the index keeps.

mod change;
mod kept;
mod near;
mod query;
mod shelf;

pub use change::{add, arrive, build, compact, remove, told};
pub use query::{Asked, query};

use super::{Observer, Settings, Texts};
use crate::error::{Error, Result};
use crate::index::segment::{Segment, TOKENIZER};
use crate::index::store::{Entry, Index, verify as verify_files};
use crate::report::holding::{Holding, KeptFurniture};
use crate::report::model::Report;
use shelf::Shelf;
use std::collections::HashSet;
use std::path::Path;

/// Opens an index to ask it.
///
/// # Errors
/// No index; a damaged one; one whose tables this program makes otherwise.
pub fn open(dir: &Path) -> Result<Index> {
    let index = Index::open(dir)?;
    check(&index)?;
    Ok(index)
}

/// Whether this program makes words as the index has them.
fn check(index: &Index) -> Result<()> {
    let tokenizer = index.manifest.sketching.tokenizer;
    if tokenizer == TOKENIZER {
        return Ok(());
    }
    let dir = index.dir().display();
    Err(Error::Index {
        path: index.dir().into(),
        reason: format!(
            "made with tokenizer {tokenizer}, and this program has {TOKENIZER}: `reprint index compact {dir}` makes the \
             tables anew"
        ),
    })
}

/// The settings that an index keeps, but for its furniture.
fn settings_of(index: &Index) -> Result<Settings> {
    kept::settings(&index.manifest.settings)
        .map_err(|error| Error::Index { path: index.dir().into(), reason: format!("its settings: {error}") })
}

/// What `scan` would say of all articles of an index: its furniture is learned anew where it is learned.
///
/// # Errors
/// As `scan`; a damaged index.
pub fn report(dir: &Path, texts: Texts, timings: bool, observer: &dyn Observer) -> Result<Report> {
    let index = Index::open(dir)?;
    let boilerplate = change::for_report(&index.furniture);
    let settings = Settings { texts, timings, boilerplate, ..settings_of(&index)? };
    let shelf = Shelf::of(&index, index.live())?;
    super::run(&shelf, Some(shelf.bytes()), &settings, observer)
}

/// The articles that came into an index under this number and later, in the order in which they came.
///
/// # Errors
/// A damaged index.
pub fn since(index: &Index, sequence: u64) -> Result<Vec<Entry>> {
    index.segments().iter().for_each(|segment| segment.expect_rows(0..segment.rows()));
    let mut later = Vec::new();
    for entry in index.live() {
        let own = index.row(entry)?.sequence;
        if own >= sequence {
            later.push((own, entry));
        }
    }
    later.sort_unstable();
    Ok(later.into_iter().map(|(_, entry)| entry).collect())
}

/// The files that articles of an index were read from, as paths below their roots.
///
/// # Errors
/// A damaged index.
pub fn paths(index: &Index) -> Result<HashSet<String>> {
    index.segments().iter().for_each(Segment::in_order);
    index.live().map(|entry| Ok(index.record(entry)?.path)).collect()
}

/// What an index holds.
///
/// # Errors
/// No index, or one that cannot be opened.
pub fn info(dir: &Path) -> Result<Holding> {
    let index = Index::open(dir)?;
    let manifest = &index.manifest;
    let settings = Settings { boilerplate: change::for_report(&index.furniture), ..settings_of(&index)? };
    let bytes =
        manifest.parts.iter().map(|part| part.stored.written.bytes).sum::<u64>() + manifest.furniture.written.bytes;
    Ok(Holding {
        index: dir.display().to_string(),
        generation: manifest.generation,
        articles: manifest.live(),
        removed: manifest.parts.iter().map(|part| part.removed.len() as u64).sum(),
        segments: manifest.parts.len(),
        bytes,
        postings: index.segments().iter().map(Segment::postings).sum(),
        furniture: furniture(&index),
        settings: settings.describe(manifest.sketching.banding()),
        seed: settings.seed,
    })
}

fn furniture(index: &Index) -> KeptFurniture {
    use crate::index::furniture::Origin;
    let (origin, articles) = match index.furniture.origin {
        Origin::Off => ("off", 0),
        Origin::Learned { articles } => ("learned", articles),
        Origin::Given(_) => ("given", 0),
    };
    let outlets = index.furniture.outlets.len();
    KeptFurniture { origin: origin.into(), articles, outlets, hashes: index.furniture.len() }
}

/// Checks every byte of an index; what is wrong, file by file.
///
/// # Errors
/// No index.
pub fn verify(dir: &Path) -> Result<Vec<Error>> {
    verify_files(dir)
}
