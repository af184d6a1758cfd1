//! `.txt`: the file is the article.

use super::{Settings, Source, outlet};
use crate::date::Published;
use crate::date::text::{has_date_and_time, parse_date_text};
use crate::document::{Document, Place, Skipped};
use std::borrow::Cow;

/// Sends the article that the file's bytes are.
pub(super) fn article(
    settings: &Settings,
    source: &Source,
    id: u32,
    bytes: &[u8],
    each: &mut dyn FnMut(Result<Document<'_>, Skipped>),
) {
    each(text(source, bytes).map(|text| {
        let (outlet, told) = outlet(settings, source, None, None).unzip();
        let published = byline_date(text);
        let origins = told.map(|told| ("outlet", told)).into_iter().chain(published.map(|_| ("published", "byline")));
        Document {
            id: source.id(&source.name),
            outlet,
            published,
            origins: origins.collect(),
            text: Cow::Borrowed(text),
            place: Place { source: id, ..Place::default() },
            ..Document::default()
        }
    }));
}

/// Lines at the head of an article in which its byline stands.
const HEAD_LINES: usize = 12;
/// Bytes of the longest byline.
const BYLINE_BYTES: usize = 120;

/// The date of a byline such as "Willy Haryono • 16 Februari 2022 21:00": a short line of the head with a date and a
/// time of day, which headlines and sentences hardly have.
fn byline_date(text: &str) -> Option<Published> {
    let dated = |line: &&str| line.len() <= BYLINE_BYTES && line.bytes().filter(u8::is_ascii_digit).count() >= 4;
    text.lines().take(HEAD_LINES).filter(dated).find(|line| has_date_and_time(line)).and_then(parse_date_text)
}

/// The text that the file's bytes are.
pub(super) fn text<'b>(source: &Source, bytes: &'b [u8]) -> Result<&'b str, Skipped> {
    decode(bytes).map_err(|reason| Skipped { path: source.name.clone(), reason })
}

/// A file with more NUL bytes than one in so many is no text; a stray one happens in scraped text.
const BYTES_A_NUL: usize = 64;

/// UTF-8, with or without a byte order mark.
fn decode(bytes: &[u8]) -> Result<&str, String> {
    let nuls = memchr::memchr_iter(0, bytes).count();
    if nuls * BYTES_A_NUL > bytes.len() {
        return Err("not text: it holds NUL bytes".into());
    }
    let text = std::str::from_utf8(bytes).map_err(|error| format!("not UTF-8 at byte {}", error.valid_up_to()))?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}
