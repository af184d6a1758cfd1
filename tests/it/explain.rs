//! `explain` and `compare`: verdicts on two articles, and on two collections.

use crate::newsroom::{Corpus, Run, reprint, string};
use crate::words::{edited, prose, story, words};
use serde_json::Value;

/// Two copies of a story, and a stranger that lifts thirty of its words.
fn newsroom() -> Corpus {
    let text = words(1, 120);
    let lifted = format!("{} {} {}", story(2, 80), prose(&text[40..70]), story(3, 80));
    Corpus::new()
        .file("a/story.txt", prose(&text))
        .file("b/copy.txt", prose(&edited(&text, 20, 9)))
        .file("b/lifted.txt", lifted)
        .file("c/stranger.txt", story(4, 150))
}

fn explain(corpus: &Corpus, flags: &[&str]) -> Value {
    let mut command = reprint();
    command.current_dir(corpus.root().parent().expect("a corpus lies in a folder"));
    let output = command.arg("explain").args(flags).args(["--format", "jsonl"]).output().expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("one object")
}

#[test]
fn a_verdict_is_the_one_of_a_scan() {
    let corpus = newsroom();
    for pair in corpus.scan(&[]).records("pair") {
        let (a, b) = (string(&pair, "a"), string(&pair, "b"));
        let told = explain(&corpus, &[&a, &b, "--in", "corpus"]);
        for field in ["relation", "resemblance", "containment_a", "containment_b"] {
            let close = match (told[field].as_f64(), pair[field].as_f64()) {
                (Some(x), Some(y)) => (x - y).abs() < 1e-6,
                _ => told[field] == pair[field],
            };
            assert!(close, "{field}: {} and {}", told[field], pair[field]);
        }
    }
}

#[test]
fn files_and_ids_name_the_same_articles() {
    let corpus = newsroom();
    let by_file = explain(&corpus, &["corpus/b/lifted.txt", "corpus/a/story.txt"]);
    let by_id = explain(&corpus, &["b/lifted.txt", "a/story.txt", "--in", "corpus"]);
    assert_eq!(by_file, by_id);
    assert_eq!(by_file["relation"], "partial");
    assert_eq!(by_file["passages"].as_array().map(Vec::len), Some(1));
}

#[test]
fn marks_say_what_became_of_each_word() {
    let told = explain(&newsroom(), &["corpus/a/story.txt", "corpus/b/lifted.txt"]);
    let marks = |side: &str| -> Vec<String> {
        told[side]["words"].as_array().expect("words").iter().map(|word| string(word, "mark")).collect()
    };
    let count = |side: &str, mark: &str| marks(side).iter().filter(|m| *m == mark).count();
    assert_eq!((marks("a").len(), count("a", "equal"), count("a", "own")), (120, 30, 90));
    assert_eq!((marks("b").len(), count("b", "equal")), (190, 30));
}

#[test]
fn a_miss_is_explained_too() {
    let corpus = newsroom();
    let told = explain(&corpus, &["corpus/a/story.txt", "corpus/c/stranger.txt"]);
    assert_eq!(told["relation"], Value::Null);
    assert!(!told["reasons"].as_array().expect("reasons").is_empty());
    let short = explain(&corpus, &["corpus/a/story.txt", "corpus/b/lifted.txt", "--min-words", "150"]);
    let reasons = short["reasons"].to_string();
    assert!(reasons.contains("a/story.txt has 120 words outside furniture, fewer than the 150"), "{reasons}");
}

#[test]
fn an_unknown_article_is_named_with_what_there_is() {
    let corpus = newsroom();
    let mut command = reprint();
    command.current_dir(corpus.root().parent().expect("a corpus lies in a folder"));
    let output = command.args(["explain", "story.txt", "b/copy.txt", "--in", "corpus"]).output().expect("it runs");
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(told.contains("\"story.txt\"") && told.contains("there is \"a/story.txt\""), "{told}");
}

#[test]
fn what_is_no_single_article_is_said_to_be_none() {
    let corpus = newsroom()
        .file("c/holes.txt", [0; 100])
        .file("c/two.jsonl", "{\"text\": \"one\"}\n{\"text\": \"two\"}\n")
        .file("c/one.jsonl", "{\"text\": \"one\"}\n");
    let told = |a: &str| {
        let mut command = reprint();
        command.current_dir(corpus.root());
        Run::of(command.args(["explain", a, "b/copy.txt"])).stderr
    };
    assert!(told("c/holes.txt").contains("is no article: not text"), "{}", told("c/holes.txt"));
    let several = told("c/two.jsonl");
    assert!(several.contains("holds 2 articles") && several.contains("c/two.jsonl#1"), "{several}");
    assert_eq!(told("c/one.jsonl"), "");
}

#[test]
fn two_collections_are_held_against_each_other_only() {
    let text = words(5, 100);
    let corpus = Corpus::new()
        .file("mine/x/one.txt", prose(&text))
        .file("mine/y/again.txt", prose(&text))
        .file("theirs/x/one.txt", prose(&edited(&text, 25, 3)))
        .file("theirs/z/other.txt", story(6, 100));
    let mut command = reprint();
    command.current_dir(corpus.root()).args(["compare", "mine", "theirs", "--format", "jsonl"]);
    let run = Run::of(&mut command).ok();
    let pairs: Vec<(String, String)> = run.records("pair").iter().map(|p| (string(p, "a"), string(p, "b"))).collect();
    let expected = [("mine/x/one.txt", "theirs/x/one.txt"), ("mine/y/again.txt", "theirs/x/one.txt")];
    assert_eq!(pairs, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
}

#[test]
fn a_side_without_articles_is_named() {
    let corpus = Corpus::new().file("mine/a.txt", story(1, 60)).file("theirs/b.pdf", "%PDF");
    let mut command = reprint();
    command.current_dir(corpus.root()).args(["compare", "mine", "theirs"]);
    let run = Run::of(&mut command);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("nothing readable in theirs: no article"), "{}", run.stderr);
}
