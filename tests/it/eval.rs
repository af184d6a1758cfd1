//! `eval`: results against gold.

use crate::newsroom::{Corpus, reprint};
use crate::words::{edited, prose, story, words};
use serde_json::Value;
use std::fs;

fn newsroom() -> Corpus {
    let text = words(1, 120);
    Corpus::new()
        .file("a/story.txt", prose(&text))
        .file("b/copy.txt", prose(&edited(&text, 20, 9)))
        .file("c/stranger.txt", story(4, 150))
}

fn eval(corpus: &Corpus, gold: &str) -> Result<Value, String> {
    let (table, result) = (corpus.beside("gold.tsv"), corpus.beside("result.jsonl"));
    fs::write(&table, gold).expect("written");
    assert!(corpus.command(&["--format", "jsonl", "--output"]).arg(&result).output().expect("runs").status.success());
    let mut command = reprint();
    let output = command.arg("eval").arg("--gold").args([table, result]).args(["--format", "jsonl"]).output();
    let output = output.expect("the program runs");
    if !output.status.success() {
        assert_eq!(output.status.code(), Some(2));
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    Ok(serde_json::from_slice(&output.stdout).expect("one object"))
}

fn figures(evaluation: &Value) -> Vec<f64> {
    let figures = evaluation["figures"].as_array().expect("figures");
    figures.iter().map(|figure| figure["value"].as_f64().expect("a number")).collect()
}

#[test]
fn a_gold_that_agrees_gives_ones() {
    let told = eval(&newsroom(), "a/story.txt\tx\nb/copy.txt\tx\nc/stranger.txt\ty\n").expect("scores");
    assert_eq!(figures(&told), [1.0; 4]);
    assert_eq!(told["worst"].as_array().map(Vec::len), Some(0));
}

#[test]
fn a_gold_that_differs_names_the_pair() {
    let told = eval(&newsroom(), "a/story.txt\tx\nb/copy.txt\ty\nc/stranger.txt\tx\n").expect("scores");
    assert_eq!(figures(&told)[..3], [0.0; 3]);
    assert_eq!(told["worst"][0]["a"], "a/story.txt");
    assert_eq!(told["worst"].as_array().map(Vec::len), Some(2), "one pair joined, one missed");
}

#[test]
fn relations_are_scored_one_by_one() {
    let gold = "b/copy.txt\ta/story.txt\tnear\na/story.txt\tc/stranger.txt\tpartial\n";
    let told = eval(&newsroom(), gold).expect("scores");
    assert_eq!(figures(&told), [1.0, 1.0, 1.0, 0.5]);
    assert_eq!(told["worst"][0]["found"], "none");
}

#[test]
fn a_bad_line_is_named() {
    let error = eval(&newsroom(), "a/story.txt\tb/copy.txt\tnear\nonly one column\n").expect_err("a bad line");
    assert!(error.contains("gold, line 2"), "{error}");
}
