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
use crate::id::DocId;
use crate::provenance::credits::CreditFinder;
use crate::provenance::noted::{Noted, Reach};
use crate::report::model::{
    self, Below, Boilerplate, Cluster, CreditField, CreditPlace, Holds, Member, Pair, Report, Run, Summary, Timings,
    Weakest,
};
use crate::text::boilerplate::Piece;
use crate::text::tokenize::tokens;
use crate::verify::{Overlap, Relation, VerifiedPair};
use std::collections::{BTreeSet, HashMap};

/// What else the report tells.
pub(super) struct Extras<'a> {
    pub(super) boilerplate: Vec<Boilerplate>,
    /// Furniture words of each article.
    pub(super) masked: Vec<u32>,
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
    clusters: &[Verdicts],
    settings: &Settings,
    extras: Extras,
) -> Report {
    let name = |doc: DocId| ingested.id(doc);
    let number: HashMap<DocId, u32> = clusters
        .iter()
        .zip(1..)
        .flat_map(|(cluster, number)| cluster.members.iter().map(move |&doc| (doc, number)))
        .collect();
    let parts = |related: &Related| number.get(&related.pair.a) != number.get(&related.pair.b);
    let pairs: Vec<Pair> = compared
        .related
        .iter()
        .map(|related| Pair {
            bridge: related.joins && parts(related),
            one_address: one_address(ingested, &[related.pair.a, related.pair.b]),
            ..pair(related, &name)
        })
        .collect();
    let clusters: Vec<Cluster> = clusters
        .iter()
        .zip(1..)
        .map(|(verdicts, number)| {
            let mut cluster = cluster(ingested, verdicts, number, extras.finder);
            cluster.template = cluster.outlets.len() <= 1 && extras.genealogy.is_template(number);
            cluster
        })
        .collect();
    let reused = passages::of(originals, ingested, compared, &number, extras.finder);
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
        flows: flow::flows(&articles, &reused.passages),
        edits: extras.genealogy.edits,
        lags: flow::lags(&articles, &clusters, &reused.passages),
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
    let held: HashMap<(DocId, DocId), &VerifiedPair> =
        verdicts.pairs.iter().map(|pair| ((pair.a, pair.b), pair)).collect();
    // Share of `part` that stands in `whole`.
    let contained = |part: DocId, whole: DocId| match (held.get(&(part, whole)), held.get(&(whole, part))) {
        (Some(pair), _) => pair.containment_a(),
        (_, Some(pair)) => pair.containment_b(),
        _ => 0.0,
    };
    let (representative, reason) = representative(ingested, &verdicts.members, &contained);
    let earliest = earliest(ingested, &verdicts.members);
    let first = name(earliest.unwrap_or(verdicts.members[0]));
    let origin = origin::of_cluster(ingested, &verdicts.members, &contained, finder);
    let weakest = verdicts
        .pairs
        .iter()
        .min_by(|x, y| x.resemblance().total_cmp(&y.resemblance()))
        .expect("a cluster has at least one pair");
    let outlets: BTreeSet<&String> = verdicts
        .members
        .iter()
        .filter_map(|&doc| ingested.outlets[ingested.articles[doc.index()].outlet.index()].as_ref())
        .collect();
    let share = |part: DocId, whole: DocId| {
        if part == whole { 1.0 } else { rounded(contained(part, whole)) }
    };
    Cluster {
        cluster: number,
        id: format!("{:016x}", hash::bytes(first.as_bytes())),
        articles: verdicts.members.iter().map(|&doc| name(doc)).collect(),
        outlets: outlets.into_iter().cloned().collect(),
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
    let dated = members.iter().filter_map(|&doc| Some((ingested.articles[doc.index()].published?.seconds(), doc)));
    dated.min().map(|(_, doc)| doc)
}

/// Share of the other members that stands in one, on average.
fn held_by(doc: DocId, members: &[DocId], contained: &dyn Fn(DocId, DocId) -> f64) -> f64 {
    let others = members.iter().filter(|&&other| other != doc);
    others.map(|&other| contained(other, doc)).sum::<f64>() / (members.len() - 1) as f64
}

/// The most complete member: the one that holds the largest share of the others, on average; of equals the
/// earliest seen, then the first id.
fn representative(ingested: &Ingested, members: &[DocId], contained: &dyn Fn(DocId, DocId) -> f64) -> (DocId, String) {
    let means: Vec<(DocId, f64)> = members.iter().map(|&doc| (doc, held_by(doc, members, contained))).collect();
    let best = means.iter().fold(0.0, |best: f64, m| best.max(m.1));
    let complete: Vec<DocId> = means.iter().filter(|m| m.1 >= best - 1e-9).map(|m| m.0).collect();
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
