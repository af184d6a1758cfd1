//! From numbers to the report: ids, names, figures and texts in their places. Decides who represents a cluster.

mod flow;
mod origin;
mod passages;

use super::Settings;
use super::compare::Compared;
use super::genealogy::Genealogy;
use super::groups::Verdicts;
use super::ingest::{Article, Ingested};
use super::judge::Related;
use super::originals::Originals;
use crate::hash;
use crate::id::{DocId, OutletId};
use crate::passages::gather;
use crate::provenance::credits::CreditFinder;
use crate::provenance::noted::{Noted, Reach};
use crate::report::model::{
    self, Below, Boilerplate, Cluster, CreditField, CreditPlace, Holds, Member, Pair, Report, Run, Summary, Timings,
    Weakest,
};
use crate::text::boilerplate::Piece;
use crate::text::tokenize::tokens;
use crate::verify::{Overlap, Relation, VerifiedPair};

/// What else the report tells.
pub(super) struct Extras<'a> {
    pub(super) boilerplate: Vec<Boilerplate>,
    /// Furniture words of each article.
    pub(super) masked: Vec<u32>,
    /// The passages of the matches.
    pub(super) passages: Vec<gather::Passage>,
    /// Fingerprint of the corpus.
    pub(super) corpus: String,
    pub(super) described: serde_json::Value,
    pub(super) timings: Option<Timings>,
    pub(super) genealogy: Genealogy,
    /// Knows which outlet is which house.
    pub(super) finder: &'a CreditFinder,
}

pub(super) fn report(
    originals: &dyn Originals,
    ingested: &Ingested,
    compared: &Compared,
    verdicts: &[Verdicts],
    settings: &Settings,
    extras: Extras,
) -> Report {
    let name = |doc: DocId| ingested.id(doc);
    let mut cluster_of: Vec<Option<u32>> = vec![None; ingested.articles.len()];
    for (cluster, number) in verdicts.iter().zip(1..) {
        cluster.members.iter().for_each(|doc| cluster_of[doc.index()] = Some(number));
    }
    let parts = |related: &Related| cluster_of[related.pair.a.index()] != cluster_of[related.pair.b.index()];
    let pairs: Vec<Pair> = compared
        .related
        .iter()
        .map(|related| Pair {
            bridge: related.joins && parts(related),
            one_address: one_address(ingested, &[related.pair.a, related.pair.b]),
            ..pair(related, &name)
        })
        .collect();
    let clusters: Vec<Cluster> = verdicts
        .iter()
        .zip(1..)
        .map(|(verdicts, number)| {
            let mut cluster = cluster(ingested, verdicts, number, extras.finder);
            cluster.template = cluster.outlets.len() <= 1 && extras.genealogy.is_template(number);
            cluster
        })
        .collect();
    let reused = passages::of(originals, ingested, compared, extras.passages, &cluster_of, extras.finder);
    let clustered: usize = clusters.iter().map(|c| c.articles.len()).sum();
    let summary = Summary {
        articles: ingested.articles.len(),
        outlets: ingested.outlets.iter().flatten().count(),
        skipped: ingested.skipped.len(),
        too_short: compared.too_short,
        clusters: clusters.len(),
        passages: reused.passages.iter().filter(|p| p.within_cluster.is_none()).count(),
        pairs: pairs.len(),
        bridges_cut: pairs.iter().filter(|pair| pair.bridge).count(),
        out_of_scope: compared.out_of_scope,
        near_duplicate_share: clustered as f64 / ingested.articles.len().max(1) as f64,
        uncredited_share: origin::uncredited_share(&clusters, &reused.passages),
        edits_left_out: extras.genealogy.left_out,
        candidates: compared.candidates,
        candidate_stage: compared.stage.clone(),
        estimated_recall: compared.estimated_recall,
        best_below: compared.best_below.map(|pair| {
            self::pair(
                &Related {
                    pair,
                    relation: Relation::Partial,
                    joins: false,
                    joins_by_passages: false,
                    overlap: Overlap::default(),
                },
                &name,
            )
        }),
        boilerplate: extras.boilerplate.len(),
        timings: extras.timings,
    };
    let described = ingested.articles.iter().zip(&extras.masked);
    let articles: Vec<model::Article> = described.map(|(a, &masked)| article(originals, ingested, a, masked)).collect();
    Report {
        run: Run {
            schema: 1,
            version: env!("CARGO_PKG_VERSION").into(),
            settings: extras.described,
            seed: settings.seed,
            corpus: extras.corpus,
        },
        boilerplate: extras.boilerplate,
        pairs,
        matches: reused.matches,
        flows: flow::flows(ingested, &extras.masked, &reused.passages, &reused.gathered),
        edits: extras.genealogy.edits,
        lags: flow::lags(ingested, (&clusters, verdicts), (&reused.passages, &reused.gathered)),
        passages: reused.passages,
        clusters,
        below: compared.below.iter().map(|pair| below(pair, &name)).collect(),
        skipped: ingested.skipped.clone(),
        articles,
        summary,
    }
}

pub(super) fn article(
    originals: &dyn Originals,
    ingested: &Ingested,
    article: &Article,
    masked: u32,
) -> model::Article {
    let text = |field: &Option<Box<str>>| field.as_deref().map(str::to_owned);
    model::Article {
        id: (*article.id).to_owned(),
        outlet: ingested.outlets[article.outlet.index()].clone(),
        path: originals.file(article.place),
        title: text(&article.title),
        published: article.published,
        modified: article.modified,
        author: text(&article.author),
        language: text(&article.language),
        words: article.words,
        boilerplate_words: masked,
        url: text(&article.url),
        text: None,
        furniture: Vec::new(),
        credits: credits(&article.credits),
    }
}

pub(super) fn credits(noted: &[Noted]) -> Vec<model::Credit> {
    noted.iter().map(credit).collect()
}

fn credit(noted: &Noted) -> model::Credit {
    let (holds, near) = match noted.reach {
        Reach::Article => (Holds::Article, None),
        Reach::Near(span) => (Holds::Near, Some(span)),
        Reach::Nothing => (Holds::Nothing, None),
    };
    model::Credit {
        agency: (*noted.agency).to_owned(),
        kind: noted.kind,
        field: noted.field,
        text: (*noted.text).to_owned(),
        place: (noted.field == CreditField::Text).then_some(CreditPlace {
            start: noted.bytes.start,
            end: noted.bytes.end,
            char_start: noted.chars.start,
            char_end: noted.chars.end,
        }),
        holds,
        near,
    }
}

fn pair(related: &Related, name: &dyn Fn(DocId) -> String) -> Pair {
    Pair {
        a: name(related.pair.a),
        b: name(related.pair.b),
        relation: related.relation,
        resemblance: rounded(related.pair.resemblance()),
        containment_a: rounded(related.pair.containment_a()),
        containment_b: rounded(related.pair.containment_b()),
        shared_words: related.overlap.equal,
        joins_by_passages: related.joins_by_passages,
        bridge: false,
        one_address: false,
    }
}

fn below(pair: &VerifiedPair, name: &dyn Fn(DocId) -> String) -> Below {
    Below { a: name(pair.a), b: name(pair.b), resemblance: rounded(pair.resemblance()) }
}

/// Six digits: more than anyone reads, and short in a file.
pub(super) fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

fn cluster(ingested: &Ingested, verdicts: &Verdicts, number: u32, finder: &CreditFinder) -> Cluster {
    let name = |doc: DocId| ingested.id(doc);
    // Share of `part` that stands in `whole`.
    let contained = |part: DocId, whole: DocId| {
        let ends = (part.min(whole), part.max(whole));
        match verdicts.pairs.binary_search_by_key(&ends, |pair| (pair.a, pair.b)) {
            Ok(at) if part < whole => verdicts.pairs[at].containment_a(),
            Ok(at) => verdicts.pairs[at].containment_b(),
            Err(_) => 0.0,
        }
    };
    let held_by: Vec<f64> = verdicts.members.iter().map(|&doc| held_by(doc, &verdicts.members, &contained)).collect();
    let (representative, reason) = representative(ingested, &verdicts.members, &held_by);
    let earliest = earliest(ingested, &verdicts.members);
    let first = name(earliest.unwrap_or(verdicts.members[0]));
    let origin = origin::of_cluster(ingested, &verdicts.members, &held_by, finder);
    let weakest = verdicts
        .pairs
        .iter()
        .min_by(|x, y| x.resemblance().total_cmp(&y.resemblance()))
        .expect("a cluster has at least one pair");
    let share = |part: DocId, whole: DocId| {
        if part == whole { 1.0 } else { rounded(contained(part, whole)) }
    };
    Cluster {
        cluster: number,
        id: format!("{:016x}", hash::bytes(first.as_bytes())),
        articles: verdicts.members.iter().map(|&doc| name(doc)).collect(),
        outlets: outlets(ingested, verdicts.members.iter().copied()),
        representative: name(representative),
        representative_reason: reason,
        earliest: earliest.map(name),
        weakest: Weakest { a: name(weakest.a), b: name(weakest.b), resemblance: rounded(weakest.resemblance()) },
        members: verdicts
            .members
            .iter()
            .zip(origin.standings)
            .map(|(&doc, standing)| Member {
                article: name(doc),
                in_representative: share(doc, representative),
                of_representative: share(representative, doc),
                standing,
            })
            .collect(),
        provenance: origin.provenance,
        credit: origin.credit,
        template: false,
        one_address: one_address(ingested, &verdicts.members),
    }
}

/// The names of the outlets of some articles, each once.
fn outlets(ingested: &Ingested, docs: impl Iterator<Item = DocId>) -> Vec<String> {
    let mut outlets: Vec<OutletId> = docs.map(|doc| ingested.articles[doc.index()].outlet).collect();
    outlets.sort_unstable();
    outlets.dedup();
    outlets.into_iter().filter_map(|outlet| ingested.outlets[outlet.index()].clone()).collect()
}

/// Whether articles were read from one address; how it is reached, and a place within the page, do not matter.
fn one_address(ingested: &Ingested, docs: &[DocId]) -> bool {
    let address = |doc: &DocId| {
        let url = ingested.articles[doc.index()].url.as_deref()?;
        let url = url.split('#').next().unwrap_or(url);
        let bare = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or(url);
        Some(bare.trim_end_matches('/')).filter(|bare| !bare.is_empty())
    };
    let first = docs.first().and_then(address);
    first.is_some() && docs.iter().all(|doc| address(doc) == first)
}

/// The dated member that was seen first.
fn earliest(ingested: &Ingested, members: &[DocId]) -> Option<DocId> {
    let dated = members.iter().filter_map(|&doc| Some((ingested.articles[doc.index()].seen()?, doc)));
    dated.min().map(|(_, doc)| doc)
}

/// Share of the other members that stands in one, on average.
fn held_by(doc: DocId, members: &[DocId], contained: &dyn Fn(DocId, DocId) -> f64) -> f64 {
    let others = members.iter().filter(|&&other| other != doc);
    others.map(|&other| contained(other, doc)).sum::<f64>() / (members.len() - 1) as f64
}

/// The most complete member: the one by which the largest share of the others is held, on average; of equals the
/// earliest seen, then the first id.
fn representative(ingested: &Ingested, members: &[DocId], held_by: &[f64]) -> (DocId, String) {
    let best = held_by.iter().copied().fold(0.0, f64::max);
    let complete: Vec<DocId> =
        members.iter().zip(held_by).filter(|(_, held)| **held >= best - 1e-9).map(|(doc, _)| *doc).collect();
    let first = earliest(ingested, &complete);
    let share = format!("most complete: holds {:.0}% of the others on average", best * 100.0);
    match first {
        _ if complete.len() == 1 => (complete[0], share),
        Some(doc) => (doc, format!("{share}; earliest of {} equals", complete.len())),
        None => (complete[0], format!("{share}; first id of {} equals", complete.len())),
    }
}

/// The furniture in words: each piece is read again from an article that has it.
pub(super) fn boilerplate(originals: &dyn Originals, ingested: &Ingested, pieces: &[Piece]) -> Vec<Boilerplate> {
    let places: Vec<_> = pieces.iter().map(|piece| ingested.articles[piece.example.index()].place).collect();
    let mut texts = vec![String::new(); pieces.len()];
    originals.reread(&places, &mut |i, text| {
        let Ok(text) = text else { return };
        let spans = tokens(text).spans;
        let words = &pieces[i].words;
        // The file may have changed since it was read; then the piece is shown without its text.
        if let (Some(first), Some(last)) = (spans.get(words.start as usize), spans.get(words.end as usize - 1)) {
            texts[i] = text[first.start..last.end].split_whitespace().collect::<Vec<_>>().join(" ");
        }
    });
    pieces
        .iter()
        .zip(texts)
        .map(|(piece, text)| Boilerplate {
            outlet: ingested.outlets[piece.outlet.index()].clone(),
            articles: piece.articles,
            text,
        })
        .collect()
}
