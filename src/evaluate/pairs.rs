//! Found relations against the relations of listed pairs. Pairs that the gold does not list are not scored.

use super::gold::RELATIONS;
use super::{Found, Settings, harmonic, resample};
use crate::report::evaluation::{Disagreement, Evaluation, RelationScore};
use std::collections::{BTreeMap, BTreeSet};

/// From this place in `RELATIONS` on, two articles are versions of one text.
const CONTAINED: usize = 3;

pub fn evaluate(gold: &BTreeMap<(String, String), &'static str>, found: &Found, settings: Settings) -> Evaluation {
    // A relation that this version does not know is no agreement with any other.
    let cases: Vec<(usize, usize)> =
        gold.iter().map(|(pair, relation)| (place(relation), place(found.relation(pair)))).collect();
    let ids: BTreeSet<&String> = gold.keys().flat_map(|(a, b)| [a, b]).collect();
    Evaluation {
        gold: "pairs",
        gold_size: gold.len(),
        unknown: 0,
        unread: ids.into_iter().filter(|id| !found.articles.contains(*id)).count(),
        figures: resample::figures(
            ["precision", "recall", "F1", "macro F1 over relations"],
            cases.len(),
            settings,
            |weights| scores(&cases, weights),
        ),
        relations: relations(&cases, &vec![1; cases.len()]),
        worst: worst(gold, &cases, found, settings.worst),
    }
}

fn place(relation: &str) -> usize {
    RELATIONS.iter().position(|known| *known == relation).unwrap_or(RELATIONS.len())
}

/// Near-or-contained against the rest, and the mean F1 of the relations that the gold has.
fn scores(cases: &[(usize, usize)], weights: &[u32]) -> [f64; 4] {
    let versions = |place: usize| (CONTAINED..RELATIONS.len()).contains(&place);
    let joined: Vec<(usize, usize)> =
        cases.iter().map(|&(gold, found)| (usize::from(versions(gold)), usize::from(versions(found)))).collect();
    let binary = relation_score(&joined, weights, 1);
    let each = relations(cases, weights);
    let macro_f1 = each.iter().map(|score| score.f1).sum::<f64>() / each.len().max(1) as f64;
    [binary.precision, binary.recall, binary.f1, macro_f1]
}

/// The scores of the relations that the drawn gold has.
fn relations(cases: &[(usize, usize)], weights: &[u32]) -> Vec<RelationScore> {
    (0..RELATIONS.len()).rev().map(|at| relation_score(cases, weights, at)).filter(|score| score.gold > 0).collect()
}

fn relation_score(cases: &[(usize, usize)], weights: &[u32], at: usize) -> RelationScore {
    let count = |holds: &dyn Fn(&(usize, usize)) -> bool| -> usize {
        cases.iter().zip(weights).filter(|(case, _)| holds(case)).map(|(_, &weight)| weight as usize).sum()
    };
    let gold = count(&|case| case.0 == at);
    let found = count(&|case| case.1 == at);
    let agreed = count(&|case| case.0 == at && case.1 == at);
    let share = |of: usize| if of > 0 { agreed as f64 / of as f64 } else { 0.0 };
    let (precision, recall) = (share(found), share(gold));
    let f1 = harmonic(precision, recall);
    RelationScore { relation: RELATIONS[at].into(), gold, found, agreed, precision, recall, f1 }
}

/// The pairs whose two relations lie furthest apart.
fn worst(
    gold: &BTreeMap<(String, String), &'static str>,
    cases: &[(usize, usize)],
    found: &Found,
    count: usize,
) -> Vec<Disagreement> {
    let mut wrong: Vec<_> = gold.iter().zip(cases).filter(|(_, case)| case.0 != case.1).collect();
    wrong.sort_by_key(|(_, case)| std::cmp::Reverse(case.0.abs_diff(case.1)));
    let disagreement = |pair: &(String, String), relation: &str| Disagreement {
        a: pair.0.clone(),
        b: pair.1.clone(),
        gold: relation.into(),
        found: found.relation(pair).into(),
        pairs: 1,
    };
    wrong.into_iter().take(count).map(|((pair, relation), _)| disagreement(pair, relation)).collect()
}
