//! One article held against an index: its pairs and passages, as a scan of the index and the article would have them.

use super::near::{Near, Search, Subject};
use super::settings_of;
use super::shelf::Few;
use crate::candidates::CandidatePair;
use crate::corpus::Corpus;
use crate::document::{Document, Skipped};
use crate::error::{Error, Result};
use crate::hash;
use crate::id::DocId;
use crate::index::furniture::Origin;
use crate::index::record::Record;
use crate::index::store::{Entry, Index};
use crate::pipeline::assemble::{self, Extras};
use crate::pipeline::compare::{self, Found};
use crate::pipeline::ingest::{self, Ingested};
use crate::pipeline::observe::Clock;
use crate::pipeline::texts::DistinctTexts;
use crate::pipeline::{NoObserver, Observer, Settings};
use crate::report::holding::Answer;
use crate::report::model::{CandidateStage, Report};
use crate::text::boilerplate::Masked;
use rayon::prelude::*;
use std::collections::{BTreeSet, HashMap, HashSet};

/// An article to ask about.
pub struct Asked {
    record: Record,
    text: String,
}

impl Asked {
    /// The articles of a corpus, and what of it is none.
    ///
    /// # Errors
    /// Nothing readable, an interrupt.
    pub fn of(corpus: &Corpus, observer: &dyn Observer) -> Result<(Vec<Self>, Vec<Skipped>)> {
        let (mut asked, mut skipped) = (Vec::new(), corpus.skipped().to_vec());
        for batch in corpus.batches() {
            batch.articles(&mut |document| match document {
                Ok(document) => asked.push(Self::document(&document, corpus.file(document.place))),
                Err(reason) => skipped.push(reason),
            });
            if observer.interrupted() {
                return Err(Error::Interrupted);
            }
        }
        skipped.sort();
        asked.sort_by(|x, y| x.record.id.cmp(&y.record.id));
        Ok((asked, skipped))
    }

    /// An article of the index itself.
    ///
    /// # Errors
    /// A damaged index.
    pub fn entry(index: &Index, entry: Entry) -> Result<Self> {
        Ok(Self { record: index.record(entry)?, text: index.text(entry)? })
    }

    fn document(document: &Document, path: &str) -> Self {
        Self { record: Record::of(document, path), text: document.text.clone().into_owned() }
    }
}

/// What the index says of each of these articles, in their order. Each is held against the index alone.
///
/// # Errors
/// A damaged index, an interrupt.
pub fn query(index: &Index, asked: &[Asked], observer: &dyn Observer) -> Result<Vec<Answer>> {
    let settings = settings_of(index)?;
    let answer = |asked: &Asked| {
        if observer.interrupted() { Err(Error::Interrupted) } else { answer(index, &settings, asked) }
    };
    asked.par_iter().map(answer).collect()
}

fn answer(index: &Index, settings: &Settings, asked: &Asked) -> Result<Answer> {
    let stands_for = index.find(&asked.record.id)?;
    let alone = read(index, &Few(vec![(asked.record.clone(), asked.text.clone())]))?;
    let words = alone.ingested.store.words(DocId(0));
    let hash = hash::run64(words);
    let compared = words.len() >= settings.min_words.max(1);
    let near = if compared {
        let published = alone.ingested.articles[0].published.map_or(i64::MAX, |published| published.seconds());
        let subject = Subject { id: &asked.record.id, published, words, hash, stands_for };
        Search::new(index, settings, subject).run()?
    } else {
        Near { entries: Vec::new(), texts: BTreeSet::new() }
    };
    let mut few = vec![(asked.record.clone(), asked.text.clone())];
    for &entry in &near.entries {
        few.push((index.record(entry)?, index.text(entry)?));
    }
    let report = compare(index, settings, &Few(few), &asked.record.id, hash, &near.texts)?;
    Ok(choose(report, &asked.record.id, compared, stands_for.is_some()))
}

/// Articles in memory with their furniture masked.
struct AtHand {
    ingested: Ingested,
    masked: Vec<u32>,
}

fn read(index: &Index, few: &Few) -> Result<AtHand> {
    let mut ingested = ingest::read(few, &NoObserver)?;
    let outlets: Vec<_> = ingested.articles.iter().map(|article| article.outlet).collect();
    if index.furniture.origin == Origin::Off {
        return Ok(AtHand { masked: vec![0; outlets.len()], ingested });
    }
    let rules = super::change::rules(&index.furniture, &ingested.outlets);
    let Masked { masks, .. } = rules.apply(&ingested.store, &outlets);
    ingested.store.keep(&masks);
    let masked = masks.iter().map(|ranges| ranges.iter().map(|r| r.end - r.start).sum()).collect();
    Ok(AtHand { ingested, masked })
}

/// Runs the last stages over the article and what is near, for the pairs of the article's text.
fn compare(index: &Index, settings: &Settings, few: &Few, id: &str, own: u64, near: &BTreeSet<u64>) -> Result<Report> {
    let AtHand { ingested, masked } = read(index, few)?;
    let mut clock = Clock::new(&NoObserver);
    let texts = DistinctTexts::of(&ingested, settings.min_words);
    let by_hash: HashMap<u64, DocId> =
        texts.distinct.iter().map(|&doc| (hash::run64(ingested.store.words(doc)), doc)).collect();
    let mut candidates: Vec<CandidatePair> = match by_hash.get(&own) {
        None => Vec::new(),
        Some(&own) => near.iter().filter_map(|hash| Some(CandidatePair::new(own, *by_hash.get(hash)?))).collect(),
    };
    candidates.sort_unstable();
    let banding = index.manifest.sketching.banding();
    let found = Found {
        candidates,
        completes: false,
        sensitive: None,
        stage: CandidateStage::default(),
        estimated_recall: 1.0,
    };
    let mut compared = compare::decide(few, &ingested, settings, &texts, found, &mut clock)?;
    let asked = ingested.articles.iter().position(|article| *article.id == *id).map(|doc| DocId(doc as u32));
    compared.related.retain(|related| asked == Some(related.pair.a) || asked == Some(related.pair.b));
    compared.matches.retain(|found| asked == Some(found.a) || asked == Some(found.b));
    let extras = Extras {
        boilerplate: Vec::new(),
        masked,
        corpus: String::new(),
        described: settings.describe(banding),
        timings: None,
    };
    Ok(assemble::report(few, &ingested, &compared, &[], settings, extras))
}

/// The answer among what is said of all articles at hand.
fn choose(report: Report, id: &str, compared: bool, stands_for: bool) -> Answer {
    let Report { articles, pairs, matches, passages, summary, .. } = report;
    let related: HashSet<&str> = pairs.iter().flat_map(|pair| [pair.a.as_str(), pair.b.as_str()]).collect();
    let (mut own, mut others) = (None, Vec::new());
    for article in articles {
        if article.id == id {
            own = Some(article);
        } else if related.contains(article.id.as_str()) {
            others.push(article);
        }
    }
    let article = own.expect("the article is among those at hand");
    let best_below = summary.best_below.filter(|pair| pair.a == id || pair.b == id);
    Answer { article, compared, stands_for, related: others, pairs, matches, passages, best_below }
}
