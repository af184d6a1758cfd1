//! When a page was published and changed: by its metadata, its `<time>`, its byline, its address.

use super::Found;
use super::furniture::spaced_text;
use super::jsonld::Article;
use super::metas::{MAX_BYLINES, Metas, found, within};
use crate::date::{Published, text::parse_date_text_in};
use dom_query::{Document, NodeId, NodeRef};

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

pub(super) fn first_date(sources: &[(Option<&str>, &'static str)], language: Option<&str>) -> Option<Found<Published>> {
    sources.iter().find_map(|(text, from)| read_date((*text)?, language).map(|value| Found { value, from }))
}

pub(super) fn published(
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

/// Text nodes between the headline and a date line that is surely its own.
const NEAR: usize = 12;
/// The same where nothing better is found.
const FAR: usize = 40;

/// A short line near the headline that holds a date, in an element named for it or not.
pub(super) fn dated_line(document: &Document, language: Option<&str>) -> Option<Found<Published>> {
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
pub(super) fn url_date(url: &str) -> Option<Published> {
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
