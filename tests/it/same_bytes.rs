//! The same articles give the same bytes, whatever the number of threads and the order they come in.

use crate::newsroom::{Corpus, Run, reprint, write};
use crate::words::{Random, edited, prose, words};
use serde_json::{Value, json};

const FOOT: &str = "Ikuti berita terkini dan artikel pilihan kami di saluran resmi";

/// Copies, edited copies, lifted passages and furniture: `(outlet, name, text)`.
fn articles() -> Vec<(String, String, String)> {
    let mut articles = Vec::new();
    let mut random = Random::new(9);
    for n in 0..120u64 {
        let mut text = words(500 + n, 90 + random.below(200));
        if n % 3 == 0 {
            let donor = words(500 + n / 2, 90);
            text.extend_from_slice(&donor[20..60]);
        }
        let outlet = format!("outlet{}", n % 7);
        articles.push((outlet.clone(), format!("{n:03}.txt"), format!("{}{FOOT}\n", prose(&text))));
        for copy in 0..random.below(4) as u64 {
            let outlet = format!("outlet{}", (n + 1 + copy) % 7);
            let text = if copy == 0 { text.clone() } else { edited(&text, 8 + copy as usize, n) };
            articles.push((outlet, format!("{n:03}-{copy}.txt"), prose(&text)));
        }
    }
    articles
}

fn records(articles: &[(String, String, String)]) -> Vec<Value> {
    let record = |(outlet, name, text): &(String, String, String)| {
        let day = 1 + name.as_bytes()[2] % 28;
        json!({"id": format!("{outlet}/{name}"), "outlet": outlet, "text": text, "published": format!("2022-02-{day:02}")})
    };
    articles.iter().map(record).collect()
}

const SETTINGS: [&[&str]; 5] = [
    &[],
    &["--exact"],
    &["--cluster", "components", "--boilerplate", "off"],
    &["--no-passages", "--threshold", "0.3"],
    &["--scope", "cross-outlet", "--shingle", "5"],
];

#[test]
fn threads_and_the_order_of_records_change_nothing() {
    let mut articles = articles();
    let in_order = Corpus::new().records("all.jsonl", &records(&articles));
    Random::new(1).shuffle(&mut articles);
    let shuffled = Corpus::new().records("all.jsonl", &records(&articles));
    for flags in SETTINGS {
        let first = in_order.scan(&[flags, &["--threads", "1"]].concat()).ok();
        assert!(first.records("cluster").len() > 20, "the corpus has something to confuse");
        for corpus in [&in_order, &shuffled] {
            for threads in ["1", "2", "5"] {
                let again = corpus.scan(&[flags, &["--threads", threads]].concat()).ok();
                assert!(again.stdout == first.stdout, "{flags:?} with {threads} threads");
            }
        }
    }
}

#[test]
fn the_order_in_which_files_were_made_changes_nothing() {
    let articles = articles();
    let (forwards, backwards) = (Corpus::new(), Corpus::new());
    let make = |corpus: &Corpus, (outlet, name, text): &(String, String, String)| {
        write(&corpus.root().join(outlet).join(name), text.as_bytes());
    };
    articles.iter().for_each(|a| make(&forwards, a));
    articles.iter().rev().for_each(|a| make(&backwards, a));
    for format in ["text", "jsonl"] {
        let first = forwards.page(&["--format", format]).ok();
        for corpus in [&forwards, &backwards] {
            let again = corpus.page(&["--format", format, "--threads", "1"]).ok();
            assert!(again.stdout == first.stdout, "{format}");
        }
    }
}

/// Named one by one, in any order, the outlets are the same corpus as the records of all in one file or in several.
#[test]
fn how_records_are_spread_over_files_changes_only_their_paths() {
    let records = records(&articles());
    let (left, right) = records.split_at(records.len() / 3);
    let two = Corpus::new().records("b.jsonl", left).records("a.jsonl", right);
    let one = Corpus::new().records("all.jsonl", &records);
    let result = |run: &Run, of: &str| run.records(of);
    let (two, one) = (two.scan(&[]), one.scan(&[]));
    for of in ["boilerplate", "pair", "cluster", "match", "passage", "summary"] {
        assert_eq!(result(&two, of), result(&one, of), "{of}");
    }
}

#[test]
fn the_order_of_paths_changes_nothing() {
    let corpus = Corpus::new();
    for (outlet, name, text) in articles() {
        write(&corpus.beside(&outlet).join(format!("{outlet}-{name}")), text.as_bytes());
    }
    let scan = |paths: &[&str]| {
        let mut command = reprint();
        command.current_dir(corpus.beside("")).args(["scan", "--format", "jsonl"]).args(paths);
        Run::of(&mut command).ok().stdout
    };
    assert!(scan(&["outlet1", "outlet2", "outlet3"]) == scan(&["outlet3", "outlet1", "outlet2"]));
}
