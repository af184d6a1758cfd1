//! Matches and passages as records: ids, offsets, and the text of each passage once.

use super::{origin, rounded};
use crate::id::DocId;
use crate::passages::gather;
use crate::pipeline::compare::Compared;
use crate::pipeline::ingest::Ingested;
use crate::pipeline::originals::Originals;
use crate::pipeline::places::first_seen;
use crate::pipeline::reuse::Texts;
use crate::provenance::credits::CreditFinder;
use crate::provenance::standing::group;
use crate::report::model::{Match, Occurrence, Passage};

/// Share of a place that stands in quotation marks where it is a quotation.
const QUOTED: f64 = 0.9;

/// What the passage stage found, as records.
#[derive(Default)]
pub(super) struct Reused {
    pub(super) matches: Vec<Match>,
    pub(super) passages: Vec<Passage>,
    /// What the passages were made from, in their order.
    pub(super) gathered: Vec<gather::Passage>,
}

pub(super) fn of(
    originals: &dyn Originals,
    ingested: &Ingested,
    compared: &Compared,
    gathered: Vec<gather::Passage>,
    cluster_of: &[Option<u32>],
    finder: &CreditFinder,
) -> Reused {
    let Some(texts) = &compared.reread else {
        return Reused::default();
    };
    let name = |doc: DocId| ingested.id(doc);
    let mut matches = Vec::with_capacity(compared.matches.len());
    matches.extend(compared.matches.iter().filter_map(|m| {
        let (a, b) = (texts.locate(m.a, &m.found.a)?, texts.locate(m.b, &m.found.b)?);
        Some(Match {
            a: name(m.a),
            b: name(m.b),
            a_start: a.bytes.start,
            a_end: a.bytes.end,
            b_start: b.bytes.start,
            b_end: b.bytes.end,
            a_char_start: a.chars.start,
            a_char_end: a.chars.end,
            b_char_start: b.chars.start,
            b_char_end: b.chars.end,
            words: m.found.words,
            identity: rounded(f64::from(m.found.identity)),
            reuse: m.found.reuse,
        })
    }));
    let mut passages: Vec<(gather::Passage, Passage)> = Vec::with_capacity(gathered.len());
    let with_record = |p| passage(ingested, texts, cluster_of, &p, finder).map(|record| (p, record));
    passages.extend(gathered.into_iter().filter_map(with_record));
    // Those that travelled farthest first; all else in the order of their places.
    passages.sort_by_key(|(_, p)| {
        (p.within_cluster.is_some(), std::cmp::Reverse((p.outlets.len(), p.occurrences.len(), p.words)))
    });
    fill_texts(originals, ingested, texts, &mut passages);
    passages.iter_mut().zip(1..).for_each(|((_, p), number)| p.passage = number);
    let (gathered, passages) = passages.into_iter().unzip();
    Reused { matches, passages, gathered }
}

/// The record but for its number and text.
fn passage(
    ingested: &Ingested,
    texts: &Texts,
    cluster_of: &[Option<u32>],
    passage: &gather::Passage,
    finder: &CreditFinder,
) -> Option<Passage> {
    let (first, dated) = first_seen(ingested, passage);
    let places: Vec<_> = passage.occurrences.iter().map(|o| texts.locate(o.doc, &o.words)).collect::<Option<_>>()?;
    let spans = passage.occurrences.iter().zip(&places).map(|(o, place)| (o.doc, place.bytes));
    let origin = origin::of_passage(ingested, spans, finder);
    let occurrences = passage.occurrences.iter().zip(&places).zip(&origin.standings).map(|((o, place), &standing)| {
        let quoted = texts.quoted(o.doc, place.bytes) >= QUOTED;
        Occurrence {
            article: ingested.id(o.doc),
            start: place.bytes.start,
            end: place.bytes.end,
            char_start: place.chars.start,
            char_end: place.chars.end,
            identity: rounded(f64::from(o.identity)),
            standing,
            quoted,
            group: group(standing, quoted),
        }
    });
    let occurrences: Vec<Occurrence> = occurrences.collect();
    let mut clusters = passage.occurrences.iter().map(|o| cluster_of[o.doc.index()]);
    let cluster = clusters.next().flatten();
    let within_cluster = cluster.filter(|_| clusters.all(|of| of == cluster));
    let shown = &passage.occurrences[first];
    Some(Passage {
        passage: 0,
        text: String::new(),
        words: shown.words.len() as u32,
        earliest: dated.then(|| ingested.id(shown.doc)),
        outlets: super::outlets(ingested, passage.occurrences.iter().map(|o| o.doc)),
        occurrences,
        within_cluster,
        credit: origin.credit,
        provenance: origin.provenance,
    })
}

fn fill_texts(
    originals: &dyn Originals,
    ingested: &Ingested,
    texts: &Texts,
    passages: &mut [(gather::Passage, Passage)],
) {
    let shown: Vec<_> = passages.iter().map(|(p, _)| p.occurrences[first_seen(ingested, p).0].clone()).collect();
    let places: Vec<_> = shown.iter().map(|o| ingested.articles[o.doc.index()].place).collect();
    originals.reread(&places, &mut |i, text| {
        let (Ok(text), Some(place)) = (text, texts.locate(shown[i].doc, &shown[i].words)) else {
            return;
        };
        if let Some(text) = text.get(place.bytes.start..place.bytes.end) {
            passages[i].1.text = text.to_owned();
        }
    });
}
