//! The reader as a whole, on small invented pages and on hostile ones.

use super::*;
use std::time::{Duration, Instant};

const BODY: &str = "<p>Warga Desa Sukamaju memperbaiki jembatan yang rusak akibat banjir pekan lalu. Mereka bekerja sejak pagi hari bersama petugas kecamatan.</p>
<p>Kepala desa mengatakan, pekerjaan itu akan selesai dalam dua hari. \"Kami tidak menunggu bantuan datang,\" katanya kepada wartawan di lokasi.</p>
<p>Jembatan itu menghubungkan dua dusun yang dihuni sekitar empat ratus keluarga. Anak-anak sekolah sempat memutar sejauh tujuh kilometer.</p>";

fn page(head: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=id><head><title>Warga Perbaiki Jembatan Rusak - Koran Kita</title>{head}</head><body><nav><a href=/>Beranda</a></nav><article><h1>Warga Perbaiki Jembatan Rusak</h1>{body}</article><footer>© 2022 Koran Kita</footer></body></html>"
    )
}

fn read(html: &str) -> Page {
    read_page(html.as_bytes(), None).expect("an article")
}

#[test]
fn the_text_is_the_paragraphs_and_nothing_else() {
    let furniture = [
        "<p>Baca juga: <a href=/x>Harga beras naik di pasar induk</a></p>",
        "<p><strong>Lire aussi :</strong> <a href=/x>Le prix du riz augmente</a></p>",
        "<div class=related-articles><h3>Berita Terkait</h3><ul><li><a href=/1>Harga beras naik di pasar</a></li></ul></div>",
        "<p>ADVERTISEMENT</p>",
        "<div class='share-buttons'><a href=/f>Facebook</a> <a href=/t>Twitter</a></div>",
        "<p>Ikuti kami di Google News dan saluran WhatsApp</p>",
        "<p>(WIL)</p>",
        "<p>Get the latest headlines delivered to your inbox every morning.</p>",
        "<figure><img src=a.jpg><figcaption>Jembatan di Sukamaju. (Foto: Antara)</figcaption></figure>",
    ];
    let plain = read(&page("", BODY)).text;
    assert_eq!(plain.lines().count(), 3);
    assert!(plain.starts_with("Warga Desa") && plain.ends_with("tujuh kilometer."));
    for piece in furniture {
        let between = BODY.replacen("</p>", &format!("</p>{piece}"), 2);
        assert_eq!(read(&page("", &format!("{between}{piece}"))).text, plain, "{piece}");
    }
}

/// As many pages of Indonesian sites are saved: a caption twice in plain text, pointers, sections of other articles.
#[test]
fn a_page_without_marks_is_read_by_its_words() {
    let caption = "Jembatan di Sukamaju. (Kenzo Tribouillard / AFP)";
    let below = "<p>Cek Berita dan Artikel yang lain di Google News</p><p>(WIL)</p><div>TERKAIT</div>\
        <ul><li><a href=/2>Harga Beras Naik di Pasar Induk</a></li></ul><div>BERITA LAINNYA</div>\
        <div>Banjir Surut di Tiga Kecamatan</div><div>FOLLOW US</div><div>Facebook</div>";
    for (open, close) in [("<div>", "</div>"), ("", "<br><br>")] {
        let head =
            format!("{open}Willy Haryono • 16 Februari 2022 21:00{close}{open}{caption}{close}{open}{caption}{close}");
        let found = read(&page("", &format!("{head}{BODY}{below}")));
        assert_eq!(found.text, read(&page("", BODY)).text, "{open}");
        assert_eq!(found.captions, [caption]);
        assert_eq!(found.author.map(|found| found.value).as_deref(), Some("Willy Haryono"));
        assert_eq!(found.published.map(|found| found.value.to_string()).as_deref(), Some("2022-02-16T21:00:00"));
    }
}

#[test]
fn a_live_report_is_its_entries_without_their_clocks() {
    let entry = |at: usize, text: &str| format!("<div class=entry><span>{at}:15 WIB</span>{text}</div>");
    let entries: String = BODY.lines().enumerate().map(|(at, text)| entry(at + 9, text)).collect();
    assert_eq!(read(&page("", &entries)).text, read(&page("", BODY)).text);
}

#[test]
fn a_gallery_is_its_captions_and_they_stay_captions() {
    let caption =
        |n: usize| format!("Warga {n} menyeberangi jembatan darurat di Desa Sukamaju, Senin pagi. (Foto: Budi/Antara)");
    let type_of = "<meta property=og:type content=article><meta property=article:published_time content=2022-02-16>";
    let figures: String =
        (0..4).map(|n| format!("<figure><img src={n}.jpg><figcaption>{}</figcaption></figure>", caption(n))).collect();
    let plain: String = (0..4).map(|n| format!("<div><img src={n}.jpg><p>{}</p></div>", caption(n))).collect();
    for body in [figures, plain] {
        let found = read(&page(type_of, &body));
        assert_eq!((found.text.lines().count(), found.captions.len()), (4, 4), "{found:?}");
    }
}

#[test]
fn captions_stand_apart() {
    let html = page(
        "",
        &format!("<figure><img src=a.jpg><figcaption>Jembatan di Sukamaju. (Foto: Antara)</figcaption></figure>{BODY}"),
    );
    assert_eq!(read(&html).captions, ["Jembatan di Sukamaju. (Foto: Antara)"]);
}

#[test]
fn bracketed_links_leave_the_sentence_whole() {
    let body = BODY.replacen("pekan lalu.", "pekan lalu (Baca: <a href=/x>Banjir Rendam Desa</a>).", 1);
    assert_eq!(
        read(&page("", &body)).text.lines().next().map(|l| &l[..78]),
        Some("Warga Desa Sukamaju memperbaiki jembatan yang rusak akibat banjir pekan lalu. ")
    );
}

#[test]
fn metadata_name_their_sources() {
    let ld = r#"<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"Warga Perbaiki Jembatan Rusak","author":{"name":"Sari Dewi"},"datePublished":"2022-02-16T21:00:00+07:00","dateModified":"2022-02-17","sourceOrganization":{"name":"Antara"}}]}</script><meta property="og:site_name" content="Koran Kita"><link rel=canonical href="https://www.korankita.co.id/a/1">"#;
    let page = read(&page(ld, BODY));
    let of = |found: &Option<Found<String>>| found.as_ref().map(|f| (f.value.clone(), f.from));
    assert_eq!(of(&page.title), Some(("Warga Perbaiki Jembatan Rusak".into(), "h1")));
    assert_eq!(of(&page.author), Some(("Sari Dewi".into(), "json-ld")));
    assert_eq!(of(&page.outlet), Some(("Koran Kita".into(), "og")));
    assert_eq!(of(&page.url), Some(("https://www.korankita.co.id/a/1".into(), "canonical")));
    assert_eq!(of(&page.language), Some(("id".into(), "html")));
    assert_eq!(
        page.published.map(|f| (f.value.to_string(), f.from)),
        Some(("2022-02-16T21:00:00+07:00".into(), "json-ld"))
    );
    assert_eq!(page.modified.map(|f| f.value.to_string()).as_deref(), Some("2022-02-17"));
    assert_eq!(page.agencies, [Found { value: "Antara".into(), from: "json-ld" }]);
}

#[test]
fn a_page_without_metadata_gives_its_byline() {
    let page = read(&page("", &format!("<div class=byline>Willy Haryono • 16 Februari 2022 21:00</div>{BODY}")));
    assert_eq!(page.author.map(|f| (f.value, f.from)), Some(("Willy Haryono".into(), "byline")));
    assert_eq!(page.published.map(|f| (f.value.to_string(), f.from)), Some(("2022-02-16T21:00:00".into(), "byline")));
    assert!(page.text.starts_with("Warga Desa"));
}

#[test]
fn a_language_tag_from_a_template_is_overruled() {
    let html = page("", BODY).replace("lang=id", "lang=en");
    assert_eq!(read(&html).language.map(|f| (f.value, f.from)), Some(("id".into(), "detected")));
}

#[test]
fn lists_and_feeds_are_no_article() {
    let teasers: String = (1..30).map(|i| format!("<div class=item><h3><a href=/{i}>Judul berita nomor {i} tentang hal yang lain</a></h3><p>Ringkasan pendek berita nomor {i} yang hanya satu kalimat dan tidak lebih dari itu.</p></div>")).collect();
    let front = format!(
        "<html><head><title>Koran Kita</title><meta property=og:type content=website></head><body><div class=main>{teasers}</div></body></html>"
    );
    for html in [
        front.as_str(),
        "<rss version=2.0><channel><title>x</title></channel></rss>",
        "",
        "<html></html>",
        "plain words only",
        "<p>short</p>",
    ] {
        assert!(matches!(read_page(html.as_bytes(), None), Err(NoPage::NoArticle(_))), "{}", prefix(html, 60));
    }
    assert_eq!(read_page(&[0xff, 0xd8, 0xff, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0], None), Err(NoPage::NotHtml));
}

#[test]
fn malformed_markup_keeps_its_text() {
    let plain = read(&page("", BODY)).text;
    let unclosed = BODY.replace("</p>", "");
    let shouting = BODY.replace("<p>", "<P CLASS='a' id=x\" / <b =>").replace("</p>", "</P >");
    let scripts =
        format!("<script>if (a < b) document.write('</p>')</script><!-- <p>no</p> -->{BODY}<style>p > a {{}}</style>");
    let misnested = format!("<div><b><i>{}</b></i></div></span>", BODY.replace("<p>", "<p><font color=red>"));
    for body in [&unclosed, &scripts, &misnested, &shouting] {
        assert_eq!(read(&page("", body)).text, plain, "{}", prefix(body, 80));
    }
}

/// Reads a hostile page, within a time that a stuck or quadratic reader would pass by far; debug builds are slow.
fn hostile(name: &str, html: &[u8]) -> Result<Page, NoPage> {
    let start = Instant::now();
    let result = std::thread::Builder::new().stack_size(512 << 10).spawn({
        let html = html.to_vec();
        move || read_page(&html, None)
    });
    let result = result.expect("a thread").join().unwrap_or_else(|_| panic!("{name}: crashed"));
    assert!(start.elapsed() < Duration::from_secs(60), "{name}: {:?}", start.elapsed());
    result
}

#[test]
fn deep_nesting_is_refused_without_a_crash() {
    for tag in [
        "div",
        "span class=a",
        "a",
        "table",
        "ul><li",
        "blockquote",
        "table><tr><td",
        "x-y",
        "section",
        "dl><dd",
        "h1",
        "form",
        "button",
        "svg",
        "p",
        "b",
        "font color=x",
    ] {
        let result = hostile(tag, format!("<{tag}>").repeat(100_000).as_bytes());
        assert!(result.is_err(), "{tag}");
    }
    assert_eq!(hostile("div", "<div>".repeat(100_000).as_bytes()), Err(NoPage::TooDeep));
    let deep_but_closed = format!("{}{BODY}{}", "<div>".repeat(300), "</div>".repeat(300));
    assert!(hostile("300 deep", page("", &deep_but_closed).as_bytes()).is_ok());
    let json = format!("<script type='application/ld+json'>{}</script>", "[".repeat(100_000));
    assert!(hostile("deep json", page(&json, BODY).as_bytes()).is_ok());
}

#[test]
fn wide_pages_stop_at_a_limit() {
    assert_eq!(hostile("wide", "<p>a".repeat(MAX_ELEMENTS + 10).as_bytes()), Err(NoPage::TooManyElements));
    for piece in [
        "<p>a",
        "<br>",
        "<a href=x>a",
        "<td>a",
        "<li>a,",
        "<div>a</div>",
        "</p>",
        "<img src=x>",
        "<time>1</time>",
        "<h2>a</h2>",
        "<",
        "<!",
        "<!--",
        "</",
        "<a b='",
        "<svg>",
        "&",
        "<table>",
        "<p class=byline>1 May 2020",
    ] {
        let _ = hostile(piece, piece.repeat(20_000).as_bytes());
    }
}

#[test]
fn huge_attributes_lines_and_files_stop() {
    let long = "x".repeat(20 << 20);
    let in_attribute = page("", &format!("<p class=\"{long}\" data-x='{long}'>{}", &BODY[3..]));
    assert_eq!(hostile("attribute", in_attribute.as_bytes()).map(|p| p.text.lines().count()), Ok(3));
    assert_eq!(hostile("endless line", format!("<p>{long}").as_bytes()), Err(NoPage::TooLarge));
    assert_eq!(
        hostile("endless tag", format!("{}<p {long}", page("", BODY)).as_bytes()).map(|p| p.text.lines().count()),
        Ok(3)
    );
    assert_eq!(hostile("gigantic", &vec![b' '; MAX_BYTES + 1]), Err(NoPage::TooLarge));
}

#[test]
fn any_bytes_are_read_or_refused() {
    let html = page("<meta charset=utf-8>", BODY);
    let mut state = 7_u64;
    for _ in 0..300 {
        let mut bytes = html.clone().into_bytes();
        for _ in 0..20 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let at = (state >> 33) as usize % bytes.len();
            bytes[at] = (state >> 20) as u8;
        }
        let _ = read_page(&bytes, None);
        let _ = read_page(&bytes[..(state >> 40) as usize % bytes.len()], Some("shift_jis"));
    }
}
