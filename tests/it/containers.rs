//! One article in every form that it is kept in, and what is said of forms that hold none.

use crate::formats::{gzip, offsets_point_into, zstd};
use crate::newsroom::{Corpus, Run, number, reprint, string};
use parquet::data_type::{ByteArray, ByteArrayType};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

const PARAGRAPHS: [&str; 6] = [
    "Pemerintah Kabupaten Seruni menunda pelayaran ke Pulau Awar sampai akhir pekan karena gelombang setinggi empat meter.",
    "Kepala dinas perhubungan setempat mengatakan keputusan itu diambil setelah dua kapal nelayan terbalik pada Senin pagi.",
    "“Kami tidak ingin mengambil risiko, dan semua tiket yang sudah dibeli dapat ditukar tanpa biaya,” katanya di pelabuhan.",
    "Sekitar tiga ratus penumpang masih menunggu di ruang tunggu, sebagian besar pedagang yang hendak pulang ke rumah mereka.",
    "Badan meteorologi memperkirakan angin mulai melemah pada Kamis malam, namun tinggi gelombang baru turun sehari sesudahnya.",
    "Bantuan makanan dan selimut telah dibagikan oleh warga sekitar, sedangkan sekolah dasar di dekatnya dibuka untuk menginap.",
];

fn text() -> String {
    PARAGRAPHS.join("\n") + "\n"
}

/// A news site with records in its head.
fn page() -> String {
    let body: String = PARAGRAPHS.iter().map(|p| format!("<p>{p}</p>")).collect();
    format!(
        "<!doctype html><html lang=id><head><meta charset=utf-8><title>Pelayaran Ditunda | Kabar</title>\
        <script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"headline\":\"Pelayaran Ditunda\",\"datePublished\":\"2024-03-05T10:20:00+07:00\"}}</script></head>\
        <body><header><nav><a href=/>Beranda</a><a href=/b>Bola</a></nav></header><main><article><h1>Pelayaran Ditunda</h1>\
        <figure><img src=x.jpg><figcaption>Kapal di pelabuhan. (Foto: Budi)</figcaption></figure>{body}</article></main>\
        <aside><h3>Terpopuler</h3><ul><li><a href=/1>Harga beras naik lagi di pasar induk</a></ul></aside><footer>Hak cipta Kabar 2024</footer></body></html>"
    )
}

/// A weblog of nested divisions, lines broken by `<br>`, in windows-1252.
fn weblog() -> Vec<u8> {
    let body = PARAGRAPHS.join("<br><br>");
    let html = format!(
        "<html><head><meta http-equiv=Content-Type content='text/html; charset=windows-1252'><title>Pelayaran Ditunda</title></head><body>\
        <div id=wrap><div class=top><a href=/>Home</a> <a href=/t>Tentang</a></div><div class=col><div class=post><h2>Pelayaran Ditunda</h2>\
        <div class=entry-content>{body}<div class=sharedaddy><a href=#>Share on Facebook</a> <a href=#>Tweet</a></div></div></div></div>\
        <div class=sidebar><a href=/a>Arsip</a></div></div></body></html>"
    );
    encoding_rs::WINDOWS_1252.encode(&html).0.into_owned()
}

fn csv() -> String {
    let quoted = text().replace('"', "\"\"");
    format!("id;judul;tanggal;isi\r\ncsv-1;Pelayaran Ditunda;2024-03-05;\"{quoted}\"\r\n")
}

fn parquet() -> Vec<u8> {
    let schema =
        "message articles { REQUIRED BYTE_ARRAY doc_id (UTF8); REQUIRED INT64 n; REQUIRED BYTE_ARRAY body (UTF8); }";
    let schema = Arc::new(parse_message_type(schema).expect("a schema"));
    let mut file = Vec::new();
    let mut writer =
        SerializedFileWriter::new(&mut file, schema, Arc::new(WriterProperties::default())).expect("a writer");
    let mut group = writer.next_row_group().expect("a row group");
    for value in ["parquet-1", "", text().as_str()] {
        let mut column = group.next_column().expect("a column").expect("three columns");
        if value.is_empty() {
            column.typed::<parquet::data_type::Int64Type>().write_batch(&[7], None, None).expect("a number");
        } else {
            column.typed::<ByteArrayType>().write_batch(&[ByteArray::from(value)], None, None).expect("a text");
        }
        column.close().expect("a column");
    }
    group.close().expect("a row group");
    writer.close().expect("a file");
    file
}

fn warc() -> Vec<Vec<u8>> {
    let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{}", page());
    let record = |kind: &str, media: &str, content: &str| {
        format!("WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://www.kabar.example/1\r\nContent-Type: {media}\r\nContent-Length: {}\r\n\r\n{content}\r\n\r\n", content.len()).into_bytes()
    };
    vec![
        record("warcinfo", "application/warc-fields", "software: test\r\n"),
        record("request", "application/http; msgtype=request", "GET / HTTP/1.1\r\n\r\n"),
        record("response", "application/http; msgtype=response", &http),
        record("response", "application/http", "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nPNG"),
    ]
}

fn tar() -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    let long = format!("tarung/{}/packed.txt", "a-folder-with-a-long-name/".repeat(6));
    for (name, bytes) in [(long.as_str(), text()), ("tarung/data.jsonl", "{}".into()), ("tarung/short.md", text())] {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, name, bytes.as_bytes()).expect("memory");
    }
    archive.into_inner().expect("memory")
}

fn zip() -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file("zipper/packed.html", zip::write::SimpleFileOptions::default()).expect("memory");
    std::io::Write::write_all(&mut archive, page().as_bytes()).expect("memory");
    archive.finish().expect("memory").into_inner()
}

/// A sound file of each format, to be damaged.
pub fn seeds() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("a.txt", text().into_bytes()),
        ("a.md", format!("---\ntitle: x\n---\n{}", text()).into_bytes()),
        ("a.html", page().into_bytes()),
        ("a.htm", weblog()),
        ("a.jsonl", format!("{}\n{}\n", json!({"text": text()}), json!({"body": text()})).into_bytes()),
        ("a.json", json!({"articles": [{"text": text()}, {"content": text()}]}).to_string().into_bytes()),
        ("a.csv", csv().into_bytes()),
        ("a.parquet", parquet()),
        ("a.warc", warc().concat()),
        ("a.warc.gz", warc().iter().flat_map(|record| gzip(record)).collect()),
        ("a.tar", tar()),
        ("a.zip", zip()),
        ("a.txt.zst", zstd(text().as_bytes())),
    ]
}

fn everything() -> Corpus {
    let nested = json!({"status": "ok", "articles": [{"source": {"id": null, "name": "Harian"}, "title": "T", "content": text(), "publishedAt": "2024-03-05T03:20:00Z"}]});
    Corpus::new()
        .file("a/plain.txt", text())
        .file("b/page.html", page())
        .file("c/weblog.htm", weblog())
        .file("d/lines.jsonl", format!("{}\n", json!({"id": "jsonl-1", "text": text()})))
        .file("e/table.csv", csv())
        .file("f/table.tsv.gz", gzip(format!("id\ttext\ntsv-1\t\"{}\"\n", text()).as_bytes()))
        .file("g/rows.parquet", parquet())
        .file("h/crawl.warc.gz", warc().iter().flat_map(|record| gzip(record)).collect::<Vec<u8>>())
        .file("i/crawl.warc.zst", zstd(&warc().concat()))
        .file("j/nested.json", nested.to_string())
        .file("k/array.json", json!([{"id": "json-1", "body": text()}]).to_string())
        .file("l/tale.md", format!("---\ntitle: \"Pelayaran\"\ndate: 2024-03-05\n---\n{}", text()))
        .file("archive.tar.gz", gzip(&tar()))
        .file("archive.zip", zip())
}

#[test]
fn one_article_in_every_form_is_one_cluster() {
    let corpus = everything();
    let run = corpus.scan(&["--with-text", "--boilerplate", "off"]);
    let clusters = run.clusters();
    assert_eq!((clusters.len(), clusters[0].len()), (1, run.ids().len()), "{:?}\n{:?}", run.ids(), run.skipped());
    assert_eq!(run.ids().len(), 15, "{:?}", run.ids());
    for pair in run.records("pair") {
        assert!(number(&pair, "containment_a") >= 0.98 && number(&pair, "containment_b") >= 0.98, "{pair}");
    }
    let texts: BTreeMap<String, String> =
        run.records("article").iter().map(|a| (string(a, "article"), string(a, "text"))).collect();
    assert_eq!(offsets_point_into(&texts, &run), 15 * 14 / 2);
    let outlet =
        |id: &str| run.records("article").into_iter().find(|a| a["article"] == id).map(|a| a["outlet"].clone());
    assert_eq!(outlet("zipper/packed.html"), Some(json!("zipper")));
    assert_eq!(outlet("csv-1"), Some(json!("e")));
    assert_eq!(outlet("j/nested.json#1"), Some(json!("Harian")));
    let skipped: Vec<String> = run.skipped().into_iter().map(|(path, reason)| format!("{path} {reason}")).collect();
    assert_eq!(skipped.len(), 3, "{skipped:?}");
    assert!(skipped.iter().any(|s| s.contains("data.jsonl") && s.contains("unpack it")), "{skipped:?}");
    assert!(
        skipped.iter().any(|s| s.starts_with("h/crawl.warc.gz:4 neither a page nor a text: image/png")),
        "{skipped:?}"
    );
}

#[test]
fn columns_are_named_by_the_user() {
    let corpus = Corpus::new()
        .file("a.csv", format!("n,rumpf,haus\n1,\"{0}\",eins\n2,\"{0}\",zwei\n", text()))
        .records("b.jsonl", &[json!({"rumpf": text(), "haus": "drei", "text": "not this"})]);
    let run = corpus.scan(&[
        "--text-column",
        "rumpf",
        "--id-column",
        "n",
        "--outlet-from",
        "field:haus",
        "--boilerplate",
        "off",
    ]);
    assert_eq!(run.ids(), ["1", "2", "b.jsonl#1"]);
    assert_eq!(run.clusters()[0].len(), 3);
    let outlets: Vec<Value> = run.records("article").iter().map(|a| a["outlet"].clone()).collect();
    assert_eq!(outlets, ["eins", "zwei", "drei"]);
    let run = Corpus::new().file("a.csv", "x,y\n1,2\n").file("b.txt", text()).scan(&[]);
    assert_eq!(run.skipped()[0].1, "no column is known to hold the text (--text-column names it)");
}

#[test]
fn charsets_are_seen_through() {
    let arabic = "أعلنت الحكومة اليوم عن خطة جديدة لدعم التعليم في المدن الكبيرة وقال الوزير إن العمل سيبدأ في الأسبوع القادم بعد موافقة البرلمان";
    let russian = "Правительство утвердило новый порядок расчёта пенсий, сообщил министр в понедельник на встрече с журналистами в Москве";
    let mut utf16 = vec![0xff, 0xfe];
    utf16.extend(russian.encode_utf16().flat_map(u16::to_le_bytes));
    let csv = encoding_rs::WINDOWS_1251.encode(&format!("id;text\nc;{russian}\n")).0.into_owned();
    let run = Corpus::new()
        .file("a/1.txt", arabic)
        .file("b/1.txt", encoding_rs::WINDOWS_1256.encode(arabic).0)
        .file("a/2.txt", russian)
        .file("b/2.txt", encoding_rs::WINDOWS_1251.encode(russian).0)
        .file("c/2.txt", utf16)
        .file("d/2.csv", csv)
        .scan(&[]);
    assert_eq!(
        run.clusters(),
        [vec!["a/2.txt", "b/2.txt", "c", "c/2.txt"], vec!["a/1.txt", "b/1.txt"]],
        "{:?}",
        run.skipped()
    );
    assert!(run.records("pair").iter().all(|pair| pair["relation"] == "identical"));
}

#[test]
fn files_are_chosen_by_pattern_and_by_list() {
    let corpus = ["a/1.txt", "a/2.txt", "b/1.txt", "b/README.md", "b/LICENSE.txt"]
        .iter()
        .fold(Corpus::new(), |corpus, name| corpus.file(name, format!("{name} {}", text())));
    let ids = |flags: &[&str]| corpus.scan(flags).ids();
    assert_eq!(ids(&["-g", "a/*"]), ["a/1.txt", "a/2.txt"]);
    assert_eq!(ids(&["-g", "1.txt", "-g", "!b/**"]), ["a/1.txt"]);
    assert_eq!(ids(&[]), ["a/1.txt", "a/2.txt", "b/1.txt"]);
    assert_eq!(corpus.scan(&[]).skipped().len(), 2, "README and LICENSE are told");
    let listed = |input: &str| {
        let mut command = reprint();
        command.current_dir(corpus.root()).args(["scan", "--files-from", "-", "--format", "jsonl"]);
        Run::of(command.write_stdin(input.to_owned()))
    };
    let run = listed("b/1.txt\n./a/2.txt\nno/such.txt\n");
    assert_eq!(run.ids(), ["a/2.txt", "b/1.txt"]);
    assert_eq!(string(&run.records("article")[0], "outlet"), "a");
    assert_eq!(run.skipped()[0].0, "no/such.txt");
    assert_eq!(corpus.scan(&["-g", "a["]).code, Some(2));
}
