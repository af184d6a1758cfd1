//! Saved pages to articles, in bytes of page: one core, the answer asserted.

mod inputs;

use divan::{Bencher, counter::BytesCount};
use reprint::corpus::page::read_page;
use std::fmt::Write;

fn main() {
    divan::main();
}

/// Sentences of a paragraph end at the line breaks of the invented texts.
fn paragraphs(text: &str) -> Vec<&str> {
    text.lines().filter(|line| line.len() > 60).collect()
}

/// A page as news sites have them: nine tenths are scripts, styles, menus, teasers and links.
fn page(title: &str, paragraphs: &[&str]) -> String {
    let mut html = format!(
        "<!doctype html><html lang=id><head><meta charset=utf-8><title>{title} | Kabar</title>\
         <meta property=og:type content=article><meta property=og:site_name content=Kabar>\
         <script type=application/ld+json>{{\"@type\":\"NewsArticle\",\"headline\":\"{title}\",\"datePublished\":\"2024-03-05T10:20:00+07:00\"}}</script>"
    );
    let script = "window.dataLayer=window.dataLayer||[];function gtag(){dataLayer.push(arguments)};".repeat(250);
    let style = ".col-md-8{padding:0 15px}.teaser:hover{color:#c00}".repeat(300);
    let _ = write!(html, "<script>{script}</script><style>{style}</style></head><body><header><nav><ul>");
    for section in 0..60 {
        let _ = write!(
            html,
            "<li class=\"menu-item menu-item-{section}\"><a href=\"/rubrik/{section}\">Rubrik {section}</a></li>"
        );
    }
    let _ = write!(
        html,
        "</ul></nav></header><main><article><h1>{title}</h1><div class=share><a href=#>Facebook</a></div>"
    );
    html.push_str("<figure><img src=x.jpg><figcaption>Suasana di pelabuhan. (Foto: Budi)</figcaption></figure>");
    for (at, paragraph) in paragraphs.iter().enumerate() {
        let _ = write!(html, "<p class=\"par-{at}\">{paragraph}</p>");
        if at % 4 == 3 {
            html.push_str("<p><strong>Baca juga: <a href=/1>Harga beras naik lagi</a></strong></p><div class=ads id=div-gpt-ad-1></div>");
        }
    }
    html.push_str("</article></main><aside class=sidebar>");
    for teaser in 0..80 {
        let _ = write!(
            html,
            "<div class=\"teaser teaser-{teaser}\"><a href=\"/baca/{teaser}\"><img src=\"/t/{teaser}.jpg\" alt=\"\"><h3>Judul berita nomor {teaser}</h3></a><span>{teaser} jam lalu</span></div>"
        );
    }
    html.push_str("</aside><footer>Hak cipta Kabar 2024</footer></body></html>");
    html
}

#[divan::bench]
fn saved_pages(bencher: Bencher) {
    let texts = inputs::texts(20);
    let pages: Vec<(String, Vec<&str>)> = texts
        .iter()
        .map(|text| {
            let paragraphs = paragraphs(text);
            (page(paragraphs[0].split('.').next().unwrap_or_default(), &paragraphs[1..]), paragraphs[1..].to_vec())
        })
        .collect();
    let read = || pages.iter().map(|(page, _)| read_page(page.as_bytes(), None).map(|p| p.text)).collect::<Vec<_>>();
    for (read, (_, paragraphs)) in read().iter().zip(&pages) {
        assert_eq!(read.as_deref(), Ok(paragraphs.join("\n").trim()), "the article, and nothing else");
    }
    bencher.counter(BytesCount::new(pages.iter().map(|(page, _)| page.len()).sum::<usize>())).bench_local(read);
}
