//! The page that a person reads.

use crate::newsroom::{Corpus, Run, reprint as program};
use crate::words::{edited, prose, story, words};
use parquet::file::reader::{FileReader, SerializedFileReader};
use serde_json::json;
use std::path::Path;

fn small() -> Corpus {
    let original = words(1, 120);
    let record = |id: &str, outlet: &str, time: &str, text: String| json!({"id": id, "outlet": outlet, "title": format!("Judul {id}"), "published": time, "text": text});
    Corpus::new()
        .records(
            "all.jsonl",
            &[
                record("a1", "Antara", "2022-02-16T08:00:00+07:00", prose(&original)),
                record("k1", "Kompas", "2022-02-16T09:30:00+07:00", prose(&edited(&original, 30, 1))),
                record("t1", "Tempo", "2022-02-16", prose(&original[..60])),
                record("t2", "Tempo", "2022-02-17", story(9, 100)),
            ],
        )
        .file("notes.pdf", "%PDF")
}

#[test]
fn the_page_of_a_small_corpus() {
    let page = small().page(&[]).ok();
    let golden = include_str!("golden/small.txt");
    assert_eq!(page.text(), golden, "the page changed; if it should, this is the new one:\n{}", page.text());
    assert_eq!(page.stderr, "", "nothing moves on a standard error that is no terminal");
}

/// What the page must tell, however it is laid out.
#[test]
fn the_page_tells_what_was_found_and_what_to_try_next() {
    let text = small().page(&[]).ok().text().to_owned();
    for told in [
        "4 articles",
        "3 outlets",
        "1 skipped",
        "cluster 1",
        "weakest link",
        "k1",
        "t1",
        "Antara",
        "2022-02-16 08:00",
        "★ a1",
        "most complete",
        "earliest seen",
        "bands",
        "estimated recall",
        "next: reprint ",
    ] {
        assert!(text.contains(told), "{told:?} in\n{text}");
    }
    assert!(!text.contains("t2"), "an article without company is only counted");
}

/// The command to try next can be pasted into a shell.
#[test]
fn the_next_command_is_quoted_where_it_must_be() {
    let corpus = small();
    std::fs::rename(corpus.root(), corpus.beside("my corpus's")).expect("another name");
    let mut command = crate::newsroom::reprint();
    command.current_dir(corpus.beside("")).args(["scan", "my corpus's"]);
    let page = Run::of(&mut command).ok();
    let next = page.text().lines().find_map(|line| line.strip_prefix("next: ")).expect("a command").to_owned();
    let words =
        std::process::Command::new("sh").args(["-c", &format!("printf '%s\\n' {next}")]).output().expect("a shell");
    let words = String::from_utf8(words.stdout).expect("UTF-8");
    assert!(words.lines().any(|word| word == "my corpus's"), "{next}");
}

#[test]
fn when_nothing_is_found_the_page_says_why() {
    let original = words(2, 200);
    // Each sentence of the copy has its words, but few of them in a row.
    let corpus = Corpus::new()
        .file("a/1.txt", prose(&original))
        .file("b/2.txt", prose(&[&original[..30], &words(3, 170)[..]].concat()));
    let page = corpus.page(&["--no-passages"]).ok();
    let text = page.text();
    for told in ["nothing found", "1 candidate pair was compared", "2 articles", "a/1.txt – b/2.txt", "--threshold "]
    {
        assert!(text.contains(told), "{told:?} in\n{text}");
    }
    // The flag that it names does show the pair.
    let flag = text.split("--threshold ").nth(1).and_then(|rest| rest.split_whitespace().next()).expect("a figure");
    assert_eq!(corpus.scan(&["--no-passages", "--threshold", flag]).clusters().len(), 1);

    let page = Corpus::new().file("a/1.txt", story(4, 80)).file("b/2.txt", story(5, 80)).page(&[]).ok();
    assert!(page.text().contains("no two articles share enough words"), "{}", page.text());
}

/// Pairs that scope or window left out are the reason for an empty result, and the page must not blame the texts.
#[test]
fn when_scope_hides_all_the_page_says_so() {
    let text = story(6, 100);
    let corpus = Corpus::new().file("a/1.txt", &text).file("a/2.txt", prose(&edited(&words(6, 100), 20, 1)));
    assert_eq!(corpus.scan(&[]).clusters().len(), 1);
    let page = corpus.page(&["--scope", "cross-outlet"]).ok();
    let text = page.text();
    assert!(text.contains("nothing found"), "{text}");
    assert!(!text.contains("share enough words"), "they share nearly all of them:\n{text}");
    assert!(text.contains("--scope"), "{text}");
}

#[test]
fn colours_are_for_terminals_and_for_those_who_ask() {
    let corpus = small();
    let plain = corpus.page(&[]).ok();
    assert!(!plain.text().contains('\u{1b}'));
    assert_eq!(corpus.page(&["--color", "never"]).ok().stdout, plain.stdout);
    let always = corpus.page(&["--color", "always"]).ok();
    assert!(always.text().contains("\u{1b}[1m"));
    assert_eq!(always.text().replace("\u{1b}[1m", "").replace("\u{1b}[0m", ""), plain.text());
}

/// On a terminal: colours, unless `NO_COLOR` says no.
#[cfg(target_os = "linux")]
#[test]
fn no_color_is_obeyed_on_a_terminal() {
    let corpus = small();
    let on_a_terminal = |no_color: Option<&str>| {
        let mut command = std::process::Command::new("script");
        command.args(["-qefc", &format!("'{}' scan corpus 2>/dev/null", env!("CARGO_BIN_EXE_reprint")), "/dev/null"]);
        command
            .current_dir(corpus.beside(""))
            .env("TERM", "xterm")
            .env_remove("NO_COLOR")
            .stdin(std::process::Stdio::null());
        command.envs(no_color.map(|value| ("NO_COLOR", value)));
        let output = command.output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let (Some(plain), Some(without), Some(empty)) =
        (on_a_terminal(None), on_a_terminal(Some("1")), on_a_terminal(Some("")))
    else {
        eprintln!("SKIPPED: no `script` here to make a terminal with");
        return;
    };
    assert!(plain.contains("cluster 1") && plain.contains("\u{1b}[1m"), "{plain}");
    assert!(without.contains("cluster 1") && !without.contains('\u{1b}'), "{without}");
    assert!(empty.contains("\u{1b}[1m"), "an empty NO_COLOR says nothing");
}

/// Ids, titles and outlets are strangers' text.
#[test]
fn control_characters_cannot_reach_the_terminal() {
    let evil = "\u{1b}]0;title\u{7}\u{1b}[2J\u{8}\r\u{9b}31m\u{202e}\u{2066}x\n\0";
    let text = story(7, 80);
    let record = |n: u64, text: &str| json!({"id": format!("{n}{evil}"), "outlet": format!("o{n}{evil}"), "title": evil, "language": evil, "url": evil, "text": text});
    let mut records = vec![record(100, &text), record(101, &text)];
    records.extend((0..8).map(|n| json!({"id": n.to_string(), "outlet": format!("f{evil}"), "text": story(20 + n, 60) + "\nFurniture\u{1b}[31m of this outlet, every\u{7}day of the year"})));
    let corpus = Corpus::new().records("all.jsonl", &records);
    for flags in [&[][..], &["--scope", "within-outlet"], &["--min-words", "500"]] {
        let page = corpus.page(flags).ok();
        let wrong =
            |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        assert!(!page.text().contains(wrong), "{:?}", page.text());
        assert!(!page.stderr.contains(wrong), "{:?}", page.stderr);
    }
    assert!(corpus.page(&[]).text().contains("furniture in 1 outlet"));
    let lines = corpus.scan(&[]).ok();
    assert_eq!(lines.ids().iter().filter(|id| id.ends_with(evil)).count(), 2, "records keep every character");
}

#[test]
fn top_shows_the_first_clusters_and_counts_the_rest() {
    let mut corpus = Corpus::new();
    for n in 0..4 {
        corpus = corpus.file(&format!("a/{n}.txt"), story(n, 60)).file(&format!("b/{n}.txt"), story(n, 60));
    }
    let page = corpus.page(&["--top", "1"]).ok();
    assert!(page.text().contains("cluster 1") && !page.text().contains("cluster 2"));
    assert!(page.text().contains("3 clusters"), "{}", page.text());
}

#[test]
fn timings_are_told_only_when_asked_for() {
    let corpus = small();
    assert!(corpus.scan(&[]).one("summary").get("timings").is_none());
    let timings = corpus.scan(&["--timings"]).one("summary")["timings"].clone();
    let stages: Vec<_> = timings["seconds"]
        .as_array()
        .expect("stages")
        .iter()
        .map(|s| s[0].as_str().expect("a name").to_owned())
        .collect();
    assert!(stages.contains(&"read".to_owned()) && stages.contains(&"cluster".to_owned()), "{stages:?}");
    if cfg!(target_os = "linux") {
        assert!(timings["peak_memory"].as_u64().expect("bytes") > 1 << 20);
    }
}

/// Lines break or are cut at the terminal's width, ids and headlines of wide characters, too.
#[test]
fn no_line_is_wider_than_the_terminal() {
    use unicode_width::UnicodeWidthStr;
    let text = |n: u64| format!("{} {}", story(7, 60), story(n, 15));
    let record = |n: u64| {
        json!({"id": format!("東京都庁第一本庁舎展望室{}{n}", "長い名前".repeat(10)), "outlet": format!("朝の新聞社{n}"),
            "title": "県立図書館が見つけた百年前の日記".repeat(3), "published": format!("2024-03-0{n}T08:00:00+09:00"),
            "agencies": ["共同通信"], "text": text(n)})
    };
    let wide = Corpus::new()
        .records("all.jsonl", &[record(1), record(2), record(3)])
        .file(&format!("b/{}.txt", "x".repeat(90)), text(4));
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    for columns in [40, 60, 100] {
        let mut of_shipped = program();
        of_shipped.arg("scan").arg(&shipped);
        for mut command in [of_shipped, wide.command(&[])] {
            let page = Run::of(command.env("COLUMNS", columns.to_string())).ok();
            // A command is there to be copied.
            for line in page.text().lines().filter(|line| !line.starts_with("next: ")) {
                assert!(line.width() <= columns, "{} of {columns}: {line}", line.width());
            }
        }
    }
}

#[test]
fn the_tables_tell_credits_standing_and_source() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    Run::of(program().arg("scan").arg(shipped).arg("--csv").arg(folder.path()).arg("--parquet").arg(folder.path()))
        .ok();
    let table = |name: &str| std::fs::read_to_string(folder.path().join(name)).expect("a table");
    let row = |name: &str, begin: &str| {
        table(name).lines().find(|line| line.starts_with(begin)).unwrap_or_else(|| panic!("{name}: {begin}")).to_owned()
    };
    assert!(row("clusters.csv", "1,").contains(",Antara,medium,Antara,mixed,"));
    assert!(row("members.csv", "1,suara-pesisir/").ends_with(",uncredited"));
    assert!(row("credits.csv", "kabar-teluk/feri-hanyut.txt,").contains(",Antara,text,,dilansir Antara,"));
    assert!(table("passages.csv").starts_with("passage,text,words,outlets,earliest,within_cluster,provenance_source,"));
    // As Parquet the same rows, with lists as lists.
    let csv_rows =
        |name: &str| csv::Reader::from_path(folder.path().join(name)).expect("a table").into_records().count();
    let tables = std::fs::read_dir(folder.path()).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut compared = 0;
    for path in tables.filter(|path| path.extension().is_some_and(|e| e == "parquet")) {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let reader = SerializedFileReader::try_from(path.as_path()).expect("a table");
        assert_eq!(reader.get_row_iter(None).expect("rows").count(), csv_rows(&format!("{name}.csv")), "{name}");
        compared += 1;
        if name == "clusters" {
            let first = reader.get_row_iter(None).expect("rows").next().expect("a row").expect("a row").to_string();
            assert!(first.contains("articles: [\"harian-lembayung/km-rinjani-bahari.txt\", "), "{first}");
            assert!(first.contains("provenance_source: \"Antara\""), "{first}");
        }
    }
    assert_eq!(compared, 13);
}
