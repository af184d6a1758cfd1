//! One article as the program sees it.

use crate::newsroom::{Corpus, Run, records_of, reprint, string};
use crate::words::story;
use serde_json::json;

const PAGE: &str = "<!doctype html><html lang=id><head><meta charset=utf-8><title>Feri Seruni Hanyut - Kabar Teluk</title>
<meta property=og:site_name content='Kabar Teluk'><link rel=canonical href=https://kabar.example/feri>
<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Feri Seruni Hanyut\",\"author\":{\"name\":\"Rina Hadi\"},
\"datePublished\":\"2024-03-05T10:20:00+07:00\",\"dateModified\":\"2024-03-05T11:00:00+07:00\",\"sourceOrganization\":\"Antara\"}</script></head>
<body><h1>Feri Seruni Hanyut</h1><figure><img src=a.jpg><figcaption>Feri Seruni di dermaga. (Foto: Antara/Budi)</figcaption></figure>
<article>TEXT<p><a href=/b>Baca juga: Kapal lain yang hanyut pekan lalu</a></p></article></body></html>";

fn page(text: &str) -> String {
    let paragraphs: String = text.lines().map(|line| format!("<p>{line}</p>")).collect();
    PAGE.replace("TEXT", &paragraphs)
}

const LINES: &str =
    "Kapal feri Seruni hanyut empat jam di Selat Kalumpang setelah mesinnya mati, kata petugas pelabuhan pada Selasa.
Tim penyelamat menjemput dua ratus penumpang dengan tiga kapal kecil dan semuanya tiba dengan selamat di dermaga.
Penyebab kerusakan masih diperiksa oleh pengelola, dan pelayaran ke pulau itu ditunda sampai hari Kamis.";

fn inspect(corpus: &Corpus, args: &[&str]) -> Run {
    Run::of(reprint().current_dir(corpus.root()).arg("inspect").args(args))
}

#[test]
fn a_page_is_shown_with_where_each_value_comes_from() {
    let corpus = Corpus::new().file("kabar/a.html", page(LINES));
    let run = inspect(&corpus, &["--format", "jsonl", "kabar/a.html"]);
    let article = run.one("article");
    assert_eq!(article["text"], LINES);
    assert_eq!((&article["article"], &article["path"]), (&json!("a.html"), &json!("kabar/a.html")));
    assert_eq!(article["title"], "Feri Seruni Hanyut");
    assert_eq!(article["author"], "Rina Hadi");
    assert_eq!(article["published"], "2024-03-05T10:20:00+07:00");
    assert_eq!(article["modified"], "2024-03-05T11:00:00+07:00");
    assert_eq!((&article["outlet"], &article["url"]), (&json!("Kabar Teluk"), &json!("https://kabar.example/feri")));
    assert_eq!(article["captions"], json!(["Feri Seruni di dermaga. (Foto: Antara/Budi)"]));
    assert_eq!(article["agencies"], json!(["Antara"]));
    assert_eq!(article["origins"]["published"], "json-ld");
    assert_eq!(article["origins"]["outlet"], "og");

    let shown = inspect(&corpus, &["kabar/a.html"]).ok();
    for line in
        ["Feri Seruni Hanyut  [h1]", "[json-ld]", "[caption] Feri Seruni di dermaga", "distinct shingles of 3 words"]
    {
        assert!(shown.text().contains(line), "{line}: {}", shown.text());
    }
}

#[test]
fn what_holds_no_article_says_so_and_is_no_failure() {
    let front = "<html><body><ul><li><a href=/1>Satu</a><li><a href=/2>Dua</a></ul></body></html>";
    let corpus = Corpus::new().file("a.html", page(LINES)).file("front.html", front).file("x.bin", "?");
    let run = inspect(&corpus, &["--format", "jsonl", "front.html", "x.bin", "a.html"]);
    assert_eq!(run.records("article").len(), 1);
    let skipped = run.skipped();
    assert_eq!(skipped[0], ("front.html".into(), "no article found: too little text".into()));
    assert_eq!(skipped[1].0, "x.bin");
    assert_eq!(inspect(&corpus, &["missing.html"]).code, Some(2));
}

#[test]
fn a_corpus_teaches_the_furniture() {
    let foot = "Gulir ke bawah untuk melanjutkan membaca berita kami yang lain";
    let corpus = (0..8).fold(Corpus::new(), |corpus, n| {
        corpus.file(&format!("alpha/{n}.txt"), format!("{}{foot}\n", story(500 + n, 90)))
    });
    let alone = inspect(&corpus, &["--format", "jsonl", "alpha/3.txt"]).one("article");
    assert_eq!(alone["boilerplate_words"], 0);
    let taught = inspect(&corpus, &["--format", "jsonl", "--in", ".", "alpha/3.txt"]).one("article");
    assert_eq!(taught["boilerplate_words"], 10);
    let (text, span) = (string(&taught, "text"), &taught["furniture"][0]);
    let at = |end: &str| span[end].as_u64().expect("an offset") as usize;
    assert_eq!(&text[at("start")..at("end")], foot);
    assert!(inspect(&corpus, &["--in", ".", "alpha/3.txt"]).ok().text().contains(&format!("[furniture: {foot}]")));
    assert_eq!(inspect(&corpus, &["--in", ".", "no/such.txt"]).code, Some(2));
}

#[test]
fn scan_gives_texts_and_languages_when_asked() {
    let corpus = Corpus::new().file("a/1.txt", LINES).file(
        "b/2.txt",
        "The ferry drifted for four hours in the strait after its engine failed, officials said on Tuesday at the port.",
    );
    let run = corpus.scan(&["--with-text"]);
    let articles = run.records("article");
    assert_eq!((&articles[0]["language"], &articles[1]["language"]), (&json!("id"), &json!("en")));
    assert_eq!(articles[0]["text"], LINES);
    let run = corpus.scan(&["--lang", "en"]);
    assert_eq!(run.ids(), ["b/2.txt"]);
    assert_eq!(run.skipped()[0].1, "in another language than --lang asks for: id");
    assert!(records_of(run.text(), "article")[0].get("text").is_none());
}
