//! Which threshold: what a grid says is what scans say.

use crate::newsroom::{Corpus, Run, records_of, reprint};
use crate::words::{edited, prose, words};
use serde_json::{Value, json};

const GRID: [&str; 5] = ["0.3", "0.45", "0.6", "0.75", "0.9"];

/// Eight stories, each in five versions that are edited more and more; and articles that share a paragraph.
fn corpus() -> Corpus {
    let mut records = Vec::new();
    for story in 0..8u64 {
        let original = words(story + 10, 150);
        for version in 0..5usize {
            let text = match version {
                0 => prose(&original),
                4 => prose(&[&words(story + 50, 200)[..], &original[..40]].concat()),
                _ => prose(&edited(&original, 4 + 8 * version, version as u64)),
            };
            let (id, outlet) = (format!("s{story}v{version}"), format!("outlet-{version}"));
            records.push(json!({"id": id, "outlet": outlet, "text": text}));
        }
    }
    Corpus::new().records("all.jsonl", &records)
}

fn tune(corpus: &Corpus, flags: &[&str]) -> Run {
    let mut command = reprint();
    command.current_dir(corpus.beside("")).args(["tune", "corpus"]).args(flags);
    Run::of(&mut command)
}

fn records(corpus: &Corpus, flags: &[&str], of: &str) -> Vec<Value> {
    let run = tune(corpus, &[flags, &["--format", "jsonl", "--grid", &GRID.join(",")]].concat()).ok();
    records_of(run.text(), of)
}

/// The counts of a grid, from one comparison, are those of as many scans.
fn counts_agree(flags: &[&str]) {
    let corpus = corpus();
    let rows = records(&corpus, flags, "tune");
    assert_eq!(rows.len(), GRID.len());
    for (row, threshold) in rows.iter().zip(GRID) {
        let scan = corpus.scan(&[flags, &["--threshold", threshold]].concat());
        let summary = scan.one("summary");
        let clustered: usize = scan.clusters().iter().map(Vec::len).sum();
        let near = |pair: &&Value| pair["relation"] == "near_duplicate" || pair["relation"] == "identical";
        let near = scan.records("pair").iter().filter(near).count();
        let told = ["clusters", "clustered", "pairs", "near"].map(|figure| row[figure].clone());
        assert_eq!(
            told,
            [&summary["clusters"], &json!(clustered), &summary["pairs"], &json!(near)].map(Clone::clone),
            "{threshold} {flags:?}"
        );
    }
    let near: Vec<&Value> = rows.iter().map(|row| &row["near"]).collect();
    assert!(near.first() != near.last(), "the grid makes a difference: {near:?}");
}

#[test]
fn a_grid_counts_as_scans_do() {
    counts_agree(&["--exact"]);
    counts_agree(&["--exact", "--no-passages"]);
    counts_agree(&["--boilerplate", "off", "--scope", "cross-outlet"]);
}

#[test]
fn recall_is_told_with_its_interval() {
    let rows = records(&corpus(), &[], "tune");
    let told: Vec<&Value> = rows.iter().filter(|row| !row["recall"].is_null()).collect();
    assert!(told.len() > 2);
    for row in told {
        let recall = &row["recall"];
        let part = |name: &str| recall[name].as_f64().expect("a share");
        assert!(part("low") < part("value") && part("value") <= part("high") && part("value") > 0.9, "{row}");
        assert!(recall["pairs"].as_u64() > Some(0));
    }
}

#[test]
fn the_same_bytes_from_any_number_of_threads() {
    let corpus = corpus();
    assert_eq!(tune(&corpus, &["-j", "1"]).ok().stdout, tune(&corpus, &["-j", "2"]).ok().stdout);
}

/// Gold that takes the least edited versions alone for copies wants a high threshold.
#[test]
fn gold_chooses_the_threshold() {
    let corpus = corpus();
    let gold = corpus.beside("gold.tsv");
    let line = |n: usize| {
        let (story, version) = (n / 5, n % 5);
        let cluster = if matches!(version, 0 | 3) { format!("story-{story}") } else { format!("alone-{n}") };
        format!("s{story}v{version}\t{cluster}\n")
    };
    std::fs::write(&gold, (0..40).map(line).collect::<String>()).expect("a file");
    let flags = ["--gold", gold.to_str().expect("a path"), "--no-passages", "--exact", "--containment", "1"];
    let rows = records(&corpus, &flags, "tune");
    let best =
        rows.iter().max_by(|x, y| x["gold"]["f1"].as_f64().partial_cmp(&y["gold"]["f1"].as_f64()).expect("numbers"));
    let proposal = records(&corpus, &flags, "proposal").remove(0);
    let of = |threshold: &Value| {
        rows.iter().find(|row| row["threshold"] == *threshold).expect("a row")["gold"]["f1"].clone()
    };
    assert_eq!(
        (of(&proposal["threshold"]), &proposal["reason"]),
        (best.expect("rows")["gold"]["f1"].clone(), &json!("gold"))
    );
    assert!(proposal["threshold"].as_f64() > Some(0.5), "{proposal}");
    let page = tune(&corpus, &flags).ok();
    assert!(page.text().contains("next: reprint scan corpus --threshold 0."), "{}", page.text());
}

#[test]
fn what_cannot_be_tuned_is_refused_in_words() {
    let corpus = corpus();
    for (flags, told) in [
        (["--grid", "0"], "--grid: 0 is not above 0"),
        (["--grid", "1.5"], "--grid: 1.5"),
        (["--gold", "no/such"], "no/such"),
    ] {
        let run = tune(&corpus, &flags);
        assert!(run.code == Some(2) && run.stderr.contains(told), "{flags:?}: {}", run.stderr);
    }
    let few = Corpus::new().file("a/one.txt", "too short");
    let page = tune(&few, &[]).ok();
    assert!(page.text().contains("too few pairs"), "{}", page.text());
}

#[test]
fn lines_fit_the_terminal() {
    let corpus = corpus();
    for width in [40, 60, 80, 120] {
        let mut command = reprint();
        command.current_dir(corpus.beside("")).env("COLUMNS", width.to_string()).args(["tune", "corpus"]);
        let run = Run::of(&mut command).ok();
        let wide: Vec<&str> =
            run.text().lines().filter(|line| !line.starts_with("next:") && line.chars().count() > width).collect();
        assert!(wide.is_empty(), "{width}: {wide:?}");
    }
}
