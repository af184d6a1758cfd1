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
use crate::pipeline::genealogy::Genealogy;
use crate::pipeline::ingest::{self, Ingested, Wanted};
use crate::pipeline::observe::Clock;
use crate::pipeline::places;
use crate::pipeline::texts::DistinctTexts;
use crate::pipeline::{NoObserver, Observer, Settings};
use crate::provenance::credits::CreditFinder;
use crate::report::holding::Answer;
use crate::report::model::{CandidateStage, Report};
use crate::text::boilerplate::Masked;
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};

/// An article to ask about.
pub struct Asked {
    record: Record,
    text: String,
    /// Whether the index holds it itself.
    held: bool,
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
        Ok(Self { record: index.record(entry)?, text: index.text(entry)?, held: true })
    }

    fn document(document: &Document, path: &str) -> Self {
        Self { record: Record::of(document, path), text: document.text.clone().into_owned(), held: false }
    }
}

/// What the index says of each of these articles, in their order. Each is held against the index alone.
///
/// # Errors
/// A damaged index, an interrupt.
pub fn query(index: &Index, asked: &[Asked], observer: &dyn Observer) -> Result<Vec<Answer>> {
    let settings = settings_of(index)?;
    let desk = Desk { index, settings: &settings };
    let go_on = || if observer.interrupted() { Err(Error::Interrupted) } else { Ok(()) };
    let search = |asked: &Asked| go_on().and_then(|()| desk.search(asked));
    // Whoever asks about one article waits for the longer of the two.
    let (finder, found) =
        rayon::join(|| finder(&settings), || asked.par_iter().map(search).collect::<Result<Vec<Sought>>>());
    let (finder, found) = (finder?, found?);
    let answer = |(asked, sought)| go_on().and_then(|()| desk.answer(asked, sought, &finder));
    asked.par_iter().zip(found).map(answer).collect()
}

/// Where articles are held against an index.
struct Desk<'i> {
    index: &'i Index,
    settings: &'i Settings,
}

/// What the tables of an index say of an article.
struct Sought {
    /// Hash of its words outside furniture.
    hash: u64,
    /// Whether it has words enough to be compared.
    compared: bool,
    /// Whether the index has another one under its id.
    stands_for: bool,
    near: Near,
}

/// Who may be credited. What is built in is made once a process: it takes longer than an answer.
fn finder(settings: &Settings) -> Result<Arc<CreditFinder>> {
    static BUILT_IN: OnceLock<Arc<CreditFinder>> = OnceLock::new();
    let make = || settings.credit_finder().map(Arc::new);
    match BUILT_IN.get() {
        _ if !settings.gazetteer.is_empty() => make(),
        Some(finder) => Ok(finder.clone()),
        None => make().map(|finder| BUILT_IN.get_or_init(|| finder).clone()),
    }
}

/// Articles in memory with their furniture masked.
struct AtHand {
    ingested: Ingested,
    masked: Vec<u32>,
}

impl Desk<'_> {
    fn search(&self, asked: &Asked) -> Result<Sought> {
        let Asked { record, text, held } = asked;
        let stands_for = self.index.find(&record.id)?;
        let alone = self.read(&Few(vec![(record.clone(), text.clone())]), None)?.ingested;
        let words = alone.store.words(DocId(0));
        let hash = hash::run64(words);
        let compared = words.len() >= self.settings.min_words.max(1);
        let mut near = Near::default();
        if compared {
            let published = alone.articles[0].published.map_or(i64::MAX, |published| published.seconds());
            let subject = Subject { id: &record.id, published, words, hash, stands_for };
            near = Search::new(self.index, self.settings, subject).run()?;
        }
        Ok(Sought { hash, compared, stands_for: stands_for.is_some() && !held, near })
    }

    fn answer(&self, asked: &Asked, sought: Sought, finder: &CreditFinder) -> Result<Answer> {
        let Asked { record, text, .. } = asked;
        let mut few = vec![(record.clone(), text.clone())];
        self.index.expect_texts(&sought.near.entries)?;
        for &entry in &sought.near.entries {
            few.push((self.index.record(entry)?, self.index.text(entry)?));
        }
        let report = self.compare(&Few(few), &record.id, &sought, finder)?;
        Ok(choose(report, &record.id, &sought))
    }

    fn read(&self, few: &Few, finder: Option<&CreditFinder>) -> Result<AtHand> {
        let mut ingested = ingest::read(few, Wanted { finder, letters: false }, &NoObserver)?;
        let outlets: Vec<_> = ingested.articles.iter().map(|article| article.outlet).collect();
        if self.index.furniture.origin == Origin::Off {
            return Ok(AtHand { masked: vec![0; outlets.len()], ingested });
        }
        let rules = super::change::rules(&self.index.furniture, &ingested.outlets);
        let Masked { masks, .. } = rules.apply(&ingested.store, &outlets);
        ingested.store.keep(&masks);
        let masked = masks.iter().map(|ranges| ranges.iter().map(|r| r.end - r.start).sum()).collect();
        Ok(AtHand { ingested, masked })
    }

    /// Runs the last stages over the article and what is near, for the pairs of the article's text.
    fn compare(&self, few: &Few, id: &str, sought: &Sought, finder: &CreditFinder) -> Result<Report> {
        let AtHand { ingested, masked } = self.read(few, Some(finder))?;
        let texts = DistinctTexts::of(&ingested, self.settings.min_words);
        let by_hash: HashMap<u64, DocId> =
            texts.distinct.iter().map(|&doc| (hash::run64(ingested.store.words(doc)), doc)).collect();
        let mut candidates: Vec<CandidatePair> = match by_hash.get(&sought.hash) {
            None => Vec::new(),
            Some(&own) => {
                sought.near.texts.iter().filter_map(|hash| Some(CandidatePair::new(own, *by_hash.get(hash)?))).collect()
            }
        };
        candidates.sort_unstable();
        let stage = CandidateStage::default();
        let found =
            Found { candidates, completes: false, sensitive: None, lettered: None, stage, estimated_recall: 1.0 };
        let mut clock = Clock::new(&NoObserver);
        let mut compared = compare::decide(few, &ingested, self.settings, &texts, found, &mut clock)?;
        let asked = ingested.articles.iter().position(|article| *article.id == *id).map(|doc| DocId(doc as u32));
        compared.related.retain(|related| asked == Some(related.pair.a) || asked == Some(related.pair.b));
        compared.matches.retain(|found| asked == Some(found.a) || asked == Some(found.b));
        let passages = places::gathered(&ingested, &compared.matches, self.settings);
        let extras = Extras {
            boilerplate: Vec::new(),
            masked,
            passages,
            corpus: String::new(),
            described: serde_json::Value::Null,
            timings: None,
            genealogy: Genealogy::default(),
            finder,
        };
        Ok(assemble::report(few, &ingested, &compared, &[], self.settings, extras))
    }
}

/// The answer among what is said of all articles at hand.
fn choose(report: Report, id: &str, sought: &Sought) -> Answer {
    let &Sought { compared, stands_for, .. } = sought;
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
