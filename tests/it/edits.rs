//! What the versions of a text changed: figures, places in both texts, and what names no order.

use crate::newsroom::{Corpus, Run, reprint};
use serde_json::{Value, json};

const HEAD: &str = "Die Überschwemmung — the river Norr rose through the night, and by the morning ";
const MIDDLE: &str = " families had left their houses in the three villages below the old dam. \"We ";
const TAIL: &str = " return until the water is gone and the road is dry again\", said mayor ";
const END: &str = " on the steps of the school, where beds, soup and blankets were handed out by the fire brigade.";

fn story(number: &str, verb: &str, mayor: &str) -> String {
    format!("{HEAD}{number}{MIDDLE}{verb}{TAIL}{mayor}{END}")
}

fn record(outlet: &str, published: Option<&str>, text: &str) -> Value {
    json!({"id": outlet, "outlet": outlet, "published": published, "text": text})
}

fn corpus() -> Corpus {
    let first = story("120", "will not", "Ana Reis");
    Corpus::new().records(
        "all.jsonl",
        &[
            record("third", Some("2024-05-02T09:00:00Z"), &story("150", "shall never", "Rosa Lima")),
            record("second", Some("2024-05-02T08:00:00Z"), &first),
            record("first", Some("2024-05-02T07:00:00Z"), &first),
        ],
    )
}

fn edit(run: &Run, article: &str) -> Value {
    run.records("edit").into_iter().find(|edit| edit["article"] == article).expect("an edit")
}

#[test]
fn names_numbers_and_quotes_that_differ_are_told_with_their_places() {
    let run = corpus().scan(&["--boilerplate", "off"]);
    let same = edit(&run, "second");
    assert_eq!((&same["from"], &same["changes"]), (&json!("first"), &json!([])), "the earliest, and word for word");
    let edit = edit(&run, "third");
    assert_eq!((&edit["names"], &edit["numbers"], &edit["quotes"]), (&json!(1), &json!(1), &json!(1)), "{edit}");
    assert_eq!((&edit["changed_words"], &edit["added_words"], &edit["cut_words"]), (&json!(5), &json!(0), &json!(0)));
    let texts = [story("120", "will not", "Ana Reis"), story("150", "shall never", "Rosa Lima")];
    let changes = edit["changes"].as_array().expect("a list");
    let told: Vec<[&str; 2]> = changes.iter().map(|c| ["before", "after"].map(|side| shown(&c[side]))).collect();
    assert_eq!(told, [["120", "150"], ["will not", "shall never"], ["Ana Reis", "Rosa Lima"]]);
    for change in changes {
        for (text, side) in texts.iter().zip(["before", "after"]) {
            let place = |name: &str| change[side][name].as_u64().expect("an offset") as usize;
            assert_eq!(&text[place("start")..place("end")], shown(&change[side]));
            let chars: Vec<char> = text.chars().collect();
            assert_eq!(chars[place("char_start")..place("char_end")].iter().collect::<String>(), shown(&change[side]));
        }
    }
}

fn shown(stretch: &Value) -> &str {
    stretch["text"].as_str().expect("a text")
}

#[test]
fn the_page_shows_what_differs() {
    let page = corpus().page(&["--boilerplate", "off"]).ok();
    let (_, told) = page.text().split_once("names, numbers or quotes differ from first:").expect("a heading");
    for line in ["third · ±5 words", "number: “120” → “150”"] {
        assert!(told.contains(line), "{line}\n{told}");
    }
    // The list ends with the last line indented below its heading.
    let listed: Vec<&str> = told.lines().skip(1).take_while(|line| line.starts_with("      ")).collect();
    let copy = listed.iter().any(|line| line.contains("second"));
    assert!(listed.len() == 3 && !copy, "a copy that changed nothing is not shown: {listed:?}");
}

#[test]
fn a_saved_result_keeps_them() {
    let corpus = corpus();
    let saved = corpus.beside("result.jsonl");
    let first = corpus.scan(&["--boilerplate", "off"]).ok();
    std::fs::write(&saved, &first.stdout).expect("a file");
    let again = Run::of(reprint().arg("report").arg(&saved).args(["--format", "jsonl"])).ok();
    assert!(first.records("edit").len() == 2 && again.stdout == first.stdout);
    let tables = corpus.beside("tables");
    Run::of(reprint().arg("report").arg(&saved).arg("--csv").arg(&tables)).ok();
    let table = std::fs::read_to_string(tables.join("edits.csv")).expect("a table");
    assert!(table.lines().any(|line| line.starts_with("1,first,third,") && line.ends_with(",0,0,5,1,1,1")), "{table}");
}

#[test]
fn without_dates_nobody_is_first() {
    let run = Corpus::new()
        .records(
            "all.jsonl",
            &[
                record("x", None, &story("120", "will not", "Ana Reis")),
                record("y", None, &story("150", "will not", "Ana Reis")),
            ],
        )
        .scan(&[]);
    assert_eq!(run.records("cluster").len(), 1);
    assert!(run.records("edit").is_empty());
}

/// Members beyond the bound of a cluster are counted, never dropped in silence.
#[test]
fn a_large_cluster_says_what_was_left_out() {
    let copies: Vec<Value> = (0..70)
        .map(|n| {
            let text = story(&(1000 + n).to_string(), "will not", "Ana Reis");
            record(&format!("outlet-{n:02}"), Some(&format!("2024-05-02T07:{:02}:00Z", n % 60)), &text)
        })
        .collect();
    let corpus = Corpus::new().records("all.jsonl", &copies);
    let run = corpus.scan(&["--boilerplate", "off"]);
    assert_eq!(run.clusters().iter().map(Vec::len).collect::<Vec<_>>(), [70]);
    assert_eq!((run.records("edit").len(), &run.one("summary")["edits_left_out"]), (63, &json!(6)));
    assert!(corpus.page(&["--boilerplate", "off"]).text().contains("6 members"));
}
