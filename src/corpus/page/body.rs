//! Which lines are the article: runs the extraction library, weighs its result against the page's own JSON-LD, and says
//! where a page has no article.

use super::blocks::{self, Block, Kind};
use super::jsonld::Article;
use super::{NoPage, lines};
use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};

/// Text below this many letters is no article.
const MIN_LETTERS: usize = 140;

/// The article's text, and the credit and caption lines that were taken out of it.
#[derive(Debug)]
pub(super) struct Body {
    pub(super) text: String,
    pub(super) credits: Vec<String>,
    pub(super) captions: Vec<String>,
    /// Lines that name authors and editors.
    pub(super) staff: Vec<String>,
}

/// What the metadata call a page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Claim {
    /// An article, by a record or a date of publication.
    Article,
    /// An article, by `og:type` only; whole sites write that into every page.
    ArticleType,
    /// A site or a list.
    Site,
    /// Nothing.
    None,
}

/// What the page's metadata say about its text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hints<'a> {
    pub(super) title: Option<&'a str>,
    pub(super) description: Option<&'a str>,
    /// What they call the page.
    pub(super) claim: Claim,
}

/// Extracts the text of a page whose furniture is gone.
pub(super) fn extract(document: Document, ld: &Article, hints: Hints<'_>) -> Result<Body, NoPage> {
    let others = [(marked(&document), false), (declared(ld), false), (described(&document, hints.description), true)];
    let raw = readable(document);
    let pointers = raw.iter().filter(|b| b.linked * 10 >= b.text.len() * 8 && b.text.len() >= 20).count();
    let mut cleaned = lines::clean(raw, hints.title);
    for (other, is_last_resort) in others {
        let Some(other) = other.map(|blocks| lines::clean(blocks, hints.title)) else { continue };
        if is_better(&other.blocks, &cleaned.blocks, hints, is_last_resort) {
            cleaned = other;
        }
    }
    if let Some(reason) = no_article(&cleaned.blocks, pointers, hints.claim, ld.is_list) {
        let gallery = of_captions(&cleaned.captions, hints.claim).filter(|_| cleaned.blocks.is_empty());
        return gallery.ok_or(NoPage::NoArticle(reason));
    }
    let text = cleaned.blocks.iter().map(|b| b.text.as_str()).collect::<Vec<_>>().join("\n");
    Ok(Body { text, credits: cleaned.credits, captions: cleaned.captions, staff: cleaned.staff })
}

/// The text of a photo story: its captions, which stay captions, too, as what they credit are pictures. Only for pages that
/// call themselves articles.
pub(super) fn of_captions(captions: &[String], claim: Claim) -> Option<Body> {
    if !matches!(claim, Claim::Article | Claim::ArticleType) || letters(&captions.concat()) < MIN_LETTERS {
        return None;
    }
    Some(Body { text: captions.join("\n"), credits: Vec::new(), captions: captions.to_vec(), staff: Vec::new() })
}

/// Whether another reading of the page should replace the library's: it has another text, and the library's is short beside it
/// or speaks of something else than the headline.
fn is_better(other: &[Block], chosen: &[Block], hints: Hints<'_>, is_last_resort: bool) -> bool {
    let (size, chosen_size) = (letters_of(other), letters_of(chosen));
    if size < MIN_LETTERS || shared(other, chosen) >= 0.5 {
        return false;
    }
    let astray = topic(chosen, hints) + 0.3 < topic(other, hints) && topic(chosen, hints) < 0.4;
    astray || (!is_last_resort && size * 2 > chosen_size)
}

/// Share of the longer words of headline and summary that the lines contain; 1 where there are none to go by.
fn topic(blocks: &[Block], hints: Hints<'_>) -> f64 {
    let text: String = blocks.iter().map(|b| b.text.to_lowercase() + " ").collect();
    let said = [hints.title, hints.description].into_iter().flatten().collect::<Vec<_>>().join(" ").to_lowercase();
    let words: Vec<&str> =
        said.split(|c: char| !c.is_alphanumeric()).filter(|w| w.chars().count() >= 5).take(40).collect();
    if words.len() < 4 {
        return 1.0;
    }
    words.iter().filter(|w| text.contains(**w)).count() as f64 / words.len() as f64
}

/// Share of the letters of `blocks` that stand in `within` too, in pieces of 60 bytes, so that line breaks do not matter.
fn shared(blocks: &[Block], within: &[Block]) -> f64 {
    let within: String = within.iter().map(|b| lines::folded(&b.text)).collect();
    let (mut all, mut hit) = (0, 0);
    for block in blocks {
        let text = lines::folded(&block.text);
        let mut rest = text.as_str();
        while !rest.is_empty() {
            let piece = super::prefix(rest, 60);
            rest = &rest[piece.len()..];
            all += piece.len();
            hit += if within.contains(piece) { piece.len() } else { 0 };
        }
    }
    hit as f64 / all.max(1) as f64
}

/// The element the page itself marks as the article's body.
fn marked(document: &Document) -> Option<Vec<Block>> {
    let bodies = document.select("[itemprop~=articleBody]");
    let [only] = bodies.nodes() else { return None };
    Some(blocks::read(*only))
}

/// The lines around the paragraph that the page's own summary repeats: the surest sign of where a short article stands.
fn described(document: &Document, description: Option<&str>) -> Option<Vec<Block>> {
    let start = lines::folded(super::prefix(description?, 120));
    let start = super::prefix(&start, 40);
    if start.len() < 30 {
        return None;
    }
    let hit = document.body()?.descendants_it().filter(NodeRef::is_text).find(|node| {
        let text = node.text();
        text.len() >= start.len() && lines::folded(super::prefix(&text, 400)).contains(start)
    })?;
    let mut around = hit.ancestors_it(Some(5)).map(blocks::read).filter(|found| found.len() >= 3);
    around.next()
}

/// The library's choice as lines.
fn readable(document: Document) -> Vec<Block> {
    let config = Config { disable_json_ld: true, keep_classes: true, ..Config::default() };
    let Ok(mut reader) = Readability::with_document(document, None, Some(config)) else { return Vec::new() };
    if reader.parse().is_err() {
        return Vec::new();
    }
    let root = reader.doc.select_single("#readability-page-1");
    root.nodes().first().map(|node| blocks::read(*node)).unwrap_or_default()
}

/// `articleBody` as lines; some pages put markup or escaped markup there.
fn declared(ld: &Article) -> Option<Vec<Block>> {
    let body = ld.body.as_deref()?;
    if !body.contains(['<', '&']) {
        return Some(as_blocks(body));
    }
    let skimmed = super::skim::skim(body).ok()?;
    let document = Document::from(skimmed.markup);
    Some(blocks::read(document.body()?))
}

fn as_blocks(text: &str) -> Vec<Block> {
    text.lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|line| !line.is_empty())
        .map(|text| Block { kind: Kind::Paragraph, text, linked: 0 })
        .collect()
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

fn letters_of(blocks: &[Block]) -> usize {
    blocks.iter().map(|b| letters(&b.text)).sum()
}

/// Why the lines are no article. `pointers` counts the lines of the library's choice that were only links.
fn no_article(blocks: &[Block], pointers: usize, claim: Claim, is_list: bool) -> Option<&'static str> {
    let all: usize = blocks.iter().filter(|b| lines::is_sentence(b)).map(|b| letters(&b.text)).sum();
    let minimum = if matches!(claim, Claim::Article | Claim::ArticleType) { MIN_LETTERS / 2 } else { MIN_LETTERS };
    if all < minimum {
        return Some("too little text");
    }
    if claim == Claim::Article {
        return None;
    }
    let text: usize = blocks.iter().map(|b| b.text.len()).sum();
    let linked: usize = blocks.iter().map(|b| b.linked).sum();
    let prose: Vec<usize> =
        blocks.iter().filter(|b| b.text.len() >= 80 && b.linked * 3 < b.text.len()).map(|b| b.text.len()).collect();
    let dated = blocks.iter().filter(|b| lines::is_dated_label(b)).count();
    if linked * 2 > text {
        return Some("a list of links");
    }
    let teasers = (pointers >= 5 && pointers >= prose.len())
        || (is_list && pointers * 2 >= prose.len())
        || (dated >= 1 && (dated + pointers) * 2 >= prose.len());
    if teasers || (claim != Claim::ArticleType && prose.iter().sum::<usize>() * 3 < text) {
        return Some("a front page or list");
    }
    None
}
