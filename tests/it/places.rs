//! What is said of the places of a passage.

use crate::newsroom::{Corpus, Run, number, string};
use crate::words::{prose, words};
use serde_json::{Value, json};

/// Four articles, each with the most of what the one before it has, word for word: only the shown place is verbatim.
#[test]
fn a_place_that_hangs_together_by_others_is_not_called_verbatim() {
    let story = words(1, 120);
    let record = |n: usize| {
        let own = words(100 + n as u64, 150);
        let text = prose(&[&own[..75], &story[n * 20..n * 20 + 60], &own[75..]].concat());
        json!({"id": format!("a{n}"), "outlet": format!("o{n}.example"), "published": format!("2024-05-0{}", n + 1), "text": text})
    };
    let corpus = Corpus::new().records("all.jsonl", &[record(0), record(1), record(2), record(3)]);
    let run = corpus.scan(&[]);
    let passages = run.records("passage");
    let chained = passages.iter().find(|p| places(p).len() == 4).expect("a passage with all four");
    let identities: Vec<f64> = places(chained).iter().map(|place| number(place, "identity")).collect();
    assert_eq!(string(chained, "earliest"), "a0");
    assert!(identities[0] == 1.0 && identities[1..].iter().all(|&x| x < 0.9), "{identities:?}");
    assert_eq!(identities[3], 0.0, "{identities:?}");
    let shown = Run::of(&mut corpus.command(&[])).ok();
    assert_eq!(shown.text().matches("verbatim").count(), 1, "{}", shown.text());
    assert!(shown.text().contains("linked by another place"), "{}", shown.text());
}

fn places(passage: &Value) -> &[Value] {
    passage["occurrences"].as_array().expect("places")
}
