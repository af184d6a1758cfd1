//! One saved page -> what it says: the article's own text, its captions, and who published it when.
//!
//! Owns the order of the steps and the limits a page must keep. Does no IO, and knows no corpus.

mod blocks;
mod body;
mod dates;
mod furniture;
mod jsonld;
mod lines;
mod metadata;
mod metas;
mod phrases;
mod skim;
mod tags;

use super::charset;
use crate::date::Published;
use crate::language;
use crate::text::tokenize::tokens;
pub use skim::{MAX_DEPTH, MAX_ELEMENTS};

use dom_query::Document;
use std::fmt;

/// The largest page that is read, in bytes. Pages saved with their pictures inside reach 20 MiB.
pub const MAX_BYTES: usize = 64 << 20;
/// The most markup that is parsed once scripts, styles and pictures are left out, in bytes.
pub const MAX_MARKUP_BYTES: usize = 8 << 20;

/// What one saved page says.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Page {
    /// The article's own text: paragraphs separated by `\n`; without headline, captions and furniture.
    pub text: String,
    /// Figure captions and photo credits, in the order of the page.
    pub captions: Vec<String>,
    /// Headline.
    pub title: Option<Found<String>>,
    /// Authors, joined by commas.
    pub author: Option<Found<String>>,
    /// When it was published.
    pub published: Option<Found<Published>>,
    /// When it was last changed.
    pub modified: Option<Found<Published>>,
    /// Language tag as the page declares it, lower case (`id`, `en-us`); detected where it declares none.
    pub language: Option<Found<String>>,
    /// The page's own address.
    pub url: Option<Found<String>>,
    /// The site's name, or its registrable host.
    pub outlet: Option<Found<String>>,
    /// Agencies, rights holders and sources that the page names, in its metadata or on lines that are no part of the text.
    pub agencies: Vec<Found<String>>,
}

/// A value, and where the page gives it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found<T> {
    /// The value.
    pub value: T,
    /// `json-ld`, `og`, `meta`, `time`, `byline`, `url`, `h1`, `title`, `html`, `canonical`, `line`, `detected`.
    pub from: &'static str,
}

/// Why a page is no article, or was not read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoPage {
    /// The page was read and holds no article.
    NoArticle(&'static str),
    /// Elements nest deeper than [`MAX_DEPTH`].
    TooDeep,
    /// More than [`MAX_ELEMENTS`] elements.
    TooManyElements,
    /// More than [`MAX_BYTES`] bytes, or than [`MAX_MARKUP_BYTES`] of markup.
    TooLarge,
    /// No page at all: binary content.
    NotHtml,
}

impl fmt::Display for NoPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoArticle(why) => write!(f, "no article found: {why}"),
            Self::TooDeep => write!(f, "elements nest deeper than {MAX_DEPTH}"),
            Self::TooManyElements => write!(f, "more than {MAX_ELEMENTS} elements"),
            Self::TooLarge => {
                write!(f, "more than {} MiB, or {} MiB of markup", MAX_BYTES >> 20, MAX_MARKUP_BYTES >> 20)
            }
            Self::NotHtml => write!(f, "not a page: binary content"),
        }
    }
}

impl std::error::Error for NoPage {}

/// Reads one saved page. `declared_charset` is a label from outside the page, such as an HTTP header.
///
/// # Errors
/// `NoArticle` for front pages, lists and pages with too little text; the other kinds at the limits they name.
pub fn read_page(bytes: &[u8], declared_charset: Option<&str>) -> Result<Page, NoPage> {
    if bytes.len() > MAX_BYTES {
        return Err(NoPage::TooLarge);
    }
    let decoded = charset::decode(bytes, declared_charset, None);
    if looks_binary(&decoded.text) {
        return Err(NoPage::NotHtml);
    }
    if is_feed(&decoded.text) {
        return Err(NoPage::NoArticle("a feed, not a page"));
    }
    let skimmed = skim::skim(&decoded.text)?;
    if skimmed.markup.len() > MAX_MARKUP_BYTES {
        return Err(NoPage::TooLarge);
    }
    let ld = jsonld::read(&skimmed.json_ld);
    let document = Document::from(skimmed.markup);
    let metas = metas::Metas::read(&document);
    let mut page = metadata::read(&document, &ld, &metas);
    let claim = metadata::claim(&ld, &metas);
    let description = metadata::description(&metas);
    page.captions = furniture::remove(&document).captions;
    let title = page.title.as_ref().map(|t| t.value.clone());
    let hints = body::Hints { title: title.as_deref(), description: description.as_deref(), claim };
    let body =
        body::extract(document, &ld, hints).or_else(|error| body::of_captions(&page.captions, claim).ok_or(error))?;
    page.text = body.text;
    page.captions.extend(body.captions);
    let mut told = std::collections::BTreeSet::new();
    page.captions.retain(|caption| told.insert(caption.clone()));
    page.agencies.extend(body.credits.into_iter().map(|value| Found { value, from: "line" }));
    if page.author.is_none() {
        page.author = metadata::author_of_lines(&body.staff);
    }
    page.language = language_of(&page.text, page.language);
    Ok(page)
}

/// The declared language, unless the text is surely another: templates carry the tag of the site they were copied from.
fn language_of(text: &str, declared: Option<Found<String>>) -> Option<Found<String>> {
    let Some(detected) = language::detect(text, &tokens(text).words) else { return declared };
    match declared {
        Some(declared) if detected.confidence < 0.9 || declared.value.split('-').next() == Some(detected.code) => {
            Some(declared)
        }
        // Malay and Indonesian share most of a short text, and the detector has one Norwegian.
        Some(declared)
            if matches!((declared.value.get(..2), detected.code), (Some("ms"), "id") | (Some("no" | "nn"), "nb")) =>
        {
            Some(declared)
        }
        _ => Some(Found { value: detected.code.to_owned(), from: "detected" }),
    }
}

/// RSS, Atom and sitemaps by a page's name.
fn is_feed(html: &str) -> bool {
    let head = prefix(html, 2048).to_ascii_lowercase();
    ["<rss", "<feed", "<rdf:rdf", "<urlset", "<sitemapindex"].iter().any(|root| head.contains(root))
        && !head.contains("<html")
}

/// NUL bytes or many replacement characters at the start: a picture or an archive by a wrong name.
fn looks_binary(text: &str) -> bool {
    let head = prefix(text, 2048);
    let odd = head.chars().filter(|c| matches!(c, '\0'..='\u{8}' | '\u{e}'..='\u{1a}' | '\u{fffd}')).count();
    odd * 10 > head.chars().count()
}

/// The longest prefix of `text` of at most `bytes` bytes.
fn prefix(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests;
