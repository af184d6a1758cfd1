//! Bytes made to harm: each stops at a stated limit, with a reason.

use crate::containers;
use crate::formats::{gzip, zstd};
use crate::newsroom::Corpus;
use crate::patched::Sound;
use crate::twice::read_twice;
use crate::words::story;
use reprint::corpus::Settings;
use reprint::report::saved;
use std::path::Path;

fn refused(name: &str, bytes: Vec<u8>, reason: &str) {
    let run = Corpus::new().file("good.txt", story(1, 60)).file(name, bytes).scan(&[]);
    assert_eq!(run.ids(), ["good.txt"], "{name}");
    let skipped = run.skipped();
    assert!(skipped.len() == 1 && skipped[0].1.contains(reason), "{name}: {skipped:?}");
}

const BOMB_BYTES: usize = 65 << 20;

#[test]
fn bombs_stop_at_the_limit() {
    let limit = "longer than 64 MiB";
    let zeros = vec![b'a'; BOMB_BYTES];
    for name in ["bomb.txt", "bomb.html", "bomb.md"] {
        refused(&format!("{name}.gz"), gzip(&zeros), limit);
        refused(&format!("{name}.zst"), zstd(&zeros), limit);
    }
    refused("line.jsonl.gz", gzip(&[b"{\"text\":\"", &zeros[..]].concat()), "a line longer than");
    refused("object.json.gz", gzip(&[b"[{\"text\":\"", &zeros[..]].concat()), "an object longer than 64 MiB");
    refused("row.csv.gz", gzip(&[b"text\n\"", &zeros[..]].concat()), "a row longer than");
    refused("head.warc.gz", gzip(&zeros), "a header line without end");
    let mut archive = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_size(zeros.len() as u64);
    archive.append_data(&mut header, "bomb.txt", &zeros[..]).expect("memory");
    refused("bomb.tar.zst", zstd(&archive.into_inner().expect("memory")), limit);
}

#[test]
fn deep_and_wide_pages_stop() {
    refused("deep.html", "<div>".repeat(100_000).into_bytes(), "elements nest deeper than");
    refused("wide.html", "<p>a".repeat(200_000).into_bytes(), "more than");
    refused("deep.json", "[".repeat(100_000).into_bytes(), "broken JSON");
    refused("deeper.json", "{\"a\":".repeat(100_000).into_bytes(), "broken JSON");
    refused("deep.jsonl", "{\"a\":".repeat(100_000).into_bytes(), "broken JSON");
}

/// Files of every format with bytes changed, cut off and doubled are read or refused, never more.
/// `REPRINT_MUTATIONS=200000` makes it a long run.
#[test]
fn any_bytes_are_read_or_refused() {
    let rounds: u64 = std::env::var("REPRINT_MUTATIONS").ok().and_then(|n| n.parse().ok()).unwrap_or(150);
    let folder = tempfile::tempdir().expect("a folder");
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below.max(1)
    };
    for (name, seed) in containers::seeds() {
        let path = folder.path().join(name);
        for _ in 0..rounds {
            let mut bytes = seed.clone();
            for _ in 0..=random(8) {
                let at = random(bytes.len());
                match random(5) {
                    0 => bytes.truncate(at),
                    1 => bytes.extend_from_within(at..),
                    2 => drop(bytes.drain(at..(at + random(16)).min(bytes.len()))),
                    _ if at < bytes.len() => bytes[at] = random(256) as u8,
                    _ => {}
                }
            }
            std::fs::write(&path, &bytes).expect("a file");
            read_twice(&path, Settings::default());
        }
    }
}

/// How each fuzz target calls the file that it reads.
const FILES: [(&str, &str); 13] = [
    ("text", "a.txt"),
    ("markdown", "a.md"),
    ("page", "a.html"),
    ("table", "a.csv"),
    ("tabs", "a.tsv"),
    ("json", "a.json"),
    ("jsonl", "a.jsonl"),
    ("parquet", "a.parquet"),
    ("crawl", "a.warc"),
    ("tar", "a.tar"),
    ("zip", "a.zip"),
    ("gzip", "a.warc.gz"),
    ("zstd", "a.jsonl.zst"),
];

/// What the fuzz targets begin with, and every input that once broke one.
#[test]
fn seeds_of_the_fuzz_targets_are_read_or_refused() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds");
    let Ok(targets) = std::fs::read_dir(&seeds) else {
        return eprintln!("SKIPPED: no seeds at {}; a package holds none", seeds.display());
    };
    let folder = tempfile::tempdir().expect("a folder");
    let (mut read, mut patched) = (0, None);
    for target in targets.map(|target| target.expect("an entry").path()) {
        let name = target.file_name().expect("a name").to_string_lossy().into_owned();
        let called = FILES.iter().find(|(known, _)| *known == name).map(|(_, file)| *file);
        for seed in std::fs::read_dir(&target).expect("a folder of seeds") {
            let bytes = std::fs::read(seed.expect("an entry").path()).expect("a seed");
            match called {
                Some(file) => {
                    let path = folder.path().join(file);
                    std::fs::write(&path, &bytes).expect("a file");
                    read_twice(&path, Settings { max_article_bytes: 1 << 20, ..Settings::default() });
                }
                None if name == "index" => drop(patched.get_or_insert_with(|| Sound::make(folder.path())).ask(&bytes)),
                None => {
                    assert!(name == "result" && saved::read(&bytes[..]).is_ok_and(|report| !report.articles.is_empty()))
                }
            }
            read += 1;
        }
    }
    assert!(read >= FILES.len(), "{read} seeds");
}
