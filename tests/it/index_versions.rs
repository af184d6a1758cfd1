//! Indexes that earlier formats wrote, as they were stored: they are read, asked, added to and made anew.

use crate::index::{lines, of_answer, of_article};
use reprint::corpus::{self, Corpus};
use reprint::pipeline::stored::{self, Asked};
use reprint::pipeline::{self, NoObserver, Settings, Texts};
use reprint::report::model::Report;
use std::fs;
use std::path::{Path, PathBuf};

/// What the stored indexes hold: versions of two texts, one of them in seven scripts, and one by itself.
fn held() -> String {
    fs::read_to_string(golden("index-1.jsonl")).expect("stored articles")
}

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/golden").join(name)
}

/// A corpus of these records.
fn with_records<T>(folder: &Path, records: &str, work: impl FnOnce(&Corpus) -> T) -> T {
    let file = folder.join("records.jsonl");
    fs::write(&file, records).expect("records");
    work(&Corpus::open(&[file], corpus::Settings::default()).expect("a corpus"))
}

fn scanned(folder: &Path, records: &str) -> Report {
    let scan = |corpus: &Corpus| pipeline::scan(corpus, &Settings::default(), &NoObserver);
    with_records(folder, records, scan).expect("a report")
}

fn reported(dir: &Path) -> String {
    assert!(stored::verify(dir).expect("an index").is_empty());
    lines(&stored::report(dir, Texts::None, false, &NoObserver).expect("a report"))
}

/// A change of what makes words, shingles or seeds of a text is seen here: `TOKENIZER` has to rise with it.
#[test]
fn version_1_answers_as_a_scan_does_and_takes_what_is_new() {
    let folder = tempfile::tempdir().expect("a folder");
    let dir = folder.path().join("index");
    fs::create_dir(&dir).expect("a folder");
    for file in fs::read_dir(golden("index-1")).expect("a stored index") {
        let file = file.expect("a file");
        fs::copy(file.path(), dir.join(file.file_name())).expect("a copy");
    }
    let held = held();
    assert_eq!(reported(&dir), lines(&scanned(folder.path(), &held)));
    for record in held.lines() {
        let asked = record.replacen("\"id\": \"", "\"id\": \"new ", 1);
        let answer = with_records(folder.path(), &asked, |corpus| {
            let asked = Asked::of(corpus, &NoObserver).expect("an article").0;
            stored::query(&stored::open(&dir).expect("an index"), &asked, &NoObserver).expect("an answer").remove(0)
        });
        let with = scanned(folder.path(), &format!("{held}{asked}\n"));
        assert_eq!(of_answer(&answer), of_article(&with, &answer.article.id), "{}", answer.article.id);
        assert!(!answer.pairs.is_empty(), "{}", answer.article.id);
    }
    // A segment of this version beside one of that, and all in one.
    let more = held.lines().next().expect("a record").replacen("\"id\": \"a\"", "\"id\": \"new\"", 1);
    let both = format!("{held}{more}\n");
    let changed = with_records(folder.path(), &both, |corpus| stored::add(&dir, corpus, &NoObserver).expect("added"));
    assert_eq!((changed.added, changed.unchanged, changed.articles), (1, 5, 6));
    let scan = lines(&scanned(folder.path(), &both));
    assert_eq!(reported(&dir), scan);
    stored::compact(&dir, &NoObserver).expect("made anew");
    assert_eq!(reported(&dir), scan);
}
