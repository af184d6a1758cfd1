//! Whom an article credits, as a reader of the records and of the terminal sees it.

use crate::newsroom::{Corpus, Run, reprint, string};
use serde_json::{Value, json};

const CAPTION: &str = "Para menteri luar negeri Uni Eropa bertemu di Brussels (Kenzo TRIBOUILLARD / AFP)";
const BODY: &str = "Brussels: Para menteri luar negeri Uni Eropa sepakat menambah bantuan untuk negara tetangga pada Senin, 21 Februari 2022.
Kesepakatan itu dicapai setelah pembicaraan yang berlangsung hingga larut malam di markas besar blok tersebut.
\"Kami tidak akan menunggu lebih lama lagi,\" ucap seorang pejabat senior, dikutip dari Politico, Selasa, 22 Februari 2022.
Ia menambahkan bahwa rincian bantuan akan dibahas lagi pekan depan bersama para menteri keuangan di Paris.
Baca: Uni Eropa Siapkan Sanksi Baru
Negara anggota di bagian timur meminta jadwal yang lebih cepat, tetapi permintaan itu ditolak oleh beberapa ibu kota.";

fn inspect(corpus: &Corpus, args: &[&str]) -> Run {
    Run::of(reprint().current_dir(corpus.root()).arg("inspect").args(args))
}

/// `kind agency field` of each credit of a record.
fn told(article: &Value) -> Vec<String> {
    let credits = article["credits"].as_array().expect("a list");
    let field = |credit: &Value| credit.get("field").map_or("text".into(), |_| string(credit, "field"));
    credits.iter().map(|c| format!("{} {} {}", string(c, "kind"), string(c, "agency"), field(c))).collect()
}

fn page() -> String {
    let paragraphs: String = BODY.lines().map(|line| format!("<p>{line}</p>")).collect();
    format!(
        "<!doctype html><html lang=id><head><meta charset=utf-8><title>Uni Eropa Sepakat | Kabar Teluk</title>
        <meta property=og:site_name content='Kabar Teluk'><meta name=author content='Marcheilla Ariesta'></head><body>
        <nav><a href=/a>Nasional</a> <a href=/b>Internasional</a></nav><article><h1>Uni Eropa Sepakat</h1>
        <p class=byline>Marcheilla Ariesta • 22 Februari 2022 07:10</p>
        <figure><img src=a.jpg alt='{CAPTION}'><figcaption>{CAPTION}</figcaption></figure>{paragraphs}
        <p class=caption>{CAPTION}</p></article><footer>© 2022 Kabar Teluk. Ikuti kami di Google News</footer></body></html>"
    )
}

#[test]
fn a_saved_page_credits_the_text_to_one_house_and_the_picture_to_another() {
    let plain = format!(
        "Uni Eropa Sepakat\n{CAPTION}\nMarcheilla Ariesta • 22 Februari 2022 07:10\n{CAPTION}\n{BODY}\n(WIL)\nBagikan\nTerpopuler\n"
    );
    let corpus = Corpus::new().file("kabar/a.html", page()).file("kabar/b.txt", plain);
    for file in ["kabar/a.html", "kabar/b.txt"] {
        let article = inspect(&corpus, &["--format", "jsonl", file]).one("article");
        let mut told: Vec<String> =
            told(&article).into_iter().map(|credit| credit.rsplit_once(' ').expect("words").0.to_owned()).collect();
        told.sort();
        told.dedup();
        assert_eq!(told, ["photo AFP", "text Politico"], "{file}: {article}");
        let photos = article["credits"].as_array().expect("a list").iter().filter(|c| c["kind"] == "photo").count();
        assert!((1..=2).contains(&photos), "{file}: {article}");
        let shown = inspect(&corpus, &[file]).ok();
        assert!(shown.text().contains("Politico (text) “dikutip dari Politico” · holds for “"), "{}", shown.text());
        assert!(shown.text().contains("AFP (photo)") && shown.text().contains("holds for no text"), "{}", shown.text());
    }
}

#[test]
fn a_credit_beside_the_text_names_its_field_and_has_no_place() {
    let record = json!({"id": "1", "outlet": "kabar.example", "text": BODY, "author": "Jane Doe, Reuters",
        "agencies": ["Antara", "© 2024 Agence France-Presse", "kabar.example"], "captions": [CAPTION, "Antara Sitorus di rumahnya"]});
    let corpus = Corpus::new().file("a.jsonl", record.to_string());
    let article = corpus.scan(&["--with-text"]).one("article");
    let expected = [
        "text Politico text",
        "byline Reuters author",
        "byline Antara agencies",
        "copyright AFP agencies",
        "photo AFP captions",
    ];
    assert_eq!(told(&article), expected, "{article}");
    for credit in article["credits"].as_array().expect("a list") {
        let placed = credit.get("field").is_none();
        for offset in ["start", "end", "char_start", "char_end"] {
            assert_eq!(credit.get(offset).is_some(), placed, "{credit}");
        }
    }
    let holds: Vec<&Value> = article["credits"].as_array().expect("a list").iter().map(|c| &c["holds"]).collect();
    assert_eq!(holds, ["near", "article", "article", "article", "nothing"]);
}

#[test]
fn a_person_called_as_a_house_is_no_byline() {
    let of = |author: &str| {
        let record = json!({"id": "1", "outlet": "kabar", "text": "Kapal itu tiba dengan selamat di dermaga.", "author": author});
        told(&Corpus::new().file("a.jsonl", record.to_string()).scan(&[]).one("article"))
    };
    assert!(of("Antara Sitorus").is_empty());
    assert_eq!(of("AP"), ["byline AP author"]);
    assert_eq!(of("Jane Doe/AFP"), ["byline AFP author"]);
    assert_eq!(of("The Associated Press"), ["byline AP author"]);
}
