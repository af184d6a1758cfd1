//! What stands between the paragraphs of a page and is no part of its article, known by markup: captions and photo credits
//! (set aside), share bars, related lists, adverts, newsletter prompts, comments, bylines (read, then taken out).
//!
//! Runs on the parsed page before the main text is chosen, because no extraction library removes these from inside an
//! article. What is known only by its words is `lines`' business.

use dom_query::{Document, NodeRef};
use std::collections::HashMap;
use std::sync::LazyLock;

/// An element is never removed if it holds more than this share of the page's running text.
const MAX_SHARE: f64 = 0.3;
/// Captions longer than this are taken for text, in characters.
const MAX_CAPTION_CHARS: usize = 1200;

/// What was taken out.
#[derive(Debug, Default)]
pub(super) struct Removed {
    /// Captions and photo credits in page order, one a figure.
    pub(super) captions: Vec<String>,
}

/// Takes the furniture out of `document`.
pub(super) fn remove(document: &Document) -> Removed {
    let nodes = measure(document);
    let total = nodes.first().map_or(0, |n| n.running).max(1);
    let mut removed = Removed::default();
    let mut skip_until = 0;
    for (i, node) in nodes.iter().enumerate() {
        if i < skip_until || !node.is_element {
            continue;
        }
        let verdict = judge(&node.node);
        if verdict == Verdict::Remove && holds_the_story(&node.node) {
            continue;
        }
        if verdict == Verdict::Keep || node.running as f64 > MAX_SHARE * total as f64 {
            continue;
        }
        if verdict == Verdict::Quote {
            // The library drops a <div> that is mostly links or named for sharing, but no quotation.
            node.node.remove_attrs(&["class", "id"]);
            node.node.rename("blockquote");
            continue;
        }
        if verdict == Verdict::Caption {
            let text = spaced_text(&node.node);
            if text.chars().count() > MAX_CAPTION_CHARS {
                continue;
            }
            push_caption(&mut removed.captions, text);
        }
        skip_until = i + node.size;
        node.node.remove_from_parent();
    }
    // The library drops what is named "subheader" for its "header"; headings inside a story have been judged above.
    for heading in document.select("h2, h3, h4, h5, h6").nodes() {
        heading.remove_attrs(&["class", "id"]);
    }
    // Pictures have served; to the extraction they would only be noise in its counts.
    for image in document.select("img").nodes() {
        image.remove_from_parent();
    }
    removed
}

/// Whether the headline or the marked body stands inside: then the element's name is a property of the whole page.
fn holds_the_story(node: &NodeRef<'_>) -> bool {
    node.descendants_it().any(|n| n.has_name("h1") || n.attr("itemprop").is_some_and(|value| &*value == "articleBody"))
}

fn push_caption(captions: &mut Vec<String>, text: String) {
    if text.chars().filter(|c| c.is_alphabetic()).count() >= 3 && !captions.contains(&text) {
        captions.push(text);
    }
}

struct Measured<'a> {
    node: NodeRef<'a>,
    is_element: bool,
    /// Nodes of the subtree, itself included.
    size: usize,
    /// Bytes of running text below: text directly in paragraphs and long text anywhere.
    running: usize,
}

/// The body's nodes in document order with sizes, in one pass.
fn measure(document: &Document) -> Vec<Measured<'_>> {
    let Some(body) = document.body() else { return Vec::new() };
    let mut nodes: Vec<Measured<'_>> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut stack: Vec<(NodeRef<'_>, usize)> = vec![(body, 0)];
    while let Some((node, depth)) = stack.pop() {
        close(&mut nodes, &mut open, depth);
        let is_element = node.is_element();
        let running = if node.is_text() { running_bytes(&node.text()) } else { 0 };
        open.push(nodes.len());
        nodes.push(Measured { node, is_element, size: 1, running });
        stack.extend(node.children_it(true).map(|child| (child, depth + 1)));
    }
    close(&mut nodes, &mut open, 0);
    nodes
}

/// Adds what is complete to its parent, down to `depth`.
fn close(nodes: &mut [Measured<'_>], open: &mut Vec<usize>, depth: usize) {
    while open.len() > depth {
        let Some(done) = open.pop() else { return };
        if let Some(&parent) = open.last() {
            nodes[parent].size += nodes[done].size;
            nodes[parent].running += nodes[done].running;
        }
    }
}

/// Bytes of a text node that reads like prose: at least 60 bytes between tags.
fn running_bytes(text: &str) -> usize {
    let length = text.trim().len();
    if length >= 60 { length } else { 0 }
}

/// Text of a subtree with one space between elements.
pub(super) fn spaced_text(node: &NodeRef<'_>) -> String {
    let mut text = String::new();
    for part in node.descendants_it().filter(NodeRef::is_text) {
        for word in part.text().split_whitespace() {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(word);
        }
    }
    text
}

/// Whether an element, or one of the three around it, is a picture's caption or stands beside a picture.
pub(super) fn is_at_picture(node: &NodeRef<'_>) -> bool {
    let beside = node.parent().is_some_and(|parent| parent.children_it(false).any(|n| n.has_name("img")));
    beside
        || judge(node) == Verdict::Caption
        || node.ancestors_it(Some(3)).any(|n| n.has_name("figure") || judge(&n) == Verdict::Caption)
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Verdict {
    Keep,
    Remove,
    Caption,
    /// An embedded post.
    Quote,
}

fn judge(node: &NodeRef<'_>) -> Verdict {
    let Some(element) = node.element_ref() else { return Verdict::Keep };
    let name: &str = &element.name.local;
    match name {
        "figcaption" => return Verdict::Caption,
        "nav" | "dialog" | "menu" => return Verdict::Remove,
        "body" | "html" | "article" | "main" | "h1" => return Verdict::Keep,
        _ => {}
    }
    let mut marks = Marks::default();
    let mut hidden = false;
    for attribute in &element.attrs {
        match &*attribute.name.local {
            "class" | "id" | "data-testid" | "data-component" | "data-element" => marks.read(&attribute.value),
            "itemprop" if matches!(&*attribute.value, "caption" | "copyrightHolder" | "creditText") => {
                return Verdict::Caption;
            }
            "role" => match &*attribute.value {
                "navigation" | "complementary" | "dialog" | "alertdialog" | "search" | "menu" => {
                    return Verdict::Remove;
                }
                _ => {}
            },
            "hidden" => hidden = true,
            "aria-hidden" => hidden |= &*attribute.value == "true" && name != "div",
            _ => {}
        }
    }
    if hidden {
        return Verdict::Remove;
    }
    let verdict = marks.verdict(name);
    // A quoted post is part of the story, though its wrapper is named like a share bar.
    if verdict != Verdict::Caption
        && marks.names_embed()
        && node.descendants_it().take(60).any(|n| n.has_name("blockquote"))
    {
        Verdict::Quote
    } else {
        verdict
    }
}

/// The words of an element's class, id and component names.
#[derive(Default)]
struct Marks {
    /// Lower-case words in order, with a space before and after each.
    words: String,
}

impl Marks {
    fn read(&mut self, value: &str) {
        let mut lower_before = false;
        self.words.push(' ');
        for c in value.chars() {
            if !c.is_ascii_alphanumeric() {
                lower_before = false;
                if !self.words.ends_with(' ') {
                    self.words.push(' ');
                }
                continue;
            }
            // camelCase is two words.
            if c.is_ascii_uppercase() && lower_before {
                self.words.push(' ');
            }
            lower_before = c.is_ascii_lowercase();
            self.words.push(c.to_ascii_lowercase());
        }
        self.words.push(' ');
    }

    fn names_embed(&self) -> bool {
        [" social ", " embed ", " twitter ", " widget ", " instagram ", " facebook "]
            .iter()
            .any(|word| self.words.contains(word))
    }

    fn verdict(&self, name: &str) -> Verdict {
        let (mut flags, mut paired, mut before) = (0, Vec::new(), "");
        for word in self.words.split(' ').filter(|w| !w.is_empty()) {
            // A modifier makes a word a property of the element: `has-sidebar` is no sidebar.
            if !MODIFIERS.contains(&std::mem::replace(&mut before, word)) {
                let known = KNOWN_WORDS.get(word).copied().unwrap_or(0);
                flags |= known | if is_caption_compound(word) { CAPTION } else { 0 };
                if known & PAIRED != 0 {
                    paired.push(word);
                }
            }
        }
        let has = |flag| flags & flag != 0;
        if has(CAPTION) || (has(PICTURE) && has(CREDIT)) {
            return Verdict::Caption;
        }
        let named_by_two = || PAIRS.iter().any(|(a, b)| paired.contains(a) && paired.contains(b));
        // Some words also name harmless wrappers of a paragraph or a heading.
        let block = has(BLOCK_FURNITURE) && !matches!(name, "p" | "h2" | "h3" | "h4");
        if has(FURNITURE) || block || (paired.len() >= 2 && named_by_two()) { Verdict::Remove } else { Verdict::Keep }
    }
}

/// `photodesc`, `imgcredit`, `wpcaptiontext`: names written as one word.
fn is_caption_compound(word: &str) -> bool {
    word.contains("caption") && !word.contains("video")
        || ["photo", "foto", "image", "img", "pict"].iter().any(|p| word.starts_with(p))
            && ["desc", "credit", "credits", "info", "text", "copyright", "legend", "source"]
                .iter()
                .any(|s| word.ends_with(s))
}

const CAPTION: u8 = 1;
const PICTURE: u8 = 2;
const CREDIT: u8 = 4;
const FURNITURE: u8 = 8;
const BLOCK_FURNITURE: u8 = 16;
const PAIRED: u8 = 32;

/// What each known word says, so that a page's many class names cost one look-up a word.
static KNOWN_WORDS: LazyLock<HashMap<&'static str, u8>> = LazyLock::new(|| {
    let mut map = HashMap::new();
    for (words, flag) in [
        (CAPTION_WORDS, CAPTION),
        (PICTURE_WORDS, PICTURE),
        (CREDIT_WORDS, CREDIT),
        (FURNITURE_WORDS, FURNITURE),
        (BLOCK_FURNITURE_WORDS, BLOCK_FURNITURE),
    ] {
        for word in words {
            *map.entry(*word).or_insert(0) |= flag;
        }
    }
    for (a, b) in PAIRS {
        *map.entry(*a).or_insert(0) |= PAIRED;
        *map.entry(*b).or_insert(0) |= PAIRED;
    }
    map
});

#[rustfmt::skip]
const MODIFIERS: &[&str] = &[
    "has", "with", "w", "no", "without", "non", "not", "hide", "is", "show", "below", "above", "after", "before",
];
#[rustfmt::skip]
const CAPTION_WORDS: &[&str] = &[
    "caption", "captions", "figcaption", "imgcaption", "photocaption", "imagecaption", "cutline", "bildunterschrift", "legende",
    "didascalia", "piedefoto",
];
#[rustfmt::skip]
const PICTURE_WORDS: &[&str] = &[
    "image", "img", "photo", "foto", "picture", "media", "figure", "gallery", "video", "bild",
];
const CREDIT_WORDS: &[&str] =
    &["credit", "credits", "copyright", "description", "legend", "attribution", "source", "desc", "ket", "keterangan"];

/// Words that settle the matter on any element.
#[rustfmt::skip]
const FURNITURE_WORDS: &[&str] = &[
    "related", "relatedcontent", "relatedarticles", "recirc", "recirculation", "recommended", "recommendations", "outbrain",
    "taboola", "zergnet", "share", "sharing", "sharebar", "sharetools", "sharebuttons", "addthis", "addtoany", "sharedaddy",
    "newsletter", "paywall", "regwall", "breadcrumb", "breadcrumbs", "advert", "adverts", "advertisement", "advertising",
    "advertorial", "adsense", "adslot", "adunit", "adbox", "dfp", "gpt", "sponsored", "disqus", "jp", "pagination", "pager",
    "bacajuga", "readalso", "readmore", "seealso", "morefrom", "mostread", "mostpopular", "terkait", "disclaimer", "rollover",
    "screenreader", "visually", "visuallyhidden", "tooltip", "popup", "modal", "lightbox",
];
#[rustfmt::skip]
const BLOCK_FURNITURE_WORDS: &[&str] = &[
    "social", "socials", "ad", "ads", "iklan", "promo", "subscribe", "subscription", "signup", "comments", "comment", "respond",
    "tags", "topics", "toolbar", "trending", "popular", "sidebar", "byline", "author", "authors", "bio", "dateline", "timestamp",
    "pubdate", "published", "updated", "cookie", "cookies", "consent", "banner", "widget", "footer", "correction", "survey", "poll",
    "donate", "donation", "rating", "follow", "feedback", "copyright", "hidden",
];
/// Two words that mean furniture only together.
#[rustfmt::skip]
const PAIRS: &[(&str, &str)] = &[
    ("read", "more"), ("read", "also"), ("see", "also"), ("more", "stories"), ("more", "news"), ("more", "on"), ("more", "from"),
    ("most", "read"), ("most", "popular"), ("baca", "juga"), ("sign", "up"), ("call", "action"), ("sr", "only"),
    ("screen", "reader"), ("story", "links"), ("inline", "links"), ("up", "next"), ("next", "article"), ("you", "like"),
    ("author", "info"), ("author", "box"), ("news", "letter"), ("link", "list"), ("key", "points"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(attributes: &str) -> Verdict {
        let document = Document::from(format!("<body><div {attributes}>x</div></body>"));
        let divs = document.select("div");
        judge(divs.nodes().first().expect("the one div"))
    }

    #[test]
    fn elements_are_known_by_their_names() {
        for (attributes, expected) in [
            ("class=related-posts", Verdict::Remove),
            ("class=shareBar", Verdict::Remove),
            ("id=baca-juga", Verdict::Remove),
            ("class='article has-sidebar'", Verdict::Keep),
            ("class='two-column w-sidebar'", Verdict::Keep),
            ("class=sidebar", Verdict::Remove),
            ("class=photo-credit", Verdict::Caption),
            ("class=photodesc", Verdict::Caption),
            ("itemprop=caption", Verdict::Caption),
            ("role=complementary", Verdict::Remove),
            ("hidden", Verdict::Remove),
            ("class=article-body", Verdict::Keep),
            ("class=adverb", Verdict::Keep),
        ] {
            assert_eq!(verdict(attributes), expected, "{attributes}");
        }
    }

    #[test]
    fn most_of_the_text_is_never_furniture() {
        let text = "A sentence that is long enough to count as running text on a page of news. ".repeat(5);
        let document = Document::from(format!(
            "<body><div class='social wrapper'><p>{text}</p></div><div class=social>Follow</div></body>"
        ));
        remove(&document);
        assert_eq!(document.text().trim(), text.trim());
    }
}
