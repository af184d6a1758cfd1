//! Where clusters and passages came from, as records: the articles of a run put before the rules of provenance.

use crate::id::{DocId, Span};
use crate::pipeline::ingest::Ingested;
use crate::provenance::credits::CreditFinder;
use crate::provenance::place::{Place, Places};
use crate::provenance::source::{Conclusion, conclude};
use crate::provenance::standing::{self, Standing, standings};
use crate::report::model::{Cluster, Credited, Evidence, Passage, Provenance};

/// What is concluded of one text.
pub(super) struct Origin {
    /// Of each place, in their order.
    pub(super) standings: Vec<Standing>,
    pub(super) credit: Credited,
    pub(super) provenance: Provenance,
}

/// Of a cluster: a credit speaks for the whole article. `held_by` is the share of the others that each member holds.
pub(super) fn of_cluster(ingested: &Ingested, members: &[DocId], held_by: &[f64], finder: &CreditFinder) -> Origin {
    let place = |(&doc, &complete): (&DocId, &f64)| Place { complete, ..place(ingested, doc, None) };
    concluded(ingested, members, &Places::new(members.iter().zip(held_by).map(place).collect(), finder))
}

/// Of a passage: a credit in running text speaks for the sentences beside it.
pub(super) fn of_passage(
    ingested: &Ingested,
    spans: impl Iterator<Item = (DocId, Span)>,
    finder: &CreditFinder,
) -> Origin {
    let (docs, places): (Vec<DocId>, Vec<Place>) =
        spans.map(|(doc, span)| (doc, place(ingested, doc, Some(span)))).unzip();
    concluded(ingested, &docs, &Places::new(places, finder))
}

fn place(ingested: &Ingested, doc: DocId, span: Option<Span>) -> Place<'_> {
    let article = &ingested.articles[doc.index()];
    let outlet = ingested.outlets[article.outlet.index()].as_deref().unwrap_or_default();
    let place = Place::new(outlet, article.published, article.modified).crediting(&article.credits, span);
    Place { url: article.url.as_deref(), statement: article.statement, ..place }
}

fn concluded(ingested: &Ingested, docs: &[DocId], places: &Places) -> Origin {
    let standings = standings(places);
    let credit = Credited { agency: agency(places), status: standing::status(&standings) };
    let provenance = provenance(ingested, docs, conclude(places));
    Origin { standings, credit, provenance }
}

/// The house that most publishers credit; of equals one that is credited for whole articles, then the first by name.
fn agency(places: &Places) -> Option<String> {
    let wholly = |house: &str| places.all.iter().any(|place| place.here.get(house) == Some(&true));
    let best = places.namers.iter().rev().max_by_key(|(house, publishers)| (publishers.len(), wholly(house)));
    best.map(|(house, _)| (*house).to_owned())
}

fn provenance(ingested: &Ingested, docs: &[DocId], conclusion: Conclusion) -> Provenance {
    // In the order of their ids, each once.
    let ids = |places: &[usize]| {
        let mut docs: Vec<DocId> = places.iter().map(|&i| docs[i]).collect();
        docs.sort_unstable();
        docs.dedup();
        docs.into_iter().map(|doc| ingested.id(doc)).collect()
    };
    let evidence = conclusion.evidence.into_iter().map(|one| Evidence {
        source: one.source,
        reason: one.reason,
        points: one.points,
        articles: ids(&one.places),
    });
    Provenance { source: conclusion.source, confidence: conclusion.confidence, evidence: evidence.collect() }
}

/// Share of the decided places that are uncredited; 0 where none is decided.
pub(super) fn uncredited_share(clusters: &[Cluster], passages: &[Passage]) -> f64 {
    let members = clusters.iter().flat_map(|cluster| &cluster.members).map(|member| member.standing);
    let between = passages.iter().filter(|passage| passage.within_cluster.is_none());
    let places = between.flat_map(|passage| &passage.occurrences).map(|place| place.standing);
    let (mut credited, mut uncredited) = (0.0, 0.0);
    for standing in members.chain(places) {
        credited += f64::from(u8::from(standing == Standing::Credited));
        uncredited += f64::from(u8::from(standing == Standing::Uncredited));
    }
    super::rounded(uncredited / f64::max(credited + uncredited, 1.0))
}
