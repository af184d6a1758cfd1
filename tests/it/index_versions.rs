//! Indexes that earlier formats wrote, as they were stored: they are read, asked, added to and made anew.

use crate::index::{lines, of_answer, of_article};
use reprint::corpus::{self, Corpus};
use reprint::pipeline::stored::{self, Asked};
use reprint::pipeline::{self, Boilerplate, NoObserver, Settings, Texts};
use reprint::report::model::{self, Report};
use std::fs;
use std::path::{Path, PathBuf};

/// What the stored indexes hold: versions of two texts, one of them in seven scripts, and one by itself.
fn held() -> String {
    fs::read_to_string(golden("index-1.jsonl")).expect("stored articles")
}

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/golden").join(name)
}

/// A copy of a stored index, to be changed.
fn stored_index(name: &str, folder: &Path) -> PathBuf {
    let dir = folder.join("index");
    fs::create_dir(&dir).expect("a folder");
    for file in fs::read_dir(golden(name)).expect("a stored index") {
        let file = file.expect("a file");
        fs::copy(file.path(), dir.join(file.file_name())).expect("a copy");
    }
    dir
}

/// An index with other word hashes says what to do, and has nothing to be asked until that is done.
fn compacted(dir: &Path) {
    let Err(refused) = stored::open(dir) else { panic!("tables of another tokenizer are asked") };
    let refused = refused.to_string();
    assert!(refused.contains("tokenizer 1") && refused.contains("index compact"), "{refused}");
    assert!(stored::verify(dir).expect("an index").is_empty());
    stored::compact(dir, &NoObserver).expect("made anew");
}

/// A corpus of these records.
fn with_records<T>(folder: &Path, records: &str, work: impl FnOnce(&Corpus) -> T) -> T {
    let file = folder.join("records.jsonl");
    fs::write(&file, records).expect("records");
    work(&Corpus::open(&[file], corpus::Settings::default()).expect("a corpus"))
}

fn scanned(folder: &Path, records: &str, boilerplate: Boilerplate) -> Report {
    let settings = Settings { boilerplate, ..Settings::default() };
    let scan = |corpus: &Corpus| pipeline::scan(corpus, &settings, &NoObserver);
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
    let dir = stored_index("index-1", folder.path());
    compacted(&dir);
    let held = held();
    assert_eq!(reported(&dir), lines(&scanned(folder.path(), &held, Boilerplate::Learn)));
    for record in held.lines() {
        let asked = record.replacen("\"id\": \"", "\"id\": \"new ", 1);
        let answer = with_records(folder.path(), &asked, |corpus| {
            let asked = Asked::of(corpus, &NoObserver).expect("an article").0;
            stored::query(&stored::open(&dir).expect("an index"), &asked, &NoObserver).expect("an answer").remove(0)
        });
        let with = scanned(folder.path(), &format!("{held}{asked}\n"), Boilerplate::Learn);
        assert_eq!(of_answer(&answer), of_article(&with, &answer.article.id), "{}", answer.article.id);
        assert!(!answer.pairs.is_empty(), "{}", answer.article.id);
    }
    // A segment beside the one that was made anew, and both in one.
    let more = held.lines().next().expect("a record").replacen("\"id\": \"a\"", "\"id\": \"new\"", 1);
    let both = format!("{held}{more}\n");
    let changed = with_records(folder.path(), &both, |corpus| stored::add(&dir, corpus, &NoObserver).expect("added"));
    assert_eq!((changed.added, changed.unchanged, changed.articles), (1, 5, 6));
    let scan = lines(&scanned(folder.path(), &both, Boilerplate::Learn));
    assert_eq!(reported(&dir), scan);
    stored::compact(&dir, &NoObserver).expect("made anew");
    assert_eq!(reported(&dir), scan);
}

/// What was given as furniture stays furniture, under whatever hashes.
#[test]
fn given_furniture_is_made_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let dir = stored_index("index-2", folder.path());
    compacted(&dir);
    let given = model::Boilerplate {
        outlet: Some("satu.example".into()),
        articles: 1,
        text: "Sungai Kalumpang meluap dan merendam tiga kampung di hilir bendungan".into(),
    };
    let report = reported(&dir);
    assert_eq!(report, lines(&scanned(folder.path(), &held(), Boilerplate::Given(vec![given]))));
    assert_ne!(report, lines(&scanned(folder.path(), &held(), Boilerplate::Off)));
}
