//! Scores on real articles with planted reuse, where the evaluation data and tools are at hand.

use crate::newsroom::{Run, reprint, string, strings};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder with `data/` and `tools/`; says aloud when there is none.
fn shared() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let shared = std::env::var_os("REPRINT_SHARED").map_or(beside, PathBuf::from);
    let complete = shared.join("data").is_dir() && shared.join("tools/plant.py").is_file();
    let python = Command::new("python3").arg("--version").output().is_ok();
    if complete && python {
        return Some(shared);
    }
    let missing = if complete { "python3" } else { "../shared" };
    // Straight to the descriptor: the harness would keep a passing test's words to itself.
    let _ = writeln!(std::io::stderr(), "SKIPPED: {missing} is missing");
    None
}

fn python(script: &Path, args: &[&Path], flags: &[&str]) -> String {
    let output = Command::new("python3").arg(script).args(args).args(flags).output().expect("python3 starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The figure after a name in a line of scores.
fn figure(line: &str, name: &str) -> f64 {
    let rest = line.split(&format!("{name} ")).nth(1);
    let figure = rest.and_then(|rest| rest.split_whitespace().next()).and_then(|f| f.parse().ok());
    figure.unwrap_or_else(|| panic!("{name} in {line}"))
}

fn scan_into(result: &Path, paths: &[&Path], flags: &[&str]) {
    let mut command = reprint();
    command.arg("scan").args(paths).args(["--format", "jsonl"]).arg("--output").arg(result).args(flags);
    Run::of(&mut command).ok();
}

#[test]
fn planted_copies_and_passages_are_found() {
    let Some(shared) = shared() else { return };
    let (data, tools) = (shared.join("data"), shared.join("tools"));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (planted, result) = (folder.path().join("planted"), folder.path().join("result.jsonl"));
    let base = data.join("bbc-en/docs.jsonl.gz");
    python(&tools.join("plant.py"), &[&base, &planted], &["--seed", "1", "--limit", "600"]);
    scan_into(&result, &[&planted.join("corpus")], &[]);
    let clusters = python(&tools.join("cluster_score.py"), &[&planted.join("clusters.tsv"), &result], &[]);
    assert!(figure(&clusters, "f1") >= 0.99, "{clusters}");
    assert!(figure(&clusters, "ari") >= 0.99, "{clusters}");
    let passages = python(&tools.join("passage_score.py"), &[&planted, &result], &[]);
    assert!(figure(&passages, "recall") >= 0.95, "{passages}");
    assert!(figure(&passages, "char precision") >= 0.95, "{passages}");

    // A quote that two stories share makes them neither one cluster nor a match of two articles.
    let lines = fs::read_to_string(&result).expect("the result");
    let mut cluster_of = BTreeMap::new();
    for cluster in crate::newsroom::records_of(&lines, "cluster") {
        for article in strings(&cluster, "articles") {
            cluster_of.insert(article, cluster["cluster"].clone());
        }
    }
    let stories = table(&planted.join("clusters.tsv"));
    let story: BTreeMap<_, _> = stories.iter().map(|row| (&row[0], &row[1])).collect();
    for quote in table(&planted.join("quotes.tsv")) {
        let apart = story[&quote[0]] != story[&quote[1]];
        let joined = cluster_of.get(&quote[0]).is_some_and(|c| cluster_of.get(&quote[1]) == Some(c));
        assert!(!(apart && joined), "{quote:?}");
    }
}

/// Three outlets tell each event in their own words: no cluster may hold two of them.
#[test]
fn independent_stories_of_one_event_are_never_one_cluster() {
    let Some(shared) = shared() else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let result = folder.path().join("result.jsonl");
    let basil = shared.join("data/basil-en");
    scan_into(&result, &[&basil.join("docs.jsonl.gz")], &[]);
    let event: BTreeMap<String, String> =
        table(&basil.join("clusters_event.tsv")).into_iter().map(|row| (row[0].clone(), row[1].clone())).collect();
    let lines = fs::read_to_string(&result).expect("the result");
    let articles = crate::newsroom::records_of(&lines, "article");
    assert_eq!(articles.len(), 300);
    assert!(articles.iter().all(|a| event.contains_key(&string(a, "article"))), "the gold knows every article");
    for cluster in crate::newsroom::records_of(&lines, "cluster") {
        let mut events: Vec<_> = strings(&cluster, "articles").iter().map(|id| event[id].clone()).collect();
        let members = events.len();
        events.sort();
        events.dedup();
        assert_eq!(events.len(), members, "{cluster}");
    }
}

fn table(path: &Path) -> Vec<Vec<String>> {
    let lines = BufReader::new(File::open(path).expect("a table")).lines();
    let row = |line: std::io::Result<String>| line.expect("UTF-8").split('\t').map(str::to_owned).collect();
    lines.map(row).collect()
}

/// Small WARC and ARC files, some broken on purpose: each is read, or refused by its name with a reason.
#[test]
fn crawls_of_every_kind_are_read_or_refused_by_name() {
    let Some(shared) = shared() else { return };
    let folder = shared.join("data/warc-samples");
    let files = fs::read_dir(&folder).expect("samples").map(|entry| entry.expect("an entry").path());
    let mut told = 0;
    for file in files.filter(|file| file.extension().is_none_or(|ending| ending != "md")) {
        let run = Run::of(reprint().args(["inspect", "--format", "jsonl"]).arg(&file)).ok();
        let name = file.file_name().expect("a name").to_string_lossy().into_owned();
        let (read, skipped) = (run.records("article"), run.skipped());
        assert!(read.len() + skipped.len() > 0, "{name} is passed over in silence");
        assert!(skipped.iter().all(|(path, reason)| path.contains(&name) && !reason.is_empty()), "{skipped:?}");
        assert!(
            read.iter().all(|article| string(article, "text").split_whitespace().count() >= 20),
            "{name}: {read:?}"
        );
        told += 1;
    }
    assert!(told >= 16, "{told} samples");
}
