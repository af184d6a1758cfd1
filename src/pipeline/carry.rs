//! The articles' texts for a report that shows them, with the places of the furniture in them.

use super::Texts;
use super::ingest::Ingested;
use super::originals::Originals;
use crate::id::{DocId, Span};
use crate::report::model::Report;
use crate::text::tokenize::tokens;
use std::collections::HashSet;

/// Reads the wanted articles again and puts their texts into the report. One that cannot be read again, or that
/// has changed since, goes without.
pub(super) fn texts(originals: &dyn Originals, ingested: &Ingested, wanted: Texts, report: &mut Report) {
    let docs: Vec<usize> = match wanted {
        Texts::None => return,
        Texts::All => (0..report.articles.len()).collect(),
        Texts::Related => related(report),
    };
    let places: Vec<_> = docs.iter().map(|&doc| ingested.articles[doc].place).collect();
    originals.reread(&places, &mut |i, text| {
        let Ok(text) = text else { return };
        if let Some(furniture) = furniture(ingested, DocId(docs[i] as u32), text) {
            let article = &mut report.articles[docs[i]];
            article.text = Some(text.to_owned());
            article.furniture = furniture;
        }
    });
}

/// Articles that stand in some pair or passage.
fn related(report: &Report) -> Vec<usize> {
    let pairs = report.pairs.iter().flat_map(|pair| [&pair.a, &pair.b]);
    let passages = report.passages.iter().flat_map(|p| p.occurrences.iter().map(|o| &o.article));
    let ids: HashSet<&str> = pairs.chain(passages).map(String::as_str).collect();
    (0..report.articles.len()).filter(|&doc| ids.contains(report.articles[doc].id.as_str())).collect()
}

/// The bytes under the words that were taken out; `None` where the text is no longer the one that was compared.
fn furniture(ingested: &Ingested, doc: DocId, text: &str) -> Option<Vec<Span>> {
    let tokens = tokens(text);
    if tokens.words.len() != ingested.articles[doc.index()].words as usize {
        return None;
    }
    ingested.store.removed_words(doc).map(|words| tokens.span(&words)).collect()
}
