//! Furniture: masked in one outlet, left alone in two, saved and loaded without a difference.

use crate::newsroom::{Corpus, Run, index, string};
use crate::words::{edited, prose, story, words};
use serde_json::Value;
use std::fs;

const FOOT: &str = "Ikuti berita terkini dan artikel pilihan kami di saluran resmi";
const CREDIT: &str = "Semua hak cipta naskah kantor berita ini dilindungi undang undang";

/// Ten articles an outlet, each its own story, with a line below it.
fn newsroom(below: impl Fn(&str, u64) -> String) -> Corpus {
    let mut corpus = Corpus::new();
    for (o, outlet) in ["alpha", "beta", "gamma"].iter().enumerate() {
        for n in 0..10u64 {
            let text = story(100 * o as u64 + n, 80) + &below(outlet, n);
            corpus = corpus.file(&format!("{outlet}/{n}.txt"), text);
        }
    }
    corpus
}

fn furniture(run: &Run) -> Vec<(Option<String>, String)> {
    let of = |piece: &Value| (piece["outlet"].as_str().map(str::to_owned), string(piece, "text"));
    run.records("boilerplate").iter().map(of).collect()
}

fn masked(run: &Run, outlet: &str) -> Vec<usize> {
    let articles = run.records("article");
    let of_outlet = articles.iter().filter(|a| a["outlet"] == outlet);
    of_outlet.map(|a| index(a, "boilerplate_words")).collect()
}

#[test]
fn a_line_of_one_outlet_is_masked_and_shown() {
    let corpus = newsroom(|outlet, _| if outlet == "alpha" { format!("{FOOT}\n") } else { String::new() });
    let run = corpus.scan(&[]);
    assert_eq!(furniture(&run), [(Some("alpha".into()), FOOT.into())]);
    assert_eq!(masked(&run, "alpha"), [10; 10]);
    assert_eq!(masked(&run, "beta"), [0; 10]);
    assert_eq!(run.pairs(), []);
    let page = corpus.page(&[]);
    assert!(page.text().contains(&FOOT[..30]) && page.text().contains("masked 100 words of furniture"));
    // The line is what would make them alike: without the mask it is a passage of ten articles.
    let off = corpus.scan(&["--boilerplate", "off", "--min-passage", "8"]);
    assert_eq!(furniture(&off), []);
    assert!(!off.records("match").is_empty());
}

/// What two outlets run is wire copy, however often either runs it.
#[test]
fn a_line_that_two_outlets_run_is_never_masked() {
    for others in [10, 3] {
        let corpus = newsroom(|outlet, n| match outlet {
            "alpha" => format!("{CREDIT}\n"),
            "beta" if n < others => format!("{CREDIT}\n"),
            _ => String::new(),
        });
        let run = corpus.scan(&[]);
        assert_eq!(furniture(&run), [], "{others} articles of the other outlet run it");
        assert_eq!(masked(&run, "alpha"), [0; 10]);
    }
}

/// Many collections hold an article as one long line, the furniture glued into it.
#[test]
fn furniture_of_one_line_articles_is_learned() {
    let mut corpus = Corpus::new();
    for n in 0..12u64 {
        let (head, tail) = (words(n, 40).join(" "), words(50 + n, 40).join(" "));
        corpus = corpus
            .file(&format!("alpha/{n}.txt"), format!("{head} {FOOT} {tail}"))
            .file(&format!("beta/{n}.txt"), story(200 + n, 80).replace('\n', " "));
    }
    let run = corpus.scan(&[]);
    assert_eq!(furniture(&run), [(Some("alpha".into()), FOOT.into())]);
    assert_eq!(masked(&run, "alpha"), [10; 12]);
    assert_eq!(masked(&run, "beta"), [0; 12]);
}

/// A caption that the page shows twice is one caption; the copy is masked and no furniture of the outlet.
#[test]
fn a_doubled_line_counts_once() {
    let caption = "Menteri berbicara kepada wartawan di Jakarta. (Nama / AFP)";
    let text = story(1, 60);
    let corpus = Corpus::new()
        .file("a/1.txt", format!("{caption}\nJudul berita\n{caption}\n{text}"))
        .file("b/2.txt", format!("{caption}\nJudul berita\n{text}"));
    let run = corpus.scan(&[]);
    assert_eq!(masked(&run, "a"), [8]);
    assert_eq!(run.pairs(), [("a/1.txt".into(), "b/2.txt".into(), "identical".into())]);
    assert_eq!(furniture(&run), []);
}

#[test]
fn what_was_learned_saved_and_loaded_gives_the_same_result() {
    let mut corpus = newsroom(|outlet, n| {
        format!("{outlet} {FOOT} {outlet}\nBaca juga: {}\nTerkini {outlet}\n", words(n, 6).join(" "))
    });
    for n in 0..5u64 {
        let original = words(n, 80);
        corpus = corpus
            .file(&format!("beta/copy{n}.txt"), prose(&edited(&original, 20, n)))
            .file(&format!("gamma/lifted{n}.txt"), prose(&[words(300 + n, 60), original[12..48].to_vec()].concat()));
    }
    let learned = corpus.scan(&["--save-boilerplate", "furniture.tsv"]).ok();
    assert!(learned.records("boilerplate").len() >= 3, "{:?}", furniture(&learned));
    assert!(learned.pairs().len() >= 5);
    let loaded = corpus.scan(&["--boilerplate", "furniture.tsv", "--save-boilerplate", "again.tsv"]).ok();
    for of in ["article", "boilerplate", "pair", "cluster", "match", "passage", "summary"] {
        assert_eq!(loaded.records(of), learned.records(of), "{of}");
    }
    let read = |name: &str| fs::read_to_string(corpus.beside(name)).expect("saved furniture");
    assert_eq!(read("again.tsv"), read("furniture.tsv"));
}

/// A hand takes lines out, and adds some; what it breaks is told with its line.
#[test]
fn saved_furniture_can_be_edited_by_hand() {
    let corpus = newsroom(|_, _| format!("{CREDIT}\n"));
    assert_eq!(furniture(&corpus.scan(&[])), []);
    corpus.scan(&["--save-boilerplate", "furniture.tsv"]).ok();
    let file = corpus.beside("furniture.tsv");
    let heading = fs::read_to_string(&file).expect("saved furniture");
    fs::write(&file, format!("{heading}# a remark\n\nbeta\t0\t{CREDIT}\n")).expect("an edited file");
    let run = corpus.scan(&["--boilerplate", "furniture.tsv"]);
    assert_eq!(masked(&run, "beta"), [10; 10]);
    assert_eq!(masked(&run, "alpha"), [0; 10]);
    for (broken, line) in [
        (format!("{heading}\nbeta {CREDIT}\n"), ":3:"),
        (format!("{heading}beta\tmany\t{CREDIT}\n"), ":2:"),
        (format!("beta\t1\t{CREDIT}\n"), ":1:"),
    ] {
        fs::write(&file, broken).expect("a broken file");
        let run = corpus.scan(&["--boilerplate", "furniture.tsv"]);
        assert_eq!(run.code, Some(2));
        assert!(run.stderr.contains(&format!("furniture.tsv{line}")), "{}", run.stderr);
    }
}

/// An outlet's name is any string of a record; it comes back from the file as it went in.
#[test]
fn any_outlet_name_is_saved_and_loaded() {
    for name in ["# satu", "dua\ttab", "tiga\nbaris", "empat\\t", " lima "] {
        let records: Vec<Value> = (0..10u64)
            .map(|n| serde_json::json!({"id": n.to_string(), "outlet": name, "text": story(n, 60) + FOOT}))
            .collect();
        let corpus = Corpus::new().records("all.jsonl", &records);
        let learned = corpus.scan(&["--save-boilerplate", "furniture.tsv"]).ok();
        assert_eq!(furniture(&learned), [(Some(name.to_owned()), FOOT.to_owned())]);
        let loaded = corpus.scan(&["--boilerplate", "furniture.tsv"]).ok();
        assert_eq!(loaded.records("boilerplate"), learned.records("boilerplate"), "{name:?}");
    }
}
