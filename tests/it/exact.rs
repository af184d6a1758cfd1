//! Pairs against an obvious implementation that works on the texts: sets of word n-grams, every pair, no hash.

use crate::newsroom::{Corpus, Run, number, string};
use crate::words::{Random, edited, prose, words};
use std::collections::{BTreeMap, BTreeSet};

/// The words of a text: what stands between blanks and points, in lower case.
pub fn slow_words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
}

fn grams(words: &[String], n: usize) -> BTreeSet<&[String]> {
    words.windows(n).collect()
}

/// `(shared, either, in a, in b)` of the n-grams of two articles.
fn counts(a: &[String], b: &[String], n: usize) -> (usize, usize, usize, usize) {
    let (a, b) = (grams(a, n), grams(b, n));
    (a.intersection(&b).count(), a.union(&b).count(), a.len(), b.len())
}

/// Stories in versions of every distance, short ones among them.
fn texts() -> BTreeMap<String, String> {
    let mut random = Random::new(77);
    let mut texts = BTreeMap::new();
    for n in 0..40u64 {
        let original = words(900 + n, 13 + random.below(150));
        for copy in 0..1 + random.below(5) as u64 {
            let mut text = match copy {
                0 | 1 => original.clone(),
                _ => edited(&original, 2 + random.below(20), copy),
            };
            if copy > 2 {
                text.truncate(text.len() * 2 / 3);
            }
            if copy > 1 && random.below(3) == 0 {
                text.extend(words(5000 + n * 10 + copy, random.below(80)));
            }
            texts.insert(format!("outlet{copy}/{n:02}.txt"), prose(&text));
        }
    }
    texts
}

fn corpus(texts: &BTreeMap<String, String>) -> Corpus {
    texts.iter().fold(Corpus::new(), |corpus, (id, text)| corpus.file(id, text))
}

type Pairs = BTreeSet<(String, String)>;

/// Reported pairs whose resemblance reaches the threshold; more are reported for the passages that they share.
fn alike(run: &Run, threshold: &str) -> Pairs {
    let threshold: f64 = threshold.parse().expect("a figure");
    let alike = run.records("pair").into_iter().filter(|p| number(p, "resemblance") >= threshold);
    alike
        .map(|p| {
            assert_ne!(p["relation"], "partial", "{p}");
            (string(&p, "a"), string(&p, "b"))
        })
        .collect()
}

/// Pairs at or above `p / q`, in whole numbers.
fn brute_force(texts: &BTreeMap<String, String>, n: usize, (p, q): (usize, usize)) -> Pairs {
    let words: Vec<(&String, Vec<String>)> = texts.iter().map(|(id, text)| (id, slow_words(text))).collect();
    let mut pairs = Pairs::new();
    for (i, (a, x)) in words.iter().enumerate() {
        for (b, y) in &words[i + 1..] {
            let (shared, either, ..) = counts(x, y, n);
            if shared > 0 && shared * q >= either * p && x.len() >= 12 && y.len() >= 12 {
                pairs.insert(((*a).clone(), (*b).clone()));
            }
        }
    }
    pairs
}

#[test]
fn exact_mode_is_brute_force() {
    let texts = texts();
    let corpus = corpus(&texts);
    for n in [1, 2, 3, 5] {
        for (threshold, ratio) in [("0.2", (1, 5)), ("0.5", (1, 2)), ("0.8", (4, 5)), ("1", (1, 1))] {
            let slow = brute_force(&texts, n, ratio);
            let shingle = n.to_string();
            for passages in [&[][..], &["--no-passages"]] {
                let flags =
                    [&["--exact", "--boilerplate", "off", "--shingle", &shingle, "--threshold", threshold], passages]
                        .concat();
                let run = corpus.scan(&flags);
                assert_eq!(alike(&run, threshold), slow, "{flags:?}");
                assert_eq!(run.one("summary")["estimated_recall"], 1.0);
            }
        }
    }
    assert!(brute_force(&texts, 3, (1, 2)).len() > 30, "the corpus has pairs to lose");
}

/// The figures of every reported pair are those of the texts.
#[test]
fn reported_figures_are_those_of_the_texts() {
    let texts = texts();
    for flags in [&["--boilerplate", "off"][..], &["--boilerplate", "off", "--exact", "--threshold", "0.2"]] {
        let run = corpus(&texts).scan(flags);
        let pairs = run.records("pair");
        assert!(pairs.len() > 50);
        for pair in &pairs {
            let (a, b) = (slow_words(&texts[&string(pair, "a")]), slow_words(&texts[&string(pair, "b")]));
            let (shared, either, in_a, in_b) = counts(&a, &b, 3);
            for (field, part, whole) in
                [("resemblance", shared, either), ("containment_a", shared, in_a), ("containment_b", shared, in_b)]
            {
                let expected = part as f64 / whole as f64;
                assert!((number(pair, field) - expected).abs() < 1e-6, "{field} of {pair}: {expected}");
            }
            assert_eq!(pair["relation"] == "identical", a == b, "{pair}");
            assert!(number(pair, "shared_words") <= a.len().min(b.len()) as f64);
        }
    }
}

/// Signatures find no pair that is none, and nearly all that are: few enough pairs stand near the threshold here to ask for all above it by a tenth.
#[test]
fn signatures_find_a_part_of_the_exact_pairs() {
    let texts = texts();
    let corpus = corpus(&texts);
    for (threshold, ratio, above) in [("0.3", (3, 10), (4, 10)), ("0.5", (1, 2), (6, 10)), ("0.7", (7, 10), (8, 10))] {
        let run = corpus.scan(&["--boilerplate", "off", "--no-passages", "--threshold", threshold]);
        let found = alike(&run, threshold);
        let all = brute_force(&texts, 3, ratio);
        assert!(found.is_subset(&all), "{:?}", found.difference(&all).collect::<Vec<_>>());
        let missed: Vec<_> = brute_force(&texts, 3, above).into_iter().filter(|p| !found.contains(p)).collect();
        assert!(missed.is_empty(), "{threshold}: {missed:?}");
    }
}

/// Whatever the settings, the same words are the same article.
#[test]
fn identical_articles_are_always_reported() {
    let texts = texts();
    let corpus = corpus(&texts);
    let same = brute_force(&texts, 1, (1, 1));
    let same: Pairs = same.into_iter().filter(|(a, b)| slow_words(&texts[a]) == slow_words(&texts[b])).collect();
    assert!(same.len() >= 20);
    for flags in [
        &[][..],
        &["--threshold", "1"],
        &["--exact", "--threshold", "1"],
        &["--hashes", "4", "--bands", "1", "--rows", "4"],
        &["--shingle", "50"],
        &["--no-passages", "--cluster", "components"],
        &["--seed", "18446744073709551615"],
    ] {
        let run = corpus.scan(flags);
        let found: Pairs = run.pairs().into_iter().filter(|p| p.2 == "identical").map(|p| (p.0, p.1)).collect();
        assert_eq!(found, same, "{flags:?}");
    }
}
