//! `.txt`, `.md`: the file is the article.

use super::fields::moment;
use super::outlet::outlet;
use super::source::Format;
use super::{Settings, Source, charset};
use crate::date::Published;
use crate::date::text::{has_date_and_time, parse_date_text};
use crate::document::{Document, Place, Skipped};
use std::borrow::Cow;

/// The article that the file's bytes are.
pub(super) fn article<'b>(
    settings: &Settings,
    source: &Source,
    id: u32,
    bytes: &'b [u8],
) -> Result<Document<'b>, Skipped> {
    let document = read(settings, source, bytes, None, None)?;
    Ok(Document { place: Place { source: id, ..Place::default() }, ..document })
}

/// The same, where charset and address are known from outside.
pub(super) fn read<'b>(
    settings: &Settings,
    source: &Source,
    bytes: &'b [u8],
    charset: Option<&str>,
    url: Option<&str>,
) -> Result<Document<'b>, Skipped> {
    let decoded = decode(bytes, charset).map_err(|reason| Skipped { path: source.name.clone(), reason })?;
    let (front, text) = parted(source, decoded);
    let (outlet, told) = outlet(settings, source, front.value("outlet"), url).unzip();
    let declared = front.value("date").and_then(|date| moment(Some(&date)));
    let published = declared.or_else(|| byline_date(&text));
    let from = if declared.is_some() { "front matter" } else { "byline" };
    let title = front.value("title").or_else(|| heading(source, &text));
    let origins = told.map(|told| ("outlet", told)).into_iter().chain(published.map(|_| ("published", from)));
    Ok(Document {
        id: source.id(&source.name),
        outlet,
        title,
        published,
        author: front.value("author"),
        language: front.value("lang"),
        url: front.value("url").or_else(|| url.map(str::to_owned)),
        origins: origins.collect(),
        text,
        ..Document::default()
    })
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
pub(super) fn text<'b>(source: &Source, bytes: &'b [u8]) -> Result<Cow<'b, str>, Skipped> {
    let decoded = decode(bytes, None).map_err(|reason| Skipped { path: source.name.clone(), reason })?;
    Ok(parted(source, decoded).1)
}

/// The lines between `---` at the top of a Markdown file.
struct Front(String);

impl Front {
    /// The value of a simple line `name: value`.
    fn value(&self, name: &str) -> Option<String> {
        let lines = self.0.lines().filter_map(|line| line.split_once(':'));
        let value = lines.filter(|(key, _)| key.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value).next()?;
        let value = value.trim().trim_matches(['"', '\'']);
        (!value.is_empty()).then(|| value.to_owned())
    }
}

/// Front matter and text.
fn parted<'b>(source: &Source, text: Cow<'b, str>) -> (Front, Cow<'b, str>) {
    let none = |text| (Front(String::new()), text);
    if source.format != Format::Markdown {
        return none(text);
    }
    let Some(rest) = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n")) else { return none(text) };
    let Some(end) = rest.find("\n---") else { return none(text) };
    let Some(line) = rest[end + 1..].find('\n') else { return none(text) };
    let (front, start) = (Front(rest[..end].to_owned()), text.len() - rest.len() + end + 1 + line + 1);
    let text = match text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[start..]),
        Cow::Owned(text) => Cow::Owned(text[start..].to_owned()),
    };
    (front, text)
}

/// The heading on the first line of a Markdown file.
fn heading(source: &Source, text: &str) -> Option<String> {
    let first =
        text.lines().map(str::trim).find(|line| !line.is_empty()).filter(|_| source.format == Format::Markdown)?;
    Some(first.strip_prefix("# ")?.trim().to_owned())
}

/// A file with more NUL bytes than one in so many is no text; a stray one happens in scraped text.
const BYTES_A_NUL: usize = 64;
/// Text of another encoding with more odd characters than one in so many is no text.
const BYTES_A_CONTROL: usize = 64;

/// UTF-8, with or without a byte order mark; else by mark, declaration, detection.
fn decode<'b>(bytes: &'b [u8], declared: Option<&str>) -> Result<Cow<'b, str>, String> {
    let wide = matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) || charset::unmarked_utf16(bytes).is_some();
    let nuls = if wide { 0 } else { memchr::memchr_iter(0, bytes).count() };
    if nuls * BYTES_A_NUL > bytes.len() {
        return Err("not text: it holds NUL bytes".into());
    }
    if !wide && let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Cow::Borrowed(text.strip_prefix('\u{feff}').unwrap_or(text)));
    }
    let text = charset::decode(bytes, declared, None).text;
    let is_odd = |c: &char| matches!(c, '\0'..='\u{8}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffd}');
    if text.chars().filter(is_odd).count() * BYTES_A_CONTROL > text.len() {
        return Err("not text: neither UTF-8 nor another encoding gives words".into());
    }
    Ok(text)
}
