//! What is read, and that every offset points into the article's own text.

use crate::exact::slow_words;
use crate::newsroom::{Corpus, Run, index, number, reprint, string};
use crate::words::{edited, prose, story, words};
use flate2::{Compression, write::GzEncoder};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write;

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(bytes).expect("memory");
    gzip.finish().expect("memory")
}

pub fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 3).expect("memory")
}

/// Every match and every occurrence, held against the texts; the number of matches.
pub fn offsets_point_into(texts: &BTreeMap<String, String>, run: &Run) -> usize {
    let slice = |record: &Value, article: &str, side: &str| -> String {
        let text = &texts[article];
        let at = |field: &str| index(record, &format!("{side}{field}"));
        let bytes = text.get(at("start")..at("end"));
        let bytes = bytes.unwrap_or_else(|| panic!("{record} ends inside a character or outside the text"));
        let chars: String = text.chars().take(at("char_end")).skip(at("char_start")).collect();
        assert_eq!(bytes, chars, "bytes and characters of {record} agree");
        assert!(!bytes.is_empty() && bytes.trim() == bytes, "{record}: {bytes:?}");
        bytes.to_owned()
    };
    let matches = run.records("match");
    for m in &matches {
        let (a, b) = (string(m, "a"), string(m, "b"));
        assert!(a < b);
        let (a, b) = (slice(m, &a, "a_"), slice(m, &b, "b_"));
        // Only there are the words what stands between blanks.
        if (a.clone() + &b).contains(|c: char| c >= '\u{250}' && !"—“”".contains(c)) {
            continue;
        }
        let (a, b) = (slow_words(&a), slow_words(&b));
        let words = index(m, "words");
        assert!(words <= a.len().min(b.len()));
        assert!((0.0..=1.0).contains(&number(m, "identity")));
        if number(m, "identity") == 1.0 && run.records("boilerplate").is_empty() {
            assert_eq!(a, b, "identity 1 is the same words");
            assert_eq!(a.len(), words);
        }
    }
    for passage in run.records("passage") {
        let occurrences = passage["occurrences"].as_array().expect("places");
        assert!(occurrences.len() > 1);
        let texts: Vec<String> = occurrences.iter().map(|o| slice(o, &string(o, "article"), "")).collect();
        assert!(texts.contains(&string(&passage, "text")), "the text is that of one of its places: {passage}");
        let places: Vec<_> = occurrences.iter().map(|o| (string(o, "article"), index(o, "start"))).collect();
        assert!(places.is_sorted());
    }
    matches.len()
}

#[test]
fn text_files_plain_and_compressed() {
    let text = story(1, 120);
    let run = Corpus::new()
        .file("a/plain.txt", &text)
        .file("b/gzip.txt.gz", gzip(text.as_bytes()))
        .file("c/zstd.txt.zst", zstd(text.as_bytes()))
        .file("d/UPPER.TXT", &text)
        .file("e/mark.txt", format!("\u{feff}{text}"))
        .file("f/windows.txt", text.replace('\n', "\r\n"))
        .scan(&[]);
    let ids = ["a/plain.txt", "b/gzip.txt.gz", "c/zstd.txt.zst", "d/UPPER.TXT", "e/mark.txt", "f/windows.txt"];
    assert_eq!(run.ids(), ids);
    assert_eq!(run.clusters(), [ids]);
    assert!(run.pairs().iter().all(|p| p.2 == "identical"));
    let marked = run.records("match").into_iter().find(|m| m["b"] == "e/mark.txt").expect("a match");
    assert_eq!(marked["b_start"], 0, "a byte order mark is no part of the text");
}

/// The same records in every wrapping: one file, several members of a gzip, zstd frames, standard input.
#[test]
fn record_files_plain_and_compressed_say_the_same() {
    let original = words(2, 200);
    let records: Vec<String> = (0..6u64)
        .map(|n| {
            let text = prose(&[words(10 + n, 50), edited(&original, 30, n)].concat());
            json!({"id": format!("r{n}"), "outlet": format!("o{n}"), "text": text, "title": "Judul “é”", "published": "2022-02-16T21:00:00+07:00", "lang": "id"}).to_string() + "\n"
        })
        .collect();
    let (first, second) = (records[..2].concat(), records[2..].concat());
    let all = first.clone() + &second;
    let result = |run: Run| -> Vec<(String, Vec<Value>)> {
        let mut articles = run.records("article");
        articles.iter_mut().for_each(|a| a["path"] = json!("somewhere"));
        let of = |of: &str| (of.to_owned(), run.records(of));
        vec![("article".into(), articles), of("pair"), of("cluster"), of("match"), of("passage"), of("summary")]
    };
    let plain = result(Corpus::new().file("all.jsonl", &all).scan(&[]));
    assert_eq!(plain[0].1.len(), 6);
    assert_eq!(plain[1].1.len(), 15);
    assert_eq!(plain[0].1[0]["published"], "2022-02-16T21:00:00+07:00");
    assert_eq!((&plain[0].1[0]["title"], &plain[0].1[0]["language"]), (&json!("Judul “é”"), &json!("id")));
    let members = [gzip(first.as_bytes()), gzip(second.as_bytes())].concat();
    let frames = [zstd(first.as_bytes()), zstd(second.as_bytes())].concat();
    for (name, bytes) in [
        ("all.ndjson", all.clone().into_bytes()),
        ("all.jsonl.gz", members),
        ("all.jsonl.zst", frames),
        ("windows.jsonl", all.replace('\n', "\r\n").into_bytes()),
        ("open.jsonl", all.trim_end().as_bytes().to_vec()),
        ("mark.jsonl", ["\u{feff}".as_bytes(), all.as_bytes()].concat()),
    ] {
        assert_eq!(result(Corpus::new().file(name, bytes).scan(&[])), plain, "{name}");
    }
    let mut command = reprint();
    command.args(["scan", "-", "--format", "jsonl"]).write_stdin(all);
    assert_eq!(result(Run::of(&mut command)), plain, "standard input");
}

/// A record longer than what is read at once, between short ones.
#[test]
fn records_longer_than_a_piece_are_whole() {
    let long = story(3, 400_000);
    assert!(long.len() > 2 << 20);
    let record = |id: &str, text: &str| json!({"id": id, "text": text});
    let records = [record("a", &story(4, 50)), record("b", &long), record("c", &story(4, 50)), record("d", &long)];
    let run = Corpus::new().records("all.jsonl", &records).scan(&["--boilerplate", "off"]);
    let pairs: Vec<_> = run.pairs().into_iter().map(|p| p.0 + &p.1).collect();
    assert_eq!(pairs, ["ac", "bd"]);
    assert_eq!(
        run.records("match").iter().map(|m| index(m, "a_end")).max(),
        Some(long.trim_end_matches(['.', '\n']).len())
    );
}

/// A `.gitignore` is somebody's, and empties no corpus unless asked to.
#[test]
fn what_git_ignores_is_read_and_hidden_files_are_counted() {
    let text = story(6, 60);
    let corpus =
        Corpus::new().file(".gitignore", "b/\n").file("a/1.txt", &text).file("b/2.txt", &text).file(".c/3.txt", &text);
    let ids = |flags: &[&str]| corpus.scan(flags).ids();
    assert_eq!(ids(&[]), ["a/1.txt", "b/2.txt"]);
    assert_eq!(ids(&["--gitignore"]), ["a/1.txt"]);
    assert_eq!(ids(&["--hidden"]), [".c/3.txt", "a/1.txt", "b/2.txt"]);
    let skipped: Vec<String> = corpus.scan(&[]).skipped().into_iter().map(|s| s.0).collect();
    assert_eq!(skipped, [".c", ".gitignore"]);
}

#[test]
fn passims_records_are_understood() {
    let text = story(5, 100);
    let run = Corpus::new()
        .records(
            "passim.json.jsonl",
            &[
                json!({"id": 17, "series": "kompas", "text": text, "date": "2022-02-16"}),
                json!({"id": "x/18", "series": "tempo", "text": text, "date": "2022-02-15", "pages": [{"id": 1}], "title": ["no", "title"]}),
                json!({"series": "antara", "text": text, "date": "kemarin"}),
            ],
        )
        .scan(&[]);
    assert_eq!(run.ids(), ["17", "passim.json.jsonl#3", "x/18"]);
    let articles = run.records("article");
    let outlets: Vec<_> = articles.iter().map(|a| string(a, "outlet")).collect();
    assert_eq!(outlets, ["kompas", "antara", "tempo"]);
    assert_eq!(articles[0]["published"], "2022-02-16");
    assert_eq!(articles[1]["published"], Value::Null, "a date that cannot be read is none");
    assert_eq!(run.one("cluster")["earliest"], "x/18");
}

/// Scripts of one to four bytes a character, marks that join, blanks of every kind.
fn scripts(filler: u64) -> String {
    let latin = "Presiden mengatakan “kami tidak akan mundur” — naïve café, Việt Nam, İstanbul, ﬁnal, co\u{308}rper";
    let others = "الرئيس مُحَمَّد قال العـــالم اليوم إن الأخبار جيدة جدا في المدينة الكبيرة اليوم وغدا وبعد غد في كل مكان. \
        新华社北京电国家主席发表讲话强调必须坚持改革开放。 ประเทศไทยมีประชากรมากกว่าหกสิบล้านคน \
        भारत के प्रधानमंत्री ने आज संसद में कहा कि सरकार नई नीति लाएगी और सभी को लाभ मिलेगा। \
        👩‍👩‍👧‍👦 keluarga 🇮🇩 Indonesia soft\u{ad}hyphen zero\u{200b}width no\u{a0}break";
    format!("{}{latin}\r\n{others}\n{}", story(filler, 40), story(filler + 1, 30))
}

#[test]
pub fn offsets_point_into_any_script() {
    let mut texts = BTreeMap::new();
    for n in 0..3u64 {
        texts.insert(format!("outlet{n}/a.txt"), scripts(100 + 10 * n));
    }
    let shared = words(7, 60);
    texts.insert(
        "early/x.txt".into(),
        format!("—é—\n{}", prose(&[words(8, 60), shared.clone(), words(9, 60)].concat())),
    );
    texts.insert(
        "late/y.txt".into(),
        format!("\u{3000}日本\n{}", prose(&[words(18, 90), edited(&shared, 9, 1), words(19, 60)].concat())),
    );
    let corpus = texts.iter().fold(Corpus::new(), |corpus, (id, text)| corpus.file(id, text));
    let run = corpus.scan(&[]);
    assert_eq!(offsets_point_into(&texts, &run), 4, "three pairs of scripts, one edited passage");
    let edited = run.records("match").into_iter().find(|m| m["a"] == "early/x.txt").expect("the edited passage");
    assert!((40..=60).contains(&index(&edited, "words")) && number(&edited, "identity") < 1.0);

    let records: Vec<Value> = texts.iter().map(|(id, text)| json!({"id": id, "outlet": id, "text": text})).collect();
    let run = Corpus::new().records("all.jsonl", &records).scan(&[]);
    assert_eq!(offsets_point_into(&texts, &run), 4, "escapes of JSON do not shift anything");
}

/// Masked furniture inside a passage: the offsets go over all the text, as a reader sees it.
#[test]
fn offsets_step_over_masked_furniture() {
    let mut texts = BTreeMap::new();
    let shared = words(20, 72);
    for n in 0..10u64 {
        let mut lines: Vec<String> = story(30 + n, 108).lines().map(str::to_owned).collect();
        if n == 0 {
            lines = prose(&[shared.clone(), words(50, 36)].concat()).lines().map(str::to_owned).collect();
        }
        lines.insert(1, "Gulir ke bawah untuk melanjutkan membaca berita — é —".into());
        texts.insert(format!("alpha/{n}.txt"), lines.join("\n") + "\n");
    }
    texts.insert("beta/copy.txt".into(), prose(&[words(60, 100), shared].concat()));
    let corpus = texts.iter().fold(Corpus::new(), |corpus, (id, text)| corpus.file(id, text));
    let run = corpus.scan(&[]);
    assert_eq!(run.records("boilerplate").len(), 1);
    assert_eq!(offsets_point_into(&texts, &run), 1);
    let m = run.one("match");
    assert_eq!(index(&m, "words"), 72);
    let seen = &texts["alpha/0.txt"][index(&m, "a_start")..index(&m, "a_end")];
    assert!(seen.contains("Gulir ke bawah") && slow_words(seen).len() == 72 + 8, "{seen}");
}
