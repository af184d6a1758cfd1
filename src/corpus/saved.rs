//! `.html`: the file is a saved page, of which the article's own text is taken.

use super::outlet::outlet;
use super::page::{Found, Page, read_page};
use super::{OutletFrom, Settings, Source};
use crate::document::{Document, Place, Skipped};
use std::borrow::Cow;

/// The article that the page holds.
pub(super) fn article(
    settings: &Settings,
    source: &Source,
    id: u32,
    bytes: &[u8],
) -> Result<Document<'static>, Skipped> {
    let document = read(settings, source, bytes, None, None)?;
    Ok(Document { place: Place { source: id, ..Place::default() }, ..document })
}

/// The same, where charset and address are known from outside.
pub(super) fn read(
    settings: &Settings,
    source: &Source,
    bytes: &[u8],
    charset: Option<&str>,
    url: Option<&str>,
) -> Result<Document<'static>, Skipped> {
    let page = page(source, bytes, charset)?;
    Ok(document(settings, source, page, url))
}

fn document(settings: &Settings, source: &Source, page: Page, known_url: Option<&str>) -> Document<'static> {
    let mut origins = Vec::new();
    let named = match &settings.outlet_from {
        OutletFrom::Field(name) => field(&page, name),
        _ => page.outlet.clone(),
    };
    let url = taken("url", page.url, &mut origins);
    // Where the page was fetched from says more surely whose it is than what the page says.
    let host = known_url.and_then(|url| outlet(settings, source, None, Some(url)));
    let url = url.or_else(|| known_url.map(str::to_owned));
    // A folder is the user's own word for the outlet, and goes before the page's.
    let by_rule = outlet(settings, source, None, None).or(host).or_else(|| {
        let (name, from) = named.map(|found| (found.value, found.from)).unzip();
        let told = outlet(settings, source, name, url.as_deref())?;
        Some(if told.1 == "field" { (told.0, from.unwrap_or(told.1)) } else { told })
    });
    let outlet = by_rule.map(|(outlet, from)| {
        origins.push(("outlet", from));
        outlet
    });
    Document {
        id: source.id(&source.name),
        outlet,
        title: taken("title", page.title, &mut origins),
        published: taken("published", page.published, &mut origins),
        modified: taken("modified", page.modified, &mut origins),
        author: taken("author", page.author, &mut origins),
        language: taken("language", page.language, &mut origins),
        agencies: page.agencies.into_iter().map(|found| found.value).collect(),
        captions: page.captions,
        url,
        text: Cow::Owned(page.text),
        place: Place::default(),
        origins,
    }
}

/// The value, with a note of where it comes from.
fn taken<T>(name: &'static str, found: Option<Found<T>>, origins: &mut Vec<(&'static str, &'static str)>) -> Option<T> {
    let found = found?;
    origins.push((name, found.from));
    Some(found.value)
}

/// The value of a page that the user calls its outlet.
fn field(page: &Page, name: &str) -> Option<Found<String>> {
    match name {
        "outlet" | "site" | "site_name" | "og:site_name" | "publisher" => page.outlet.clone(),
        "author" => page.author.clone(),
        "language" | "lang" => page.language.clone(),
        "title" | "headline" => page.title.clone(),
        "url" => page.url.clone(),
        _ => None,
    }
}

/// The article's own text.
pub(super) fn text(source: &Source, bytes: &[u8]) -> Result<String, Skipped> {
    page(source, bytes, None).map(|page| page.text)
}

fn page(source: &Source, bytes: &[u8], charset: Option<&str>) -> Result<Page, Skipped> {
    read_page(bytes, charset).map_err(|why| Skipped { path: source.name.clone(), reason: why.to_string() })
}
