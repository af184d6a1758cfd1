//! What must hold for any articles: short texts over few words, so that everything happens often.

use proptest::prelude::*;
use reprint::cluster::Method;
use reprint::corpus::{self, Corpus};
use reprint::pipeline::{self, Boilerplate, NoObserver, Scope, Settings, Texts};
use reprint::report::model::Report;
use reprint::{passages, verify};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

pub fn settings(threshold: f64, shingle: usize) -> Settings {
    Settings {
        verify: verify::Settings { shingle, threshold, containment: 0.5, contained_words: 10 },
        hashes: 128,
        bands: None,
        rows: None,
        exact: true,
        min_words: 1,
        boilerplate: Boilerplate::Off,
        passages: Some(passages::Settings::default()),
        scope: Scope::All,
        window_seconds: None,
        cluster: Method::Dense { gamma: 0.5 },
        seed: 1,
        sensitive: false,
        letters: false,
        texts: Texts::None,
        gazetteer: Vec::new(),
        timings: false,
    }
}

/// Scans articles given as id and text.
fn scan(articles: &[(String, String)], settings: &Settings) -> Report {
    with_corpus(articles, |corpus| pipeline::scan(corpus, settings, &NoObserver).expect("a report"))
}

/// Does something with a corpus of articles given as id and text.
pub fn with_corpus<T>(articles: &[(String, String)], work: impl FnOnce(&Corpus) -> T) -> T {
    let file = tempfile::Builder::new().suffix(".jsonl").tempfile().expect("a temporary file");
    let lines: String =
        articles.iter().map(|(id, text)| serde_json::json!({"id": id, "text": text}).to_string() + "\n").collect();
    std::fs::write(file.path(), lines).expect("records");
    work(&Corpus::open(&[PathBuf::from(file.path())], corpus::Settings::default()).expect("a corpus"))
}

/// Articles over a small vocabulary, some of them made of pieces of others.
pub fn articles() -> impl Strategy<Value = Vec<Vec<u8>>> {
    let piece = || proptest::collection::vec(0u8..12, 1..30);
    (
        proptest::collection::vec(piece(), 1..6),
        proptest::collection::vec(proptest::collection::vec(any::<prop::sample::Index>(), 1..4), 2..14),
    )
        .prop_map(|(pieces, recipes)| {
            let cook = |recipe: Vec<prop::sample::Index>| recipe.iter().flat_map(|i| i.get(&pieces).clone()).collect();
            recipes.into_iter().map(cook).collect()
        })
}

pub fn named(articles: &[Vec<u8>]) -> Vec<(String, String)> {
    let text = |words: &Vec<u8>| words.iter().map(|w| format!("kata{w}")).collect::<Vec<_>>().join(" ");
    articles.iter().enumerate().map(|(n, words)| (format!("{n:02}"), text(words))).collect()
}

/// Shared and united word n-grams; a text shorter than `n` words is one n-gram.
fn slow(a: &[u8], b: &[u8], n: usize) -> (usize, usize) {
    let grams = |words: &[u8]| -> BTreeSet<Vec<u8>> {
        if words.len() < n {
            return BTreeSet::from([words.to_vec()]);
        }
        words.windows(n).map(<[u8]>::to_vec).collect()
    };
    let (a, b) = (grams(a), grams(b));
    (a.intersection(&b).count(), a.union(&b).count())
}

fn figures(report: &Report) -> BTreeMap<(String, String), (String, String)> {
    let of = |p: &reprint::report::model::Pair| {
        (
            (p.a.clone(), p.b.clone()),
            (format!("{:?}", p.relation), format!("{} {} {}", p.resemblance, p.containment_a, p.containment_b)),
        )
    };
    report.pairs.iter().map(of).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    /// Rational thresholds are reached exactly: a half is a half.
    #[test]
    fn exact_mode_is_brute_force(articles in articles(), n in 1usize..5, (p, q) in prop::sample::select(vec![(1, 2), (2, 3), (1, 3), (3, 4), (1, 10), (1, 1)])) {
        let report = scan(&named(&articles), &settings(p as f64 / q as f64, n));
        // Six digits are written: two thirds are 0.666667.
        let alike = report.pairs.iter().filter(|pair| pair.resemblance > p as f64 / q as f64 - 1e-6);
        let found: Vec<(String, String)> = alike.map(|pair| (pair.a.clone(), pair.b.clone())).collect();
        let mut expected = Vec::new();
        for a in 0..articles.len() {
            for b in a + 1..articles.len() {
                let (shared, either) = slow(&articles[a], &articles[b], n);
                if shared * q >= either * p {
                    expected.push((format!("{a:02}"), format!("{b:02}")));
                }
            }
        }
        prop_assert_eq!(found, expected);
    }

    /// What two articles are to each other does not change because a third one is there.
    #[test]
    fn a_stranger_changes_no_pair(articles in articles(), stranger in proptest::collection::vec(100u8..200, 1..60)) {
        let before = figures(&scan(&named(&articles), &settings(0.5, 3)));
        let mut more = articles.clone();
        more.push(stranger);
        let after = figures(&scan(&named(&more), &settings(0.5, 3)));
        prop_assert_eq!(before, after);
    }

    /// Clusters are disjoint, hold two articles or more, and every one of them is joined to another by a pair.
    #[test]
    fn clusters_are_made_of_pairs(articles in articles(), dense in any::<bool>()) {
        let cluster = if dense { Method::Dense { gamma: 0.5 } } else { Method::Components };
        let report = scan(&named(&articles), &Settings { cluster, ..settings(0.4, 2) });
        let mut seen = BTreeSet::new();
        for cluster in &report.clusters {
            prop_assert!(cluster.articles.len() > 1 && cluster.articles.is_sorted());
            prop_assert!(cluster.articles.contains(&cluster.representative));
            for id in &cluster.articles {
                prop_assert!(seen.insert(id.clone()), "{} stands in two clusters", id);
                let joined = report.pairs.iter().any(|p| (&p.a == id && cluster.articles.contains(&p.b)) || (&p.b == id && cluster.articles.contains(&p.a)));
                prop_assert!(joined, "{} is joined to nobody", id);
            }
        }
        if !dense {
            for pair in report.pairs.iter().filter(|p| p.resemblance >= 0.4) {
                prop_assert!(report.clusters.iter().any(|c| c.articles.contains(&pair.a) && c.articles.contains(&pair.b)));
            }
        }
    }
}
