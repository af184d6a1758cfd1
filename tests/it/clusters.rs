//! What holds a cluster together, what parts it, and what only looks like one.

use crate::newsroom::{Corpus, Run, string};
use crate::words::{prose, words};
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn record(id: &str, outlet: &str, day: u32, text: &str) -> Value {
    json!({"id": id, "outlet": outlet, "published": format!("2024-05-{day:02}T08:00:00Z"), "text": text})
}

/// Two stories of three versions each, and one article that copies most of both.
fn two_stories() -> Corpus {
    let (one, two) = (words(1, 120), words(2, 120));
    let version = |story: &[String], n: u64| prose(&[story, &words(10 + n, 8)].concat());
    Corpus::new().records(
        "all.jsonl",
        &[
            record("a1", "a", 1, &version(&one, 1)),
            record("a2", "b", 1, &version(&one, 2)),
            record("a3", "c", 1, &version(&one, 3)),
            record("b1", "a", 2, &version(&two, 4)),
            record("b2", "b", 2, &version(&two, 5)),
            record("b3", "c", 2, &version(&two, 6)),
            record("follow-up", "d", 3, &prose(&[&one[..80], &two[..80]].concat())),
        ],
    )
}

#[test]
fn a_follow_up_does_not_merge_two_stories_and_what_was_cut_is_told() {
    let corpus = two_stories();
    let run = corpus.scan(&["--boilerplate", "off"]).ok();
    let cluster_of = |id: &str| run.clusters().iter().position(|members| members.iter().any(|m| m == id));
    assert!(cluster_of("a1").is_some() && cluster_of("a1") != cluster_of("b1"), "{:?}", run.clusters());
    let is_bridge = |pair: &&Value| pair["bridge"] == true;
    let pairs = run.records("pair");
    let bridges: Vec<&Value> = pairs.iter().filter(is_bridge).collect();
    assert!(!bridges.is_empty());
    for pair in &bridges {
        assert_eq!(pair["b"], "follow-up", "{pair}");
        assert_ne!(cluster_of(pair["a"].as_str().expect("an id")), cluster_of("follow-up"));
    }
    assert_eq!(run.one("summary")["bridges_cut"], bridges.len());
    let page = corpus.page(&["--boilerplate", "off"]).ok();
    assert!(page.text().contains("bridges cut") && page.text().contains("– follow-up ("), "{}", page.text());
    let whole = corpus.scan(&["--boilerplate", "off", "--cluster", "components"]).ok();
    assert_eq!((whole.clusters().len(), whole.one("summary").get("bridges_cut")), (1, None));
}

/// An outlet's own versions say nothing where pairs between outlets are wanted.
#[test]
fn the_versions_of_one_outlet_do_not_part_a_cluster_between_outlets() {
    let story = words(1, 120);
    let own = |n: u64| record(&format!("own{n}"), "a", 1, &prose(&[&story[..], &words(20 + n, 10)].concat()));
    let records: Vec<Value> = (0..5).map(own).chain([record("copy", "b", 2, &prose(&story))]).collect();
    let run = Corpus::new().records("all.jsonl", &records).scan(&["--scope", "cross-outlet", "--boilerplate", "off"]);
    assert_eq!(run.clusters(), [["copy", "own0", "own1", "own2", "own3", "own4"]]);
}

/// The same sentence each day with other numbers.
fn prices(day: u32) -> String {
    let rows = ["gold", "silver", "copper", "nickel", "tin", "rice", "sugar", "coffee", "pepper", "rubber"];
    let row = |(n, name): (usize, &&str)| {
        format!(
            "The price of {name} at the harbour exchange stood at {} crowns a load that morning. ",
            1000 + n as u32 * 37 + day * 13
        )
    };
    rows.iter().enumerate().map(row).collect()
}

#[test]
fn a_form_with_other_numbers_is_marked_as_a_template() {
    let daily: Vec<Value> = (1..5).map(|day| record(&format!("prices{day}"), "a", day, &prices(day))).collect();
    let corpus = Corpus::new().records("prices.jsonl", &daily).records(
        "story.jsonl",
        &[
            record("first", "b", 1, &prose(&words(3, 120))),
            record("second", "b", 2, &prose(&[&words(3, 120)[..100], &words(4, 10)].concat())),
        ],
    );
    let run = corpus.scan(&["--boilerplate", "off"]).ok();
    let marked: BTreeSet<bool> = templates(&run, "prices1");
    assert_eq!((marked, templates(&run, "first")), (BTreeSet::from([true]), BTreeSet::from([false])));
    assert!(corpus.page(&["--boilerplate", "off"]).ok().text().contains("template: one form with other numbers"));
}

/// Whether the clusters that hold an article are marked.
fn templates(run: &Run, article: &str) -> BTreeSet<bool> {
    let holds = |cluster: &&Value| cluster["articles"].as_array().is_some_and(|ids| ids.iter().any(|id| id == article));
    run.records("cluster").iter().filter(holds).map(|cluster| cluster["template"] == true).collect()
}

/// With learned furniture frozen, an article that shares nothing with the others changes nothing but the counts.
#[test]
fn an_unrelated_article_changes_no_cluster() {
    let corpus = two_stories();
    let before = corpus.scan(&["--boilerplate", "off"]).ok();
    let stranger = record("stranger", "e", 9, &prose(&words(99, 150)));
    let after = corpus.records("more.jsonl", &[stranger]).scan(&["--boilerplate", "off"]).ok();
    for of in ["cluster", "pair", "passage", "match", "edit"] {
        assert_eq!(after.records(of), before.records(of), "{of}");
    }
}

#[test]
fn a_page_that_was_read_twice_is_told() {
    let page = |id: &str, url: &str| json!({"id": id, "outlet": id, "url": url, "text": prose(&words(5, 100))});
    let of = |first: &str, second: &str| {
        let corpus = Corpus::new().records("all.jsonl", &[page("x", first), page("y", second)]);
        let run = corpus.scan(&["--boilerplate", "off"]);
        (run.one("pair").get("one_address").cloned(), run.one("cluster").get("one_address").cloned())
    };
    let told = of("https://example.org/story/", "http://example.org/story#top");
    assert_eq!(told, (Some(json!(true)), Some(json!(true))));
    assert_eq!(of("https://example.org/story", "https://example.org/other"), (None, None));
}

/// It was there at its last change at the latest: that makes it the first where all others are later, and nobody's copy.
#[test]
fn a_page_of_which_only_a_change_is_told_can_be_the_first() {
    let record = |id: &str, date: &str, at: &str| {
        let mut record = json!({"id": id, "outlet": format!("{id}.example"), "text": prose(&words(1, 80))});
        record[date] = at.into();
        record
    };
    let changed = record("b", "modified", "2024-03-01T10:00:00Z");
    let later = [record("a", "published", "2024-03-02T10:00:00Z"), changed.clone()];
    let run = Corpus::new().records("x.jsonl", &later).scan(&[]);
    let cluster = run.one("cluster");
    assert_eq!(string(&cluster, "earliest"), "b");
    let standing = |cluster: &Value, id: &str| {
        let members = cluster["members"].as_array().expect("members");
        string(members.iter().find(|member| member["article"] == id).expect("a member"), "standing")
    };
    assert_eq!([standing(&cluster, "b"), standing(&cluster, "a")], ["origin", "uncredited"]);
    let earlier = [record("a", "published", "2024-02-28T10:00:00Z"), changed];
    let corpus = Corpus::new().records("x.jsonl", &earlier);
    let cluster = corpus.scan(&[]).one("cluster");
    assert_eq!(string(&cluster, "earliest"), "a");
    assert_eq!([standing(&cluster, "b"), standing(&cluster, "a")], ["unknown", "unknown"]);
    let shown = Run::of(&mut corpus.command(&[])).ok();
    assert!(shown.text().contains("≤ 2024-03-01 10:00Z"), "{}", shown.text());
}
