//! Who published what when: values from JSON-LD, `<meta>`, `<link>`, `<time>`, microdata, the headline and the byline, in this
//! order of trust, each with its source.
//!
//! Runs before furniture is removed, because bylines and dates are furniture to the text.

use super::body::Claim;
use super::dates::{first_date, published};
use super::furniture::{is_at_picture, spaced_text};
use super::jsonld::Article;
use super::metas::{MAX_BYLINES, Metas, found, within};
use super::{Found, Page};
use crate::date::text::parse_date_text_in;
use crate::text::tokenize::tokens;
use dom_query::Document;

/// Fills everything but text and captions.
pub(super) fn read(document: &Document, ld: &Article, metas: &Metas) -> Page {
    let url = url(document, ld, metas);
    let language = language(document, ld, metas);
    let summary = metas.get(&["og:description", "description"]).unwrap_or_default();
    let code = language
        .as_ref()
        .map(|l| l.value.clone())
        .or_else(|| crate::language::detect(summary, &tokens(summary).words).map(|l| l.code.to_owned()));
    let outlet = outlet(ld, metas, url.as_ref());
    let published = published(document, ld, metas, code.as_deref(), url.as_ref().map(|u| u.value.as_str()));
    let modified = first_date(
        &[
            (ld.modified.as_deref(), "json-ld"),
            (metas.get(&["article:modified_time", "og:updated_time"]), "og"),
            (metas.get(&["datemodified", "last-modified", "dcterms.modified", "lastmod"]), "meta"),
        ],
        code.as_deref(),
    );
    Page {
        title: title(document, ld, metas, outlet.as_ref().map(|o| o.value.as_str())),
        author: author(document, ld, metas, code.as_deref()),
        published,
        modified,
        language,
        url,
        outlet,
        agencies: agencies(ld, metas),
        ..Page::default()
    }
}

/// The page's own summary.
pub(super) fn description(metas: &Metas) -> Option<String> {
    metas.get(&["og:description", "description", "twitter:description"]).map(tidy)
}

/// What the metadata call the page.
pub(super) fn claim(ld: &Article, metas: &Metas) -> Claim {
    if ld.is_article || metas.get(&["article:published_time", "datepublished", "pubdate"]).is_some() {
        return Claim::Article;
    }
    match metas.get(&["og:type"]).map(str::to_lowercase).as_deref() {
        Some("website" | "object" | "blog" | "non_standard") => Claim::Site,
        Some(kind) if kind.contains("article") => Claim::ArticleType,
        _ => Claim::None,
    }
}

/// One line, without markup and entities that were escaped twice.
fn tidy(text: &str) -> String {
    let mut text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.contains(['&', '<']) {
        let parsed = Document::fragment(text.as_str()).text().to_string();
        text = parsed.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    text
}

fn title(document: &Document, ld: &Article, metas: &Metas, outlet: Option<&str>) -> Option<Found<String>> {
    let head = document.select("head title").nodes().first().map(|n| tidy(&n.text())).filter(|t| !t.is_empty());
    let headline = ld.headline.as_deref().map(tidy);
    let shared = metas.get(&["og:title", "twitter:title", "dc.title", "parsely-title"]).map(tidy);
    // A heading of the page that the other titles repeat is the headline as it was printed.
    // A section's name may stand in the title too; it is the smaller part of it.
    let repeated = |text: &str| {
        let text = super::lines::folded(text);
        let repeats = |title: &String| {
            let title = super::lines::folded(title);
            title.contains(&text) && text.len() * 2 >= title.len()
        };
        text.chars().count() >= 8 && [&headline, &shared, &head].into_iter().flatten().any(repeats)
    };
    let printed = document
        .select("h1, h2, [itemprop=headline]")
        .nodes()
        .iter()
        .take(40)
        .map(|n| spaced_text(n))
        .find(|t| repeated(t));
    match (printed, headline, shared, head) {
        (Some(text), ..) => found(text, "h1"),
        (_, Some(text), ..) => found(text, "json-ld"),
        (.., Some(text), _) => found(without_outlet(&text, outlet), "og"),
        (.., Some(text)) => found(without_outlet(&text, outlet), "title"),
        _ => None,
    }
}

/// `Harga Beras Naik - Koran.com` -> `Harga Beras Naik`, where the tail is short or names the outlet.
fn without_outlet(title: &str, outlet: Option<&str>) -> String {
    let outlet = outlet.map(super::lines::folded).unwrap_or_default();
    let mut title = title.trim();
    for mark in [" | ", " - ", " – ", " — ", " :: ", " » ", " : "] {
        while let Some((head, tail)) = title.rsplit_once(mark) {
            let folded = super::lines::folded(tail);
            let names_outlet = !outlet.is_empty() && (outlet.contains(&folded) || folded.contains(&outlet));
            let short = tail.split_whitespace().count() <= 3
                && head.split_whitespace().count() >= 3
                && mark != " - "
                && mark != " – ";
            let site_like = tail.contains('.') && !tail.contains(". ") && tail.split_whitespace().count() <= 3;
            if !(names_outlet || short || site_like) || head.is_empty() {
                break;
            }
            title = head.trim();
        }
    }
    title.to_owned()
}

fn language(document: &Document, ld: &Article, metas: &Metas) -> Option<Found<String>> {
    let html = document.select("html").nodes().first().and_then(|n| n.attr("lang")).map(|l| l.to_string());
    let sources = [
        (html.as_deref(), "html"),
        (metas.get(&["og:locale"]), "og"),
        (ld.language.as_deref(), "json-ld"),
        (metas.get(&["content-language", "language", "dc.language", "inlanguage"]), "meta"),
    ];
    sources.into_iter().find_map(|(value, from)| {
        let code = value?.trim().to_lowercase().replace('_', "-");
        let short = code.split('-').next().unwrap_or("");
        let plausible = matches!(short.len(), 2 | 3) && short.bytes().all(|b| b.is_ascii_lowercase());
        let value = if short == "in" { "id".to_owned() } else { code.clone() };
        plausible.then_some(Found { value, from })
    })
}

fn url(document: &Document, ld: &Article, metas: &Metas) -> Option<Found<String>> {
    let canonical =
        document.select("link[rel=canonical]").nodes().first().and_then(|n| n.attr("href")).map(|h| h.to_string());
    let sources = [
        (canonical.as_deref(), "canonical"),
        (metas.get(&["og:url", "twitter:url"]), "og"),
        (ld.url.as_deref(), "json-ld"),
    ];
    let absolute = |value: &str| {
        value.split_once("://").is_some_and(|(scheme, rest)| scheme.starts_with("http") && rest.len() > 3)
    };
    sources.into_iter().find_map(|(value, from)| {
        value.map(str::trim).filter(|v| absolute(v)).map(|v| Found { value: v.to_owned(), from })
    })
}

fn outlet(ld: &Article, metas: &Metas, url: Option<&Found<String>>) -> Option<Found<String>> {
    if let Some(name) = metas.get(&["og:site_name"]) {
        return found(tidy(name), "og");
    }
    if let Some(name) = &ld.publisher {
        return found(tidy(name), "json-ld");
    }
    if let Some(name) = metas
        .get(&["application-name", "publisher", "dc.publisher", "apple-mobile-web-app-title", "article:publisher"])
        .filter(|n| !n.contains("://"))
    {
        return found(tidy(name), "meta");
    }
    found(registrable_host(&url?.value)?, "url")
}

/// The host without `www.` and other leading labels: the last two, or three below a short public suffix (`co.id`, `com.br`).
/// A full public suffix list knows more; here a site keeps one name over its pages, which is what is needed.
fn registrable_host(url: &str) -> Option<String> {
    let host = url.split_once("://")?.1.split(['/', '?', '#', ':']).next()?.rsplit('@').next()?.to_lowercase();
    let labels: Vec<&str> = host.split('.').filter(|l| !l.is_empty()).collect();
    let count = labels.len();
    if count < 2 {
        return None;
    }
    let second_level = count >= 3
        && labels[count - 1].len() == 2
        && matches!(
            labels[count - 2],
            "co" | "com" | "or" | "org" | "ac" | "go" | "gov" | "net" | "web" | "my" | "ne" | "edu" | "gob" | "info"
        );
    Some(labels[count - if second_level { 3 } else { 2 }..].join("."))
}

/// A rights holder's name begins with ©, so that it is told from the name of a source.
fn rights(key: &str, value: String) -> String {
    let key = key.to_lowercase();
    let holder = key.contains("rights") || key.contains("copyright");
    let said = value.contains('©') || value.to_lowercase().contains("copyright") || value.is_empty();
    if holder && !said { format!("© {value}") } else { value }
}

fn agencies(ld: &Article, metas: &Metas) -> Vec<Found<String>> {
    let told = |key: &str, value: &str, from| Found { value: rights(key, tidy(value)), from };
    let mut all: Vec<Found<String>> = ld.agencies.iter().map(|(key, value)| told(key, value, "json-ld")).collect();
    for key in [
        "copyright",
        "dcterms.rightsholder",
        "dc.rights",
        "rights",
        "dc.source",
        "source",
        "original-source",
        "syndication-source",
        "article:source",
        "news_source",
        "content-source",
        "creditline",
        "copyrightholder",
        "sourceorganization",
        "credittext",
    ] {
        if let Some(value) = metas.get(&[key]) {
            all.push(told(key, value, "meta"));
        }
    }
    let mut seen: Vec<String> = Vec::new();
    all.retain(|f| {
        !f.value.is_empty() && !seen.contains(&f.value) && {
            seen.push(f.value.clone());
            true
        }
    });
    all
}

fn author(document: &Document, ld: &Article, metas: &Metas, language: Option<&str>) -> Option<Found<String>> {
    let fine = |text: &str| person(&tidy(text), language);
    if let Some(name) = ld.author.as_deref().and_then(fine) {
        return found(name, "json-ld");
    }
    const META: &[&str] = &[
        "author",
        "parsely-author",
        "sailthru.author",
        "dc.creator",
        "dcterms.creator",
        "byl",
        "article:author_name",
        "content_author",
        "article:author",
    ];
    let declared = META.iter().find_map(|key| metas.get(&[key]).and_then(fine));
    if let Some(name) = declared.as_ref().filter(|name| !is_company(name)) {
        return found(name.clone(), "meta");
    }
    let named = |selector: &str| {
        let marked = document.select(selector);
        let found = marked
            .nodes()
            .iter()
            .filter(|n| !within(n, &["li", "aside", "footer"]) && !is_at_picture(n))
            .take(MAX_BYLINES)
            .find_map(|n| {
                let text = spaced_text(n);
                (text.len() <= 160).then(|| fine(&text))?
            });
        found.filter(|name| !is_company(name))
    };
    let byline = named("[itemprop~=author], [rel~=author], [class*=byline], [class*=penulis], [class*=reporter]")
        .or_else(|| {
            if declared.is_none() {
                named("[class*=author], [class*=editor], [class*=writer], [class*=autor], [class*=auteur]")
            } else {
                None
            }
        });
    byline.and_then(|name| found(name, "byline")).or_else(|| found(declared?, "meta"))
}

/// A publisher in the place of an author: a byline, where there is one, knows better.
fn is_company(name: &str) -> bool {
    let lower = name.to_lowercase();
    lower.starts_with("pt ")
        || lower.starts_with("pt.")
        || [".com", ".co", ".net", ".org", " media", "redaksi", "cyber"].iter().any(|mark| lower.contains(mark))
}

/// The writer among the lines that name a story's staff; an editor is no author.
pub(super) fn author_of_lines(staff: &[String]) -> Option<Found<String>> {
    let writes = |line: &&String| {
        ["penulis", "pewarta", "reporter", "wartawan", "author", "autor", "auteur", "автор", "yazar", "muhabir"]
            .iter()
            .any(|role| line.to_lowercase().starts_with(role))
    };
    if let Some(line) = staff.iter().find(writes) {
        return found(person(line.split_once(':')?.1, None)?, "line");
    }
    // `Willy Haryono • 16 Februari 2022 21:00`
    let mut names = staff.iter().filter_map(|line| line.split(['•', '|']).next()).map(str::trim);
    let is_name = |name: &&str| {
        (2..=4).contains(&name.split_whitespace().count())
            && !name.contains(|c: char| c.is_numeric() || matches!(c, ':' | ',' | '/'))
            && name.split_whitespace().all(|word| !word.starts_with(char::is_lowercase))
    };
    found(person(names.find(|name| is_name(name))?, None)?, "byline")
}

/// A name out of a byline: without "By", without the date, the dot and what follows. Addresses are no names.
fn person(text: &str, language: Option<&str>) -> Option<String> {
    #[rustfmt::skip]
    const LEADS: &[&str] = &["by ", "written by ", "story by ", "oleh ", "oleh: ", "penulis: ", "penulis : ", "reporter: ", "pewarta: ", "par ", "por ", "von ", "di ", "door ", "автор: ", "editor: ", "text: ", "tác giả: "];
    if text.contains("://") || text.contains('@') {
        return None;
    }
    let mut name = text.trim();
    loop {
        let before = name;
        let lower = name.to_lowercase();
        for lead in LEADS {
            if lower.len() == name.len() && lower.starts_with(lead) {
                name = name[lead.len()..].trim_start();
                break;
            }
        }
        if name == before {
            break;
        }
    }
    for mark in [" Editor :", " Editor:", " Penulis :", " Penulis:", " • ", " | ", " · ", " — ", " – ", "\u{2022}"]
    {
        name = name.split(mark).next().unwrap_or(name).trim();
    }
    let name = name.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '-' | '|' | ':' | '•'));
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let plausible = letters >= 2
        && name.chars().count() <= 120
        && name.split_whitespace().count() <= 14
        && parse_date_text_in(name, language).is_none();
    plausible.then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::dates::url_date;
    use super::*;

    #[test]
    fn hosts_are_reduced_to_what_is_registered() {
        assert_eq!(registrable_host("https://www.example.co.id/a").as_deref(), Some("example.co.id"));
        assert_eq!(registrable_host("http://news.example.com:80/").as_deref(), Some("example.com"));
        assert_eq!(registrable_host("file"), None);
    }

    #[test]
    fn dates_in_addresses() {
        let of = |url| url_date(url).map(|p| p.to_string());
        assert_eq!(of("http://x.org/read/2015/11/05/123/title").as_deref(), Some("2015-11-05"));
        assert_eq!(of("http://x.org/20220216/title").as_deref(), Some("2022-02-16"));
        assert_eq!(of("http://x.org/2022/title-99-88"), None);
    }

    #[test]
    fn names_out_of_bylines() {
        let of = |text| person(text, None);
        assert_eq!(of("By Jane Roe").as_deref(), Some("Jane Roe"));
        assert_eq!(of("Willy Haryono • 16 Februari 2022 21:00").as_deref(), Some("Willy Haryono"));
        assert_eq!(of("https://facebook.com/x"), None);
        assert_eq!(of("16 Februari 2022"), None);
    }

    #[test]
    fn the_outlet_leaves_the_title() {
        assert_eq!(without_outlet("Harga Beras Naik - Koran Kita", Some("Koran Kita")), "Harga Beras Naik");
        assert_eq!(without_outlet("Harga Beras Naik | Koran", None), "Harga Beras Naik");
        assert_eq!(without_outlet("Beras - Harga Naik", None), "Beras - Harga Naik");
        assert_eq!(without_outlet("Harga Beras Naik - Koran.com Ekonomi", None), "Harga Beras Naik");
    }
}
