//! Who published what when: values from JSON-LD, `<meta>`, `<link>`, `<time>`, microdata, the headline and the byline, in this
//! order of trust, each with its source.
//!
//! Runs before furniture is removed, because bylines and dates are furniture to the text.

use super::body::Claim;
use super::furniture::{is_at_picture, spaced_text};
use super::jsonld::Article;
use super::{Found, Page};
use crate::date::{Published, text::parse_date_text_in};
use dom_query::{Document, NodeId, NodeRef};

/// Elements looked at for a byline or a date.
const MAX_BYLINES: usize = 60;

/// Fills everything but text and captions.
pub(super) fn read(document: &Document, ld: &Article, metas: &Metas) -> Page {
    let url = url(document, ld, metas);
    let language = language(document, ld, metas);
    let summary = metas.get(&["og:description", "description"]).unwrap_or_default();
    let code = language
        .as_ref()
        .map(|l| l.value.clone())
        .or_else(|| super::language::detect(summary).map(|l| l.code.to_owned()));
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

/// `<meta>` by lower-case name or property, and microdata `<meta itemprop>`.
pub(super) struct Metas(Vec<(String, String)>);

impl Metas {
    /// Collects them.
    pub(super) fn read(document: &Document) -> Self {
        let mut all = Vec::new();
        for meta in document.select("meta[content]").nodes() {
            let Some(content) = meta.attr("content").map(|c| c.trim().to_owned()).filter(|c| !c.is_empty()) else {
                continue;
            };
            for key in ["property", "name", "itemprop"] {
                if let Some(name) = meta.attr(key) {
                    all.push((name.trim().to_lowercase(), content.clone()));
                }
            }
        }
        Self(all)
    }

    /// The first of `keys` that the page has.
    fn get(&self, keys: &[&str]) -> Option<&str> {
        keys.iter().find_map(|key| self.0.iter().find(|(name, _)| name == key).map(|(_, content)| content.as_str()))
    }
}

fn found<T>(value: T, from: &'static str) -> Option<Found<T>> {
    Some(Found { value, from })
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

fn agencies(ld: &Article, metas: &Metas) -> Vec<Found<String>> {
    let mut all: Vec<Found<String>> =
        ld.agencies.iter().map(|(_, value)| Found { value: tidy(value), from: "json-ld" }).collect();
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
            all.push(Found { value: tidy(value), from: "meta" });
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

/// A date of a source that should be a date: ISO 8601, else as printed.
fn read_date(text: &str, language: Option<&str>) -> Option<Published> {
    Published::parse_iso(text).or_else(|| epoch(text)).or_else(|| parse_date_text_in(text, language))
}

/// Seconds or milliseconds since 1970, which some pages write.
fn epoch(text: &str) -> Option<Published> {
    let text = text.trim();
    let number: i64 = text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok())??;
    let seconds = match text.len() {
        10 => number,
        13 => number / 1000,
        _ => return None,
    };
    Some(Published::from_seconds(seconds))
}

fn first_date(sources: &[(Option<&str>, &'static str)], language: Option<&str>) -> Option<Found<Published>> {
    sources.iter().find_map(|(text, from)| read_date((*text)?, language).map(|value| Found { value, from }))
}

fn published(
    document: &Document,
    ld: &Article,
    metas: &Metas,
    language: Option<&str>,
    url: Option<&str>,
) -> Option<Found<Published>> {
    const META: &[&str] = &[
        "datepublished",
        "pubdate",
        "publishdate",
        "publish-date",
        "publish_date",
        "publication_date",
        "parsely-pub-date",
        "sailthru.date",
        "dc.date.issued",
        "dcterms.issued",
        "dcterms.created",
        "dc.date",
        "dc.date.created",
        "article.published",
        "cxenseparse:recs:publishtime",
        "article_date_original",
        "originalpublicationdate",
        "datecreated",
        "date",
        "ptime",
        "displaydate",
        "pdate",
    ];
    let known = first_date(
        &[
            (ld.published.as_deref(), "json-ld"),
            (metas.get(&["article:published_time", "og:article:published_time", "og:published_time"]), "og"),
            (metas.get(META), "meta"),
        ],
        language,
    );
    if let Some(known) = known {
        return Some(with_printed_zone(known, document, language));
    }
    dated_element(document, language)
        .or_else(|| dated_line(document, language))
        .or_else(|| found(url_date(url?)?, "url"))
}

/// Some sites write their local time with a `Z`. Where the page prints the same clock time with another zone, that zone holds.
fn with_printed_zone(mut known: Found<Published>, document: &Document, language: Option<&str>) -> Found<Published> {
    if let (Some(time), Some(0)) = (known.value.time, known.value.offset_minutes)
        && let Some((_, printed)) = nearest_dated_text(document, main_heading(document), language)
        && printed.date == known.value.date
        && printed.time.is_some_and(|(hour, minute, _)| (hour, minute) == (time.0, time.1))
        && let Some(offset) = printed.offset_minutes
    {
        known.value.offset_minutes = Some(offset);
    }
    known
}

/// `<time>` or `itemprop=datePublished`. The first below the main heading is the article's own; times in lists of other articles,
/// which stand in links, are not.
fn dated_element(document: &Document, language: Option<&str>) -> Option<Found<Published>> {
    let heading = document.select("h1").nodes().first().map(|n| n.id);
    let read = |node: &NodeRef<'_>| {
        let attribute = node.attr("datetime").or_else(|| node.attr("content"));
        let printed = || read_date(&spaced_text(node), language);
        attribute.and_then(|a| read_date(&a, language)).or_else(printed)
    };
    let marked = document.select("[itemprop~=datePublished], time[pubdate]");
    if let Some(value) = marked.nodes().iter().find_map(read) {
        return found(value, "time");
    }
    let times = document.select("time");
    let own: Vec<_> =
        times.nodes().iter().filter(|n| !within(n, &["a", "li", "aside", "nav", "footer"])).take(MAX_BYLINES).collect();
    let value = own
        .iter()
        .filter(|n| Some(n.id) > heading)
        .find_map(|n| read(n))
        .or_else(|| own.iter().find_map(|n| read(n)))?;
    found(value, "time")
}

fn within(node: &NodeRef<'_>, names: &[&str]) -> bool {
    node.ancestors_it(Some(6)).any(|a| names.iter().any(|name| a.has_name(name)))
}

/// Text nodes between the headline and a date line that is surely its own.
const NEAR: usize = 12;
/// The same where nothing better is found.
const FAR: usize = 40;

/// A short line near the headline that holds a date, in an element named for it or not.
fn dated_line(document: &Document, language: Option<&str>) -> Option<Found<Published>> {
    let heading = main_heading(document);
    let near = nearest_dated_text(document, heading, language);
    let close = near.filter(|(distance, _)| *distance <= NEAR).map(|(_, date)| date);
    let named = || {
        let named = document.select("[class*=date], [class*=time], [class*=tanggal], [class*=waktu], [class*=publish], [class*=byline], [class*=author], [class*=meta], [id*=date], [class*=info]");
        let own = |after: bool| {
            let mut below = named
                .nodes()
                .iter()
                .filter(|n| {
                    (Some(n.id) > heading) == after && !within(n, &["a", "li", "aside", "nav", "footer", "header"])
                })
                .take(MAX_BYLINES);
            below.find_map(|n| short_dated(n, language))
        };
        own(true).or_else(|| near.map(|(_, date)| date)).or_else(|| own(false))
    };
    found(close.or_else(named)?, "byline")
}

/// The element that shows the headline; ids grow in the order in which the parser met the nodes.
fn main_heading(document: &Document) -> Option<NodeId> {
    let title =
        document.select("head title").nodes().first().map(|n| super::lines::folded(&n.text())).unwrap_or_default();
    let shows_title = |n: &&NodeRef<'_>| {
        let text = super::lines::folded(&n.text());
        text.chars().count() >= 8 && title.contains(&text) && text.len() * 2 >= title.len()
    };
    let matching = |selector: &str| {
        document.select(selector).nodes().iter().filter(|n| !within(n, &["a", "li"])).find(shows_title).map(|n| n.id)
    };
    let by_text = || {
        let sizes = title.len() / 2..title.len() + 40;
        document
            .body()?
            .descendants_it()
            .filter(NodeRef::is_text)
            .find(|n| sizes.contains(&n.text().trim().len()) && !within(n, &["a", "li"]) && shows_title(&n))
            .map(|n| n.id)
    };
    matching("h1, h2").or_else(by_text).or_else(|| document.select("h1, h2").nodes().first().map(|n| n.id))
}

fn short_dated(node: &NodeRef<'_>, language: Option<&str>) -> Option<Published> {
    let text = spaced_text(node);
    (text.len() <= 200).then(|| read_date(&text, language))?
}

/// The date whose text stands nearest to the headline, and how many texts stand between them; one above counts double,
/// because what stands above is often the day's date or another story's.
fn nearest_dated_text(
    document: &Document,
    heading: Option<NodeId>,
    language: Option<&str>,
) -> Option<(usize, Published)> {
    let body = document.body()?;
    let mut best: Option<(usize, Published)> = None;
    let mut above: Option<(usize, Published)> = None;
    let (mut position, mut heading_at) = (0, None);
    for node in body.descendants_it().filter(NodeRef::is_text) {
        let text = node.text();
        let text = text.trim();
        if text.is_empty() {
            continue;
        }
        position += 1;
        if heading_at.is_none() && Some(node.id) > heading {
            heading_at = Some(position);
        }
        let distance = heading_at.map(|at| position - at);
        if distance.is_some_and(|d| d > FAR || best.is_some_and(|(_, date)| date.time.is_some() || d > NEAR)) {
            break;
        }
        let may_be_date =
            (6..=100).contains(&text.len()) && text.chars().any(char::is_numeric) && !within(&node, &["a", "li"]);
        if let Some(date) = may_be_date.then(|| read_date(text, language)).flatten() {
            match distance {
                // "16 Februari 2022" may be repeated with the time.
                Some(distance) if best.is_none_or(|(_, found)| found.date == date.date && date.time.is_some()) => {
                    best = Some((distance, date))
                }
                Some(_) => {}
                None => above = Some((position, date)),
            }
        }
    }
    let above =
        above.and_then(|(at, date)| Some(((heading_at? - at) * 2, date))).filter(|(distance, _)| *distance <= FAR);
    [best, above].into_iter().flatten().min_by_key(|(distance, _)| *distance)
}

/// `/2022/02/16/`, `/20220216/`, `-2022-02-16-` in the path.
fn url_date(url: &str) -> Option<Published> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = &path[path.find('/')?..];
    let runs: Vec<&str> = path.split(|c: char| !c.is_ascii_digit()).filter(|r| !r.is_empty()).collect();
    let whole = |y: &str, m: &str, d: &str| {
        Published::parse_iso(&format!("{y}-{m:0>2}-{d:0>2}")).filter(|p| (1990..=2100).contains(&p.date.0))
    };
    runs.windows(3)
        .find_map(|w| (w[0].len() == 4 && w[1].len() <= 2 && w[2].len() <= 2).then(|| whole(w[0], w[1], w[2]))?)
        .or_else(|| runs.iter().find_map(|r| (r.len() == 8).then(|| whole(&r[..4], &r[4..6], &r[6..]))?))
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
    let line = staff.iter().find(writes)?;
    found(person(line.split_once(':')?.1, None)?, "line")
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
