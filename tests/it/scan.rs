//! Relations, clusters and the flags that change them.

use crate::newsroom::{Corpus, number, string, strings};
use crate::words::{edited, prose, story, words};
use serde_json::json;

/// One story in six states: original, exact copy, edited copy, abridged copy, a longer article around it, a lifted paragraph.
fn newsroom() -> Corpus {
    let original = words(1, 360);
    let lifted = [words(2, 180), original[36..72].to_vec(), words(3, 180)].concat();
    let around = [words(4, 200), original.clone(), words(5, 200)].concat();
    Corpus::new()
        .file("alpha/original.txt", prose(&original))
        .file("beta/exact.txt", prose(&original))
        .file("gamma/edited.txt", prose(&edited(&original, 12, 1)))
        .file("delta/abridged.txt", prose(&original[..144]))
        .file("epsilon/around.txt", prose(&around))
        .file("zeta/lifted.txt", prose(&lifted))
        .file("eta/own.txt", story(6, 300))
}

#[test]
fn each_pair_has_its_relation() {
    let run = newsroom().scan(&[]);
    let pairs = run.pairs();
    let relation = |a: &str, b: &str| {
        assert!(a < b, "ids are given in byte order");
        pairs.iter().find(|p| p.0 == a && p.1 == b).map(|p| p.2.as_str())
    };
    let original = "alpha/original.txt";
    assert_eq!(relation(original, "beta/exact.txt"), Some("identical"));
    assert_eq!(relation(original, "gamma/edited.txt"), Some("near_duplicate"));
    assert_eq!(relation(original, "delta/abridged.txt"), Some("contained"));
    assert_eq!(relation(original, "epsilon/around.txt"), Some("contained"));
    assert_eq!(relation(original, "zeta/lifted.txt"), Some("partial"));
    assert!(pairs.iter().all(|p| !p.1.starts_with("eta/") && !p.0.starts_with("eta/")));
    assert!(pairs.iter().all(|p| p.0 < p.1), "a < b everywhere");
    let mut sorted = pairs.clone();
    sorted.sort();
    assert_eq!(pairs, sorted);
}

#[test]
fn versions_are_one_cluster_and_a_lifted_paragraph_is_none() {
    let run = newsroom().scan(&[]);
    assert_eq!(
        run.clusters(),
        [["alpha/original.txt", "beta/exact.txt", "delta/abridged.txt", "epsilon/around.txt", "gamma/edited.txt"]]
    );
    let cluster = run.one("cluster");
    assert_eq!(strings(&cluster, "outlets"), ["alpha", "beta", "delta", "epsilon", "gamma"]);
    let lifted = run.records("passage");
    let lifted: Vec<_> = lifted.iter().filter(|p| p.get("within_cluster").is_none()).collect();
    assert_eq!(lifted.len(), 1, "one passage leaves the cluster");
    let places: Vec<String> =
        lifted[0]["occurrences"].as_array().expect("places").iter().map(|o| string(o, "article")).collect();
    assert!(places.contains(&"zeta/lifted.txt".into()) && places.contains(&"alpha/original.txt".into()));
}

#[test]
fn containment_is_told_in_its_direction() {
    let run = newsroom().scan(&["--boilerplate", "off"]);
    let pair = run
        .records("pair")
        .into_iter()
        .find(|p| p["a"] == "alpha/original.txt" && p["b"] == "delta/abridged.txt")
        .expect("the abridged copy");
    assert_eq!(number(&pair, "containment_b"), 1.0, "all of the abridged copy stands in the original");
    let share = (144.0 - 2.0) / (360.0 - 2.0);
    assert!((number(&pair, "containment_a") - share).abs() < 1e-6);
    assert!((number(&pair, "resemblance") - share).abs() < 1e-6);
}

/// The most complete member represents: here the one that holds all the others.
#[test]
fn the_most_complete_member_represents_and_of_equals_the_earliest() {
    let original = words(11, 300);
    let longer = [original.clone(), words(12, 60)].concat();
    let corpus = Corpus::new()
        .file("a/1.txt", prose(&original))
        .file("b/2.txt", prose(&longer))
        .file("c/3.txt", prose(&original[..250]));
    let cluster = corpus.scan(&[]).one("cluster");
    assert_eq!(string(&cluster, "representative"), "b/2.txt");
    assert!(!string(&cluster, "representative_reason").is_empty());

    let text = prose(&original);
    let record = |id: &str, published: &str| json!({"id": id, "outlet": id, "published": published, "text": text});
    let corpus = Corpus::new().records(
        "all.jsonl",
        &[
            record("a", "2022-02-16T12:00:00+07:00"),
            record("b", "2022-02-16T04:30:00Z"),
            record("c", "2022-02-16T06:00:00Z"),
        ],
    );
    let cluster = corpus.scan(&[]).one("cluster");
    assert_eq!(string(&cluster, "representative"), "b", "04:30 in Greenwich is before 12:00 in Jakarta");
    assert_eq!(string(&cluster, "earliest"), "b");
}

#[test]
fn the_weakest_link_is_the_least_alike_pair() {
    let original = words(21, 240);
    let corpus = Corpus::new()
        .file("a/1.txt", prose(&original))
        .file("b/2.txt", prose(&edited(&original, 40, 1)))
        .file("c/3.txt", prose(&edited(&original, 15, 2)));
    let run = corpus.scan(&[]);
    let least = run
        .records("pair")
        .into_iter()
        .min_by(|x, y| number(x, "resemblance").total_cmp(&number(y, "resemblance")))
        .expect("pairs");
    let weakest = &run.one("cluster")["weakest"];
    assert_eq!(
        (string(weakest, "a"), string(weakest, "b"), number(weakest, "resemblance")),
        (string(&least, "a"), string(&least, "b"), number(&least, "resemblance"))
    );
    assert_eq!((&weakest["a"], &weakest["b"]), (&json!("b/2.txt"), &json!("c/3.txt")));
}

/// A quote of eight words is in many articles: that makes none of them alike.
#[test]
fn a_shared_quote_is_no_reuse() {
    let quote = words(30, 8);
    let mut corpus = Corpus::new();
    for n in 0..6u64 {
        let text = [words(31 + n, 90), quote.clone(), words(41 + n, 90)].concat();
        corpus = corpus.file(&format!("outlet{n}/a.txt"), prose(&text));
    }
    let run = corpus.scan(&[]);
    assert_eq!(run.pairs(), []);
    assert!(run.clusters().is_empty() && run.records("match").is_empty());
}

/// Two stories, and one article that holds a half of each: dense clusters keep the stories apart.
#[test]
fn a_bridge_joins_components_and_not_dense_clusters() {
    let (one, two) = (words(51, 200), words(52, 200));
    let mut corpus = Corpus::new();
    for n in 0..3 {
        corpus = corpus
            .file(&format!("one{n}/a.txt"), prose(&edited(&one, 50, n)))
            .file(&format!("two{n}/a.txt"), prose(&edited(&two, 50, n)));
    }
    let bridge = [one, two].concat();
    let corpus = corpus.file("bridge/a.txt", prose(&bridge));
    let components = corpus.scan(&["--cluster", "components"]).clusters();
    assert_eq!(components.iter().map(Vec::len).collect::<Vec<_>>(), [7]);
    let dense = corpus.scan(&[]).clusters();
    assert!(dense.iter().all(|c| !(c.contains(&"one0/a.txt".into()) && c.contains(&"two0/a.txt".into()))), "{dense:?}");
    assert!(dense.iter().any(|c| c.contains(&"one0/a.txt".into()) && c.contains(&"one2/a.txt".into())));
}

#[test]
fn scope_says_which_pairs_count() {
    let text = story(61, 200);
    let corpus = Corpus::new().file("a/1.txt", &text).file("a/2.txt", &text).file("b/3.txt", &text);
    let pairs = |scope: &str| -> Vec<(String, String)> {
        let run = corpus.scan(&["--scope", scope]);
        run.pairs().into_iter().map(|p| (p.0, p.1)).collect()
    };
    let pair = |x: &str, y: &str| (x.to_owned(), y.to_owned());
    assert_eq!(pairs("all").len(), 3);
    assert_eq!(pairs("cross-outlet"), [pair("a/1.txt", "b/3.txt"), pair("a/2.txt", "b/3.txt")]);
    assert_eq!(pairs("within-outlet"), [pair("a/1.txt", "a/2.txt")]);
    let matches = corpus.scan(&["--scope", "within-outlet"]).records("match");
    assert!(matches.iter().all(|m| m["a"] == "a/1.txt" && m["b"] == "a/2.txt"));
    assert_eq!(matches.len(), 1);
}

/// Copies are compared once, by the first of them: where that one lies outside the scope, the others still count.
#[test]
fn scope_is_held_against_every_copy_of_a_text() {
    let original = words(66, 200);
    let corpus = Corpus::new()
        .file("a/1.txt", prose(&original))
        .file("a/2.txt", prose(&original[..90]))
        .file("b/3.txt", prose(&original))
        .file("c/4.txt", prose(&[words(67, 200), original[120..160].to_vec()].concat()));
    for flags in [&[][..], &["--no-passages"]] {
        let all = corpus.scan(flags).pairs();
        let across: Vec<_> = all.iter().filter(|p| p.0[..1] != p.1[..1]).cloned().collect();
        let within: Vec<_> = all.iter().filter(|p| p.0[..1] == p.1[..1]).cloned().collect();
        assert!(across.len() >= 2 && within.len() == 1, "{all:?}");
        assert_eq!(corpus.scan(&[flags, &["--scope", "cross-outlet"]].concat()).pairs(), across);
        assert_eq!(corpus.scan(&[flags, &["--scope", "within-outlet"]].concat()).pairs(), within);
    }
}

#[test]
fn the_window_leaves_out_what_lies_far_apart_and_keeps_the_undated() {
    let text = story(62, 200);
    let record = |id: &str, published: Option<&str>| json!({"id": id, "text": text, "published": published});
    let corpus = Corpus::new().records(
        "all.jsonl",
        &[
            record("a", Some("2022-02-16T00:00:00Z")),
            record("b", Some("2022-02-18T23:59:00Z")),
            record("c", Some("2022-02-19T00:01:00Z")),
            record("d", None),
        ],
    );
    let pairs =
        |flags: &[&str]| -> Vec<String> { corpus.scan(flags).pairs().into_iter().map(|p| p.0 + &p.1).collect() };
    assert_eq!(pairs(&[]), ["ab", "ac", "ad", "bc", "bd", "cd"]);
    assert_eq!(pairs(&["--window", "72h"]), ["ab", "ad", "bc", "bd", "cd"]);
    assert_eq!(pairs(&["--window", "1m"]), ["ad", "bd", "cd"]);
    assert_eq!(pairs(&["--window", "2m"]), ["ad", "bc", "bd", "cd"]);
    assert_eq!(corpus.scan(&["--window", "soon"]).code, Some(2));
}

#[test]
fn the_outlet_is_taken_from_where_it_is_said() {
    let text = story(63, 60);
    let corpus = Corpus::new()
        .file("2022/kompas/02/a.txt", &text)
        .records(
            "2022/tempo/b.jsonl",
            &[
                json!({"id": "b1", "text": story(64, 60), "outlet": "Named", "source": "Wire", "url": "https://www.example.org:80/x"}),
                json!({"id": "b2", "text": story(65, 60)}),
            ],
        );
    let outlets = |flags: &[&str]| -> Vec<Option<String>> {
        let articles = corpus.scan(flags).records("article");
        articles.iter().map(|a| a["outlet"].as_str().map(str::to_owned)).collect()
    };
    let some = |name: &str| Some(name.to_owned());
    assert_eq!(outlets(&[]), [some("2022"), some("Named"), some("2022")]);
    assert_eq!(outlets(&["--outlet-from", "path:2"]), [some("kompas"), some("tempo"), some("tempo")]);
    assert_eq!(outlets(&["--outlet-from", "path:3"]), [some("02"), None, None]);
    assert_eq!(outlets(&["--outlet-from", "field:source"]), [None, some("Wire"), None]);
    assert_eq!(outlets(&["--outlet-from", "field:outlet"]), [None, some("Named"), None]);
    assert_eq!(outlets(&["--outlet-from", "host"]), [None, some("example.org"), None]);
    assert_eq!(outlets(&["--outlet-from", "none"]), [None, None, None]);
    assert_eq!(corpus.scan(&["--outlet-from", "path:0"]).code, Some(2));
}

/// With every pair found, a higher threshold keeps a part of what a lower one finds.
#[test]
fn a_higher_threshold_never_finds_more() {
    let mut corpus = Corpus::new();
    for n in 0..6u64 {
        let original = words(70 + n, 150);
        corpus = corpus.file(&format!("a/{n}.txt"), prose(&original));
        for (outlet, every) in ["b", "c", "d"].iter().zip([40, 12, 5]) {
            corpus = corpus.file(&format!("{outlet}/{n}.txt"), prose(&edited(&original, every, n)));
        }
    }
    for exact in [true, false] {
        let near = |threshold: &str| -> Vec<(String, String)> {
            let mut flags = vec!["--threshold", threshold, "--no-passages"];
            flags.extend(exact.then_some("--exact"));
            let pairs = corpus.scan(&flags).pairs().into_iter();
            pairs.filter(|p| p.2 == "near_duplicate").map(|p| (p.0, p.1)).collect()
        };
        let found: Vec<_> = ["0.1", "0.3", "0.5", "0.7", "0.9"].map(near).into();
        let counts: Vec<usize> = found.iter().map(Vec::len).collect();
        assert!(counts[0] > counts[2] && counts[2] > counts[4], "the thresholds tell them apart: {counts:?}");
        for pair in found.windows(2) {
            assert!(pair[1].iter().all(|p| pair[0].contains(p)));
        }
    }
}

#[test]
fn fail_on_changes_the_exit_code_and_nothing_else() {
    let lifted = words(81, 40);
    let corpus = Corpus::new()
        .file("a/1.txt", prose(&[words(82, 150), lifted.clone()].concat()))
        .file("b/2.txt", prose(&[lifted, words(83, 150)].concat()));
    let plain = corpus.scan(&[]);
    assert_eq!(plain.pairs().len(), 1, "a lifted passage and no cluster");
    for (flags, code) in [(["--fail-on", "near"], 0), (["--fail-on", "any"], 1)] {
        let run = corpus.scan(&flags);
        assert_eq!(run.code, Some(code));
        assert_eq!(run.stdout, plain.stdout, "the report is written all the same");
    }
}

#[test]
fn settings_that_cannot_work_are_refused_by_name() {
    let corpus = Corpus::new().file("a/1.txt", story(91, 60));
    for flags in [
        &["--threshold", "0"][..],
        &["--threshold", "1.5"],
        &["--threshold", "NaN"],
        &["--containment", "-1"],
        &["--shingle", "0"],
        &["--bands", "64", "--rows", "64"],
        &["--exact", "--bands", "4"],
        &["--hashes", "0"],
        &["--min-passage", "0"],
        &["--boilerplate", "no/such/file"],
    ] {
        let run = corpus.scan(flags);
        assert_eq!(run.code, Some(2), "{flags:?}");
        assert!(run.stdout.is_empty(), "{flags:?}");
        let named = run.stderr.contains(flags[0]) || run.stderr.contains(flags[flags.len() - 1]);
        assert!(named, "{flags:?}: {}", run.stderr);
    }
}

/// Figures that another field of the same result must bear out.
#[test]
fn the_summary_counts_what_the_records_hold() {
    let run = newsroom().scan(&[]);
    let summary = run.one("summary");
    for (field, records) in
        [("articles", "article"), ("pairs", "pair"), ("clusters", "cluster"), ("skipped", "skipped")]
    {
        assert_eq!(summary[field], run.records(records).len(), "{field}");
    }
    assert_eq!(summary["outlets"], 7);
    assert!((number(&summary, "near_duplicate_share") - 5.0 / 7.0).abs() < 1e-9);
    let first = run.text().lines().next().expect("a first line");
    let first: serde_json::Value = serde_json::from_str(first).expect("JSON");
    assert_eq!((&first["type"], &first["schema"]), (&json!("run"), &json!(1)));
}
