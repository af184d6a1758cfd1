//! Found clusters against gold clusters, over all pairs of articles.

use super::{Found, Settings, harmonic, resample};
use crate::report::evaluation::{Disagreement, Evaluation};
use std::collections::BTreeMap;

pub fn evaluate(gold: &BTreeMap<String, String>, found: &Found, settings: Settings) -> Evaluation {
    let labels = Labels::of(gold, found);
    Evaluation {
        gold: "clusters",
        gold_size: gold.len(),
        unknown: found.cluster_of.keys().filter(|id| !gold.contains_key(*id)).count(),
        unread: gold.keys().filter(|id| !found.articles.contains(*id)).count(),
        figures: resample::figures(
            ["precision", "recall", "F1", "adjusted Rand"],
            labels.ids.len(),
            settings,
            |weights| labels.scores(weights),
        ),
        relations: Vec::new(),
        worst: labels.worst(settings.worst),
    }
}

/// The two groupings with dense numbers.
struct Labels<'a> {
    ids: Vec<&'a str>,
    gold: Vec<usize>,
    found: Vec<usize>,
    both: Vec<usize>,
}

impl<'a> Labels<'a> {
    fn of(gold: &'a BTreeMap<String, String>, found: &Found) -> Self {
        let names: Vec<&String> = gold.values().collect();
        let gold_numbers = dense(&names);
        // An article in no found cluster is alone: its own id is its label.
        let alone: Vec<_> = gold
            .keys()
            .map(|id| found.cluster_of.get(id).map_or((usize::MAX, id.as_str()), |&cluster| (cluster, "")))
            .collect();
        let found_numbers = dense(&alone);
        let cells: Vec<_> = gold_numbers.iter().zip(&found_numbers).collect();
        Self {
            ids: gold.keys().map(String::as_str).collect(),
            both: dense(&cells),
            gold: gold_numbers,
            found: found_numbers,
        }
    }

    /// Precision, recall, F1 and the adjusted Rand index (Hubert and Arabie, 1985) where article `i` was drawn
    /// `weights[i]` times; an article and its own copy are no pair.
    fn scores(&self, weights: &[u32]) -> [f64; 4] {
        let (both, gold, found) = (pairs(&self.both, weights), pairs(&self.gold, weights), pairs(&self.found, weights));
        let all = pairs(&vec![0; self.ids.len()], weights);
        let precision = if found > 0.0 { both / found } else { 1.0 };
        let recall = if gold > 0.0 { both / gold } else { 1.0 };
        let expected = if all > 0.0 { gold * found / all } else { 0.0 };
        let mean = (gold + found) / 2.0;
        let rand = if mean == expected { 1.0 } else { (both - expected) / (mean - expected) };
        [precision, recall, harmonic(precision, recall), rand]
    }

    /// Clusters that join or split what the other grouping does not, those with the most wrong pairs first.
    fn worst(&self, count: usize) -> Vec<Disagreement> {
        let mut out = self.parts(&self.found, &self.gold, "different clusters", "one cluster");
        out.extend(self.parts(&self.gold, &self.found, "one cluster", "different clusters"));
        out.sort_by(|x, y| y.pairs.cmp(&x.pairs).then_with(|| (&x.a, &x.b).cmp(&(&y.a, &y.b))));
        out.truncate(count);
        out
    }

    /// The largest part of each `whole` held against its other parts, one article for each.
    fn parts(&self, whole: &[usize], part: &[usize], gold: &str, found: &str) -> Vec<Disagreement> {
        let mut wholes: BTreeMap<usize, BTreeMap<usize, Vec<usize>>> = BTreeMap::new();
        for (article, (&whole, &part)) in whole.iter().zip(part).enumerate() {
            wholes.entry(whole).or_default().entry(part).or_default().push(article);
        }
        let mut out = Vec::new();
        for parts in wholes.into_values() {
            let mut parts: Vec<Vec<usize>> = parts.into_values().collect();
            parts.sort_by_key(|part| (std::cmp::Reverse(part.len()), part[0]));
            for other in &parts[1..] {
                let (a, b) = (parts[0][0].min(other[0]), parts[0][0].max(other[0]));
                out.push(Disagreement {
                    a: self.ids[a].into(),
                    b: self.ids[b].into(),
                    gold: gold.into(),
                    found: found.into(),
                    pairs: parts[0].len() * other.len(),
                });
            }
        }
        out
    }
}

/// Numbers from 0 for equal labels.
fn dense<T: Ord>(labels: &[T]) -> Vec<usize> {
    let mut numbers = BTreeMap::new();
    labels
        .iter()
        .map(|label| {
            let next = numbers.len();
            *numbers.entry(label).or_insert(next)
        })
        .collect()
}

/// Pairs of different articles with one label.
fn pairs(labels: &[usize], weights: &[u32]) -> f64 {
    let mut sums = vec![(0u64, 0u64); labels.iter().max().map_or(0, |m| m + 1)];
    for (&label, &weight) in labels.iter().zip(weights) {
        let weight = u64::from(weight);
        sums[label].0 += weight;
        sums[label].1 += weight * weight;
    }
    sums.into_iter().map(|(sum, squares)| ((sum * sum - squares) / 2) as f64).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The definition: every pair of articles, counted one by one.
    fn slow(gold: &[usize], found: &[usize]) -> [f64; 4] {
        let [mut a, mut b, mut c, mut d] = [0.0f64; 4];
        for i in 0..gold.len() {
            for j in i + 1..gold.len() {
                match (gold[i] == gold[j], found[i] == found[j]) {
                    (true, true) => a += 1.0,
                    (true, false) => b += 1.0,
                    (false, true) => c += 1.0,
                    (false, false) => d += 1.0,
                }
            }
        }
        let precision = if a + c > 0.0 { a / (a + c) } else { 1.0 };
        let recall = if a + b > 0.0 { a / (a + b) } else { 1.0 };
        let below = (a + b) * (b + d) + (a + c) * (c + d);
        let rand = if below == 0.0 { 1.0 } else { 2.0 * (a * d - b * c) / below };
        [precision, recall, harmonic(precision, recall), rand]
    }

    proptest! {
        #[test]
        fn scores_are_those_of_all_pairs(labels in proptest::collection::vec((0usize..5, 0usize..5), 2..40)) {
            let (gold, found): (Vec<_>, Vec<_>) = labels.iter().copied().unzip();
            let both = dense(&labels);
            let ids = vec![""; gold.len()];
            let ours = Labels { ids, gold: gold.clone(), found: found.clone(), both }.scores(&vec![1; gold.len()]);
            for (x, y) in ours.iter().zip(slow(&gold, &found)) {
                prop_assert!((x - y).abs() < 1e-9, "{ours:?}");
            }
        }
    }
}
