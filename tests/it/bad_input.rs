//! Input that is broken, hostile or large, and runs that are stopped: told, counted, never fatal for the rest.

use crate::newsroom::{Corpus, Run, reprint, string, write};
use crate::words::{prose, story, words};
use flate2::{Compression, write::GzEncoder};
use serde_json::json;
use std::fs;
use std::io::Write;
use std::process::Stdio;

/// Two good articles, and room for something bad.
fn with_two_good() -> Corpus {
    let text = story(1, 120);
    Corpus::new().file("a/good.txt", &text).file("b/good.txt", &text)
}

/// The two good articles are found, and this is why the rest was left out.
fn only_skipped(corpus: &Corpus, flags: &[&str], path: &str, reason: &str) {
    let run = corpus.scan(flags);
    assert_eq!(run.pairs().len(), 1, "the good articles are found");
    let skipped = run.skipped();
    assert_eq!(skipped.len(), 1, "{skipped:?}");
    assert_eq!(skipped[0].0, path);
    assert!(skipped[0].1.contains(reason), "{skipped:?}");
    assert_eq!(run.one("summary")["skipped"], 1);
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_is_skipped() {
    use std::os::unix::fs::PermissionsExt;
    let corpus = with_two_good().file("a/secret.txt", story(2, 100));
    let secret = corpus.root().join("a/secret.txt");
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o000)).expect("permissions");
    if fs::read(&secret).is_ok() {
        eprintln!("SKIPPED: this user may read every file, so that no file is unreadable");
        return;
    }
    only_skipped(&corpus, &[], "a/secret.txt", "no permission");
}

#[cfg(unix)]
#[test]
fn an_unreadable_folder_is_skipped() {
    use std::os::unix::fs::PermissionsExt;
    let corpus = with_two_good().file("secret/a.txt", story(2, 100));
    let secret = corpus.root().join("secret");
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o000)).expect("permissions");
    let readable = fs::read_dir(&secret).is_ok();
    if readable {
        eprintln!("SKIPPED: this user may read every folder, so that no folder is unreadable");
    } else {
        only_skipped(&corpus, &[], "secret", "no permission");
    }
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o755)).expect("permissions");
}

#[test]
fn a_folder_named_like_a_file_is_a_folder() {
    let corpus = with_two_good().file("c/x.txt/inside.txt", story(1, 120));
    let run = corpus.scan(&[]);
    assert_eq!(run.ids(), ["a/good.txt", "b/good.txt", "c/x.txt/inside.txt"]);
    assert_eq!(run.pairs().len(), 3);
    assert_eq!(run.skipped(), []);
}

#[test]
fn text_of_another_encoding_is_read_and_noise_is_not() {
    let mut bytes = story(2, 100).into_bytes();
    bytes[17] = 0xff;
    let cut = [story(2, 100).as_bytes(), "é".as_bytes().split_at(1).0].concat();
    let run = with_two_good().file("a/latin.txt", bytes).file("a/cut.txt", cut).scan(&[]);
    assert_eq!((run.ids().len(), run.skipped()), (4, vec![]));
    let noise: Vec<u8> = (0..4000u32).map(|i| (i * 37 % 255 + 1) as u8).collect();
    only_skipped(&with_two_good().file("a/noise.txt", noise), &[], "a/noise.txt", "not text: neither UTF-8 nor");
}

#[test]
fn many_nul_bytes_are_no_text_and_a_stray_one_is_a_break() {
    let bytes: Vec<u8> = story(2, 100).bytes().flat_map(|byte| [byte, 0, 0]).collect();
    let corpus = with_two_good().file("a/holes.txt", bytes);
    only_skipped(&corpus, &[], "a/holes.txt", "NUL bytes");

    let text = story(1, 120);
    let (stray, several) = (text.replacen(' ', "\0", 1), text.replacen(' ', "\0", 5));
    let corpus =
        with_two_good().file("c/stray.txt", stray).records("d.jsonl", &[json!({"id": "nul", "text": several})]);
    let run = corpus.scan(&[]);
    assert_eq!(run.skipped(), []);
    let same = run.pairs().iter().filter(|p| p.2 == "identical").count();
    assert_eq!(same, 6, "a NUL between two words parts them as a blank does");
}

#[test]
fn empty_and_one_word_articles_are_read_counted_and_like_nobody() {
    let corpus = with_two_good()
        .file("a/empty.txt", "")
        .file("b/empty.txt", "")
        .file("a/blank.txt", " \n\t\n")
        .file("a/word.txt", "Jakarta")
        .file("b/word.txt", "Jakarta\n")
        .records("c.jsonl", &[json!({"id": "none", "text": ""})]);
    for flags in [&[][..], &["--exact"], &["--min-words", "0"], &["--min-words", "1", "--exact", "--no-passages"]] {
        let run = corpus.scan(flags);
        assert_eq!(run.ids().len(), 8);
        let empty = |id: &str| ["a/empty.txt", "b/empty.txt", "a/blank.txt", "none"].contains(&id);
        assert!(run.pairs().iter().all(|p| !empty(&p.0) && !empty(&p.1)), "articles without words are not alike");
        assert_eq!(run.skipped(), [], "they were read");
    }
    let run = corpus.scan(&[]);
    assert_eq!(run.one("summary")["too_short"], 6);
    assert_eq!(run.pairs().len(), 1);
}

/// A single line of so many bytes, from which a small article lifts a sentence.
fn scan_large(bytes: usize) {
    let mut long = String::with_capacity(bytes + 4096);
    let mut seed = 100;
    while long.len() < bytes {
        long.push_str(&prose(&words(seed, 1000)).replace('\n', " "));
        seed += 1;
    }
    let lifted = words(100 + (seed - 100) / 2, 1000)[240..300].to_vec();
    let corpus = Corpus::new()
        .file("long/line.txt", &long)
        .records("line.jsonl", &[json!({"id": "line", "outlet": "records", "text": long})])
        .file("short/lifted.txt", prose(&lifted));
    drop(long);
    let run = corpus.scan(&["--boilerplate", "off"]);
    let relation = |p: &(String, String, String)| p.2.clone();
    assert_eq!(run.pairs().iter().map(relation).collect::<Vec<_>>(), ["identical", "contained", "contained"]);
    for m in run.records("match").iter().filter(|m| m["b"] == "short/lifted.txt") {
        assert_eq!(m["words"], 60);
    }
}

#[test]
fn a_large_article_on_a_single_line() {
    scan_large(20 << 20);
}

/// Beyond the limit nothing is lost in silence, and the others are compared.
#[test]
fn a_very_large_article_on_a_single_line() {
    let long = "kata ".repeat(40 << 20);
    let run = with_two_good()
        .file("long/line.txt", &long)
        .file("lines.jsonl", format!("{{\"text\": \"{long}\"}}\n"))
        .scan(&[]);
    let skipped = run.skipped();
    assert_eq!(skipped.len(), 2, "{skipped:?}");
    assert!(skipped.iter().all(|(_, reason)| reason.contains("longer than")), "{skipped:?}");
    assert_eq!(run.pairs().len(), 1);
}

/// One word, a million times: nothing to learn from, and no time to lose.
#[test]
fn a_large_article_of_one_word() {
    let text = "aduh ".repeat(1_000_000);
    let corpus = with_two_good()
        .file("c/cry.txt", &text)
        .file("d/cry.txt", &text)
        .file("e/cry.txt", text.trim_end().to_owned() + " sayang");
    let run = corpus.scan(&[]);
    assert!(run.pairs().contains(&("c/cry.txt".into(), "d/cry.txt".into(), "identical".into())));
}

#[test]
fn equal_ids_name_both_places() {
    let record = |id: &str| json!({"id": id, "text": story(3, 60)});
    let corpus =
        Corpus::new().records("one.jsonl", &[record("x"), record("same")]).records("two.jsonl", &[record("same")]);
    let run = corpus.scan(&[]);
    assert_eq!(run.code, Some(2));
    assert!(run.stdout.is_empty());
    for named in ["\"same\"", "one.jsonl:2", "two.jsonl:1"] {
        assert!(run.stderr.contains(named), "{named} in {}", run.stderr);
    }
}

#[test]
fn broken_json_in_the_middle_costs_one_line() {
    let good = |id: &str| json!({"id": id, "text": story(1, 120)}).to_string();
    let broken = r#"{"id": "b", "text": oops}"#;
    let lines = [&good("a"), broken, "", &good("c"), r#"{"id": "d"}"#, r#"{"id": "e", "text": 7}"#, &good("f")[..50]]
        .join("\n");
    let corpus = with_two_good().file("all.jsonl", lines);
    let run = corpus.scan(&[]);
    assert_eq!(run.ids(), ["a", "a/good.txt", "b/good.txt", "c"]);
    let skipped = run.skipped();
    let at = |path: &str| {
        let found = skipped.iter().find(|s| s.0 == path);
        found.unwrap_or_else(|| panic!("{path} in {skipped:?}")).1.clone()
    };
    let column = broken.find("oops").expect("the fault") + 1;
    assert!(at(&format!("all.jsonl:2:{column}")).contains("broken JSON"));
    assert!(at("all.jsonl:5").contains("no `text`"));
    assert!(skipped.iter().any(|s| s.0.starts_with("all.jsonl:6:")), "a text that is no string: {skipped:?}");
    assert!(skipped.iter().any(|s| s.0.starts_with("all.jsonl:7:")), "a line cut short: {skipped:?}");
    assert_eq!(skipped.len(), 4);
    assert!(skipped.iter().all(|s| !s.1.contains("line 1")), "serde's own line would mislead: {skipped:?}");
}

#[test]
fn messages_about_records_speak_of_json() {
    for (line, reason) in [
        ("[1, 2]", "not a JSON object"),
        ("\"words\"", "not a JSON object"),
        ("7", "not a JSON object"),
        ("no JSON", "not a JSON object"),
        ("{\"text\": [\"a\"]}", "expected a string"),
        ("{\"id\": 1, \"text\"", "broken JSON: EOF"),
    ] {
        let run = with_two_good().file("x.jsonl", format!("{line}\n")).scan(&[]);
        let skipped = run.skipped();
        assert!(skipped.len() == 1 && skipped[0].1.contains(reason) && !skipped[0].1.contains("struct"), "{skipped:?}");
    }
    let wide: Vec<u8> = "\u{feff}{\"text\": \"a b\"}\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    only_skipped(&with_two_good().file("x.jsonl", wide), &[], "x.jsonl", "in UTF-16");
}

#[test]
fn invalid_utf8_costs_one_record() {
    let good = |id: &str| json!({"id": id, "text": story(1, 120)}).to_string().into_bytes();
    let mut broken = good("b");
    broken[30] = 0xc3;
    let corpus = with_two_good().file("all.jsonl", [good("a"), broken, good("c")].join(&b'\n'));
    let run = corpus.scan(&[]);
    assert_eq!(run.ids(), ["a", "a/good.txt", "b/good.txt", "c"]);
    let skipped = run.skipped();
    assert!(skipped.len() == 1 && skipped[0].0.starts_with("all.jsonl:2"), "{skipped:?}");
}

#[test]
fn a_truncated_gzip_keeps_its_good_lines() {
    // Random words do not shrink much: the cut is far behind the first lines.
    let lines: Vec<String> = (0..400)
        .map(|n| {
            json!({"id": format!("{n:03}"), "text": story(if n == 1 { 1 } else { 1000 + n }, 120)}).to_string() + "\n"
        })
        .collect();
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(lines.concat().as_bytes()).expect("memory");
    let mut bytes = gzip.finish().expect("memory");
    bytes.truncate(bytes.len() / 2);
    let run = with_two_good().file("all.jsonl.gz", bytes).scan(&[]);
    let ids = run.ids();
    let read = ids.iter().filter(|id| !id.ends_with(".txt")).count();
    assert!((100..300).contains(&read), "{read} of 400 lines are whole");
    assert_eq!(run.pairs().len(), 3, "a good line is compared with the files");
    let skipped = run.skipped();
    assert_eq!(skipped, [(format!("all.jsonl.gz:{}", read + 1), "ends too early".to_owned())]);
}

#[test]
fn a_truncated_zstd_keeps_its_good_lines() {
    let lines: Vec<String> =
        (0..400).map(|n| json!({"id": format!("{n:03}"), "text": story(1000 + n, 120)}).to_string() + "\n").collect();
    // Blocks of a frame are whole or not there: many frames make the cut fall between lines that were read.
    let frames: Vec<Vec<u8>> =
        lines.chunks(20).map(|c| zstd::encode_all(c.concat().as_bytes(), 3).expect("memory")).collect();
    let mut bytes = frames.concat();
    bytes.truncate(bytes.len() / 2);
    let run = with_two_good().file("all.jsonl.zst", bytes).scan(&[]);
    let read = run.ids().iter().filter(|id| !id.ends_with(".txt")).count();
    assert!((100..300).contains(&read), "{read} of 400 lines are whole");
    let skipped = run.skipped();
    assert!(skipped.len() == 1 && skipped[0].0 == format!("all.jsonl.zst:{}", read + 1), "{skipped:?}");
}

#[test]
fn what_is_no_gzip_or_zstd_is_skipped() {
    for (name, ending) in
        [("x.jsonl.gz", "gzip"), ("a/x.txt.gz", "gzip"), ("a/x.txt.zst", "zstd"), ("a.warc.gz", "gzip")]
    {
        for bytes in ["not packed at all", "no"] {
            only_skipped(&with_two_good().file(name, bytes), &[], name, &format!("not {ending}, though its name"));
        }
        only_skipped(&with_two_good().file(name, ""), &[], name, "the file is empty");
    }
    only_skipped(&with_two_good().file("x.pdf", "%PDF"), &[], "x.pdf", "not a format");
    only_skipped(&with_two_good().file(".hidden.txt", story(1, 120)), &[], ".hidden.txt", "--hidden");
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_counted_and_loops_end() {
    use std::os::unix::fs::symlink;
    let corpus = with_two_good();
    symlink("..", corpus.root().join("a/up")).expect("a link");
    only_skipped(&corpus, &[], "a/up", "--follow");
    only_skipped(&corpus, &["--follow"], "a/up", "back to a folder above");

    let corpus = with_two_good();
    symlink("second.txt", corpus.root().join("a/first.txt")).expect("a link");
    symlink("first.txt", corpus.root().join("a/second.txt")).expect("a link");
    let run = corpus.scan(&["--follow"]);
    assert_eq!((run.pairs().len(), run.skipped().len()), (1, 2), "{:?}", run.skipped());

    let corpus = with_two_good();
    symlink("nowhere.txt", corpus.root().join("a/gone.txt")).expect("a link");
    let run = corpus.scan(&["--follow"]);
    assert_eq!(run.skipped().len(), 1);
    assert_eq!(run.skipped()[0].0, "a/gone.txt");
}

#[test]
fn a_path_that_is_missing_is_an_error_before_anything_is_read() {
    let corpus = with_two_good();
    let run = corpus.page(&["no/such/place"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("no/such/place"), "{}", run.stderr);
    assert!(run.stdout.is_empty());
    assert_eq!(Run::of(reprint().arg("scan")).code, Some(2), "no path at all");
    assert_eq!(Run::of(reprint().arg("skan")).code, Some(2), "no such command");
}

#[test]
fn nothing_readable_is_an_error_with_reasons() {
    let corpus = Corpus::new().file("x.pdf", "%PDF").file("y.pdf", "%PDF").file("z.txt", b"\0");
    let run = corpus.scan(&[]);
    assert_eq!(run.code, Some(2));
    assert!(run.stdout.is_empty());
    for told in ["nothing readable", "corpus", "2 skipped: not a format", "1 skipped: not text"] {
        assert!(run.stderr.contains(told), "{told} in {}", run.stderr);
    }
    let run = Corpus::new().scan(&[]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("nothing readable"), "{}", run.stderr);
}

/// Whoever closes the pipe has seen enough.
#[test]
fn a_closed_pipe_is_no_error() {
    let mut corpus = with_two_good();
    for n in 0..300 {
        corpus = corpus.file(&format!("c/{n}.txt"), story(n, 20));
    }
    for format in ["text", "jsonl"] {
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_reprint"))
            .args(["scan", "--format", format])
            .arg(corpus.root())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("the program ends");
        assert_eq!(output.status.code(), Some(0), "{format}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{format}");
    }
}

#[test]
fn output_into_a_missing_folder_is_an_error() {
    let corpus = with_two_good();
    let run = corpus.scan(&["--output", "missing/result.jsonl"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("missing/result.jsonl"), "{}", run.stderr);
    assert_eq!(corpus.left_over(), Vec::<String>::new());
}

/// Nobody waits for an hour to hear that a folder is missing: it is said before anything is read.
#[test]
fn a_target_that_cannot_be_written_is_refused_before_the_work() {
    let nothing_to_read = Corpus::new();
    write(&nothing_to_read.beside("folder/x"), b"x");
    for flags in [
        &["--output", "missing/result.jsonl"][..],
        &["--output", "folder"],
        &["--output", "folder/x/y"],
        &["--save-boilerplate", "missing/furniture.tsv"],
    ] {
        let run = nothing_to_read.scan(flags);
        assert_eq!(run.code, Some(2), "{flags:?}");
        assert!(run.stderr.contains(flags[1]) && !run.stderr.contains("nothing readable"), "{}", run.stderr);
    }
}

#[test]
fn output_goes_into_the_file_whole_and_nowhere_else() {
    let corpus = with_two_good();
    let printed = corpus.scan(&[]).ok();
    let run = corpus.scan(&["--output", "result.jsonl"]).ok();
    assert!(run.stdout.is_empty());
    assert_eq!(fs::read(corpus.beside("result.jsonl")).expect("the result"), printed.stdout);
    assert_eq!(corpus.left_over(), ["result.jsonl"]);
    // A result that stands there already is replaced by the whole new one.
    write(&corpus.beside("result.jsonl"), b"an older and much longer result ".repeat(1000).as_slice());
    corpus.scan(&["--output", "result.jsonl"]).ok();
    assert_eq!(fs::read(corpus.beside("result.jsonl")).expect("the result"), printed.stdout);
}

/// A pipe or a device is written into, never replaced by a file: that would take `/dev/null` from the whole machine.
#[cfg(target_os = "linux")]
#[test]
fn a_pipe_stays_a_pipe() {
    use std::os::unix::fs::FileTypeExt;
    let corpus = with_two_good();
    let pipe = corpus.beside("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
    let mut reader = std::process::Command::new("cat").arg(&pipe).stdout(Stdio::piped()).spawn().expect("cat");
    corpus.scan(&["--output", "pipe"]).ok();
    let is_pipe = fs::metadata(&pipe).expect("the pipe").file_type().is_fifo();
    if !is_pipe {
        reader.kill().expect("cat ends");
    }
    let read = reader.wait_with_output().expect("cat ends").stdout;
    assert!(is_pipe, "a file stands where the pipe was");
    assert_eq!(read, corpus.scan(&[]).ok().stdout);
}

/// Ctrl-C while the program works: 130, no result, nothing half-written left lying.
#[cfg(target_os = "linux")]
#[test]
fn an_interrupt_leaves_nothing_behind() {
    for articles in [4_000, 16_000, 64_000] {
        let corpus = Corpus::new();
        let mut lines = String::new();
        for n in 0..articles {
            lines += &json!({"id": n.to_string(), "text": story(n, 200)}).to_string();
            lines.push('\n');
        }
        let corpus = corpus.file("all.jsonl", lines);
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_reprint"))
            .args(["scan", "corpus", "--output", "result.jsonl", "--save-boilerplate", "furniture.tsv"])
            .current_dir(corpus.beside(""))
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        wait_until_it_listens(child.id());
        let sent = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
        assert!(sent.expect("kill").success() || child.try_wait().expect("a child").is_some());
        let output = child.wait_with_output().expect("the program ends");
        if output.status.code() == Some(0) {
            // It was done before it heard of it: a longer task.
            continue;
        }
        assert_eq!(output.status.code(), Some(130));
        assert!(String::from_utf8_lossy(&output.stderr).contains("interrupted"));
        assert_eq!(corpus.left_over(), Vec::<String>::new());
        return;
    }
    panic!("the program was always done before the interrupt reached it");
}

/// Ctrl-C while the result is written into a pipe that nobody empties.
#[cfg(target_os = "linux")]
#[test]
fn an_interrupt_stops_the_writing() {
    for articles in [5_000, 20_000, 80_000] {
        let records: Vec<_> =
            (0..articles).map(|n| json!({"id": n.to_string(), "text": "satu", "title": "x".repeat(500)})).collect();
        let corpus = with_two_good().records("all.jsonl", &records);
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_reprint"))
            .args(["scan", "corpus", "--format", "jsonl"])
            .current_dir(corpus.beside(""))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut first = [0];
        std::io::Read::read_exact(child.stdout.as_mut().expect("a pipe"), &mut first).expect("the first byte");
        let sent = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
        assert!(sent.expect("kill").success(), "the pipe is far smaller than the result");
        let output = child.wait_with_output().expect("the program ends");
        if output.status.code() == Some(130) {
            assert!(String::from_utf8_lossy(&output.stderr).contains("interrupted"));
            return;
        }
        // The rest may have gone out before it heard of it: a longer result.
        assert_eq!(output.status.code(), Some(0));
    }
    panic!("no interrupt stopped the writing");
}

/// Names that are no UTF-8 stay apart, and stop nothing.
#[cfg(target_os = "linux")]
#[test]
fn file_names_that_are_no_utf8_stay_apart() {
    use std::os::unix::ffi::OsStrExt;
    let corpus = with_two_good();
    for name in [&b"caf\xe9.txt"[..], b"caf\xe8.txt"] {
        let path = corpus.root().join("a").join(std::ffi::OsStr::from_bytes(name));
        if fs::write(path, story(1, 120)).is_err() {
            eprintln!("SKIPPED: this file system takes only names that are UTF-8");
            return;
        }
    }
    let run = corpus.scan(&[]);
    assert_eq!(run.ids(), ["a/caf\\xe8.txt", "a/caf\\xe9.txt", "a/good.txt", "b/good.txt"]);
    assert_eq!(run.pairs().len(), 6);
}

/// Until the process has a handler for interrupts, as the system tells it, or has ended.
#[cfg(target_os = "linux")]
fn wait_until_it_listens(process: u32) {
    const INTERRUPT: u64 = 1 << (2 - 1);
    while let Ok(status) = fs::read_to_string(format!("/proc/{process}/status")) {
        let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:"));
        let Some(caught) = caught else { break };
        let caught = u64::from_str_radix(caught.trim(), 16).expect("a mask of signals");
        if caught & INTERRUPT != 0 || status.contains("State:\tZ") {
            break;
        }
        std::thread::yield_now();
    }
}

/// Strangers name files and records: what reaches the terminal with them must not move its cursor.
#[cfg(unix)]
#[test]
fn names_in_messages_cannot_reach_the_terminal() {
    let evil = "evil\u{1b}[31m\u{7}\u{202e}.jsonl";
    let record = |id: &str| json!({"id": id, "text": story(3, 60)});
    let corpus = Corpus::new()
        .records(evil, &[record("same\u{1b}[2J\u{8}")])
        .records("x.jsonl", &[record("same\u{1b}[2J\u{8}")]);
    let run = corpus.scan(&[]);
    assert_eq!(run.code, Some(2));
    let wrong = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
    assert!(!run.stderr.contains(wrong), "{:?}", run.stderr);
    assert!(string(&json!({"e": run.stderr}), "e").contains("evil"), "the file is still named");
}
