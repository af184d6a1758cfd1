//! `.html`: the file is a saved page, of which the article's own text is taken.

use super::page::{Page, read_page};
use super::{Settings, Source, outlet};
use crate::document::{Document, Place, Skipped};
use std::borrow::Cow;

/// Sends the article that the page holds.
pub(super) fn article(
    settings: &Settings,
    source: &Source,
    id: u32,
    bytes: &[u8],
    each: &mut dyn FnMut(Result<Document<'_>, Skipped>),
) {
    each(page(source, bytes).map(|page| {
        let url = page.url.map(|found| found.value);
        let named = page.outlet.map(|found| found.value);
        Document {
            id: source.id(&source.name),
            // A folder is the user's own word for the outlet, and goes before the page's.
            outlet: outlet(settings, source, None, None).or_else(|| outlet(settings, source, named, url.as_deref())),
            title: page.title.map(|found| found.value),
            published: page.published.map(|found| found.value),
            language: page.language.map(|found| found.value),
            url,
            text: Cow::Owned(page.text),
            place: Place { source: id, ..Place::default() },
        }
    }));
}

/// The article's own text.
pub(super) fn text(source: &Source, bytes: &[u8]) -> Result<String, Skipped> {
    page(source, bytes).map(|page| page.text)
}

fn page(source: &Source, bytes: &[u8]) -> Result<Page, Skipped> {
    read_page(bytes, None).map_err(|why| Skipped { path: source.name.clone(), reason: why.to_string() })
}
