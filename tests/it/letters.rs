//! Broken words: copies that only their letters give away.

use crate::newsroom::{Corpus, Run, reprint};
use crate::words::{Random, story};
use serde_json::{Value, json};

/// Six characters in a hundred are lost, doubled, or give way to a blank or another one.
fn scanned(text: &str, seed: u64) -> String {
    let mut random = Random::new(seed);
    let mut out = String::new();
    for c in text.chars() {
        match (random.below(100) < 6, random.below(4)) {
            (false, _) => out.push(c),
            (true, 0) => {}
            (true, 1) => out.extend([c, c]),
            (true, 2) => out.push('x'),
            (true, _) => out.push(' '),
        }
    }
    out
}

fn corpus() -> Corpus {
    let record = |id: String, outlet: &str, text: String| json!({"id": id, "outlet": outlet, "text": text});
    let mut records = Vec::new();
    for n in 0..12 {
        records.push(record(format!("a{n:02}"), "a", scanned(&story(n, 130), 2 * n + 1)));
        records.push(record(format!("b{n:02}"), "b", scanned(&story(n, 130), 2 * n + 2)));
        records.push(record(format!("c{n:02}"), "c", scanned(&story(100 + n, 130), n)));
    }
    Corpus::new().records("all.jsonl", &records)
}

#[test]
fn scanned_copies_are_found_by_their_letters() {
    let corpus = corpus();
    assert!(corpus.scan(&[]).clusters().len() < 6, "words alone see little");
    let run = corpus.scan(&["--preset", "noisy"]).ok();
    let pairs: Vec<Vec<String>> = (0..12).map(|n| vec![format!("a{n:02}"), format!("b{n:02}")]).collect();
    assert_eq!(run.clusters(), pairs);
    for pair in run.records("pair") {
        assert_eq!(pair["relation"], "near_duplicate", "{pair}");
    }
    let one = corpus.scan(&["--preset", "noisy", "-j", "1"]).ok();
    assert_eq!(one.stdout, run.stdout, "whatever the number of threads");
}

#[test]
fn a_clean_copy_is_as_near_as_without() {
    let text = story(1, 130);
    let corpus = Corpus::new().file("a/x.txt", text.as_str()).file("b/y.txt", text.replace("ba", "bo"));
    let relation = |flags: &[&str]| corpus.scan(flags).ok().one("pair")["relation"].clone();
    assert_eq!(relation(&["--letters", "--threshold", "0.9"]), "near_duplicate");
}

#[test]
fn explain_shows_what_the_letters_say() {
    let corpus = corpus();
    let mut command = reprint();
    command.args(["explain", "a03", "b03", "--in"]).arg(corpus.root()).args(["--letters", "--format", "jsonl"]);
    let told = Run::of(&mut command).ok();
    let explanation: Value = serde_json::from_str(told.text()).expect("one object");
    assert_eq!((&explanation["relation"], &explanation["joins"]), (&json!("near_duplicate"), &json!(true)));
    assert!(explanation["covered_share"].as_f64() > Some(0.9), "{explanation}");
}

#[test]
fn letters_need_passages_and_all_articles() {
    let corpus = corpus();
    let run = corpus.scan(&["--letters", "--no-passages"]);
    assert!(run.code == Some(2) && run.stderr.contains("--letters"), "{}", run.stderr);
    let mut command = reprint();
    command.args(["index", "build"]).arg(corpus.beside("index")).arg(corpus.root()).args(["--preset", "noisy"]);
    let refused = Run::of(&mut command);
    assert!(refused.code == Some(2) && refused.stderr.contains("--letters needs all articles"), "{}", refused.stderr);
}
