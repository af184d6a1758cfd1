//! One article at a time, as the stages of a scan see it.

use super::ingest::Wanted;
use super::{Boilerplate, Observer, Settings};
use super::{assemble, ingest};
use crate::corpus::Corpus;
use crate::document::{Document, Skipped};
use crate::error::{Error, Result};
use crate::id::{DocId, OutletId};
use crate::report::inspection::Inspection;
use crate::report::model::{Article, Credit};
use crate::text::boilerplate;
use crate::text::runs::Runs;
use crate::text::shingle;
use crate::text::store::{Batch, TokenStore};
use crate::text::tokenize::{Tokenizer, tokens};
use std::collections::HashMap;
use std::ops::Range;

/// Furniture of the articles of a corpus, by id: words of their texts.
#[derive(Debug, Default)]
pub struct Furniture(HashMap<String, Vec<Range<u32>>>);

impl Furniture {
    /// Learns it from a whole corpus.
    ///
    /// # Errors
    /// As `scan`.
    pub fn of(corpus: &Corpus, settings: &Settings, observer: &dyn Observer) -> Result<Self> {
        let mut ingested =
            ingest::read(corpus, Wanted { finder: Some(&settings.credit_finder()?), letters: false }, observer)?;
        super::mask(&mut ingested, settings, corpus);
        let ids = ingested.articles.iter().map(|article| article.id.to_string());
        let masks = (0..ingested.articles.len() as u32).map(|doc| ingested.store.removed_words(DocId(doc)).collect());
        Ok(Self(ids.zip(masks).collect()))
    }
}

/// Sends each article of a corpus, or why a file is none, in order. `furniture` is what a corpus taught; without it, only
/// what an article shows by itself is masked. `wanted` chooses articles by id; all where it is `None`.
///
/// # Errors
/// Houses or phrases that cannot be read, an interrupt.
pub fn inspect(
    corpus: &Corpus,
    settings: &Settings,
    furniture: Option<&Furniture>,
    wanted: Option<&dyn Fn(&str) -> bool>,
    observer: &dyn Observer,
    each: &mut dyn FnMut(std::result::Result<Inspection, Skipped>),
) -> Result<()> {
    let finder = settings.credit_finder()?;
    let mut documents = Vec::new();
    for batch in corpus.batches() {
        batch.articles(&mut |document| match document {
            Ok(document) if wanted.is_some_and(|wanted| !wanted(&document.id)) => {}
            document => documents.push(document.map(|document| {
                let credits =
                    assemble::credits(&ingest::credits(&document, &Runs::of(document.text.as_bytes()), &finder).0);
                described(corpus, settings, furniture, document, credits)
            })),
        });
        documents.drain(..).for_each(&mut *each);
        if observer.interrupted() {
            return Err(Error::Interrupted);
        }
    }
    Ok(())
}

fn described(
    corpus: &Corpus,
    settings: &Settings,
    furniture: Option<&Furniture>,
    mut document: Document,
    credits: Vec<Credit>,
) -> Inspection {
    let found = tokens(&document.text);
    document.tell_language(&found.words);
    let masks = match furniture.and_then(|furniture| furniture.0.get(&document.id)) {
        Some(masks) => masks.clone(),
        None => alone(&document.text, settings),
    };
    let kept: Vec<u32> =
        (0..).zip(&found.words).filter(|(at, _)| !masks.iter().any(|m| m.contains(at))).map(|w| *w.1).collect();
    Inspection {
        origins: document.origins.into_iter().collect(),
        captions: document.captions,
        agencies: document.agencies,
        shingles: shingle::set(&kept, settings.verify.shingle).len(),
        shingle: settings.verify.shingle,
        article: Article {
            id: document.id,
            outlet: document.outlet,
            path: corpus.describe(document.place),
            title: document.title,
            published: document.published,
            modified: document.modified,
            author: document.author,
            language: document.language,
            words: found.words.len() as u32,
            boilerplate_words: (found.words.len() - kept.len()) as u32,
            url: document.url,
            credits,
            furniture: masks.iter().filter_map(|mask| found.span(mask)).collect(),
            text: Some(document.text.into_owned()),
        },
    }
}

/// What an article shows to be furniture by itself: lines that only lead elsewhere, lines that repeat.
fn alone(text: &str, settings: &Settings) -> Vec<Range<u32>> {
    if settings.boilerplate == Boilerplate::Off {
        return Vec::new();
    }
    let mut batch = Batch::default();
    Tokenizer::default().tokenize(text, &mut batch);
    batch.finish();
    let mut store = TokenStore::default();
    store.append(&batch);
    boilerplate::learn(&store, &[OutletId(0)], &[0]).masks.pop().unwrap_or_default()
}
