//! What an index endures: any byte changed, any file cut, a program killed at any moment, a disk that is full.

use crate::newsroom::{Corpus, Run, records_of, reprint, string};
use crate::patched::Sound;
use crate::properties::with_corpus;
use crate::words::{self, Random};
use reprint::pipeline::stored::{self, Asked};
use reprint::pipeline::{NoObserver, Settings};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// So many kills, unless the environment asks for others.
const KILLS: usize = 24;
const KILLS_VARIABLE: &str = "REPRINT_TEST_KILLS";

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(dir).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|file| fs::metadata(file).is_ok_and(|file| file.len() > 0));
    files.sort();
    files
}

/// Opens a damaged index and asks it: any answer will do, and any error.
fn ask(dir: &Path, asked: &[Asked]) {
    if let Ok(index) = stored::open(dir) {
        let _ = stored::query(&index, asked, &NoObserver);
        for entry in index.live() {
            let _ = (index.record(entry), index.text(entry));
        }
    }
}

fn is_found(dir: &Path) -> bool {
    stored::verify(dir).map_or(true, |wrong| !wrong.is_empty())
}

/// A small index of a few articles, and one to ask about.
fn small(dir: &Path, articles: usize, hashes: usize) -> Vec<Asked> {
    let story = words::words(1, 30);
    let named: Vec<(String, String)> =
        (0..articles).map(|n| (format!("{n}"), words::prose(&words::edited(&story, 4 + n % 9, n as u64)))).collect();
    let settings = Settings { hashes, ..Settings::default() };
    with_corpus(&named[1..], |corpus| stored::build(dir, corpus, &settings, false, &NoObserver).expect("an index"));
    with_corpus(&named[..2], |corpus| stored::add(dir, corpus, &NoObserver).expect("added"));
    stored::remove(dir, &["1".into()]).expect("removed");
    with_corpus(&named[..1], |corpus| Asked::of(corpus, &NoObserver).expect("an article").0)
}

#[test]
fn every_changed_byte_and_every_cut_of_a_small_index_is_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let dir = folder.path().join("index");
    let asked = small(&dir, 4, 16);
    assert!(!is_found(&dir), "sound before");
    let mut random = Random::new(7);
    for file in files(&dir) {
        let sound = fs::read(&file).expect("a file");
        for at in 0..sound.len() {
            let mut damaged = sound.clone();
            damaged[at] ^= 1 << random.below(8);
            fs::write(&file, &damaged).expect("written");
            assert!(is_found(&dir), "byte {at} of {}", file.display());
            ask(&dir, &asked);
            fs::write(&file, &sound[..at]).expect("written");
            assert!(is_found(&dir), "{} cut at {at}", file.display());
            if at % 16 == 0 {
                ask(&dir, &asked);
            }
        }
        fs::write(&file, [&sound[..], b"x"].concat()).expect("written");
        assert!(is_found(&dir), "{} with a byte too many", file.display());
        fs::remove_file(&file).expect("gone");
        assert!(is_found(&dir), "{} gone", file.display());
        ask(&dir, &asked);
        fs::write(&file, &sound).expect("written");
    }
    assert!(!is_found(&dir), "sound again");
}

#[test]
fn random_damage_of_a_larger_index_is_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let dir = folder.path().join("index");
    let asked = small(&dir, 300, 128);
    let mut random = Random::new(8);
    for round in 0..120 {
        let files = files(&dir);
        let file = &files[random.below(files.len())];
        let sound = fs::read(file).expect("a file");
        let mut damaged = sound.clone();
        let at = random.below(sound.len());
        match round % 4 {
            0 => damaged.truncate(at),
            1 => damaged[at] ^= 1 + random.below(255) as u8,
            2 => damaged.iter_mut().skip(at).take(1 + random.below(5000)).for_each(|byte| *byte = !*byte),
            _ => {
                // Two blocks in each other's place, each with its right bytes.
                damaged.splice(at..at, [0; 8]);
            }
        }
        fs::write(file, &damaged).expect("written");
        assert!(is_found(&dir), "round {round}, {} at {at}", file.display());
        ask(&dir, &asked);
        fs::write(file, &sound).expect("written");
    }
}

/// Checksums tell damage, not lies: an index that somebody wrote on purpose may say what it likes, and harm nobody.
#[test]
fn an_index_that_lies_under_right_checksums_answers_or_refuses() {
    let folder = tempfile::tempdir().expect("a folder");
    let sound = Sound::make(folder.path());
    assert!(sound.ask(&[]), "sound as it is");
    let mut random = Random::new(10);
    let mut opened = 0;
    for _ in 0..400 {
        let mut patches = Vec::new();
        for _ in 0..1 + random.below(6) {
            // Headers stand at the end.
            let near_end = random.below(3) > 0;
            let place = if near_end { 32 + random.below(400) } else { random.below(1 << 16) } as u16;
            let value = [0, 1, 0x7f, 0x80, 0xff, random.below(256) as u8][random.below(6)];
            let file = random.below(4) as u8 | if near_end { 0x80 } else { 0 };
            patches.extend([file, place.to_le_bytes()[0], place.to_le_bytes()[1], value]);
        }
        opened += usize::from(sound.ask(&patches));
    }
    assert!(opened > 100, "{opened} could be opened");
}

/// Ids of the articles in the index of a folder.
fn ids(folder: &Path) -> BTreeSet<String> {
    let report = Run::of(reprint().current_dir(folder).args(["index", "report", "i", "--format", "jsonl"])).ok();
    records_of(report.text(), "article").iter().map(|article| string(article, "article")).collect()
}

fn verified(folder: &Path) {
    let verified = Run::of(reprint().current_dir(folder).args(["index", "verify", "i"]));
    assert_eq!(verified.code, Some(0), "{}{}", verified.text(), verified.stderr);
}

/// Two days of articles, and an index of the first one.
fn two_days(articles: u64) -> Corpus {
    let day = |corpus: Corpus, day: &str, seed: u64| {
        (0..articles).fold(corpus, |corpus, n| {
            corpus.file(&format!("{day}/{}/{n}.txt", n % 3), words::story(seed + n % (articles / 2), 150))
        })
    };
    let corpus = day(day(Corpus::new(), "one", 1000), "two", 1000 + articles / 4);
    let build = ["index", "build", "i", "corpus", "--glob", "one/**"];
    Run::of(reprint().current_dir(corpus.beside("")).args(build)).ok();
    corpus
}

/// Starts the program with these arguments and kills it after a while; whether it was still running.
fn killed(folder: &Path, args: &[&str], after: Duration) -> bool {
    let mut child = Command::new(env!("CARGO_BIN_EXE_reprint"))
        .current_dir(folder)
        .args(args)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    std::thread::sleep(after);
    let running = child.try_wait().expect("a child").is_none();
    let _ = child.kill();
    child.wait().expect("it ends");
    running
}

#[test]
fn whoever_kills_it_loses_nothing_that_was_committed() {
    let kills = std::env::var(KILLS_VARIABLE).ok().and_then(|kills| kills.parse().ok()).unwrap_or(KILLS);
    let corpus = two_days(40);
    let folder = corpus.beside("");
    let one = ids(&folder);
    let both: BTreeSet<String> = one.iter().flat_map(|id| [id.clone(), id.replace("one/", "two/")]).collect();
    let second: Vec<&str> = both.iter().filter(|id| id.starts_with("two/")).map(String::as_str).collect();
    let add = ["index", "add", "i", "corpus", "--no-matches"];
    let remove: Vec<&str> = ["index", "remove", "i"].into_iter().chain(second.iter().copied()).collect();
    let compact = ["index", "compact", "i"];
    let start = Instant::now();
    Run::of(reprint().current_dir(&folder).args(add)).ok();
    let lasts = start.elapsed();
    let (mut random, mut interrupted) = (Random::new(9), 0);
    let mut now = ids(&folder);
    assert_eq!(now, both);
    for round in 0..kills {
        let args: &[&str] = match (round % 3, now == both) {
            (0, _) => &compact,
            (_, true) => &remove,
            (_, false) => &add,
        };
        let after = lasts.mul_f64(1.2 * random.below(1000) as f64 / 1000.0);
        interrupted += usize::from(killed(&folder, args, after));
        verified(&folder);
        let then = ids(&folder);
        assert!(
            then == now || (round % 3 != 0 && (then == one || then == both)),
            "round {round}: {} articles",
            then.len()
        );
        now = then;
    }
    assert!(interrupted > kills / 4, "{interrupted} of {kills} were still running");
    Run::of(reprint().current_dir(&folder).args(add)).ok();
    assert_eq!(ids(&folder), both);
    let left: Vec<String> = files(&corpus.beside("i"))
        .iter()
        .map(|file| file.file_name().expect("a name").to_string_lossy().into_owned())
        .collect();
    assert!(left.iter().all(|name| name != "manifest.next") && left.len() <= 5, "{left:?}");
}

#[test]
fn what_an_interrupted_change_left_is_swept_away_and_told() {
    let corpus = two_days(8);
    let folder = corpus.beside("");
    fs::write(corpus.beside("i/segment-00000077"), b"half").expect("a file");
    fs::write(corpus.beside("i/manifest.next"), b"half").expect("a file");
    let added = Run::of(reprint().current_dir(&folder).args(["index", "add", "i", "corpus", "--format", "jsonl"])).ok();
    let swept = &records_of(added.text(), "change")[0]["swept"];
    assert_eq!(swept, &serde_json::json!(["manifest.next", "segment-00000077"]));
    assert_eq!(ids(&folder).len(), 16);
}

#[test]
fn one_writes_at_a_time_and_readers_do_not_wait() {
    let corpus = two_days(8);
    let folder = corpus.beside("");
    let lock = fs::File::options().write(true).open(corpus.beside("i/lock")).expect("the lock");
    lock.lock().expect("ours");
    let refused = Run::of(reprint().current_dir(&folder).args(["index", "compact", "i"]));
    assert_eq!(refused.code, Some(2));
    assert!(refused.stderr.contains("another reprint is writing"), "{}", refused.stderr);
    assert_eq!(ids(&folder).len(), 8);
}

/// No file may grow beyond so many bytes: a disk that is full at that moment.
#[cfg(unix)]
#[test]
fn a_full_disk_changes_nothing() {
    let corpus = two_days(40);
    let folder = corpus.beside("");
    let before = ids(&folder);
    let mut failed = 0;
    for blocks in [0, 1, 2, 8, 16, 30, 60, 90, 120, 150] {
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" index add i corpus --no-matches -q");
        let run = Command::new("sh").current_dir(&folder).args(["-c", &script, env!("CARGO_BIN_EXE_reprint")]).output();
        let run = run.expect("a shell");
        let message = String::from_utf8_lossy(&run.stderr).into_owned();
        verified(&folder);
        if run.status.success() {
            continue;
        }
        failed += 1;
        assert_eq!(run.status.code(), Some(2), "{blocks}: {message}");
        assert!(message.contains("cannot write"), "{blocks}: {message}");
        assert_eq!(ids(&folder), before, "{blocks}");
    }
    assert!(failed > 3, "{failed} writes failed");
}
