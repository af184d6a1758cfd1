//! What files are called, and whose they are, whichever way they are reached.

use crate::newsroom::{Corpus, Run, reprint, string, write};
use crate::words::story;
use serde_json::json;

fn scan(corpus: &Corpus, arguments: &[&str]) -> Run {
    let mut command = reprint();
    command.current_dir(corpus.root()).args(["scan", "--format", "jsonl"]).args(arguments);
    Run::of(&mut command)
}

/// `id outlet` of each article.
fn articles(run: &Run) -> Vec<String> {
    let outlet = |article: &serde_json::Value| article["outlet"].as_str().unwrap_or("-").to_owned();
    run.records("article").iter().map(|a| format!("{} {}", string(a, "article"), outlet(a))).collect()
}

fn newsroom() -> Corpus {
    ["herald/a.txt", "herald/sub/b.txt", "herald/README.md", "post/a.txt", "notes.txt"]
        .iter()
        .fold(Corpus::new(), |corpus, name| corpus.file(name, format!("{name} {}", story(1, 60))))
}

#[test]
fn ids_and_outlets_are_the_same_by_one_path_and_by_several() {
    let corpus = newsroom();
    let whole = articles(&scan(&corpus, &["."]));
    assert_eq!(whole, ["herald/a.txt herald", "herald/sub/b.txt herald", "notes.txt -", "post/a.txt post"]);
    assert_eq!(articles(&scan(&corpus, &["herald", "post", "notes.txt"])), whole, "as a shell writes `*`");
    assert_eq!(articles(&scan(&corpus, &[".", "herald", "./herald/sub/../a.txt"])), whole, "each file once");
    assert_eq!(articles(&scan(&corpus, &["post", "herald/"])), [&whole[..2], &whole[3..]].concat());
    assert_eq!(articles(&scan(&corpus, &["herald/a.txt", "post/a.txt"])), [&whole[..1], &whole[3..]].concat());
    assert_eq!(articles(&scan(&corpus, &["herald", "herald"])), ["a.txt -", "sub/b.txt sub"], "as one path");
    let run = scan(&corpus, &["herald", "herald/README.md"]);
    assert_eq!(
        (run.ids().len(), run.skipped()),
        (3, vec![]),
        "a file that is named is read, and is not told as left out"
    );
    assert_eq!(scan(&corpus, &["herald", "post"]).skipped()[0].0, "herald/README.md");
}

#[test]
fn folders_of_one_name_are_told_apart_and_are_one_outlet() {
    let corpus = Corpus::new();
    for folder in ["2023/herald", "2024/herald"] {
        write(&corpus.root().join(folder).join("a.txt"), story(3, 60).as_bytes());
    }
    let run = scan(&corpus, &["2023/herald", "2024/herald"]);
    assert_eq!(articles(&run), ["2023/herald/a.txt herald", "2024/herald/a.txt herald"]);
    let run = scan(&corpus, &["2023/herald", "2024/herald", "--outlet-from", "path:1"]);
    assert_eq!(articles(&run), ["2023/herald/a.txt 2023", "2024/herald/a.txt 2024"]);
}

#[test]
fn a_host_is_one_outlet_in_any_case() {
    let record = |id: &str, outlet: &str| json!({"id": id, "outlet": outlet, "text": story(1, 60)});
    let corpus = Corpus::new()
        .records("x.jsonl", &[record("1", "KOMPAS.com"), record("2", "kompas.com"), record("3", "www.Kompas.com")])
        .records("y.jsonl", &[record("4", "The Herald"), record("5", "No. 10"), record("6", "U.S. News")]);
    let run = corpus.scan(&[]);
    assert_eq!(
        articles(&run),
        ["1 kompas.com", "2 kompas.com", "3 kompas.com", "4 The Herald", "5 No. 10", "6 U.S. News"]
    );
}

#[test]
fn a_rule_that_finds_no_outlet_is_told() {
    let corpus = newsroom();
    let run = corpus.scan(&["--outlet-from", "field:source"]);
    assert!(run.stderr.contains("--outlet-from field:source fits none of the 4 articles"), "{}", run.stderr);
    assert_eq!(corpus.scan(&["--outlet-from", "path:1"]).stderr, "");
    assert_eq!(corpus.scan(&["--outlet-from", "none"]).stderr, "");
}
