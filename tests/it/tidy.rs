//! The rules of the house, read from the source: what may import what, and how long a file may be.

use std::fs;
use std::path::{Path, PathBuf};

struct Source {
    /// Below `src/`, with `/`.
    name: String,
    /// The code before the file's tests, without comments.
    code: Vec<String>,
    /// Lines before the file's tests.
    lines: usize,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    assert!(files.len() > 30, "the source is there");
    files.iter().map(|file| read(&root, file)).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
}

fn read(root: &Path, file: &Path) -> Source {
    let text = fs::read_to_string(file).expect("source is UTF-8");
    let lines: Vec<&str> = text.lines().collect();
    let tests = lines.windows(2).position(|pair| pair[0] == "#[cfg(test)]" && pair[1].starts_with("mod tests"));
    let before_tests = &lines[..tests.unwrap_or(lines.len())];
    let code = before_tests.iter().filter(|line| !line.trim_start().starts_with("//"));
    let name = file.strip_prefix(root).expect("below the root");
    Source {
        name: name.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/"),
        code: code.map(|line| (*line).to_owned()).collect(),
        lines: before_tests.len(),
    }
}

/// Whether a line names a path that goes through `part`, as `part::` or as a whole word of a `use` line.
fn goes_through(line: &str, part: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(part).any(|(at, _)| {
        let (before, after) = (&line[..at], &line[at + part.len()..]);
        let whole = !before.ends_with(is_word) && !after.starts_with(is_word);
        whole
            && (after.starts_with("::")
                || line.trim_start().starts_with("use ")
                || line.trim_start().starts_with("pub use "))
    })
}

/// `part` is named only in files that `may` accepts, and in at least one of them.
fn only_in(part: &str, may: impl Fn(&str) -> bool) {
    let sources = sources();
    let named = |source: &&Source| source.code.iter().any(|line| goes_through(line, part));
    let files: Vec<&str> = sources.iter().filter(named).map(|s| s.name.as_str()).collect();
    let wrong: Vec<_> = files.iter().filter(|name| !may(name)).collect();
    assert!(wrong.is_empty(), "{part} is named in {wrong:?}");
    assert!(!files.is_empty(), "{part} is named somewhere, or the rule is out of date");
}

fn never_in(part: &str, rooms: &[&str]) {
    for source in sources().iter().filter(|s| rooms.iter().any(|room| s.name.starts_with(room))) {
        let named: Vec<_> = source.code.iter().filter(|line| goes_through(line, part)).collect();
        assert!(named.is_empty(), "{} names {part}: {named:?}", source.name);
    }
}

#[test]
fn paths_are_recognised() {
    assert!(goes_through("use rayon::prelude::*;", "rayon"));
    assert!(goes_through("    let x = xxhash_rust::xxh3::xxh3_64(b);", "xxhash_rust"));
    assert!(goes_through("use crate::{report, verify};", "report"));
    assert!(!goes_through("let crayons = rayonless;", "rayon"));
    assert!(!goes_through("let report = 3;", "report"));
}

#[test]
fn xxhash_is_named_in_one_file() {
    only_in("xxhash_rust", |name| name == "hash.rs");
}

#[test]
fn only_the_binary_knows_a_terminal() {
    for part in ["clap", "indicatif", "anstream", "ctrlc", "notify"] {
        only_in(part, |name| name.starts_with("bin/"));
    }
    // A style may be written by a renderer; a terminal is asked by the binary alone.
    only_in("IsTerminal", |name| name.starts_with("bin/"));
}

/// A stage that works on one article or one pair is called on a batch of rows elsewhere too.
#[test]
fn pure_stages_start_no_threads() {
    never_in(
        "rayon",
        &["text/fold", "text/tokenize", "text/shingle", "text/sentence", "sketch/", "passages/", "provenance/"],
    );
    only_in("rayon", |name| !name.starts_with("report/") && !name.starts_with("corpus/"));
}

#[test]
fn input_is_read_and_results_are_written_in_their_rooms() {
    for part in ["File", "fs"] {
        only_in(part, |name| {
            ["corpus/", "index/", "bin/"].iter().any(|room| name.starts_with(room)) || name == "pipeline/observe.rs"
        });
    }
    never_in("std::io", &["text/", "sketch/", "candidates/", "passages/", "provenance/", "cluster.rs", "verify.rs"]);
}

/// Renderers see the model and the plain types it is made of, never how anything was computed.
#[test]
fn renderers_import_only_the_model() {
    let plain = [
        "super",
        "crate::date",
        "std",
        "serde",
        "serde_json",
        "unicode_width",
        "crate::report::model",
        "crate::report::explanation",
        "crate::report::inspection",
        "crate::report::evaluation",
        "crate::report::tuning",
        "crate::report::holding",
        "columns",
        "lines",
        // Template, packing and hash of the page; tables.
        "minijinja",
        "base64",
        "sha2",
        "flate2",
        "csv",
        "parquet",
    ];
    let mut named = 0;
    for source in sources().iter().filter(|s| {
        s.name.starts_with("report/")
            && ![
                "report/mod.rs",
                "report/model.rs",
                "report/explanation.rs",
                "report/inspection.rs",
                "report/evaluation.rs",
                "report/holding.rs",
                "report/edits.rs",
                "report/origin.rs",
            ]
            .contains(&s.name.as_str())
    }) {
        let uses: Vec<&str> = source.code.iter().filter_map(|line| line.strip_prefix("use ")).collect();
        named += uses.len();
        for path in uses {
            assert!(
                plain.iter().any(|p| path.starts_with(&format!("{p}::")) || path.starts_with(&format!("{p};"))),
                "{}: use {path}",
                source.name
            );
        }
        for room in
            ["pipeline", "provenance", "candidates", "sketch", "cluster", "corpus", "passages", "text", "verify"]
        {
            let rooms: Vec<_> = source.code.iter().filter(|line| line.contains(&format!("crate::{room}"))).collect();
            assert!(rooms.is_empty(), "{}: {rooms:?}", source.name);
        }
    }
    assert!(named > 20, "renderers import something, or the rule is out of date");
}

/// Arrows run one way: a stage imports what stands before it, never what stands after it.
#[test]
fn arrows_run_one_way() {
    let order = [
        &["id", "hash", "date", "language"][..],
        &["document", "error"],
        &["corpus", "text"],
        &["sketch"],
        &["candidates"],
        &["index"],
        &["verify", "passages"],
        &["cluster"],
        &["provenance"],
        &["report"],
        &["evaluate"],
        &["pipeline"],
    ];
    let floor = |room: &str| order.iter().position(|rooms| rooms.contains(&room));
    for source in sources().iter().filter(|s| !s.name.starts_with("bin/") && s.name != "lib.rs") {
        let own = source.name.split(['/', '.']).next().expect("a room");
        let own_floor = floor(own).unwrap_or_else(|| panic!("{own} has its floor in this test"));
        for line in &source.code {
            for after in line.split("crate::").skip(1) {
                let room = after.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().expect("a word");
                let Some(its_floor) = floor(room) else {
                    continue;
                };
                assert!(
                    room == own || its_floor < own_floor || (its_floor == own_floor && own != room),
                    "{} imports {room}: {line}",
                    source.name
                );
                assert!(its_floor <= own_floor, "{} imports {room}, which stands above it", source.name);
            }
        }
    }
}

#[test]
fn a_stage_does_not_see_the_settings_of_the_pipeline() {
    never_in(
        "pipeline",
        &[
            "text/",
            "sketch/",
            "candidates/",
            "passages/",
            "corpus/",
            "provenance/",
            "report/",
            "cluster.rs",
            "verify.rs",
        ],
    );
}

#[test]
fn no_file_is_long() {
    let sources = sources();
    let long = sources.iter().filter(|s| s.lines > 500);
    let long: Vec<String> = long.map(|s| format!("{} has {} lines before its tests", s.name, s.lines)).collect();
    assert!(long.is_empty(), "{long:?}");
}
